package segment

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
)

// The positions of a term are a list of growing numbers for each document of its postings:
//
//	k        1 byte, at most 31
//	offsets  4 bytes for each block of positionBlock documents but the first: where it begins, counted from the first
//	blocks   the lists of the documents; each block begins with a byte
//
// A list of c positions p is a stream of bits, the lowest of a byte first. With L the number of bits of c:
//
//	c        Elias gamma code: L-1 zeros, a one, the lower L-1 bits of c
//	gaps     Rice code with the parameter r = max(0, k-(L-1)), of each p - previous - 1; the one previous to the first is -1:
//	         (gap >> r) zeros, a one, the lower r bits of gap; or, for 16 zeros or more, 16 zeros and gap in 32 bits
//
// The mean gap in a text of n words is n/c; k is the best for the mean n of the documents. That takes 1.2 bytes a position
// in news articles, of which the order of 550 words needs 0.95; varints take 1.7.
const (
	positionBlock = 64
	maxRice       = 31
	maxQuotient   = 16 // zeros that mean a gap in full
	maxGammaBits  = 28 // of the number of positions
)

// riceOf returns the parameter of the Rice code of count positions.
func riceOf(k, count int) uint { return uint(max(0, k+1-bits.Len(uint(count)))) }

// appendPositions appends positions, which are in lists of some counts, one after another.
func appendPositions(dst []byte, positions []uint32, counts []uint32) []byte {
	k := bestRice(positions, counts)
	dst = append(dst, byte(k))
	offsets := len(dst)
	blocks := (len(counts) + positionBlock - 1) / positionBlock
	dst = append(dst, make([]byte, 4*(blocks-1))...)
	first := len(dst)

	w := bitWriter{buf: dst}
	for i, n := range counts {
		if i%positionBlock == 0 && i > 0 {
			w.flush()
			binary.LittleEndian.PutUint32(w.buf[offsets+4*(i/positionBlock-1):], uint32(len(w.buf)-first))
		}
		w.list(positions[:n], riceOf(k, int(n)))
		positions = positions[n:]
	}
	w.flush()
	return w.buf
}

// bestRice returns k, for which the parameter of a list is about log2(ln 2 · mean gap), the best of a Rice code for gaps of
// a geometric distribution.
func bestRice(positions []uint32, counts []uint32) int {
	var sum uint64
	i := 0
	for _, n := range counts {
		next := uint32(0)
		shift := bits.Len32(n) - 1
		for _, p := range positions[i : i+int(n)] {
			sum += uint64(p-next) << shift
			next = p + 1
		}
		i += int(n)
	}
	mean := float64(sum) / float64(len(positions))
	return min(max(0, bits.Len64(uint64(math.Ln2*mean))-1), maxRice)
}

// A bitWriter appends bits to bytes, the lowest first.
type bitWriter struct {
	buf   []byte
	bits  uint64 // not yet appended
	count int    // of them, less than 8 between calls
}

// write writes the lower n bits of v, of which the others are zero; n is at most 56.
func (w *bitWriter) write(v uint64, n int) {
	w.bits |= v << w.count
	for w.count += n; w.count >= 8; w.count -= 8 {
		w.buf = append(w.buf, byte(w.bits))
		w.bits >>= 8
	}
}

// flush fills up the byte.
func (w *bitWriter) flush() {
	if w.count > 0 {
		w.buf = append(w.buf, byte(w.bits))
		w.bits, w.count = 0, 0
	}
}

func (w *bitWriter) list(positions []uint32, rice uint) {
	n := uint64(len(positions))
	size := bits.Len64(n)
	w.write(1<<(size-1), size)
	w.write(n&^(1<<(size-1)), size-1)
	next := uint32(0)
	for _, p := range positions {
		gap := uint64(p - next)
		next = p + 1
		quotient := gap >> rice
		if quotient >= maxQuotient {
			w.write(gap<<maxQuotient, maxQuotient+32)
			continue
		}
		w.write(1<<quotient|gap&(1<<rice-1)<<(quotient+1), int(quotient)+1+int(rice))
	}
}

// A PositionIterator reads the positions of a term in one document after another. It is not for concurrent use.
type PositionIterator struct {
	walk    Walk
	k       int
	offsets []byte
	blocks  []byte
	block   int  // the one at hand
	next    int  // the posting whose list begins at bit, if it is of this block
	bit     uint // of blocks
}

// Positions returns an iterator over the positions of the term. Of a term without positions it finds none.
func (p Postings) Positions() (*PositionIterator, error) {
	it := &PositionIterator{walk: p.Walk()}
	if len(p.positions) == 0 {
		it.walk.ahead = math.MaxInt // after every document, also of the postings of a term that no document has
		return it, nil
	}
	table := 4 * ((p.Len() - 1) / positionBlock)
	if it.k = int(p.positions[0]); it.k > maxRice || len(p.positions)-1 < table {
		return nil, errPositions()
	}
	it.offsets, it.blocks = p.positions[1:1+table], p.positions[1+table:]
	return it, nil
}

func errPositions() error { return fmt.Errorf("%w: positions", ErrCorrupt) }

// Append appends the positions of the term in document n to dst: none if it has not the term. The documents must come in
// ascending order.
func (it *PositionIterator) Append(dst []uint32, n uint32) ([]uint32, error) {
	posting, ok := it.walk.seek(int(n))
	if !ok {
		return dst, nil
	}
	if posting < it.next || posting >= it.walk.postings.Len() {
		return dst, errPositions()
	}
	if block := posting / positionBlock; block != it.block {
		it.block, it.next = block, block*positionBlock
		it.bit = 8 * uint(binary.LittleEndian.Uint32(it.offsets[4*(block-1):]))
	}
	if err := it.skip(posting - it.next); err != nil {
		return dst, err
	}
	it.next = posting + 1
	return it.list(dst)
}

// list appends the positions of the posting that begins at bit.
func (it *PositionIterator) list(dst []uint32) ([]uint32, error) {
	bit := it.bit
	count, size := gamma(window(it.blocks, bit))
	bit += size
	rice := riceOf(it.k, count)
	next, mask, end := uint64(0), uint64(1)<<rice-1, 8*uint(len(it.blocks))
	for range count {
		w := window(it.blocks, bit)
		zeros := uint(bits.TrailingZeros64(w))
		if zeros < maxQuotient {
			next += uint64(zeros)<<rice | w>>(zeros+1)&mask
			bit += zeros + 1 + rice
		} else {
			next += w >> maxQuotient & math.MaxUint32
			bit += maxQuotient + 32
		}
		if bit > end || next > math.MaxUint32 {
			return dst, errPositions()
		}
		dst = append(dst, uint32(next))
		next++
	}
	it.bit = bit
	if count == 0 {
		return dst, errPositions()
	}
	return dst, nil
}

// skip passes n postings.
func (it *PositionIterator) skip(n int) error {
	bit, end := it.bit, 8*uint(len(it.blocks))
	for range n {
		count, size := gamma(window(it.blocks, bit))
		bit += size
		rice := riceOf(it.k, count)
		for range count {
			zeros := uint(bits.TrailingZeros64(window(it.blocks, bit)))
			if zeros < maxQuotient {
				bit += zeros + 1 + rice
			} else {
				bit += maxQuotient + 32
			}
			if bit > end {
				return errPositions()
			}
		}
		if count == 0 {
			return errPositions()
		}
	}
	it.bit = bit
	return nil
}

// gamma reads a number in Elias gamma code and returns its length in bits. It returns 0 for what is none.
func gamma(w uint64) (n int, size uint) {
	zeros := uint(bits.TrailingZeros64(w))
	if zeros >= maxGammaBits {
		return 0, 0
	}
	return 1<<zeros | int(w>>(zeros+1)&(1<<zeros-1)), 2*zeros + 1
}

// window returns the next 57 bits at least, with zeros after the last.
func window(data []byte, bit uint) uint64 {
	if at := bit / 8; at+8 <= uint(len(data)) {
		return binary.LittleEndian.Uint64(data[at:]) >> (bit % 8)
	}
	return lastWindow(data, bit)
}

func lastWindow(data []byte, bit uint) uint64 {
	var last [8]byte
	copy(last[:], data[min(bit/8, uint(len(data))):])
	return binary.LittleEndian.Uint64(last[:]) >> (bit % 8)
}
