package library

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What the servers of fifty newspapers on thirty addresses saw in three nights: never two requests to an
// address within the pause, each article once, and what Crawl-delay and Retry-After ask for.
func TestPolitenessBySeenRequests(t *testing.T) {
	const (
		newspapers = 50
		addresses  = 30
		articles   = 40 // a newspaper, in three nights
		delay      = 2 * time.Second
	)
	synctest.Test(t, func(t *testing.T) {
		var names []string
		for i := range newspapers {
			names = append(names, fmt.Sprintf("bao%d", i))
		}
		p := newPress(t, "", names...)
		address := func(host string) netip.Addr {
			var n int
			fmt.Sscanf(host, "bao%d.", &n)
			return netip.AddrFrom4([4]byte{9, 9, 9, byte(n % addresses)})
		}
		type request struct {
			host, path   string
			began, ended time.Duration
		}
		log := map[netip.Addr][]*request{}
		held := map[string]time.Duration{} // until when
		night := 0
		for n, name := range names {
			host := name + ".example"
			p.handle(host, func(w http.ResponseWriter, r *http.Request) {
				q := &request{host: r.Host, path: r.URL.Path, began: time.Since(p.began)}
				p.mu.Lock()
				log[address(host)] = append(log[address(host)], q)
				refused, wasHeld := q.began < held[host], held[host] > 0
				p.mu.Unlock()
				if refused {
					t.Errorf("%s%s was asked for at %v, within a hold", r.Host, r.URL.Path, q.began)
				}
				hash := fnv.New32()
				fmt.Fprint(hash, r.Host, r.URL.Path)
				time.Sleep(time.Duration(hash.Sum32()%900) * time.Millisecond)
				switch {
				case r.URL.Path == "/robots.txt" && n%7 == 0:
					fmt.Fprint(w, "User-agent: *\nCrawl-delay: 9\n")
				case r.URL.Path == "/robots.txt":
				case r.URL.Path == "/":
					var links []string
					for i := range (night + 1) * articles / 3 {
						links = append(links, fmt.Sprintf("/tin-%d.html", 10000+i))
					}
					front(links...)(w, r)
				case n%11 == 3 && r.URL.Path == "/tin-10005.html" && !wasHeld:
					p.mu.Lock()
					held[host] = time.Since(p.began) + 3*time.Hour
					p.mu.Unlock()
					status(503, "Retry-After", "10800")(w, r)
				default:
					article("Bản tin số "+strings.Trim(r.URL.Path, "/"))(w, r)
				}
				q.ended = time.Since(p.began)
			})
		}

		resolve := func(_ context.Context, name string) ([]netip.Addr, error) {
			return []netip.Addr{address(name)}, nil
		}
		for night = range 3 {
			p.crawl(Crawl{Resolve: resolve})
			time.Sleep(20 * time.Hour)
		}
		requests, times := 0, map[string]int{}
		for _, all := range log {
			lastOf := map[string]*request{}
			for i, q := range all {
				requests++
				if i > 0 && q.began < all[i-1].ended+delay {
					t.Errorf("%+v follows %+v", *q, *all[i-1])
				}
				before := lastOf[q.host]
				var n int
				fmt.Sscanf(q.host, "bao%d.", &n)
				if before != nil && n%7 == 0 && q.began < before.ended+9*time.Second {
					t.Errorf("%+v follows %+v in spite of Crawl-delay", *q, *before)
				}
				lastOf[q.host] = q
				if strings.HasPrefix(q.path, "/tin-") {
					times[q.host+q.path]++
				}
			}
		}
		if len(times) < newspapers*(articles-1) {
			t.Errorf("%d articles were asked for, want %d", len(times), newspapers*articles)
		}
		t.Logf("%d requests, %d articles", requests, len(times))
	})
}

// A run that follows another at once keeps the pause, also after a run that ended before it had a page.
func TestRunsFollowEachOtherWithAPause(t *testing.T) {
	const delay = 2 * time.Second
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", map[string]http.HandlerFunc{
			"/":               front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html"),
			"/tin-10001.html": article("Bản tin một"), "/tin-10002.html": article("Bản tin hai"),
			"/tin-10003.html": article("Bản tin ba"),
		})
		for range 4 {
			p.crawl(Crawl{Limit: 1})
		}
		if len(p.log) != 5 {
			t.Errorf("%d requests, want robots.txt, the front and three articles", len(p.log))
		}
		for i, a := range p.log[1:] {
			if before := p.log[i]; a.at < before.at+delay {
				t.Errorf("%v follows %v", a, before)
			}
		}
	})
}
