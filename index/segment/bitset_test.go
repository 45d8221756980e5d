package segment

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBitsetIsASet compares bitsets with sorted slices, at sizes around those of words and blocks.
func TestBitsetIsASet(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var pool BitsetPool
	defer pool.Release()
	for _, size := range []int{1, 63, 64, 65, 1000, 64 * poolWords, 64*poolWords + 1} {
		s, u := pool.New(size), pool.New(size)
		var inS, inU []uint32
		for n := range uint32(size) {
			if random.IntN(3) == 0 {
				s.Add(n)
				inS = append(inS, n)
			}
			if random.IntN(50) == 0 {
				u.Add(n)
				inU = append(inU, n)
			}
		}
		for _, tt := range []struct {
			name   string
			change func(s, u Bitset)
			keep   func(inS, inU bool) bool
		}{
			{"and", Bitset.And, func(a, b bool) bool { return a && b }},
			{"or", Bitset.Or, func(a, b bool) bool { return a || b }},
			{"andNot", Bitset.AndNot, func(a, b bool) bool { return a && !b }},
		} {
			got := pool.New(size)
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
			if !slices.Equal(slices.Collect(got.All()), want) || got.Count() != len(want) ||
				got.Empty() != (len(want) == 0) {
				t.Errorf("%s of %d articles: %d, want %d", tt.name, size, got.Count(), len(want))
			}
			both := got.CountBoth(s)
			if tt.name == "and" && (both != len(want) || pool.New(size).Intersect(s, got) != (both > 0)) {
				t.Errorf("CountBoth of %d articles = %d, want %d", size, both, len(want))
			}
		}
	}
}

func TestBitsetPoolGivesEmptySets(t *testing.T) {
	for range 2 {
		var pool BitsetPool
		for range 3 * poolWords / 100 {
			s := pool.New(64 * 100)
			if !s.Empty() {
				t.Fatal("a new set is not empty")
			}
			for i := range s {
				s[i] = ^uint64(0)
			}
		}
		pool.Release()
	}
}
