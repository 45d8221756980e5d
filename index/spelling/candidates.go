// Package spelling finds what may have been meant by the words of a query: [Candidates] are the spellings
// one edit away, [Correct] chooses one by the words beside it, [DecodeKeys] reads keys typed without an
// input method, and a [Restorer] puts diacritics on words typed without.
package spelling

import (
	"strings"

	"baotinh/pipeline/viet"
)

// A Candidate is a possible correction of a word: a spelling one edit away.
type Candidate struct {
	Text string
	Edit Edit
}

// An Edit is how a candidate differs from what was typed, the likeliest edit first.
type Edit uint8

// The edits.
const (
	Mark     Edit = iota // a tone or another mark is wrong or missing: lang, lãng, lăng for lạng
	Sound                // a consonant that some regions pronounce alike: nạng
	Key                  // letters swapped, one doubled, or a key beside the right one
	Omission             // a letter is missing
	Letter               // any other letter inserted or substituted
)

// maxRunes is the length of the longest word that has candidates: a syllable has 7 letters, a foreign name
// a few more.
const maxRunes = 12

// Candidates returns the spellings one edit away from a word in canonical spelling, in the order of their
// edits. If the word is a syllable or has marks, only syllables are returned. A word without marks stands
// for every marked one, so its candidates have no marks either.
func Candidates(word string) []Candidate {
	g := generator{word: word, fold: viet.Fold(word), runes: []rune(word), seen: map[string]bool{word: true}}
	if len(g.runes) > maxRunes {
		return nil
	}
	g.bare = viet.IsBareSyllable(word)
	g.syllable = g.bare || g.fold != word
	if g.fold != word {
		g.marks()
	}
	if len(g.fold) == len(g.runes) { // one byte a letter
		g.sounds()
	}
	g.keys()
	g.omissions()
	g.letters()
	return g.found
}

// A generator collects the candidates of a word.
type generator struct {
	word, fold     string
	runes          []rune
	bare, syllable bool
	seen           map[string]bool
	found          []Candidate
}

// try adds a spelling, with the tone mark in its place, unless it must be a syllable and is none.
func (g *generator) try(edit Edit, text string) {
	switch syllable, ok := viet.ParseSyllable(text); {
	case ok && !g.bare:
		text = syllable.String()
	case g.syllable && !ok && !(g.bare && viet.IsBareSyllable(text)):
		return
	}
	if text != "" && !g.seen[text] {
		g.seen[text] = true
		g.found = append(g.found, Candidate{text, edit})
	}
}

// replace tries the word with the runes from i to j-1 replaced.
func (g *generator) replace(edit Edit, i, j int, by string) {
	g.try(edit, string(g.runes[:i])+by+string(g.runes[j:]))
}

// qualities are groups of letters that differ by a mark other than the tone.
var qualities = []string{"aăâ", "dđ", "eê", "oôơ", "uư"}

func (g *generator) marks() {
	toned := func(letters string, tone viet.Tone) {
		g.try(Mark, viet.Syllable{Rhyme: letters, Tone: tone}.String())
	}
	typed := toneOf(g.runes)
	for tone := viet.Level; tone <= viet.Nang; tone++ {
		toned(g.word, tone)
	}
	for i, r := range g.runes {
		for _, letters := range qualities {
			if !strings.HasPrefix(letters, viet.Fold(string(r))) {
				continue
			}
			for _, l := range letters {
				toned(string(g.runes[:i])+string(l)+string(g.runes[i+1:]), typed)
			}
		}
	}
	// ươ has two marks, but they are one key of Telex.
	if i := strings.Index(g.fold, "uo"); i >= 0 && len(g.fold) == len(g.runes) {
		for _, vowels := range []string{"ươ", "uo"} {
			toned(string(g.runes[:i])+vowels+string(g.runes[i+2:]), typed)
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

func (g *generator) sounds() {
	n := len(g.runes)
	for _, pair := range confusedOnsets {
		for i, onset := range pair {
			other := pair[1-i]
			if !strings.HasPrefix(g.fold, onset) || g.runes[0] == 'đ' {
				continue
			}
			g.replace(Sound, 0, len(onset), other)
			if onset == "gi" { // gì, giếng: the i belongs to the rhyme too
				g.replace(Sound, 0, 1, other)
			}
		}
	}
	for _, pair := range confusedFinals {
		for i, final := range pair {
			if strings.HasSuffix(g.fold, final) {
				g.replace(Sound, n-len(final), n, pair[1-i])
			}
		}
	}
}

// The letters in the order of the keyboard, and the letters of the Vietnamese alphabet without marks.
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

func (g *generator) keys() {
	for i, r := range g.runes {
		if i+1 < len(g.runes) {
			next := g.runes[i+1]
			g.replace(Key, i, i+2, string(next)+string(r))
			if r == next {
				g.replace(Key, i, i+1, "")
			}
		}
		if r < 'a' || r > 'z' {
			continue
		}
		for _, l := range []byte(alphabet) {
			if beside(byte(r), l) {
				g.replace(Key, i, i+1, string(l))
			}
		}
	}
}

func (g *generator) omissions() {
	for i := range len(g.runes) + 1 {
		for _, l := range alphabet {
			g.replace(Omission, i, i, string(l))
		}
	}
}

func (g *generator) letters() {
	for i := range g.runes {
		g.replace(Letter, i, i+1, "")
		for _, l := range alphabet {
			g.replace(Letter, i, i+1, string(l))
		}
	}
}
