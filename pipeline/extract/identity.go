package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/structured"
)

// identify chooses among the things that the page states for programs those that are about its article: by
// the titles that it prints and its addresses. Open Graph of another article does not count.
func (p *page) identify() {
	t := &p.titles
	t.head = newStatedTitle(p.Meta.Title)
	t.own = p.masthead.cutFrom(t.head.text)
	p.addTitle(t.head)
	p.addHeadings()
	for _, u := range [...]string{p.source.Location(), p.source.URL, p.Meta.Canonical} {
		p.identity.AddURL(u)
	}

	t.social = newStatedTitle(p.Meta.OGTitle)
	p.social = p.identity.SubjectOf(t.social.text, p.Meta.OGURL)
	if p.social == structured.OfAnother {
		p.Meta.OGTitle, p.Meta.OGURL, t.social = "", "", statedTitle{}
	}
	p.addTitle(t.social)
	p.identity.AddURL(p.Meta.OGURL)
	d := structured.ReadJSONLD(p.stripped.JSONLD).Of(&p.identity)
	if len(d.Body) < leastStated && p.Prose < leastStated {
		if state := structured.ReadState(p.stripped.States, &p.identity); state.Found {
			d = state
		}
	}
	d.Headline = dom.CutTags(d.Headline)
	p.jsonld, t.jsonld = &d, newStatedTitle(d.Headline)
}

// statedTitles are the titles that a page states for programs, of this article.
type statedTitles struct {
	head, social, jsonld statedTitle // of <title>, Open Graph and JSON-LD
	own                  string      // that of <title> without the newspaper's name
}

// A statedTitle is a title, clean, and its key.
type statedTitle struct{ text, key string }

func newStatedTitle(s string) statedTitle {
	text := dom.Clean(s)
	return statedTitle{text, lexicon.Key(text)}
}

// addTitle adds a title to what identifies the article, unless it is one of all pages of the newspaper.
func (p *page) addTitle(t statedTitle) {
	if !p.masthead.isNoTitle(t.text, t.key) {
		p.identity.AddTitle(t.key)
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
			p.addTitle(p.heading(h.Node).statedTitle)
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
