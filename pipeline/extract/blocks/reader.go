package blocks

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
)

// Lengths in bytes.
const (
	longestFramed  = 250 // of the caption of an image that shares a div with nothing else
	longestPoll    = 600 // of a question to readers and its answers
	longestSpeaker = 120 // of the name and office of a speaker
	longestTeaser  = 600 // of the linked headline of another article and its lede in a frame
)

// manyLinks is how many links make a row of them.
const manyLinks = 3

// A reader turns elements into blocks in one walk; text is copied once. What holds for the text inside an
// element is in a context, which is passed down; the reader has the text that is not yet a block.
type reader struct {
	page    *scan.Page
	marks   map[*html.Node]cms.Role // roles by the selectors of the family
	foreign func(*html.Node) bool   // whether an element is not of the article
	root    *html.Node              // the element that is read, which is of the article
	end     *html.Node              // the element before which the article ends, or nil
	title   *html.Node              // the headline, or nil
	over    int                     // blocks before it
	blocks  []block
	atEnd   bool

	buf    []byte
	counts [styles]int // bytes of the text in buf by style
	size   int         // bytes of the text in buf, spaces aside
	tail   int         // where in buf a bold or italic end begins; 0 if there is none

	groups  int  // blocks that were ended
	anchors int  // links with a text in buf
	plain   bool // one of them holds nothing but text

	image  bool       // an image was read since the last block
	shown  bool       // an image, a video or a sound was read before
	poll   bool       // a choice to make was read in the block element
	form   bool       // something to fill in was
	minor  bool       // the block element opened last is h5 or h6
	opened *html.Node // the block element opened last
	shape  uint32     // of it
}

// A context holds the properties of the text inside an element.
type context struct {
	style style
	row   bool // of a table of data
	big   bool // in a table or figure made for an image
	pre   bool // in <pre>: line ends count
}

// usualBlocks is how many blocks a short article has.
const usualBlocks = 16

// read returns the blocks under root.
func (r *reader) read(root *html.Node) []block {
	r.root, r.blocks = root, make([]block, 0, usualBlocks)
	r.element(root, context{})
	r.flush(context{})
	return r.blocks
}

// readNodes returns the blocks of a row of nodes.
func (r *reader) readNodes(nodes []*html.Node) []block {
	for _, n := range nodes {
		r.node(n, context{})
	}
	r.flush(context{})
	return r.blocks
}

func (r *reader) node(n *html.Node, c context) {
	switch n.Type {
	case html.TextNode:
		if c.pre {
			r.preformatted(n.Data, c)
			return
		}
		r.text(n.Data, c)
	case html.ElementNode:
		r.element(n, c)
	}
}

func (r *reader) children(n *html.Node, c context) {
	for k := n.FirstChild; k != nil && !r.atEnd; k = k.NextSibling {
		if k == r.end {
			r.atEnd = true
			return
		}
		r.node(k, c)
		if r.end != nil && dom.Contains(k, r.end) {
			r.atEnd = true
		}
	}
}

// isDescription reports whether an element is called a description, as captions are, and ledes.
func isDescription(n *html.Node) bool {
	return n != nil && strings.Contains(dom.Attr(n, "class"), "desc")
}

func (r *reader) text(s string, c context) {
	before := len(r.buf)
	r.buf = dom.AppendCollapsed(r.buf, s)
	added := len(r.buf) - before
	if added > 1 {
		r.tail = 0
	}
	if added == 0 || added == 1 && r.buf[before] == ' ' {
		return
	}
	r.size += added
	for i := range styles {
		if c.style&(1<<i) != 0 {
			r.counts[i] += added
		}
	}
}

// preformatted reads a text in <pre>: an empty line ends a paragraph. Short lines are those of a poem, others
// are parted where a typewriter's line was full.
func (r *reader) preformatted(s string, c context) {
	const longestVerse, leastVerses = 60, 3 // bytes, lines
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(s, "\n")
	for len(lines) > 0 {
		n, longest := 0, 0
		for n < len(lines) && strings.TrimSpace(lines[n]) != "" {
			longest = max(longest, len(strings.TrimSpace(lines[n])))
			n++
		}
		isVerse := n >= leastVerses && longest <= longestVerse
		for i, line := range lines[:n] {
			switch {
			case i == 0:
			case isVerse:
				r.lineBreak(c)
			default:
				r.text(" ", c)
			}
			r.text(line, c)
		}
		if n < len(lines) {
			if n+1 < len(lines) || n == 0 {
				r.flush(c)
			}
			n++
		}
		lines = lines[n:]
	}
}

func (r *reader) roleOf(n *html.Node) cms.Role { return r.page.Role(n) | r.marks[n] }

// element reads n by its kind.
func (r *reader) element(n *html.Node, c context) {
	if r.void(n, c) {
		return
	}
	role := r.roleOf(n)
	if n != r.root && (role&(cms.RoleDrop|cms.RoleTeaser) != 0 || r.foreign(n)) && !isOfSentence(n) {
		r.flush(c)
		r.image = false
		if n == r.title {
			r.over = len(r.blocks)
		}
		return
	}
	first, inside := len(r.blocks), c
	inside.style |= styleOf(n, role)
	if n == r.root {
		inside.style = 0
	}
	inside.pre = inside.pre || n.DataAtom == atom.Pre
	if n.DataAtom == atom.A {
		if dom.IsTextOfLink(n) {
			inside.style &^= styleLink
		} else {
			r.anchors++
			r.plain = r.plain || holdsOnlyText(n)
		}
	}
	switch {
	case n.DataAtom == atom.Table:
		r.flush(c)
		r.table(n, inside)
	case n.DataAtom == atom.Figure && !framesText(n):
		r.flush(c)
		r.picture(n, inside)
	case dom.IsBlock(n):
		r.flush(c)
		r.block(n, inside)
	case role&(cms.RoleCaption|cms.RoleAuthor|cms.RoleDate) != 0 && isLoneLine(n):
		r.flush(c)
		r.children(n, inside)
		r.flush(inside)
	default:
		r.inline(n, inside, inside.style&^c.style)
	}
	if role&cms.RoleQuote != 0 && c.style&styleQuote == 0 {
		r.joinSpeaker(first)
	}
}

// isOfSentence reports whether a link stands inside a sentence, whatever it is called: a word of it that
// leads to its topic.
func isOfSentence(n *html.Node) bool {
	const shortest = 20 // bytes of a sentence before or behind; labels are shorter
	if n.DataAtom != atom.A || n.Parent == nil || dom.HasBlock(n) {
		return false
	}
	before, behind := "", ""
	if p := n.PrevSibling; p != nil && p.Type == html.TextNode {
		before = strings.TrimSpace(p.Data)
	}
	if b := n.NextSibling; b != nil && b.Type == html.TextNode {
		behind = strings.TrimSpace(b.Data)
	}
	isLabel := strings.HasSuffix(before, ":") || lexicon.EndsSentence(before)
	return len(behind) >= shortest && !isLabel || len(before) >= shortest && !isLabel ||
		before != "" && behind != "" && len(before)+len(behind) >= shortest && !isLabel
}

// void reads an element whose contents are no text, and reports whether n is one.
func (r *reader) void(n *html.Node, c context) bool {
	switch n.DataAtom {
	case atom.Br:
		r.lineBreak(c)
	case atom.Hr:
		r.flush(c)
	case atom.Img, atom.Picture:
		r.image, r.shown = true, true
	case atom.Input, atom.Label, atom.Textarea, atom.Select:
		r.form = r.form || isFilledIn(n)
		r.poll = r.poll || isChoice(n) || n.FirstChild != nil && isChoice(n.FirstChild)
	case atom.Button, atom.Meta, atom.Link, atom.Title, atom.Source:
	case atom.Video, atom.Audio, atom.Embed:
		r.shown = true
	default:
		if n.DataAtom != 0 || n.Data != "amp-img" {
			return false
		}
		r.image, r.shown = true, true
	}
	return true
}

// block reads an element that begins a line of its own.
func (r *reader) block(n *html.Node, c context) {
	first, mayFrame := len(r.blocks), n.DataAtom == atom.Div && !r.image
	outerPoll, outerForm := r.poll, r.form
	r.poll, r.form = false, false
	r.minor, r.shape, r.opened = n.DataAtom == atom.H5 || n.DataAtom == atom.H6, shapeOf(n), n
	r.children(n, c)
	r.flush(c)
	if mayFrame && len(r.blocks) == first+1 {
		if b := &r.blocks[first]; b.image && len(b.text) <= longestFramed {
			b.big = true
		}
	}
	r.poll = outerPoll || r.poll && n != r.root && r.dropPoll(first)
	if r.form && n != r.root && len(r.blocks) > first { // else it may be a line of a form
		r.dropForm(first)
		r.form = false
	}
	r.form = r.form && n.DataAtom != atom.Form || outerForm
}

// picture reads an element made for an image: its text is the caption.
func (r *reader) picture(n *html.Node, c context) {
	c.big = true
	c.style |= styleCaption
	r.children(n, c)
	r.flush(c)
}

// inline reads an element inside a line. added is what it adds to the style.
func (r *reader) inline(n *html.Node, c context, added style) {
	start := len(r.buf)
	r.children(n, c)
	if added&(styleBold|styleItalic) != 0 {
		r.tail = start
	}
}

// holdsOnlyText reports whether no element with a text stands in n, as the headline of a teaser does.
func holdsOnlyText(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Br && dom.Text(c, 1) != "" {
			return false
		}
	}
	return true
}

// isChoice reports whether n is a mark that readers set at an answer.
func isChoice(n *html.Node) bool {
	kind := dom.Attr(n, "type")
	return n.DataAtom == atom.Input && (kind == "radio" || kind == "checkbox")
}

// isFilledIn reports whether readers write into n.
func isFilledIn(n *html.Node) bool {
	if n.DataAtom != atom.Input {
		return n.DataAtom == atom.Textarea
	}
	switch strings.ToLower(dom.Attr(n, "type")) {
	case "", "text", "email", "tel", "number":
		return true
	}
	return false
}

// dropForm removes the blocks from first on, which stand in one element with something to fill in, unless
// they are more than its heading and a note.
func (r *reader) dropForm(first int) {
	const longest = 300 // bytes
	size := 0
	for i := first; i < len(r.blocks); i++ {
		size += len(r.blocks[i].text)
	}
	if size <= longest {
		r.cut(first)
	}
}

// dropPoll removes the blocks from first on, which stand with choices to make in one element, unless they
// are more than a question and its answers. It reports whether it did.
func (r *reader) dropPoll(first int) bool {
	size := 0
	for i := first; i < len(r.blocks); i++ {
		size += len(r.blocks[i].text)
	}
	if size > longestPoll {
		return false
	}
	r.cut(first)
	return true
}

// joinSpeaker joins a quotation that was just read and the name of its speaker below it to one block.
func (r *reader) joinSpeaker(first int) {
	const most = 4 // blocks; a text has more
	n := len(r.blocks) - 1
	if n <= first || n-first >= most {
		return
	}
	said, name := &r.blocks[n-1], &r.blocks[n]
	if name.has(styleQuote) && len(name.text) <= longestSpeaker && !lexicon.EndsSentence(name.text) &&
		(name.has(styleAuthor) || lexicon.EndsSentence(said.text)) {
		said.text += " " + name.text
		said.style &^= styleAuthor
		r.cut(n)
	}
}

// cut removes the blocks from n on.
func (r *reader) cut(n int) {
	r.blocks, r.over = r.blocks[:n], min(r.over, n)
}

// framesText reports whether a figure is the frame of a table or quotation, as WordPress writes them.
func framesText(n *html.Node) bool {
	class := dom.Attr(n, "class")
	return strings.Contains(class, "table") || strings.Contains(class, "quote")
}

// isLoneLine reports whether an inline element is the first in its parent, or follows a block, an image or
// a line break.
func isLoneLine(n *html.Node) bool {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		if p.Type == html.TextNode {
			if strings.TrimSpace(p.Data) == "" {
				continue
			}
			return false
		}
		if p.Type == html.ElementNode {
			return dom.IsBlock(p) || p.DataAtom == atom.Br || p.DataAtom == atom.Img ||
				p.DataAtom == atom.Picture
		}
	}
	return true
}

// lineBreak ends a line. Two in a row end a block.
func (r *reader) lineBreak(c context) {
	b := r.buf
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	switch {
	case len(b) == 0:
		r.buf = b
	case b[len(b)-1] == '\n':
		r.buf = b[:len(b)-1]
		r.flush(c)
	default:
		r.buf = append(b, '\n')
	}
}

// flush ends the block that is being read.
func (r *reader) flush(c context) {
	text := strings.TrimSpace(lexicon.CutShortcodes(string(r.buf)))
	tail := ""
	if 0 < r.tail && r.tail < len(text) {
		tail = strings.TrimSpace(text[r.tail:])
	}
	r.buf, r.tail = r.buf[:0], 0
	size, counts, anchors, plain := r.size, r.counts, r.anchors, r.plain
	r.size, r.counts, r.anchors, r.plain = 0, [styles]int{}, 0, false
	if !lexicon.HasWord(text) {
		return
	}

	b := block{
		links: counts[linkStyle], image: r.image, row: c.row, big: c.big, minor: r.minor, shape: r.shape,
		node: r.opened,
		tail: tail, many: anchors >= manyLinks, plain: plain, group: r.groups,
	}
	r.groups++
	for i, n := range counts {
		if isMostly(n, size) {
			b.style |= 1 << i
		}
	}
	if !r.shown && b.has(styleCaption) && isDescription(r.opened) && lexicon.EndsSentence(text) {
		b.style &^= styleCaption // no picture goes before
	}
	r.image = false
	r.blocks = splitLines(r.blocks, b, text)
}
