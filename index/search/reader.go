package search

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/index/store"
)

// A term is a term of a field.
type term struct{ field, text string }

func pairTerm(left, right analysis.Word) term {
	return term{store.FieldTextPair, analysis.PairTerm(analysis.HashPair(left.Fold, right.Fold))}
}

// A reader reads a snapshot for one search, and remembers what it has read. It must be released.
type reader struct {
	ctx      context.Context // of the search, which the reader does not outlive
	segments []*segmentReader
	docs     int
	avgLen   float64
	pools    []*segment.BitsetPool // one, or one for each segment if these are read concurrently

	concurrent bool
}

// One goroutine reads a part of a segment: the documents in the words from to to-1 of its bitsets.
type part struct{ from, to int }

// concurrentFrom is the number of documents from which on their segments are read concurrently. Of fewer, a
// search is too short for that.
const concurrentFrom = 1 << 18

// minPart is the least number of documents in a part that is not a whole segment.
const minPart = 1 << 16

func newReader(ctx context.Context, s *store.Snapshot) *reader {
	if s.Docs < concurrentFrom {
		return newReaderOf(ctx, s, 0)
	}
	return newReaderOf(ctx, s, max(minPart, s.Docs/(4*runtime.GOMAXPROCS(0))))
}

// newReaderOf returns a reader. Unless size is 0, it reads parts of about size documents concurrently.
func newReaderOf(ctx context.Context, s *store.Snapshot, size int) *reader {
	r := &reader{ctx: ctx, docs: s.Docs, avgLen: s.AvgLen, concurrent: size > 0}
	for _, seg := range s.Segments {
		if r.concurrent || len(r.pools) == 0 {
			r.pools = append(r.pools, new(segment.BitsetPool))
		}
		sr := newSegmentReader(ctx, seg, r.pools[len(r.pools)-1])
		r.segments = append(r.segments, sr)
		n, words := 1, len(sr.empty)
		if r.concurrent {
			n += sr.Len() / size
		}
		for i := range n {
			sr.parts = append(sr.parts, part{i * words / n, (i + 1) * words / n})
		}
	}
	return r
}

// release takes back all bitsets.
func (r *reader) release() {
	for _, p := range r.pools {
		p.Release()
	}
}

// each calls f with every segment, with some of them concurrently: f must change nothing that they share.
func (r *reader) each(f func(seg int, s *segmentReader)) {
	if r.concurrent {
		concurrently(len(r.segments), func(i int) { f(i, r.segments[i]) })
		return
	}
	for i, s := range r.segments {
		f(i, s)
	}
}

// concurrently calls f with the numbers below n.
func concurrently(n int, f func(i int)) {
	if n == 1 {
		f(0)
		return
	}
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { f(i) })
	}
	group.Wait()
}

// err returns the first error of a segment.
func (r *reader) err() error {
	for _, s := range r.segments {
		if err := s.failure(); err != nil {
			return err
		}
	}
	return nil
}

// live returns all documents, by segment.
func (r *reader) live() []segment.Bitset {
	var all []segment.Bitset
	for _, s := range r.segments {
		all = append(all, s.Live)
	}
	return all
}

// docFreq returns the number of documents that have one of the terms.
func (r *reader) docFreq(terms []term) int {
	n := 0
	for _, s := range r.segments {
		n += s.union(terms).Count()
	}
	return n
}

// A segmentReader reads one segment. Its methods do not return errors: the first one is kept, as
// bufio.Scanner does.
type segmentReader struct {
	store.Segment
	ctx        context.Context
	pool       *segment.BitsetPool
	terms      map[term]termDocs
	leaves     map[leafKey]segment.Bitset   // of query nodes
	positional map[leafKey]positionMatch    // of query nodes
	values     map[string][][]analysis.Word // of keywords, by field and ordinal
	empty      segment.Bitset               // must not be changed
	live       int                          // documents that are not deleted
	parts      []part
	err        atomic.Pointer[error]
}

// termDocs are the documents of a term.
type termDocs struct {
	postings segment.Postings // with deleted documents
	all      segment.Bitset   // the documents of the postings; nil until asked for
	ranks    []uint32         // of all; nil until asked for
	docs     segment.Bitset   // those that are not deleted
}

// usualTerms is how many terms a query of ten words has, with its pairs.
const usualTerms = 64

func newSegmentReader(ctx context.Context, seg store.Segment, pool *segment.BitsetPool) *segmentReader {
	s := &segmentReader{
		Segment: seg, ctx: ctx, pool: pool,
		terms: make(map[term]termDocs, usualTerms), leaves: map[leafKey]segment.Bitset{},
		positional: map[leafKey]positionMatch{},
	}
	s.empty = s.none()
	if s.live = s.Len(); s.Deleted {
		s.live = s.Live.Count()
	}
	return s
}

// expired reports whether the search must end. If so, the segment reader has an error.
func (s *segmentReader) expired() bool {
	if err := s.ctx.Err(); err != nil {
		s.keep(err)
	}
	return s.failure() != nil
}

// fail keeps the first error. It may be called concurrently.
func (s *segmentReader) fail(err error) {
	if err != nil {
		s.keep(fmt.Errorf("%w: %w", store.ErrCorrupt, err))
	}
}

func (s *segmentReader) keep(err error) { s.err.CompareAndSwap(nil, &err) }

// failure returns the error that was kept.
func (s *segmentReader) failure() error {
	if err := s.err.Load(); err != nil {
		return *err
	}
	return nil
}

// keywords returns the values of a keyword field.
func (s *segmentReader) keywords(field string) *segment.Keywords {
	k, err := s.Keywords(field)
	if err != nil {
		s.keep(err)
		return &segment.Keywords{Values: []string{""}, First: make([]uint32, s.Len())}
	}
	return k
}

// none returns a new empty set.
func (s *segmentReader) none() segment.Bitset { return s.pool.New(s.Len()) }

func (s *segmentReader) clone(docs segment.Bitset) segment.Bitset { return s.pool.Clone(docs) }

func (s *segmentReader) lookUp(t term) termDocs {
	d, ok := s.terms[t]
	if !ok {
		var err error
		d.postings, err = s.Postings(t.field, t.text)
		s.fail(err)
		s.terms[t] = d
	}
	return d
}

// docsOf returns the documents that have a term. The caller must not change them.
func (s *segmentReader) docsOf(t term) segment.Bitset {
	d := s.lookUp(t)
	switch {
	case d.docs != nil:
		return d.docs
	case d.postings.Len() == 0:
		return s.empty
	}
	var err error
	d.all, err = s.pool.Of(d.postings)
	s.fail(err)
	d.docs = d.all
	if s.Deleted {
		d.docs = s.clone(d.all)
		d.docs.And(s.Live)
	}
	s.terms[t] = d
	return d.docs
}

// count returns the number of documents that have a term.
func (s *segmentReader) count(t term) int {
	if s.Deleted {
		return s.docsOf(t).Count()
	}
	return s.lookUp(t).postings.Len()
}

// union returns the documents that have one of the terms. The caller must not change them.
func (s *segmentReader) union(terms []term) segment.Bitset {
	var commonest term
	most := 0
	for _, t := range terms {
		if n := s.lookUp(t).postings.Len(); n > most {
			commonest, most = t, n
		}
	}
	if most == 0 {
		return s.empty
	}
	docs, shared := s.docsOf(commonest), true
	for _, t := range terms {
		if t == commonest || s.lookUp(t).postings.Len() == 0 {
			continue
		}
		if shared {
			docs, shared = s.clone(docs), false
		}
		s.addTo(docs, t)
	}
	return docs
}

// A term has few documents if a bitset has more than fewDocs words for each of them. They are read again
// rather than kept as a bitset.
const fewDocs = 4

// addTo adds the documents of a term to a set.
func (s *segmentReader) addTo(docs segment.Bitset, t term) {
	d := s.lookUp(t)
	if d.docs != nil || s.Deleted || d.postings.Len() > len(docs)/fewDocs {
		docs.Or(s.docsOf(t))
		return
	}
	s.fail(d.postings.AddTo(docs))
}

// cursors returns cursors over the postings of terms, by ranks if asked for: these are worth counting if more
// cursors over the same terms follow.
func (s *segmentReader) cursors(terms []term, ranked bool) []segment.Walk {
	var all []segment.Walk
	for _, t := range terms {
		d := s.lookUp(t)
		if d.postings.Len() == 0 {
			continue
		}
		if ranked && d.ranks == nil && d.postings.Len() > len(d.all)/fewDocs && d.all != nil {
			d.ranks = d.all.Ranks()
			s.terms[t] = d
		}
		all = append(all, d.postings.RankedWalk(d.all, d.ranks))
	}
	return all
}

// eachTerm calls f with every term of a field that begins with prefix, until f returns false.
func (s *segmentReader) eachTerm(field, prefix string, f func(text string) bool) {
	for e, err := range s.Terms(field, prefix) {
		if err != nil {
			s.fail(err)
			return
		}
		if !f(string(e.Term)) {
			return
		}
	}
}

// sequence returns the documents that have words side by side, as far as the terms of pairs tell. A word
// without marks stands for every marked one.
func (s *segmentReader) sequence(words []analysis.Word) segment.Bitset {
	if len(words) == 0 {
		return s.none()
	}
	docs := s.clone(s.Live)
	for i, w := range words {
		docs.And(s.union(wordTerms("", w)))
		if i > 0 {
			docs.And(s.docsOf(pairTerm(words[i-1], w)))
		}
	}
	return docs
}

// sequenceTerms returns the terms whose frequencies stand for that of words side by side: the rarest of
// their pairs, or the terms of a single word.
func (s *segmentReader) sequenceTerms(words []analysis.Word) []term {
	if len(words) == 1 {
		return wordTerms("", words[0])
	}
	var rarest term
	fewest := s.Len() + 1
	for i := 1; i < len(words); i++ {
		t := pairTerm(words[i-1], words[i])
		if n := s.count(t); n < fewest {
			rarest, fewest = t, n
		}
	}
	return []term{rarest}
}
