// Package lexicon recognises the kinds of lines on Vietnamese newspaper pages by their words: a date line, a
// byline, a label over related articles, a pointer to another page, the imprint, an error.
//
// The phrases are named sets of keys ([Key]), so that case, punctuation and spacing do not matter; the
// functions say what else a line must fulfil. All of them judge one line by its text alone: what an element
// is called and where it stands is for the caller to weigh.
package lexicon

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// Key returns the letters and digits of a clean text in lower case, words parted by one space: what two
// printings of one text have in common. "Tin liên quan:" and "TIN LIÊN QUAN" have one key.
func Key(s string) string {
	var buf [256]byte
	low := viet.AppendLower(buf[:0], s)
	kept := low[:0]
	for i := 0; i < len(low); {
		from := i
		for size := keySize(low[i:]); size > 0; size = keySize(low[i:]) {
			i += size
		}
		if i == from {
			_, size := utf8.DecodeRune(low[i:])
			i += size
			continue
		}
		if len(kept) > 0 {
			kept = append(kept, ' ')
		}
		kept = append(kept, low[from:i]...)
	}
	return string(kept)
}

// keySize returns the size of the letter, digit or mark that s begins with, 0 if it begins with none.
func keySize(s []byte) int {
	if len(s) == 0 {
		return 0
	}
	if c := s[0]; c < utf8.RuneSelf {
		if markup.IsLetter(c) || '0' <= c && c <= '9' {
			return 1
		}
		return 0
	}
	if s[0] == 0xE1 && len(s) > 2 && s[1]&^1 == 0xBA {
		return 3 // U+1E80 to U+1EFF, letters all of them: "ạ" to "ỹ"
	}
	c, size := utf8.DecodeRune(s)
	if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
		return size
	}
	return 0
}

// A set holds phrases, each as a key.
type set map[string]struct{}

func newSet(phrases ...string) set {
	s := make(set, len(phrases))
	for _, p := range phrases {
		s[p] = struct{}{}
	}
	return s
}

func (s set) has(key string) bool {
	_, ok := s[key]
	return ok
}

// prefixes are the beginnings of phrases.
type prefixes []string

// begin reports whether s begins with one of p.
func (p prefixes) begin(s string) bool {
	return slices.ContainsFunc(p, func(prefix string) bool { return strings.HasPrefix(s, prefix) })
}

// beginWords is begin for keys; the phrase must end where a word ends.
func (p prefixes) beginWords(key string) bool {
	return slices.ContainsFunc(p, func(prefix string) bool {
		return strings.HasPrefix(key, prefix) && (len(key) == len(prefix) || key[len(prefix)] == ' ')
	})
}

// Words counts the words of a key or of another text whose words are parted by one space.
func Words(text string) int {
	if text == "" {
		return 0
	}
	return strings.Count(text, " ") + 1
}

// HasWord reports whether s has a letter or digit.
func HasWord(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}

// IsNumber reports whether s has nothing but ASCII digits. It is true for the empty string.
func IsNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// EndsSentence reports whether s ends as sentences do, closing quotes and brackets aside. It is true for the
// empty string.
func EndsSentence(s string) bool {
	s = strings.TrimRight(s, "”\"'’»)] ")
	return s == "" || strings.HasSuffix(s, "…") || strings.IndexByte(".!?:;", s[len(s)-1]) >= 0
}

// Sentences counts the sentences of a text that end in a full stop and are followed by another or by the end.
func Sentences(s string) int {
	n := 0
	for rest := s; ; {
		at := strings.IndexAny(rest, ".!?")
		if at < 0 {
			return n
		}
		rest = strings.TrimLeft(rest[at+1:], "”\"'’»)")
		next, ok := strings.CutPrefix(rest, " ")
		if c, _ := utf8.DecodeRuneInString(next); rest == "" || ok && unicode.IsUpper(c) {
			n++
		}
	}
}

// IsCut reports whether a text breaks off: it does not end a sentence, or ends in dots.
func IsCut(s string) bool {
	return !EndsSentence(s) || strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// AllCapitals reports whether s has two letters at least and none is small.
func AllCapitals(s string) bool {
	letters := 0
	for _, c := range s {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			letters++
		}
	}
	return letters >= 2
}
