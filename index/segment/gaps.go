package segment

import (
	"math"
	"math/bits"
)

// A gapReader reads ascending numbers, which are stored as Rice codes of the gaps between them, as a stream
// of bits with the lowest of a byte first. For gap = n - previous - 1, where -1 is previous to the first, and
// a parameter r, a code is (gap >> r) zeros, a one and the lower r bits of gap.
//
// A document of a rare term takes 1.1 bytes, where a varint would take 1.5.
type gapReader struct {
	data []byte
	rice uint
	bit  uint   // of the next code
	next uint64 // bits from there on
	left uint   // how many of them are known
}

// gapRice returns the parameter for the documents of a term, of as many documents as the segment has: about
// the best for gaps of a geometric distribution.
func gapRice(count, documents int) uint {
	if count == 0 {
		return 0
	}
	return uint(bits.Len(uint(documents/count))) - 1
}

// after returns the number after previous, or math.MaxInt if there is none.
func (g *gapReader) after(previous int) int {
	zeros := uint(bits.TrailingZeros64(g.next))
	size := zeros + 1 + g.rice
	if size > g.left {
		g.next, g.left = window(g.data, g.bit), windowBits
		zeros = uint(bits.TrailingZeros64(g.next))
		if size = zeros + 1 + g.rice; size > g.left {
			return g.afterLong(previous)
		}
	}
	gap := zeros<<g.rice | uint(g.next>>(zeros+1))&(1<<g.rice-1)
	g.next >>= size
	g.left -= size
	g.bit += size
	return previous + 1 + int(gap)
}

// afterLong is after for a code of any length.
func (g *gapReader) afterLong(previous int) int {
	g.next, g.left = 0, 0
	var zeros uint
	w := window(g.data, g.bit)
	for ; w == 0; w = window(g.data, g.bit) {
		zeros += windowBits
		if g.bit += windowBits; g.bit >= 8*uint(len(g.data)) {
			return math.MaxInt
		}
	}
	ones := uint(bits.TrailingZeros64(w))
	zeros += ones
	g.bit += ones + 1
	gap := zeros<<g.rice | uint(window(g.data, g.bit))&(1<<g.rice-1)
	g.bit += g.rice
	return previous + 1 + int(gap)
}

// addTo adds count numbers to a set, all less than limit, and reports whether there are so many.
func (g gapReader) addTo(set []uint64, count, limit int) bool {
	// Equivalent to after, without memory: searches spend most of their time with postings here.
	number, data, rice, bit, mask := -1, g.data, g.rice, g.bit, uint(1)<<g.rice-1
	next, left := g.next, g.left
	for range count {
		zeros := uint(bits.TrailingZeros64(next))
		size := zeros + 1 + rice
		if size > left {
			next, left = window(data, bit), windowBits
			zeros = uint(bits.TrailingZeros64(next))
			size = zeros + 1 + rice
		}
		if size <= left {
			number += 1 + int(zeros<<rice|uint(next>>(zeros+1))&mask)
			next >>= size
			left -= size
			bit += size
		} else {
			long := gapReader{data: data, rice: rice, bit: bit}
			number = long.afterLong(number)
			next, left, bit = 0, 0, long.bit
		}
		if number >= limit {
			return false
		}
		set[uint(number)/64] |= 1 << (uint(number) % 64)
	}
	return true
}

// appendGaps appends ascending numbers.
func appendGaps(dst []byte, numbers []uint32, rice uint) []byte {
	w := bitWriter{buf: dst}
	next := uint32(0)
	for _, n := range numbers {
		gap := n - next
		w.unary(gap >> rice)
		w.write(uint64(gap)&(1<<rice-1), int(rice))
		next = n + 1
	}
	w.flush()
	return w.buf
}
