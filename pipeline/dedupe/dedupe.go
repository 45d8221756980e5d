// Package dedupe recognises texts that are one text reprinted: whole, shortened, or with a few changes.
//
// A [Text] is a text as its shingles: runs of Width folded syllables, by hash. [Text.Same] compares the sets
// of shingles of two texts, which is exact (Broder 1997, On the resemblance and containment of documents).
// [Text.Keys] are a few of the shingles, the least of each of some windows, as winnowing chooses them
// (Schleimer, Wilkerson and Aiken 2003): a copy has some of them, wherever it was cut. A [Table] has the keys
// of many texts and returns the candidates, which [Text.Same] must confirm.
package dedupe

import (
	"slices"

	"baotinh/pipeline/viet"
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

// A Text is a text as a sequence of shingles. The zero Text is empty. It is not safe for concurrent use.
type Text struct {
	shingles []uint64
	sorted   []uint64 // shingles, sorted, each once; empty until it is needed
	folded   []byte

	window [Width]uint64 // the hashes of the last syllables
	count  int           // of syllables
	sum    uint64        // the polynomial of the window
}

// The polynomial of a window of syllables with the hashes h is Σ h[i]·base^(Width-1-i), modulo 2^64.
const base = 0x9e3779b97f4a7c15

// leaving is base^Width: what the hash of the syllable that leaves the window is multiplied by.
var leaving = func() uint64 {
	p := uint64(1)
	for range Width {
		p *= base
	}
	return p
}()

// Reset makes t empty.
func (t *Text) Reset() {
	t.shingles, t.sorted, t.count, t.sum = t.shingles[:0], t.sorted[:0], 0, 0
	t.window = [Width]uint64{}
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Add adds a part of the text, as a paragraph: shingles reach over parts. Marks, case, spaces and signs make
// no difference.
func (t *Text) Add(part string) {
	t.folded = viet.AppendFoldLower(t.folded[:0], part)
	t.sorted = t.sorted[:0]
	h := uint64(fnvOffset)
	for i := 0; i < len(t.folded); i++ {
		c := t.folded[i]
		if inSyllable[c] {
			h = (h ^ uint64(c)) * fnvPrime
			continue
		}
		if h != fnvOffset {
			t.addSyllable(h)
			h = fnvOffset
		}
		i += int(continuations[c])
	}
	if h != fnvOffset {
		t.addSyllable(h)
	}
}

// inSyllable tells letters and digits from signs, in folded text. Beyond ASCII, the signs of print begin with
// one of two bytes, and continuations has how many bytes follow; all else counts as letters.
var inSyllable = func() (in [256]bool) {
	for c := range in {
		in[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c >= 0x80 && continuations[c] == 0
	}
	return in
}()

var continuations = [256]uint8{0xC2: 1, 0xE2: 2} // U+0080 to U+00BF, U+2000 to U+2FFF

func (t *Text) addSyllable(h uint64) {
	at := t.count % Width
	t.sum = t.sum*base + h - t.window[at]*leaving
	t.window[at] = h
	if t.count++; t.count >= Width {
		t.shingles = append(t.shingles, mix(t.sum))
	}
}

// mix makes all bits of a hash depend on all of h: the finalizer of MurmurHash3.
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Same reports whether two texts are one reprinted, by the sets of their shingles.
func (t *Text) Same(o *Text) bool {
	a, b := t.set(), o.set()
	short, long := min(len(a), len(b)), max(len(a), len(b))
	if short < MinShingles || float64(short) < minLength*float64(long) {
		return false
	}
	return float64(common(a, b)) >= minContained*float64(short)
}

// set returns the shingles, sorted, each once.
func (t *Text) set() []uint64 {
	if len(t.sorted) == 0 {
		t.sorted = append(t.sorted, t.shingles...)
		slices.Sort(t.sorted)
		t.sorted = slices.Compact(t.sorted)
	}
	return t.sorted
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
