package library

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline/news"
)

const (
	address = "https://baomau.example/xa-hoi/duong-len-ban-12345.html"
	bridge  = `<!DOCTYPE html><html lang="vi">
<head><meta charset="utf-8"><title>Nà Lưu có cầu mới</title></head><body>
<div class="c"><h1>Nà Lưu có cầu mới</h1><div class="d">19/05/2024 08:15</div>
<p>Sáng 19/5, xã Nà Lưu khánh thành cây cầu bê tông dài 86 mét bắc qua suối Khe Sậy,
thay cho cầu tạm bằng tre.</p>
<p>Từ nay hơn ba trăm học trò của bốn bản bên kia suối không còn phải nghỉ học vào những ngày nước lũ về.</p>
<p>Cầu do Nhà nước và nhân dân cùng làm, riêng bà con trong xã đã góp hơn hai nghìn ngày công lao động.</p>
<p>Lò Văn Mẫu</p></div></body></html>`
)

// A capture is what an address held on a day.
type capture struct{ address, body string }

// warcOf returns a WARC file of captures, a day apart.
func warcOf(captures ...capture) string {
	var b strings.Builder
	for i, c := range captures {
		response := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"+
			"Content-Length: %d\r\n\r\n%s", len(c.body), c.body)
		date := time.Date(2024, 5, 20+i, 1, 2, 3, 0, time.UTC).Format(time.RFC3339)
		fmt.Fprintf(&b, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: %s\r\n"+
			"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"+
			"WARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\n"+
			"Content-Length: %d\r\n\r\n%s\r\n\r\n", date, i, c.address, len(response), response)
	}
	return b.String()
}

// ingestWARC ingests a WARC file.
func ingestWARC(t *testing.T, dir, warc string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "captures.warc")
	if err := os.WriteFile(file, []byte(warc), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := do(t, dir, Options{}, func(j *Job) error {
		return j.Ingest(t.Context(), source.New(nil, file).Pages())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// export returns the articles of the index.
func export(t *testing.T, dir string) []*news.Article {
	t.Helper()
	ix, err := OpenIndex(t.Context(), In(dir))
	if err != nil {
		t.Fatal(err)
	}
	var all []*news.Article
	for a, err := range ix.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b *news.Article) int { return strings.Compare(a.URL, b.URL) })
	return all
}

// An article came in when its page was first captured, also if later captures correct it, and also in an
// index that is built again.
func TestArticleIsFirstSeenInItsFirstCapture(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	corrected := strings.Replace(bridge, "86 mét", "84 mét", 1)
	ingestWARC(t, dir, warcOf(capture{"https://baomau.example/", "<p>Trang chủ"},
		capture{address, bridge}, capture{address, corrected}))
	want := time.Date(2024, 5, 21, 1, 2, 3, 0, time.UTC)
	check := func(when string) {
		t.Helper()
		all := export(t, dir)
		corrected := len(all) == 1 && strings.Contains(all[0].Blocks[0].Text, "84 mét")
		if !corrected || !all[0].FirstSeen.Equal(want) {
			t.Errorf("%s: %+v, want one article, corrected and first seen %v", when, all, want)
		}
	}
	check("after the captures")
	ingestWARC(t, dir, warcOf(capture{address, strings.Replace(bridge, "86", "85", 1)},
		capture{address, corrected}))
	check("after a later job")
	if _, err := do(t, dir, Options{}, func(j *Job) error { return j.Rebuild(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	check("after the index was built again")
}

// goldenRefusals returns the golden pages in HTML that are no articles at any address, by name.
func goldenRefusals(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../../../testdata/pages/khongphaibai.example/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("golden pages: %d files, error %v", len(files), err)
	}
	pages := map[string]string{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			name := strings.TrimSuffix(filepath.Base(file), ".txtar")
			if f.Name == "page.html" {
				pages[name] = string(f.Data)
			}
		}
	}
	return pages
}

// TestANoticeNeverReplacesAnArticle ingests two captures of each address: an article, and a golden page that
// is none. The index keeps the article, also when it is built again from the archive.
func TestANoticeNeverReplacesAnArticle(t *testing.T) {
	const pattern = "https://baomau.example/xa-hoi/duong-len-ban-%s-12345.html"
	var first, then []capture
	refusals := goldenRefusals(t)
	for _, name := range slices.Sorted(maps.Keys(refusals)) {
		address := fmt.Sprintf(pattern, name)
		first = append(first, capture{address, strings.ReplaceAll(bridge, "Lò Văn Mẫu", "Lò Văn Mẫu, "+name)})
		then = append(then, capture{address, refusals[name]})
	}
	dir := filepath.Join(t.TempDir(), "d")
	ingestWARC(t, dir, warcOf(slices.Concat(first, then)...))
	ingested := export(t, dir)
	if len(ingested) != len(first) {
		t.Errorf("%d articles, want %d", len(ingested), len(first))
	}
	for _, a := range ingested {
		if a.Title != "Nà Lưu có cầu mới" || len(a.Versions) != 1 {
			t.Errorf("%s is %q with versions %v", a.URL, a.Title, a.Versions)
		}
	}

	ingestWARC(t, dir, warcOf(then...)) // nothing new
	if diff := cmp.Diff(ingested, export(t, dir)); diff != "" {
		t.Errorf("ingested again (-first +now):\n%s", diff)
	}
	if _, err := do(t, dir, Options{}, func(j *Job) error { return j.Rebuild(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ingested, export(t, dir)); diff != "" {
		t.Errorf("built again (-first +now):\n%s", diff)
	}
}

func TestWhatReplacesAnArticle(t *testing.T) {
	corrected := strings.Replace(bridge, "86 mét", "68 mét", 1)
	cut := bridge[:strings.Index(bridge, "<p>Từ nay")] + "</div></body></html>"
	lost := strings.Replace(cut, ",\nthay cho cầu tạm bằng tre", "", 1)
	lost = strings.Replace(lost, "cây cầu bê tông dài 86 mét bắc qua suối ", "", 1)
	notice := `<title>Đăng nhập</title><h1>Đăng nhập</h1><p>Vui lòng đăng nhập để đọc tiếp bài viết này.</p>`
	for _, tt := range []struct {
		name     string
		captures []string
		text     string // in the article
		versions []news.VersionKind
	}{
		{"a correction does", []string{bridge, corrected}, "68 mét", nil},
		{"a part of it does", []string{bridge, cut}, "thay cho cầu tạm", nil},
		{"a remnant does not", []string{bridge, lost}, "hai nghìn ngày công",
			[]news.VersionKind{news.Shortened}},
		{"a correction after a notice does", []string{bridge, notice, corrected}, "68 mét", nil},
		{"a notice after a correction does not", []string{bridge, corrected, notice}, "68 mét",
			[]news.VersionKind{news.Withdrawn}},
	} {
		dir := filepath.Join(t.TempDir(), "d")
		for _, body := range tt.captures { // one job after the other
			ingestWARC(t, dir, warcOf(capture{address, body}))
		}
		for _, build := range []string{"ingested", "built again"} {
			all := export(t, dir)
			if len(all) != 1 {
				t.Fatalf("%s: %d articles", tt.name, len(all))
			}
			var text strings.Builder
			for _, b := range all[0].Blocks {
				text.WriteString(b.Text)
			}
			var kinds []news.VersionKind
			for _, v := range all[0].Versions {
				kinds = append(kinds, v.Kind)
			}
			if diff := cmp.Diff(tt.versions, kinds); diff != "" || !strings.Contains(text.String(), tt.text) {
				t.Errorf("%s, %s: %q with versions %q", tt.name, build, text.String(), kinds)
			}
			_, err := do(t, dir, Options{}, func(j *Job) error {
				return j.Rebuild(t.Context())
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
