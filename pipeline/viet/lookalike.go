package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters that look like others, as used to get past filters for copied text, and by mistake.
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

// repairLookAlikes settles the look-alikes in dst[start:], where all other repairs have been made.
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

// appendLatin appends word with its look-alikes replaced, if a Vietnamese or at least a Latin word is meant.
func appendLatin(dst []byte, word string) []byte {
	latin, changed := false, false
	strict := false // only what a syllable asks for
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
	return appendRepaired(dst, string(repaired)) // marks may now have a letter to go on
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isPlainLookAlike reports whether r is not also a letter of its own in Latin text, as eth and α are.
func isPlainLookAlike(r rune) bool {
	switch {
	case unicode.Is(unicode.Greek, r):
		return unicode.IsUpper(r)
	case strings.ContainsRune("ɡɑıƬƊƉɖÐðƌ", r):
		return false
	}
	return true
}

// isVietnamese reports whether word is Vietnamese if spelled repaired: a syllable, an acronym, or begun with
// an Ð, which no Icelandic word is.
func isVietnamese(word, repaired string) bool {
	return strings.HasPrefix(word, "Ð") || IsSyllable(repaired) || strings.ToUpper(repaired) == repaired
}
