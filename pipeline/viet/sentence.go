package viet

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the start and end, in bytes, of the sentences of s, without the space around them. A
// sentence ends with its line. It also ends with a full stop, question mark, exclamation mark or ellipsis and
// the closing quotation marks and brackets after it, if space and a capital, digit, dash or opening quotation
// mark follow. Abbreviations (TP. Hồ Chí Minh, GS. Nguyễn), initials and list numbers do not end a sentence.
// A full stop between a small letter and a capitalised word, without a space, does: "hiện đại hoá.Đại hội".
func Sentences(s string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for start := 0; start < len(s); {
			end := sentenceEnd(s, start)
			if i, j := trimSpace(s, start, end); i < j && !yield(i, j) {
				return
			}
			start = end
		}
	}
}

func trimSpace(s string, i, j int) (int, int) {
	i = j - len(strings.TrimLeftFunc(s[i:j], unicode.IsSpace))
	return i, i + len(strings.TrimRightFunc(s[i:j], unicode.IsSpace))
}

// sentenceEnd returns the end of the sentence that begins at s[start].
func sentenceEnd(s string, start int) int {
	for i := start; i < len(s); {
		if !mayStop[s[i]] {
			i++
			continue
		}
		n := stopLen(s[i:])
		if n == 0 {
			i++
			continue
		}
		if s[i] == '\n' {
			return i + 1
		}
		stop := i
		for n > 0 && s[i] != '\n' { // "?!", "..", "Lạng Sơn…."
			i += n
			n = stopLen(s[i:])
		}
		end := i + closersLen(s[i:])
		if end == len(s) {
			return end
		}
		if breaksAfter(s[start:stop], s[stop:i], s[end:], end > i) {
			return end
		}
	}
	return len(s)
}

// mayStop holds the first bytes of the marks that stopLen accepts.
var mayStop = [256]bool{'.': true, '!': true, '?': true, '\n': true, 0xE2: true}

// stopLen returns the length of a newline, or of a mark that may end a sentence, at the beginning of s, or 0.
func stopLen(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '.', '!', '?', '\n':
		return 1
	case 0xE2:
		if strings.HasPrefix(s, "…") {
			return len("…")
		}
	}
	return 0
}

func closersLen(s string) int {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune(`"'”’»)]`, r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

// breaksAfter reports whether a sentence ends between text, which the mark stop ends, and rest.
func breaksAfter(text, stop, rest string, closed bool) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsSpace(first) {
		return !closed && stop == "." && isGlued(text, rest)
	}
	if first == '\n' {
		return true
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \t\u00A0"))
	if !unicode.IsUpper(next) && !unicode.IsDigit(next) && !strings.ContainsRune("-–—\"“‘«([\n", next) {
		return false
	}
	if closed && strings.ContainsRune("-–—", next) { // “Rất tốt!” – ông nói
		return false
	}
	return stop != "." || closed || !isAbbreviated(text)
}

// maxWord bounds the search for the beginning or end of a word, in bytes.
const maxWord = 64

// isGlued reports whether a space is missing after a full stop: a small letter precedes it, a capitalised
// word follows, and neither word has another full stop.
func isGlued(text, rest string) bool {
	before, _ := utf8.DecodeLastRuneInString(text)
	first, size := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[size:])
	if !unicode.IsLower(before) || !unicode.IsUpper(first) || !unicode.IsLower(second) && second != ' ' {
		return false
	}
	text, rest = text[max(0, len(text)-maxWord):], rest[:min(len(rest), maxWord)]
	word := text[strings.LastIndexAny(text, " \n\t(")+1:]
	next := rest
	if i := strings.IndexAny(rest, " \n\t"); i >= 0 {
		next = rest[:i]
	}
	return !strings.Contains(word, ".") && !strings.Contains(strings.TrimRight(next, ".!?"), ".") &&
		!isAbbreviation(word)
}

// isAbbreviated reports whether the full stop after text belongs to its last word.
func isAbbreviated(text string) bool {
	text = text[max(0, len(text)-maxWord):]
	word := text[strings.LastIndexAny(text, " \n\t\u00A0(“\"")+1:]
	if word == text && isListNumber(word) {
		return true
	}
	if i := strings.LastIndexByte(word, '.'); i >= 0 { // PGS.TS., T.Ư.
		word = word[i+1:]
	}
	r, size := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(r) && size == len(word) { // an initial
		return true
	}
	return isAbbreviation(word)
}

// isListNumber reports whether word, which begins a line, is the number of a list item: "1.", "a.", "II."
func isListNumber(word string) bool {
	return word != "" && (len(word) <= 2 && strings.Trim(word, "0123456789") == "" ||
		len(word) == 1 || strings.Trim(word, "IVX") == "")
}

func isAbbreviation(word string) bool {
	switch word {
	case "TP", "Tp", "tp", "TX", "Tx", "TT", "Tt", "Q", "P", "H", "GS", "PGS", "TS", "ThS", "Ths", "CN", "KS",
		"BS", "LS",
		"NSƯT", "NSND", "NGND", "NGƯT", "ĐT", "Tr", "tr", "St", "Mr", "Mrs", "Ms", "Dr", "No", "Nxb", "NXB",
		"BT", "KTS",
		"Bs", "Gs", "Ts", "Pgs", "v.v", "vs", "T", "Th":
		return true
	}
	return false
}
