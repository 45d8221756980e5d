package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/structured"
)

// identify chooses among the things that the page states for programs those that are about its article: by
// the titles that it prints and its addresses. Open Graph of another article does not count.
func (p *page) identify() {
	p.addTitle(p.Meta.Title)
	p.addHeadings()
	for _, u := range [...]string{p.source.Location(), p.source.URL, p.Meta.Canonical} {
		p.identity.AddURL(u)
	}

	p.social = p.identity.SubjectOf(dom.Clean(p.Meta.OGTitle), p.Meta.OGURL)
	if p.social == structured.OfAnother {
		p.Meta.OGTitle, p.Meta.OGURL = "", ""
	}
	p.addTitle(p.Meta.OGTitle)
	p.identity.AddURL(p.Meta.OGURL)
	d := structured.ReadJSONLD(p.stripped.JSONLD).Of(&p.identity)
	if len(d.Body) < leastStated && p.Prose < leastStated {
		if state := structured.ReadState(p.stripped.States, &p.identity); state.Found {
			d = state
		}
	}
	p.jsonld = &d
}

// addTitle adds a title to what identifies the article, unless it is one of all pages of the newspaper.
func (p *page) addTitle(s string) {
	if s = dom.Clean(s); !p.masthead.isNoTitle(s) {
		p.identity.AddTitle(s)
	}
}

// addHeadings adds the headings of first rank or, without any, the first ones that are no links.
func (p *page) addHeadings() {
	const most = 8
	found := 0
	for _, first := range [...]bool{true, false} {
		for _, h := range p.Headings {
			if found == most || (h.Node.DataAtom == atom.H1) != first || !first && isLinked(h.Node) {
				continue
			}
			p.addTitle(dom.Text(h.Node, longestTitle))
			found++
		}
		if found > 0 {
			return
		}
	}
}

// isLinked reports whether a heading is a link or holds one.
func isLinked(n *html.Node) bool {
	return dom.HasLink(n) || n.Parent != nil && n.Parent.DataAtom == atom.A
}
