package search

import (
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
)

// titleClauses are the clauses of the title fields in one segment: the words of the query, each with its
// weight.
type titleClauses struct {
	clauses []clause
	max     float32        // the weight of all words in a title
	whole   segment.Bitset // with all documents whose title has every word
}

// titleClauses returns the clauses of the title fields in a segment.
func (c *candidates) titleClauses(s *segmentCandidates) *titleClauses {
	if s.titles == nil {
		s.titles = c.newTitleClauses(s)
	}
	return s.titles
}

func (c *candidates) newTitleClauses(s *segmentCandidates) *titleClauses {
	all := new(titleClauses)
	var words []titleWord
	for i := range c.plan.terms {
		if !c.idf.known[i] || c.plan.asksWho || c.plan.terms[i].asks {
			continue // a title does not ask, nor say who somebody is
		}
		t := &c.plan.terms[i]
		w := titleWord{weight: t.boost * c.idf.fold[i]}
		all.max += w.weight
		anyMarks := []term{{store.FieldTitle, t.word.Fold}, {store.FieldTitleFold, t.word.Fold}}
		w.docs = s.union(anyMarks)
		if t.marked() {
			all.add(w.docs, (1-asTyped)*w.weight)
			all.add(s.union(t.titleTerms()), asTyped*w.weight)
		} else {
			all.add(w.docs, w.weight)
		}
		for _, n := range t.synonyms {
			docs := s.inTitle(c.plan.synonyms[n].words)
			docs.AndNot(w.docs)
			all.add(docs, w.weight)
			w.others = append(w.others, docs)
		}
		words = append(words, w)
	}
	all.findWhole(s, words)
	return all
}

// add adds the weight of a word to the documents that have it in the title.
func (t *titleClauses) add(docs segment.Bitset, weight float32) {
	if !docs.Empty() {
		t.clauses = append(t.clauses, clause{docs: docs, weight: weight})
	}
}

// A titleWord is a word of the query with the documents that have it in the title.
type titleWord struct {
	weight float32
	docs   segment.Bitset   // with any marks
	others []segment.Bitset // with a synonym
}

// findWhole finds the documents whose title may have every word, so that it has fullTitle: those that have
// each word without which the others weigh too little.
func (t *titleClauses) findWhole(s *segmentCandidates, words []titleWord) {
	var most float32
	for _, w := range words {
		most += w.most()
	}
	t.whole = s.Live
	for _, w := range words {
		if (most-w.most()+asTyped*w.weight)*(1+roundingError) > nearlyAll*t.max {
			continue
		}
		docs := s.clone(w.docs)
		for _, other := range w.others {
			docs.Or(other)
		}
		docs.And(t.whole)
		t.whole = docs
	}
}

// most returns the most that the clauses of a word weigh together in one title.
func (w titleWord) most() float32 {
	if len(w.others) == 0 {
		return w.weight
	}
	return (float32(len(w.others)) + asTyped) * w.weight
}

// titleTerms returns the terms of a query term with marks in titles: as typed, or with đ for d.
func (t *queryTerm) titleTerms() []term {
	var terms []term
	for _, e := range t.exact {
		terms = append(terms, term{store.FieldTitle, e.text})
		if rest, ok := strings.CutPrefix(e.text, "d"); ok {
			terms = append(terms, term{store.FieldTitle, "đ" + rest})
		}
		if rest, ok := strings.CutPrefix(e.text, "đ"); ok {
			terms = append(terms, term{store.FieldTitle, "d" + rest})
		}
	}
	return terms
}

// inTitle returns the documents whose title has all words.
func (s *segmentReader) inTitle(words []analysis.Word) segment.Bitset {
	docs := s.clone(s.Live)
	for _, w := range words {
		docs.And(s.union(wordTerms(query.Title, w)))
	}
	return docs
}
