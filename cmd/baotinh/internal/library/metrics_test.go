package library

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// Metrics can be read while a crawl is under way, and grow.
func TestMetricsOfACrawlUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		l, err := Open(In(p.dir))
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		j := l.Begin(Options{Catalogue: p.catalogue})
		var seen Metrics
		p.serve("baothu.example", paths{
			"/":               front("/tin-10001.html", "/tin-10002.html"),
			"/tin-10001.html": status(500),
			"/tin-10002.html": func(w http.ResponseWriter, r *http.Request) {
				seen = j.Metrics()
				article("Nà Mẫu")(w, r)
			},
		})
		stop := make(chan struct{})
		done := make(chan error, 1)
		go func() {
			done <- j.Follow(t.Context(), Crawl{Newspapers: p.catalogue.All(), Dial: p.dial, Stop: stop})
		}()
		time.Sleep(20 * time.Minute)
		m := j.Metrics()
		close(stop)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if seen.Requests < 2 || seen.Visits["fetched"] < 1 || seen.LastVisit.IsZero() ||
			len(seen.Newspapers) != 1 || !seen.NextDue.IsZero() {
			t.Errorf("under way: %+v", seen)
		}
		if m.Pages != 2 || m.Articles != 1 || m.NoArticle != 1 || m.Failed["fetch"] == 0 ||
			m.FetchedBytes <= seen.FetchedBytes || m.WaitedMS == 0 || m.UptimeMS != 1_200_000 ||
			m.NextDue.Before(time.Now()) {
			t.Errorf("at rest: %+v", m)
		}
	})
}
