package search

import (
	"slices"
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
	words   float32        // of the query that a title may have
	boost   float32        // of a title, by its share of the query
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
	all := &titleClauses{boost: boostTitle}
	if c.plan.question {
		all.boost = 0 // a title with a part of a question seldom is that of the answer
	}
	var words []titleWord
	for i := range c.plan.terms {
		if !c.idf.known[i] || c.plan.asksWho || c.plan.terms[i].asks {
			continue // a title does not ask, nor say who somebody is
		}
		t := &c.plan.terms[i]
		w := titleWord{weight: t.boost * c.idf.fold[i]}
		all.max += w.weight
		all.words++
		w.docs = s.union(t.foldedTitleTerms())
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

// foldedTitleTerms returns the terms of a query term with any marks, or none, in titles.
func (t *queryTerm) foldedTitleTerms() []term {
	return []term{{store.FieldTitle, t.word.Fold}, {store.FieldTitleFold, t.word.Fold}}
}

// inTitle returns the documents whose title has all words.
func (s *segmentReader) inTitle(words []analysis.Word) segment.Bitset {
	docs := s.clone(s.Live)
	for _, w := range words {
		docs.And(s.union(wordTerms(query.Title, w)))
	}
	return docs
}

// titlePhrases are the titles of a segment that have the words of the query side by side, as far as they were
// asked for.
type titlePhrases struct {
	ways       [][][]term   // the terms word by word: as typed, and with one synonym
	read       []*positions // of the first ways, for documents from next on: most titles are as typed
	next       uint32
	asked, has segment.Bitset
}

// hasPhrase reports whether the title of a document, which has every word of the query, has them side by
// side. Positions are read of documents that are scored only: most titles are pruned before.
func (s *scorer) hasPhrase(doc uint32) bool {
	if s.phrases == nil {
		s.phrases = &titlePhrases{ways: s.plan.titlePhrases(), asked: s.none(), has: s.none()}
	}
	p := s.phrases
	if len(p.ways) == 0 || p.asked.Has(doc) {
		return p.has.Has(doc)
	}
	p.asked.Add(doc)
	if doc < p.next {
		p.read = nil
	}
	p.next = doc + 1
	for i, way := range p.ways {
		if i == len(p.read) {
			p.read = append(p.read, s.titlePositions(way))
		}
		ok, err := p.read[i].match(doc)
		if s.fail(err); ok {
			p.has.Add(doc)
			return true
		}
	}
	return false
}

// titlePositions returns the positions in titles of words, each of which one of some terms stands for.
func (s *segmentReader) titlePositions(words [][]term) *positions {
	p := new(positions)
	for _, terms := range words {
		w, err := s.wordPositions(s.placedTerms(textFieldOf(query.Title), terms))
		s.fail(err)
		p.words = append(p.words, w)
	}
	return p
}

// longestTitlePhrase is how many words are sought side by side in titles. Few titles share more words than
// that, so their order need not be read.
const longestTitlePhrase = 8

// titlePhrases returns the words sought side by side as terms of titles: as typed, and with one synonym.
func (p *plan) titlePhrases() [][][]term {
	from, to := p.sought()
	if to-from < 2 || to-from > longestTitlePhrase {
		return nil
	}
	typed := make([][]term, to)
	for i := from; i < to; i++ {
		if typed[i] = p.terms[i].foldedTitleTerms(); p.terms[i].marked() {
			typed[i] = p.terms[i].titleTerms()
		}
	}
	all := [][][]term{typed[from:]}
	for _, s := range p.synonyms {
		if s.from < from || to < s.to {
			continue
		}
		way := slices.Clone(typed[from:s.from])
		for _, w := range s.words {
			way = append(way, wordTerms(query.Title, w))
		}
		all = append(all, append(way, typed[s.to:]...))
	}
	return all
}

// sought returns the bounds of the query terms but the question words at either end, if they stand side by
// side in the query and nothing else is in it.
func (p *plan) sought() (from, to int) {
	to = len(p.terms)
	for from < to && p.terms[from].asks {
		from++
	}
	for from < to && p.terms[to-1].asks {
		to--
	}
	for _, t := range p.terms[from:to] {
		if t.occur != must || t.group != p.terms[from].group {
			return 0, 0
		}
	}
	return from, to
}
