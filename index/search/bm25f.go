package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"baotinh/index/segment"
	"baotinh/index/store"
)

// A score is BM25F (Robertson, Zaragoza and Taylor 2004), lowered if the query is long and the document has
// only a part of it, and raised by the share of the query that the title has:
//
//	score(d)  = Σ weight(c)·(k1+1)·tf(c,d)/(tf(c,d) + k1·(1-b+b·len(d)/avgLen)) over the clauses c
//	            · (1 - lostUncovered·(1 - coverage), if there are minRelaxed terms)
//	            · (1 + boostTitle·coverage of the title) · (1 + fullTitle, if the title has every word)
//	            · (1 + shortTitle·share of its words that these are) · (1 + phraseTitle, if side by side)
//
// The coverage is the share of all weights that the clauses have which the document matches.
//
// tf counts an occurrence by the place where it stands (see [store.FieldText]), so there is one length for
// all fields.
const (
	k1         = 0.9  // saturation of term frequency: with 1.2, articles that repeat a word come too early
	bm25B      = 0.75 // influence of the length, Robertson's usual value
	boostTitle = 0.1  // of a title, by its share of the query
	fullTitle  = 0.8  // of a title that has every word
)

// phraseTitle is of a title that has every word, side by side as the query has them. It decides among titles
// with every word, which have much the same score otherwise.
const phraseTitle = 0.2

// shortTitle is of a title that has every word and no other; with others it is less. An article with such a
// title is on nothing else.
const shortTitle = 0.2

// lostUncovered is the part of its score that a document would lose which has nothing of a long query. An
// article with all words of it, most of them side by side, comes before one with some in its title.
const lostUncovered = 0.15

// asTyped is the part of the weight of a word in a title that it loses if its marks are not those typed.
const asTyped = 0.1

// nearlyAll is the sum of all shares but for the errors of floating point.
const nearlyAll = 0.999

// minCountedIDF is the idf, ln 2, of a word that half of all documents have. Below it, term frequency is
// not read, and a clause adds its weight once: that changes little, and costs most because so many
// documents match.
const minCountedIDF = math.Ln2

// A bonus is what changes scores besides the query.
type bonus struct {
	halfLife time.Duration // of the bonus of new articles; 0: there is none
	today    int64         // see dayOf
}

// score calls f with documents and their scores: those of a segment in order, segments as [reader.each] does.
// Those with a lower score than least may be left out; f may raise it.
func (c *candidates) score(
	docs []segment.Bitset, b bonus, least *leastScore, f func(seg int, doc uint32, score float32),
) {
	c.reader.each(func(seg int, _ *segmentReader) {
		if docs[seg].Empty() {
			return
		}
		s := scorers.Get().(*scorer)
		s.start(c, c.segments[seg], b)
		s.score(docs[seg], least, func(doc uint32, score float32) { f(seg, doc, score) })
		s.release()
	})
}

var scorers = sync.Pool{New: func() any { return new(scorer) }}

// release lets others use the scorer, which keeps nothing of the search.
func (s *scorer) release() {
	s.segmentCandidates, s.plan, s.titles = nil, nil, nil
	clear(s.clauses)
	clear(s.byMost)
	scorers.Put(s)
}

// score calls f with documents of the segment.
func (s *scorer) score(docs segment.Bitset, least *leastScore, f func(doc uint32, score float32)) {
	var buf [blockWords]uint64
	for from := 0; from < len(docs) && !s.expired(); from += blockWords {
		block := segment.Bitset(buf[:copy(buf[:], docs[from:])])
		s.prune(block, from, least.get())
		if block.Empty() {
			continue
		}
		s.scoreBlock(block, from, nil)
		for i := range block.All() {
			f(uint32(64*from)+i, s.scores[i])
		}
	}
}

// A leastScore is a score that may be raised concurrently. The zero value is 0.
type leastScore struct{ bits atomic.Uint32 }

func (l *leastScore) get() float32 { return math.Float32frombits(l.bits.Load()) }

// raise makes it at least a score, which is not negative.
func (l *leastScore) raise(score float32) {
	for old := l.bits.Load(); math.Float32frombits(old) < score; old = l.bits.Load() {
		if l.bits.CompareAndSwap(old, math.Float32bits(score)) {
			return
		}
	}
}

// blockWords is the size of a block of documents that are scored together, in words of the bitsets: each
// array of numbers of its documents takes 8 KiB, so that all stay in the second cache of the processor.
const blockWords = 32

// A scorer scores the documents of a segment, a block after the other.
type scorer struct {
	*segmentCandidates
	plan      *plan
	titles    *titleClauses
	clauses   []scoredClause
	byMost    []*scoredClause // those that may add most first
	perWord   float32         // k1·b/avgLen, in store.FrequencyUnit
	bonus     bonus
	matching  [blockWords]uint64       // the documents of the block that match the current clause
	kept      [blockWords]uint64       // those that are not pruned
	scores    [64 * blockWords]float32 // of the block
	norms     [64 * blockWords]float32 // k1·(1-b+b·len/avgLen), in store.FrequencyUnit
	frequency [64 * blockWords]float32 // zero between clauses
	covered   [64 * blockWords]float32 // weight of the words that the title has
	matched   [64 * blockWords]float32 // weight of the clauses that match, if there is a maxMatch
	maxMatch  float32                  // the weight of all clauses; 0: matched is not needed
}

// A scoredClause is a clause with the sources of its term frequency; without any, it adds its weight once.
type scoredClause struct {
	clause
	most    float32 // that it adds to a score
	sources []frequencySource
}

// A frequencySource yields the term frequencies of the documents in docs.
type frequencySource struct {
	docs    segment.Bitset // nil: all
	cursors []segment.Walk
}

// start prepares the scorer for a segment.
func (s *scorer) start(c *candidates, sc *segmentCandidates, b bonus) {
	s.segmentCandidates, s.bonus = sc, b
	s.titles = c.titleClauses(sc)
	s.plan = c.plan
	s.clauses, s.byMost, s.maxMatch = s.clauses[:0], s.byMost[:0], 0
	isLong := c.plan.required() >= minRelaxed
	s.perWord = store.FrequencyUnit * k1 * bm25B / float32(c.reader.avgLen)
	for _, cl := range c.clauses(sc) {
		if isLong {
			s.maxMatch += cl.weight
		}
		scored := scoredClause{clause: cl, most: cl.weight}
		if cl.idf >= minCountedIDF {
			scored.most *= k1 + 1
			scored.sources = append(scored.sources, frequencySource{cursors: s.cursors(cl.terms, isLong)})
			for _, n := range cl.synonyms {
				terms := s.sequenceTerms(c.plan.synonyms[n].words)
				source := frequencySource{s.synonyms[n], s.cursors(terms, isLong)}
				scored.sources = append(scored.sources, source)
			}
		}
		s.clauses = append(s.clauses, scored)
	}
	for i := range s.clauses {
		s.byMost = append(s.byMost, &s.clauses[i])
	}
	slices.SortStableFunc(s.byMost, func(a, b *scoredClause) int { return cmp.Compare(b.most, a.most) })
}

// scoreBlock computes the scores of a block of documents, which begins at word from of the bitsets. The
// blocks of a segment come in their order. If explain is not nil, it is called after each part of the
// score: with the clause, or with nil and the kind of the part.
func (s *scorer) scoreBlock(docs segment.Bitset, from int, explain func(*clause, ExplanationKind)) {
	clear(s.scores[:64*len(docs)])
	clear(s.matched[:64*len(docs)])
	words := s.Values.Words[64*from:]
	for i := range docs.All() {
		s.norms[i] = store.FrequencyUnit*k1*(1-bm25B) + s.perWord*float32(words[i])
	}
	for i := range s.clauses {
		s.addClause(&s.clauses[i], docs, from)
		if explain != nil {
			explain(&s.clauses[i].clause, "")
		}
	}
	s.adjust(docs, from, s.hasPhrase, explain)
}

// adjust multiplies the scores of a block by all that a score is multiplied by. hasPhrase reports whether the
// title of a document, which has every word of the query, has them side by side.
func (s *scorer) adjust(
	docs segment.Bitset, from int, hasPhrase func(doc uint32) bool, explain func(*clause, ExplanationKind),
) {
	s.lowerUncovered(docs)
	if explain != nil {
		explain(nil, ExplainCoverage)
	}
	s.boostTitles(docs, from, hasPhrase)
	if explain != nil {
		explain(nil, ExplainTitle)
	}
	if s.bonus.halfLife > 0 {
		s.boostNew(docs, from)
		if explain != nil {
			explain(nil, ExplainAge)
		}
	}
}

// addClause adds what a clause contributes to the scores of the documents of a block.
func (s *scorer) addClause(c *scoredClause, docs segment.Bitset, from int) {
	matching := segment.Bitset(s.matching[:len(docs)])
	if !matching.Intersect(docs, c.docs[from:]) {
		return
	}
	if s.maxMatch > 0 {
		addWeight(s.matched[:], matching, c.weight)
	}
	if len(c.sources) == 0 {
		addWeight(s.scores[:], matching, c.weight)
		return
	}
	for i := range c.sources {
		src := &c.sources[i]
		if src.docs != nil {
			matching.And(src.docs[from : from+len(docs)])
		}
		for j := range src.cursors {
			s.fail(src.cursors[j].AddFrequencies(s.frequency[:], matching, from))
		}
		if src.docs != nil {
			matching.Intersect(docs, c.docs[from:])
		}
	}
	for w, word := range matching {
		for ; word != 0; word &= word - 1 {
			i := w*64 + bits.TrailingZeros64(word)
			tf := s.frequency[i]
			s.frequency[i] = 0
			s.scores[i] += c.weight * (k1 + 1) * tf / (tf + s.norms[i])
		}
	}
}

// lowerUncovered lowers the scores of documents by what they do not have of a long query.
func (s *scorer) lowerUncovered(docs segment.Bitset) {
	if s.maxMatch == 0 {
		return
	}
	for i := range docs.All() {
		s.scores[i] *= 1 - lostUncovered*(1-s.matched[i]/s.maxMatch)
	}
}

// boostTitles raises the scores of documents by the coverage of their titles, a share of titleMax.
func (s *scorer) boostTitles(docs segment.Bitset, from int, hasPhrase func(doc uint32) bool) {
	if s.titles.max == 0 {
		return
	}
	clear(s.covered[:64*len(docs)])
	matching := segment.Bitset(s.matching[:len(docs)])
	for _, c := range s.titles.clauses {
		if matching.Intersect(docs, c.docs[from:]) {
			addWeight(s.covered[:], matching, c.weight)
		}
	}
	for i := range docs.All() {
		share := min(1, s.covered[i]/s.titles.max)
		s.scores[i] *= 1 + s.titles.boost*share
		if share > nearlyAll {
			doc := uint32(64*from) + i
			words := float32(s.DocInfo(doc).TitleWords)
			s.scores[i] *= 1 + fullTitle
			s.scores[i] *= 1 + shortTitle*min(1, s.titles.words/words)
			if hasPhrase(doc) {
				s.scores[i] *= 1 + phraseTitle
			}
		}
	}
}

// explain returns what each part of the score added to it.
func (c *candidates) explain(d scoredDoc, b bonus) []Explanation {
	var all []Explanation
	var before float32
	i := d.doc % 64
	s := new(scorer)
	s.start(c, c.segments[d.seg], b)
	s.scoreBlock(segment.Bitset{1 << i}, int(d.doc/64), func(cl *clause, kind ExplanationKind) {
		if added := s.scores[i] - before; added != 0 {
			e := Explanation{Kind: kind, Score: float64(added)}
			if cl != nil {
				e.Kind, e.Text = c.plan.describe(cl.kind, cl.index)
			}
			all = append(all, e)
		}
		before = s.scores[i]
	})
	return all
}

// describe returns the kind of a clause, and the words of the query that it is about, as typed.
func (p *plan) describe(kind clauseKind, index int) (ExplanationKind, string) {
	switch kind {
	case foldClause:
		return ExplainFold, p.terms[index].typed
	case pairClause:
		b := p.pairs[index]
		return ExplainPair, p.terms[b.left].typed + " " + p.terms[b.right].typed
	}
	return ExplainWord, p.terms[index].typed
}
