// Package blocks turns the body of an article from elements into blocks of text: paragraphs, headings,
// captions, quotes, items of lists.
//
// [Read] walks once over the body and over what stands around it, from the headline to the end of the
// article's scope. Each piece of text becomes a block with a style, which says what the elements around it
// say: bold, at the right margin, in a figure. Then the blocks are arranged by their words, style and
// order: lines that point elsewhere are dropped, the byline is taken off the end and the lede off the
// beginning, captions are told from paragraphs. [ReadLines] does the last part for an article that was
// saved as text.
package blocks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// A style is a set of properties that the elements around a text give it, as bits.
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

	styles = iota
)

// linkStyle is the number of styleLink.
const linkStyle = 2

// A block is one piece of the article's text on its way to become a news.Block.
type block struct {
	text  string // with single spaces; line breaks of the page are "\n"
	style style  // of nine tenths of the text
	links int    // bytes inside links
	many  bool   // they are of three links at least
	plain bool   // a link in it holds nothing but text
	image bool   // an image stands right before the text, or with it in one block
	row   bool   // of a table of data
	verse bool   // its lines are those of a poem
	over  bool   // a line of text that stands right over a paragraph, apart from the one before
	apart bool   // a line of text between empty lines
	asks  bool   // it is a question of an interview
	group int    // blocks that only a line break parts have the same
	big   bool   // in a table or figure made for an image
	minor bool   // h5 or h6
	shape uint32 // of its element: kind and classes
	node  *html.Node
	tail  string // the end of the text that is set apart in bold or italics
}

// kind returns the kind of a block by its style alone.
func (b *block) kind() news.BlockKind {
	switch {
	case b.style&styleCaption != 0:
		return news.Caption
	case b.style&styleQuote != 0:
		return news.Quote
	case b.verse:
		return news.Verse
	case b.asks:
		return news.Question
	case b.row:
		return news.Table
	case b.style&styleList != 0:
		return news.List
	case b.style&styleHeading != 0:
		return news.Heading
	}
	return news.Paragraph
}

// has reports whether a block has one of the styles.
func (b *block) has(s style) bool { return b.style&s != 0 }

// line returns the text in one line.
func (b *block) line() string { return strings.ReplaceAll(b.text, "\n", " ") }

// shapeOf sums up the kind and the classes of an element. Blocks of one shape are usually of one kind.
func shapeOf(n *html.Node) uint32 {
	h := uint32(n.DataAtom)
	for _, c := range []byte(dom.Attr(n, "class")) {
		h = h*31 + uint32(c)
	}
	return h
}

// styleOf returns what an element says of its text by its kind, its roles, its classes and its style
// attribute.
func styleOf(n *html.Node, role cms.Role) style {
	s := tagStyle(n.DataAtom) | roleStyle(role)
	for _, a := range n.Attr {
		switch a.Key {
		case "align":
			s |= alignment(a.Val)
		case "class":
			s |= classStyle(n, a.Val)
		case "style":
			s |= cssStyle(a.Val)
		}
	}
	return s
}

func tagStyle(tag atom.Atom) style {
	switch tag {
	case atom.B, atom.Strong:
		return styleBold
	case atom.I, atom.Em, atom.Cite, atom.Small:
		return styleItalic
	case atom.A:
		return styleLink
	case atom.H1, atom.H2, atom.H3, atom.H4:
		return styleHeading
	case atom.H5, atom.H6: // as often a caption or a note
		return styleBold
	case atom.Figcaption, atom.Caption:
		return styleCaption
	case atom.Li, atom.Dt, atom.Dd:
		return styleList
	case atom.Center:
		return styleCenter
	case atom.Blockquote:
		return styleQuote
	}
	return 0
}

func roleStyle(role cms.Role) style {
	var s style
	if role&cms.RoleCaption != 0 {
		s |= styleCaption
	}
	if role&cms.RoleAuthor != 0 {
		s |= styleAuthor
	}
	if role&cms.RoleQuote != 0 {
		s |= styleQuote
	}
	if role&(cms.RoleSapo|cms.RoleCaption) == cms.RoleSapo {
		s |= styleSapo
	}
	return s
}

// classStyle reads the class names that editors write for alignment, and "Image", VnExpress's caption.
func classStyle(n *html.Node, class string) style {
	has := func(name string) bool { return strings.Contains(class, name) }
	switch {
	case has("right") && (has("text-right") || has("align-right") || has("rteright")):
		return styleRight
	case has("center") && (has("text-center") || has("rtecenter")):
		return styleCenter
	case n.DataAtom == atom.P && class == "Image":
		return styleCaption
	}
	return 0
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

// splitLines appends the lines of a text to blocks, each as a block like b. A line that begins small after
// one that ends no sentence belongs to it. Bylines keep their lines.
func splitLines(blocks []block, b block, text string) []block {
	isLines := strings.Contains(text, "\n")
	switch {
	case !isLines:
	case isMostly(b.links, len(text)):
		b.links = len(text) // of each line, as far as a comparison with its length goes
	default:
		b.links = 0
	}
	if !isLines || b.has(styleRight|styleAuthor) && len(text) < 2*lexicon.LongestByline {
		b.text = text
		return append(blocks, b)
	}
	var line strings.Builder
	for part := range strings.SplitSeq(text, "\n") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if line.Len() > 0 {
			first, _ := utf8.DecodeRuneInString(part)
			if unicode.IsLower(first) && !lexicon.EndsSentence(line.String()) && !byline.IsContact(part) {
				line.WriteByte(' ')
				line.WriteString(part)
				continue
			}
			b.text = line.String()
			blocks = append(blocks, b)
			b.image = false
			line.Reset()
		}
		line.WriteString(part)
	}
	if line.Len() > 0 {
		b.text = line.String()
		blocks = append(blocks, b)
	}
	return blocks
}

// isMostly reports whether part is nine tenths of whole at least.
func isMostly(part, whole int) bool { return part*10 >= whole*9 }

// clean makes the texts of blocks ready to be printed.
func clean(blocks []block) {
	for i := range blocks {
		b := &blocks[i]
		if strings.IndexByte(b.text, '\n') < 0 {
			b.text = dom.Clean(b.text)
			continue
		}
		lines := strings.Split(b.text, "\n")
		for j := range lines {
			lines[j] = dom.Clean(lines[j])
		}
		b.text = strings.Join(lines, "\n")
	}
}
