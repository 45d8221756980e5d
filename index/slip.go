package index

import (
	"strings"

	"baotinh/pipeline/viet"
)

// A slip is a spelling that may have been meant where another was typed.
type slip struct {
	text string
	kind slipKind
}

// A slipKind is how a spelling comes to stand for another, the likeliest first.
type slipKind uint8

const (
	slipMark   slipKind = iota // a tone or a mark is wrong or missing: lang, lãng, lăng for lạng
	slipSound                  // two sounds that regions confuse: nạng
	slipKey                    // letters swapped, one doubled, or a key beside the right one
	slipMissed                 // a letter is missing
	slipLetter                 // any other letter that is one too many, or stands for another
)

// maxSlipRunes is the length of the longest word that is looked at: a syllable has 7 letters, a foreign name a few more.
const maxSlipRunes = 12

// slips returns the spellings that are a slip away from a word in canonical spelling, in the order of their kinds. If the
// word is a syllable, or has marks, they are syllables. A word without marks stands for every marked one: its slips have
// none.
func slips(word string) []slip {
	s := slipper{word: word, fold: viet.Fold(word), runes: []rune(word), seen: map[string]bool{word: true}}
	if len(s.runes) > maxSlipRunes {
		return nil
	}
	s.bare = viet.IsBareSyllable(word)
	s.syllable = s.bare || s.fold != word
	if s.fold != word {
		s.marks()
	}
	if len(s.fold) == len(s.runes) { // a letter each
		s.sounds()
	}
	s.keys()
	s.missed()
	s.letters()
	return s.found
}

type slipper struct {
	word, fold     string
	runes          []rune
	bare, syllable bool
	seen           map[string]bool
	found          []slip
}

// try adds a spelling, with the tone mark in its place, unless it is no syllable and should be.
func (s *slipper) try(kind slipKind, text string) {
	switch syllable, ok := viet.ParseSyllable(text); {
	case ok && !s.bare:
		text = syllable.String()
	case s.syllable && !ok && !(s.bare && viet.IsBareSyllable(text)):
		return
	}
	if text != "" && !s.seen[text] {
		s.seen[text] = true
		s.found = append(s.found, slip{text, kind})
	}
}

// cut is try of the word with the runes from i to j-1 replaced.
func (s *slipper) cut(kind slipKind, i, j int, by string) {
	s.try(kind, string(s.runes[:i])+by+string(s.runes[j:]))
}

// qualities are the letters that differ by a mark, the tone aside.
var qualities = []string{"aăâ", "dđ", "eê", "oôơ", "uư"}

func (s *slipper) marks() {
	toned := func(letters string, tone viet.Tone) {
		s.try(slipMark, viet.Syllable{Rhyme: letters, Tone: tone}.String())
	}
	typed := toneOf(s.runes)
	for tone := viet.Level; tone <= viet.Nang; tone++ {
		toned(s.word, tone)
	}
	for i, r := range s.runes {
		for _, letters := range qualities {
			if !strings.HasPrefix(letters, viet.Fold(string(r))) {
				continue
			}
			for _, l := range letters {
				toned(string(s.runes[:i])+string(l)+string(s.runes[i+1:]), typed)
			}
		}
	}
	if i := strings.Index(s.fold, "uo"); i >= 0 && len(s.fold) == len(s.runes) { // two marks, but one key of Telex
		for _, vowels := range []string{"ươ", "uo"} {
			toned(string(s.runes[:i])+vowels+string(s.runes[i+2:]), typed)
		}
	}
}

// toneOf returns the tone of a word, syllable or not.
func toneOf(word []rune) viet.Tone {
	for _, r := range word {
		for _, final := range []string{"", "n"} { // ă and â do not end a syllable, y does
			if s, ok := viet.ParseSyllable(string(r) + final); ok && s.Tone != viet.Level {
				return s.Tone
			}
		}
	}
	return viet.Level
}

// The onsets and finals that regions confuse.
var (
	confusedOnsets = [...][2]string{
		{"s", "x"}, {"ch", "tr"}, {"d", "gi"}, {"d", "r"}, {"gi", "r"}, {"l", "n"},
	}
	confusedFinals = [...][2]string{{"n", "ng"}, {"t", "c"}}
)

func (s *slipper) sounds() {
	n := len(s.runes)
	for _, pair := range confusedOnsets {
		for i, onset := range pair {
			other := pair[1-i]
			if !strings.HasPrefix(s.fold, onset) || s.runes[0] == 'đ' {
				continue
			}
			s.cut(slipSound, 0, len(onset), other)
			if onset == "gi" { // gì, giếng: the i belongs to the rhyme too
				s.cut(slipSound, 0, 1, other)
			}
		}
	}
	for _, pair := range confusedFinals {
		for i, final := range pair {
			if strings.HasSuffix(s.fold, final) {
				s.cut(slipSound, n-len(final), n, pair[1-i])
			}
		}
	}
}

// The letters in the order of the keyboard, and those that are tried.
const (
	keyboard = "qwertyuiop\nasdfghjkl\nzxcvbnm"
	alphabet = "abcdeghiklmnopqrstuvxy"
)

// beside reports whether two keys touch.
func beside(a, b byte) bool {
	// Each row of keys is shifted to the right by a quarter of a key, then by half a key.
	place := func(c byte) (int, int) {
		i := strings.IndexByte(keyboard, c)
		row := strings.Count(keyboard[:i], "\n")
		return 4*(i-strings.LastIndexByte(keyboard[:i], '\n')) + [...]int{0, 1, 3}[row], row
	}
	x, row := place(a)
	x2, row2 := place(b)
	if row == row2 {
		return x-x2 == 4 || x2-x == 4
	}
	return (row-row2 == 1 || row2-row == 1) && x-x2 < 4 && x2-x < 4
}

func (s *slipper) keys() {
	for i, r := range s.runes {
		if i+1 < len(s.runes) {
			next := s.runes[i+1]
			s.cut(slipKey, i, i+2, string(next)+string(r))
			if r == next {
				s.cut(slipKey, i, i+1, "")
			}
		}
		if r < 'a' || r > 'z' {
			continue
		}
		for _, l := range []byte(alphabet) {
			if beside(byte(r), l) {
				s.cut(slipKey, i, i+1, string(l))
			}
		}
	}
}

func (s *slipper) missed() {
	for i := range len(s.runes) + 1 {
		for _, l := range alphabet {
			s.cut(slipMissed, i, i, string(l))
		}
	}
}

func (s *slipper) letters() {
	for i := range s.runes {
		s.cut(slipLetter, i, i+1, "")
		for _, l := range alphabet {
			s.cut(slipLetter, i, i+1, string(l))
		}
	}
}
