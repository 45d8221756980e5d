package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// placed are articles about places before and since July 2025.
func placed() []*news.Article {
	before, since := "2020-03-01", "2026-03-01"
	texts := []struct{ day, title string }{
		{before, "Cháy rừng ở xã Tân Minh, huyện Tràng Định, tỉnh Lạng Sơn"},
		{before, "Huyện Tràng Định được mùa quýt"},
		{since, "Xã Thất Khê, tỉnh Lạng Sơn họp chợ"},
		{since, "Xã Tràng Định, tỉnh Lạng Sơn đón trường mới"},
		{before, "Vải thiều ở huyện Lục Ngạn, Bắc Giang"},
		{since, "Tỉnh Bắc Ninh mở hội"},
		{before, "Tỉnh Bắc Ninh đón xuân"},
		{before, "Chuyện làng không tên"},
	}
	var all []*news.Article
	for n, t := range texts {
		a := article(n, t.title)
		a.Published = onDay(t.day)
		all = append(all, a)
	}
	return all
}

func TestFacetsOfPlaces(t *testing.T) {
	ix := testIndex(t, placed()...)
	got := find(t, ix, Request{Facets: []string{"place", "district"}}).Facets
	want := map[string]Facet{
		"place": {Values: []Count{{"Lạng Sơn", 4, nil}, {"Bắc Ninh", 3, nil}}, Missing: 1},
		"district": {
			Values:  []Count{{"Tràng Định, Lạng Sơn", 2, nil}, {"Lục Ngạn, Bắc Giang", 1, nil}},
			Missing: 5,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facets: -want +got\n%s", diff)
	}
	table := find(t, ix, Request{Table: TableFields{"place", "year"}}).Table
	if len(table.Rows) != 2 || table.Missing.Total != 1 || table.Total.Total != 8 {
		t.Errorf("table: %+v", table)
	}
}
