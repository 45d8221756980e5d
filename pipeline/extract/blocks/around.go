package blocks

import (
	"strings"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// Surroundings are what an article has outside of the element that holds its text.
type surroundings struct {
	sapo         string
	blocks       []block  // captions and paragraphs that go before those of the body
	above, below []string // bylines
}

// readAround reads what stands around the body: lede, picture and credits between the headline and it, and
// credits below it. sapo is the lede by the family's selectors, if the page has it.
func (w *walk) readAround(sapo string) surroundings {
	s := surroundings{sapo: sapo}
	title, rank := lexicon.Key(w.title), notSapo
	blocks := w.readNodes(w.between())
	for i := range blocks {
		b := &blocks[i]
		markCaption(b, b.shape)
		isProse := isLede(b.text) && len(b.text) < longestSapo && !b.row
		switch own := sapoRank(b, isProse); {
		case b.links*2 > len(b.text), lexicon.HasKey(b.text, title), lexicon.IsPointer(b.text),
			lexicon.IsLabel(b.text):
		case b.kind() == news.Caption && !isOverDate(blocks[i:]):
			s.blocks = append(s.blocks, *b)
		case s.takeByline(b):
		case lexicon.IsDateLine(b.text) || sapo != "":
		case own == sapoNamed && rank == sapoNamed:
			s.sapo += " " + b.line()
		case own > rank:
			if rank != notSapo {
				s.blocks = append(s.blocks, block{text: s.sapo})
			}
			s.sapo, rank = b.line(), own
		case isProse && lexicon.EndsSentence(b.text) && w.Family == cms.None:
			s.blocks = append(s.blocks, *b)
		}
	}
	s.below = w.bylinesBelow()
	return s
}

// bylinesBelow returns the bylines below the body, up to the head of a list or of readers' comments, or the
// linked heading of another article.
func (w *walk) bylinesBelow() []string {
	var found []string
	for _, b := range w.readNodes(w.below()) {
		isHeadline := b.has(styleHeading) && isPureLink(&b)
		if isHeadline || lexicon.HeadsMore(b.text) || lexicon.HeadsComments(b.text) {
			break
		}
		for line := range strings.SplitSeq(b.text, "\n") {
			if lexicon.SignsForOffice(line) {
				return found
			}
			s := lexicon.CreditIn(line, b.has(styleAuthor|styleRight))
			if s != "" && len(line) <= lexicon.LongestByline {
				found = append(found, s)
			}
		}
	}
	return found
}

// isOverDate reports whether the first block is a name over the date, as that of the writer under his
// picture.
func isOverDate(blocks []block) bool {
	name, date, ok := strings.Cut(blocks[0].text, "\n")
	if !ok && len(blocks) > 1 {
		date = blocks[1].text
	}
	return lexicon.IsName(name) && lexicon.IsDateLine(date)
}

// How sure it is that a block between headline and body is the lede.
const (
	notSapo = iota
	sapoPlain
	sapoHeading
	sapoNamed
)

func sapoRank(b *block, isProse bool) int {
	switch {
	case b.has(styleSapo) && len(b.text) >= shortestSapo:
		return sapoNamed
	case isProse && b.has(styleHeading):
		return sapoHeading
	case isProse && lexicon.EndsSentence(b.text) && b.kind() == news.Paragraph:
		return sapoPlain
	}
	return notSapo
}

// takeByline takes the credits in a short line under the headline: "12/5/2025 | Tác giả: Mai Linh". It
// reports whether there are any.
func (s *surroundings) takeByline(b *block) bool {
	if len(b.text) > lexicon.LongestByline || b.has(styleQuote) {
		return false
	}
	before := len(s.above)
	for _, line := range strings.FieldsFunc(b.text, isSeparator) {
		line = strings.TrimSpace(line)
		isName := b.has(styleItalic|styleBold|styleRight) && lexicon.IsName(line)
		if credit := lexicon.CreditIn(line, b.has(styleAuthor) || isName); credit != "" {
			s.above = append(s.above, credit)
		}
	}
	return len(s.above) > before
}

// isSeparator reports whether c parts the fields of a line under the headline.
func isSeparator(c rune) bool { return c == '|' || c == '•' || c == '·' || c == '\n' }

// readNodes returns the blocks of nodes around the body.
func (w *walk) readNodes(nodes []*html.Node) []block {
	r := reader{page: w.Page, marks: w.marks, foreign: w.isForeignAround}
	blocks := r.readNodes(nodes)
	clean(blocks)
	return blocks
}

// between returns the nodes between headline and body, menus aside.
func (w *walk) between() []*html.Node {
	t, body := w.Title.Node, w.Body.Node
	if t == nil || dom.Contains(body, t) || dom.Contains(t, body) {
		return nil
	}
	var path []*html.Node // from the body up to the child of the scope that holds it
	for n := body; n != nil && n != w.Scope; n = n.Parent {
		path = append(path, n)
	}

	var found []*html.Node
	take := func(n, end *html.Node) bool {
		for ; n != nil && n != end; n = n.NextSibling {
			if n.Type == html.TextNode || n.Type == html.ElementNode && !dom.HasLinks(n, scan.Menu) {
				found = append(found, n)
			}
		}
		return n == end
	}
	for ; t.Parent != w.Scope; t = t.Parent {
		take(t.NextSibling, nil)
	}
	if !take(t.NextSibling, path[len(path)-1]) {
		return nil // the headline stands after the body
	}
	for i := len(path) - 1; i > 0; i-- {
		take(path[i].FirstChild, path[i-1])
	}
	return found
}

// below returns the elements that follow the body in the article's scope, up to a list of links. Where the
// body holds the headline, the scope is the parent of the body.
func (w *walk) below() []*html.Node {
	const most = 6                            // elements
	const longest = 4 * lexicon.LongestByline // bytes of an element with a byline
	scope := w.Scope
	if scope == w.Body.Node {
		scope = w.Body.Node.Parent
	}
	var found []*html.Node
	for n := w.Body.Node; n != nil && n != scope; n = n.Parent {
		for s := n.NextSibling; s != nil; s = s.NextSibling {
			if s.Type != html.ElementNode {
				continue
			}
			if w.takePager(s) {
				continue
			}
			role := w.Role(s) | w.marks[s]
			if role&(cms.RoleTags|cms.RoleChrome|cms.RoleBoilerplate) != 0 {
				continue
			}
			if dom.HasLinks(s, scan.Menu) || len(found) == most || !dom.IsShort(s, longest) {
				return found
			}
			found = append(found, s)
		}
	}
	return found
}
