package boilerplate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
)

// A madePage is a page of a made host, and what is right for it.
type madePage struct {
	page   *news.Page
	day    time.Time
	writer string
}

// A madeHost makes pages in the markup of one host that no family of CMS has: hashed class names, nothing
// stated for programs.
type madeHost struct {
	name   string
	pages  int
	clock  func(i int, fetched time.Time) string // printed over the headline
	date   func(i int, day time.Time) string     // printed where one page says little of it
	age    func(i int) int                       // days between publication and fetch
	fetch  func(i int) time.Time
	saved  func(i int) bool // as a file
	quoted func(i int) bool // the name of a person quoted is the last line of the text
}

var (
	start   = time.Date(2022, 10, 3, 6, 10, 0, 0, news.Vietnam)
	writers = words("Mai Linh|Nguyễn Văn Hùng|Triệu Thành|Lò Thị Dung|Hoàng Nhật|Vi Quang Đạo")
	subject = words("Người dân bản Nà Tèn|Cán bộ xã Hữu Liên|Hợp tác xã chè Tân Lập|Học sinh vùng cao|" +
		"Đoàn viên thanh niên|Nhà máy thuỷ điện")
	verb   = words("đã hoàn thành|vừa khởi công|đang mở rộng|tiếp tục sửa chữa|bàn giao|khảo sát")
	object = words("tuyến đường liên thôn|ba nhịp cầu treo|khu tái định cư|vườn hồng không hạt|" +
		"hệ thống nước sạch|lớp học bán trú|đập giữ nước đầu nguồn")
	sections = words("Thời sự|Kinh tế|Xã hội|Văn hoá|Giáo dục|Thể thao|Pháp luật|Bạn đọc")
)

func words(s string) []string { return strings.Split(s, "|") }

// headline returns a headline.
func headline(r *rand.Rand) string {
	one := func(of []string) string { return of[r.IntN(len(of))] }
	return fmt.Sprintf("%s %s %s dài %d mét", one(subject), one(verb), one(object), 100+r.IntN(900))
}

// sentence returns a sentence of a report.
func sentence(r *rand.Rand) string {
	return fmt.Sprintf("%s, phục vụ %d hộ ở vùng đất còn nhiều khó khăn.", headline(r), 20+r.IntN(400))
}

// page returns page i.
func (h *madeHost) page(i int) madePage {
	r := rand.New(rand.NewPCG(11, uint64(i)))
	fetched := h.fetch(i)
	m := madePage{day: fetched.AddDate(0, 0, -h.age(i)), writer: writers[i*5%len(writers)]}
	title := headline(r)
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><title>%s</title></head><body><div class=\"k3x9f\">", title)
	for _, section := range sections {
		fmt.Fprintf(&b, "<a href=\"/%x\">%s</a> ", section, section)
	}
	fmt.Fprintf(&b, "</div><div class=\"z81qa\"><div class=\"q7d2\"><span class=\"c9a\">%s</span></div>",
		h.clock(i, fetched))
	fmt.Fprintf(&b, "<div class=\"m4b%d\"><span class=\"b2x\">%s</span></div>", i, h.date(i, m.day))
	fmt.Fprintf(&b, "<h1 class=\"t5w\">%s</h1><div class=\"p0q\">", title)
	for range 4 {
		fmt.Fprintf(&b, "<p class=\"x1\">%s %s %s</p>", sentence(r), sentence(r), sentence(r))
	}
	b.WriteString("<div class=\"r8y\">")
	for range 3 {
		fmt.Fprintf(&b, "<p class=\"g2\">%s</p><p class=\"d6\">%s</p>",
			headline(r), fetched.AddDate(0, 0, -1-r.IntN(9)).Format("02/01/2006"))
	}
	b.WriteString("</div>")
	if h.quoted(i) {
		b.WriteString("<p class=\"x1\"><b>Nông Văn Dền</b></p>")
	}
	fmt.Fprintf(&b, "</div><p class=\"u1v\">%s</p></div></body></html>", m.writer)
	m.page = &news.Page{
		URL: fmt.Sprintf("https://%s/bai-%d.html", h.name, i), Status: 200, Fetched: fetched,
		Body: []byte(b.String()),
	}
	if h.saved(i) {
		m.page.Status, m.page.Fetched = 0, time.Time{}
	}
	return m
}

// strange is a host on which one page alone is unsure. Of four clocks one comes from a cache, now and then
// from the day before; of seven articles two are of the day of the fetch; of nine pages one was saved as a
// file, so that the time of its fetch is unknown.
func strange() *madeHost {
	return &madeHost{
		name: "baola.example", pages: 60,
		clock: func(i int, at time.Time) string {
			switch {
			case i%12 == 11:
				at = at.Add(-25 * time.Hour)
			case i%4 == 3:
				at = at.Add(-time.Duration(10+i) * time.Minute)
			}
			return at.Format("15:04 02/01/2006")
		},
		date:   func(_ int, day time.Time) string { return day.Format("02/01/2006") },
		age:    func(i int) int { return [...]int{0, 3, 1, 9, 2, 0, 6}[i%7] },
		fetch:  func(i int) time.Time { return start.Add(time.Duration(i) * 197 * time.Minute) },
		saved:  func(i int) bool { return i%9 == 8 },
		quoted: func(i int) bool { return i%23 == 22 },
	}
}

// A score counts days that are right, and those that are wrong rather than unknown; bylines that are right;
// and blocks.
type score struct{ days, wrong, bylines, blocks int }

func (s *score) add(a *news.Article, want madePage) {
	switch {
	case a.Published.IsZero():
	case a.Published.Time.Format(time.DateOnly) == want.day.Format(time.DateOnly):
		s.days++
	default:
		s.wrong++
	}
	if a.Byline == want.writer {
		s.bylines++
	}
	s.blocks += len(a.Blocks)
}

// read extracts the pages of a host in their order. It returns the score of each page by itself, and that
// after profiles were asked.
func (h *madeHost) read(
	t *testing.T, ps *boilerplate.Profiles,
) (alone, asked score, articles []*news.Article) {
	t.Helper()
	x := extract.New(nil)
	for i := range h.pages {
		m := h.page(i)
		a, err := x.Extract(m.page)
		if err != nil {
			t.Fatalf("page %d: %v", i, err)
		}
		alone.add(a, m)
		ps.Clean(a)
		asked.add(a, m)
		articles = append(articles, a)
	}
	return alone, asked, articles
}

func TestAStrangeHost(t *testing.T) {
	var ps boilerplate.Profiles
	h := strange()
	alone, inOrder, _ := h.read(t, &ps)
	_, finished, articles := h.read(t, boilerplate.Relearn(&ps))
	t.Logf("%d pages: by themselves %+v, in order %+v, with the finished profile %+v",
		h.pages, alone, inOrder, finished)
	if want := (score{days: h.pages, bylines: h.pages, blocks: 4 * h.pages}); finished != want {
		t.Errorf("finished profile: %+v, want %+v", finished, want)
	}
	if inOrder.days <= alone.days || finished.days <= inOrder.days {
		t.Error("the profile is worth nothing")
	}
	why := []news.Warning{
		{Kind: news.WarningHost, Detail: "clock: the same place on 40 pages equals the fetch time"},
		{Kind: news.WarningHost, Detail: "date: the place of the date on 38 of 54 pages"},
	}
	if got := articles[0].Warnings; len(got) < 2 || !slices.Equal(got[:2], why) {
		t.Errorf("warnings %q, want %q", got, why)
	}
}

// TestNothingIsDecidedWithoutProof has hosts on which pages show too little to tell clock from date.
func TestNothingIsDecidedWithoutProof(t *testing.T) {
	sameTime := func(int) time.Time { return start }
	tests := []struct {
		name   string
		change func(*madeHost)
	}{
		{"all pages have one date and one time of fetch", func(h *madeHost) {
			h.age, h.fetch = func(int) int { return 0 }, sameTime
			h.clock = func(_ int, at time.Time) string { return at.Format("15:04 02/01/2006") }
		}},
		{"all articles are of the day of the fetch", func(h *madeHost) {
			h.age = func(int) int { return 0 }
			h.clock = func(_ int, at time.Time) string { return at.Format("02/01/2006") }
		}},
		{"one past date on all pages", func(h *madeHost) {
			h.date = func(int, time.Time) string { return "01/09/2022" }
			h.clock = func(int, time.Time) string { return "" }
		}},
		{"articles are fetched as soon as they appear", func(h *madeHost) {
			h.age = func(int) int { return 0 }
			h.date = func(_ int, day time.Time) string { return day.Format("15:04 02/01/2006") }
			h.clock = func(int, time.Time) string { return "" }
		}},
		{"no time of fetch is known", func(h *madeHost) {
			h.saved = func(int) bool { return true }
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := strange()
			h.quoted = func(int) bool { return false }
			tt.change(h)
			var ps boilerplate.Profiles
			h.read(t, &ps)
			_, _, articles := h.read(t, boilerplate.Relearn(&ps))
			for i, a := range articles {
				for _, w := range a.Warnings {
					if w.Kind == news.WarningHost {
						t.Fatalf("page %d: %s", i, w)
					}
				}
			}
		})
	}
}
