package viet

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize returns s for display and storage: the spelling as printed, in valid code points. It keeps runs
// of spaces. The result is valid UTF-8 in Normalization Form C (UAX #15), and Normalize is idempotent.
//
//   - Marks are composed, also where NFC does not: tone before circumflex, the same mark twice.
//   - No-break and typographic spaces become spaces, line and paragraph separators newlines. Zero-width
//     characters, soft hyphens, byte order marks and control characters other than tab, newline and carriage
//     return are deleted. C1 controls are read as windows-1252.
//   - Ð and ð become Đ and đ in Vietnamese words; Cyrillic and Greek look-alikes in a Latin word become
//     Latin.
//   - Character references left over from HTML ("&quot;", "&#7841;") become the characters.
//   - Ligatures, full-width forms and mathematical letters become plain ones; typographic hyphens and the
//     minus sign become "-". Other punctuation is kept.
func Normalize(s string) string {
	if cleanText.prefix(s) == len(s) {
		return s
	}
	return string(AppendNormalize(nil, s))
}

// AppendNormalize appends Normalize(s) to dst.
func AppendNormalize(dst []byte, s string) []byte {
	for {
		n := cleanText.prefix(s)
		if n == len(s) {
			return append(dst, s...)
		}
		// Marks, look-alikes and hidden spaces concern the whole word.
		start := strings.LastIndexAny(s[:n], " \n\t\r") + 1
		end := n + 1
		for end < len(s) && !isSpace(s[end]) {
			end++
		}
		dst = append(dst, s[:start]...)
		dst = appendRepaired(dst, s[start:end])
		s = s[end:]
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// Repairs that a pass over the characters of a chunk leaves for later.
const (
	needsNFC       = 1 << iota // there are characters that may not be in NFC
	hasLookAlike               // letters that may have to be Latin, or Đ
	hasHiddenSpace             // U+200B between letters
	hasEntity                  // perhaps a character reference
)

// appendRepaired appends the repaired form of a chunk of text without spaces.
func appendRepaired(dst []byte, chunk string) []byte {
	start := len(dst)
	todo := 0
	for i := 0; i < len(chunk); {
		r, size := rune(chunk[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(chunk[i:])
		}
		i += size
		switch l := letterOf(r); {
		case l != 0:
			marked, n, ours := withMarks(l, chunk[i:])
			if ours {
				dst = utf8.AppendRune(dst, marked.rune())
			} else {
				dst = utf8.AppendRune(dst, r)
				dst = append(dst, chunk[i:i+n]...)
				todo |= needsNFC
			}
			i += n
		case isMark(r):
			var rest int
			dst, rest = appendMark(dst, start, r)
			todo |= rest
		default:
			var rest int
			dst, rest = appendOther(dst, start, r, chunk[i:])
			todo |= rest
		}
	}
	if todo&needsNFC != 0 {
		dst = composeTail(dst, start)
	}
	if todo&hasHiddenSpace != 0 {
		dst = dst[:start+resolveHiddenSpaces(dst[start:])]
	}
	if todo&(hasLookAlike|needsNFC) != 0 { // NFC may create look-alikes
		dst = repairLookAlikes(dst, start)
	}
	if todo&hasEntity != 0 {
		dst = unescapeTail(dst, start)
	}
	return dst
}

// appendMark puts a Vietnamese combining mark on the letter at the end of dst[start:], and returns the
// repairs that remain.
func appendMark(dst []byte, start int, r rune) ([]byte, int) {
	dst = dst[:start+len(bytes.TrimSuffix(dst[start:], []byte(hiddenSpace)))]
	last, size := utf8.DecodeLastRune(dst[start:])
	if l, ok := combine(letterOf(last), r); ok {
		return utf8.AppendRune(dst[:len(dst)-size], l.rune()), 0
	}
	return utf8.AppendRune(dst, r), needsNFC
}

// withMarks returns l with the marks at the beginning of s, of any script, and their length. It reports
// whether all are marks of Vietnamese on this letter; otherwise they stay unchanged, in the order of NFC.
func withMarks(l letter, s string) (letter, int, bool) {
	ours := true
	for i, r := range s {
		if r < 0x300 || !isMark(r) && norm.NFC.PropertiesString(s[i:]).CCC() == 0 {
			return l, i, ours
		}
		marked, ok := combine(l, r)
		l, ours = marked, ours && ok
	}
	return l, len(s), ours
}

const hiddenSpace = "\u200B"

// resolveHiddenSpaces replaces a zero-width space in b by a space if the words on both sides are syllables
// and together they are none. It deletes the others, and returns the new length of b.
func resolveHiddenSpaces(b []byte) int {
	n := 0
	for i := 0; i < len(b); {
		if !bytes.HasPrefix(b[i:], []byte(hiddenSpace)) {
			b[n] = b[i]
			n++
			i++
			continue
		}
		i += len(hiddenSpace)
		before, after := lastWord(b[:n]), firstWord(b[i:])
		if IsSyllable(before) && IsSyllable(after) && !IsSyllable(before+after) {
			b[n] = ' '
			n++
		}
	}
	return n
}

// maxSyllable bounds the search for the ends of a syllable, in bytes: seven letters, two of them marked.
const maxSyllable = 4 * maxLetters

// lastWord returns the letters at the end of b, at most a few more than a syllable has.
func lastWord(b []byte) string {
	b = b[max(0, len(b)-maxSyllable):]
	i := len(b)
	for i > 0 {
		r, size := utf8.DecodeLastRune(b[:i])
		if letterOf(r) == 0 {
			break
		}
		i -= size
	}
	return string(b[i:])
}

// firstWord returns the letters at the beginning of b, at most a few more than a syllable has.
func firstWord(b []byte) string {
	b = b[:min(len(b), maxSyllable)]
	i := 0
	for i < len(b) {
		r, size := utf8.DecodeRune(b[i:])
		if letterOf(r) == 0 {
			break
		}
		i += size
	}
	return string(b[:i])
}

// appendOther appends the repaired form of a character that is no Vietnamese letter, and returns the repairs
// that remain.
func appendOther(dst []byte, start int, r rune, next string) ([]byte, int) {
	r = plainOf(r)
	switch {
	case r == '`' || r == '´':
		if endsInLetter(dst[start:]) && beginsWithLetter(next) {
			r = '\''
		}
		return utf8.AppendRune(dst, r), 0
	case r < ' ' && r != '\n' && r != '\t' && r != '\r', r == 0x7F:
		return dst, 0
	case r == ';':
		return append(dst, ';'), hasEntity
	case r < utf8.RuneSelf:
		return append(dst, byte(r)), 0
	case r == 0x85 && endsInLetter(dst[start:]) && beginsWithLetter(next):
		return append(dst, '\n'), 0
	case r < 0xA0:
		if r = rune(windows1252[r-0x80]); r != 0 {
			dst = utf8.AppendRune(dst, r)
		}
		return dst, 0
	case r == '\u200B':
		before, _ := utf8.DecodeLastRune(dst[start:])
		if letterOf(before) != 0 && letterOf(nextVisible(next)) != 0 {
			return append(dst, hiddenSpace...), hasHiddenSpace
		}
		return dst, 0
	case r == '\u200D':
		if before, _ := utf8.DecodeLastRune(dst[start:]); isEmoji(before) && beginsWithEmoji(next) {
			dst = utf8.AppendRune(dst, r)
		}
		return dst, 0
	case isInvisible(r):
		return dst, 0
	case r == 0x2028 || r == 0x2029:
		return append(dst, '\n'), 0
	case unicode.Is(unicode.Zs, r), unicode.Is(unicode.Co, r):
		return append(dst, ' '), 0
	case r == 0x2010 || r == 0x2011 || r == 0x2212:
		return append(dst, '-'), 0
	case twoTones[r] != 0: // two tone marks in one code point: the first is kept
		if _, _, ours := withMarks(letterOf(twoTones[r]), next); ours {
			return utf8.AppendRune(dst, twoTones[r]), 0
		}
	case 0xFB00 <= r && r <= 0xFB06, 0x1D400 <= r && r <= 0x1D7FF:
		if plain := norm.NFKD.PropertiesString(string(r)).Decomposition(); plain != nil {
			return append(dst, plain...), needsNFC
		}
	}
	todo := 0
	if lookAlike(r) != 0 {
		todo = hasLookAlike
	}
	if !isComposed(r) {
		todo |= needsNFC
	}
	return utf8.AppendRune(dst, r), todo
}

// plainOf returns the ASCII or Latin-1 character that r is a full-width form of, or canonically equivalent to
// (UAX #15, singletons).
func plainOf(r rune) rune {
	switch {
	case 0xFF01 <= r && r <= 0xFF5E:
		return r - 0xFF01 + '!'
	case r == 0x37E:
		return ';'
	case r == 0x1FEF:
		return '`'
	case r == 0x1FFD:
		return '´'
	}
	return r
}

var twoTones = map[rune]rune{'Ṍ': 'Õ', 'ṍ': 'õ', 'Ṹ': 'Ũ', 'ṹ': 'ũ'}

// windows1252 holds the code points of the bytes 80 to 9F.
var windows1252 = [32]uint16{
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
}

// isInvisible reports whether r is an invisible format character other than the zero-width space and joiner.
func isInvisible(r rune) bool {
	return r == 0xAD || r == 0xFEFF || 0x200C <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E ||
		0x2060 <= r && r <= 0x206F
}

func isEmoji(r rune) bool {
	return 0x1F000 <= r && r < 0x20000 || 0x2600 <= r && r < 0x2800 || r == 0xFE0F
}

func beginsWithEmoji(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isEmoji(r)
}

func endsInLetter(b []byte) bool {
	r, _ := utf8.DecodeLastRune(b)
	return unicode.In(r, unicode.L, unicode.M)
}

func beginsWithLetter(s string) bool { return unicode.IsLetter(nextVisible(s)) }

// nextVisible returns the first character of s that Normalize does not delete, in its repaired form, or 0.
func nextVisible(s string) rune {
	for _, r := range s {
		switch {
		case r < ' ' && r != '\n' && r != '\t' && r != '\r', r == 0x7F, r == '\u200B', isInvisible(r):
			continue
		case 0x80 <= r && r < 0xA0 && r != 0x85:
			if r = rune(windows1252[r-0x80]); r == 0 {
				continue
			}
		}
		return r
	}
	return 0
}

// isComposed reports whether r is certainly in NFC, on its own and before anything but marks.
func isComposed(r rune) bool {
	return r < 0x300 || 0x400 <= r && r < 0x590 || 0x1E00 <= r && r < 0x1F00 || 0x2010 <= r && r < 0x2100 ||
		0x3041 <= r && r < 0x3099 || 0x4E00 <= r && r < 0xA000 || 0xAC00 <= r && r < 0xD7A4
}

// composeTail converts dst[start:] to NFC and removes repeated marks.
func composeTail(dst []byte, start int) []byte {
	if !norm.NFC.IsNormal(dst[start:]) {
		end := len(dst)
		dst = append(dst, ' ') // so that nothing is composed with the text before it
		dst = norm.NFC.Append(dst, dst[start:end]...)
		dst = dst[:start+copy(dst[start:], dst[end+1:])]
	}
	n := start
	last := rune(-1)
	for i := start; i < len(dst); {
		r, size := utf8.DecodeRune(dst[i:])
		if r != last || !isMark(r) {
			n += copy(dst[n:], dst[i:i+size])
		}
		last = r
		i += size
	}
	return dst[:n]
}
