package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// repairLetters returns a spelling with the letters that were meant: đ where a d is struck through, and the
// tone mark on a vowel where it stands on the consonant after it, as catalogues of libraries print it: Viêṭ,
// Quôć. Foreign names, such as Ilić, stay as they are.
func repairLetters(s string) string {
	if isASCII(s) {
		return s
	}
	s = struckD.Replace(s)
	var letters strings.Builder
	tone := viet.Level
	for i, r := range s {
		plain, t, onLetter := consonantTone(s, i, r)
		switch {
		case !onLetter:
			letters.WriteRune(r)
			continue
		case tone != viet.Level:
			return s // two tones
		}
		tone = t
		if plain != 0 {
			letters.WriteRune(plain)
		}
	}
	if tone == viet.Level {
		return s
	}
	bare := viet.Lower(letters.String())
	if with := (viet.Syllable{Rhyme: bare, Tone: tone}).String(); with != "" && endsInConsonant(bare) {
		return with
	}
	return s
}

var struckD = strings.NewReplacer("d\u0335", "đ", "d\u0336", "đ", "D\u0335", "Đ", "D\u0336", "Đ")

// The consonants at the end of syllables with the tone marks that they never have in Vietnamese.
const (
	tonedConsonants = "ćĆńŃǹǸñÑǵǴḿḾṕṔṭṬṇṆḥḤṃṂ"
	bareConsonants  = "cCnNnNnNgGmMpPtTnNhHmM"
)

var consonantTones = [...]viet.Tone{
	viet.Sac, viet.Sac, viet.Huyen, viet.Nga, viet.Sac, viet.Sac, viet.Sac, viet.Nang, viet.Nang, viet.Nang,
	viet.Nang,
}

var toneMarks = map[rune]viet.Tone{
	0x300: viet.Huyen, 0x301: viet.Sac, 0x303: viet.Nga, 0x309: viet.Hoi, 0x323: viet.Nang,
}

// consonantTone reports whether rune r, at byte i of s, puts a tone on a consonant. If so, it returns the
// tone and the consonant, which is 0 if it stands before r.
func consonantTone(s string, i int, r rune) (rune, viet.Tone, bool) {
	if t, ok := toneMarks[r]; ok {
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		return 0, t, i > 0 && strings.ContainsRune("cghmnpt", unicode.ToLower(before))
	}
	n := strings.IndexRune(tonedConsonants, r)
	if n < 0 {
		return 0, 0, false
	}
	at := utf8.RuneCountInString(tonedConsonants[:n])
	return rune(bareConsonants[at]), consonantTones[at/2], true
}

// endsInConsonant reports whether a word ends like a syllable with a final consonant.
func endsInConsonant(bare string) bool {
	return strings.ContainsRune("cghmnpt", rune(bare[len(bare)-1]))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
