package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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
		got = append(got, fmt.Sprint(c.Date.Day(), c.Status, c.Unchanged, c.NoArticle != "", c.Changes))
	}
	want := []string{
		"20 200 false false []", "22 200 true false []",
		"23 200 false false [{title Nà Lưu có cầu mới Nà Lưu đã có cầu mới 0 0} {blocks   1 0}]",
		"24 200 false true []",
		"25 200 false false [{title Nà Lưu đã có cầu mới Nà Lưu có cầu mới 0 0} {blocks   0 1}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
