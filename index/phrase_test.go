package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/index/analysis"
	"baotinh/pipeline/news"
)

// mistaken returns a text that has the words of a pair, but not side by side, and which the index takes for one that has.
func mistaken(left, right string) string {
	sought := analysis.HashPair(left, right)
	for n := 0; ; n++ {
		if w := fmt.Sprint("w", n); analysis.HashPair("x", w) == sought {
			return left + " a " + right + " b x " + w
		}
	}
}

func TestPhraseIsInEveryArticleCounted(t *testing.T) {
	has, lacks := article(1, "Bản tin", "Chiều nay mưa lớn ở Lạng Sơn."), article(2, "Bản tin", mistaken("mua", "lon"))
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
		if s := strings.Join(got, " "); s != tt.want || r.Total != len(got) || r.Approximate {
			t.Errorf("Search(%q) = %q, total %d, approximate %t; want %q", tt.query, s, r.Total, r.Approximate, tt.want)
		}
		if tt.query == `"mua lon"` {
			if diff := cmp.Diff([]Count{{"Thời tiết", 1}}, r.Facets["section"]); diff != "" {
				t.Errorf("facet: -want +got\n%s", diff)
			}
		}
	}
	if r := find(t, ix, Request{Query: `tin -"mua lon"`}); !r.Approximate {
		t.Error("articles that must not have a phrase are not said to be approximate")
	}
}

func TestPhraseOfManyArticlesIsApproximate(t *testing.T) {
	var articles []*news.Article
	for n := range 4 * maxRead {
		text := "Mưa lớn."
		if n%4 == 0 {
			text = mistaken("mua", "lon")
		}
		articles = append(articles, article(n, "Bản tin", text))
	}
	ix := testIndex(t, articles...)
	r := find(t, ix, Request{Query: `"mua lon"`, Limit: 10})
	if !r.Approximate || r.Total < 150 || r.Total > 200 || len(r.Hits) != 10 {
		t.Errorf("approximate %t, total %d, %d hits; want about 150 to 200, 10", r.Approximate, r.Total, len(r.Hits))
	}
	seen := map[string]bool{}
	for pages := 0; pages < 20; pages++ {
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
	if _, err := ix.Search(t.Context(), Request{Query: `"mua lon"`, From: maxFromTruly + 1}); err == nil {
		t.Error("very many articles to be read for one page are no error")
	}
}

func TestPhraseInEveryPartOfAnArticle(t *testing.T) {
	a := article(1, `Mưa "lớn" ở <Lạng> Sơn`, `Nước\sông "Kỳ Cùng" lên & xuống.`, "Hết bài")
	a.Sapo, a.Authors = "Một dòng\nhai dòng", []string{"Mai Linh", "Anh Dũng"}
	a.Section, a.Published = "Thời sự", onDay("2022-07-27")
	ix := testIndex(t, a)
	for q, want := range map[string]int{
		`"mưa lớn ở lạng sơn"`: 1, `title:"lạng sơn"`: 1, `"nước sông kỳ cùng lên xuống"`: 1, `"một dòng hai dòng"`: 1,
		`"mai linh"`: 1, `title:"kỳ cùng"`: 0,
	} {
		if r := find(t, ix, Request{Filter: q}); r.Total != want {
			t.Errorf("%s: %d articles, want %d", q, r.Total, want)
		}
	}
}
