package segment

import "encoding/binary"

// A frequencyReader reads the frequencies of postings. Those below rareFrequency take half a byte each, the
// lower half of a byte first, which is rareFrequency for all others. These follow, if there are any, each as
// the number of postings since the last one, a varint, and a byte; their length, a varint, stands before
// them.
type frequencyReader struct {
	halves []byte
	rare   []byte // those ahead
	passed int    // postings before these
}

const rareFrequency = 15

// cutFrequencies returns the frequencies of count postings that data begins with, and what follows.
func cutFrequencies(data []byte, count int) (frequencyReader, []byte, bool) {
	size := (count + 1) / 2
	rare, n := binary.Uvarint(data[size:])
	if n <= 0 || rare > uint64(len(data)-size-n) {
		return frequencyReader{}, nil, false
	}
	start := size + n
	end := start + int(rare)
	return frequencyReader{halves: data[:size], rare: data[start:end]}, data[end:], true
}

// at returns the frequency of a posting. The postings must be asked for in ascending order.
func (r *frequencyReader) at(posting int) uint8 {
	if f := r.half(posting); f < rareFrequency {
		return f
	}
	return r.rareAt(posting)
}

// half returns the frequency of a posting, or rareFrequency if that has more than half a byte.
func (r *frequencyReader) half(posting int) uint8 {
	return r.halves[uint(posting)/2] >> (uint(posting) % 2 * 4) & 0xf
}

// rareAt returns a rare frequency. It is rareFrequency in a damaged segment.
func (r *frequencyReader) rareAt(posting int) uint8 {
	for len(r.rare) >= 2 {
		gap, n := uint64(r.rare[0]), 1
		if gap >= 0x80 {
			gap, n = binary.Uvarint(r.rare)
		}
		if n <= 0 || n == len(r.rare) || gap > uint64(posting-r.passed) {
			break
		}
		next := r.passed + int(gap)
		if next == posting { // which may be asked for again
			return r.rare[n]
		}
		r.passed, r.rare = next, r.rare[n+1:]
	}
	return rareFrequency
}

// appendFrequencies appends the frequencies to dst.
func (l *postingsBuilder) appendFrequencies(dst []byte) []byte {
	l.rare = l.rare[:0]
	passed := 0
	for i, f := range l.frequencies {
		if f >= rareFrequency {
			l.rare = append(binary.AppendUvarint(l.rare, uint64(i-passed)), f)
			passed, f = i, rareFrequency
		}
		if i%2 == 0 {
			dst = append(dst, f)
		} else {
			dst[len(dst)-1] |= f << 4
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(l.rare)))
	return append(dst, l.rare...)
}
