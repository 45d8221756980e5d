package search

import (
	"math"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
)

// The boosts of the clauses of a query.
const (
	boostExact = 1
	boostFold  = 0.1 // of a word found with other marks than were typed
	boostPair  = 0.6 // of two words found side by side
)

// candidates are the documents that match each clause of a plan. They are not yet required to match any.
type candidates struct {
	reader   *reader
	plan     *plan
	segments []*segmentCandidates
	idf      clauseIDF
}

// segmentCandidates are the candidates in one segment.
type segmentCandidates struct {
	*segmentReader
	selected    segment.Bitset   // by the filters
	exact, fold []segment.Bitset // by query term: with the word as typed; with any marks
	pairs       []segment.Bitset // by bigram: with both words, probably side by side
	synonyms    []segment.Bitset
	titles      *titleClauses // nil until they are needed
	phrases     *titlePhrases // nil until a title has every word
}

// A clauseIDF holds the inverse document frequencies of the query terms, as typed and with any marks, and
// of the bigrams.
type clauseIDF struct {
	exact, fold, pairs []float32
	known              []bool // query terms that any document has, with any marks
}

// idf returns ln(1 + (n-df+½)/(df+½)), the inverse document frequency of BM25 as Lucene has it. It is never
// negative.
func idf(n, df float64) float32 { return float32(math.Log(1 + max(0, n-df+0.5)/(df+0.5))) }

// collect returns the candidates of a plan. selected are the documents that its filters select, by segment.
func collect(r *reader, p *plan, selected []segment.Bitset) *candidates {
	exact, fold := make([]float64, len(p.terms)), make([]float64, len(p.terms))
	pairs := make([]adjacency, len(p.pairs))
	c := &candidates{reader: r, plan: p, segments: make([]*segmentCandidates, len(r.segments))}
	r.each(func(i int, s *segmentReader) {
		c.segments[i] = s.collect(p)
		c.segments[i].selected = selected[i]
	})
	for _, sc := range c.segments {
		for i := range p.terms {
			n := float64(sc.exact[i].Count())
			exact[i] += n
			if !sc.fold[i].Same(sc.exact[i]) {
				n = float64(sc.fold[i].Count())
			}
			fold[i] += n
		}
		for i, b := range p.pairs {
			if b.run != nil {
				pairs[i].matches += sc.pairs[i].Count()
				continue
			}
			pairs[i].add(sc.segmentReader, b.terms, sc.fold[b.left], sc.fold[b.right], sc.pairs[i])
		}
	}

	n := float64(r.docs)
	for i := range p.terms {
		c.idf.exact = append(c.idf.exact, idf(n, exact[i]))
		c.idf.fold = append(c.idf.fold, idf(n, fold[i]))
		c.idf.known = append(c.idf.known, fold[i] > 0)
	}
	for i := range p.pairs {
		c.idf.pairs = append(c.idf.pairs, idf(n, math.Ceil(pairs[i].freq())))
	}
	return c
}

// selected returns the documents that the filters select, by segment.
func (c *candidates) selected() []segment.Bitset {
	var all []segment.Bitset
	for _, s := range c.segments {
		all = append(all, s.selected)
	}
	return all
}

func (s *segmentReader) collect(p *plan) *segmentCandidates {
	c := &segmentCandidates{segmentReader: s}
	for _, synonym := range p.synonyms {
		c.synonyms = append(c.synonyms, s.withSynonym(p, synonym))
	}
	for i := range p.terms {
		t := &p.terms[i]
		exact := c.unionWith(t.exact, t.synonyms)
		fold := exact
		if t.marked() {
			fold = s.clone(exact)
			for _, t := range t.fold {
				s.addTo(fold, t)
			}
		}
		c.exact = append(c.exact, exact)
		c.fold = append(c.fold, fold)
	}
	for i := range p.pairs {
		b := &p.pairs[i]
		if b.run != nil {
			c.pairs = append(c.pairs, s.sequence(b.run))
			continue
		}
		docs := s.clone(c.fold[b.left])
		docs.And(c.fold[b.right])
		if !docs.Empty() {
			docs.And(c.unionWith(b.terms, nil))
		}
		for _, n := range b.synonyms {
			docs.Or(c.synonyms[n])
		}
		c.pairs = append(c.pairs, docs)
	}
	for _, u := range p.units {
		c.joinUnit(p, u)
	}
	return c
}

// withSynonym returns the documents that have the words of a synonym side by side. Those that have all that
// was typed match anyway, and are not confirmed.
func (s *segmentReader) withSynonym(p *plan, synonym synonym) segment.Bitset {
	docs := s.sequence(synonym.words)
	if len(synonym.words) == 1 || docs.Empty() {
		return docs
	}
	unsure := s.clone(docs)
	if !slices.ContainsFunc(synonym.words, isNumber) { // pairs of numbers are in many documents
		typed := s.clone(docs)
		for _, t := range p.terms[synonym.from:synonym.to] {
			typed.And(s.union(t.exact))
		}
		unsure.AndNot(typed)
	}
	docs.AndNot(unsure)
	unsure.And(s.confirm(newPhrase(synonym.words), unsure, nil))
	docs.Or(unsure)
	return docs
}

// joinUnit restricts the candidates of the parts of a unit, as typed, to those that have them side by side.
func (c *segmentCandidates) joinUnit(p *plan, u unit) {
	docs := c.none()
	for _, words := range p.unitSpellings(u) {
		docs.Or(c.confirmed(words))
	}
	for n, s := range p.synonyms {
		if s.from <= u.from && u.to <= s.to {
			docs.Or(c.synonyms[n])
		}
	}
	for i := u.from; i < u.to; i++ {
		c.exact[i] = docs
	}
}

// confirmed returns the documents that have words side by side.
func (s *segmentReader) confirmed(words []analysis.Word) segment.Bitset {
	if len(words) < 2 {
		return s.sequence(words)
	}
	return s.confirm(newPhrase(words), s.Live, nil)
}

func newPhrase(words []analysis.Word) *query.Node {
	var text []string
	for _, w := range words {
		text = append(text, w.Exact)
	}
	return &query.Node{Op: query.Phrase, Text: strings.Join(text, " "), Words: words}
}

// unionWith returns the documents that have one of the terms or synonyms. The caller must not change them.
func (c *segmentCandidates) unionWith(terms []term, synonyms []int) segment.Bitset {
	docs := c.union(terms)
	if len(synonyms) == 0 {
		return docs
	}
	docs = c.clone(docs)
	for _, n := range synonyms {
		docs.Or(c.synonyms[n])
	}
	return docs
}

// An adjacency counts documents, to estimate in how many two words are adjacent. It adds up all segments
// first, so that scores do not depend on how the documents are divided among them.
type adjacency struct {
	matches int // documents with both words and a term of the pair
	both    int // with both words
	terms   int // with each of the terms, added up
	docs    int // all
}

// add adds the numbers of a segment.
func (a *adjacency) add(s *segmentReader, terms []term, left, right, matches segment.Bitset) {
	a.docs += s.live
	a.matches += matches.Count()
	a.both += left.CountBoth(right)
	for _, t := range terms {
		a.terms += s.count(t)
	}
}

// freq estimates in how many documents the words are adjacent: matches minus the hash collisions that are to
// be expected. A pair term stands for many pairs, so |left ∩ right|·df(terms)/n documents have both words and
// the term by chance.
func (a adjacency) freq() float64 {
	byChance := float64(a.both) * float64(a.terms) / max(1, float64(a.docs))
	return max(0, float64(a.matches)-byChance)
}

// DocFreq implements [spelling.Corpus], as do the methods below.
func (c *candidates) DocFreq(i int) int { return c.reader.docFreq(c.plan.terms[i].fold) }

// TypedFreq returns the number of documents that have query term i as it was typed.
func (c *candidates) TypedFreq(i int) int { return c.reader.docFreq(c.plan.terms[i].exact) }

// AdjacentFreq estimates in how many documents w stands beside the query term neighbour, spelled as typed,
// in place of query term i.
func (c *candidates) AdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	pair := c.plan.pairAt(w, i, neighbour)
	var n adjacency
	for _, s := range c.segments {
		if s.maxAdjacent(w, pair) == 0 {
			continue // as most that are no words
		}
		docs := s.union(wordTerms("", w))
		matches := s.clone(s.docsOf(pair))
		matches.And(docs)
		matches.And(s.exact[neighbour])
		n.add(s.segmentReader, []term{pair}, docs, s.exact[neighbour], matches)
	}
	return n.freq()
}

// MaxAdjacentFreq returns the number of documents that AdjacentFreq cannot exceed: those of the pair or of w.
func (c *candidates) MaxAdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	pair := c.plan.pairAt(w, i, neighbour)
	n := 0
	for _, s := range c.segments {
		n += s.maxAdjacent(w, pair)
	}
	return float64(n)
}

func (s *segmentReader) maxAdjacent(w analysis.Word, pair term) int {
	docs := 0
	for _, t := range wordTerms("", w) {
		docs += s.lookUp(t).postings.Len()
	}
	if docs == 0 {
		return 0
	}
	return min(docs, s.lookUp(pair).postings.Len())
}

// pairAt returns the pair term of w in place of query term i and its neighbour.
func (p *plan) pairAt(w analysis.Word, i, neighbour int) term {
	other := p.terms[neighbour].word
	if neighbour < i {
		return pairTerm(other, w)
	}
	return pairTerm(w, other)
}

// rarestPair returns the terms of the rarest pair, of which it is given the idf, from query term left to
// right: their frequencies stand for that of all words side by side.
func (p *plan) rarestPair(idf []float32, left, right int) []term {
	var terms []term
	var rarest float32 = -1
	for i, b := range p.pairs {
		if b.run == nil && left <= b.left && b.right <= right && idf[i] > rarest {
			terms, rarest = b.terms, idf[i]
		}
	}
	return terms
}

// A clauseKind says what a clause matches.
type clauseKind uint8

const (
	exactClause clauseKind = iota
	foldClause
	pairClause
)

// A clause is a part of the query with its weight and the documents of a segment that match it.
type clause struct {
	kind     clauseKind
	index    int // of the query term or bigram
	docs     segment.Bitset
	idf      float32
	weight   float32 // boost · idf
	terms    []term
	synonyms []int
}

// clauses returns the clauses of the query in one segment, the query terms first.
func (c *candidates) clauses(s *segmentCandidates) []clause {
	all := make([]clause, 0, 2*len(s.exact)+len(s.pairs))
	for i, docs := range s.exact {
		t, v := &c.plan.terms[i], c.idf.exact[i]
		terms := t.exact
		if t.unit > 0 {
			u := c.plan.units[t.unit-1]
			terms = c.plan.rarestPair(c.idf.pairs, u.from, u.to-1)
		}
		all = append(all, clause{exactClause, i, docs, v, boostExact * t.boost * v, terms, t.synonyms})
		if t.marked() || t.unit > 0 {
			v := c.idf.fold[i]
			weight := boostFold * t.boost * v
			all = append(all, clause{foldClause, i, s.fold[i], v, weight, t.fold, t.synonyms})
		}
	}
	for i, docs := range s.pairs {
		b, v := &c.plan.pairs[i], c.idf.pairs[i]
		terms := b.terms
		if b.run != nil {
			terms = c.plan.rarestPair(c.idf.pairs, b.left, b.right)
		}
		all = append(all, clause{pairClause, i, docs, v, boostPair * b.boost * v, terms, b.synonyms})
	}
	return all
}
