package segment

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// postingsWith returns postings of every document of some that has positions.
func postingsWith(t testing.TB, positions [][]uint32) Postings {
	t.Helper()
	var l postingsBuilder
	for n, p := range positions {
		if len(p) > 0 {
			l.add(uint32(n), 1)
			l.counts = append(l.counts, uint32(len(p)))
			l.positions = append(l.positions, p...)
		}
	}
	data, encoded := l.appendTo(nil, len(positions)), appendPositions(nil, l.positions, l.counts)
	p, err := newPostings(data, encoded, len(l.numbers), len(positions))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Any documents may be passed over, and those that have not the term may be asked for.
func TestPositionsOfSomeDocuments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	for _, every := range []int{1, 2, 40, 1000} {
		all := make([][]uint32, 5000)
		for n := range all {
			if n%every != 0 {
				continue
			}
			p := uint32(r.IntN(600))
			for range 1 + r.IntN(1+r.IntN(12)) {
				all[n] = append(all[n], p)
				p += 1 + uint32(r.IntN(200))
			}
		}
		all[2000] = []uint32{0, 1, 2, 1 << 20, math.MaxUint32 - 1, math.MaxUint32}
		p := postingsWith(t, all)
		docs := NewBitset(len(all))
		if err := p.AddTo(docs); err != nil {
			t.Fatal(err)
		}
		for _, step := range []int{1, 3, 63, 64, 65, 500, 5000} {
			it, err := p.Positions([]Bitset{nil, docs}[r.IntN(2)])
			if err != nil {
				t.Fatal(err)
			}
			for n := r.IntN(step); n < len(all); n += 1 + r.IntN(step) {
				got, err := it.Append([]uint32{7}, uint32(n))
				if want := append([]uint32{7}, all[n]...); err != nil || !slices.Equal(got, want) {
					t.Fatalf("every %d, step %d: positions in document %d = %d, %v, want %d",
						every, step, n, got, err, want)
				}
			}
		}
	}
}

func TestPositionsTakeLittleMoreThanTheirOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	const documents, words = 1000, 550
	all := make([][]uint32, documents)
	n := 0
	for i := range all {
		for p := range uint32(words) {
			if r.IntN(200) == 0 {
				all[i] = append(all[i], p)
				n++
			}
		}
	}
	if size := 8 * float64(len(postingsWith(t, all).positions)) / float64(n); size > 11 {
		t.Errorf("%.2f bits a position, want less than 11: log2(200·e) and the counts are 10.4", size)
	}
}

func TestTermWithPositionsInSomeDocumentsOnly(t *testing.T) {
	document := func(id string, positions ...uint32) *Segment {
		return mustParse(t, []*testDocument{{
			Document:  Document{ID: id},
			Terms:     map[string][]testTerm{"text": {{"a", 1, uint32(len(positions))}}},
			Positions: map[string][]uint32{"text": positions},
		}})
	}
	from := []*Segment{document("1", 0), document("2")}
	_, _, err := Merge(io.Discard, from, []Bitset{nil, nil}, MergeOptions{})
	if err == nil || errors.Is(err, ErrCorrupt) {
		t.Errorf("Merge = %v, want an error that is not ErrCorrupt", err)
	}
}

func BenchmarkPositions(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 5))
	all := make([][]uint32, 1<<16)
	for n := range all {
		p := uint32(r.IntN(100))
		for range 1 + r.IntN(6) {
			all[n] = append(all[n], p)
			p += 1 + uint32(r.IntN(200))
		}
	}
	p := postingsWith(b, all)
	for _, step := range []int{1, 4, 100} {
		b.Run(fmt.Sprintf("every %d", step), func(b *testing.B) {
			var buf []uint32
			documents := 0
			for b.Loop() {
				it, err := p.Positions(nil)
				if err != nil {
					b.Fatal(err)
				}
				for n := 0; n < len(all); n += step {
					if buf, err = it.Append(buf[:0], uint32(n)); err != nil {
						b.Fatal(err)
					}
					documents++
				}
			}
			b.ReportMetric(float64(documents)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}

func TestTermThatNoDocumentHasIsNowhere(t *testing.T) {
	s := mustParse(t, randomDocuments(1, 20))
	p, err := s.Postings("text", "không có")
	if err != nil {
		t.Fatal(err)
	}
	it, err := p.Positions(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range uint32(20) {
		if got, err := it.Append(nil, n); len(got) > 0 || err != nil {
			t.Errorf("positions in document %d: %v, %v, want none", n, got, err)
		}
	}
}
