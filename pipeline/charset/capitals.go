package charset

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// RestoreCapitals returns text, decoded from TCVN3, with the capitals that the set cannot encode: "céNG HßA"
// decodes to "CộNG HòA" and becomes "CỘNG HÒA". A word is in capitals if all its other letters, at least two,
// are. A word with at most one other letter ("Hà", "HÀ") is in capitals if the words on both sides are.
func RestoreCapitals(text string) string {
	return string(appendCapitals(nil, []byte(text)))
}

// appendCapitals appends the result of RestoreCapitals.
func appendCapitals(dst, text []byte) []byte {
	var (
		before  = caseUnknown // case of the last word that shows one
		pending = -1          // index in dst of the words before the next that shows a case; -1: none
	)
	resolve := func(after wordCase) {
		if pending >= 0 && before != caseSmall && after != caseSmall && before+after != caseUnknown {
			upper(dst[pending:])
		}
		pending = -1
	}
	for len(text) > 0 {
		n := letterRun(text)
		if n == 0 {
			_, size := utf8.DecodeRune(text)
			switch text[0] {
			case '&':
				size = max(size, entity(text))
			case '\n', '<', '>', '.', '!', '?':
				resolve(caseUnknown)
				before = caseUnknown
			}
			dst = append(dst, text[:size]...)
			text = text[size:]
			continue
		}

		word := text[:n]
		switch shown := caseOf(word); shown {
		case caseUnknown:
			if pending < 0 {
				pending = len(dst)
			}
			dst = append(dst, word...)
		default:
			resolve(shown)
			before = shown
			dst = append(dst, word...)
			if shown == caseCapital {
				upper(dst[len(dst)-n:])
			}
		}
		text = text[n:]
	}
	resolve(caseUnknown)
	return dst
}

// A wordCase is the case of a word as far as its letters show it.
type wordCase uint8

const (
	caseUnknown wordCase = iota // "Hà", "à", "I"
	caseSmall
	caseCapital
)

// caseOf returns the case of word. Foreign words and abbreviations (TTXVN) show nothing about their
// neighbours.
func caseOf(word []byte) wordCase {
	capitals, toned := 0, 0
	for _, r := range string(word) {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case r >= utf8.RuneSelf && !isPlain(r):
			toned++
		default:
			return caseSmall
		}
	}
	if capitals >= 2 && (toned > 0 || viet.IsSyllable(string(word))) {
		return caseCapital
	}
	return caseUnknown
}

// entity returns the length of the character reference at the start of s, or zero.
func entity(s []byte) int {
	const longest = len("&Agrave;")
	if i := bytes.IndexByte(s[:min(len(s), longest)], ';'); i > 0 && bytes.IndexByte(s[:i], ' ') < 0 {
		return i + 1
	}
	return 0
}

// letterRun returns the length of the letters at the start of s.
func letterRun(s []byte) int {
	n := 0
	for n < len(s) {
		if s[n] < utf8.RuneSelf {
			if !markup.IsLetter(s[n]) {
				break
			}
			n++
			continue
		}
		r, size := utf8.DecodeRune(s[n:])
		if !unicode.IsLetter(r) {
			break
		}
		n += size
	}
	return n
}

// upper changes the letters of s to capitals in place, except in character references. Vietnamese letters
// have the same length in both cases.
func upper(s []byte) {
	for i := 0; i < len(s); {
		if n := entity(s[i:]); s[i] == '&' && n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if u := unicode.ToUpper(r); utf8.RuneLen(u) == size {
			utf8.EncodeRune(s[i:], u)
		}
		i += size
	}
}
