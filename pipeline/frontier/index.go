package frontier

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"math/bits"
	"slices"
)

// The index finds the number of a URL by its fingerprint. The file has it as a log: the bucket "seen" holds,
// under the first number of a commit, the fingerprints of its URLs in the order of their numbers, 8 bytes
// each, little-endian. The log is read into memory, a urlIndex. When that holds maxIndexed URLs, the older
// third of the log becomes a run in the bucket "runs": entries in their order, in blocks under the number of
// the run and the first entry. An entry is a fingerprint (8 bytes) and a number (4 bytes), big-endian.
const (
	maxIndexed = 3 << 20 // URLs in memory, 16 to 32 bytes each

	fingerprintBytes = 8
	numberBytes      = 4
	entryBytes       = fingerprintBytes + numberBytes
	blockEntries     = 320 // a block fills a page of the file
)

// A urlIndex maps fingerprints of URLs to their numbers: a hash table with open addressing and linear
// probing, in which the fingerprint 0 is a free slot. URLs may share a fingerprint. The zero urlIndex is
// empty.
type urlIndex struct {
	fingerprints []uint64 // a power of two, at most three quarters in use
	numbers      []uint32
	n            int
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

func (x *urlIndex) has(h uint64) bool {
	for range x.all(h) {
		return true
	}
	return false
}

// all returns the numbers of the URLs with a fingerprint.
func (x *urlIndex) all(h uint64) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if x.n == 0 {
			return
		}
		mask := uint64(len(x.fingerprints) - 1)
		for i := h & mask; x.fingerprints[i] != 0; i = (i + 1) & mask {
			if x.fingerprints[i] == h && !yield(x.numbers[i]) {
				return
			}
		}
	}
}

func (x *urlIndex) add(h uint64, number uint32) {
	if 4*(x.n+1) > 3*len(x.fingerprints) {
		x.grow()
	}
	mask := uint64(len(x.fingerprints) - 1)
	i := h & mask
	for x.fingerprints[i] != 0 {
		i = (i + 1) & mask
	}
	x.fingerprints[i], x.numbers[i] = h, number
	x.n++
}

func (x *urlIndex) grow() {
	old, size := *x, max(1<<10, 2*len(x.fingerprints))
	*x = urlIndex{fingerprints: make([]uint64, size), numbers: make([]uint32, size)}
	for i, h := range old.fingerprints {
		if h != 0 {
			x.add(h, old.numbers[i])
		}
	}
}

// isSeen reports whether a URL is known for sure. If not, lookUp tells.
func (f *Frontier) isSeen(url string) bool { return f.index.has(fingerprint(url)) }

// lookUp returns the number of a URL and its record, without the URL; the number is 0 if the URL is unknown.
func (f *Frontier) lookUp(url string) (number uint32, record []byte, err error) {
	h := fingerprint(url)
	for _, numbers := range [...]iter.Seq[uint32]{f.index.all(h), f.inRuns(h)} {
		for number := range numbers {
			other, record, err := f.recordOf(number)
			if err != nil {
				return 0, nil, err
			}
			if string(other) == url {
				return number, record, nil
			}
		}
	}
	return 0, nil, nil
}

// recordOf returns the URL with a number, and its record.
func (f *Frontier) recordOf(number uint32) (url, record []byte, err error) {
	url, record, ok := cutBytes(f.visits.Get(keyOf(number)))
	if !ok {
		return nil, nil, fmt.Errorf("%w: there is no visit %d", ErrDamaged, number)
	}
	return url, record, nil
}

func keyOf(number uint32) []byte { return binary.BigEndian.AppendUint32(nil, number) }

// addToIndex gives a new URL its number.
func (f *Frontier) addToIndex(url string) uint32 {
	f.last++
	h := fingerprint(url)
	f.index.add(h, f.last)
	f.added = append(f.added, h)
	return f.last
}

// flushIndex puts the URLs that are new since the last Commit into the log.
func (f *Frontier) flushIndex() error {
	if len(f.added) == 0 {
		return nil
	}
	value := make([]byte, 0, fingerprintBytes*len(f.added))
	for _, h := range f.added {
		value = binary.LittleEndian.AppendUint64(value, h)
	}
	first := f.last - uint32(len(f.added)) + 1
	if err := f.tx.Bucket(bucketSeen).Put(keyOf(first), value); err != nil {
		return err
	}
	f.added = f.added[:0]
	if f.index.n < f.maxIndexed {
		return nil
	}
	return f.writeRun()
}

// loadIndex reads the log into memory.
func (f *Frontier) loadIndex() {
	f.index, f.added, f.last, f.runs = urlIndex{}, nil, 0, nil
	if key, _ := f.visits.Cursor().Last(); len(key) == numberBytes {
		f.last = binary.BigEndian.Uint32(key)
	}
	for e := range f.log() {
		f.index.add(e.fingerprint, e.number)
	}
	c := f.tx.Bucket(bucketRuns).Cursor()
	for key, _ := c.First(); len(key) > numberBytes; {
		run := binary.BigEndian.Uint32(key)
		f.runs = append(f.runs, run)
		key, _ = c.Seek(keyOf(run + 1))
	}
}

// An entry of the index.
type entry struct {
	fingerprint uint64
	number      uint32
}

func (e entry) append(dst []byte) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(dst, e.fingerprint), e.number)
}

// log returns the entries of the log in the order of their numbers.
func (f *Frontier) log() iter.Seq[entry] {
	return func(yield func(entry) bool) {
		c := f.tx.Bucket(bucketSeen).Cursor()
		for key, value := c.First(); len(key) == numberBytes; key, value = c.Next() {
			number := binary.BigEndian.Uint32(key)
			for ; len(value) >= fingerprintBytes; value = value[fingerprintBytes:] {
				if !yield(entry{max(1, binary.LittleEndian.Uint64(value)), number}) {
					return
				}
				number++
			}
		}
	}
}

// writeRun turns the oldest third of the log into a run.
func (f *Frontier) writeRun() error {
	var entries []entry
	c := f.tx.Bucket(bucketSeen).Cursor()
	for e := range f.log() {
		if len(entries) >= f.maxIndexed/3 && f.tx.Bucket(bucketSeen).Get(keyOf(e.number)) != nil {
			break // a commit begins
		}
		entries = append(entries, e)
	}
	for key, _ := c.First(); key != nil && binary.BigEndian.Uint32(key) <= entries[len(entries)-1].number; {
		if err := c.Delete(); err != nil {
			return err
		}
		key, _ = c.First()
	}
	run := entries[0].number
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.fingerprint, b.fingerprint), cmp.Compare(a.number, b.number))
	})
	for block := range slices.Chunk(entries, blockEntries) {
		value := make([]byte, 0, entryBytes*len(block))
		for _, e := range block {
			value = e.append(value)
		}
		if err := f.tx.Bucket(bucketRuns).Put(block[0].append(keyOf(run)), value); err != nil {
			return err
		}
	}
	f.loadIndex()
	return nil
}

// inRuns returns the numbers of the URLs with a fingerprint that are in runs.
func (f *Frontier) inRuns(h uint64) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, run := range f.runs {
			for block := range f.blocksOf(run, h) {
				for ; len(block) >= entryBytes; block = block[entryBytes:] {
					if binary.BigEndian.Uint64(block) == h &&
						!yield(binary.BigEndian.Uint32(block[fingerprintBytes:])) {
						return
					}
				}
			}
		}
	}
}

// blocksOf returns the blocks of a run in which a fingerprint may be: the last that begins before it, and all
// that begin with it.
func (f *Frontier) blocksOf(run uint32, h uint64) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		prefix := keyOf(run)
		first := binary.BigEndian.AppendUint64(slices.Clip(prefix), h)
		c := f.tx.Bucket(bucketRuns).Cursor()
		var block []byte
		key, _ := c.Seek(first)
		if key == nil {
			key, block = c.Last()
		} else {
			key, block = c.Prev()
		}
		if key == nil || !bytes.HasPrefix(key, prefix) { // the run begins with the fingerprint or after it
			key, block = c.Seek(first)
		}
		for bytes.HasPrefix(key, prefix) && bytes.Compare(key[:len(first)], first) <= 0 {
			if !yield(block) {
				return
			}
			key, block = c.Next()
		}
	}
}
