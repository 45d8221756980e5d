// Package markup splits the bytes of HTML, or of XML, into tags, text and comments.
//
// A [Scanner] is the tokenizer of the HTML Standard, §13.2.5, for callers that need no tree: it copies
// nothing, allocates nothing and takes linear time on any input. It differs from the standard in what it
// hands out, not in where tokens begin and end: names, values and texts are the bytes of the page, so
// capitals, character references, NUL and carriage returns are left to the caller.
//
//	s := markup.New(page)
//	for s.Next() {
//		if s.Kind() == markup.StartTag && s.Is("a") {
//			href, ok := s.Attribute("href")
//			…
//		}
//	}
//
// The standard's tokenizer takes orders from the tree: whether the page runs scripts, whether an element
// is in SVG. A Scanner has no tree and takes them from its caller: [Scanner.Scripting], [Scanner.NotRaw],
// [Scanner.CDATA].
package markup

import "bytes"

// A Kind tells what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Text     Kind = iota + 1 // between tags; character references stand for characters
	RawText                  // the contents of a raw text element
	StartTag                 // <p class="a">
	EndTag                   // </p>
	Comment                  // <!-- a -->, and the bogus comments of the standard: <?xml ?>, <!ELEMENT>, </ >
	Doctype                  // <!DOCTYPE html>
	CDATA                    // <![CDATA[ a ]]>: text without character references
)

// A Scanner goes from token to token. The zero value reads nothing; New makes one.
type Scanner struct {
	// Scripting says that the page's scripts run, as the parser of x/net/html has it, so that the contents of
	// <noscript> are raw text.
	Scripting bool

	// CDATA says that "<![CDATA[" begins a CDATA section, as in SVG, MathML and XML. Elsewhere in HTML it
	// begins a comment that ends with the first ">".
	CDATA bool

	// XML says that no element holds raw text.
	XML bool

	src   []byte
	start int  // of the token
	pos   int  // up to which src has been read
	kind  Kind // of the token
	cut   bool // src ends within a tag
	slash bool // the tag ends with "/>"

	name         []byte              // of the tag
	attributes   [mostKnown + 1]span // the first ones of the tag, and one that is being read
	known        int                 // how many of them it has
	raw          rawElement          // whose contents come next
	rawEnd       int                 // where they end, -1 if nowhere, 0 if not known yet
	unclosed     uint16              // raw elements, as bits, that have no end tag from unclosedFrom on
	unclosedFrom int
}

// New returns a Scanner for src, which must not change while it is in use.
func New(src []byte) Scanner { return Scanner{src: src} }

// Next goes to the next token and reports whether there is one. A tag that the page's end cuts off is none.
func (s *Scanner) Next() bool {
	s.start = s.pos
	if s.pos >= len(s.src) {
		s.kind = 0
		return false
	}
	if s.raw != 0 {
		if end, _ := s.RawEnd(); end > s.pos {
			s.raw, s.pos, s.kind = 0, end, RawText
			return true
		}
		s.raw = 0
	}
	if s.src[s.pos] != '<' || !s.markup() {
		s.text()
	}
	return s.kind != 0
}

// text reads up to the next '<' that begins markup.
func (s *Scanner) text() {
	s.kind = Text
	i := s.pos
	if s.src[i] == '<' {
		i++
	}
	for {
		lt := bytes.IndexByte(s.src[i:], '<')
		if lt < 0 {
			s.pos = len(s.src)
			return
		}
		i += lt
		if s.beginsMarkup(i) {
			s.pos = i
			return
		}
		i++
	}
}

// beginsMarkup reports whether the '<' at i begins markup: the tag open state and the end tag open state.
func (s *Scanner) beginsMarkup(i int) bool {
	if i+1 == len(s.src) {
		return false
	}
	switch c := s.src[i+1]; c {
	case '!', '?':
		return true
	case '/':
		return i+2 < len(s.src)
	default:
		return IsLetter(c)
	}
}

// markup reads the tag or comment at pos. It returns false if it is text.
func (s *Scanner) markup() bool {
	if !s.beginsMarkup(s.pos) {
		return false
	}
	rest := s.src[s.pos:]
	switch c := rest[1]; {
	case IsLetter(c):
		s.tag(StartTag, s.pos+1)
	case c == '/' && IsLetter(rest[2]):
		s.tag(EndTag, s.pos+2)
	case c == '!':
		s.declaration(rest)
	default:
		s.kind = Comment
		s.pos += through(rest, 1, ">")
	}
	return true
}

// declaration reads "<!": the markup declaration open state.
func (s *Scanner) declaration(rest []byte) {
	const doctype, cdata = "doctype", "<![CDATA["
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.kind = Comment
		s.pos += comment(rest)
	case HasPrefixFold(rest[2:], doctype):
		s.kind = Doctype
		s.pos += through(rest, 2+len(doctype), ">") // even within quotation marks
	case s.CDATA && bytes.HasPrefix(rest, []byte(cdata)):
		s.kind = CDATA
		s.pos += through(rest, len(cdata), "]]>")
	default:
		s.kind = Comment
		s.pos += through(rest, 2, ">")
	}
}

// through returns the length of src up to and including the first end behind from, or all of it.
func through(src []byte, from int, end string) int {
	if i := bytes.Index(src[from:], []byte(end)); i >= 0 {
		return from + i + len(end)
	}
	return len(src)
}

// comment returns the length of the comment that src begins with: the states from §13.2.5.43 on.
func comment(src []byte) int {
	for _, abrupt := range [...]string{"<!-->", "<!--->"} {
		if bytes.HasPrefix(src, []byte(abrupt)) {
			return len(abrupt)
		}
	}
	for i := len("<!--"); ; {
		dashes := bytes.Index(src[i:], []byte("--"))
		if dashes < 0 {
			return len(src)
		}
		for i += dashes + 2; i < len(src) && src[i] == '-'; {
			i++
		}
		switch {
		case i < len(src) && src[i] == '>':
			return i + 1
		case i+1 < len(src) && src[i] == '!' && src[i+1] == '>':
			return i + 2
		}
	}
}

// Kind returns the kind of the token, 0 before the first and after the last.
func (s *Scanner) Kind() Kind { return s.kind }

// Start returns where the token begins.
func (s *Scanner) Start() int { return s.start }

// End returns where the token ends.
func (s *Scanner) End() int { return s.pos }

// Bytes returns the token as written.
func (s *Scanner) Bytes() []byte { return s.src[s.start:s.pos] }

// Seek makes the Scanner go on at offset pos, whatever it was reading. Who goes back more than a token,
// or more than a few times, does not get linear time.
func (s *Scanner) Seek(pos int) {
	s.pos, s.raw, s.cut = pos, 0, false
	if pos < s.unclosedFrom {
		s.unclosed = 0
	}
}

// Section returns the text of a CDATA section, without its brackets.
func (s *Scanner) Section() []byte {
	return bytes.TrimSuffix(s.src[s.start+len("<![CDATA["):s.pos], []byte("]]>"))
}
