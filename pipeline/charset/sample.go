package charset

import (
	"bytes"
	"unicode/utf8"
)

// appendSample appends up to limit bytes of the words of page that have a byte beyond ASCII, or a control
// that a set may use for a letter, each behind a space. Words are bounded by ASCII space and markup; tags,
// comments, scripts and styles are skipped.
func appendSample(dst, page []byte, limit int) []byte {
	end := len(dst) + limit
	for len(page) > 0 && len(dst) < end {
		if page[0] == '<' {
			if n := markup(page); n > 0 {
				page = page[n:]
				continue
			}
		}
		n, high := word(page)
		if high {
			dst = append(dst, ' ')
			dst = append(dst, page[:n]...)
		}
		page = page[max(n, 1):]
	}
	return dst
}

// word returns the length of the word at the start of s and whether detection should see it.
func word(s []byte) (int, bool) {
	high := false
	for i, b := range s {
		switch {
		case b == ' ', b == '\t', b == '\n', b == '\f', b == '\r', b == '<', b == '>', b == '&', b == ';':
			return i, high
		case b >= utf8.RuneSelf, b < ' ' && b > 0:
			high = true
		}
	}
	return len(s), high
}

// markup returns the length of the tag, comment, script or style at the start of s, which is a '<', or zero
// if it is text.
func markup(s []byte) int {
	switch {
	case len(s) < 2:
		return 0
	case bytes.HasPrefix(s, []byte("<!--")):
		return through(s, "-->")
	case s[1] == '!' || s[1] == '?' || s[1] == '/':
		return through(s, ">")
	case !isLetter(s[1]):
		return 0
	}

	n := tagEnd(s)
	for _, name := range []string{"script", "style", "textarea"} {
		if len(s) > len(name)+1 && !isLetter(s[len(name)+1]) && equalFold(s[1:len(name)+1], name) {
			for rest := s[n:]; ; {
				i := bytes.Index(rest, []byte("</"))
				if i < 0 {
					return len(s)
				}
				rest = rest[i+2:]
				if len(rest) >= len(name) && equalFold(rest[:len(name)], name) {
					return len(s) - len(rest)
				}
			}
		}
	}
	return n
}

// tagEnd returns the length of the tag at the start of s; a '>' in a quoted attribute value does not end it.
func tagEnd(s []byte) int {
	quote := byte(0)
	for i, b := range s {
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case (b == '"' || b == '\'') && s[i-1] == '=':
			quote = b
		case b == '>':
			return i + 1
		}
	}
	return through(s, ">")
}

// through returns the length of s up to and including the first end, or all of it.
func through(s []byte, end string) int {
	if i := bytes.Index(s, []byte(end)); i >= 0 {
		return i + len(end)
	}
	return len(s)
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// equalFold reports whether s is lower, ASCII, in any case.
func equalFold(s []byte, lower string) bool {
	for i := range lower {
		if s[i]|0x20 != lower[i] {
			return false
		}
	}
	return len(s) == len(lower)
}
