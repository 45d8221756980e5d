// Package strip cuts from the bytes of a page what no reader of an article sees, before it is parsed:
// scripts, styles, comments, drawings, players, the lists of forms, tags without effect and attributes
// that nobody reads. Half of a page is such, and parsing is most of what a page costs.
//
// [HTML] also tells what it noticed on the way: the machine data that scripts hold, whether there are
// players.
//
// An element is cut only where the parser would agree on its end. One that lacks its end tag, as <video>
// often does, loses its tag and keeps its contents, so that the article behind it survives.
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
	States [][]byte // bodies of scripts that are or set the state of an application, in JSON
	Dates  [][]byte // values of script variables like articlePublishDate
	Videos int      // players and embedded frames
	Script bool     // the page runs scripts at all

	Noscript int // bytes of the longest <noscript>
}

// HTML appends src, a page in UTF-8, to dst[:0] without what no reader sees. It takes linear time on any
// input, and the result is never longer than src. isRead tells of the name of a <meta>, as written,
// whether it is read; others are dropped.
//
// Tokens are those of the standard (package markup), so that a "<script>" in an attribute is none. HTML
// further drops end tags that close nothing, and what Word leaves behind: tags with a prefix (<o:p>,
// <st1:place>) and <_o3a_p>. A <video> or <audio> becomes an <embed>.
func HTML(dst, src []byte, isRead func(meta []byte) bool) Result {
	s := stripper{scan: markup.New(src), isRead: isRead}
	s.scan.Scripting = true // as the parser has it: what stands in <noscript> is text
	s.out = dst[:0]
	for s.scan.Next() {
		switch s.scan.Kind() {
		case markup.Text:
			s.text(s.scan.Bytes())
		case markup.StartTag:
			s.startTag()
		case markup.EndTag:
			s.endTag()
		case markup.Doctype:
			if len(s.out) == 0 {
				s.out = append(s.out, s.scan.Bytes()...)
			}
		}
	}
	s.Result.HTML = s.out
	return s.Result
}

type stripper struct {
	Result
	scan   markup.Scanner
	isRead func(meta []byte) bool
	state
	fallbacks []openFallback // outer ones first
	givenUp   []element      // barriers of which one was given up
	further   int            // start tags of fallback elements beyond maxFallbacks
	noForeign bool           // an <svg> or <math> reaches to the end of the page: only their tags are cut
}

// A state is what has been copied, and what of the tree is known from it. Cutting goes back to an earlier
// one.
type state struct {
	out     []byte
	open    [maxElements]int32 // start tags less end tags
	foster  int                // texts in a table outside its cells
	inTable bool               // and outside its cells
	inP     bool               // in a paragraph
	ignored int                // tags in a row of which the parser may make no element
	blank   bool               // blanks were read and not yet copied
	atBlock bool               // the last tag copied was that of a block: blanks behind it say nothing
}

// maxFosterTexts is how many texts directly in a table, outside its cells, are kept. The parser moves
// each before the table ("foster parenting") and joins them by copying, which for many of them takes
// quadratic time.
const maxFosterTexts = 64

// maxIgnorable is how many tags in a row may be without effect, such as the </b> of "a</b>a</b>", before
// they are dropped: the parser joins the texts between them by copying. It has at most 512 elements open,
// so more end tags than that close nothing.
const maxIgnorable = 600

func (s *stripper) text(t []byte) {
	for {
		lt := bytes.IndexByte(t, '<')
		if lt < 0 {
			break
		}
		n := officeTag(t[lt:])
		s.words(t[:lt])
		if n == 0 {
			n = 1
			s.words(t[lt : lt+1])
		}
		t = t[lt+n:]
	}
	s.words(t)
}

func (s *stripper) words(t []byte) {
	if markup.IsBlank(t) {
		s.blank = s.blank || len(t) > 0
		return
	}
	if s.inTable {
		if s.foster++; s.foster > maxFosterTexts {
			return
		}
	}
	if s.blank {
		s.out = append(s.out, ' ')
	}
	s.out = append(s.out, t...)
	s.blank, s.atBlock = false, false
}

// officeTag returns the length of the <_o3a_p> that t begins with, else 0. By the standard it is text.
func officeTag(t []byte) int {
	const longest = 32
	if len(t) < 2 || t[1] != '_' {
		return 0
	}
	for i, c := range t[1:min(len(t), longest)] {
		switch {
		case c == '>':
			return i + 2
		case c != '_' && !markup.IsLetter(c) && !markup.IsDigit(c):
			return 0
		}
	}
	return 0
}

// blanks copies the blanks before a tag, unless they stand beside the tag of a block and so say nothing: a
// quarter of all text nodes.
func (s *stripper) blanks(e element) {
	isBlock := e.has(block)
	if s.blank && !isBlock && !s.atBlock {
		s.out = append(s.out, ' ')
	}
	s.blank, s.atBlock = false, isBlock
}

func (s *stripper) startTag() {
	e := elementOf(s.scan.Name())
	t := e.traits()
	switch {
	case t&raw != 0:
		s.raw(e)
		return
	case t&foreign != 0:
		s.foreign(e)
		return
	case t&fallback != 0:
		s.openFallback(e)
		return
	case e == elementTitle:
		if _, closed := s.scan.RawEnd(); !closed {
			s.scan.NotRaw()
			return
		}
	case t&unread != 0:
		s.scan.NotRaw() // plaintext
		return
	case int(e) >= len(knownElements) && bytes.IndexByte(s.scan.Name(), ':') >= 0:
		return
	}
	s.endFallbacks(e)
	ignorable := s.isIgnorable(e)
	if ignorable && s.ignored > maxIgnorable || !s.copyStartTag(e) {
		return
	}
	s.ignored++
	if !ignorable {
		s.ignored = 0
	}
	if t&player != 0 {
		s.Videos++
	}
	if t&void == 0 {
		s.open[e]++
	}
	s.place(e, true)
	if e == elementTitle && s.scan.Next() {
		if s.scan.Kind() == markup.RawText {
			s.out = append(s.out, s.scan.Bytes()...)
			return
		}
		s.endTag()
	}
}

// isIgnorable reports whether the parser may make no element of the start tag.
func (s *stripper) isIgnorable(e element) bool {
	return e.has(ignorable) || e.has(tablePart) && s.open[elementTable] <= 0
}

func (s *stripper) endTag() {
	e := elementOf(s.scan.Name())
	t := e.traits()
	switch {
	case t&fallback != 0:
		s.closeFallback(e)
		return
	case e == elementP, e == elementBr: // these make an element even when they close nothing
	case t&(raw|foreign|unread|void) != 0, s.ignored > maxIgnorable:
		return
	case s.open[e] <= 0 && (t&tablePart == 0 || s.open[elementTable] <= 0): // rows may have no start tag
		return
	}
	s.leaveFallbacks(e)
	s.open[e] = max(0, s.open[e]-1)
	s.ignored++
	s.place(e, false)
	s.blanks(e)
	s.out = append(append(append(s.out, '<', '/'), s.scan.Name()...), '>')
}

// place keeps track of whether text would stand in a paragraph, or in a table outside its cells. Parts of a
// table are nothing outside of one.
func (s *stripper) place(e element, start bool) {
	if e.has(tablePart) && s.open[elementTable] <= 0 {
		return
	}
	switch {
	case e == elementTable:
		s.inTable = start
	case e == elementTd, e == elementTh, e == elementCaption:
		s.inTable = !start
	case e.has(tablePart) && e.has(block):
		s.inTable = true
	}
	if e == elementP {
		s.inP = start
	} else if e.has(closesP | tablePart) {
		s.inP = false
	}
}
