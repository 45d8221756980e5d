package segment

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// Build returns a segment of documents, which keep their order. No two may have the same identifier.
func Build(docs []*Document) ([]byte, error) {
	var buf bytes.Buffer
	w := newWriter(&buf)

	var d documents
	for _, doc := range docs {
		d.add(doc.ID, doc.Info)
	}
	d.write(w)
	err := writeStored(w, len(docs), func(yield func([]byte, error) bool) {
		for _, doc := range docs {
			if !yield(doc.Stored, nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}

	names := map[string]bool{}
	for _, doc := range docs {
		for name := range doc.Terms {
			names[name] = true
		}
	}
	fields := slices.Sorted(maps.Keys(names))
	inv := inverter{numbers: map[string]uint32{}}
	for _, name := range fields {
		f := w.field(len(docs))
		inv.invert(docs, name)
		if err := inv.write(f, docs, name); err != nil {
			return nil, fmt.Errorf("build segment: field %s: %w", name, err)
		}
		f.end()
	}
	if _, err := w.end(len(docs), fields); err != nil {
		return nil, fmt.Errorf("build segment: %w", err)
	}
	return buf.Bytes(), nil
}

// An inverter turns the terms of documents into the documents of terms by counting sort: it numbers the
// terms, counts the documents of each, and puts every posting into its place.
type inverter struct {
	numbers   map[string]uint32
	terms     []string
	counts    []uint32
	all       []uint32        // the numbers of all terms of all documents, in their order
	starts    []uint32        // by term, where its postings begin; after invert, where they end
	builder   postingsBuilder // the postings, by term, without positions
	positions []positionsAt   // by posting; empty for a field without positions
}

// A positionsAt is where the positions of a posting are among those of its document and field.
type positionsAt struct{ start, count uint32 }

func (inv *inverter) invert(docs []*Document, field string) {
	clear(inv.numbers)
	positional := false
	inv.terms, inv.counts, inv.all = inv.terms[:0], inv.counts[:0], inv.all[:0]
	for _, doc := range docs {
		for _, t := range doc.Terms[field] {
			n, ok := inv.numbers[t.Text]
			if !ok {
				n = uint32(len(inv.terms))
				inv.numbers[t.Text] = n
				inv.terms = append(inv.terms, t.Text)
				inv.counts = append(inv.counts, 0)
			}
			inv.counts[n]++
			positional = positional || t.Positions > 0
			inv.all = append(inv.all, n)
		}
	}

	inv.starts = inv.starts[:0]
	var start uint32
	for _, n := range inv.counts {
		inv.starts = append(inv.starts, start)
		start += n
	}
	inv.builder.numbers = slices.Grow(inv.builder.numbers[:0], int(start))[:start]
	inv.builder.frequencies = slices.Grow(inv.builder.frequencies[:0], int(start))[:start]
	inv.positions = inv.positions[:0]
	if positional {
		inv.positions = slices.Grow(inv.positions, int(start))[:start]
	}
	i := 0
	for number, doc := range docs {
		var position uint32
		for _, t := range doc.Terms[field] {
			at := &inv.starts[inv.all[i]]
			inv.builder.numbers[*at] = uint32(number)
			inv.builder.frequencies[*at] = byte(min(t.Frequency, maxFrequency))
			if positional {
				inv.positions[*at] = positionsAt{position, t.Positions}
				position += t.Positions
			}
			*at++
			i++
		}
	}
}

func (inv *inverter) write(f *fieldWriter, docs []*Document, field string) error {
	order := make([]uint32, len(inv.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		if inv.terms[a] < inv.terms[b] {
			return -1
		}
		return 1 // all are different
	})
	var l postingsBuilder
	for _, n := range order {
		end := inv.starts[n]
		start := end - inv.counts[n]
		l.reset()
		l.numbers, l.frequencies = inv.builder.numbers[start:end], inv.builder.frequencies[start:end]
		if len(inv.positions) > 0 {
			for i, p := range inv.positions[start:end] {
				all := docs[l.numbers[i]].Positions[field]
				l.counts = append(l.counts, p.count)
				l.positions = append(l.positions, all[p.start:][:p.count]...)
			}
		}
		if err := f.term([]byte(inv.terms[n]), &l); err != nil {
			return err
		}
	}
	return nil
}
