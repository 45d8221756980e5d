package segment

import (
	"iter"
	"math/bits"
	"sync"
)

// A Bitset is a set of documents of a segment: document n is bit n%64 of word n/64. Most words of a query are
// in a tenth of all articles, where bits take less space than sorted numbers, and set operations take a
// fraction of the time.
type Bitset []uint64

// NewBitset returns an empty set for n documents.
func NewBitset(n int) Bitset { return make(Bitset, words(n)) }

// words returns the number of words of a set for n documents.
func words(n int) int { return (n + 63) / 64 }

// Add adds document n.
func (s Bitset) Add(n uint32) { s[n/64] |= 1 << (n % 64) }

// Remove removes document n.
func (s Bitset) Remove(n uint32) { s[n/64] &^= 1 << (n % 64) }

// Has reports whether document n is in s.
func (s Bitset) Has(n uint32) bool { return s[n/64]>>(n%64)&1 == 1 }

// Or adds the documents of t.
func (s Bitset) Or(t Bitset) {
	for i, w := range t {
		s[i] |= w
	}
}

// And removes all documents that are not in t.
func (s Bitset) And(t Bitset) {
	for i, w := range t {
		s[i] &= w
	}
}

// AndNot removes the documents of t.
func (s Bitset) AndNot(t Bitset) {
	for i, w := range t {
		s[i] &^= w
	}
}

// Invert makes s the set of those of n documents that it did not have.
func (s Bitset) Invert(n int) {
	for i, w := range s {
		s[i] = ^w
	}
	if over := n % 64; over > 0 {
		s[len(s)-1] &= 1<<over - 1
	}
}

// Intersect makes s the intersection of t and of as many words of u, and reports whether it is not empty.
func (s Bitset) Intersect(t, u Bitset) bool {
	var found uint64
	for i, w := range t {
		s[i] = w & u[i]
		found |= s[i]
	}
	return found != 0
}

// OrBoth adds the documents that are both in t and in u, which has as many words or more.
func (s Bitset) OrBoth(t, u Bitset) {
	for i, w := range t {
		s[i] |= w & u[i]
	}
}

// SubsetOf reports whether all documents of s are in t, which has as many words or more.
func (s Bitset) SubsetOf(t Bitset) bool {
	for i, w := range s {
		if w&^t[i] != 0 {
			return false
		}
	}
	return true
}

// Empty reports whether s has no document.
func (s Bitset) Empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// Count returns the number of documents.
func (s Bitset) Count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// rankWords is the number of words between two ranks.
const rankWords = 32

// Ranks returns the numbers of documents before every rankWords words.
func (s Bitset) Ranks() []uint32 {
	ranks := make([]uint32, 0, (len(s)+rankWords-1)/rankWords)
	n := 0
	for ; len(s) > 0; s = s[min(rankWords, len(s)):] {
		ranks = append(ranks, uint32(n))
		n += s[:min(rankWords, len(s))].Count()
	}
	return ranks
}

// Same reports whether s and t are one set, also if it changes.
func (s Bitset) Same(t Bitset) bool { return len(s) > 0 && len(s) == len(t) && &s[0] == &t[0] }

// CountBoth returns the number of documents that are in both s and t.
func (s Bitset) CountBoth(t Bitset) int {
	n := 0
	for i, w := range s {
		n += bits.OnesCount64(w & t[i])
	}
	return n
}

// All returns the documents in ascending order.
func (s Bitset) All() iter.Seq[uint32] {
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

// A BitsetPool lends bitsets to one search, which needs about a hundred for ten words, and takes them all
// back at once. The zero BitsetPool is ready. It is not safe for concurrent use.
type BitsetPool struct {
	free   []uint64
	blocks []*[poolWords]uint64
}

// poolWords is the size of a block of a pool. A bitset of a million documents fits.
const poolWords = 1 << 14

var poolBlocks = sync.Pool{New: func() any { return new([poolWords]uint64) }}

// New returns an empty set for n documents. It must not be used after Release.
func (p *BitsetPool) New(n int) Bitset {
	s := p.take(words(n))
	clear(s)
	return s
}

// Clone returns a copy of a set. It must not be used after Release.
func (p *BitsetPool) Clone(t Bitset) Bitset {
	s := p.take(len(t))
	copy(s, t)
	return s
}

// Of returns the documents of postings. The set must not be used after Release.
func (p *BitsetPool) Of(l Postings) (Bitset, error) {
	s := p.take(words(l.documents))
	if l.isBitmap() {
		return s, l.copyTo(s)
	}
	clear(s)
	return s, l.AddTo(s)
}

// take returns a set of any documents.
func (p *BitsetPool) take(size int) Bitset {
	if size > poolWords {
		return make(Bitset, size)
	}
	if size > len(p.free) {
		b := poolBlocks.Get().(*[poolWords]uint64)
		p.blocks = append(p.blocks, b)
		p.free = b[:]
	}
	s := Bitset(p.free[:size:size])
	p.free = p.free[size:]
	return s
}

// Release takes back all bitsets.
func (p *BitsetPool) Release() {
	for _, b := range p.blocks {
		poolBlocks.Put(b)
	}
	*p = BitsetPool{}
}
