package index

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestAnswersAreThoseOfReadingAllArticles asks queries of all operators and compares everything that is
// counted and found with what a reader of all articles counts and finds. The articles are in several shards;
// some have been replaced, and some have moved from one shard to another.
func TestAnswersAreThoseOfReadingAllArticles(t *testing.T) { checkAnswers(t, testIndex(t), 500) }

// checkAnswers asks an empty index so many queries, after putting articles into it.
func checkAnswers(t *testing.T, ix *Index, queries int) {
	r := rand.New(rand.NewPCG(12, 2))
	a := &asker{Rand: r, alternatives: map[string][]string{}}
	for n := range 300 {
		a.articles = append(a.articles, read(madeArticle(r, n)))
		put(t, ix, a.articles[n].Article)
	}
	flushTest(t, ix)
	for n := range 60 {
		a.articles[n*5] = read(madeArticle(r, n*5))
		put(t, ix, a.articles[n*5].Article)
	}
	flushTest(t, ix)

	some := 0
	for range queries {
		q, filter := a.query(2), asked{"", func(*reading) bool { return true }}
		if r.IntN(5) == 0 {
			filter = a.query(1)
		}
		request := Request{Query: q.text, Filter: filter.text, Timeout: time.Minute}
		a.readAlternatives(t, ix, request)
		var found []*reading
		for _, article := range a.articles {
			if q.finds(article) && filter.finds(article) {
				found = append(found, article)
			}
		}
		if len(found) > 0 && len(found) < len(a.articles) {
			some++
		}
		a.checkCounts(t, ix, request, found)
		a.checkHits(t, ix, request, found)
	}
	if some < queries*3/4 {
		t.Errorf("%d of %d queries find some articles: want most", some, queries)
	}
}

func flushTest(t *testing.T, ix *Index) {
	t.Helper()
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ix.cluster != nil {
		if err := ix.cluster.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// readAlternatives notes what the words with ~ of a query stand for, by its answer. All are in some article.
func (a *asker) readAlternatives(t *testing.T, ix *Index, r Request) {
	t.Helper()
	r.Limit = NoHits
	for _, rewrite := range answer(t, ix, r).Rewrites {
		if rewrite.Kind != RewriteAlternatives {
			continue
		}
		a.alternatives[rewrite.From] = rewrite.To
		for _, other := range rewrite.To {
			if !slices.ContainsFunc(a.articles, func(r *reading) bool { return r.has(plainWords(other)) }) {
				t.Errorf("%s: %s~ stands for %s, which no article has", r.Query, rewrite.From, other)
			}
		}
	}
}

func answer(t *testing.T, ix *Index, r Request) *Result {
	t.Helper()
	result, err := ix.Search(context.Background(), r)
	if err != nil {
		t.Fatalf("Search(%q, filter %q): %v", r.Query, r.Filter, err)
	}
	return result
}

// countedFields are the fields that hits may be counted by.
var countedFields = []string{
	"newspaper", "province", "section", "author", "source", "site", "type", "year", "month", "week", "day",
}

func isDates(field string) bool {
	return slices.Contains([]string{"year", "month", "week", "day"}, field)
}

// checkCounts compares total, facets, histogram and table with those of the articles found.
func (a *asker) checkCounts(t *testing.T, ix *Index, r Request, found []*reading) {
	t.Helper()
	r.Limit, r.Share = NoHits, true
	r.Facets, r.FacetLimit = countedFields, oneOf(a.Rand, AllValues, 1, 2, 3, 20)
	r.Histogram = oneOf(a.Rand, ByDay, ByWeek, ByMonth, ByYear)
	side := func() string { return oneOf(a.Rand, countedFields[:len(countedFields)-1]...) } // not by day
	r.Table = TableFields{Rows: side(), Columns: side()}
	for isDates(r.Table.Rows) && isDates(r.Table.Columns) { // they are too many
		r.Table.Rows = side()
	}
	got := answer(t, ix, r)
	about := fmt.Sprintf("%s, filter %s", r.Query, r.Filter)
	if got.Total != len(found) {
		t.Errorf("%s: total %d, want %d", about, got.Total, len(found))
		return
	}
	for field, f := range got.Facets {
		want := wantFacet(countValues(found, field, r.FacetLimit), countValues(a.articles, field, AllValues))
		if diff := differ(want, f); diff != "" {
			t.Errorf("%s: %s: -want +got\n%s", about, field, diff)
		}
		sum := f.Other.Count + f.Missing
		for _, c := range f.Values {
			sum += c.Count
		}
		if sum < got.Total || sum > got.Total && field != "author" {
			t.Errorf("%s: %s adds up to %d, total %d", about, field, sum, got.Total)
		}
	}
	interval := string(r.Histogram)
	histogram := wantFacet(countDates(found, interval), countValues(a.articles, interval, AllValues))
	want := &Histogram{
		Values: histogram.Values, Missing: histogram.Missing, MissingShare: histogram.MissingShare,
	}
	if diff := differ(want, got.Histogram); diff != "" {
		t.Errorf("%s: histogram by %s: -want +got\n%s", about, interval, diff)
	}
	a.checkTable(t, about, r, got, found)
}

// differ returns how two values differ, "" if they do not. It is faster than cmp.Diff when they do not.
func differ(want, got any) string {
	if reflect.DeepEqual(want, got) {
		return ""
	}
	return gocmp.Diff(want, got)
}

func wantShare(hits, all int) *Share {
	if all == 0 {
		return nil
	}
	return &Share{All: all, Share: float64(hits) / float64(all)}
}

// wantFacet returns the facet of hits that are counted, with their shares in all articles.
func wantFacet(hits, all plainCount) Facet {
	f := Facet{Values: []Count{}, Missing: hits.none, MissingShare: wantShare(hits.none, all.none)}
	rest := all.sum
	for _, v := range hits.values {
		f.Values = append(f.Values, Count{
			Value: v, Count: hits.counts[v], Share: wantShare(hits.counts[v], all.counts[v]),
		})
		rest -= all.counts[v]
	}
	f.Other = Rest{Count: hits.sum - hits.listed(), Values: hits.others}
	f.Other.Share = wantShare(f.Other.Count, rest)
	return f
}

// checkTable compares each cell of a table.
func (a *asker) checkTable(t *testing.T, about string, r Request, got *Result, found []*reading) {
	t.Helper()
	table := got.Table
	side := func(field string) plainCount {
		if isDates(field) {
			return countDates(found, field)
		}
		return countValues(found, field, r.FacetLimit)
	}
	rows, columns := side(r.Table.Rows), side(r.Table.Columns)
	about += fmt.Sprintf(": %s×%s", r.Table.Rows, r.Table.Columns)
	var labels []string
	for _, row := range table.Rows {
		labels = append(labels, row.Value)
	}
	if !slices.Equal(labels, rows.values) || !slices.Equal(table.Columns, columns.values) ||
		table.OtherRows != rows.others || table.OtherColumns != columns.others {
		t.Errorf("%s: rows %q, columns %q, want %q and %q",
			about, labels, table.Columns, rows.values, columns.values)
		return
	}
	hits, all := crossCount(found, rows, columns), crossCount(a.articles, rows, columns)
	check := func(value string, row TableRow) {
		want := cellsOf(hits, value, columns)
		if diff := differ(want, row.Cells); diff != "" {
			t.Errorf("%s: row %s: -want +got\n%s", about, value, diff)
		}
		if diff := differ(cellsOf(all, value, columns), *row.All); diff != "" {
			t.Errorf("%s: row %s of all articles: -want +got\n%s", about, value, diff)
		}
		if r.Table.Columns != "author" && want.Other+want.Missing+sum(want.Counts) != row.Cells.Total {
			t.Errorf("%s: row %s does not add up to %d", about, value, row.Cells.Total)
		}
	}
	for _, row := range table.Rows {
		check(row.Value, row)
	}
	check(others, table.Other)
	check(none, table.Missing)
	check(everything, table.Total)
	if table.Total.Cells.Total != got.Total {
		t.Errorf("%s: adds up to %d, total %d", about, table.Total.Cells.Total, got.Total)
	}
}

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// Names of rows and columns that no value has.
const (
	others     = "*others*"
	none       = "*none*"
	everything = "*everything*"
)

// crossCount counts articles by their rows and columns.
func crossCount(articles []*reading, rows, columns plainCount) map[[2]string]int {
	places := func(a *reading, side plainCount) []string {
		var all []string
		for _, v := range a.values[side.field] {
			if !slices.Contains(side.values, v) {
				v = others
			}
			all = append(all, v)
		}
		if all == nil {
			return []string{none}
		}
		return all
	}
	cells := map[[2]string]int{}
	for _, a := range articles {
		for _, row := range append(places(a, rows), everything) {
			for _, column := range append(places(a, columns), everything) {
				cells[[2]string{row, column}]++
			}
		}
	}
	return cells
}

func cellsOf(cells map[[2]string]int, row string, columns plainCount) Cells {
	at := func(column string) int { return cells[[2]string{row, column}] }
	c := Cells{Counts: []int{}, Other: at(others), Missing: at(none), Total: at(everything)}
	for _, column := range columns.values {
		c.Counts = append(c.Counts, at(column))
	}
	return c
}

// checkHits compares the hits of all pages, by number and by cursor, and those of All with the articles
// found.
func (a *asker) checkHits(t *testing.T, ix *Index, r Request, found []*reading) {
	t.Helper()
	var want []string
	for _, article := range found {
		want = append(want, article.URL)
	}
	slices.Sort(want)
	r.Sort, r.Limit = oneOf(a.Rand, Relevance, Newest, Oldest), oneOf(a.Rand, 20, 60, 300)
	about := fmt.Sprintf("%s, filter %s, by %s", r.Query, r.Filter, r.Sort)
	var all []Hit
	for h, err := range ix.All(t.Context(), r) {
		if err != nil {
			t.Fatalf("%s: %v", about, err)
		}
		all = append(all, h)
	}
	if !inOrder(all, r.Sort) {
		t.Errorf("%s: not in this order", about)
	}
	for how, got := range map[string][]string{
		"cursor": urlsOfPages(t, ix, r, func(r *Request, page *Result) { r.After = page.Next }),
		"number": urlsOfPages(t, ix, r, func(r *Request, _ *Result) { r.From += r.Limit }),
	} {
		if !slices.Equal(got, urlsOf(all)) {
			t.Errorf("%s: pages by %s have %d hits, all are %d, or their order is another",
				about, how, len(got), len(all))
		}
	}
	got := urlsOf(all)
	slices.Sort(got)
	if diff := differ(want, got); diff != "" {
		t.Errorf("%s: hits -want +got\n%s", about, diff)
	}
}

func urlsOf(hits []Hit) []string {
	var urls []string
	for _, h := range hits {
		urls = append(urls, h.URL)
	}
	return urls
}

// urlsOfPages returns the hits of all pages; turn makes a request for the next page of one.
func urlsOfPages(t *testing.T, ix *Index, r Request, turn func(r *Request, page *Result)) []string {
	t.Helper()
	var urls []string
	for {
		page := answer(t, ix, r)
		urls = append(urls, urlsOf(page.Hits)...)
		if page.Next == "" {
			return urls
		}
		turn(&r, page)
	}
}

// inOrder reports whether hits are in an order, those of unknown date last.
func inOrder(hits []Hit, by Sort) bool {
	return slices.IsSortedFunc(hits, func(g, h Hit) int {
		switch {
		case by == Relevance:
			return cmp.Compare(h.Score, g.Score)
		case g.Published.IsZero() && h.Published.IsZero():
			return 0
		case h.Published.IsZero():
			return -1
		case g.Published.IsZero():
			return 1
		case by == Newest:
			return h.Published.Time.Compare(g.Published.Time)
		}
		return g.Published.Time.Compare(h.Published.Time)
	})
}
