package index

import (
	"cmp"
	"container/heap"
	"slices"
)

// A top keeps the first of many articles.
type top struct {
	hits    []ranked // a heap with the last of them first
	size    int
	after   *ranked // nil: from the first
	least   float32 // an article with a lesser score is not among the first
	compare func(a, b *ranked) int
	offered ranked // the last: here, it need not be allocated to be compared
}

func newTop(size int, by Sort, number func(*ranked) uint64) *top {
	t := &top{size: size}
	tie := func(a, b *ranked) int {
		if c := byNewest(a.published, b.published); c != 0 {
			return c
		}
		return cmp.Compare(number(a), number(b))
	}
	switch by {
	case Newest:
		t.compare = tie
	case Oldest:
		t.compare = func(a, b *ranked) int {
			if c := byOldest(a.published, b.published); c != 0 {
				return c
			}
			return tie(a, b)
		}
	default:
		t.compare = func(a, b *ranked) int {
			if c := cmp.Compare(b.score, a.score); c != 0 {
				return c
			}
			return tie(a, b)
		}
	}
	return t
}

func (t *top) offer(c ranked) {
	t.offered = c
	if t.after != nil && t.compare(&t.offered, t.after) <= 0 {
		return
	}
	switch {
	case len(t.hits) < t.size:
		heap.Push(t, t.offered)
	case t.size > 0 && t.compare(&t.offered, &t.hits[0]) < 0:
		t.hits[0] = t.offered
		heap.Fix(t, 0)
	default:
		return
	}
	if len(t.hits) == t.size {
		t.least = t.hits[0].score
	}
}

// sorted returns the articles in their order.
func (t *top) sorted() []ranked {
	slices.SortFunc(t.hits, func(a, b ranked) int { return t.compare(&a, &b) })
	return t.hits
}

// Len implements heap.Interface, as do the methods below.
func (t *top) Len() int { return len(t.hits) }

// Less reports whether hit i comes behind hit j.
func (t *top) Less(i, j int) bool { return t.compare(&t.hits[i], &t.hits[j]) > 0 }

// Swap swaps two hits.
func (t *top) Swap(i, j int) { t.hits[i], t.hits[j] = t.hits[j], t.hits[i] }

// Push appends a hit.
func (t *top) Push(x any) { t.hits = append(t.hits, x.(ranked)) }

// Pop is never called.
func (t *top) Pop() any { panic("top.Pop") }

// byNewest orders dates with the newest first and unknown ones last; byOldest the other way round, unknown ones last too.
func byNewest(a, b int64) int { return cmp.Compare(b, a) }

func byOldest(a, b int64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
