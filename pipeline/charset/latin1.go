package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"baotinh/pipeline/viet"
)

// byteOf returns the byte that r shows: the byte that a program reads as r in Latin-1, windows-1252 or
// windows-1258.
func byteOf(r rune) (byte, bool) {
	if r < 0x100 {
		return byte(r), true
	}
	if b, ok := charmap.Windows1252.EncodeRune(r); ok {
		return b, true
	}
	return charmap.Windows1258.EncodeRune(r)
}

// appendDecoded appends b decoded from c.
func (c *charset) appendDecoded(dst, b []byte) []byte {
	d := decoder{charset: c}
	for len(b) > 0 {
		dst = growBy(dst, len(b)*2+utf8.UTFMax*maxMarks)
		nDst, nSrc, _ := d.Transform(dst[len(dst):cap(dst)], b, true) // can only lack room
		dst = dst[:len(dst)+nDst]
		b = b[nSrc:]
	}
	return dst
}

// growBy returns dst with room for n more bytes.
func growBy(dst []byte, n int) []byte {
	if cap(dst)-len(dst) >= n {
		return dst
	}
	grown := make([]byte, len(dst), 2*cap(dst)+n)
	copy(grown, dst)
	return grown
}

// appendBytes appends the bytes that the runes of s show, with a space for a rune that shows none. It reports
// whether most runes show a byte.
func appendBytes(dst, s []byte) ([]byte, bool) {
	shown, others := 0, 0
	for _, r := range string(s) {
		b, ok := byteOf(r)
		switch {
		case !ok:
			others++
			b = ' '
		case b >= utf8.RuneSelf:
			shown++
		}
		dst = append(dst, b)
	}
	return dst, others <= shown/8
}

// appendUndoubled appends s with one layer of superfluous UTF-8 encoding removed: a sequence of runes that
// shows the UTF-8 of a rune beyond ASCII is replaced by that rune.
func appendUndoubled(dst, s []byte) []byte {
	for len(s) > 0 {
		if r, n := undouble(s); n > 0 {
			dst = utf8.AppendRune(dst, r)
			s = s[n:]
			continue
		}
		_, n := utf8.DecodeRune(s)
		dst = append(dst, s[:n]...)
		s = s[n:]
	}
	return dst
}

// appendNoBreak appends s, UTF-8 encoded twice, and restores no-break spaces that were replaced by spaces:
// they are the second bytes of à, which is C3 A0.
func appendNoBreak(dst, s []byte) []byte {
	for {
		before, after, found := bytes.Cut(s, []byte("Ã "))
		dst = append(dst, before...)
		if !found {
			return dst
		}
		dst = append(dst, "Ã\u00a0"...)
		if endsWithA(before, after) {
			dst = append(dst, ' ')
		}
		s = after
	}
}

// endsWithA reports whether there was a space after the à between before and after, before runs of spaces
// were made single: not in "hÃ ng", which is hàng, nor in "nhÃ ,", but in "lÃ gÃ¬" and "lÃ â€œ".
func endsWithA(before, after []byte) bool {
	next, _, _ := bytes.Cut(after, []byte(" "))
	next = appendUndoubled(nil, next)
	n := letterRun(next)
	if n == 0 {
		r, _ := utf8.DecodeRune(next)
		return len(next) > 0 && !strings.ContainsRune(",.;:!?)”’…", r)
	}
	if n > 1 && viet.IsSyllable(string(next[:n])) {
		return true
	}

	word := appendUndoubled(nil, before[bytes.LastIndexByte(before, ' ')+1:])
	if i := bytes.LastIndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		_, size := utf8.DecodeRune(word[i:])
		word = word[i+size:]
	}
	return !viet.IsSyllable(string(word) + "à" + string(next[:n]))
}

// undouble returns the rune whose UTF-8 the first runes of s show, and the length of these runes, or zero if
// they show none.
func undouble(s []byte) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return 0, 0
	}
	var buf [utf8.UTFMax]byte
	n := 0
	for i := range buf {
		r, size := utf8.DecodeRune(s[n:])
		b, ok := byteOf(r)
		if !ok || size == 0 || b < utf8.RuneSelf {
			return 0, 0
		}
		buf[i] = b
		n += size
		if utf8.FullRune(buf[:i+1]) {
			r, size := utf8.DecodeRune(buf[:i+1])
			if r == utf8.RuneError || size != i+1 {
				return 0, 0
			}
			return r, n
		}
	}
	return 0, 0
}

// appendTo appends s, valid UTF-8, interpreted by r. Runes that show no byte are kept.
func (r interpretation) appendTo(dst, s []byte) []byte {
	for range r.layers {
		s = appendUndoubled(nil, appendNoBreak(nil, s))
	}
	if r.set == nil {
		return append(dst, s...)
	}
	var raw []byte
	for len(s) > 0 {
		u, n := utf8.DecodeRune(s)
		b, ok := byteOf(u)
		if !ok {
			dst = r.set.appendDecoded(dst, raw)
			raw = raw[:0]
			dst = append(dst, s[:n]...)
		} else {
			raw = append(raw, b)
		}
		s = s[n:]
	}
	return r.set.appendDecoded(dst, raw)
}

// appendText appends b decoded from c, with the capitals that c cannot encode.
func (c *charset) appendText(dst, b []byte) []byte {
	if c != tcvn3 {
		return c.appendDecoded(dst, b)
	}
	return appendCapitals(dst, c.appendDecoded(nil, b))
}

// appendText appends s, valid UTF-8, interpreted by r, with the capitals that the set cannot encode.
func (r interpretation) appendText(dst, s []byte) []byte {
	if r.set != tcvn3 {
		return r.appendTo(dst, s)
	}
	return appendCapitals(dst, r.appendTo(nil, s))
}
