package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/robots"
)

// TestRFC9309 shows, clause by clause, what RFC 9309 says of the way to a robots.txt, of its status and its
// age. What it says of its content is shown by the test of this name in package robots.
func TestRFC9309(t *testing.T) {
	const rules = "User-agent: *\nDisallow: /cam\n"
	const (
		obeyed   = "obeyed"  // /cam is denied, / is not
		allAllow = "allowed" // both are fetched
		allDeny  = "unasked" // neither is, and that is no denial: it is asked for again
		denied   = "all"     // both are denied
		hour     = time.Hour
	)
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			fmt.Fprint(w, rules)
		}
	}
	body := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
	}
	redirects := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if done := len(r.URL.RawQuery); done < n {
				http.Redirect(w, r, "/robots.txt?"+strings.Repeat("x", done+1), http.StatusFound)
				return
			}
			fmt.Fprint(w, rules)
		}
	}
	old := func(age time.Duration) *news.Page {
		return &news.Page{Status: 200, Body: []byte(rules), Fetched: time.Now().Add(-age)}
	}
	padding := strings.Repeat("#\n", robots.MaxBytes/2-len(rules))

	for _, tt := range []struct {
		clause, what string
		robots       http.HandlerFunc // nil: the server breaks the connection
		stored       time.Duration    // age of the rules of an earlier run; 0: none
		want         string
		asked        int // requests for robots.txt
	}{
		{"2.3", "at /robots.txt of the host", body(rules), 0, obeyed, 1},
		{"2.3", "a byte order mark", body("\uFEFF" + rules), 0, obeyed, 1},
		{"2.3.1.1", "200", status(200), 0, obeyed, 1},
		{"2.3.1.1", "another status of success", status(203), 0, obeyed, 1},
		{"2.3.1.1", "an empty file", body(""), 0, allAllow, 1},
		{"2.3.1.2", "one redirect", redirects(1), 0, obeyed, 2},
		{"2.3.1.2", "five redirects", redirects(5), 0, obeyed, 6},
		{"2.3.1.2", "more: as if there were none", redirects(6), 0, allAllow, 6},
		{"2.3.1.3", "400", status(400), 0, allAllow, 1},
		{"2.3.1.3", "401", status(401), 0, allAllow, 1},
		{"2.3.1.3", "403", status(403), 0, allAllow, 1},
		{"2.3.1.3", "404", status(404), 0, allAllow, 1},
		{"2.3.1.3", "410", status(410), 0, allAllow, 1},
		{"2.3.1.3", "451", status(451), 0, allAllow, 1},
		{"2.3.1.4", "500", status(500), 0, allDeny, 1},
		{"2.3.1.4", "502", status(502), 0, allDeny, 1},
		{"2.3.1.4", "503", status(503), 0, allDeny, 1},
		{"2.3.1.4", "599", status(599), 0, allDeny, 1},
		{"2.3.1.4", "no connection", nil, 0, allDeny, 1},
		{"2.3.1.4", "500, but rules of yesterday", status(500), 30 * hour, obeyed, 1},
		{"2.3.1.4", "no connection, but rules of yesterday", nil, 30 * hour, obeyed, 1},
		{"2.3.1.5", "a page of HTML", body("<!DOCTYPE html><p>" + rules), 0, allAllow, 1},
		{"2.3.1.5", "broken lines", body("\xff\n:\n" + rules + "Disallow\n"), 0, obeyed, 1},
		{"2.4", "not asked for again within a day", body("User-agent: *\nDisallow: /\n"), 23 * hour,
			obeyed, 0},
		{"2.4", "asked for again after a day", body("User-agent: *\nDisallow: /\n"), 25 * hour, denied, 1},
		{"2.5", "500 KiB", body(padding + rules), 0, obeyed, 1},
		{"2.5", "a longer one, up to there", body(rules + padding + padding + "Disallow: /\n"), 0, obeyed, 1},
	} {
		t.Run(tt.clause+" "+tt.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork()
				n.serve(t, "a.vn", "", func(w http.ResponseWriter, r *http.Request) {
					switch {
					case r.URL.Path != "/robots.txt":
						text(w, r)
					case tt.robots == nil:
						panic(http.ErrAbortHandler)
					default:
						tt.robots(w, r)
					}
				})
				store := &memory{pages: map[string]*news.Page{}}
				if tt.stored > 0 {
					store.pages["http://a.vn"] = old(tt.stored)
				}
				c := n.client(t, fetch.Options{Robots: store})
				_, front := get(t, c, "http://a.vn/")
				_, hidden := get(t, c, "http://a.vn/cam")
				verdict := func(err error) string {
					switch {
					case err == nil:
						return "fetched"
					case errors.Is(err, fetch.ErrRobotsDenied):
						return "denied"
					}
					return "not asked for"
				}
				got := verdict(front) + ", " + verdict(hidden)
				if want := map[string]string{
					obeyed: "fetched, denied", allAllow: "fetched, fetched",
					allDeny: "not asked for, not asked for", denied: "denied, denied",
				}[tt.want]; got != want {
					t.Errorf("front and page: %s; want %s (%v, %v)", got, want, front, hidden)
				}
				asked := 0
				for _, h := range n.hits() {
					if strings.HasPrefix(h.path, "/robots.txt") {
						asked++
					}
				}
				if tt.robots != nil && asked != tt.asked {
					t.Errorf("robots.txt was asked for %d times, want %d", asked, tt.asked)
				}
			})
		})
	}
}
