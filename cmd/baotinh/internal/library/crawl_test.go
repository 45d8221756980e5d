package library

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/demo"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// The catalogue of the demo names no sitemaps; the robots.txt of each newspaper does.
func TestACrawlAsksForTheSitemapsOfRobots(t *testing.T) {
	site, err := demo.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	if bytes.Contains(site.Newspapers(), []byte("sitemap")) {
		t.Error("the catalogue names sitemaps")
	}
	catalogue, err := newspaper.Parse(site.Newspapers(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(In(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	fetched := map[string][]string{} // by newspaper
	j := l.Begin(Options{Catalogue: catalogue, Visited: func(v news.Visit, o news.Outcome, _ error) {
		if v.Kind == news.KindSitemap && o.Result == news.Fetched {
			fetched[v.Newspaper] = append(fetched[v.Newspaper], v.URL)
		}
	}})
	crawl := Crawl{Newspapers: catalogue.All(), Delay: time.Millisecond, Dial: site.Dial}
	if err := j.Archive(t.Context(), crawl); err != nil {
		t.Fatal(err)
	}
	for _, n := range catalogue.All() {
		want := []string{"http://" + n.Hosts[0] + "/sitemap.xml"}
		if got := fetched[n.Key]; !slices.Equal(got, want) {
			t.Errorf("%s: sitemaps %q, want %q", n.Key, got, want)
		}
	}
}
