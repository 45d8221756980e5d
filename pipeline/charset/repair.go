package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPasses bounds the layers of damage that Repair removes.
const maxPasses = 4

// Repair returns s, the text of a field, or of an article with a paragraph per line, with its damaged parts
// repaired, and whether there were any. Two kinds of damage are repaired: letters of a legacy set shown as
// Latin-1 or windows-1258 ("TØnh L¹ng S¬n", "Tænh Laïng Sôn"), by the line; and UTF-8 encoded twice ("Láº¡ng
// SÆ¡n"), by the word if the rest of the line is valid. A text of one or two damaged words is left unchanged
// if they may be foreign words. Repair is idempotent, and its result is valid UTF-8.
func Repair(s string) (string, bool) {
	if !isSuspect(s) {
		return s, false
	}
	original := []byte(strings.ToValidUTF8(s, replacement))
	text := original
	for range maxPasses {
		next := repairLines(text)
		if bytes.Equal(next, text) {
			return string(text), string(text) != s
		}
		text = next
	}
	return string(original), string(original) != s // it does not converge, so it is no text
}

// isSuspect reports whether s may need repair: it is not valid UTF-8, or one of its lines is not isASCII and
// either not isUnicode or mayBeDoubleEncoded. Valid Vietnamese text does not. It takes one pass, because
// every text is asked.
func isSuspect(s string) bool {
	high, unicode := false, false // in this line
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == '\n' {
				if high && !unicode {
					return true
				}
				high, unicode = false, false
			}
			i++
			continue
		}
		high = true
		if c == 0xE1 && i+2 < len(s) && isContinuation(s[i+1]) && isContinuation(s[i+2]) {
			unicode = unicode || s[i+1] == 0xBB || s[i+1] == 0xBA && s[i+2] >= 0xA0 // as isUnicode
			i += 3
			continue
		}
		size := 2
		if c < 0xC2 || c > 0xDF || i+1 == len(s) || !isContinuation(s[i+1]) {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		if size == 1 || c == 0xC3 && i+2 < len(s) && showsContinuation(s[i+2]) {
			return true
		}
		i += size
	}
	return high && !unicode
}

func isContinuation(c byte) bool { return c&0xC0 == 0x80 }

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mayBeDoubleEncoded reports whether s has a letter that shows the lead byte of a UTF-8 sequence, followed by
// a letter that shows a continuation byte.
func mayBeDoubleEncoded[T string | []byte](s T) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] != 0xC3 { // U+00C2 to U+00F4
			continue
		}
		if showsContinuation(s[i+2]) {
			return true
		}
	}
	return false
}

// showsContinuation reports whether c begins a letter that shows a continuation byte: U+0080 to U+00BF, and
// the characters 80 to 9F of windows-1252.
func showsContinuation(c byte) bool {
	switch c {
	case 0xC2, 0xC5, 0xC6, 0xCB, 0xE2:
		return true
	}
	return false
}

// repairLines repairs every line of text once.
func repairLines(text []byte) []byte {
	var suspects []byte
	sound := false
	for line := range bytes.Lines(text) {
		if isUnicode(line) {
			sound = true
			continue
		}
		suspects = append(suspects, line...)
	}
	common := identity
	if sample := appendSample(nil, suspects, textSize); mayPass(sample) {
		r, t := bestInterpretation(sample, nil)
		if t.passes() {
			common = r
		}
	}

	out := make([]byte, 0, len(text))
	isOne := !sound && bytes.IndexByte(text, '\n') < 0 // then the common interpretation is that of the line
	for line := range bytes.Lines(text) {
		r := common
		if !isOne || common != identity {
			r = interpretLine(line, common, sound)
		}
		switch {
		case r != identity:
			out = r.appendText(out, line)
		case mayBeDoubleEncoded(line):
			out = appendRepairedWords(out, line)
		default:
			out = append(out, line...)
		}
	}
	return out
}

// interpretLine returns the interpretation of a line in a text whose damaged lines have the interpretation
// common. A line that makes sense in both ways ("Minh Tó", Minh Tú in TCVN3) is read like the rest; sound
// says whether the text has lines that are certainly undamaged.
func interpretLine(line []byte, common interpretation, sound bool) interpretation {
	if isASCII(line) || isUnicode(line) {
		return identity
	}
	sample := appendSample(nil, line, textSize)
	if common != identity {
		now := countWords(sample, exactCase).evidence()
		t := countWords(common.appendTo(nil, sample), common.set.caseRule()).evidence()
		if t > 0 && (t > now || t == now && !sound) {
			return common
		}
	}
	if !mayPass(sample) {
		return identity
	}
	if r, t := bestInterpretation(sample, nil); t.passes() {
		return r
	}
	return identity
}

// mayPass reports whether an interpretation of sample may have minLetters letters beyond ASCII. Each of them
// stands for one character at least that is not ASCII, or for a control code. It is a quick test for the many
// names and labels with one such letter: "Thanh Hóa", "Video »".
func mayPass(sample []byte) bool {
	n := 0
	for _, c := range sample {
		if c >= 0xC0 || c < ' ' {
			if n++; n == minLetters {
				return true
			}
		}
	}
	return false
}

// appendRepairedWords appends line. If one of its words is certainly UTF-8 encoded twice, it repairs that
// word and those that may be: a word is certain if it is no syllable as it is ("DÅ©ng") or if it shows the
// three bytes of a Vietnamese letter or of a sign ("â€œ").
func appendRepairedWords(dst, line []byte) []byte {
	sure := false
	for word := range bytes.FieldsFuncSeq(line, isSpace) {
		if isDoubleEncoded(word) {
			sure = true
			break
		}
	}
	if !sure {
		return append(dst, line...)
	}
	for len(line) > 0 {
		n := bytes.IndexFunc(line, isSpace)
		switch {
		case n < 0:
			n = len(line)
		case n == 0:
			n = 1
		}
		if word := line[:n]; isDoubleEncoded(word) || countWords(word, exactCase).syllables == 0 {
			dst = appendUndoubled(dst, word)
		} else {
			dst = append(dst, word...)
		}
		line = line[n:]
	}
	return dst
}

// isSpace reports whether r is ASCII space; other spaces may be bytes of letters.
func isSpace(r rune) bool { return r < utf8.RuneSelf && unicode.IsSpace(r) }

// isDoubleEncoded reports whether word is certainly UTF-8 encoded twice.
func isDoubleEncoded(word []byte) bool {
	if !mayBeDoubleEncoded(word) {
		return false
	}
	for i := range word {
		if utf8.RuneStart(word[i]) {
			if r, _ := undouble(word[i:]); 0x1E00 <= r && r < 0x2600 || r > 0xFFFF {
				return true
			}
		}
	}
	now := countWords(word, exactCase)
	then := countWords(appendUndoubled(nil, word), exactCase)
	return now.others > 0 && then.others == 0 && then.syllables > now.syllables
}
