package frontier

import (
	"encoding/binary"
	"math/bits"
)

// maxSeen bounds the known URLs whose fingerprints are in memory, 8 to 16 bytes each.
const maxSeen = 3 << 20

// A urlSet holds fingerprints of URLs: a hash table with open addressing and linear probing, in which 0 is a
// free slot. The zero urlSet is empty.
type urlSet struct {
	slots []uint64 // a power of two, at most three quarters in use
	n     int
}

// fingerprint returns a hash of a URL that is the same in all processes, never 0. Of 3 million URLs, two have
// the same one with a probability of 2.4 · 10⁻⁷.
func fingerprint(url string) uint64 {
	const k0, k1 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93 // odd numbers without a pattern
	mix := func(a, b uint64) uint64 {
		high, low := bits.Mul64(a, b)
		return high ^ low
	}
	h := uint64(len(url)) ^ k0
	for ; len(url) >= 8; url = url[8:] {
		h = mix(h^binary.LittleEndian.Uint64([]byte(url[:8])), k1) + k0
	}
	var last [8]byte
	copy(last[:], url)
	h = mix(h^binary.LittleEndian.Uint64(last[:]), k1)
	return max(1, mix(h^k0, k1))
}

func (s *urlSet) has(h uint64) bool {
	if s.n == 0 {
		return false
	}
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s.slots[i] {
		case h:
			return true
		case 0:
			return false
		}
	}
}

// add adds a fingerprint and reports whether it is new. It adds none to a full set.
func (s *urlSet) add(h uint64) bool {
	if s.has(h) || s.n >= maxSeen {
		return false
	}
	if 4*(s.n+1) > 3*len(s.slots) {
		s.grow()
	}
	s.insert(h)
	return true
}

func (s *urlSet) insert(h uint64) {
	mask := uint64(len(s.slots) - 1)
	i := h & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	s.slots[i] = h
	s.n++
}

func (s *urlSet) grow() {
	old := s.slots
	*s = urlSet{slots: make([]uint64, max(1<<10, 2*len(old)))}
	for _, h := range old {
		if h != 0 {
			s.insert(h)
		}
	}
}

// isSeen reports whether a URL is known for sure. If not, visits tells.
func (f *Frontier) isSeen(url string) bool { return f.seen.has(fingerprint(url)) }

// setSeen notes that a URL is known. URLs are never forgotten.
func (f *Frontier) setSeen(url string) {
	if h := fingerprint(url); f.seen.add(h) {
		f.seenAnew = append(f.seenAnew, h)
	}
}

// flushSeen stores the fingerprints that setSeen has added since the last Commit: 8 bytes each,
// little-endian.
func (f *Frontier) flushSeen() error {
	if len(f.seenAnew) == 0 {
		return nil
	}
	bucket := f.tx.Bucket(bucketSeen)
	n, err := bucket.NextSequence()
	if err != nil {
		return err
	}
	value := make([]byte, 0, 8*len(f.seenAnew))
	for _, h := range f.seenAnew {
		value = binary.LittleEndian.AppendUint64(value, h)
	}
	return bucket.Put(binary.BigEndian.AppendUint64(nil, n), value)
}

// loadSeen reads the fingerprints, those stored last first.
func (f *Frontier) loadSeen() {
	f.seen, f.seenAnew = urlSet{}, nil
	c := f.tx.Bucket(bucketSeen).Cursor()
	for key, value := c.Last(); key != nil && f.seen.n < maxSeen; key, value = c.Prev() {
		for ; len(value) >= 8; value = value[8:] {
			f.seen.add(binary.LittleEndian.Uint64(value))
		}
	}
}
