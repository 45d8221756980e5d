package vidate

import (
	"unicode"
	"unicode/utf8"
)

// A token is a number, a word or a sign. Spaces and invisible characters separate tokens.
type token struct {
	start, end int32 // bytes
	value      int32 // of a number; -1 if it has more than nine digits
	kind       kind
	digits     uint8 // of a number, leading zeros counted
	spaced     bool  // a space or an invisible character precedes it
	lower      bool  // a word that begins with a small letter
	sign       byte  // of a sign; every dash is '-', every other non-ASCII sign 0
	word       term
}

type kind uint8

const (
	none kind = iota // the token before the first and after the last
	number
	word
	sign
)

// mayOpen reports whether a weekday, a time of day or a date may begin with t: it is a number, or a word of
// dates. It is a quick test before they are read.
func (t *token) mayOpen() bool { return t.kind == number || t.kind == word && t.word.class != other }

// appendTokens appends the tokens of s to dst.
func appendTokens(dst []token, s string) []token {
	spaced := false
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c <= ' ' || c == 0x7f:
			spaced = true
			i++
			continue
		case isDigit(c):
			t := token{start: int32(i), kind: number, spaced: spaced}
			for ; i < len(s) && isDigit(s[i]); i++ {
				if t.digits++; t.digits > 9 {
					t.value = -1
					t.digits = 10
					continue
				}
				t.value = t.value*10 + int32(s[i]-'0')
			}
			t.end = int32(i)
			dst = append(dst, t)
		case isASCIILetter(c) || c >= utf8.RuneSelf:
			t := lexWord(s, i)
			if t.kind == none {
				spaced = true
				i = int(t.end)
				continue
			}
			t.spaced = spaced
			i = int(t.end)
			dst = append(dst, t)
		default:
			dst = append(dst, token{start: int32(i), end: int32(i + 1), kind: sign, sign: c, spaced: spaced})
			i++
		}
		spaced = false
	}
	return dst
}

// lexWord returns the word, sign or (kind none) invisible character at s[i:].
func lexWord(s string, i int) token {
	t := token{start: int32(i), kind: word}
	var buf [maxWord + utf8.UTFMax]byte
	n, size := 0, 0
	for ; i < len(s); i += size {
		r := rune(s[i])
		size = 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if !isLetter(r) {
				break
			}
		} else if !isASCIILetter(s[i]) {
			break
		}

		small := toLower(r)
		if n == 0 {
			t.lower = small == r
		}
		if n <= maxWord {
			n += utf8.EncodeRune(buf[n:], small)
		}
	}
	if n > 0 {
		t.end = int32(i)
		if n <= maxWord {
			t.word = terms[string(buf[:n])]
		}
		return t
	}

	r, size := utf8.DecodeRuneInString(s[i:])
	t.end = int32(i + size)
	switch {
	case unicode.In(r, unicode.Z, unicode.Cc, unicode.Cf):
		t.kind = none
	case unicode.Is(unicode.Pd, r) || r == '−':
		t.kind, t.sign = sign, '-'
	case r == '’' || r == '′':
		t.kind, t.sign = sign, '\''
	case r == '·' || r == '•' || r == '│':
		t.kind, t.sign = sign, '|'
	default:
		t.kind = sign
	}
	return t
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isLetter is equivalent to unicode.In(r, unicode.L, unicode.Mn); faster for the letters of Vietnamese.
func isLetter(r rune) bool {
	if 0x1EA0 <= r && r <= 0x1EF9 || 0xC0 <= r && r <= 0x1B0 {
		return r != '×' && r != '÷'
	}
	return unicode.In(r, unicode.L, unicode.Mn)
}

// toLower is equivalent to unicode.ToLower; faster for the letters of Vietnamese.
func toLower(r rune) rune {
	switch {
	case 0x1EA0 <= r && r <= 0x1EF9:
		return r | 1
	case 0xE0 <= r && r <= 0xFF, 'a' <= r && r <= 'z':
		return r
	}
	return unicode.ToLower(r)
}
