package revision

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// An archive is an index that a reviser compares with, and the records that it is given.
type archive struct {
	index   map[news.ID]*news.Article
	reviser *Reviser
	end     int64
}

func newArchive() *archive {
	a := &archive{index: map[news.ID]*news.Article{}}
	a.open()
	return a
}

// open begins a job: what a reviser remembers is gone.
func (a *archive) open() {
	a.reviser = &Reviser{
		Current: func(id news.ID) (*news.Article, error) { return a.index[id], nil },
		From:    news.Position{Offset: a.end},
		Reason:  func(err error) string { return err.Error() },
	}
}

// A capture is a record: an article, or the reason why there is none.
type capture struct {
	url, title, text, refused string
	undated                   bool
}

// read gives the reviser captures in their order.
func (a *archive) read(t *testing.T, captures ...capture) {
	t.Helper()
	for _, c := range captures {
		a.end += 100
		a.readAt(t, a.end, c)
	}
}

func (a *archive) readAt(t *testing.T, end int64, c capture) {
	t.Helper()
	p := &news.Page{URL: "https://baomau.example/" + c.url, Status: 200, End: news.Position{Offset: end}}
	var articles []*news.Article
	var err error
	if c.refused != "" {
		articles, err = a.reviser.Withdraw(p, errors.New(c.refused))
	} else {
		article := &news.Article{
			ID: news.NewID(p.URL), URL: p.URL, Title: c.title, Position: p.End,
			Blocks: []news.Block{{Kind: news.Paragraph, Text: c.text}},
			Published: news.Date{
				Time: time.Unix(end, 0), Precision: news.Day, Evidence: news.EvidenceVisible,
			},
		}
		if c.undated {
			article.Published.Evidence = news.EvidenceURL
		}
		articles, err = a.reviser.Revise(p, article)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, put := range articles {
		a.index[put.ID] = put
	}
}

// state returns the title of an article, and its versions.
func (a *archive) state(url string) string {
	found := a.index[news.NewID("https://baomau.example/"+url)]
	if found == nil {
		return "none"
	}
	s := found.Title
	for _, v := range found.Versions {
		s += fmt.Sprintf("; %s: %s at %d", v.Kind, v.Detail, v.Position.Offset)
	}
	return s
}

var (
	long   = strings.Repeat("Sáng nay, bà con bản Nà Lưu ra đồng thu hoạch vụ rau đông. ", 10)
	other  = strings.Repeat("Trang báo tạm thời chưa đọc được, mong bạn đọc thông cảm cho. ", 7)
	bridge = "Nà Lưu có cầu mới"
)

func TestRevise(t *testing.T) {
	first := capture{url: "cau", title: bridge, text: long}
	tests := []struct {
		name     string
		captures []capture
		want     string
	}{
		{"a correction",
			[]capture{{url: "cau", title: bridge + " từ hôm nay", text: long + "Cầu dài 86 mét."}},
			bridge + " từ hôm nay"},
		{"a new headline over the same text",
			[]capture{{url: "cau", title: "Khánh thành sau ba năm", text: long}},
			"Khánh thành sau ba năm"},
		{"another text of the same length",
			[]capture{{url: "cau", title: "Hồ Pá Cang đầy nước", text: other}},
			"Hồ Pá Cang đầy nước"},
		{"another text without a date",
			[]capture{{url: "cau", title: "Hồ Pá Cang đầy nước", text: other, undated: true}},
			bridge + "; unrelated: Hồ Pá Cang đầy nước at 200"},
		{"a correction without a date",
			[]capture{{url: "cau", title: bridge + " rồi", text: other, undated: true}},
			bridge + " rồi"},
		{"half of the text under its headline",
			[]capture{{url: "cau", title: bridge, text: long[:len(long)/2]}},
			bridge},
		{"a small part of the text",
			[]capture{{url: "cau", title: bridge, text: long[:len(long)/5]}},
			bridge + "; shortened: " + bridge + " at 200"},
		{"a shorter text with nothing in common",
			[]capture{{url: "cau", title: "Xin đợi giây lát", text: other[:len(long)/3]}},
			bridge + "; shortened: Xin đợi giây lát at 200"},
		{"a notice", []capture{{url: "cau", refused: "log-in page"}},
			bridge + "; withdrawn: log-in page at 200"},
		{"the same notice again",
			[]capture{{url: "cau", refused: "empty"}, {url: "cau", refused: "empty"}},
			bridge + "; withdrawn: empty at 200"},
		{"another notice then",
			[]capture{{url: "cau", refused: "empty"}, {url: "cau", refused: "error page"}},
			bridge + "; withdrawn: empty at 200; withdrawn: error page at 300"},
		{"it comes back", []capture{{url: "cau", refused: "empty"}, first}, bridge},
		{"no article of another address", []capture{{url: "ho", refused: "empty"}}, bridge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive()
			a.read(t, first)
			a.read(t, tt.captures...)
			if got := a.state("cau"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTheAddressNamesTheArticle: a dated text with nothing in common does not replace the article whose
// headline is in the address. Another headline over its text does.
func TestTheAddressNamesTheArticle(t *testing.T) {
	const url = "na-luu-co-cau-moi-7.html"
	a := newArchive()
	a.read(t, capture{url: url, title: bridge, text: long},
		capture{url: url, title: "Hồ Pá Cang đầy nước", text: other})
	if got, want := a.state(url), bridge+"; unrelated: Hồ Pá Cang đầy nước at 200"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a.read(t, capture{url: url, title: "Khánh thành sau ba năm", text: long})
	if got, want := a.state(url), "Khánh thành sau ba năm"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTextOfManyAddresses: the third address that holds a text shows that it is a notice, and the first two
// get their articles back.
func TestTextOfManyAddresses(t *testing.T) {
	a := newArchive()
	for _, url := range []string{"cau", "ho", "che", "dua"} {
		a.read(t, capture{url: url, title: "Bài " + url, text: strings.ReplaceAll(long, "rau", url)})
	}
	notice := func(url string) capture { return capture{url: url, title: "Mong thông cảm", text: other} }
	a.read(t, notice("cau"), notice("ho"), notice("cau"))
	if got := a.state("cau"); got != "Mong thông cảm" {
		t.Errorf("at two addresses it is %q", got)
	}
	a.read(t, notice("che"), notice("dua"))
	for url, want := range map[string]string{
		"cau": "Bài cau; duplicated: Mong thông cảm at 500",
		"ho":  "Bài ho; duplicated: Mong thông cảm at 600",
		"che": "Bài che; duplicated: Mong thông cảm at 800",
		"dua": "Bài dua; duplicated: Mong thông cảm at 900",
	} {
		if got := a.state(url); got != want {
			t.Errorf("%s is %q, want %q", url, got, want)
		}
	}
}

// TestCorrectionOnManyAddresses: an article that a host has at several addresses is corrected at all of them.
func TestCorrectionOnManyAddresses(t *testing.T) {
	a := newArchive()
	urls := []string{"cau", "amp/cau", "in/cau", "m/cau"}
	for _, text := range []string{long, long + "Cầu dài 86 mét."} {
		for _, url := range urls {
			a.read(t, capture{url: url, title: bridge, text: text})
		}
	}
	for _, url := range urls {
		if got := a.state(url); got != bridge {
			t.Errorf("%s is %q", url, got)
		}
		if n := len(a.index[news.NewID("https://baomau.example/"+url)].Blocks[0].Text); n <= len(long) {
			t.Errorf("%s is not corrected", url)
		}
	}
}

// TestReadingAgain: a process that was killed reads records again that the index has, from any of them on.
func TestReadingAgain(t *testing.T) {
	captures := []capture{
		{url: "cau", title: bridge, text: long[:len(long)/5]}, {url: "cau", title: bridge, text: long},
		{url: "cau", refused: "empty"}, {url: "cau", title: "Xin đợi", text: other[:100]},
	}
	for from := range captures {
		a := newArchive()
		a.read(t, captures[:from]...)
		a.open()
		a.read(t, captures[from:]...)
		want := a.state("cau")
		for i, c := range captures[from:] {
			a.readAt(t, int64(from+i+1)*100, c)
		}
		const versions = "withdrawn: empty at 300; shortened"
		if got := a.state("cau"); got != want || !strings.Contains(got, versions) {
			t.Errorf("from %d on: got %q, want %q", from, got, want)
		}
	}
}

func TestWrittenArticleReplaces(t *testing.T) {
	a := newArchive()
	a.read(t, capture{url: "cau", title: bridge, text: long})
	p := &news.Page{URL: "https://baomau.example/cau", End: news.Position{Offset: 200}}
	p.Header = map[string][]string{"Content-Type": {news.ArticleType}}
	short := &news.Article{ID: news.NewID(p.URL), URL: p.URL, Title: bridge, Position: p.End}
	got, err := a.reviser.Revise(p, short)
	if diff := cmp.Diff([]*news.Article{short}, got); err != nil || diff != "" {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

func TestRedirectIsOfBothAddresses(t *testing.T) {
	a := newArchive()
	a.read(t, capture{url: "cau", title: bridge, text: long})
	p := &news.Page{
		URL: "https://baomau.example/cau", FinalURL: "https://baomau.example/",
		Status: 200, End: news.Position{Offset: 200},
	}
	got, err := a.reviser.Withdraw(p, errors.New("section front"))
	if err != nil || len(got) != 1 || len(got[0].Versions) != 1 {
		t.Errorf("got %v, error %v", got, err)
	}
}

// partCapture is a capture of a part of an article.
type partCapture struct {
	number int
	text   string
	title  string // empty: that of the article
}

// readPart gives the reviser a capture of a part; number 0 is the article on one page.
func (a *archive) readPart(t *testing.T, c partCapture) {
	t.Helper()
	const first = "https://baomau.example/giu-rung-123456.html"
	a.end += 100
	if c.title == "" {
		c.title = "Giữ rừng đầu nguồn"
	}
	p := &news.Page{URL: first, Status: 200, End: news.Position{Offset: a.end}}
	if c.number > 1 {
		p.URL = fmt.Sprintf("%s?trang=%d", first, c.number)
	}
	if c.text == "" {
		articles, err := a.reviser.Withdraw(p, errors.New("error page"))
		a.put(t, articles, err)
		return
	}
	article := &news.Article{
		ID: news.NewID(first), URL: first, Title: c.title, Position: p.End,
	}
	for line := range strings.SplitSeq(c.text, "\n") {
		article.Blocks = append(article.Blocks, news.Block{Kind: news.Paragraph, Text: line})
	}
	if c.number > 0 {
		article.Parts = []news.Part{{Number: c.number, Count: 3, URL: p.URL}}
	}
	articles, err := a.reviser.Revise(p, article)
	a.put(t, articles, err)
}

func (a *archive) put(t *testing.T, articles []*news.Article, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, put := range articles {
		a.index[put.ID] = put
	}
}

// TestParts gives captures of the parts of an article in all orders: a part never takes the place of the
// article.
func TestParts(t *testing.T) {
	text := func(n int) string {
		return strings.Repeat(fmt.Sprintf("Đây là đoạn thứ %d của bài. ", n), 8)
	}
	one, two, three := partCapture{1, text(1), ""}, partCapture{2, text(2), ""}, partCapture{3, text(3), ""}
	tests := []struct {
		name     string
		captures []partCapture
		then     []partCapture
		want     string // the numbers in the text, versions and what is missing
	}{
		{"all", []partCapture{one, two, three}, nil, "123"},
		{"one is missing", []partCapture{one, three}, nil, "13 multipart: 2"},
		{"the first is missing", []partCapture{two, three}, nil, "23 multipart: 1"},
		{"a further part has a headline of its own",
			[]partCapture{one, {2, text(2), "Những đêm trong lán"}, three}, nil, "123"},
		{"the first came without a pager", []partCapture{{0, text(1), ""}, two, three}, nil, "123"},
		{"a copy on one page, beside some parts",
			[]partCapture{{0, text(1) + "\n" + text(2) + "\n" + text(3), ""}, one, two}, nil, "123"},
		{"a part is corrected", []partCapture{one, two, three}, []partCapture{{2, text(4), ""}}, "143"},
		{"the first is corrected", []partCapture{one, two, three}, []partCapture{{1, text(4), ""}}, "423"},
		{"of a part there is only a remnant", []partCapture{one, two, three},
			[]partCapture{{2, "Trang 2.", ""}}, "123 shortened"},
		{"a part is taken back", []partCapture{one, two, three}, []partCapture{{2, "", ""}}, "123"},
		{"the first is taken back", []partCapture{one, two, three}, []partCapture{{1, "", ""}},
			"123 withdrawn"},
		{"all on one page, later", []partCapture{one, two, three},
			[]partCapture{{0, text(1) + "\n" + text(2) + "\n" + text(3), ""}}, "123"},
	}
	for _, tt := range tests {
		for _, order := range orders(tt.captures) {
			a := newArchive()
			for i, c := range append(order, tt.then...) {
				a.readPart(t, c)
				if i == 0 {
					a.open() // another job
				}
			}
			if got := partsState(a); got != tt.want {
				t.Errorf("%s, part %d first: %q, want %q", tt.name, order[0].number, got, tt.want)
			}
		}
	}
}

// partsState returns the numbers of the paragraphs of the only article, versions and warnings.
func partsState(a *archive) string {
	if len(a.index) != 1 {
		return fmt.Sprintf("%d articles", len(a.index))
	}
	var b strings.Builder
	for _, found := range a.index {
		for _, block := range found.Blocks {
			_, rest, _ := strings.Cut(block.Text, "thứ ")
			b.WriteString(rest[:1])
		}
		for _, v := range found.Versions {
			b.WriteString(" " + string(v.Kind))
		}
		for _, w := range found.Warnings {
			b.WriteString(" " + w.String())
		}
	}
	return b.String()
}

func orders(captures []partCapture) [][]partCapture {
	if len(captures) == 0 {
		return [][]partCapture{nil}
	}
	var all [][]partCapture
	for _, rest := range orders(captures[1:]) {
		for i := range len(rest) + 1 {
			all = append(all, slices.Insert(slices.Clone(rest), i, captures[0]))
		}
	}
	return all
}
