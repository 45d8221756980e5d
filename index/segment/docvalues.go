package segment

import (
	"context"
	"errors"
)

// DocValues hold the values of documents by document number, for filters, facets, sorting and ranking. They
// are read from the segment once and kept in memory.
type DocValues struct {
	Published      []int64  // Unix seconds, negative before 1970; 0 is unknown
	Oldest, Newest int64    // bounds of the known dates; 0 if there is none
	Seen           []uint32 // when first seen, in Unix seconds; 0 is unknown
	Words          []uint32 // length in words
	TotalWords     uint64
	Keywords       map[string]*Keywords // by field
}

// Keywords are the values of a keyword field.
type Keywords struct {
	Values []string // by ordinal, sorted; ordinal 0 means no value
	First  []uint32 // by document, the ordinal of its first value
	More   []Extra
}

// An Extra is a second or later value of a document.
type Extra struct{ Doc, Ordinal uint32 }

// NewDocValues reads the doc values of a segment, with those of some keyword fields. The error is ErrCorrupt
// or the context's.
func NewDocValues(ctx context.Context, s *Segment, keywords []string) (*DocValues, error) {
	n := s.Len()
	v := &DocValues{
		Published: make([]int64, n), Words: make([]uint32, n), Seen: make([]uint32, n),
		Keywords: make(map[string]*Keywords, len(keywords)),
	}
	for i := range uint32(n) {
		d := s.DocInfo(i)
		v.Words[i] = d.Words
		v.Seen[i] = d.Seen
		v.TotalWords += uint64(d.Words)
		if d.Published == 0 {
			continue
		}
		t := d.Published
		v.Published[i] = t
		if v.Newest == 0 || t > v.Newest {
			v.Newest = t
		}
		if v.Oldest == 0 || t < v.Oldest {
			v.Oldest = t
		}
	}
	for _, name := range keywords {
		k, err := newKeywords(ctx, s, name)
		if err != nil {
			return nil, err
		}
		v.Keywords[name] = k
	}
	return v, nil
}

// NewKeywords reads the doc values of one keyword field of a segment. The error is ErrCorrupt.
func NewKeywords(s *Segment, field string) (*Keywords, error) {
	return newKeywords(context.Background(), s, field)
}

func newKeywords(ctx context.Context, s *Segment, field string) (*Keywords, error) {
	k := &Keywords{Values: []string{""}, First: make([]uint32, s.Len())}
	for e, err := range s.Terms(field, "") {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		k.Values = append(k.Values, string(e.Term))
	}
	for i, value := range k.Values[1:] {
		p, err := s.Postings(field, value)
		if err != nil {
			return nil, err
		}
		if err := p.Each(func(doc uint32, _ uint8) { k.add(doc, uint32(i+1)) }); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (k *Keywords) add(doc, ordinal uint32) {
	if k.First[doc] == 0 {
		k.First[doc] = ordinal
		return
	}
	k.More = append(k.More, Extra{doc, ordinal})
}
