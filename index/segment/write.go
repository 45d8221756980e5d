package segment

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"
	"strings"
)

// A writer writes sections one after another and keeps their table. After an error it writes nothing.
type writer struct {
	w       io.Writer
	offset  uint64
	entries []tableEntry
	err     error
}

type tableEntry struct {
	offset, length uint64
	sum            uint32
}

func newWriter(w io.Writer) *writer {
	s := &writer{w: w}
	s.write([]byte(magic))
	return s
}

func (s *writer) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.offset += uint64(len(b))
	}
}

// begin begins a section; append adds to it.
func (s *writer) begin() { s.entries = append(s.entries, tableEntry{offset: s.offset}) }

func (s *writer) append(b []byte) {
	e := &s.entries[len(s.entries)-1]
	e.sum = crc32.Update(e.sum, castagnoli, b)
	e.length += uint64(len(b))
	s.write(b)
}

// section writes a whole section.
func (s *writer) section(b []byte) {
	s.begin()
	s.append(b)
}

// end writes the table. It returns the length of all and the first error.
func (s *writer) end(documents int, fields []string) (uint64, error) {
	var table []byte
	for _, name := range fields {
		table = binary.LittleEndian.AppendUint16(table, uint16(len(name)))
		table = append(table, name...)
	}
	for _, e := range s.entries {
		table = binary.LittleEndian.AppendUint64(table, e.offset)
		table = binary.LittleEndian.AppendUint64(table, e.length)
		table = binary.LittleEndian.AppendUint32(table, e.sum)
	}
	trailer := binary.LittleEndian.AppendUint32(nil, uint32(documents))
	trailer = binary.LittleEndian.AppendUint32(trailer, uint32(len(fields)))
	sum := crc32.Update(crc32.Checksum(trailer, castagnoli), castagnoli, table)
	trailer = binary.LittleEndian.AppendUint32(trailer, uint32(len(table)))
	trailer = binary.LittleEndian.AppendUint32(trailer, sum)
	s.write(table)
	s.write(append(trailer, magic...))
	return s.offset, s.err
}

// A fieldWriter writes the sections of a field, term by term.
type fieldWriter struct {
	*writer
	dictionary dictionaryWriter
	documents  int
	buf        []byte
}

func (s *writer) field(documents int) *fieldWriter {
	s.begin()
	return &fieldWriter{writer: s, documents: documents}
}

func (f *fieldWriter) term(term []byte, l *postingsBuilder) error {
	f.buf = l.appendTo(f.buf[:0], f.documents)
	postings := len(f.buf)
	if len(l.counts) > 0 {
		if len(l.counts) != len(l.numbers) || slices.Contains(l.counts, 0) {
			return fmt.Errorf("term %q has positions in some of its documents only", term)
		}
		f.buf = appendPositions(f.buf, l.positions, l.counts)
	}
	f.dictionary.add(term, len(l.numbers), postings, len(f.buf)-postings)
	f.append(f.buf)
	return f.err
}

func (f *fieldWriter) end() {
	blocks, ends := f.dictionary.end()
	f.section(blocks)
	f.section(ends)
}

// documents collects the identifiers, doc infos and keys of documents.
type documents struct {
	ids                     []string
	text, ends, infos, keys []byte
}

func (d *documents) add(id string, r DocInfo, keys Keys) {
	d.ids = append(d.ids, id)
	text, isPacked := appendPacked(d.text, id)
	d.text = text
	d.ends = appendIDEnd(d.ends, len(d.text), isPacked)
	d.infos = binary.LittleEndian.AppendUint64(d.infos, uint64(r.Published))
	d.infos = binary.LittleEndian.AppendUint32(d.infos, r.Words)
	d.infos = append(d.infos, r.TitleWords)
	d.infos = binary.LittleEndian.AppendUint64(d.infos, IDHash(id))
	d.infos = binary.LittleEndian.AppendUint32(d.infos, r.Seen)
	for _, k := range keys {
		d.keys = binary.LittleEndian.AppendUint32(d.keys, k)
	}
}

// appendPacked appends an identifier to dst as it is kept, and reports whether it is packed.
func appendPacked(dst []byte, id string) ([]byte, bool) {
	if strings.Trim(id, "0123456789abcdef") == "" {
		if packed, err := hex.AppendDecode(dst, []byte(id)); err == nil {
			return packed, true
		}
	}
	return append(dst, id...), false
}

func appendIDEnd(dst []byte, end int, isPacked bool) []byte {
	if isPacked {
		end |= packedID
	}
	return binary.LittleEndian.AppendUint32(dst, uint32(end))
}

// write writes all sections of documents except the stored forms.
func (d *documents) write(w *writer) {
	order := make([]uint32, len(d.ids))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(d.ids[a], d.ids[b]) })
	numbers := make([]byte, 0, 4*len(order))
	for _, n := range order {
		numbers = binary.LittleEndian.AppendUint32(numbers, n)
	}
	w.section(d.text)
	w.section(d.ends)
	w.section(numbers)
	w.section(d.infos)
	w.section(d.keys)
}

// writeStored writes the stored forms.
func writeStored(w *writer, documents int, stored iter.Seq2[[]byte, error]) error {
	w.begin()
	ends := make([]byte, 0, 8*documents)
	var end uint64
	for b, err := range stored {
		if err != nil {
			return err
		}
		w.append(b)
		end += uint64(len(b))
		ends = binary.LittleEndian.AppendUint64(ends, end)
	}
	w.section(ends)
	return nil
}
