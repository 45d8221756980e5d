package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// strictIndex has three articles with "kéo bưng", twelve with "kéo bang" side by side, and others.
func strictIndex(t *testing.T) *testStore {
	t.Helper()
	ix := testIndex(t)
	for n := range 3 {
		put(t, ix, article(n, fmt.Sprint("Chợ quê ", n), "Người dân kéo xe qua bến, tay bưng rổ cá."))
	}
	for n := range 12 {
		put(t, ix, article(100+n, fmt.Sprint("Thi kéo bang ", n), "Hội kéo bang ở sân đình."))
	}
	for n := range 40 {
		put(t, ix, article(200+n, fmt.Sprint("Tin ngắn số ", n), "Trời nắng, gió nhẹ."))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

// A correction or a relaxed word never hides what has every word as typed, nor comes before it.
func TestWordsAsTypedComeFirst(t *testing.T) {
	r := find(t, strictIndex(t), Request{Query: "kéo bưng", Limit: 50})
	if r.Total != 3 || len(r.Hits) != 3+r.Further {
		t.Fatalf("total %d, further %d, %d hits", r.Total, r.Further, len(r.Hits))
	}
	for i, h := range r.Hits {
		if h.Relaxed != (i >= 3) || strings.HasPrefix(h.Title, "Chợ quê") != (i < 3) {
			t.Errorf("hit %d is %q, relaxed: %v", i, h.Title, h.Relaxed)
		}
	}
}

// The strict mode finds what was typed and nothing else, and its counts are those of the relaxed mode.
func TestStrictModeRelaxesNothing(t *testing.T) {
	ix := strictIndex(t)
	for _, q := range []string{"kéo bưng", "kéo bưng sen", "bưg", `"kéo bưng"`, "hooji", "keo bung"} {
		strict, err := ix.Search(t.Context(), Request{Query: q, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		if strict.Further != 0 || strict.Rewrites != nil || len(strict.Hits) != strict.Total {
			t.Errorf("%s: %d further, rewrites %v", q, strict.Further, strict.Rewrites)
		}
		if relaxed := find(t, ix, Request{Query: q}); relaxed.Total != strict.Total {
			t.Errorf("%s: total %d if relaxed, %d if strict", q, relaxed.Total, strict.Total)
		}
	}
}

// Words in quotation marks are never taken apart unasked: it is offered, with the number of articles.
func TestQuotationMarksAreKept(t *testing.T) {
	ix := strictIndex(t)
	for _, mode := range []Mode{Strict, Relaxed} {
		r, err := ix.Search(t.Context(), Request{Query: `"kéo bưng"`, Mode: mode})
		if err != nil {
			t.Fatal(err)
		}
		want := []Offer{{RelaxedQuotes, 3}}
		if r.Total != 0 || len(r.Hits) != 0 || !slices.Equal(r.Offers, want) {
			t.Errorf("mode %q: total %d, %d hits, offers %v", mode, r.Total, len(r.Hits), r.Offers)
		}
	}
	r := find(t, ix, Request{Query: `"kéo bưng"`, Mode: Loose})
	if r.Total != 0 || r.Further < 3 || !r.Hits[0].Relaxed || r.Rewrites[0].Kind != RelaxedQuotes {
		t.Errorf("loose: total %d, further %d, rewrites %v", r.Total, r.Further, r.Rewrites)
	}
	if r := find(t, ix, Request{Query: `"gió nhẹ"`}); r.Offers != nil {
		t.Errorf("offers %v beside what is found", r.Offers)
	}
}

// Pages go from what was typed to what only the relaxed query finds without a gap or a repetition.
func TestPagesCrossIntoRelaxedHits(t *testing.T) {
	ix := strictIndex(t)
	for _, by := range []Sort{Relevance, Newest, Oldest} {
		whole := titles(find(t, ix, Request{Query: "kéo bưng", Sort: by, Limit: 50}))
		for _, limit := range []int{1, 2, 3, 5} {
			r := Request{Query: "kéo bưng", Mode: Relaxed, Sort: by, Limit: limit}
			if got := walk(t, ix, r, func() {}); !slices.Equal(got, whole) {
				t.Errorf("%s, pages of %d: %q, want %q", by, limit, got, whole)
			}
		}
	}
}

// Facets count what was typed.
func TestCountsLeaveRelaxedHitsOut(t *testing.T) {
	r := find(t, strictIndex(t), Request{Query: "kéo bưng", Facets: []string{"province"}})
	want := []Count{{"Lạng Sơn", 3, nil}}
	if r.Total != 3 || !slices.Equal(r.Facets["province"].Values, want) {
		t.Errorf("total %d, provinces %v, want %v", r.Total, r.Facets["province"], want)
	}
}

// A pasted headline has quotation marks of print. They make phrases; if nothing is found so, they are taken
// off, which the answer says. Those of a keyboard stay.
func TestQuotationMarksOfPrint(t *testing.T) {
	ix := testIndex(t,
		article(1, "Người dân nói không với rượu lậu", "Chính quyền nói thêm."),
		article(2, "Nói với nhau rằng không", "Rượu."))
	for _, tt := range []struct {
		name, query    string
		mode           Mode
		total, further int
		rewrites       string
		offers         string
	}{
		{"a phrase that is there", "Người dân “nói không” với rượu", Relaxed, 1, 0, "[]", "[]"},
		{"others between its words", "„nói rằng“ rượu", Relaxed, 0, 2,
			"[{no_quotes  []} {some_words  []}]", "[]"},
		{"of France", "«nói nhau» rượu", Relaxed, 0, 2, "[{no_quotes  []} {some_words  []}]", "[]"},
		{"strictly", "“nói rằng” rượu", Strict, 0, 0, "[]", "[{no_quotes 1}]"},
		{"of a keyboard", `"nói rằng" rượu`, Relaxed, 0, 0, "[]", "[{no_quotes 1}]"},
		{"of both", `“nói rằng” "với rằng" rượu`, Relaxed, 0, 0, "[]", "[{no_quotes 1}]"},
		{"of both, loosely", `“nói rằng” "với rằng" rượu`, Loose, 0, 2, "[{no_quotes  []} {some_words  []}]",
			"[]"},
		{"in a field", "title:“nói rằng”", Relaxed, 0, 0, "[]", "[]"},
		{"in a group", "(“nói rằng” OR lũ)", Relaxed, 0, 0, "[]", "[]"},
		{"negated", "rượu -“nói không”", Relaxed, 1, 0, "[]", "[]"},
	} {
		r, err := ix.Search(t.Context(), Request{Query: tt.query, Mode: tt.mode})
		if err != nil {
			t.Fatal(err)
		}
		rewrites, offers := fmt.Sprint(r.Rewrites), fmt.Sprint(r.Offers)
		if r.Total != tt.total || r.Further != tt.further || rewrites != tt.rewrites || offers != tt.offers {
			t.Errorf("%s: %s: %d articles, %d further, rewrites %s, offers %s; want %d, %d, %s, %s", tt.name,
				tt.query, r.Total, r.Further, rewrites, offers, tt.total, tt.further, tt.rewrites, tt.offers)
		}
	}
}
