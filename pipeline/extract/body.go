package extract

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// Bounds of a body, in bytes.
const (
	leastBody     = 60  // of text in a family's container
	nearlyNothing = 150 // of prose outside of boilerplate: the article may be in an element called so
	leastSuspect  = 400 // of prose in boilerplate that is the article
	longestLede   = 320 // of prose in the element that holds the headline, above the text
	leastPart     = 80  // of prose in a part of the text beside the densest element
)

// The points of a family on a page. The family with the most is the page's; those that the catalogue names
// win.
const (
	pointsSignature = 3    // an element that only this system writes, each
	pointsField     = 2    // an element for title, date, byline, lede or body, each
	pointsCatalogue = 100  // the catalogue names the family for the newspaper
	pointsOverride  = 1000 // the catalogue has selectors for the newspaper
)

// A body is the element that holds the text of an article.
type body struct {
	scan.Box
	family   int    // the row of the page's CMS family, or cms.None
	evidence string // the name of the family, or "density"
}

// findBody chooses the element that holds the article: by the selectors of a CMS family, else by the
// density of prose. Its Node is nil if there is none.
func (p *page) findBody() body {
	b := p.familyBody()
	if b.family != cms.None {
		b.evidence = p.Table.NameOf(b.family)
		return b
	}
	return body{Box: p.densest(), family: cms.None, evidence: "density"}
}

// familyBody returns the container of the article by the family with the most points.
func (p *page) familyBody() body {
	best := body{family: cms.None}
	most := 0
	core := sync.OnceValue(p.core)
	try := func(row int) {
		h, ok := p.container(row)
		if !ok || p.isOther(h, core) {
			return
		}
		points := p.familyPoints(row)
		if points == 0 && !p.hasMostProse(h) {
			return
		}
		if points++; points > most {
			most = points
			best.family = row
			best.Box = scan.Box{Node: h.Node, From: h.From, To: h.To, Text: h.Text}
		}
	}
	for row := range p.Table.Families() {
		try(row)
	}
	if p.own != cms.None {
		try(p.own)
	}
	return best
}

// unmatched returns a warning if the rules that the catalogue names for the newspaper did not match.
func (p *page) unmatched(family int) []news.Warning {
	switch {
	case p.paper == nil || family != cms.None && family == p.own:
		return nil
	case p.own != cms.None:
		return []news.Warning{{Kind: news.WarningSelectors, Detail: p.paper.Key}}
	case !cms.IsFamily(p.paper.Family), family != cms.None && p.Table.NameOf(family) == p.paper.Family:
		return nil
	}
	return []news.Warning{{Kind: news.WarningFamily, Detail: p.paper.Family}}
}

// familyPoints adds up the different marks of a family on the page.
func (p *page) familyPoints(row int) int {
	var seen [cms.Fields]uint64 // by field, the ranks of the selectors that matched
	points := 0
	for _, h := range p.AllHits() {
		if h.Rule.Family != row || seen[h.Rule.Field]&(1<<h.Rule.Rank) != 0 {
			continue
		}
		isFirst := seen[h.Rule.Field] == 0
		seen[h.Rule.Field] |= 1 << h.Rule.Rank
		switch {
		case h.Rule.Field == cms.FieldSignature:
			points += pointsSignature
		case isFirst && h.Rule.Field <= cms.FieldBody:
			points += pointsField
		}
	}
	switch {
	case row == p.own:
		points += pointsOverride
	case p.paper != nil && p.paper.Family == p.Table.NameOf(row):
		points += pointsCatalogue
	}
	return points
}

// container returns the element that holds the article by the family's best selector that finds enough
// text. Of several elements that one selector matches, as on pages that stack articles, the first with a
// quarter of the text of the longest is the article's. A name that each paragraph has is none of a container.
func (p *page) container(row int) (scan.Hit, bool) {
	for hits := p.Hits(row, cms.FieldBody); len(hits) > 0; {
		n := 0
		most := 0
		for n < len(hits) && hits[n].Rule.Rank == hits[0].Rule.Rank {
			most = max(most, hits[n].Text)
			n++
		}
		if most >= leastBody && !p.areParagraphs(hits[:n]) {
			for _, h := range hits[:n] {
				if h.Text*4 >= most && h.Text >= leastBody && !(h.Text < most && p.isLedeOf(h.Node)) {
					return h, true
				}
			}
		}
		hits = hits[n:]
	}
	return scan.Hit{}, false
}

// isLedeOf reports whether an element is called a lede, or alone in one that is.
func (p *page) isLedeOf(n *html.Node) bool {
	for up, size := n, len(dom.Text(n, longestTitle)); up != nil && up.DataAtom != atom.Body; up = up.Parent {
		if p.Role(up)&cms.RoleSapo != 0 {
			return true
		}
		if !dom.IsShort(up, size+1) {
			break
		}
	}
	return false
}

// areParagraphs reports whether the elements that a selector finds are the paragraphs of one text rather than
// containers: there are several, none has a block or a line break, and no heading stands among them.
func (p *page) areParagraphs(hits []scan.Hit) bool {
	if len(hits) < 2 {
		return false
	}
	for _, h := range hits {
		for c := range h.Node.Descendants() {
			if c.DataAtom == atom.Br || c.Type == html.ElementNode && dom.IsBlock(c) {
				return false
			}
		}
	}
	from, to := hits[0].From, hits[len(hits)-1].From
	return !slices.ContainsFunc(p.Headings, func(h scan.Spot) bool { return h.At > from && h.At < to })
}

// isOther reports whether a container holds one paragraph of the article, or a text that stands behind the
// article, as the excerpt of another does: the core of the page has many times its prose.
func (p *page) isOther(h scan.Hit, core func() scan.Box) bool {
	const times = 3
	b, _ := p.Box(h.Node)
	c := core()
	return b.Prose*times < c.Prose &&
		(c.To < h.From || dom.HoldsText(h.Node) && dom.Contains(c.Node, h.Node))
}

// hasMostProse reports whether an element has more than half of the page's prose.
func (p *page) hasMostProse(h scan.Hit) bool {
	b, _ := p.Box(h.Node)
	return b.Prose*2 > p.Prose
}

// leastStated is how many bytes of text JSON-LD must state to be read in the place of the page.
const leastStated = 200

// whole returns the whole page as the body of an article whose text only JSON-LD states.
func (p *page) whole() body {
	b := body{Box: scan.Box{Node: p.Root, To: p.End}, family: cms.None}
	for n := range p.Root.Descendants() {
		if n.DataAtom == atom.Body {
			b.Node = n
			break
		}
	}
	return b
}

// statedText returns the text that JSON-LD states if the page shows less than half of it, as one that a
// script fills.
func (p *page) statedText(shown *blocks.Text, title string) (blocks.Text, bool) {
	if len(p.jsonld.Body) < leastStated || 2*proseOf(shown) > len(p.jsonld.Body) {
		return blocks.Text{}, false
	}
	stated := blocks.ReadStated(p.Page, p.jsonld.Body, title)
	if proseOf(&stated) < max(leastStated, 2*proseOf(shown)) {
		return blocks.Text{}, false
	}
	stated.Above, stated.Below = shown.Above, shown.Below
	stated.Sapo = cmp.Or(stated.Sapo, dom.Clean(dom.CutTags(p.jsonld.Sapo)))
	if len(stated.Byline) == 0 {
		stated.Byline = shown.Byline
	}
	return stated, true
}

// proseOf returns how many bytes of a text are no captions.
func proseOf(t *blocks.Text) int {
	size := len(t.Sapo)
	for i := range t.Blocks {
		if t.Blocks[i].Kind != news.Caption {
			size += len(t.Blocks[i].Text)
		}
	}
	return size
}

// densest finds the article on a page of no known family: the core of the page and what belongs to it.
func (p *page) densest() scan.Box {
	best := p.withParts(p.column(p.core()))
	// An article of one long paragraph: its short neighbours belong to it.
	for best.Node != nil && dom.HoldsText(best.Node) && best.Node.Parent != nil &&
		best.Node.Parent.DataAtom != atom.Body {
		parent := best.Node.Parent
		if b, ok := p.Box(parent); ok {
			best = b
		} else {
			best.Node = parent
		}
	}
	return p.withPictures(best)
}

// withPictures returns the element around best if that has hardly more than a lede and pictures follow it,
// with a few words each: a photo story.
func (p *page) withPictures(best scan.Box) scan.Box {
	const levels = 8 // a table has four
	if best.Node == nil || best.Prose > 2*longestLede {
		return best
	}
	child := best.Node
	for range levels {
		if child.Parent == nil || child.DataAtom == atom.Body || child.Parent.DataAtom == atom.Body {
			break
		}
		b, ok := p.Box(child.Parent)
		if ok && p.picturesBehind(child) >= fewestPictures {
			return b
		}
		child = child.Parent
	}
	return best
}

// fewestPictures is how many pictures a photo story has at least.
const fewestPictures = 3

func isPicture(n *html.Node) bool {
	return n.DataAtom == atom.Img || n.DataAtom == 0 && n.Data == "amp-img"
}

// picturesBehind counts the pictures in the elements behind n, up to one with other articles and no further
// than fewestPictures.
func (p *page) picturesBehind(n *html.Node) int {
	const longest, headline = 80, 24 // bytes of the head of a list, and of a link
	pictures := 0
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		if s.Type != html.ElementNode {
			continue
		}
		if p.Role(s)&(cms.RoleBoilerplate|cms.RoleChrome|cms.RoleTeaser) != 0 || dom.IsShort(s, longest) &&
			lexicon.HeadsMore(dom.Clean(dom.Text(s, longest))) {
			break
		}
		found := 0
		for c := range s.Descendants() {
			if c.DataAtom == atom.A && !dom.IsShort(c, headline) {
				return pictures
			}
			if isPicture(c) && c.Parent.DataAtom != atom.A { // else it leads to another article
				found++
			}
		}
		if pictures += found; isPicture(s) {
			pictures++
		}
		if pictures >= fewestPictures {
			break
		}
	}
	return pictures
}

// core returns the innermost element that holds two thirds of the prose. Prose in menus, lists of related
// articles and the like counts only if next to nothing stands elsewhere.
func (p *page) core() scan.Box {
	total, from, to, aside := p.Prose, int32(0), p.End, false
	for _, s := range p.Suspects {
		if p.isArticle(s, total) {
			total, from, to, aside = s.Prose, s.From, s.To, true
		}
	}
	if total == 0 {
		return scan.Box{}
	}

	// Two thirds can only be in one chain of elements, so the first that has them, inner before outer, is the
	// innermost.
	i := slices.IndexFunc(p.Boxes, func(b scan.Box) bool {
		return b.From >= from && b.To <= to && b.Prose*3 >= total*2 && (aside || !b.Aside)
	})
	if i >= 0 {
		return p.purest(p.Boxes[i], total)
	}
	return p.purest(p.densestOf(from, to, aside), total)
}

// isArticle reports whether a box that is called boilerplate holds the article, where so much prose stands
// outside of such boxes: it has far more, and next to nothing is outside, or the headline of the page stands
// over it and it has more.
func (p *page) isArticle(b scan.Box, outside int) bool {
	isLong := b.Prose > leastSuspect
	if isLong && outside < nearlyNothing && b.Prose > 3*outside {
		return true
	}
	return (isLong && b.Prose > outside || outside < nearlyNothing && b.Prose > 3*outside) && p.hasHeadline(b)
}

// purest returns, where hardly more than half of an element is prose, as of a page that one table lays out,
// the element in it that has half of the page's prose and next to nothing else; without one, the element
// itself.
func (p *page) purest(best scan.Box, total int) scan.Box {
	const leastPure, leastUnderHeadline = 400, 200 // bytes of prose
	if best.Node == nil || best.Prose*3 >= best.Text*2 {
		return best
	}
	for _, b := range p.Boxes {
		if b.From <= best.From || b.To > best.To || b.Aside || b.Prose < leastUnderHeadline ||
			b.Prose*2 <= total || dom.HoldsText(b.Node) {
			continue
		}
		if b.Prose >= leastPure && b.Prose*10 >= b.Text*9 || b.Prose*10 >= b.Text*7 && p.hasHeadline(b) {
			return b
		}
	}
	return best
}

// hasHeadline reports whether the headline of the page stands in a box, or over it in one element without
// prose between them.
func (p *page) hasHeadline(b scan.Box) bool {
	stated := p.statedTitles()
	for _, h := range p.Headings {
		if h.At > b.To {
			break
		}
		isOver := h.At < b.From
		if isOver && (b.Node.Parent.DataAtom == atom.Body || !dom.Contains(b.Node.Parent, h.Node) ||
			p.hasProseBetween(h, b.From)) {
			continue
		}
		if p.isStated(h, stated[:]) {
			return true
		}
	}
	return false
}

// statedTitles returns the keys of the titles that the head of the page states.
func (p *page) statedTitles() [2]string {
	return [2]string{p.titles.social.key, p.titles.head.key}
}

// isStated reports whether a heading is one of the titles, whose keys are given.
func (p *page) isStated(h scan.Spot, titles []string) bool {
	text := dom.Clean(dom.Text(h.Node, longestTitle))
	key := lexicon.Key(text)
	return key != "" && agreementPoints(key, titles) == pointsConfirmed && !p.masthead.isNoTitle(text, key)
}

// hasProseBetween reports whether a box with prose stands between a headline and a place, or one that holds
// the headline and more than a lede ends before it.
func (p *page) hasProseBetween(h scan.Spot, to int32) bool {
	return slices.ContainsFunc(p.Boxes, func(b scan.Box) bool {
		return b.To < to && (b.From > h.At && b.Prose > 0 ||
			b.From < h.At && b.To >= h.At && b.Prose-len(dom.Text(h.Node, longestTitle)) > longestLede)
	})
}

// withParts returns the element around best if the text goes on beside it, in elements of the same kind: the
// parts of a page builder, the columns of a long read. Parts with a headline of their own are articles.
func (p *page) withParts(best scan.Box) scan.Box {
	const levels, neighbours = 6, 12
	child := best.Node
	for range levels {
		if child == nil || child.Parent == nil || child.DataAtom == atom.Body {
			break
		}
		if b, ok := p.Box(child.Parent); ok && p.hasPartBeside(child, neighbours) {
			best = b
		}
		child = child.Parent
	}
	return best
}

// hasPartBeside reports whether one of the neighbours of n holds prose of the same text: one that has its
// class, or one behind it that has nothing but prose.
func (p *page) hasPartBeside(n *html.Node, most int) bool {
	class := dom.Attr(n, "class")
	if !p.isPart(n) {
		return false
	}
	behind := false
	for s := n.Parent.FirstChild; s != nil && most > 0; s = s.NextSibling {
		if s == n || s.Data != n.Data {
			behind = behind || s == n
			continue
		}
		isKin := class != "" && dom.Attr(s, "class") == class
		if most--; (isKin || behind && p.isPureProse(s)) && p.isPart(s) {
			return true
		}
	}
	return false
}

// column returns, where the article stands in one column and nothing but side columns beside it, the
// article's; else best.
func (p *page) column(best scan.Box) scan.Box {
	if best.Node == nil {
		return best
	}
	outer := best
	for p.isSideColumn(outer) {
		b, ok := p.Box(outer.Node.Parent)
		if !ok {
			return best
		}
		outer = b
	}
	const levels = 8
	title := p.headlineIn(outer.Node)
	for range levels {
		inner, ok := p.columnIn(outer, title)
		if !ok {
			break
		}
		best, outer = inner, inner
	}
	return best
}

// headlineIn returns the headline of the page if it stands in n: a heading that the head states, else the
// only h1.
func (p *page) headlineIn(n *html.Node) *html.Node {
	stated := p.statedTitles()
	var h1 *html.Node
	for _, h := range p.Headings {
		if h.Node == n || !dom.Contains(n, h.Node) {
			continue
		}
		if p.isStated(h, stated[:]) {
			return h.Node
		}
		if h.Node.DataAtom == atom.H1 {
			if h1 != nil {
				return nil
			}
			h1 = h.Node
		}
	}
	return h1
}

// columnIn returns the one child of a box that has prose and is no side column. It holds the headline, if
// there is one.
func (p *page) columnIn(b scan.Box, title *html.Node) (scan.Box, bool) {
	const leastLine = 20 // bytes that a short line counts as prose
	var found scan.Box
	sides, lines, rest := 0, 0, b.Prose
	for s := b.Node.FirstChild; s != nil; s = s.NextSibling {
		c, ok := p.Box(s)
		if !ok || c.Aside {
			continue
		}
		rest -= c.Prose
		holds := title != nil && dom.Contains(s, title)
		switch {
		case c.Prose < leastLine && !dom.HoldsText(s):
			lines++
		case !holds && (p.isSideColumn(c) || title != nil && p.hasHeadedBoxes(c)):
			sides++
		case found.Node != nil || dom.HoldsText(s) && !isOfTable(s) || title != nil && !holds:
			return found, false
		default:
			found = c
		}
	}
	if found.Node == nil || found.Node == title || rest > 0 || lines > 0 && sides == 0 {
		return found, false
	}
	size := found.Prose
	if title != nil {
		size -= len(dom.Text(title, longestTitle))
	}
	return found, sides == 0 && title != nil || size >= leastPart
}

func isOfTable(n *html.Node) bool { return n.DataAtom == atom.Tbody || n.DataAtom == atom.Tr }

// isSideColumn reports whether a box is one of lists and notices: it begins with the label of one, or with
// a few words over many linked headlines, and its paragraphs are items.
func (p *page) isSideColumn(b scan.Box) bool {
	const fewestHeadlines = 3
	const longestHead = 40 // bytes
	if dom.HoldsText(b.Node) {
		return false
	}
	first := firstText(b.Node)
	return (lexicon.HeadsBox(first) || len(first) < longestHead && !lexicon.EndsSentence(first) &&
		p.LinkLinesBetween(b.From, b.To+1) >= fewestHeadlines) && p.hasOnlyItems(b)
}

// hasHeadedBoxes reports whether a box begins with a heading and has several, one of which heads other
// articles.
func (p *page) hasHeadedBoxes(b scan.Box) bool {
	const fewest, longestHead = 2, 60 // headings; bytes
	heads, isMore, first := 0, false, firstText(b.Node)
	for _, h := range p.Headings {
		if h.At < b.From || h.At > b.To || !dom.IsHeading(h.Node) || !dom.IsShort(h.Node, longestHead) ||
			linkOf(h.Node) != nil {
			continue
		}
		text := dom.Clean(dom.Text(h.Node, longestHead))
		if heads == 0 && !strings.HasPrefix(text, first) {
			return false
		}
		heads++
		isMore = isMore || lexicon.HeadsMore(text) || lexicon.HeadsBox(text)
	}
	return heads >= fewest && isMore
}

// hasOnlyItems reports whether each paragraph in a box stands under a linked headline, begins with one or
// with a name in bold, or ends in a date.
func (p *page) hasOnlyItems(b scan.Box) bool {
	const longestDated = 120 // bytes of a headline with its date
	at, items := b.From, 0
	for _, k := range p.Boxes {
		if k.From <= b.From || k.To > b.To || !dom.HoldsText(k.Node) || isOfTable(k.Node) {
			continue
		}
		// The line of a link in the parent ends with its paragraph.
		isItem := p.LinkLinesBetween(at, k.To+1) > 0 || k.Prose < leastPart || beginsApart(k.Node) ||
			dom.IsShort(k.Node, longestDated) && lexicon.EndsInDate(dom.Text(k.Node, longestDated))
		if !isItem {
			return false
		}
		if k.Prose >= leastPart {
			items++
		}
		at = k.To + 1
	}
	return items != 1 // one may be the text behind a list of other articles
}

// beginsApart reports whether the first text in n is bold or a link, and not all of n.
func beginsApart(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type != html.TextNode || strings.TrimSpace(c.Data) == "" {
			continue
		}
		for up := c.Parent; up != n; up = up.Parent {
			if up.DataAtom == atom.B || up.DataAtom == atom.Strong || up.DataAtom == atom.A {
				return !dom.IsShort(n, len(c.Data)+leastPart/2)
			}
		}
		return false
	}
	return false
}

// longestContact is the length in bytes of the longest note that asks readers to write.
const longestContact = 300

// isPureProse reports whether an element that stands in the article's column holds nothing but prose.
func (p *page) isPureProse(n *html.Node) bool {
	b, ok := p.Box(n)
	return ok && b.Text*4 <= b.Prose*5 && n.Parent.DataAtom != atom.Body && n.DataAtom == atom.Div &&
		!lexicon.IsName(firstText(n)) && p.Role(n)&cms.RoleAuthor == 0 && // a box on the writer
		!lexicon.IsContact(dom.Text(n, longestContact))
}

// firstText returns the first text under n.
func firstText(n *html.Node) string {
	const longest = 60 // bytes of a name
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			end := min(len(c.Data), longest)
			for end < len(c.Data) && !utf8.RuneStart(c.Data[end]) {
				end--
			}
			return dom.Clean(c.Data[:end])
		}
	}
	return ""
}

// isPart reports whether an element can be a part of a text: it has prose, no headline and no date line.
func (p *page) isPart(n *html.Node) bool {
	b, ok := p.Box(n)
	if !ok || b.Prose < leastPart || p.Role(n)&cms.RoleBoilerplate != 0 {
		return false
	}
	isIn := func(s scan.Spot) bool { return s.At >= b.From && s.At <= b.To }
	if slices.ContainsFunc(p.Headings, isIn) {
		return false
	}
	for i, s := range p.Dates {
		if isIn(s) && p.isDateLine(i) {
			return false
		}
	}
	return true
}

// densestOf returns, where prose is scattered over several elements, the one with the most prose in
// proportion to all of its text, so that a page as a whole does not win by size.
func (p *page) densestOf(from, to int32, aside bool) scan.Box {
	var best scan.Box
	most := 0
	for _, b := range p.Boxes {
		if b.From < from || b.To > to || b.Aside && !aside || b.Node.DataAtom == atom.Body {
			continue
		}
		if density := b.Prose * b.Prose / max(b.Text, 1); density > most && !dom.HoldsText(b.Node) {
			best, most = b, density
		}
	}
	return best
}

// endAtNext ends the body before the further articles that a page without a family stacks below the first:
// they have a headline and under it a date, as the first has.
func endAtNext(l *scan.Layout) {
	const paragraph = 80 // bytes of prose that the first article has at least
	from := max(l.Title.At, l.Body.From)
	p := &page{Page: l.Page}
	if l.Family != cms.None || l.Title.Node == nil || !p.isOverDate(l.Title) {
		return
	}
	i := slices.IndexFunc(l.Boxes, func(b scan.Box) bool { return b.From > from && b.Prose > paragraph })
	if i < 0 {
		return
	}
	from = l.Boxes[i].To
	for _, h := range l.Headings {
		if h.At > from && h.At <= l.Body.To && (h.Node.DataAtom == atom.H1 || h.Node.DataAtom == atom.H2) &&
			dom.Contains(l.Body.Node, h.Node) && !dom.Contains(h.Node, l.Title.Node) &&
			!dom.HasLink(h.Node) && p.isOverDate(h) &&
			!lexicon.HeadsMore(dom.Clean(dom.Text(h.Node, longestTitle))) {
			l.Next = h.Node
			l.Body.To = h.At - 1
			return
		}
	}
}

// isOverDate reports whether a date stands right under a heading.
func (p *page) isOverDate(heading scan.Spot) bool {
	const near = 6 // elements
	for i, s := range p.Dates {
		if s.At > heading.At && s.At <= heading.At+near && !dom.Contains(heading.Node, s.Node) &&
			p.isDateLine(i) {
			return true
		}
	}
	return false
}

// isDateLine reports whether a candidate for a date is a date line. It is read once, although several
// headings ask for it.
func (p *page) isDateLine(i int) bool {
	if p.dateLines == nil {
		p.dateLines = make([]answer, len(p.Dates))
	}
	a := &p.dateLines[i]
	if *a == unknown {
		*a = no
		if lexicon.IsDateLine(dom.Clean(dom.Text(p.Dates[i].Node, lexicon.LongestDateLine))) {
			*a = yes
		}
	}
	return *a == yes
}

// An answer is one that is looked for when it is first asked for.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)
