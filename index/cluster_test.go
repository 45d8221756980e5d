package index

import (
	"baotinh/pipeline/news"
	"errors"
	"math"
	"slices"
	"time"

	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"baotinh/index/opensearch"
)

// clusterIndex returns an empty index in the cluster that BAOTINH_OPENSEARCH names, as http://127.0.0.1:9201.
func clusterIndex(t *testing.T) *Index {
	t.Helper()
	c, err := opensearch.OpenOrCreate(t.Context(), clusterOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	return On(c)
}

// clusterOptions returns the options of an index that is removed when the test ends.
func clusterOptions(t *testing.T) opensearch.Options {
	t.Helper()
	nodes := os.Getenv("BAOTINH_OPENSEARCH")
	if nodes == "" {
		t.Skip("BAOTINH_OPENSEARCH names no cluster to test on")
	}
	o := opensearch.Options{
		Addresses: strings.Split(nodes, ","), Replicas: -1,
		Prefix: fmt.Sprintf("test-%d-%x", os.Getpid(), rand.Uint32()),
	}
	t.Cleanup(func() {
		c, err := opensearch.Open(context.Background(), o)
		if err == nil {
			err = c.Delete(context.Background())
		}
		if err != nil && !errors.Is(err, opensearch.ErrNoIndex) {
			t.Error(err)
		}
	})
	return o
}

// isFull reports whether clusters are asked for as much as takes an hour.
func isFull() bool { return os.Getenv("BAOTINH_CONFORMANCE") == "full" }

// TestAnswersOfAClusterAreThoseOfReadingAllArticles compares everything that a cluster counts and finds.
func TestAnswersOfAClusterAreThoseOfReadingAllArticles(t *testing.T) {
	queries := 80
	switch {
	case testing.Short():
		queries = 5
	case isFull():
		queries = 300
	}
	checkAnswers(t, clusterIndex(t), queries)
}

// conformance are requests that an index in a folder and one in a cluster answer alike, apart from the random
// ones: each is asked in every order and mode.
var conformance = []string{
	"", "*", "mưa", "mưa bão", "mua bao", "lũ quét sạt lở", "UBND tỉnh", "ủy ban nhân dân", "uỷ ban nhân dân",
	"hòa bình", "hoà bình", "hoa binh", `"mưa bão"`, `"mưa lớn" bão`, `"mưa bão"~3`, "“mưa lớn gây lũ”",
	"mưa -bão", "(mưa OR bão) lũ", "-(mưa OR bão)", "title:mưa", `title:"mưa bão"`, "sapo:mưa", "caption:lũ",
	`caption:"lũ quét"`, "tag:mưa", `photographer:"đức anh"`, "dateline:LSO", `author:"đức anh"`,
	"newspaper:mẫu", "site:baomau.example", "url:baomau.example/1", "date:1969..1971", "before:1970-01-01",
	"after:1974-06-01 mưa", "seen:2026-11-05", "mư*", "title:bã*", "mưa~", "bãp", "mưa bãp lớn", "muwa",
	"mwua",
	"mưa lớn gây lũ quét và sạt lở ở xã", "bão số 3 gây mưa lớn ở đâu", "ai là chủ tịch tỉnh", "xyzxyz",
	"xyzxyz mưa", "QL6", "quốc lộ 6", "15/2022/NĐ-CP", "7/5", "covid19", "Sapa", "status:withdrawn",
}

// TestAClusterAnswersAsAFolder compares whole answers. Scores may differ a little, as Lucene keeps the length
// of a text in one byte: so by relevance, hits of nearly the same score may change places.
func TestAClusterAnswersAsAFolder(t *testing.T) {
	cluster := clusterIndex(t)
	articles, random := 800, 20
	switch {
	case testing.Short():
		articles, random = 50, 2
	case isFull():
		articles, random = 50_000, 300
	}
	r := rand.New(rand.NewPCG(16, 2))
	asker := &asker{Rand: r, alternatives: map[string][]string{}}
	folder := testIndex(t)
	for n := range articles {
		a := madeArticle(r, n)
		if n%7 == 0 {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: madeText(r, 40)})
			put(t, folder, reprint(a, n))
		}
		put(t, folder, a)
	}
	flushTest(t, folder)
	for a, err := range folder.Articles(t.Context()) { // with their stories
		if err != nil {
			t.Fatal(err)
		}
		put(t, cluster, a)
		asker.articles = append(asker.articles, read(a))
	}
	flushTest(t, cluster)

	asked := slices.Clone(conformance)
	for range random {
		asked = append(asked, asker.query(2).text)
	}
	for n, q := range asked {
		for _, by := range []Sort{Relevance, Newest, Oldest, LastSeen} {
			request := Request{
				Query: q, Sort: by, Mode: []Mode{Strict, Relaxed, Loose}[n%3], Limit: 15,
				Facets: FacetFields(), FacetLimit: 5, Histogram: ByMonth, Share: true, Timeout: time.Minute,
				Table: TableFields{Rows: "author", Columns: "year"},
			}
			if by == Relevance {
				request.Mode, request.Explain = Relaxed, true
			}
			if n%2 == 0 {
				request.Collapse = ByStory
			}
			if by == Oldest {
				request.Sample, request.Seed = 4, uint64(n)
			}
			if by == Newest && n%5 == 0 {
				request.Recency, request.Filter = 24*time.Hour, "mưa OR bão"
			}
			compareAnswers(t, answer(t, folder, request), answer(t, cluster, request), request)
		}
	}
}

// reprint returns an article with the text of another.
func reprint(a *news.Article, n int) *news.Article {
	b := *a
	b.URL = fmt.Sprintf("https://lai.example/%d.html", n)
	b.ID, b.Title = news.NewID(b.URL), a.Title+" (lại)"
	return &b
}

// scoreError is how much scores may differ, as a share.
const scoreError = 0.06

func compareAnswers(t *testing.T, want, got *Result, r Request) {
	t.Helper()
	about := fmt.Sprintf("%s by %s, mode %q, filter %s", r.Query, r.Sort, r.Mode, r.Filter)
	if r.Sort == Relevance {
		for _, h := range got.Hits {
			var sum float64
			for _, e := range h.Explain {
				sum += e.Score
			}
			if math.Abs(sum-h.Score) > 1e-3*h.Score {
				t.Errorf("%s: the parts of the score of %s are %v, together %v", about, h.ID, h.Score, sum)
			}
		}
		for i := 1; i < len(got.Hits); i++ {
			first, second := got.Hits[i-1], got.Hits[i]
			if second.Score > first.Score && second.Relaxed == first.Relaxed && second.Apart == first.Apart {
				t.Errorf("%s: hit %d has a score of %v behind %v", about, i, second.Score, first.Score)
			}
		}
		name := func(h Hit) news.ID {
			if r.Collapse == ByStory {
				return h.Story // of which any article may come first, if they score nearly the same
			}
			return h.ID
		}
		scores := map[news.ID]float64{}
		for _, h := range want.Hits {
			scores[name(h)] = h.Score
		}
		for i, h := range got.Hits {
			score, ok := scores[name(h)]
			last := want.Hits[len(want.Hits)-1].Score
			unlisted := !ok && h.Score > last*(1+scoreError) && !h.Relaxed
			if unlisted || ok && math.Abs(score-h.Score) > scoreError*score {
				t.Errorf("%s: hit %d, %s, has a score of %v, want %v (last %v)",
					about, i, h.ID, h.Score, score, last)
			}
		}
		want.Hits, got.Hits, want.Suggestion, got.Suggestion = nil, nil, "", ""
	}
	want.Next, got.Next, want.TookMS, got.TookMS = "", "", 0, 0
	if diff := differ(want, got); diff != "" {
		t.Errorf("%s (-folder +cluster):\n%s", about, diff)
	}
}

// TestAClusterFindsTheStoriesOfAFolder puts the same articles into both, in batches, some of them again.
func TestAClusterFindsTheStoriesOfAFolder(t *testing.T) {
	cluster, folder := clusterIndex(t), testIndex(t)
	r := rand.New(rand.NewPCG(16, 3))
	var articles []*news.Article
	for n := range 120 {
		a := madeArticle(r, n)
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: madeText(r, 60+r.IntN(100))})
		articles = append(articles, a)
		if n%3 == 0 {
			articles = append(articles, reprint(articles[r.IntN(len(articles))], n))
		}
	}
	changed := *articles[0] // others may have joined its story
	changed.Blocks = []news.Block{{Kind: news.Paragraph, Text: madeText(r, 80)}}
	articles = append(articles, &changed, articles[1])
	for i, a := range articles {
		for _, ix := range []*Index{folder, cluster} {
			put(t, ix, a)
			if i%25 == 24 {
				flushTest(t, ix)
			}
		}
	}
	flushTest(t, folder)
	flushTest(t, cluster)
	joined := 0
	for a, err := range folder.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := cluster.Get(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.Story != a.Story {
			t.Errorf("%s is of story %q, want %q", a.URL, got.Story, a.Story)
		}
		if a.Story != "" {
			joined++
		}
	}
	if joined < 30 {
		t.Errorf("%d articles have joined a story: want more", joined)
	}
}

// TestAListOfAClusterIsOfOneMoment: articles that are put while all hits are read do not show, whatever their
// place in the order.
func TestAListOfAClusterIsOfOneMoment(t *testing.T) {
	ix := clusterIndex(t)
	r := rand.New(rand.NewPCG(16, 4))
	const before = 1200 // more than two pages
	for n := range before {
		put(t, ix, madeArticle(r, n))
	}
	flushTest(t, ix)
	seen := map[news.ID]bool{}
	for a, err := range ix.Found(t.Context(), Request{Sort: Newest}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[a.ID] {
			t.Errorf("%s comes twice", a.URL)
		}
		seen[a.ID] = true
		if len(seen) == 10 {
			for n := range 300 {
				put(t, ix, madeArticle(r, before+n))
			}
			flushTest(t, ix)
		}
	}
	if len(seen) != before {
		t.Errorf("%d articles, want the %d that were there", len(seen), before)
	}
}

// TestNothingIsWrittenToAVersionThatIsGone: the cluster must not make another index in its place.
func TestNothingIsWrittenToAVersionThatIsGone(t *testing.T) {
	ix := clusterIndex(t)
	r := rand.New(rand.NewPCG(16, 5))
	put(t, ix, madeArticle(r, 1))
	flushTest(t, ix)
	if err := ix.cluster.(*opensearch.Index).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, ix, madeArticle(r, 2))
	if err := ix.Flush(t.Context()); err == nil {
		t.Error("an article was stored in an index that was removed")
	}
}

// TestAPartThatFailsLeavesTheOthers: the version that two rebuild is not removed when one of them gives up.
func TestAPartThatFailsLeavesTheOthers(t *testing.T) {
	o := clusterOptions(t)
	rebuild := func(part int) *opensearch.Index {
		t.Helper()
		o := o
		o.Worker, o.Parts = opensearch.PartName(part, 2), 2
		ix, err := opensearch.Rebuild(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return ix
	}
	r := rand.New(rand.NewPCG(16, 6))
	one, two := rebuild(1), rebuild(2)
	put(t, On(one), madeArticle(r, 1))
	if err := two.Abandon(t.Context()); err != nil {
		t.Fatal(err)
	}
	waiting, err := one.Complete(t.Context())
	if err != nil || !slices.Equal(waiting, []string{opensearch.PartName(2, 2)}) {
		t.Errorf("Complete of the first: waiting %q, %v", waiting, err)
	}
	if _, err := opensearch.Open(t.Context(), o); !errors.Is(err, opensearch.ErrNoIndex) {
		t.Errorf("half an index can be opened: %v", err)
	}
	two = rebuild(2)
	put(t, On(two), madeArticle(r, 2))
	if waiting, err := two.Complete(t.Context()); err != nil || waiting != nil {
		t.Errorf("Complete of the second: waiting %q, %v", waiting, err)
	}
	ix, err := opensearch.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := On(ix).Count(); err != nil || n != 2 {
		t.Errorf("%d articles, %v; want those of both", n, err)
	}
}
