package server

import (
	"baotinh/cmd/baotinh/internal/server/page"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"time"
)

// secure sets the headers that tell browsers to trust nothing in a response. A handler may set stricter ones.
func secure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page.Protect(w.Header())
		h.ServeHTTP(w, r)
	})
}

// onlyLocalHosts refuses requests whose Host is not this machine.
func onlyLocalHosts(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLocal(r.Host) {
			http.Error(w, "this server answers to local names only", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// isLocal reports whether a Host names this machine.
func isLocal(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if address, err := netip.ParseAddr(host); err == nil {
		return address.IsLoopback()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// tokenCheck returns a function that reports whether a request has the token, nil if there is none: as
// "Authorization: Bearer …", or as the field "token" of a form.
func tokenCheck(token string) func(*http.Request) bool {
	if token == "" {
		return nil
	}
	want := sha256.Sum256([]byte(token)) // so that all comparisons take the same time
	return func(r *http.Request) bool {
		given, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !isBearer {
			given = r.PostFormValue("token")
		}
		got := sha256.Sum256([]byte(given))
		return subtle.ConstantTimeCompare(got[:], want[:]) == 1
	}
}

// clients tells who sends a request.
type clients struct {
	proxies []netip.Prefix // whose X-Forwarded headers are believed
}

// address returns the address of the client of a request: of the last one in X-Forwarded-For that is no
// trusted proxy, if the request comes from one.
func (c clients) address(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.trusts(address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address
}

func (c clients) trusts(address netip.Addr) bool {
	for _, p := range c.proxies {
		if p.Contains(address) {
			return true
		}
	}
	return false
}

// origin returns scheme and host of the server as the client of a request sees them.
func (c clients) origin(r *http.Request) string {
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !c.trusts(peer.Addr().Unmap()) {
		return scheme + "://" + host
	}
	if s := strings.ToLower(r.Header.Get("X-Forwarded-Proto")); s == "http" || s == "https" {
		scheme = s
	}
	if h := r.Header.Get("X-Forwarded-Host"); h != "" && !strings.ContainsAny(h, "/\\?#@ ,") {
		host = h
	}
	return scheme + "://" + host
}

// patience is how long a request waits for its turn when many search at the same time.
const patience = 2 * time.Second

// limitSearches lets only so many requests run at the same time as the processors can do; others wait for
// their turn. Health, metrics and files are not among them, and streams have a limit of their own.
func limitSearches(h http.Handler) http.Handler {
	turns := make(chan struct{}, max(8, 4*runtime.GOMAXPROCS(0)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isLight(r.URL.Path) {
			h.ServeHTTP(w, r)
			return
		}
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
			h.ServeHTTP(w, r)
		case <-timer.C:
			w.Header().Set("Retry-After", "2")
			http.Error(w, "too many searches at the same time", http.StatusServiceUnavailable)
		case <-r.Context().Done():
		}
	})
}

// isLight reports whether a path needs no search.
func isLight(path string) bool {
	switch path {
	case "/healthz", "/readyz", "/metrics", "/openapi.json", "/api/v1/export":
		return true
	}
	return strings.HasPrefix(path, "/tep/")
}
