package search

import (
	"math/rand/v2"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"baotinh/index/store"
)

// Parts of segments that are read concurrently give the same answer as whole segments, one after another.
func TestSegmentsAreReadConcurrently(t *testing.T) {
	articles, queries := titledArticles(rand.New(rand.NewPCG(5, 6)), 2000)
	ix := testIndex(t, articles[:900]...)
	for _, part := range [][2]int{{900, 1500}, {1500, 2000}, {0, 50}} {
		put(t, ix, articles[part[0]:part[1]]...)
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if len(s.Segments) < 2 {
		t.Fatalf("%d segments, want several", len(s.Segments))
	}
	for _, q := range queries {
		for _, text := range []string{q, `"` + q + `"`, "(" + q + " OR UBND) -(VN lũ)"} {
			for _, by := range []Sort{Relevance, Newest} {
				req, err := parse(Request{Query: text, Mode: Relaxed, Sort: by}, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				if diff := gocmp.Diff(answer(t, s, req, 0), answer(t, s, req, 150)); diff != "" {
					t.Errorf("%s by %s (-one after another +concurrently):\n%s", text, by, diff)
				}
			}
		}
	}
}

func answer(t *testing.T, s *store.Snapshot, req *request, size int) *Result {
	t.Helper()
	r := newReaderOf(t.Context(), s, size)
	defer r.release()
	result, err := r.run(req)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
