package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters that look like others. They are used by mistake, and to evade filters for copied text.
const (
	lookAlikes = "" +
		"аеорсухіѕјһԁԛԝпткмнвгӏ" + // Cyrillic
		"νοαικρυ" + // Greek
		"АВЕКМНОРСТУХІЅЈ" + "ΑΒΕΗΙΚΜΝΟΡΤΥΧΖ" +
		"ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ" + // small capitals
		"ɡɑıƬƊƉɖÐðƌ"
	originals = "" +
		"aeopcyxisjhdqwntkmhbrl" +
		"voaikpu" +
		"ABEKMHOPCTYXISJ" + "ABEHIKMNOPTYXZ" +
		"abcdeghijklmnoprtuvwyz" +
		"gaiTĐĐđĐđđ"
)

var lookAlikeOf = func() map[rune]rune {
	m := make(map[rune]rune, len(originals))
	to := []rune(originals)
	i := 0
	for _, r := range lookAlikes {
		m[r] = to[i]
		i++
	}
	return m
}()

// lookAlike returns the letter that r looks like, or 0.
func lookAlike(r rune) rune {
	if letterOf(r) != 0 || r >= 0x2000 {
		return 0
	}
	return lookAlikeOf[r]
}

// repairLookAlikes replaces the look-alikes in dst[start:], where all other repairs have been made.
func repairLookAlikes(dst []byte, start int) []byte {
	text := string(dst[start:])
	dst = dst[:start]
	for text != "" {
		n := wordEnd(text)
		if n > 0 {
			dst = appendLatin(dst, text[:n])
		} else {
			_, n = utf8.DecodeRuneInString(text)
			dst = append(dst, text[:n]...)
		}
		text = text[n:]
	}
	return dst
}

func wordEnd(s string) int {
	n := strings.IndexFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) })
	if n < 0 {
		return len(s)
	}
	return n
}

// appendLatin appends word with its look-alikes replaced, if the result is a Vietnamese or another Latin
// word.
func appendLatin(dst []byte, word string) []byte {
	latin, changed := false, false
	strict := false // replace look-alikes only in Vietnamese words
	var buf [64]byte
	repaired := buf[:0]
	for _, r := range word {
		to := lookAlike(r)
		switch {
		case to == 0 && !unicode.In(r, unicode.Latin, unicode.M):
			return append(dst, word...)
		case to == 0:
			latin = true
			to = r
		default:
			changed = true
			strict = strict || !isPlainLookAlike(r)
		}
		repaired = utf8.AppendRune(repaired, to)
	}
	first := firstRune(word)
	if !changed || !latin && (first == 'ı' || !unicode.Is(unicode.Latin, first)) {
		return append(dst, word...)
	}
	if strict && !isVietnamese(word, string(repaired)) {
		return append(dst, word...)
	}
	return appendRepaired(dst, string(repaired)) // marks may now combine with a letter
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isPlainLookAlike reports whether r, unlike eth and α, is never a letter of its own in Latin text.
func isPlainLookAlike(r rune) bool {
	switch {
	case unicode.Is(unicode.Greek, r):
		return unicode.IsUpper(r)
	case strings.ContainsRune("ɡɑıƬƊƉɖÐðƌ", r):
		return false
	}
	return true
}

// isVietnamese reports whether word, spelled as repaired, is Vietnamese: a syllable, an acronym, or a word
// that begins with Ð, as no Icelandic word does.
func isVietnamese(word, repaired string) bool {
	return strings.HasPrefix(word, "Ð") || IsSyllable(repaired) || strings.ToUpper(repaired) == repaired
}
