package blocks

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// A Text is the text of an article with the lines taken out of it.
type Text struct {
	Sapo     string // the lede set apart
	Dateline string // what opens the lede or the first paragraph, cut off it
	Blocks   []news.Block

	Byline       []string // the lines that name the writers, taken out of the blocks
	Above, Below []string // bylines between headline and body, and below the body

	Boxes []Box // where the blocks stand, as far as some read like headlines

	Pager Pager // leads to further parts of the article
}

// Read returns the text of the article at l. The title is the headline as printed.
func Read(l *scan.Layout, title string) Text {
	w := walk{Layout: l, title: title, marks: familyMarks(l)}
	for _, s := range l.Suspects {
		if 2*s.Prose > l.Body.Text && s.From > l.Body.From && s.To <= l.Body.To {
			w.large = append(w.large, s.Node)
		}
	}
	var sapo string
	sapo, w.sapo = familySapo(l, title)

	body := reader{page: l.Page, marks: w.marks, foreign: w.isForeign, end: l.Next, title: l.Title.Node}
	blocks := body.read(l.Body.Node)
	if body.over > 0 {
		blocks = append(overTitle(blocks[:body.over]), blocks[body.over:]...)
	}
	clean(blocks)
	around := w.readAround(sapo)
	if len(around.blocks) > 0 {
		blocks = append(around.blocks, blocks...)
	}
	t := arrange(blocks, head{
		title: lexicon.Key(title), sapo: around.sapo, timed: w.isTimed() && hasMoments(blocks),
	})
	t.Above, t.Below, t.Pager = around.above, around.below, w.pager
	t.cutDateline()
	return t
}

// overTitle returns the blocks over the headline that are of the text: sentences and bylines, not the
// kicker, the section or buttons.
func overTitle(blocks []block) []block {
	const shortest = 80 // bytes
	return slices.DeleteFunc(slices.Clone(blocks), func(b block) bool {
		return b.kind() != news.Caption && (len(b.text) < shortest || !lexicon.EndsSentence(b.text)) &&
			lexicon.CreditIn(b.text, b.has(styleAuthor)) == ""
	})
}

// cutDateline takes the dateline off the lede, or off the first paragraph.
func (t *Text) cutDateline() {
	if t.Sapo, t.Dateline = cutDateline(t.Sapo); t.Dateline != "" {
		return
	}
	for i := range t.Blocks {
		if b := &t.Blocks[i]; b.Kind == news.Paragraph {
			b.Text, t.Dateline = cutDateline(b.Text)
			return
		}
	}
}

// cutDateline returns a text without its dateline, and the dateline.
func cutDateline(s string) (string, string) {
	if s == "" {
		return "", ""
	}
	dateline, rest := byline.CutDateline(s)
	if rest == "" {
		return s, ""
	}
	return rest, dateline
}

// familyMarks returns the roles that the selectors of the page's CMS family give elements of the body.
func familyMarks(l *scan.Layout) map[*html.Node]cms.Role {
	drop, captions := l.Hits(l.Family, cms.FieldDrop), l.Hits(l.Family, cms.FieldCaption)
	if len(drop)+len(captions) == 0 {
		return nil
	}
	marks := map[*html.Node]cms.Role{}
	for _, h := range drop {
		marks[h.Node] |= cms.RoleDrop
	}
	for _, h := range captions {
		marks[h.Node] |= cms.RoleCaption
	}
	return marks
}

// A walk knows what of an article's elements is not its text.
type walk struct {
	*scan.Layout
	title string
	marks map[*html.Node]cms.Role
	sapo  *html.Node   // the lede by the family's selectors, which is not read again
	large []*html.Node // elements with the better part of the body that are called boilerplate

	pager Pager // of the article
	timed answer
}

// Lengths in bytes.
const (
	longestTitle    = 400 // of a headline; a longer one lacks its end tag
	longestDateBox  = 80  // of an element named for the date that holds nothing else
	longestPager    = 80
	longestPageLink = 8
)

// isForeign reports whether an element inside the body is not of the article: a list of related articles, a
// share bar, the headline again. An element with the better part of the body is of it, whatever it is
// called.
func (w *walk) isForeign(n *html.Node) bool {
	if w.takePager(n) {
		return true
	}
	role := w.Role(n) | w.marks[n]
	title := w.Title.Node
	if n == title || n.DataAtom == atom.H1 && role&cms.RoleTitle == 0 && title != nil &&
		title.DataAtom == atom.H1 {
		return dom.IsShort(n, longestTitle) // else its end tag is missing
	}
	switch {
	case n == w.sapo:
		return true
	case role&cms.RoleHidden != 0:
		return !w.isRest(n, role)
	case role == 0:
		return false
	case role&(cms.RoleClock|cms.RoleCrumbs) != 0, role&cms.RoleTags != 0 && n.DataAtom != atom.P:
		return !w.isLarge(n)
	case role&cms.RoleDate != 0 && dom.IsBlock(n):
		return dom.IsShort(n, longestDateBox) && !w.isTimed()
	case role&(cms.RoleBoilerplate|cms.RoleChrome) == 0, w.HoldsTitle(n):
		return false
	case role&cms.RoleSapo != 0 && role&cms.RoleBoilerplate == 0: // "header-sapo"
		return false
	case role&(cms.RoleCaption|cms.RoleAuthor) != 0 && role&cms.RoleChrome == 0 && n.DataAtom != atom.Ins:
		return false
	}
	return !w.isLarge(n) && !w.isSignature(n)
}

// isSignature reports whether n is nothing but the writer's name behind the last paragraph of its element.
func (w *walk) isSignature(n *html.Node) bool {
	const reach = 16 // neighbours
	if dom.HasLink(n) || !dom.IsShort(n, lexicon.LongestByline) ||
		!lexicon.IsByline(dom.Clean(dom.Text(n, lexicon.LongestByline)), false, true) {
		return false
	}
	k := n.NextSibling
	for i := 0; k != nil && i < reach; i++ {
		if w.isParagraph(k) {
			return false
		}
		k = k.NextSibling
	}
	k = n.PrevSibling
	for i := 0; k != nil && i < reach; i++ {
		if w.isParagraph(k) {
			return true
		}
		k = k.PrevSibling
	}
	return false
}

// isParagraph reports whether n has more than a line of text and no name that speaks against it.
func (w *walk) isParagraph(n *html.Node) bool {
	const line = 80 // bytes
	return w.Role(n)&(cms.RoleBoilerplate|cms.RoleChrome|cms.RoleHidden) == 0 && !dom.IsShort(n, line)
}

// isForeignAround is isForeign between headline and body, where an element called a header is the article's,
// and so is a line named for the date that names the writer, too: "Mai Linh - 18/04/2026 - 18:30".
func (w *walk) isForeignAround(n *html.Node) bool {
	role := w.Role(n) | w.marks[n]
	return role&(cms.RoleChrome|cms.RoleBoilerplate) != cms.RoleChrome && w.isForeign(n) &&
		!(role == cms.RoleDate && namesWriterBesideDate(n))
}

// namesWriterBesideDate reports whether a short line without links names a writer beside the date.
func namesWriterBesideDate(n *html.Node) bool {
	if dom.HasLink(n) || !dom.IsShort(n, lexicon.LongestByline) {
		return false
	}
	line := dom.Clean(dom.Text(n, lexicon.LongestByline))
	return lexicon.HasDigitsOfDate(line) && lexicon.CreditIn(line, false) != ""
}

// isRest reports whether a hidden element holds the rest of the text, which a control beside it shows.
func (w *walk) isRest(n *html.Node, role cms.Role) bool {
	const shortest = 80 // bytes of prose
	box, ok := w.Box(n)
	return ok && box.Prose >= shortest && role&(cms.RoleBoilerplate|cms.RoleDrop) == 0 &&
		(hasControl(n, func(n *html.Node) *html.Node { return n.NextSibling }) ||
			hasControl(n, func(n *html.Node) *html.Node { return n.PrevSibling }))
}

// hasControl reports whether one of the next elements is a button to read on, which leads to no other page.
func hasControl(n *html.Node, next func(*html.Node) *html.Node) bool {
	const reach, longest = 2, 40 // elements, bytes
	for n.Parent != nil && n.Parent.FirstChild == n && n.Parent.LastChild == n {
		n = n.Parent // it has nothing beside it
	}
	seen := 0
	for n = next(n); n != nil && seen < reach; n = next(n) {
		if n.Type != html.ElementNode {
			continue
		}
		seen++
		if lexicon.IsReadOn(dom.Clean(dom.Text(n, longest))) && !leadsAway(n) {
			return true
		}
	}
	return false
}

// leadsAway reports whether n is a link to another page or holds one.
func leadsAway(n *html.Node) bool {
	if n.DataAtom == atom.A {
		return !dom.LinksNowhere(n)
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && !dom.LinksNowhere(c) {
			return true
		}
	}
	return false
}

// isTimed reports whether the text is a live report: three elements in it at least are named for the time.
func (w *walk) isTimed() bool {
	const least = 3
	if w.timed == unknown {
		n := 0
		for _, s := range w.Dates {
			if s.At <= w.Body.From || s.At > w.Body.To {
				continue
			}
			roles := w.RolesUpTo(s.Node, w.Body.Node)
			if roles&cms.RoleDate != 0 && roles&(cms.RoleTeaser|cms.RoleBoilerplate) == 0 {
				n++
			}
		}
		w.timed = no
		if n >= least || w.moments(least) {
			w.timed = yes
		}
	}
	return w.timed == yes
}

// moments reports whether the body has so many elements named for the time that hold a time of day, without a
// day.
func (w *walk) moments(least int) bool {
	const longest = len("15:40 ")
	n := 0
	for c := range w.Body.Node.Descendants() {
		if c.Type == html.ElementNode && w.Role(c)&cms.RoleDate != 0 && dom.IsShort(c, longest) &&
			lexicon.IsMoment(dom.Clean(dom.Text(c, longest))) {
			if n++; n >= least {
				return true
			}
		}
	}
	return false
}

// hasMoments reports whether two blocks at least are nothing but a time, as over the events of a live report.
func hasMoments(blocks []block) bool {
	n := 0
	for i := range blocks {
		if lexicon.IsMoment(blocks[i].text) {
			n++
		}
	}
	return n > 1
}

// An answer is one that is looked for when it is first asked for.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)

func (w *walk) isLarge(n *html.Node) bool { return slices.Contains(w.large, n) }

// arrange makes the blocks of the page those of the article: it drops lines that point elsewhere and takes
// the byline and the lede out of them.
func arrange(blocks []block, h head) Text {
	unquote(blocks)
	blocks = dropForeign(blocks)
	blocks, h.byline = takeByline(blocks)
	markCaptions(blocks)
	blocks = h.drop(blocks)
	tellPhotoStory(blocks)
	blocks = joinVerses(blocks)
	markQuestions(blocks)
	out, from := printed(blocks)
	return Text{Sapo: h.sapo, Blocks: out, Byline: h.byline, Boxes: boxesOf(blocks, from)}
}

// printed returns blocks as an article has them, and for each of these from which block it is.
func printed(blocks []block) (out []news.Block, from []int) {
	for i := range blocks {
		b := &blocks[i]
		kind, text := b.kind(), b.line()
		switch {
		case kind == news.Caption:
			if out = appendCaption(out, text); len(out) > len(from) {
				from = append(from, i)
			}
			continue
		case kind == news.Verse:
			text = b.text
		case kind == news.Paragraph && (isSubheading(b) || lexicon.IsMoment(b.text)):
			kind = news.Heading
		}
		out, from = append(out, news.Block{Kind: kind, Text: text}), append(from, i)
	}
	// A heading at the end headed what was left out.
	for len(out) > 0 && out[len(out)-1].Kind == news.Heading && !lexicon.EndsSentence(out[len(out)-1].Text) {
		out = out[:len(out)-1]
	}
	return out, from[:len(out)]
}

// isSubheading reports whether a paragraph is a heading in all but its element: short, all bold or all
// capitals, no sentence.
func isSubheading(b *block) bool {
	if len(b.text) > longestHeading || b.text != "" && strings.IndexByte(".;,", b.text[len(b.text)-1]) >= 0 {
		return false
	}
	return b.has(styleBold) || lexicon.AllCapitals(b.text)
}
