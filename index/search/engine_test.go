package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A plainEngine evaluates expressions by reading all articles.
type plainEngine struct {
	articles []*plainArticle
	avgLen   float64
	fail     error // of all calls

	refuseNoIDs bool // a find by no identifier is a mistake of who asks
}

// A plainArticle is an article with the terms of its fields.
type plainArticle struct {
	*news.Article
	texts  []plainText
	freq   map[Term]float64 // in occurrences in the body
	length float64
}

// A plainText is a text of an article with the field of its words; Within is as in Expr.
type plainText struct {
	field, within string
	words         []analysis.Word
}

func newPlainEngine(articles ...*news.Article) *plainEngine {
	e := &plainEngine{}
	for _, a := range articles {
		p := &plainArticle{Article: a, freq: map[Term]float64{}}
		p.add(store.FieldText, "", 3, a.Title)
		p.add(store.FieldTitle, "", 1, a.Title)
		p.add(store.FieldText, store.SapoTerm, 2, a.Sapo)
		for _, b := range a.Blocks {
			if b.Kind == news.Caption {
				p.add(store.FieldText, store.CaptionTerm, .5, b.Text)
				continue
			}
			p.add(store.FieldText, "", 1, b.Text)
		}
		for _, name := range a.Authors {
			p.add(store.FieldText, "", 1, name)
			p.freq[Term{Field: store.FieldAuthor, Text: name}] = 1
		}
		for _, tag := range a.Tags {
			p.add(store.FieldTag, "", 1, tag)
		}
		p.freq[Term{Field: FieldStoryOf, Text: string(storyOf(a))}] = 1
		p.freq[Term{Field: FieldID, Text: string(a.ID)}] = 1
		if a.Story != "" {
			p.freq[Term{Field: store.FieldStory, Text: string(a.Story)}] = 1
		}
		host, _, _ := strings.Cut(strings.TrimPrefix(a.URL, "https://"), "/")
		for field, v := range map[string]string{
			store.FieldNewspaper: a.Newspaper, store.FieldProvince: a.Province, store.FieldSection: a.Section,
			store.FieldSite: host, store.FieldType: string(a.Type), store.FieldAddress: store.Address(a.URL),
		} {
			if v != "" {
				p.freq[Term{Field: field, Text: v}] = 1
			}
		}
		p.length = math.Floor(p.length) // as the store keeps it
		e.articles = append(e.articles, p)
		e.avgLen += p.length / float64(len(articles))
	}
	return e
}

func (p *plainArticle) add(field, within string, weight float64, text string) {
	words := analysis.AppendWords(nil, text)
	p.texts = append(p.texts, plainText{field, within, words})
	if field == store.FieldText {
		p.length += weight * float64(len(words))
	}
	for i, w := range words {
		p.freq[Term{Field: field, Text: w.Exact}] += weight
		if w.Exact != w.Fold {
			p.freq[Term{Field: field + "_fold", Text: w.Fold}] += weight
		}
		if i > 0 && field == store.FieldText {
			pair := pairTerm(words[i-1], w)
			p.freq[Term{Field: pair.field, Text: pair.text}] += weight
		}
	}
}

func (p *plainArticle) matches(e *plainEngine, x Expr) bool {
	all := func(want bool) bool {
		return !slices.ContainsFunc(x.Exprs, func(sub Expr) bool { return p.matches(e, sub) != want })
	}
	switch x.Op {
	case HasTerm:
		return p.has(x.Term)
	case AllOf:
		return all(true)
	case AnyOf:
		return !all(false)
	case NoneOf:
		return all(false)
	case Phrase, Near:
		return slices.ContainsFunc(p.texts, func(t plainText) bool { return t.has(x) })
	case Between:
		date := p.date(Relevance)
		if x.Field == FieldSeen {
			date = p.date(LastSeen)
		}
		return date != 0 && x.From <= date && date < x.To
	case HasID:
		return slices.Contains(x.IDs, p.ID)
	case AtLeast:
		return p.weight(e, x.Clauses) >= x.Least
	case Scored:
		return p.score(e, x.Scoring) > x.Least
	}
	return true
}

func (p *plainArticle) has(t Term) bool {
	if !t.Begins {
		return p.freq[t] > 0
	}
	for other := range p.freq {
		if other.Field == t.Field && strings.HasPrefix(other.Text, t.Text) {
			return true
		}
	}
	return false
}

// has reports whether a text has the words of a Phrase or of Near.
func (t plainText) has(x Expr) bool {
	is := func(w analysis.Word, terms []Term) bool {
		return slices.ContainsFunc(terms, func(term Term) bool {
			field, folded := strings.CutSuffix(term.Field, "_fold")
			text := w.Exact
			if folded {
				text = w.Fold
			}
			if field != t.field || folded && w.Exact == w.Fold {
				return false
			}
			return text == term.Text || term.Begins && strings.HasPrefix(text, term.Text)
		})
	}
	if x.Within != "" && x.Within != t.within {
		return false
	}
	for from := range t.words {
		if x.Op == Phrase {
			if from+len(x.Words) > len(t.words) {
				return false
			}
			ok := true
			for i, terms := range x.Words {
				ok = ok && is(t.words[from+i], terms)
			}
			if ok {
				return true
			}
			continue
		}
		window := t.words[from:min(from+x.Window, len(t.words))]
		if haveOwnPlaces(x.Words, window, is) {
			return true
		}
	}
	return false
}

// haveOwnPlaces reports whether each of some words has a place of its own in a window.
func haveOwnPlaces(words [][]Term, window []analysis.Word, is func(analysis.Word, []Term) bool) bool {
	if len(words) == 0 {
		return true
	}
	for i, w := range window {
		others := slices.Concat(window[:i], window[i+1:])
		if is(w, words[0]) && haveOwnPlaces(words[1:], others, is) {
			return true
		}
	}
	return false
}

func (p *plainArticle) date(by Sort) int64 {
	t := p.Published.Time
	if by == LastSeen {
		t = p.FirstSeen
	}
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func (p *plainArticle) weight(e *plainEngine, clauses []WeightedExpr) float32 {
	var sum float32
	for _, c := range clauses {
		if p.matches(e, c.Expr) {
			sum += c.Weight
		}
	}
	return sum
}

func (p *plainArticle) score(e *plainEngine, s *Scoring) float32 {
	if s == nil {
		return 0
	}
	var sum, matched, most float64
	for _, c := range s.Clauses {
		most += float64(c.Weight)
		if !p.matches(e, c.Match) {
			continue
		}
		matched += float64(c.Weight)
		if len(c.Sources) == 0 {
			sum += float64(c.Weight)
			continue
		}
		tf := 0.0
		for _, source := range c.Sources {
			for _, t := range source.Terms {
				if p.matches(e, source.Within) {
					tf += p.freq[t]
				}
			}
		}
		sum += float64(c.Weight) * (K1 + 1) * tf / (tf + K1*(1-B+B*p.length/e.avgLen))
	}
	if s.LostUncovered > 0 {
		sum *= 1 - float64(s.LostUncovered)*(1-matched/most)
	}
	if s.TitleMax > 0 {
		share := min(1, p.weight(e, s.Titles)/s.TitleMax)
		sum *= 1 + float64(s.TitleBoost*share)
		if p.matches(e, s.Whole) {
			words := float32(len(analysis.AppendWords(nil, p.Title)))
			sum *= 1 + float64(s.FullTitle)
			sum *= 1 + float64(s.ShortTitle*min(1, s.TitleWords/words))
			if p.matches(e, s.WholePhrase) {
				sum *= 1 + float64(s.PhraseTitle)
			}
		}
	}
	if s.HalfLife > 0 {
		fresh := 0.0
		if date := p.date(Relevance); date != 0 {
			age := float64(max(0, s.Today-dayOf(date)))
			fresh = math.Exp2(-age * float64(24*time.Hour) / float64(s.HalfLife))
		}
		sum *= .5 + .5*fresh
	}
	return float32(sum)
}

// values returns the values of an article in a field of a Tally.
func (p *plainArticle) values(field string) []string {
	if interval, ok := dateFacets[field]; ok {
		if date := p.date(Relevance); date != 0 {
			return []string{fmt.Sprint(FirstDay(interval, dayOf(date)))}
		}
		return nil
	}
	var all []string
	for t := range p.freq {
		if t.Field == field {
			all = append(all, t.Text)
		}
	}
	return all
}

func (e *plainEngine) Count(ctx context.Context, exprs []Expr) ([]int, error) {
	var all []int
	for _, x := range exprs {
		all = append(all, len(e.matching(x)))
	}
	return all, cmp.Or(e.fail, ctx.Err())
}

func (e *plainEngine) matching(x Expr) []*plainArticle {
	var found []*plainArticle
	for _, p := range e.articles {
		if p.matches(e, x) {
			found = append(found, p)
		}
	}
	return found
}

func (e *plainEngine) Values(_ context.Context, field string) ([]string, error) {
	var all []string
	for _, p := range e.articles {
		all = append(all, p.values(field)...)
	}
	slices.Sort(all)
	return slices.Compact(all), e.fail
}

func (e *plainEngine) Find(_ context.Context, finds []Find) ([]Found, error) {
	var all []Found
	for _, f := range finds {
		if e.refuseNoIDs && strings.Contains(f.Match.key(), Expr{Op: HasID}.key()) {
			return nil, errors.New("a find by no identifier")
		}
		matching := e.matching(f.Match)
		found := Found{Total: len(matching)}
		for _, t := range f.Tallies {
			found.Tallies = append(found.Tallies, tallyPlain(matching, t))
		}
		for _, p := range matching {
			rank := Rank{p.score(e, f.Scoring), p.date(f.Sort), segment.IDHash(string(p.ID))}
			if f.Sort == Sampled {
				rank.Tie = mix(rank.Tie ^ mix(f.Seed))
			}
			if f.After == nil || compareRanks(f.Sort, rank, *f.After) > 0 {
				found.Articles = append(found.Articles, FoundArticle{p.Article, rank})
			}
		}
		slices.SortFunc(found.Articles, func(a, b FoundArticle) int {
			return compareRanks(f.Sort, a.Rank, b.Rank)
		})
		found.Articles = found.Articles[:min(f.Limit, len(found.Articles))]
		all = append(all, found)
	}
	return all, e.fail
}

func compareRanks(by Sort, a, b Rank) int {
	date := byNewest(a.Date, b.Date)
	if by == Oldest {
		date = byOldest(a.Date, b.Date)
	}
	if by == Sampled {
		return cmp.Compare(a.Tie, b.Tie)
	}
	score := 0
	if by == Relevance {
		score = cmp.Compare(b.Score, a.Score)
	}
	return cmp.Or(score, date, cmp.Compare(a.Tie, b.Tie))
}

func tallyPlain(articles []*plainArticle, t Tally) Tallied {
	all := Tallied{Values: map[string]TalliedValue{}}
	add := func(v TalliedValue, p *plainArticle) TalliedValue {
		v.Count++
		if t.Across == "" {
			return v
		}
		if v.Across == nil {
			v.Across = map[string]int{}
		}
		across := p.values(t.Across)
		for _, value := range across {
			v.Across[value]++
		}
		if len(across) == 0 {
			v.Missing++
		}
		return v
	}
	for _, p := range articles {
		values := p.values(t.Field)
		for _, v := range values {
			all.Values[v] = add(all.Values[v], p)
		}
		if len(values) == 0 {
			all.Missing = add(all.Missing, p)
		}
	}
	if t.Repeated {
		maps.DeleteFunc(all.Values, func(_ string, v TalliedValue) bool { return v.Count < 2 })
	}
	return all
}

// engineWords are the words of made articles: some differ in their marks only, some are abbreviated, some are
// words of two syllables.
var engineWords = strings.Fields("lũ lu sạt lở sat lo ủy ban nhân dân UBND tỉnh huyện Lạng Sơn hòa hoà " +
	"bình Sapa Sa Pa bảo hiểm xã hội đường QL6 quốc lộ 6 2021 7/5 tháng 5 học sinh hoc sinh mưa lớn bão " +
	"số 3 covid 19 vắc xin vaccine nông nghiệp công nghiệp giao thông tai nạn xe máy y tế giáo dục " +
	"văn hóa thể thao du lịch")

// engineArticles returns made articles.
func engineArticles(r *rand.Rand, n int) []*news.Article {
	text := func(least, most int) string {
		var words []string
		for range least + r.IntN(most-least+1) {
			words = append(words, engineWords[min(r.IntN(len(engineWords)), r.IntN(len(engineWords)))])
		}
		return strings.Join(words, " ")
	}
	var all []*news.Article
	for i := range n {
		a := article(i, text(2, 9), text(5, 30), text(5, 30))
		a.Sapo = text(0, 15)
		if r.IntN(3) == 0 {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: text(3, 9)})
		}
		a.Newspaper = []string{"Báo Lạng Sơn", "Báo Lào Cai", "Báo Hòa Bình"}[r.IntN(3)]
		a.Province = []string{"Lạng Sơn", "Lào Cai", "Hòa Bình", ""}[r.IntN(4)]
		a.Authors = [][]string{nil, {"Mai Linh"}, {"Mai Linh", "Hoàng Sơn"}}[r.IntN(3)]
		a.Tags = [][]string{nil, {"mưa lũ"}, {"tai nạn giao thông", "xe máy"}}[r.IntN(3)]
		if r.IntN(10) > 0 {
			day := time.Date(2020, 1, 1+r.IntN(1500), 8, 0, 0, 0, news.Vietnam)
			a.Published = news.Date{Time: day, Precision: news.Day, Evidence: news.EvidenceMeta}
			a.FirstSeen = day.Add(time.Duration(r.IntN(100)) * time.Hour)
		}
		if r.IntN(4) == 0 && i > 0 { // a reprint
			of := all[r.IntN(i)]
			a.Sapo, a.Blocks = of.Sapo, of.Blocks
		}
		all = append(all, a)
	}
	return all
}

// stored returns the articles of a store, with their stories.
func stored(t *testing.T, ix *testStore) []*news.Article {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []*news.Article
	for a, err := range s.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// engineQueries are queries of all operators, relaxed in all ways.
var engineQueries = []string{
	"", "lũ", "sạt lở", "sat lo", "ủy ban nhân dân tỉnh", "UBND tỉnh Lạng Sơn", "Sapa", "du lịch Sa Pa",
	`"sạt lở"`, `"tai nạn" "xe máy"`, `"ủy ban xe máy"`, "“mưa lớn du lịch”",
	"mưa lớn sạt lở đường QL6 huyện Lạng Sơn", "tai nan giao thong", "tai nạn giao thôn", "hojc sinh",
	"giao thoong", "QL6", "quoc lo 6", "7/5", "covid19", "vắc-xin", "lũ -bão", "(lũ OR bão) huyện",
	"(UBND OR covid)", "-UBND lũ", "title:lũ", `title:"sạt lở"`, "sapo:lũ", `sapo:"sạt lở"`, "caption:lũ",
	`tag:"mưa lũ"`, "tag:xe", "newspaper:lạng", "province:hòa", `author:"mai linh"`, "site:baolangson.vn",
	"from:2021-01-01 lũ", "before:2020-06-30", "seen:2021", "year:2021 bão", "lũ~", "sạc~ lở", "nghi*", "th*",
	"title:ho*", `"sạt lở đường"`, `"sạt lở"~3`, `"lũ bão lũ"~5`, "url:baolangson.vn/1",
	"ai là học sinh giáo dục", "học sinh du lịch mưa lớn thể thao văn hóa y tế",
	"bảo hiểm xã hội tháng 5 ở đâu", "xyzxyz", "xyzxyz lũ bão", "lũ lũ", "type:news",
	"đường giao thông nông nghiệp bao nhiêu xe máy",
}

// TestAnEngineGivesTheAnswersOfASnapshot compares whole results.
func TestAnEngineGivesTheAnswersOfASnapshot(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 1))
	ix := testIndex(t, engineArticles(r, 150)...)
	e := newPlainEngine(stored(t, ix)...)
	ix.now = time.Date(2024, 3, 1, 9, 0, 0, 0, news.Vietnam)
	some, reprints := 0, 0
	for i, q := range engineQueries {
		for _, by := range []Sort{Relevance, Newest, Oldest, LastSeen} {
			request := Request{
				Query: q, Sort: by, Mode: []Mode{Strict, Relaxed, Loose}[i%3], Limit: 7, Share: i%2 == 0,
				Facets: []string{"newspaper", "author", "month", "province"}, FacetLimit: 2,
				Histogram: ByYear, Table: TableFields{Rows: "author", Columns: "year"},
			}
			switch {
			case by == Relevance:
				request.Mode, request.Explain = Relaxed, true
			case by == LastSeen:
				request.Collapse = ByStory
			case by == Oldest:
				request.Sample, request.Seed = 5, uint64(i)
			case by == Newest:
				request.Filter = "lũ OR bão OR huyện"
			case i%4 == 0:
				request.Recency = 90 * 24 * time.Hour
			}
			want, err := ix.Search(t.Context(), request)
			if err != nil {
				t.Errorf("%s: %v", q, err)
				continue
			}
			got, err := RunOn(t.Context(), e, request, ix.now)
			if err != nil {
				t.Errorf("%s, by %s: %v", q, by, err)
				continue
			}
			if diff := differenceOfResults(want, got); diff != "" {
				t.Errorf("%s, by %s, mode %q (-snapshot +engine):\n%s", q, by, request.Mode, diff)
			}
			if want.Total > 0 {
				some++
			}
			reprints += max(0, want.Total-want.Stories)
		}
	}
	if some < 2*len(engineQueries) || reprints == 0 {
		t.Errorf("%d queries find something, and %d reprints: want more", some, reprints)
	}
}

// TestAnEngineIsReadAsASnapshotIs compares what is read besides hits.
func TestAnEngineIsReadAsASnapshotIs(t *testing.T) {
	ix := testIndex(t, engineArticles(rand.New(rand.NewPCG(16, 5)), 120)...)
	articles := stored(t, ix)
	e := newPlainEngine(articles...)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Now()
	compare := func(what string, want, got any, errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if diff := gocmp.Diff(want, got, cmpopts.EquateApprox(1e-4, 0)); diff != "" {
			t.Errorf("%s (-snapshot +engine):\n%s", what, diff)
		}
	}
	for _, q := range []string{"sạt lở", "nghi*", `"lũ lu"`, "sat lo", "ủy ban nhân dân -lũ", "lũ~"} {
		r := Request{Query: q, Mode: Relaxed, Sort: Oldest}
		var want, got []Occurrence
		for o, err := range Occurrences(t.Context(), s, r, 30, now) {
			want = append(want, o)
			compare("Occurrences", nil, nil, err)
		}
		for o, err := range OccurrencesOn(t.Context(), e, r, 30, now) {
			got = append(got, o)
			compare("OccurrencesOn", nil, nil, err)
		}
		if len(want) == 0 {
			t.Errorf("no occurrences of %s", q)
		}
		compare("occurrences of "+q, want, got)
		texts := []string{articles[0].Title, articles[1].Title, "Sat lo o huyện"}
		marked, err1 := Mark(t.Context(), s, q, texts, now)
		on, err2 := MarkOn(t.Context(), e, q, texts, now)
		compare("marks of "+q, marked, on, err1, err2)
	}
	for _, a := range articles[:20] {
		want, err1 := Related(t.Context(), s, a, 5)
		got, err2 := RelatedOn(t.Context(), e, a, 5)
		compare("related", want, got, err1, err2)
		reprints, n, err1 := Reprints(s, a, 10)
		on, m, err2 := ReprintsOn(t.Context(), e, a, 10)
		compare("reprints", reprints, on, err1, err2)
		compare("number of reprints", n, m)
		at, err1 := At(s, a.URL)
		atOn, err2 := AtOn(t.Context(), e, a.URL)
		compare("at an address", at, atOn, err1, err2)
		near, err := NearestOn(t.Context(), e, a.URL+"x", 1)
		compare("nearest", []*news.Article{a}, near, err)
		begins, err := WithIDPrefixOn(t.Context(), e, string(a.ID[:12]), 3)
		compare("by the beginning of the ID", []*news.Article{a}, begins, err)
	}
	want, err1 := NewestTitles(t.Context(), s, 30)
	got, err2 := NewestTitlesOn(t.Context(), e, 30)
	compare("newest titles", want, got, err1, err2)
}

// differenceOfResults tells how results differ but for rounding errors of scores, and what these decide.
func differenceOfResults(want, got *Result) string {
	for _, r := range []*Result{want, got} {
		r.Next = ""
		for i := range r.Hits {
			r.Hits[i].Score = math.Round(r.Hits[i].Score*1e3) / 1e3
		}
	}
	return gocmp.Diff(want, got, cmpopts.EquateApprox(1e-4, 1.1e-3))
}

// TestAnEnginePagesAsASnapshotDoes walks through all hits by cursors, and compares them with a list.
func TestAnEnginePagesAsASnapshotDoes(t *testing.T) {
	ix := testIndex(t, engineArticles(rand.New(rand.NewPCG(16, 2)), 120)...)
	e := newPlainEngine(stored(t, ix)...)
	for _, q := range []string{"", "lũ", "sạt lở", "mưa lớn sạt lở đường huyện", "sat lo"} {
		for _, by := range []Sort{Relevance, Newest, Oldest} {
			r := Request{Query: q, Sort: by, Mode: Relaxed}
			if by != Oldest {
				r.Collapse = ByStory
			}
			var want, all, paged []string
			for h, err := range ix.All(t.Context(), r) {
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, h.Title)
			}
			for h, err := range AllOn(t.Context(), e, r, time.Now()) {
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, h.Title)
			}
			for r.Limit = 7; ; {
				page, err := RunOn(t.Context(), e, r, time.Now())
				if err != nil {
					t.Fatal(err)
				}
				if paged = append(paged, titles(page)...); page.Next == "" {
					break
				}
				r.After = page.Next
			}
			if !slices.Equal(all, want) || !slices.Equal(paged, want) {
				t.Errorf("%s by %s: %d hits, %d by pages; want %d in the same order",
					q, by, len(all), len(paged), len(want))
			}
		}
	}
}

// TestALongQueryIsCollapsedOnAnEngine: of a query of many words, hits and near-misses are ranked together.
func TestALongQueryIsCollapsedOnAnEngine(t *testing.T) {
	ix := testIndex(t)
	for n := range 14 {
		words := "mưa lớn sạt lở đường huyện"
		if n > 11 {
			words = "mưa lớn sạt lở đường. mưa lớn sạt lở đường"
		}
		put(t, ix, article(n, fmt.Sprint("Bản tin ", n), words))
	}
	for n := range 60 {
		put(t, ix, article(100+n, fmt.Sprint("Tin ngắn ", n), "Trời nắng, gió nhẹ."))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := newPlainEngine(stored(t, ix)...)
	e.refuseNoIDs = true
	r := Request{Query: "mưa lớn sạt lở đường huyện", Mode: Relaxed, Collapse: ByStory, Limit: 20}
	want := find(t, ix, r)
	got, err := RunOn(t.Context(), e, r, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if want.Total != 12 || want.Further == 0 {
		t.Fatalf("total %d, further %d: the test needs hits and near-misses", want.Total, want.Further)
	}
	if diff := differenceOfResults(want, got); diff != "" {
		t.Errorf("-snapshot +engine:\n%s", diff)
	}
}

// TestAnEngineThatFails: its error reaches the caller, and nothing is answered.
func TestAnEngineThatFails(t *testing.T) {
	e := newPlainEngine(engineArticles(rand.New(rand.NewPCG(16, 3)), 10)...)
	e.fail = errors.New("node is gone")
	r, err := RunOn(t.Context(), e, Request{Query: "lũ"}, time.Now())
	if !errors.Is(err, e.fail) || r != nil {
		t.Errorf("RunOn = %v, %v; want the error of the engine", r, err)
	}
	for _, err := range ArticlesOn(t.Context(), e, Request{}, time.Now()) {
		if !errors.Is(err, e.fail) {
			t.Errorf("ArticlesOn: %v; want the error of the engine", err)
		}
	}
}
