package warc

import (
	"bytes"
	"fmt"
	"iter"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"baotinh/pipeline/news"
)

func pagesOfEveryKind() []*news.Page {
	return []*news.Page{
		{
			URL: "https://baolangson.vn/a-1.html", FinalURL: "https://baolangson.vn/b-1.html", Status: 200,
			Header: textproto.MIMEHeader{"Content-Type": {"text/html"}, "Etag": {`"1"`},
				"Set-Cookie": {"a", "b"}},
			Body:    []byte("<html>Lạng Sơn\r\n\r\nWARC/1.1\r\n</html>"),
			Fetched: time.Date(2026, 1, 2, 3, 4, 5, 678900000, time.UTC),
			FeedDate: news.Date{
				Time: time.Date(2026, 1, 2, 0, 0, 0, 0, news.Vietnam), Precision: news.Day,
				Evidence: news.EvidenceFeed,
			},
			Newspaper: "baolangson",
		},
		{
			URL: "https://baolangson.vn/empty", Status: 204, Header: textproto.MIMEHeader{},
			Body: []byte{}, Fetched: time.Unix(1, 0).UTC(),
		},
		{File: "thư mục/bài %41 \xff\n.html", Body: []byte("<p>local</p>")},
		{
			URL: "https://news.invalid/1", File: "a.jsonl.gz",
			Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
			Body:   []byte(`{"url":"https://news.invalid/1"}`),
		},
		{URL: "file:///bai.html", File: "bai.html", Body: []byte("<p>local, under its own address</p>")},
		{Body: []byte("nothing known")},
	}
}

// diffPages returns the difference of pages, or the empty string.
func diffPages(want, got []*news.Page) string {
	return cmp.Diff(want, got, cmpopts.IgnoreUnexported(news.Page{}))
}

func TestArchiveGivesBackWhatItGot(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "archive")
	a := mustOpen(t, dir)
	if a.End() != (news.Position{}) {
		t.Errorf("end of an empty archive: %+v", a.End())
	}
	want := pagesOfEveryKind()
	appendAll(t, a, want)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	a = mustOpen(t, dir)
	got := mustPages(t, a.Pages(news.Position{}))
	if diff := diffPages(want, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if last := want[len(want)-1].End; a.End() != last {
		t.Errorf("End() = %+v, want %+v", a.End(), last)
	}
	for i, p := range want {
		if rest := mustPages(t, a.Pages(p.End)); len(rest) != len(want)-i-1 {
			t.Errorf("%d pages behind page %d", len(rest), i)
		}
	}
}

func TestArchiveRotates(t *testing.T) {
	dir := t.TempDir()
	a := mustOpen(t, dir)
	a.maxSegmentBytes = 1500
	var want []*news.Page
	for i := range 20 {
		if i == 10 { // opening again changes nothing
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			a = mustOpen(t, dir)
			a.maxSegmentBytes = 1500
		}
		p := &news.Page{URL: fmt.Sprintf("https://a.vn/%d", i), Body: []byte("x")}
		appendAll(t, a, []*news.Page{p})
		want = append(want, p)
	}

	if a.End().Segment < 4 {
		t.Errorf("only %d segments", a.End().Segment)
	}
	if diff := diffPages(want, mustPages(t, a.Pages(news.Position{}))); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if diff := diffPages(want[13:], mustPages(t, a.Pages(want[12].End))); diff != "" {
		t.Errorf("pages behind the 13th (-want +got):\n%s", diff)
	}
}

func TestArchiveRefusesURLsThatWouldBreakARecord(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	_, err := a.Append(&news.Page{URL: "https://a.vn/\r\nWARC-Type: x"})
	if err == nil {
		t.Error("no error")
	}
}

// TestTornTail cuts the last record short at every byte, as a killed process does, then goes on writing.
func TestTornTail(t *testing.T) {
	whole := t.TempDir()
	a := mustOpen(t, whole)
	pages := pagesOfEveryKind()[:3]
	appendAll(t, a, pages)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(a.path(1))
	if err != nil {
		t.Fatal(err)
	}

	kept := pages[1].End
	zeros := make([]byte, len(data)-int(kept.Offset))
	for cut := kept.Offset; cut < int64(len(data)); cut++ {
		for name, tail := range map[string][]byte{
			"short":           data[:cut],
			"filled by zeros": append(data[:cut:cut], zeros[:int64(len(data))-cut]...),
		} {
			if bytes.Equal(tail, data) {
				continue // the last byte is a zero
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, segmentName(1)), tail, 0o600); err != nil {
				t.Fatal(err)
			}
			a := mustOpen(t, dir)
			if a.End() != kept {
				t.Fatalf("%s at %d: End() = %+v, want %+v", name, cut, a.End(), kept)
			}
			if diff := diffPages(pages[:2], mustPages(t, a.Pages(news.Position{}))); diff != "" {
				t.Fatalf("%s at %d: pages (-want +got):\n%s", name, cut, diff)
			}
			if cut%16 != 0 {
				continue
			}
			appendAll(t, a, pages[2:])
			if diff := diffPages(pages, mustPages(t, mustOpen(t, dir).Pages(news.Position{}))); diff != "" {
				t.Fatalf("%s at %d: pages after Append (-want +got):\n%s", name, cut, diff)
			}
		}
	}
}

func TestTornFirstRecord(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, segmentName(1)), []byte{0x1f, 0x8b}, 0o600); err != nil {
		t.Fatal(err)
	}
	a := mustOpen(t, dir)
	pages := pagesOfEveryKind()
	appendAll(t, a, pages)
	if diff := diffPages(pages, mustPages(t, mustOpen(t, dir).Pages(news.Position{}))); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// TestDamage flips every byte of the record in the middle: it is lost and reported, its neighbours are not.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	a := mustOpen(t, dir)
	pages := pagesOfEveryKind()[:3]
	appendAll(t, a, pages)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(a.path(1))
	if err != nil {
		t.Fatal(err)
	}

	for at := pages[0].End.Offset; at < pages[1].End.Offset; at++ {
		data[at] ^= 0x55
		if err := os.WriteFile(a.path(1), data, 0o600); err != nil {
			t.Fatal(err)
		}
		data[at] ^= 0x55

		a := mustOpen(t, dir)
		if a.End() != pages[2].End {
			t.Fatalf("byte %d: End() = %+v, want %+v", at, a.End(), pages[2].End)
		}
		var got []*news.Page
		var errs []string
		for p, err := range a.Pages(news.Position{}) {
			if err != nil {
				errs = append(errs, err.Error())
				continue
			}
			got = append(got, p)
		}
		if diff := diffPages([]*news.Page{pages[0], pages[2]}, got); diff != "" {
			t.Fatalf("byte %d: pages (-want +got):\n%s", at, diff)
		}
		where := fmt.Sprintf("000001.warc.gz#%d: ", pages[0].End.Offset)
		if len(errs) != 1 || !strings.Contains(errs[0], where) {
			t.Fatalf("byte %d: errors %q, want one with %q", at, errs, where)
		}
	}
}

// A body that holds records must not smuggle them in, even when its own record is torn.
func TestRecordsInsideABody(t *testing.T) {
	inner := mustOpen(t, t.TempDir())
	appendAll(t, inner, []*news.Page{{URL: "https://evil.vn/", Body: []byte("x")},
		{URL: "https://evil.vn/2"}})
	if err := inner.Close(); err != nil {
		t.Fatal(err)
	}
	smuggled, err := os.ReadFile(inner.path(1))
	if err != nil {
		t.Fatal(err)
	}

	dir := t.TempDir()
	a := mustOpen(t, dir)
	pages := []*news.Page{{URL: "https://a.vn/1", Body: []byte("1")}, {URL: "https://a.vn/2", Body: smuggled}}
	appendAll(t, a, pages)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for cut := pages[1].End.Offset - 1; cut > pages[0].End.Offset; cut-- {
		if err := os.Truncate(a.path(1), cut); err != nil {
			t.Fatal(err)
		}
		a := mustOpen(t, dir)
		if got := mustPages(t, a.Pages(news.Position{})); len(got) != 1 || a.End() != pages[0].End {
			t.Fatalf("cut at %d: %d pages, end %+v", cut, len(got), a.End())
		}
	}
}

func TestReadersSeeWhatWasThereWhenTheyBegan(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	appendAll(t, a, pagesOfEveryKind())
	n := 0
	for p, err := range a.Pages(news.Position{}) {
		if err != nil {
			t.Fatal(err)
		}
		appendAll(t, a, []*news.Page{p})
		n++
	}
	if n != len(pagesOfEveryKind()) {
		t.Errorf("%d pages", n)
	}
}

func TestForeignFilesInTheFolderAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"notes.txt", "1.warc.gz", "000009.warc.gz.bak"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := mustOpen(t, dir)
	if a.End() != (news.Position{}) {
		t.Errorf("End() = %+v", a.End())
	}
}

func TestOpeningChangesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	a := mustOpen(t, dir)
	if got := mustPages(t, a.Pages(news.Position{})); got != nil {
		t.Errorf("%d pages", len(got))
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}

func mustOpen(t testing.TB, dir string) *Archive {
	t.Helper()
	a, err := OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// appendAll appends the pages and sets their End.
func appendAll(t testing.TB, a *Archive, pages []*news.Page) {
	t.Helper()
	for _, p := range pages {
		end, err := a.Append(p)
		if err != nil {
			t.Fatal(err)
		}
		p.End = end
	}
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
}

func mustPages(t testing.TB, pages iter.Seq2[*news.Page, error]) []*news.Page {
	t.Helper()
	var all []*news.Page
	for p, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func FuzzArchive(f *testing.F) {
	f.Add("https://a.vn/", "", "b.html", 200, "Content-Type", "text/html", []byte("<p>"), int64(0), "key")
	chunked := []byte("5\r\nhello\r\n0\r\n\r\n")
	f.Add("", "x\r\ny", "a\nb", 0, "Transfer-Encoding", "chunked", chunked, int64(1e18), "")
	f.Add("https://a.vn/", "", "", 999, "content-encoding", "gzip", []byte{0x1f, 0x8b, 8}, int64(5), "")
	f.Fuzz(func(t *testing.T, url, final, file string, status int, name, value string, body []byte, at int64,
		key string) {
		if status != 0 && (status < 100 || status > 999) {
			return
		}
		var e encoder
		p := &news.Page{
			URL: url, FinalURL: final, File: file, Status: status, Body: body, Newspaper: key,
			Header:  textproto.MIMEHeader{name: {value}},
			Fetched: time.Unix(0, at), Archived: time.Unix(0, at),
		}
		if _, err := e.page(p); err != nil {
			return
		}
		rec, err := NewReader(bytes.NewReader(e.members.Bytes()), "f.gz").next()
		if err != nil {
			t.Fatal(err)
		}
		got, err := rec.page()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Body, body) || got.File != file || got.Status != status ||
			!got.Fetched.Equal(p.Fetched) {
			t.Errorf("got %+v, want %+v", got, p)
		}
		if strings.HasPrefix(url, "http") && got.URL != url {
			t.Errorf("URL %q, want %q", got.URL, url)
		}
	})
}

func article(i int) *news.Page {
	var b strings.Builder
	fmt.Fprintf(&b, `{"url":"https://news.invalid/%d","title":"Hội nghị số %d","blocks":[`, i, i)
	words := strings.Fields("Chiều ngày hội nghị sơ kết công tác xây dựng Đảng tỉnh Lạng Sơn khai mạc " +
		"với sự tham " +
		"dự của đại diện các sở ngành huyện thành phố lãnh đạo phát biểu nhấn mạnh nhiệm vụ trọng tâm " +
		"sáu tháng cuối " +
		"năm phát triển kinh tế cửa khẩu")
	seed := uint32(i)
	for b.Len() < 3000 {
		seed = seed*1664525 + 1013904223
		b.WriteString(words[seed>>16%uint32(len(words))])
		b.WriteByte(' ')
	}
	b.WriteString(`"]}`)
	return &news.Page{
		URL: fmt.Sprintf("https://news.invalid/%d", i), File: "news.jsonl.gz",
		Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}}, Body: []byte(b.String()),
	}
}

func BenchmarkAppend(b *testing.B) {
	a := mustOpen(b, b.TempDir())
	p := article(1)
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Append(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPages(b *testing.B) {
	a := mustOpen(b, b.TempDir())
	bytesRead := 0
	for i := range 1000 {
		p := article(i)
		bytesRead += len(p.Body)
		appendAll(b, a, []*news.Page{p})
	}
	b.SetBytes(int64(bytesRead))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range a.Pages(news.Position{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 1000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(1000*b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	a := mustOpen(b, dir)
	p := article(1)
	for range 10000 {
		if _, err := a.Append(p); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := OpenArchive(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10000*b.N)/b.Elapsed().Seconds(), "records/s")
}

// The date of a page's record stays with it: also from one archive to the next, and if nobody knows when the
// page was fetched.
func TestPageHasTheDateOfItsRecord(t *testing.T) {
	fetched := time.Date(2020, 2, 3, 4, 5, 6, 7000, time.UTC)
	pages := []*news.Page{
		{URL: "https://a.vn/1", Status: 200, Body: []byte("<p>1"), Fetched: fetched},
		{File: "2.html", Body: []byte("<p>2")},
	}
	before := time.Now()
	var dates []time.Time
	for round := range 2 {
		a, err := OpenArchive(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			if _, err := a.Append(p); err != nil {
				t.Fatal(err)
			}
		}
		pages = nil
		for p, err := range a.Pages(news.Position{}) {
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, p)
			dates = append(dates, p.Archived)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if len(dates) != 2*(round+1) {
			t.Fatalf("dates %v", dates)
		}
	}
	if !dates[0].Equal(fetched) || dates[1].Before(before) || !pages[1].Fetched.IsZero() {
		t.Errorf("the dates of the records are %v, want %v and now", dates[:2], fetched)
	}
	if !dates[2].Equal(dates[0]) || !dates[3].Equal(dates[1]) {
		t.Errorf("in the next archive they are %v, want the same as %v", dates[2:], dates[:2])
	}
}
