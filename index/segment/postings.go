package segment

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Postings are the documents that have a term, in ascending order, with the frequency in each. They are
// stored as the frequencies (see frequencyReader) and then the documents: those of a frequent term (more than
// one in sparse) as a bitmap in words of 8 bytes, those of any other as gaps (see gapReader).
type Postings struct {
	frequencies frequencyReader
	numbers     []byte
	positions   []byte // see positionBlock; empty: the term has none
	count       int
	documents   int  // of the segment
	dense       bool // the documents are a bitmap
}

// sparse bounds gap coding: a term in more than 1/sparse of all documents has a bitmap, which is read several
// times faster. Such terms are few; at this bound a bitmap takes three times as much space as gaps.
const sparse = 24

func isDense(count, documents int) bool { return count > documents/sparse }

func newPostings(data, positions []byte, count, documents int) (Postings, error) {
	if count < 0 || count > documents || count > 2*len(data) {
		return Postings{}, errPostings()
	}
	frequencies, numbers, ok := cutFrequencies(data, count)
	dense := isDense(count, documents)
	if !ok || dense && len(numbers) != bitmapBytes(documents) {
		return Postings{}, errPostings()
	}
	return Postings{frequencies, numbers, positions, count, documents, dense}, nil
}

func errPostings() error { return fmt.Errorf("%w: postings", ErrCorrupt) }

// isBitmap reports whether the documents are a bitmap.
func (p Postings) isBitmap() bool { return isDense(p.count, p.documents) }

// copyTo makes a set that of the documents, which are a bitmap.
func (p Postings) copyTo(set []uint64) error {
	for i, rest := 0, p.numbers; len(rest) >= 8; i, rest = i+1, rest[8:] {
		set[i] = binary.LittleEndian.Uint64(rest)
	}
	return p.checkEnd()
}

func bitmapBytes(documents int) int { return (documents + 63) / 64 * 8 }

// Len returns the number of documents.
func (p Postings) Len() int { return p.count }

// bytes returns how many bytes of the segment the postings take.
func (p Postings) bytes() int {
	return len(p.frequencies.halves) + len(p.frequencies.rare) + len(p.numbers) + len(p.positions)
}

func (p Postings) gaps() gapReader {
	return gapReader{data: p.numbers, rice: gapRice(p.count, p.documents)}
}

// AddTo adds the documents to a set with a bit for each document of the segment, 64 in a word, the lowest
// first.
func (p Postings) AddTo(set []uint64) error {
	if len(set) < (p.documents+63)/64 {
		return fmt.Errorf("set of %d words for %d documents", len(set), p.documents)
	}
	if p.dense {
		for i, rest := 0, p.numbers; len(rest) >= 8; i, rest = i+1, rest[8:] {
			set[i] |= binary.LittleEndian.Uint64(rest)
		}
		return p.checkEnd()
	}

	if !p.gaps().addTo(set, p.count, p.documents) {
		return errPostings()
	}
	return nil
}

// checkEnd returns an error if a bitmap has documents after the last of the segment.
func (p Postings) checkEnd() error {
	if over := p.documents % 64; over > 0 {
		last := binary.LittleEndian.Uint64(p.numbers[len(p.numbers)-8:])
		if last>>over != 0 {
			return errPostings()
		}
	}
	return nil
}

// A Walk goes through postings once, block of documents by block. It is not for concurrent use.
type Walk struct {
	postings    Postings
	docs        Bitset   // of the postings; nil: they are read
	ranks       []uint32 // of docs; nil: skipping counts docs
	ahead       int      // the first document not passed yet: a multiple of 64 if there are docs or a bitmap
	passed      int      // postings before it
	gaps        gapReader
	frequencies frequencyReader
}

// Walk returns a walk that is before the first document. docs are the documents of the postings, as AddTo
// adds them to an empty set, or nil: with them, they need not be read again.
func (p Postings) Walk(docs Bitset) Walk {
	w := Walk{postings: p, frequencies: p.frequencies}
	switch {
	case p.isBitmap() || p.count > len(docs) && docs != nil: // else gaps are passed faster
		w.docs = docs
	default:
		w.gaps = p.gaps()
		w.ahead = w.next(-1)
	}
	return w
}

// RankedWalk is like Walk, but skips documents by the ranks of docs instead of counting them. Without ranks,
// it is Walk.
func (p Postings) RankedWalk(docs Bitset, ranks []uint32) Walk {
	if ranks == nil {
		return p.Walk(docs)
	}
	return Walk{postings: p, frequencies: p.frequencies, docs: docs, ranks: ranks}
}

// AddFrequencies adds the frequency of the term in each document of a set to counts. The set is a block of 64
// documents to a word, as [Postings.AddTo] has them, whose first is document 64*from; counts has one number
// for each document of the block. A block must not begin before the end of the last one.
func (w *Walk) AddFrequencies(counts []float32, set []uint64, from int) error {
	p := &w.postings
	if w.docs == nil && p.isBitmap() {
		w.docs = NewBitset(p.documents)
		if err := p.copyTo(w.docs); err != nil {
			return err
		}
	}
	if w.docs != nil {
		return w.addRanked(counts, set, from)
	}
	first := 64 * from
	for end := min(first+64*len(set), p.documents); w.ahead < end; {
		if n := uint(w.ahead - first); w.ahead >= first && set[n/64]>>(n%64)&1 != 0 {
			counts[n] += float32(w.frequencies.at(w.passed))
		}
		if w.passed++; w.passed == p.count {
			w.ahead = p.documents
			return nil
		}
		w.ahead = w.gaps.after(w.ahead)
	}
	if w.ahead >= p.documents && w.passed < p.count {
		return errPostings()
	}
	return nil
}

// addRanked is AddFrequencies with docs: the number of a posting is that of the documents before it.
func (w *Walk) addRanked(counts []float32, set []uint64, from int) error {
	p := &w.postings
	if before := from / rankWords; w.ranks != nil && before > w.ahead/64/rankWords {
		w.passed, w.ahead = int(w.ranks[before]), 64*rankWords*before
	}
	w.passed += w.docs[w.ahead/64 : from].Count()
	for i, among := range set {
		word := w.docs[from+i]
		count := bits.OnesCount64(word)
		if w.passed+count > p.count {
			return errPostings()
		}
		here := counts[64*i : 64*i+64]
		for both := word & among; both != 0; both &= both - 1 {
			lower := word & (both&-both - 1)
			posting := w.passed + bits.OnesCount64(lower)
			frequency := w.frequencies.half(posting)
			if frequency == rareFrequency {
				frequency = w.frequencies.rareAt(posting)
			}
			here[bits.TrailingZeros64(both)] += float32(frequency)
		}
		w.passed += count
	}
	w.ahead = 64 * (from + len(set))
	return nil
}

// skip passes a posting. Behind the last, ahead is the number of documents; behind what is no posting it is
// more.
func (w *Walk) skip() {
	w.passed++
	w.ahead = w.next(w.ahead)
}

// next returns the document after number, of which passed postings are before it.
func (w *Walk) next(number int) int {
	if w.passed >= w.postings.count {
		return w.postings.documents
	}
	if number = w.gaps.after(number); number >= w.postings.documents {
		return math.MaxInt
	}
	return number
}

// seek goes to document n, or behind it, and returns the number of its posting, and whether there is one.
// Documents must be sought in ascending order.
func (w *Walk) seek(n int) (int, bool) {
	p := &w.postings
	if w.docs == nil && !p.dense {
		for w.ahead < n {
			w.skip()
		}
		return w.passed, w.ahead == n
	}
	if n >= p.documents {
		return 0, false
	}
	for ; n-w.ahead >= 64; w.ahead += 64 {
		w.passed += bits.OnesCount64(w.word())
	}
	if w.ahead > n {
		return 0, false
	}
	word := w.word()
	bit := uint64(1) << (uint(n-w.ahead) % 64)
	return w.passed + bits.OnesCount64(word&(bit-1)), word&bit != 0
}

// word returns the documents from ahead on, 64 of them, of docs or of a bitmap.
func (w *Walk) word() uint64 {
	if w.docs != nil {
		return w.docs[w.ahead/64]
	}
	return binary.LittleEndian.Uint64(w.postings.numbers[w.ahead/8:])
}

// Each calls f with every document that has the term, and the frequency there.
func (p Postings) Each(f func(n uint32, frequency uint8)) error {
	if p.dense {
		return p.eachDense(f)
	}
	number, gaps, frequencies := -1, p.gaps(), p.frequencies
	for i := range p.count {
		if number = gaps.after(number); number >= p.documents {
			return errPostings()
		}
		f(uint32(number), frequencies.at(i))
	}
	return nil
}

func (p Postings) eachDense(f func(n uint32, frequency uint8)) error {
	if err := p.checkEnd(); err != nil {
		return err
	}
	k, frequencies := 0, p.frequencies
	for i := range len(p.numbers) / 8 {
		for w := binary.LittleEndian.Uint64(p.numbers[8*i:]); w != 0; w &= w - 1 {
			if k == p.count {
				return errPostings()
			}
			f(uint32(i*64+bits.TrailingZeros64(w)), frequencies.at(k))
			k++
		}
	}
	return nil
}

// A postingsBuilder holds decoded postings: documents in ascending order with frequencies and positions.
type postingsBuilder struct {
	numbers     []uint32
	frequencies []byte
	counts      []uint32 // of the positions of each document; empty: the term has none
	positions   []uint32
	source      PositionIterator // of appendList
	rare        []byte           // of appendFrequencies
}

func (l *postingsBuilder) add(n uint32, frequency uint32) {
	l.numbers = append(l.numbers, n)
	l.frequencies = append(l.frequencies, byte(min(frequency, maxFrequency)))
}

// addOccurrence adds an occurrence in the last document or in a later one.
func (l *postingsBuilder) addOccurrence(o Occurrence, positions bool) {
	last := len(l.numbers) - 1
	if last < 0 || l.numbers[last] != o.Document {
		l.add(o.Document, o.Frequency)
		if positions {
			l.counts = append(l.counts, 1)
			l.positions = append(l.positions, o.Position)
		}
		return
	}
	l.frequencies[last] = byte(min(uint32(l.frequencies[last])+o.Frequency, maxFrequency))
	if positions {
		l.counts[last]++
		l.positions = append(l.positions, o.Position)
	}
}

func (l *postingsBuilder) reset() {
	l.numbers, l.frequencies = l.numbers[:0], l.frequencies[:0]
	l.counts, l.positions = l.counts[:0], l.positions[:0]
}

// grow makes room for documents and positions, so that long postings are not copied as they grow.
func (l *postingsBuilder) grow(documents, positions int) {
	l.numbers = slices.Grow(l.numbers, documents)
	l.frequencies = slices.Grow(l.frequencies, documents)
	if positions > 0 {
		l.counts = slices.Grow(l.counts, documents)
		l.positions = slices.Grow(l.positions, positions)
	}
}

// appendTo appends the postings, without positions, to dst.
func (l *postingsBuilder) appendTo(dst []byte, documents int) []byte {
	dst = l.appendFrequencies(dst)
	if !isDense(len(l.numbers), documents) {
		return appendGaps(dst, l.numbers, gapRice(len(l.numbers), documents))
	}
	start := len(dst)
	dst = append(dst, make([]byte, bitmapBytes(documents))...)
	bitmap := dst[start:]
	for _, n := range l.numbers {
		bitmap[n/8] |= 1 << (n % 8)
	}
	return dst
}

// appendList appends the postings to l, each document with a new number, or left out if that is Dropped.
func (p Postings) appendList(l *postingsBuilder, numbers []uint64) error {
	var err error
	if len(p.positions) > 0 {
		if err = l.source.reset(p, nil); err != nil {
			return err
		}
	}
	posting := -1
	eachErr := p.Each(func(n uint32, frequency uint8) {
		posting++
		to := numbers[n]
		if to == Dropped {
			return
		}
		l.add(uint32(to), uint32(frequency))
		if len(p.positions) == 0 || err != nil {
			return
		}
		before := len(l.positions)
		l.positions, err = l.source.appendPosting(l.positions, posting)
		l.counts = append(l.counts, uint32(len(l.positions)-before))
	})
	return cmp.Or(eachErr, err)
}
