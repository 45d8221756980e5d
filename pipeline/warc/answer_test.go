package warc

import (
	"bytes"
	"net/textproto"
	"os"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// appendAnswers appends a robots.txt, to which a redirect led, and a 503 whose body was not read to its end.
func appendAnswers(t *testing.T, a *Archive) {
	t.Helper()
	robots, busy := crawled(7), crawled(8)
	robots.URL, robots.FinalURL = "http://baomau.example/robots.txt", "https://baomau.example/robots.txt"
	robots.Redirects[0].URL = robots.URL
	robots.Header = textproto.MIMEHeader{"Content-Type": {"text/plain"}}
	robots.Body = []byte("User-agent: *\n")
	busy.URL, busy.FinalURL, busy.Redirects = "https://baomau.example/tin-8.html", "", nil
	busy.Status, busy.Truncated = 503, true
	for _, p := range []*news.Page{robots, busy} {
		if end, err := a.AppendAnswer(p); err != nil || end != a.End() {
			t.Fatal(end, err)
		}
	}
}

// What a server says in place of a page is a record, with its status in the index, but no page: neither of
// the archive, nor of a reader that does not know our fields.
func TestAnswersAreNoPages(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	appendAnswers(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for p, err := range a.Pages(news.Position{}) {
		t.Errorf("a page: %+v, %v", p, err)
	}

	lines := strings.Join(readIndex(t, a, 1), "\n")
	for _, want := range []string{
		`{"url": "http://baomau.example/robots.txt", "mime": "text/html", "status": "301"`,
		`{"url": "https://baomau.example/robots.txt", "mime": "text/plain", "status": "200"`,
		`{"url": "https://baomau.example/tin-8.html", "mime": "text/html", "status": "503"`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("no line with %s in\n%s", want, lines)
		}
	}
	for err := range a.CheckIndex {
		t.Error(err)
	}
	for _, r := range rawRecords(t, a.path(1)) {
		kind, url := r.fields["WARC-Type"], r.fields["WARC-Target-URI"]
		isBusy := kind == "response" && strings.HasSuffix(url, "/tin-8.html")
		if got := r.fields["WARC-Truncated"]; isBusy != (got == "length") {
			t.Errorf("WARC-Truncated: %q in %v", got, r.fields)
		}
	}

	data, err := os.ReadFile(a.path(1))
	if err != nil {
		t.Fatal(err)
	}
	skipped := map[string]string{}
	r := NewReader(bytes.NewReader(data), "a.warc.gz")
	r.Skip = func(s Skipped) { skipped[s.URL] = s.Reason }
	for p, err := range r.Pages() {
		t.Errorf("to a reader a page: %+v, %v", p, err)
	}
	for url, want := range map[string]string{
		"http://baomau.example/robots.txt":  "status 301",
		"https://baomau.example/robots.txt": "robots.txt",
		"https://baomau.example/tin-8.html": "status 503",
	} {
		if skipped[url] != want {
			t.Errorf("%s: %q, want %q", url, skipped[url], want)
		}
	}
}

func TestIsRobots(t *testing.T) {
	for url, want := range map[string]bool{
		"https://baomau.example/robots.txt":     true,
		"https://baomau.example/robots.txt?v=1": false,
		"https://baomau.example/a/robots.txt":   false,
		"file:///robots.txt":                    false,
		"https://baomau.example/tin-1.html":     false,
		"":                                      false,
	} {
		if got := isRobots(url); got != want {
			t.Errorf("isRobots(%q) = %t", url, got)
		}
	}
}
