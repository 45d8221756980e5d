package tree

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"
)

// print returns a tree as text.
func print(root *html.Node) string {
	var b strings.Builder
	depth := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		fmt.Fprintf(&b, "%d %d %d %q %q %q\n", depth, n.Type, n.DataAtom, n.Data, n.Namespace, n.Attr)
		depth++
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		depth--
	}
	walk(root)
	return b.String()
}

// check reports an error if a page is plain and its tree is not that of html.Parse. It returns whether it is
// plain.
func check(t *testing.T, page string) bool {
	t.Helper()
	got, ok := new(Parser).plain([]byte(page))
	if !ok {
		return false
	}
	want, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("plain(%q) is a tree, html.Parse: %v", page, err)
	}
	if got, want := print(got), print(want); got != want {
		t.Errorf("plain(%q) =\n%swant\n%s", page, got, want)
	}
	return true
}

// plainPages have what most pages have, and what pages in order may lack.
var plainPages = []struct{ name, page string }{
	{"nothing", ""},
	{"a page", "<!DOCTYPE html><html lang=vi><head><title>a &amp; b</title><meta charset=utf-8>\n" +
		"</head>\n<body class=x><h1>a</h1><p>b</p></body></html>\n"},
	{"capitals", "<HTML><BODY><P CLASS=a ALIGN='right'>b</P></BODY></HTML>"},
	{"an older doctype", `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x"><p>a</p>`},
	{"no head", "<body><p>a"},
	{"no body", "<title>a</title><link rel=x><p>b"},
	{"text alone", " \n a"},
	{"blanks around the head", "<html> <head> <meta> </head> <body> a"},
	{"text before the body", "<html><head></head> a"},
	{"end tags before the body", "</p><html></div><head></b></head></i><body>a"},
	{"a second head", "<head></head><head><body>"},
	{"text behind the body", "<body><p>a</p></body> b </html> c <p>d"},
	{"paragraphs without end tags", "<p>a<p>b<div><p>c</div><ul><li><p>d<li>e</ul>f"},
	{"a paragraph in which a list begins", "<p>a<span>b<ul><li>c</ul>d</p>e"},
	{"a paragraph in a button", "<p><button><p>a</button>b"},
	{"an end tag without a paragraph", "<div></p>a</div>"},
	{"a heading closed by another level", "<h2>a</h3>b"},
	{"items", "<ul><li>a<ul><li>b<li>c</ul><li><div>d<li>e</ul><dl><dt>a<dd>b<dt>c</dl>"},
	{"an item closed outside of its list", "<ul><li>a<ol></li><li>b</ol></ul>"},
	{"links and bold text", "<p><a href='/?a=1&amp;b&lt' id=x class=y>a<b>b</b></a> <i>c</i>"},
	{"end tags of nothing", "<div></b></a></ul></span></form></td></table></li></h1>a</div>"},
	{"unknown elements", "<x-a>b<y>c</x-a>d</y></div>e"},
	{"a form", "<form><p>a<input><br></form><form>b</form>"},
	{"a form in a form", "<form><form>a</form>b</form>"},
	{"a marquee", "<p><marquee><b>a</p></div><p>b</marquee>c<marquee><li><a>d<table><td>e</table></marquee>"},
	{"a rule", "<p>a<hr>b<img><embed>"},
	{"tables", "<table><tr><td><b>a<td>b<th>c<tr> <td>d</table><table><tbody><tr><td>" +
		"<table><td>e</table>f</td></tr></tbody><tfoot><tr><td></tfoot></table>g"},
	{"cells of nothing", "<tr><td>a</td><div></tr></table>b"},
	{"wrong ends in a table", "<table><tr><td>a</th></thead></tr></td></tbody></tr></table>"},
	{"a table behind a paragraph", "<!DOCTYPE html><p>a<table><td>b</table>c"},
	{"line ends and references", "<p title='a\r\nb'>a\r\nb\rc&nbsp;d&eacute e&#7841;&#13;"},
	{"a title in the body", "<body><title>a<b></title><meta><p>c"},
	{"no markup", "a < b <3 && c"},
	{"a tag cut off", "<p>a<div class='b"},
}

func TestPlainPages(t *testing.T) {
	for _, tt := range plainPages {
		t.Run(tt.name, func(t *testing.T) {
			if !check(t, tt.page) {
				t.Errorf("%q is left to html.Parse", tt.page)
			}
		})
	}
}

// oddPages need what only html.Parse knows.
var oddPages = []struct{ name, page string }{
	{"bold text over paragraphs", "<p><b>a<p>b</b>c"},
	{"misnested", "<b>a<i>b</b>c</i>"},
	{"a link in a link", "<a href=a>b<a href=c>d"},
	{"text in a table", "<table>a<tr><td>b"},
	{"an element in a table", "<table><div>a</div><tr><td>b"},
	{"a caption", "<table><caption>a</caption><tr><td>b"},
	{"a script", "<script>a</script>"},
	{"a comment", "<!-- a --><p>b"},
	{"SVG", "<svg><p>a"},
	{"a form that ends within its contents", "<form><div></form>a</div>b"},
	{"attributes of a second body", "<body><p>a<body class=b>"},
	{"metadata behind the head", "<head></head><meta><body>"},
	{"quirks", "<p>a<table><td>b"},
	{"quirks of a doctype", "<!DOCTYPE html 0><p>a<table><td>b"},
	{"a heading in a heading", "<h1>a<h2>b"},
	{"equal elements in one another", "<b><b><b><b>a</b></b></b></b>"},
	{"an attribute twice", "<p class=a class=b>"},
	{"an end tag that makes an element", "<p>a</br>b"},
	{"a title without end", "<title>a<p>b"},
	{"NUL", "<p>a\x00b"},
}

func TestOddPagesAreLeftToHTMLParse(t *testing.T) {
	for _, tt := range oddPages {
		t.Run(tt.name, func(t *testing.T) {
			if _, ok := new(Parser).plain([]byte(tt.page)); ok {
				t.Errorf("%q is taken for plain", tt.page)
			}
			want, _ := html.Parse(strings.NewReader(tt.page))
			if got, err := new(Parser).Parse([]byte(tt.page)); err != nil || print(got) != print(want) {
				t.Errorf("Parse(%q) = \n%s, error %v, want\n%s", tt.page, print(got), err, print(want))
			}
		})
	}
}

// A parser that has read other pages, larger ones and odd ones among them, reads a page as a new one does.
func TestParserForgets(t *testing.T) {
	var used Parser
	large := strings.Repeat("<p class=a id=b>c<b>d</b>", 2*mostKept)
	for _, tt := range slices.Concat(plainPages, oddPages) {
		want, err := new(Parser).Parse([]byte(tt.page))
		if err != nil {
			t.Fatal(err)
		}
		got, err := used.Parse([]byte(tt.page))
		if err != nil || print(got) != print(want) {
			t.Errorf("Parse(%q) = \n%s, error %v, want\n%s", tt.page, print(got), err, print(want))
		}
		if tt.name == "a form" {
			if _, err := used.Parse([]byte(large)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestNestedTooDeeply(t *testing.T) {
	if _, err := new(Parser).Parse(bytes.Repeat([]byte("<div>"), 600)); err == nil {
		t.Error("600 open elements are no error, as of html.Parse they are")
	}
}

// goldenPages returns the HTML of the golden pages.
func goldenPages(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob("../../../testdata/pages/*/*.txtar")
	var pages []string
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if filepath.Ext(f.Name) == ".html" {
				pages = append(pages, string(f.Data))
			}
		}
	}
	return pages
}

// The golden pages are cut at several places, so that all kinds of ends are missing.
func TestGoldenPages(t *testing.T) {
	n := 0
	for _, page := range goldenPages(t) {
		for _, part := range [...]string{page, page[:len(page)/2], page[len(page)/3:], page[len(page)/2:]} {
			if check(t, part) {
				n++
			}
		}
	}
	if n == 0 {
		t.Error("no golden page is plain")
	}
}

// Random rows of tags and texts, most of which are no pages that anybody would write.
func TestRandomPages(t *testing.T) {
	names := strings.Fields("a b i font p div span li ul ol dl dt dd h1 h2 table tbody thead tr td th form " +
		"button section address center marquee br hr img input x-y html head body title meta link")
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for range 40000 {
		var page strings.Builder
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		few := names[:5+r.IntN(len(names)-5)]
		for range 3 + r.IntN(30) {
			name := few[r.IntN(len(few))]
			switch r.IntN(5) {
			case 0:
				page.WriteString("x ")
			case 1, 2:
				fmt.Fprintf(&page, "</%s>", name)
			case 3:
				fmt.Fprintf(&page, "<%s b=c a=%d>", name, r.IntN(2))
			default:
				fmt.Fprintf(&page, "<%s>", name)
			}
		}
		if check(t, page.String()) {
			n++
		}
	}
	t.Logf("%d are plain", n)
}

func FuzzParse(f *testing.F) {
	for _, page := range goldenPages(f) {
		f.Add(page)
	}
	for _, tt := range plainPages {
		f.Add(tt.page)
	}
	for _, tt := range oddPages {
		f.Add(tt.page)
	}
	f.Fuzz(func(t *testing.T, page string) { check(t, page) })
}
