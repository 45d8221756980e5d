package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// An ownServer is a server on this machine that notes what it is asked for.
type ownServer struct {
	host string

	mu    sync.Mutex
	asked []string // guarded by mu
}

func newOwnServer(t *testing.T, handle http.HandlerFunc) *ownServer {
	l := new(ownServer)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		l.asked = append(l.asked, r.URL.Path)
		l.mu.Unlock()
		handle(w, r)
	}))
	t.Cleanup(s.Close)
	l.host = strings.TrimPrefix(s.URL, "http://")
	return l
}

// Servers of one's own are asked where the operator allows it, and nobody else can lead a crawl there.
func TestPrivateAddressesOnlyWhereAllowed(t *testing.T) {
	page := func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<title>Báo Thử</title><p>Sáng nay, xã Nà Mẫu khởi công sửa đường.</p>")
	}
	secret := newOwnServer(t, page)
	other := newOwnServer(t, page) // allowed, too
	robotsTo := ""
	own := newOwnServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt" && robotsTo != "":
			http.Redirect(w, r, robotsTo, http.StatusFound)
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case r.URL.Path == "/to-secret":
			http.Redirect(w, r, "http://"+secret.host+"/", http.StatusFound)
		case r.URL.Path == "/to-other":
			http.Redirect(w, r, "http://"+other.host+"/", http.StatusFound)
		case r.URL.Path == "/to-refresh":
			fmt.Fprintf(w, `<meta http-equiv=refresh content="0;url=http://%s/">`, secret.host)
		case r.URL.Path == "/to-own":
			http.Redirect(w, r, "/", http.StatusFound)
		default:
			page(w, r)
		}
	})
	newClient := func() *fetch.Client {
		return fetch.New(fetch.Options{Delay: time.Millisecond, Private: func(host string) bool {
			return host == own.host || host == other.host
		}})
	}
	for _, tt := range []struct {
		url     string
		allowed bool
	}{
		{own.host + "/", true},
		{own.host + "/to-own", true},
		{own.host + "/to-secret", false},
		{own.host + "/to-other", false},
		{own.host + "/to-refresh", false},
		{secret.host + "/", false},
		{"localhost" + own.host[strings.LastIndex(own.host, ":"):] + "/", false},
	} {
		_, err := newClient().Fetch(t.Context(), news.Request{URL: "http://" + tt.url})
		if tt.allowed && err != nil || !tt.allowed && !errors.Is(err, fetch.ErrPrivate) {
			t.Errorf("%s: %v", tt.url, err)
		}
	}
	for _, target := range []string{secret.host, other.host} {
		robotsTo = "http://" + target + "/robots.txt"
		_, err := newClient().Fetch(t.Context(), news.Request{URL: "http://" + own.host + "/"})
		if err == nil {
			t.Errorf("a robots.txt at %s was read", target)
		}
	}
	if len(secret.asked)+len(other.asked) > 0 {
		t.Errorf("asked for %q and %q", secret.asked, other.asked)
	}
	c := newClient()
	if _, err := c.Fetch(t.Context(), news.Request{URL: "http://" + other.host + "/"}); err != nil {
		t.Fatal(err)
	}
	robotsTo = ""
	asked := len(other.asked)
	_, err := c.Fetch(t.Context(), news.Request{URL: "http://" + own.host + "/to-other"})
	if !errors.Is(err, fetch.ErrPrivate) || len(other.asked) != asked {
		t.Errorf("over a connection that is open: %v, asked %q", err, other.asked)
	}
	if !slices.Contains(own.asked, "/to-own") {
		t.Errorf("asked %q", own.asked)
	}
}
