package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// sameDay returns articles many of which have score and date in common, some no date at all.
func sameDay(n int) []*news.Article {
	var all []*news.Article
	for i := range n {
		a := article(i, fmt.Sprintf("Mưa %02d", i), strings.Repeat("Mưa lớn. ", i%4))
		if i%5 > 0 {
			a.Published = onDay(fmt.Sprintf("2022-07-%02d", i%3+1))
		}
		all = append(all, a)
	}
	return all
}

// walk returns the titles of all hits, page by page.
func walk(t *testing.T, ix *testStore, r Request, between func()) []string {
	t.Helper()
	var all []string
	for range 100 {
		result := find(t, ix, r)
		all = append(all, titles(result)...)
		if result.Next == "" {
			return all
		}
		r.After = result.Next
		between()
	}
	t.Fatal("pages without end")
	return nil
}

func TestPagesByCursor(t *testing.T) {
	const n = 50
	for _, by := range []Sort{Relevance, Newest, Oldest} {
		ix := testIndex(t, sameDay(n)...)
		whole := titles(find(t, ix, Request{Query: "mưa", Sort: by, Limit: n}))
		for _, limit := range []int{1, 7, 25, n} {
			got := walk(t, ix, Request{Query: "mưa", Sort: by, Limit: limit}, func() {})
			if !slices.Equal(got, whole) {
				t.Errorf("%s by %d: pages %q, whole %q", by, limit, got, whole)
			}
		}

		// Merging moves articles inside the index, and nothing inside the order of hits.
		put(t, ix, article(1000, "Nắng"))
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := titles(find(t, ix, Request{Query: "mưa", Sort: by, Limit: n}))
		if err := ix.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		after := titles(find(t, ix, Request{Query: "mưa", Sort: by, Limit: n}))
		if !slices.Equal(after, before) {
			t.Errorf("%s: after merging %q, before %q", by, after, before)
		}
	}
}

func TestPagesByCursorWhileArticlesAreAdded(t *testing.T) {
	ix := testIndex(t, sameDay(30)...)
	whole := titles(find(t, ix, Request{Query: "mưa", Sort: Newest, Limit: 30}))
	n := 1000
	got := walk(t, ix, Request{Query: "mưa", Sort: Newest, Limit: 7}, func() {
		n++
		a := article(n, "Mưa mới")
		a.Published = onDay("2023-01-01")
		put(t, ix, a)
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	if !slices.Equal(got, whole) {
		t.Errorf("pages %q, want %q", got, whole)
	}
}

func TestPagesByCursorOfAPhrase(t *testing.T) {
	// All articles have the pairs of the phrase, every third has the phrase.
	var articles []*news.Article
	for i := range 60 {
		text := "Xã nông thôn mới."
		if i%3 > 0 {
			text = "Nông thôn, thôn mới."
		}
		articles = append(articles, article(i, fmt.Sprintf("Bài %02d", i), text))
	}
	ix := testIndex(t, articles...)
	whole := titles(find(t, ix, Request{Query: `"nông thôn mới"`, Limit: 60}))
	if len(whole) != 20 {
		t.Errorf("%d hits, want 20", len(whole))
	}
	if got := walk(t, ix, Request{Query: `"nông thôn mới"`, Limit: 3}, func() {}); !slices.Equal(got, whole) {
		t.Errorf("pages %q, want %q", got, whole)
	}
}

func TestCursorsOfNoUse(t *testing.T) {
	ix := testIndex(t, sameDay(20)...)
	next := find(t, ix, Request{Query: "mưa", Limit: 5}).Next
	if next == "" {
		t.Fatal("no cursor")
	}
	for name, r := range map[string]Request{
		"of another query": {Query: "mưa lớn", After: next},
		"of another order": {Query: "mưa", Sort: Newest, After: next},
		"cut":              {Query: "mưa", After: next[:10]},
		"no cursor":        {Query: "mưa", After: "\x00\xff"},
	} {
		if _, err := ix.Search(t.Context(), r); !errors.Is(err, ErrCursor) {
			t.Errorf("%s: %v, want ErrCursor", name, err)
		}
	}
	if _, err := ix.Search(t.Context(), Request{Query: "mưa", After: next, From: 3}); err == nil {
		t.Error("From and After together are no error")
	}
	if r := find(t, ix, Request{Query: "mưa", Limit: 20}); r.Next != "" {
		t.Error("a cursor behind the last hit")
	}
}
