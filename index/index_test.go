package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/index/query"
	"baotinh/pipeline/news"
)

func article(n int, title string, paragraphs ...string) *news.Article {
	url := fmt.Sprintf("https://baolangson.vn/%d.html", n)
	a := &news.Article{
		ID: news.NewID(url), URL: url, Title: title, Newspaper: "Báo Lạng Sơn", Province: "Lạng Sơn",
	}
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p})
	}
	return a
}

func onDay(s string) news.Date {
	t, err := time.ParseInLocation(time.DateOnly, s, news.Vietnam)
	if err != nil {
		panic(err)
	}
	return news.Date{Time: t, Precision: news.Day, Evidence: news.EvidenceMeta}
}

func openTest(t testing.TB, dir string) *Index {
	t.Helper()
	ix, err := OpenOrCreate(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// testIndex returns an index with articles on disk.
func testIndex(t testing.TB, articles ...*news.Article) *Index {
	t.Helper()
	ix := openTest(t, filepath.Join(t.TempDir(), "index"))
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	put(t, ix, articles...)
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

func put(t testing.TB, ix *Index, articles ...*news.Article) {
	t.Helper()
	for _, a := range articles {
		if err := ix.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// find answers a request in the mode of a search box.
func find(t testing.TB, ix *Index, r Request) *Result {
	t.Helper()
	if r.Mode == Strict {
		r.Mode = Relaxed
	}
	result, err := ix.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search(%q): %v", r.Query, err)
	}
	return result
}

func titles(r *Result) []string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.Title)
	}
	return all
}

func count(t testing.TB, ix *Index) int {
	t.Helper()
	n, err := ix.Count()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestArticlesComeBackWhole(t *testing.T) {
	a := article(1, "Mưa lớn ở Tràng Định", "Nước sông Kỳ Cùng lên nhanh.")
	a.Sapo, a.Dateline, a.Byline, a.Source = "Sáng 27/7, mưa lớn.", "LSO", "MAI LINH", "TTXVN"
	a.Authors, a.Tags, a.Section = []string{"Mai Linh", "Anh Dũng"}, []string{"mưa lũ"}, "Thời sự"
	a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: "Toàn cảnh.", Credit: "Đức Anh"})
	a.Published, a.Evidence = onDay("2022-07-27"), news.Evidence{Title: "json-ld"}
	ix := testIndex(t, a)

	var got []*news.Article
	for a, err := range ix.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if diff := cmp.Diff([]*news.Article{a}, got); diff != "" {
		t.Errorf("Articles: -want +got\n%s", diff)
	}
	one, err := ix.Get(t.Context(), a.ID)
	if diff := cmp.Diff(a, one); err != nil || diff != "" {
		t.Errorf("Get: %v, -want +got\n%s", err, diff)
	}
	if _, err := ix.Get(t.Context(), "0"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of an unknown ID: %v, want ErrNotFound", err)
	}
}

func TestPutReplaces(t *testing.T) {
	ix := testIndex(t, article(1, "Mưa lớn"), article(2, "Lũ quét"))
	put(t, ix, article(1, "Hạn hán"), article(1, "Nắng nóng"))
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, ix); n != 2 {
		t.Errorf("%d articles, want 2", n)
	}
	got := titles(find(t, ix, Request{}))
	if !slices.Contains(got, "Nắng nóng") || slices.Contains(got, "Mưa lớn") {
		t.Errorf("articles %q, want the last version of each", got)
	}
	if r := find(t, ix, Request{Query: `"mưa lớn"`}); r.Total != 0 {
		t.Errorf("the old version is still found: %q", titles(r))
	}
}

func TestSearchBesideAWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)
	defer writer.Close()
	for n := range 5 {
		put(t, writer, article(n, fmt.Sprintf("Mưa %d", n)))
		if err := writer.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		reader, err := Open(dir, Options{LockTimeout: 10 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		put(t, writer, article(100+n, "Mưa sau"))
		if err := writer.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := find(t, reader, Request{Query: "mưa"}); r.Total != 2*n+1 {
			t.Errorf("a reader finds %d articles, want the %d of the moment it was opened", r.Total, 2*n+1)
		}
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".baotinh-reader-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("readers left %q, %v", left, err)
	}
}

func TestReaderCannotWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if err := openTest(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for name, err := range map[string]error{
		"Put": ix.Put(t.Context(), article(1, "")), "Flush": ix.Flush(t.Context()),
		"Checkpoint": ix.Checkpoint(t.Context(), news.Position{}),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v, want ErrReadOnly", name, err)
		}
	}
}

func TestCancelledContext(t *testing.T) {
	ix := testIndex(t, article(1, "Mưa lớn"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Search(ctx, Request{Query: "mưa"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search: %v, want context.Canceled", err)
	}
	if err := ix.Put(ctx, article(2, "")); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v, want context.Canceled", err)
	}
}

func TestSearchFindsEverySpelling(t *testing.T) {
	const want = "Tỉnh uỷ họp về chuyển đổi số"
	ix := testIndex(t,
		article(1, want, "Hội nghị bàn việc hiện đại hoá nông thôn của H’Mông theo Nghị quyết số 27-NQ/TW."),
		article(2, "Mưa lớn ở Tràng Định", "Nước sông Kỳ Cùng lên nhanh."),
	)
	for _, tt := range []struct{ name, query string }{
		{"the other tone placement", "tỉnh ủy"},
		{"capitals", "TỈNH UỶ"},
		{"without marks", "tinh uy"},
		{"with some marks", "tỉnh uy"},
		{"other form of Unicode", "tỉnh uỷ"},
		{"phrase in the other tone placement", `"hiện đại hóa"`},
		{"phrase without marks", `"hien dai hoa"`},
		{"document number", "27-nq/tw"},
		{"document number in parts", "27 nq tw"},
		{"another apostrophe", "H'Mông"},
		{"Telex keys", "chuyeern ddooir soos"},
		{"VNI keys", "chuye63n d9o6i3"},
		{"a slip of the fingers", "chuyển đôỉ sô tinh ủuy họp"},
		{"prefix", "chuy* uỷ"},
		{"title", "title:uỷ"},
		{"a headline with one word that is not there", "Tỉnh uỷ Lạng Sơn họp bàn về chuyển đổi số quốc gia"},
	} {
		if got := titles(find(t, ix, Request{Query: tt.query})); len(got) == 0 || got[0] != want {
			t.Errorf("%s: Search(%q) = %q, want %q", tt.name, tt.query, got, want)
		}
	}
}

func TestMarksThatWereTypedComeFirst(t *testing.T) {
	var articles []*news.Article
	for n := range 12 {
		articles = append(articles,
			article(2*n, fmt.Sprintf("Đường %d", n), "Con đường mới."),
			article(2*n+1, fmt.Sprintf("Dương %d", n), "Cây dương xỉ mọc trên cây dương, dương và dương."))
	}
	ix := testIndex(t, articles...)
	for _, h := range find(t, ix, Request{Query: "đường"}).Hits {
		if !strings.HasPrefix(h.Title, "Đường") {
			t.Errorf("đường finds %q on the first page", h.Title)
		}
	}
	if r := find(t, ix, Request{Query: "duong"}); r.Total != 24 {
		t.Errorf("duong finds %d articles, want 24", r.Total)
	}
}

func TestAbbreviationsBothWays(t *testing.T) {
	ix := testIndex(t,
		article(1, "UBND tỉnh họp"), article(2, "Ủy ban nhân dân tỉnh họp"),
		article(3, "Nhân dân một ủy ban"))
	for _, q := range []string{"UBND tỉnh", "ủy ban nhân dân tỉnh"} {
		got := titles(find(t, ix, Request{Query: q}))
		if len(got) < 2 || slices.Contains(got[:2], "Nhân dân một ủy ban") {
			t.Errorf("Search(%q) = %q, want UBND and its long form first", q, got)
		}
	}
}

func TestQueryLanguage(t *testing.T) {
	a := article(1, "Lũ quét ở Tràng Định", "Mưa to. Nước sông lên nhanh.")
	a.Published, a.Authors, a.Section = onDay("2022-07-27"), []string{"Mai Linh"}, "Thời sự"
	b := article(2, "Bóng đá", "Trận đấu hoãn vì mưa lớn ở sân.")
	b.Published, b.Authors, b.Section = onDay("2023-01-02"), []string{"Anh Dũng", "Mai Lan"}, "Thể thao"
	c := article(3, "Bắc Giang bội thu vải", "Vải chín sớm.")
	c.URL, c.Province, c.Newspaper = "https://www.baobacninh.vn/3.html", "Bắc Ninh", "Báo Bắc Ninh"
	ix := testIndex(t, a, b, c)

	for _, tt := range []struct{ name, query, want string }{
		{"one of", "mưa (lũ OR vải)", "1"},
		{"one of at the top", "lũ OR vải", "1 3"},
		{"without", "mưa -bóng", "1"},
		{"without a phrase", `mưa -"mưa lớn"`, "1"},
		{"phrase", `"mưa lớn"`, "2"},
		{"phrase over a full stop", `"to nước"`, "1"},
		{"author", `author:"mai linh"`, "1"},
		{"author without marks, second of two", `tác giả:"mai lan"`, "2"},
		{"section", `mục:"thể thao"`, "2"},
		{"newspaper", `báo:"bắc ninh"`, "3"},
		{"site", "site:baobacninh.vn", "3"},
		{"province", `tỉnh:"lạng sơn"`, "1 2"},
		{"province before 2025", `province:"Bắc Giang"`, "3"},
		{"from a day", "từ:2022-07-28", "2"},
		{"until a day", "đến:27/7/2022", "1"},
		{"before a day", "before:27/7/2022", ""},
		{"year", "năm:2023", "2"},
		{"only without", "-mưa", "3"},
		{"title", "title:(lũ quét)", "1"},
		{"everything", "", "1 2 3"},
	} {
		r := find(t, ix, Request{Query: tt.query})
		var got []string
		for _, h := range r.Hits {
			got = append(got, strings.TrimSuffix(h.URL[strings.LastIndexByte(h.URL, '/')+1:], ".html"))
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != tt.want || r.Total != len(got) {
			t.Errorf("%s: Search(%q) = %s of %d, want %s", tt.name, tt.query, s, r.Total, tt.want)
		}
	}

	if _, err := ix.Search(t.Context(), Request{Query: "after:abc"}); err == nil {
		t.Error("a bad date is no error")
	} else if _, ok := errors.AsType[*query.SyntaxError](err); !ok {
		t.Errorf("a bad date: %v, want a *query.SyntaxError", err)
	}
	if r := find(t, ix, Request{Query: "mưa", Filter: `mục:"thể thao"`}); r.Total != 1 {
		t.Errorf("with a filter %d hits, want 1", r.Total)
	}
}

func TestSortFacetsHistogramAndPages(t *testing.T) {
	var articles []*news.Article
	for n := range 30 {
		a := article(n, fmt.Sprintf("Mưa %02d", n))
		if n > 0 {
			a.Published = onDay(fmt.Sprintf("2022-%02d-%02d", n%3+1, n%28+1))
		}
		a.Section = [...]string{"Thời sự", "Đời sống", ""}[n%3]
		articles = append(articles, a)
	}
	ix := testIndex(t, articles...)

	r := find(t, ix, Request{
		Query: "mưa", Sort: Newest, Limit: 7, Facets: []string{"section"}, Histogram: ByMonth,
	})
	if r.Total != 30 || len(r.Hits) != 7 {
		t.Errorf("%d hits of %d, want 7 of 30", len(r.Hits), r.Total)
	}
	sections := Facet{
		Values: []Count{{Value: "Thời sự", Count: 10}, {Value: "Đời sống", Count: 10}}, Missing: 10,
	}
	if diff := cmp.Diff(sections, r.Facets["section"]); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
	months := &Histogram{Missing: 1, Values: []Count{
		{Value: "2022-01", Count: 9}, {Value: "2022-02", Count: 10}, {Value: "2022-03", Count: 10},
	}}
	if diff := cmp.Diff(months, r.Histogram); diff != "" {
		t.Errorf("histogram: -want +got\n%s", diff)
	}

	for _, by := range []Sort{Newest, Oldest, Relevance} {
		whole := titles(find(t, ix, Request{Query: "mưa", Sort: by, Limit: 30}))
		var pages []string
		for from := 0; from < 30; from += 7 {
			page := find(t, ix, Request{Query: "mưa", Sort: by, From: from, Limit: 7})
			pages = append(pages, titles(page)...)
		}
		if !slices.Equal(pages, whole) {
			t.Errorf("%s: pages %q, whole %q", by, pages, whole)
		}
		if by != Relevance && whole[29] != "Mưa 00" {
			t.Errorf("%s: the article without a date is not the last", by)
		}
	}
	if _, err := ix.Search(t.Context(), Request{Facets: []string{"colour"}}); err == nil {
		t.Error("an unknown facet is no error")
	}
}

func TestSnippet(t *testing.T) {
	ix := testIndex(t, article(1, "Họp",
		"Sáng nay trời mưa. Tỉnh uỷ Lạng Sơn bàn việc <hiện đại hoá> nông thôn. Hết.", "Đoạn sau."))
	for _, tt := range []struct{ query, want string }{
		{"tinh uy lang son", "<mark>Tỉnh uỷ Lạng Sơn</mark> bàn việc &lt;hiện đại hoá&gt; nông thôn."},
		{"hiện đại hóa", "Tỉnh uỷ Lạng Sơn bàn việc &lt;<mark>hiện đại hoá</mark>&gt; nông thôn."},
		{"mưa", "Sáng nay trời <mark>mưa</mark>."},
	} {
		h := find(t, ix, Request{Query: tt.query, SnippetLength: 70}).Hits
		if len(h) != 1 || h[0].Snippet != tt.want {
			t.Errorf("Search(%q): snippet %q, want %q", tt.query, h[0].Snippet, tt.want)
		}
	}
}

func BenchmarkPut(b *testing.B) {
	ix := testIndex(b)
	text := strings.Repeat("Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết. ", 40)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		put(b, ix, article(n, "Hội nghị sơ kết", text))
		n++
	}
	if err := ix.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
}

func ExampleIndex_Search() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ix, err := OpenOrCreate(filepath.Join(dir, "index"), Options{})
	if err != nil {
		panic(err)
	}
	defer ix.Close()

	ctx := context.Background()
	meeting := article(1, "Tỉnh uỷ họp", "Hội nghị sơ kết.")
	if err := errors.Join(ix.Put(ctx, meeting), ix.Flush(ctx)); err != nil {
		panic(err)
	}
	r, err := ix.Search(ctx, Request{Query: "tinh uy"})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Total, r.Hits[0].Title)
	// Output: 1 Tỉnh uỷ họp
}
