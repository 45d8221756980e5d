package segment

import (
	"cmp"
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

// Common phrases are found in a sample of the documents.
const (
	minPhraseDocuments = 1 << 12 // a smaller segment has no field Apart
	sampledDocuments   = 1 << 9
	minSampled         = 16 // documents of the sample that have a common phrase: 1 of 32
)

// A phraseSample collects the words of a sample of the documents, to find the common phrases.
type phraseSample struct {
	documents, every int
	words            []string
	places           [][]wordPlace // by sampled document
}

type wordPlace struct{ position, word uint32 }

func newPhraseSample(documents int) *phraseSample {
	every := max(1, documents/sampledDocuments)
	return &phraseSample{
		documents: documents, every: every, places: make([][]wordPlace, (documents+every-1)/every),
	}
}

// add adds the places of a word. A common phrase consists of common words.
func (s *phraseSample) add(word []byte, p *postingsBuilder) {
	if len(p.counts) == 0 || len(p.numbers) < s.documents/sampledDocuments*minSampled {
		return
	}
	rest := p.positions
	for i, n := range p.numbers {
		count := p.counts[i]
		if int(n)%s.every == 0 {
			doc := &s.places[int(n)/s.every]
			for _, position := range rest[:count] {
				*doc = append(*doc, wordPlace{position, uint32(len(s.words))})
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
	type pair struct{ left, right uint32 }
	counts, last := map[pair]int{}, map[pair]int{}
	for doc, places := range s.places {
		slices.SortFunc(places, func(a, b wordPlace) int { return cmp.Compare(a.position, b.position) })
		for i := 1; i < len(places); i++ {
			before, w := places[i-1], places[i]
			p := pair{before.word, w.word}
			if before.position+1 == w.position && last[p] != doc+1 {
				last[p] = doc + 1
				counts[p]++
			}
		}
	}
	maps.DeleteFunc(counts, func(_ pair, n int) bool { return n < minSampled })
	all := make([]phrase, 0, len(counts))
	for p := range counts {
		all = append(all, phrase{s.words[p.left], s.words[p.right]})
	}
	slices.SortFunc(all, func(a, b phrase) int { return cmp.Compare(a.term(), b.term()) })
	return all
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
	left, err := s.Postings(f.Words, p.left)
	if err != nil {
		return nil, err
	}
	right, err := s.Postings(f.Words, p.right)
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
