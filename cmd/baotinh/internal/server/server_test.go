package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/newspaper"
)

func newServer(t *testing.T, o Options) *httptest.Server {
	t.Helper()
	if o.Reader == nil {
		o.Reader = library.OpenReader(library.In(t.TempDir()))
	}
	if o.Catalogue == nil {
		o.Catalogue = newspaper.Default()
	}
	return serveHandler(t, New(o))
}

func serveHandler(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, url string, header http.Header) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	r.Host = header.Get("Host")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestAServerEndsWhenItIsTold(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := library.OpenReader(library.In(t.TempDir()))
	defer r.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- Serve(ctx, l, New(Options{Reader: r, Catalogue: newspaper.Default()}), r, nil) }()
	response, body := get(t, "http://"+l.Addr().String()+"/healthz", nil)
	if response.StatusCode != http.StatusOK || body != "ok\n" {
		t.Errorf("%s %q", response.Status, body)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("end: %v", err)
	}
}

func TestOnlyLocalNamesAreAnswered(t *testing.T) {
	s := newServer(t, Options{LocalOnly: true})
	for host, want := range map[string]int{
		"":                  http.StatusOK,
		"localhost:8484":    http.StatusOK,
		"kho.localhost":     http.StatusOK,
		"[::1]:8484":        http.StatusOK,
		"evil.example:8484": http.StatusMisdirectedRequest,
		"10.0.0.1":          http.StatusMisdirectedRequest,
		"localhost.evil":    http.StatusMisdirectedRequest,
	} {
		response, _ := get(t, s.URL+"/healthz", http.Header{"Host": {host}})
		if response.StatusCode != want {
			t.Errorf("Host %q: %d, want %d", host, response.StatusCode, want)
		}
	}
}

func TestForwardedHeadersAreThoseOfTrustedProxies(t *testing.T) {
	c := clients{[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}
	for _, tt := range []struct {
		name, peer, forwarded string
		address, origin       string
	}{
		{"direct", "192.0.2.1:5", "", "192.0.2.1", "http://kho.example"},
		{"forged", "192.0.2.1:5", "203.0.113.9", "192.0.2.1", "http://kho.example"},
		{"proxy", "10.0.0.1:5", "203.0.113.9", "203.0.113.9", "https://bao.example"},
		{"proxy, and one that the client invents", "10.0.0.1:5", "127.0.0.1, 203.0.113.9", "203.0.113.9",
			"https://bao.example"},
		{"two proxies", "10.0.0.1:5", "203.0.113.9, 10.0.0.2", "203.0.113.9", "https://bao.example"},
		{"no address", "10.0.0.1:5", "unknown", "10.0.0.1", "https://bao.example"},
	} {
		r := httptest.NewRequest("GET", "http://kho.example/", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
			r.Header.Set("X-Forwarded-Proto", "https")
			r.Header.Set("X-Forwarded-Host", "bao.example")
		}
		if got := c.address(r).String(); got != tt.address {
			t.Errorf("%s: client %s, want %s", tt.name, got, tt.address)
		}
		if got := c.origin(r); got != tt.origin {
			t.Errorf("%s: origin %s, want %s", tt.name, got, tt.origin)
		}
	}
}

func TestATokenAllowsToWrite(t *testing.T) {
	if tokenCheck("") != nil {
		t.Error("without a token anybody may write")
	}
	mayWrite := tokenCheck("mật khẩu dài")
	for header, want := range map[string]bool{
		"Bearer mật khẩu dài": true, "Bearer mật khẩu": false, "mật khẩu dài": false, "": false,
	} {
		r := httptest.NewRequest("PUT", "/", nil)
		r.Header.Set("Authorization", header)
		if got := mayWrite(r); got != want {
			t.Errorf("Authorization %q: %t, want %t", header, got, want)
		}
	}
}

func TestBrowsersTrustNothingInAResponse(t *testing.T) {
	const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
		"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	s := newServer(t, Options{})
	for _, path := range []string{"/", "/healthz", "/khong-co"} {
		response, _ := get(t, s.URL+path, nil)
		if got := response.Header.Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s: policy %q", path, got)
		}
		if got := response.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", path, got)
		}
	}
}
