package store_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	gocmp "github.com/google/go-cmp/cmp"

	"baotinh/index/analysis"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// randomArticle returns version v of article n: words of a small vocabulary, so that all kinds of phrases
// occur.
func randomArticle(r *rand.Rand, n, v int) *news.Article {
	words := strings.Fields("Tỉnh ủy uỷ họp hợp hop Hòa hoà hoa lạng Sơn son 27-NQ/TW 8.500 mưa MƯA lớn an " +
		"H’Mông")
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	words = words[:1+r.IntN(8)]
	text := func(length int) string {
		var all []string
		for range length {
			all = append(all, words[r.IntN(len(words))])
		}
		return strings.Join(all, " ")
	}
	url := fmt.Sprintf("https://www.bao%d.vn/%d.html", n%3, n)
	a := &news.Article{
		ID: news.NewID(url), URL: url, Sapo: text(r.IntN(6)),
		Title:     fmt.Sprintf("%s bài %d bản %d", text(r.IntN(5)), n, v),
		Newspaper: fmt.Sprintf("Báo %d", n%3), Province: [...]string{"Cần Thơ", "Lạng Sơn", ""}[r.IntN(3)],
		Section: [...]string{"Thời sự", "Đời sống"}[r.IntN(2)],
		Authors: [][]string{{"Mai Linh"}, {"Anh Dũng", "Mai Linh"}, nil}[r.IntN(3)],
		Tags:    [][]string{{"mưa lũ"}, {"Mưa", "lũ lớn"}}[n%2], Byline: "MAI LINH",
		Dateline: [...]string{"LSO", "Hà Nội", ""}[n%3], Photographers: [][]string{{"Đức Anh"}, nil}[n/2%2],
		Blocks: []news.Block{
			{Kind: news.Paragraph, Text: text(r.IntN(40))}, {
				Kind: news.Caption, Text: text(r.IntN(9)), Credit: [...]string{"", "Anh Đức"}[n/3%2],
			},
			{Kind: news.Paragraph, Text: text(r.IntN(40))},
		},
	}
	if day := r.IntN(9000) - 700; day > 0 {
		at := time.Date(2001, 1, 1, 8, 0, 0, 0, news.Vietnam).AddDate(0, 0, day)
		if n == 7 {
			at = at.AddDate(-50, 0, 0) // before 1970
		}
		a.Published = news.Date{Time: at, Precision: news.Minute}
	}
	return a
}

// A reading is an article as it is printed: the words of each of its texts.
type reading struct {
	*news.Article
	texts [][]analysis.Word // the first is the title
}

func read(a *news.Article) reading {
	texts := []string{a.Title, a.Sapo}
	for _, b := range a.Blocks {
		texts = append(texts, b.Text)
	}
	rd := reading{Article: a}
	for _, t := range append(texts, a.Authors...) {
		rd.texts = append(rd.texts, analysis.AppendWords(nil, t))
	}
	return rd
}

// any reports whether a word of the text, or of the title, is one.
func (r reading) any(title bool, is func(analysis.Word) bool) bool {
	return slices.ContainsFunc(r.in(title), func(words []analysis.Word) bool {
		return slices.ContainsFunc(words, is)
	})
}

func (r reading) in(title bool) [][]analysis.Word {
	if title {
		return r.texts[:1]
	}
	return r.texts
}

func (r reading) has(word string) bool {
	return r.any(false, func(w analysis.Word) bool { return w.Exact == word })
}

func (r reading) hasFolded(word string) bool {
	return r.any(false, func(w analysis.Word) bool { return w.Fold == word })
}

// hasPhrase reports whether words stand side by side in one text.
func (r reading) hasPhrase(title bool, words ...string) bool {
	return r.hasSequence(title, words, func(w analysis.Word) string { return w.Exact })
}

func (r reading) hasFoldedPhrase(title bool, words ...string) bool {
	return r.hasSequence(title, words, func(w analysis.Word) string { return w.Fold })
}

func (r reading) hasSequence(title bool, words []string, term func(analysis.Word) string) bool {
	for _, text := range r.in(title) {
		for i := range text {
			n := 0
			for n < len(words) && i+n < len(text) && term(text[i+n]) == words[n] {
				n++
			}
			if n == len(words) {
				return true
			}
		}
	}
	return false
}

func (r reading) between(from, to string) bool {
	if r.Published.IsZero() {
		return false
	}
	at := r.Published.Time
	return !at.Before(day(from)) && at.Before(day(to))
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// isNear reports whether two words differ by at most one letter put in, left out or changed.
func isNear(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1
}

func in[Q query.FieldableQuery](field string, q Q) Q {
	q.SetField(field)
	return q
}

// bleveQueries are queries of each kind, and the articles that they must find.
var bleveQueries = []struct {
	name  string
	query query.Query
	want  func(reading) bool
}{
	{"match all", bleve.NewMatchAllQuery(), func(reading) bool { return true }},
	{"match in another spelling", in("text", bleve.NewMatchQuery("ỦY HOÀ")),
		func(r reading) bool { return r.has("uỷ") || r.has("hoà") }},
	{"match of all words", func() query.Query {
		q := in("text", bleve.NewMatchQuery("tỉnh H'Mông"))
		q.SetOperator(query.MatchQueryOperatorAnd)
		return q
	}(), func(r reading) bool { return r.has("tỉnh") && r.has("hmông") }},
	{"match of a number", in("text", bleve.NewMatchQuery("8500")),
		func(r reading) bool { return r.has("8500") }},
	{"match in the title", in("title", bleve.NewMatchQuery("mưa")),
		func(r reading) bool { return r.any(true, func(w analysis.Word) bool { return w.Exact == "mưa" }) }},
	{"match without marks", in("text_fold", bleve.NewMatchQuery("Hợp")),
		func(r reading) bool { return r.hasFolded("hop") }},
	{"match without marks in the title", in("title_fold", bleve.NewMatchQuery("hoa")),
		func(r reading) bool { return r.any(true, func(w analysis.Word) bool { return w.Fold == "hoa" }) }},
	{"phrase", in("text", bleve.NewMatchPhraseQuery("Tỉnh UỶ")),
		func(r reading) bool { return r.hasPhrase(false, "tỉnh", "uỷ") }},
	{"phrase of three words", in("text", bleve.NewMatchPhraseQuery("mưa lớn an")),
		func(r reading) bool { return r.hasPhrase(false, "mưa", "lớn", "an") }},
	{"phrase of one word twice", in("text", bleve.NewMatchPhraseQuery("an an")),
		func(r reading) bool { return r.hasPhrase(false, "an", "an") }},
	{"phrase with a document number", in("text", bleve.NewMatchPhraseQuery("họp 27-NQ/TW")),
		func(r reading) bool { return r.hasPhrase(false, "họp", "27", "nq", "tw") }},
	{"phrase in the title", in("title", bleve.NewMatchPhraseQuery("mưa bài")),
		func(r reading) bool { return r.hasPhrase(true, "mưa", "bài") }},
	{"phrase without marks", in("text_fold", bleve.NewMatchPhraseQuery("hoa hop")),
		func(r reading) bool { return r.hasFoldedPhrase(false, "hoa", "hop") }},
	{"phrase without marks in the title", in("title_fold", bleve.NewMatchPhraseQuery("mua bài")),
		func(r reading) bool { return r.hasFoldedPhrase(true, "mua", "bai") }},
	{"phrase of terms", bleve.NewPhraseQuery([]string{"lạng", "sơn"}, "text"),
		func(r reading) bool { return r.hasPhrase(false, "lạng", "sơn") }},
	{"phrase in a tag", in("tag", bleve.NewMatchPhraseQuery("MƯA lũ")),
		func(r reading) bool { return slices.Contains(r.Tags, "mưa lũ") }},
	{"match in tags", in("tag", bleve.NewMatchQuery("lớn")),
		func(r reading) bool { return slices.Contains(r.Tags, "lũ lớn") }},
	{"phrase in a photographer", in("photographer", bleve.NewMatchPhraseQuery("Anh Đức")),
		func(r reading) bool { return r.Blocks[1].Credit != "" }},
	{"match in photographers", in("photographer", bleve.NewMatchQuery("anh")),
		func(r reading) bool { return r.Photographers != nil || r.Blocks[1].Credit != "" }},
	{"match in the dateline", in("dateline", bleve.NewMatchQuery("HÀ")),
		func(r reading) bool { return r.Dateline == "Hà Nội" }},
	{"phrase with other words", func() query.Query {
		return query.NewMultiPhraseQuery([][]string{{"hoa", "hoà"}, {"sơn", "son"}}, "text")
	}(), func(r reading) bool {
		return r.hasPhrase(false, "hoa", "sơn") || r.hasPhrase(false, "hoà", "sơn") ||
			r.hasPhrase(false, "hoa", "son") || r.hasPhrase(false, "hoà", "son")
	}},
	{"fuzzy phrase", func() query.Query {
		q := in("text", bleve.NewMatchPhraseQuery("sơn mua"))
		q.SetFuzziness(1)
		return q
	}(), func(r reading) bool {
		return slices.ContainsFunc(r.texts, func(words []analysis.Word) bool {
			for i := 1; i < len(words); i++ {
				if isNear(words[i-1].Exact, "sơn") && isNear(words[i].Exact, "mua") {
					return true
				}
			}
			return false
		})
	}},
	{"term", in("text", bleve.NewTermQuery("hợp")), func(r reading) bool { return r.has("hợp") }},
	{"term that nothing has", in("text", bleve.NewTermQuery("Hợp")), func(reading) bool { return false }},
	{"term range", func() query.Query {
		yes := true
		return in("text", bleve.NewTermRangeInclusiveQuery("ho", "hop", &yes, &yes))
	}(), func(r reading) bool {
		return r.any(false, func(w analysis.Word) bool { return w.Exact >= "ho" && w.Exact <= "hop" })
	}},
	{"prefix", in("text", bleve.NewPrefixQuery("ho")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool { return strings.HasPrefix(w.Exact, "ho") })
		}},
	{"prefix without marks", in("text_fold", bleve.NewPrefixQuery("ho")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool { return strings.HasPrefix(w.Fold, "ho") })
		}},
	{"wildcard", in("text", bleve.NewWildcardQuery("h?p")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool {
				runes := []rune(w.Exact)
				return len(runes) == 3 && runes[0] == 'h' && runes[2] == 'p'
			})
		}},
	{"wildcard without marks", in("text_fold", bleve.NewWildcardQuery("*on")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool { return strings.HasSuffix(w.Fold, "on") })
		}},
	{"regular expression", in("text", bleve.NewRegexpQuery("ho.?")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool {
				return strings.HasPrefix(w.Exact, "ho") && len([]rune(w.Exact)) <= 3
			})
		}},
	{"fuzzy", in("text", bleve.NewFuzzyQuery("hoap")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool { return isNear(w.Exact, "hoap") })
		}},
	{"fuzzy without marks", in("text_fold", bleve.NewFuzzyQuery("sonn")),
		func(r reading) bool {
			return r.any(false, func(w analysis.Word) bool { return isNear(w.Fold, "sonn") })
		}},
	{"conjunction", bleve.NewConjunctionQuery(
		in("text", bleve.NewTermQuery("mưa")), in("section", bleve.NewTermQuery("Thời sự"))),
		func(r reading) bool { return r.has("mưa") && r.Section == "Thời sự" }},
	{"disjunction of two", func() query.Query {
		q := bleve.NewDisjunctionQuery(in("text", bleve.NewTermQuery("mưa")),
			in("text", bleve.NewTermQuery("lớn")), in("text", bleve.NewTermQuery("hoa")))
		q.SetMin(2)
		return q
	}(), func(r reading) bool {
		n := 0
		for _, w := range []string{"mưa", "lớn", "hoa"} {
			if r.has(w) {
				n++
			}
		}
		return n >= 2
	}},
	{"boolean", func() query.Query {
		q := bleve.NewBooleanQuery()
		q.AddMust(in("text", bleve.NewMatchQuery("mưa")))
		q.AddShould(in("text", bleve.NewMatchQuery("an")))
		q.AddMustNot(in("text", bleve.NewMatchPhraseQuery("mưa lớn")))
		return q
	}(), func(r reading) bool { return r.has("mưa") && !r.hasPhrase(false, "mưa", "lớn") }},
	{"dates", in("published", bleve.NewDateRangeQuery(day("2010-03-01"), day("2012-06-15"))),
		func(r reading) bool { return r.between("2010-03-01", "2012-06-15") }},
	{"dates before 1970", in("published", bleve.NewDateRangeQuery(day("1945-01-01"), day("1970-01-01"))),
		func(r reading) bool { return r.between("1945-01-01", "1970-01-01") }},
	{"dates without end", in("published", bleve.NewDateRangeQuery(day("2020-01-01"), time.Time{})),
		func(r reading) bool { return r.between("2020-01-01", "2200-01-01") }},
	{"keyword", in("province", bleve.NewTermQuery("Cần Thơ")),
		func(r reading) bool { return r.Province == "Cần Thơ" }},
	{"second author", in("author", bleve.NewTermQuery("Mai Linh")),
		func(r reading) bool { return slices.Contains(r.Authors, "Mai Linh") }},
	{"site", in("site", bleve.NewTermQuery("bao1.vn")),
		func(r reading) bool { return strings.Contains(r.URL, "bao1.vn") }},
	{"keyword prefix", in("newspaper", bleve.NewPrefixQuery("Báo ")), func(reading) bool { return true }},
	{"identifiers", bleve.NewDocIDQuery([]string{string(news.NewID("https://www.bao1.vn/1.html")), "0"}),
		func(r reading) bool { return r.URL == "https://www.bao1.vn/1.html" }},
	{"query string", bleve.NewQueryStringQuery(`+mưa -"mưa lớn" province:"Cần Thơ"`),
		func(r reading) bool { return r.has("mưa") && !r.hasPhrase(false, "mưa", "lớn") }},
	{"query string with a keyword", bleve.NewQueryStringQuery(`province:"Cần Thơ"`),
		func(r reading) bool { return r.Province == "Cần Thơ" }},
	{"query string with a date", bleve.NewQueryStringQuery(`published:>="2015-01-01"`),
		func(r reading) bool { return r.between("2015-01-01", "2200-01-01") }},
	{"query string with a wildcard", bleve.NewQueryStringQuery(`title:mư*`),
		func(r reading) bool {
			return r.any(true, func(w analysis.Word) bool { return strings.HasPrefix(w.Exact, "mư") })
		}},
}

// A bleveCorpus is articles on disk in several shards, most of several segments with deletions, and open in
// Bleve.
type bleveCorpus struct {
	dir      string
	readings []reading // sorted by ID
	shards   []bleve.Index
}

// newBleveCorpus makes a corpus of versions of articles, each version in the place of the one before.
func newBleveCorpus(t *testing.T, articles, versions int, compact bool) *bleveCorpus {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	c := &bleveCorpus{dir: filepath.Join(t.TempDir(), "index")}
	s, err := store.OpenOrCreate(c.dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	last := map[news.ID]*news.Article{}
	for i := range articles * versions {
		a := randomArticle(r, i%articles, i)
		last[a.ID] = a
		if err := s.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if i%60 == 59 {
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if compact {
		err = s.Compact(t.Context())
	}
	if err := cmp.Or(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, a := range last {
		c.readings = append(c.readings, read(a))
	}
	slices.SortFunc(c.readings, func(a, b reading) int { return cmp.Compare(a.ID, b.ID) })
	return c
}

// openBleve returns a corpus that is open for reading.
func openBleve(t *testing.T, articles, versions int, compact bool) *bleveCorpus {
	t.Helper()
	c := newBleveCorpus(t, articles, versions, compact)
	c.open(t)
	return c
}

func (c *bleveCorpus) open(t *testing.T) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(c.dir, "shards", "*"))
	if err != nil || len(folders) < 5 {
		t.Fatalf("shards %q, %v, want five at least", folders, err)
	}
	for _, f := range folders {
		b, err := bleve.OpenUsing(f, map[string]any{"read_only": true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		c.shards = append(c.shards, b)
	}
}

func (c *bleveCorpus) search(t *testing.T, r *bleve.SearchRequest) *bleve.SearchResult {
	t.Helper()
	result, err := bleve.NewIndexAlias(c.shards...).Search(r)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// ids returns the identifiers of the articles that match, sorted.
func (c *bleveCorpus) ids(match func(reading) bool) []string {
	var all []string
	for _, r := range c.readings {
		if match(r) {
			all = append(all, string(r.ID))
		}
	}
	return all
}

func hitIDs(r *bleve.SearchResult) []string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.ID)
	}
	return all
}

func TestBleveFindsWhatAReaderFinds(t *testing.T) {
	for name, compact := range map[string]bool{"several segments": false, "merged": true} {
		t.Run(name, func(t *testing.T) {
			c := openBleve(t, 150, 2, compact)
			c.checkQueries(t)
		})
	}
}

func (c *bleveCorpus) checkQueries(t *testing.T) {
	t.Helper()
	for _, q := range bleveQueries {
		result := c.search(t, bleve.NewSearchRequestOptions(q.query, 1000, 0, false))
		got, want := hitIDs(result), c.ids(q.want)
		slices.Sort(got)
		if diff := gocmp.Diff(want, got); diff != "" || int(result.Total) != len(want) {
			t.Errorf("%s: %d hits, want %d (-want +got):\n%s", q.name, result.Total, len(want), diff)
		}
	}
}

// Each kind of query must find some articles and not all: else it is no test.
func TestBleveQueriesTellArticlesApart(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	for _, q := range bleveQueries {
		n := len(c.ids(q.want))
		all := q.name == "match all" || q.name == "keyword prefix"
		if none := q.name == "term that nothing has"; (n == 0) != none || (n == len(c.readings)) != all {
			t.Errorf("%s finds %d articles of %d", q.name, n, len(c.readings))
		}
	}
}

func TestBleveSorts(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	published := func(r reading) string { // unknown dates are the last
		if r.Published.IsZero() {
			return "~"
		}
		return fmt.Sprintf("%020d", r.Published.Time.Unix()+1<<40)
	}
	for by, key := range map[string]func(reading) string{
		"newspaper": func(r reading) string { return r.Newspaper },
		"province":  func(r reading) string { return cmp.Or(r.Province, "~~") },
		"published": published,
		"_id":       func(r reading) string { return string(r.ID) },
	} {
		want := slices.Clone(c.readings)
		slices.SortStableFunc(want, func(a, b reading) int { return cmp.Compare(key(a), key(b)) })
		r := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 1000, 0, false)
		r.SortBy([]string{by, "_id"})
		var ids []string
		for _, w := range want {
			ids = append(ids, string(w.ID))
		}
		if diff := gocmp.Diff(ids, hitIDs(c.search(t, r))); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", by, diff)
		}
	}

	newest := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 1, 0, false)
	newest.SortBy([]string{"-published"})
	for _, r := range c.readings {
		h := c.search(t, newest).Hits[0]
		if published(r) != "~" && published(r) > published(c.reading(t, h.ID)) {
			t.Fatalf("the newest article is %s, not %s", r.ID, h.ID)
		}
	}
}

func (c *bleveCorpus) reading(t *testing.T, id string) reading {
	t.Helper()
	i := slices.IndexFunc(c.readings, func(r reading) bool { return string(r.ID) == id })
	if i < 0 {
		t.Fatalf("no article %s", id)
	}
	return c.readings[i]
}

// Scores are Bleve's TF-IDF: √tf·idf/√length, where a title counts three times and a caption half.
func TestBleveScores(t *testing.T) {
	c := openBleve(t, 150, 1, true)
	for _, shard := range c.shards {
		r := bleve.NewSearchRequestOptions(in("text", bleve.NewTermQuery("mưa")), 1000, 0, false)
		result, err := shard.Search(r)
		if err != nil {
			t.Fatal(err)
		}
		n, err := shard.DocCount()
		if err != nil {
			t.Fatal(err)
		}
		idf := 1 + math.Log(float64(n)/float64(result.Total+1))
		last := math.Inf(1)
		for _, h := range result.Hits {
			var frequency, length float64
			a := c.reading(t, h.ID)
			for i, words := range a.texts {
				weight := 1.0
				switch {
				case i == 0:
					weight = 3
				case i == 1:
					weight = 2
				case i-2 < len(a.Blocks) && a.Blocks[i-2].Kind == news.Caption:
					weight = .5
				}
				for _, w := range words {
					length += weight
					if w.Exact == "mưa" {
						frequency += weight
					}
				}
			}
			want := math.Sqrt(math.Ceil(frequency)) * idf / math.Sqrt(math.Floor(length))
			if math.Abs(h.Score-want) > 1e-9 || h.Score > last {
				t.Errorf("score of %s is %v, want %v, and at most that before, %v", h.ID, h.Score, want, last)
			}
			last = h.Score
		}
	}
}

func TestBleveFacets(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	r := bleve.NewSearchRequestOptions(in("text", bleve.NewMatchQuery("mưa")), 0, 0, false)
	for _, field := range []string{"province", "author"} {
		r.AddFacet(field, bleve.NewFacetRequest(field, 10))
	}
	dates := bleve.NewFacetRequest("published", 10)
	dates.AddDateTimeRange("2010s", day("2010-01-01"), day("2020-01-01"))
	dates.AddDateTimeRange("old", time.Time{}, day("2005-01-01"))
	r.AddFacet("dates", dates)
	result := c.search(t, r)

	got := map[string]map[string]int{}
	want := map[string]map[string]int{"province": {}, "author": {}, "dates": {}}
	for name, f := range result.Facets {
		got[name] = map[string]int{}
		if f.Terms != nil {
			for _, term := range f.Terms.Terms() {
				got[name][term.Term] = term.Count
			}
		}
		for _, d := range f.DateRanges {
			got[name][d.Name] = d.Count
		}
	}
	for _, rd := range c.readings {
		if !rd.has("mưa") {
			continue
		}
		if rd.Province != "" {
			want["province"][rd.Province]++
		}
		for _, a := range rd.Authors {
			want["author"][a]++
		}
		if rd.between("2010-01-01", "2020-01-01") {
			want["dates"]["2010s"]++
		}
		if rd.between("1000-01-01", "2005-01-01") {
			want["dates"]["old"]++
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

func TestBleveGivesStoredFields(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	r := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 1000, 0, false)
	r.Fields = []string{"*"}
	for _, h := range c.search(t, r).Hits {
		a := c.reading(t, h.ID)
		want := map[string]any{
			"title": a.Title, "url": a.URL, "byline": a.Byline,
			"newspaper": a.Newspaper, "section": a.Section,
			"site": fmt.Sprintf("bao%c.vn", a.Newspaper[len(a.Newspaper)-1]), "tag": a.Tags[0],
			"body": []any{a.Blocks[0].Text, a.Blocks[2].Text}, "caption": a.Blocks[1].Text,
		}
		for name, value := range map[string]string{
			"sapo": a.Sapo, "province": a.Province, "caption": a.Blocks[1].Text, "dateline": a.Dateline,
			"photographer": strings.Join(a.Photographers, ""),
		} {
			if want[name] = value; value == "" {
				delete(want, name)
			}
		}
		if len(a.Tags) == 2 {
			want["tag"] = []any{a.Tags[0], a.Tags[1]}
		}
		switch len(a.Authors) {
		case 1:
			want["author"] = a.Authors[0]
		case 2:
			want["author"] = []any{a.Authors[0], a.Authors[1]}
		}
		if !a.Published.IsZero() {
			want["published"] = a.Published.Time.UTC().Format(time.RFC3339)
		}
		if diff := gocmp.Diff(want, h.Fields); diff != "" {
			t.Errorf("fields of %s (-want +got):\n%s", h.ID, diff)
		}
	}
}

func TestBleveGivesDocuments(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	for _, rd := range c.readings {
		found := 0
		for _, shard := range c.shards {
			d, err := shard.Document(string(rd.ID))
			if err != nil {
				t.Fatal(err)
			}
			if d != nil {
				found++
			}
		}
		if found != 1 {
			t.Errorf("article %s is in %d shards, want 1", rd.ID, found)
		}
	}
	if d, err := c.shards[0].Document("0"); d != nil || err != nil {
		t.Errorf("an unknown document is %v, %v", d, err)
	}
}

// Where Bleve could only answer wrongly, it gets an error.
func TestBleveRefusesWhatTheIndexDoesNotHave(t *testing.T) {
	c := openBleve(t, 150, 2, false)
	for name, q := range map[string]query.Query{
		"pairs, which are hashes": in("text_pair", bleve.NewMatchQuery("tỉnh uỷ")),
		"ends of texts":           in("text_end", bleve.NewTermQuery(store.EndTerm)),
	} {
		for _, shard := range c.shards {
			if n, _ := shard.DocCount(); n < 20 {
				continue
			}
			if r, err := shard.Search(bleve.NewSearchRequest(q)); err == nil {
				t.Errorf("%s: %d hits, want an error", name, r.Total)
			}
		}
	}
}

// Locations tell where in the text a word stands.
func TestBleveGivesLocations(t *testing.T) {
	c := openBleve(t, 150, 1, true)
	r := bleve.NewSearchRequestOptions(in("title", bleve.NewTermQuery("mưa")), 1000, 0, false)
	r.IncludeLocations = true
	for _, h := range c.search(t, r).Hits {
		want := search.Locations{}
		for i, w := range c.reading(t, h.ID).texts[0] {
			if w.Exact == "mưa" {
				want = append(want, &search.Location{Pos: uint64(i + 1)})
			}
		}
		if diff := gocmp.Diff(want, h.Locations["title"]["mưa"]); diff != "" {
			t.Errorf("locations in %s (-want +got):\n%s", h.ID, diff)
		}
	}
}

// Counts are right where nothing is deleted.
func TestBleveListsTerms(t *testing.T) {
	c := openBleve(t, 150, 1, true)
	for _, field := range []string{"text", "text_fold"} {
		want := map[string]uint64{}
		for _, rd := range c.readings {
			seen := map[string]bool{}
			rd.any(false, func(w analysis.Word) bool {
				term := w.Exact
				if field == "text_fold" {
					term = w.Fold
				}
				if !seen[term] {
					seen[term] = true
					want[term]++
				}
				return false
			})
		}
		got := map[string]uint64{}
		for _, shard := range c.shards {
			dict, err := shard.FieldDict(field)
			if err != nil {
				t.Fatal(err)
			}
			last := ""
			for e, err := dict.Next(); e != nil || err != nil; e, err = dict.Next() {
				if err != nil {
					t.Fatal(err)
				}
				if e.Term <= last {
					t.Errorf("%s: %q comes after %q", field, e.Term, last)
				}
				last = e.Term
				got[e.Term] += e.Count
			}
			if err := dict.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("terms of %s (-want +got):\n%s", field, diff)
		}
	}
}

// Bleve may also open a shard for writing: it merges segments, but takes no documents other than ours.
func TestBleveMergesAShard(t *testing.T) {
	c := newBleveCorpus(t, 150, 2, false)
	b, err := bleve.Open(filepath.Join(c.dir, "shards", "2010"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Index("x", map[string]any{"title": "x"}); err == nil {
		t.Error("the shard took a document of another kind")
	}
	engine, err := b.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.(*scorch.Scorch).ForceMerge(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	c.open(t)
	c.checkQueries(t)
}
