package search

import (
	"math"
	"slices"
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
	ix := testIndex(t, article(1, "Mưa không ngày"),
		aged(2, "Mưa hôm nay", 0), aged(3, "Mưa nửa năm", halfLife),
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
		byAge := func(e Explanation) bool { return e.Kind == ExplainAge && e.Score < 0 }
		if loses := slices.ContainsFunc(h.Explain, byAge); loses != (factor < 1) {
			t.Errorf("%s: explained %v", h.Title, h.Explain)
		}
	}
	if _, err := ix.Search(t.Context(), Request{Query: "mưa", Recency: -1}); err == nil {
		t.Error("a negative half-life is no error")
	}
}

// The day that ages are counted in begins at midnight in Vietnam, which is 17:00 in UTC.
func TestAgesAreDaysOfVietnam(t *testing.T) {
	a := article(1, "Mưa")
	published := time.Date(2022, 7, 26, 23, 30, 0, 0, time.UTC) // 27/7, 6:30 in Vietnam
	a.Published = news.Date{Time: published, Precision: news.Minute}
	ix := testIndex(t, a)
	score := func(now time.Time, halfLife time.Duration) float64 {
		ix.now = now
		return find(t, ix, Request{Query: "mưa", Recency: halfLife}).Hits[0].Score
	}
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name string
		now  time.Time
		want float64
	}{
		{"a minute later, the next day in UTC", time.Date(2022, 7, 27, 0, 0, 0, 0, time.UTC), 1},
		{"a minute before midnight in Vietnam", time.Date(2022, 7, 27, 16, 59, 0, 0, time.UTC), 1},
		{"midnight in Vietnam", time.Date(2022, 7, 27, 17, 0, 0, 0, time.UTC), 0.75},
		{"23:30 in UTC, two days on in Vietnam", time.Date(2022, 7, 28, 23, 30, 0, 0, time.UTC), 0.625},
	} {
		if got := score(tt.now, day) / score(tt.now, 0); math.Abs(got-tt.want) > 0.001 {
			t.Errorf("%s: factor %.3f, want %.3f", tt.name, got, tt.want)
		}
	}
}
