package library

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What a server says in place of a page, and its robots.txt, is archived; it is no page and no article, today
// and when the archive is read again, and nothing counts it as lost.
func TestAnswersAreArchived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		says := func(code int, body string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(code)
				io.WriteString(w, "<p>"+body)
			}
		}
		site := paths{
			"/robots.txt":     status(301, "Location", "/luat.txt"),
			"/luat.txt":       plain("User-agent: *\nDisallow: /cam/"),
			"/tin-10001.html": article("Nà Mẫu"), "/tin-10002.html": says(404, "Không thấy"),
			"/tin-10003.html": says(500, "Hỏng"), "/tin-10004.html": says(403, "google.com/recaptcha/"),
		}
		site["/"] = front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html", "/tin-10004.html")
		p.serve("baothu.example", site)
		n := p.ingest(Crawl{Patience: NoWait})
		if n.Pages != 2 || n.Articles != 1 || len(n.failed) != 2 {
			t.Errorf("%+v, %q", n.Summary, n.failed)
		}
		want := map[string]int{
			"http://baothu.example/": 1, "http://baothu.example/tin-10001.html": 1,
			"status 301 http://baothu.example/robots.txt":     1,
			"robots.txt http://baothu.example/luat.txt":       1,
			"status 404 http://baothu.example/tin-10002.html": 1,
			"status 500 http://baothu.example/tin-10003.html": 1,
			"status 403 http://baothu.example/tin-10004.html": 1,
		}
		if diff := cmp.Diff(want, p.records()); diff != "" {
			t.Errorf("records (-want +got):\n%s", diff)
		}
		if pages := p.archived(); len(pages) != 2 {
			t.Errorf("%d pages in the archive, want 2", len(pages))
		}
		wantClean(t, p)

		// The next run asks again for what failed, and archives what it is told.
		site["/tin-10003.html"] = article("Nà Sầm")
		time.Sleep(25 * time.Hour)
		if n := p.ingest(Crawl{Patience: NoWait}); n.Articles != 1 {
			t.Errorf("the second night: %+v", n.Summary)
		}
		wantClean(t, p)
		wantArticles(t, p, "http://baothu.example/tin-10001.html", "http://baothu.example/tin-10003.html")
		_, err := do(t, p.dir, Options{Catalogue: p.catalogue}, func(j *Job) error {
			return j.Rebuild(t.Context())
		})
		if err != nil {
			t.Fatal(err)
		}
		wantArticles(t, p, "http://baothu.example/tin-10001.html", "http://baothu.example/tin-10003.html")
	})
}
