package index

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// dated returns version v of article n, published in a year; 0: without date.
func dated(n, year, v int) *news.Article {
	a := article(n, fmt.Sprintf("Mưa %d, bản %d", n, v), "Nước sông lên nhanh.")
	if year != 0 {
		a.Published = onDay(fmt.Sprintf("%d-06-15", year))
	}
	return a
}

func TestShardsAreOneIndex(t *testing.T) {
	var articles []*news.Article
	for n := range 24 {
		articles = append(articles, dated(n, [...]int{0, 2004, 2014, 2024}[n%4], 0))
	}
	ix := testIndex(t, articles...)
	r := find(t, ix, Request{Query: "mưa", Sort: Newest, Facets: []string{"year"}, Limit: 24})
	if r.Total != 24 || count(t, ix) != 24 {
		t.Errorf("%d hits of %d, want 24", r.Total, count(t, ix))
	}
	var years []int
	for _, h := range r.Hits {
		years = append(years, h.Published.Time.Year()/10%1000)
	}
	newestFirst := slices.IsSortedFunc(years[:18], func(a, b int) int { return b - a })
	if !newestFirst || !r.Hits[18].Published.IsZero() {
		t.Errorf("by newest: decades %v", years)
	}
	want := []Count{{Value: "2004", Count: 6}, {Value: "2014", Count: 6}, {Value: "2024", Count: 6}}
	if diff := cmp.Diff(want, r.Facets["year"].Values); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
	for query, want := range map[string]int{
		"mưa năm:2014": 6, "mưa after:2014": 12, "before:2014": 6, "năm:2015": 0,
	} {
		if r := find(t, ix, Request{Query: query}); r.Total != want {
			t.Errorf("%s: %d hits, want %d", query, r.Total, want)
		}
	}
	for _, a := range articles {
		if got, err := ix.Get(t.Context(), a.ID); err != nil || got.Title != a.Title {
			t.Errorf("Get(%s): %v, %v", a.URL, got, err)
		}
	}
}

// Articles that move, and years that begin, while others search: none may be missing, in this process or
// another.
func TestSearchWhileArticlesMove(t *testing.T) {
	const articles, rounds = 10, 10
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)
	defer writer.Close()
	for n := range articles {
		put(t, writer, dated(n, 2000, 0))
	}
	if err := writer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	written := make(chan error, 1)
	write := func() error {
		defer done.Store(true)
		for v := range rounds {
			for n := range articles {
				if err := writer.Put(t.Context(), dated(n, 2000+(v+n)%40, v)); err != nil {
					return err
				}
			}
			if err := writer.Flush(t.Context()); err != nil {
				return err
			}
		}
		return nil
	}
	go func() { written <- write() }()

	look := func(where string, ix *Index) {
		seen := map[news.ID]bool{}
		for a, err := range ix.Articles(t.Context()) {
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			seen[a.ID] = true
		}
		if len(seen) != articles {
			t.Fatalf("%s: %d articles of %d", where, len(seen), articles)
		}
		if n := find(t, ix, Request{Query: "mưa"}).Total; n < articles {
			t.Fatalf("%s: %d hits of %d", where, n, articles)
		}
	}
	opened := 0
	for !done.Load() {
		look("beside the writer", writer)
		reader, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		look("in another process", reader)
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
		opened++
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	t.Logf("opened %d times", opened)
	if n := count(t, writer); n != articles {
		t.Errorf("%d articles at the end, want %d", n, articles)
	}
}
