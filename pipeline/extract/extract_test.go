package extract

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/viet"
)

func htmlPage(body string) *news.Page {
	return &news.Page{
		Header: textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(body),
	}
}

// goldenBodies returns the HTML of the golden pages.
func goldenBodies(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(goldenDir, "*", "*.txtar"))
	var bodies []string
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if page := fileOf(archive, "page.html"); page != nil {
			bodies = append(bodies, string(page))
		}
	}
	return bodies
}

const overridden = `
[baola]
name = "Báo Lạ"
province = "Lạ"
hosts = ["baola.example"]
family = "hex7"
[baola.selectors]
body = ".chu"
byline = ".ky"
drop = ".xen"
`

func TestSelectorsOfTheCatalogueOverrideTheFamily(t *testing.T) {
	c, err := newspaper.Parse([]byte(overridden), "test")
	if err != nil {
		t.Fatal(err)
	}
	x, err := Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	p := htmlPage(`<h1>Bản xa có điện</h1><div class="chu"><p>` + longText +
		`</p><p class="xen">` + longText + `</p></div>
		<div class="td-post-content"><p>` + longText + longText + `</p></div><b class="ky">Mai Linh</b>`)

	a, err := x.Extract(p)
	if err != nil || a.Evidence.Body != "hex7" {
		t.Errorf("of another newspaper: body %q, error %v, want hex7", a.Evidence.Body, err)
	}
	p.URL = "https://baola.example/ban-xa-1a2b3c4/"
	a, err = x.Extract(p)
	if err != nil || a.Evidence.Body != "baola" || len(a.Blocks) != 1 || a.Byline != "Mai Linh" {
		t.Errorf("article = %+v, error %v, want one block by Mai Linh, read by baola's selectors", a, err)
	}
	p.Body = []byte(strings.ReplaceAll(string(p.Body), "chu", "khac"))
	a, err = x.Extract(p)
	want := []news.Warning{{Kind: news.WarningSelectors, Detail: "baola"}}
	if err != nil || !slices.Equal(a.Warnings, want) {
		t.Errorf("warnings = %q, error %v, want one that names baola", a.Warnings, err)
	}
}

func TestCompileNamesNewspaperAndSelector(t *testing.T) {
	c, err := newspaper.Parse([]byte(strings.ReplaceAll(overridden, ".chu", ".chu[")), "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Compile(c); err == nil || !strings.Contains(err.Error(), `baola: selector ".chu["`) {
		t.Errorf("Compile = %v", err)
	}
}

func TestHeadlineWithoutEndTag(t *testing.T) {
	const title = "Bản xa có điện"
	text := longText + longText
	more := strings.Repeat("Câu này nói khác. ", 20)
	tests := []struct{ name, body string }{
		{"before paragraphs", "<h1>" + title + "<p>" + text + "<p>" + more},
		{"before line breaks", "<h1>" + title + "<br>" + text + "<br>" + more},
		{"before nothing that speaks for it", "<h2>" + title + "<p>" + text + "<p>" + more},
		{"over a line break", "<h1>Bản xa<br>có điện<p>" + text + "<p>" + more},
		{"in a block", "<h1><div>" + title + "</div><div>" + text + "</div><div>" + more},
		{"before a family's container", "<h1>" + title + "<div class=entry-content><p>" + text},
		{"in a family's container", "<div class=entry-content><h1>" + title + "<p>" + text + "<p>" + more},
	}
	x := New(nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := x.Extract(htmlPage(tt.body))
			if err != nil || a.Title != title {
				t.Fatalf("article %+v, error %v, want the title %q", a, err, title)
			}
			if got, most := letters(a), lettersOf(t, tt.body); got > most || got < most/2 {
				t.Errorf("%d letters of text out of %d: %+v", got, most, a)
			}
		})
	}
}

// Lines that turn out to be of a form are dropped again, and those before a headline among them with them.
func TestHeadlineInAForm(t *testing.T) {
	lines := strings.Repeat("<p>Góp ý của bạn</p>", 6)
	form := "<form>" + lines + "<h1>Bản xa có điện</h1><input type=text></form>"
	const text = "Nước từ hồ chứa đã về đến cánh đồng Bản Luông, đủ tưới cho hơn tám trăm héc-ta lúa. "
	x := New(nil)
	p := htmlPage("<div class=entry-content>" + form + "<p>" + text + text + "</div>")
	a, err := x.Extract(p)
	if err != nil || a.Title != "Bản xa có điện" || len(a.Blocks) != 1 {
		t.Errorf("article = %+v, error %v, want one block under the headline", a, err)
	}
}

func FuzzExtract(f *testing.F) {
	for _, body := range goldenBodies(f) {
		f.Add(body)
	}
	for _, build := range hostile {
		f.Add(build(200))
	}
	x := New(newspaper.Default())
	f.Fuzz(func(t *testing.T, body string) {
		a, err := x.Extract(htmlPage(body))
		b, err2 := x.Extract(htmlPage(body))
		if (err == nil) != (err2 == nil) {
			t.Fatalf("not deterministic: %v, then %v", err, err2)
		}
		if err != nil {
			return
		}
		one, _ := json.Marshal(a)
		two, _ := json.Marshal(b)
		if string(one) != string(two) {
			t.Fatalf("not deterministic:\n%s\n%s", one, two)
		}
		if got, most := letters(a), lettersOf(t, body); got > most {
			t.Errorf("%d letters of text out of %d", got, most)
		}
	})
}

// letters counts the code points of what an article prints. No text of a page is printed twice.
func letters(a *news.Article) int {
	printed := []string{a.Title, a.Sapo, a.Dateline, a.Byline}
	for _, b := range a.Blocks {
		printed = append(printed, b.Text, b.Credit)
	}
	return utf8.RuneCountInString(strings.Join(printed, ""))
}

// lettersOf counts the code points of a page in NFC, which may have more of them, as of U+1D160, and more
// bytes.
func lettersOf(t *testing.T, body string) int {
	t.Helper()
	text, _, err := charset.Decode([]byte(body), htmlPage("").ContentType())
	if err != nil {
		t.Fatal(err)
	}
	return utf8.RuneCountInString(viet.Normalize(string(text)))
}

// BenchmarkExtract measures whole pages beside html.Parse, which is what reading a page costs at least. The
// pages are the golden ones, or those of the folder BAOTINH_BENCH_DIR.
func BenchmarkExtract(b *testing.B) {
	bodies := benchBodies(b)
	size := 0
	for _, body := range bodies {
		size += len(body)
	}
	b.Run("html.Parse", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, body := range bodies {
				_, _ = html.Parse(strings.NewReader(body)) // one page is nested too deeply for it
			}
		}
	})
	b.Run("Extract", func(b *testing.B) {
		x := New(newspaper.Default())
		pages := make([]*news.Page, len(bodies))
		for i, body := range bodies {
			pages[i] = htmlPage(body)
		}
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, p := range pages {
				_, _ = x.Extract(p)
			}
		}
	})
}

func benchBodies(b *testing.B) []string {
	dir := os.Getenv("BAOTINH_BENCH_DIR")
	if dir == "" {
		return goldenBodies(b)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.htm*"))
	var bodies []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		bodies = append(bodies, string(data))
	}
	if len(bodies) == 0 {
		b.Fatalf("no pages in %s", dir)
	}
	return bodies
}

// BenchmarkHostile shows that the time grows with the size, not with its square: the speed stays.
func BenchmarkHostile(b *testing.B) {
	x := New(nil)
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		for _, kib := range [...]int{512, 2048, 8192} {
			page := htmlPage(hostile[name](kib << 10))
			b.Run(fmt.Sprintf("%s/%dKiB", name, kib), func(b *testing.B) {
				b.SetBytes(int64(len(page.Body)))
				b.ReportAllocs()
				for b.Loop() {
					_, _ = x.Extract(page)
				}
			})
		}
	}
}
