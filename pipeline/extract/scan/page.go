// Package scan walks once over the tree of a page and notes all that the fields of an article are chosen
// from later: headings, dates, names of authors, breadcrumbs, the elements that CMS families mark, and how
// much of each element reads like prose.
//
// [Scanner.Scan] returns a [Page]. It is only read from then on, so that each field is chosen by itself. A
// [Layout] says where on the page the article stands: its body, its headline, the element that holds both.
package scan

import (
	"slices"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/structured"
)

// A Page is what one walk over the tree of a page found. Elements are numbered in the order of the page; a
// place is the number of an element.
type Page struct {
	Root  *html.Node
	Table *cms.Table
	Meta  structured.Meta

	Headings []Spot // h1 to h3, elements called a title, and lines that print the title of the head
	Dates    []Spot // short texts with the digits of a date, and elements that hold a date in an attribute
	Authors  []Spot
	Crumbs   []Spot // breadcrumbs
	TagBoxes []Spot

	PageLinks []Spot // links whose address may be that of another page of the article

	Boxes    []Box // elements with prose, inner ones before outer ones
	Suspects []Box // those among them that are called a menu, a list of related articles and so on

	Text, Link, Prose int // bytes: of text, of it in links, of it in blocks that read like prose
	Cards             int // headings that link to other articles
	Teasers           int // linked headlines with a summary, in a row or a card
	TeaserProse       int // bytes of prose in them
	Images            int
	HasItems          bool  // there are items of microdata
	End               int32 // the last place

	rawTitles, titles [2]string // of the head, as stated and clean

	hits   []Hit
	roles  map[*html.Node]cms.Role
	tables map[*html.Node]TableShape
	links  []int32 // the places of links with a text, ascending

	fields    []int32 // the places of what a reader fills in or chooses, ascending
	passwords []int32 // of those among them that are passwords
	linkLines []int32 // the places of lines that are linked headlines, ascending
}

// A Spot is a node of interest and its place.
type Spot struct {
	Node *html.Node
	At   int32
}

// A Hit is an element that a selector of a CMS family matches.
type Hit struct {
	Rule     *cms.Rule
	Node     *html.Node
	From, To int32
	Text     int // bytes outside of links
}

// A Box is an element with prose, which may hold the article.
type Box struct {
	Node     *html.Node
	From, To int32
	Prose    int  // bytes in blocks that read like prose
	Text     int  // bytes in all
	Aside    bool // it stands in one of the Suspects, or is one
}

// A TableShape counts the parts of a table. Rows and cells of tables inside it do not count.
type TableShape struct {
	Images, Rows, Cells int
	Blocks              int // with text of their own
	Text                int // bytes
	Widest              int // bytes of the longest block
}

// Role returns the roles of n, 0 for a node that has none.
func (p *Page) Role(n *html.Node) cms.Role { return p.roles[n] }

// RolesUpTo returns the roles of n and of its ancestors below top, together.
func (p *Page) RolesUpTo(n, top *html.Node) cms.Role {
	var r cms.Role
	for ; n != nil && n != top; n = n.Parent {
		r |= p.roles[n]
	}
	return r
}

// TableShape returns the shape of a <table>.
func (p *Page) TableShape(n *html.Node) TableShape { return p.tables[n] }

// Box returns the box of an element, and false if it has no prose.
func (p *Page) Box(n *html.Node) (Box, bool) {
	for _, b := range p.Boxes {
		if b.Node == n {
			return b, true
		}
	}
	return Box{}, false
}

// AllHits returns the hits of all families in the order of the page.
func (p *Page) AllHits() []Hit { return p.hits }

// Hits returns the elements that a family's selectors for a field match, those of better selectors first. It
// returns nil for [cms.None].
func (p *Page) Hits(family int, f cms.Field) []Hit {
	if family < 0 {
		return nil
	}
	var found []Hit
	for _, h := range p.hits {
		if h.Rule.Family == family && h.Rule.Field == f {
			found = append(found, h)
		}
	}
	slices.SortStableFunc(found, func(a, b Hit) int { return a.Rule.Rank - b.Rule.Rank })
	return found
}

// LinksBetween returns how many links with a text stand between two places.
func (p *Page) LinksBetween(from, to int32) int {
	return between(p.links, from, to)
}

// LinkLinesBetween returns how many lines that are linked headlines stand between two places.
func (p *Page) LinkLinesBetween(from, to int32) int { return between(p.linkLines, from, to) }

// FieldsBetween returns how many elements that a reader fills in or chooses stand between two places.
func (p *Page) FieldsBetween(from, to int32) int { return between(p.fields, from, to) }

// PasswordsBetween returns how many of these are passwords.
func (p *Page) PasswordsBetween(from, to int32) int { return between(p.passwords, from, to) }

func between(places []int32, from, to int32) int {
	i, _ := slices.BinarySearch(places, from)
	j, _ := slices.BinarySearch(places, to)
	return max(0, j-i)
}

// PlaceOfNode returns the place of an element that is not among the candidates, 0 if it is not of the page.
func (p *Page) PlaceOfNode(n *html.Node) int32 {
	dated := make(map[*html.Node]bool, len(p.Dates))
	for _, s := range p.Dates {
		dated[s.Node] = s.Node.Type == html.TextNode
	}
	var at int32
	for c := range p.Root.Descendants() {
		if c.Type == html.ElementNode || dated[c] {
			at++
		}
		if c == n {
			return at
		}
	}
	return 0
}
