// Package complete completes what somebody begins to type: a [Table] holds the phrases that several titles
// have, and [Table.Complete] returns those with a prefix.
package complete

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"baotinh/index/analysis"
)

// The bounds of a table.
const (
	maxWords     = 4      // of a phrase
	maxPhrases   = 50_000 // the most frequent
	minTitles    = 3      // that have a phrase
	fragmentRate = 0.8    // a phrase is dropped if a longer one makes up this share of its occurrences
)

// A Table holds the phrases of some titles. It does not change; its methods may be called concurrently.
type Table struct {
	phrases []phrase // sorted by fold, then by exact
}

// A Phrase is a completion.
type Phrase struct {
	Text  string // in the spelling of most titles
	Count int    // occurrences in titles
}

type phrase struct {
	Phrase
	exact, fold string // its terms, separated by spaces
}

// New returns the table of the phrases of two to four words that several titles have. A single syllable is
// rarely a word, so single ones are left out.
//
// Phrases are counted by hash first, so that the many that only one title has take a dozen bytes each.
func New(titles []string) *Table {
	hash := newHash()
	counts := countPhrases(titles, hash)
	fragments := findFragments(titles, hash, counts)

	found := map[uint64]*vote{}
	forEachPhrase(titles, func(text string, words []analysis.Word) {
		key := hash(words)
		if counts[key] < minTitles || fragments[key] {
			return
		}
		v := found[key]
		if v == nil {
			p := phrase{exact: joinExact(words), fold: joinFold(words)}
			p.Count = int(counts[key])
			v = &vote{phrase: p}
			found[key] = v
		}
		v.add(text)
	})
	var all []phrase
	for _, v := range found {
		all = append(all, v.phrase)
	}
	slices.SortFunc(all, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.exact, b.exact))
	})
	all = slices.Clone(all[:min(len(all), maxPhrases)])
	slices.SortFunc(all, func(a, b phrase) int {
		return cmp.Or(strings.Compare(a.fold, b.fold), strings.Compare(a.exact, b.exact))
	})
	return &Table{all}
}

// A hashFunc hashes a phrase by its exact terms.
type hashFunc func(words []analysis.Word) uint64

func newHash() hashFunc {
	seed := maphash.MakeSeed()
	return func(words []analysis.Word) uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		for _, w := range words {
			_, _ = h.WriteString(w.Exact) // it never fails
			_ = h.WriteByte(' ')
		}
		return h.Sum64()
	}
}

// forEachPhrase calls f with each run of two to maxWords words of each title that no sign separates.
func forEachPhrase(titles []string, f func(text string, words []analysis.Word)) {
	var words []analysis.Word
	for _, title := range titles {
		words = analysis.AppendWords(words[:0], title)
		for from := range words {
			for to := from + 2; to <= min(len(words), from+maxWords); to++ {
				if !analysis.Adjacent(title, words[to-2], words[to-1]) {
					break
				}
				f(title[words[from].Start:words[to-1].End], words[from:to])
			}
		}
	}
}

func countPhrases(titles []string, hash hashFunc) map[uint64]uint32 {
	counts := map[uint64]uint32{}
	forEachPhrase(titles, func(_ string, words []analysis.Word) { counts[hash(words)]++ })
	return counts
}

// findFragments returns the phrases that nearly always stand in one longer phrase: they are no completions
// of their own.
func findFragments(titles []string, hash hashFunc, counts map[uint64]uint32) map[uint64]bool {
	fragments := map[uint64]bool{}
	forEachPhrase(titles, func(_ string, words []analysis.Word) {
		n := float64(counts[hash(words)])
		if n < minTitles || len(words) == 2 {
			return
		}
		for _, shorter := range [][]analysis.Word{words[1:], words[:len(words)-1]} {
			if key := hash(shorter); n >= fragmentRate*float64(counts[key]) {
				fragments[key] = true
			}
		}
	})
	return fragments
}

// A vote finds the spelling that most titles have by the majority vote of Boyer and Moore.
type vote struct {
	phrase
	votes int
}

func (v *vote) add(text string) {
	switch {
	case v.votes == 0:
		v.Text, v.votes = strings.Clone(text), 1
	case v.Text == text:
		v.votes++
	default:
		v.votes--
	}
}

// Complete returns at most limit phrases that begin with prefix, the most frequent first. A word without
// marks matches every marked one. The last word may be the beginning of a word, unless a space follows it.
func (t *Table) Complete(prefix string, limit int) []Phrase {
	words := analysis.AppendWords(nil, prefix)
	if len(words) == 0 {
		return nil
	}
	match := phrase.hasPrefix
	if strings.HasSuffix(prefix, " ") {
		match = phrase.hasWords
	}
	fold := joinFold(words)
	first, _ := slices.BinarySearchFunc(t.phrases, fold, func(p phrase, fold string) int {
		return strings.Compare(p.fold, fold)
	})

	best := []Phrase{}
	for _, p := range t.phrases[first:] {
		if !strings.HasPrefix(p.fold, fold) {
			break
		}
		if len(best) == limit && p.Count <= best[limit-1].Count || !match(p, words) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, p.Count, func(p Phrase, n int) int {
			if p.Count >= n { // after those as frequent
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, p.Phrase)
		best = best[:min(len(best), limit)]
	}
	return best
}

// hasWords reports whether p begins with words.
func (p phrase) hasWords(words []analysis.Word) bool {
	_, _, ok := p.cut(words)
	return ok
}

// hasPrefix is hasWords, but the last word may be the beginning of one.
func (p phrase) hasPrefix(words []analysis.Word) bool {
	last := words[len(words)-1]
	exact, fold, ok := p.cut(words[:len(words)-1])
	if !ok {
		return false
	}
	exact, _, _ = strings.Cut(exact, " ")
	fold, _, _ = strings.Cut(fold, " ")
	unmarked := last.Exact == last.Fold
	return strings.HasPrefix(exact, last.Exact) || unmarked && strings.HasPrefix(fold, last.Fold)
}

// cut returns the terms of p after words, and whether p begins with words.
func (p phrase) cut(words []analysis.Word) (exact, fold string, ok bool) {
	exact, fold = p.exact, p.fold
	for _, w := range words {
		var e, f string
		e, exact, _ = strings.Cut(exact, " ")
		f, fold, _ = strings.Cut(fold, " ")
		if e != w.Exact && !(w.Exact == w.Fold && f == w.Fold) {
			return "", "", false
		}
	}
	return exact, fold, true
}

func joinExact(words []analysis.Word) string {
	return join(words, func(w analysis.Word) string { return w.Exact })
}

func joinFold(words []analysis.Word) string {
	return join(words, func(w analysis.Word) string { return w.Fold })
}

func join(words []analysis.Word, term func(analysis.Word) string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(term(w))
	}
	return b.String()
}
