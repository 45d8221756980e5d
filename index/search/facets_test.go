package search

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

func TestFacetsOfDates(t *testing.T) {
	var articles []*news.Article
	for n, date := range []string{"2021-12-31", "2022-01-01", "2022-01-31", "2022-02-01", ""} {
		a := article(n, "Mưa")
		if date != "" {
			a.Published = onDay(date)
		}
		articles = append(articles, a)
	}
	got := find(t, testIndex(t, articles...), Request{Facets: []string{"year", "month"}}).Facets
	want := map[string][]Count{
		"year":  {{"2022", 3}, {"2021", 1}},
		"month": {{"2022-01", 2}, {"2021-12", 1}, {"2022-02", 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facets: -want +got\n%s", diff)
	}
}

// Days are added up to months and years without a look at each date.
func TestHistogramAgreesWithTheCalendar(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var articles []*news.Article
	want := map[Interval]map[string]int{ByDay: {}, ByMonth: {}, ByYear: {}}
	layouts := map[Interval]string{ByDay: time.DateOnly, ByMonth: "2006-01", ByYear: "2006"}
	for n := range 500 {
		a := article(n, "Mưa")
		at := time.Date(1998, 1, 1, random.IntN(28*366*24), random.IntN(60), 0, 0, news.Vietnam)
		a.Published = news.Date{Time: at, Precision: news.Minute}
		articles = append(articles, a)
		for interval, layout := range layouts {
			want[interval][at.Format(layout)]++
		}
	}
	ix := testIndex(t, articles...)
	for interval, counts := range want {
		got := map[string]int{}
		last := ""
		for _, c := range find(t, ix, Request{Histogram: interval}).Histogram {
			if c.Value <= last {
				t.Errorf("by %s: %s comes behind %s", interval, c.Value, last)
			}
			got[c.Value], last = c.Count, c.Value
		}
		if diff := cmp.Diff(counts, got); diff != "" {
			t.Errorf("by %s: -want +got\n%s", interval, diff)
		}
	}
}

func TestAuthorNamedTwiceCountsOnce(t *testing.T) {
	a := article(1, "Mưa")
	a.Authors = []string{"Mai Linh", "An", "Mai Linh"}
	got := find(t, testIndex(t, a), Request{Facets: []string{"author"}}).Facets["author"]
	if diff := cmp.Diff([]Count{{"An", 1}, {"Mai Linh", 1}}, got); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
}
