package library

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

type paths = map[string]http.HandlerFunc

func wantAsked(t *testing.T, what string, p *press, want ...string) {
	t.Helper()
	got := p.asked()
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: asked (-want +got):\n%s", what, diff)
	}
}

func TestARefusalOfOneNightEndsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html", "/tin-10002.html")}
		for _, path := range []string{"/tin-10001.html", "/tin-10002.html"} {
			site[path] = article("Nà Mẫu")
		}
		p.serve("baothu.example", site)
		p.crawl(Crawl{Limit: 1})
		wantAsked(t, "first night", p, "baothu.example/")

		site["/robots.txt"] = plain("User-agent: *\nDisallow: /\n")
		time.Sleep(25 * time.Hour)
		n := p.crawl(Crawl{})
		wantAsked(t, "refused", p)
		want := []news.Waiting{{
			Newspaper: "baothu", Host: "baothu.example", Visits: 3, Cause: "denied",
			Until: n.Waiting[0].Until,
		}}
		if diff := cmp.Diff(want, n.Waiting); diff != "" {
			t.Errorf("waiting (-want +got):\n%s", diff)
		}
		if left := time.Until(n.Waiting[0].Until); left < 23*time.Hour || left > 24*time.Hour {
			t.Errorf("waits for %v, want until robots.txt is due", left)
		}

		delete(site, "/robots.txt")
		p.crawl(Crawl{})
		wantAsked(t, "the same hour", p)
		time.Sleep(2 * time.Hour)
		p.crawl(Crawl{Sources: AtOnce}) // reads robots.txt again
		wantAsked(t, "when all is to be asked for", p,
			"baothu.example/", "baothu.example/tin-10001.html", "baothu.example/tin-10002.html")
	})
}

// A front, a feed and a sitemap that once were something else are asked for again within hours.
func TestASourceThatOnceFailedIsAskedForAgain(t *testing.T) {
	for name, wrong := range map[string]http.HandlerFunc{
		"not found": status(404), "gone": status(410), "forbidden": status(403), "no content": status(204),
		"too large": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1073741824")
			w.WriteHeader(200)
		},
		"a picture": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			w.Write([]byte("\x89PNG\r\n\x1a\n0000"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPress(t, "[baothu]\nname = \"Báo Thử\"\nprovince = \"Lạng Sơn\"\n"+
					"hosts = [\"baothu.example\"]\nseeds = [\"http://baothu.example/\"]\n"+
					"feeds = [\"http://baothu.example/rss/home.rss\"]\n"+
					"sitemaps = [\"http://baothu.example/sitemap.xml\"]\n")
				p.serve("baothu.example", paths{"/": wrong, "/rss/home.rss": wrong, "/sitemap.xml": wrong})
				sources := []string{"baothu.example/", "baothu.example/rss/home.rss",
					"baothu.example/sitemap.xml"}
				for range 4 {
					p.crawl(Crawl{})
				}
				p.asked()
				for range 10 { // nights
					time.Sleep(25 * time.Hour)
					p.crawl(Crawl{Patience: NoWait})
					got := p.asked()
					slices.Sort(got)
					if got = slices.Compact(got); !slices.Equal(got, sources) {
						t.Fatalf("asked %q, want %q", got, sources)
					}
				}
			})
		})
	}
}

func TestAHostOnHoldDoesNotHoldTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baoban", "baothu")
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		busy := true
		p.serve("baoban.example", paths{
			"/": front("/tin-20001.html", "/tin-20002.html"),
			"/tin-20001.html": func(w http.ResponseWriter, r *http.Request) {
				if busy {
					status(429, "Retry-After", "3600")(w, r)
					return
				}
				article("Bản Bận")(w, r)
			},
			"/tin-20002.html": article("Bản Rỗi"),
		})
		began := time.Now()
		n := p.crawl(Crawl{})
		if n.took > time.Minute {
			t.Errorf("the run took %v", n.took)
		}
		wantAsked(t, "first run", p, "baoban.example/", "baoban.example/tin-20001.html", "baothu.example/",
			"baothu.example/tin-10001.html")
		if len(n.Waiting) != 1 || n.Waiting[0].Host != "baoban.example" || n.Waiting[0].Visits != 2 ||
			n.Waiting[0].Cause != "429" {
			t.Fatalf("waiting %+v", n.Waiting)
		}
		until := n.Waiting[0].Until

		for time.Until(until) > 11*time.Minute { // runs of other processes
			time.Sleep(10 * time.Minute)
			p.crawl(Crawl{})
		}
		for _, url := range p.asked() {
			if url != "baothu.example/" {
				t.Errorf("asked for %s %v after the hold began", url, time.Since(began))
			}
		}
		busy = false
		time.Sleep(time.Until(until))
		p.crawl(Crawl{})
		wantAsked(t, "after the hold", p, "baoban.example/tin-20001.html", "baoban.example/tin-20002.html",
			"baoban.example/", "baothu.example/")
	})
}

func TestAHostThatIsDeadDoesNotHoldTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baochet", "baothu")
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		for _, want := range []time.Duration{10 * time.Minute, time.Minute} {
			n := p.crawl(Crawl{})
			if n.took > want {
				t.Errorf("the run took %v", n.took)
			}
			if len(n.Waiting) != 1 || n.Waiting[0].Host != "baochet.example" {
				t.Errorf("waiting %+v", n.Waiting)
			}
		}
		if n := p.crawl(Crawl{Patience: NoWait}); n.took > 0 {
			t.Errorf("the run that does not wait took %v", n.took)
		}
	})
}

// A host that answers all its pages with server errors is given up for the run, and asked again in the next.
func TestAHostThatIsBrokenDoesNotHoldTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baohong", "baothu")
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		broken := true
		site, all := paths{}, []string{}
		for i := range 30 {
			path := fmt.Sprintf("/tin-%d.html", 20001+i)
			all = append(all, path)
			site[path] = func(w http.ResponseWriter, r *http.Request) {
				if broken {
					status(500+i%5)(w, r)
					return
				}
				article("Bản Hỏng")(w, r)
			}
		}
		site["/"] = front(all...)
		p.serve("baohong.example", site)
		n := p.crawl(Crawl{})
		if asked := len(p.asked()); n.took > 2*time.Minute || asked > 9 {
			t.Errorf("the run took %v and %d requests", n.took, asked)
		}
		if len(n.Waiting) != 1 || n.Waiting[0].Visits != 30 || !n.Waiting[0].Until.After(time.Now()) {
			t.Errorf("waiting %+v", n.Waiting)
		}
		if held := statusOf(t, p, "baohong").Held; held.Until.Before(time.Now()) || held.Cause < "500" {
			t.Errorf("held %+v", held)
		}
		if n := p.crawl(Crawl{}); n.took > 10*time.Second {
			t.Errorf("the run after it took %v", n.took)
		}

		broken = false
		time.Sleep(24 * time.Hour)
		p.crawl(Crawl{})
		if s := statusOf(t, p, "baohong"); s.New != 30 || !s.Held.Until.IsZero() {
			t.Errorf("the next night: %+v", s)
		}
	})
}

// A page that always answers with a server error does not hold up the others of its host.
func TestAPageThatIsBrokenDoesNotHoldItsHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html")}
		for _, path := range []string{"/tin-10001.html", "/tin-10002.html"} {
			site[path] = article("Nà Mẫu")
		}
		site["/tin-10003.html"] = status(500)
		p.serve("baothu.example", site)
		for night := range 3 {
			p.crawl(Crawl{Sources: AtOnce})
			if s := statusOf(t, p, "baothu"); night == 0 && s.New != 2 || !s.Held.Until.IsZero() {
				t.Errorf("night %d: %+v", night, s)
			}
			time.Sleep(24 * time.Hour)
		}
	})
}

// Pages that always answer with a server error do not hold up the others, although they come first.
func TestTheFirstPagesAreBroken(t *testing.T) {
	for _, newest := range []int{0, 22} { // as the front lists them
		synctest.Test(t, func(t *testing.T) {
			p := newPress(t, "", "baothu")
			site, all := paths{}, []string{}
			for i := range 30 {
				path := fmt.Sprintf("/tin-%d.html", 10001+i)
				all = append(all, path)
				site[path] = article("Nà Mẫu")
				if i >= newest && i < newest+8 {
					site[path] = status(500)
				}
			}
			site["/"] = front(all...)
			p.serve("baothu.example", site)
			n := p.crawl(Crawl{})
			if s := statusOf(t, p, "baothu"); s.New != 22 || n.took > 10*time.Minute {
				t.Errorf("in %v %+v, want 22 new articles", n.took, s)
			}
		})
	}
}

// A newspaper that asks for minutes between two pages is crawled at that pace, also over runs.
func TestALongCrawlDelayIsKept(t *testing.T) {
	for _, tt := range []struct {
		delay string
		runs  int // that it takes
	}{{"300", 1}, {"900", 3}} {
		synctest.Test(t, func(t *testing.T) {
			p := newPress(t, "", "baothu")
			p.serve("baothu.example", paths{
				"/":               front("/tin-10001.html", "/tin-10002.html"),
				"/tin-10001.html": article("Nà Mẫu"),
				"/tin-10002.html": article("Nà Sầm"),
				"/robots.txt":     plain("User-agent: *\nCrawl-delay: " + tt.delay + "\n"),
			})
			var all []asked
			for i := range tt.runs {
				if i > 0 {
					time.Sleep(16 * time.Minute)
				}
				n := p.crawl(Crawl{})
				all = append(all, p.log...)
				p.log = nil
				if len(n.failed) > 0 || i < tt.runs-1 && len(n.Waiting) != 1 {
					t.Errorf("Crawl-delay %s: failed %q, waiting %+v", tt.delay, n.failed, n.Waiting)
				}
			}
			all = slices.DeleteFunc(all, func(a asked) bool { return a.url == "baothu.example/robots.txt" })
			if len(all) != 3 {
				t.Fatalf("Crawl-delay %s: asked %v", tt.delay, all)
			}
			pause, _ := time.ParseDuration(tt.delay + "s")
			for i := range 2 {
				if got := all[i+1].at - all[i].at; got < pause {
					t.Errorf("Crawl-delay %s: %v between %v and %v", tt.delay, got, all[i], all[i+1])
				}
			}
		})
	}
}

func TestACrawlEndsWhenItsTimeIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{
			"/": front("/tin-10001.html", "/tin-10002.html"), "/tin-10001.html": article("Nà Mẫu"),
			"/tin-10002.html": article("Nà Sầm"),
		})
		n := p.crawl(Crawl{MaxTime: 5 * time.Second})
		if n.took < 4*time.Second || n.took > 6*time.Second {
			t.Errorf("the run took %v", n.took)
		}
		want := []news.Waiting{{Newspaper: "baothu", Host: "baothu.example", Visits: 1}}
		if diff := cmp.Diff(want, n.Waiting); diff != "" {
			t.Errorf("waiting (-want +got):\n%s", diff)
		}
	})
}

func TestWhatStandsInPlaceOfPagesIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{
			"/": front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html", "/tin-10004.html",
				"/tin-10005.html", "/tin-10006.html"),
			"/tin-10001.html": status(302, "Location", "http://raoban.example/ten-mien"),
			"/tin-10002.html": plain(""),
			"/tin-10003.html": plain("%PDF-1.7"),
			"/tin-10004.html": plain("<script>document.cookie='kt=1';location.reload()</script>"),
			"/tin-10005.html": status(302, "Location", "/dang-nhap"),
			"/tin-10006.html": article("Nà Mẫu"),
			"/dang-nhap":      html("<form><input type=password></form>"),
		})
		n := p.ingest(Crawl{Patience: NoWait})
		want := []string{"empty 1", "foreign host raoban.example 1", "login 1", "no page 1", "script 1"}
		var got []string
		for _, o := range n.Obstacles {
			got = append(got, fmt.Sprintf("%s %d", o.Cause, o.Visits))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("obstacles (-want +got):\n%s", diff)
		}
		if n.Articles != 1 || n.Visits["walled"] != 3 || n.Visits["unwanted"] != 2 || len(n.failed) != 3 {
			t.Errorf("%+v, failed %q", n.Summary, n.failed)
		}
	})
}

// A wall never takes the place of an article, and the article is asked for again.
func TestAWallInPlaceOfAKnownArticle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")}
		p.serve("baothu.example", site)
		p.ingest(Crawl{})
		site["/tin-10001.html"] = html("<script src=/cdn-cgi/challenge-platform/a.js></script>")
		time.Sleep(25 * time.Hour)
		p.asked()
		if n := p.ingest(Crawl{}); n.Pages != 0 || *n.Indexed != 1 || len(n.Waiting) != 1 {
			t.Errorf("%+v", n.Summary)
		}
		wantAsked(t, "walled", p, "baothu.example/", "baothu.example/tin-10001.html")
		site["/tin-10001.html"] = article("Nà Mẫu đã sửa")
		time.Sleep(2 * time.Hour)
		if n := p.ingest(Crawl{}); n.Articles != 1 || *n.Indexed != 1 {
			t.Errorf("%+v", n.Summary)
		}
	})
}

// A front page that leads nowhere is named in every run, also when it has not changed.
func TestAFrontThatLeadsNowhereIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{"/": front("/chi-tiet.aspx?id=7")})
		for range 2 {
			n := p.crawl(Crawl{})
			want := []news.Obstacle{{Newspaper: "baothu", Host: "baothu.example", Cause: news.LeadsNowhere,
				Visits: 1, URL: "http://baothu.example/"}}
			if diff := cmp.Diff(want, n.Obstacles); diff != "" {
				t.Errorf("obstacles (-want +got):\n%s", diff)
			}
			time.Sleep(25 * time.Hour)
		}
	})
}

func TestAHomePageThatRefreshesItselfElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{
			"/":               plain("<meta http-equiv=refresh content=0;url=/trang-chu/>"),
			"/trang-chu/":     front("/tin-10001.html"),
			"/tin-10001.html": article("Nà Mẫu"),
		})
		p.crawl(Crawl{})
		wantAsked(t, "refresh", p, "baothu.example/", "baothu.example/trang-chu/",
			"baothu.example/tin-10001.html")
	})
}

func TestAShortBodyIsKeptWithAWarning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"),
			"/tin-10001.html": func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", "100000")
				article("Nà Mẫu")(w, r)
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			}})
		n := p.ingest(Crawl{})
		if n.Articles != 1 || n.Visits["failed"] != 2 || len(n.failed) > 0 {
			t.Errorf("%+v, failed %q", n.Summary, n.failed)
		}
		truncated := 0
		for _, page := range p.archived() {
			if page.Truncated {
				truncated++
			}
		}
		if truncated != 1 {
			t.Errorf("%d pages of the archive are truncated, want 1", truncated)
		}
	})
}

func TestNoindexIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{
			"/": front("/tin-10001.html", "/tin-10002.html"),
			"/tin-10001.html": func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Robots-Tag", "noindex")
				article("Nà Mẫu")(w, r)
			},
			"/tin-10002.html": article("Nà Sầm"),
		})
		if n := p.ingest(Crawl{}); n.Articles != 2 {
			t.Errorf("%+v", n.Summary)
		}
		l := openWithIndex(t, p)
		defer l.Close()
		for a, err := range l.index.Articles(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			noindex := slices.Contains(a.Warnings, news.Warning{Kind: news.WarningNoIndex})
			if want := a.URL == "http://baothu.example/tin-10001.html"; noindex != want {
				t.Errorf("%s: noindex %t, want %t", a.URL, noindex, want)
			}
		}
	})
}

// Fresh news come early, whatever listed them and however much else the server offers.
func TestFreshNewsComeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		sitemap := "<urlset>"
		for i := range 3000 {
			sitemap += fmt.Sprintf("<url><loc>http://baothu.example/kho-%d.html</loc></url>", 10000+i)
		}
		p.handle("baothu.example", func(w http.ResponseWriter, r *http.Request) {
			var n int
			switch {
			case r.URL.Path == "/robots.txt":
				fmt.Fprint(w, "Sitemap: http://baothu.example/sitemap.xml\n")
			case r.URL.Path == "/sitemap.xml":
				fmt.Fprint(w, sitemap+"</urlset>")
			case r.URL.Path == "/":
				front("/tin-moi-90001.html", "/muc-1", "/chuoi-1.xml")(w, r)
			case parse(r.URL.Path, "/muc-%d", &n): // endless sections, each with an endless chain of feeds
				front(fmt.Sprintf("/muc-%d", n+1), fmt.Sprintf("/rss/%d.rss", n))(w, r)
			case parse(r.URL.Path, "/rss/%d.rss", &n):
				fmt.Fprint(w, "<rss><channel><item><link>/tin-moi-90002.html</link></item></channel></rss>")
			default:
				article("Nà Mẫu")(w, r)
			}
		})
		p.crawl(Crawl{Limit: 40})
		urls := p.asked()
		for _, want := range []string{"/tin-moi-90001.html", "/tin-moi-90002.html"} {
			at := slices.Index(urls, "baothu.example"+want)
			if at < 0 || at > 20 {
				t.Errorf("%s is request %d of %q", want, at, urls)
			}
		}
		sections := 0
		for _, url := range urls {
			if strings.Contains(url, "/muc-") {
				sections++
			}
		}
		if sections == 0 || sections > 20 {
			t.Errorf("%d sections in %q", sections, urls)
		}
	})
}

// parse reports whether a path has a form with a number, and reads it.
func parse(path, form string, n *int) bool {
	_, err := fmt.Sscanf(path, form, n)
	return err == nil
}

func TestATrapIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.handle("baothu.example", func(w http.ResponseWriter, r *http.Request) {
			var links []string
			for i := range 100 {
				links = append(links, fmt.Sprintf("/rss%s/%d.rss", strings.TrimSuffix(r.URL.Path, "/"), i))
			}
			front(links...)(w, r)
		})
		n := p.crawl(Crawl{Limit: 8})
		if len(n.Obstacles) != 1 || n.Obstacles[0].Cause != "too many feeds" || n.Obstacles[0].Visits < 100 {
			t.Errorf("obstacles %+v", n.Obstacles)
		}
	})
}

// An article that moves stays one, and the archive has the redirect as such.
func TestAMovedArticleIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/cu-10001.html", "/dau-20001.html"), "/cu-10001.html": article("Nà Mẫu"),
			"/dau-20001.html": status(301, "Location", "/moi-20002.html"),
			"/moi-20002.html": article("Nà Sầm")}
		p.serve("baothu.example", site)
		p.ingest(Crawl{})
		site["/cu-10001.html"] = status(301, "Location", "/moi-10002.html")
		site["/moi-10002.html"] = article("Nà Mẫu")
		site["/"] = front("/moi-20002.html")
		time.Sleep(25 * time.Hour)
		n := p.ingest(Crawl{})
		if *n.Indexed != 2 || n.Articles != 1 {
			t.Errorf("%d articles in the index, want 2: %+v", *n.Indexed, n.Summary)
		}
		wantArticles(t, p, "http://baothu.example/moi-10002.html", "http://baothu.example/moi-20002.html")
		lines, _ := findings(t, p.dir)
		if len(lines) > 0 {
			t.Errorf("findings %q", lines)
		}

		records := p.records()
		want := map[string]int{
			"http://baothu.example/": 2, "http://baothu.example/cu-10001.html": 1,
			"http://baothu.example/moi-10002.html": 1, "http://baothu.example/moi-20002.html": 1,
			"status 301 http://baothu.example/cu-10001.html":              1,
			"status 301 http://baothu.example/dau-20001.html":             2,
			"record of type revisit http://baothu.example/moi-20002.html": 1,
			"status 404 http://baothu.example/robots.txt":                 2,
		}
		if diff := cmp.Diff(want, records); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
	})
}

// An article whose new address was fetched before the old one led there is one, too.
func TestAMovedArticleThatWasFoundBeforeIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{
			"/": front("/cu-10001.html", "/khac-30001.html"), "/cu-10001.html": article("Nà Mẫu"),
			"/khac-30001.html": article("Pò Tang"),
		}
		p.serve("baothu.example", site)
		n := p.ingest(Crawl{})
		if *n.Indexed != 2 {
			t.Fatalf("%+v", n.Summary)
		}
		began := time.Now()
		time.Sleep(12 * time.Hour)
		site["/moi-10002.html"] = article("Nà Mẫu")
		site["/"] = front("/moi-10002.html")
		if n := p.ingest(Crawl{}); *n.Indexed != 3 {
			t.Errorf("%d articles before anybody says that one has moved, want 3", *n.Indexed)
		}
		site["/cu-10001.html"] = status(301, "Location", "/moi-10002.html")
		site["/khac-30001.html"] = status(302, "Location", "/moi-10002.html") // gone, which nobody says
		time.Sleep(13 * time.Hour)
		if n := p.ingest(Crawl{}); *n.Indexed != 2 {
			t.Errorf("%d articles, want 2", *n.Indexed)
		}
		wantArticles(t, p, "http://baothu.example/khac-30001.html", "http://baothu.example/moi-10002.html")
		if seen := firstSeenOf(t, p, "http://baothu.example/moi-10002.html"); seen.After(began) {
			t.Errorf("first seen at %v, want the time of the first capture, before %v", seen, began)
		}
		if lines, _ := findings(t, p.dir); len(lines) > 0 {
			t.Errorf("findings %q", lines)
		}
		p.run(Crawl{}, func(j *Job, ctx context.Context, _ Crawl) error { return j.Rebuild(ctx) })
		wantArticles(t, p, "http://baothu.example/khac-30001.html", "http://baothu.example/moi-10002.html")
		if lines, _ := findings(t, p.dir); len(lines) > 0 {
			t.Errorf("findings after reindex %q", lines)
		}
	})
}

// The addresses of one article are one article.
func TestCanonicalAddressesAreOneArticle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		const canonical = "<link rel=canonical href=http://baothu.example/na-mau-10001.html>"
		site := paths{"/": front("/na-mau-10001.html", "/duong-moi-10001.html",
			"http://m.baothu.example/na-mau-10001.html")}
		for _, path := range []string{"/na-mau-10001.html", "/duong-moi-10001.html"} {
			site[path] = func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, canonical)
				article("Nà Mẫu")(w, r)
			}
		}
		p.serve("baothu.example", site)
		p.serve("m.baothu.example", site)
		if n := p.ingest(Crawl{}); n.Visits["fetched"] != 4 {
			t.Errorf("%+v", n.Summary)
		}
		wantArticles(t, p, "http://baothu.example/na-mau-10001.html")
	})
}

// openWithIndex opens the data folder of a press with its index. The caller must close it before the next
// crawl.
func openWithIndex(t *testing.T, p *press) *Library {
	t.Helper()
	l, err := Open(In(p.dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.openIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	return l
}

// firstSeenOf returns when the article at an address came in.
func firstSeenOf(t *testing.T, p *press, url string) time.Time {
	t.Helper()
	l := openWithIndex(t, p)
	defer l.Close()
	a, err := l.index.Current(news.NewID(url))
	if err != nil || a == nil {
		t.Fatal(a, err)
	}
	return a.FirstSeen
}

// wantArticles compares the addresses of the articles in the index.
func wantArticles(t *testing.T, p *press, want ...string) {
	t.Helper()
	l := openWithIndex(t, p)
	defer l.Close()
	var got []string
	for a, err := range l.index.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a.URL)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
}

// A clock in the page makes no new copy of an article; a correction of its text does.
func TestAClockInThePageIsNoChange(t *testing.T) {
	for _, tt := range []struct {
		name   string
		run    func(*press, Crawl) night
		copies int // before the correction: without extraction the first one is compared by its bytes
	}{{"ingest", (*press).ingest, 1}, {"crawl", (*press).crawl, 2}} {
		synctest.Test(t, func(t *testing.T) {
			p := newPress(t, "", "baothu")
			title := "Nà Mẫu"
			p.serve("baothu.example", paths{"/": front("/tin-10001.html"),
				"/tin-10001.html": func(w http.ResponseWriter, r *http.Request) {
					html(time.Now().Format("<div class=clock>02/01/2006 15:04:05</div>"))(w, r)
					article(title)(w, r)
				}})
			copies := func() int {
				n := 0
				for _, page := range p.archived() {
					if page.URL == "http://baothu.example/tin-10001.html" {
						n++
					}
				}
				return n
			}
			for _, days := range []int{0, 2, 8} {
				time.Sleep(time.Duration(days)*24*time.Hour + time.Second)
				tt.run(p, Crawl{})
			}
			if got := copies(); got != tt.copies {
				t.Errorf("%s: %d copies, want %d", tt.name, got, tt.copies)
			}
			revisits := p.records()["record of type revisit http://baothu.example/tin-10001.html"]
			if want := 3 - tt.copies; revisits != want {
				t.Errorf("%s: %d revisits, want %d", tt.name, revisits, want)
			}
			title = "Nà Mẫu và Nà Sầm"
			time.Sleep(31 * 24 * time.Hour)
			tt.run(p, Crawl{})
			if got := copies(); got != tt.copies+1 {
				t.Errorf("%s: %d copies after the correction, want %d", tt.name, got, tt.copies+1)
			}
		})
	}
}

// A notice with status 200 is told from pages by its words; it is not archived, and the article stays.
func TestANoticeInPlaceOfAnArticleIsAWall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html", "/tin-10002.html"),
			"/tin-10001.html": article("Nà Mẫu"),
			"/tin-10002.html": html("<h1>Hệ thống đang bảo trì</h1><p>Trang web đang được bảo trì. " +
				"Xin quý khách vui lòng quay lại sau ít phút.</p>")}
		p.serve("baothu.example", site)
		p.ingest(Crawl{})
		site["/tin-10001.html"] = site["/tin-10002.html"]
		time.Sleep(25 * time.Hour)
		n := p.ingest(Crawl{})
		want := news.Obstacle{Newspaper: "baothu", Host: "baothu.example", Cause: "maintenance notice",
			Visits: 2, URL: n.Obstacles[0].URL}
		if diff := cmp.Diff([]news.Obstacle{want}, n.Obstacles); diff != "" || n.Pages != 0 {
			t.Errorf("%+v, obstacles (-want +got):\n%s", n.Summary, diff)
		}
		wantArticles(t, p, "http://baothu.example/tin-10001.html")
		site["/tin-10002.html"] = article("Nà Sầm")
		time.Sleep(5 * time.Hour)
		p.ingest(Crawl{})
		wantArticles(t, p, "http://baothu.example/tin-10001.html", "http://baothu.example/tin-10002.html")
	})
}

// Visits that robots.txt forbids take nothing of the limit and keep nobody waiting.
func TestDeniedVisitsTakeNothingOfTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		var links []string
		for i := range 300 {
			links = append(links, fmt.Sprintf("/cam-%d.html", 20000+i))
		}
		site := paths{"/": front(append(links, "/tin-10001.html", "/tin-10002.html")...),
			"/robots.txt": plain("User-agent: *\nDisallow: /cam\n"), "/tin-10001.html": article("Nà Mẫu"),
			"/tin-10002.html": article("Nà Sầm")}
		p.serve("baothu.example", site)
		n := p.crawl(Crawl{Limit: 3})
		wantAsked(t, "limit", p, "baothu.example/", "baothu.example/tin-10001.html",
			"baothu.example/tin-10002.html")
		if n.took > 10*time.Second || n.Visits["fetched"] != 3 {
			t.Errorf("%v, %+v", n.took, n.Visits)
		}
	})
}

// A newspaper with hours is asked within them only; the run goes on without it.
func TestANewspaperWithHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "[baodem]\nname = \"Báo Đêm\"\nprovince = \"Lạng Sơn\"\nhours = \"22:00-06:00\"\n"+
			"hosts = [\"baodem.example\"]\nseeds = [\"http://baodem.example/\"]\n", "baothu")
		for _, host := range []string{"baodem.example", "baothu.example"} {
			p.serve(host, paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		}
		time.Sleep(5 * time.Hour) // it is noon in Vietnam
		n := p.crawl(Crawl{})
		wantAsked(t, "noon", p, "baothu.example/", "baothu.example/tin-10001.html")
		want := []news.Waiting{{Newspaper: "baodem", Host: "baodem.example", Visits: 1, Cause: news.HoldHours,
			Until: time.Date(2000, 1, 1, 22, 0, 0, 0, news.Vietnam)}}
		if len(n.Waiting) == 1 {
			n.Waiting[0].Until = n.Waiting[0].Until.In(news.Vietnam)
		}
		if diff := cmp.Diff(want, n.Waiting); diff != "" || n.took > time.Minute {
			t.Errorf("took %v, waiting (-want +got):\n%s", n.took, diff)
		}
		time.Sleep(10*time.Hour + time.Minute)
		p.crawl(Crawl{})
		wantAsked(t, "night", p, "baodem.example/", "baodem.example/tin-10001.html", "baothu.example/")
	})
}
