package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// mistaken returns a text that has the words of a pair, but not side by side, and which the index takes for
// one that has.
func mistaken(left, right string) string {
	return left + " a " + right + " b x " + mistakenFor(left, right)
}

// mistakenFor returns a word that has, after x, the term of another pair.
func mistakenFor(left, right string) string {
	sought := analysis.HashPair(left, right)
	for n := 0; ; n++ {
		if w := fmt.Sprint("w", n); analysis.HashPair("x", w) == sought {
			return w
		}
	}
}

func TestPhraseIsInEveryArticleCounted(t *testing.T) {
	has := article(1, "Bản tin", "Chiều nay mưa lớn ở Lạng Sơn.")
	lacks := article(2, "Bản tin", mistaken("mua", "lon"))
	has.Section, lacks.Section = "Thời tiết", "Khác"
	other := article(3, "Nắng to", "Trời nắng.")
	ix := testIndex(t, has, lacks, other)
	for _, tt := range []struct {
		query, want string
	}{
		{`"mua lon"`, has.URL},
		{`mua lon`, has.URL + " " + lacks.URL},
		{`"mua lon" OR nắng`, has.URL + " " + other.URL},
		{`("mua lon" OR nắng) -to`, has.URL},
		{`bản -(nắng OR -"mua lon")`, has.URL},
		{`tin title:"mua lon"`, ""},
	} {
		r := find(t, ix, Request{Query: tt.query, Facets: []string{"section"}})
		var got []string
		for _, h := range r.Hits {
			got = append(got, h.URL)
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != tt.want || r.Total != len(got) {
			t.Errorf("Search(%q) = %q, total %d; want %q", tt.query, s, r.Total, tt.want)
		}
		if tt.query == `"mua lon"` {
			if diff := cmp.Diff([]Count{{"Thời tiết", 1, nil}}, r.Facets["section"].Values); diff != "" {
				t.Errorf("facet: -want +got\n%s", diff)
			}
		}
	}
}

func TestPhraseOfManyArticlesIsExact(t *testing.T) {
	var articles []*news.Article
	for n := range 200 {
		text := "Mưa lớn."
		if n%4 == 0 {
			text = mistaken("mua", "lon")
		}
		articles = append(articles, article(n, "Bản tin", text))
	}
	ix := testIndex(t, articles...)
	if r := find(t, ix, Request{Query: `bản -"mua lon"`}); r.Total != 50 {
		t.Errorf("without the phrase: %d articles, want 50", r.Total)
	}
	seen := map[string]bool{}
	for r := find(t, ix, Request{Query: `"mua lon"`, Limit: 10}); ; {
		if r.Total != 150 {
			t.Fatalf("total %d, want 150", r.Total)
		}
		for _, h := range r.Hits {
			if seen[h.URL] || !strings.Contains(h.Snippet, "<mark>Mưa lớn</mark>") {
				t.Errorf("%s: seen before %t, snippet %q", h.URL, seen[h.URL], h.Snippet)
			}
			seen[h.URL] = true
		}
		if r.Next == "" {
			break
		}
		r = find(t, ix, Request{Query: `"mua lon"`, Limit: 10, After: r.Next})
	}
	if len(seen) != 150 {
		t.Errorf("all pages have %d articles, want 150", len(seen))
	}
}

func TestPhraseInEveryPartOfAnArticle(t *testing.T) {
	a := article(1, `Mưa "lớn" ở <Lạng> Sơn`, `Nước\sông "Kỳ Cùng" lên & xuống.`, "Hết bài")
	a.Sapo, a.Authors = "Một dòng\nhai dòng", []string{"Mai Linh", "Anh Dũng"}
	a.Section, a.Published = "Thời sự", onDay("2022-07-27")
	ix := testIndex(t, a)
	for q, want := range map[string]int{
		`"mưa lớn ở lạng sơn"`: 1, `title:"lạng sơn"`: 1, `"nước sông kỳ cùng lên xuống"`: 1,
		`"một dòng hai dòng"`: 1,
		`"mai linh"`:          1, `title:"kỳ cùng"`: 0,
	} {
		if r := find(t, ix, Request{Filter: q}); r.Total != want {
			t.Errorf("%s: %d articles, want %d", q, r.Total, want)
		}
	}
}

// syllables are the vocabulary of wordy articles: with few words, most phrases are somewhere. Some have
// marks, some have none, and some are one word in two spellings.
var syllables = strings.Fields(
	"ma má mà mạ Ma hòa hoà hóa hoa của cua Người nguoi người uỷ ủy 27-NQ/TW 1.234 1234 bóng")

func randomText(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteString([]string{" ", " ", " ", ", ", " – ", "\n"}[r.IntN(6)])
		}
		b.WriteString(syllables[min(int(r.ExpFloat64()*6), len(syllables)-1)])
	}
	return b.String()
}

func wordyArticle(r *rand.Rand, n int) *news.Article {
	a := article(n, randomText(r, 1+r.IntN(8)))
	a.Sapo = randomText(r, r.IntN(6))
	for range r.IntN(4) {
		kind := []news.BlockKind{news.Paragraph, news.Caption}[r.IntN(2)]
		a.Blocks = append(a.Blocks, news.Block{Kind: kind, Text: randomText(r, r.IntN(20))})
	}
	for range r.IntN(3) {
		a.Authors = append(a.Authors, randomText(r, 2))
	}
	a.Section = fmt.Sprint("Mục ", r.IntN(5))
	a.Published = onDay(fmt.Sprintf("2022-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)))
	return a
}

// texts returns the texts of an article, the title first.
func texts(a *news.Article) []string {
	all := []string{a.Title, a.Sapo}
	for _, b := range a.Blocks {
		all = append(all, b.Text)
	}
	return append(all, a.Authors...)
}

// selected reports whether an article is one that a node selects, by reading its texts.
func selected(a *news.Article, n *query.Node) bool {
	of := func(m *query.Node) bool { return selected(a, m) }
	switch n.Op {
	case query.All:
		return !slices.ContainsFunc(n.Nodes, func(m *query.Node) bool { return !of(m) })
	case query.Any:
		return slices.ContainsFunc(n.Nodes, of)
	case query.Not:
		return !of(n.Nodes[0])
	}
	searched := texts(a)
	if n.Field == query.Title {
		searched = searched[:1]
	}
	return slices.ContainsFunc(searched, func(text string) bool {
		words := analysis.AppendWords(nil, text)
		if n.Op == query.Near {
			return nearIn(words, n.Words, n.Distance)
		}
		for i := range words {
			if len(n.Words) <= len(words)-i && slices.EqualFunc(n.Words, words[i:i+len(n.Words)], standsFor) {
				return true
			}
		}
		return false
	})
}

// standsFor reports whether a word of a query stands for one of a text.
func standsFor(sought, w analysis.Word) bool {
	return sought.Exact == w.Exact || sought.Exact == sought.Fold && sought.Fold == w.Fold
}

// nearIn reports whether every word of sought has a word of its own within len(sought)+distance neighbours.
func nearIn(words, sought []analysis.Word, distance int) bool {
	for i := range words {
		if assign(words[i:min(i+len(sought)+distance, len(words))], sought) {
			return true
		}
	}
	return false
}

// assign tries all ways to give each word of sought one of words.
func assign(words, sought []analysis.Word) bool {
	if len(sought) == 0 {
		return true
	}
	for i, w := range words {
		if standsFor(sought[0], w) && assign(slices.Concat(words[:i], words[i+1:]), sought[1:]) {
			return true
		}
	}
	return false
}

// randomPhrase returns words in quotation marks, side by side or near: copied from an article, changed or
// not, or any.
func randomPhrase(r *rand.Rand, articles []*news.Article) string {
	words := strings.Fields(randomText(r, 2+r.IntN(2)))
	if r.IntN(4) > 0 {
		all := texts(articles[r.IntN(len(articles))])
		if copied := strings.Fields(all[r.IntN(len(all))]); len(copied) > 1 {
			from := r.IntN(len(copied) - 1)
			words = copied[from:min(from+2+r.IntN(3), len(copied))]
		}
	}
	text := strings.Join(words, " ")
	if r.IntN(3) == 0 {
		text = viet.Fold(text)
	}
	text = `"` + strings.ReplaceAll(text, `"`, "") + `"`
	if r.IntN(3) == 0 {
		text += fmt.Sprint("~", r.IntN(5))
	}
	if r.IntN(4) == 0 {
		text = "title:" + text
	}
	return text
}

// What the positions say is what reading all articles says, of every kind of phrase.
func TestPhrasesAreInWhatTheySelect(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 3))
	var articles []*news.Article
	for n := range 400 {
		articles = append(articles, wordyArticle(r, n))
	}
	ix := testIndex(t, articles...)
	for n := range 40 { // some are replaced
		articles[n*7] = wordyArticle(r, n*7)
		put(t, ix, articles[n*7])
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}

	found := 0
	for range 600 {
		phrase := func() string { return randomPhrase(r, articles) }
		q := phrase()
		switch r.IntN(6) {
		case 0:
			q = phrase() + " OR " + q
		case 1:
			q = "-" + q
		case 2:
			q = phrase() + " -" + q
		case 3:
			q = phrase() + " (" + phrase() + " OR -" + q + ")"
		case 4:
			q = "-(" + phrase() + " " + q + ") " + phrase()
		}
		checkSelected(t, ix, articles, q)
		if total := find(t, ix, Request{Filter: q}).Total; total > 0 && total < len(articles) {
			found++
		}
	}
	if found < 300 {
		t.Errorf("%d of 600 queries select some articles: want most", found)
	}
}

// checkSelected compares a search that selects with reading all articles.
func checkSelected(t *testing.T, ix *testStore, articles []*news.Article, q string) {
	t.Helper()
	n, err := query.Parse(q, time.Now())
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	sections, months, want := map[string]int{}, map[string]int{}, []string{}
	for _, a := range articles {
		if selected(a, n) {
			want = append(want, a.URL)
			sections[a.Section]++
			months[a.Published.Time.Format("2006-01")]++
		}
	}
	slices.Sort(want)
	requests := []Request{{Filter: q}}
	if len(want) > 0 { // else the quotation marks of a query are overlooked
		requests = append(requests, Request{Query: q})
	}
	for _, request := range requests {
		request.Limit, request.Facets, request.Histogram = len(articles), []string{"section"}, ByMonth
		result := find(t, ix, request)
		got := []string{}
		for _, h := range result.Hits {
			got = append(got, h.URL)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || result.Total != len(want) {
			t.Errorf("%s: total %d, want %d; articles -want +got\n%s", q, result.Total, len(want), diff)
		}
		for _, counts := range []struct {
			want map[string]int
			got  []Count
		}{{sections, result.Facets["section"].Values}, {months, result.Histogram.Values}} {
			got := map[string]int{}
			for _, c := range counts.got {
				if c.Count > 0 {
					got[c.Value] = c.Count
				}
			}
			if diff := cmp.Diff(counts.want, got); diff != "" {
				t.Errorf("%s: counts -want +got\n%s", q, diff)
			}
		}
	}
}

func TestNearWords(t *testing.T) {
	a := article(1, "Mưa đá ở Lạng Sơn", "Bão số 3 gây mưa rất lớn", "Lũ quét, mưa và mưa đá")
	a.Sapo = "Trời nắng"
	ix := testIndex(t, a)
	for q, want := range map[string]int{
		`"bão mưa"~2`: 0, `"bão mưa"~3`: 1, `"mưa bão"~3`: 1, // any order
		`"lớn lũ"~100`: 0, `"sơn trời"~100`: 0, // never in two texts
		`"mưa mưa"~0`: 0, `"mưa mưa"~1`: 1, `"mưa mưa mưa"~100`: 0, // each for itself
		`"mưa mua"~0`: 0, `"mua mưa"~1`: 1, `"lu lũ"~100`: 0, // a word without marks too
		`title:"mưa sơn"~2`: 0, `title:"sơn mưa"~3`: 1, `title:"mưa bão"~100`: 0,
		`"mưa"~3`: 1, `"bão mưa"~2 OR "trời nắng"~0`: 1, `trời -"bão mưa"~3`: 0,
	} {
		if r := find(t, ix, Request{Filter: q}); r.Total != want {
			t.Errorf("%s: %d articles, want %d", q, r.Total, want)
		}
	}
	r := find(t, ix, Request{Query: `"mưa bão"~3`})
	if len(r.Hits) != 1 || r.Hits[0].Snippet != "<mark>Bão</mark> số 3 gây <mark>mưa</mark> rất lớn" {
		t.Errorf("near words are marked in %+v", r.Hits)
	}
}

// A large segment prepares common phrases. A search for one still finds the articles that a reader finds.
func TestCommonPhrasesAreWhereAReaderFindsThem(t *testing.T) {
	words := append(strings.Fields("mùa mưa mua lớn lòn lon hòa hoà hoá x"), mistakenFor("mua", "lon"))
	r := rand.New(rand.NewPCG(1, 8))
	var articles []*news.Article
	var texts []string
	for n := range 5000 {
		var text []string
		if n%5 < 3 { // common, whichever documents are the sample
			text = append(text, "mưa", "lớn")
		}
		for range 2 + r.IntN(6) {
			text = append(text, words[r.IntN(len(words))])
		}
		texts = append(texts, strings.Join(text, " "))
		articles = append(articles, article(n, "Tin", texts[n]))
	}
	ix := testIndex(t, articles[:2500]...)
	put(t, ix, articles[2500:]...)
	if err := errors.Join(ix.Flush(t.Context()), ix.Compact(t.Context())); err != nil {
		t.Fatal(err)
	}
	requireKnownPhrase(t, ix, "mưa", "lớn")
	for _, left := range words {
		for _, right := range words {
			sought := analysis.AppendWords(nil, left+" "+right)
			want := 0
			for _, text := range texts {
				if indexWords(analysis.AppendWords(nil, text), sought) >= 0 {
					want++
				}
			}
			phrase := `"` + left + " " + right + `"`
			got := find(t, ix, Request{Query: phrase, Mode: Strict, Limit: NoHits}).Total
			if got != want {
				t.Errorf("%s: %d articles, want %d", phrase, got, want)
			}
		}
	}
}

// requireKnownPhrase fails unless a phrase is prepared in some segment.
func requireKnownPhrase(t *testing.T, ix *testStore, left, right string) {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, seg := range s.Segments {
		_, ok, err := seg.LookUp(store.FieldTextApart, segment.ApartTerm(left, right))
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return
		}
	}
	t.Errorf("%s %s is prepared in none of %d segments", left, right, len(s.Segments))
}
