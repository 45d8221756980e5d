package charset

import (
	"bytes"
	"html"
	"slices"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/markup"
)

// unreferenced returns page, in a legacy set or in UTF-8, with the character references inside words replaced
// by bytes: a program that read the bytes as Latin-1 wrote "H&eacute;i" for "H\xE9i". References outside
// words are kept ("&copy; 2005", "&laquo;Tin&raquo;"), and so are all references of a page that has some to
// letters beyond Latin-1.
func unreferenced(page []byte) []byte {
	i := bytes.IndexByte(page, '&')
	if i < 0 || isUnicode(html.UnescapeString(string(page))) {
		return page
	}
	out := slices.Clone(page[:i])
	for i < len(page) {
		b, n := reference(page[i:])
		if n > 0 && isInWord(b, out, page[i+n:]) {
			out = append(out, b)
			i += n
			continue
		}
		out = append(out, page[i])
		i++
	}
	return out
}

// reference returns the byte beyond ASCII that the character reference at the start of s shows, and the
// length of the reference, or zero if there is none.
func reference(s []byte) (byte, int) {
	const longest = len("&Ccedil;")
	if s[0] != '&' {
		return 0, 0
	}
	n := bytes.IndexByte(s[:min(len(s), longest)], ';') + 1
	char := html.UnescapeString(string(s[:n]))
	r, size := utf8.DecodeRuneInString(char)
	if size < len(char) || r < 0xA0 || r > 0xFF {
		return 0, 0
	}
	return byte(r), n
}

// isInWord reports whether b, written as a reference between before and after, is part of a word.
func isInWord(b byte, before, after []byte) bool {
	if r := rune(b); unicode.IsLetter(r) && r >= 0xC0 {
		return true
	}
	follows := len(before) > 0 && isWordByte(before[len(before)-1])
	precedes := len(after) > 0 && isWordByte(after[0])
	if !precedes && len(after) > 0 {
		next, _ := reference(after)
		precedes = next > 0xA0
	}
	switch b {
	case 0xA0: // a space, unless it ends the UTF-8 sequence of à
		return follows && before[len(before)-1] == 0xC3
	case 0xAB: // «
		return follows
	case 0xBB: // »
		return precedes
	}
	return follows || precedes
}

func isWordByte(b byte) bool { return b >= utf8.RuneSelf || markup.IsLetter(b) }
