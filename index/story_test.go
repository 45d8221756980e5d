package index

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"baotinh/pipeline/news"
)

// TestCollapsedHitsAreTheFirstOfEachStory asks queries of all operators and compares the collapsed answers
// with those that are made of all hits and the stories of all articles.
func TestCollapsedHitsAreTheFirstOfEachStory(t *testing.T) {
	const queries = 300
	r := rand.New(rand.NewPCG(14, 1))
	ix := testIndex(t)
	a := &asker{Rand: r, alternatives: map[string][]string{}}
	add := func(n int) {
		made := madeArticle(r, n)
		if len(a.articles) > 0 && r.IntN(2) == 0 {
			made.Blocks = oneOf(r, a.articles...).Blocks
		}
		made.Blocks = append(slices.Clone(made.Blocks), news.Block{
			Kind: news.Paragraph, Text: madeText(r, 60*r.IntN(2)),
		})
		a.articles = append(a.articles, read(made))
		put(t, ix, made)
	}
	for n := range 300 {
		add(n)
		if n%70 == 0 {
			flushTest(t, ix)
		}
	}
	flushTest(t, ix)
	stories := map[news.ID]news.ID{}
	members := map[news.ID][]*news.Article{}
	for article, err := range ix.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		stories[article.ID] = cmp.Or(article.Story, article.ID)
		members[stories[article.ID]] = append(members[stories[article.ID]], article)
	}
	if n := len(members); n > 250 || n < 50 {
		t.Fatalf("%d stories of 300 articles: want some with several", n)
	}

	for range queries {
		request := Request{
			Query: a.query(2).text, Sort: oneOf(r, Relevance, Newest, Oldest, LastSeen),
			Mode: oneOf(r, Strict, Strict, Relaxed, Loose), Limit: oneOf(r, 3, 20, 300),
		}
		if r.IntN(4) == 0 {
			request.Filter = a.query(1).text
		}
		checkCollapsed(t, ix, request, stories, members)
	}
}

func checkCollapsed(
	t *testing.T, ix *Index, r Request, stories map[news.ID]news.ID, members map[news.ID][]*news.Article,
) {
	t.Helper()
	about := fmt.Sprintf("%s, filter %s, by %s, mode %q", r.Query, r.Filter, r.Sort, r.Mode)
	plain := answer(t, ix, Request{Query: r.Query, Filter: r.Filter, Mode: r.Mode, Facets: []string{"site"}})
	var want []Hit
	articles, typed := map[news.ID]int{}, map[news.ID]int{}
	for h, err := range ix.All(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		if h.Story != stories[h.ID] {
			t.Errorf("%s: hit %s is of story %s, want %s", about, h.ID, h.Story, stories[h.ID])
		}
		if articles[h.Story]++; articles[h.Story] == 1 {
			want = append(want, h)
		}
		if !h.Relaxed {
			typed[h.Story]++
		}
	}
	r.Collapse = ByStory
	got := answer(t, ix, r)
	if got.Total != plain.Total || got.Stories != len(typed) {
		t.Errorf("%s: %d articles in %d stories, want %d in %d",
			about, got.Total, got.Stories, plain.Total, len(typed))
	}
	var all []Hit
	for h, err := range ix.All(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	for how, pages := range map[string][]string{
		"all":    urlsOf(all),
		"cursor": urlsOfPages(t, ix, r, func(r *Request, page *Result) { r.After = page.Next }),
		"number": urlsOfPages(t, ix, r, func(r *Request, _ *Result) { r.From += r.Limit }),
	} {
		if diff := differ(urlsOf(want), pages); diff != "" {
			t.Errorf("%s: by %s: -want +got\n%s", about, how, diff)
		}
	}
	for _, h := range all {
		n := typed[h.Story]
		if h.Relaxed {
			n = articles[h.Story]
		}
		if h.StoryArticles != n {
			t.Errorf("%s: %d articles in story %s, want %d", about, h.StoryArticles, h.Story, n)
		}
		first := firstSeen(members[h.Story], h.Story)
		switch {
		case h.First == nil && h.ID != first.ID, h.First != nil && h.First.ID != first.ID:
			t.Errorf("%s: %v leads story %s, want %s", about, h.First, h.Story, first.ID)
		case h.First != nil && (h.First.URL != first.URL || h.First.Source != first.Source):
			t.Errorf("%s: %+v is not %s", about, h.First, first.URL)
		}
	}
	r.Facets, r.Limit = []string{"site"}, NoHits
	if diff := differ(plain.Facets, answer(t, ix, r).Facets); diff != "" {
		t.Errorf("%s: facets count stories: -want +got\n%s", about, diff)
	}
}

// firstSeen returns the article of a story that came in first.
func firstSeen(articles []*news.Article, story news.ID) *news.Article {
	unnamed := func(a *news.Article) int {
		if a.ID == story {
			return 0
		}
		return 1
	}
	return slices.MinFunc(articles, func(a, b *news.Article) int {
		return cmp.Or(
			a.FirstSeen.Compare(b.FirstSeen), cmp.Compare(unnamed(a), unnamed(b)), byPublished(a, b),
		)
	})
}

// byPublished orders articles by date, those without one last.
func byPublished(a, b *news.Article) int {
	switch {
	case a.Published.IsZero() && b.Published.IsZero():
		return 0
	case a.Published.IsZero():
		return 1
	case b.Published.IsZero():
		return -1
	}
	return a.Published.Time.Compare(b.Published.Time)
}

func TestSampleOfStories(t *testing.T) {
	ix := testIndex(t)
	text := "hội nghị sơ kết công tác sáu tháng đầu năm của tỉnh bàn việc chống hạn " +
		"cho hơn hai nghìn héc ta lúa mùa ở các xã vùng cao thiếu nước tưới từ đầu tháng năm"
	for n := range 20 {
		put(t, ix, &news.Article{
			URL: fmt.Sprintf("https://baomau.example/%d", n), Title: "Hội nghị",
			Blocks: []news.Block{{Kind: news.Paragraph, Text: text}},
		})
	}
	flushTest(t, ix)
	got := answer(t, ix, Request{Query: "hội nghị", Collapse: ByStory, Sample: 5, Seed: 1})
	if got.Total != 20 || got.Stories != 1 || len(got.Hits) != 1 || got.Hits[0].StoryArticles != 20 {
		t.Errorf("%d articles, %d stories, hits %+v, want one of 20", got.Total, got.Stories, got.Hits)
	}
}
