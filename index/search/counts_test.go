package search

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/spelling"
	"baotinh/pipeline/news"
)

// An oracle answers requests by reading all articles.
type oracle struct {
	articles []*news.Article
	fuzzy    map[string][]analysis.Word // see expansion
}

// selects reports whether an article is one that a node selects.
func (o *oracle) selects(a *news.Article, n *query.Node) bool {
	switch n.Op {
	case query.All:
		return !slices.ContainsFunc(n.Nodes, func(m *query.Node) bool { return !o.selects(a, m) })
	case query.Any:
		return slices.ContainsFunc(n.Nodes, func(m *query.Node) bool { return o.selects(a, m) })
	case query.Not:
		return !o.selects(a, n.Nodes[0])
	case query.Dates:
		at := a.Published.Time
		return !at.IsZero() && !at.Before(n.From) && (n.To.IsZero() || at.Before(n.To))
	}
	var values []string
	switch n.Field {
	case "":
		values = texts(a)
	case query.Title:
		values = []string{a.Title}
	default:
		values = valuesOf(a, string(n.Field))
	}
	return slices.ContainsFunc(values, func(text string) bool { return o.hasWords(text, n) })
}

// hasWords reports whether a text has the words of a leaf.
func (o *oracle) hasWords(text string, n *query.Node) bool {
	words := analysis.AppendWords(nil, text)
	switch n.Op {
	case query.Near:
		return nearIn(words, n.Words, n.Distance)
	case query.Prefix:
		return slices.ContainsFunc(words, func(w analysis.Word) bool {
			begin := n.Words[0]
			return strings.HasPrefix(w.Exact, begin.Exact) ||
				begin.Exact == begin.Fold && strings.HasPrefix(w.Fold, begin.Fold)
		})
	case query.Fuzzy:
		return slices.ContainsFunc(words, func(w analysis.Word) bool { return o.isNear(n.Words[0], w) })
	}
	for i := range words {
		if len(n.Words) <= len(words)-i && slices.EqualFunc(n.Words, words[i:i+len(n.Words)], standsFor) {
			return true
		}
	}
	return false
}

// isNear reports whether a word with ~ stands for w.
func (o *oracle) isNear(typed, w analysis.Word) bool {
	alternatives, ok := o.fuzzy[typed.Exact]
	if !ok {
		alternatives = spelling.Alternatives(typed, func(other analysis.Word) int {
			return o.docFreq(func(w analysis.Word) bool { return w.Exact == other.Exact }) +
				o.docFreq(func(w analysis.Word) bool {
					return typed.Exact == typed.Fold && w.Exact != w.Fold && w.Fold == other.Fold
				})
		})
		o.fuzzy[typed.Exact] = alternatives
	}
	return standsFor(typed, w) || slices.ContainsFunc(alternatives, func(other analysis.Word) bool {
		return w.Exact == other.Exact || typed.Exact == typed.Fold && w.Fold == other.Fold
	})
}

func (o *oracle) docFreq(is func(analysis.Word) bool) int {
	n := 0
	for _, a := range o.articles {
		if slices.ContainsFunc(texts(a), func(text string) bool {
			return slices.ContainsFunc(analysis.AppendWords(nil, text), is)
		}) {
			n++
		}
	}
	return n
}

// valuesOf returns the values of an article that are counted, each once.
func valuesOf(a *news.Article, field string) []string {
	values := map[string][]string{
		"newspaper": {a.Newspaper}, "province": {a.Province}, "section": {a.Section}, "source": {a.Source},
		"author": a.Authors,
	}[field]
	if interval, ok := dateFacets[field]; ok && !a.Published.IsZero() {
		values = []string{labelOf(a.Published.Time, interval)}
	}
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	slices.Sort(values)
	return slices.Compact(values)
}

// count returns the facet of some articles.
func (o *oracle) count(articles []*news.Article, field string, limit int) Facet {
	counts := map[string]int{}
	f := Facet{Values: []Count{}}
	for _, a := range articles {
		values := valuesOf(a, field)
		for _, v := range values {
			counts[v]++
		}
		if len(values) == 0 {
			f.Missing++
		}
	}
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		f.Values = append(f.Values, Count{v, counts[v], nil})
	}
	slices.SortStableFunc(f.Values, func(a, b Count) int { return cmp.Compare(b.Count, a.Count) })
	for limit >= 0 && len(f.Values) > limit {
		last := len(f.Values) - 1
		f.Other.Values++
		f.Other.Count += f.Values[last].Count
		f.Values = f.Values[:last]
	}
	return f
}

// histogram returns the histogram of some articles, by a walk from day to day.
func (o *oracle) histogram(articles []*news.Article, interval Interval) *Histogram {
	h := &Histogram{Values: []Count{}}
	var first, last time.Time
	counts := map[string]int{}
	for _, a := range articles {
		at := a.Published.Time
		if at.IsZero() {
			h.Missing++
			continue
		}
		counts[labelOf(at, interval)]++
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return h
	}
	for day := first; labelOf(day, ByDay) <= labelOf(last, ByDay); day = day.AddDate(0, 0, 1) {
		label := labelOf(day, interval)
		if n := len(h.Values); n == 0 || h.Values[n-1].Value != label {
			h.Values = append(h.Values, Count{label, counts[label], nil})
		}
	}
	return h
}

// countedArticle returns an article with values in all fields that are counted, or without.
func countedArticle(r *rand.Rand, n int) *news.Article {
	a := wordyArticle(r, n)
	pick := func(values ...string) string { return values[min(int(r.ExpFloat64()*3), len(values)-1)] }
	a.Province = pick("Lạng Sơn", "Cao Bằng", "", "Hà Nội", "Huế", "Cà Mau", "Lào Cai")
	a.Newspaper = pick("Báo Lạng Sơn", "Báo Cao Bằng", "", "Báo Huế")
	a.Section = pick("Thời sự", "", "Kinh tế", "Đời sống", "Thể thao", "Pháp luật")
	a.Source = pick("", "TTXVN", "VOV")
	for range r.IntN(3) {
		a.Authors = append(a.Authors, pick("Mai Linh", "An", "Mai Anh", "Trần Bình", "Lê Hoà"))
	}
	a.Published = news.Date{}
	if r.IntN(6) > 0 {
		at := time.Date(2021, 1, 1, r.IntN(900*24), r.IntN(60), 0, 0, news.Vietnam)
		a.Published = news.Date{Time: at, Precision: news.Minute}
	}
	return a
}

// randomQuery returns a query of all operators.
func randomQuery(r *rand.Rand, articles []*news.Article, depth int) string {
	sub := func() string { return randomQuery(r, articles, depth-1) }
	if depth > 0 {
		switch r.IntN(6) {
		case 0:
			return "(" + sub() + " OR " + sub() + ")"
		case 1:
			return "(" + sub() + " " + sub() + ")"
		case 2:
			return "-(" + sub() + ")"
		case 3:
			return sub() + " " + sub()
		}
	}
	word := strings.Fields("ma má mà người nguoi cua của hoa bóng")[r.IntN(9)]
	switch r.IntN(12) {
	case 0, 1:
		return randomPhrase(r, articles)
	case 2:
		return strings.Fields("ng* ngư* ho* cu* title:ng* author:ma* bó*")[r.IntN(7)]
	case 3:
		return word + "~"
	case 4:
		return "title:" + word
	case 5:
		return strings.Fields(`author:an author:"mai linh" author:mai author:hoa author:x`)[r.IntN(5)]
	case 6:
		return []string{`province:"cao bang"`, "province:huế", `section:"đời sống"`, "section:thể",
			"source:ttxvn", `newspaper:"báo cao"`}[r.IntN(6)]
	case 7:
		dates := strings.Fields("after:2021-06 before:2022 year:2021 on:2021-03 until:3/2/2022 on:5/5/2021")
		return dates[r.IntN(len(dates))]
	case 8:
		return "-" + word
	}
	return word
}

// TestCountsAgreeWithReadingAllArticles asks queries of all operators and compares all that is counted and
// found.
func TestCountsAgreeWithReadingAllArticles(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 2))
	var articles []*news.Article
	for n := range 300 {
		articles = append(articles, countedArticle(r, n))
	}
	ix := testIndex(t, articles...)
	for n := range 30 { // some are replaced
		articles[n*7] = countedArticle(r, n*7)
		put(t, ix, articles[n*7])
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := &oracle{articles, map[string][]analysis.Word{}}
	some := 0
	for range 500 {
		q := randomQuery(r, articles, 2)
		n, err := query.Parse(q, time.Now())
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		var found []*news.Article
		for _, a := range articles {
			if o.selects(a, n) {
				found = append(found, a)
			}
		}
		if len(found) > 0 && len(found) < len(articles) {
			some++
		}
		checkCounts(t, ix, o, q, found, r)
		checkHits(t, ix, q, found, r)
	}
	if some < 350 {
		t.Errorf("%d of 500 queries find some articles: want most", some)
	}
}

// countedFields are the fields of which an article has one value at most.
var countedFields = []string{"newspaper", "province", "section", "source", "year", "month", "week", "day"}

func checkCounts(t *testing.T, ix *testStore, o *oracle, q string, found []*news.Article, r *rand.Rand) {
	t.Helper()
	limit := []int{AllValues, 1, 2, 3, 20}[r.IntN(5)]
	interval := []Interval{ByDay, ByWeek, ByMonth, ByYear}[r.IntN(4)]
	request := Request{
		Query: q, Limit: NoHits, Facets: append([]string{"author"}, countedFields...), FacetLimit: limit,
		Histogram: interval,
	}
	got, err := ix.Search(t.Context(), request)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	if got.Total != len(found) {
		t.Errorf("%s: total %d, want %d", q, got.Total, len(found))
	}
	if diff := gocmp.Diff(o.histogram(found, interval), got.Histogram); diff != "" {
		t.Errorf("%s: histogram by %s: -want +got\n%s", q, interval, diff)
	}
	if sum := sumOf(got.Histogram.Values) + got.Histogram.Missing; sum != got.Total {
		t.Errorf("%s: the histogram adds up to %d, total %d", q, sum, got.Total)
	}
	for field, f := range got.Facets {
		if diff := gocmp.Diff(o.count(found, field, limit), f); diff != "" {
			t.Errorf("%s: %s: -want +got\n%s", q, field, diff)
		}
		sum := sumOf(f.Values) + f.Other.Count + f.Missing
		if sum < got.Total || sum > got.Total && field != "author" {
			t.Errorf("%s: %s adds up to %d, total %d", q, field, sum, got.Total)
		}
	}
}

func sumOf(counts []Count) int {
	sum := 0
	for _, c := range counts {
		sum += c.Count
	}
	return sum
}

// checkHits compares the hits of all pages, and those of All, with the articles that were found.
func checkHits(t *testing.T, ix *testStore, q string, found []*news.Article, r *rand.Rand) {
	t.Helper()
	var want []string
	for _, a := range found {
		want = append(want, string(a.ID))
	}
	slices.Sort(want)
	request := Request{
		Query: q, Sort: []Sort{Relevance, Newest, Oldest}[r.IntN(3)], Limit: []int{3, 40, 300}[r.IntN(3)],
	}
	var paged, all []string
	for {
		page, err := ix.Search(t.Context(), request)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		for _, h := range page.Hits {
			paged = append(paged, string(h.ID))
		}
		if request.After = page.Next; request.After == "" {
			break
		}
	}
	request.After = ""
	for h, err := range ix.All(t.Context(), request) {
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		all = append(all, string(h.ID))
	}
	if !slices.Equal(paged, all) {
		t.Errorf("%s: all hits are not those of the pages", q)
	}
	slices.Sort(paged)
	if diff := gocmp.Diff(fmt.Sprint(want), fmt.Sprint(paged)); diff != "" {
		t.Errorf("%s: hits -want +got\n%s", q, diff)
	}
}
