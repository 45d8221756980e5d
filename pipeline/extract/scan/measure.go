package scan

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
)

// What of the text of a block reads like prose. Lengths are in bytes; Vietnamese has about 1.3 to a letter.
const (
	shortestParagraph = 80 // a block of this length is prose: a sentence
	shortestLine      = 25 // a block of this length may be: one of its lineShare counts
	lineShare         = 4
	mostLinkShare     = 2   // more than one of so many bytes in links: a list, not prose
	longestTeaser     = 600 // beside a linked headline: the lede of another article
	shortestCard      = 20  // of a linked headline; shorter ones are sections
	longestItem       = 900 // of a teaser that begins with a link
	listLinkShare     = 3   // a list item with more than one of so many bytes in links is no prose
	longestCounter    = 20  // of a number, a date or a time before a headline
	longestSummary    = 300 // of what stands under a headline that has an element of its own
	articleInChrome   = 800 // prose under an h1: the element is not what its name says
)

// A measure sums up the text of an element, in bytes.
type measure struct {
	text, link   int
	prose        int // in blocks that read like prose
	own, ownLink int // outside of blocks that are complete
	cards        int // linked headings
	cardText     int
	heads        int // headings that are no cards, unless a link around them makes them such
	headText     int
	images       int
	rows, cells  int
	blocks       int // with text of their own
	widest       int // the longest of them
	h1           bool
	dated        bool // it holds something that may be a date line or names the author
	starts       start
	firstLink    int  // the text of the link that it begins with
	widestLink   int  // the longest text of a link
	aside        int  // bytes of blocks that are mostly links, and of what is called boilerplate
	imprint      bool // the text that is not yet in a complete block names who runs the newspaper
	lede         bool // an element in it is called a lede
	bareCards    int  // cards that stand beside other text rather than in an element of their own
}

// A start says how the text of an element begins.
type start uint8

const (
	startsEmpty start = iota
	startsPlain
	startsLinked
)

// addText adds a text of some size. A counter does not begin an element: the number, the sign or the time of
// day before a headline, as in "1. ", "[18:46]".
func (m *measure) addText(size int, isCounter bool) {
	if size > 0 && m.starts == startsEmpty && !isCounter {
		m.starts = startsPlain
	}
	m.text += size
	m.own += size
}

// add adds the measure of a child.
func (m *measure) add(k *measure) {
	if m.starts == startsEmpty {
		m.starts, m.firstLink = k.starts, k.firstLink
	}
	m.widestLink = max(m.widestLink, k.widestLink)
	m.aside += k.aside
	m.bareCards += k.bareCards
	m.text += k.text
	m.link += k.link
	m.prose += k.prose
	m.own += k.own
	m.ownLink += k.ownLink
	m.cards += k.cards
	m.cardText += k.cardText
	m.heads += k.heads
	m.headText += k.headText
	m.images += k.images
	m.rows += k.rows
	m.cells += k.cells
	m.blocks += k.blocks
	m.widest = max(m.widest, k.widest)
	m.h1 = m.h1 || k.h1
	m.imprint = m.imprint || k.imprint
	m.lede = m.lede || k.lede
}

// close turns m, the measure of n's contents, into that of n, and notes what n is by it. boxes is how many
// boxes there were before those in n.
func (s *Scanner) close(n *html.Node, role cms.Role, from int32, boxes int, m *measure) {
	p := &s.page
	if n.DataAtom == atom.A && !dom.IsTextOfLink(n) && m.closeLink() {
		p.links = append(p.links, from)
		s.closeCard(m)
	}
	if !dom.IsBlock(n) {
		if role&cms.RoleLoose != 0 {
			p.roles[n] = role &^ m.refuted()
		}
		return
	}
	if m.isLinkLine() {
		p.linkLines = append(p.linkLines, p.End)
	}
	m.closeBlock()
	switch n.DataAtom {
	case atom.H1:
		m.h1 = true
	case atom.H2, atom.H3, atom.H4, atom.H5:
		if m.isCardHeading() && !p.statesHeading(n) {
			m.cards++
			m.bareCards++
			m.cardText += m.text
			p.Cards++
		} else if m.text >= shortestCard {
			m.heads++
			m.headText += m.text
		}
	case atom.Tr:
		m.rows++
	case atom.Td, atom.Th:
		m.cells++
	case atom.Table:
		p.tables[n] = TableShape{
			Images: m.images, Rows: m.rows, Cells: m.cells, Blocks: m.blocks, Text: m.text, Widest: m.widest,
		}
		m.rows, m.cells = 0, 0
	}

	if m.isCard() && m.prose > 0 {
		p.addTeasers(1, m.prose)
	}
	if m.isCard() || n.DataAtom == atom.Li && m.link*listLinkShare > m.text {
		m.setAside()
	}
	m.lede = m.lede || role&cms.RoleSapo != 0
	if (m.isTeaser() || m.isLinkOverLede() && !p.opensTitle(firstLinkIn(n))) && mayBeTeaser(n) {
		role |= cms.RoleTeaser
		p.roles[n] |= cms.RoleTeaser
	}
	if role&cms.RoleLoose != 0 {
		role &^= m.refuted()
		p.roles[n] = role
	}
	if m.prose <= 0 {
		return
	}
	box := Box{Node: n, From: from, To: p.End, Prose: m.prose, Text: m.text}
	if n.DataAtom != atom.Html {
		p.Boxes = append(p.Boxes, box)
	}
	if role&(cms.RoleBoilerplate|cms.RoleChrome|cms.RoleHidden) != 0 && !(m.h1 && m.prose > articleInChrome) {
		p.Suspects = append(p.Suspects, box)
		for i := boxes; i < len(p.Boxes); i++ {
			p.Boxes[i].Aside = true
		}
		m.setAside()
	}
}

// closeCard makes the headings in a link cards: a link around heading and summary. Without a heading, the
// text of a link is no prose beside an image or in several blocks.
func (s *Scanner) closeCard(m *measure) {
	if m.text-m.headText >= longestTeaser {
		return
	}
	if m.heads == 0 {
		if m.images > 0 || m.blocks > 1 {
			m.prose = 0
		}
		return
	}
	m.cards += m.heads
	m.cardText += m.headText
	s.page.Cards += m.heads
	m.heads, m.headText = 0, 0
	s.page.linkLines = append(s.page.linkLines, s.page.End)
	m.prose = 0
}

// setAside makes the text of an element none of an article.
func (m *measure) setAside() { m.prose, m.aside, m.bareCards = 0, m.text, 0 }

// closeLink makes all of the text that of a link and reports whether there is any.
func (m *measure) closeLink() bool {
	m.link, m.ownLink = m.text, m.own
	if m.text == 0 {
		return false
	}
	m.starts, m.firstLink, m.widestLink = startsLinked, m.text, m.text
	return true
}

// isLinkLine reports whether the text that a block has of its own is the linked headline of another article:
// it begins with a link, or half of it is one.
func (m *measure) isLinkLine() bool {
	return m.ownLink >= shortestCard && (m.starts == startsLinked || m.ownLink*2 >= m.own)
}

// closeBlock ends a block of text: it is prose if it is long, in part if it is a line, and not if it is
// mostly links.
func (m *measure) closeBlock() {
	if m.ownLink*mostLinkShare < m.own && !m.imprint {
		switch plain := m.own - m.ownLink; {
		case m.own >= shortestParagraph:
			m.prose += plain
		case m.own >= shortestLine:
			m.prose += plain / lineShare
		}
	} else {
		m.aside += m.own
	}
	if m.own > 0 {
		m.blocks++
	}
	m.widest = max(m.widest, m.own)
	m.own, m.ownLink, m.imprint = 0, 0, false
}

// isCardHeading reports whether a heading is the linked headline of another article: nine tenths of it are.
func (m *measure) isCardHeading() bool { return m.link >= shortestCard && m.link*10 >= m.text*9 }

// isCard reports whether an element is a linked headline with a few words.
func (m *measure) isCard() bool { return !m.h1 && m.cards == 1 && m.text-m.cardText < longestTeaser }

// refuted returns the roles of an element with a loose name that it has not, by what it holds: prose for the
// most part, a headline over prose, or a row with the date or the writer and without another headline.
func (m *measure) refuted() cms.Role {
	const longRow = 200 // bytes
	switch {
	case m.prose >= shortestParagraph && (m.h1 || m.prose*2 >= m.text-m.aside && m.bareCards == 0):
		return cms.Named | cms.RoleLoose
	case m.dated && m.text <= longRow && m.widestLink < shortestCard:
		return cms.RoleBoilerplate
	}
	return 0
}

// isTeaser reports whether an element is a card beyond doubt: it begins with a link and has few words.
func (m *measure) isTeaser() bool {
	return m.cards == 1 && m.starts == startsLinked && m.text-m.cardText < longestTeaser/2
}

// isLinkOverLede reports whether an element is nothing but a link as long as a headline and what is called a
// lede: another article.
func (m *measure) isLinkOverLede() bool {
	return m.lede && m.starts == startsLinked && m.firstLink >= shortestCard && m.firstLink == m.link &&
		m.cards+m.heads == 0 && !m.h1 && m.blocks <= 2 && m.text > m.link && m.text-m.link < longestTeaser/2
}

// firstLinkIn returns the text of the first link in n.
func firstLinkIn(n *html.Node) string {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			return dom.Clean(dom.Text(c, longestTitle))
		}
	}
	return ""
}

func mayBeTeaser(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Article, atom.Section, atom.Li:
		return true
	}
	return false
}

// A teaserRow is a row of neighbours of one kind that begin with a link: teasers of other articles.
type teaserRow struct {
	tag, class        string
	n, prose, counted int
	first             *html.Node // the first two; further ones are known for teasers when they come
	second            *html.Node
}

// addToRow adds the next neighbour to a row and returns how much prose of the row turns out to be none: that
// of a third neighbour on, of a second if they have a class in common. If they begin with a link as long as a
// headline, they are teasers to the last word.
func (p *Page) addToRow(r *teaserRow, n *html.Node, m *measure) int {
	if m.starts != startsLinked || m.prose == 0 || m.text > longestItem || !dom.IsBlock(n) {
		if m.text > 0 {
			*r = teaserRow{}
		}
		return 0
	}
	if class := dom.Attr(n, "class"); r.n == 0 || n.Data != r.tag || class != r.class {
		*r = teaserRow{tag: n.Data, class: class}
	}
	switch r.n++; r.n {
	case 1:
		r.first = n
	case 2:
		r.second = n
	}
	r.prose += m.prose
	if r.n < 3 && (r.n < 2 || r.class == "") {
		return 0
	}
	if m.firstLink >= shortestCard && mayBeTeaser(n) {
		for _, t := range [...]*html.Node{r.first, r.second, n} {
			if t != nil {
				p.roles[t] |= cms.RoleTeaser
			}
		}
		r.first, r.second = nil, nil
	}
	return p.endTeasers(&r.prose, &r.counted, r.n)
}

// endTeasers returns how much prose of the n parts of a row has not been found to be none before.
func (p *Page) endTeasers(prose, counted *int, n int) int {
	none := *prose
	p.addTeasers(n-*counted, none)
	*prose, *counted = 0, n
	return none
}

func (p *Page) addTeasers(n, prose int) {
	p.Teasers += n
	p.TeaserProse += prose
}

// A pairRow is a row of neighbours that take turns: the linked headline of another article, and a summary.
type pairRow struct {
	isHeaded          bool // the last neighbour is a headline
	n, prose, counted int
}

// addText ends the row at a text between its elements, a counter aside.
func (r *pairRow) addText(size int, isCounter bool) {
	if size > 0 && !isCounter {
		*r = pairRow{}
	}
}

// addToPairs adds the next neighbour and returns how much prose turns out to be that of summaries: all from
// the third one on.
func (p *Page) addToPairs(r *pairRow, n *html.Node, m *measure) int {
	const fewest = 3
	switch {
	case m.text == 0, r.isHeaded && m.text <= 2*longestCounter && m.prose == 0 && m.link == 0:
		return 0
	case m.starts == startsLinked && m.firstLink >= shortestCard && m.text-m.link <= 2*longestCounter:
		r.isHeaded = true
		return 0
	case !r.isHeaded, m.link > 0, m.text > longestSummary, !dom.IsBlock(n):
		*r = pairRow{}
		return 0
	}
	r.isHeaded = false
	r.n++
	r.prose += m.prose
	if r.n < fewest {
		return 0
	}
	return p.endTeasers(&r.prose, &r.counted, r.n)
}

// A readerRow is a row of neighbours that readers wrote: each begins with a name and has a date.
type readerRow struct {
	first *html.Node // known for what it is when the second comes
	tag   string
	prose int
}

// addToReaders adds the next neighbour to a row and returns how much prose turns out to be that of readers.
func (p *Page) addToReaders(r *readerRow, n *html.Node, m *measure, isDated bool) int {
	const longest = 1200 // bytes
	if m.text == 0 {
		return 0
	}
	if !isDated || m.text > longest || !mayBeTeaser(n) || m.cards+m.heads > 0 || m.link*2 > m.text ||
		!beginsWithName(n) {
		*r = readerRow{}
		return 0
	}
	if r.tag != n.Data {
		*r = readerRow{first: n, tag: n.Data, prose: m.prose}
		return 0
	}
	if r.first != nil {
		p.roles[r.first] |= cms.RoleTeaser
		r.first = nil
	}
	p.roles[n] |= cms.RoleTeaser
	none := r.prose + m.prose
	r.prose = 0
	return none
}

// beginsWithName reports whether the first text in an element is a name and stands there alone.
func beginsWithName(n *html.Node) bool {
	const longest = 60 // bytes
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return len(c.Data) <= longest && lexicon.IsName(strings.TrimSpace(c.Data))
		}
	}
	return false
}
