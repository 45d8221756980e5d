package segment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"slices"
)

// Dropped stands for the new number of a document that a merge leaves out.
const Dropped = math.MaxUint64

// ErrStopped is returned by Merge if it was told to stop.
var ErrStopped = errors.New("merge stopped")

// MergeOptions are how segments are merged.
type MergeOptions struct {
	Phrases PhraseFields    // if the new segment is large and has the fields, its common phrases are prepared
	Stop    <-chan struct{} // when it is closed, Merge returns ErrStopped; nil: never

	// Merge calls Forget whenever it has read forgetEvery bytes of the segments. Forget may let mapped pages
	// of them leave the memory. Without it, a merge of a million articles takes 3 GB.
	Forget func() // nil: nothing is done
}

// Merge writes several segments as one: the documents in the order of the segments, without those that are
// deleted, of which there is a set, or nil, for each segment. It returns the new number of each document, or
// Dropped, and the bytes written.
func Merge(w io.Writer, from []*Segment, deleted []Bitset, o MergeOptions) ([][]uint64, uint64, error) {
	m := newMerge(from, deleted, o)
	size, err := m.write(w)
	return m.numbers, size, err
}

// A merge is the state of Merge.
type merge struct {
	from      []*Segment
	numbers   [][]uint64 // by segment and document, the new number
	documents int
	options   MergeOptions
	sample    *phraseSample // nil: phrases are not prepared
	reading
}

func newMerge(from []*Segment, deleted []Bitset, o MergeOptions) *merge {
	m := &merge{from: from, options: o, reading: reading{forget: o.Forget}}
	for i, s := range from {
		numbers := make([]uint64, s.documents)
		for n := range numbers {
			if deleted[i] != nil && deleted[i].Has(uint32(n)) {
				numbers[n] = Dropped
				continue
			}
			numbers[n] = uint64(m.documents)
			m.documents++
		}
		m.numbers = append(m.numbers, numbers)
	}
	if m.documents >= minPhraseSegment {
		m.sample = newPhraseSample(m.documents)
	}
	return m
}

// write writes the new segment and returns its length.
func (m *merge) write(to io.Writer) (uint64, error) {
	w := newWriter(to)
	if err := m.writeDocuments(w); err != nil {
		return 0, err
	}
	err := writeStored(w, m.documents, func(yield func([]byte, error) bool) {
		for i, n := range m.live() {
			b, err := m.from[i].Stored(n)
			m.read(len(b))
			if !yield(b, err) {
				return
			}
		}
	})
	if err != nil {
		return 0, err
	}

	names := map[string]bool{}
	for _, s := range m.from {
		for _, name := range s.fields {
			names[name] = true
		}
	}
	delete(names, m.options.Phrases.Apart)
	if m.sample != nil && names[m.options.Phrases.Words] && names[m.options.Phrases.Pairs] {
		names[m.options.Phrases.Apart] = true
	}
	fields := slices.Sorted(maps.Keys(names))
	for _, name := range fields {
		f := w.field(m.documents)
		write := m.writeTerms
		if name == m.options.Phrases.Apart {
			write = m.writeApart
		}
		if err := write(f, name); err != nil {
			return 0, fmt.Errorf("field %s: %w", name, err)
		}
		f.end()
	}
	return w.end(m.documents, fields)
}

// writeDocuments writes the sections that [documents] writes, without holding them all in memory.
func (m *merge) writeDocuments(w *writer) error {
	w.begin()
	ends := make([]byte, 0, 4*m.documents)
	end := 0
	for i, n := range m.live() {
		id, isPacked, err := m.from[i].keptID(n)
		if err != nil {
			return err
		}
		w.append(id)
		end += len(id)
		ends = appendIDEnd(ends, end, isPacked)
	}
	w.section(ends)
	if err := m.writeOrder(w); err != nil {
		return err
	}
	w.begin()
	for i, n := range m.live() {
		w.append(m.from[i].docInfo(n))
	}
	w.begin()
	for i, n := range m.live() {
		w.append(m.from[i].keys(n))
	}
	return nil
}

// writeOrder writes the new numbers of the documents in the order of their identifiers.
func (m *merge) writeOrder(w *writer) error {
	var cursors []*idCursor // by identifier
	for i, s := range m.from {
		c := &idCursor{segment: s, numbers: m.numbers[i]}
		if c.advance() {
			cursors = append(cursors, c)
		}
		if c.err != nil {
			return c.err
		}
	}
	slices.SortFunc(cursors, func(a, b *idCursor) int { return bytes.Compare(a.id, b.id) })

	w.begin()
	number := make([]byte, 4)
	for len(cursors) > 0 {
		least, rest := cursors[0], cursors[1:]
		binary.LittleEndian.PutUint32(number, uint32(least.number))
		w.append(number)
		if !least.advance() {
			if least.err != nil {
				return least.err
			}
			cursors = rest
			continue
		}
		at, _ := slices.BinarySearchFunc(rest, least.id, func(c *idCursor, id []byte) int {
			return bytes.Compare(c.id, id)
		})
		copy(cursors, rest[:at])
		cursors[at] = least
	}
	return nil
}

// An idCursor goes through the documents of a segment that are not dropped, by identifier.
type idCursor struct {
	segment *Segment
	numbers []uint64 // new ones
	next    int
	id      []byte
	number  uint64 // the new one
	err     error
}

// advance goes to the next document, and reports whether there is one.
func (c *idCursor) advance() bool {
	for ; c.next < c.segment.Len(); c.next++ {
		n := c.segment.SortedDoc(c.next)
		if int(n) >= len(c.numbers) {
			c.err = fmt.Errorf("%w: order of identifiers", ErrCorrupt)
			return false
		}
		if c.number = c.numbers[n]; c.number == Dropped {
			continue
		}
		c.next++
		c.id, c.err = c.segment.appendID(c.id[:0], n)
		return c.err == nil
	}
	return false
}

// live returns the segment and number of each document that is not dropped, in order.
func (m *merge) live() iter.Seq2[int, uint32] {
	return func(yield func(int, uint32) bool) {
		for i, numbers := range m.numbers {
			for n, to := range numbers {
				if to != Dropped && !yield(i, uint32(n)) {
					return
				}
			}
		}
	}
}

// writeTerms merges the sorted terms of a field: each step takes the least term of all segments and joins its
// postings.
func (m *merge) writeTerms(f *fieldWriter, field string) error {
	type source struct {
		segment int
		*termCursor
	}
	var sources []source
	add := func(s source) error {
		if s.next() {
			sources = append(sources, s)
		}
		return s.err
	}
	for i, s := range m.from {
		if d := s.terms[field]; d != nil {
			if err := add(source{i, &termCursor{d: d}}); err != nil {
				return err
			}
		}
	}

	var merged postingsBuilder
	var first []byte
	for len(sources) > 0 {
		if err := m.stopped(f); err != nil {
			return err
		}
		first = append(first[:0], sources[0].term...)
		for _, s := range sources[1:] {
			if bytes.Compare(s.term, first) < 0 {
				first = append(first[:0], s.term...)
			}
		}
		documents, positions := 0, uint64(0)
		for _, s := range sources {
			if bytes.Equal(s.term, first) {
				documents += s.count
				positions += s.positions - s.end // nearly a byte each
			}
		}
		merged.reset()
		merged.grow(documents, int(positions))
		left := sources[:0]
		for _, s := range sources {
			if bytes.Equal(s.term, first) {
				p, err := m.from[s.segment].readPostings(field, s.entry)
				m.read(p.bytes())
				if err == nil {
					err = p.appendList(&merged, m.numbers[s.segment])
				}
				if err != nil {
					return err
				}
				if !s.next() {
					if s.err != nil {
						return s.err
					}
					continue
				}
			}
			left = append(left, s)
		}
		sources = left
		if len(merged.numbers) > 0 {
			if err := f.term(first, &merged); err != nil {
				return err
			}
			if m.sample != nil && field == m.options.Phrases.Words {
				m.sample.add(first, &merged)
			}
		}
	}
	return f.err
}

// stopped returns ErrStopped if the merge is to stop. It looks once in many terms.
func (m *merge) stopped(f *fieldWriter) error {
	if f.dictionary.terms%1024 != 0 {
		return nil
	}
	select {
	case <-m.options.Stop:
		return ErrStopped
	default:
		return nil
	}
}
