package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// dated returns an article for each date, which is empty for one without.
func dated(dates ...string) []*news.Article {
	var articles []*news.Article
	for n, date := range dates {
		a := article(n, "Mưa")
		if date != "" {
			a.Published = onDay(date)
		}
		articles = append(articles, a)
	}
	return articles
}

func TestFacetsOfDates(t *testing.T) {
	articles := dated("2021-12-31", "2022-01-01", "2022-01-31", "2022-02-01", "")
	got := find(t, testIndex(t, articles...), Request{Facets: []string{"year", "month"}}).Facets
	want := map[string]Facet{
		"year":  {Values: []Count{{"2022", 3, nil}, {"2021", 1, nil}}, Missing: 1},
		"month": {Values: []Count{{"2022-01", 2, nil}, {"2021-12", 1, nil}, {"2022-02", 1, nil}}, Missing: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facets: -want +got\n%s", diff)
	}
}

// Days are added up to months and years without a look at each date.
func TestHistogramAgreesWithTheCalendar(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var articles []*news.Article
	want := map[Interval]map[string]int{ByDay: {}, ByWeek: {}, ByMonth: {}, ByYear: {}}
	for n := range 500 {
		a := article(n, "Mưa")
		at := time.Date(1998, 1, 1, random.IntN(28*366*24), random.IntN(60), 0, 0, news.Vietnam)
		a.Published = news.Date{Time: at, Precision: news.Minute}
		articles = append(articles, a)
		for interval := range want {
			want[interval][labelOf(at, interval)]++
		}
	}
	ix := testIndex(t, articles...)
	for interval, counts := range want {
		got := map[string]int{}
		last := ""
		for _, c := range find(t, ix, Request{Histogram: interval}).Histogram.Values {
			if c.Value <= last {
				t.Errorf("by %s: %s comes behind %s", interval, c.Value, last)
			}
			last = c.Value
			if c.Count > 0 {
				got[c.Value] = c.Count
			}
		}
		if diff := cmp.Diff(counts, got); diff != "" {
			t.Errorf("by %s: -want +got\n%s", interval, diff)
		}
	}
}

// labelOf returns the name of the column that a time is in.
func labelOf(at time.Time, interval Interval) string {
	switch interval {
	case ByWeek:
		year, week := at.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case ByMonth:
		return at.Format("2006-01")
	case ByYear:
		return at.Format("2006")
	}
	return at.Format(time.DateOnly)
}

func TestHistogramShowsEmptyColumns(t *testing.T) {
	var articles []*news.Article
	for n, day := range []string{"2024-12-31", "2025-01-01", "2025-01-20"} {
		a := article(n, "Mưa")
		a.Published = onDay(day)
		articles = append(articles, a)
	}
	ix := testIndex(t, append(articles, article(3, "Mưa"), article(4, "Nắng"))...)
	for interval, values := range map[Interval][]Count{
		ByWeek:  {{"2025-W01", 2, nil}, {"2025-W02", 0, nil}, {"2025-W03", 0, nil}, {"2025-W04", 1, nil}},
		ByMonth: {{"2024-12", 1, nil}, {"2025-01", 2, nil}},
		ByYear:  {{"2024", 1, nil}, {"2025", 2, nil}},
	} {
		got := find(t, ix, Request{Query: "mưa", Histogram: interval}).Histogram
		if diff := cmp.Diff(&Histogram{Values: values, Missing: 1}, got); diff != "" {
			t.Errorf("by %s: -want +got\n%s", interval, diff)
		}
	}
	days := find(t, ix, Request{Query: "mưa", Histogram: ByDay}).Histogram
	if len(days.Values) != 21 || days.Values[1] != (Count{"2025-01-01", 1, nil}) {
		t.Errorf("by day: %d columns, %v", len(days.Values), days.Values)
	}
	for _, interval := range []Interval{ByDay, ByWeek, ByMonth, ByYear} {
		got := find(t, ix, Request{Query: "nắng", Histogram: interval}).Histogram
		if diff := cmp.Diff(&Histogram{Values: []Count{}, Missing: 1}, got); diff != "" {
			t.Errorf("undated, by %s: -want +got\n%s", interval, diff)
		}
	}
}

func TestHistogramOfTooManyColumnsIsRefused(t *testing.T) {
	first, last := article(1, "Mưa"), article(2, "Mưa")
	first.Published, last.Published = onDay("1990-01-01"), onDay("2290-01-01")
	ix := testIndex(t, first, last)
	if _, err := ix.Search(t.Context(), Request{Histogram: ByDay}); !errors.Is(err, ErrTooFine) {
		t.Errorf("three centuries by day: %v, want ErrTooFine", err)
	}
	if n := len(find(t, ix, Request{Histogram: ByMonth}).Histogram.Values); n != 3601 {
		t.Errorf("three centuries by month: %d columns", n)
	}
	if got := find(t, ix, Request{Facets: []string{"day"}}).Facets["day"]; len(got.Values) != 2 {
		t.Errorf("days as a facet: %v", got)
	}
}

func TestCountsWithoutHits(t *testing.T) {
	ix := testIndex(t, article(1, "Mưa to"), article(2, "Mưa nhỏ"))
	r := find(t, ix, Request{Query: "mưa", Limit: NoHits, Facets: []string{"province"}})
	provinces := r.Facets["province"].Values
	if r.Total != 2 || r.Hits == nil || len(r.Hits) != 0 || r.Next != "" || provinces[0].Count != 2 {
		t.Errorf("got %+v", r)
	}
	for _, bad := range []Request{{Limit: -2}, {FacetLimit: -2}} {
		if _, err := ix.Search(t.Context(), bad); err == nil {
			t.Errorf("%+v is no error", bad)
		}
	}
}

func TestAuthorNamedTwiceCountsOnce(t *testing.T) {
	a := article(1, "Mưa")
	a.Authors = []string{"Mai Linh", "An", "Mai Linh"}
	got := find(t, testIndex(t, a), Request{Facets: []string{"author"}}).Facets["author"]
	if diff := cmp.Diff(Facet{Values: []Count{{"An", 1, nil}, {"Mai Linh", 1, nil}}}, got); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
}

// Libraries have newspapers that are older than the epoch of Unix.
func TestDatesBefore1970(t *testing.T) {
	articles := dated("1969-12-31", "1945-09-02", "1970-01-01", "", "1969-12-29")
	ix := testIndex(t, articles...)
	for query, want := range map[string]int{
		"year:1945": 1, "before:1950": 1, "after:1945-09-03": 3, "on:1969-12": 2, "until:1970": 4, "mưa": 5,
	} {
		if r := find(t, ix, Request{Query: query, Mode: Strict}); r.Total != want {
			t.Errorf("%s: %d articles, want %d", query, r.Total, want)
		}
	}
	weeks := find(t, ix, Request{Query: "after:1960", Mode: Strict, Histogram: ByWeek}).Histogram
	if diff := cmp.Diff(&Histogram{Values: []Count{{"1970-W01", 3, nil}}}, weeks); diff != "" {
		t.Errorf("by week: -want +got\n%s", diff)
	}
	years := find(t, ix, Request{Facets: []string{"year"}}).Facets["year"]
	want := Facet{Values: []Count{{"1969", 2, nil}, {"1945", 1, nil}, {"1970", 1, nil}}, Missing: 1}
	if diff := cmp.Diff(want, years); diff != "" {
		t.Errorf("by year: -want +got\n%s", diff)
	}
	for by, want := range map[Sort]string{Newest: "20413", Oldest: "14023"} {
		var got string
		for _, h := range find(t, ix, Request{Sort: by}).Hits {
			got += strings.TrimSuffix(strings.TrimPrefix(h.URL, "https://baolangson.vn/"), ".html")
		}
		if got != want {
			t.Errorf("%s: %s, want %s", by, got, want)
		}
	}
}
