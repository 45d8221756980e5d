package index_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/index"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// The tests of this file hold one signal of the score each. Their articles are alike in all but that
// signal.

// A story is an article of these tests; its name is its title, or in its URL.
type story struct {
	name                       string
	title, sapo, body, caption string
	author                     string
	published                  time.Time
}

const host = "https://baomau.example/"

func (s story) article() *news.Article {
	a := &news.Article{ID: news.NewID(host + s.name), URL: host + s.name, Title: s.title, Sapo: s.sapo}
	a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s.body})
	if s.caption != "" {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: s.caption})
	}
	if s.author != "" {
		a.Authors = []string{s.author}
	}
	if !s.published.IsZero() {
		a.Published = news.Date{Time: s.published, Precision: news.Second, Evidence: news.EvidenceMeta}
	}
	return a
}

// filler is n words that no query of these tests has.
func filler(n int) string { return strings.TrimSpace(strings.Repeat(" nhé", n)) }

// others are n articles of 20 words that no query finds: beside them, what is sought is rare.
func others(n int) []story {
	var all []story
	for i := range n {
		all = append(all, story{name: fmt.Sprint("other-", i), body: filler(20)})
	}
	return all
}

// open returns an index with stories on disk.
func open(t testing.TB, stories ...[]story) *index.Index {
	t.Helper()
	ix, err := index.OpenOrCreate(filepath.Join(t.TempDir(), "index"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, s := range slices.Concat(stories...) {
		if err := ix.Put(t.Context(), s.article()); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

// search answers a request in the mode of a search box, unless it has another.
func search(t testing.TB, ix *index.Index, r index.Request) *index.Result {
	t.Helper()
	r.Mode = cmp.Or(r.Mode, index.Relaxed)
	result, err := ix.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search(%q): %v", r.Query, err)
	}
	return result
}

// names returns the names of the hits, in their order.
func names(r *index.Result) []string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, strings.TrimPrefix(h.URL, host))
	}
	return all
}

// scores returns the scores of up to 100 hits by name.
func scores(t testing.TB, ix *index.Index, q string) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for _, h := range search(t, ix, index.Request{Query: q, Limit: 100}).Hits {
		all[strings.TrimPrefix(h.URL, host)] = h.Score
	}
	return all
}

// checkRatio reports a score that is not from low to high times another.
func checkRatio(t *testing.T, scores map[string]float64, a, b string, low, high float64) {
	t.Helper()
	if scores[b] == 0 {
		t.Fatalf("%q is not found: %v", b, scores)
	}
	if got := scores[a] / scores[b]; got < low || got > high {
		t.Errorf("score of %q is %.2f times that of %q (%.3f, %.3f), want %.2f to %.2f",
			a, got, b, scores[a], scores[b], low, high)
	}
}

func TestLongerArticleLoses(t *testing.T) {
	s := scores(t, open(t, others(20), []story{
		{name: "short", body: "sen " + filler(9)},
		{name: "long", body: "sen " + filler(39)},
		{name: "very long", body: "sen " + filler(199)},
	}), "sen")
	checkRatio(t, s, "short", "long", 1.3, 2)
	checkRatio(t, s, "long", "very long", 1.5, 4)
}

func TestRepeatedWordWinsAndSaturates(t *testing.T) {
	var stories []story
	for _, n := range []int{1, 2, 20} {
		stories = append(stories, story{name: fmt.Sprint(n), body: strings.Repeat("sen ", n) + filler(20-n)})
	}
	s := scores(t, open(t, others(20), stories), "sen")
	checkRatio(t, s, "2", "1", 1.2, 1.6)
	checkRatio(t, s, "20", "2", 1.2, 2)
}

func TestRareWordBeatsCommonWord(t *testing.T) {
	var common []story
	for i := range 30 {
		common = append(common, story{name: fmt.Sprint("common ", i), body: "cam " + filler(19)})
	}
	rare := []story{{name: "rare", body: "sen " + filler(19)}}
	s := scores(t, open(t, others(60), common, rare), "sen OR cam")
	checkRatio(t, s, "rare", "common 0", 2, 6)
}

// How often an article has a word that every other article has says nothing of it.
func TestCommonWordIsNotCounted(t *testing.T) {
	for _, tt := range []struct {
		name      string
		articles  int // of 100 that have it
		low, high float64
	}{
		{"in four of ten", 40, 1.2, 2},
		{"in six of ten", 60, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stories := []story{{name: "often", body: "sen sen sen sen " + filler(16)}}
			for i := range tt.articles - 1 {
				stories = append(stories, story{name: fmt.Sprint(i), body: "sen " + filler(19)})
			}
			ix := open(t, others(100-tt.articles), stories)
			checkRatio(t, scores(t, ix, "sen"), "often", "0", tt.low, tt.high)
		})
	}
}

func TestMarksAsTypedWin(t *testing.T) {
	ix := open(t, others(20), []story{
		{name: "as typed", body: "bưởi " + filler(19)},
		{name: "other marks", body: "buổi " + filler(19)},
		{name: "no marks", body: "buoi " + filler(19)},
		{name: "other marks, often", title: "buổi", body: "buổi buổi buổi " + filler(17)},
	})
	s := scores(t, ix, "bưởi")
	checkRatio(t, s, "as typed", "other marks", 5, 40)
	checkRatio(t, s, "no marks", "other marks", 1, 1)
	checkRatio(t, s, "as typed", "other marks, often", 3, 40)

	s = scores(t, ix, "buoi")
	checkRatio(t, s, "as typed", "other marks", 1, 1)
	checkRatio(t, s, "as typed", "no marks", 1, 1)
}

func TestPlaceOfAWord(t *testing.T) {
	var stories []story
	for _, place := range []string{"title", "sapo", "body", "caption", "byline", "thrice in the body"} {
		s := story{
			name: place, title: "nhé nhé", sapo: "nhé", body: filler(9), caption: "nhé", author: "nhé",
		}
		switch place {
		case "title":
			s.title = "sen nhé"
		case "sapo":
			s.sapo = "sen"
		case "body":
			s.body = "sen " + filler(8)
		case "caption":
			s.caption = "sen"
		case "byline":
			s.author = "sen"
		default:
			s.body = "sen sen sen " + filler(6)
		}
		stories = append(stories, s)
	}
	ix := open(t, others(20), stories)
	want := []string{"title", "thrice in the body", "sapo", "body", "byline", "caption"}
	s := scores(t, ix, "sen")
	got := names(search(t, ix, index.Request{Query: "sen"}))
	if len(got) == 6 && got[3] == "byline" && got[4] == "body" { // they are worth the same
		got[3], got[4] = "body", "byline"
	}
	if !slices.Equal(got, want) {
		t.Errorf("hits %q, want %q", got, want)
	}
	checkRatio(t, s, "title", "sapo", 2, 2.5)
	checkRatio(t, s, "title", "thrice in the body", 2.1, 2.25) // the title says it all
	checkRatio(t, s, "sapo", "body", 1.2, 1.6)
	checkRatio(t, s, "byline", "body", 1, 1)
	checkRatio(t, s, "body", "caption", 1.3, 1.9)
}

// A title that has the whole query says that the article is about it, which counts beyond the places
// of its words.
func TestWholeTitleWins(t *testing.T) {
	s := scores(t, open(t, others(20), []story{
		{name: "whole", title: "sen nhé cam", body: "sen cam " + filler(17)},
		{name: "body", title: "nhé nhé", body: "sen cam sen cam sen cam " + filler(14)},
	}), "sen cam")
	checkRatio(t, s, "whole", "body", 2.1, 2.2)
}

// Among titles with the whole query, one with fewer other words comes first.
func TestShortTitleWins(t *testing.T) {
	ix := open(t, others(20), []story{
		{name: "no other", title: "cam sen", body: "sen cam " + filler(20)},
		{name: "two others", title: "cam nhé sen nhé", body: "sen cam " + filler(18)},
		{name: "six others", title: "cam nhé sen nhé nhé nhé nhé nhé", body: "sen cam " + filler(14)},
	})
	raised := raisedByTitle(t, ix, "sen cam")
	checkRatio(t, raised, "no other", "two others", 1.08, 1.10)
	checkRatio(t, raised, "no other", "six others", 1.13, 1.15)
}

// Among titles with the whole query, one that has its words side by side comes first, in whichever spelling.
func TestPhraseOfATitleWins(t *testing.T) {
	ix := open(t, others(20), []story{
		{name: "phrase", title: "các UBND xã họp", body: filler(20)},
		{name: "apart", title: "UBND các xã họp", body: "UBND xã họp " + filler(17)},
		{name: "the other way round", title: "các họp UBND xã", body: "UBND xã họp " + filler(17)},
		{name: "long form", title: "các Ủy ban nhân dân xã họp", body: filler(20)},
		{name: "long form apart", title: "Ủy ban nhân dân các xã họp", body: "UBND xã họp " + filler(17)},
	})
	for _, q := range []string{"UBND xã họp", "ủy ban nhân dân xã họp", "ubnd xa hop", "UBND xã họp ở đâu"} {
		raised := raisedByTitle(t, ix, q)
		checkRatio(t, raised, "phrase", "apart", 1.19, 1.21)
		checkRatio(t, raised, "long form", "long form apart", 1.19, 1.21)
		checkRatio(t, raised, "the other way round", "apart", 0.99, 1.01)
	}
}

// raisedByTitle returns by which factor the titles of stories raise their scores.
func raisedByTitle(t *testing.T, ix *index.Index, query string) map[string]float64 {
	t.Helper()
	raised := map[string]float64{}
	for _, h := range search(t, ix, index.Request{Query: query, Explain: true}).Hits {
		gained := 0.0
		for _, e := range h.Explain {
			if e.Kind == index.ExplainTitle {
				raised[strings.TrimPrefix(h.URL, host)] = (gained + e.Score) / gained
			}
			gained += e.Score
		}
	}
	return raised
}

// A long query finds its title by the words alone: their order adds nothing to the score.
func TestLongPhraseOfATitle(t *testing.T) {
	words := strings.Fields("me na sen cam bưởi chanh quýt mận đào")
	for _, tt := range []struct {
		words     int
		low, high float64
	}{{8, 1.19, 1.21}, {9, 0.99, 1.01}} {
		typed := words[:tt.words]
		turned := append(slices.Clone(typed[1:]), typed[0])
		ix := open(t, others(20), []story{
			{name: "typed", title: strings.Join(typed, " "), body: filler(20)},
			{name: "turned", title: strings.Join(turned, " "), body: filler(20)},
		})
		checkRatio(t, raisedByTitle(t, ix, strings.Join(typed, " ")), "typed", "turned", tt.low, tt.high)
	}
}

// Question words within a long query weigh little, and so do the words beside them: answers do not have them.
// Without marks a single one may be another word. Headlines, too, ask why.
func TestQuestionWordsWeighLittle(t *testing.T) {
	body := func(asking string) story {
		return story{name: asking, body: "cam " + asking + " me " + filler(16)}
	}
	ix := open(t, others(40), []story{
		body("nào"), body("gì"), body("thế nào"), body("bao nhiêu"), body("vì sao"), body("ai"),
		{name: "content", body: "me na " + filler(18)},
	})
	for _, tt := range []struct {
		query, asking string
		low, high     float64 // score of the article with the question word ÷ that of the one with na
	}{
		{"cam nào me na", "nào", 0.65, 0.8},
		{"cam gì me na", "gì", 0.65, 0.8},
		{"cam bao nhiêu me na", "bao nhiêu", 0.8, 0.95},
		{"cam bao nhieu me na", "bao nhiêu", 0.8, 0.95},
		{"cam thế nào me na", "thế nào", 0.8, 0.95},
		{"cam vì sao me na", "vì sao", 2, 3},
		{"cam nao me na", "nào", 1.2, 2},
		{"Ai cam me na", "ai", 0.55, 0.7},
		{"AI cam me na", "ai", 1, 1.2},
		{"Ai Cập cam na", "ai", 1.2, 2},
	} {
		s := scores(t, ix, tt.query)
		if got := s[tt.asking] / s["content"]; got < tt.low || got > tt.high {
			t.Errorf("%s: score with the question word is %.2f times the other, want %.2f to %.2f",
				tt.query, got, tt.low, tt.high)
		}
	}
}

// The title of an answer has not much of a question: it counts only if it has every word.
func TestTitleOfAnAnswer(t *testing.T) {
	ix := open(t, others(40), []story{
		{name: "part", title: "sen cam me", body: filler(20)},
		{name: "whole", title: "sen cam me nào", body: filler(20)},
	})
	for _, tt := range []struct {
		query string
		want  map[string]bool // whose title counts
	}{
		{"sen cam me nào", map[string]bool{"whole": true}},
		{"sen cam me na", map[string]bool{"part": true, "whole": true}},
	} {
		for _, h := range search(t, ix, index.Request{Query: tt.query, Explain: true}).Hits {
			counts := slices.ContainsFunc(h.Explain, func(e index.Explanation) bool {
				return e.Kind == index.ExplainTitle
			})
			if name := strings.TrimPrefix(h.URL, host); counts != tt.want[name] {
				t.Errorf("%s: the title of %q counts: %v", tt.query, name, counts)
			}
		}
	}
}

// Of a long query, what an article has not of it lowers its score, by 15 % at most; nothing lowers that of an
// article with all words side by side.
func TestPartOfALongQueryCosts(t *testing.T) {
	ix := open(t, others(20), []story{
		{name: "whole", body: "sen cam me na " + filler(16)},
		{name: "scattered", body: "sen nhé cam nhé me nhé na " + filler(13)},
		{name: "part", body: "sen cam me " + filler(17)},
	})
	lost := map[string]float64{}
	for _, h := range search(t, ix, index.Request{Query: "sen cam me na", Explain: true}).Hits {
		gained := 0.0
		for _, e := range h.Explain {
			if e.Kind == index.ExplainCoverage {
				lost[strings.TrimPrefix(h.URL, host)] = -e.Score / gained
			}
			gained += e.Score
		}
	}
	scattered, part := lost["scattered"], lost["part"]
	if len(lost) != 2 || min(scattered, part) < 0.03 || max(scattered, part) > 0.15 {
		t.Errorf("lost are %v", lost)
	}
}

func TestNeighboursBeatScatteredWords(t *testing.T) {
	s := scores(t, open(t, others(20), []story{
		{name: "neighbours", body: "nhé sen cam " + filler(17)},
		{name: "the other way round", body: "nhé cam sen " + filler(17)},
		{name: "scattered", body: "sen nhé cam " + filler(17)},
		{name: "in two paragraphs", body: "nhé sen", sapo: "cam " + filler(17)},
	}), "sen cam")
	checkRatio(t, s, "neighbours", "scattered", 1.2, 1.8)
	checkRatio(t, s, "the other way round", "scattered", 1, 1)
	if s["neighbours"] <= s["in two paragraphs"] {
		t.Errorf("neighbours are worth no more than words of two paragraphs: %v", s)
	}
}

// fruits are the words of a query that is relaxed, so frequent each in fruitSalads that all are worth
// the same.
var fruits = strings.Fields("sen cam me na mai")

// fruitSalads returns articles, no two of whose words are neighbours, with so many of the fruits.
func fruitSalads(articles, of int) []story {
	var all []story
	for i := range articles {
		var words []string
		for j := range of {
			words = append(words, fruits[(i+j)%len(fruits)])
		}
		all = append(all, story{name: fmt.Sprintf("%d of 5: %d", of, i), body: strings.Join(words, " nhé ")})
	}
	return all
}

// A query of which too few articles have every word finds those that have most of it, and if these are
// too few, some.
func TestRelaxedQueryNeedsItsShare(t *testing.T) {
	for _, tt := range []struct {
		name  string
		most  int // articles with three words of five
		total int
	}{
		{"most of it is enough", 10, 1 + 10},
		{"some of it", 5, 1 + 5 + 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ix := open(t, others(40), fruitSalads(1, 5), fruitSalads(tt.most, 3), fruitSalads(5, 2),
				fruitSalads(5, 1))
			r := search(t, ix, index.Request{Query: strings.Join(fruits, " "), Limit: 100})
			if r.Total != 1 || r.Further != tt.total-1 || len(r.Hits) != tt.total ||
				names(r)[0] != "5 of 5: 0" {
				t.Errorf("%d hits, %d further, want 1 and %d: %q",
					r.Total, r.Further, tt.total-1, names(r))
			}
		})
	}
}

// A query that looks like a headline finds what lacks a word of it, although a page of articles has
// them all, if it has nearly the best score. Of a short query, every word counts.
func TestNearMiss(t *testing.T) {
	for _, tt := range []struct {
		name, query, title, body string // of the article that lacks the last word
		found                    bool
	}{
		{"as good", "sen cam me na", "nhé nhé nhé", "sen cam nhé me " + filler(6), true},
		{"headline", "sen cam me na", "sen cam me", filler(10), true},
		{"mention", "sen cam me na", "nhé nhé nhé", "sen nhé cam nhé me " + filler(5), false},
		{"short query", "sen cam na", "sen cam", filler(10), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stories := []story{{name: "near miss", title: tt.title, body: tt.body}}
			for i := range 12 {
				all := story{name: fmt.Sprint(i), body: "sen nhé cam nhé me nhé na " + filler(10)}
				stories = append(stories, all)
			}
			r := search(t, open(t, others(60), stories), index.Request{Query: tt.query, Limit: 100})
			if got := slices.Contains(names(r), "near miss"); got != tt.found {
				t.Errorf("found %v, want %v: %q", got, tt.found, names(r))
			}
		})
	}
}

// A query is not relaxed if a page of ten articles has what was typed.
func TestPageOfHitsIsEnough(t *testing.T) {
	for _, tt := range []struct{ typed, further int }{{9, 5}, {10, 0}} {
		var stories []story
		for i := range tt.typed {
			stories = append(stories, story{name: fmt.Sprint("as typed ", i), body: "bưởi " + filler(9)})
		}
		for i := range 5 {
			stories = append(stories, story{name: fmt.Sprint("other marks ", i), body: "buổi " + filler(9)})
		}
		r := search(t, open(t, stories), index.Request{Query: "bưởi"})
		if r.Total != tt.typed || r.Further != tt.further {
			t.Errorf("%d articles have bưởi: found %d and %d further, want %d",
				tt.typed, r.Total, r.Further, tt.further)
		}
	}
}

func TestAbbreviationIsWorthItsLongForm(t *testing.T) {
	ix := open(t, others(40), []story{
		{name: "short", body: "UBND " + filler(19)},
		{name: "long", body: "ủy ban nhân dân " + filler(16)},
		{name: "scattered", body: "nhân nhé ban nhé dân nhé ủy " + filler(13)},
	})
	for _, q := range []string{"UBND", "ủy ban nhân dân"} {
		s := scores(t, ix, q)
		checkRatio(t, s, "short", "long", 0.8, 1.25)
		if s["scattered"] >= s["short"]*0.8 {
			t.Errorf("%q: %v", q, s)
		}
	}
}

// Of an abbreviation that has seven long forms, the three likeliest are sought.
func TestReadingsOfAnAbbreviation(t *testing.T) {
	long := viet.Expand("TT")
	if len(long) < 5 {
		t.Fatalf("TT has only the long forms %q", long)
	}
	stories := []story{{name: "TT", body: "TT " + filler(9)}}
	for _, l := range long {
		stories = append(stories, story{name: l, body: l + " " + filler(9)})
	}
	r := search(t, open(t, others(20), stories), index.Request{Query: "TT"})
	got, want := names(r), append([]string{"TT"}, long[:3]...)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("TT finds %q, want %q", got, want)
	}
}

// With recency asked for, an article of today keeps its score; age takes up to half of it.
func TestRecentArticleWins(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Now()
	var stories []story
	ages := []struct {
		name   string
		age    time.Duration
		factor float64
	}{
		{"tomorrow", -day, 1},
		{"today", 0, 1},
		{"yesterday", day, 0.5 + 0.5/math.Pow(2, 1./30)},
		{"a half-life", 30 * day, 0.75},
		{"two half-lives", 60 * day, 0.625},
		{"years", 2000 * day, 0.5},
	}
	for _, a := range ages {
		stories = append(stories, story{name: a.name, body: "sen " + filler(9), published: now.Add(-a.age)})
	}
	stories = append(stories, story{name: "without date", body: "sen " + filler(9)})
	ix := open(t, others(20), stories)

	plain := scores(t, ix, "sen")
	for _, h := range search(t, ix, index.Request{Query: "sen", Recency: 30 * day}).Hits {
		name := strings.TrimPrefix(h.URL, host)
		want := 0.5
		for _, a := range ages {
			if a.name == name {
				want = a.factor
			}
		}
		if got := h.Score / plain[name]; math.Abs(got-want) > 0.001 {
			t.Errorf("%s: factor %.4f, want %.4f", name, got, want)
		}
	}
}

// How the articles are divided among shards and segments changes no score, nor does a merge while a reader
// pages.
func TestScoresDoNotDependOnSegments(t *testing.T) {
	divided := func(years int) map[string]float64 {
		var stories []story
		for i := range 40 {
			body := []string{"sen cam ", "sen nhé cam ", "nhé ", "nhé "}[i%4]
			at := time.Date(2000+i%4*years, 7, 27, 0, 0, 0, 0, news.Vietnam)
			stories = append(stories, story{name: fmt.Sprint(i), body: body + filler(i), published: at})
		}
		return scores(t, open(t, others(20), stories), "sen cam")
	}
	if got, want := divided(5), divided(0); len(want) != 20 || !maps.Equal(got, want) {
		t.Errorf("in several shards %v, in one %v", got, want)
	}
}

// The former version of an article, which a merge drops at some time, changes no score: neither the length of
// its text nor its words.
func TestScoresDoNotDependOnFormerVersions(t *testing.T) {
	sought := []story{{name: "a", body: "sen cam " + filler(5)}, {name: "b", body: "sen cam " + filler(50)}}
	ix := open(t, others(20), sought)
	want := scores(t, ix, "sen cam")
	var longer []story
	for _, s := range others(20) {
		s.body = "sen cam " + filler(500)
		longer = append(longer, s)
	}
	for _, version := range [][]story{longer, others(20)} {
		for _, s := range version {
			if err := ix.Put(t.Context(), s.article()); err != nil {
				t.Fatal(err)
			}
		}
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := scores(t, ix, "sen cam"); len(want) != 2 || !maps.Equal(got, want) {
		t.Errorf("with former versions %v, without %v", got, want)
	}
}

// Articles of the same score are in the order of their dates, the newest first, and of the same date
// in an order that does not depend on when they were put.
func TestTiesAreStable(t *testing.T) {
	var stories []story
	for i := range 30 {
		stories = append(stories, story{
			name: fmt.Sprint(i), body: "sen " + filler(9),
			published: time.Date(2020+i%3, 7, 27, 0, 0, 0, 0, news.Vietnam),
		})
	}
	r := index.Request{Query: "sen", Limit: 100}
	got := search(t, open(t, others(30), stories), r)
	for i := 1; i < len(got.Hits); i++ {
		if got.Hits[i-1].Published.Time.Before(got.Hits[i].Published.Time) {
			t.Errorf("hit %d is newer than the one before", i)
		}
	}

	slices.Reverse(stories)
	ix := open(t, stories[:7], others(30))
	for _, s := range stories[7:] {
		if err := ix.Put(t.Context(), s.article()); err != nil {
			t.Fatal(err)
		}
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if again := search(t, ix, r); len(got.Hits) != 30 || !slices.Equal(names(again), names(got)) {
		t.Errorf("put in another order, hits are %q, want %q", names(again), names(got))
	}
}
