package search

import (
	"slices"
	"sync/atomic"

	"baotinh/index/segment"
)

// enoughHits is a page of hits: a query with fewer is relaxed.
const enoughHits = 10

// minRelaxed is the number of query terms from which also near-misses are hits: documents that lack a term.
// So long a query is a headline or a question, or has a typing error, and the few long articles that happen
// to have every word are not what it asks for. So by relevance they need not come first, and other marks are
// not tried.
const minRelaxed = 4

// nearMissShare is the share of the best score of a full match that a near-miss must exceed.
const nearMissShare = 0.8

// The shares of the best document's coverage that a document needs under the strategies mostWords and
// someWords.
const (
	mostShare = 0.5
	someShare = 0.25
)

// matches are the documents that match a query.
type matches struct {
	*candidates
	docs     []segment.Bitset // by segment, those of the query as it was typed
	total    int              // of docs
	apart    []segment.Bitset // by segment, those of docs in which syllables of one word are apart; nil: none
	relaxed  []segment.Bitset // by segment, those that only the relaxed query finds; nil: none
	further  int              // of relaxed
	rewrites []Rewrite        // how the query was understood, and how it was relaxed for further documents
	offers   []Offer

	apartTotal int // of apart

	read   atomic.Int64     // articles, by eachArticle
	typed  *plan            // of the query as it was typed
	sample []segment.Bitset // by segment, the hits that are listed; nil: all are
	drawn  *Sample          // nil: nothing was drawn

	stories *storyMatches // nil: not asked for
}

// A strategy is a way to match a query, from the strictest to the loosest.
type strategy struct {
	kind    RewriteKind
	applies func(required int) bool // by the number of query terms that must match
	match   func(r *relaxation) ([]segment.Bitset, int)
}

var strategies = []strategy{
	{"", always, func(r *relaxation) ([]segment.Bitset, int) { return r.allExact() }},
	{RelaxedMarks, isShort, func(r *relaxation) ([]segment.Bitset, int) { return r.allFolded() }},
	{RelaxedMost, isSeveral, (*relaxation).mostWords},
	{RelaxedSome, isSeveral, (*relaxation).someWords},
}

func always(int) bool { return true }

func isShort(required int) bool { return 0 < required && required < minRelaxed }

func isSeveral(required int) bool { return required > 1 }

// A relaxation is the work on one query, of which strategies share the coverage.
type relaxation struct {
	*candidates
	coverage *coverage        // nil until a strategy needs it
	docs     []segment.Bitset // found so far
	total    int
	rewrites []Rewrite
}

// relax adds the documents that the query finds if it is relaxed, unless it finds enough as it was typed.
// basis is m, or the matches of the same query without quotation marks.
func (m *matches) relax(basis *matches, b bonus) {
	required := basis.plan.required()
	if required == 0 || m.total >= enoughHits && required < minRelaxed {
		return
	}
	c := basis.candidates
	plan, rewrites := decodeKeys(c.reader, c.plan)
	if len(rewrites) > 0 {
		c = collect(c.reader, plan, c.selected())
	}
	r := relaxation{candidates: c}
	r.run(b)
	if len(r.rewrites) > 0 {
		if corrected, rewrite, ok := correct(c.plan, c); ok {
			rewrites = append(rewrites, rewrite)
			r = relaxation{candidates: collect(c.reader, corrected, c.selected())}
			r.run(b)
		}
	}
	for i, docs := range r.docs {
		docs.AndNot(m.docs[i])
		m.further += docs.Count()
	}
	if m.further > 0 {
		m.candidates, m.relaxed = r.candidates, r.docs
		if basis != m {
			rewrites = slices.Concat(basis.rewrites, rewrites)
		}
		m.rewrites = slices.Concat(m.rewrites, rewrites, r.rewrites)
	}
}

// run matches the query by one strategy after the other until there are enough hits.
func (r *relaxation) run(b bonus) {
	defer r.release()
	required := r.plan.required()
	for i, s := range strategies {
		if !s.applies(required) {
			continue
		}
		docs, total := s.match(r)
		if i > 0 && total <= r.total {
			continue
		}
		r.docs, r.total = docs, total
		if s.kind != "" {
			r.rewrites = append(r.rewrites, Rewrite{Kind: s.kind})
		}
		if total >= enoughHits {
			break
		}
	}
	if len(r.rewrites) == 0 && r.total >= enoughHits && required >= minRelaxed {
		r.addNearMisses(b)
	}
}

func (c *candidates) allExact() ([]segment.Bitset, int) {
	return c.allTerms(func(s *segmentCandidates) []segment.Bitset { return s.exact })
}

func (c *candidates) allFolded() ([]segment.Bitset, int) {
	return c.allTerms(func(s *segmentCandidates) []segment.Bitset { return s.fold })
}

func (r *relaxation) mostWords() ([]segment.Bitset, int) { return r.covered().atLeast(mostShare) }

func (r *relaxation) someWords() ([]segment.Bitset, int) { return r.covered().atLeast(someShare) }

func (r *relaxation) covered() *coverage {
	if r.coverage == nil {
		r.coverage = cover(r.candidates, someShare, r.docs)
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
func (r *relaxation) addNearMisses(b bonus) {
	var best, least leastScore
	r.score(r.docs, b, &best, func(_ int, _ uint32, score float32) { best.raise(score) })
	least.raise(nearMissShare * best.get())
	var others []segment.Bitset
	for i, s := range r.segments {
		docs := s.clone(s.selected)
		docs.AndNot(r.docs[i])
		others = append(others, docs)
	}
	found := make([][]scoredDoc, len(r.segments))
	r.score(others, b, &least, func(seg int, doc uint32, score float32) {
		if score > least.get() {
			found[seg] = append(found[seg], scoredDoc{seg: seg, doc: doc, score: score})
		}
	})
	misses := r.mostlyCovered(slices.Concat(found...))
	for _, d := range misses {
		r.docs[d.seg].Add(d.doc)
	}
	r.total += len(misses)
	if len(misses) > 0 {
		r.rewrites = append(r.rewrites, Rewrite{Kind: RelaxedMost})
	}
}

// mostlyCovered returns those of some documents that have mostShare of the coverage of the best one. That is
// not computed if all of them have as much of the whole query.
func (r *relaxation) mostlyCovered(docs []scoredDoc) []scoredDoc {
	isUnsure := func(d scoredDoc) bool { return r.shareOf(d) < mostShare+roundingError }
	if !slices.ContainsFunc(docs, isUnsure) {
		return docs
	}
	covered := cover(r.candidates, mostShare, nil)
	defer covered.release()
	most, _ := covered.atLeast(mostShare)
	return slices.DeleteFunc(docs, func(d scoredDoc) bool { return !most[d.seg].Has(d.doc) })
}

// shareOf returns the share of the weights of all clauses that a document has.
func (c *candidates) shareOf(d scoredDoc) float32 {
	var has, all float32
	for _, cl := range c.clauses(c.segments[d.seg]) {
		all += cl.weight
		if cl.docs.Has(d.doc) {
			has += cl.weight
		}
	}
	return has / all
}
