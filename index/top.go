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
	compare func(a, b ranked) int
}

func newTop(size int, by Sort) *top {
	t := &top{size: size}
	tie := func(a, b ranked) int {
		return cmp.Or(byNewest(a.published, b.published), cmp.Compare(a.seg, b.seg), cmp.Compare(a.n, b.n))
	}
	switch by {
	case Newest:
		t.compare = tie
	case Oldest:
		t.compare = func(a, b ranked) int { return cmp.Or(byOldest(a.published, b.published), tie(a, b)) }
	default:
		t.compare = func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), tie(a, b)) }
	}
	return t
}

func (t *top) offer(c ranked) {
	if len(t.hits) < t.size {
		heap.Push(t, c)
		return
	}
	if t.size > 0 && t.compare(c, t.hits[0]) < 0 {
		t.hits[0] = c
		heap.Fix(t, 0)
	}
}

// sorted returns the articles in their order.
func (t *top) sorted() []ranked {
	slices.SortFunc(t.hits, t.compare)
	return t.hits
}

// Len implements heap.Interface, as do the methods below.
func (t *top) Len() int { return len(t.hits) }

// Less reports whether hit i comes behind hit j.
func (t *top) Less(i, j int) bool { return t.compare(t.hits[i], t.hits[j]) > 0 }

// Swap swaps two hits.
func (t *top) Swap(i, j int) { t.hits[i], t.hits[j] = t.hits[j], t.hits[i] }

// Push appends a hit.
func (t *top) Push(x any) { t.hits = append(t.hits, x.(ranked)) }

// Pop is never called.
func (t *top) Pop() any { panic("top.Pop") }
