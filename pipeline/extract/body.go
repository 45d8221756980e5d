package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/news"
)

// A style is what the elements around a text say of it.
type style uint16

const (
	styleBold style = 1 << iota
	styleItalic
	styleLink
	styleRight
	styleCenter
	styleCaption
	styleAuthor
	styleHeading
	styleQuote
	styleList
	styleSapo
	styles = 11
)

// A block is one piece of the article's text on its way to become a news.Block.
type block struct {
	text  string // single spaces; line breaks of the page are "\n"
	style style  // what holds for nearly all of the text
	links int    // bytes inside links
	image bool   // an image stands right before the text, or with it in one block
	row   bool   // of a table of data
	big   bool   // in a table or figure made for an image
	minor bool   // h5 or h6
	shape uint32 // of its element: kind and classes
	tail  string // what of its end stands apart, in bold or italics
}

// A bodyReader turns the tree of an article's body into blocks. One walk; text is copied once.
type bodyReader struct {
	roles  map[*html.Node]role
	tables map[*html.Node]tableShape
	skip   func(*html.Node) bool

	blocks []block
	buf    []byte
	style  style
	counts [styles]int
	size   int  // bytes of text in buf, blanks aside
	image  bool // seen since the last block ended
	row    bool
	big    bool
	video  int
	minor  bool
	shape  uint32
	poll   bool // a choice to make was seen in the element
	tail   int  // where in buf a bold or italic end begins; 0 if there is none
}

// read returns the blocks under root.
func (r *bodyReader) read(root *html.Node) []block {
	r.element(root, true)
	r.flush()
	return r.blocks
}

func (r *bodyReader) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			r.text(c.Data)
		case html.ElementNode:
			r.element(c, false)
		}
	}
}

func (r *bodyReader) text(s string) {
	before := len(r.buf)
	r.buf = appendCollapsed(r.buf, s)
	added := len(r.buf) - before
	if added > 1 {
		r.tail = 0
	}
	if added == 0 || added == 1 && r.buf[before] == ' ' {
		return
	}
	r.size += added
	for i := range styles {
		if r.style&(1<<i) != 0 {
			r.counts[i] += added
		}
	}
}

func (r *bodyReader) element(n *html.Node, root bool) {
	switch n.DataAtom {
	case atom.Br:
		r.lineBreak()
		return
	case atom.Img, atom.Picture:
		r.image = true
		return
	case atom.Input, atom.Label:
		r.poll = r.poll || isChoice(n) || n.FirstChild != nil && isChoice(n.FirstChild)
		return
	case atom.Button, atom.Meta, atom.Link, atom.Title, atom.Source:
		return
	case atom.Video, atom.Audio, atom.Embed:
		r.video++
		return
	case atom.Hr:
		r.flush()
		return
	}
	if n.DataAtom == 0 && n.Data == "amp-img" {
		r.image = true
		return
	}
	role := r.roles[n]
	if !root && (role&(roleDrop|roleTeaser|roleHidden) != 0 || r.skip(n)) {
		r.flush()
		r.image = false
		return
	}

	first := len(r.blocks)
	outer, outerBig := r.style, r.big
	r.style |= styleOf(n, role)
	if root {
		r.style = 0
	}
	switch {
	case n.DataAtom == atom.Table:
		r.flush()
		r.table(n)
		r.flush()
	case n.DataAtom == atom.Figure && !framesText(n):
		r.flush()
		r.big = true
		r.style |= styleCaption
		r.children(n)
		r.flush()
	case isBlock(n):
		r.flush()
		first, poll, framed := len(r.blocks), r.poll, n.DataAtom == atom.Div && !r.image
		r.poll = false
		r.minor, r.shape = n.DataAtom == atom.H5 || n.DataAtom == atom.H6, shapeOf(n)
		r.children(n)
		r.flush()
		if framed && len(r.blocks) == first+1 && r.blocks[first].image && len(r.blocks[first].text) <= longestFramed {
			r.blocks[first].big = true
		}
		r.poll = poll || r.poll && !root && r.dropPoll(first)
	case role&(roleCaption|roleAuthor|roleDate) != 0 && loneLine(n):
		r.flush()
		r.children(n)
		r.flush()
	default:
		start := len(r.buf)
		r.children(n)
		if r.style&^outer&(styleBold|styleItalic) != 0 {
			r.tail = start
		}
	}
	r.style, r.big = outer, outerBig
	if r.style&styleQuote == 0 && role&roleQuote != 0 {
		r.joinSpeaker(first)
	}
}

// longestFramed bounds the text that is taken for the caption of the picture over it because one div element holds
// the two and nothing else, in bytes.
const longestFramed = 250

// isChoice reports whether n is what readers mark an answer with.
func isChoice(n *html.Node) bool {
	return n.DataAtom == atom.Input && (attr(n, "type") == "radio" || attr(n, "type") == "checkbox")
}

// dropPoll removes the blocks from first on, which stand with choices to make in one element, unless they are
// more than a question and its answers.
func (r *bodyReader) dropPoll(first int) bool {
	const longestPoll = 600
	size := 0
	for i := first; i < len(r.blocks); i++ {
		size += len(r.blocks[i].text)
	}
	if size > longestPoll {
		return false
	}
	r.blocks = r.blocks[:first]
	return true
}

// longestSpeaker bounds the name and office of a speaker, in bytes.
const longestSpeaker = 120

// joinSpeaker makes the quotation that was just read and the name of its speaker, set below it, one block.
func (r *bodyReader) joinSpeaker(first int) {
	n := len(r.blocks) - 1
	if n <= first {
		return
	}
	said, name := &r.blocks[n-1], &r.blocks[n]
	if name.style&styleQuote != 0 && len(name.text) <= longestSpeaker && !endsSentence(name.text) &&
		(name.style&styleAuthor != 0 || endsSentence(said.text)) {
		said.text += " " + name.text
		said.style &^= styleAuthor
		r.blocks = r.blocks[:n]
	}
}

// shapeOf sums up what an element is called. Blocks of one shape are of one kind.
func shapeOf(n *html.Node) uint32 {
	h := uint32(n.DataAtom)
	for _, c := range []byte(attr(n, "class")) {
		h = h*31 + uint32(c)
	}
	return h
}

// framesText reports whether a figure is the frame of a table or quotation, as WordPress writes them.
func framesText(n *html.Node) bool {
	class := attr(n, "class")
	return strings.Contains(class, "table") || strings.Contains(class, "quote")
}

// loneLine reports whether an inline element stands alone between blocks, images or line breaks.
func loneLine(n *html.Node) bool {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		if p.Type == html.TextNode {
			if strings.TrimSpace(p.Data) == "" {
				continue
			}
			return false
		}
		if p.Type == html.ElementNode {
			return isBlock(p) || p.DataAtom == atom.Br || p.DataAtom == atom.Img || p.DataAtom == atom.Picture
		}
	}
	return true
}

func styleOf(n *html.Node, role role) style {
	var s style
	switch n.DataAtom {
	case atom.B, atom.Strong:
		s |= styleBold
	case atom.I, atom.Em, atom.Cite, atom.Small:
		s |= styleItalic
	case atom.A:
		s |= styleLink
	case atom.H1, atom.H2, atom.H3, atom.H4:
		s |= styleHeading
	case atom.H5, atom.H6: // as often a caption or a note
		s |= styleBold
	case atom.Figcaption, atom.Caption:
		s |= styleCaption
	case atom.Li, atom.Dt, atom.Dd:
		s |= styleList
	case atom.Center:
		s |= styleCenter
	case atom.Blockquote:
		s |= styleQuote
	}
	if role&roleCaption != 0 {
		s |= styleCaption
	}
	if role&roleAuthor != 0 {
		s |= styleAuthor
	}
	if role&roleQuote != 0 {
		s |= styleQuote
	}
	if role&(roleSapo|roleCaption) == roleSapo {
		s |= styleSapo
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "align":
			s |= alignment(a.Val)
		case "class":
			switch {
			case strings.Contains(a.Val, "right") && (strings.Contains(a.Val, "text-right") ||
				strings.Contains(a.Val, "align-right") || strings.Contains(a.Val, "rteright")):
				s |= styleRight
			case strings.Contains(a.Val, "center") && (strings.Contains(a.Val, "text-center") ||
				strings.Contains(a.Val, "rtecenter")):
				s |= styleCenter
			case n.DataAtom == atom.P && a.Val == "Image":
				s |= styleCaption
			}
		case "style":
			s |= cssStyle(a.Val)
		}
	}
	return s
}

func alignment(s string) style {
	switch strings.ToLower(s) {
	case "right":
		return styleRight
	case "center", "middle":
		return styleCenter
	}
	return 0
}

func cssStyle(css string) style {
	var s style
	css = strings.ToLower(css)
	if _, align, ok := strings.Cut(css, "text-align"); ok {
		align, _, _ = strings.Cut(align, ";")
		s |= alignment(strings.Trim(align, ": \t\n"))
	}
	if strings.Contains(css, "italic") {
		s |= styleItalic
	}
	if _, weight, ok := strings.Cut(css, "font-weight"); ok {
		weight, _, _ = strings.Cut(weight, ";")
		if strings.Contains(weight, "bold") {
			s |= styleBold
		}
	}
	return s
}

// lineBreak ends a line. Two in a row end a block.
func (r *bodyReader) lineBreak() {
	b := r.buf
	for len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	switch {
	case len(b) == 0:
		r.buf = b
	case b[len(b)-1] == '\n':
		r.buf = b[:len(b)-1]
		r.flush()
	default:
		r.buf = append(b, '\n')
	}
}

// flush ends the block that is being read.
func (r *bodyReader) flush() {
	text := strings.TrimSpace(string(r.buf))
	tail := ""
	if 0 < r.tail && r.tail < len(text) {
		tail = strings.TrimSpace(text[r.tail:])
	}
	r.buf, r.tail = r.buf[:0], 0
	if !hasWord(text) {
		r.size, r.counts = 0, [styles]int{}
		return
	}

	b := block{
		links: r.counts[2], image: r.image, row: r.row, big: r.big, minor: r.minor, shape: r.shape, tail: tail,
	}
	for i, n := range r.counts {
		if n*10 >= r.size*9 {
			b.style |= 1 << i
		}
	}
	r.size, r.counts, r.image = 0, [styles]int{}, false
	r.add(b, text)
}

// add splits a block at the line breaks that end paragraphs.
func (r *bodyReader) add(b block, text string) {
	if !strings.Contains(text, "\n") {
		b.text = text
		r.blocks = append(r.blocks, b)
		return
	}

	links := b.links
	b.links = 0
	if links*10 >= len(text)*9 {
		b.links = len(text) // of each line, as far as a comparison with its length goes
	}
	if b.style&(styleRight|styleAuthor) != 0 && len(text) < longestByline*2 {
		b.text = text
		r.blocks = append(r.blocks, b)
		return
	}
	var line strings.Builder
	for part := range strings.SplitSeq(text, "\n") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if line.Len() > 0 {
			if first, _ := utf8.DecodeRuneInString(part); unicode.IsLower(first) &&
				!endsSentence(line.String()) {
				line.WriteByte(' ')
				line.WriteString(part)
				continue
			}
			b.text = line.String()
			r.blocks = append(r.blocks, b)
			b.image = false
			line.Reset()
		}
		line.WriteString(part)
	}
	b.text = line.String()
	if b.text != "" {
		r.blocks = append(r.blocks, b)
	}
}

// longestTeaser bounds a frame with the linked headline of another article and its lede, in bytes.
const longestTeaser = 600

// table reads a table for what it is: the frame of an image, a table of data, or a means to lay out the page.
func (r *bodyReader) table(n *html.Node) {
	shape := r.tables[n]
	outerRow := r.row
	switch {
	case shape.images > 0 && shape.blocks <= 2*shape.images && shape.text <= 900*shape.images &&
		shape.widest <= 900:
		r.big = true
		r.style |= styleCaption
		r.children(n)
	case shape.images == 0 && shape.rows >= 2 && shape.cells >= 2*shape.rows && shape.widest <= 400:
		r.row = true
		r.rows(n)
	default:
		first := len(r.blocks)
		r.children(n)
		if shape.rows <= 2 && shape.cells <= 2 && shape.text <= longestTeaser {
			r.flush()
			if first < len(r.blocks) && isPureLink(&r.blocks[first]) {
				r.blocks = r.blocks[:first]
			}
		}
	}
	r.row = outerRow
}

// rows makes each row of a table of data one block, its cells parted by " | ".
func (r *bodyReader) rows(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.DataAtom == atom.Tr:
			r.flush()
			for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
				if cell.Type != html.ElementNode {
					continue
				}
				text := innerText(cell, 1<<12)
				if text == "" {
					continue
				}
				if len(r.buf) > 0 {
					r.buf = append(r.buf, " | "...)
				}
				r.text(text)
			}
			r.flush()
		case c.DataAtom == atom.Caption:
			r.element(c, false)
		default:
			r.rows(c)
		}
	}
}

// hasWord reports whether s has a letter or digit.
func hasWord(s string) bool {
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return true
		}
	}
	return false
}

// endsSentence reports whether s ends as sentences do, closing quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "”\"'’»)] ")
	return s == "" || strings.HasSuffix(s, "…") || strings.HasSuffix(s, ".") || strings.HasSuffix(s,
		"!") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, ":") || strings.HasSuffix(s, ";")
}

// kind returns what a block is by its style alone.
func (b *block) kind() news.BlockKind {
	switch {
	case b.style&styleCaption != 0:
		return news.Caption
	case b.style&styleQuote != 0:
		return news.Quote
	case b.row, b.style&styleList != 0:
		return news.List
	case b.style&styleHeading != 0:
		return news.Heading
	}
	return news.Paragraph
}
