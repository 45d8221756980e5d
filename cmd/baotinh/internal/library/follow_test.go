package library

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A crawl that follows finds what appears while it is up, asks each page at its time and no oftener, keeps
// the pause between rounds, and what it found can be searched while it is up.
func TestFollowWorksOffWhatBecomesDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")}
		p.serve("baothu.example", maps.Clone(site))
		links := []string{"/tin-10001.html"}
		stop := make(chan struct{})
		done := make(chan night, 1)
		go func() {
			done <- p.run(Crawl{Stop: stop}, (*Job).Follow)
		}()
		for i := range 48 {
			time.Sleep(time.Hour)
			path := fmt.Sprintf("/tin-%d.html", 10002+i)
			site[path] = article("Nà Sầm " + path)
			links = append(links, path)
			site["/"] = front(links...)
			p.serve("baothu.example", maps.Clone(site))
		}
		time.Sleep(2 * time.Hour)
		if s := statusOf(t, p, "baothu"); s.State != StateOK || s.LastSuccess.IsZero() || s.Left > 0 {
			t.Errorf("%+v", s)
		}
		ix, err := OpenIndex(t.Context(), In(p.dir))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := ix.Count(); err != nil || n < 48 {
			t.Errorf("%d articles in the index while the crawl is up, %v", n, err)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		close(stop)
		n := <-done
		if n.Articles < 49 || len(n.failed) > 0 {
			t.Errorf("%+v, failed %q", n.Summary, n.failed)
		}
		fronts := 0
		for i, a := range p.log {
			if a.url == "baothu.example/" {
				fronts++
			}
			if i > 0 && a.at-p.log[i-1].at < 2*time.Second {
				t.Errorf("%v follows %v", a, p.log[i-1])
			}
		}
		if fronts < 48 || fronts > 4*50 {
			t.Errorf("the front was asked for %d times in 50 hours", fronts)
		}
		if len(n.Newspapers) != 1 || n.Newspapers[0].New == 0 || n.Newspapers[0].New > 30 {
			t.Errorf("counts of the last day: %+v", n.Newspapers)
		}
	})
}

// A crawl that is told to stop finishes the visits under way and begins no others.
func TestFollowFinishesWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		stop := make(chan struct{})
		p.serve("baothu.example", paths{
			"/": front("/tin-10001.html", "/tin-10002.html"),
			"/tin-10001.html": func(w http.ResponseWriter, r *http.Request) {
				close(stop)
				time.Sleep(20 * time.Second)
				article("Nà Mẫu")(w, r)
			},
			"/tin-10002.html": article("Nà Sầm"),
		})
		n := p.run(Crawl{Stop: stop}, (*Job).FollowArchive)
		wantAsked(t, "until the end", p, "baothu.example/", "baothu.example/tin-10001.html")
		if n.Pages != 2 || len(n.failed) > 0 || n.took > time.Minute {
			t.Errorf("%+v in %v, failed %q", n.Summary, n.took, n.failed)
		}
	})
}

// While nothing can be reached, a crawl that follows neither spins nor ends; it goes on when the network is
// back.
func TestFollowOutlastsAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		stop := make(chan struct{})
		done := make(chan night, 1)
		go func() { done <- p.run(Crawl{Stop: stop}, (*Job).FollowArchive) }()
		time.Sleep(20 * time.Hour)
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		time.Sleep(5 * time.Hour)
		close(stop)
		n := <-done
		if n.Pages != 2 {
			t.Errorf("%d pages", n.Pages)
		}
		if visits := len(n.results); visits > 200 {
			t.Errorf("%d visits in 25 hours", visits)
		}
	})
}

func TestFollowEndsByItsBounds(t *testing.T) {
	site := paths{"/": front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html")}
	for path := range strings.FieldsSeq("/tin-10001.html /tin-10002.html /tin-10003.html") {
		site[path] = article("Nà Mẫu " + path)
	}
	for name, c := range map[string]Crawl{
		"visits": {Limit: 3}, "pages": {MaxPages: 3}, "time": {MaxTime: 5 * time.Hour},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newPress(t, "", "baothu")
			p.serve("baothu.example", site)
			n := p.run(c, (*Job).FollowArchive)
			if c.MaxTime == 0 && n.Pages != 3 || c.MaxTime > 0 && (n.took != c.MaxTime || n.Pages != 4) {
				t.Errorf("%s: %d pages in %v", name, n.Pages, n.took)
			}
		})
	}
}

// Dates that a feed gives decide which new articles are asked for; the others stay for another run.
func TestCrawlOfARangeOfDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "[baothu]\nname = \"Báo Thử\"\nprovince = \"Lạng Sơn\"\n"+
			"hosts = [\"baothu.example\"]\nseeds = [\"http://baothu.example/\"]\n"+
			"feeds = [\"http://baothu.example/rss/home.rss\"]\n")
		feed := `<?xml version="1.0"?><rss version="2.0"><channel><title>Báo Thử</title>`
		site := paths{"/": front("/tin-20001.html"), "/tin-20001.html": article("Nà Không Ngày")}
		begin := time.Now()
		for i := range 10 {
			path := fmt.Sprintf("/tin-%d.html", 10001+i)
			site[path] = article("Nà Mẫu " + path)
			at := begin.AddDate(0, 0, -i).Format(time.RFC1123Z)
			feed += "<item><title>Tin</title><link>http://baothu.example" + path + "</link><pubDate>" + at +
				"</pubDate></item>"
		}
		site["/rss/home.rss"] = plain(feed + "</channel></rss>")
		p.serve("baothu.example", site)
		day := 24 * time.Hour
		c := Crawl{Since: begin.Add(-5*day - time.Hour), Before: begin.Add(-2*day - time.Hour)}
		n := p.crawl(c)
		want := []string{"baothu.example/", "baothu.example/rss/home.rss", "baothu.example/tin-20001.html"}
		for i := 3; i <= 5; i++ {
			want = append(want, fmt.Sprintf("baothu.example/tin-%d.html", 10001+i))
		}
		wantAsked(t, "the range", p, want...)
		if len(n.Waiting) != 1 || n.Waiting[0].Visits != 7 {
			t.Errorf("waiting %+v", n.Waiting)
		}
		p.crawl(Crawl{Since: begin.Add(-day - time.Hour)})
		wantAsked(t, "since yesterday", p, "baothu.example/tin-10001.html", "baothu.example/tin-10002.html")
		p.crawl(Crawl{Before: begin.Add(-8*day + time.Hour)})
		wantAsked(t, "before", p, "baothu.example/tin-10009.html", "baothu.example/tin-10010.html")
		p.crawl(Crawl{})
		wantAsked(t, "all", p, "baothu.example/tin-10003.html", "baothu.example/tin-10007.html",
			"baothu.example/tin-10008.html")
	})
}

func TestCrawlOfAFewPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu", "baohai", "baoba")
		for _, name := range []string{"baothu", "baohai", "baoba"} {
			p.serve(name+".example", paths{
				"/":               front("/tin-10001.html", "/tin-10002.html"),
				"/tin-10001.html": article("Nà Mẫu"), "/tin-10002.html": status(404),
			})
		}
		if n := p.crawl(Crawl{MaxPages: 4}); n.Pages != 4 {
			t.Errorf("%d pages, want 4", n.Pages)
		}
		if n := p.crawl(Crawl{MaxPages: 100}); n.Pages != 2 {
			t.Errorf("%d pages, want 2", n.Pages)
		}
	})
}
