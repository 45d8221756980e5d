package search

import (
	"fmt"
	"slices"
	"testing"

	"baotinh/pipeline/news"
)

func related(t *testing.T, ix *testStore, a *news.Article, limit int) *Result {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := Related(t.Context(), s, a, limit)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRelated(t *testing.T) {
	articles := []*news.Article{
		article(1, "Lũ quét ở Tràng Định", "Lũ quét cuốn trôi cầu treo ở Tràng Định. Mưa lớn kéo dài."),
		article(2, "Khắc phục hậu quả lũ quét", "Người dân Tràng Định dựng lại cầu treo sau lũ quét."),
		article(3, "Giải bóng đá thiếu niên", "Đội bóng đá của trường thắng trận chung kết."),
		article(4, "Bóng đá nữ", "Trận chung kết bóng đá nữ."),
	}
	for n := range 40 {
		articles = append(articles, article(100+n, fmt.Sprintf("Hội nghị %d", n), "Hội nghị bàn việc chung."))
	}
	ix := testIndex(t, articles...)
	for _, tt := range []struct {
		of   int
		want []string
	}{
		{1, []string{"Khắc phục hậu quả lũ quét"}},
		{3, []string{"Bóng đá nữ"}},
	} {
		r := related(t, ix, articles[tt.of-1], 0)
		if got := titles(r); !slices.Equal(got, tt.want) || r.Total != len(tt.want) {
			t.Errorf("related to %d: %q of %d, want %q", tt.of, got, r.Total, tt.want)
		}
		for _, h := range r.Hits {
			if h.Score <= 0 || h.Score > 1 {
				t.Errorf("related to %d: score %v of %q, want a share", tt.of, h.Score, h.Title)
			}
		}
	}
}

func TestRelatedToNothing(t *testing.T) {
	articles := []*news.Article{article(1, ""), article(2, "Một bài khác hẳn")}
	ix := testIndex(t, articles...)
	for _, a := range articles {
		if r := related(t, ix, a, 5); len(r.Hits) > 0 || r.Total != 0 {
			t.Errorf("related to %q: %+v, want nothing", a.Title, r)
		}
	}
}
