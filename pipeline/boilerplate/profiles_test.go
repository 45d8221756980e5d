package boilerplate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

const follow = "Mời bạn theo dõi Báo Mẫu trên mạng xã hội để đọc tin mới nhất"

func paragraph(text string) news.Block { return news.Block{Kind: news.Paragraph, Text: text} }

// article returns the nth article of a host: three paragraphs of its own, then the given blocks.
func article(host string, n int, blocks ...news.Block) *news.Article {
	url := fmt.Sprintf("https://%s/bai-%d.html", host, n)
	own := func(i int) news.Block {
		random := rand.New(rand.NewPCG(uint64(n), uint64(i)))
		var text []string
		for range 40 {
			text = append(text, syllables[random.IntN(len(syllables))])
		}
		return paragraph(strings.Join(text, " ") + ".")
	}
	return &news.Article{
		ID: news.NewID(url), URL: url, Title: fmt.Sprintf("Bài số %d", n),
		Blocks: append([]news.Block{own(0), own(1), own(2)}, blocks...),
	}
}

var syllables = strings.Fields("tỉnh hội nghị huyện xã nông thôn mới lúa thuỷ lợi đường cầu trường học " +
	"sinh dân")

// feed cleans n articles of a host, of which every nth, for n = every, has the blocks.
func feed(f *Profiles, host string, n, every int, blocks ...news.Block) {
	for i := range n {
		a := article(host, i)
		if i%every == 0 {
			a = article(host, i, blocks...)
		}
		f.Clean(a)
	}
}

func TestCleanDropsTheTemplate(t *testing.T) {
	tests := []struct {
		name  string
		line  news.Block
		every int // one page in how many has the line
		want  bool
	}{
		{"a sentence on every page", paragraph(follow), 1, true},
		{"a sentence on one page in ten", paragraph(follow), 10, true},
		{"a set phrase on one page in forty",
			paragraph("Hiện vụ việc đang được cơ quan chức năng điều tra, làm rõ."), 40, false},
		{"a short line on every page", paragraph("Chia sẻ bài viết"), 1, true},
		{"a short heading on every page", news.Block{Kind: news.Heading, Text: "Ý kiến"}, 1, true},
		{"a row of a table on every page", news.Block{Kind: news.List, Text: "Gửi email | In bài"}, 1, true},
		{"an author of every second article", paragraph("Mai Linh"), 2, false},
		{"an agency", paragraph("Theo TTXVN"), 3, false},
		{"prices of a daily column",
			paragraph("Giá vàng mua vào 3.535.900 đồng một chỉ, bán ra 3.605.900 đồng một chỉ."), 5, false},
		{"a licence with its number on every page",
			paragraph("Giấy phép số 123/GP-BTTTT do Bộ Thông tin và Truyền thông cấp 1/2/2021"), 1, true},
		{"a caption", news.Block{Kind: news.Caption, Text: "Toàn cảnh hội nghị"}, 1, false},
		{"a quote", news.Block{Kind: news.Quote, Text: follow}, 1, false},
		{"a paragraph", paragraph(strings.Repeat("Lạng Sơn, ", 40)), 1, false},
		{"no letters", paragraph("* * *"), 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f Profiles
			feed(&f, "baomau.example", 800, tt.every, tt.line)
			a := article("baomau.example", 800, tt.line)
			f.Clean(a)
			if got := !slices.Contains(a.Blocks, tt.line); got != tt.want {
				t.Errorf("%q dropped: %t, want %t", tt.line.Text, got, tt.want)
			}
			if want := 3; len(a.Blocks) < want {
				t.Errorf("%d blocks left, want %d at least", len(a.Blocks), want)
			}
		})
	}
}

func TestCleanSaysWhatItDroppedAndWhy(t *testing.T) {
	var f Profiles
	for i := range minPages {
		a := article("www.baomau.example", i, paragraph(follow))
		f.Clean(a)
		if i < minPages-1 {
			if len(a.Warnings) > 0 {
				t.Fatalf("page %d: warnings %q, want none yet", i, a.Warnings)
			}
			continue
		}
		want := []news.Warning{{Kind: news.WarningTemplate, Detail: "baomau.example, 20 pages: " + follow}}
		if !slices.Equal(a.Warnings, want) {
			t.Errorf("warnings %q, want %q", a.Warnings, want)
		}
	}
}

func TestNumbersMarksAndCaseDoNotTellTemplateApart(t *testing.T) {
	var f Profiles
	for i := range minPages {
		f.Clean(article("baomau.example", i, paragraph(fmt.Sprintf("Lượt xem: %d", i))))
	}
	for _, text := range []string{"Lượt xem: 1.234", "LƯỢT XEM", "Luot xem 5"} {
		a := article("baomau.example", 99, paragraph(text))
		f.Clean(a)
		if len(a.Blocks) != 3 {
			t.Errorf("%q stays", text)
		}
	}
}

func TestAnArticlePutAgainCountsOnce(t *testing.T) {
	var f Profiles
	for range 3 * window {
		a := article("baomau.example", 1, paragraph(follow))
		f.Clean(a)
		if len(a.Blocks) != 4 {
			t.Fatal("dropped, though one page has the line")
		}
	}
}

func TestAnArticlePutAgainComesOutTheSame(t *testing.T) {
	var f Profiles
	for i := range 3 * window {
		first := article("baomau.example", i, paragraph(follow))
		again := article("baomau.example", i, paragraph(follow))
		f.Clean(first)
		before := save(t, &f)
		f.Clean(again)
		if !slices.Equal(first.Blocks, again.Blocks) || !slices.Equal(first.Warnings, again.Warnings) {
			t.Fatalf("page %d: %d blocks, then %d", i, len(first.Blocks), len(again.Blocks))
		}
		if !bytes.Equal(before, save(t, &f)) {
			t.Fatalf("page %d: counted twice", i)
		}
	}
}

func TestAColumnThatRecursAsAWholeStays(t *testing.T) {
	var f Profiles
	report := func(i int) *news.Article {
		a := article("baomau.example", i)
		a.Blocks = []news.Block{
			paragraph(fmt.Sprintf("Ngày %d, Bắc Bộ nhiều mây, có mưa rào và dông vài nơi.", i)),
			paragraph("Gió đông bắc đến đông cấp hai đến cấp ba, trời rét về đêm."),
		}
		return a
	}
	for i := range 100 {
		a := report(i)
		f.Clean(a)
		if len(a.Blocks) != 2 {
			t.Fatalf("day %d: %d blocks left, want 2", i, len(a.Blocks))
		}
	}
}

func TestHostsAreKnownApart(t *testing.T) {
	var f Profiles
	feed(&f, "baomau.example", 100, 1, paragraph(follow))
	for _, url := range []string{"https://baokhac.example/1.html", "file:///tmp/1.html", ":", ""} {
		a := article("baokhac.example", 1, paragraph(follow))
		a.URL = url
		f.Clean(a)
		if len(a.Blocks) != 4 {
			t.Errorf("%q: %d blocks, want 4", url, len(a.Blocks))
		}
	}
}

func TestTheTemplateOfAnOldDesignIsForgotten(t *testing.T) {
	var f Profiles
	feed(&f, "baomau.example", 2*window, 1, paragraph(follow))
	for i := range 8 * window {
		f.Clean(article("baomau.example", 2*window+i))
	}
	if got := f.profiles["baomau.example"].seenOn(f.fingerprint(new(paragraph(follow)))); got != 0 {
		t.Errorf("still counted on %d pages", got)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	var f Profiles
	for i := range 10_000 {
		f.Clean(article("baomau.example", i, paragraph(follow)))
	}
	h := f.profiles["baomau.example"]
	if len(h.lines) > maxLines || len(h.recent) > window || len(h.earlier) > window {
		t.Errorf("%d lines, %d and %d articles", len(h.lines), len(h.recent), len(h.earlier))
	}
	if got := h.seenOn(f.fingerprint(new(paragraph(follow)))); got < window/2-1 {
		t.Errorf("the template is counted on %d of %d pages", got, h.pages)
	}
	for i := range 10 * maxHosts {
		f.Clean(article(fmt.Sprintf("h%d.example", i), 1))
	}
	if len(f.profiles) != maxHosts || f.profiles["baomau.example"] != h {
		t.Errorf("%d hosts, want %d, the busiest among them", len(f.profiles), maxHosts)
	}
}

func save(t testing.TB, f *Profiles) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAFilterThatWasSavedGoesOnAsIfItHadNotBeen(t *testing.T) {
	var whole, saved Profiles
	hosts := []string{"baomau.example", "baokhac.example", "báolạ.example"}
	for i := range 2000 {
		host := hosts[i%len(hosts)]
		whole.Clean(article(host, i, paragraph(follow)))
		saved.Clean(article(host, i, paragraph(follow)))
		if i%100 != 0 {
			continue
		}
		var next Profiles
		if err := next.Load(bytes.NewReader(save(t, &saved))); err != nil {
			t.Fatal(err)
		}
		saved = next
	}
	if !bytes.Equal(save(t, &whole), save(t, &saved)) {
		t.Error("states differ")
	}
}

func TestLoadRefusesWhatSaveDidNotWrite(t *testing.T) {
	var f Profiles
	feed(&f, "baomau.example", 30, 1, paragraph(follow))
	good := save(t, &f)
	bad := map[string][]byte{
		"empty":         nil,
		"other version": bytes.Replace(good, []byte(" 2\n"), []byte(" 3\n"), 1),
		"cut short":     good[:len(good)-1],
		"too long":      append(slices.Clone(good), 0),
		"no name":       append([]byte(magic), 0, 0, 0, 1, 0),
		"many hosts":    append([]byte(magic), 255, 255, 255, 255),
	}
	for name, data := range bad {
		if err := f.Load(bytes.NewReader(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if !bytes.Equal(good, save(t, &f)) {
		t.Error("the filter has changed")
	}
}

func FuzzLoad(f *testing.F) {
	var seed Profiles
	seed.Clean(seen(article("baomau.example", 1, paragraph(follow)), 1))
	f.Add(save(f, &seed))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g Profiles
		if g.Load(bytes.NewReader(data)) != nil {
			return
		}
		if !g.linesOnly && !bytes.Equal(save(t, &g), data) {
			t.Errorf("%x came back as %x", data, save(t, &g))
		}
		for i := range 3 {
			g.Clean(article("baomau.example", i, paragraph(follow)))
		}
	})
}

func BenchmarkClean(b *testing.B) {
	var f Profiles
	articles := make([]*news.Article, 5000)
	blocks := 0
	for i := range articles {
		articles[i] = article("baomau.example", i, paragraph(follow), paragraph("Lượt xem: 12"))
		for j := range 8 {
			articles[i].Blocks = append(articles[i].Blocks, article("", i*100+j).Blocks[0])
		}
		blocks = len(articles[i].Blocks)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		a := *articles[n%len(articles)]
		f.Clean(&a)
		n++
	}
	b.ReportMetric(float64(blocks), "blocks/op")
}
