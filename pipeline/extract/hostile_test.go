package extract

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/strip"
	"baotinh/pipeline/extract/structured"
)

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
	"JSON-LD authors": again(`<script type="application/ld+json">{"@type":"NewsArticle","author":[`,
		`"A B",`),
}

// again returns a maker of inputs: start, and behind it unit over and over.
func again(start, unit string) func(n int) string {
	return func(n int) string { return start + strings.Repeat(unit, n/len(unit)) }
}

func deep(s string) string {
	const depth = 300 // fewer elements than the parser allows
	return strings.Repeat("<div>", depth) + s + strings.Repeat("</div>", depth)
}

// Hostile input gives an article or a reason. That it does so in linear time shows in BenchmarkHostile,
// and here: quadratic time is minutes.
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
		out := strip.HTML(nil, []byte(in), structured.IsMetaName).HTML
		if len(out) > len(in) {
			t.Errorf("%s: %d bytes became %d", name, len(in), len(out))
		}
		if flat := strip.Flatten(nil, out); len(flat) > len(out) {
			t.Errorf("%s: flattened, %d bytes became %d", name, len(out), len(flat))
		} else if _, err := html.Parse(strings.NewReader(string(flat))); err != nil {
			t.Errorf("%s: flattened: %v", name, err)
		}
	}
}
