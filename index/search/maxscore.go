package search

import "baotinh/index/segment"

// Documents that cannot be among the hits sought are not scored, by MaxScore (Turtle and Flood 1995), a block
// of documents at a time: the score with every term frequency at its most is an upper bound, and needs no
// postings. Two steps leave documents out:
//
//  1. With bitsets, those that have none of the essential clauses, without which the other clauses together
//     cannot reach the score. Documents whose title may have every word stay.
//  2. Those whose own upper bound does not reach it.

// roundingError bounds the relative error of a bound, whose parts are added in another order.
const roundingError = 1e-4

// prune removes from a block, which begins at word from of the bitsets, documents whose scores are less than
// least.
func (s *scorer) prune(docs segment.Bitset, from int, least float32) {
	if least *= 1 - roundingError; least <= 0 {
		return
	}
	s.keepEssential(docs, from, least)
	if docs.Empty() {
		return
	}
	clear(s.scores[:64*len(docs)])
	clear(s.matched[:64*len(docs)])
	matching := segment.Bitset(s.matching[:len(docs)])
	for _, c := range s.byMost {
		if !matching.Intersect(docs, c.docs[from:]) {
			continue
		}
		for i := range matching.All() {
			s.scores[i] += c.most
			s.matched[i] += c.weight
		}
	}
	s.adjust(docs, from, func(uint32) bool { return true }, nil)
	for i := range docs.All() {
		if s.scores[i] < least {
			docs.Remove(i)
		}
	}
}

// keepEssential removes from a block the documents that have no essential clause, and whose title does not
// have every word.
func (s *scorer) keepEssential(docs segment.Bitset, from int, least float32) {
	var rest float32 // of the clauses that have not been kept
	for _, c := range s.byMost {
		rest += c.most
	}
	kept := segment.Bitset(s.kept[:len(docs)])
	kept.Intersect(docs, s.titles.whole[from:])
	for _, c := range s.byMost {
		if rest*(1+boostTitle) < least {
			copy(docs, kept)
			return
		}
		if !docs.SubsetOf(c.docs[from:]) { // else it tells none apart
			kept.OrBoth(docs, c.docs[from:])
			rest -= c.most
		}
	}
}
