package store

import (
	"slices"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// What an article names, and all that this is in, are terms of the fields of places.
func TestPlacesAreTerms(t *testing.T) {
	old := &news.Article{
		Title:    "Thông cầu treo",
		Province: "Bắc Ninh",
		Blocks: []news.Block{{
			Kind: news.Paragraph,
			Text: "Cầu treo ở xã Tân Mộc, huyện Lục Ngạn, tỉnh Bắc Giang đã thông.",
		}},
	}
	old.Published.Time = time.Date(2020, 3, 1, 0, 0, 0, 0, news.Vietnam)
	recent := &news.Article{Title: "Mưa đá", Dateline: "Lạng Sơn", Sapo: "Mưa ở xã Thất Khê, tỉnh Lạng Sơn."}
	recent.Published.Time = time.Date(2026, 3, 1, 0, 0, 0, 0, news.Vietnam)
	for _, tt := range []struct {
		article *news.Article
		field   string
		want    []string
	}{
		{old, FieldCommune, []string{"Tân Mộc, Lục Ngạn, Bắc Giang"}},
		{old, FieldDistrict, []string{"Lục Ngạn, Bắc Giang"}},
		{old, FieldPlaceFormer, []string{"Bắc Giang"}},
		{old, FieldPlace, []string{"Bắc Ninh"}},
		{recent, FieldCommune, []string{"Thất Khê, Lạng Sơn"}},
		{recent, FieldDistrict, nil},
		{recent, FieldPlaceFormer, nil},
		{recent, FieldPlace, []string{"Lạng Sơn"}},
	} {
		var got []string
		for _, u := range placesOf(tt.article) {
			if PlaceField(u) == tt.field {
				got = append(got, u.String())
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s %q, want %q", tt.article.Title, tt.field, got, tt.want)
		}
	}
}

func BenchmarkPlaces(b *testing.B) {
	a := &news.Article{Title: "Hữu Lũng thu hoạch na sớm", Province: "Lạng Sơn"}
	for range 8 {
		a.Blocks = append(a.Blocks, news.Block{Text: "Lãnh đạo UBND huyện Hữu Lũng cho biết, năm nay toàn " +
			"huyện có khoảng 1.600 ha na, sản lượng ước đạt 14 nghìn tấn, bán về Hà Nội và Hải Phòng."})
	}
	b.ReportAllocs()
	for b.Loop() {
		placesOf(a)
	}
}
