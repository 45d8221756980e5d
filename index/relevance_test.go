package index_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"baotinh/index"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The newspaper of the relevance tests has an article of every event of testdata/newspaper/events.txt
// in every place of places.txt: 300 articles, each with fourteen others that tell the same of another
// place, nineteen of the same place, and some that mention it in passing. They are made by rule, so
// that they are the same at every run.

const newspaperDir = "testdata/newspaper"

// A place is a line of places.txt.
type place struct{ full, river, school, chair, farmer, teacher string }

// name is "Bình Gia" of "xã Bình Gia".
func (p place) name() string {
	words := strings.Fields(p.full)
	return strings.Join(words[len(words)-2:], " ")
}

// An event is a paragraph of events.txt.
type event struct {
	name                string
	titles, sapos, body []string
	caption, aside      string
}

// lines returns the lines of a file that are no comments.
func lines(t testing.TB, file string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(newspaperDir, file))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(strings.TrimSpace(string(text)), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "#")
	})
}

func places(t testing.TB) []place {
	t.Helper()
	var all []place
	for _, line := range lines(t, "places.txt") {
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			t.Fatalf("places.txt: %q has %d fields, want 6", line, len(f))
		}
		all = append(all, place{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return all
}

func events(t testing.TB) []event {
	t.Helper()
	var all []event
	for _, line := range lines(t, "events.txt") {
		field, text, ok := strings.Cut(line, ": ")
		if !ok {
			if line != "" {
				all = append(all, event{name: line})
			}
			continue
		}
		e := &all[len(all)-1]
		switch field {
		case "title":
			e.titles = append(e.titles, text)
		case "sapo":
			e.sapos = append(e.sapos, text)
		case "body":
			e.body = append(e.body, text)
		case "caption":
			e.caption = text
		case "aside":
			e.aside = text
		default:
			t.Fatalf("events.txt: no field %q", field)
		}
	}
	return all
}

// reporters write the newspaper.
var reporters = []string{"Mai Linh", "Hoàng Như", "Trang Ninh", "Thu Hà", "Minh Đức", "Linh Mai"}

// draw returns a number below n that depends on what is told and for what it is drawn only.
func draw(n int, what ...string) int {
	h := fnv.New32a()
	h.Write([]byte(strings.Join(what, "\x00")))
	return int(h.Sum32() % uint32(n))
}

// newspaperArticles writes the newspaper.
func newspaperArticles(t testing.TB) []*news.Article {
	t.Helper()
	all, everywhere := events(t), places(t)
	var articles []*news.Article
	for _, e := range all {
		for _, p := range everywhere {
			other := everywhere[draw(len(everywhere), "other", e.name, p.full)]
			beside := all[draw(len(all), "aside", e.name, p.full)]
			articles = append(articles, tell(e, p, other, beside))
		}
	}
	return articles
}

// tell writes the article of an event in a place, which mentions that something happened in another.
func tell(e event, p, other place, beside event) *news.Article {
	number := func(from, to int, of string) string {
		return strconv.Itoa(from + draw(to-from, of, e.name, p.full))
	}
	reporter := reporters[draw(len(reporters), "author", e.name, p.full)]
	year := 2015 + draw(9, "year", e.name, p.full)
	month, day := 1+draw(12, "month", e.name, p.full), 1+draw(28, "day", e.name, p.full)
	slots := strings.NewReplacer(
		"{place}", p.full, "{name}", p.name(), "{river}", p.river, "{school}", p.school, "{chair}", p.chair,
		"{farmer}", p.farmer, "{teacher}", p.teacher, "{author}", reporter, "{n}", number(12, 400, "n"),
		"{m}", number(3, 30, "m"), "{doc}", number(10, 60, "doc"), "{day}", fmt.Sprintf("%d/%d", day, month),
	)
	tones := [...]viet.TonePlacement{viet.Glide, viet.Nucleus}[draw(2, "tones", e.name, p.full)]
	write := func(text string) string {
		text = viet.PlaceTones(slots.Replace(text), tones)
		first, size := utf8.DecodeRuneInString(text)
		return string(unicode.ToUpper(first)) + text[size:]
	}

	url := host + e.name + "/" + p.name()
	a := &news.Article{
		ID: news.NewID(url), URL: url, Authors: []string{reporter},
		Title: write(e.titles[draw(len(e.titles), "title", e.name, p.full)]),
		Sapo:  write(e.sapos[draw(len(e.sapos), "sapo", e.name, p.full)]),
		Published: news.Date{
			Time:      time.Date(year, time.Month(month), day, 7, 0, 0, 0, news.Vietnam),
			Precision: news.Day, Evidence: news.EvidenceMeta,
		},
	}
	left := draw(len(e.body)+1, "left out", e.name, p.full)
	for i, sentence := range e.body {
		if i != left {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: write(sentence)})
		}
		if i == 0 {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: write(e.caption)})
		}
	}
	if other.full != p.full {
		a.Blocks = append(a.Blocks, news.Block{
			Kind: news.Paragraph,
			Text: write("cũng trong tuần, tại " + other.full + ", " + beside.aside + "."),
		})
	}
	return a
}

// A known is a query of queries.tsv: its kind, and what it is after: "lũ quét/Bình Gia", "lũ quét/*",
// "*/Bình Gia", or several of these separated by semicolons.
type known struct {
	kind, query string
	wanted      map[news.ID]bool
}

func knownQueries(t testing.TB, articles []*news.Article) []known {
	t.Helper()
	var all []known
	for _, line := range lines(t, "queries.tsv") {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("queries.tsv: %q has %d fields, want 3", line, len(f))
		}
		k := known{kind: f[0], query: f[1], wanted: map[news.ID]bool{}}
		for pattern := range strings.SplitSeq(f[2], "; ") {
			before := len(k.wanted)
			for _, a := range articles {
				if ok, err := path.Match(pattern, strings.TrimPrefix(a.URL, host)); err != nil {
					t.Fatalf("queries.tsv: %q: %v", line, err)
				} else if ok {
					k.wanted[a.ID] = true
				}
			}
			if len(k.wanted) == before {
				t.Fatalf("queries.tsv: no article is %q", pattern)
			}
		}
		all = append(all, k)
	}
	return all
}

// A quality is the sum of the measures of some queries.
type quality struct{ n, recall, reciprocal, gain float64 }

// measure adds a query: recall of the first five hits (of as many as there are, but five), the
// reciprocal rank of the first that is wanted, and the normalised discounted cumulative gain of ten.
func (q *quality) measure(hits []index.Hit, wanted map[news.ID]bool) (rank int) {
	var found, gain, ideal float64
	for i, h := range hits[:min(len(hits), 10)] {
		if !wanted[h.ID] {
			continue
		}
		if rank == 0 {
			rank = i + 1
		}
		if i < 5 {
			found++
		}
		gain += 1 / math.Log2(float64(i+2))
	}
	for i := range min(len(wanted), 10) {
		ideal += 1 / math.Log2(float64(i+2))
	}
	q.n++
	q.recall += found / float64(min(len(wanted), 5))
	q.gain += gain / ideal
	if rank > 0 {
		q.reciprocal += 1 / float64(rank)
	}
	return rank
}

func (q *quality) String() string {
	return fmt.Sprintf("%4.0f %9.3f %8.3f %8.3f", q.n, q.recall/q.n, q.reciprocal/q.n, q.gain/q.n)
}

// TestRelevance asks the newspaper queries of many kinds. The golden file has how good the answers
// are, by kind, and the queries whose first hit is not wanted, with the rank of the first that is.
func TestRelevance(t *testing.T) {
	articles := newspaperArticles(t)
	ix := openNewspaper(t, articles)
	var kinds []string
	sums, all := map[string]*quality{}, new(quality)
	var misses strings.Builder
	for _, k := range knownQueries(t, articles) {
		if sums[k.kind] == nil {
			kinds = append(kinds, k.kind)
			sums[k.kind] = new(quality)
		}
		hits := search(t, ix, index.Request{Query: k.query}).Hits
		rank := sums[k.kind].measure(hits, k.wanted)
		all.measure(hits, k.wanted)
		if rank != 1 {
			fmt.Fprintf(&misses, "%s: %s: %d\n", k.kind, k.query, rank)
		}
	}

	var got strings.Builder
	fmt.Fprintf(&got, "%-26s    n  recall@5   MRR@10  nDCG@10\n", "")
	for _, kind := range kinds {
		fmt.Fprintf(&got, "%-26s %v\n", kind, sums[kind])
	}
	fmt.Fprintf(&got, "%-26s %v\n\nThe first hit is not what was wanted:\n%s", "all", all, misses.String())
	checkGolden(t, "relevance.txt", got.String())
}

func openNewspaper(t testing.TB, articles []*news.Article) *index.Index {
	t.Helper()
	ix := open(t)
	for _, a := range articles {
		if err := ix.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

func checkGolden(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join(newspaperDir, file)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// explained are queries whose scores are in the golden file, addend by addend.
var explained = []string{
	"cháy rừng Bản Lầu",
	"chay rung ban lau",
	"BHXH vận động Bình Gia",
	`"chợ phiên" Mường Khoa`,
	"Ai là chủ tịch xã Sơn Yên?",
	"quýt OR pháo",
	"lễ hội xuống đồng ở Đồng Sơn thu hút du khách gần xa",
}

// TestScoresAddUp explains the first hits of some queries. The golden file has their scores, and what
// these are made of as numbers, in their order.
func TestScoresAddUp(t *testing.T) {
	ix := openNewspaper(t, newspaperArticles(t))
	var got strings.Builder
	for _, q := range explained {
		fmt.Fprintf(&got, "%s\n", q)
		for _, h := range search(t, ix, index.Request{Query: q, Limit: 3, Explain: true}).Hits {
			fmt.Fprintf(&got, "\t%s %.2f =", strings.TrimPrefix(h.URL, host), h.Score)
			var sum float64
			for _, e := range h.Explain {
				sum += e.Score
				fmt.Fprintf(&got, " %.2f", e.Score)
			}
			got.WriteString("\n")
			if math.Abs(sum-h.Score) > 0.001 {
				t.Errorf("%q: the score of %s is %.2f, its addends are %v", q, h.URL, h.Score, h.Explain)
			}
		}
	}
	checkGolden(t, "scores.txt", got.String())
}

// TestRelatedArticles asks for the articles most like some. The golden file has them and their scores.
func TestRelatedArticles(t *testing.T) {
	ix := openNewspaper(t, newspaperArticles(t))
	var got strings.Builder
	for _, name := range []string{
		"lũ quét/Bình Gia", "chợ phiên/Mường Khoa", "lừa đảo/Bàn Lâu", "trường học/Na Sầm",
	} {
		r, err := ix.Related(t.Context(), news.NewID(host+name), 5)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s: %d\n", name, r.Total)
		for _, h := range r.Hits {
			fmt.Fprintf(&got, "\t%.3f %s\n", h.Score, strings.TrimPrefix(h.URL, host))
		}
	}
	checkGolden(t, "related.txt", got.String())
}

// TestCompletions types the beginnings of phrases. The golden file has what is suggested, and in how
// many titles it is.
func TestCompletions(t *testing.T) {
	ix := openNewspaper(t, newspaperArticles(t))
	var got strings.Builder
	for _, typed := range []string{"l", "lừ", "nong thon", "chợ", "nhà đ", "xã b", "tin"} {
		counts, err := ix.Suggest(t.Context(), typed, 6)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s\n", typed)
		for _, c := range counts {
			fmt.Fprintf(&got, "\t%d %s\n", c.Count, c.Value)
		}
	}
	checkGolden(t, "completions.txt", got.String())
}
