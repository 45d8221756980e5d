package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// loopback returns a Client that connects to server for every host, with short delays.
func loopback(tb testing.TB, server *httptest.Server, o fetch.Options) *fetch.Client {
	tb.Helper()
	o.Delay = time.Microsecond
	o.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server.Listener.Addr().String())
	}
	c := fetch.New(o)
	tb.Cleanup(func() { c.Close() })
	return c
}

func serve(tb testing.TB, handler http.HandlerFunc) *httptest.Server {
	tb.Helper()
	s := httptest.NewServer(handler)
	tb.Cleanup(s.Close)
	return s
}

func TestFetchReturnsThePage(t *testing.T) {
	var got http.Header
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("ETag", `"1"`)
		fmt.Fprint(w, "<p>Lạng Sơn")
	})
	c := loopback(t, s, fetch.Options{UserAgent: fetch.UserAgent("1.2", "https://example.vn/")})
	began := time.Now()
	p, err := get(t, c, "http://BaoLangSon.vn/thời-sự?utm_source=zalo#a")
	if err != nil {
		t.Fatal(err)
	}
	if p.URL != "http://baolangson.vn/th%E1%BB%9Di-s%E1%BB%B1" || p.FinalURL != "" || p.Status != 200 {
		t.Errorf("page %q, %q, %d", p.URL, p.FinalURL, p.Status)
	}
	if string(p.Body) != "<p>Lạng Sơn" || p.Header.Get("etag") != `"1"` {
		t.Errorf("body %q, header %v", p.Body, p.Header)
	}
	if p.Fetched.Before(began) || p.Fetched.After(time.Now()) {
		t.Errorf("fetched at %v", p.Fetched)
	}
	if agent := got.Get("User-Agent"); agent != "baotinh/1.2 (+https://example.vn/)" {
		t.Errorf("User-Agent %q", agent)
	}
	if got.Get("If-None-Match") != "" || got.Get("If-Modified-Since") != "" {
		t.Errorf("unconditional request has %v", got)
	}
}

// compress returns s, compressed by w into b.
func compress(b *bytes.Buffer, w io.WriteCloser, s string) string {
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func TestFetchBodies(t *testing.T) {
	const page = "<p>Đồng Đăng"
	zip := func(s string) string {
		var b bytes.Buffer
		return compress(&b, gzip.NewWriter(&b), s)
	}
	zlib := func(s string) string {
		var b bytes.Buffer
		return compress(&b, zlib.NewWriter(&b), s)
	}
	raw := func(s string) string {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, flate.DefaultCompression)
		return compress(&b, w, s)
	}
	const limit = 64 << 10
	const html = "text/html"
	tests := []struct {
		name, kind, coding, body string
		want                     string
		err                      error // nil: none
	}{
		{"plain", html, "", page, page, nil},
		{"gzip", html, "gzip", zip(page), page, nil},
		{"gzip by its old name", html, "X-Gzip", zip(page), page, nil},
		{"gzip cut short", html, "gzip", zip(page)[:20], "", io.ErrUnexpectedEOF},
		{"gzip without trailer", html, "gzip", zip(page)[:len(zip(page))-8], page, nil},
		{"no gzip at all", html, "gzip", page, page, nil},
		{"a character set for a coding", html, "utf-8", page, page, nil},
		{"a list of codings", html, "identity, gzip", zip(page), page, nil},
		{"gzip that is not stated", html, "", zip(page), page, nil},
		{"gzip with a wrong sum", html, "gzip", zip(page)[:len(zip(page))-8] + "12345678", "",
			gzip.ErrChecksum},
		{"deflate", html, "deflate", zlib(page), page, nil},
		{"deflate without zlib", html, "deflate", raw(page), page, nil},
		{"identity", html, "identity", page, page, nil},
		{"just as long as allowed", html, "", strings.Repeat("a", limit), strings.Repeat("a", limit), nil},
		{"too long", html, "", strings.Repeat("a", limit+1), "", fetch.ErrTooLarge},
		{"bomb", html, "gzip", zip(strings.Repeat("\x00", 50*limit)), "", fetch.ErrTooLarge},
		{"bomb of zlib", html, "deflate", zlib(strings.Repeat("\x00", 50*limit)), "", fetch.ErrTooLarge},
		{"sitemap in gzip", "application/x-gzip", "", zip("<?xml version='1.0'?><urlset/>"),
			"<?xml version='1.0'?><urlset/>", nil},
		{"sitemap that says so twice", "application/gzip", "gzip", zip("<?xml version='1.0'?><urlset/>"),
			"<?xml version='1.0'?><urlset/>", nil},
		{"archive in gzip", "application/gzip", "", zip("\x00\x01\x02\x03"), "", fetch.ErrNotHTML},
		{"bomb in a sitemap", "application/gzip", "", zip(strings.Repeat(" ", 50*limit)), "",
			fetch.ErrTooLarge},
		{"XHTML", "application/xhtml+xml", "", page, page, nil},
		{"RSS", "application/rss+xml; charset=utf-8", "", "<rss/>", "<rss/>", nil},
		{"JSON", "application/ld+json", "", "{}", "{}", nil},
		{"broken parameter", "TEXT/HTML; charset", "", page, page, nil},
		{"picture", "image/jpeg", "", "\xff\xd8", "", fetch.ErrNotHTML},
		{"drawing", "image/svg+xml", "", "<svg/>", "", fetch.ErrNotHTML},
		{"PDF", "application/pdf", "", "%PDF", "", fetch.ErrNotHTML},
		{"style sheet", "text/css", "", "p{}", "", fetch.ErrNotHTML},
		{"unknown, is a page", "application/octet-stream", "", "<!doctype html>", "<!doctype html>", nil},
		{"feed by a type of its own", "text/rss+xml", "", "<?xml version='1.0'?><rss/>",
			"<?xml version='1.0'?><rss/>", nil},
		{"feed without declaration", "text/rss", "", "<rss></rss>", "<rss></rss>", nil},
		{"feed called HTML", html, "", "<?xml version='1.0'?><rss/>", "<?xml version='1.0'?><rss/>", nil},
		{"feed of a storage service", "binary/octet-stream", "", "<rss></rss>", "<rss></rss>", nil},
		{"sitemap by half a type", "gzip", "", zip("<urlset></urlset>"), "<urlset></urlset>", nil},
		{"two types that a proxy joined", "text/html, text/html; charset=utf-8", "", page, page, nil},
		{"two types without blank", "text/html,text/html", "", page, page, nil},
		{"page called a picture", "image/jpeg", "", "<!doctype html>" + page, "<!doctype html>" + page, nil},
		{"page to be downloaded", "application/force-download", "", "<html>" + page, "<html>" + page, nil},
		{"no type at all", "", "", page, page, nil},
		{"PDF called HTML", html, "", "%PDF-1.4\n", "", fetch.ErrNotHTML},
		{"picture called HTML", html, "", "\xff\xd8\xff\xe0", "", fetch.ErrNotHTML},
		{"archive called HTML", html, "", "PK\x03\x04", "", fetch.ErrNotHTML},
		{"UTF-16 without mark", html, "", "<\x00p\x00>\x00a\x00", "<\x00p\x00>\x00a\x00", nil},
		{"script", "text/javascript", "", "location='/'", "", fetch.ErrNotHTML},
		{"unknown, is a picture", "application/octet-stream", "", "\x89PNG\r\n\x1a\n", "", fetch.ErrNotHTML},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					return
				}
				w.Header().Set("Content-Type", tt.kind)
				if tt.coding != "" {
					w.Header().Set("Content-Encoding", tt.coding)
				}
				io.WriteString(w, tt.body)
			})
			p, err := get(t, loopback(t, s, fetch.Options{MaxBodyBytes: limit}), "http://a.vn/")
			if !errors.Is(err, tt.err) {
				t.Fatalf("err = %v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			if string(p.Body) != tt.want {
				t.Errorf("body of %d bytes, want %d", len(p.Body), len(tt.want))
			}
			if got := p.Header.Get("Content-Encoding"); got != "" {
				t.Errorf("Content-Encoding %q of a decoded body", got)
			}
		})
	}
}

func TestFetchBodyCutShortIsAnError(t *testing.T) {
	for _, length := range []string{"100", ""} { // by Content-Length, by chunks
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				return
			}
			if length != "" {
				w.Header().Set("Content-Length", length)
			}
			text(w, r)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
		_, err := get(t, loopback(t, s, fetch.Options{}), "http://a.vn/")
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("length %q: err = %v, want io.ErrUnexpectedEOF", length, err)
		}
	}
}

// A server that always states too much is believed after some failures, sooner if the markup is whole.
func TestFetchKeepsAShortBodyInTheEnd(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		failures   int // before the visit that keeps it; -1: never
	}{
		{"whole", "<html><p>Lạng Sơn</html>\n", 2},
		{"whole feed", "<rss><item></item></rss>", 2},
		{"cut", "<html><p>Lạng S", 4},
		{"nothing", "", -1},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				return
			}
			w.Header().Set("Content-Length", "500")
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, tt.body)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		})
		c := loopback(t, s, fetch.Options{})
		kept := -1
		for n := range 6 {
			p, err := c.Fetch(t.Context(), news.Request{URL: fmt.Sprintf("http://%d.vn/", n), Failures: n})
			if err == nil && kept < 0 {
				kept = n
			}
			if err == nil && (!p.Truncated || string(p.Body) != tt.body) {
				t.Errorf("%s: page %q, truncated %t", tt.name, p.Body, p.Truncated)
			}
		}
		if kept != tt.failures {
			t.Errorf("%s: kept after %d failures, want %d", tt.name, kept, tt.failures)
		}
	}
}

// The protocol allows 50 MB. What is long is kept in gzip.
func TestFetchLongSitemaps(t *testing.T) {
	const entry = "<url><loc>https://a.vn/bai-viet-dai.html</loc></url>"
	long := "<?xml version='1.0'?><urlset>" + strings.Repeat(entry, 4000) + "</urlset>"
	const limit = 64 << 10
	for _, kind := range []string{"application/xml", "application/gzip", "text/html"} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			if r.URL.Path == "/robots.txt" {
				return
			}
			if kind != "application/gzip" {
				w.Header().Set("Content-Length", fmt.Sprint(len(long)))
				io.WriteString(w, long)
				return
			}
			var b bytes.Buffer
			io.WriteString(w, compress(&b, gzip.NewWriter(&b), long))
		})
		p, err := get(t, loopback(t, s, fetch.Options{MaxBodyBytes: limit}), "http://a.vn/sitemap.xml")
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if p.ContentType() != "application/gzip" || p.Header.Get("X-Archive-Orig-Content-Type") != kind {
			t.Errorf("%s: header %v", kind, p.Header)
		}
		z, err := gzip.NewReader(bytes.NewReader(p.Body))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || string(got) != long {
			t.Errorf("%s: %d bytes of %d, %v", kind, len(got), len(long), err)
		}
	}
}

func TestFetchConditional(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` || r.URL.Path == "/always" ||
			r.Header.Get("If-Modified-Since") == "Mon, 02 Jan 2023 03:04:05 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		text(w, r)
	})
	c := loopback(t, s, fetch.Options{})
	for _, r := range []news.Request{
		{URL: "http://a.vn/1", ETag: `"1"`},
		{URL: "http://a.vn/1", LastModified: "Mon, 02 Jan 2023 03:04:05 GMT"},
	} {
		_, err := c.Fetch(t.Context(), r)
		if !errors.Is(err, fetch.ErrNotModified) {
			t.Errorf("%+v: err = %v, want ErrNotModified", r, err)
		}
		same, ok := errors.AsType[*fetch.NotModifiedError](err)
		if !ok || same.Answer.Status != 304 || same.Answer.URL != r.URL || same.Answer.Fetched.IsZero() {
			t.Errorf("%+v: answer %+v", r, same)
		}
	}
	p, err := c.Fetch(t.Context(), news.Request{URL: "http://a.vn/1", ETag: `"0"`})
	if err != nil || len(p.Body) == 0 {
		t.Errorf("changed page: %v", err)
	}
	_, err = get(t, c, "http://a.vn/always")
	if status, ok := errors.AsType[*fetch.StatusError](err); !ok || status.Code != 304 {
		t.Errorf("304 for an unconditional request: %v", err)
	}
}

// What the archive keeps besides the page.
func TestFetchExchange(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /cam\n")
		case "/cu":
			w.Header().Set("Location", "/cam?a=1")
			w.Header().Set("Set-Cookie", "phien=1")
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusMovedPermanently)
			fmt.Fprint(w, "<p>Đã chuyển")
		default:
			text(w, r)
		}
	})
	permitted := false
	c := loopback(t, s, fetch.Options{
		UserAgent: "baotinh/1 (+https://example.vn/)", Permitted: func(string) bool { return permitted },
	})
	if _, err := get(t, c, "http://a.vn/cu"); !errors.Is(err, fetch.ErrRobotsDenied) {
		t.Errorf("%v, want the target of the redirect denied", err)
	}
	permitted = true
	p, err := get(t, c, "http://a.vn/cu")
	if err != nil {
		t.Fatal(err)
	}
	x := p.Exchange
	head := string(x.Request)
	if !strings.HasPrefix(head, "GET /cam?a=1 HTTP/1.1\r\nHost: a.vn\r\nUser-Agent: baotinh/1 ") ||
		!strings.Contains(head, "\r\nCookie: phien=1\r\n") || !strings.HasSuffix(head, "\r\n\r\n") {
		t.Errorf("request %q", head)
	}
	if x.Address != "127.0.0.1" || x.Took <= 0 || x.TLS != "" ||
		x.Robots != "200 denied, permitted by the newspaper" {
		t.Errorf("exchange %+v", x)
	}
	if len(p.Redirects) != 1 {
		t.Fatalf("redirects %+v", p.Redirects)
	}
	r := p.Redirects[0]
	if r.URL != "http://a.vn/cu" || r.Status != 301 || r.Header.Get("Set-Cookie") != "phien=1" ||
		string(r.Body) != "<p>Đã chuyển" || r.Exchange.Robots != "200 allowed" ||
		!bytes.HasPrefix(r.Exchange.Request, []byte("GET /cu ")) {
		t.Errorf("redirect %+v", r)
	}
}

func TestFetchStatus(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var code int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &code); err == nil {
			w.WriteHeader(code)
		}
	})
	c := loopback(t, s, fetch.Options{})
	for _, code := range []int{204, 206, 300, 301, 400, 403, 404, 410, 500, 502} {
		_, err := get(t, c, fmt.Sprintf("http://a.vn/%d", code))
		status, ok := errors.AsType[*fetch.StatusError](err)
		if !ok || status.Code != code || status.RetryAfter != 0 {
			t.Errorf("%d: err = %v", code, err)
		}
	}
	want := "503 Service Unavailable, retry after 30s"
	if got := (&fetch.StatusError{Code: 503, RetryAfter: 30 * time.Second}).Error(); got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestFetchRedirects(t *testing.T) {
	to := func(location string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "old.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			var i int
			if _, err := fmt.Sscanf(r.URL.Path, "/n/%d", &i); err == nil && i > 0 {
				to(fmt.Sprint(i-1))(w, r)
				return
			}
			location, ok := map[string]string{
				"/a": "http://new.vn/a", "/forbidden": "http://new.vn/secret", "/circle": "/round",
				"/round": "circle",
				"/mail":  "mailto:a@b.vn", "/utf8": "/thời-sự", "/self": "#top",
				"/session": "/session?PHPSESSID=1",
				"/query":   "/tim?q=thời sự",
			}[r.URL.Path]
			if !ok || r.URL.RawQuery != "" {
				text(w, r)
				return
			}
			to(location)(w, r)
		})
		n.serve(t, "new.vn", "User-agent: *\nDisallow: /secret\n", text)
		c := n.client(t, fetch.Options{})

		for from, want := range map[string]string{
			"/a": "http://new.vn/a", "/utf8": "http://old.vn/th%E1%BB%9Di-s%E1%BB%B1",
			"/n/10": "http://old.vn/n/0", "/session": "", "/plain": "",
			"/query": "http://old.vn/tim?q=th%E1%BB%9Di%20s%E1%BB%B1",
		} {
			from = "http://old.vn" + from
			if p, err := get(t, c, from); err != nil || p.URL != from || p.FinalURL != want {
				t.Errorf("%s: page %+v, %v; want it from %q", from, p, err, want)
			}
		}
		if _, err := get(t, c, "http://old.vn/forbidden"); !errors.Is(err, fetch.ErrRobotsDenied) {
			t.Errorf("forbidden target: %v", err)
		}
		for _, from := range []string{"/circle", "/mail", "/self", "/n/11"} {
			if p, err := get(t, c, "http://old.vn"+from); err == nil {
				t.Errorf("%s: page from %s, want an error", from, p.Location())
			}
		}
		last := map[string]hit{}
		for _, h := range n.hits() {
			if l, ok := last[h.host]; ok && h.began < l.ended+time.Second {
				t.Errorf("%v follows %v, which ended at %v", h, l, l.ended)
			}
			if h.path == "/secret" {
				t.Error("forbidden page was asked for")
			}
			last[h.host] = h
		}
	})
}

func TestFetchTimeouts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/drip" {
				text(w, r)
				for r.Context().Err() == nil {
					fmt.Fprint(w, ".")
					w.(http.Flusher).Flush()
					time.Sleep(time.Second)
				}
			}
			<-r.Context().Done()
		})
		c := n.client(t, fetch.Options{})
		for _, path := range []string{"/silent", "/drip"} {
			began := time.Now()
			_, err := get(t, c, "http://a.vn"+path)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > time.Minute {
				t.Errorf("%s: err = %v after %v", path, err, time.Since(began))
			}
		}
	})
}

func TestFetchRefusesPrivateAddresses(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("request came through") })
	c := fetch.New(fetch.Options{})
	for _, u := range []string{s.URL, "http://[::1]/", "http://169.254.169.254/latest/meta-data"} {
		if _, err := get(t, c, u); err == nil || !strings.Contains(err.Error(), "not a public address") {
			t.Errorf("%s: err = %v", u, err)
		}
	}
}

func TestFetchHTTPS(t *testing.T) {
	proto := ""
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proto = r.Proto
		text(w, r)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)

	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	if _, err := get(t, loopback(t, s, fetch.Options{RootCAs: roots}), "https://example.com/"); err != nil {
		t.Fatal(err)
	}
	if proto != "HTTP/2.0" {
		t.Errorf("spoke %s, want HTTP/2.0", proto)
	}

	var unknown x509.UnknownAuthorityError
	_, err := get(t, loopback(t, s, fetch.Options{}), "https://example.com/")
	if !errors.As(err, &unknown) {
		t.Errorf("unknown authority: err = %v", err)
	}
	var name x509.HostnameError
	_, err = get(t, loopback(t, s, fetch.Options{RootCAs: roots}), "https://baolangson.vn/")
	if !errors.As(err, &name) {
		t.Errorf("certificate of another host: err = %v", err)
	}
}

func TestFetchRefusesOtherURLs(t *testing.T) {
	c := fetch.New(fetch.Options{})
	for _, u := range []string{"", "/a", "ftp://a.vn/", "file:///etc/passwd", "http://u:p@a.vn/"} {
		if _, err := get(t, c, u); err == nil {
			t.Errorf("%q: no error", u)
		}
	}
}

func TestFetchConcurrently(t *testing.T) {
	s := serve(t, text)
	c := loopback(t, s, fetch.Options{})
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			u := fmt.Sprintf("http://h%d.vn/%d", i%7, i)
			if p, err := get(t, c, u); err != nil || p.URL != u {
				t.Errorf("%s: %v", u, err)
			}
			c.Ready(fmt.Sprintf("h%d.vn", i%7))
			c.Stats()
		})
	}
	wg.Wait()
	if got := c.Stats().Requests; got != 64+7 {
		t.Errorf("%d requests, want 71", got)
	}
}

func BenchmarkFetch(b *testing.B) {
	page := []byte(strings.Repeat("<p>Hội nghị sơ kết 6 tháng đầu năm</p>\n", 4000)) // 170 KB, as real pages
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(page)
	z.Close()
	for _, coding := range []string{"identity", "gzip"} {
		b.Run(coding, func(b *testing.B) {
			s := serve(b, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if coding == "gzip" {
					w.Header().Set("Content-Encoding", "gzip")
					w.Write(zipped.Bytes())
					return
				}
				w.Write(page)
			})
			c := loopback(b, s, fetch.Options{})
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ { // hosts in turn, so that none needs a pause
				u := fmt.Sprintf("http://h%d.vn/", i%32)
				if _, err := c.Fetch(b.Context(), news.Request{URL: u}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
