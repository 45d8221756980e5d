package viet

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// AppendTerm appends the term under which word is indexed, the same for all its spellings: lower case, NFC,
// tone marks as with [Nucleus], look-alikes and eths repaired, one kind of apostrophe. A word of several
// parts, such as "H'Mông" or "15/2022/NĐ - CP", is converted part by part; spaces around the hyphens of a
// document number are removed.
func AppendTerm(dst []byte, word string) []byte {
	start := len(dst)
	for i := 0; i < len(word); {
		w, end := readWord(word, i)
		if end > i {
			dst = appendWordTerm(dst, word[i:end], &w)
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		switch r {
		case '’', '‘', 'ʼ', '´', '`', '‛', '′':
			dst = append(dst, '\'')
		case '-', '–', '‐', '‑', '−':
			if classes[word[0]] == isDigit && endsInOneSpace(dst[start:]) &&
				beginsWithOneSpace(word[i+size:]) {
				dst = dst[:len(dst)-1] // 15/2022/NĐ - CP
				size++
			}
			dst = append(dst, '-')
		default:
			dst = append(dst, word[i:i+size]...)
		}
		i += size
	}
	return dst
}

func endsInOneSpace(b []byte) bool {
	return bytes.HasSuffix(b, []byte(" ")) && !bytes.HasSuffix(b, []byte("  "))
}

func beginsWithOneSpace(s string) bool {
	return strings.HasPrefix(s, " ") && !strings.HasPrefix(s, "  ")
}

func appendWordTerm(dst []byte, s string, w *word) []byte {
	if w.foreign || w.marks && w.n > maxLetters {
		repaired := Normalize(s)
		v, end := readWord(repaired, 0)
		if end < len(repaired) || v.foreign || v.marks {
			return appendForeignTerm(dst, repaired)
		}
		s, w = repaired, &v
	}
	if w.n > maxLetters {
		return AppendLower(dst, s)
	}
	fixed := w.isFixed()
	w.toLower()
	if w.tones == 1 && !fixed {
		if f, ok := w.parse(); ok {
			return w.append(dst, f.at(Nucleus))
		}
	}
	if l := w.letters[0]; l.tone() != Level && !l.isVowel() { // ḷ is a Vietnamese letter only in a syllable
		return appendForeignTerm(dst, Normalize(s))
	}
	for _, l := range w.letters[:w.n] {
		dst = utf8.AppendRune(dst, l.rune())
	}
	return dst
}

// appendForeignTerm appends the term of a word with letters or marks that Vietnamese does not have. The
// look-alikes among its capitals are repaired already; those among its small letters may not be.
func appendForeignTerm(dst []byte, normalized string) []byte {
	return AppendNormalize(dst, Lower(normalized))
}
