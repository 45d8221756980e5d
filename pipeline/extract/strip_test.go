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
	"open tags":        func(n int) string { return strings.Repeat("<div>", n/5) },
	"open inline tags": func(n int) string { return strings.Repeat("<b><i>", n/6) },
	"open list items":  func(n int) string { return strings.Repeat("<ul><li>", n/8) },
	"nested tables":    func(n int) string { return strings.Repeat("<table><tr><td>x", n/16) },
	"one long tag":     func(n int) string { return "<p " + strings.Repeat(`a="b" `, n/6) + ">x" },
	"one long class":   func(n int) string { return `<p class="` + strings.Repeat("ab-cd ", n/6) + `">x` },
	"open quote":       func(n int) string { return strings.Repeat(`<a href="`, n/9) },
	"open scripts":     func(n int) string { return strings.Repeat("<script>", n/8) },
	"open noscripts":   func(n int) string { return strings.Repeat("<noscript></", n/12) },
	"open comments":    func(n int) string { return strings.Repeat("<!--", n/4) },
	"dashes":           func(n int) string { return "<!--" + strings.Repeat("--", n/2) },
	"stray end tags": func(n int) string {
		return strings.Repeat("<li>", n/8) + strings.Repeat("a</li>",
			n/12)
	},
	"ignored tags":     func(n int) string { return strings.Repeat("a<form>", n/7) },
	"fostered texts":   func(n int) string { return "<table>" + strings.Repeat("a<tr>", n/5) },
	"line breaks":      func(n int) string { return "<p>" + strings.Repeat("a<br>", n/5) },
	"short paragraphs": func(n int) string { return strings.Repeat("<p>ab c</p>", n/11) },
	"dates": func(n int) string {
		return "<h1>a b</h1>" + strings.Repeat("<i>1/2/2022</i>",
			n/15)
	},
	"headings": func(n int) string { return strings.Repeat("<h2>Tin liên quan</h2>", n/24) },
	"authors":  func(n int) string { return strings.Repeat(`<p class="author">Mai Linh</p>`, n/30) },
	"family containers": func(n int) string {
		return strings.Repeat(`<div id="content-detail">a</div>`,
			n/32)
	},
	"meta dates": func(n int) string {
		return strings.Repeat("<meta name=pubdate content=1/2/2022>",
			n/36) + "<p>a"
	},
	"related boxes": func(n int) string {
		return strings.Repeat("<div class=related><p>"+longText+"</div>", n/400)
	},
	"blank text": func(n int) string { return "<p>" + strings.Repeat(" \n", n/2) },
	"JSON-LD": func(n int) string {
		return `<script type="application/ld+json">` + strings.Repeat(`{"a":[`, n/6) + "</script><p>a"
	},
	"JSON-LD quotes": func(n int) string {
		return `<script type="application/ld+json">{"a":"` + strings.Repeat(`" `, n/2) + "</script><p>a"
	},
}

// Hostile input gives an article or a reason. That it does so in linear time shows in BenchmarkHostile, and here: what is
// quadratic takes minutes.
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
