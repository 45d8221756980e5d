package fetch_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

func TestFetchObeysRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\nDisallow: /tim-kiem\nUser-agent: other\nDisallow: /\n", text)
		c := n.client(t, fetch.Options{})
		if _, err := get(t, c, "http://a.vn/tim-kiem?q=a"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("forbidden page: %v", err)
		}
		if _, err := get(t, c, "http://a.vn/tin"); err != nil {
			t.Errorf("allowed page: %v", err)
		}
		if s := c.Stats(); s.Denied != 1 || s.Requests != 2 {
			t.Errorf("Stats = %+v", s)
		}
	})
}

func TestPermissionOverridesRobots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "baolangson.vn", "User-agent: *\nCrawl-delay: 4\nDisallow: /\n", text)
		c := n.client(t, fetch.Options{Permitted: func(host string) bool { return host == "baolangson.vn" }})
		if _, err := get(t, c, "http://baolangson.vn/"); err != nil {
			t.Fatal(err)
		}
		if h := n.hits(); h[1].began != 4*time.Second {
			t.Errorf("page at %v, want 4s", h[1].began)
		}
		r, err := c.Robots(t.Context(), "http://baolangson.vn/")
		if err != nil || r.Status != 200 || r.Rules.Allowed("baotinh", "/") {
			t.Errorf("Robots = %+v, %v; the permission must not change what it says", r, err)
		}
	})
}

// A field that lies about the coding must not shut a newspaper out: without robots.txt nothing is fetched.
func TestRobotsCodings(t *testing.T) {
	const rules = "User-agent: *\nDisallow: /tim-kiem\n"
	var zipped bytes.Buffer
	zip := compress(&zipped, gzip.NewWriter(&zipped), rules)
	tests := []struct{ name, encoding, body string }{
		{"a character set", "utf-8", rules},
		{"a word for nothing", "none", rules},
		{"an unknown word", "text", rules},
		{"a list", "identity, gzip", zip},
		{"gzip that is not there", "gzip", rules},
		{"deflate that is not there", "deflate", rules},
		{"Brotli that is not there", "br", rules},
		{"gzip that is not stated", "", zip},
		{"gzip without trailer", "gzip", zip[:len(zip)-8]},
	}
	for _, tt := range tests {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				text(w, r)
				return
			}
			if tt.encoding != "" {
				w.Header().Set("Content-Encoding", tt.encoding)
			}
			fmt.Fprint(w, tt.body)
		})
		c := loopback(t, s, fetch.Options{})
		if _, err := get(t, c, "http://a.vn/tin"); err != nil {
			t.Errorf("%s: allowed page: %v", tt.name, err)
		}
		if _, err := get(t, c, "http://a.vn/tim-kiem"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("%s: forbidden page: %v", tt.name, err)
		}
	}
}

// A refusal of robots.txt itself is no rule. Several parsers read it as "disallow all".
func TestRobotsStatus4xxAllows(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 410} {
		synctest.Test(t, func(t *testing.T) {
			n := newNetwork()
			n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					w.WriteHeader(status)
					fmt.Fprint(w, "User-agent: *\nDisallow: /\n")
					return
				}
				text(w, r)
			})
			c := n.client(t, fetch.Options{})
			if _, err := get(t, c, "http://a.vn/"); err != nil {
				t.Errorf("%d: %v", status, err)
			}
			if r, err := c.Robots(t.Context(), "http://a.vn/"); err != nil || r.Status != status ||
				r.Rules != nil {
				t.Errorf("%d: Robots = %+v, %v", status, r, err)
			}
		})
	}
}

// RFC 9309 §2.3.1.3 allows what a 4xx says nothing about, but a 429 asks for a pause, and its robots.txt may
// have rules.
func TestRobotsStatus429IsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		busy := 1 << 10
		n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
			if busy--; busy >= 0 {
				w.Header().Set("Retry-After", "90")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, "User-agent: *\nDisallow: /cam\n")
				return
			}
			text(w, r)
		})
		store, held := &memory{pages: map[string]*news.Page{}}, &holds{}
		c := n.client(t, fetch.Options{Robots: store, Holds: held})
		_, err := get(t, c, "http://a.vn/cam")
		status, ok := errors.AsType[*fetch.StatusError](err)
		if !ok || status.Code != 429 || status.RetryAfter != 90*time.Second {
			t.Errorf("err = %v, want 429 for 90s", err)
		}
		busy = 0
		time.Sleep(90 * time.Second)
		if _, err := get(t, c, "http://a.vn/cam"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("forbidden page after the pause: %v", err)
		}

		// One that is never answered is one that is not there, also over runs.
		busy = 1 << 10
		time.Sleep(25 * time.Hour)
		clear(store.pages)
		for range 3 {
			c = n.client(t, fetch.Options{Robots: store, Holds: held})
			get(t, c, "http://a.vn/")
			time.Sleep(time.Hour)
		}
		busy = 0
		if _, err := get(t, c, "http://a.vn/"); err != nil {
			t.Errorf("robots.txt answered 429 for ever: %v", err)
		}
	})
}

func TestADenialSaysWhenRobotsIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\nDisallow: /\n", text)
		for _, age := range []time.Duration{0, time.Hour} {
			c := n.client(t, fetch.Options{RobotsAge: age})
			began := time.Now()
			_, err := get(t, c, "http://a.vn/")
			denied, ok := errors.AsType[*fetch.DeniedError](err)
			if want := cmp.Or(age, 24*time.Hour); !ok || denied.Until.Sub(began) != want {
				t.Errorf("err = %v until %v, want denied for %v", err, denied.Until, want)
			}
		}
	})
}

func TestRobotsFromTheFutureAreReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", text)
		store := &memory{pages: map[string]*news.Page{"http://a.vn": {
			Status: 200, Body: []byte("User-agent: *\nDisallow: /\n"),
			Fetched: time.Now().AddDate(1, 0, 0), // the clock was ahead
		}}}
		if _, err := get(t, n.client(t, fetch.Options{Robots: store}), "http://a.vn/"); err != nil {
			t.Error(err)
		}
	})
}

func TestRobotsStatus5xxDeniesForNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		well := false
		n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" && !well {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			text(w, r)
		})
		c := n.client(t, fetch.Options{})
		for range 3 {
			_, err := get(t, c, "http://a.vn/")
			status, ok := errors.AsType[*fetch.StatusError](err)
			if !ok || status.Code != 500 || status.RetryAfter != time.Minute ||
				errors.Is(err, fetch.ErrRobotsDenied) {
				t.Errorf("err = %v, want 500 for a minute", err)
			}
		}
		if got := c.Stats().Requests; got != 1 {
			t.Errorf("%d requests, want 1", got)
		}
		if got := time.Until(c.Ready("a.vn")); got != time.Minute {
			t.Errorf("ready in %v, want 1m", got)
		}
		well = true
		time.Sleep(time.Minute)
		if _, err := get(t, c, "http://a.vn/"); err != nil {
			t.Errorf("after a minute: %v", err)
		}
	})
}

func TestRobotsUnreachableDeniesForNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		c := n.client(t, fetch.Options{})
		if _, err := get(t, c, "http://a.vn/"); err == nil || errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("err = %v", err)
		}
		n.serve(t, "a.vn", "User-agent: *\n", text)
		time.Sleep(time.Minute)
		if _, err := get(t, c, "http://a.vn/"); err != nil {
			t.Errorf("after a minute: %v", err)
		}
	})
}

func TestRobotsRedirects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
			var i int
			fmt.Sscanf(r.URL.RawQuery, "n=%d", &i)
			if r.URL.Path != "/robots.txt" {
				text(w, r)
				return
			}
			to := fmt.Sprintf("/robots.txt?n=%d", i+1)
			if i == 4 {
				to = "http://b.vn/robots"
			}
			http.Redirect(w, r, to, http.StatusMovedPermanently)
		})
		n.serve(t, "b.vn", "", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "User-agent: *\nDisallow: /cam\n")
		})
		n.serve(t, "endless.vn", "", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.Redirect(w, r, "/robots.txt?"+r.URL.RawQuery+"x", http.StatusFound)
				return
			}
			text(w, r)
		})
		c := n.client(t, fetch.Options{})
		if _, err := get(t, c, "http://a.vn/cam"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("err = %v, want ErrRobotsDenied by the file behind five redirects", err)
		}
		if r, err := c.Robots(t.Context(), "http://a.vn/"); err != nil || r.FinalURL != "http://b.vn/robots" {
			t.Errorf("Robots = %+v, %v", r, err)
		}
		if _, err := get(t, c, "http://endless.vn/"); err != nil {
			t.Errorf("endless redirects: %v; want no rules", err)
		}
	})
}

func TestRobotsIsFetchedOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", text)
		store := &memory{pages: map[string]*news.Page{}}
		first := n.client(t, fetch.Options{Robots: store})
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() { get(t, first, "http://a.vn/") })
		}
		wg.Wait()
		asked := func() int {
			count := 0
			for _, h := range n.hits() {
				if h.path == "/robots.txt" {
					count++
				}
			}
			return count
		}
		if asked() != 1 {
			t.Errorf("asked %d times by five fetches", asked())
		}

		time.Sleep(23 * time.Hour)
		second := n.client(t, fetch.Options{Robots: store})
		get(t, second, "http://a.vn/")
		if asked() != 1 {
			t.Error("asked again although the store has it")
		}
		time.Sleep(2 * time.Hour)
		get(t, second, "http://a.vn/")
		if asked() != 2 {
			t.Errorf("asked %d times after a day", asked())
		}
		if p := store.pages["http://a.vn"]; p == nil || p.Status != 200 || p.Fetched.IsZero() ||
			len(p.Body) == 0 {
			t.Errorf("stored %+v", p)
		}
	})
}

func TestOldRobotsServeWhileNewOnesCannotBeHad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			text(w, r)
		})
		store := &memory{pages: map[string]*news.Page{"http://a.vn": {
			Status: 200, Body: []byte("User-agent: *\nDisallow: /cam\n"),
			Fetched: time.Now().Add(-48 * time.Hour),
		}}}
		c := n.client(t, fetch.Options{Robots: store})
		if _, err := get(t, c, "http://a.vn/cam"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("forbidden page: %v", err)
		}
		if _, err := get(t, c, "http://a.vn/"); err != nil {
			t.Errorf("allowed page: %v", err)
		}
	})
}

func TestRobotsStoreErrorsAreReturned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", text)
		broken := errors.New("disk full")
		c := n.client(t, fetch.Options{Robots: &memory{err: broken}})
		if _, err := get(t, c, "http://a.vn/"); !errors.Is(err, broken) {
			t.Errorf("err = %v, want %v", err, broken)
		}
	})
}

// memory is a RobotsStore.
type memory struct {
	mu    sync.Mutex
	pages map[string]*news.Page // guarded by mu
	err   error
}

func (m *memory) Robots(origin string) (*news.Page, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.pages[origin], m.err
}

func (m *memory) SetRobots(origin string, p *news.Page) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pages[origin] = p
	return m.err
}
