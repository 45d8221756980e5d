package analysis

import (
	"strings"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// Seek makes s work out the terms of those words only that fold to one of some. All others stay empty but
// for their place, which takes a fraction of the time.
func (s *Scanner) Seek(folds ...string) {
	if s.sought == nil {
		s.sought = make(map[string]bool, len(folds))
	}
	for _, f := range folds {
		s.sought[f] = true
		if f == "" {
			continue
		}
		last := uint32(1)<<letter(f[len(f)-1]) | 1
		s.ends[letter(f[0])] |= last
		s.ends[0] |= last
		s.seeksNumbers = s.seeksNumbers || hasDigit(f)
	}
}

// letter returns the number of a letter from a to z in either case, or 0, which stands for all others.
func letter(c byte) byte {
	if c |= 0x20; 'a' <= c && c <= 'z' {
		return c - 'a' + 1
	}
	return 0
}

// seeks reports whether a word may be sought.
func (s *Scanner) seeks(spelling string) bool {
	if !s.seeksNumbers && isDigits(spelling) {
		return false
	}
	if s.ends[letter(spelling[0])]>>letter(spelling[len(spelling)-1])&1 == 0 {
		return hasDigit(spelling) // most have none, and are not folded
	}
	s.buf = viet.AppendFoldLower(s.buf[:0], spelling)
	for _, c := range s.buf {
		if c < 'a' || c > 'z' {
			return true // its terms may not be spelled like it
		}
	}
	return s.sought[string(s.buf)]
}

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// AppendSought appends the words of text that are sought to dst, in their order: those that [Scanner.Append]
// finds, in a fraction of the time.
func (s *Scanner) AppendSought(dst []Word, text string) []Word {
	for i := 0; i < len(text); {
		if text[i] <= ' ' {
			i++
			continue
		}
		dst, i = s.appendSoughtUntilSpace(dst, text, i)
	}
	return dst
}

// appendSoughtUntilSpace appends the sought words from byte start to the next space, and returns where that
// is. It looks at the first and the last letter of most words only. What has strange characters, or digits
// that are letters of a word or sought, is left to appendSoughtSlowly.
func (s *Scanner) appendSoughtUntilSpace(dst []Word, text string, start int) ([]Word, int) {
	before := len(dst)
	letters, digits := false, false
	for i := start; ; {
		class, size := byte(space), 1
		if i < len(text) {
			if class = asciiClasses[text[i]]; class == lead {
				class, size = classAt(text, i)
			}
		}
		switch {
		case class-1 < lastLetter:
			letters = true
			end, last := lettersEnd(text, i+size, class)
			if s.ends[class]>>last&1 != 0 {
				dst = s.appendIfSought(dst, text, i, end)
			}
			i = end
			continue
		case class == digit:
			digits = true
		case class == space:
			if digits && (letters || s.seeksNumbers) {
				dst = s.appendSoughtSlowly(dst[:before], text, start, i)
			}
			return dst, i
		case class >= mark: // none belongs to a letter
			end := spaceAfter(text, i)
			return s.appendSoughtSlowly(dst[:before], text, start, end), end
		}
		i += size
	}
}

// lettersEnd returns the end of the letters, with their marks, from text[i] on, and the last of them. The one
// before is last.
func lettersEnd(text string, i int, last byte) (end int, class byte) {
	for i < len(text) {
		class, size := asciiClasses[text[i]], 1
		if class == lead {
			class, size = classAt(text, i)
		}
		switch {
		case class-1 < lastLetter:
			last = class
		case class != mark:
			return i, last
		}
		i += size
	}
	return i, last
}

func spaceAfter(text string, i int) int {
	for i < len(text) && text[i] > ' ' {
		i++
	}
	return i
}

func (s *Scanner) appendIfSought(dst []Word, text string, start, end int) []Word {
	s.buf = viet.AppendFoldLower(s.buf[:0], text[start:end])
	if !s.sought[string(s.buf)] {
		return dst
	}
	return s.appendTerms(dst, text, start, end)
}

// appendSoughtSlowly appends the sought words of text[start:end] as Append finds them.
func (s *Scanner) appendSoughtSlowly(dst []Word, text string, start, end int) []Word {
	s.words = s.Append(s.words[:0], text[start:end])
	for _, w := range s.words {
		if w.Fold != "" && s.sought[w.Fold] {
			w.Start, w.End = w.Start+start, w.End+start
			dst = append(dst, w)
		}
	}
	return dst
}

// The classes of characters: a letter has the number of its base letter, and signs are 0.
const (
	sign       = 0
	lastLetter = 26
	digit      = 27
	space      = 28
	mark       = 29 // of Vietnamese, after its letter
	lead       = 30 // the first byte of a character of several
	strange    = 31 // all that is none of these, or that may have another meaning after letters
)

// classAt returns the class of the character at text[i], which is not ASCII, and its length.
func classAt(text string, i int) (class byte, size int) {
	c := text[i]
	switch {
	case i+1 == len(text) || text[i+1]&0xC0 != 0x80:
		return strange, 1
	case 0xC2 <= c && c <= 0xC6:
		return twoByteClasses[c-0xC2][text[i+1]&0x3F], 2
	case c == 0xCC || c == 0xCD:
		return markClasses[c&1][text[i+1]&0x3F], 2
	case i+2 == len(text) || text[i+2]&0xC0 != 0x80:
		return strange, 1
	case c == 0xE1 && text[i+1]|1 == 0xBB:
		return vietnameseClasses[text[i+1]&1][text[i+2]&0x3F], 3
	case c == 0xE2 && text[i+1] == 0x80:
		return punctuationClasses[text[i+2]&0x3F], 3
	}
	return strange, 1
}

var (
	asciiClasses       [256]byte   // lead for all other bytes
	twoByteClasses     [5][64]byte // U+0080 to U+01BF
	markClasses        [2][64]byte // U+0300 to U+037F
	vietnameseClasses  [2][64]byte // U+1E80 to U+1EFF
	punctuationClasses [64]byte    // U+2000 to U+203F
)

func init() {
	for r := range rune(len(asciiClasses)) {
		asciiClasses[r] = lead
		if r < utf8.RuneSelf {
			asciiClasses[r] = classOf(r)
		}
	}
	for r := rune(0x80); r < 0x1C0; r++ {
		twoByteClasses[r>>6-2][r&0x3F] = classOf(r)
	}
	for r := rune(0x300); r < 0x380; r++ {
		markClasses[r>>6&1][r&0x3F] = classOf(r)
	}
	for r := rune(0x1E80); r < 0x1F00; r++ {
		vietnameseClasses[r>>6&1][r&0x3F] = classOf(r)
	}
	for r := rune(0x2000); r < 0x2040; r++ {
		punctuationClasses[r&0x3F] = classOf(r)
	}
}

func classOf(r rune) byte {
	switch {
	case r <= ' ':
		return space
	case isApostrophe(r):
		return strange
	case strings.ContainsRune("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323", r):
		return mark
	case '0' <= r && r <= '9':
		return digit
	case r < utf8.RuneSelf && !isWordRune(r), strings.ContainsRune("\u00a0«»–—“”…•", r):
		return sign
	}
	if fold := viet.AppendFoldLower(nil, string(r)); len(fold) == 1 {
		if n := letter(fold[0]); n > 0 {
			return n
		}
	}
	return strange
}
