// Package strip cuts from the bytes of a page what no reader of an article sees, before it is parsed: scripts,
// styles, comments, drawings, forms' lists, the tags that mean nothing and the attributes that nobody reads.
// Half of a page is such, and parsing is most of what a page costs.
//
// [HTML] also tells what it noticed on the way: the machine data that scripts hold, whether there are players.
package strip

import (
	"bytes"

	"baotinh/pipeline/markup"
)

// A Result is what the parser and the readers of machine data need of a page's bytes. All but HTML are parts
// of the page.
type Result struct {
	HTML   []byte   // without scripts, styles, comments and the attributes that nobody reads
	JSONLD [][]byte // bodies of <script type="application/ld+json">
	Dates  [][]byte // values of script variables like articlePublishDate
	Videos int      // players and embedded frames
	Script bool     // the page runs scripts at all
}

// An element whose contents are not text of the page.
type rawElement uint8

const (
	notRaw      rawElement = iota
	rawScript              // without its end tag it swallows the rest, as in browsers
	rawCloseTag            // without its end tag only the tag is dropped, not the article behind it
	rawTitle               // the contents are text, even if it looks like a tag
)

func rawKind(name []byte) rawElement {
	switch string(name) {
	case "script", "style", "xmp":
		return rawScript
	case "noscript", "iframe", "svg", "math", "template", "textarea", "select", "noembed", "noframes",
		"object", "canvas", "map", "datalist":
		return rawCloseTag
	case "title":
		return rawTitle
	}
	return notRaw
}

// Attributes that the selectors and the walks read. A tag keeps the first of each.
var keptAttributes = [...]string{
	"class", "id", "name", "property", "content", "itemprop", "datetime", "rel", "href", "style", "align",
	"lang",
	"hidden", "data-role", "type", "data-nosnippet", "data-component-type",
	"data-time", "data-timestamp", "data-date",
}

// How many texts directly inside a table, outside its cells, are kept. The parser moves each before the table
// and joins them by copying, which for many of them takes quadratic time.
const maxFosteredTexts = 64

// How many tags in a row may be without effect, such as the </b> of "a</b>a</b>", before they are dropped:
// the parser joins the texts between them by copying. It has at most 512 elements open, so more end tags than
// that close nothing.
const maxWeakTags = 600

// HTML appends src, a page in UTF-8, to dst[:0] without what no reader sees. It is one pass, in linear time on
// any input, and the result is never longer than src. isRead tells of the name of a <meta>, as written, whether it
// is read; others are dropped.
//
// Tokens are those of the standard (package markup), so that a "<script>" in an attribute is none; beyond it,
// HTML drops end tags that close nothing, tags with a prefix (<o:p>, <st1:place>) and <_o3a_p>, all of which Word
// leaves behind.
func HTML(dst, src []byte, isRead func(meta []byte) bool) Result {
	s := stripper{src: src, out: dst[:0], isRead: isRead}
	for s.pos < len(src) {
		lt := bytes.IndexByte(src[s.pos:], '<')
		if lt < 0 {
			s.text(src[s.pos:])
			break
		}
		s.text(src[s.pos : s.pos+lt])
		s.pos += lt
		s.markup()
	}
	s.HTML = s.out
	return s.Result
}

type stripper struct {
	Result
	isRead   func(meta []byte) bool
	src, out []byte
	pos      int

	open     [64]int32 // start tags minus end tags, by a hash of the name
	unclosed []string  // raw elements known to have no end tag in the rest of src
	fosters  int
	inTable  bool // between cells
	weak     int  // tags in a row of which the parser may make no element
	blank    bool // blanks were read and not yet copied
	atBlock  bool // the last tag copied was that of a block, so that blanks behind it say nothing
}

func (s *stripper) text(t []byte) {
	if markup.IsBlank(t) {
		s.blank = s.blank || len(t) > 0
		return
	}
	if s.inTable {
		if s.fosters++; s.fosters > maxFosteredTexts {
			return
		}
	}
	if s.blank {
		s.out = append(s.out, ' ')
	}
	s.out = append(s.out, t...)
	s.blank, s.atBlock = false, false
}

// tag says that a tag is about to be copied. Blanks next to the tag of a block say nothing: a quarter of all
// text nodes.
func (s *stripper) tag(name []byte) {
	block := isBlockName(name)
	if s.blank && !block && !s.atBlock {
		s.out = append(s.out, ' ')
	}
	s.blank, s.atBlock = false, block
}

func isBlockName(name []byte) bool {
	switch string(name) {
	case "div", "p", "td", "tr", "th", "table", "tbody", "thead", "li", "ul", "ol", "h1", "h2", "h3", "h4",
		"h5", "h6", "section", "article", "main", "aside", "header", "footer", "nav", "figure",
		"figcaption", "blockquote", "body", "head", "html", "meta", "link", "title", "form", "dl", "dt",
		"dd", "center", "br", "hr", "tfoot":
		return true
	}
	return false
}

// markup reads from '<' and leaves pos behind what it read.
func (s *stripper) markup() {
	rest := s.src[s.pos:]
	if len(rest) < 2 {
		s.text(rest)
		s.pos = len(s.src)
		return
	}
	switch c := rest[1]; {
	case markup.IsLetter(c):
		s.startTag()
	case c == '/' && len(rest) > 2 && markup.IsLetter(rest[2]):
		s.endTag()
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.pos += comment(rest)
	case c == '!' || c == '?' || c == '/':
		end := bytes.IndexByte(rest, '>') + 1
		if end == 0 {
			end = len(rest)
		}
		if c == '!' && len(s.out) == 0 && end > 9 && markup.EqualFold(rest[2:9], "doctype") {
			s.out = append(s.out, rest[:end]...)
		}
		s.pos += end
	case c == '_' && debris(rest) > 0:
		s.pos += debris(rest)
	default:
		s.text(rest[:1])
		s.pos++
	}
}

// comment returns the length of the comment that s begins with; one without an end reaches to the end.
func comment(s []byte) int {
	for _, short := range [...]string{"<!-->", "<!--->"} {
		if bytes.HasPrefix(s, []byte(short)) {
			return len(short)
		}
	}
	for i := 4; ; {
		end := bytes.Index(s[i:], []byte("--"))
		if end < 0 {
			return len(s)
		}
		i += end + 2
		for i < len(s) && s[i] == '-' {
			i++
		}
		switch {
		case i < len(s) && s[i] == '>':
			return i + 1
		case i+1 < len(s) && s[i] == '!' && s[i+1] == '>':
			return i + 2
		}
	}
}

// debris returns the length of a would-be tag <_name> that s begins with, else 0.
func debris(s []byte) int {
	const longest = 32
	for i, c := range s[1:min(len(s), longest)] {
		switch {
		case c == '>':
			return i + 2
		case c != '_' && !markup.IsLetter(c) && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

func (s *stripper) endTag() {
	var buf [maxName]byte
	name, i := tagName(s.src, s.pos+2, &buf)
	end := bytes.IndexByte(s.src[i:], '>')
	if end < 0 {
		s.pos = len(s.src)
		return
	}
	from := s.pos
	s.pos = i + end + 1

	slot := &s.open[hash(name)]
	switch {
	case string(name) == "p", string(name) == "br": // these make an element even when they close nothing
	case *slot <= 0:
		return
	case s.weak > maxWeakTags:
		return
	default:
		*slot--
	}
	s.weak++
	s.table(name, true)
	s.tag(name)
	s.out = append(s.out, s.src[from:i]...)
	s.out = append(s.out, '>')
}

// table keeps track of whether text would stand in a table outside its cells.
func (s *stripper) table(name []byte, end bool) {
	switch string(name) {
	case "table", "tr", "tbody", "thead", "tfoot":
		s.inTable = !end || string(name) != "table"
	case "td", "th", "caption":
		s.inTable = end
	}
}

func (s *stripper) startTag() {
	from := s.pos
	var buf [maxName]byte
	name, i := tagName(s.src, from+1, &buf)
	raw := rawKind(name)

	mark, blank, atBlock := len(s.out), s.blank, s.atBlock
	s.tag(name)
	drop := func() {
		s.out = s.out[:mark]
		s.blank, s.atBlock = blank, atBlock
	}
	s.out = append(s.out, s.src[from:i]...)
	a, ok := s.attributes(i, string(name))
	if !ok { // the page ends inside the tag
		drop()
		s.pos = len(s.src)
		return
	}
	s.pos = a.end
	s.out = append(s.out, '>')

	switch {
	case raw == rawTitle:
		if end := s.endOf("title"); end >= 0 {
			s.out = append(s.out, s.src[s.pos:end]...)
			s.pos = end
			s.open[hash(name)]++
			return
		}
		drop()
	case raw != notRaw:
		drop()
		s.raw(string(name), raw, a)
	case bytes.IndexByte(name, ':') >= 0, string(name) == "plaintext", string(name) == "frameset",
		string(name) == "a" && !a.href && !a.named, string(name) == "link" && !a.canonical, string(name) == "meta" && !a.meta && !a.named:
		drop()
	case s.isWeak(name) && s.weak > maxWeakTags:
		drop()
	default:
		if s.isWeak(name) {
			s.weak++
		} else {
			s.weak = 0
		}
		switch string(name) {
		case "video", "embed":
			s.Videos++
		case "br", "img", "meta", "hr", "input", "link", "base":
		default:
			s.open[hash(name)]++
		}
		s.table(name, false)
	}
}

// isWeak reports whether the parser may ignore the start tag.
func (s *stripper) isWeak(name []byte) bool {
	switch string(name) {
	case "html", "head", "body", "form":
		return true
	case "td", "tr", "th", "tbody", "thead", "tfoot", "caption", "col", "colgroup":
		return s.open[hash([]byte("table"))] <= 0
	}
	return false
}

// raw skips the contents of a raw element and keeps what is of use in it.
func (s *stripper) raw(name string, kind rawElement, a attributes) {
	end := s.endOf(name)
	switch {
	case end < 0 && kind == rawScript:
		end = len(s.src)
	case end < 0:
		return
	}
	body := s.src[s.pos:end]
	s.pos = end
	if gt := bytes.IndexByte(s.src[end:], '>'); gt >= 0 {
		s.pos = end + gt + 1
	}

	switch name {
	case "script":
		s.Script = true
		if a.jsonld {
			s.JSONLD = append(s.JSONLD, body)
		} else {
			s.inlineDates(body)
		}
	case "iframe", "object":
		s.Videos++
	}
}

// endOf returns the place of the end tag of the raw element that was just opened, or -1.
func (s *stripper) endOf(name string) int {
	for _, u := range s.unclosed {
		if u == name {
			return -1
		}
	}
	for i := s.pos; ; {
		at := bytes.Index(s.src[i:], []byte("</"))
		if at < 0 {
			s.unclosed = append(s.unclosed, name)
			return -1
		}
		i += at
		after := i + 2 + len(name)
		if after <= len(s.src) && markup.EqualFold(s.src[i+2:after], name) &&
			(after == len(s.src) || !markup.IsLetter(s.src[after])) {
			return i
		}
		i += 2
	}
}

// inlineDates keeps the values of script variables whose name says that they are a date of publication:
// 'articlePublishDate': '2021-09-11T15:29:47+07:00'.
func (s *stripper) inlineDates(script []byte) {
	const most = 8 // state of a whole application has one for each of its articles, and then none is of use
	for len(s.Dates) < most {
		at := bytes.Index(script, []byte("ublish"))
		if at < 0 {
			return
		}
		script = script[at+len("ublish"):]
		window := script[:min(len(script), 80)]
		colon := bytes.IndexAny(window, ":=")
		if colon < 0 || colon > 16 {
			continue
		}
		value := bytes.TrimLeft(window[colon+1:], " \t\n\\")
		if len(value) < 2 || value[0] != '"' && value[0] != '\'' {
			continue
		}
		end := bytes.IndexAny(value[1:], "\"'\\")
		if end >= len("2021-09-11") {
			s.Dates = append(s.Dates, value[1:1+end])
		}
	}
}

// attributes says what the attributes of a tag told, and where the tag ends.
type attributes struct {
	end                                  int // behind '>'
	href, named, canonical, jsonld, meta bool
}

// attributes copies the kept attributes of the tag whose name ends at i to out. It returns false if the tag
// has no end.
func (s *stripper) attributes(i int, tag string) (attributes, bool) {
	var a attributes
	var seen uint32
	src := s.src
	for {
		for i < len(src) && (markup.IsSpace(src[i]) || src[i] == '/') {
			i++
		}
		if i == len(src) {
			return a, false
		}
		if src[i] == '>' {
			a.end = i + 1
			return a, true
		}

		from := i
		for i++; i < len(src) && !markup.IsSpace(src[i]) && src[i] != '=' && src[i] != '>' && src[i] != '/'; {
			i++
		}
		key := src[from:i]
		next := i
		for next < len(src) && markup.IsSpace(src[next]) {
			next++
		}
		var value []byte
		if next < len(src) && src[next] == '=' {
			value, i = attributeValue(src, next+1)
			if i < 0 {
				return a, false
			}
		}
		s.attribute(&a, &seen, key, value, src[from:i], tag)
	}
}

func (s *stripper) attribute(a *attributes, seen *uint32, key, value, whole []byte, tag string) {
	which := kept(key)
	if which < 0 || *seen&(1<<which) != 0 {
		return
	}
	*seen |= 1 << which
	told := tag != "img" // of images nothing is read
	switch keptAttributes[which] {
	case "href":
		a.href = true
		told = tag == "link"
	case "class":
		a.named = true
	case "rel":
		a.canonical = markup.EqualFold(value, "canonical")
		told = a.canonical || bytes.ContainsAny(value, "0123456789")
	case "type":
		a.jsonld = bytes.Contains(value, []byte("ld+json"))
		told = tag != "button"
	case "name":
		told = tag == "meta"
		a.meta = a.meta || s.isRead(value)
	case "property", "itemprop":
		a.meta = a.meta || s.isRead(value)
	case "content":
		told = tag == "meta" || len(value) <= 64
	case "style":
		told = told && telling(value)
	}
	if told {
		s.out = append(s.out, ' ')
		s.out = append(s.out, whole...)
	}
}

// telling reports whether a style says something of the text: its alignment, or that it is hidden or set
// apart.
func telling(style []byte) bool {
	has := func(word string) bool { return bytes.Contains(style, []byte(word)) }
	return has("align") && (has("right") || has("center")) || has("ALIGN") && (has("RIGHT") || has("CENTER")) ||
		has("none") && has("display") || has("italic") || has("bold")
}

// Keeps reports whether attributes of this name outlast HTML.
func Keeps(attribute string) bool { return kept([]byte(attribute)) >= 0 }

func kept(key []byte) int {
	for i, k := range keptAttributes {
		if len(k) == len(key) && (k[0] == key[0] || k[0] == key[0]|0x20) && markup.EqualFold(key, k) {
			return i
		}
	}
	return -1
}

// attributeValue returns the value that begins at src[i], without quotes, and the place behind it: -1 if it
// has no end.
func attributeValue(src []byte, i int) ([]byte, int) {
	for i < len(src) && markup.IsSpace(src[i]) {
		i++
	}
	if i == len(src) {
		return nil, -1
	}
	if quote := src[i]; quote == '"' || quote == '\'' {
		end := bytes.IndexByte(src[i+1:], quote)
		if end < 0 {
			return nil, -1
		}
		return src[i+1 : i+1+end], i + end + 2
	}
	from := i
	for i < len(src) && !markup.IsSpace(src[i]) && src[i] != '>' {
		i++
	}
	return src[from:i], i
}

// The longest name of an element that matters.
const maxName = 16

// tagName returns the name that begins at src[i], in lower case and cut at maxName, and the place behind it.
func tagName(src []byte, i int, buf *[maxName]byte) ([]byte, int) {
	n := 0
	for ; i < len(src) && !markup.IsSpace(src[i]) && src[i] != '>' && src[i] != '/'; i++ {
		if n < len(buf) {
			c := src[i]
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			buf[n] = c
			n++
		}
	}
	return buf[:n], i
}

func hash(name []byte) int {
	h := len(name)
	for _, c := range name {
		h = h*31 + int(c)
	}
	return h & 63
}

// Flatten appends to dst[:0] stripped HTML that is nested too deeply, as a row of paragraphs: block elements become <p>,
// the head's elements and line breaks stay, everything else goes.
func Flatten(dst, src []byte) []byte {
	dst = dst[:0]
	for len(src) > 0 {
		lt := bytes.IndexByte(src, '<')
		if lt < 0 {
			return append(dst, src...)
		}
		dst = append(dst, src[:lt]...)
		src = src[lt:]
		gt := bytes.IndexByte(src, '>') + 1
		if gt == 0 {
			return dst
		}
		tag := src[:gt]
		src = src[gt:]

		var buf [maxName]byte
		name, _ := tagName(tag, 1, &buf)
		if bytes.HasPrefix(tag, []byte("</h1")) {
			dst = append(dst, tag...)
		}
		switch string(name) {
		case "meta", "link", "br", "img", "h1":
			dst = append(dst, tag...)
		case "title":
			dst = append(dst, tag...)
			if end := bytes.IndexByte(src, '<'); end >= 0 {
				dst = append(dst, src[:end]...)
				src = src[end:]
				dst = append(dst, "</title>"...)
			}
		case "p", "div", "td", "li", "article", "section", "h2", "h3":
			dst = append(dst, "<p>"...)
		}
	}
	return dst
}
