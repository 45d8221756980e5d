package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A localPress is a newspaper on this machine, baothu, whose pages a test gives by their paths.
type localPress struct {
	host string // host:port
	own  string // the file of its catalogue
	data string // a data folder

	mu    sync.Mutex
	pages map[string]http.HandlerFunc // guarded by mu
	asked []string                    // guarded by mu
}

// newLocalPress starts a newspaper; toml is added to its entry.
func newLocalPress(t *testing.T, toml string) *localPress {
	t.Helper()
	p := &localPress{pages: map[string]http.HandlerFunc{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	p.host = strings.TrimPrefix(server.URL, "http://")
	p.own, p.data = filepath.Join(dir, "own.toml"), filepath.Join(dir, "data")
	entry := fmt.Sprintf("[baothu]\nname = \"Báo Thử\"\nprovince = \"Lạng Sơn\"\nhosts = [%q]\n"+
		"seeds = [\"http://%[1]s/\"]\nallow_private = true\n", p.host)
	entry += strings.ReplaceAll(toml, "HOST", p.host)
	if err := os.WriteFile(p.own, []byte(entry), 0o666); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *localPress) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path)
	page := p.pages[r.URL.Path]
	p.mu.Unlock()
	if page == nil {
		http.NotFound(w, r)
		return
	}
	page(w, r)
}

// serve sets the page of a path; nil removes it.
func (p *localPress) serve(path string, page http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages[path] = page
}

// run runs a command on the data folder of the newspaper and returns exit code, stdout and stderr.
func (p *localPress) run(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	return runs(t, append(args, "--data", p.data, "--newspapers", p.own)...)
}

// respond answers with a body of a media type.
func respond(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, body)
	}
}

// frontPage answers with a page that links to paths.
func frontPage(paths ...string) http.HandlerFunc {
	var b strings.Builder
	for _, path := range paths {
		fmt.Fprintf(&b, "<h3><a href=%q>Tin ở bản %[1]s hôm nay</a></h3>", path)
	}
	return respond("text/html; charset=utf-8", "<!DOCTYPE html><title>Báo Thử</title><body>"+b.String())
}

// articlePage answers with an article.
func articlePage(title string) http.HandlerFunc {
	return respond("text/html; charset=utf-8", "<!DOCTYPE html><title>"+title+"</title><body><h1>"+title+
		"</h1><p class=date>Thứ Hai, 02/03/2026 08:15</p><div class=content>"+
		strings.Repeat("<p>Sáng nay, "+title+" khởi công sửa đường ra cánh đồng cho kịp vụ rau.</p>", 4)+
		"</div><p><b>Hoàng Văn Mẫu</b></p>")
}

func TestServerOfOnesOwnIsCrawled(t *testing.T) {
	p := newLocalPress(t, "")
	p.serve("/", frontPage("/tin-10001.html"))
	p.serve("/tin-10001.html", articlePage("Xã Nà Mẫu"))
	code, _, errOut := p.run(t, "ingest", "baothu", "--delay", "1s", "--lang", "en")
	row := "\nbaothu     1    0        0          1        0        -"
	if code != exitDone || !strings.Contains(errOut, row) {
		t.Errorf("exit code %d, stderr %q", code, errOut)
	}
	text, err := os.ReadFile(p.own)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), "allow_private = true", "", 1))
	if err := os.WriteFile(p.own, text, 0o666); err != nil {
		t.Fatal(err)
	}
	asked := len(p.asked)
	p.data += "2"
	code, _, errOut = p.run(t, "crawl", "baothu", "--no-wait", "--lang", "en")
	if code != exitPagesFailed || !strings.Contains(errOut, "private address 1") || len(p.asked) > asked {
		t.Errorf("exit code %d, asked %q, stderr %q", code, p.asked[asked:], errOut)
	}
	if !strings.Contains(errOut, "allow_private") {
		t.Errorf("what would help is not said: %q", errOut)
	}
}
