package demo

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/robots"
)

// start serves the newspapers for one test, with a client that only knows them.
func start(t *testing.T) (*Site, *http.Client) {
	t.Helper()
	s, err := Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DialContext: s.Dial}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s, &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// get returns the answer to a request with header lines in pairs, and its body.
func get(t *testing.T, client *http.Client, u string, header ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, u, nil)
	if err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(header, 2) {
		req.Header.Set(pair[0], pair[1])
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, body
}

func TestEveryArticleIsServedAndListed(t *testing.T) {
	s, client := start(t)
	catalogue, err := newspaper.Parse(s.Newspapers(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.papers {
		n, ok := catalogue.ByHost(p.Host)
		if !ok || n.Key != p.Key || n.Province != p.Province {
			t.Fatalf("catalogue has %+v for %s", n, p.Host)
		}

		linked := map[string]bool{}
		for _, s := range append([]section{{Path: "/"}}, p.Sections...) {
			if s.Path != "/" && !n.IsSection(p.URL(s.Path)) {
				t.Errorf("%s is no section by the catalogue", p.URL(s.Path))
			}
			_, body := get(t, client, p.URL(s.Path))
			for _, u := range links(t, body) {
				linked[u] = true
			}
		}
		_, list := get(t, client, p.URL("/sitemap.xml"))

		for _, a := range p.Articles {
			u := p.URL(a.Path)
			res, _ := get(t, client, u)
			if busy := res.StatusCode == 503; busy != a.Busy || !busy && res.StatusCode != 200 {
				t.Errorf("%s: status %d", u, res.StatusCode)
			}
			if !n.IsArticle(u) {
				t.Errorf("%s is no article by the catalogue", u)
			}
			if !linked[a.Path] {
				t.Errorf("%s: no front links to it", u)
			}
			if in := bytes.Contains(list, []byte("<loc>"+u+"</loc>")); in == p.Refused(a.Path) {
				t.Errorf("%s: in sitemap is %t", u, in)
			}
		}
		if path := p.Gone.Path; !linked[path] || !n.IsArticle(p.URL(path)) {
			t.Errorf("%s: not linked or no article by the catalogue", p.URL(path))
		}
	}
}

func TestTheNewspapersAreWorthReading(t *testing.T) {
	s, _ := start(t)
	f := s.Facts()
	if f.Newspapers != 3 || f.Articles < 45 {
		t.Errorf("%d articles of %d newspapers", f.Articles, f.Newspapers)
	}
	for name, list := range map[string][]string{
		"undated": f.Undated, "legacy": f.Legacy, "decomposed": f.Decomposed, "refused": f.Refused,
		"gone": f.Gone, "moved": f.Moved, "busy": f.Busy,
	} {
		if len(list) == 0 {
			t.Errorf("nothing is %s", name)
		}
	}

	titles := map[string]string{}
	for _, p := range s.papers {
		for _, a := range p.Articles {
			u := p.URL(a.Path)
			titles[u] = a.Title
			if len(a.Blocks) < 5 {
				t.Errorf("%s has %d blocks", u, len(a.Blocks))
			}
			for _, text := range append([]string{a.Title, a.Sapo, a.Author}, a.Tags...) {
				if !norm.NFC.IsNormalString(text) {
					t.Errorf("%s: %+q is not NFC", u, text)
				}
			}
		}
	}
	for _, q := range Queries() {
		if titles[q.WantURL] != q.WantTitle {
			t.Errorf("%s: wants %q at %s, where %q stands", q.Text, q.WantTitle, q.WantURL, titles[q.WantURL])
		}
	}
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	s, client := start(t)
	for _, p := range s.papers {
		paths := []string{"/", "/robots.txt", "/sitemap.xml", p.Feed, p.Sections[0].Path, p.Articles[0].Path}
		for _, path := range paths {
			first, body := get(t, client, p.URL(path))
			if first.StatusCode != 200 || len(body) == 0 {
				t.Errorf("%s%s: status %d, %d bytes", p.Host, path, first.StatusCode, len(body))
			}
			for _, h := range [][2]string{
				{"If-None-Match", first.Header.Get("ETag")},
				{"If-Modified-Since", first.Header.Get("Last-Modified")},
			} {
				again, body := get(t, client, p.URL(path), h[0], h[1])
				if again.StatusCode != 304 || len(body) != 0 {
					t.Errorf("%s%s with %s %q: status %d", p.Host, path, h[0], h[1], again.StatusCode)
				}
			}
		}
	}
	if last := s.Requests()[len(s.Requests())-1]; last.Status != 304 || last.Bytes != 0 {
		t.Errorf("recorded %+v for a 304", last)
	}
}

func TestClockChangesThePageButNotItsTag(t *testing.T) {
	papers, err := readPapers()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range papers {
		one, err := newHandler(p, func(Request) {})
		if err != nil {
			t.Fatal(err)
		}
		two, err := newHandler(p, func(Request) {})
		if err != nil {
			t.Fatal(err)
		}
		path := p.Articles[0].Path
		if one.resources[path].etag != two.resources[path].etag {
			t.Errorf("%s: two servers, two tags", path)
		}

		today, err := one.resources[path].render(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		past, err := one.resources[path].render(time.Now().AddDate(-1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(today, past) {
			t.Errorf("%s shows no clock", path)
		}
	}
}

func TestMovedGoneBusyAndStrangeRequests(t *testing.T) {
	s, client := start(t)
	f := s.Facts()
	for _, u := range f.Moved {
		res, _ := get(t, client, u)
		to := res.Header.Get("Location")
		if res.StatusCode != 301 || to == "" {
			t.Fatalf("%s: status %d, location %q", u, res.StatusCode, to)
		}
		if res, _ := get(t, client, to); res.StatusCode != 200 {
			t.Errorf("%s: status %d", to, res.StatusCode)
		}
	}
	for _, u := range f.Gone {
		if res, _ := get(t, client, u); res.StatusCode != 404 {
			t.Errorf("%s: status %d, want 404", u, res.StatusCode)
		}
	}
	for _, u := range f.Busy {
		res, _ := get(t, client, u)
		if res.StatusCode != 503 || res.Header.Get("Retry-After") != "1" {
			t.Errorf("%s: status %d, Retry-After %q", u, res.StatusCode, res.Header.Get("Retry-After"))
		}
		if res, _ := get(t, client, u); res.StatusCode != 200 {
			t.Errorf("%s again: status %d", u, res.StatusCode)
		}
	}

	res, err := client.Post(s.papers[0].URL("/"), "text/plain", strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := res.Body.Close(); err != nil || res.StatusCode != 405 {
		t.Errorf("POST: status %d, %v", res.StatusCode, err)
	}
	if res, err := client.Get("http://baotinh.example/"); err == nil {
		t.Errorf("an unknown host answered %d", res.StatusCode)
	}
}

func TestRobotsRefuseWhatFactsSay(t *testing.T) {
	s, client := start(t)
	refused := s.Facts().Refused
	for _, p := range s.papers {
		_, body := get(t, client, p.URL("/robots.txt"))
		rules := robots.Parse(body)
		if got := rules.Sitemaps(); len(got) != 1 || got[0] != p.URL("/sitemap.xml") {
			t.Errorf("%s: sitemaps %q", p.Host, got)
		}
		for _, a := range p.Articles {
			u := p.URL(a.Path)
			if rules.Allowed("baotinh", a.Path) == slices.Contains(refused, u) {
				t.Errorf("%s: refused by the facts is %t", u, slices.Contains(refused, u))
			}
		}
	}
}

func TestFeedsAreFeeds(t *testing.T) {
	s, client := start(t)
	for _, p := range s.papers {
		_, body := get(t, client, p.URL(p.Feed))
		var feed struct {
			XMLName xml.Name
			Items   []struct{} `xml:"channel>item"`
			Entries []struct{} `xml:"entry"`
		}
		if err := xml.Unmarshal(body, &feed); err != nil {
			t.Errorf("%s%s: %v", p.Host, p.Feed, err)
		}
		if n := len(feed.Items) + len(feed.Entries); n != 10 {
			t.Errorf("%s%s: <%s> with %d entries", p.Host, p.Feed, feed.XMLName.Local, n)
		}
	}
}

func TestWritings(t *testing.T) {
	s, client := start(t)
	f := s.Facts()
	for _, u := range f.Legacy {
		res, body := get(t, client, u)
		contentType := res.Header.Get("Content-Type")
		if utf8.Valid(body) || contentType != "text/html" || bytes.Contains(body, []byte("utf-8")) {
			t.Errorf("%s: %s, valid UTF-8 is %t", u, contentType, utf8.Valid(body))
		}
		text, name, err := charset.Decode(body, contentType)
		if err != nil || !bytes.Contains(text, []byte("Trạm y tế Bản Luông có bác sĩ trực đêm")) {
			t.Errorf("%s decodes as %s, %v", u, name, err)
		}
	}
	for _, p := range s.papers {
		for _, a := range p.Articles {
			if !slices.Contains(f.Decomposed, p.URL(a.Path)) {
				continue
			}
			_, body := get(t, client, p.URL(a.Path))
			if norm.NFC.IsNormal(body) || !bytes.Contains(norm.NFC.Bytes(body), []byte(a.Title)) {
				t.Errorf("%s is composed, or not what it was composed", a.Path)
			}
		}
	}
}

func TestHalfDecompose(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"quality stays, tone leaves", "ế", "ê\u0301"},
		{"dot below and circumflex", "ệ", "ê\u0323"},
		{"tone alone", "hòa", "ho\u0300a"},
		{"horn", "nước", "nươ\u0301c"},
		{"no tone", "đưa ăn", "đưa ăn"},
	} {
		if got := halfDecompose([]byte(tt.in)); string(got) != tt.want {
			t.Errorf("%s: halfDecompose(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestCompressedOnRequest(t *testing.T) {
	s, client := start(t)
	u := s.papers[0].URL("/")
	_, whole := get(t, client, u, "Accept-Encoding", "identity")
	res, packed := get(t, client, u, "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || len(packed) >= len(whole) {
		t.Errorf("%q, %d bytes for %d", res.Header.Get("Content-Encoding"), len(packed), len(whole))
	}
	if got := s.Requests(); len(got) != 2 || got[1].Bytes != int64(len(packed)) {
		t.Errorf("recorded %+v", got)
	}
}

func TestServersStopWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	s.serving.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if conn, err := s.Dial(t.Context(), "tcp", s.papers[0].Host+":80"); err == nil {
		t.Errorf("a stopped server answers at %s", conn.RemoteAddr())
	}
}

// links returns the targets of a page's anchors.
func links(t *testing.T, page []byte) []string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if n.Data == "a" && a.Key == "href" {
				urls = append(urls, a.Val)
			}
		}
	}
	return urls
}
