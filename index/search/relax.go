package search

import (
	"slices"

	"baotinh/index/segment"
)

// enoughHits is a page of hits: a query with fewer is relaxed.
const enoughHits = 10

// minRelaxed is the number of query terms from which also near-misses are hits: documents that lack a term.
// So long a query is a headline or a question, or has a typing error, and the few long articles that happen
// to have every word are not what it asks for. Nor are other marks tried, for the same reason.
const minRelaxed = 4

// nearMissShare is the share of the best score of a full match that a near-miss must exceed.
const nearMissShare = 0.9

// The shares of the best document's coverage that a document needs under the strategies mostWords and
// someWords.
const (
	mostShare = 0.5
	someShare = 0.25
)

// matches are the documents that match a query, possibly relaxed.
type matches struct {
	*candidates
	docs     []segment.Bitset // by segment
	total    int
	rewrites []Rewrite // how the query was understood and relaxed
}

// A strategy is a way to match a query, from the strictest to the loosest.
type strategy struct {
	kind    RewriteKind
	applies func(required int) bool // by the number of query terms that must match
	match   func(r *relaxation) ([]segment.Bitset, int)
}

var strategies = []strategy{
	{"", always, (*relaxation).allExact},
	{RelaxedMarks, isShort, (*relaxation).allFolded},
	{RelaxedMost, isSeveral, (*relaxation).mostWords},
	{RelaxedSome, isSeveral, (*relaxation).someWords},
}

func always(int) bool { return true }

func isShort(required int) bool { return 0 < required && required < minRelaxed }

func isSeveral(required int) bool { return required > 1 }

// A relaxation is the work on one query, of which strategies share the coverage.
type relaxation struct {
	*candidates
	coverage *coverage // nil until a strategy needs it
}

// relax matches the query by one strategy after the other until there are enough hits.
func relax(c *candidates, b bonus) *matches {
	r := &relaxation{candidates: c}
	defer r.release()
	m := &matches{candidates: c}
	required := c.plan.required()
	for i, s := range strategies {
		if !s.applies(required) {
			continue
		}
		docs, total := s.match(r)
		if i > 0 && total <= m.total {
			continue
		}
		m.docs, m.total = docs, total
		if s.kind != "" {
			m.rewrites = append(m.rewrites, Rewrite{Kind: s.kind})
		}
		if total >= enoughHits {
			break
		}
	}
	if len(m.rewrites) == 0 && m.total >= enoughHits && required >= minRelaxed {
		m.addNearMisses(b)
	}
	return m
}

func (r *relaxation) allExact() ([]segment.Bitset, int) {
	return r.allTerms(func(s *segmentCandidates) []segment.Bitset { return s.exact })
}

func (r *relaxation) allFolded() ([]segment.Bitset, int) {
	return r.allTerms(func(s *segmentCandidates) []segment.Bitset { return s.fold })
}

func (r *relaxation) mostWords() ([]segment.Bitset, int) { return r.covered().atLeast(mostShare) }

func (r *relaxation) someWords() ([]segment.Bitset, int) { return r.covered().atLeast(someShare) }

func (r *relaxation) covered() *coverage {
	if r.coverage == nil {
		r.coverage = cover(r.candidates, someShare)
	}
	return r.coverage
}

func (r *relaxation) release() {
	if r.coverage != nil {
		r.coverage.release()
	}
}

// allTerms returns the documents that match all query terms that must match, and their number.
func (c *candidates) allTerms(docsOf func(*segmentCandidates) []segment.Bitset) ([]segment.Bitset, int) {
	var all []segment.Bitset
	total := 0
	for _, s := range c.segments {
		docs := s.clone(s.selected)
		for i, d := range docsOf(s) {
			if c.plan.terms[i].occur == must {
				docs.And(d)
			}
		}
		all = append(all, docs)
		total += docs.Count()
	}
	return all, total
}

// addNearMisses adds the documents that lack a term but have most of the coverage, and that score above
// nearMissShare of the best full match.
func (m *matches) addNearMisses(b bonus) {
	covered := cover(m.candidates, mostShare)
	docs, _ := covered.atLeast(mostShare)
	covered.release()
	for i, full := range m.docs {
		docs[i].Or(full)
	}

	var best float32
	var misses []scoredDoc
	m.score(docs, b, func(seg int, doc uint32, score float32) {
		if m.docs[seg].Has(doc) {
			best = max(best, score)
			return
		}
		if score > nearMissShare*best {
			misses = append(misses, scoredDoc{seg: seg, doc: doc, score: score})
		}
	})
	misses = slices.DeleteFunc(misses, func(d scoredDoc) bool { return d.score <= nearMissShare*best })
	for _, d := range misses {
		m.docs[d.seg].Add(d.doc)
	}
	m.total += len(misses)
	if len(misses) > 0 {
		m.rewrites = append(m.rewrites, Rewrite{Kind: RelaxedMost})
	}
}
