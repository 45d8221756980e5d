package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/newspaper"
)

// pressHosts is how many newspapers a testPress serves.
const pressHosts = 4

// pressCatalogue returns the catalogue of a testPress: bao0.example, bao1.example …
func pressCatalogue() (*newspaper.Catalogue, error) {
	var toml strings.Builder
	for i := range pressHosts {
		fmt.Fprintf(&toml, "[bao%d]\nname = \"Báo %[1]d\"\nprovince = \"Lạng Sơn\"\n"+
			"hosts = [\"bao%[1]d.example\"]\nseeds = [\"http://bao%[1]d.example/\"]\n", i)
	}
	return newspaper.Parse([]byte(toml.String()), "press")
}

// crawlPress is the program "crawlpress DATA ADDRESS": it crawls the newspapers of a testPress into a data
// folder, as baotinh ingest does with those of the network.
func crawlPress() {
	if err := crawlInto(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "crawlpress:", err)
		os.Exit(exitFailed)
	}
}

func crawlInto(data, address string) error {
	catalogue, err := pressCatalogue()
	if err != nil {
		return err
	}
	l, err := library.Open(library.In(data))
	if err != nil {
		return err
	}
	j := l.Begin(library.Options{Catalogue: catalogue})
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	crawl := library.Crawl{Newspapers: catalogue.All(), Delay: time.Millisecond, Dial: dial}
	err = j.Crawl(context.Background(), crawl)
	_, finishErr := j.Finish()
	return errors.Join(err, finishErr, l.Close())
}

// A testPress serves newspapers with articles and some redirects, and notes what is asked for.
type testPress struct {
	address  string
	articles int // of each newspaper

	mu    sync.Mutex
	times map[string]int    // requests by host and path
	last  map[string]string // by host, the path that was asked for last
}

func newTestPress(t *testing.T, articles int) *testPress {
	t.Helper()
	p := &testPress{articles: articles, times: map[string]int{}, last: map[string]string{}}
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	p.address = s.Listener.Addr().String()
	return p
}

func (p *testPress) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	p.times[r.Host+r.URL.Path]++
	p.last[r.Host] = r.URL.Path
	p.mu.Unlock()
	time.Sleep(2 * time.Millisecond)

	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	number := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/tin-"), ".html")
	n, err := strconv.Atoi(number)
	switch {
	case r.URL.Path == "/":
		for i := range p.articles {
			fmt.Fprintf(w, "<p><a href=/tin-%d.html>Bài số %d</a>", 10000+i, i)
		}
	case err == nil:
		title := fmt.Sprintf("Xã Nà Mẫu %d", n)
		fmt.Fprintf(w, "<h1>%s khởi công</h1><p class=date>02/03/2026 08:15</p><div class=content>%s</div>",
			title, strings.Repeat("<p>Sáng nay, "+title+" khởi công sửa đường ra cánh đồng.</p>", 5))
	case strings.HasPrefix(r.URL.Path, "/cu/"):
		http.Redirect(w, r, r.URL.Path[len("/cu"):], http.StatusMovedPermanently)
	default:
		http.NotFound(w, r)
	}
}

// underWay returns, by host and path, what may have been under way when a process was killed: the page of
// each host that was asked for last.
func (p *testPress) underWay() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var urls []string
	for host, path := range p.last {
		urls = append(urls, host+path)
	}
	return urls
}

var kills = flag.Int("kills", 8, "how often TestKilledCrawl kills the crawl")

// A crawl that is killed at any instants loses no page, asks for none twice but those that were under way,
// and leaves nothing for check to find.
func TestKilledCrawl(t *testing.T) {
	p := newTestPress(t, 20*(*kills))
	data := filepath.Join(t.TempDir(), "data")
	again := map[string]int{} // how often a page may be asked for again
	k := newKiller(t)
	for range *kills {
		c := exec.Command("crawlpress", data, p.address)
		k.killOne(c)
		if c.ProcessState.Success() {
			t.Log("the crawl had ended")
			continue
		}
		time.Sleep(50 * time.Millisecond) // a request that was sent may not have been read yet
		for _, url := range p.underWay() {
			again[url]++
		}
	}
	if out, err := exec.Command("crawlpress", data, p.address).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	output(t, "check", "--data", data)

	p.mu.Lock()
	defer p.mu.Unlock()
	if want := pressHosts * (p.articles + 1); len(p.times) != want {
		t.Errorf("%d pages were asked for, want %d", len(p.times), want)
	}
	repeated := 0
	for url, n := range p.times {
		repeated += n - 1
		if n-1 > again[url] {
			t.Errorf("%s was asked for %d times, and %d times under way at a kill", url, n, again[url])
		}
	}
	t.Logf("%d kills, %d pages, %d of them asked for again", *kills, len(p.times), repeated)
	if got, want := archivedPages(t, data), pressHosts*(p.articles+1); got != want {
		t.Errorf("the archive has %d pages, want %d", got, want)
	}
	articles := bytes.Count(output(t, "export", "--data", data), []byte("\n"))
	if want := pressHosts * p.articles; articles != want {
		t.Errorf("%d articles, want %d", articles, want)
	}
}

// archivedPages returns the number of pages in the archive, and fails the test if one is there twice.
func archivedPages(t *testing.T, data string) int {
	t.Helper()
	pages, err := library.Pages(data)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for page, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		if seen[page.URL] {
			t.Errorf("the archive has %s twice", page.URL)
		}
		seen[page.URL] = true
	}
	return len(seen)
}

// fullDiskCrawl crawls onto a small file system of its own until it is full, makes room and crawls on.
const fullDiskCrawl = `
mount -t tmpfs -o size=24m none disk || exit 77
head -c 23m /dev/zero > disk/filler
crawlpress disk/data $ADDRESS 2>full && exit 11
truncate -s 22m disk/filler
crawlpress disk/data $ADDRESS 2>>full && exit 12
rm disk/filler
crawlpress disk/data $ADDRESS || exit 13
baotinh check --data disk/data || exit 14
cp -r disk/data whole || exit 15
`

func TestFullDiskDuringACrawlLosesNothing(t *testing.T) {
	p := newTestPress(t, 250)
	dir := t.TempDir()
	text := runOnSmallDisk(t, dir, fullDiskCrawl, "ADDRESS="+p.address)
	if strings.Count(text, "no space left on device") < 2 || strings.Contains(text, "panic") {
		t.Errorf("stderr of the runs on the full disk: %q", text)
	}
	if got, want := archivedPages(t, filepath.Join(dir, "whole")), pressHosts*(p.articles+1); got != want {
		t.Errorf("the archive has %d pages, want %d", got, want)
	}
}
