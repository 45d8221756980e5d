package index

import (
	"fmt"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/index/store"
)

// A set is some articles of a segment.
type set = segment.Bitset

// A term is a term of a field.
type term struct{ field, text string }

// A reader reads the postings of one segment for one search.
type reader struct {
	store.Segment
	arena   *segment.BitsetPool
	known   map[term]found // what was looked up
	nothing set            // what docs returns of most terms
	live    set            // all articles not deleted
	err     error          // the first
}

// A found is what a segment has of a term.
type found struct {
	postings segment.Postings // deleted articles too
	docs     set              // without them; nil until asked for
}

// usualTerms is how many terms a query of ten words has, with its pairs.
const usualTerms = 64

func newReader(v store.Segment, a *segment.BitsetPool) *reader {
	r := &reader{Segment: v, arena: a, known: make(map[term]found, usualTerms)}
	r.nothing = r.none()
	return r
}

// none returns a new empty set.
func (r *reader) none() set { return r.arena.New(r.Len()) }

func (r *reader) copy(s set) set {
	t := r.none()
	copy(t, s)
	return t
}

func (r *reader) fail(err error) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
}

func (r *reader) find(t term) found {
	f, ok := r.known[t]
	if !ok {
		var err error
		f.postings, err = r.Segment.Postings(t.field, t.text)
		r.fail(err)
		r.known[t] = f
	}
	return f
}

// docs returns the articles that have a term. The caller must not change them.
func (r *reader) docs(t term) set {
	f := r.find(t)
	switch {
	case f.docs != nil:
		return f.docs
	case f.postings.Len() == 0:
		return r.nothing
	}
	f.docs = r.none()
	r.fail(f.postings.AddTo(f.docs))
	if r.Deleted {
		f.docs.And(r.Live)
	}
	r.known[t] = f
	return f.docs
}

// walks returns walks through the postings of terms.
func (r *reader) walks(terms []term) []segment.Walk {
	var walks []segment.Walk
	for _, t := range terms {
		if p := r.find(t).postings; p.Len() > 0 {
			walks = append(walks, p.Walk())
		}
	}
	return walks
}

// terms calls f with every term of a field that begins with prefix, until f returns false.
func (r *reader) terms(field, prefix string, f func(text string) bool) {
	for e, err := range r.Segment.Terms(field, prefix) {
		if err != nil {
			r.fail(err)
			return
		}
		if !f(string(e.Term)) {
			return
		}
	}
}

func pairTerm(a, b string) term {
	return term{store.FieldTextPair, analysis.PairTerm(analysis.HashPair(a, b))}
}
