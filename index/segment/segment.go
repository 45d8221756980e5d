// Package segment is the format of an index file: some articles and their terms, immutable once written.
//
// A [Builder] makes a segment of documents, [Merge] one of several, [Parse] opens one. A segment has the
// identifier, a [DocInfo] and the stored form of each document, and per field a sorted dictionary of terms
// with their [Postings] and, where the documents have them, positions. [NewDocValues] reads the values of
// filters, facets, sorting and ranking into memory. A set of documents is a [Bitset].
//
// The methods of a [*Segment] may be called concurrently.
package segment

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
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
//	2: doc infos have the hash of the identifier.
//	3: terms have positions.
//	4: doc infos have the date first seen.
//	5: documents are Rice codes and frequencies half bytes.
//	6: documents have keys.
//	7: identifiers in hexadecimal are packed.
const Version = 7

// ErrCorrupt is returned for a segment whose bytes are not those that were written.
var ErrCorrupt = errors.New("segment damaged")

// A DocInfo holds the numbers that every document has.
type DocInfo struct {
	Published  int64  // Unix seconds; 0 is unknown
	Words      uint32 // length of the text
	TitleWords uint8  // length of the title, at most 255
	Seen       uint32 // when it was first seen, in Unix seconds up to 2106; 0 is unknown
}

// docInfoBytes is the length of a DocInfo on disk, with the hash of the identifier.
const docInfoBytes = 8 + 4 + 1 + 8 + 4

// Keys are numbers by which texts like that of a document are found. A segment only keeps them.
type Keys [4]uint32

// keysBytes is the length of Keys on disk.
const keysBytes = 4 * len(Keys{})

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
	lazy bool // checked only by Verify
}

// The sections of a segment that are not of a field.
//
//	ids     the identifiers, one after another; one in hexadecimal digits as the bytes that these stand for
//	idEnds  where each of them ends, with packedID if it is in hexadecimal: 4 bytes
//	idOrder the numbers of the documents in the order of their identifiers: 4 bytes
//	infos   published, words, title words, the hash of the identifier, seen: 8, 4, 1, 8 and 4 bytes
//	keys    the keys of the document: 4 bytes each
//	stored  the stored forms, one after another
//	ends    where each of them ends: 8 bytes
const (
	sectionIDs = iota
	sectionIDEnds
	sectionIDOrder
	sectionDocInfo
	sectionKeys
	sectionStored
	sectionStoredEnds
	fixedSections
)

// The sections of a field.
//
//	postings of each term in order, its [Postings] and then its positions, if it has any
//	blocks   the dictionary
//	ends     where each block of it ends, and where the postings of its first term begin
const (
	sectionPostings = iota
	sectionBlocks
	sectionBlockEnds
	fieldSections
)

// A segment is the magic number, the sections, a table and a trailer. The table has the names of the fields
// (a length of 2 bytes each) and for each section its offset, length (8 bytes) and CRC-32C (4 bytes). The
// trailer is the number of documents, the number of fields, the length of the table and its CRC-32C (4 bytes
// each) and the magic number again. All numbers are little-endian.
const (
	magic        = "baotinh\x07"
	trailerBytes = 4*4 + len(magic)
	entryBytes   = 8 + 8 + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Parse returns the segment in data, which must not change as long as it is used. It checks everything but
// postings and stored forms, which [Segment.Verify] does. The error is ErrCorrupt.
func Parse(data []byte) (*Segment, error) {
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
	section := func(name string, lazy bool) ([]byte, error) {
		offset, length := binary.LittleEndian.Uint64(table), binary.LittleEndian.Uint64(table[8:])
		sum := binary.LittleEndian.Uint32(table[16:])
		table = table[entryBytes:]
		if offset > uint64(len(body)) || length > uint64(len(body))-offset {
			return nil, fmt.Errorf("%w: bounds of %s", ErrCorrupt, name)
		}
		part := body[offset : offset+length : offset+length]
		s.checks = append(s.checks, check{name, part, sum, lazy})
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
		if c.lazy {
			continue
		}
		if err := c.verify(&reading{}); err != nil {
			return nil, err
		}
	}
	return s, s.consistent()
}

var (
	sectionNames = [fixedSections]string{
		"ids", "ends of ids", "order of ids", "doc infos", "keys", "stored", "ends of stored",
	}
	fieldSectionNames = [fieldSections]string{"postings", "terms", "ends of terms"}
)

func (c check) verify(r *reading) error {
	sum := uint32(0)
	for part := range slices.Chunk(c.data, 1<<20) {
		sum = crc32.Update(sum, castagnoli, part)
		r.read(len(part))
	}
	if sum != c.sum {
		return fmt.Errorf("%w: checksum of %s", ErrCorrupt, c.name)
	}
	return nil
}

// consistent returns an error unless the sections have the lengths that they must have.
func (s *Segment) consistent() error {
	n := s.documents
	if len(s.sections[sectionIDEnds]) != 4*n || len(s.sections[sectionIDOrder]) != 4*n ||
		len(s.sections[sectionDocInfo]) != docInfoBytes*n || len(s.sections[sectionKeys]) != keysBytes*n ||
		len(s.sections[sectionStoredEnds]) != 8*n {
		return fmt.Errorf("%w: lengths of sections", ErrCorrupt)
	}
	for _, d := range s.terms {
		if len(d.ends)%8 != 0 {
			return fmt.Errorf("%w: lengths of sections", ErrCorrupt)
		}
	}
	return nil
}

// Verify returns ErrCorrupt unless all checksums are right. It reads the whole segment, and calls forget
// whenever it has read forgetEvery bytes: see [MergeOptions]. nil: nothing is done.
func (s *Segment) Verify(forget func()) error {
	r := reading{forget: forget}
	for _, c := range s.checks {
		if err := c.verify(&r); err != nil {
			return err
		}
	}
	return nil
}

// A reading calls a function whenever forgetEvery bytes of mapped segments have been read.
type reading struct {
	forget func() // nil: nothing is done
	bytes  int    // since the last call
}

const forgetEvery = 32 << 20

func (r *reading) read(bytes int) {
	if r.bytes += bytes; r.bytes < forgetEvery || r.forget == nil {
		return
	}
	r.bytes = 0
	r.forget()
}

// Len returns the number of documents. They are numbered from 0.
func (s *Segment) Len() int { return s.documents }

// packedID marks the end of an identifier that is kept as bytes instead of hexadecimal digits.
const packedID = 1 << 31

// ID returns the identifier of a document.
func (s *Segment) ID(n uint32) ([]byte, error) { return s.appendID(nil, n) }

// appendID appends the identifier of a document to dst.
func (s *Segment) appendID(dst []byte, n uint32) ([]byte, error) {
	kept, isPacked, err := s.keptID(n)
	if isPacked {
		return hex.AppendEncode(dst, kept), err
	}
	return append(dst, kept...), err
}

// keptID returns the bytes that are kept of the identifier of a document, and whether they are packed.
func (s *Segment) keptID(n uint32) ([]byte, bool, error) {
	if int(n) >= s.documents {
		return nil, false, fmt.Errorf("%w: no document %d of %d", ErrCorrupt, n, s.documents)
	}
	ends := s.sections[sectionIDEnds]
	var start uint32
	if n > 0 {
		start = binary.LittleEndian.Uint32(ends[4*(n-1):]) &^ packedID
	}
	end := binary.LittleEndian.Uint32(ends[4*n:])
	isPacked := end&packedID != 0
	if end &^= packedID; start > end || int(end) > len(s.sections[sectionIDs]) {
		return nil, false, fmt.Errorf("%w: identifier of document %d", ErrCorrupt, n)
	}
	return s.sections[sectionIDs][start:end:end], isPacked, nil
}

// Find returns the number of the document with an identifier, and whether there is one.
func (s *Segment) Find(id string) (uint32, bool, error) {
	i, err := s.searchID(id)
	if err != nil || i == s.documents {
		return 0, false, err
	}
	n := s.SortedDoc(i)
	found, err := s.ID(n)
	return n, string(found) == id, err
}

// IDs returns the numbers of the documents whose identifiers begin with prefix, in the order of these.
func (s *Segment) IDs(prefix string) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		i, err := s.searchID(prefix)
		for ; err == nil && i < s.documents; i++ {
			n := s.SortedDoc(i)
			var id []byte
			if id, err = s.ID(n); err == nil && (!bytes.HasPrefix(id, []byte(prefix)) || !yield(n, nil)) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

// searchID returns the place of the first identifier, in their order, that is not less than id.
func (s *Segment) searchID(id string) (int, error) {
	low, high := 0, s.documents
	var other []byte
	for low < high {
		middle := int(uint(low+high) / 2)
		var err error
		if other, err = s.appendID(other[:0], s.SortedDoc(middle)); err != nil {
			return 0, err
		}
		if string(other) < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, nil
}

// DocInfo returns the numbers of document n, which must be less than Len.
func (s *Segment) DocInfo(n uint32) DocInfo {
	r := s.docInfo(n)
	return DocInfo{
		Published: int64(binary.LittleEndian.Uint64(r)), Words: binary.LittleEndian.Uint32(r[8:]),
		TitleWords: r[12], Seen: binary.LittleEndian.Uint32(r[21:]),
	}
}

// docInfo returns the bytes of the doc info of document n.
func (s *Segment) docInfo(n uint32) []byte {
	return s.sections[sectionDocInfo][docInfoBytes*int(n):][:docInfoBytes]
}

// Keys returns the keys of document n, which must be less than Len.
func (s *Segment) Keys(n uint32) Keys {
	var keys Keys
	for i := range keys {
		keys[i] = binary.LittleEndian.Uint32(s.keys(n)[4*i:])
	}
	return keys
}

// keys returns the bytes of the keys of document n.
func (s *Segment) keys(n uint32) []byte {
	return s.sections[sectionKeys][keysBytes*int(n):][:keysBytes]
}

// IDHash returns the 64-bit FNV-1a hash of an identifier.
func IDHash(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never an error
	return h.Sum64()
}

// IDHash returns the [IDHash] of the identifier of document n, which must be less than Len.
func (s *Segment) IDHash(n uint32) uint64 {
	return binary.LittleEndian.Uint64(s.sections[sectionDocInfo][docInfoBytes*int(n)+8+4+1:])
}

// Stored returns the stored form of a document. The caller must not change it, nor use it when the segment is
// closed.
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
	p, _, err := s.LookUp(field, term)
	return p, err
}

// LookUp returns the postings of a term, and whether the field has the term: one of [PhraseFields] may have
// no document.
func (s *Segment) LookUp(field, term string) (Postings, bool, error) {
	d := s.terms[field]
	if d == nil {
		return Postings{}, false, nil
	}
	e, ok, err := d.find(term)
	if !ok || err != nil {
		return Postings{}, false, err
	}
	p, err := s.readPostings(field, e)
	return p, true, err
}

func (s *Segment) readPostings(field string, e entry) (Postings, error) {
	all := s.postings[field]
	if e.start > e.end || e.end > e.positions || e.positions > uint64(len(all)) {
		return Postings{}, fmt.Errorf("%w: postings of %s", ErrCorrupt, field)
	}
	return newPostings(all[e.start:e.end:e.end], all[e.end:e.positions:e.positions], e.count, s.documents)
}

// Terms returns the terms of a field that begin with prefix, sorted by bytes, and in how many documents each
// is. A term is valid until the next.
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

// Seek returns an iterator that is before the first term of a field that is not less than from, by bytes.
func (s *Segment) Seek(field, from string) *TermIterator {
	it := &TermIterator{}
	if d := s.terms[field]; d != nil {
		it.cursor = d.seek(from)
	}
	return it
}

// A TermIterator goes through the terms of a field in order.
type TermIterator struct{ cursor *termCursor } // nil: none

// Next goes to the next term. It returns false after the last, or after an error.
func (it *TermIterator) Next() bool { return it.cursor != nil && it.cursor.next() }

// Entry returns the term at which the iterator is, valid until Next.
func (it *TermIterator) Entry() Entry { return Entry{it.cursor.term, it.cursor.count} }

// Err returns ErrCorrupt if the terms could not be read.
func (it *TermIterator) Err() error {
	if it.cursor == nil {
		return nil
	}
	return it.cursor.err
}

// Around returns an iterator over the terms of a field about the place of a term: from up to n terms before
// it on. Terms are counted by whole blocks of the dictionary, so that it costs no more to go back.
func (s *Segment) Around(field, term string, n int) *TermIterator {
	it := &TermIterator{}
	d := s.terms[field]
	if d == nil {
		return it
	}
	it.cursor = &termCursor{d: d}
	it.cursor.block, it.cursor.err = d.search(term)
	it.cursor.block = max(0, it.cursor.block-n/blockTerms)
	return it
}

// SortedDoc returns the number of the document whose identifier is the i-th by bytes. i must be less than
// Len.
func (s *Segment) SortedDoc(i int) uint32 {
	return binary.LittleEndian.Uint32(s.sections[sectionIDOrder][4*i:])
}

// Cardinality returns the number of terms of a field, rounded up to whole blocks of the dictionary.
func (s *Segment) Cardinality(field string) int {
	if d := s.terms[field]; d != nil {
		return d.len() * blockTerms
	}
	return 0
}
