package store

import (
	"math"
	"sync"

	"baotinh/index/analysis"
	"baotinh/index/segment"
)

// A counter counts the terms of one article. It numbers terms, so that counting needs no allocation.
type counter struct {
	scanner analysis.Scanner
	buf     []analysis.Word
	exact   positionCounter
	fold    termCounter // of words with marks; a word without is its own fold
	pairs   pairCounter
	total   int // frequencies of all words
}

var counters = sync.Pool{New: func() any { return new(counter) }}

// add counts the words of a text, each with a frequency. Pairs do not reach from one text into the next.
func (c *counter) add(text string, frequency int) {
	c.buf = c.scanner.Append(c.buf[:0], text)
	c.total += frequency * len(c.buf)
	for i, w := range c.buf {
		c.exact.add(w.Exact, uint32(frequency))
		if w.Exact != w.Fold {
			c.fold.add(w.Fold, uint32(frequency))
		}
		if i > 0 {
			c.pairs.add(analysis.HashPair(c.buf[i-1].Fold, w.Fold), uint32(frequency))
		}
	}
	if len(c.buf) > 0 {
		c.exact.end()
	}
}

func (c *counter) reset() {
	c.exact.reset()
	c.fold.reset()
	c.pairs.reset()
	c.total = 0
}

// A termCounter counts terms by number.
type termCounter struct {
	numbers map[string]uint32
	texts   []string
	counts  []uint32
	touched []uint32
}

// add adds an occurrence of a term and returns the number of the term.
func (t *termCounter) add(term string, frequency uint32) uint32 {
	n, ok := t.numbers[term]
	if !ok {
		if t.numbers == nil {
			t.numbers = make(map[string]uint32, 1<<12)
		}
		n = uint32(len(t.texts))
		t.numbers[term] = n
		t.texts = append(t.texts, term)
		t.counts = append(t.counts, 0)
	}
	if t.counts[n] == 0 {
		t.touched = append(t.touched, n)
	}
	t.counts[n] += frequency
	return n
}

func (t *termCounter) terms() []segment.Term {
	all := make([]segment.Term, len(t.touched))
	for i, n := range t.touched {
		all[i] = segment.Term{Text: t.texts[n], Frequency: t.counts[n]}
	}
	return all
}

// maxNumbered bounds the terms that a termCounter keeps from one article to the next.
const maxNumbered = 1 << 16

func (t *termCounter) reset() {
	for _, n := range t.touched {
		t.counts[n] = 0
	}
	t.touched = t.touched[:0]
	if len(t.texts) > maxNumbered {
		*t = termCounter{}
	}
}

// A positionCounter counts terms and keeps their positions.
type positionCounter struct {
	termCounter
	order  []uint32 // by position, the number of the term, or textEnd
	starts []uint32 // by number, where the positions of a term begin; zero between calls of positions
}

// textEnd stands for a position between two texts.
const textEnd = math.MaxUint32

func (t *positionCounter) add(term string, frequency uint32) {
	t.order = append(t.order, t.termCounter.add(term, frequency))
}

// end ends a text.
func (t *positionCounter) end() { t.order = append(t.order, textEnd) }

// ends returns the positions between texts.
func (t *positionCounter) ends() []uint32 {
	var all []uint32
	for p, n := range t.order {
		if n == textEnd {
			all = append(all, uint32(p))
		}
	}
	return all
}

// terms returns the terms and the positions of one after another.
func (t *positionCounter) terms() ([]segment.Term, []uint32) {
	t.starts = append(t.starts, make([]uint32, len(t.texts)-len(t.starts))...)
	for _, n := range t.order {
		if n != textEnd {
			t.starts[n]++ // how many there are
		}
	}
	all := t.termCounter.terms()
	var start uint32
	for i, n := range t.touched {
		all[i].Positions = t.starts[n]
		t.starts[n] = start
		start += all[i].Positions
	}
	positions := make([]uint32, start)
	for p, n := range t.order {
		if n != textEnd {
			positions[t.starts[n]] = uint32(p)
			t.starts[n]++
		}
	}
	for _, n := range t.touched {
		t.starts[n] = 0
	}
	return all, positions
}

func (t *positionCounter) reset() {
	t.termCounter.reset()
	t.order = t.order[:0]
	t.starts = t.starts[:min(len(t.starts), len(t.texts))]
}

// A pairCounter counts pairs of words by hash.
type pairCounter struct {
	counts  [analysis.PairTerms]uint32
	touched []uint32
}

func (t *pairCounter) add(hash uint32, frequency uint32) {
	if t.counts[hash] == 0 {
		t.touched = append(t.touched, hash)
	}
	t.counts[hash] += frequency
}

func (t *pairCounter) terms() []segment.Term {
	all := make([]segment.Term, len(t.touched))
	for i, h := range t.touched {
		all[i] = segment.Term{Text: analysis.PairTerm(h), Frequency: t.counts[h]}
	}
	return all
}

func (t *pairCounter) reset() {
	for _, h := range t.touched {
		t.counts[h] = 0
	}
	t.touched = t.touched[:0]
}
