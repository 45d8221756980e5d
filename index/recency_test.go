package index

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func TestRecency(t *testing.T) {
	const halfLife = 180 * 24 * time.Hour
	aged := func(n int, title string, age time.Duration) *news.Article {
		a := article(n, title, "Mưa lớn.")
		a.Published = news.Date{Time: time.Now().Add(-age), Precision: news.Second}
		return a
	}
	ix := testIndex(t, article(1, "Mưa không ngày"), aged(2, "Mưa hôm nay", 0), aged(3, "Mưa nửa năm", halfLife),
		aged(4, "Mưa hồi xưa", 100*halfLife), aged(5, "Nắng", 0))

	plain := find(t, ix, Request{Query: "mưa"}).Hits
	r := find(t, ix, Request{Query: "mưa", Recency: halfLife, Explain: true})
	want := []string{"Mưa hôm nay", "Mưa nửa năm", "Mưa hồi xưa", "Mưa không ngày"}
	got := slices.DeleteFunc(titles(r), func(s string) bool { return s == "Nắng" })
	if !slices.Equal(got, want) {
		t.Errorf("hits %q, want %q", got, want)
	}
	for i, factor := range []float64{1, 0.75, 0.5, 0.5} {
		h := r.Hits[slices.IndexFunc(r.Hits, func(h Hit) bool { return h.Title == want[i] })]
		before := plain[slices.IndexFunc(plain, func(h Hit) bool { return h.Title == want[i] })].Score
		if math.Abs(h.Score/before-factor) > 0.01 {
			t.Errorf("%s: factor %.3f, want %.2f", h.Title, h.Score/before, factor)
		}
		said := slices.ContainsFunc(h.Explain, func(s string) bool { return strings.HasPrefix(s, "tuổi bài: -") })
		if said != (factor < 1) {
			t.Errorf("%s: explained %q", h.Title, h.Explain)
		}
	}
	if _, err := ix.Search(t.Context(), Request{Query: "mưa", Recency: -1}); err == nil {
		t.Error("a negative half-life is no error")
	}
}
