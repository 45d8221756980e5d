package extract

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestStrip(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"script and style", `a<script>if (x<y) "</p>"</script>b<style>p{}</style>c`, `abc`},
		{"upper case", `a<SCRIPT>x</SCRIPT>b`, `ab`},
		{"script in an attribute is none", `<p title="<script>">a</p>`, `<p>a</p>`},
		{"end tag of another name", `a<script>x</scripty></script>b`, `ab`},
		{"unclosed script swallows the rest", `a<script>b`, `a`},
		{"unclosed noscript does not", `a<noscript>b`, `ab`},
		{"comments", `a<!-- b -- > c -->d<!---->e<!-->f<!--g--!>h`, `adefh`},
		{"unclosed comment", `a<!-- b`, `a`},
		{"conditional comment of Word", `a<!--[if gte mso 9]><xml>x</xml><![endif]-->b<![endif]>c`, `abc`},
		{"processing instruction", `a<?xml:namespace prefix = o />b`, `ab`},
		{"prefixed tags", `a<o:p>b</o:p><st1:place w:st="on">c</st1:place>`, `abc`},
		{"underscored debris", `a<_o3a_p>b</_o3a_p>c`, `abc`},
		{"less than is text", `1 < 2 <3`, `1 < 2 <3`},
		{"doctype only at the start", `<!DOCTYPE html><p>a<!DOCTYPE html>b`, `<!DOCTYPE html><p>ab`},
		{"attributes", `<div data-x='1' class="a" onclick="f('>')" id=b>c</div>`,
			`<div class="a" id=b>c</div>`},
		{"first of two attributes", `<p class="a" class="b">c`, `<p class="a">c`},
		{"style that tells", `<p style="text-align:right">a<p style="color:red">b`,
			`<p style="text-align:right">a<p>b`},
		{"style that sounds like it", `<p style="margin-right:1px;list-style:none">a`, `<p>a`},
		{"hidden by style", `<p style="display: none">a`, `<p style="display: none">a`},
		{"attributes of an image", `<img class="a" id="b" src="c">`, `<img>`},
		{"rel that is a time", `<p rel="1620806400">a<p rel="nofollow">b`, `<p rel="1620806400">a<p>b`},
		{"meta that is read", `<meta property="OG:Title" content="a"><meta name=robots content=all>`,
			`<meta property="OG:Title" content="a">`},
		{"meta with a class", `<meta class="cms-date" content="a">`, `<meta class="cms-date" content="a">`},
		{"anchor without a target", `<a name="top">a <a href="/b">b</a>`, `a <a>b</a>`},
		{"anchor without a target but with a class", `<a class="cms-author">M</a>`, `<a class="cms-author">M</a>`},
		{"link but canonical", `<link rel="icon" href="/i"><link href="/c" rel="canonical">`,
			`<link href="/c" rel="canonical">`},
		{"end tags of nothing", `a</b></div>c</p>`, `ac</p>`},
		{"title is text", `<title>a <b> c</title>d`, `<title>a <b> c</title>d`},
		{"page ends in a tag", `a<p class="b`, `a`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(strip(nil, []byte(tt.in)).html); got != tt.want {
				t.Errorf("strip(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestStripKeepsMachineData(t *testing.T) {
	s := strip(nil, []byte(`<script type="application/ld+json">{"a":1}</script><script>
		push({'articlePublishDate': '2021-09-11T15:29:47+07:00',
			publisher: 'x'})</script><iframe src=x></iframe>`))
	if len(s.jsonld) != 1 || string(s.jsonld[0]) != `{"a":1}` {
		t.Errorf("JSON-LD = %q", s.jsonld)
	}
	if len(s.inline) != 1 || string(s.inline[0]) != "2021-09-11T15:29:47+07:00" {
		t.Errorf("inline = %q", s.inline)
	}
	if s.videos != 1 {
		t.Errorf("videos = %d, want 1", s.videos)
	}
}

// Every attribute that a selector of the table asks for must survive.
func TestSelectorsAskForKeptAttributes(t *testing.T) {
	for _, f := range families {
		for _, group := range f.selectors() {
			for _, part := range strings.Split(group, "[")[1:] {
				key := part[:strings.IndexAny(part, "]=^$*~|")]
				if kept([]byte(key)) < 0 {
					t.Errorf("family %s asks for attribute %q, which strip drops", f.name, key)
				}
			}
		}
	}
}

func TestCompileRefusesBadSelectors(t *testing.T) {
	if _, err := compile([]family{{name: "bad", title: "h1, h2["}}); err == nil ||
		!strings.Contains(err.Error(), `bad: selector "h2["`) {
		t.Errorf("compile = %v", err)
	}
	if _, err := compile(families); err != nil {
		t.Errorf("compile(families) = %v", err)
	}
}

var longText = strings.Repeat("Một câu dài. ", 20)

// hostile inputs take quadratic time in careless programs. Each is made of n bytes or so.
var hostile = map[string]func(n int) string{
	"open tags":         again("", "<div>"),
	"open inline tags":  again("", "<b><i>"),
	"open list items":   again("", "<ul><li>"),
	"nested tables":     again("", "<table><tr><td>x"),
	"deep dates":        again("<h1>a b</h1>", deep("1/2/2022")),
	"misnested":         again("", "<b><p>x"),
	"unclosed inline":   again("", "<p><font>x</p>"),
	"unclosed anchors":  again("", "<a href=x>y"),
	"links":             again("", "<li><a href=x>một hai ba</a>"),
	"stray end tags":    again("<ul><li>", "a</b></li>"),
	"ignored tags":      again("", "a<form>"),
	"fostered texts":    again("<table>", "a<tr>"),
	"one long tag":      again("<p ", `a="b" `),
	"one long class":    again(`<p class="`, "ab-cd "),
	"open quotes":       again("", `<a href="`),
	"open scripts":      again("", "<script>"),
	"open styles":       again("", "<style>"),
	"open noscripts":    again("", "<noscript></"),
	"open comments":     again("", "<!--"),
	"open CDATA":        again("", "<![CDATA["),
	"dashes":            again("<!--", "--"),
	"one text":          again("<p>", "Một câu dài về xã "),
	"blank text":        again("<p>", " \n"),
	"entities":          again("<p>", "&aacute;&#225;"),
	"line breaks":       again("<p>", "a<br>"),
	"short paragraphs":  again("", "<p>ab c</p>"),
	"headings":          again("", "<h2>Tin liên quan</h2>"),
	"dates":             again("<h1>a b</h1>", "<i>1/2/2022</i>"),
	"sibling dates":     again("<h1>a b</h1>", "<span class=date>1/2/2022</span>"),
	"authors":           again("<p>"+longText, `<p class="author">Mai Linh</p>`),
	"bylines":           again("<p>"+longText, "<p>Theo TTXVN</p>"),
	"family containers": again("", `<div id="content-detail">a</div>`),
	"metas":             again("", "<meta name=pubdate content=1/2/2022>"),
	"related boxes":     again("", "<div class=related><p>"+longText+"</div>"),
	"JSON-LD":           again(`<script type="application/ld+json">`, `{"a":[`),
	"JSON-LD quotes":    again(`<script type="application/ld+json">{"a":"`, `" `),
	"JSON-LD authors":   again(`<script type="application/ld+json">{"@type":"NewsArticle","author":[`, `"A B",`),
}

// again returns a maker of inputs: start, and behind it unit over and over.
func again(start, unit string) func(n int) string {
	return func(n int) string { return start + strings.Repeat(unit, n/len(unit)) }
}

func deep(s string) string {
	const depth = 300 // fewer elements than the parser allows
	return strings.Repeat("<div>", depth) + s + strings.Repeat("</div>", depth)
}

// Hostile input gives an article or a reason. That it does so in linear time shows in BenchmarkHostile, and here:
// what is quadratic takes minutes.
func TestHostileInputIsReadOrRefused(t *testing.T) {
	x := New(nil)
	const size = 1 << 20
	for name, build := range hostile {
		t.Run(name, func(t *testing.T) {
			if _, err := x.Extract(htmlPage(build(size))); err != nil && !errors.Is(err, ErrNoArticle) {
				t.Error(err)
			}
		})
	}
}

func TestStrippedNeverGrows(t *testing.T) {
	for name, build := range hostile {
		in := build(1 << 12)
		out := strip(nil, []byte(in)).html
		if len(out) > len(in) {
			t.Errorf("%s: %d bytes became %d", name, len(in), len(out))
		}
		if flat := flatten(nil, out); len(flat) > len(out) {
			t.Errorf("%s: flattened, %d bytes became %d", name, len(out), len(flat))
		} else if _, err := html.Parse(strings.NewReader(string(flat))); err != nil {
			t.Errorf("%s: flattened: %v", name, err)
		}
	}
}
