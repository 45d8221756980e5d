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
	return string(appendKey(buf[:0], s))
}

// appendKey appends Key(s) to dst. Of the letters with a mark, U+1EA0 to U+1EFF, which are three bytes, only
// the last byte differs between a capital and a small letter.
func appendKey(dst []byte, s string) []byte {
	dst = slices.Grow(dst, len(s))
	start, isApart := len(dst), false // a word stands before, and a sign since
	for i := 0; i < len(s); {
		low, size := rune(0), 1
		c, isMarked := s[i], false
		switch {
		case c < utf8.RuneSelf:
			low = lowKeys[c]
		case c == 0xE1 && isMarkedLetter(s[i:]):
			low, size, isMarked = rune(s[i+2]|1), 3, true
		default:
			low, size = lowKeyBeyond(s[i:])
		}
		switch {
		case low == 0:
			isApart = len(dst) > start
			i += size
			continue
		case isApart:
			dst = append(dst, ' ')
			isApart = false
		}
		switch {
		case isMarked:
			dst = append(dst, c, s[i+1], byte(low))
		case low < utf8.RuneSelf:
			dst = append(dst, byte(low))
		default:
			dst = utf8.AppendRune(dst, low)
		}
		i += size
	}
	return dst
}

// isMarkedLetter reports whether s, which begins with the byte 0xE1, begins with one of U+1EA0 to U+1EFF.
func isMarkedLetter(s string) bool {
	return len(s) >= 3 && (s[1] == 0xBB && s[2] >= 0x80 || s[1] == 0xBA && s[2] >= 0xA0) && s[2] <= 0xBF
}

// HasKey reports whether Key(s) is key. It stops at the first letter that differs.
func HasKey(s, key string) bool {
	rest, ok := cutKey(s, key)
	for i := 0; ok && i < len(rest); {
		low, size := lowKey(rest, i)
		ok = low == 0
		i += size
	}
	return ok
}

// BeginsKey reports whether Key(s) begins with key, which may end within a word. It stops at the first letter
// that differs.
func BeginsKey(s, key string) bool {
	_, ok := cutKey(s, key)
	return ok
}

// cutKey returns what stands in s behind the letters of key, and false if Key(s) does not begin with key.
func cutKey(s, key string) (string, bool) {
	at, inWord := 0, false
	for i := 0; i < len(s) && at < len(key); {
		low, size := lowKey(s, i)
		if low == 0 {
			i += size
			inWord = false
			continue
		}
		if !inWord && at > 0 {
			if key[at] != ' ' {
				return "", false
			}
			if at++; at == len(key) {
				return s[i:], true
			}
		}
		inWord = true
		want, wantSize := utf8.DecodeRuneInString(key[at:])
		if low != want {
			return "", false
		}
		i += size
		at += wantSize
		if at == len(key) {
			return s[i:], true
		}
	}
	return s, at == len(key)
}

// lowKey returns the letter or digit at s[i] in lower case, or 0 for any other character, and its size in s.
func lowKey(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return lowKeys[c], 1
	}
	return lowKeyBeyond(s[i:])
}

// lowKeyBeyond returns the letter, digit or mark beyond ASCII that s begins with, in lower case, or 0 for any
// other character, and its size in s. Of the letters "Ạ" to "ỹ" the small ones are odd.
func lowKeyBeyond(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r < rune(len(lowKeys)):
		return lowKeys[r], size
	case 0x1EA0 <= r && r <= 0x1EFF:
		return r | 1, size
	case 0x2000 <= r && r < 0x2070: // dashes, quotation marks, spaces
		return 0, size
	}
	if low := viet.Lower(s[:size]); isKeyRune(low) {
		r, _ = utf8.DecodeRuneInString(low)
		return r, size
	}
	return 0, size
}

// lowKeys holds the letters and digits up to U+01FF in lower case, 0 for other characters.
var lowKeys = func() (t [0x200]rune) {
	for c := range rune(len(t)) {
		if low := viet.Lower(string(c)); isKeyRune(low) {
			t[c], _ = utf8.DecodeRuneInString(low)
		}
	}
	return t
}()

// isKeyRune reports whether s, a character, is a letter, a digit or a mark.
func isKeyRune(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	if c < utf8.RuneSelf {
		return markup.IsLetter(byte(c)) || '0' <= c && c <= '9'
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
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

// prefixes are the beginnings of phrases, by their first byte.
type prefixes map[byte][]string

func newPrefixes(phrases ...string) prefixes {
	p := prefixes{}
	for _, phrase := range phrases {
		p[phrase[0]] = append(p[phrase[0]], phrase)
	}
	return p
}

// begin reports whether s begins with one of p.
func (p prefixes) begin(s string) bool {
	if s == "" {
		return false
	}
	for _, prefix := range p[s[0]] {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// cut returns s without the first of p that it begins with.
func (p prefixes) cut(s string) string {
	if s == "" {
		return ""
	}
	for _, prefix := range p[s[0]] {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			return rest
		}
	}
	return s
}

// opens is begin for the key of a text. It stops at the first letter that differs.
func (p prefixes) opens(text string) bool {
	return slices.ContainsFunc(p[firstOfKey(text)], func(prefix string) bool {
		return BeginsKey(text, prefix)
	})
}

// opensWords is beginWords for the key of a text. It stops at the first letter that differs.
func (p prefixes) opensWords(text string) bool {
	return slices.ContainsFunc(p[firstOfKey(text)], func(prefix string) bool {
		rest, ok := cutKey(text, prefix)
		return ok && (rest == "" || !beginsInWord(rest))
	})
}

// firstOfKey returns the first byte of Key(s), 0 if that is empty.
func firstOfKey(s string) byte {
	for i := 0; i < len(s); {
		low, size := lowKey(s, i)
		if low != 0 {
			var buf [utf8.UTFMax]byte
			return utf8.AppendRune(buf[:0], low)[0]
		}
		i += size
	}
	return 0
}

// beginsInWord reports whether s begins with a letter or a digit of a key.
func beginsInWord(s string) bool {
	low, _ := lowKey(s, 0)
	return low != 0
}

// beginWords is begin for keys; the phrase must end where a word ends.
func (p prefixes) beginWords(key string) bool {
	if key == "" {
		return false
	}
	for _, prefix := range p[key[0]] {
		if strings.HasPrefix(key, prefix) && (len(key) == len(prefix) || key[len(prefix)] == ' ') {
			return true
		}
	}
	return false
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

// HasDigit reports whether a key has a digit.
func HasDigit(key string) bool {
	for i := range len(key) {
		switch c := key[i]; {
		case markup.IsDigit(c):
			return true
		case c == 0xE1 && i+1 < len(key) && key[i+1]&^1 == 0xBA: // "ạ" to "ỹ"
		case c >= 0xD9: // beyond Latin
			return strings.ContainsFunc(key[i:], unicode.IsDigit)
		}
	}
	return false
}

// IsNumber reports whether s has nothing but ASCII digits. It is true for the empty string.
func IsNumber(s string) bool {
	for i := range len(s) {
		if !markup.IsDigit(s[i]) {
			return false
		}
	}
	return true
}

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
