package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/warc"
)

// A press is the servers of newspapers, for bubbles of synctest: real HTTP over pipes. A newspaper of the
// catalogue is called "baothu" and has the host baothu.example.
type press struct {
	t         *testing.T
	catalogue *newspaper.Catalogue
	dir       string // of the library

	mu       sync.Mutex
	began    time.Time
	handlers map[string]http.HandlerFunc // by host
	log      []asked
	conns    chan net.Conn
	closed   chan struct{}
}

// An asked is a request that arrived.
type asked struct {
	url string
	at  time.Duration // since the press was made
}

// newPress returns a press with newspapers of these names. It must be called in the bubble.
func newPress(t *testing.T, toml string, names ...string) *press {
	t.Helper()
	for _, name := range names {
		toml += fmt.Sprintf("\n[%s]\nname = \"Báo %[1]s\"\nprovince = \"Lạng Sơn\"\n"+
			"hosts = [\"%[1]s.example\"]\nseeds = [\"http://%[1]s.example/\"]\n", name)
	}
	c, err := newspaper.Parse([]byte(toml), "test")
	if err != nil {
		t.Fatal(err)
	}
	p := &press{
		t: t, catalogue: c, dir: t.TempDir(), began: time.Now(),
		handlers: map[string]http.HandlerFunc{}, conns: make(chan net.Conn), closed: make(chan struct{}),
	}
	server := &http.Server{Handler: p}
	var wg sync.WaitGroup
	wg.Go(func() { server.Serve(p) })
	t.Cleanup(func() {
		server.Close()
		wg.Wait()
	})
	return p
}

// serve gives a host pages by path. A host without /robots.txt answers 404 to it, as to all that is missing.
func (p *press) serve(host string, site map[string]http.HandlerFunc) {
	p.handle(host, func(w http.ResponseWriter, r *http.Request) {
		if page := site[r.URL.RequestURI()]; page != nil {
			page(w, r)
			return
		}
		http.NotFound(w, r)
	})
}

func (p *press) handle(host string, h http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.handlers[host] = h
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.log = append(p.log, asked{r.Host + r.URL.RequestURI(), time.Since(p.began)})
	h := p.handlers[r.Host]
	p.mu.Unlock()
	h(w, r)
}

func (p *press) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *press) Close() error   { close(p.closed); return nil }
func (p *press) Addr() net.Addr { return &net.TCPAddr{} }

func (p *press) dial(ctx context.Context, _, address string) (net.Conn, error) {
	host, _, _ := net.SplitHostPort(address)
	p.mu.Lock()
	h := p.handlers[host]
	p.mu.Unlock()
	if h == nil {
		return nil, errors.New("no such host")
	}
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// asked returns the URLs that were asked for since the last call, without those of robots.txt.
func (p *press) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var urls []string
	for _, a := range p.log {
		if !strings.HasSuffix(a.url, "/robots.txt") {
			urls = append(urls, a.url)
		}
	}
	p.log = nil
	return urls
}

// archived returns the pages in the archive.
func (p *press) archived() []*news.Page {
	p.t.Helper()
	l, err := Open(In(p.dir))
	if err != nil {
		p.t.Fatal(err)
	}
	defer l.Close() // it was only read
	var pages []*news.Page
	for page, err := range archived(l.archive, news.Position{}) {
		if err != nil {
			p.t.Fatal(err)
		}
		pages = append(pages, page)
	}
	return pages
}

// records counts what the archive holds: pages by their address, and other records, each with the reason why
// it is no page before the address.
func (p *press) records() map[string]int {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "archive", "*.warc.gz"))
	if err != nil {
		p.t.Fatal(err)
	}
	records := map[string]int{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		r := warc.NewReader(bytes.NewReader(data), "a.warc.gz")
		r.Skip = func(s warc.Skipped) { records[s.Reason+" "+s.URL]++ }
		for page, err := range r.Pages() {
			if err != nil {
				p.t.Fatal(err)
			}
			records[page.Location()]++
		}
	}
	return records
}

// A night holds the results of one run of a crawl.
type night struct {
	Summary
	took    time.Duration
	results []string // "result url" of each visit
	failed  []string
}

// crawl runs a crawl of all newspapers as a process of its own does, without indexing.
func (p *press) crawl(c Crawl) night {
	p.t.Helper()
	return p.run(c, (*Job).Archive)
}

// ingest is crawl with indexing.
func (p *press) ingest(c Crawl) night {
	p.t.Helper()
	return p.run(c, (*Job).Crawl)
}

func (p *press) run(c Crawl, do func(*Job, context.Context, Crawl) error) night {
	p.t.Helper()
	l, err := Open(In(p.dir))
	if err != nil {
		p.t.Fatal(err)
	}
	var n night
	j := l.Begin(Options{
		Catalogue: p.catalogue,
		Visited: func(v news.Visit, o news.Outcome, _ error) {
			u, _ := url.Parse(v.URL)
			n.results = append(n.results, o.Result.String()+" "+u.Host+u.RequestURI())
		},
		Failed: func(err *pipeline.StageError) { n.failed = append(n.failed, err.Error()) },
	})
	c.Newspapers, c.Dial = p.catalogue.All(), p.dial
	began := time.Now()
	err = do(j, p.t.Context(), c)
	n.took = time.Since(began)
	s, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		p.t.Fatal(err)
	}
	n.Summary = s
	return n
}

// html answers with a page of HTML.
func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Báo Thử</title></head><body>"+body+"</body></html>")
	}
}

// front answers with a section front that links to these paths.
func front(paths ...string) http.HandlerFunc {
	var b strings.Builder
	for _, path := range paths {
		fmt.Fprintf(&b, "<p><a href=%q>Bài ở %[1]s</a></p>", path)
	}
	return html(b.String())
}

// article answers with an article.
func article(title string) http.HandlerFunc {
	return html("<h1>" + title + "</h1><p class=date>Thứ Hai, 02/03/2026 08:15</p><div class=content>" +
		strings.Repeat("<p>Sáng nay, xã "+title+" khởi công sửa đường ra cánh đồng cho kịp vụ rau.</p>", 4) +
		"</div>")
}

// plain answers with a plain text.
func plain(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

// status answers with a status.
func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// TestMain opens an index before any test: the workers and encoders that all indexes share must not be made
// in a bubble of synctest.
func TestMain(m *testing.M) {
	if err := warmUp(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func warmUp() error {
	dir, err := os.MkdirTemp("", "baotinh-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	l, err := Open(In(dir))
	if err != nil {
		return err
	}
	ctx := context.Background()
	j := l.Begin(Options{Catalogue: newspaper.Default()})
	err = errors.Join(j.Ingest(ctx, pages(articles(2))), j.Compact(ctx))
	for _, readErr := range l.index.Articles(ctx) {
		err = errors.Join(err, readErr)
	}
	_, finishErr := j.Finish()
	return errors.Join(err, finishErr, l.Close())
}
