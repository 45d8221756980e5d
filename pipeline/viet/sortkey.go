package viet

import (
	"unicode"
	"unicode/utf8"
)

// AppendSortKey appends a sort key of s, which orders strings like a Vietnamese dictionary when bytes.Compare
// compares their keys: syllable by syllable, each first by its letters (a ă â b c d đ e ê …), then by its
// tone (ngang, huyền, hỏi, ngã, sắc, nặng): Ba Vì, Bà Rịa, tuân thủ, tuần chay. Numbers come before letters,
// ordered by value. Case, punctuation and the place of the tone mark are ignored.
func AppendSortKey(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		size, class := classAt(s, i)
		end := i + size
		switch class {
		case isDigit:
			end = digitsEnd(s, i)
			dst = appendNumberKey(dst, s[i:end])
		case isAlpha:
			var w word
			w, end = readWord(s, i)
			if end == i {
				end = i + size
			}
			dst = appendWordKey(dst, &w, s[i:end])
		}
		i = end
	}
	return dst
}

// Bytes of a sort key. Letters are greater than endOfLetters, so a shorter word comes first.
const (
	endOfWord    = 0
	endOfLetters = 1
	numberKey    = 2
	letterKey    = 8
	foreignKey   = letterKey + numCodes
)

func appendNumberKey(dst []byte, digits string) []byte {
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	dst = append(dst, numberKey, byte(min(len(digits), 255)))
	dst = append(dst, digits...)
	return append(dst, endOfWord)
}

func appendWordKey(dst []byte, w *word, s string) []byte {
	if !w.foreign && w.n <= maxLetters {
		for _, l := range w.letters[:w.n] {
			dst = append(dst, letterKey+l.code())
		}
		dst = append(dst, endOfLetters)
		if w.tones < 2 {
			return append(dst, byte(w.tone)+1, endOfWord)
		}
		for _, l := range w.letters[:w.n] {
			dst = append(dst, byte(l.tone())+1)
		}
		return append(dst, endOfWord)
	}
	for _, r := range s {
		if l := letterOf(r); l != 0 {
			dst = append(dst, letterKey+l.code())
		} else if base := foldOf(r); base != 0 {
			dst = append(dst, letterKey+letterOf(rune(base)).code())
		} else if !isMark(r) {
			dst = utf8.AppendRune(append(dst, foreignKey), unicode.ToLower(r))
		}
	}
	return append(dst, endOfLetters, byte(Level)+1, endOfWord)
}
