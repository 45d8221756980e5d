package segment

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// testPhrases are the fields of phrases in documents made by phraseDocument. Pairs of words that are together
// as long have the same term.
var testPhrases = PhraseFields{
	Words: "text", Pairs: "text_pair", Apart: "text_apart",
	PairTerm: func(left, right string) string {
		return fmt.Sprint(len(left) + len(right))
	},
}

// phraseDocument returns a document of a text.
func phraseDocument(n int, text []string) *testDocument {
	positions, pairs := map[string][]uint32{}, map[string]bool{}
	for i, w := range text {
		positions[w] = append(positions[w], uint32(i))
		if i > 0 {
			pairs[testPhrases.PairTerm(text[i-1], w)] = true
		}
	}
	d := &testDocument{
		Document: Document{ID: fmt.Sprint(n)},
		Terms:    map[string][]testTerm{}, Positions: map[string][]uint32{},
	}
	for _, w := range slices.Sorted(maps.Keys(positions)) {
		d.Terms["text"] = append(d.Terms["text"], testTerm{w, 1, uint32(len(positions[w]))})
		d.Positions["text"] = append(d.Positions["text"], positions[w]...)
	}
	for _, p := range slices.Sorted(maps.Keys(pairs)) {
		d.Terms["text_pair"] = append(d.Terms["text_pair"], testTerm{Text: p, Frequency: 1})
	}
	return d
}

// randomTexts returns texts of words that have one to six letters.
func randomTexts(seed uint64, n int) [][]string {
	r := rand.New(rand.NewPCG(seed, 7))
	texts := make([][]string, n)
	for i := range texts {
		for range 1 + r.IntN(8) {
			texts[i] = append(texts[i], strings.Repeat("a", 1+min(r.IntN(6), r.IntN(6))))
		}
	}
	return texts
}

func phraseSegment(t *testing.T, texts [][]string) *Segment {
	t.Helper()
	var docs []*testDocument
	for n, text := range texts {
		docs = append(docs, phraseDocument(n, text))
	}
	return mustParse(t, docs)
}

func merged(t *testing.T, from []*Segment, deleted []Bitset) *Segment {
	t.Helper()
	var buf bytes.Buffer
	if _, _, err := Merge(&buf, from, deleted, MergeOptions{Phrases: testPhrases}); err != nil {
		t.Fatal(err)
	}
	s, err := Parse(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkApart compares the phrases of a segment with its texts, and returns how many it has.
func checkApart(t *testing.T, s *Segment, texts [][]string) int {
	t.Helper()
	phrases := 0
	for e, err := range s.Terms("text_apart", "") {
		if err != nil {
			t.Fatal(err)
		}
		phrases++
		left, right, _ := strings.Cut(string(e.Term), " ")
		pair := testPhrases.PairTerm(left, right)
		var want, got []uint32
		for n, text := range texts {
			hasPair, together := false, false
			for i := 1; i < len(text); i++ {
				hasPair = hasPair || testPhrases.PairTerm(text[i-1], text[i]) == pair
				together = together || text[i-1] == left && text[i] == right
			}
			if hasPair && !together && slices.Contains(text, left) && slices.Contains(text, right) {
				want = append(want, uint32(n))
			}
		}
		p, ok, err := s.LookUp("text_apart", string(e.Term))
		if !ok || err != nil {
			t.Fatalf("look up %s: %v, %v", e.Term, ok, err)
		}
		if err := p.Each(func(n uint32, _ uint8) { got = append(got, n) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("apart of %s: %d documents, want %d", e.Term, len(got), len(want))
		}
	}
	return phrases
}

// Whatever was deleted, and whether the segments merged know the phrases or not: those that the new one has
// are apart in the documents in which a reader finds them apart.
func TestPhrasesAreApartWhereAReaderFindsThemApart(t *testing.T) {
	first, second := randomTexts(1, 8*minPhraseDocuments), randomTexts(2, 700)
	a, b := phraseSegment(t, first), phraseSegment(t, second)
	deleted := NewBitset(len(first))
	var left [][]string
	for n := range first {
		if n%50 == 7 {
			deleted.Add(uint32(n))
		} else {
			left = append(left, first[n])
		}
	}
	alone := merged(t, []*Segment{a}, []Bitset{deleted})
	phrases := checkApart(t, alone, left)
	if phrases < 10 || phrases >= 36 {
		t.Errorf("%d of 36 phrases are common, want the more common ones", phrases)
	}
	both := merged(t, []*Segment{b, alone}, []Bitset{nil, nil})
	checkApart(t, both, slices.Concat(second, left))
	if _, ok, err := both.LookUp("text_apart", "a a"); !ok || err != nil {
		t.Errorf("the commonest phrase is missing: %v", err)
	}
}

// A phrase that is nowhere apart is told from one that nothing is known of.
func TestPhraseThatIsNeverApart(t *testing.T) {
	texts := make([][]string, minPhraseSegment)
	for n := range texts {
		texts[n] = []string{"a", "aa"}
	}
	s := merged(t, []*Segment{phraseSegment(t, texts)}, []Bitset{nil})
	p, ok, err := s.LookUp("text_apart", ApartTerm("a", "aa"))
	if !ok || p.Len() > 0 || err != nil {
		t.Errorf("a aa: %d documents, %v, %v; want none, known", p.Len(), ok, err)
	}
	if _, ok, err := s.LookUp("text_apart", ApartTerm("aa", "a")); ok || err != nil {
		t.Errorf("aa a is known, or %v", err)
	}
}

func TestSmallSegmentPreparesNoPhrases(t *testing.T) {
	big := merged(t, []*Segment{phraseSegment(t, randomTexts(1, minPhraseSegment))}, []Bitset{nil})
	deleted := NewBitset(big.Len())
	deleted.Add(3)
	s := merged(t, []*Segment{big}, []Bitset{deleted})
	if slices.Contains(s.Fields(), "text_apart") {
		t.Errorf("a segment of %d documents has the field", s.Len())
	}
}
