package search

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

func sampleOf(t *testing.T, ix *testStore, r Request) []string {
	t.Helper()
	var all []string
	for h, err := range ix.All(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(h.ID))
	}
	slices.Sort(all)
	return all
}

// A sample is the same for the same seed, however the articles came into the index, and all its hits match.
func TestSampleDoesNotDependOnSegments(t *testing.T) {
	articles := sameDay(300)
	for i, a := range articles { // over several shards
		a.Published = onDay(fmt.Sprintf("%d-05-01", 1995+i%30))
	}
	one := testIndex(t, articles...)
	shuffled := slices.Clone(articles)
	slices.Reverse(shuffled)
	other := testIndex(t)
	for some := range slices.Chunk(shuffled, 40) {
		put(t, other, some...)
		if err := other.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	put(t, other, article(5000, "Nắng"))
	seen := map[string]bool{}
	for seed := range uint64(5) {
		r := Request{Query: "mưa", Sample: 20, Seed: seed}
		got, again := sampleOf(t, one, r), sampleOf(t, other, r)
		if len(got) != 20 || !slices.Equal(got, again) {
			t.Errorf("seed %d: %d and %d articles, want the same 20", seed, len(got), len(again))
		}
		seen[fmt.Sprint(got)] = true
		larger := sampleOf(t, one, Request{Query: "mưa", Sample: 50, Seed: seed, Sort: Newest})
		for _, id := range got {
			if !slices.Contains(larger, id) {
				t.Errorf("seed %d: %s is in a sample of 20, but not of 50", seed, id)
			}
		}
	}
	if len(seen) != 5 {
		t.Errorf("5 seeds drew %d samples", len(seen))
	}
	if all := sampleOf(t, one, Request{Query: "mưa", Sample: 1000}); len(all) != len(articles) {
		t.Errorf("%d articles in a sample of more than there are, want %d", len(all), len(articles))
	}
}

// The drawn articles are those with the least numbers, which a sort of all finds, too.
func TestSampleIsThatOfASort(t *testing.T) {
	articles := sameDay(200)
	ix := testIndex(t, articles...)
	for _, n := range []int{1, 7, 199} {
		got := sampleOf(t, ix, Request{Query: "mưa", Sample: n, Seed: 42})
		numbers := map[news.ID]uint64{}
		for _, a := range articles {
			numbers[a.ID] = mix(segment.IDHash(string(a.ID)) ^ mix(42))
		}
		slices.SortFunc(articles, func(a, b *news.Article) int {
			if numbers[a.ID] < numbers[b.ID] {
				return -1
			}
			return 1
		})
		var want []string
		for _, a := range articles[:n] {
			want = append(want, string(a.ID))
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("sample of %d: %q, want %q", n, got, want)
		}
	}
}

// Over many seeds, every article is drawn about as often: a χ² test with 99 degrees of freedom, whose value
// is below 149 in 999 of 1,000 cases.
func TestSampleIsUniform(t *testing.T) {
	articles := sameDay(100)
	ix := testIndex(t, articles...)
	const draws, size = 400, 10
	counts := map[string]int{}
	for seed := range uint64(draws) {
		for _, id := range sampleOf(t, ix, Request{Query: "mưa", Sample: size, Seed: seed}) {
			counts[id]++
		}
	}
	expected := float64(draws*size) / float64(len(articles))
	sum := 0.0
	for _, a := range articles {
		sum += math.Pow(float64(counts[string(a.ID)])-expected, 2) / expected
	}
	if sum > 149 {
		t.Errorf("χ² = %.1f, want 149 at most", sum)
	}
}

// Counts are of all hits; only the hits are drawn.
func TestSampleInAResult(t *testing.T) {
	ix := testIndex(t, sameDay(50)...)
	r := find(t, ix, Request{Query: "mưa", Sample: 5, Seed: 9, Limit: 3, Facets: []string{"newspaper"}})
	drawn := r.Sample != nil && *r.Sample == Sample{5, 50, 9}
	if len(r.Hits) != 3 || r.Total != 50 || r.Next == "" || !drawn {
		t.Errorf("%d hits of %d, sample %v", len(r.Hits), r.Total, r.Sample)
	}
	next := find(t, ix, Request{Query: "mưa", Sample: 5, Seed: 9, Limit: 3, After: r.Next})
	if len(next.Hits) != 2 || next.Next != "" {
		t.Errorf("%d hits on the second page, want 2", len(next.Hits))
	}
	other := Request{Query: "mưa", Sample: 5, Seed: 8, After: r.Next}
	if _, err := ix.Search(t.Context(), other); err == nil {
		t.Error("the cursor of a sample is taken for one of another")
	}
	if _, err := ix.Search(t.Context(), Request{Query: "mưa", Sample: -1}); err == nil {
		t.Error("a sample of -1 is drawn")
	}
}
