package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"

	"baotinh/index/segment"
)

// A coverage holds, per document d, how much of the query it has, ignoring term frequency:
//
//	coverage(d) = Σ weight(clause) over the clauses that d matches
//
// It is computed exactly only for documents that can reach a share of the best document's coverage, by
// MaxScore (Turtle and Flood 1995) with clauses sorted by weight. Most documents match only the last,
// common clauses. Once the rest of the clauses together cannot reach the share, documents not seen until
// then are left out (phase 1); after some more clauses, documents that cannot reach it any more are pruned,
// and only the others are completed (phase 2).
type coverage struct {
	*candidates
	share  float32
	docs   []segment.Bitset // by segment, the documents that were scored
	scores [][]float32      // by segment and document; 0 if not scored, too low if below the share
	best   float32
	unseen float32 // upper bound of the coverage of documents that were not scored
}

// cover computes the coverage of the documents that have a share of that of the best one.
//
// The best coverage is not known beforehand. It is at least that of some documents, which may be none. The
// first attempt supposes that it is half of the sum of all weights or more. If it turns out to be less, so
// that documents were left out that may have the share, all are scored.
func cover(c *candidates, share float32, some []segment.Bitset) *coverage {
	least := float32(0.5)
	for seg, docs := range some {
		for doc := range docs.All() {
			least = max(least, c.shareOf(scoredDoc{seg: seg, doc: doc})*(1-roundingError))
		}
	}
	v := &coverage{candidates: c, share: share}
	v.compute(share * least)
	if v.unseen >= share*v.best {
		v.release()
		v = &coverage{candidates: c, share: share}
		v.compute(0)
	}
	return v
}

// compute scores the documents of all segments but those that match only clauses which together weigh less
// than a part of the query.
func (v *coverage) compute(part float32) {
	for _, s := range v.segments {
		clauses := v.clauses(s)
		slices.SortStableFunc(clauses, func(a, b clause) int { return cmp.Compare(b.weight, a.weight) })
		var sum float32
		for _, c := range clauses {
			sum += c.weight
		}
		docs, needed, rest := s.none(), 0, sum
		for ; needed < len(clauses) && rest > part*sum; needed++ {
			docs.Or(clauses[needed].docs)
			rest -= clauses[needed].weight
		}
		docs.And(s.selected)
		v.unseen = max(v.unseen, rest)
		for ; needed < len(clauses) && rest > part/2*sum; needed++ {
			rest -= clauses[needed].weight
		}

		scores := zeros(s.Len())
		v.docs = append(v.docs, docs)
		v.scores = append(v.scores, scores)
		v.scoreBlocks(docs, scores, clauses[:needed], clauses[needed:], rest)
	}
}

// coverageWords is the size of a block in words of the bitsets: the scores of its documents stay in the
// first cache of the processor, 16 KiB.
const coverageWords = 64

// scoreBlocks adds the weights of the clauses to the scores of docs, a block of documents after the other.
// Between the first clauses and the last, which weigh rest together, it prunes.
func (v *coverage) scoreBlocks(docs segment.Bitset, scores []float32, first, last []clause, rest float32) {
	var buf [coverageWords]uint64
	for from := 0; from < len(docs); from += coverageWords {
		to := min(from+coverageWords, len(docs))
		block, left := scores[64*from:], segment.Bitset(buf[:to-from])
		copy(left, docs[from:to])
		for _, c := range first {
			addWeightIn(block, c.docs[from:to], left, c.weight)
		}
		v.prune(left, block, rest)
		for _, c := range last {
			addWeightIn(block, c.docs[from:to], left, c.weight)
		}
		v.best = max(v.best, highest(block, left))
	}
}

// prune removes from docs those whose score plus the remaining maximum is below share·best.
func (v *coverage) prune(docs segment.Bitset, scores []float32, rest float32) {
	v.best = max(v.best, highest(scores, docs))
	for doc := range docs.All() {
		if scores[doc]+rest < v.share*v.best {
			docs.Remove(doc)
		}
	}
}

// atLeast returns the documents that have a share of the best coverage, and their number. The share must
// not be less than that of cover.
func (v *coverage) atLeast(share float32) ([]segment.Bitset, int) {
	var all []segment.Bitset
	total := 0
	for seg, scores := range v.scores {
		docs := v.segments[seg].none()
		for doc := range v.docs[seg].All() {
			if score := scores[doc]; score > 0 && score >= share*v.best {
				docs.Add(doc)
			}
		}
		all = append(all, docs)
		total += docs.Count()
	}
	return all, total
}

// release gives back the scores.
func (v *coverage) release() {
	for seg, scores := range v.scores {
		putZeros(scores, v.docs[seg])
	}
}

// addWeight adds a weight to the scores of docs.
func addWeight(scores []float32, docs segment.Bitset, weight float32) {
	for i, w := range docs {
		for ; w != 0; w &= w - 1 {
			scores[i*64+bits.TrailingZeros64(w)] += weight
		}
	}
}

// addWeightIn adds a weight to the scores of the documents that are in both docs and in.
func addWeightIn(scores []float32, docs, in segment.Bitset, weight float32) {
	for i, w := range docs {
		for w &= in[i]; w != 0; w &= w - 1 {
			scores[i*64+bits.TrailingZeros64(w)] += weight
		}
	}
}

// highest returns the highest score of docs, at least 0.
func highest(scores []float32, docs segment.Bitset) float32 {
	var v float32
	for i, w := range docs {
		for ; w != 0; w &= w - 1 {
			v = max(v, scores[i*64+bits.TrailingZeros64(w)])
		}
	}
	return v
}

// zeroPool has slices that are zero up to their capacity.
var zeroPool = sync.Pool{New: func() any { return new([]float32) }}

// zeros returns n zeros, to be given back by putZeros.
func zeros(n int) []float32 {
	p := zeroPool.Get().(*[]float32)
	if cap(*p) < n {
		*p = make([]float32, n)
	}
	return (*p)[:n]
}

// putZeros gives back a slice that is zero but for the scores of some documents.
func putZeros(scores []float32, docs segment.Bitset) {
	for i, w := range docs {
		if w != 0 {
			clear(scores[64*i : min(64*i+64, len(scores))])
		}
	}
	zeroPool.Put(&scores)
}
