package charset

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// A charset is a set of one-byte letters, some of which combine with the byte after them. It implements
// [encoding.Encoding]. Its code page is made when it is first asked for: most programs need none.
type charset struct {
	name  string
	codes func() *codePage
}

func newCharset(name string, codes func() *codePage) *charset {
	return &charset{name, sync.OnceValue(codes)}
}

// A codePage has the runes of the bytes of a charset, and the inverse. It must not be changed once made.
type codePage struct {
	single [256]rune       // the rune of a byte on its own; utf8.RuneError: none
	pair   [256]*[256]rune // pair[a][b]: the rune of the bytes a and b; zero: no pair
	mark   [256]bool       // whether a byte is a combining mark, in sets with several marks on a letter
	marks  bool            // whether mark is used
	code   map[rune]code   // the inverse of single and pair
}

// A code is the one or two bytes of a rune.
type code struct {
	len   int
	bytes [2]byte
}

// maxMarks bounds the combining marks of one letter, so that a decoder looks ahead a bounded number of bytes.
// Vietnamese letters have at most one; a longer run decodes to U+FFFD.
const maxMarks = 8

// String returns the name of the set.
func (c *charset) String() string { return c.name }

// NewDecoder implements [encoding.Encoding].
func (c *charset) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: decoder{charset: c}}
}

// NewEncoder implements [encoding.Encoding].
func (c *charset) NewEncoder() *encoding.Encoder {
	return &encoding.Encoder{Transformer: encoder{charset: c}}
}

// A decoder has no state: it leaves a letter at the end of a source that is not the last for the next call.
type decoder struct {
	transform.NopResetter
	charset *charset
}

func (d decoder) Transform(dst, src []byte, atEOF bool) (int, int, error) {
	c := d.charset.codes()
	nDst, nSrc := 0, 0
	for nSrc < len(src) {
		b := src[nSrc]
		if b < utf8.RuneSelf && c.single[b] == rune(b) && nSrc+1 < len(src) && src[nSrc+1] < utf8.RuneSelf {
			if nDst == len(dst) {
				return nDst, nSrc, transform.ErrShortDst
			}
			dst[nDst] = b
			nDst++
			nSrc++
			continue
		}

		r, size := c.single[b], 1
		switch {
		case c.marks:
			for nSrc+size < len(src) && size <= maxMarks && c.mark[src[nSrc+size]] {
				size++
			}
			if nSrc+size == len(src) && size <= maxMarks && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if size > 2 || size > 1 && (c.pair[b] == nil || c.pair[b][src[nSrc+1]] == 0) {
				n, ok := c.compose(dst[nDst:], src[nSrc:nSrc+size])
				if !ok {
					return nDst, nSrc, transform.ErrShortDst
				}
				nDst += n
				nSrc += size
				continue
			}
			if size == 2 {
				r = c.pair[b][src[nSrc+1]]
			}
		case c.pair[b] != nil:
			if nSrc+1 == len(src) {
				if !atEOF {
					return nDst, nSrc, transform.ErrShortSrc
				}
				break
			}
			if p := c.pair[b][src[nSrc+1]]; p != 0 {
				r, size = p, 2
			}
		}

		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// compose writes src, a byte and the marks after it, in NFC, and reports whether dst had room. More than
// maxMarks marks end in U+FFFD, which separates them from the marks that follow.
func (c *codePage) compose(dst, src []byte) (int, bool) {
	var buf [3 * (maxMarks + 1)]byte
	s := buf[:0]
	for i, b := range src {
		r := c.single[b]
		if i == maxMarks {
			r = utf8.RuneError
		}
		s = utf8.AppendRune(s, r)
	}
	s = norm.NFC.Bytes(s)
	if len(s) > len(dst) {
		return 0, false
	}
	return copy(dst, s), true
}

// An encoder has no state: it reads a letter together with its marks, or leaves them for the next call.
type encoder struct {
	transform.NopResetter
	charset *charset
}

// A repertoireError tells [encoding.ReplaceUnsupported] and [encoding.HTMLEscapeUnsupported] that a rune is
// not in the set.
type repertoireError struct{ charset *charset }

func (e repertoireError) Error() string { return e.charset.name + ": rune not in the set" }

// Replacement returns the byte that replaces the rune: SUB.
func (e repertoireError) Replacement() byte { return encoding.ASCIISub }

func (e encoder) Transform(dst, src []byte, atEOF bool) (int, int, error) {
	c := e.charset.codes()
	nDst, nSrc := 0, 0
	for nSrc < len(src) {
		size := 1
		if src[nSrc] >= utf8.RuneSelf || nSrc+1 == len(src) || src[nSrc+1] >= utf8.RuneSelf {
			size = norm.NFC.NextBoundary(src[nSrc:], atEOF)
			if size < 0 {
				return nDst, nSrc, transform.ErrShortSrc
			}
		}

		out, ok := c.appendCodes(nil, src[nSrc:nSrc+size])
		if !ok { // encode the runes before the one that is not in the set
			_, size = utf8.DecodeRune(src[nSrc:])
			out, ok = c.appendCodes(nil, src[nSrc:nSrc+size])
		}
		if !ok {
			return nDst, nSrc, repertoireError{e.charset}
		}
		if nDst+len(out) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], out)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// appendCodes appends the codes of s in NFC. It reports whether all its runes are in the set.
func (c *codePage) appendCodes(dst, s []byte) ([]byte, bool) {
	if len(s) > 1 {
		s = norm.NFC.Bytes(s)
	}
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		code, ok := c.code[r]
		if !ok {
			return dst, false
		}
		dst = append(dst, code.bytes[:code.len]...)
		s = s[size:]
	}
	return dst, true
}
