package search

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"baotinh/index/analysis"
	"baotinh/pipeline/news"
)

// occurrences returns the occurrences that a request finds, each as "left[match]right", after its place.
func occurrences(t *testing.T, ix *testStore, r Request, width int) []string {
	t.Helper()
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []string
	for o, err := range Occurrences(t.Context(), s, r, width, ix.clock()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s: %s[%s]%s", o.Place, o.Left, o.Match, o.Right))
	}
	return all
}

func TestOccurrences(t *testing.T) {
	a := article(1, "Sạt lở ở Khe Sậy", "Bà con nói: sạt lở đất làm hỏng đường. Đất lở hai lần.",
		"UBND xã hỗ trợ 27-NQ/TW; Uỷ ban nhân dân xã họp. Sat lo nữa.")
	a.Sapo = "Đường lên bản bị sạt lở."
	a.Authors = []string{"Sạt Văn Lở"}
	a.Tags = []string{"sạt lở đất"}
	a.Dateline = "LSO"
	a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: "Nơi sạt lở.", Credit: "Lò Mẫu"})
	b := article(2, "Đất và nước", "Lở núi, rồi sạt bờ, xa đất liền.")
	ix := testIndex(t, a, b)
	tests := []struct {
		name, query string
		want        []string
	}{
		{"neighbours of the query are one", "sạt lở url:baolangson.vn/1", []string{
			"title: [Sạt lở] ở", "sapo: bản bị [sạt lở].", "text: con nói: [sạt lở] đất làm",
			"caption: Nơi [sạt lở].",
		}},
		{"alone only where they are apart", "sạt lở url:baolangson.vn/2", []string{
			"text: [Lở] núi, rồi", "text: núi, rồi [sạt] bờ, xa",
		}},
		{"as many as stand side by side", "sạt lở đất url:baolangson.vn/1", []string{
			"title: [Sạt lở] ở", "sapo: bản bị [sạt lở].", "text: con nói: [sạt lở đất] làm hỏng",
			"caption: Nơi [sạt lở].",
		}},
		{"a phrase", `"đất lở"`, []string{"text: đường. [Đất lở] hai lần."}},
		{"without marks, every marked one", `"sat lo"`, []string{
			"title: [Sạt lở] ở", "sapo: bản bị [sạt lở].", "text: con nói: [sạt lở] đất làm",
			"text: xã họp. [Sat lo] nữa.", "caption: Nơi [sạt lở].",
		}},
		{"near, the shortest stretch", `"đất lở"~3`, []string{
			"text: con nói: sạt [lở đất] làm hỏng", "text: đường. [Đất lở] hai lần.",
		}},
		{"an abbreviation and its long form", "UBND xã", []string{
			"text: [UBND xã] hỗ trợ", "text: [Uỷ ban nhân dân xã] họp. Sat",
		}},
		{"the number of a document", "27-NQ/TW", []string{"text: xã hỗ trợ [27-NQ/TW]; Uỷ ban"}},
		{"words that begin so", "hỏ*", []string{"text: làm [hỏng] đường."}},
		{"of a field", "title:sạt", []string{"title: [Sạt] lở ở Khe"}},
		{"of a caption", "caption:sạt", []string{"caption: Nơi [sạt] lở."}},
		{"of a tag", `tag:"sạt lở"`, []string{"tag: [sạt lở] đất"}},
		{"of who took a photo", `photographer:mẫu`, []string{"photographer: Lò [Mẫu]"}},
		{"of a byline", `"văn lở"`, []string{"byline: Sạt [Văn Lở]"}},
		{"either of two, not a third", "(hỏng OR núi) -nước", []string{"text: đất làm [hỏng] đường. Đất"}},
		{"not what hits must not have", "hỏng -liền", []string{"text: đất làm [hỏng] đường. Đất"}},
		{"as typed, not with other marks", `"sát lở"`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := occurrences(t, ix, Request{Query: tt.query}, 9)
			for i := range got { // of the words far off, only the nearest two are of interest
				got[i] = near(got[i])
			}
			for i := range tt.want {
				tt.want[i] = near(tt.want[i])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s:\ngot  %q\nwant %q", tt.query, got, tt.want)
			}
		})
	}
}

// near returns an occurrence with one word at most before and after it.
func near(s string) string {
	place, rest, _ := strings.Cut(s, ": ")
	left, rest, _ := strings.Cut(rest, "[")
	match, right, _ := strings.Cut(rest, "]")
	before, after := strings.Fields(left), strings.Fields(right)
	return fmt.Sprintf("%s: %s[%s]%s", place, strings.Join(before[max(0, len(before)-1):], " "), match,
		strings.Join(after[:min(1, len(after))], " "))
}

func TestOccurrencesOfNoWords(t *testing.T) {
	ix := testIndex(t, article(1, "Sạt lở"))
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, q := range []string{"", "newspaper:baolangson", "after:2020", "-lũ"} {
		for _, err := range Occurrences(t.Context(), s, Request{Query: q}, 20, time.Now()) {
			if !errors.Is(err, ErrNoWords) {
				t.Errorf("%q: %v, want ErrNoWords", q, err)
			}
		}
	}
}

func TestContextsHaveWholeWords(t *testing.T) {
	tests := []struct {
		text  string
		width int
		left  string
		right string
	}{
		{"một hai ba", 3, "ba", "một"},
		{"một hai ba", 5, "ba", "một"},
		{"một hai ba", 6, "hai ba", "một"},
		{"một hai ba", 7, "hai ba", "một hai"},
		{"một hai ba", 10, "một hai ba", "một hai ba"},
		{"một hai ba ", 3, "ba ", "một"},
		{"một  hai", 4, "hai", "một"},
		{"khôngcókhoảngtrắng", 5, "", ""},
		{"mo\u0323\u0302t hai ba\u0301", 2, "ba\u0301", ""},
		{"mo\u0323\u0302t hai", 3, "hai", "mo\u0323\u0302t"},
		{"", 5, "", ""},
		{"abc", 0, "", ""},
	}
	for _, tt := range tests {
		if got := leftContext(tt.text, tt.width); got != tt.left {
			t.Errorf("leftContext(%+q, %d) = %+q, want %+q", tt.text, tt.width, got, tt.left)
		}
		if got := rightContext(tt.text, tt.width); got != tt.right {
			t.Errorf("rightContext(%+q, %d) = %+q, want %+q", tt.text, tt.width, got, tt.right)
		}
	}
}

// randomTexts returns articles of few words, so that every query of these has many occurrences.
func randomTexts(random *rand.Rand, n int) []*news.Article {
	words := strings.Fields("lũ lu lụ đất dat sạt lở lo mưa")
	text := func(n int) string {
		var all []string
		for range n {
			all = append(all, words[random.IntN(len(words))])
		}
		return strings.Join(all, []string{" ", ", "}[random.IntN(2)])
	}
	var all []*news.Article
	for i := range n {
		a := article(i, text(1+random.IntN(4)), text(random.IntN(12)), text(random.IntN(12)))
		a.Sapo = text(random.IntN(6))
		all = append(all, a)
	}
	return all
}

// The occurrences of a word, a phrase or near words are those that a plain reading of every text finds, and
// the articles that have some are the hits.
func TestOccurrencesAreThoseOfAPlainReading(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	articles := randomTexts(random, 150)
	ix := testIndex(t, articles...)
	for _, q := range []string{
		"lũ", "lu", `"lũ đất"`, `"lu dat"`, `"lũ lũ"`, `"lũ đất"~0`, `"lũ đất"~2`, `"lu dat"~3`, `"lũ lũ"~4`,
		`"lu lũ"~2`, `"sạt lở mưa"~2`, `"mưa mưa lu"~3`,
	} {
		var want []string
		hits := map[string]bool{}
		for h, err := range ix.All(t.Context(), Request{Query: q, Sort: Newest}) {
			if err != nil {
				t.Fatal(err)
			}
			hits[h.URL] = true
		}
		s, err := ix.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range articles {
			before := len(want)
			eachText(a, false, func(place Place, text string) {
				for _, bounds := range plainly(q, analysis.AppendWords(nil, text)) {
					want = append(want, fmt.Sprint(a.URL, place, bounds))
				}
			})
			if hits[a.URL] != (len(want) > before) {
				t.Errorf("%s: %s has %d occurrences; hit: %v", q, a.URL, len(want)-before, hits[a.URL])
			}
		}
		var got []string
		for o, err := range Occurrences(t.Context(), s, Request{Query: q}, 1000, ix.clock()) {
			if err != nil {
				t.Fatal(err)
			}
			before := len(analysis.AppendWords(nil, o.Left))
			n := len(analysis.AppendWords(nil, o.Match))
			got = append(got, fmt.Sprint(o.URL, o.Place, [2]int{before, before + n}))
		}
		s.Close()
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d occurrences, want %d:\n%q\n%q", q, len(got), len(want), got, want)
		}
	}
}

// plainly returns the bounds of the occurrences of a word, a phrase or near words, by trying every stretch.
func plainly(q string, words []analysis.Word) [][2]int {
	text, tilde, isNear := strings.Cut(q, "~")
	sought := analysis.AppendWords(nil, text)
	distance := 0
	fmt.Sscan(tilde, &distance)
	matches := func(s, w analysis.Word) bool {
		return s.Exact == w.Exact || s.Exact == s.Fold && s.Fold == w.Fold
	}
	var all [][2]int
	last := 0
	for to := 1; to <= len(words); to++ {
		for from := to - 1; from >= last; from-- {
			part := words[from:to]
			ok := len(part) == len(sought)
			if isNear {
				ok = len(part) <= len(sought)+distance
				for _, s := range sought {
					has, needs := 0, 0
					for _, w := range part {
						if matches(s, w) {
							has++
						}
					}
					for _, other := range sought {
						if sameWord(other, s) {
							needs++
						}
					}
					ok = ok && has >= needs
				}
			} else {
				for i := 0; ok && i < len(part); i++ {
					ok = matches(sought[i], part[i])
				}
			}
			if ok {
				all = append(all, [2]int{from, to})
				last = to
				break
			}
		}
	}
	return all
}

func BenchmarkOccurrences(b *testing.B) {
	random := rand.New(rand.NewPCG(7, 8))
	var articles []*news.Article
	for i := range 2000 {
		var paragraphs []string
		for _, a := range randomTexts(random, 20) {
			text := a.Blocks[0].Text + " trong những ngày qua ở các xã vùng cao của tỉnh"
			paragraphs = append(paragraphs, text)
		}
		articles = append(articles, article(i, "Mưa lũ", paragraphs...))
	}
	ix := testIndex(b, articles...)
	s, err := ix.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := 0
	for b.Loop() {
		r := Request{Query: "lũ", Sort: Newest}
		for _, err := range Occurrences(b.Context(), s, r, 40, time.Now()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/float64(b.N), "occurrences/op")
	b.ReportMetric(float64(len(articles)*b.N)/b.Elapsed().Seconds(), "documents/s")
}

// Contexts are the end and the beginning of a text, no longer than they may be, and cut between words.
func FuzzContexts(f *testing.F) {
	f.Add("Bà con hai bản bên suối", 10)
	f.Add("mo\u0323\u0302t hai ba\u0301  ", 3)
	f.Add("\u0301\u0301 a", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 0 || !utf8.ValidString(text) {
			return
		}
		left, right := leftContext(text, width), rightContext(text, width)
		if !strings.HasSuffix(text, left) || !strings.HasPrefix(text, right) {
			t.Fatalf("contexts of %+q are %+q and %+q", text, left, right)
		}
		for _, context := range []string{left, right} {
			n := 0
			for _, r := range context {
				if !isCombining(r) {
					n++
				}
			}
			if n > width {
				t.Errorf("context %+q of %+q has %d characters", context, text, n)
			}
		}
		words := strings.Fields(text)
		for _, cut := range [][]string{strings.Fields(left), strings.Fields(right)} {
			for _, w := range cut {
				if !slices.Contains(words, w) {
					t.Errorf("%+q is no word of %+q", w, text)
				}
			}
		}
	})
}

func BenchmarkArticles(b *testing.B) {
	random := rand.New(rand.NewPCG(7, 8))
	ix := testIndex(b, randomTexts(random, 4000)...)
	s, err := ix.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range Articles(b.Context(), s, Request{}, time.Now()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "documents/s")
}
