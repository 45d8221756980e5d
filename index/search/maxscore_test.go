package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// randomWords returns n words, of which the first of a list are the most frequent.
func randomWords(random *rand.Rand, words []string, n int) string {
	var text []string
	for range n {
		i := random.IntN(len(words))
		text = append(text, words[min(i, random.IntN(len(words)), random.IntN(len(words)))])
	}
	return strings.Join(text, " ")
}

// titledArticles returns random articles, and queries of their words and titles.
func titledArticles(random *rand.Rand, n int) (articles []*news.Article, queries []string) {
	words := append(strings.Fields(`và của tỉnh Lạng Sơn mưa lớn ở vùng núi nước sông Kỳ Cùng
		lên nhanh lang son mua lon đường quốc lộ 1A sạt lở kì cục đi di học sinh trường ngập lũ quét
		Sapa du lịch hoa đào nở rộ`),
		"Sa Pa", "UBND", "ủy ban nhân dân", "TP", "thành phố", "HLV", "huấn luyện viên", "đẹp", "rét", "hại")
	for i := range n - 30 {
		title := randomWords(random, words, 1+random.IntN(8))
		a := article(i, title, randomWords(random, words, 2+random.IntN(60)))
		if random.IntN(3) > 0 {
			a.Published = onDay("2022-07-27")
			a.Published.Time = a.Published.Time.AddDate(0, 0, -random.IntN(400))
		}
		articles = append(articles, a)
		if random.IntN(n/40) == 0 {
			queries = append(queries, title, viet.Fold(title), randomWords(random, words, 1+random.IntN(6)))
		}
	}
	// Two readings of an abbreviation in a title may weigh as much as a word that it does not have.
	for i := 200; i < 212; i++ {
		articles[i] = article(i, "Mưa", strings.Repeat("TT lụt ", 40))
	}
	for i := 250; i < n-30; i += 500 {
		articles[i] = article(i, strings.Join(viet.Expand("TT")[:2], " và "), "lụt lụt lụt lụt lụt")
	}
	for i := n - 30; i < n; i++ { // bounds are nearly reached
		articles = append(articles, article(i, "Rét", strings.Repeat("rét ", 20+i%30)))
	}
	return articles, append(queries, "rét", "rét hại", "TT lụt", "lạng -lũ sơn", `"lạng sơn" mưa lớn ở`,
		"(mưa OR lũ) quét sông lên nhanh nở")
}

// A document that MaxScore leaves out is none of the first, and no near-miss.
func TestPruningChangesNothing(t *testing.T) {
	articles, queries := titledArticles(rand.New(rand.NewPCG(3, 4)), 64*blockWords+2000)
	ix := testIndex(t, articles[:500]...)
	put(t, ix, articles[500:]...)
	put(t, ix, articles[:100]...) // so that some are deleted
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	missed := checkPruning(t, ix, queries, len(articles))
	if missed < 20 {
		t.Errorf("%d near-misses of %d queries, want 20", missed, len(queries))
	}
}

// checkPruning compares the first matches of queries in an index with up to n articles with those of all
// that are scored, and their near-misses, of which it returns the number.
func checkPruning(t *testing.T, ix *testStore, queries []string, n int) int {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	missed := 0
	for i, q := range queries {
		recency := time.Duration(i%2) * time.Hour
		req, err := parse(Request{Query: q, Mode: Relaxed, Recency: recency}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r := newReader(t.Context(), s)
		missed += checkNearMisses(t, r, req)
		m, err := r.match(req)
		if err != nil {
			t.Fatal(err)
		}
		all, err := m.rank(Relevance, n+1, nil, req.bonus)
		if err != nil || len(all) != m.total+m.further {
			t.Fatalf("%s: %d articles in order, %v, want %d", q, len(all), err, m.total+m.further)
		}
		for _, k := range []int{1, 11, 100} {
			top, err := m.rank(Relevance, k, nil, req.bonus)
			if err != nil {
				t.Fatal(err)
			}
			want := all[:min(k, len(all))]
			if diff := gocmp.Diff(placesOf(want), placesOf(top)); diff != "" {
				t.Errorf("%s: first %d (-all scored +pruned):\n%s", q, k, diff)
			}
		}
		r.release()
	}
	return missed
}

// coveredBySums returns the documents that have a share of the best coverage.
func coveredBySums(c *candidates, share float32) []segment.Bitset {
	var best float32
	coverages := make([][]float32, len(c.segments))
	for seg, s := range c.segments {
		clauses := c.clauses(s)
		slices.SortStableFunc(clauses, func(a, b clause) int { return cmp.Compare(b.weight, a.weight) })
		for doc := range uint32(s.Len()) {
			var sum float32
			for _, cl := range clauses {
				if s.selected.Has(doc) && cl.docs.Has(doc) {
					sum += cl.weight
				}
			}
			coverages[seg] = append(coverages[seg], sum)
			best = max(best, sum)
		}
	}
	var all []segment.Bitset
	for seg, s := range c.segments {
		docs := s.none()
		for doc, v := range coverages[seg] {
			if v > 0 && v >= share*best {
				docs.Add(uint32(doc))
			}
		}
		all = append(all, docs)
	}
	return all
}

// A near-miss has most of the coverage, however high its score.
func TestNearMissOfTooFewWords(t *testing.T) {
	far := strings.Repeat("xa ", 300)
	articles := []*news.Article{
		article(1, "Một", "đinh "+far+"lim "+far+"sến, táu"), article(2, "Hai", strings.Repeat("táu ", 30)),
	}
	for i := range 20 {
		articles = append(articles, article(3+i, "Ba", "mưa"))
	}
	ix := testIndex(t, articles...)
	req, err := parse(Request{Query: "đinh lim sến táu", Mode: Relaxed}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := newReader(t.Context(), s)
	defer r.release()
	if n := checkNearMisses(t, r, req); n > 0 {
		t.Errorf("%d near-misses, want none", n)
	}
}

// A rated is a document with its score.
type rated struct {
	Segment  int
	Document uint32
	Score    float32
}

func placesOf(docs []scoredDoc) []rated {
	var all []rated
	for _, d := range docs {
		all = append(all, rated{d.seg, d.doc, d.score})
	}
	return all
}

// checkNearMisses compares the near-misses of a request with those found by scoring all documents that have
// the coverage. It returns their number.
func checkNearMisses(t *testing.T, r *reader, req *request) int {
	t.Helper()
	ex, err := expand(r, req)
	if err != nil {
		t.Fatal(err)
	}
	m, err := r.attempt(newPlan(req.query, exactPhrases, ex), req, ex)
	if err != nil {
		t.Fatal(err)
	}
	if m.total == 0 || m.plan.required() == 0 {
		return 0
	}
	docs := coveredBySums(m.candidates, mostShare)
	for _, some := range [][]segment.Bitset{nil, m.docs} {
		covered := cover(m.candidates, mostShare, some)
		if got, _ := covered.atLeast(mostShare); gocmp.Diff(docs, got) != "" {
			t.Errorf("%s: %d documents are covered, want %d", req.Query, got[0].Count(), docs[0].Count())
		}
		covered.release()
	}
	var best float32
	var none leastScore
	m.score(m.docs, req.bonus, &none, func(_ int, _ uint32, score float32) { best = max(best, score) })
	want := make([]segment.Bitset, len(docs))
	for i, s := range m.segments {
		want[i] = s.clone(m.docs[i])
	}
	m.score(docs, req.bonus, &none, func(seg int, doc uint32, score float32) {
		if score > nearMissShare*best {
			want[seg].Add(doc)
		}
	})

	x := relaxation{candidates: m.candidates, total: m.total}
	for i, s := range m.segments {
		x.docs = append(x.docs, s.clone(m.docs[i]))
	}
	x.addNearMisses(req.bonus)
	if diff := gocmp.Diff(want, x.docs); diff != "" {
		t.Errorf("%s: near-misses (-all scored +pruned):\n%s", req.Query, diff)
	}
	return x.total - m.total
}
