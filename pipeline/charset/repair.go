package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPasses bounds the times that damage was done to a text, one over the other.
const maxPasses = 4

// Repair returns s, the text of a field or of an article with a paragraph a line, with its damaged parts
// mended, and whether there were any. Damage is the letters of a legacy set shown as Latin-1 or windows-1258
// ("TØnh L¹ng S¬n", "Tænh Laïng Sôn"), which is mended by the line, and UTF-8 encoded twice ("Láº¡ng SÆ¡n"),
// which is mended by the word where the rest of its line is sound. A text of one or two damaged words is left
// alone if they may be foreign ones. Repairing twice is repairing once, and the result is valid UTF-8.
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
	return string(original), string(original) != s // it does not come to rest: no text that anybody wrote
}

// isSuspect reports whether s may need repair. Sound Vietnamese text does not.
func isSuspect(s string) bool {
	if !utf8.ValidString(s) {
		return true
	}
	for line := range strings.Lines(s) {
		if !isASCII(line) && (!isUnicode(line) || mayBeTwice(line)) {
			return true
		}
	}
	return false
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mayBeTwice reports whether s has a letter that shows the first byte of a rune in UTF-8, before one that
// shows a later byte.
func mayBeTwice[T string | []byte](s T) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] != 0xC3 { // U+00C2 to U+00F4
			continue
		}
		switch s[i+2] {
		case 0xC2, 0xC5, 0xC6, 0xCB, 0xE2: // U+0080 to U+00BF, and what windows-1252 has at 80 to 9F
			return true
		}
	}
	return false
}

// repairLines mends every line of text once.
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
	common := asIs
	if sample := appendSample(nil, suspects, textSize); len(sample) > 0 {
		r, t := bestReading(sample, nil)
		if t.passes() {
			common = r
		}
	}

	out := make([]byte, 0, len(text))
	for line := range bytes.Lines(text) {
		switch r := lineReading(line, common, sound); {
		case r != asIs:
			out = r.appendText(out, line)
		case mayBeTwice(line):
			out = appendWordsOnce(out, line)
		default:
			out = append(out, line...)
		}
	}
	return out
}

// lineReading returns the reading of a line in a text that common is the reading of. A line that makes sense
// both ways ("Minh Tó", Minh Tú in TCVN3) is as the rest: sound says whether there are lines that are sound
// beyond doubt.
func lineReading(line []byte, common reading, sound bool) reading {
	if isASCII(line) || isUnicode(line) {
		return asIs
	}
	sample := appendSample(nil, line, textSize)
	if common != asIs {
		now := count(sample, false).evidence()
		t := count(common.appendTo(nil, sample), common.set == tcvn3).evidence()
		if t > 0 && (t > now || t == now && !sound) {
			return common
		}
	}
	if r, t := bestReading(sample, nil); t.passes() {
		return r
	}
	return asIs
}

// appendWordsOnce appends line with the words mended that are UTF-8 encoded twice beyond doubt: as they are
// they are no syllables ("DÅ©ng"), or they show three bytes of a letter of ours or of a sign ("â€œ"). Where
// there is one, others are mended that may be.
func appendWordsOnce(dst, line []byte) []byte {
	sure := false
	for word := range bytes.FieldsFuncSeq(line, isSpace) {
		if isTwice(word) {
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
		if word := line[:n]; isTwice(word) || count(word, false).good == 0 {
			dst = appendOnce(dst, word)
		} else {
			dst = append(dst, word...)
		}
		line = line[n:]
	}
	return dst
}

// isSpace reports whether r is space in ASCII: the others may be bytes of letters.
func isSpace(r rune) bool { return r < utf8.RuneSelf && unicode.IsSpace(r) }

// isTwice reports whether word is UTF-8 encoded twice beyond doubt.
func isTwice(word []byte) bool {
	if !mayBeTwice(word) {
		return false
	}
	for i := range word {
		if utf8.RuneStart(word[i]) {
			if r, _ := once(word[i:]); 0x1E00 <= r && r < 0x2600 || r > 0xFFFF {
				return true
			}
		}
	}
	now := count(word, false)
	then := count(appendOnce(nil, word), false)
	return now.bad > 0 && then.bad == 0 && then.good > now.good
}
