package parts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
	"baotinh/pipeline/parts"
)

const address = "https://baomau.example/phong-su/nguoi-giu-rung-123456.html"

// part returns the article of part n of count, whose text is a paragraph a line.
func part(n, count int, lines ...string) *news.Article {
	a := &news.Article{
		ID: news.NewID(address), URL: address, Title: "Người giữ rừng",
		FirstSeen: time.Date(2012, 5, 20, n, 0, 0, 0, news.Vietnam),
		Parts:     []news.Part{{Number: n, Count: count, URL: fmt.Sprintf("%s?page=%d", address, n)}},
	}
	for _, line := range lines {
		kind, text, ok := strings.Cut(line, ": ")
		if !ok {
			kind, text = "paragraph", line
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: news.BlockKind(kind), Text: text})
	}
	if w, ok := news.MissingParts(a.Parts); ok {
		a.Warnings = []news.Warning{w}
	}
	return a
}

// join joins articles in their order.
func join(articles ...*news.Article) *news.Article {
	var pages []news.Part
	for _, a := range articles {
		pages = parts.With(pages, parts.Of(a)[0])
	}
	return parts.Join(pages)
}

var (
	first  = "Ông Páo giữ cánh rừng già đầu bản Khuổi Slao đã ba mươi năm."
	second = "Mỗi tháng ông đi tuần bốn lần, lần nào cũng mất trọn một ngày đường."
	third  = "Bây giờ ba người con trai của ông thay cha đi giữ rừng."
	sapo   = "Ba mươi năm, một người và cánh rừng già trên đỉnh núi Phia Đén."
)

func TestJoin(t *testing.T) {
	withSapo := func(a *news.Article) *news.Article { a.Sapo = sapo; return a }
	signed := func(a *news.Article, name string) *news.Article {
		a.Byline, a.Authors = strings.ToUpper(name), []string{name}
		return a
	}
	tests := []struct {
		name  string
		pages []*news.Article
		want  []string // sapo, blocks, authors, warnings
	}{
		{"in order", []*news.Article{part(1, 3, first), part(2, 3, second), part(3, 3, third)},
			[]string{first, second, third}},
		{"repeated lede", []*news.Article{withSapo(part(1, 2, first)), withSapo(part(2, 2, second))},
			[]string{"sapo: " + sapo, first, second}},
		{"lede repeated as a paragraph",
			[]*news.Article{withSapo(part(1, 2, first)), part(2, 2, sapo, second)},
			[]string{"sapo: " + sapo, first, second}},
		{"a further lede is text", []*news.Article{part(1, 2, first), withSapo(part(2, 2, second))},
			[]string{first, sapo, second}},
		{"repeated picture", []*news.Article{part(1, 2, "caption: Ông Páo", first),
			part(2, 2, "caption: Ông Páo", second, "caption: Vợ ông")},
			[]string{"caption: Ông Páo", first, second, "caption: Vợ ông"}},
		{"repeated headline",
			[]*news.Article{part(1, 2, first), part(2, 2, "heading: Người giữ rừng", second)},
			[]string{first, second}},
		{"short lines may recur",
			[]*news.Article{part(1, 2, first, "– Vâng."), part(2, 2, second, "– Vâng.")},
			[]string{first, "– Vâng.", second, "– Vâng."}},
		{"rows may recur",
			[]*news.Article{part(1, 2, first, "table: "+second), part(2, 2, third, "table: "+second)},
			[]string{first, "table: " + second, third, "table: " + second}},
		{"a server that sends the first part again", []*news.Article{part(1, 2, first, second),
			part(2, 2, first, second)}, []string{first, second}},
		{"written by several", []*news.Article{signed(part(1, 2, first), "Mai Linh"),
			signed(part(2, 2, second), "Lan Chi")}, []string{first, second, "by Mai Linh", "by Lan Chi"}},
		{"signed at the end", []*news.Article{part(1, 2, first), signed(part(2, 2, second), "Mai Linh")},
			[]string{first, second, "by Mai Linh"}},

		{"a missing part", []*news.Article{part(1, 3, first), part(3, 3, third)},
			[]string{first, third, "multipart: 2"}},
		{"the first is missing", []*news.Article{part(2, 4, second), part(3, 4, third)},
			[]string{second, third, "multipart: 1, 4"}},
		{"all in one", []*news.Article{part(0, 0, first, second, third), part(2, 3, second)},
			[]string{first, second, third}},
		{"all in one, beside the first", []*news.Article{part(0, 0, first, second, third), part(1, 3, first)},
			[]string{first, second, third}},
		{"no number stands for the first", []*news.Article{part(0, 0, first), part(2, 2, second)},
			[]string{first, second}},
		{"no number, and a longer first", []*news.Article{part(0, 0, first), part(1, 2, first, third),
			part(2, 2, second)}, []string{first, third, second}},
	}
	for _, tt := range tests {
		for _, order := range permutations(len(tt.pages)) {
			var pages []*news.Article
			for _, i := range order {
				pages = append(pages, tt.pages[i])
			}
			a := join(pages...)
			if diff := cmp.Diff(tt.want, linesOf(a)); diff != "" {
				t.Errorf("%s, in order %v (-want +got):\n%s", tt.name, order, diff)
			}
			if a.URL != address || a.ID != news.NewID(address) || !a.FirstSeen.Equal(earliest(tt.pages)) {
				t.Errorf("%s: %s, ID %s, first seen %v", tt.name, a.URL, a.ID, a.FirstSeen)
			}
		}
	}
}

// A page that comes again in another version takes the place of the former one, in the joined article.
func TestJoinAgain(t *testing.T) {
	a := join(part(1, 2, first), part(2, 2, second))
	again := parts.Join(parts.With(parts.Of(a), parts.Of(part(2, 2, third))[0]))
	if diff := cmp.Diff([]string{first, third}, linesOf(again)); diff != "" {
		t.Errorf("joined again (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{first, second}, linesOf(a)); diff != "" {
		t.Errorf("the former article was changed (-want +got):\n%s", diff)
	}
}

func linesOf(a *news.Article) []string {
	var lines []string
	if a.Sapo != "" {
		lines = append(lines, "sapo: "+a.Sapo)
	}
	for _, b := range a.Blocks {
		if b.Kind == news.Paragraph {
			lines = append(lines, b.Text)
			continue
		}
		lines = append(lines, string(b.Kind)+": "+b.Text)
	}
	for _, name := range a.Authors {
		lines = append(lines, "by "+name)
	}
	for _, w := range a.Warnings {
		lines = append(lines, w.String())
	}
	return lines
}

func earliest(pages []*news.Article) time.Time {
	byTime := func(a, b *news.Article) int { return a.FirstSeen.Compare(b.FirstSeen) }
	return slices.MinFunc(pages, byTime).FirstSeen
}

// permutations returns all orders of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}
