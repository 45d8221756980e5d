package index

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/vi"
)

// A term is a term of a field.
type term struct{ field, text string }

// A reader reads the postings of one segment for one search.
type reader struct {
	view
	dictionaries map[string]scorchsegment.TermDictionary
	known        map[term]*roaring.Bitmap // what docs has returned
	live         *roaring.Bitmap          // all articles not deleted
	expanded     int                      // terms that prefixes stood for
	err          error                    // the first
}

func newReader(v view) *reader {
	live := roaring.New()
	live.AddRange(0, uint64(v.count))
	if v.gone != nil {
		live.AndNot(v.gone)
	}
	return &reader{
		view: v, dictionaries: map[string]scorchsegment.TermDictionary{}, known: map[term]*roaring.Bitmap{}, live: live,
	}
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

// postings returns the posting list of a term, or nil after an error.
func (r *reader) postings(t term) scorchsegment.PostingsList {
	d := r.dictionary(t.field)
	if r.err != nil {
		return nil
	}
	list, err := d.PostingsList([]byte(t.text), r.gone, nil)
	r.fail(err)
	return list
}

// docs returns the articles that have a term. The caller must not change them.
func (r *reader) docs(t term) *roaring.Bitmap {
	docs, ok := r.known[t]
	if ok {
		return docs
	}
	list := r.postings(t)
	if r.err != nil {
		return roaring.New()
	}
	docs = docsOf(list.Iterator(false, false, false, nil))
	r.known[t] = docs
	return docs
}

func docsOf(it scorchsegment.PostingsIterator) *roaring.Bitmap {
	o, ok := it.(scorchsegment.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if n, ok := o.DocNum1Hit(); ok {
		return roaring.BitmapOf(uint32(n))
	}
	if docs := o.ActualBitmap(); docs != nil {
		return docs
	}
	return roaring.New()
}

// each calls f with every article that has a term, and how often, by weight.
func (r *reader) each(t term, f func(n uint32, frequency float32)) {
	list := r.postings(t)
	if r.err != nil {
		return
	}
	it := list.Iterator(true, false, false, nil)
	for {
		p, err := it.Next()
		if err != nil {
			r.fail(err)
			return
		}
		if p == nil {
			return
		}
		f(uint32(p.Number()), float32(p.Frequency())/weightUnit)
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
