package library

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
)

// wantClean checks the library of a press.
func wantClean(t *testing.T, p *press) {
	t.Helper()
	l, err := Open(In(p.dir))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // it was only read
	for f, err := range l.Check(extract.New(p.catalogue)).Findings(t.Context()) {
		t.Errorf("check: %v, %v", f, err)
	}
}

// articleOf returns the article at an address in the index.
func articleOf(t *testing.T, p *press, url string) *news.Article {
	t.Helper()
	for _, a := range export(t, p.dir) {
		if a.URL == url {
			return a
		}
	}
	t.Fatalf("%s is not in the index", url)
	return nil
}

const withdrawnURL = "http://baothu.example/tin-10001.html"

// A withdrawn article stays, with a version that says so; 410 is asked for never again, and what comes back
// is an article like any other.
func TestWithdrawnArticleStays(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		nights int // until it is withdrawn
		detail string
		again  bool // whether it is asked for later
	}{
		{"gone", status(410), 1, "410", false},
		{"not found", status(404), 2, "404", true},
		{"redirected to nothing", status(302, "Location", "/khong-thay"), 2, "404", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPress(t, "", "baothu")
				site := paths{"/": front("/tin-10001.html", "/tin-10002.html")}
				site["/tin-10001.html"], site["/tin-10002.html"] = article("Nà Mẫu"), article("Nà Sầm")
				p.serve("baothu.example", site)
				p.ingest(Crawl{})
				before := articleOf(t, p, withdrawnURL)

				site["/tin-10001.html"] = tt.answer
				for night := 1; night <= tt.nights; night++ {
					time.Sleep(25 * time.Hour)
					n := p.ingest(Crawl{})
					wantWithdrawn := 0
					if night == tt.nights {
						wantWithdrawn = 1
					}
					if got := n.Newspapers[0].Withdrawn; got != wantWithdrawn {
						t.Errorf("night %d: %d withdrawn, want %d", night, got, wantWithdrawn)
					}
				}
				withdrawn := func(when string) {
					t.Helper()
					a := articleOf(t, p, withdrawnURL)
					if a.Title != before.Title || !a.FirstSeen.Equal(before.FirstSeen) ||
						len(a.Blocks) == 0 || len(a.Versions) != 1 || a.Versions[0].Kind != news.Withdrawn ||
						a.Versions[0].Detail != tt.detail || a.WithdrawnAt().IsZero() {
						t.Errorf("%s: %+v", when, a)
					}
				}
				withdrawn("at once")
				wantClean(t, p)
				if p.ingest(Crawl{}); len(p.archived()) != 4 {
					t.Errorf("%d pages in the archive, want 4", len(p.archived()))
				}
				_, err := do(t, p.dir, Options{Catalogue: p.catalogue}, func(j *Job) error {
					return j.Rebuild(t.Context())
				})
				if err != nil {
					t.Fatal(err)
				}
				withdrawn("in an index that was built again")

				p.asked()
				site["/tin-10001.html"] = article("Nà Mẫu")
				for range 3 {
					time.Sleep(8 * 24 * time.Hour)
					p.ingest(Crawl{})
				}
				asked := slices.Contains(p.asked(), strings.TrimPrefix(withdrawnURL, "http://"))
				if asked != tt.again {
					t.Errorf("asked for again: %v", asked)
				}
				if a := articleOf(t, p, withdrawnURL); a.WithdrawnAt().IsZero() != tt.again {
					t.Errorf("when it is back: %+v", a)
				}
				wantClean(t, p)
			})
		})
	}
}

// What a crawl without indexing has archived is withdrawn by the job that indexes it.
func TestWithdrawalIsIndexedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")}
		p.serve("baothu.example", site)
		p.crawl(Crawl{})
		site["/tin-10001.html"] = status(410)
		time.Sleep(25 * time.Hour)
		p.crawl(Crawl{})
		_, err := do(t, p.dir, Options{Catalogue: p.catalogue}, func(j *Job) error {
			return j.CatchUp(t.Context())
		})
		if err != nil {
			t.Fatal(err)
		}
		if a := articleOf(t, p, withdrawnURL); a.WithdrawnAt().IsZero() || a.Title != "Nà Mẫu" {
			t.Errorf("%+v", a)
		}
		wantClean(t, p)

		// A frontier that is built again from the archive knows it, too.
		if _, err := RebuildFrontier(p.dir); err != nil {
			t.Fatal(err)
		}
		p.asked()
		p.crawl(Crawl{Sources: AtOnce})
		if asked := p.asked(); len(asked) != 1 || asked[0] != "baothu.example/" {
			t.Errorf("asked for %q", asked)
		}
		wantClean(t, p)
	})
}

// A wall, a failure or one 404 is no withdrawal.
func TestOneNightWithoutThePageIsNoWithdrawal(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"404": status(404), "500": status(500), "403": status(403), "503": status(503),
		"login": html("<form><input type=password></form>"), "empty": plain(""),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPress(t, "", "baothu")
				site := paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")}
				p.serve("baothu.example", site)
				p.ingest(Crawl{})
				site["/tin-10001.html"] = answer
				time.Sleep(25 * time.Hour)
				p.ingest(Crawl{Patience: NoWait})
				site["/tin-10001.html"] = article("Nà Mẫu")
				time.Sleep(25 * time.Hour)
				p.ingest(Crawl{})
				if a := articleOf(t, p, withdrawnURL); len(a.Versions) > 0 {
					t.Errorf("%+v", a.Versions)
				}
				site["/tin-10001.html"] = status(404) // not the second in a row
				time.Sleep(8 * 24 * time.Hour)
				p.ingest(Crawl{})
				if a := articleOf(t, p, withdrawnURL); len(a.Versions) > 0 {
					t.Errorf("after a second one, not in a row: %+v", a.Versions)
				}
			})
		})
	}
}
