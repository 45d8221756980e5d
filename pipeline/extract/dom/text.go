// Package dom reads the text of a parsed page: what a reader sees of an element, as one line with single
// spaces.
//
// [Text] and [IsShort] stop at a limit, so that a question about a line costs no more than a line, however
// much an element without its end tag has swallowed. [Clean] turns such a line into the text that an
// article prints.
package dom

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// Text returns the text under n with single spaces, and at most limit bytes of it, but its first letter
// whole: it is empty only if there is no text. Blocks and line breaks are parted by a space. The texts of the
// tree are valid UTF-8, as those of a decoded page are.
func Text(n *html.Node, limit int) string {
	var buf [256]byte
	b := AppendText(buf[:0], n, limit)
	if len(b) > limit {
		cut := limit
		for cut > 0 && !utf8.RuneStart(b[cut]) {
			cut--
		}
		if cut == 0 {
			_, cut = utf8.DecodeRune(b)
		}
		b = b[:cut]
	}
	return string(bytes.TrimSpace(b))
}

// IsShort reports whether the text under n has no more than limit bytes.
func IsShort(n *html.Node, limit int) bool {
	var buf [256]byte
	return len(bytes.TrimSpace(AppendText(buf[:0], n, limit+1))) <= limit
}

// AppendText appends the text under n until b has more than limit bytes.
func AppendText(b []byte, n *html.Node, limit int) []byte {
	if n.Type == html.TextNode {
		for s := n.Data; s != "" && len(b) <= limit; {
			n := min(len(s), limit+utf8.UTFMax) // a text may be much longer than what is asked for
			if n < len(s) && s[n-1] == 0xC2 {
				n++ // a no-break space stays whole
			}
			b, s = AppendCollapsed(b, s[:n]), s[n:]
		}
		return b
	}
	block := IsBlock(n)
	if block || n.DataAtom == atom.Br {
		b = AppendBlank(b)
	}
	for c := n.FirstChild; c != nil && len(b) <= limit; c = c.NextSibling {
		if c.DataAtom != atom.Title { // a <title> out of place is not shown
			b = AppendText(b, c, limit)
		}
	}
	if block {
		b = AppendBlank(b)
	}
	return b
}

// AppendBlank appends a space unless b is empty or ends in one.
func AppendBlank(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return b
}

// AppendCollapsed appends s with every run of white space and no-break spaces made one space.
func AppendCollapsed(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		from := i
		for i < len(s) {
			if isPlain(s[i]) {
				i++
				continue
			}
			if s[i] != ' ' || i == from || i+1 == len(s) || !isPlain(s[i+1]) {
				break
			}
			i += 2 // a single space between two words
		}
		b = append(b, s[from:i]...)
		if i == len(s) {
			break
		}
		c := s[i]
		i++
		switch {
		case c == 0xC2 && i < len(s) && s[i] == 0xA0:
			i++
		case !markup.IsSpace(c):
			b = append(b, c)
			continue
		}
		b = AppendBlank(b)
	}
	return b
}

// isPlain reports whether c is neither white space nor may begin a no-break space.
func isPlain(c byte) bool { return c > ' ' && c != 0xC2 }

// Clean returns a text as an article prints it: mojibake repaired, in NFC, with single spaces.
func Clean(s string) string {
	if repaired, ok := charset.Repair(s); ok {
		s = repaired
	}
	s = viet.Normalize(s)
	if isCollapsed(s) {
		return strings.TrimSpace(s)
	}
	return string(bytes.TrimSpace(AppendCollapsed(make([]byte, 0, len(s)), s)))
}

// isCollapsed reports whether AppendCollapsed would leave s as it is, spaces at its start aside.
func isCollapsed(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c > ' ' && c != 0xC2:
		case c == ' ':
			if i > 0 && s[i-1] == ' ' {
				return false
			}
		case markup.IsSpace(c), c == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0:
			return false
		}
	}
	return true
}

// TrimmedSize returns the length of s in bytes without the white space around it.
func TrimmedSize(s string) int {
	const long = 64 // white space around a long text is rare, so a look at its ends is enough
	if len(s) < long || markup.IsSpace(s[0]) || markup.IsSpace(s[len(s)-1]) {
		return len(strings.TrimSpace(s))
	}
	return len(s)
}
