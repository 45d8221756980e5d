package segment

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// Postings are the documents that have a term, in the order of their numbers, and how often each has it.
//
// A term that more than one document in sparse has is written as a bitmap of all documents, in words of 8 bytes; of any
// other the differences between neighbouring numbers, the first less than -1, as varints, which take a byte each with few
// exceptions. The frequencies follow, a byte each.
type Postings struct {
	numbers     []byte
	frequencies []byte
	documents   int // of the segment
}

// sparse is the share of documents, one in so many, from which on a bitmap is written: it is read several times faster than
// numbers, and such terms are few.
const sparse = 32

func isDense(count, documents int) bool { return count > documents/sparse }

func newPostings(data []byte, count, documents int) (Postings, error) {
	if count < 0 || count > len(data) || count > documents {
		return Postings{}, errPostings()
	}
	p := Postings{data[:len(data)-count], data[len(data)-count:], documents}
	if isDense(count, documents) && len(p.numbers) != bitmapBytes(documents) {
		return Postings{}, errPostings()
	}
	return p, nil
}

func errPostings() error { return fmt.Errorf("%w: postings", ErrCorrupt) }

func bitmapBytes(documents int) int { return (documents + 63) / 64 * 8 }

// Len returns the number of documents.
func (p Postings) Len() int { return len(p.frequencies) }

// AddTo adds the documents to a set with a bit for each document of the segment, 64 in a word, the lowest first.
func (p Postings) AddTo(set []uint64) error {
	if len(set) < (p.documents+63)/64 {
		return fmt.Errorf("set of %d words for %d documents", len(set), p.documents)
	}
	if isDense(p.Len(), p.documents) {
		for i := range len(p.numbers) / 8 {
			set[i] |= binary.LittleEndian.Uint64(p.numbers[8*i:])
		}
		return p.checkEnd()
	}

	// As Each does, but without a call for each document: of all that a search does with postings, this is most.
	number := -1
	for b := p.numbers; len(b) > 0; {
		delta, n := uint64(b[0]), 1
		if delta >= 0x80 {
			delta, n = binary.Uvarint(b)
		}
		if n <= 0 || delta-1 >= uint64(p.documents-1-number) {
			return errPostings()
		}
		b = b[n:]
		number += int(delta)
		set[uint(number)/64] |= 1 << (uint(number) % 64)
	}
	return nil
}

// checkEnd returns an error if a bitmap has documents behind the last.
func (p Postings) checkEnd() error {
	if over := p.documents % 64; over > 0 {
		last := binary.LittleEndian.Uint64(p.numbers[len(p.numbers)-8:])
		if last>>over != 0 {
			return errPostings()
		}
	}
	return nil
}

// Among calls f with each document of a set that has the term, and the frequency there.
func (p Postings) Among(set []uint64, f func(n uint32, frequency uint8)) error {
	if len(set) < (p.documents+63)/64 {
		return fmt.Errorf("set of %d words for %d documents", len(set), p.documents)
	}
	if isDense(p.Len(), p.documents) {
		return p.amongDense(set, f)
	}
	return p.Each(func(n uint32, frequency uint8) {
		if set[n/64]>>(n%64)&1 != 0 {
			f(n, frequency)
		}
	})
}

func (p Postings) amongDense(set []uint64, f func(n uint32, frequency uint8)) error {
	before := 0 // documents in the words so far
	for i := range len(p.numbers) / 8 {
		word := binary.LittleEndian.Uint64(p.numbers[8*i:])
		if before+bits.OnesCount64(word) > len(p.frequencies) {
			return errPostings()
		}
		for w := word & set[i]; w != 0; w &= w - 1 {
			lower := word & (w&-w - 1)
			f(uint32(i*64+bits.TrailingZeros64(w)), p.frequencies[before+bits.OnesCount64(lower)])
		}
		before += bits.OnesCount64(word)
	}
	return p.checkEnd()
}

// Each calls f with every document that has the term, and the frequency there.
func (p Postings) Each(f func(n uint32, frequency uint8)) error {
	if isDense(p.Len(), p.documents) {
		return p.eachDense(f)
	}
	number, rest := -1, p.frequencies
	for b := p.numbers; len(b) > 0; {
		delta, n := uint64(b[0]), 1
		if delta >= 0x80 {
			delta, n = binary.Uvarint(b)
		}
		if n <= 0 || delta-1 >= uint64(p.documents-1-number) || len(rest) == 0 {
			return errPostings()
		}
		b = b[n:]
		number += int(delta)
		f(uint32(number), rest[0])
		rest = rest[1:]
	}
	return nil
}

func (p Postings) eachDense(f func(n uint32, frequency uint8)) error {
	if err := p.checkEnd(); err != nil {
		return err
	}
	k := 0
	for i := range len(p.numbers) / 8 {
		for w := binary.LittleEndian.Uint64(p.numbers[8*i:]); w != 0; w &= w - 1 {
			if k == len(p.frequencies) {
				return errPostings()
			}
			f(uint32(i*64+bits.TrailingZeros64(w)), p.frequencies[k])
			k++
		}
	}
	return nil
}

// A list is postings taken apart: the numbers of documents, growing, and the frequencies.
type list struct {
	numbers     []uint32
	frequencies []byte
}

func (l *list) add(n uint32, frequency uint32) {
	l.numbers = append(l.numbers, n)
	l.frequencies = append(l.frequencies, byte(min(frequency, maxFrequency)))
}

func (l *list) reset() { l.numbers, l.frequencies = l.numbers[:0], l.frequencies[:0] }

// appendTo appends the postings to dst.
func (l *list) appendTo(dst []byte, documents int) []byte {
	if isDense(len(l.numbers), documents) {
		start := len(dst)
		dst = append(dst, make([]byte, bitmapBytes(documents))...)
		bitmap := dst[start:]
		for _, n := range l.numbers {
			bitmap[n/8] |= 1 << (n % 8)
		}
	} else {
		last := -1
		for _, n := range l.numbers {
			dst = binary.AppendUvarint(dst, uint64(int(n)-last))
			last = int(n)
		}
	}
	return append(dst, l.frequencies...)
}

// appendList appends the postings to l, each document with a new number, or left out if that is dropped.
func (p Postings) appendList(l *list, numbers []uint64) error {
	return p.Each(func(n uint32, frequency uint8) {
		if to := numbers[n]; to != dropped {
			l.add(uint32(to), uint32(frequency))
		}
	})
}
