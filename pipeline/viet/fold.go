package viet

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Fold returns s without tone and quality marks, and with d for đ: "Đường sắt" becomes "Duong sat". It keeps
// the case. Precomposed, decomposed and mixed text give the same result. Marks of other Latin letters are
// removed too (ç, ñ, ü), and ð becomes d; other scripts and invalid UTF-8 are kept.
func Fold(s string) string { return string(AppendFold(nil, s)) }

// AppendFold appends Fold(s) to dst. It never appends more than len(s) bytes.
func AppendFold(dst []byte, s string) []byte { return appendFold(dst, s, &sameCase) }

// AppendFoldLower appends Fold(s) in lower case to dst, never more than len(s) bytes: the two letters whose
// small form is longer (Ⱥ, Ⱦ) are kept.
func AppendFoldLower(dst []byte, s string) []byte { return appendFold(dst, s, &lowered) }

// Lower returns s in lower case, with the same byte offsets: the few letters whose small form has another
// length are kept, and so is invalid UTF-8.
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

// The base letters of the precomposed Latin letters, by code point. A full stop means none.
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

// foldOf returns the ASCII base letter of r, or 0.
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

var sameCase, lowered [utf8.RuneSelf]byte

// A lead describes how to find the letters that begin with a byte: they have the bytes c, c1 and maybe c2
// with (c1 | c2<<8) & mask == want, and their bases are at folded[first + c1&low1 + (c2&low2)<<1].
type lead struct {
	mask, want, first uint16
	low1, low2        uint8
}

// leads holds the leads of the letters from U+00C0 to U+01FF, which have two bytes, and from U+1E80 to
// U+1EFF, which have three. The leads of all other bytes match nothing.
var leads [256]lead

// folded holds the bases of those letters. Zero means none.
var folded [5<<6 + 128]byte

func init() {
	for i := range sameCase {
		sameCase[i] = byte(i)
		lowered[i] = byte(unicode.ToLower(rune(i)))
	}
	for i := range leads {
		leads[i].want = 1 // of a mask of zero
	}
	for i := range uint16(5) {
		leads[0xC3+i] = lead{0x00C0, 0x0080, i << 6, 0x3F, 0}
	}
	leads[0xE1] = lead{0xC0FE, 0x80BA, 5 << 6, 1, 0x3F} // E1 BA, E1 BB
	for i := range rune(5 << 6) {
		folded[i] = foldOf(0xC0 + i)
	}
	for i := range rune(128) {
		folded[5<<6+i&63<<1+i>>6] = foldOf(0x1E80 + i)
	}
}

// appendFold folds eight bytes at a time. It copies them as if they were ASCII, and then overwrites those
// from the first non-ASCII byte on.
func appendFold(dst []byte, s string, ascii *[utf8.RuneSelf]byte) []byte {
	const (
		word  = 8
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	start := len(dst)
	dst = slices.Grow(dst, len(s))[:start+len(s)]
	d := dst[start:]
	lower := ascii == &lowered
	i, j := 0, 0
	for i+word <= len(s) && j+word <= len(d) {
		b := s[i : i+word]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		high := w & highs
		if lower { // set bit 5 of the bytes from A to Z
			low := w &^ highs
			w |= (low + (0x80-'A')*ones) &^ (low + (0x80-'Z'-1)*ones) & highs >> 2
		}
		binary.LittleEndian.PutUint64(d[j:], w)
		n := bits.TrailingZeros64(high) / 8
		i += n
		j += n
		if n == word {
			continue
		}
		size, base := foldAt(s, i)
		if base != 0 {
			d[j] = ascii[base]
			j++
			i += size
			continue
		}
		i, j = foldRune(d, s, i, j, lower)
	}
	for i < len(s) {
		if s[i] < utf8.RuneSelf {
			d[j] = ascii[s[i]]
			i++
			j++
			continue
		}
		i, j = foldRune(d, s, i, j, lower)
	}
	return dst[:start+j]
}

// foldAt returns the length of the non-ASCII letter at s[i] and its base, or 0 if it is not in folded. There
// is no branch on two or three bytes, because the processor predicts it badly.
func foldAt(s string, i int) (int, byte) {
	if i+2 >= len(s) {
		return 0, 0
	}
	c, c1, c2 := s[i], uint16(s[i+1]), uint16(s[i+2])
	l := &leads[c]
	if (c1|c2<<8)&l.mask != l.want {
		return 0, 0
	}
	base := folded[l.first+c1&uint16(l.low1)+c2&uint16(l.low2)<<1]
	return 2 + int(c>>5&1), base // 110xxxxx or 1110xxxx
}

// foldRune folds the non-ASCII character at s[i] to d[j]. It returns the indices after both.
func foldRune(d []byte, s string, i, j int, lower bool) (int, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	if base := foldOf(r); base != 0 {
		if lower {
			base = lowered[base]
		}
		d[j] = base
		return i + size, j + 1
	}
	if isMark(r) && j > 0 && isASCIILetter(d[j-1]) { // letters without a base keep their marks
		return i + size, j
	}
	if lower {
		if l := unicode.ToLower(r); l != r && utf8.RuneLen(l) <= size {
			return i + size, j + utf8.EncodeRune(d[j:], l)
		}
	}
	return i + size, j + copy(d[j:], s[i:i+size])
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
