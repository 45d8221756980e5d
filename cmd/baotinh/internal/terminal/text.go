package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A Style is how text looks. Styles may be combined: Bold | Match.
type Style uint8

// The styles.
const (
	Bold  Style = 1 << iota
	Dim         // less important: where an article is from
	Match       // found: bold and red, as grep has it; without colours in brackets
)

// A Span is a piece of text in one style.
type Span struct {
	Text  string
	Style Style
	Link  string // the address that the text leads to, or empty
}

// Styled returns text in a style, without control characters.
func (o Output) Styled(text string, style Style) string {
	return o.Line(Span{Text: text, Style: style})
}

// Link returns text that leads to an address, where the output has links, and else the text alone.
func (o Output) Link(text, url string) string { return o.Line(Span{Text: text, Link: url}) }

// Line returns spans in one line, however long, without control characters.
func (o Output) Line(spans ...Span) string {
	text, ends := o.join(spans)
	var b strings.Builder
	o.write(&b, text, 0, len(text), spans, ends)
	return b.String()
}

// Paragraph returns spans in lines that are at most as wide as the terminal: the first begins with lead, the
// others with as many spaces as lead is wide. Where there is no terminal it is one line. Every line ends with
// a line feed, and no style goes beyond the end of a line. Lines are broken where UAX #14 allows it, and in a
// word that is wider than a line.
func (o Output) Paragraph(lead string, spans ...Span) string {
	text, ends := o.join(spans)
	var b strings.Builder
	b.WriteString(lead)
	hanging := Width(lead)
	room := max(o.Width-hanging, leastWidth/2)
	if !o.IsTerminal() {
		room = len(text) // more than its width
	}
	indent := strings.Repeat(" ", hanging)
	for i, l := range lines(text, room) {
		if i > 0 {
			b.WriteString(indent)
		}
		o.write(&b, text, l.from, l.to, spans, ends)
		b.WriteByte('\n')
	}
	return b.String()
}

// join returns the text of spans, and where in it each ends. Matches that cannot be coloured are in brackets.
func (o Output) join(spans []Span) (string, []int) {
	var b strings.Builder
	ends := make([]int, len(spans))
	for i, s := range spans {
		if s.Style&Match != 0 && !o.Colour {
			s.Text = "[" + s.Text + "]"
		}
		b.WriteString(Clean(s.Text))
		ends[i] = b.Len()
	}
	return b.String(), ends
}

// write writes the part of text between two places, each span in its style. Spans beside each other that lead
// to one address are one link.
func (o Output) write(b *strings.Builder, text string, from, to int, spans []Span, ends []int) {
	begin, open := 0, ""
	follow := func(link string) {
		if link != open {
			fmt.Fprintf(b, "\x1b]8;;%s\x1b\\", link)
			open = link
		}
	}
	for i, s := range spans {
		first, last := max(begin, from), min(ends[i], to)
		begin = ends[i]
		if first >= last {
			continue
		}
		part := text[first:last]
		link, codes := "", ""
		if o.Links {
			link = address(s.Link)
		}
		if o.Colour {
			codes = s.Style.codes()
		}
		follow(link)
		if codes != "" {
			part = "\x1b[" + codes + "m" + part + "\x1b[0m"
		}
		b.WriteString(part)
	}
	follow("")
}

// codes returns the parameters of the SGR sequence of a style.
func (s Style) codes() string {
	var codes []string
	if s&(Bold|Match) != 0 {
		codes = append(codes, "1")
	}
	if s&Dim != 0 {
		codes = append(codes, "2")
	}
	if s&Match != 0 {
		codes = append(codes, "31")
	}
	return strings.Join(codes, ";")
}

// address returns an address as OSC 8 takes it, of printable ASCII alone, or nothing if it is no address.
func address(url string) string {
	if !strings.Contains(url, "://") {
		return ""
	}
	var b strings.Builder
	for i := range len(url) {
		if c := url[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Clean returns text without control characters, those of C1 too: text of strangers must not move the cursor
// or set the title of a window. A tab, line feed or carriage return becomes a space; bytes that are no UTF-8
// become U+FFFD.
func Clean(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) && utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// A line is a part of a text, from one byte up to another.
type line struct{ from, to int }

// lines breaks text into lines at most width columns wide. Spaces at the end of a line are left out, and so
// are those at the beginning of the text if its first word does not fit behind them. There is at least one
// line.
func lines(text string, width int) []line {
	var all []line
	current := line{}
	used := 0 // columns of current, and of the spaces behind it
	state := -1
	for rest := text; rest != ""; {
		begin := len(text) - len(rest)
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		for strings.Contains(segment, "://") && !strings.HasSuffix(segment, " ") && rest != "" {
			var more string // an address is kept whole, so that it can be copied
			more, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
			segment += more
		}
		word := strings.TrimRight(segment, " ")
		columns := Width(word)
		if used+columns > width {
			if current.to > current.from { // else there are but spaces before the word
				all = append(all, current)
			}
			current, used = line{begin, begin}, 0
		}
		for columns > width { // a word that no line holds
			n := fitting(text[begin:begin+len(word)], width-used)
			all = append(all, line{current.from, begin + n})
			begin += n
			word, segment = word[n:], segment[n:]
			current, used = line{begin, begin}, 0
			columns = Width(word)
		}
		if word != "" {
			current.to = begin + len(word)
		}
		used += columns + len(segment) - len(word)
	}
	return append(all, current)
}

// fitting returns how many bytes of s fit in a number of columns: one character at least.
func fitting(s string, columns int) int {
	n, state := 0, -1
	for rest := s; rest != ""; {
		var cluster string
		var width int
		cluster, rest, width, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns -= width; columns < 0 && n > 0 {
			break
		}
		n += len(cluster)
	}
	return n
}

// Width returns how many columns text takes on a terminal: combining marks none, wide characters of East Asia
// two. Escape sequences are not known to it.
func Width(text string) int {
	n := 0
	for _, r := range text {
		if !isNarrow(r) {
			return uniseg.StringWidth(text)
		}
		n++
	}
	return n
}

// isNarrow reports whether a character takes one column wherever it stands, as the composed letters of
// Vietnamese do, which most text consists of.
func isNarrow(r rune) bool {
	return ' ' <= r && r < 0x7f || 0xc0 <= r && r < 0x300 || 0x1e00 <= r && r < 0x1f00 ||
		0x2010 <= r && r < 0x2028 // dashes, quotation marks, ellipsis
}

// Cut returns text in at most so many columns; one that is cut ends with an ellipsis.
func (o Output) Cut(text string, columns int) string {
	if Width(text) <= columns {
		return text
	}
	ellipsis := "…"
	if o.ASCII {
		ellipsis = "..."
	}
	room := columns - Width(ellipsis)
	if room <= 0 {
		return ""
	}
	return strings.TrimRight(text[:fitting(text, room)], " ") + ellipsis
}

// PadLeft returns text with spaces before it, in at least so many columns.
func PadLeft(text string, columns int) string {
	return strings.Repeat(" ", max(0, columns-Width(text))) + text
}

// PadRight returns text with spaces behind it, in at least so many columns.
func PadRight(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-Width(text)))
}
