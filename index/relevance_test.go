package index

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

var update = flag.Bool("update", false, "write the golden file")

// TestRelevance searches a small newspaper for known articles, by kinds of query. The golden file has each kind's mean
// reciprocal rank in the first ten hits, and by name the queries whose article is not the first hit.
func TestRelevance(t *testing.T) {
	ix := openTest(t, t.TempDir()+"/index")
	defer ix.Close()
	n := 0
	for title, body := range rows(t, "testdata/articles.tsv") {
		n++
		put(t, ix, article(n, title, body))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}

	var kinds []string
	var misses strings.Builder
	sum, queries := map[string]float64{}, map[string]float64{}
	for kind, rest := range rows(t, "testdata/queries.tsv") {
		q, number, _ := strings.Cut(rest, "\t")
		want, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		if queries[kind] == 0 {
			kinds = append(kinds, kind)
		}
		queries[kind]++

		r := find(t, ix, Request{Query: q})
		rank := 1 + slices.IndexFunc(r.Hits, func(h Hit) bool { return h.ID == article(want, "").ID })
		if rank > 0 {
			sum[kind] += 1 / float64(rank)
		}
		if rank != 1 {
			fmt.Fprintf(&misses, "%s: %s: %d\n", kind, q, rank)
		}
	}
	var got strings.Builder
	for _, k := range kinds {
		fmt.Fprintf(&got, "%-24s n=%.0f MRR@10 %.3f\n", k, queries[k], sum[k]/queries[k])
	}
	got.WriteString(misses.String())

	const golden = "testdata/relevance.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("relevance changed; now:\n%swas:\n%s", got.String(), want)
	}
}

// rows returns the first column of each line of a file, and the rest.
func rows(t *testing.T, name string) func(yield func(first, rest string) bool) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(first, rest string) bool) {
		for line := range strings.Lines(string(text)) {
			first, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
			if !yield(first, rest) {
				return
			}
		}
	}
}

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
