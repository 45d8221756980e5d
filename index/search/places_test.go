package search

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
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

// A place is found by all names that its land has had, and the answer says which.
func TestPlaceIsFoundByItsNamesOfAllTimes(t *testing.T) {
	ix := testIndex(t, placed()...)
	for _, tt := range []struct {
		query, want string
		rewrites    []RewriteKind
	}{
		{`place:"Tràng Định"`, "0 1 2 3", []RewriteKind{RewritePlaceNow}},
		{`địa danh:"huyen trang dinh"`, "0 1 2 3", []RewriteKind{RewritePlaceNow}},
		{`place:"xã Tràng Định, Lạng Sơn"`, "3", []RewriteKind{RewritePlaceBefore}},
		{`place:"xã Tân Minh, Tràng Định"`, "0", []RewriteKind{RewritePlaceNow}},
		{`place:"Bắc Giang"`, "4 5", []RewriteKind{RewritePlaceNow}},
		{`place:"Bắc Ninh"`, "4 5 6", []RewriteKind{RewritePlaceBefore}},
		{`place:Lạng_Sơn -place:"Thất Khê"`, "0 1 3", []RewriteKind{RewritePlaceBefore}},
		{`place:"Cao Bằng"`, "", nil},
		{`(place:"Bắc Giang" OR place:"Lạng Sơn") cháy`, "0", []RewriteKind{RewritePlaceNow}},
	} {
		r := find(t, ix, Request{Query: tt.query, Sort: Oldest})
		var got []string
		for n := range placed() {
			if slices.ContainsFunc(r.Hits, func(h Hit) bool { return h.ID == article(n, "").ID }) {
				got = append(got, strconv.Itoa(n))
			}
		}
		if strings.Join(got, " ") != tt.want || r.Total != len(got) {
			t.Errorf("%s finds %s of %d, want %s", tt.query, got, r.Total, tt.want)
		}
		var kinds []RewriteKind
		for _, w := range r.Rewrites {
			kinds = append(kinds, w.Kind)
		}
		if !slices.Equal(kinds, tt.rewrites) {
			t.Errorf("%s: rewrites %v, want %v", tt.query, r.Rewrites, tt.rewrites)
		}
	}
	r := find(t, ix, Request{Query: `place:"Bắc Giang"`})
	want := []Rewrite{{RewritePlaceNow, "tỉnh Bắc Giang", []string{"tỉnh Bắc Ninh"}}}
	if diff := cmp.Diff(want, r.Rewrites); diff != "" {
		t.Errorf("rewrites: -want +got\n%s", diff)
	}
}

// Which articles a place has is what reading all of them tells.
func TestPlacesAgreeWithAFullScan(t *testing.T) {
	articles := placed()
	ix := testIndex(t, articles...)
	for _, typed := range []string{"Lạng Sơn", "Bắc Ninh", "huyện Lục Ngạn", "xã Thất Khê"} {
		want := 0
		for _, a := range articles {
			var r place.Recognizer
			r.Begin(a.Province, a.Published.Time)
			r.Add(place.Title, a.Title)
			group := place.Named(typed)[0]
			if slices.ContainsFunc(r.Places(), func(p place.Place) bool { return isAt(p.Unit, group) }) {
				want++
			}
		}
		if r := find(t, ix, Request{Query: `place:"` + typed + `"`}); r.Total != want || want == 0 {
			t.Errorf("%s: %d articles, want %d", typed, r.Total, want)
		}
	}
}

// isAt reports whether u is in one of the units of a group, or has had land of it.
func isAt(u *place.Unit, group []*place.Unit) bool {
	return slices.ContainsFunc(group, func(v *place.Unit) bool {
		return u.Within(v) || u.Today() == v || slices.Contains(v.Now, u) || slices.Contains(v.Before, u)
	})
}

// A province is found by all spellings of its name, and the answer does not say that it is another one now.
func TestSpellingsOfProvinces(t *testing.T) {
	ix := testIndex(t, placedArticle(1, "Mưa", "Đắk Lắk", ""), placedArticle(2, "Mưa", "Lạng Sơn", ""))
	for _, typed := range []string{"Đắk Lắk", "Đắc Lắc", "Đăk Lăk", "dak lak", "Daklak", "tỉnh Đắc Lắc"} {
		r := find(t, ix, Request{Query: `province:"` + typed + `"`})
		if r.Total != 1 || len(r.Rewrites) > 0 {
			t.Errorf("%s: %d hits, rewrites %v", typed, r.Total, r.Rewrites)
		}
	}
}
