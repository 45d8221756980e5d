package viet

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Fold returns s without tone marks and marks of quality, and with d for đ: "Đường sắt" becomes "Duong sat". Case is
// kept. Precomposed, decomposed and mixed text give the same. Marks of other Latin letters go too (ç, ñ, ü), and ð is
// taken for đ; other scripts and broken UTF-8 are kept.
func Fold(s string) string { return string(AppendFold(nil, s)) }

// AppendFold appends Fold(s) to dst. It never appends more than len(s) bytes.
func AppendFold(dst []byte, s string) []byte { return appendFold(dst, s, &asIs) }

// AppendFoldLower appends Fold(s) in lower case to dst.
func AppendFoldLower(dst []byte, s string) []byte { return appendFold(dst, s, &lowered) }

// Lower returns s in lower case. Byte offsets into s hold for the result too: the few letters of other scripts whose
// small form has another length are kept, and so is broken UTF-8.
func Lower(s string) string { return string(AppendLower(nil, s)) }

// AppendLower appends Lower(s) to dst.
func AppendLower(dst []byte, s string) []byte {
	dst = slices.Grow(dst, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			dst = append(dst, lowered[c])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		lower := toLower(r)
		if lower == r || utf8.RuneLen(lower) != size {
			dst = append(dst, s[i:i+size]...)
		} else {
			dst = utf8.AppendRune(dst, lower)
		}
		i += size
	}
	return dst
}

func toLower(r rune) rune {
	if l := letterOf(r); l != 0 {
		return (l &^ capital).rune()
	}
	return unicode.ToLower(r)
}

// Bases of the precomposed Latin letters, by code point. A full stop stands for none.
const (
	latinBases = "" + // U+00C0 to U+024F
		"AAAAAA.CEEEEIIIIDNOOOOO..UUUUY..aaaaaa.ceeeeiiiidnooooo..uuuuy.y" +
		"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHh..IiIiIiIiI...JjKk.LlLlLl." +
		"...NnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz." +
		"................................Oo.............Uu..............." +
		".............AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa...." +
		"AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............" +
		"................"
	extBases = "" + // U+1E00 to U+1EFF
		"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm" +
		"MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv" +
		"WwWwWwWwWwXxXxYyZzZzZzhtwy......AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe" +
		"EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......"
)

// foldOf returns the ASCII letter under the marks of r, or 0.
func foldOf(r rune) byte {
	base := byte('.')
	switch i, j := r-0xC0, r-0x1E00; {
	case r < utf8.RuneSelf:
		return byte(r)
	case 0 <= i && i < rune(len(latinBases)):
		base = latinBases[i]
	case 0 <= j && j < rune(len(extBases)):
		base = extBases[j]
	}
	if base == '.' {
		return 0
	}
	return base
}

var asIs, lowered [utf8.RuneSelf]byte

func init() {
	for i := range asIs {
		asIs[i] = byte(i)
		lowered[i] = byte(unicode.ToLower(rune(i)))
	}
}

func appendFold(dst []byte, s string, ascii *[utf8.RuneSelf]byte) []byte {
	dst = slices.Grow(dst, len(s))
	afterLetter := false // a mark belongs to the ASCII letter before it
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			dst = append(dst, ascii[c])
			afterLetter = true
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch base := foldOf(r); {
		case base != 0:
			dst = append(dst, ascii[base])
			afterLetter = true
		case isMark(r) && afterLetter:
		default:
			afterLetter = false
			lower := r
			if ascii == &lowered {
				lower = unicode.ToLower(r)
			}
			if lower == r || utf8.RuneLen(lower) > size {
				dst = append(dst, s[i:i+size]...)
			} else {
				dst = utf8.AppendRune(dst, lower)
			}
		}
		i += size
	}
	return dst
}
