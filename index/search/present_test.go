package search

import (
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestTitlesAreMarked(t *testing.T) {
	ix := testIndex(t,
		article(1, `Sạt lở & "lũ quét" ở Lạng Sơn`, "Trời tạnh."),
		article(2, "Tin vắn", "Sạt lở ở Cao Bằng."))
	for _, h := range find(t, ix, Request{Query: `sat lo -author:"mai linh"`}).Hits {
		want := map[string]string{
			`Sạt lở & "lũ quét" ở Lạng Sơn`: `<mark>Sạt lở</mark> &amp; &#34;lũ quét&#34; ở Lạng Sơn`,
			"Tin vắn": "",
		}[h.Title]
		if h.Marked != want {
			t.Errorf("%s: %s, want %s", h.Title, h.Marked, want)
		}
	}
}

// A word with other marks than that of the query is marked only if the hit was found by it.
func TestWordsWithOtherMarksAreMarkedIfTheyWereSought(t *testing.T) {
	ix := testIndex(t,
		article(1, "Tin vắn", "Sạt lở cuốn cọc sắt ở Lộ Tẻ."),
		article(2, "Tin khác", "Cọc sắt ở Lộ Tẻ."))
	const exact = "<mark>Sạt lở</mark> cuốn cọc sắt ở Lộ Tẻ."
	for _, tt := range []struct {
		query    string
		mode     Mode
		snippets []string
	}{
		{`"sạt lở"`, Strict, []string{exact}},
		{"sạt lở", Relaxed, []string{exact, "Cọc <mark>sắt</mark> ở <mark>Lộ</mark> Tẻ."}},
		{"sat lo", Strict, []string{"<mark>Sạt lở</mark> cuốn cọc <mark>sắt</mark> ở <mark>Lộ</mark> Tẻ.",
			"Cọc <mark>sắt</mark> ở <mark>Lộ</mark> Tẻ."}},
	} {
		var got []string
		for _, h := range find(t, ix, Request{Query: tt.query, Mode: tt.mode}).Hits {
			got = append(got, h.Snippet)
		}
		if diff := gocmp.Diff(tt.snippets, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.query, diff)
		}
	}
}

// The hits of a page, which are made concurrently, are those that All makes one after another.
func TestHitsAreMadeConcurrently(t *testing.T) {
	articles, queries := titledArticles(rand.New(rand.NewPCG(7, 8)), 300)
	ix := testIndex(t, articles...)
	for _, q := range queries {
		r := Request{Query: q, Mode: Strict, Limit: 40, Explain: true}
		var all []Hit
		for h, err := range ix.All(t.Context(), r) {
			if err != nil {
				t.Fatal(err)
			}
			if len(all) < r.Limit {
				all = append(all, h)
			}
		}
		page, err := ix.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(all, page.Hits, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-all +page):\n%s", q, diff)
		}
	}
}
