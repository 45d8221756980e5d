package library

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

func history(t *testing.T, dir string) *Chronicle {
	t.Helper()
	h, err := OpenChronicle(dir, newspaper.Default())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// arrivals returns the arrivals of articles from a position on, and the position up to which they go.
func arrivals(t *testing.T, dir string, from news.Position) ([]Arrival, news.Position) {
	t.Helper()
	ix, err := OpenIndex(t.Context(), In(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close() // it was only read
	var all []Arrival
	for a, err := range history(t, dir).Arrivals(t.Context(), ix, from, ix.Position()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all, ix.Position()
}

// Each state of an article arrives once: when it comes in, is corrected and is withdrawn, under whatever
// address.
func TestEachStateOfAnArticleArrivesOnce(t *testing.T) {
	const copied = "https://m.baomau.example/duong-len-ban-12345.amp"
	canonical := strings.Replace(bridge, "<title>", `<link rel="canonical" href="`+address+`"><title>`, 1)
	corrected := strings.Replace(canonical, "86 mét", "84 mét", 1)
	other := "https://baomau.example/xa-hoi/cho-phien-20001.html"
	dir := filepath.Join(t.TempDir(), "d")
	var at news.Position
	for _, night := range []struct {
		name     string
		captures []capture
		want     []string // URLs of the captures
	}{
		{"a section front and an article", []capture{
			{"https://baomau.example/", "<p>Trang chủ"}, {copied, canonical},
		}, []string{copied}},
		{"nothing", nil, nil},
		{"two captures of an article and a further one", []capture{
			{address, strings.Replace(canonical, "86 mét", "85 mét", 1)},
			{other, strings.ReplaceAll(bridge, "Nà Lưu", "Nà Pán")}, {copied, corrected},
		}, []string{other, copied}},
		{"a withdrawal", []capture{
			{address, `<title>Thông báo</title><p>Bài viết này không còn nữa.</p>`},
		}, []string{address}},
	} {
		ingestWARC(t, dir, warcOf(night.captures...))
		all, until := arrivals(t, dir, at)
		var got []string
		for _, a := range all {
			got = append(got, a.URL)
		}
		if !slices.Equal(got, night.want) {
			t.Errorf("%s: arrivals of %q, want %q", night.name, got, night.want)
		}
		at = until
	}

	all, _ := arrivals(t, dir, news.Position{})
	if len(all) != 2 || all[0].URL != other || all[1].URL != address || all[1].ID != news.NewID(address) {
		t.Errorf("arrivals of all nights: %+v", all)
	}
}

func TestArticleBeforeAPosition(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	ingestWARC(t, dir, warcOf(capture{address, bridge}))
	_, at := arrivals(t, dir, news.Position{})
	ingestWARC(t, dir, warcOf(capture{address, strings.Replace(bridge, "86 mét", "84 mét", 1)}))
	now, _ := arrivals(t, dir, at)
	if len(now) != 1 {
		t.Fatalf("arrivals: %+v, want one", now)
	}
	text := func(a *news.Article, err error) string {
		t.Helper()
		if err != nil || a == nil {
			t.Fatalf("article %v, error %v", a, err)
		}
		return a.Blocks[0].Text
	}
	was := text(history(t, dir).ArticleBefore(t.Context(), []string{address, address}, at))
	is := text(history(t, dir).ArticleAt(now[0]))
	if !strings.Contains(was, "86 mét") || !strings.Contains(is, "84 mét") {
		t.Errorf("before: %q, now: %q", was, is)
	}
	a, err := history(t, dir).ArticleBefore(t.Context(), []string{address}, news.Position{})
	if a != nil || err != nil {
		t.Errorf("before the first capture: %v, %v", a, err)
	}
}
