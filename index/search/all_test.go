package search

import (
	"context"
	"errors"
	"slices"
	"testing"

	"baotinh/index/query"
	"baotinh/pipeline/news"
)

func TestAllHitsAreThoseOfAllPages(t *testing.T) {
	const n = 50
	ix := testIndex(t, sameDay(n)...)
	put(t, ix, article(1000, "Mưa nhỏ"), article(1001, "Nắng"))
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, by := range []Sort{Relevance, Newest, Oldest} {
		want := find(t, ix, Request{Query: "mưa", Sort: by, Limit: n + 1})
		for _, page := range []int{1, 7, n + 1, scanPage} {
			var got []string
			r := Request{Query: "mưa", Sort: by, Limit: 3, From: 5}
			for h, err := range ix.pages(t.Context(), r, page) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, h.Title)
			}
			if !slices.Equal(got, titles(want)) {
				t.Errorf("%s by %d: hits %q, want %q", by, page, got, titles(want))
			}
		}
	}
}

func TestAllHitsHaveTheirPhrases(t *testing.T) {
	ix := testIndex(t, article(1, "Có", "Xã nông thôn mới."), article(2, "Không", "Nông thôn, thôn mới."))
	for h, err := range ix.All(t.Context(), Request{Query: `"nông thôn mới"`}) {
		if err != nil || h.Title != "Có" {
			t.Errorf("hit %q, %v, want only the article with the phrase", h.Title, err)
		}
	}
}

func TestAllHitsEndWithAnError(t *testing.T) {
	ix := testIndex(t, sameDay(5)...)
	for _, err := range ix.All(t.Context(), Request{Query: "after:abc"}) {
		if _, ok := errors.AsType[*query.SyntaxError](err); !ok {
			t.Errorf("a bad date: %v, want a *query.SyntaxError", err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range ix.All(ctx, Request{Query: "mưa"}) {
		cancel()
		n++
		last = err
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d turns and %v, want a hit and context.Canceled", n, last)
	}
}

// Explanations are made while the next articles are read: see inOrder.
func TestAllHitsAreExplained(t *testing.T) {
	ix := testIndex(t, sameDay(400)...)
	n := 0
	for h, err := range ix.All(t.Context(), Request{Query: "mưa", Explain: true}) {
		if err != nil || len(h.Explain) == 0 {
			t.Fatalf("hit %v, error %v", h, err)
		}
		n++
	}
	if n != 400 {
		t.Errorf("%d hits, want 400", n)
	}
}

func TestHitsAreAmongThoseAsked(t *testing.T) {
	ix := testIndex(t, article(1, "Mưa nhỏ"), article(2, "Mưa to"), article(3, "Nắng"))
	id := map[string]news.ID{}
	for _, h := range find(t, ix, Request{}).Hits {
		id[h.Title] = h.ID
	}
	for _, test := range []struct {
		name  string
		among []news.ID
		want  []string
	}{
		{"nil is all", nil, []string{"Mưa nhỏ", "Mưa to"}},
		{"none", []news.ID{}, nil},
		{"one that the query finds", []news.ID{id["Mưa to"], id["Nắng"]}, []string{"Mưa to"}},
		{"one that is not there", []news.ID{news.NewID("https://a.vn/không-có")}, nil},
	} {
		got := titles(find(t, ix, Request{Query: "mưa", Among: test.among}))
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: hits %q, want %q", test.name, got, test.want)
		}
	}
}
