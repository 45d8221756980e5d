package library

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/news"
)

// An old site has articles, one a day before the bubble's today, on a front with pages of five.
type oldSite struct {
	articles int
	of       func(page int) string // the address of a page, and of its link
	dated    bool                  // the front prints the days
	last     int                   // page that is answered for all behind it; 0: they are not found
	today    time.Time
}

func (s *oldSite) day(n int) time.Time { return s.today.AddDate(0, 0, -n) }

// page answers with a page of the front.
func (s *oldSite) page(w http.ResponseWriter, r *http.Request, number int) {
	if s.last > 0 {
		number = min(number, s.last)
	}
	first := 5 * (number - 1)
	if first >= s.articles {
		http.NotFound(w, r)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<p>Hôm nay, %s</p>", s.today.Format("02/01/2006"))
	for n := first; n < min(first+5, s.articles); n++ {
		fmt.Fprintf(&b, "<h3><a href=/tin-%d.html>Tin ngày thứ %[1]d ở bản</a></h3>", 10000+n)
		if s.dated {
			fmt.Fprintf(&b, "<span>%s</span>", s.day(n).Format("02/01/2006"))
		}
	}
	asked, _ := strconv.Atoi(strings.Trim(r.URL.RequestURI(), "abcdefghijklmnopqrstuvwxyz-/?=."))
	for i := max(1, asked-2); i <= asked+3; i++ {
		fmt.Fprintf(&b, "<a href=%q>%d</a>", s.of(i), i)
	}
	fmt.Fprintf(&b, "<a href=%q>»</a>", s.of(1000))
	html(b.String())(w, r)
}

// serve serves the site as one newspaper.
func (s *oldSite) serve(p *press) {
	p.handle("baothu.example", func(w http.ResponseWriter, r *http.Request) {
		uri := r.URL.RequestURI()
		if uri == "/" {
			s.page(w, r, 1)
			return
		}
		if rest, ok := strings.CutPrefix(uri, "/tin-"); ok {
			n, _ := strconv.Atoi(strings.TrimSuffix(rest, ".html"))
			article(fmt.Sprintf("Nà %d", n))(w, r)
			return
		}
		for i := 1; i <= 2000; i++ {
			if uri == s.of(i) {
				s.page(w, r, i)
				return
			}
		}
		http.NotFound(w, r)
	})
}

// pagesAsked returns how many articles, and how many other pages, were asked for.
func pagesAsked(p *press) (articles, others int) {
	for _, url := range p.asked() {
		if strings.Contains(url, "/tin-") {
			articles++
		} else {
			others++
		}
	}
	return articles, others
}

// A crawl goes back to a day through the pages of a front, and not further; without a day it does not.
func TestBackfillThroughPagesOfAFront(t *testing.T) {
	for _, tt := range []struct {
		name string
		of   func(page int) string
	}{
		{"parameter", func(n int) string { return fmt.Sprintf("/?page=%d", n) }},
		{"Vietnamese parameter", func(n int) string { return fmt.Sprintf("/?trang=%d", n) }},
		{"segment", func(n int) string { return fmt.Sprintf("/trang-%d", n) }},
		{"segments", func(n int) string { return fmt.Sprintf("/page/%d/", n) }},
		{"end of a name", func(n int) string { return fmt.Sprintf("/trang-%d.html", n) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPress(t, "", "baothu")
				s := &oldSite{articles: 150, of: tt.of, dated: true, today: time.Now().In(news.Vietnam)}
				s.serve(p)
				p.crawl(Crawl{Delay: -1})
				if articles, others := pagesAsked(p); articles != 5 || others != 1 {
					t.Errorf("without a day: %d articles, %d pages; want 5 and 1", articles, others)
				}

				time.Sleep(25 * time.Hour)
				p.crawl(Crawl{Delay: -1, Since: s.day(60)})
				articles, others := pagesAsked(p)
				if articles < 61-5 || articles > 75 || others < 13 || others > 15 {
					t.Errorf("back 60 days: %d articles, %d pages", articles, others)
				}

				time.Sleep(25 * time.Hour)
				p.crawl(Crawl{Delay: -1, Since: s.day(100)}) // knows the first pages
				if _, others := pagesAsked(p); others < 21 || others > 23 {
					t.Errorf("back 100 days: %d pages", others)
				}
				time.Sleep(25 * time.Hour)
				n := p.crawl(Crawl{Delay: -1, Since: s.day(1000)})
				if _, others := pagesAsked(p); others != 31 || len(n.Waiting) > 0 {
					t.Errorf("back to the first: %d pages, want 31: %+v", others, n.Waiting)
				}
				if got := len(p.archived()); got < 150 {
					t.Errorf("%d pages in the archive", got)
				}
				time.Sleep(25 * time.Hour)
				p.crawl(Crawl{Delay: -1})
				if _, others := pagesAsked(p); others != 1 {
					t.Errorf("a night later, without a day: %d pages, want 1", others)
				}
				wantClean(t, p)
			})
		})
	}
}

// A front whose last page comes again and again has an end, with days printed on it and without.
func TestBackfillEndsWhereNothingNewComes(t *testing.T) {
	for _, dated := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := newPress(t, "", "baothu")
			s := &oldSite{
				articles: 100, dated: dated, last: 20, today: time.Now().In(news.Vietnam),
				of: func(n int) string { return fmt.Sprintf("/?page=%d", n) },
			}
			s.serve(p)
			p.crawl(Crawl{Delay: -1, Since: s.day(5000)})
			if articles, others := pagesAsked(p); articles != 100 || others > 22 {
				t.Errorf("dated %t: %d articles, %d pages; want 100 and 22 at most", dated, articles, others)
			}
		})
	}
}

// A crawl goes back through the pages of days, which lead to the day before and the day after.
func TestBackfillThroughDays(t *testing.T) {
	for _, tt := range []struct {
		name, layout string
	}{
		{"path", "/2006/01/02"},
		{"path with hyphens", "/luu-tru/2006-01-02"},
		{"day first", "/ngay-02-01-2006.html"},
		{"parameter", "/luu-tru.aspx?date=02/01/2006"},
		{"parameter with hyphens", "/luu-tru.aspx?ngay=02-01-2006"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPress(t, "", "baothu")
				today := time.Now().In(news.Vietnam)
				today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, news.Vietnam)
				days := func(day time.Time) string {
					return fmt.Sprintf("<a href=%q>trước</a> <a href=%q>sau</a>",
						day.AddDate(0, 0, -1).Format(tt.layout), day.AddDate(0, 0, 1).Format(tt.layout))
				}
				p.handle("baothu.example", func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/" {
						html("<a href=/tin-10000.html>Tin</a>"+days(today))(w, r)
						return
					}
					if strings.HasPrefix(r.URL.Path, "/tin-1") {
						article("Nà Mẫu")(w, r)
						return
					}
					uri := strings.ReplaceAll(r.URL.RequestURI(), "%2F", "/")
					day, err := time.ParseInLocation(tt.layout, uri, news.Vietnam)
					if err != nil {
						http.NotFound(w, r)
						return
					}
					html(fmt.Sprintf("<a href=/tin-1%s.html>Tin</a>", day.Format("060102"))+days(day))(w, r)
				})
				p.crawl(Crawl{Delay: -1})
				if articles, others := pagesAsked(p); articles != 1 || others != 1 {
					t.Errorf("without a day: %d articles, %d pages", articles, others)
				}
				time.Sleep(25 * time.Hour)
				p.crawl(Crawl{Delay: -1, Since: today.AddDate(0, 0, -40), Before: today.AddDate(0, 0, 1)})
				asked := p.asked()
				slices.Sort(asked)
				if n := len(asked); n < 82 || n > 85 { // the front, 40 or 41 days with an article each
					t.Errorf("%d pages: %q", n, asked)
				}
			})
		})
	}
}
