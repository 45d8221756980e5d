package index

import (
	"iter"
	"math/bits"
	"sync"
)

// A set is some articles of a segment, a bit each. Most words of a query are in a tenth of all articles, where bits take
// less space than lists of numbers, and all that a search does with them takes a fraction of the time.
type set []uint64

func (s set) add(n uint32) { s[n/64] |= 1 << (n % 64) }

func (s set) remove(n uint32) { s[n/64] &^= 1 << (n % 64) }

func (s set) has(n uint32) bool { return s[n/64]>>(n%64)&1 == 1 }

func (s set) or(t set) {
	for i, w := range t {
		s[i] |= w
	}
}

func (s set) and(t set) {
	for i, w := range t {
		s[i] &= w
	}
}

func (s set) andNot(t set) {
	for i, w := range t {
		s[i] &^= w
	}
}

// setBoth makes s what is in both t and the words of u that t has, and reports whether that is any.
func (s set) setBoth(t, u set) bool {
	var found uint64
	for i, w := range t {
		s[i] = w & u[i]
		found |= s[i]
	}
	return found != 0
}

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// countBoth returns the number of articles that are in both sets.
func countBoth(s, t set) int {
	n := 0
	for i, w := range s {
		n += bits.OnesCount64(w & t[i])
	}
	return n
}

// all returns the articles in the order of their numbers.
func (s set) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}

// An arena gives sets to one search and takes them all back at its end: a search of ten words needs a hundred. The zero
// arena is ready.
type arena struct {
	free   []uint64
	blocks []*[blockWords]uint64
}

// blockWords is the size of a block: sets of a million articles still fit.
const blockWords = 1 << 14

var blocks = sync.Pool{New: func() any { return new([blockWords]uint64) }}

// make returns an empty set for n articles.
func (a *arena) make(n int) set {
	words := (n + 63) / 64
	if words > blockWords {
		return make(set, words)
	}
	if words > len(a.free) {
		b := blocks.Get().(*[blockWords]uint64)
		a.blocks = append(a.blocks, b)
		a.free = b[:]
	}
	s := set(a.free[:words:words])
	a.free = a.free[words:]
	clear(s)
	return s
}

// release takes back all sets.
func (a *arena) release() {
	for _, b := range a.blocks {
		blocks.Put(b)
	}
	*a = arena{}
}
