package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// selects reports whether an article is one that a node selects.
func selects(a *news.Article, n *query.Node) bool {
	switch n.Op {
	case query.All:
		return !slices.ContainsFunc(n.Nodes, func(m *query.Node) bool { return !selects(a, m) })
	case query.Any:
		return slices.ContainsFunc(n.Nodes, func(m *query.Node) bool { return selects(a, m) })
	case query.Not:
		return !selects(a, n.Nodes[0])
	case query.Dates:
		at := a.Published.Time
		if n.Field == query.Seen {
			at = a.FirstSeen
		}
		return !at.IsZero() && !at.Before(n.From) && (n.To.IsZero() || at.Before(n.To))
	}
	if n.Field == query.URL {
		return isAtAddress(a.URL, n.Text)
	}
	return slices.ContainsFunc(labelsOf(a, n.Field), func(text string) bool {
		words := analysis.AppendWords(nil, text)
		if n.Op == query.Prefix {
			return indexPrefix(words, n.Words) >= 0
		}
		return indexWords(words, n.Words) >= 0
	})
}

// labelsOf returns the texts of an article in the fields of what is extracted.
func labelsOf(a *news.Article, f query.Field) []string {
	var all []string
	switch f {
	case "":
		all = texts(a)
	case query.Title:
		all = []string{a.Title}
	case query.Tag:
		all = a.Tags
	case query.Sapo:
		all = []string{a.Sapo}
	case query.Dateline:
		all = []string{a.Dateline}
	case query.Photographer:
		all = slices.Clone(a.Photographers)
		for _, b := range a.Blocks {
			all = append(all, b.Credit)
		}
	case query.Caption:
		for _, b := range a.Blocks {
			if b.Kind == news.Caption {
				all = append(all, b.Text)
			}
		}
	}
	return all
}

// isAtAddress reports whether an address is one that url: means.
func isAtAddress(address, typed string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	bare := strings.TrimPrefix(u.Host, "www.") + u.RequestURI()
	for _, prefix := range []string{"https://", "http://", "www."} {
		typed = strings.TrimPrefix(typed, prefix)
	}
	if host := strings.TrimSuffix(typed, "/"); !strings.Contains(host, "/") {
		return strings.HasSuffix("."+strings.TrimPrefix(u.Host, "www."), "."+host)
	}
	return strings.HasPrefix(bare, typed)
}

// labelledArticle returns an article with texts in all fields, or without. They are of few words, and some of
// these of one field only, so that a query in one field tells it from all others.
func labelledArticle(r *rand.Rand, n int) *news.Article {
	a := wordyArticle(r, n)
	host := strings.Fields("bao.vn www.bao.vn am.bao.vn xebao.vn")[r.IntN(4)]
	a.URL = fmt.Sprintf("https://%s/%s/%d.html", host, strings.Fields("kinh-te kinh-te-so a/b")[r.IntN(3)], n)
	text := func(words string) string {
		all := strings.Fields(words)
		var some []string
		for range r.IntN(5) {
			some = append(some, all[r.IntN(len(all))])
		}
		return strings.Join(some, " ")
	}
	a.Sapo = text("lũ lu mưa người nguoi về sapô")
	a.Dateline = text("LSO lũ TTXVN Hà hà")
	for range r.IntN(4) {
		a.Tags = append(a.Tags, text("chạy chay bộ bơi lũ Nhãn"))
	}
	for range r.IntN(3) {
		a.Photographers = append(a.Photographers, text("Đức Anh anh Bình Ảnh"))
	}
	for range r.IntN(4) {
		a.Blocks = append(a.Blocks, news.Block{
			Kind: news.Caption, Text: text("lũ lu mưa người đê kè Chú"), Credit: text("Đức Hạnh anh"),
		}, news.Block{Kind: news.Paragraph, Text: text("lũ mưa đê người kè")})
	}
	a.Published = news.Date{}
	if r.IntN(6) > 0 {
		at := time.Date(2021, 1, 1, r.IntN(900*24), r.IntN(60), 0, 0, news.Vietnam)
		a.Published = news.Date{Time: at, Precision: news.Minute}
	}
	if r.IntN(8) > 0 {
		a.FirstSeen = time.Date(2026, 11, 1, r.IntN(29*24), r.IntN(60), r.IntN(60), 0, news.Vietnam)
	}
	return a
}

var labelledFields = []query.Field{
	query.Tag, query.Sapo, query.Caption, query.Photographer, query.Dateline,
}

// randomLabelled returns a part of a query in one of the fields of what is extracted, or by date first seen.
func randomLabelled(r *rand.Rand, articles []*news.Article) string {
	switch r.IntN(6) {
	case 0:
		all := strings.Fields("seen:24h seen:2d seen:yesterday seen:today seen:2026-11-10..2026-11-20 " +
			"seen:..2026-11-15 seen:2026-11-12T08:00.. seen:this_week mới:tháng-này seen:2025")
		return all[r.IntN(len(all))]
	case 1:
		all := strings.Fields("url:bao.vn url:https://www.bao.vn/ url:am.bao.vn/kinh-te " +
			"url:bao.vn/kinh-te/ url:vn url:xebao.vn/a/b/1 url:bao.vn/kinh url:ao.vn url:bao.vn/KINH")
		if r.IntN(3) == 0 {
			return `url:"` + articles[r.IntN(len(articles))].URL + `"`
		}
		return all[r.IntN(len(all))]
	}
	f := labelledFields[r.IntN(len(labelledFields))]
	texts := labelsOf(articles[r.IntN(len(articles))], f)
	texts = append(texts, "lũ", "mua", "chạy bộ", "đức anh", "TTXVN")
	words := strings.Fields(texts[r.IntN(len(texts))])
	if len(analysis.AppendWords(nil, strings.Join(words, ""))) == 0 {
		return string(f) + ":lu"
	}
	from := r.IntN(len(words))
	words = words[from : from+1+r.IntN(len(words)-from)]
	text := strings.Join(words, " ")
	if r.IntN(3) == 0 {
		text = viet.Fold(text)
	}
	switch {
	case !strings.Contains(text, " ") && utf8.RuneCountInString(text) > 2 && r.IntN(3) == 0:
		return string(f) + ":" + string([]rune(text)[:2]) + "*"
	case r.IntN(2) == 0:
		return fmt.Sprintf("%s:(%s)", f, text)
	}
	return fmt.Sprintf("%s:%q", f, text)
}

// TestFieldsAgreeWithReadingAllArticles asks queries in the fields of what is extracted, alone and beside
// others, of an index of several segments in which articles were replaced.
func TestFieldsAgreeWithReadingAllArticles(t *testing.T) {
	r := rand.New(rand.NewPCG(30, 11))
	var articles []*news.Article
	ix := testIndex(t)
	ix.now = time.Date(2026, 11, 30, 5, 0, 0, 0, time.UTC)
	for n := range 300 {
		articles = append(articles, labelledArticle(r, n))
		put(t, ix, articles[n])
		if n%60 == 59 {
			if err := ix.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n := range 30 {
		id := articles[n*7].ID
		articles[n*7] = labelledArticle(r, n*7)
		articles[n*7].ID = id
		put(t, ix, articles[n*7])
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		checkLabelled(t, ix, articles, r)
		if err := ix.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func checkLabelled(t *testing.T, ix *testStore, articles []*news.Article, r *rand.Rand) {
	some := 0
	for range 400 {
		q := randomLabelled(r, articles)
		switch r.IntN(5) {
		case 0:
			q += " -" + randomLabelled(r, articles)
		case 1:
			q = "(" + q + " OR " + randomLabelled(r, articles) + ")"
		case 2:
			others := strings.Fields("ma người title:nguoi date:2021 -mà before:2022-03 title:ng*")
			q += " " + others[r.IntN(len(others))]
		}
		n, err := query.Parse(q, ix.now)
		if e, ok := errors.AsType[*query.SyntaxError](err); ok && e.Kind == query.NoWords {
			continue // of a caption of dashes
		}
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		var found []*news.Article
		for _, a := range articles {
			if selects(a, n) {
				found = append(found, a)
			}
		}
		if len(found) > 0 && len(found) < len(articles) {
			some++
		}
		checkHits(t, ix, q, found, r)
	}
	if some < 200 {
		t.Errorf("%d of 400 queries find some articles: want most", some)
	}
}

// Hits by date first seen have the last one first, and those without a date at the end.
func TestHitsInTheOrderInWhichTheyCameIn(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var articles []*news.Article
	for n := range 50 {
		articles = append(articles, labelledArticle(r, n))
	}
	ix := testIndex(t, articles...)
	for _, limit := range []int{7, 50} {
		var times []time.Time
		request := Request{Sort: LastSeen, Limit: limit}
		for {
			page := find(t, ix, request)
			for _, h := range page.Hits {
				times = append(times, h.FirstSeen)
			}
			if request.After = page.Next; page.Next == "" {
				break
			}
		}
		if len(times) != len(articles) {
			t.Errorf("%d hits on pages of %d, want %d", len(times), limit, len(articles))
		}
		for i := 1; i < len(times); i++ {
			if times[i].After(times[i-1]) {
				t.Errorf("%v comes before %v", times[i-1], times[i])
			}
		}
	}
}

func TestWordsOfDigitsAndLettersInFields(t *testing.T) {
	a := article(1, "Đường")
	a.Tags = []string{"Mở QL1A", "Quốc lộ"}
	b := article(2, "Đường")
	b.Tags = []string{"QL 5", "1A"}
	ix := testIndex(t, a, b)
	for q, want := range map[string]int{
		"tag:ql1*": 1, "tag:ql1a": 1, `tag:"QL 1"`: 1, "tag:ql*": 2, `tag:"lộ ql"`: 0, `tag:"5 1"`: 0,
		`tag:"quoc lo"`: 1, "tag:(quoc ql)": 1, `tag:"quôc lộ"`: 0,
	} {
		if got := find(t, ix, Request{Query: q}).Total; got != want {
			t.Errorf("%s: %d articles, want %d", q, got, want)
		}
	}
}

// checkHits compares the hits of all pages, and those of All, with the articles that were found.
func checkHits(t *testing.T, ix *testStore, q string, found []*news.Article, r *rand.Rand) {
	t.Helper()
	var want []string
	for _, a := range found {
		want = append(want, string(a.ID))
	}
	slices.Sort(want)
	request := Request{
		Query: q, Sort: []Sort{Relevance, Newest, Oldest}[r.IntN(3)], Limit: []int{3, 40, 300}[r.IntN(3)],
	}
	var paged, all []string
	for {
		page, err := ix.Search(t.Context(), request)
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		for _, h := range page.Hits {
			paged = append(paged, string(h.ID))
		}
		if request.After = page.Next; request.After == "" {
			break
		}
	}
	request.After = ""
	for h, err := range ix.All(t.Context(), request) {
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		all = append(all, string(h.ID))
	}
	if !slices.Equal(paged, all) {
		t.Errorf("%s: all hits are not those of the pages", q)
	}
	slices.Sort(paged)
	if diff := gocmp.Diff(fmt.Sprint(want), fmt.Sprint(paged)); diff != "" {
		t.Errorf("%s: hits -want +got\n%s", q, diff)
	}
}
