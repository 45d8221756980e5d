package index

import (
	"math/rand/v2"
	"slices"
	"testing"

	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// TestSetsAreSets compares sets with sorted slices, at sizes around those of words and blocks.
func TestSetsAreSets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var a arena
	defer a.release()
	for _, size := range []int{1, 63, 64, 65, 1000, 64 * blockWords, 64*blockWords + 1} {
		s, u := a.make(size), a.make(size)
		var inS, inU []uint32
		for n := range uint32(size) {
			if random.IntN(3) == 0 {
				s.add(n)
				inS = append(inS, n)
			}
			if random.IntN(50) == 0 {
				u.add(n)
				inU = append(inU, n)
			}
		}
		for _, tt := range []struct {
			name   string
			change func(s, u set)
			keep   func(inS, inU bool) bool
		}{
			{"and", set.and, func(a, b bool) bool { return a && b }},
			{"or", set.or, func(a, b bool) bool { return a || b }},
			{"andNot", set.andNot, func(a, b bool) bool { return a && !b }},
		} {
			got := a.make(size)
			copy(got, s)
			tt.change(got, u)
			var want []uint32
			for n := range uint32(size) {
				_, one := slices.BinarySearch(inS, n)
				_, other := slices.BinarySearch(inU, n)
				if tt.keep(one, other) {
					want = append(want, n)
				}
			}
			if !slices.Equal(slices.Collect(got.all()), want) || got.count() != len(want) ||
				got.empty() != (len(want) == 0) {
				t.Errorf("%s of %d articles: %d, want %d", tt.name, size, got.count(), len(want))
			}
			if both := countBoth(got, s); tt.name == "and" && (both != len(want) || a.make(size).setBoth(s, got) != (both > 0)) {
				t.Errorf("countBoth of %d articles = %d, want %d", size, both, len(want))
			}
		}
	}
}

func TestArenaGivesEmptySets(t *testing.T) {
	for range 2 {
		var a arena
		for range 3 * blockWords / 100 {
			s := a.make(64 * 100)
			if !s.empty() {
				t.Fatal("a new set is not empty")
			}
			for i := range s {
				s[i] = ^uint64(0)
			}
		}
		a.release()
	}
}

func BenchmarkAddWorth(b *testing.B) {
	const articles = 50_000
	s := make(set, (articles+63)/64)
	for n := uint32(0); n < articles; n += 7 {
		s.add(n)
	}
	worth := make([]float32, len(s)*64)
	b.ReportAllocs()
	for b.Loop() {
		addWorth(worth, s, 1)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(s.count()), "ns/article")
}

func BenchmarkSnippet(b *testing.B) {
	s, err := testIndex(b, article(1, "Hội nghị sơ kết")).snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	a := article(2, "Mưa lớn")
	for range 40 {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph,
			Text: "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết 27-NQ/TW."})
	}
	q, err := query.Parse("hạn hán nông thôn mới")
	if err != nil {
		b.Fatal(err)
	}
	x := newSearch(b.Context(), s, &Request{}, q, new(query.Node))
	x.plan = newPlan(q, true)
	x.gather()
	defer x.arena.release()
	b.SetBytes(int64(textBytes(a)))
	b.ReportAllocs()
	for b.Loop() {
		x.marker().snippet(a, 1e9, 240)
	}
}
