package segment

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// A testDocument is a document with the terms of its fields.
type testDocument struct {
	Document
	Terms     map[string][]testTerm // by field, each term once
	Positions map[string][]uint32   // by field, those of the first term, then those of the second …
}

type testTerm struct {
	Text      string
	Frequency uint32
	Positions uint32 // how many
}

// build returns the segment of documents.
func build(docs []*testDocument) ([]byte, error) {
	var b Builder
	var plain []Document
	fields := map[string]bool{} // whether they have positions
	for _, d := range docs {
		plain = append(plain, d.Document)
		for field, terms := range d.Terms {
			for _, t := range terms {
				fields[field] = fields[field] || t.Positions > 0
			}
		}
	}
	b.Begin(plain)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		b.Field(field, fields[field])
		var texts []string
		numbers := map[string]uint32{}
		for n, d := range docs {
			positions := d.Positions[field]
			for _, t := range d.Terms[field] {
				if _, ok := numbers[t.Text]; !ok {
					numbers[t.Text] = uint32(len(texts))
					texts = append(texts, t.Text)
				}
				o := Occurrence{Document: uint32(n), Frequency: t.Frequency}
				if t.Positions == 0 {
					b.Add(numbers[t.Text], o)
				}
				for _, p := range positions[:t.Positions] {
					o.Position = p
					b.Add(numbers[t.Text], o)
					o.Frequency = 0
				}
				positions = positions[t.Positions:]
			}
		}
		b.EndField(func(n uint32) string { return texts[n] })
	}
	return b.End()
}

// idForms are forms of identifiers: in hexadecimal, which are packed, and others, nearly so.
var idForms = [...]string{"%08x%04x", "%08x%04x", "%x-%d", "%08X%03x", "%08x%03x"}

// randomDocuments returns documents with terms from very common to rare, of which those of field text have
// positions.
func randomDocuments(seed uint64, n int) []*testDocument {
	r := rand.New(rand.NewPCG(seed, 1))
	docs := make([]*testDocument, n)
	for i := range docs {
		d := &testDocument{
			Document: Document{
				ID:     fmt.Sprintf(idForms[i%len(idForms)], r.Uint32(), i),
				Info:   DocInfo{r.Int64N(2e9), r.Uint32N(3000), uint8(r.IntN(40)), r.Uint32()},
				Stored: []byte(strings.Repeat("bài ", r.IntN(20))),
			},
			Terms: map[string][]testTerm{}, Positions: map[string][]uint32{},
		}
		for _, field := range []string{"text", "plain"} {
			positions := map[string][]uint32{}
			position := uint32(0)
			for range r.IntN(60) {
				text := fmt.Sprintf("từ%d", int(r.ExpFloat64()*20))
				positions[text] = append(positions[text], position)
				position += 1 + uint32(min(r.ExpFloat64()/r.Float64(), 1<<24))
			}
			for text, p := range positions {
				if field == "plain" {
					p = nil
				}
				d.Terms[field] = append(d.Terms[field], testTerm{text, r.Uint32N(300), uint32(len(p))})
				d.Positions[field] = append(d.Positions[field], p...)
			}
		}
		docs[i] = d
	}
	return docs
}

func mustParse(t testing.TB, docs []*testDocument) *Segment {
	t.Helper()
	data, err := build(docs)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// read takes a segment apart again: what it was built from, with frequencies as far as it keeps them.
func read(s *Segment) ([]*testDocument, error) {
	docs := make([]*testDocument, s.Len())
	for n := range docs {
		id, err := s.ID(uint32(n))
		if err != nil {
			return nil, err
		}
		stored, err := s.Stored(uint32(n))
		if err != nil {
			return nil, err
		}
		docs[n] = &testDocument{
			Document: Document{ID: string(id), Info: s.DocInfo(uint32(n)), Stored: stored},
			Terms:    map[string][]testTerm{}, Positions: map[string][]uint32{},
		}
	}
	for _, field := range s.Fields() {
		for e, err := range s.Terms(field, "") {
			if err != nil {
				return nil, err
			}
			p, err := s.Postings(field, string(e.Term))
			if err != nil {
				return nil, err
			}
			if p.Len() != e.Count {
				return nil, fmt.Errorf("%s: %d postings, want %d", e.Term, p.Len(), e.Count)
			}
			it, err := p.Positions(nil)
			if err != nil {
				return nil, err
			}
			var positionsErr error
			err = p.Each(func(n uint32, frequency uint8) {
				positions, err := it.Append(nil, n)
				positionsErr = cmp.Or(positionsErr, err)
				docs[n].Terms[field] = append(docs[n].Terms[field],
					testTerm{string(e.Term), uint32(frequency), uint32(len(positions))})
				docs[n].Positions[field] = append(docs[n].Positions[field], positions...)
			})
			if err := cmp.Or(err, positionsErr); err != nil {
				return nil, err
			}
		}
	}
	return docs, nil
}

// live returns the documents that are not deleted, as a segment gives them back.
func live(docs []*testDocument, deleted Bitset) []*testDocument {
	var all []*testDocument
	for i, d := range docs {
		if deleted != nil && deleted.Has(uint32(i)) {
			continue
		}
		c := &testDocument{
			Document: d.Document, Terms: map[string][]testTerm{}, Positions: map[string][]uint32{},
		}
		for field, terms := range d.Terms {
			positions, rest := map[string][]uint32{}, d.Positions[field]
			terms = slices.Clone(terms)
			for i, t := range terms {
				terms[i].Frequency = min(t.Frequency, maxFrequency)
				positions[t.Text], rest = rest[:t.Positions], rest[t.Positions:]
			}
			slices.SortFunc(terms, func(a, b testTerm) int { return strings.Compare(a.Text, b.Text) })
			c.Terms[field] = terms
			for _, t := range terms {
				c.Positions[field] = append(c.Positions[field], positions[t.Text]...)
			}
		}
		all = append(all, c)
	}
	return all
}

func TestSegmentGivesBackWhatItWasBuiltFrom(t *testing.T) {
	for _, n := range []int{0, 1, 7, 63, 64, 65, 1000} {
		docs := randomDocuments(uint64(n), n)
		s := mustParse(t, docs)
		got, err := read(s)
		if err != nil {
			t.Fatalf("%d documents: %v", n, err)
		}
		if diff := gocmp.Diff(live(docs, nil), got); n > 0 && diff != "" {
			t.Fatalf("%d documents (-want +got):\n%s", n, diff)
		}
		for i, d := range docs {
			if found, ok, err := s.Find(d.ID); err != nil || !ok || int(found) != i {
				t.Errorf("%d documents: Find(%q) = %d, %v, %v, want %d", n, d.ID, found, ok, err, i)
			}
		}
		if _, ok, err := s.Find("không có"); ok || err != nil {
			t.Errorf("%d documents: found what is not there, or %v", n, err)
		}
	}
}

// AddTo and AddFrequencies take short cuts through what Each goes through.
func TestPostingsAgree(t *testing.T) {
	const documents = 1000
	s := mustParse(t, randomDocuments(1, documents))
	var some, all [(documents + 63) / 64]uint64
	r := rand.New(rand.NewPCG(1, 2))
	for i := range documents {
		some[i/64] |= r.Uint64N(2) << (i % 64)
	}
	dense, sparse := 0, 0
	for e, err := range s.Terms("text", "") {
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Postings("text", string(e.Term))
		if err != nil {
			t.Fatal(err)
		}
		if isDense(p.Len(), documents) {
			dense++
		} else {
			sparse++
		}

		var want, got [64 * len(all)]float32
		var each [len(all)]uint64
		err = p.Each(func(n uint32, frequency uint8) {
			each[n/64] |= 1 << (n % 64)
			if some[n/64]>>(n%64)&1 != 0 {
				want[n] = float32(frequency)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		clear(all[:])
		if err := p.AddTo(all[:]); err != nil || all != each {
			t.Errorf("AddTo of %s: %x, %v, want %x", e.Term, all, err, each)
		}
		var pool BitsetPool
		pool.take(len(all))[0] = math.MaxUint64 // as another search may leave it
		pool.Release()
		if of, err := pool.Of(p); err != nil || !slices.Equal(of, all[:]) {
			t.Errorf("documents of %s: %x, %v, want %x", e.Term, of, err, all)
		}
		w := p.Walk(nil)
		if r.IntN(2) > 0 {
			w = p.Walk(all[:])
		}
		for from := 0; from < len(some); {
			to := min(from+1+r.IntN(5), len(some))
			if err := w.AddFrequencies(got[64*from:], some[from:to], from); err != nil {
				t.Fatal(err)
			}
			for n := 64 * from; n < 64*to; n++ {
				if got[n] != want[n] {
					t.Errorf("frequency of %s in document %d: %v, want %v", e.Term, n, got[n], want[n])
				}
			}
			from = to + r.IntN(3)
		}
	}
	if dense == 0 || sparse == 0 {
		t.Errorf("%d terms written as bitmaps, %d as numbers: want some of both", dense, sparse)
	}
}

// A walk that skips documents by ranks reads the frequencies that one reads which counts them.
func TestRankedWalk(t *testing.T) {
	const documents = 50_000
	r := rand.New(rand.NewPCG(3, 9))
	for _, every := range []int{3, 100, 9000} {
		var l postingsBuilder
		for n := r.IntN(every); n < documents; n += 1 + r.IntN(every) {
			l.add(uint32(n), uint32(1+r.IntN(20)))
		}
		p, err := newPostings(l.appendTo(nil, documents), nil, len(l.numbers), documents)
		if err != nil {
			t.Fatal(err)
		}
		docs := NewBitset(documents)
		if err := p.AddTo(docs); err != nil {
			t.Fatal(err)
		}
		counted, ranked := p.Walk(nil), p.RankedWalk(docs, docs.Ranks())
		for from := 0; from < len(docs); from += 1 + r.IntN(100) {
			block := docs[from:min(from+1+r.IntN(40), len(docs))]
			want, got := make([]float32, 64*len(block)), make([]float32, 64*len(block))
			err := errors.Join(
				counted.AddFrequencies(want, block, from), ranked.AddFrequencies(got, block, from))
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("one in %d from word %d: %v, %v; want %v", every, from, got, err, want)
			}
			from += len(block)
		}
	}
}

// A merge is the segment of all documents that are left, whatever was dropped.
func TestMergeIsTheSegmentOfWhatIsLeft(t *testing.T) {
	first, second, third := randomDocuments(1, 300), randomDocuments(2, 5), randomDocuments(3, 700)
	deleted := []Bitset{NewBitset(300), nil, NewBitset(700)}
	for _, n := range []uint32{0, 17, 299} {
		deleted[0].Add(n)
	}
	for n := range uint32(690) {
		deleted[2].Add(n)
	}
	var buf bytes.Buffer
	segments := []*Segment{mustParse(t, first), mustParse(t, second), mustParse(t, third)}
	numbers, size, err := Merge(&buf, segments, deleted, MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if uint64(buf.Len()) != size {
		t.Errorf("merged %d bytes, said %d", buf.Len(), size)
	}
	if got := numbers[2][688:692]; !slices.Equal(got, []uint64{Dropped, Dropped, 302, 303}) {
		t.Errorf("new numbers = %d", got)
	}

	merged, err := Parse(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(merged)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Concat(live(first, deleted[0]), live(second, nil), live(third, deleted[2]))
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
}

func TestMergeStopsWhenAsked(t *testing.T) {
	stop := make(chan struct{})
	close(stop)
	from := []*Segment{mustParse(t, randomDocuments(1, 10))}
	_, _, err := Merge(io.Discard, from, []Bitset{nil}, MergeOptions{Stop: stop})
	if !errors.Is(err, ErrStopped) {
		t.Errorf("Merge = %v, want ErrStopped", err)
	}
}

// Whatever byte of a file is damaged is found by opening it or by Verify, and does no harm to who reads it
// all the same.
func TestDamageIsFound(t *testing.T) {
	data, err := build(randomDocuments(1, 20))
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		damaged := slices.Clone(data)
		damaged[i] ^= 1 << (i % 8)
		s, err := Parse(damaged)
		if err == nil {
			err = s.Verify(nil)
			_, _ = read(s)
		}
		if !errors.Is(err, ErrCorrupt) {
			t.Fatalf("byte %d of %d damaged: %v, want ErrCorrupt", i, len(data), err)
		}
	}
	for n := range len(data) {
		if _, err := Parse(data[:n]); !errors.Is(err, ErrCorrupt) {
			t.Fatalf("cut off after %d of %d bytes: %v, want ErrCorrupt", n, len(data), err)
		}
	}
}

// Damage that no checksum finds does no harm either.
func FuzzRead(f *testing.F) {
	f.Add(uint64(1), []byte{0}, uint16(0))
	f.Add(uint64(2), []byte{0xff, 0xff, 0xff}, uint16(700))
	f.Fuzz(func(t *testing.T, seed uint64, damage []byte, at uint16) {
		s := mustParse(t, randomDocuments(seed, int(seed%100)))
		for _, c := range s.checks {
			for i, b := range damage {
				if len(c.data) > 0 {
					c.data[(int(at)+i)%len(c.data)] ^= b
				}
			}
		}
		_, _ = read(s)
		_, _, _ = s.Find("x")
		_, _, _ = Merge(io.Discard, []*Segment{s}, []Bitset{nil}, MergeOptions{})
	})
}

func TestTermsWithAPrefix(t *testing.T) {
	doc := &testDocument{Document: Document{ID: "1"}, Terms: map[string][]testTerm{"text": {}}}
	var all []string
	for i := range 500 {
		all = append(all, fmt.Sprintf("%03d", i))
		doc.Terms["text"] = append(doc.Terms["text"], testTerm{all[i], 1, 0})
	}
	s := mustParse(t, []*testDocument{doc})
	for _, prefix := range []string{"", "0", "16", "160", "1600", "499", "5", "~"} {
		var got, want []string
		for e, err := range s.Terms("text", prefix) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(e.Term))
		}
		for _, term := range all {
			if strings.HasPrefix(term, prefix) {
				want = append(want, term)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("terms with %q = %v, want %v", prefix, got, want)
		}
	}
	for e := range s.Terms("no field", "") {
		t.Errorf("a field that is not there has %q", e.Term)
	}
}

// A term is found where going through all terms finds it.
func TestFindAgreesWithSeek(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	randomTerm := func() string {
		term := make([]byte, r.IntN(6))
		for i := range term {
			term[i] = "abc\xff"[r.IntN(4)]
		}
		return string(term)
	}
	for range 50 {
		terms := map[string]bool{}
		for range r.IntN(200) {
			terms[randomTerm()] = true
		}
		var w dictionaryWriter
		for i, term := range slices.Sorted(maps.Keys(terms)) {
			w.add([]byte(term), 1+i, i%300, i%7)
		}
		var d dictionary
		d.blocks, d.ends = w.end()
		for range 300 {
			term := randomTerm()
			c := d.seek(term)
			want := entry{}
			if c.next() && string(c.term) == term {
				want = c.entry
				want.term = nil
			}
			got, ok, err := d.find(term)
			if err != nil || ok != terms[term] || ok && !reflect.DeepEqual(got, want) {
				t.Fatalf("find(%q) = %v, %v, %v, want %v", term, got, ok, err, want)
			}
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	docs := randomDocuments(1, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := build(docs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(docs))/b.Elapsed().Seconds(), "documents/s")
}

func BenchmarkPostings(b *testing.B) {
	const documents = 1 << 17
	for _, every := range []int{2, 10, 100} {
		var l postingsBuilder
		r := rand.New(rand.NewPCG(1, 6))
		for n := range uint32(documents) {
			if r.IntN(every) == 0 {
				l.add(n, 2)
			}
		}
		p, err := newPostings(l.appendTo(nil, documents), nil, len(l.numbers), documents)
		if err != nil {
			b.Fatal(err)
		}
		set := make([]uint64, documents/64)
		b.Run(fmt.Sprintf("AddTo/every %d", every), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := p.AddTo(set); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*p.Len())/b.Elapsed().Seconds(), "postings/s")
		})
		counts := make([]float32, documents)
		b.Run(fmt.Sprintf("AddFrequencies/every %d", every), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w := p.Walk(nil)
				if err := w.AddFrequencies(counts, set, 0); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*p.Len())/b.Elapsed().Seconds(), "postings/s")
		})
	}
}

func BenchmarkFind(b *testing.B) {
	var w dictionaryWriter
	for i := range 100_000 {
		w.add(fmt.Appendf(nil, "từ%06d", i), 1, 2, 0)
	}
	var d dictionary
	d.blocks, d.ends = w.end()
	b.ReportAllocs()
	for i := 0; b.Loop(); i = (i + 7919) % 100_000 {
		if _, ok, err := d.find(fmt.Sprintf("từ%06d", i)); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
