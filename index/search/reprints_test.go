package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// The reprints of an article are all others of its story, from whichever of them one looks.
func TestReprintsAreTheOtherArticlesOfTheStory(t *testing.T) {
	var articles []*news.Article
	for n := range 12 {
		var words []string
		for i := range 80 {
			words = append(words, fmt.Sprintf("chuyện %c bản %c số %d", 98+i%20, 99+i%17, n%3*100+i))
		}
		a := article(n, fmt.Sprintf("Tít %d", n%3), strings.Join(words, " "))
		if n%4 > 0 {
			a.Published = onDay(fmt.Sprintf("%d-01-02", 2000+3*n)) // over several shards
		}
		articles = append(articles, a)
	}
	ix := testIndex(t, articles...)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []*news.Article
	for a, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	for _, a := range all {
		var want []string
		for _, b := range all {
			if b.ID != a.ID && cmp.Or(b.Story, b.ID) == cmp.Or(a.Story, a.ID) {
				want = append(want, b.URL)
			}
		}
		if len(want) != 3 {
			t.Errorf("%s: the story has %d other articles, want 3", a.URL, len(want))
		}
		found, count, err := Reprints(s, a, 10)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		if got := slices.Sorted(slices.Values(urls(found))); !slices.Equal(got, want) {
			t.Errorf("reprints of %s: %q, want %q", a.URL, got, want)
		}
		dates := func(a, b *news.Article) int { return byOldest(unix(a), unix(b)) }
		if !slices.IsSortedFunc(found, dates) || count != len(want) {
			t.Errorf("reprints of %s: %d, in the order %q", a.URL, count, urls(found))
		}
		if some, count, err := Reprints(s, a, 1); err != nil || len(some) != 1 || count != 3 {
			t.Errorf("one of the reprints of %s: %d of %d, %v", a.URL, len(some), count, err)
		}
	}
}

// unix returns the date of an article as doc values have it.
func unix(a *news.Article) int64 {
	if a.Published.IsZero() {
		return 0
	}
	return a.Published.Time.Unix()
}
