package store

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
)

// A bleveSegment has the methods of [scorchsegment.Segment] that are the same in memory and on disk, so that Bleve's own
// queries, too, find what is there. Terms have neither norms nor locations.
type bleveSegment struct {
	*segment.Segment
	noStatistics
}

// Dictionary returns the terms of a field.
func (s bleveSegment) Dictionary(field string) (scorchsegment.TermDictionary, error) {
	return bleveDictionary{s.Segment, field}, nil
}

// VisitStoredFields calls visit with the identifier and with the stored form, under the empty name.
func (s bleveSegment) VisitStoredFields(n uint64, visit scorchsegment.StoredFieldValueVisitor) error {
	id, err := s.ID(uint32(n))
	if err != nil {
		return err
	}
	stored, err := s.Stored(uint32(n))
	if err != nil {
		return err
	}
	if visit("_id", 't', id, nil) {
		visit("", 't', stored, nil)
	}
	return nil
}

// DocID returns the identifier of a document.
func (s bleveSegment) DocID(n uint64) ([]byte, error) {
	return s.ID(uint32(n))
}

// Count returns the number of documents.
func (s bleveSegment) Count() uint64 { return uint64(s.Len()) }

// DocNumbers returns the documents that have one of the identifiers.
func (s bleveSegment) DocNumbers(ids []string) (*roaring.Bitmap, error) {
	found := roaring.New()
	for _, id := range ids {
		n, ok, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		if ok {
			found.Add(n)
		}
	}
	return found, nil
}

// A bleveDictionary is the terms of a field.
type bleveDictionary struct {
	segment *segment.Segment
	field   string
}

// PostingsList returns the postings of a term without the documents of except.
func (d bleveDictionary) PostingsList(
	term []byte, except *roaring.Bitmap, _ scorchsegment.PostingsList,
) (scorchsegment.PostingsList, error) {
	p, err := d.segment.Postings(d.field, string(term))
	if err != nil {
		return nil, err
	}
	l := &blevePostings{}
	err = p.Each(func(n uint32, frequency uint8) {
		if except == nil || !except.Contains(n) {
			l.postings = append(l.postings, blevePosting{uint64(n), uint64(frequency)})
		}
	})
	return l, err
}

// AutomatonIterator returns the terms from start on and before end that an automaton, if there is one, accepts.
func (d bleveDictionary) AutomatonIterator(
	a scorchsegment.Automaton, start, end []byte,
) scorchsegment.DictionaryIterator {
	return &bleveTerms{terms: d.segment.Seek(d.field, string(start)), automaton: a, end: end}
}

// Contains reports whether a document has a term.
func (d bleveDictionary) Contains(term []byte) (bool, error) {
	p, err := d.segment.Postings(d.field, string(term))
	return p.Len() > 0, err
}

// Cardinality returns the number of terms, to the nearest block.
func (d bleveDictionary) Cardinality() int {
	return d.segment.Cardinality(d.field)
}

type bleveTerms struct {
	terms     *segment.TermIterator
	automaton scorchsegment.Automaton
	end       []byte // nil: none
	entry     bleveindex.DictEntry
}

// Next returns the next term, or nil behind the last.
func (it *bleveTerms) Next() (*bleveindex.DictEntry, error) {
	for it.terms.Next() {
		e := it.terms.Entry()
		if it.end != nil && bytes.Compare(e.Term, it.end) >= 0 {
			return nil, nil
		}
		if it.automaton == nil || accepts(it.automaton, e.Term) {
			it.entry = bleveindex.DictEntry{Term: string(e.Term), Count: uint64(e.Count)}
			return &it.entry, nil
		}
	}
	return nil, it.terms.Err()
}

func accepts(a scorchsegment.Automaton, term []byte) bool {
	state := a.Start()
	for _, c := range term {
		if !a.CanMatch(state) {
			return false
		}
		state = a.Accept(state, c)
	}
	return a.IsMatch(state)
}

// blevePostings are postings read out of a segment.
type blevePostings struct {
	noStatistics
	postings []blevePosting
}

// Count returns the number of postings.
func (l *blevePostings) Count() uint64 { return uint64(len(l.postings)) }

// Size returns the bytes of memory.
func (l *blevePostings) Size() int { return 16 * len(l.postings) }

// Iterator returns the postings one by one, always with frequencies.
func (l *blevePostings) Iterator(_, _, _ bool, _ scorchsegment.PostingsIterator) scorchsegment.PostingsIterator {
	return &bleveIterator{rest: l.postings}
}

type bleveIterator struct {
	noStatistics
	rest []blevePosting
}

// Next returns the next posting, or nil behind the last.
func (it *bleveIterator) Next() (scorchsegment.Posting, error) {
	if len(it.rest) == 0 {
		return nil, nil
	}
	p := &it.rest[0]
	it.rest = it.rest[1:]
	return p, nil
}

// Advance returns the next posting that is not before document n, or nil.
func (it *bleveIterator) Advance(n uint64) (scorchsegment.Posting, error) {
	i, _ := slices.BinarySearchFunc(it.rest, n, func(p blevePosting, n uint64) int { return cmp.Compare(p.number, n) })
	it.rest = it.rest[i:]
	return it.Next()
}

// Size returns the bytes of memory.
func (it *bleveIterator) Size() int { return 24 }

type blevePosting struct{ number, frequency uint64 }

func (p *blevePosting) Number() uint64                      { return p.number }
func (p *blevePosting) Frequency() uint64                   { return p.frequency }
func (p *blevePosting) Norm() float64                       { return 1 }
func (p *blevePosting) Locations() []scorchsegment.Location { return nil }
func (p *blevePosting) Size() int                           { return 16 }

// noStatistics are the statistics of input and output that scorch asks for and nothing of ours reads.
type noStatistics struct{}

func (noStatistics) BytesRead() uint64     { return 0 }
func (noStatistics) ResetBytesRead(uint64) {}
func (noStatistics) BytesWritten() uint64  { return 0 }
