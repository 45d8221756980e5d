package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
)

// linesBesideDate returns the names that stand between headline and text as those of writers do although
// nothing calls them so: in a row with the date, beside a portrait or a post ("Phóng viên"), behind a sign.
func (p *page) linesBesideDate(l *scan.Layout, _ *blocks.Text) []string {
	const mostTexts, longestSapo = 40, 80 // a longer text is the lede; the second is the text
	if l.Title.Node == nil {
		return nil
	}
	var found []string
	ledes, texts := 0, 0
	row := (*html.Node)(nil)
	for n := after(l.Title.Node); n != nil && texts < mostTexts && ledes < 2; n = next(n) {
		switch {
		case n.Type == html.ElementNode && p.isNoHead(l, n):
			n = last(n)
			continue
		case n.Type != html.TextNode, strings.TrimSpace(n.Data) == "":
			continue
		}
		s := dom.Clean(n.Data)
		if !lexicon.HasWord(s) {
			continue
		}
		texts++
		if len(s) > longestSapo && lexicon.EndsSentence(s) {
			ledes++
			continue
		}
		name := strings.TrimFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if !p.isNameOfWriter(name) {
			continue
		}
		r := p.rowOf(l, n)
		if r != nil && (row == nil || row == r || !lexicon.HasDigitsOfDate(rowText(r))) {
			row = r
			found = append(found, name)
		}
	}
	return found
}

// isNoHead reports whether an element between headline and text has nothing of the article's head.
func (p *page) isNoHead(l *scan.Layout, n *html.Node) bool {
	if p.HasItems {
		item := structured.ItemOf(n)
		if item != nil && !l.HoldsTitle(item) && !dom.Contains(item, l.Body.Node) {
			return true // of another article
		}
	}
	switch n.DataAtom {
	case atom.Figure, atom.Nav, atom.Aside, atom.Footer, atom.Select, atom.Blockquote, atom.Table:
		return true
	}
	const other = cms.RoleHidden | cms.RoleTeaser | cms.RoleTags | cms.RoleQuote | cms.RoleCaption |
		cms.RoleCrumbs
	return p.Role(n)&other != 0 || p.Role(n)&cms.RoleBoilerplate != 0 && !lexicon.HasDigitsOfDate(rowText(n))
}

// isNameOfWriter reports whether a text is nothing but the name of a person: his own or a pen name of two
// words at least.
func (p *page) isNameOfWriter(s string) bool {
	const longest = 60 // bytes
	return len(s) <= longest && strings.Contains(s, " ") && lexicon.IsName(s) && !p.masthead.isNoPerson(s) &&
		!lexicon.StartsWithWeekday(s) && !lexicon.CanHeadSection(lexicon.Key(s))
}

// rowOf returns the row of the article's head in which a name stands, nil if nothing in it says that the name
// is the writer's.
func (p *page) rowOf(l *scan.Layout, name *html.Node) *html.Node {
	const longest = 160 // bytes
	own := dom.Clean(name.Data)
	for r := name.Parent; r != nil && !l.HoldsTitle(r) && dom.IsShort(r, longest) &&
		r != l.Body.Node; r = r.Parent {
		if p.Role(r)&cms.RoleAuthor != 0 || dom.HasImage(r) {
			return r
		}
		text := rowText(r)
		if text == own {
			continue
		}
		before, behind, _ := strings.Cut(text, own)
		if lexicon.HasDigitsOfDate(text) && !lexicon.EndsSentence(text) && !p.besideOther(r) ||
			lexicon.IsPost(lexicon.Key(behind)) || lexicon.IsPost(lexicon.Key(before)) {
			return r
		}
	}
	return nil
}

// besideOther reports whether a row has the linked headline of another article.
func (p *page) besideOther(row *html.Node) bool {
	const shortest = 28 // bytes
	for c := range row.Descendants() {
		if c.DataAtom == atom.A && !dom.IsShort(c, shortest) {
			return true
		}
	}
	return false
}

// rowText returns the text of a row with a blank between its elements.
func rowText(n *html.Node) string {
	const longest = 240 // bytes
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && b.Len() <= longest {
			b.WriteByte(' ')
			b.WriteString(c.Data)
		}
	}
	return dom.Clean(b.String())
}

// next returns the node after n in the order of the page.
func next(n *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	return after(n)
}

// after returns the first node behind n and all that it holds.
func after(n *html.Node) *html.Node {
	for n != nil && n.NextSibling == nil {
		n = n.Parent
	}
	if n == nil {
		return nil
	}
	return n.NextSibling
}

// last returns the last node in n.
func last(n *html.Node) *html.Node {
	for n.LastChild != nil {
		n = n.LastChild
	}
	return n
}
