package segment

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
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
	codes   *[256]wholeCodes // of k

	block *positionsBlock // the one at hand; nil: none yet
}

// A positionsBlock is where a block has its lists.
type positionsBlock struct {
	number uint
	starts [blockLists]listStart       // of some lists
	before [blockLists + maxCodes]byte // by list, the last of starts not behind it; the end is not used
	next   listStart                   // after the list that was read last
	first  uint                        // bit of the remainders
	// The next quotient begins with bit, after some positions.
	bit    uint
	passed uint
}

// A listStart is the bit where the count of a list begins, and what the lists before it have.
type listStart struct {
	list, bit uint
	sum       listSum
}

// A listSum is a number of positions and, from bit 32 on, the number of bits of their remainders.
type listSum uint64

func newListSum(positions, rice uint) listSum { return listSum(positions | positions*rice<<32) }

func (s listSum) positions() uint  { return uint(uint32(s)) }
func (s listSum) remainders() uint { return uint(s >> 32) }

// Positions returns an iterator over the positions of the term. docs are as [Postings.Walk] has them. Of a
// term without positions it finds none.
func (p Postings) Positions(docs Bitset) (*PositionIterator, error) {
	it := new(PositionIterator)
	return it, it.reset(p, docs)
}

// reset makes it an iterator over the positions of another term, with the same memory.
func (it *PositionIterator) reset(p Postings, docs Bitset) error {
	*it = PositionIterator{walk: p.Walk(docs), block: it.block}
	if it.block != nil {
		it.block.number = math.MaxUint
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
	it.codes = &gammaCodes[it.k]
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
	number, list := uint(posting)/blockLists, uint(posting)%blockLists
	if it.block == nil || number != it.block.number {
		if it.block == nil {
			it.block = new(positionsBlock)
		}
		if !it.load(number) {
			return dst, errPositions()
		}
	}
	return it.list(dst, list)
}

// load reads the counts of a block, and reports whether they are sound.
func (it *PositionIterator) load(number uint) bool {
	b := it.block
	b.number, b.passed = number, 0
	bit := uint(0)
	if number > 0 {
		bit = 8 * uint(binary.LittleEndian.Uint32(it.offsets[4*(number-1):]))
	}
	lists := min(blockLists, uint(it.walk.postings.Len())-number*blockLists)
	sum := listSum(0)
	w, left := uint64(0), uint(0) // bits read, not yet used
	for i, n := uint(0), uint(0); i < lists; n++ {
		if left < 8 {
			w, left = window(it.blocks, bit), windowBits
		}
		b.starts[n%blockLists] = listStart{i, bit, sum}
		binary.LittleEndian.PutUint64(b.before[i:], uint64(n)*0x0101010101010101)
		c := &it.codes[uint8(w)]
		if c.codes > 0 && i+uint(c.codes) <= lists {
			i += uint(c.codes)
			sum += c.sum
			w >>= c.bits % 64
			left -= uint(c.bits)
			bit += uint(c.bits)
			continue
		}
		count, rice, size, ok := it.count(bit)
		if !ok || sum.positions()+count > math.MaxUint32 || sum.remainders()+count*rice > math.MaxUint32 {
			return false
		}
		sum += newListSum(count, rice)
		i++
		bit += size
		left = 0
	}
	b.next = b.starts[0]
	b.first, b.bit = bit, bit+sum.remainders()
	return b.bit+sum.positions() <= 8*uint(len(it.blocks))
}

// count reads the count of a list with the parameter of the list, and returns the number of their bits.
func (it *PositionIterator) count(bit uint) (count, rice, size uint, ok bool) {
	w := window(it.blocks, bit)
	zeros := uint(bits.TrailingZeros64(w))
	rice = riceOf(it.k, int(zeros)+1)
	if zeros == ownRiceZeros {
		rice = uint(w>>(ownRiceZeros+1)) & maxRice
		size = ownRiceZeros + 1 + 5
		w = window(it.blocks, bit+size)
		zeros = uint(bits.TrailingZeros64(w))
	}
	size += 2*zeros + 1
	if 2*zeros+1 > windowBits {
		return 0, 0, 0, false
	}
	return 1<<zeros | uint(w>>(zeros+1))&(1<<zeros-1), rice, size, true
}

// gammaCodes has, by k and the next 8 bits, the Elias gamma codes that are whole in them, read as counts.
var gammaCodes = newGammaCodes()

const maxCodes = 8

type wholeCodes struct {
	sum         listSum
	codes, bits uint8 // how many, and how many bits they take
}

func newGammaCodes() *[maxRice + 1][256]wholeCodes {
	all := new([maxRice + 1][256]wholeCodes)
	for k := range all {
		for b := range all[k] {
			c := &all[k][b]
			for rest := uint(b); rest != 0; {
				zeros := bits.TrailingZeros(rest)
				size := 2*zeros + 1
				if int(c.bits)+size > 8 {
					break
				}
				count := 1<<zeros | rest>>(zeros+1)&(1<<zeros-1)
				c.sum += newListSum(count, riceOf(k, zeros+1))
				c.codes++
				c.bits += uint8(size)
				rest >>= size
			}
		}
	}
	return all
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

// list appends the positions of a list of the block.
func (it *PositionIterator) list(dst []uint32, list uint) ([]uint32, error) {
	b, data := it.block, it.blocks
	start := b.next
	if from := b.starts[b.before[list]%blockLists]; from.list > start.list {
		start = from
	}
	if list < start.list {
		return dst, errPositions()
	}
	for ; start.list < list; start.list++ {
		count, rice, size, _ := it.count(start.bit)
		start.bit += size
		start.sum += newListSum(count, rice)
	}
	count, rice, size, _ := it.count(start.bit)
	b.next = listStart{list + 1, start.bit + size, start.sum + newListSum(count, rice)}
	remainder := b.first + start.sum.remainders()
	if !b.seek(data, start.sum.positions()) {
		return dst, errPositions()
	}
	quotients := window(data, b.bit)
	if count*rice > windowBits || uint(bits.OnesCount64(quotients)) < count {
		return b.longList(dst, data, count, rice, remainder)
	}
	// Equivalent to longList: both parts of nearly all lists are in a window each.
	dst = slices.Grow(dst, int(count))
	found := dst[len(dst) : len(dst)+int(count)]
	remainders, mask := window(data, remainder), uint64(1)<<rice-1
	next := uint64(0)
	for i := range found {
		zeros := uint(bits.TrailingZeros64(quotients)) % 64
		quotients = quotients >> zeros >> 1
		b.bit += zeros + 1
		next += uint64(zeros)<<rice | remainders&mask
		remainders >>= rice
		found[i] = uint32(next)
		next++
	}
	if next > math.MaxUint32+1 {
		return dst, errPositions()
	}
	b.passed += count
	return dst[:len(dst)+len(found)], nil
}

// longList is list for a list of any length.
func (b *positionsBlock) longList(dst []uint32, data []byte, count, rice, remainder uint) ([]uint32, error) {
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
