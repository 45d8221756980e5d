package index

import (
	"cmp"
	"context"
	"errors"

	"baotinh/index/segment"
)

// columns hold, by document number of one segment, what filters, facets, sorting and ranking read of every hit.
type columns struct {
	published []int64 // Unix seconds, at least 1; 0 is unknown
	least     int64   // of those published; 0: none
	greatest  int64
	words     []uint32
	titles    []uint8 // words in the title
	total     uint64  // of words
	keywords  map[string]*keywordColumn
}

// A keywordColumn has the values of one keyword field.
type keywordColumn struct {
	values []string  // by ordinal; ordinal 0 is none
	first  []uint32  // ordinal by document number
	more   []further // of documents that have several
}

// A further is one more value of a document.
type further struct{ n, ordinal uint32 }

// newColumns reads the columns of a segment.
func newColumns(ctx context.Context, s *segment.Segment) (*columns, error) {
	n := s.Len()
	c := &columns{
		published: make([]int64, n), words: make([]uint32, n), titles: make([]uint8, n),
		keywords: make(map[string]*keywordColumn, len(keywordFields)),
	}
	for i := range uint32(n) {
		r := s.Row(i)
		c.published[i], c.words[i], c.titles[i] = r.Published, r.Words, r.TitleWords
		c.total += uint64(r.Words)
		if r.Published != 0 && (c.least == 0 || r.Published < c.least) {
			c.least = r.Published
		}
		c.greatest = max(c.greatest, r.Published)
	}
	for _, name := range keywordFields {
		k := &keywordColumn{values: []string{""}, first: make([]uint32, n)}
		for e, err := range s.Terms(name, "") {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return nil, err
			}
			k.values = append(k.values, string(e.Term))
		}
		for o, v := range k.values[1:] {
			p, err := s.Postings(name, v)
			if err != nil {
				return nil, err
			}
			if err := p.Each(func(n uint32, _ uint8) { k.set(n, uint32(o+1)) }); err != nil {
				return nil, err
			}
		}
		c.keywords[name] = k
	}
	return c, nil
}

// set gives document n one more value.
func (k *keywordColumn) set(n, ordinal uint32) {
	if k.first[n] == 0 {
		k.first[n] = ordinal
		return
	}
	k.more = append(k.more, further{n, ordinal})
}

// byNewest orders dates with the newest first and unknown ones last; byOldest the other way round, unknown ones last too.
func byNewest(a, b int64) int { return cmp.Compare(b, a) }

func byOldest(a, b int64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
