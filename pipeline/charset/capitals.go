package charset

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// RestoreCapitals returns text, decoded from TCVN3, with the capitals that the set cannot write: "céNG HßA"
// decodes to "CộNG HòA" and becomes "CỘNG HÒA". A word is in capitals if its other letters are, at least two
// of them; one with a single other letter ("Hà", "HÀ") or none goes with its neighbours, if those on both
// sides are in capitals.
func RestoreCapitals(text string) string {
	return string(appendCapitals(nil, []byte(text)))
}

// appendCapitals appends text as RestoreCapitals returns it.
func appendCapitals(dst, text []byte) []byte {
	var (
		before  = caseUnknown // of the last word that shows one
		pending = -1          // where in dst the words begin that wait for the next to show its case
	)
	settle := func(after wordCase) {
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
				settle(caseUnknown)
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
			settle(shown)
			before = shown
			dst = append(dst, word...)
			if shown == caseCapital {
				upper(dst[len(dst)-n:])
			}
		}
		text = text[n:]
	}
	settle(caseUnknown)
	return dst
}

// A wordCase is what the letters of a word show of its case.
type wordCase uint8

const (
	caseUnknown wordCase = iota // "Hà", "à", "I"
	caseSmall
	caseCapital
)

// caseOf returns the case of word. Foreign words and abbreviations (TTXVN) show nothing of their neighbours.
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

// upper makes capitals of the letters of s but for character references, in place: those of Vietnamese have
// one length in both cases.
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
