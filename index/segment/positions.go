package segment

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
)

// The positions of a term are a list of ascending numbers for each document of its postings:
//
//	k        1 byte, at most maxRice
//	offsets  4 bytes for each block of blockLists lists but the first: where it begins after the first
//	blocks   the lists, as streams of bits, the lowest of a byte first; each block begins with a byte
//
// With gap = p - previous - 1 for each position p, where -1 is previous to the first, a block is:
//
//	counts      of each list the number of positions c, in Elias gamma code: with L the number of bits of
//	            c, L-1 zeros, a one, the lower L-1 bits of c
//	remainders  of each gap the lower r bits
//	quotients   of each gap (gap >> r) zeros and a one
//
// This is the Rice code with the parameter r = max(0, k-L+1), because the mean gap in a text of n words is
// n/c; k is the best for the mean n of the documents. The count of a list with other gaps than that, or with
// 2^20 positions, is preceded by 20 zeros, a one and an r of its own in 5 bits. The three parts are apart so
// that lists are passed by reading their counts only.
//
// A position in news articles takes 1.2 bytes, of which the order of 550 words needs 0.95. A varint would
// take 1.7.
const (
	blockLists   = 64
	maxRice      = 31
	ownRiceZeros = 20
)

// riceOf returns the parameter of a list whose number of positions has some bits.
func riceOf(k, size int) uint { return uint(max(0, k+1-size)) }

// appendPositions appends positions, which are in lists of some counts, one after another.
func appendPositions(dst []byte, positions, counts []uint32) []byte {
	k := bestRice(positions, counts)
	dst = append(dst, byte(k))
	offsets := len(dst)
	dst = append(dst, make([]byte, 4*((len(counts)-1)/blockLists))...)
	first := len(dst)

	w := bitWriter{buf: dst}
	for start := 0; start < len(counts); start += blockLists {
		if start > 0 {
			at := offsets + 4*(start/blockLists-1)
			binary.LittleEndian.PutUint32(w.buf[at:], uint32(len(w.buf)-first))
		}
		block := counts[start:min(start+blockLists, len(counts))]
		n := w.block(positions, block, k)
		positions = positions[n:]
	}
	return w.buf
}

// bestRice returns k, for which the parameter of a list is about log2(ln 2 · mean gap), the best of a Rice
// code for gaps of a geometric distribution.
func bestRice(positions, counts []uint32) int {
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
	count int    // of them, less than 32 between calls
}

// write writes the lower n bits of v, whose others must be zero; n is at most 32.
func (w *bitWriter) write(v uint64, n int) {
	w.bits |= v << w.count
	w.count += n
	if w.count >= 32 {
		w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(w.bits))
		w.bits >>= 32
		w.count -= 32
	}
}

// flush appends what is left, to whole bytes.
func (w *bitWriter) flush() {
	for ; w.count > 0; w.count -= 8 {
		w.buf = append(w.buf, byte(w.bits))
		w.bits >>= 8
	}
	w.count = 0
}

// block writes a block of lists and returns the number of their positions.
func (w *bitWriter) block(positions, counts []uint32, k int) int {
	var rice [blockLists]uint
	rest := positions
	for i, n := range counts {
		rice[i] = w.listHeader(rest[:n], k)
		rest = rest[n:]
	}
	rest = positions
	for i, n := range counts {
		next, mask := uint32(0), uint32(1)<<rice[i]-1
		for _, p := range rest[:n] {
			w.write(uint64((p-next)&mask), int(rice[i]))
			next = p + 1
		}
		rest = rest[n:]
	}
	rest = positions
	for i, n := range counts {
		next := uint32(0)
		for _, p := range rest[:n] {
			w.unary((p - next) >> rice[i])
			next = p + 1
		}
		rest = rest[n:]
	}
	w.flush()
	return len(positions) - len(rest)
}

// unary writes n zeros and a one.
func (w *bitWriter) unary(n uint32) {
	for ; n >= 32; n -= 32 {
		w.write(0, 32)
	}
	w.write(1<<n, int(n)+1)
}

// listHeader writes the count of a list and returns its parameter.
func (w *bitWriter) listHeader(positions []uint32, k int) uint {
	n, last := uint64(len(positions)), uint64(positions[len(positions)-1])
	size := bits.Len64(n)
	rice := riceOf(k, size)
	if size > ownRiceZeros || last>>rice > 4*n+64 {
		rice = uint(min(max(0, bits.Len64(last/n)-1), maxRice))
		w.write(1<<ownRiceZeros|uint64(rice)<<(ownRiceZeros+1), ownRiceZeros+1+5)
	}
	w.write(1<<(size-1), size)
	w.write(n&^(1<<(size-1)), size-1)
	return rice
}

// A PositionIterator reads the positions of a term in one document after another. It is not for concurrent
// use.
type PositionIterator struct {
	walk    Walk
	k       int
	offsets []byte
	blocks  []byte

	block *positionsBlock // the one at hand; nil: none yet
}

// A positionsBlock is where a block has its lists.
type positionsBlock struct {
	number     int
	starts     [blockLists + 1]uint32 // by list, the positions before it
	remainders [blockLists]uint32     // by list, the bits of remainders before it
	rice       [blockLists]uint8
	first      uint // bit of the remainders
	// The next quotient begins with bit, after some positions.
	bit    uint
	passed uint
}

// Positions returns an iterator over the positions of the term. Of a term without positions it finds none.
func (p Postings) Positions() (*PositionIterator, error) {
	it := new(PositionIterator)
	return it, it.reset(p)
}

// reset makes it an iterator over the positions of another term, with the same memory.
func (it *PositionIterator) reset(p Postings) error {
	*it = PositionIterator{walk: p.Walk(), block: it.block}
	if it.block != nil {
		it.block.number = -1
	}
	if len(p.positions) == 0 {
		it.walk.ahead = math.MaxInt // after every document of any segment
		return nil
	}
	table := 4 * ((p.Len() - 1) / blockLists)
	if it.k = int(p.positions[0]); it.k > maxRice || len(p.positions)-1 < table {
		return errPositions()
	}
	it.offsets, it.blocks = p.positions[1:1+table], p.positions[1+table:]
	return nil
}

func errPositions() error { return fmt.Errorf("%w: positions", ErrCorrupt) }

// Next returns a document before which there is none that Append has not passed.
func (it *PositionIterator) Next() uint32 { return uint32(it.walk.ahead) }

// Append appends the positions of the term in document n to dst: none if it does not have the term. The
// documents must come in ascending order, each once.
func (it *PositionIterator) Append(dst []uint32, n uint32) ([]uint32, error) {
	posting, ok := it.walk.seek(int(n))
	if !ok {
		return dst, nil
	}
	return it.appendPosting(dst, posting)
}

// appendPosting appends the positions of a posting to dst. The postings must come in ascending order.
func (it *PositionIterator) appendPosting(dst []uint32, posting int) ([]uint32, error) {
	if posting >= it.walk.postings.Len() {
		return dst, errPositions()
	}
	if number := posting / blockLists; it.block == nil || number != it.block.number {
		if it.block == nil {
			it.block = new(positionsBlock)
		}
		if !it.load(number) {
			return dst, errPositions()
		}
	}
	list := posting % blockLists
	if !it.block.seek(it.blocks, uint(it.block.starts[list])) {
		return dst, errPositions()
	}
	return it.block.list(dst, it.blocks, list)
}

// load reads the counts of a block, and reports whether they are sound.
func (it *PositionIterator) load(number int) bool {
	b := it.block
	b.number, b.passed = number, 0
	bit, end := uint(0), 8*uint(len(it.blocks))
	if number > 0 {
		bit = 8 * uint(binary.LittleEndian.Uint32(it.offsets[4*(number-1):]))
	}
	lists := min(blockLists, it.walk.postings.Len()-number*blockLists)
	var positions, remainders uint
	w, left := uint64(0), uint(0) // bits read, not yet used
	for i := range lists {
		zeros := uint(bits.TrailingZeros64(w))
		if 2*zeros+1 > left {
			w, left = window(it.blocks, bit), windowBits
			zeros = uint(bits.TrailingZeros64(w))
		}
		rice := riceOf(it.k, int(zeros)+1)
		if zeros == ownRiceZeros {
			rice = uint(window(it.blocks, bit)>>(ownRiceZeros+1)) & maxRice
			bit += ownRiceZeros + 1 + 5
			w, left = window(it.blocks, bit), windowBits
			zeros = uint(bits.TrailingZeros64(w))
		}
		size := 2*zeros + 1
		if size > left || positions|remainders > math.MaxUint32 {
			return false
		}
		count := 1<<zeros | uint(w>>(zeros+1))&(1<<zeros-1)
		w >>= size
		left -= size
		bit += size
		b.rice[i], b.starts[i], b.remainders[i] = uint8(rice), uint32(positions), uint32(remainders)
		positions += count
		remainders += count * rice
	}
	b.starts[lists] = uint32(positions)
	b.first, b.bit = bit, bit+remainders
	return positions <= math.MaxUint32 && b.bit+positions <= end
}

// seek passes quotients until those of some positions have been passed, and reports whether there are so
// many.
func (b *positionsBlock) seek(data []byte, positions uint) bool {
	if positions < b.passed {
		return false
	}
	for b.passed < positions {
		w := window(data, b.bit)
		ones := uint(bits.OnesCount64(w))
		if missing := positions - b.passed; missing <= ones {
			for ; missing > 1; missing-- {
				w &= w - 1
			}
			b.bit += uint(bits.TrailingZeros64(w)) + 1
			b.passed = positions
			return true
		}
		b.passed += ones
		if b.bit += windowBits; b.bit >= 8*uint(len(data)) {
			return false
		}
	}
	return true
}

// list appends the positions of a list, whose quotients are next.
func (b *positionsBlock) list(dst []uint32, data []byte, list int) ([]uint32, error) {
	rice, remainder := uint(b.rice[list]&maxRice), b.first+uint(b.remainders[list])
	count := uint(b.starts[list+1] - b.starts[list])
	next, mask := uint64(0), uint64(1)<<rice-1
	first, from := b.bit, b.bit // of the quotient, of the window
	w := window(data, from)
	for range count {
		for w == 0 {
			if from += windowBits; from >= 8*uint(len(data)) {
				return dst, errPositions()
			}
			w = window(data, from)
		}
		one := from + uint(bits.TrailingZeros64(w))
		w &= w - 1
		next += uint64(one-first)<<rice | window(data, remainder)&mask
		if next > math.MaxUint32 {
			return dst, errPositions()
		}
		dst = append(dst, uint32(next))
		next++
		first = one + 1
		remainder += rice
	}
	b.bit = first
	b.passed += count
	return dst, nil
}

// windowBits is the number of bits that are in 8 bytes wherever in the first of them they begin.
const windowBits = 57

// window returns the windowBits from a bit on. There are zeros after the last.
func window(data []byte, bit uint) uint64 {
	if at := bit / 8; at+8 <= uint(len(data)) {
		return binary.LittleEndian.Uint64(data[at:]) >> (bit % 8) & (1<<windowBits - 1)
	}
	return lastWindow(data, bit)
}

func lastWindow(data []byte, bit uint) uint64 {
	var last [8]byte
	copy(last[:], data[min(bit/8, uint(len(data))):])
	return binary.LittleEndian.Uint64(last[:]) >> (bit % 8) & (1<<windowBits - 1)
}
