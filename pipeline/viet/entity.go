package viet

import (
	"bytes"
	"html"
)

// maxEscaped bounds the text without spaces in which character references are replaced. It bounds the cost of
// references that form new references.
const maxEscaped = 1024

// unescapeTail replaces the character references in dst[start:] and repairs the result.
func unescapeTail(dst []byte, start int) []byte {
	tail := dst[start:]
	if len(tail) > maxEscaped || bytes.IndexByte(tail, '&') < 0 {
		return dst
	}
	out := make([]byte, 0, len(tail))
	changed := false
	for _, c := range tail {
		out = append(out, c)
		for c == ';' {
			amp := bytes.LastIndexByte(out, '&')
			if amp < 0 {
				break
			}
			ref := string(out[amp:])
			text := html.UnescapeString(ref)
			if text == ref || !isReference(ref) {
				break
			}
			out = append(out[:amp], text...)
			changed = true
			c = text[len(text)-1]
		}
	}
	if !changed {
		return dst
	}
	return AppendNormalize(dst[:start], string(out))
}

// isReference reports whether s, which begins with an ampersand and ends with a semicolon, is exactly one
// character reference.
func isReference(s string) bool {
	for _, c := range []byte(s[1 : len(s)-1]) {
		if !isASCIILetter(c) && (c < '0' || c > '9') && c != '#' {
			return false
		}
	}
	return true
}
