package extract_test

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
)

// A change does something to a page. It must leave the outcome alone, or change draft.want to what must come
// out. apply reports whether the page has what is to be changed.
type change struct {
	name  string
	apply func(d *draft) bool
}

// changes is the table of all changes.
var changes = slices.Concat(forms, names, dateRows, inert, wrappers, boxes, meanings)

// forms write the same tree in another way.
var forms = []change{
	{"form/as-parsed", func(d *draft) bool { return true }},
	{"form/entities-decimal", set(func(f *form) { f.entities = "decimal" })},
	{"form/entities-hexadecimal", set(func(f *form) { f.entities = "hexadecimal" })},
	{"form/entities-named", set(func(f *form) { f.entities = "named" })},
	{"form/decomposed", set(func(f *form) { f.decomposed = true })},
	{"form/no-break-spaces", set(func(f *form) { f.nbsp = true })},
	{"form/zero-width-spaces", set(func(f *form) { f.zeroWidth = true })},
	{"form/comments-between-words", set(func(f *form) { f.comments = true })},
	{"form/end-tags-left-out", set(func(f *form) { f.openEnded = true })},
	{"form/upper-case-tags", set(func(f *form) { f.upperCase = true })},
	{"form/unquoted-attributes", set(func(f *form) { f.unquoted = true })},
	{"form/minified", set(func(f *form) { f.blanks = "minified" })},
	{"form/pretty", set(func(f *form) { f.blanks = "pretty" })},
	{"form/crlf", set(func(f *form) { f.blanks = "crlf" })},
	{"form/json-escaped", escapeJSON},
	{"form/paragraphs-as-divs", paragraphsAs("div")},
	{"form/amp", asAMP},
	{"form/print", asPrint},
}

func set(f func(*form)) func(*draft) bool {
	return func(d *draft) bool {
		f(&d.form)
		return true
	}
}

// escapeJSON writes the letters of JSON-LD as "\u1ed3".
func escapeJSON(d *draft) bool {
	done := false
	for _, n := range d.elements() {
		if n.DataAtom != atom.Script || !strings.Contains(dom.Attr(n, "type"), "json") ||
			n.FirstChild == nil {
			continue
		}
		var b strings.Builder
		for _, c := range n.FirstChild.Data {
			if c < 0x80 || c > 0xFFFF {
				b.WriteRune(c)
			} else {
				fmt.Fprintf(&b, `\u%04x`, c)
				done = true
			}
		}
		n.FirstChild.Data = b.String()
	}
	return done
}

// paragraphsAs renames the <p> of the text.
func paragraphsAs(name string) func(*draft) bool {
	return func(d *draft) bool {
		done := false
		for _, b := range d.parts.blocks {
			if b.DataAtom == atom.P {
				b.Data, b.DataAtom = name, atom.Lookup([]byte(name))
				done = true
			}
		}
		return done
	}
}

func asAMP(d *draft) bool {
	if d.parts.top == nil {
		return false
	}
	for _, n := range d.elements() {
		switch n.DataAtom {
		case atom.Html:
			n.Attr = append(n.Attr, html.Attribute{Key: "amp"})
		case atom.Img:
			n.Data, n.DataAtom = "amp-img", 0
			n.Attr = append(n.Attr, html.Attribute{Key: "layout", Val: "responsive"})
		case atom.Iframe:
			n.Data, n.DataAtom = "amp-iframe", 0
		}
	}
	gap{d.parts.top, d.parts.top.FirstChild}.insert(`<amp-analytics type="gtag"><script ` +
		`type="application/json">` +
		`{"vars":{"account":"UA-1","title":"Không phải tít"}}</script></amp-analytics>` +
		`<amp-auto-ads type="adsense"></amp-auto-ads>`)
	return d.insertSome(d.gaps(), func() string {
		return anyOf(d, []string{
			`<amp-ad width="300" height="250" type="doubleclick"></amp-ad>`,
			`<amp-social-share type="facebook"></amp-social-share>`,
			`<amp-embed type="taboola"><div placeholder></div></amp-embed>`,
			`<amp-video src="a.mp4" width="16" height="9"><div fallback></div></amp-video>`,
		})
	})
}

// asPrint leaves only the article of the page, in a table, as pages for printing do.
func asPrint(d *draft) bool {
	p := &d.parts
	if p.article == nil {
		return false
	}
	for n := p.article; n.Parent != nil && n != p.top; n = n.Parent {
		for _, k := range slices.Collect(n.Parent.ChildNodes()) {
			if k != n && (p.date == nil || !dom.Contains(k, p.date)) &&
				(p.byline == nil || !dom.Contains(k, p.byline)) &&
				!slices.ContainsFunc(p.blocks, func(b *html.Node) bool { return dom.Contains(k, b) }) {
				detach(k)
			}
		}
	}
	kids := slices.Collect(p.top.ChildNodes())
	gap{p.top, nil}.insert(`<table width="600" align="center"><tbody><tr><td></td></tr></tbody></table>`)
	cell := p.top.LastChild.FirstChild.FirstChild.FirstChild
	for _, k := range kids {
		detach(k)
		cell.AppendChild(k)
	}
	gap{p.top, p.top.FirstChild}.insert(`<p align="right"><a href="javascript:window.print()">In trang ` +
		`này</a> | ` +
		`<a href="javascript:window.close()">Đóng cửa sổ</a></p>`)
	p.top.Attr = append(p.top.Attr, html.Attribute{Key: "onload", Val: "window.print()"})
	return true
}

// names change class names and ids. What a name says is weak evidence: an article must be found without it.
// A page whose golden article rests on the selectors of a CMS family keeps them, and so do the pages of
// needsNames.
var names = []change{
	{"names/hashed", rename(func(d *draft, old string) string {
		return fmt.Sprintf("css-%06x",
			hashOf(old)&0xffffff)
	})},
	{"names/plausible", rename(func(d *draft, old string) string {
		return plausibleNames[int(hashOf(old)%uint64(len(plausibleNames)))]
	})},
	{"names/none", rename(func(*draft, string) string { return "" })},
	{"names/trap-on-body", trap(func(p *parts) *html.Node { return p.body })},
	{"names/trap-on-article", trap(func(p *parts) *html.Node { return p.article })},
	{"names/trap-around", trap(func(p *parts) *html.Node {
		if p.article == nil {
			return nil
		}
		return p.article.Parent
	})},
	{"names/trap-on-date", trap(func(p *parts) *html.Node {
		if p.date == nil || p.date.Type != html.ElementNode {
			return nil
		}
		return p.date
	})},
	{"names/trap-around-date", trap(func(p *parts) *html.Node {
		if p.date == nil || p.title != nil && dom.Contains(p.date.Parent, p.title) {
			return nil
		}
		return p.date.Parent
	})},
	{"names/trap-on-byline", trap(func(p *parts) *html.Node { return p.byline })},
	{"names/trap-on-title", trap(func(p *parts) *html.Node { return p.title })},
}

var plausibleNames = []string{"wrap", "container", "row", "inner", "col-md-8", "content", "block",
	"box-1", "clearfix",
	"main", "item", "page-body", "detail", "text-justify", "mb-3", "noi-dung"}

var trapNames = []string{"share-box", "left-side", "related-news", "comment-author", "sidebar-main",
	"box-tin-moi",
	"main-side", "footer-content", "menu-wrap", "ads-inside", "col-right", "bottom-detail"}

// needsNames are golden pages about a name, by the reason why the outcome rests on it.
var needsNames = map[string]string{
	"trangla.example/date-in-share-bar":   "the date is not the article's because of the name of its row",
	"trangla.example/date-named-clock":    "the date is a clock because of its name",
	"trangla.example/heading-in-a-widget": "the widget looks like text but for its name",
	"trangla.example/portrait-beside-name": "the name under a picture is the writer's because of the " +
		"name of the row",
	"trangla.example/seconds-since-1970": "the element is a date because of its name",
	"trangla.example/subscription-wall":  "the question to readers looks like text but for its name",
}

func hashOf(s string) uint64 { return seedOf(0, s).Uint64() }

// rename gives each class and id another name, the same names the same.
func rename(name func(d *draft, old string) string) func(*draft) bool {
	return func(d *draft) bool {
		if needsNames[d.golden] != "" {
			return false
		}
		done := false
		for _, n := range d.elements() {
			kept := n.Attr[:0]
			for _, a := range n.Attr {
				if a.Key != "class" && a.Key != "id" || d.isOfFamily() {
					kept = append(kept, a)
					continue
				}
				done = true
				if a.Val = name(d, a.Val); a.Val != "" {
					kept = append(kept, a)
				}
			}
			n.Attr = kept
		}
		return done
	}
}

// isOfFamily reports whether the golden article rests on a CMS family, whose selectors may ask for any name,
// of the elements around what they find, too.
func (d *draft) isOfFamily() bool {
	e := d.evidence
	return slices.ContainsFunc([]string{e.Title, e.Body, e.Byline}, cms.IsFamily)
}

// trap gives an element the name of something that is not of an article.
func trap(where func(*parts) *html.Node) func(*draft) bool {
	return func(d *draft) bool {
		n := where(&d.parts)
		if n == nil || n.DataAtom == atom.Html {
			return false
		}
		addClass(n, anyOf(d, trapNames))
		return true
	}
}

func addClass(n *html.Node, class string) {
	for i := range n.Attr {
		if n.Attr[i].Key == "class" {
			n.Attr[i].Val += " " + class
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: "class", Val: class})
}
