package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Tone is one of the six tones, in dictionary order.
type Tone uint8

// The tones. Level (ngang) has no mark.
const (
	Level Tone = iota // ngang: ma
	Huyen             // huyền: mà
	Hoi               // hỏi: mả
	Nga               // ngã: mã
	Sac               // sắc: má
	Nang              // nặng: mạ
)

var toneNames = [...]string{"ngang", "huyền", "hỏi", "ngã", "sắc", "nặng"}

// String returns the Vietnamese name of the tone.
func (t Tone) String() string {
	if int(t) < len(toneNames) {
		return toneNames[t]
	}
	return "?"
}

// A Syllable is a Vietnamese syllable (tiếng) in its parts, in lower case, without its tone mark: "Nghĩa" is
// ngh + ia with tone [Nga]. The i of gi may belong to both onset and rhyme ("giếng" is gi + iêng); the u of
// qu belongs only to the onset ("quốc" is qu + ôc).
type Syllable struct {
	Onset string // "" if the syllable begins with a vowel
	Rhyme string
	Tone  Tone
}

// String returns the spelling of s with the tone mark on the nucleus: hoà, thuỷ. It returns "" if s is no
// syllable.
func (s Syllable) String() string {
	onset := s.Onset
	if onset == "gi" && strings.HasPrefix(s.Rhyme, "i") {
		onset = "g"
	}
	w, _ := readWord(onset+s.Rhyme, 0)
	w.tone = s.Tone
	f, ok := w.parse()
	if !ok {
		return ""
	}
	return string(w.append(nil, f.at(Nucleus)))
}

// ParseSyllable splits a syllable into its parts. It ignores the case and the place of the tone mark, even a
// wrong one ("gía" is gi + a with tone [Sac]). It reports whether word is a syllable by the rules of
// spelling; over half of these syllables do not occur in the language.
func ParseSyllable(word string) (Syllable, bool) {
	w, f, ok := parseWord(word)
	if !ok {
		return Syllable{}, false
	}
	w.toLower()
	start := int(f.rhyme)
	onset := start
	if start == 1 && w.letters[0].code() == cG && w.letters[1].code() == cI {
		onset = 2 // the i that gi and its rhyme share
	}
	return Syllable{w.spell(0, onset), w.spell(start, w.n), w.tone}, true
}

// IsSyllable reports whether word is spelled as a Vietnamese syllable, in any case, with the tone mark in one
// of its two correct places.
func IsSyllable(word string) bool {
	w, f, ok := parseWord(word)
	return ok && !w.marks && (w.tone == Level || w.toneAt == f.at(Nucleus) || w.toneAt == f.at(Glide))
}

// IsBareSyllable reports whether word is a syllable typed without its marks, in any case: "nguoi", "dat",
// "toi".
func IsBareSyllable(word string) bool {
	if len(word) > maxLetters {
		return false
	}
	w, end := readWord(word, 0)
	if end != len(word) || w.foreign || w.n != len(word) {
		return false
	}
	_, ok := w.analyze(&bareRhymes)
	return ok
}

func parseWord(s string) (word, structure, bool) {
	if len(s) > 4*maxLetters {
		return word{}, structure{}, false
	}
	w, end := readWord(s, 0)
	if end != len(s) {
		return w, structure{}, false
	}
	f, ok := w.parse()
	return w, f, ok
}

// maxLetters is the length of the longest syllable, "nghiêng".
const maxLetters = 7

// A word is a run of letters, read as a possible syllable.
type word struct {
	letters [maxLetters]letter // as many as there is room for
	n       int                // how many letters there are
	tone    Tone               // of the first letter that has one
	toneAt  int                // which letter that is
	tones   int                // how many letters have one
	marks   bool               // some were written as combining marks
	foreign bool               // there is a letter or mark that Vietnamese does not have
}

// readWord reads the word that begins at s[i] and returns it with its end, which is i if there is none.
func readWord(s string, i int) (word, int) {
	var w word
	for i < len(s) {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch l := letterOf(r); {
		case l != 0:
			w.add(l)
		case r < utf8.RuneSelf:
			return w, i
		case isMark(r):
			w.addMark(r)
		case !isOtherLetter(r):
			return w, i
		case w.n == 0 && undotted(r) != 0: // ḷan
			w.add(undotted(r).withTone(Nang))
		default:
			w.foreign = true
			w.n++
		}
		i += size
	}
	return w, i
}

func (w *word) add(l letter) {
	if w.n < maxLetters {
		w.letters[w.n] = l
	}
	if l.tone() != Level {
		w.addTone(l.tone(), w.n)
	}
	w.n++
}

func (w *word) addTone(t Tone, at int) {
	if w.tones == 0 {
		w.tone, w.toneAt = t, at
	}
	w.tones++
}

func (w *word) addMark(r rune) {
	w.marks = true
	if w.n == 0 || w.n > maxLetters || w.foreign {
		w.foreign = true
		return
	}
	l := &w.letters[w.n-1]
	if combined, ok := combine(*l, r); ok {
		switch {
		case combined.tone() == l.tone():
		case l.tone() == Level:
			w.addTone(combined.tone(), w.n-1)
		case w.toneAt == w.n-1: // the dot below comes first
			w.tone = combined.tone()
		}
		*l = combined
		return
	}
	if toneOfMark(r) == Nang && l.tone() == Nang {
		return // written twice
	}
	if w.n > 1 || toneOfMark(r) != Nang || l.isVowel() || l.tone() != Level {
		w.foreign = true
		return
	}
	*l = l.withTone(Nang)
	w.addTone(Nang, 0)
}

// undotted returns the consonant of a precomposed consonant with dot below, or 0.
func undotted(r rune) letter {
	const dotted, plain = "ḅḍḥḳḷṃṇṛṣṭṿḄḌḤḲḶṂṆṚṢṬṾ", "bdhklmnrstvBDHKLMNRSTV"
	if r < 0x1E00 || r > 0x1E7F {
		return 0
	}
	if i := strings.IndexRune(dotted, r); i >= 0 {
		return letterOf(rune(plain[i/3]))
	}
	return 0
}

// isOtherLetter reports whether r, which is neither ASCII nor a Vietnamese letter, is part of a word.
// Modifier apostrophes are not.
func isOtherLetter(r rune) bool {
	return r != 'ʼ' && r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M)
}

func (w *word) toLower() {
	for i := range min(w.n, maxLetters) {
		w.letters[i] &^= capital
	}
}

// spell returns letters i to j without their tones.
func (w *word) spell(i, j int) string {
	var buf [4 * maxLetters]byte
	b := buf[:0]
	for _, l := range w.letters[i:j] {
		b = utf8.AppendRune(b, l.withTone(Level).rune())
	}
	return string(b)
}

// append spells the syllable w with the tone mark on letter at.
func (w *word) append(dst []byte, at int) []byte {
	for i, l := range w.letters[:w.n] {
		l = l.withTone(Level)
		if i == at {
			l = l.withTone(w.tone)
		}
		dst = utf8.AppendRune(dst, l.rune())
	}
	return dst
}

// A structure holds the indices of letters at which the parts of a syllable are.
type structure struct {
	rhyme          uint8 // where the rhyme begins
	nucleus, glide uint8 // where the tone mark goes
	stopped        bool  // the rhyme ends in c, ch, p or t
}

func (f structure) at(p TonePlacement) int {
	if p == Glide {
		return int(f.glide)
	}
	return int(f.nucleus)
}

// parse reports whether w is a syllable, wherever its tone mark is.
func (w *word) parse() (structure, bool) {
	if w.foreign || w.tones > 1 || w.n > maxLetters {
		return structure{}, false
	}
	f, ok := w.analyze(&rhymes)
	if f.stopped && w.tone != Sac && w.tone != Nang {
		return structure{}, false
	}
	return f, ok
}

// analyze splits w into onset and rhyme. Some onsets may precede any rhyme; others only i, e, ê and y (gh, k,
// ngh), or only the other vowels (c, g, ng).
func (w *word) analyze(table *rhymeTable) (structure, bool) {
	if w.n == 0 {
		return structure{}, false
	}
	var c [maxLetters + 1]byte
	for i, l := range w.letters[:w.n] {
		c[i] = l.code()
	}
	switch c[0] {
	case cA, cAbreve, cAcirc, cE, cEcirc, cI, cO, cOcirc, cOhorn, cU, cUhorn, cY:
		return w.lookupRhyme(table, c, 0, bare)
	case cB, cD, cDstroke, cH, cL, cM, cR, cS, cV, cX:
		return w.lookupRhyme(table, c, 1, afterFree)
	case cC:
		if c[1] != cH {
			return w.lookupRhyme(table, c, 1, afterBack)
		}
		return w.lookupRhyme(table, c, 2, afterFree)
	case cG:
		if c[1] == cH {
			return w.lookupRhyme(table, c, 2, afterFront)
		}
		if c[1] != cI {
			return w.lookupRhyme(table, c, 1, afterBack)
		}
		if !isVowel(c[2]) || c[2] == cEcirc { // gì, gìn, giếng
			if f, ok := w.lookupRhyme(table, c, 1, afterFree); ok {
				return f, true
			}
		}
		if c[2] == cI {
			return structure{}, false
		}
		return w.lookupRhyme(table, c, 2, afterFree)
	case cK:
		if c[1] != cH {
			return w.lookupRhyme(table, c, 1, afterFront)
		}
		return w.lookupRhyme(table, c, 2, afterFree)
	case cN:
		switch {
		case c[1] == cH:
			return w.lookupRhyme(table, c, 2, afterFree)
		case c[1] == cG && c[2] == cH:
			return w.lookupRhyme(table, c, 3, afterFront)
		case c[1] == cG:
			return w.lookupRhyme(table, c, 2, afterBack)
		}
		return w.lookupRhyme(table, c, 1, afterFree)
	case cP:
		if c[1] != cH {
			return w.lookupRhyme(table, c, 1, afterFree)
		}
		return w.lookupRhyme(table, c, 2, afterFree)
	case cQ:
		if c[1] == cU {
			return w.lookupRhyme(table, c, 2, afterQu)
		}
	case cT:
		if c[1] != cH && c[1] != cR {
			return w.lookupRhyme(table, c, 1, afterFree)
		}
		return w.lookupRhyme(table, c, 2, afterFree)
	}
	return structure{}, false
}

func (w *word) lookupRhyme(
	table *rhymeTable, c [maxLetters + 1]byte, start int, after uint8,
) (structure, bool) {
	if w.n-start < 1 || w.n-start > 4 {
		return structure{}, false
	}
	var key uint32
	for _, code := range c[start:w.n] {
		key = key<<6 | uint32(code)
	}
	r := table.get(key)
	if r.after&after == 0 {
		return structure{}, false
	}
	s := uint8(start)
	return structure{s, s + r.nucleus, s + r.glide, r.stopped}, true
}
