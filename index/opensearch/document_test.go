package opensearch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// TestTermsAreTakenApartByTheCluster: the analyzers cut at spaces and at |, and know folds and pairs by
// their first sign. No term may have these itself, whatever a text has.
func TestTermsAreTakenApartByTheCluster(t *testing.T) {
	var text strings.Builder
	for r := rune(1); r < 0x2ff0; r++ {
		fmt.Fprintf(&text, "a%cb %c%c ~#|%c ", r, r, r, r)
	}
	a := testArticle(1)
	a.Blocks = []news.Block{{Kind: news.Paragraph, Text: text.String()}}
	for _, terms := range store.TermsOf(a).Texts {
		for _, w := range terms.Words {
			for _, term := range []string{w.Exact, w.Fold, w.Pair} {
				if strings.ContainsFunc(term, func(r rune) bool { return unicode.IsSpace(r) || r == '|' }) ||
					strings.HasPrefix(term, foldSign) || strings.HasPrefix(term, pairSign) {
					t.Errorf("term %+q", term)
				}
			}
		}
	}
}

func TestDocumentsHaveEachTermOnceWithItsFrequency(t *testing.T) {
	a := testArticle(1)
	a.Title, a.Sapo = "Lũ lớn", "Lũ"
	a.Blocks = []news.Block{
		{Kind: news.Paragraph, Text: "Lũ về"}, {Kind: news.Caption, Text: "Lũ"},
	}
	terms := strings.Fields(newDocument(a)["text"].(string))
	slices.Sort(terms)
	// Three in the title, two in the sapo, one in the text, half a one in the caption, twice as much each.
	want := []string{"lũ|13", "lớn|6", "về|2", "~lu|13", "~lon|6", "~ve|2"}
	for _, term := range want {
		if !slices.Contains(terms, term) {
			t.Errorf("no term %q in %q", term, terms)
		}
	}
	if len(terms) != len(want)+2 { // and the pairs of title and text
		t.Errorf("%d terms: %q", len(terms), terms)
	}
	if got := newDocument(a)["title"]; !slices.Equal(got.([]string), []string{"lũ|~lu lớn|~lon "}) {
		t.Errorf("title %q", got)
	}
}

func TestNoIdentifiersMatchNoArticle(t *testing.T) {
	if q := queryOf(search.Expr{Op: search.HasID}); q["match_none"] == nil {
		t.Errorf("the query of no identifiers is %v", q)
	}
}

func TestPermutationsAreAllOrdersOnce(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for order := range permutations([]int{1, 2, 3, 4}) {
		n++
		seen[fmt.Sprint(order)] = true
	}
	if n != 24 || len(seen) != 24 {
		t.Errorf("%d orders, of which %d differ; want 24", n, len(seen))
	}
}
