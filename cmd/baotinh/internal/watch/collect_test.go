package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index/query"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// A desk is a data folder with watches, and what comes into it.
type desk struct {
	t    *testing.T
	dir  string
	hour int // of the next capture
}

func newDesk(t *testing.T, watches string) *desk {
	t.Helper()
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "d")}
	d.ingest()
	if err := os.WriteFile(Path(d.dir), []byte(watches), 0o666); err != nil {
		t.Fatal(err)
	}
	return d
}

// A page is a capture of an address on a web page: the text of an article in paragraphs, or no article.
type page struct {
	number int
	lines  []string // a title and paragraphs; nil: a notice
}

func (p page) url() string {
	return fmt.Sprintf("https://baomau.example/xa-hoi/tin-%d.html", 10000+p.number)
}

func (p page) body() string {
	if p.lines == nil {
		return "<title>Thông báo</title><p>Bài viết này không còn nữa.</p>"
	}
	return fmt.Sprintf(`<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>%s</title></head><body>
<div class="c"><h1>%[1]s</h1><div class="d">19/05/2024 08:15</div><p>%s</p></div></body></html>`,
		p.lines[0], strings.Join(p.lines[1:], "</p><p>"))
}

// ingest archives and indexes pages, as one job.
func (d *desk) ingest(pages ...page) {
	d.t.Helper()
	l, err := library.Open(library.In(d.dir))
	if err != nil {
		d.t.Fatal(err)
	}
	j := l.Begin(library.Options{Catalogue: newspaper.Default()})
	err = j.Ingest(d.t.Context(), func(yield func(*news.Page, error) bool) {
		for _, p := range pages {
			d.hour++
			captured := &news.Page{
				URL: p.url(), Status: 200, Body: []byte(p.body()),
				Header:  map[string][]string{"Content-Type": {"text/html; charset=utf-8"}},
				Fetched: time.Date(2024, 5, 20, d.hour, 0, 0, 0, news.Vietnam),
			}
			if !yield(captured, nil) {
				return
			}
		}
	})
	_, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		d.t.Fatal(err)
	}
}

// collect runs all watches, and returns what they told: "watch: kind title", and of changes sentences.
func (d *desk) collect() []string {
	d.t.Helper()
	set, err := Load(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := Open(library.In(d.dir))
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close() // what matters is on disk
	all, err := f.Collect(d.t.Context(), set, newspaper.Default(), Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	var told []string
	for _, o := range all {
		if o.Err != nil {
			told = append(told, fmt.Sprintf("%s: %v", o.Watch, o.Err))
		}
		for _, i := range o.Items {
			line := fmt.Sprintf("%s: %s %s", o.Watch, i.Kind, i.Article.Title)
			for _, c := range i.Changes {
				line += fmt.Sprintf(" | %s -%q +%q", c.Field, c.Removed, c.Added)
			}
			told = append(told, line)
		}
	}
	return told
}

const floods = "[lu]\nquery = 'lũ'\n"

var (
	bridge = []string{"Lũ cuốn cầu treo",
		"Đêm qua nước lũ về nhanh, cuốn trôi cây cầu treo duy nhất nối bản Khe Mẫu với trung tâm xã.",
		"Cây cầu dài 86 mét. Xã đã cắt cử dân quân canh hai đầu cầu, không để ai qua suối lúc nước lên.",
		"Hơn ba trăm học sinh của bản phải nghỉ học cho đến khi nước rút hẳn và có bè mảng đưa đón."}
	market = []string{"Phiên chợ cuối năm",
		"Chợ phiên xã Pò Mẫu hôm qua đông hơn mọi năm, bà con mang xuống nhiều hàng thổ cẩm và mật ong.",
		"Giá gạo nếp giữ như tháng trước, còn gà thả đồi tăng chút ít vì người dưới xuôi lên đặt mua nhiều.",
		"Ban quản lý chợ cho biết sẽ mở thêm một dãy hàng cho các hộ mới vào dịp giáp Tết năm nay."}
)

// with returns the lines of an article with a text in the place of another one.
func with(lines []string, old, text string) []string {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], old, text)
	}
	return lines
}

func TestEachStateIsToldOnce(t *testing.T) {
	old := with(bridge, "cầu treo", "cầu gỗ")
	for _, tt := range []struct {
		name   string
		before []page // came in before the watch was made
		nights [][]page
		want   [][]string
	}{
		{"new, once", nil, [][]page{{{1, bridge}, {2, market}}, {}, {{1, bridge}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}, nil, nil}},
		{"not what came in before", []page{{1, old}}, [][]page{{{2, bridge}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}}},
		{"corrected", nil, [][]page{{{1, bridge}}, {{1, with(bridge, "86 mét", "84 mét")}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}, {"lu: updated Lũ cuốn cầu treo | text " +
				`-["Cây cầu dài 86 mét."] +["Cây cầu dài 84 mét."]`}}},
		{"corrected before it was told", nil, [][]page{{{1, bridge}, {1, with(bridge, "86 mét", "84 mét")}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}}},
		{"an older one corrected", []page{{1, old}}, [][]page{{{1, with(old, "86 mét", "84 mét")}}},
			[][]string{{"lu: updated Lũ cuốn cầu gỗ | text " +
				`-["Cây cầu dài 86 mét."] +["Cây cầu dài 84 mét."]`}}},
		{"withdrawn, once", nil, [][]page{{{1, bridge}}, {{1, nil}}, {{1, nil}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}, {"lu: withdrawn Lũ cuốn cầu treo"}, nil}},
		{"withdrawn before it was told", nil, [][]page{{{1, bridge}, {1, nil}}},
			[][]string{{"lu: new Lũ cuốn cầu treo", "lu: withdrawn Lũ cuốn cầu treo"}}},
		{"an older one withdrawn", []page{{1, old}}, [][]page{{{1, nil}}, {{1, nil}}},
			[][]string{{"lu: withdrawn Lũ cuốn cầu gỗ"}, nil}},
		{"back after a withdrawal", nil, [][]page{{{1, bridge}}, {{1, nil}},
			{{1, with(bridge, "86 mét", "84 mét")}}, {{1, nil}}},
			[][]string{{"lu: new Lũ cuốn cầu treo"}, {"lu: withdrawn Lũ cuốn cầu treo"},
				{"lu: updated Lũ cuốn cầu treo | text " +
					`-["Cây cầu dài 86 mét."] +["Cây cầu dài 84 mét."]`},
				{"lu: withdrawn Lũ cuốn cầu treo"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, floods)
			d.ingest(tt.before...)
			if got := d.collect(); got != nil {
				t.Errorf("a watch that was just made told %q", got)
			}
			for n, night := range tt.nights {
				d.ingest(night...)
				if diff := cmp.Diff(tt.want[n], d.collect()); diff != "" {
					t.Errorf("night %d (-want +got):\n%s", n, diff)
				}
				if again := d.collect(); again != nil {
					t.Errorf("night %d, told again: %q", n, again)
				}
			}
		})
	}
}

// A process that is killed after it wrote the items, or a part of them, and before it wrote the position,
// leaves them told once.
func TestItemsBehindThePositionAreNotToldAgain(t *testing.T) {
	for _, cut := range []int{0, 1, 100} { // bytes at the end of the items that are not written
		d := newDesk(t, floods)
		d.collect()
		before, err := readState(d.dir, "lu")
		if err != nil {
			t.Fatal(err)
		}
		d.ingest(page{1, bridge}, page{2, with(bridge, "treo", "gỗ")}, page{2, nil})
		d.collect()
		want, err := os.ReadFile(itemsPath(d.dir, "lu"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(itemsPath(d.dir, "lu"), int64(len(want)-cut)); err != nil {
			t.Fatal(err)
		}
		if err := writeState(d.dir, "lu", before); err != nil {
			t.Fatal(err)
		}
		d.collect()
		items, err := Items(d.dir, "lu", 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for n, i := range items {
			got = append(got, fmt.Sprintf("%d %s %s", i.Number, i.Kind, i.Article.Title))
			if i.Number != n+1 {
				t.Errorf("item %d has number %d", n+1, i.Number)
			}
		}
		all := []string{"1 new Lũ cuốn cầu treo", "2 new Lũ cuốn cầu gỗ", "3 withdrawn Lũ cuốn cầu gỗ"}
		if diff := cmp.Diff(all, got); diff != "" {
			t.Errorf("cut by %d (-want +got):\n%s", cut, diff)
		}
	}
}

func TestABrokenWatchDoesNotKeepTheOthersFromRunning(t *testing.T) {
	d := newDesk(t, "[hong]\nquery = 'ngày:hôm'\n\n[la]\nquery = 'lũ'\ncolour = 'đỏ'\n\n"+floods)
	d.collect()
	d.ingest(page{1, bridge})
	got := d.collect()
	if len(got) != 3 || got[2] != "lu: new Lũ cuốn cầu treo" || !strings.Contains(got[1], "la.colour") {
		t.Errorf("told: %q", got)
	}
	set, err := Load(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*query.SyntaxError](set.Watches[0].Err); !ok {
		t.Errorf("the broken watch: %v, want the mistake in its query", set.Watches[0].Err)
	}
}

func TestAnItemSaysWhatItIsAbout(t *testing.T) {
	d := newDesk(t, floods)
	d.collect()
	d.ingest(page{1, bridge})
	d.collect()
	items, err := Latest(d.dir, "lu", 5)
	if err != nil || len(items) != 1 {
		t.Fatalf("items %v, %v", items, err)
	}
	i := items[0]
	if i.Article.URL != (page{number: 1}).url() || !strings.Contains(i.Article.Snippet, "<mark>lũ</mark>") ||
		i.Story.Articles != 1 || i.Story.ID != i.Article.ID || i.Article.FirstSeen.IsZero() {
		text, _ := json.Marshal(i)
		t.Errorf("item %s", text)
	}
}
