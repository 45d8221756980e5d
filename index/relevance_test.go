package index

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func BenchmarkSearch(b *testing.B) {
	ix := testIndex(b)
	words := strings.Fields("mưa lớn lũ quét hạn hán nông thôn mới hội nghị tỉnh uỷ biên giới cửa khẩu hoa đào")
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
	for _, q := range []string{"hội nghị", "hoi nghi tinh uy", `"nông thôn mới"`, "lũ quét ở cửa khẩu ngày mưa lớn nhất"} {
		b.Run(q, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				find(b, ix, Request{Query: q, Facets: []string{"province"}, Histogram: ByMonth})
			}
		})
	}
}

func BenchmarkPut(b *testing.B) {
	ix := testIndex(b)
	text := strings.Repeat("Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết. ", 40)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		put(b, ix, article(n, "Hội nghị sơ kết", text))
		n++
	}
	if err := ix.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// Articles are scored in stretches, and an article alone when its score is explained: each is a stretch of its own there.
func TestScoreIsTheSameInAnyStretch(t *testing.T) {
	const n = 64*scoredWords + 1000
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
		r := Request{Query: q, Limit: maxLimit, Recency: time.Hour}
		x, err := ix.begin(t.Context(), &r)
		if err != nil {
			t.Fatal(err)
		}
		defer x.end()
		matches, total, err := x.findQuery()
		if err != nil {
			t.Fatal(err)
		}
		all, err := x.rank(matches, n)
		if err != nil || len(all) != total || total < 100 {
			t.Fatalf("%s: %d articles in order, %v, want %d", q, len(all), err, total)
		}
		for _, c := range all {
			var s scorer
			s.start(x, x.segments[c.seg])
			s.score(set{1 << (c.n % 64)}, int(c.n/64), nil)
			if alone := s.scores[c.n%64]; alone != c.score || alone == 0 {
				t.Fatalf("%s: article %d has score %v, alone %v", q, c.n, c.score, alone)
			}
		}
	}
}
