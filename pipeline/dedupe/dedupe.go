// Package dedupe recognises texts that are one text reprinted: whole, shortened, or with a few changes.
//
// A [Text] is a text as its shingles: runs of Width folded syllables, by hash. [Text.Same] compares the sets
// of shingles of two texts, which is exact (Broder 1997, On the resemblance and containment of documents).
// [Text.Keys] are a few of the shingles, the least of each of some windows, as winnowing chooses them
// (Schleimer, Wilkerson and Aiken 2003): a copy has some of them, wherever it was cut. A [Table] has the keys
// of many texts and returns the candidates, which [Text.Same] must confirm.
package dedupe

import (
	"math"
	"slices"
)

// Width is the number of syllables in a shingle. Texts made after a template (weather, prices, football)
// have other numbers and names every few syllables, so that few of their long shingles are equal; a copy is
// changed in a few places, and all shingles between these are equal. The names of offices and offences that
// articles on one event share have eight syllables or less, mostly.
const Width = 8

// MinShingles is the number of shingles from which on a text is compared: shorter ones are captions and lines
// of the newspaper.
const MinShingles = 24

// Two texts are one if the longer one contains minContained of the shingles of the shorter one, and that has
// minLength of those of the longer one. Of 50,000 articles, pairs of which a third to three quarters are
// contained are articles on the same event with the same background at their end, mostly; copies begin at
// 0.8. Reviews of the day contain short articles whole: they are no copies.
const (
	minContained = 0.8
	minLength    = 0.2
)

// A Text is a text as a sequence of syllables, of which its shingles are made. The zero Text is empty. It is
// not safe for concurrent use.
type Text struct {
	syllables []uint64 // their hashes
	sought    []uint64 // the shingles that may be keys, in their order; empty until they are needed
	windows   [len(Keys{})]int
	sorted    []uint64 // sought, sorted, each once; empty until they are needed
	shingles  []uint64 // all, sorted, each once; empty until they are needed
}

// Reset makes t empty.
func (t *Text) Reset() {
	t.syllables = t.syllables[:0]
	t.forget()
}

// Add adds a part of the text, as a paragraph: shingles reach over parts. Marks, case, spaces and signs make
// no difference.
func (t *Text) Add(part string) {
	t.forget()
	f := folds.Get().(*foldCache)
	t.syllables = f.appendSyllables(t.syllables, part)
	folds.Put(f)
}

// forget empties what was made of the syllables.
func (t *Text) forget() { t.sought, t.sorted, t.shingles = t.sought[:0], t.sorted[:0], t.shingles[:0] }

// A shingle of syllables with the hashes h is the polynomial Σ h[i]·base^(Width-1-i), modulo 2^64, mixed.
const base = 0x9e3779b97f4a7c15

// leaving is base^(Width-1): what the first syllable of a shingle is multiplied by.
var leaving = func() uint64 {
	p := uint64(1)
	for range Width - 1 {
		p *= base
	}
	return p
}()

// appendShingles appends the shingles of some syllables that are less than a limit, in their order.
func appendShingles(dst, syllables []uint64, limit uint64) []uint64 {
	if len(syllables) < Width {
		return dst
	}
	var sum uint64
	for _, h := range syllables[:Width-1] {
		sum = sum*base + h
	}
	for i, h := range syllables[Width-1:] {
		sum = sum*base + h
		if h := (sum ^ sum>>32) * mixer; h < limit {
			dst = append(dst, h)
		}
		sum -= syllables[i] * leaving
	}
	return dst
}

const mixer = 0xff51afd7ed558ccd

// Len returns the number of shingles.
func (t *Text) Len() int { return max(0, len(t.syllables)-Width+1) }

// Equal reports whether two texts have the same syllables.
func (t *Text) Equal(o *Text) bool { return slices.Equal(t.syllables, o.syllables) }

// Same reports whether two texts are one reprinted, by the sets of their shingles.
func (t *Text) Same(o *Text) bool {
	if t.cannotBe(o) {
		return false
	}
	a, b := t.set(), o.set()
	short, long := min(len(a), len(b)), max(len(a), len(b))
	if short < MinShingles || float64(short) < minLength*float64(long) {
		return false
	}
	return float64(common(a, b)) >= minContained*float64(short)
}

// cannotBe reports that two texts are hardly the same, by the shingles that may be keys, a random quarter of
// all: the longer one contains less than half of those of the shorter one, three standard deviations or more
// below minContained.
func (t *Text) cannotBe(o *Text) bool {
	a, b := t.quarter(), o.quarter()
	short := min(len(a), len(b))
	return short >= MinShingles && 2*common(a, b) < short
}

// quarter returns the shingles that may be keys, sorted, each once.
func (t *Text) quarter() []uint64 {
	if len(t.sorted) == 0 {
		t.sorted = append(t.sorted, t.seek()...)
		slices.Sort(t.sorted)
		t.sorted = slices.Compact(t.sorted)
	}
	return t.sorted
}

// set returns the shingles, sorted, each once.
func (t *Text) set() []uint64 {
	if len(t.shingles) == 0 {
		t.shingles = appendShingles(t.shingles, t.syllables, math.MaxUint64)
		slices.Sort(t.shingles)
		t.shingles = slices.Compact(t.shingles)
	}
	return t.shingles
}

// common returns the number of elements that two sets share.
func common(a, b []uint64) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
