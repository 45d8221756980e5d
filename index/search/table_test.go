package search

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// placedArticle returns an article of a province, published on a day, with some authors. Both may be empty.
func placedArticle(n int, title, province, day string, authors ...string) *news.Article {
	a := article(n, title)
	a.Province, a.Authors = province, authors
	if day != "" {
		a.Published = onDay(day)
	}
	return a
}

func TestTableAddsUpToTheTotal(t *testing.T) {
	ix := testIndex(t,
		placedArticle(1, "Mưa", "Huế", "2022-03-10"), placedArticle(2, "Mưa", "Huế", "2022-05-20"),
		placedArticle(3, "Mưa", "Cà Mau", "2022-03-31"), placedArticle(4, "Mưa", "Cà Mau", ""),
		placedArticle(5, "Mưa", "Huế", "2022-05-21"), placedArticle(6, "Mưa", "", "2022-03-01"),
		placedArticle(7, "Mưa", "An Giang", "2022-05-01"),
		placedArticle(8, "Nắng", "Huế", "2022-03-01"), placedArticle(9, "Nắng", "Huế", "2021-01-01"))
	r := Request{
		Query: "mưa", Table: TableFields{"province", "month"}, FacetLimit: 2, Limit: NoHits, Share: true,
	}
	got := find(t, ix, r).Table
	row := func(value string, total int, missing int, counts ...int) TableRow {
		return TableRow{Value: value, Cells: Cells{Counts: counts, Missing: missing, Total: total}}
	}
	want := &Table{
		RowField: "province", ColumnField: "month", Columns: []string{"2022-03", "2022-04", "2022-05"},
		OtherRows: 1,
		Rows:      []TableRow{row("Huế", 3, 0, 1, 0, 2), row("Cà Mau", 2, 1, 1, 0, 0)},
		Other:     row("", 1, 0, 0, 0, 1), Missing: row("", 1, 0, 1, 0, 0), Total: row("", 7, 1, 3, 0, 3),
	}
	hue := got.Rows[0]
	all := &Cells{Counts: []int{2, 0, 2}, Other: 1, Total: 5}
	if diff := cmp.Diff(all, hue.All); diff != "" {
		t.Errorf("all articles of Huế: -want +got\n%s", diff)
	}
	if s := hue.Share; *s.Counts[0] != 0.5 || s.Counts[1] != nil || *s.Counts[2] != 1 || *s.Other != 0 ||
		s.Missing != nil || *s.Total != 0.6 {
		t.Errorf("shares of Huế: %+v", s)
	}
	r.Share = false
	if diff := cmp.Diff(want, find(t, ix, r).Table); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestTableOfAuthorsCountsEachOfThem(t *testing.T) {
	ix := testIndex(t,
		placedArticle(1, "Mưa", "Huế", "", "An", "Bình"), placedArticle(2, "Mưa", "Huế", "", "An"),
		placedArticle(3, "Mưa", "", "", "Bình"))
	got := find(t, ix, Request{Query: "mưa", Table: TableFields{"author", "author"}}).Table
	if got := fmt.Sprint(got.Columns, got.Rows[0].Cells, got.Rows[1].Cells, got.Total.Cells); got !=
		"[An Bình] {[2 1] 0 0 2} {[1 2] 0 0 2} {[2 2] 0 0 3}" {
		t.Errorf("got %s", got)
	}
}

func TestTooManyCountsAreRefused(t *testing.T) {
	var articles []*news.Article
	for n := range 400 {
		a := placedArticle(n, "Mưa", "", fmt.Sprintf("%d-03-04", 1790+n%300), fmt.Sprint("Tác giả ", n))
		articles = append(articles, a)
	}
	ix := testIndex(t, articles...)
	for _, tt := range []struct {
		request Request
		want    string
	}{
		{Request{Histogram: ByDay}, "by day there are more than 36600"},
		{Request{Table: TableFields{"day", "source"}}, "by day there are more than 36600"},
		{Request{Table: TableFields{"author", "month"}, FacetLimit: AllValues}, "100000 cells"},
	} {
		_, err := ix.Search(t.Context(), tt.request)
		if !errors.Is(err, ErrTooFine) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v", tt.request, err)
		}
	}
	got := find(t, ix, Request{Table: TableFields{"author", "month"}}).Table
	if len(got.Rows) != 20 || got.OtherRows != 380 || len(got.Columns) != 299*12+1 {
		t.Errorf("%d rows, %d others, %d columns", len(got.Rows), got.OtherRows, len(got.Columns))
	}
	for _, f := range []TableFields{{"province", ""}, {"", "month"}, {"colour", "day"}, {"day", "title"}} {
		if _, err := ix.Search(t.Context(), Request{Table: f}); err == nil {
			t.Errorf("%v is no error", f)
		}
	}
}

func TestSharesOfAllArticles(t *testing.T) {
	ix := testIndex(t,
		placedArticle(1, "Mưa", "Huế", "2022-03-10"), placedArticle(2, "Nắng", "Huế", "2022-03-20"),
		placedArticle(3, "Mưa", "Cà Mau", "2022-05-31"), placedArticle(4, "Nắng", "An Giang", ""),
		placedArticle(5, "Mưa", "", ""))
	got := find(t, ix, Request{
		Query: "mưa", Share: true, Facets: []string{"province"}, FacetLimit: 1, Histogram: ByMonth,
	})
	if diff := cmp.Diff(&Share{5, 0.6}, got.Share); diff != "" {
		t.Errorf("total: -want +got\n%s", diff)
	}
	province := Facet{
		Values: []Count{{"Cà Mau", 1, &Share{1, 1}}}, Other: Rest{1, 1, &Share{3, 1. / 3}},
		Missing: 1, MissingShare: &Share{1, 1},
	}
	if diff := cmp.Diff(province, got.Facets["province"]); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
	months := &Histogram{
		Values:  []Count{{"2022-03", 1, &Share{2, 0.5}}, {"2022-04", 0, nil}, {"2022-05", 1, &Share{1, 1}}},
		Missing: 1, MissingShare: &Share{2, 0.5},
	}
	if diff := cmp.Diff(months, got.Histogram); diff != "" {
		t.Errorf("histogram: -want +got\n%s", diff)
	}
}
