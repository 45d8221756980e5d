package spelling

import (
	"math"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// A Word is a word of a query.
type Word struct {
	analysis.Word
	Typed string
	Group int  // neighbours of the same group stand side by side in the query
	Known bool // it is understood already, and must not be replaced
}

func (w Word) marked() bool { return w.Exact != w.Fold }

// isName reports whether a word is a number or an abbreviation in capitals. These are not corrected: most
// of those that are right are rare.
func (w Word) isName() bool {
	return strings.ContainsAny(w.Typed, "0123456789") || !w.marked() && w.Typed == strings.ToUpper(w.Typed)
}

// A Replacement is what was meant by word number Word of a query.
type Replacement struct {
	Word int
	Text string
}

// RareWord is the number of documents up to which a word is rare enough to be taken for keystrokes or a
// typing error.
const RareWord = 5

// A Corpus tells what the documents say about the words of a query.
type Corpus interface {
	// DocFreq returns the number of documents with word i, whatever its marks.
	DocFreq(i int) int
	// TypedFreq returns the number of documents with word i as it was typed.
	TypedFreq(i int) int
	// AdjacentFreq estimates in how many documents w stands in place of word i, beside word neighbour,
	// which is i-1 or i+1.
	AdjacentFreq(w analysis.Word, i, neighbour int) float64
	// MaxAdjacentFreq returns an upper bound of AdjacentFreq, in a fraction of the time.
	MaxAdjacentFreq(w analysis.Word, i, neighbour int) float64
}

const (
	// A word is a typing error only if no document has it beside its neighbours: one document gives a
	// context score of ln 2 = 0.69.
	maxErrorScore = 0.5
	// So many words find an article even if one of them is wrong. In a query of that length only rare words
	// are corrected.
	longQuery = 6
	// The context score of a candidate is multiplied by this if the edit is Letter, the unlikeliest.
	letterPenalty = 0.5
)

// knownWord is the number of documents from which on a syllable is a word of the language, and not an error
// that is often made.
const knownWord = 20

// The context scores that a correction must exceed: that of a few documents which have it beside one
// neighbour, and, of a syllable that many documents have, that of so many that it is much likelier there.
var (
	minScore      = math.Log(1 + 3)
	minKnownScore = math.Log(1 + 20)
)

// Correct finds the word of a query that is most likely a typing error, and the correction. A word is one
// if no document has it beside its neighbours while at least a few have a candidate there. The candidate
// with the highest context score wins.
func Correct(words []Word, c Corpus) (Replacement, bool) {
	var best Replacement
	var bestScore float64
	for i, w := range words {
		if w.Known || w.isName() || len(words) >= longQuery && c.DocFreq(i) > RareWord {
			continue
		}
		if contextScore(words, i, w.Word, c.AdjacentFreq) >= maxErrorScore {
			continue
		}
		least := minScore
		if c.TypedFreq(i) > knownWord && (viet.IsSyllable(w.Exact) || viet.IsBareSyllable(w.Exact)) {
			least = minKnownScore
		}
		for _, candidate := range corrections(w.Exact) {
			meant := analysis.Word{Exact: candidate.Text, Fold: viet.Fold(candidate.Text)}
			factor := 1.0
			if candidate.Edit == Letter {
				factor = letterPenalty
			}
			if contextScore(words, i, meant, c.MaxAdjacentFreq)*factor <= max(bestScore, least) {
				continue // as are most
			}
			score := contextScore(words, i, meant, c.AdjacentFreq) * factor
			if score > max(bestScore, least) {
				best, bestScore = Replacement{i, candidate.Text}, score
			}
		}
	}
	return best, bestScore > 0
}

// contextScore returns Σ ln(1+n) over the neighbours of word i, where n documents have w beside the
// neighbour.
func contextScore(
	words []Word, i int, w analysis.Word, adjacentFreq func(w analysis.Word, i, neighbour int) float64,
) float64 {
	var sum float64
	for _, neighbour := range []int{i - 1, i + 1} {
		if neighbour >= 0 && neighbour < len(words) && words[neighbour].Group == words[i].Group {
			sum += math.Log(1 + adjacentFreq(w, i, neighbour))
		}
	}
	return sum
}

// toneKeys are the keys of Telex that give a syllable its tone.
var toneKeys = map[byte]viet.Tone{
	'f': viet.Huyen, 's': viet.Sac, 'r': viet.Hoi, 'x': viet.Nga, 'j': viet.Nang,
}

// corrections returns the candidates of a word. If the word is a syllable without tone and the Telex key of
// one after it, as "đâuf" is, the syllable with that tone comes first: đầu.
func corrections(word string) []Candidate {
	all := Candidates(word)
	last := len(word) - 1
	tone, ok := toneKeys[word[last]]
	if !ok {
		return all
	}
	s, ok := viet.ParseSyllable(word[:last])
	if !ok || s.Tone != viet.Level {
		return all
	}
	s.Tone = tone
	return slices.Insert(all, 0, Candidate{s.String(), Key})
}
