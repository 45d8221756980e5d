package index

import (
	"fmt"
	"math/bits"

	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/vi"
)

// A term is a term of a field.
type term struct{ field, text string }

// A reader reads the postings of one segment for one search.
type reader struct {
	view
	arena        *arena
	dictionaries map[string]scorchsegment.TermDictionary
	list         scorchsegment.PostingsList     // the one read last, to be used again
	iterator     scorchsegment.PostingsIterator // the same
	key          []byte                         // the term looked up last, to be used again
	known        map[term]set                   // what docs has returned
	nothing      set                            // what docs returns of most terms
	live         set                            // all articles not deleted
	err          error                          // the first
}

// usualTerms is how many terms a query of ten words has, with its pairs.
const usualTerms = 64

func newReader(v view, a *arena) *reader {
	r := &reader{
		view: v, arena: a, dictionaries: map[string]scorchsegment.TermDictionary{},
		known: make(map[term]set, usualTerms),
	}
	r.nothing, r.live = r.none(), r.none()
	if v.gone != nil {
		v.gone.WriteDenseTo(r.live)
	}
	for i, w := range r.live {
		r.live[i] = ^w
	}
	if n := v.count % 64; n > 0 {
		r.live[len(r.live)-1] &= 1<<n - 1
	}
	return r
}

// none returns a new empty set.
func (r *reader) none() set { return r.arena.make(r.count) }

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

func (r *reader) dictionary(field string) scorchsegment.TermDictionary {
	d, ok := r.dictionaries[field]
	if !ok {
		var err error
		d, err = r.base.Dictionary(field)
		r.fail(err)
		r.dictionaries[field] = d
	}
	return d
}

// postings returns the postings of a term, deleted articles too, or nil if there are none. They are good until the next call.
func (r *reader) postings(t term, frequencies bool) scorchsegment.PostingsIterator {
	d := r.dictionary(t.field)
	if r.err != nil {
		return nil
	}
	r.key = append(r.key[:0], t.text...)
	list, err := d.PostingsList(r.key, nil, r.list)
	if err != nil {
		r.fail(err)
		return nil
	}
	r.list = list
	if list.Count() == 0 {
		return nil
	}
	r.iterator = list.Iterator(frequencies, false, false, r.iterator)
	return r.iterator
}

// docs returns the articles that have a term. The caller must not change them.
func (r *reader) docs(t term) set {
	docs, ok := r.known[t]
	if ok {
		return docs
	}
	docs = r.nothing
	if it, ok := r.postings(t, false).(scorchsegment.OptimizablePostingsIterator); ok {
		docs = r.none()
		if n, ok := it.DocNum1Hit(); ok {
			docs.add(uint32(n))
		} else if b := it.ActualBitmap(); b != nil {
			b.WriteDenseTo(docs)
		}
		if r.gone != nil {
			docs.and(r.live)
		}
	}
	r.known[t] = docs
	return docs
}

// each calls f with each of some articles that has a term, and how often, by weight.
func (r *reader) each(t term, among set, f func(n uint32, frequency float32)) {
	var it scorchsegment.PostingsIterator
	for i, w := range r.docs(t) {
		for w &= among[i]; w != 0; w &= w - 1 {
			if it == nil {
				if it = r.postings(t, true); it == nil {
					return
				}
			}
			p, err := it.Advance(uint64(i*64 + bits.TrailingZeros64(w)))
			if err != nil || p == nil {
				r.fail(err)
				return
			}
			f(uint32(p.Number()), float32(p.Frequency())/weightUnit)
		}
	}
}

// terms calls f with every term of a field that begins with prefix, until f returns false.
func (r *reader) terms(field, prefix string, f func(text string) bool) {
	d := r.dictionary(field)
	if r.err != nil {
		return
	}
	var start, end []byte
	if prefix != "" {
		start, end = []byte(prefix), append([]byte(prefix), 0xff)
	}
	it := d.AutomatonIterator(nil, start, end)
	for {
		entry, err := it.Next()
		if err != nil {
			r.fail(err)
			return
		}
		if entry == nil || !f(entry.Term) {
			return
		}
	}
}

func pairTerm(a, b string) term { return term{fieldTextPair, vi.PairTerm(vi.HashPair(a, b))} }
