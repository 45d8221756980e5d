package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/news"
)

// A frame is what an article has outside of the element that holds its text: lede, picture and credits
// between the headline and it, and credits behind it.
type frame struct {
	sapo       string
	blocks     []block  // captions, and paragraphs that go before those of the body
	head, tail []string // bylines
}

// readFrame reads what stands around the body. sapo is that of the family, if the page has it.
func (r *reader) readFrame(sapo string) frame {
	f := frame{sapo: sapo}
	stated := f.sapo != ""
	title, rank := key(r.article.Title), 0
	blocks := r.readNodes(r.between())
	for i := range blocks {
		b := &blocks[i]
		k := key(b.text)
		markCaption(blocks, i, b.shape)
		isProse := isLede(b.text) && len(b.text) < longestSapo && !b.row
		switch own := sapoRank(b, isProse); {
		case b.links*2 > len(b.text) || k == title || isPointer(b.text) || isLabel(b.text):
		case b.kind() == news.Caption && !overDate(blocks[i:]):
			f.blocks = append(f.blocks, *b)
		case f.addHead(b):
		case isDateLine(b.text) || stated:
		case own == sapoNamed && rank == sapoNamed:
			f.sapo += " " + oneLine(b.text)
		case own > rank:
			if rank > 0 {
				f.blocks = append(f.blocks, block{text: f.sapo})
			}
			f.sapo, rank = oneLine(b.text), own
		case isProse && endsSentence(b.text) && r.family < 0:
			f.blocks = append(f.blocks, *b)
		}
	}

	for _, b := range r.readNodes(r.behind()) {
		if isEnd(b.text) {
			break
		}
		for line := range strings.SplitSeq(b.text, "\n") {
			if s := creditIn(line, b.style&styleAuthor != 0); s != "" && len(line) <= longestByline {
				f.tail = append(f.tail, s)
			}
		}
	}
	return f
}

// overDate reports whether a name stands over the date, as that of the writer under his picture does.
func overDate(blocks []block) bool {
	name, date, ok := strings.Cut(blocks[0].text, "\n")
	if !ok && len(blocks) > 1 {
		date = blocks[1].text
	}
	return isName(name) && isDateLine(date)
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

const (
	sapoPlain = 1 + iota
	sapoHeading
	sapoNamed
)

// sapoRank says how sure it is that a block between headline and text is the lede; 0 is that it is not.
func sapoRank(b *block, isProse bool) int {
	switch {
	case b.style&styleSapo != 0 && len(b.text) >= 20:
		return sapoNamed
	case isProse && b.style&styleHeading != 0:
		return sapoHeading
	case isProse && endsSentence(b.text) && b.kind() == news.Paragraph:
		return sapoPlain
	}
	return 0
}

// addHead takes the credits in a short line under the headline: "12/5/2025 | Tác giả: Mai Linh".
func (f *frame) addHead(b *block) bool {
	if len(b.text) > longestByline || b.style&styleQuote != 0 {
		return false
	}
	found := false
	for _, line := range strings.FieldsFunc(b.text, func(c rune) bool { return c == '|' || c == '•' || c == '·' || c == '\n' }) {
		if s := creditIn(strings.TrimSpace(line), b.style&styleAuthor != 0); s != "" {
			f.head = append(f.head, s)
			found = true
		}
	}
	return found
}

// creditIn returns the part of a line beside the text that is a byline: all of it, or what stands before or
// behind a date.
func creditIn(line string, marked bool) string {
	if datelike(line) {
		from, to := strings.IndexFunc(line, unicode.IsDigit), strings.LastIndexFunc(line, unicode.IsDigit)+1
		const signs = " -–—,()·•|"
		before, behind := strings.Trim(trimDateWords(line[:from]), signs), strings.Trim(line[to:], signs)
		if isDateWords(before) {
			before = behind
		}
		line = before
	}
	if s, ok := cutBy(line); ok {
		line, marked = s, true
	}
	if line == "" || strings.HasSuffix(line, ":") || isDateWords(line) || isSectionWord(key(line)) ||
		endsSentence(line) {
		return ""
	}
	c, ok := byline.Parse(line)
	if !ok && (marked || labelled(line) || isSource(line)) {
		c, ok = byline.ParseField(line)
	}
	if !ok || len(c.Authors) == 0 && c.Source == "" && !c.Generic && len(c.Photographers) == 0 {
		return ""
	}
	return line
}

// trimDateWords cuts the words off the end of s that lead up to a date: "Tác giả: Mai Linh | Ngày đăng:".
func trimDateWords(s string) string {
	for {
		s = strings.TrimRight(s, " ")
		at := strings.LastIndexByte(s, ' ') + 1
		if s == "" || !isDateWord(s[at:]) {
			return s
		}
		s = s[:at]
	}
}

// cutBy cuts the words off a line with which programs introduce an author: "Viết bởi Mai Linh".
func cutBy(line string) (string, bool) {
	for _, by := range [...]string{"Được viết bởi", "Viết bởi", "Đăng bởi", "Bởi", "By", "by",
		"bởi", "Posted by", "Người đăng"} {
		if rest, ok := strings.CutPrefix(line, by); ok && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, ":")) {
			return strings.TrimLeft(rest, ": "), true
		}
	}
	if rest, ok := strings.CutPrefix(line, "Tác giả "); ok && !strings.Contains(rest, ": ") { // with a colon it is part of the byline
		return rest, true
	}
	return line, false
}

func isSource(line string) bool { return strings.HasPrefix(line, "Nguồn") }

func isDateWords(s string) bool { return otherWords(s) == 0 }

// readNodes returns the blocks of a row of elements, cleaned.
func (r *reader) readNodes(nodes []*html.Node) []block {
	br := bodyReader{roles: r.roles, tables: r.tables, skip: func(n *html.Node) bool {
		// What is called a header here is the article's.
		return r.roles[n]&(roleChrome|roleBoilerplate) != roleChrome && r.isForeign(n)
	}}
	for _, n := range nodes {
		if n.Type == html.TextNode {
			br.text(n.Data)
		} else {
			br.element(n, false)
		}
	}
	br.flush()
	cleanBlocks(br.blocks)
	return br.blocks
}

func cleanBlocks(blocks []block) {
	for i := range blocks {
		b := &blocks[i]
		if strings.IndexByte(b.text, '\n') < 0 {
			b.text = clean(b.text)
			continue
		}
		lines := strings.Split(b.text, "\n")
		for j := range lines {
			lines[j] = clean(lines[j])
		}
		b.text = strings.Join(lines, "\n")
	}
}

// between returns the nodes between headline and body, menus aside.
func (r *reader) between() []*html.Node {
	t, body := r.title.node, r.body.node
	if t == nil || contains(body, t) || contains(t, body) {
		return nil
	}
	var path []*html.Node // from the body up to the child of the scope that holds it
	for n := body; n != nil && n != r.scope; n = n.Parent {
		path = append(path, n)
	}

	var found []*html.Node
	take := func(n, end *html.Node) bool {
		for ; n != nil && n != end; n = n.NextSibling {
			if n.Type == html.TextNode || n.Type == html.ElementNode && linksIn(n) < menu {
				found = append(found, n)
			}
		}
		return n == end
	}
	for ; t.Parent != r.scope; t = t.Parent {
		take(t.NextSibling, nil)
	}
	if !take(t.NextSibling, path[len(path)-1]) {
		return nil // the headline stands behind the body
	}
	for i := len(path) - 1; i > 0; i-- {
		take(path[i].FirstChild, path[i-1])
	}
	return found
}

// behind returns the elements that follow the body in the article's scope, up to a list of links. Where the
// body holds the headline, the scope is what is next to it.
func (r *reader) behind() []*html.Node {
	scope := r.scope
	if scope == r.body.node {
		scope = r.body.node.Parent
	}
	var found []*html.Node
	for n := r.body.node; n != nil && n != scope; n = n.Parent {
		for s := n.NextSibling; s != nil; s = s.NextSibling {
			if s.Type == html.ElementNode && r.pagerOf(s) {
				r.parts = true
				continue
			}
			if s.Type != html.ElementNode || r.roles[s]&(roleTags|roleChrome|roleBoilerplate) != 0 {
				continue
			}
			if linksIn(s) >= menu || len(found) == menu || !textIsShort(s, 4*longestByline) {
				return found
			}
			found = append(found, s)
		}
	}
	return found
}

// The longest lede, in bytes.
const longestSapo = 1800

// familySapo returns the lede by the family's selectors and its element, or the empty string. What is too long
// for one, or has more than half of the body, lacks its end tag and holds a part of the text.
func (r *reader) familySapo() (string, *html.Node) {
	sapo, node := "", (*html.Node)(nil)
	for _, h := range r.familyHits(fieldSapo) {
		if r.stacked(h.from) || contains(h.node, r.body.node) || !textIsShort(h.node, longestSapo) {
			continue
		}
		if h.text*2 > r.body.text && contains(r.body.node, h.node) {
			continue
		}
		if contains(h.node, r.title.node) || hasImage(h.node) {
			continue // the frame's blocks tell lede from caption
		}
		s := clean(innerText(h.node, longestSapo))
		if len(s) < 20 || key(s) == key(r.article.Title) {
			continue
		}
		if sapo == "" || isCut(sapo) && !isCut(s) && sameStart(key(sapo), key(s), true) {
			sapo, node = s, h.node
		}
	}
	return sapo, node
}
