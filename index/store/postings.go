package store

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
)

// blevePostings are the documents of a term, read out of a segment.
type blevePostings struct {
	noStatistics
	segment bleveSegment
	field   string
	except  *roaring.Bitmap // nil: none
	docs    []docFrequency
	// spellings returns the postings that have the positions of the term; nil: it is the whole value of the
	// field.
	spellings func() ([]segment.Postings, error)
}

type docFrequency struct{ doc, frequency uint32 }

func (s bleveSegment) newPostings(field string, except *roaring.Bitmap) *blevePostings {
	return &blevePostings{segment: s, field: field, except: except}
}

// add adds a document unless it is excepted.
func (l *blevePostings) add(doc, frequency uint32) {
	if l.except == nil || !l.except.Contains(doc) {
		l.docs = append(l.docs, docFrequency{doc, frequency})
	}
}

// sort brings documents into order, and adds up the frequencies of those that come twice.
func (l *blevePostings) sort() {
	slices.SortFunc(l.docs, func(a, b docFrequency) int { return cmp.Compare(a.doc, b.doc) })
	unique := l.docs[:0]
	for _, d := range l.docs {
		if n := len(unique); n > 0 && unique[n-1].doc == d.doc {
			unique[n-1].frequency += d.frequency
			continue
		}
		unique = append(unique, d)
	}
	l.docs = unique
}

// Count returns the number of documents.
func (l *blevePostings) Count() uint64 { return uint64(len(l.docs)) }

// Size returns the bytes of memory.
func (l *blevePostings) Size() int { return 8 * len(l.docs) }

// Iterator returns the postings one by one, always with frequencies and norms.
func (l *blevePostings) Iterator(
	_, _, locations bool, _ scorchsegment.PostingsIterator,
) scorchsegment.PostingsIterator {
	it := &postingsIterator{list: l, rest: l.docs, locations: locations}
	if locations && l.spellings != nil && len(l.docs) > 0 {
		it.err = it.openPositions()
	}
	return it
}

// A postingsIterator goes through blevePostings.
type postingsIterator struct {
	noStatistics
	list      *blevePostings
	rest      []docFrequency
	locations bool
	positions []*segment.PositionIterator // of the spellings, with locations
	err       error                       // the first, which Next returns
	posting   blevePosting
	buf       []uint32
}

func (it *postingsIterator) openPositions() error {
	spellings, err := it.list.spellings()
	if err != nil {
		return err
	}
	for _, p := range spellings {
		positions, err := p.Positions(nil)
		if err != nil {
			return err
		}
		it.positions = append(it.positions, positions)
	}
	return nil
}

// Next returns the next posting, valid until it is called again, or nil after the last.
func (it *postingsIterator) Next() (scorchsegment.Posting, error) {
	if it.err != nil || len(it.rest) == 0 {
		return nil, it.err
	}
	d := it.rest[0]
	it.rest = it.rest[1:]
	p := &it.posting
	p.number, p.frequency = uint64(d.doc), d.frequency
	p.norm = it.list.segment.norm(it.list.field, d.doc)
	switch it.list.field {
	case FieldText, FieldTextFold, FieldTitle, FieldTitleFold:
		p.frequency = (d.frequency + FrequencyUnit - 1) / FrequencyUnit
	}
	if it.locations {
		if it.err = it.readPositions(d.doc); it.err != nil {
			return nil, it.err
		}
		p.setLocations(it.list.field, it.buf)
	}
	return p, nil
}

// readPositions reads the positions of the term in a document into buf.
func (it *postingsIterator) readPositions(doc uint32) error {
	it.buf = it.buf[:0]
	if it.list.spellings == nil {
		it.buf = append(it.buf, 0)
		return nil
	}
	var err error
	for _, p := range it.positions {
		if it.buf, err = p.Append(it.buf, doc); err != nil {
			return err
		}
	}
	slices.Sort(it.buf)
	return nil
}

// Advance returns the next posting whose document is not before n, or nil.
func (it *postingsIterator) Advance(n uint64) (scorchsegment.Posting, error) {
	i, _ := slices.BinarySearchFunc(it.rest, n, func(d docFrequency, n uint64) int {
		return cmp.Compare(uint64(d.doc), n)
	})
	it.rest = it.rest[i:]
	return it.Next()
}

// Size returns the bytes of memory.
func (it *postingsIterator) Size() int { return 4 * cap(it.buf) }

// A blevePosting is a document that has a term.
type blevePosting struct {
	number    uint64
	frequency uint32
	norm      float64
	slab      []location
	locations []scorchsegment.Location
}

func (p *blevePosting) setLocations(field string, positions []uint32) {
	p.slab, p.locations = p.slab[:0], p.locations[:0]
	for _, at := range positions {
		p.slab = append(p.slab, location{field, uint64(at) + 1})
	}
	for i := range p.slab {
		p.locations = append(p.locations, &p.slab[i])
	}
}

func (p *blevePosting) Number() uint64                      { return p.number }
func (p *blevePosting) Frequency() uint64                   { return uint64(p.frequency) }
func (p *blevePosting) Norm() float64                       { return p.norm }
func (p *blevePosting) Locations() []scorchsegment.Location { return p.locations }
func (p *blevePosting) Size() int                           { return 40 * cap(p.slab) }

// A location is a position of a term. Byte offsets are not stored: Bleve's highlighter has no use for it.
type location struct {
	field    string
	position uint64 // from 1
}

func (l *location) Field() string            { return l.field }
func (l *location) Start() uint64            { return 0 }
func (l *location) End() uint64              { return 0 }
func (l *location) Pos() uint64              { return l.position }
func (l *location) ArrayPositions() []uint64 { return nil }
func (l *location) Size() int                { return 24 }
