package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

func get(t *testing.T, c *fetch.Client, url string) (*news.Page, error) {
	t.Helper()
	return c.Fetch(t.Context(), news.Request{URL: url})
}

func TestFetchAsksAHostOneAtATimeAndPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(200 * time.Millisecond)
			text(w, r)
		}
		n.serve(t, "a.vn", "User-agent: *\n", slow)
		n.serve(t, "b.vn", "User-agent: *\n", slow)
		c := n.client(t, fetch.Options{})

		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				if _, err := get(t, c, fmt.Sprintf("http://%c.vn/%d", 'a'+i%2, i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		last := map[string]hit{}
		for _, h := range n.hits() {
			if l, ok := last[h.host]; ok && h.began < l.ended+2*time.Second {
				t.Errorf("%v follows %v, which ended at %v", h, l, l.ended)
			}
			last[h.host] = h
		}
		// robots.txt at 0, then five pages two seconds after the end of the one before.
		if got, want := last["a.vn"].began, 10*time.Second+4*200*time.Millisecond; got != want {
			t.Errorf("last page at %v, want %v", got, want)
		}
		if s := c.Stats(); s.Requests != 12 || s.Waits != 10 || s.Bytes == 0 {
			t.Errorf("Stats = %+v", s)
		}
	})
}

func TestFetchPausesAsLongAsTheLastAnswerTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(5 * time.Second)
			text(w, r)
		})
		c := n.client(t, fetch.Options{})
		get(t, c, "http://a.vn/1")
		get(t, c, "http://a.vn/2")
		h := n.hits()
		if got := h[2].began - h[1].ended; got != 5*time.Second {
			t.Errorf("pause of %v, want 5s", got)
		}
	})
}

// A server of one's own needs no pause, but gets one request at a time.
func TestFetchWithoutPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(20 * time.Millisecond)
			text(w, r)
		})
		c := n.client(t, fetch.Options{Delay: -1, HostDelay: func(string) time.Duration { return 0 }})
		began := time.Now()
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				if _, err := get(t, c, fmt.Sprintf("http://a.vn/%d", i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took != 200*time.Millisecond {
			t.Errorf("%v for ten pages, want 200 ms", took)
		}
		if ready := c.Ready("a.vn"); ready.After(time.Now()) {
			t.Errorf("ready in %v", time.Until(ready))
		}
	})
}

func TestFetchKeepsCrawlDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\nCrawl-delay: 7\n", text)
		n.serve(t, "slow.vn", "User-agent: *\nCrawl-delay: 600\n", text)
		holds := &holds{}
		c := n.client(t, fetch.Options{Holds: holds})
		get(t, c, "http://a.vn/1")
		h := n.hits()
		if got := h[1].began - h[0].ended; got != 7*time.Second {
			t.Errorf("pause of %v, want 7s", got)
		}
		if got := time.Until(c.Ready("a.vn")); got != 7*time.Second {
			t.Errorf("ready in %v, want 7s", got)
		}

		// A delay beyond MaxDelay is one between pages; nobody waits for it between robots.txt and a page.
		began := time.Now()
		if _, err := get(t, c, "http://slow.vn/1"); err != nil || time.Since(began) != 2*time.Minute {
			t.Errorf("err = %v after %v, want a page after 2m", err, time.Since(began))
		}
		_, err := get(t, c, "http://slow.vn/2")
		if held, ok := errors.AsType[*fetch.HoldError](err); !ok || held.Left() != 10*time.Minute ||
			held.Hold.Cause != news.HoldCrawlDelay {
			t.Errorf("err = %v, want a hold of 10m", err)
		}
		if got := time.Until(c.Ready("slow.vn")); got != 10*time.Minute {
			t.Errorf("ready in %v, want 10m", got)
		}
		if got := holds.Hold("slow.vn"); time.Until(got.Until) != 10*time.Minute {
			t.Errorf("stored %+v", got)
		}
	})
}

func TestFetchHoldsTheHostThatRefuses(t *testing.T) {
	tests := []struct {
		name       string
		status     int
		retryAfter func() string
		want       []time.Duration // between the refusals
	}{
		{"seconds", 429, func() string { return "60" }, []time.Duration{60 * time.Second, 60 * time.Second}},
		{"date", 503, func() string { return time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat) },
			[]time.Duration{90 * time.Second, 90 * time.Second}},
		{"nothing", 503, func() string { return "" }, []time.Duration{30 * time.Second, time.Minute}},
		{"nonsense", 429, func() string { return "soon" }, []time.Duration{30 * time.Second, time.Minute}},
		{"another server error", 502, func() string { return "60" },
			[]time.Duration{60 * time.Second, 60 * time.Second}},
		{"zero", 429, func() string { return "0" }, []time.Duration{2 * time.Second, 2 * time.Second}},
		{"fraction", 429, func() string { return "59.5" }, []time.Duration{time.Minute, time.Minute}},
		{"unit", 429, func() string { return "60 seconds" }, []time.Duration{time.Minute, time.Minute}},
		{"date with a zone in figures", 503, func() string {
			return time.Now().Add(90 * time.Second).Format(time.RFC1123Z)
		}, []time.Duration{90 * time.Second, 90 * time.Second}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, _ *http.Request) {
					if s := tt.retryAfter(); s != "" {
						w.Header().Set("Retry-After", s)
					}
					w.WriteHeader(tt.status)
				})
				c := n.client(t, fetch.Options{})
				for i := range 3 {
					_, err := get(t, c, fmt.Sprintf("http://a.vn/%d", i)) // another page, the same host
					status, ok := errors.AsType[*fetch.StatusError](err)
					if !ok || status.Code != tt.status {
						t.Fatalf("err = %v, want %d", err, tt.status)
					}
				}
				h := n.hits()
				for i, want := range tt.want {
					if got := h[i+2].began - h[i+1].ended; got != want {
						t.Errorf("pause %d of %v, want %v", i, got, want)
					}
				}
			})
		})
	}
}

func TestFetchDoesNotSitOutALongHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		busy := true
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			if busy {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			text(w, r)
		})
		holds := &holds{}
		first := n.client(t, fetch.Options{Holds: holds})
		get(t, first, "http://a.vn/1")
		time.Sleep(10 * time.Minute)
		c := n.client(t, fetch.Options{Holds: holds}) // of the next run
		before, requests := time.Now(), c.Stats().Requests
		_, err := get(t, c, "http://a.vn/2")
		held, ok := errors.AsType[*fetch.HoldError](err)
		if !ok || held.Hold.Cause != "503" || held.Left() != 50*time.Minute {
			t.Errorf("err = %v, want a hold of 50m for 503", err)
		}
		if time.Since(before) != 0 || c.Stats().Requests != requests {
			t.Errorf("waited %v and sent %d requests", time.Since(before), c.Stats().Requests-requests)
		}
		if got := time.Until(c.Ready("a.vn")); got != 50*time.Minute {
			t.Errorf("ready in %v, want 50m", got)
		}
		if got := holds.Hold("a.vn"); got.Failures != 1 {
			t.Errorf("stored %+v", got)
		}
		busy = false
		time.Sleep(50 * time.Minute)
		if _, err := get(t, c, "http://a.vn/2"); err != nil {
			t.Errorf("after the hold: %v", err)
		}
		if got := holds.Hold("a.vn"); got.Failures != 0 {
			t.Errorf("stored after a page: %+v", got)
		}
	})
}

func TestFetchCanBeCalledOffWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\nCrawl-delay: 100\n", text)
		c := n.client(t, fetch.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		_, err := c.Fetch(ctx, news.Request{URL: "http://a.vn/1"})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 10*time.Second {
			t.Errorf("err = %v after %v", err, time.Since(began))
		}
		if _, err := get(t, c, "http://a.vn/1"); err != nil {
			t.Errorf("the turn was not given back: %v", err)
		}
	})
}

func TestTheLongerDelayCounts(t *testing.T) {
	for _, tt := range []struct{ delay, hostDelay, want time.Duration }{
		{0, 0, 2 * time.Second},
		{0, 3 * time.Second, 3 * time.Second},
		{5 * time.Second, 3 * time.Second, 5 * time.Second},
		{time.Second, 3 * time.Second, 3 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			n := newNetwork()
			n.serve(t, "a.vn", "User-agent: *\n", text)
			c := n.client(t, fetch.Options{
				Delay: tt.delay, HostDelay: func(string) time.Duration { return tt.hostDelay },
			})
			get(t, c, "http://a.vn/1")
			if h := n.hits(); h[1].began != tt.want {
				t.Errorf("%+v: page at %v", tt, h[1].began)
			}
		})
	}
}

// holds is a HoldStore.
type holds struct{ m sync.Map }

func (h *holds) Hold(host string) news.Hold {
	v, _ := h.m.Load(host)
	hold, _ := v.(news.Hold)
	return hold
}

func (h *holds) SetHold(host string, hold news.Hold) { h.m.Store(host, hold) }

func TestFetchHoldsTheHostThatDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(_ http.ResponseWriter,
			r *http.Request) {
			<-r.Context().Done()
		})
		c := n.client(t, fetch.Options{Timeout: 4 * time.Second})
		for i, want := range []time.Duration{6 * time.Second, 8 * time.Second, 8 * time.Second,
			34 * time.Second} {
			began := time.Now()
			_, err := get(t, c, "http://a.vn/1")
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != want {
				t.Errorf("fetch %d: %v after %v, want a time-out after %v", i, err, time.Since(began), want)
			}
		}
	})
}

// Server errors of different pages in a row are the host's, and let it cool off; those of one page are not.
func TestFetchHoldsTheHostWhosePagesFail(t *testing.T) {
	const none = 2 * time.Second // the pause between any two requests
	tests := []struct {
		name, paths string // with the status as their number; /3502 redirects to /502
		want        []time.Duration
	}{
		{"one page", "/500 /500 /500 /500", []time.Duration{none, none, none, none}},
		{"two pages", "/500 /504 /500 /504", []time.Duration{none, none, none, none}},
		{"different pages", "/500 /502 /504 /520",
			[]time.Duration{none, none, 30 * time.Second, time.Minute}},
		{"three pages, again", "/500 /502 /504 /500",
			[]time.Duration{none, none, 30 * time.Second, time.Minute}},
		{"a page between", "/500 /502 /200 /504 /520", []time.Duration{none, none, none, none, none}},
		{"a missing page between", "/500 /502 /404 /504", []time.Duration{none, none, none, none}},
		{"a page after a pause", "/500 /502 /504 /200 /520",
			[]time.Duration{none, none, 30 * time.Second, none, none}},
		{"redirects to them", "/3500 /3502 /3504 /3520",
			[]time.Duration{none, none, 30 * time.Second, time.Minute}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
					switch code, _ := strconv.Atoi(r.URL.Path[1:]); {
					case code > 3000:
						http.Redirect(w, r, fmt.Sprintf("/%d", code-3000), http.StatusFound)
					case code == 200:
						text(w, r)
					default:
						w.WriteHeader(code)
					}
				})
				c := n.client(t, fetch.Options{})
				for i, path := range strings.Fields(tt.paths) {
					get(t, c, "http://a.vn"+path)
					if got := time.Until(c.Ready("a.vn")); got != tt.want[i] {
						t.Errorf("after %s, the request %d: ready in %v, want %v", path, i, got, tt.want[i])
					}
				}
			})
		})
	}
}

// The failures of an earlier run make a pause longer, but one page alone does not let its host cool off.
func TestFetchHoldsTheHostWhosePagesFailedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(w, r)
				return
			}
			w.WriteHeader(http.StatusInternalServerError)
		})
		holds := &holds{}
		holds.SetHold("a.vn", news.Hold{Failures: 5})
		c := n.client(t, fetch.Options{Holds: holds})
		for i, want := range []time.Duration{2 * time.Second, 2 * time.Second, 16 * time.Minute} {
			get(t, c, fmt.Sprintf("http://a.vn/%d", i))
			if got := time.Until(c.Ready("a.vn")); got != want {
				t.Errorf("request %d: ready in %v, want %v", i, got, want)
			}
		}
		_, err := get(t, c, "http://a.vn/3")
		if held, ok := errors.AsType[*fetch.HoldError](err); !ok || held.Hold.Cause != "500" {
			t.Errorf("err = %v, want a hold for 500", err)
		}
	})
}

// Two names of one server get one request at a time, with the longer of their pauses between two.
func TestNamesOfOneServerAreAskedInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(300 * time.Millisecond)
			text(w, r)
		}
		shared := []string{"a.vn", "www.a.vn", "b.vn"}
		for _, host := range append(shared, "c.vn") {
			n.serve(t, host, "User-agent: *\n", slow)
		}
		resolve := func(_ context.Context, name string) ([]netip.Addr, error) {
			switch name {
			case "c.vn":
				return []netip.Addr{netip.MustParseAddr("8.8.4.4")}, nil
			case "b.vn":
				return []netip.Addr{
					netip.MustParseAddr("::ffff:8.8.8.8"), netip.MustParseAddr("2001:db8::1"),
				}, nil
			}
			return []netip.Addr{netip.MustParseAddr("8.8.8.8")}, nil
		}
		c := n.client(t, fetch.Options{Resolve: resolve, HostDelay: func(host string) time.Duration {
			if host == "b.vn" {
				return 5 * time.Second
			}
			return 0
		}})
		var wg sync.WaitGroup
		for i := range 16 {
			host := append(shared, "c.vn")[i%4]
			wg.Go(func() {
				if _, err := get(t, c, fmt.Sprintf("http://%s/%d", host, i)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var last, lastOther hit
		for _, h := range n.hits() {
			before := &last
			if h.host == "c.vn" {
				before = &lastOther
			}
			pause := 2 * time.Second
			if h.host == "b.vn" || before.host == "b.vn" {
				pause = 5 * time.Second
			}
			if before.host != "" && h.began < before.ended+pause {
				t.Errorf("%v follows %v, which ended at %v", h, *before, before.ended)
			}
			*before = h
		}
		if lastOther.ended > 15*time.Second {
			t.Errorf("the server of its own was asked until %v", lastOther.ended)
		}
		if got, want := time.Until(c.Ready("a.vn")), 5*time.Second; last.host == "b.vn" && got != want {
			t.Errorf("a.vn is ready in %v, want %v", got, want)
		}
	})
}

func TestFirstRequestPausesAfterAnEarlierRun(t *testing.T) {
	tests := []struct {
		name    string
		earlier time.Duration // before now
		want    time.Duration
	}{
		{"a moment ago", 500 * time.Millisecond, 1500 * time.Millisecond},
		{"long ago", time.Hour, 0},
		{"its clock was ahead", -time.Hour, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(t, "a.vn", "User-agent: *\n", text)
				c := n.client(t, fetch.Options{Earlier: time.Now().Add(-tt.earlier)})
				if _, err := get(t, c, "http://a.vn/"); err != nil {
					t.Fatal(err)
				}
				if got := n.hits()[0].began; got != tt.want {
					t.Errorf("first request after %v, want %v", got, tt.want)
				}
			})
		})
	}
}
