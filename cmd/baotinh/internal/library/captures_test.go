package library

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/newspaper"
)

// What each visit found changed is told by field, also if the page holds again what it held once; one with
// the same article is unchanged.
func TestCapturesTellWhatChanged(t *testing.T) {
	dir := t.TempDir()
	clock := strings.Replace(bridge, "</body>", "<div>Bây giờ là 08:16</div></body>", 1)
	renamed := strings.ReplaceAll(bridge, "<h1>Nà Lưu có cầu mới", "<h1>Nà Lưu đã có cầu mới")
	renamed = strings.Replace(renamed, "<p>Lò", "<p>Bà con mở hội mừng cầu suốt hai ngày.</p><p>Lò", 1)
	ingestWARC(t, dir, warcOf(
		capture{address, bridge}, capture{"https://baomau.example/khac-1.html", bridge},
		capture{address, clock}, capture{address, renamed},
		capture{address, "<html><body><p>Trang này không còn.</p></body></html>"},
		capture{address, bridge},
	))
	found, err := Captures(t.Context(), dir, address, newspaper.Default())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		line := fmt.Sprint(c.Date.Day(), c.Status, c.Unchanged, c.NoArticle != "")
		for _, change := range c.Changes {
			line += fmt.Sprintf("; %s %q %q +%d -%d %s", change.Field, change.From, change.To, change.Added,
				change.Removed, change.Sentences)
		}
		got = append(got, line)
	}
	const feast = "Bà con mở hội mừng cầu suốt hai ngày."
	want := []string{
		"20 200 false false", "22 200 true false",
		`23 200 false false; title "Nà Lưu có cầu mới" "Nà Lưu đã có cầu mới" +0 -0 []; ` +
			`blocks "" "" +1 -0 [{added ` + feast + `}]`,
		"24 200 false true",
		`25 200 false false; title "Nà Lưu đã có cầu mới" "Nà Lưu có cầu mới" +0 -0 []; ` +
			`blocks "" "" +0 -1 [{removed ` + feast + `}]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The page of each visit can be looked at: by its time, and the last one without.
func TestArchivedPageIsThatOfTheVisit(t *testing.T) {
	dir := t.TempDir()
	later := strings.Replace(bridge, "86 mét", "88 mét", 1)
	ingestWARC(t, dir, warcOf(capture{address, bridge}, capture{address, later}))
	first := time.Date(2024, 5, 20, 1, 2, 3, 0, time.UTC)
	for _, tt := range []struct {
		at   time.Time
		want string
	}{{first, "86 mét"}, {first.AddDate(0, 0, 1), "88 mét"}, {time.Time{}, "88 mét"}} {
		p, err := ArchivedPage(t.Context(), dir, address, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(p.Body), tt.want) {
			t.Errorf("at %v the page lacks %q", tt.at, tt.want)
		}
	}
	for _, at := range []time.Time{first.Add(time.Second), first.AddDate(1, 0, 0)} {
		if _, err := ArchivedPage(t.Context(), dir, address, at); !errors.Is(err, ErrNoCapture) {
			t.Errorf("at %v: %v, want ErrNoCapture", at, err)
		}
	}
	_, err := ArchivedPage(t.Context(), dir, "https://khac.example/", time.Time{})
	if !errors.Is(err, ErrNoCapture) {
		t.Errorf("of another address: %v, want ErrNoCapture", err)
	}
}
