package parts_test

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/parts"
)

const splitAddress = "https://baomau.example/phong-su/chuyen-nguoi-giu-rung-dau-nguon-123456"

// A pagerForm is how a newspaper leads from one part of an article to the others.
type pagerForm struct {
	name    string
	address func(n int) string                  // of part n
	pager   func(f *pagerForm, n, k int) string // under the text of part n of k
	head    func(f *pagerForm, n, k int) string // in the head
	repeats bool                                // each part has the lede and the first picture again
}

func query(name string) func(int) string {
	return func(n int) string {
		if n == 1 {
			return splitAddress + ".html"
		}
		return fmt.Sprintf("%s.html?%s=%d", splitAddress, name, n)
	}
}

func suffix(before, after string) func(int) string {
	return func(n int) string {
		if n == 1 {
			return splitAddress + after
		}
		return fmt.Sprintf("%s%s%d%s", splitAddress, before, n, after)
	}
}

// numbers is the row of all numbers, that of the page itself in bold.
func numbers(f *pagerForm, n, k int) string {
	var b strings.Builder
	b.WriteString(`<div class="phan-trang">Trang: `)
	for i := 1; i <= k; i++ {
		if i == n {
			fmt.Fprintf(&b, "<b>%d</b> ", i)
			continue
		}
		fmt.Fprintf(&b, `<a href="%s">%d</a> `, html.EscapeString(f.address(i)), i)
	}
	return b.String() + "</div>"
}

// steps leads to the pages before and behind.
func steps(f *pagerForm, n, k int) string {
	s := ""
	if n > 1 {
		s += fmt.Sprintf(`<a href="%s">« Trang trước</a> `, html.EscapeString(f.address(n-1)))
	}
	if n < k {
		s += fmt.Sprintf(`<a href="%s">Trang sau »</a>`, html.EscapeString(f.address(n+1)))
	}
	return "<p>" + s + "</p>"
}

// readOn leads to the page behind by a line under the text.
func readOn(f *pagerForm, n, k int) string {
	if n == k {
		return fmt.Sprintf(`<p><a href="%s">Trở lại trang trước</a></p>`, html.EscapeString(f.address(n-1)))
	}
	const line = `<p><i><a href="%s">Xem tiếp trang %d</a></i></p>`
	return fmt.Sprintf(line, html.EscapeString(f.address(n+1)), n+1)
}

func headLinks(f *pagerForm, n, k int) string {
	s := fmt.Sprintf(`<link rel="canonical" href="%s">`, f.address(1))
	if n > 1 {
		s += fmt.Sprintf(`<link rel="prev" href="%s">`, html.EscapeString(f.address(n-1)))
	}
	if n < k {
		s += fmt.Sprintf(`<link rel="next" href="%s">`, html.EscapeString(f.address(n+1)))
	}
	return s
}

func nothing(*pagerForm, int, int) string { return "" }

var pagerForms = []pagerForm{
	{name: "?page=2, numbers", address: query("page"), pager: numbers, head: nothing},
	{name: "?trang=2, steps, repeated lede", address: query("trang"), pager: steps, head: nothing,
		repeats: true},
	{name: "?p=2, numbers, repeated lede", address: query("p"), pager: numbers, head: nothing, repeats: true},
	{name: "-p2.html, read on", address: suffix("-p", ".html"), pager: readOn, head: headLinks},
	{name: "/trang-2, numbers", address: suffix("/trang-", ""), pager: numbers, head: nothing, repeats: true},
	{name: "-trang-2.html, links in the head", address: suffix("-trang-", ".html"), pager: nothing,
		head: headLinks},
	{name: "?page=2, no pager, canonical", address: query("page"), pager: nothing,
		head: func(f *pagerForm, n, k int) string {
			return fmt.Sprintf(`<link rel="canonical" href="%s">`, f.address(1))
		}},
}

// pageOfPart prints some blocks of an article as part n of k.
func pageOfPart(f *pagerForm, a *news.Article, blocks []news.Block, n, k int) *news.Page {
	var b strings.Builder
	title := html.EscapeString(a.Title)
	pager, head := "", ""
	if k > 1 {
		pager, head = f.pager(f, n, k), f.head(f, n, k)
	}
	fmt.Fprintf(&b, "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8>"+
		"<title>%s | Báo Mẫu</title>%s</head><body>"+
		"<ul class=menu><li><a href=/>Trang chủ</a><li><a href=/phong-su>Phóng sự</a></ul>\n"+
		"<div class=bai><h1>%s</h1><div class=ngay>%s</div>\n", title, head, title,
		a.Published.Time.In(news.Vietnam).Format("02/01/2006 15:04"))
	if a.Sapo != "" && (n == 1 || f.repeats) {
		fmt.Fprintf(&b, "<p class=sapo><b>%s</b></p>\n", html.EscapeString(a.Sapo))
	}
	b.WriteString("<div class=noidung>")
	for _, block := range blocks {
		text := html.EscapeString(block.Text)
		switch block.Kind {
		case news.Caption:
			fmt.Fprintf(&b, "<figure><img src=a.jpg><figcaption>%s</figcaption></figure>\n", text)
		case news.Heading:
			fmt.Fprintf(&b, "<h3>%s</h3>\n", text)
		case news.Quote:
			fmt.Fprintf(&b, "<blockquote><p>%s</p></blockquote>\n", text)
		default:
			fmt.Fprintf(&b, "<p>%s</p>\n", text)
		}
	}
	if n == k && len(a.Authors) > 0 {
		fmt.Fprintf(&b, "<p style=\"text-align:right\"><b>%s</b></p>\n", html.EscapeString(a.Authors[0]))
	}
	fmt.Fprintf(&b, "</div>%s<div class=tags>Từ khóa: <a href=/tag/rung>rừng</a></div></div>\n"+
		"<div class=khac><h3>Tin khác</h3><ul>"+
		"<li><a href=/a-90345.html>Địa phương chủ động phương án bốn tại chỗ trong mùa mưa bão</a>"+
		"<li><a href=/b-90346.html>Xã vùng cao đón đợt khách đầu tiên của mùa hoa tam giác mạch</a>"+
		"</ul></div></body></html>", pager)
	return &news.Page{URL: f.address(n), Status: 200, Body: []byte(b.String())}
}

// plainArticles are those of the golden pages that can be printed and read again: with several paragraphs.
func plainArticles(t *testing.T) []*news.Article {
	t.Helper()
	files, err := filepath.Glob("../../testdata/pages/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("golden pages: %d files, error %v", len(files), err)
	}
	var all []*news.Article
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			a := new(news.Article)
			if f.Name != "article.json" || json.Unmarshal(f.Data, a) != nil {
				continue
			}
			if len(splits(a.Blocks)) >= 2 && a.Published.Precision == news.Minute {
				all = append(all, a)
			}
		}
	}
	return all
}

// splits returns where an article may be split: before a paragraph behind another.
func splits(blocks []news.Block) []int {
	const least = 90 // bytes of a paragraph that is no line
	var at []int
	for i := 1; i < len(blocks); i++ {
		a, b := blocks[i-1], blocks[i]
		if a.Kind == news.Paragraph && b.Kind == news.Paragraph &&
			len(a.Text) >= least && len(b.Text) >= least {
			at = append(at, i)
		}
	}
	return at
}

// TestSplitArticles prints articles on one page and on several, in all forms of pagers, and demands the same
// article, whatever the order in which the parts come.
func TestSplitArticles(t *testing.T) {
	x := extract.New(nil)
	tried := 0
	for i, a := range plainArticles(t) {
		for fi := range pagerForms {
			f := &pagerForms[fi]
			whole, err := x.Extract(pageOfPart(f, a, a.Blocks, 1, 1))
			if err != nil || len(splits(whole.Blocks)) != len(splits(a.Blocks)) {
				continue // this template does not print it so that it can be read
			}
			r := rand.New(rand.NewPCG(uint64(i), uint64(fi)))
			pages, ok := extractParts(t, x, f, whole, r)
			if !ok {
				continue
			}
			tried++
			want := describe(whole)
			for range 3 {
				var joined []news.Part
				for _, n := range r.Perm(len(pages)) {
					joined = parts.With(joined, parts.Of(pages[n])[0])
				}
				if got := describe(parts.Join(joined)); got != want {
					t.Errorf("%s: %q in %d parts:\n%s\nwant:\n%s",
						f.name, a.Title, len(pages), got, want)
					break
				}
			}
		}
	}
	if tried < 500 {
		t.Errorf("%d articles were split", tried)
	}
	t.Logf("%d articles were split", tried)
}

// extractParts splits an article at random and extracts the parts.
func extractParts(
	t *testing.T, x *extract.Extractor, f *pagerForm, a *news.Article, r *rand.Rand,
) ([]*news.Article, bool) {
	t.Helper()
	at := splits(a.Blocks)
	if len(at) == 0 {
		return nil, false
	}
	r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	at = at[:min(len(at), 1+r.IntN(4))]
	slices.Sort(at)
	at = append(at, len(a.Blocks))
	from, lead := 0, []news.Block(nil)
	if f.repeats && a.Blocks[0].Kind == news.Caption {
		lead = a.Blocks[:1]
	}
	var pages []*news.Article
	for i, to := range at {
		blocks := a.Blocks[from:to]
		if i > 0 {
			blocks = slices.Concat(lead, blocks)
		}
		page, err := x.Extract(pageOfPart(f, a, blocks, i+1, len(at)))
		if err != nil {
			t.Errorf("%s: %q, part %d of %d: %v", f.name, a.Title, i+1, len(at), err)
			return nil, false
		}
		if len(page.Parts) == 0 && i > 0 {
			t.Errorf("%s: %q, part %d of %d is taken for an article", f.name, a.Title, i+1, len(at))
			return nil, false
		}
		pages = append(pages, page)
		from = to
	}
	return pages, true
}

// describe prints the fields of an article that do not depend on how many pages it stands on.
func describe(a *news.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n%s\n%s\n%s\n%v %v\n%v\n",
		a.URL, a.Title, a.Sapo, a.Dateline, a.Byline, a.Authors, a.Published.Time, a.Warnings)
	for _, block := range a.Blocks {
		fmt.Fprintf(&b, "%s: %s\n", block.Kind, block.Text)
	}
	return b.String()
}
