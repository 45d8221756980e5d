package segment

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// PhraseFields names the fields with which [Merge] prepares the commonest phrases of two words. To read from
// positions whether two words stand side by side takes 100 ns a document. Nearly all documents that have both
// words of a common phrase, and the term of their pair, have the phrase; Merge stores those that do not, a
// hundredth of all postings.
type PhraseFields struct {
	Words string // of words, with positions
	Pairs string // of the terms of pairs of neighbouring words
	Apart string // is written: see ApartTerm. In the order of names, it comes after Words

	// PairTerm returns the term of a pair of words. Different pairs may have the same.
	PairTerm func(left, right string) string
}

// ApartTerm returns the term of the field Apart for two words. Its postings are the documents that have both
// words and the term of their pair, but not the words side by side. If the field lacks the term, nothing is
// known of these words; see [Segment.LookUp].
func ApartTerm(left, right string) string { return left + " " + right }

// Common phrases are found in a sample of the documents. A segment of 50,000 has those of one document in 24,
// a segment of a million those of one in 128.
const (
	minPhraseSegment   = 1 << 12 // documents of a segment with the field Apart
	minPhraseDocuments = 1 << 11 // that have a common phrase: others take less than 0.2 ms to read
	sampledDocuments   = 1 << 10
	minSampled         = 8 // documents of the sample that have a common phrase
)

// A phraseSample collects the words of a sample of the documents, to find the common phrases.
type phraseSample struct {
	every  int // one document in so many is sampled
	least  int // documents of the sample that have a common phrase
	words  []string
	places [][]wordPlace // by sampled document
}

// A wordPlace is a position and, in the lower 32 bits, a word.
type wordPlace uint64

func newWordPlace(position, word uint32) wordPlace { return wordPlace(position)<<32 | wordPlace(word) }

func (p wordPlace) position() uint32 { return uint32(p >> 32) }
func (p wordPlace) word() uint32     { return uint32(p) }

func newPhraseSample(documents int) *phraseSample {
	every := max(1, documents/sampledDocuments)
	return &phraseSample{
		every: every, least: max(minSampled, minPhraseDocuments/every),
		places: make([][]wordPlace, (documents+every-1)/every),
	}
}

// add adds the places of a word. A common phrase consists of common words.
func (s *phraseSample) add(word []byte, p *postingsBuilder) {
	if len(p.counts) == 0 || len(p.numbers) < s.least*s.every {
		return
	}
	rest := p.positions
	for i, n := range p.numbers {
		count := p.counts[i]
		if int(n)%s.every == 0 {
			doc := &s.places[int(n)/s.every]
			for _, position := range rest[:count] {
				*doc = append(*doc, newWordPlace(position, uint32(len(s.words))))
			}
		}
		rest = rest[count:]
	}
	s.words = append(s.words, string(word))
}

// A phrase is two words side by side.
type phrase struct{ left, right string }

func (p phrase) term() string { return ApartTerm(p.left, p.right) }

// common returns the common phrases, sorted by their terms.
func (s *phraseSample) common() []phrase {
	for _, places := range s.places {
		slices.Sort(places)
	}
	// Most pairs are rare. They are not counted if those with the same hash are rare together.
	byHash := make([]uint32, 1<<pairHashBits)
	for _, p := range s.pairs() {
		byHash[p.hash()]++
	}
	counts, last := map[pair]int{}, map[pair]int{}
	for doc, p := range s.pairs() {
		if int(byHash[p.hash()]) >= s.least && last[p] != doc+1 {
			last[p] = doc + 1
			counts[p]++
		}
	}
	maps.DeleteFunc(counts, func(_ pair, n int) bool { return n < s.least })
	all := make([]phrase, 0, len(counts))
	for p := range counts {
		all = append(all, phrase{s.words[p.left], s.words[p.right]})
	}
	slices.SortFunc(all, func(a, b phrase) int { return cmp.Compare(a.term(), b.term()) })
	return all
}

// A pair holds the numbers of two words side by side.
type pair struct{ left, right uint32 }

const pairHashBits = 18

// hash returns a number below 1<<pairHashBits, by multiplicative hashing.
func (p pair) hash() uint32 { return (p.left*0x9e3779b1 ^ p.right) * 0x85ebca6b >> (32 - pairHashBits) }

// pairs returns the pairs of each sampled document, whose places are sorted.
func (s *phraseSample) pairs() iter.Seq2[int, pair] {
	return func(yield func(int, pair) bool) {
		for doc, places := range s.places {
			for i := 1; i < len(places); i++ {
				before, w := places[i-1], places[i]
				if before.position()+1 == w.position() && !yield(doc, pair{before.word(), w.word()}) {
					return
				}
			}
		}
	}
}

// writeApart writes the field Apart.
func (m *merge) writeApart(f *fieldWriter, _ string) error {
	var l postingsBuilder
	readers := make([]phraseReader, len(m.from))
	for _, p := range m.sample.common() {
		if err := m.stopped(f); err != nil {
			return err
		}
		l.reset()
		for i, s := range m.from {
			apart, err := readers[i].apart(s, p, m.options.Phrases)
			if err != nil {
				return err
			}
			m.read(readers[i].bytes)
			for n := range apart.All() {
				if to := m.numbers[i][n]; to != Dropped {
					l.add(uint32(to), 1)
				}
			}
		}
		if err := f.term([]byte(p.term()), &l); err != nil {
			return err
		}
	}
	return nil
}

// A phraseReader finds the documents of phrases, one after another with the same memory.
type phraseReader struct {
	words                 map[string]Postings // that were looked up
	left, right           PositionIterator
	leftFound, rightFound []uint32
	docs, others          Bitset
	bytes                 int // read of the segment for the last phrase
}

// apart returns the documents of a segment in which the words of a phrase are apart, valid until the next
// call.
func (r *phraseReader) apart(s *Segment, p phrase, f PhraseFields) (Bitset, error) {
	r.docs = zeroed(r.docs, s.documents)
	known, ok, err := s.LookUp(f.Apart, p.term())
	if err != nil {
		return nil, err
	}
	if r.bytes = known.bytes(); ok {
		return r.docs, known.AddTo(r.docs)
	}
	left, err := r.postings(s, f.Words, p.left)
	if err != nil {
		return nil, err
	}
	right, err := r.postings(s, f.Words, p.right)
	if err != nil {
		return nil, err
	}
	pair, err := s.Postings(f.Pairs, f.PairTerm(p.left, p.right))
	if err != nil {
		return nil, err
	}
	r.bytes = left.bytes() + right.bytes() + pair.bytes()
	if err := left.AddTo(r.docs); err != nil {
		return nil, err
	}
	for _, other := range []Postings{right, pair} {
		r.others = zeroed(r.others, s.documents)
		if err := other.AddTo(r.others); err != nil {
			return nil, err
		}
		r.docs.And(r.others)
	}
	if err := cmp.Or(r.left.reset(left, nil), r.right.reset(right, nil)); err != nil {
		return nil, err
	}
	for n := range r.docs.All() {
		if r.leftFound, err = r.left.Append(r.leftFound[:0], n); err != nil {
			return nil, err
		}
		if r.rightFound, err = r.right.Append(r.rightFound[:0], n); err != nil {
			return nil, err
		}
		if sideBySide(r.leftFound, r.rightFound) {
			r.docs.Remove(n)
		}
	}
	return r.docs, nil
}

// postings returns the postings of a word, which is in several phrases.
func (r *phraseReader) postings(s *Segment, field, word string) (Postings, error) {
	p, ok := r.words[word]
	if ok {
		return p, nil
	}
	p, err := s.Postings(field, word)
	if r.words == nil {
		r.words = map[string]Postings{}
	}
	r.words[word] = p
	return p, err
}

// zeroed returns an empty set for n documents, in the memory of another if that is large enough.
func zeroed(s Bitset, n int) Bitset {
	s = slices.Grow(s[:0], words(n))[:words(n)]
	clear(s)
	return s
}

// sideBySide reports whether one of the right positions is that after a left one. Both are sorted.
func sideBySide(left, right []uint32) bool {
	for len(left) > 0 && len(right) > 0 {
		switch {
		case right[0] == left[0]+1:
			return true
		case right[0] <= left[0]:
			right = right[1:]
		default:
			left = left[1:]
		}
	}
	return false
}
