package search

import (
	"cmp"
	"container/heap"
	"slices"

	"baotinh/index/segment"
)

// A scoredDoc is a document with all that decides its place in the order of hits.
type scoredDoc struct {
	seg        int
	doc        uint32
	tier       tier
	score      float32
	date       int64  // by which hits are ordered, after their score: of publication or first seen
	tieBreaker uint64 // see reader.tieBreaker; 0 until it is needed
}

// A tier comes before the next one, whatever the scores.
type tier uint8

const (
	tierTyped   tier = iota // the query as it was typed finds it
	tierApart               // the same, but syllables of one word are apart in it; only by relevance
	tierRelaxed             // only the relaxed query finds it
)

// A topK collects the first k documents of an order.
type topK struct {
	docs    []scoredDoc // a heap with the last of them first
	k       int
	after   *scoredDoc // documents up to this one are left out; nil: none
	least   float32    // a document with a lower score is not among the first
	compare func(a, b *scoredDoc) int
	current scoredDoc // the one being collected: as a field, it is not allocated when its address is taken
}

func newTopK(k int, by Sort, after *scoredDoc, tieBreaker func(*scoredDoc) uint64) *topK {
	t := &topK{k: k, after: after}
	byDate := func(a, b *scoredDoc) int {
		if c := byNewest(a.date, b.date); c != 0 {
			return c
		}
		return cmp.Compare(tieBreaker(a), tieBreaker(b))
	}
	switch by {
	case Newest, LastSeen:
		t.compare = byDate
	case Oldest:
		t.compare = func(a, b *scoredDoc) int {
			if c := byOldest(a.date, b.date); c != 0 {
				return c
			}
			return byDate(a, b)
		}
	default:
		t.compare = func(a, b *scoredDoc) int {
			if c := cmp.Compare(b.score, a.score); c != 0 {
				return c
			}
			return byDate(a, b)
		}
	}
	return t
}

func (t *topK) collect(d scoredDoc) {
	t.current = d
	if t.after != nil && t.compare(&t.current, t.after) <= 0 {
		return
	}
	switch {
	case len(t.docs) < t.k:
		heap.Push(t, t.current)
	case t.k > 0 && t.compare(&t.current, &t.docs[0]) < 0:
		t.docs[0] = t.current
		heap.Fix(t, 0)
	default:
		return
	}
	if len(t.docs) == t.k {
		t.least = t.docs[0].score
	}
}

// sorted returns the documents in their order.
func (t *topK) sorted() []scoredDoc {
	slices.SortFunc(t.docs, func(a, b scoredDoc) int { return t.compare(&a, &b) })
	return t.docs
}

// Len implements heap.Interface, as do the methods below.
func (t *topK) Len() int { return len(t.docs) }

// Less reports whether document i comes after document j.
func (t *topK) Less(i, j int) bool { return t.compare(&t.docs[i], &t.docs[j]) > 0 }

// Swap swaps two documents.
func (t *topK) Swap(i, j int) { t.docs[i], t.docs[j] = t.docs[j], t.docs[i] }

// Push appends a document.
func (t *topK) Push(x any) { t.docs = append(t.docs, x.(scoredDoc)) }

// Pop is never called.
func (t *topK) Pop() any { panic("topK.Pop") }

// byNewest orders dates with the newest first and unknown ones, which are 0, last.
func byNewest(a, b int64) int {
	if c := knownFirst(a, b); c != 0 {
		return c
	}
	return cmp.Compare(b, a)
}

// byOldest orders dates with the oldest first and unknown ones last.
func byOldest(a, b int64) int {
	if c := knownFirst(a, b); c != 0 {
		return c
	}
	return cmp.Compare(a, b)
}

func knownFirst(a, b int64) int {
	switch {
	case a == 0 && b != 0:
		return 1
	case a != 0 && b == 0:
		return -1
	}
	return 0
}

// rank returns the first k matches of the order, without those up to the document after. The documents of the
// query as it was typed come before those that only the relaxed query finds, unless the query is so long that
// these may be what it asks for: see minRelaxed. By relevance, those in which syllables of one word are apart
// stand between.
func (m *matches) rank(by Sort, k int, after *scoredDoc, b bonus) ([]scoredDoc, error) {
	if m.ranksTogether(by) {
		return m.rankTogether(k, after, b)
	}
	tiers := [...][]segment.Bitset{tierTyped: m.docs, tierRelaxed: m.relaxed}
	if by == Relevance && m.apart != nil {
		tiers[tierTyped], tiers[tierApart] = m.adjacent(), m.apart
	}
	var docs []scoredDoc
	for t, in := range tiers {
		if len(docs) == k || in == nil || after != nil && after.tier > tier(t) {
			continue
		}
		if after != nil && after.tier < tier(t) {
			after = nil
		}
		for _, d := range m.top(in, by, k-len(docs), after, b) {
			d.tier = tier(t)
			docs = append(docs, d)
		}
	}
	return docs, m.reader.err()
}

// ranksTogether reports whether tiers make no difference in an order.
func (m *matches) ranksTogether(by Sort) bool {
	return by == Relevance && m.relaxed != nil && m.plan.required() >= minRelaxed
}

// adjacent returns the documents of the query as it was typed in which no syllables of a word are apart.
func (m *matches) adjacent() []segment.Bitset {
	var all []segment.Bitset
	for i, s := range m.segments {
		docs := s.clone(m.docs[i])
		docs.AndNot(m.apart[i])
		all = append(all, docs)
	}
	return all
}

// rankTogether returns the first k of all matches by relevance.
func (m *matches) rankTogether(k int, after *scoredDoc, b bonus) ([]scoredDoc, error) {
	var all []segment.Bitset
	for i, s := range m.segments {
		docs := s.clone(m.docs[i])
		docs.Or(m.relaxed[i])
		all = append(all, docs)
	}
	docs := m.top(all, Relevance, k, after, b)
	for i := range docs {
		if m.relaxed[docs[i].seg].Has(docs[i].doc) {
			docs[i].tier = tierRelaxed
		}
	}
	return docs, m.reader.err()
}

// scoredDoc returns a document with its score.
func (m *matches) scoredDoc(by Sort, seg int, doc uint32, score float32) scoredDoc {
	date := m.segments[seg].Values.Published[doc]
	if by == LastSeen {
		date = int64(m.segments[seg].Values.Seen[doc])
	}
	return scoredDoc{seg: seg, doc: doc, score: score, date: date}
}

// top returns the first k of docs.
func (m *matches) top(docs []segment.Bitset, by Sort, k int, after *scoredDoc, b bonus) []scoredDoc {
	docs = m.sampled(docs)
	tops := make([]*topK, len(docs)) // of the segments
	for seg := range tops {
		tops[seg] = newTopK(k, by, after, m.reader.tieBreaker)
	}
	var least leastScore // of the first k of a segment
	collect := func(seg int, doc uint32, score float32) {
		if score < least.get() {
			return
		}
		tops[seg].collect(m.scoredDoc(by, seg, doc, score))
		least.raise(tops[seg].least)
	}
	if by == Relevance {
		m.score(docs, b, &least, collect)
	} else {
		m.reader.each(func(seg int, s *segmentReader) {
			if s.expired() {
				return
			}
			for doc := range docs[seg].All() {
				collect(seg, doc, 0)
			}
		})
	}
	top := newTopK(k, by, after, m.reader.tieBreaker)
	for _, t := range tops {
		for _, d := range t.docs {
			top.collect(d)
		}
	}
	return top.sorted()
}
