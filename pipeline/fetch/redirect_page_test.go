package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"baotinh/pipeline/fetch"
)

func TestFetchFollowsARefreshAsARedirect(t *testing.T) {
	const meta = "<html><head><meta http-equiv=%q content=%q></head><body></body></html>"
	long := "<body>" + strings.Repeat(article, 10)
	for _, tt := range []struct {
		name, header, body string
		want               string // the path that is served in the end
	}{
		{"meta", "", fmt.Sprintf(meta, "refresh", "0; url=/trang-chu/"), "/trang-chu/"},
		{"meta in other letters", "", fmt.Sprintf(meta, "REFRESH", "0;URL='/trang-chu/'"), "/trang-chu/"},
		{"meta without quotation marks", "", "<meta http-equiv=refresh content=0;url=/trang-chu/>",
			"/trang-chu/"},
		{"meta without the word", "", fmt.Sprintf(meta, "refresh", "0;/trang-chu/"), "/trang-chu/"},
		{"meta with a comma and blanks", "", fmt.Sprintf(meta, "Refresh", "1 , url = trang-chu/"),
			"/trang-chu/"},
		{"meta with an escape", "", fmt.Sprintf(meta, "refresh", "0;url=/trang-chu/?a=1&amp;b=2"),
			"/trang-chu/?a=1&b=2"},
		{"field", "0; url=/trang-chu/", article, "/trang-chu/"},
		{"after seconds, with little else", "", fmt.Sprintf(meta, "refresh", "5; url=/trang-chu/") +
			"Trang đã chuyển", "/trang-chu/"},
		{"after seconds, beside a page", "", fmt.Sprintf(meta, "refresh", "5; url=/trang-chu/") + long, "/"},
		{"of a front to itself", "", fmt.Sprintf(meta, "refresh", "0; url=/") + long, "/"},
		{"of a front after minutes", "", fmt.Sprintf(meta, "refresh", "600") + long, "/"},
		{"after minutes elsewhere", "", fmt.Sprintf(meta, "refresh", "600; url=/trang-chu/") + long, "/"},
		{"for browsers without scripts", "", "<noscript>" + fmt.Sprintf(meta, "refresh", "0; url=/nojs") +
			"</noscript>" + long, "/"},
		{"in a comment", "", "<!-- " + fmt.Sprintf(meta, "refresh", "0; url=/old") + " -->" + long, "/"},
		{"in the body", "", "<body>" + fmt.Sprintf(meta, "refresh", "0; url=/old") + long, "/"},
		{"to nothing", "", fmt.Sprintf(meta, "refresh", "0; url=") + long, "/"},
		{"to a script", "", fmt.Sprintf(meta, "refresh", "0; url=javascript:void(0)") + long, "/"},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			switch {
			case r.URL.Path == "/robots.txt":
			case r.URL.Path != "/":
				fmt.Fprint(w, article)
			default:
				if tt.header != "" {
					w.Header().Set("Refresh", tt.header)
				}
				fmt.Fprint(w, tt.body)
			}
		})
		p, err := get(t, loopback(t, s, fetch.Options{}), "http://a.vn/")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := strings.TrimPrefix(p.Location(), "http://a.vn"); got != tt.want {
			t.Errorf("%s: page of %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Some servers redirect, or refresh, until they get the cookie that they set; no other fetch sends it.
func TestFetchSendsCookiesBackOnTheWay(t *testing.T) {
	var sent []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		sent = append(sent, r.URL.Path+" "+r.Header.Get("Cookie"))
		switch cookie := r.Header.Get("Cookie"); {
		case cookie != "" || r.URL.Path == "/robots.txt":
			fmt.Fprint(w, article)
		case r.URL.Path == "/redirect":
			w.Header().Set("Set-Cookie", "kt=1; Path=/")
			http.Redirect(w, r, "/redirect", http.StatusFound)
		case r.URL.Path == "/refresh":
			w.Header().Set("Set-Cookie", "kt=2")
			fmt.Fprint(w, "<meta http-equiv=refresh content='0; url=/refresh'>")
		case r.URL.Path == "/other-host":
			w.Header().Set("Set-Cookie", "kt=3")
			http.Redirect(w, r, "http://b.vn/page", http.StatusFound)
		case r.URL.Path == "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case r.URL.Path == "/new-each-time":
			w.Header().Set("Set-Cookie", fmt.Sprintf("n%d=1; Max-Age=0", len(sent)))
			http.Redirect(w, r, "/new-each-time", http.StatusFound)
		default:
			fmt.Fprint(w, article)
		}
	})
	c := loopback(t, s, fetch.Options{})
	for _, path := range []string{"/redirect", "/refresh", "/plain", "/other-host"} {
		if _, err := get(t, c, "http://a.vn"+path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	want := "/robots.txt |/redirect |/redirect kt=1|/refresh |/refresh kt=2|/plain |/other-host " +
		"|/robots.txt |/page "
	if got := strings.Join(sent, "|"); got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
	for _, path := range []string{"/loop", "/new-each-time"} {
		if _, err := get(t, c, "http://a.vn"+path); err == nil || !strings.Contains(err.Error(), "loop") {
			t.Errorf("%s: err = %v, want a loop", path, err)
		}
	}
}

func TestFetchTakesAPageThatAProxyChanged(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusNonAuthoritativeInfo)
			fmt.Fprint(w, article)
		}
	})
	if p, err := get(t, loopback(t, s, fetch.Options{}), "http://a.vn/"); err != nil || p.Status != 203 {
		t.Errorf("page %+v, %v", p, err)
	}
}
