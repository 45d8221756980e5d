package spelling

import (
	"cmp"
	"slices"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// maxAlternatives bounds the words that a word with ~ stands for besides itself.
const maxAlternatives = 12

// Alternatives returns the words that a word with ~ stands for besides itself: the candidates that any
// document has, by the likelihood of their edits, and for equal edits by docFreq, the number of documents
// with a candidate. Edit Letter is tried only on words that are no syllables: it makes nearly every
// syllable of every other.
func Alternatives(w analysis.Word, docFreq func(candidate analysis.Word) int) []analysis.Word {
	type alternative struct {
		word analysis.Word
		edit Edit
		docs int
	}
	var all []alternative
	syllable := viet.IsBareSyllable(w.Exact) || viet.IsSyllable(w.Exact)
	for _, c := range Candidates(w.Exact) {
		if c.Edit == Letter && syllable {
			break
		}
		word := analysis.Word{Exact: c.Text, Fold: viet.Fold(c.Text)}
		if n := docFreq(word); n > 0 {
			all = append(all, alternative{word, c.Edit, n})
		}
	}
	slices.SortStableFunc(all, func(a, b alternative) int {
		return cmp.Or(cmp.Compare(a.edit, b.edit), cmp.Compare(b.docs, a.docs))
	})
	var words []analysis.Word
	for _, a := range all[:min(len(all), maxAlternatives)] {
		words = append(words, a.word)
	}
	return words
}
