package index

import (
	"testing"

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
