package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

func BenchmarkSearch(b *testing.B) {
	ix := testIndex(b)
	words := strings.Fields(`mưa lớn lũ quét hạn hán nông thôn mới hội nghị tỉnh uỷ
		biên giới cửa khẩu hoa đào`)
	for n := range 2000 {
		var text []string
		for i := range 200 {
			text = append(text, words[(n*7+i*i)%len(words)])
		}
		put(b, ix, article(n, strings.Join(text[:8], " "), strings.Join(text, " ")))
	}
	if err := ix.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, q := range []string{
		"hội nghị", "hoi nghi tinh uy", `"nông thôn mới"`, "lũ quét ở cửa khẩu ngày mưa lớn nhất",
	} {
		b.Run(q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				find(b, ix, Request{Query: q, Facets: []string{"province"}, Histogram: ByMonth})
			}
		})
	}
}

// Documents are scored in blocks, and a document alone when its score is explained: it is a block of its
// own there.
func TestScoreIsTheSameInAnyBlock(t *testing.T) {
	const n = 64*blockWords + 1000
	var articles []*news.Article
	words := strings.Fields("mưa lớn ở Lạng Sơn làm nước sông Kỳ Cùng lên nhanh, mua lon o Lang Son")
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		var text []string
		for range 3 + random.IntN(20) {
			text = append(text, words[random.IntN(len(words))])
		}
		articles = append(articles, article(i, words[i%len(words)], strings.Join(text, " ")))
	}
	ix := testIndex(t, articles...)
	if err := ix.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"lạng sơn", "mưa lớn kỳ cùng", "nước OR lang", `"sông kỳ"`} {
		req, err := parse(Request{Query: q, Recency: time.Hour}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		checkBlocks(t, ix, req, n)
	}
}

// checkBlocks compares the scores of all matches of a request with their scores alone.
func checkBlocks(t *testing.T, ix *testStore, req *request, n int) {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := newReader(t.Context(), s)
	defer r.release()
	m, err := r.match(req)
	if err != nil {
		t.Fatal(err)
	}
	all, err := m.rank(Relevance, n, nil, req.bonus)
	if err != nil || len(all) != m.total || m.total < 100 {
		t.Fatalf("%s: %d articles in order, %v, want %d", req.Query, len(all), err, m.total)
	}
	for _, d := range all {
		var alone scorer
		alone.start(m.candidates, m.segments[d.seg], req.bonus)
		alone.scoreBlock(segment.Bitset{1 << (d.doc % 64)}, int(d.doc/64), nil)
		if got := alone.scores[d.doc%64]; got != d.score || got == 0 {
			t.Fatalf("%s: document %d has score %v, alone %v", req.Query, d.doc, d.score, got)
		}
	}
}

func TestExplain(t *testing.T) {
	ix := testIndex(t, article(1, "Mưa lớn", "Mua to."), article(2, "Nắng"))
	h := find(t, ix, Request{Query: "mưa lớn", Explain: true}).Hits
	if len(h) != 1 {
		t.Fatalf("%d hits, want 1", len(h))
	}
	var got []string
	var sum float64
	for _, e := range h[0].Explain {
		got = append(got, strings.TrimSpace(string(e.Kind)+" "+e.Text))
		sum += e.Score
	}
	want := []string{"word mưa", "any_marks mưa", "word lớn", "any_marks lớn", "pair mưa lớn", "title"}
	if !slices.Equal(got, want) {
		t.Errorf("explained by %q, want %q", got, want)
	}
	if math.Abs(sum-h[0].Score) > 1e-6 {
		t.Errorf("the parts are %v together, the score is %v", sum, h[0].Score)
	}
}
