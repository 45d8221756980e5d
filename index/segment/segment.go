// Package segment is the format in which articles and their terms are on disk: a segment type of Bleve's scorch, which
// batches, merges and publishes segments and knows nothing of what is in them.
//
// A segment has, of every article, its identifier, a row of numbers, its stored form, and in each field its terms with
// their frequencies. It never changes. Terms have no positions and no norms: whoever ranks takes lengths from the rows.
// What makes it several times faster to build, to merge and to read than Bleve's own is what it leaves out, and that the
// postings of a term lie in one piece: see [Postings].
//
// All methods may be called concurrently.
package segment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"iter"
	"slices"
)

// Version is the version of the format.
//
//	1: the first.
//	2: rows have the hash of the identifier.
const Version = 2

// ErrCorrupt is returned for a segment that is not as it was written.
var ErrCorrupt = errors.New("segment damaged")

// A Document is what a segment keeps of an article.
type Document struct {
	ID     string
	Number uint64 // a batch of documents is written in the order of their numbers
	Row    Row
	Stored []byte            // as it is given back
	Terms  map[string][]Term // by field, in any order, each term once
}

// A Term is a word of a document.
type Term struct {
	Text      string
	Frequency uint32 // what is above maxFrequency counts as that
}

// maxFrequency bounds the frequency of a term, so that it takes a byte.
const maxFrequency = 255

// A Row is what every document has in numbers.
type Row struct {
	Published  int64 // Unix seconds; 0 is unknown
	Words      uint32
	TitleWords uint8
}

const rowBytes = 8 + 4 + 1 + 8

// A Segment is a segment in memory, as built or mapped from a file.
type Segment struct {
	documents int
	fields    []string               // sorted
	terms     map[string]*dictionary // by field
	postings  map[string][]byte      // by field
	sections  [fixedSections][]byte  // those that are not of fields
	checks    []check                // of all sections
}

// A check is a section with the checksum that it must have.
type check struct {
	name string
	data []byte
	sum  uint32
	late bool // left to Verify
}

// The sections of a segment that are not of a field.
//
//	ids     the identifiers, one behind another
//	idEnds  where each of them ends: 4 bytes
//	idOrder the numbers of the documents in the order of their identifiers: 4 bytes
//	rows    published, words, title words, the hash of the identifier: 8, 4, 1 and 8 bytes
//	stored  the stored forms, one behind another
//	ends    where each of them ends: 8 bytes
const (
	sectionIDs = iota
	sectionIDEnds
	sectionIDOrder
	sectionRows
	sectionStored
	sectionStoredEnds
	fixedSections
)

// The sections of a field.
const (
	sectionPostings = iota
	sectionBlocks
	sectionBlockEnds
	fieldSections
)

// A segment is the magic number, the sections, a table and a trailer. The table has the names of the fields (a length of
// 2 bytes each) and for each section its offset, length (8 bytes) and CRC-32C (4 bytes). The trailer is the number of
// documents, the number of fields, the length of the table and its CRC-32C (4 bytes each) and the magic number again. All
// numbers are little-endian.
const (
	magic        = "baotinh\x02"
	trailerBytes = 4*4 + len(magic)
	entryBytes   = 8 + 8 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// parse reads a segment. It checks everything but postings and stored forms, which Verify does.
func parse(data []byte) (*Segment, error) {
	if len(data) < len(magic)+trailerBytes || string(data[:len(magic)]) != magic ||
		string(data[len(data)-len(magic):]) != magic {
		return nil, fmt.Errorf("%w: not a whole segment of version %d", ErrCorrupt, Version)
	}
	trailer := data[len(data)-trailerBytes:]
	number := func(i int) uint64 { return uint64(binary.LittleEndian.Uint32(trailer[4*i:])) }
	documents, fields, tableBytes := number(0), number(1), number(2)
	body := data[:len(data)-trailerBytes]
	if tableBytes > uint64(len(body)) {
		return nil, fmt.Errorf("%w: table", ErrCorrupt)
	}
	table := body[uint64(len(body))-tableBytes:]
	body = body[:uint64(len(body))-tableBytes]
	if crc32.Checksum(append(slices.Clip(trailer[:8]), table...), castagnoli) != uint32(number(3)) {
		return nil, fmt.Errorf("%w: checksum of the table", ErrCorrupt)
	}

	s := &Segment{documents: int(documents), terms: map[string]*dictionary{}, postings: map[string][]byte{}}
	for range fields {
		if len(table) < 2 || len(table)-2 < int(binary.LittleEndian.Uint16(table)) {
			return nil, fmt.Errorf("%w: names of fields", ErrCorrupt)
		}
		end := 2 + int(binary.LittleEndian.Uint16(table))
		s.fields = append(s.fields, string(table[2:end]))
		table = table[end:]
	}
	if len(table) != entryBytes*(fixedSections+fieldSections*len(s.fields)) {
		return nil, fmt.Errorf("%w: table", ErrCorrupt)
	}
	section := func(name string, late bool) ([]byte, error) {
		offset, length := binary.LittleEndian.Uint64(table), binary.LittleEndian.Uint64(table[8:])
		sum := binary.LittleEndian.Uint32(table[16:])
		table = table[entryBytes:]
		if offset > uint64(len(body)) || length > uint64(len(body))-offset {
			return nil, fmt.Errorf("%w: bounds of %s", ErrCorrupt, name)
		}
		part := body[offset : offset+length : offset+length]
		s.checks = append(s.checks, check{name, part, sum, late})
		return part, nil
	}

	var err error
	for i := range s.sections {
		if s.sections[i], err = section(sectionNames[i], i == sectionStored); err != nil {
			return nil, err
		}
	}
	for _, name := range s.fields {
		var parts [fieldSections][]byte
		for i := range parts {
			if parts[i], err = section(fieldSectionNames[i]+" of "+name, i == sectionPostings); err != nil {
				return nil, err
			}
		}
		s.postings[name] = parts[sectionPostings]
		s.terms[name] = &dictionary{blocks: parts[sectionBlocks], ends: parts[sectionBlockEnds]}
	}
	for _, c := range s.checks {
		if c.late {
			continue
		}
		if err := c.verify(); err != nil {
			return nil, err
		}
	}
	return s, s.consistent()
}

var (
	sectionNames      = [fixedSections]string{"ids", "ends of ids", "order of ids", "rows", "stored", "ends of stored"}
	fieldSectionNames = [fieldSections]string{"postings", "terms", "ends of terms"}
)

func (c check) verify() error {
	if crc32.Checksum(c.data, castagnoli) != c.sum {
		return fmt.Errorf("%w: checksum of %s", ErrCorrupt, c.name)
	}
	return nil
}

// consistent returns an error unless the sections have the lengths that they must have.
func (s *Segment) consistent() error {
	n := s.documents
	if len(s.sections[sectionIDEnds]) != 4*n || len(s.sections[sectionIDOrder]) != 4*n ||
		len(s.sections[sectionRows]) != rowBytes*n || len(s.sections[sectionStoredEnds]) != 8*n {
		return fmt.Errorf("%w: lengths of sections", ErrCorrupt)
	}
	for _, d := range s.terms {
		if len(d.ends)%8 != 0 {
			return fmt.Errorf("%w: lengths of sections", ErrCorrupt)
		}
	}
	return nil
}

// Verify returns ErrCorrupt unless the whole segment is as it was written. It reads all of it.
func (s *Segment) Verify() error {
	for _, c := range s.checks {
		if err := c.verify(); err != nil {
			return err
		}
	}
	return nil
}

// Len returns the number of documents. They are numbered from 0.
func (s *Segment) Len() int { return s.documents }

// ID returns the identifier of a document. The caller must not change it, nor use it when the segment is closed.
func (s *Segment) ID(n uint32) ([]byte, error) {
	ends := s.sections[sectionIDEnds]
	var start uint32
	if n > 0 && int(n) < s.documents {
		start = binary.LittleEndian.Uint32(ends[4*(n-1):])
	}
	if int(n) >= s.documents {
		return nil, fmt.Errorf("%w: no document %d of %d", ErrCorrupt, n, s.documents)
	}
	end := binary.LittleEndian.Uint32(ends[4*n:])
	if start > end || int(end) > len(s.sections[sectionIDs]) {
		return nil, fmt.Errorf("%w: identifier of document %d", ErrCorrupt, n)
	}
	return s.sections[sectionIDs][start:end:end], nil
}

// Find returns the number of the document with an identifier, and whether there is one.
func (s *Segment) Find(id string) (uint32, bool, error) {
	order := s.sections[sectionIDOrder]
	low, high := 0, s.documents
	for low < high {
		middle := int(uint(low+high) / 2)
		n := binary.LittleEndian.Uint32(order[4*middle:])
		other, err := s.ID(n)
		if err != nil {
			return 0, false, err
		}
		switch {
		case string(other) < id:
			low = middle + 1
		case string(other) == id:
			return n, true, nil
		default:
			high = middle
		}
	}
	return 0, false, nil
}

// Row returns the row of document n, which must be less than Len.
func (s *Segment) Row(n uint32) Row {
	r := s.sections[sectionRows][rowBytes*int(n):]
	return Row{int64(binary.LittleEndian.Uint64(r)), binary.LittleEndian.Uint32(r[8:]), r[12]}
}

// HashOf returns a number that no other identifier has but by a rare chance: its FNV-1a hash.
func HashOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never an error
	return h.Sum64()
}

// Hash returns the HashOf the identifier of document n, which must be less than Len.
func (s *Segment) Hash(n uint32) uint64 {
	return binary.LittleEndian.Uint64(s.sections[sectionRows][rowBytes*int(n)+8+4+1:])
}

// Stored returns the stored form of a document. The caller must not change it, nor use it when the segment is closed.
func (s *Segment) Stored(n uint32) ([]byte, error) {
	if int(n) >= s.documents {
		return nil, fmt.Errorf("%w: no document %d of %d", ErrCorrupt, n, s.documents)
	}
	ends := s.sections[sectionStoredEnds]
	var start uint64
	if n > 0 {
		start = binary.LittleEndian.Uint64(ends[8*(n-1):])
	}
	end := binary.LittleEndian.Uint64(ends[8*n:])
	if start > end || end > uint64(len(s.sections[sectionStored])) {
		return nil, fmt.Errorf("%w: stored form of document %d", ErrCorrupt, n)
	}
	return s.sections[sectionStored][start:end:end], nil
}

// Fields returns the names of the fields, sorted.
func (s *Segment) Fields() []string { return slices.Clone(s.fields) }

// Postings returns the postings of a term; they are empty if no document has it.
func (s *Segment) Postings(field, term string) (Postings, error) {
	d := s.terms[field]
	if d == nil {
		return Postings{}, nil
	}
	e, ok, err := d.find(term)
	if !ok || err != nil {
		return Postings{}, err
	}
	return s.list(field, e)
}

func (s *Segment) list(field string, e entry) (Postings, error) {
	all := s.postings[field]
	if e.start > e.end || e.end > uint64(len(all)) {
		return Postings{}, fmt.Errorf("%w: postings of %q", ErrCorrupt, e.term)
	}
	return newPostings(all[e.start:e.end:e.end], e.count, s.documents)
}

// Terms returns the terms of a field that begin with prefix, sorted by bytes, and in how many documents each is. A term is
// good until the next.
func (s *Segment) Terms(field, prefix string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		d := s.terms[field]
		if d == nil {
			return
		}
		c := d.seek(prefix)
		for c.next() && bytes.HasPrefix(c.term, []byte(prefix)) {
			if !yield(Entry{c.term, c.count}, nil) {
				return
			}
		}
		if c.err != nil {
			yield(Entry{}, c.err)
		}
	}
}

// An Entry is a term of a field.
type Entry struct {
	Term  []byte
	Count int // documents
}
