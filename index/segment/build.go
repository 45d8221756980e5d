package segment

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A Document is an article as a segment has it.
type Document struct {
	ID     string
	Info   DocInfo
	Keys   Keys
	Stored []byte // returned by [Segment.Stored] as it is
}

// A Builder makes a segment: Begin, for each field Field, Add and EndField, and End. It may then make another
// one, with the same memory.
type Builder struct {
	buf       *bytes.Buffer
	w         *writer
	documents int
	fields    []string
	err       error

	// Of the field at hand.
	positions   bool
	terms       []uint32           // by occurrence
	occurrences []packedOccurrence // in the order in which they came
	counts      []uint32           // by term
	sorted      []packedOccurrence // by term
	postings    postingsBuilder
}

// An Occurrence is one of a term in a document.
type Occurrence struct {
	Document  uint32
	Position  uint32
	Frequency uint32 // its weight; those of a term in a document are added, up to maxFrequency
}

// A packedOccurrence is an Occurrence in 8 bytes: a batch has millions.
type packedOccurrence uint64

// maxDocuments bounds the documents of a Builder.
const maxDocuments = 1 << 24

func (o Occurrence) pack() packedOccurrence {
	frequency := min(o.Frequency, maxFrequency)
	return packedOccurrence(o.Document)<<40 | packedOccurrence(frequency)<<32 | packedOccurrence(o.Position)
}

func (p packedOccurrence) unpack() Occurrence {
	return Occurrence{Document: uint32(p >> 40), Position: uint32(p), Frequency: uint32(p>>32) & maxFrequency}
}

// maxFrequency bounds the frequency of a term in a document, so that it takes a byte.
const maxFrequency = 255

// Begin begins a segment of documents, which keep their order: at most maxDocuments, no two with the same
// identifier.
func (b *Builder) Begin(docs []Document) {
	b.buf = new(bytes.Buffer)
	b.w = newWriter(b.buf)
	b.documents, b.fields, b.err = len(docs), nil, nil
	if len(docs) > maxDocuments {
		b.err = fmt.Errorf("%d documents, at most %d", len(docs), maxDocuments)
		return
	}
	var d documents
	for _, doc := range docs {
		d.add(doc.ID, doc.Info, doc.Keys)
	}
	d.write(b.w)
	b.err = writeStored(b.w, len(docs), func(yield func([]byte, error) bool) {
		for _, doc := range docs {
			if !yield(doc.Stored, nil) {
				return
			}
		}
	})
}

// Field begins a field. The fields come in the order of their names. A field may have the positions of its
// terms.
func (b *Builder) Field(name string, positions bool) {
	b.fields = append(b.fields, name)
	b.positions = positions
	b.terms, b.occurrences = b.terms[:0], b.occurrences[:0]
	clear(b.counts)
}

// Add adds an occurrence of a term, which has a number. The documents come in their order, and the positions
// of a document in theirs.
func (b *Builder) Add(term uint32, o Occurrence) {
	if int(term) >= len(b.counts) {
		b.counts = append(b.counts, make([]uint32, int(term)+1-len(b.counts))...)
	}
	b.counts[term]++
	b.terms = append(b.terms, term)
	b.occurrences = append(b.occurrences, o.pack())
}

// EndField ends a field. It calls text for the terms of the numbers that Add was given. A field without terms
// is left out.
func (b *Builder) EndField(text func(term uint32) string) {
	if len(b.terms) == 0 {
		b.fields = b.fields[:len(b.fields)-1]
		return
	}
	all := b.sortTerms(text)
	b.sortOccurrences(all)
	f := b.w.field(b.documents)
	start := 0
	for _, t := range all {
		b.postings.reset()
		for _, o := range b.sorted[start : start+t.count] {
			b.postings.addOccurrence(o.unpack(), b.positions)
		}
		start += t.count
		if err := f.term([]byte(t.text), &b.postings); err != nil {
			b.fail(err)
			return
		}
	}
	f.end()
}

func (b *Builder) fail(err error) {
	if b.err == nil {
		b.err = fmt.Errorf("field %s: %w", b.fields[len(b.fields)-1], err)
	}
}

// A countedTerm is a term with the number of its occurrences.
type countedTerm struct {
	text   string
	number uint32
	count  int
}

// sortTerms returns the terms that occur, sorted.
func (b *Builder) sortTerms(text func(uint32) string) []countedTerm {
	var all []countedTerm
	for n, count := range b.counts {
		if count > 0 {
			all = append(all, countedTerm{text(uint32(n)), uint32(n), int(count)})
		}
	}
	slices.SortFunc(all, func(a, b countedTerm) int { return strings.Compare(a.text, b.text) })
	return all
}

// sortOccurrences sorts the occurrences by term, in the order of all terms, by counting sort.
func (b *Builder) sortOccurrences(all []countedTerm) {
	next := uint32(0)
	for _, t := range all {
		b.counts[t.number], next = next, next+uint32(t.count) // from here on, where the next one goes
	}
	b.sorted = slices.Grow(b.sorted[:0], len(b.terms))[:len(b.terms)]
	for i, term := range b.terms {
		b.sorted[b.counts[term]] = b.occurrences[i]
		b.counts[term]++
	}
}

// End returns the segment.
func (b *Builder) End() ([]byte, error) {
	if b.err == nil {
		_, b.err = b.w.end(b.documents, b.fields)
	}
	data := b.buf.Bytes()
	b.buf, b.w = nil, nil
	if b.err != nil {
		return nil, fmt.Errorf("build segment: %w", b.err)
	}
	return data, nil
}
