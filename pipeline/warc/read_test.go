package warc

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// rec returns a record; fields are lines.
func rec(kind, fields, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n%s"+
		"Content-Length: %d\r\n\r\n%s\r\n\r\n", kind, fields, len(block), block)
}

// response returns the record of an HTTP answer from https://a.vn/.
func response(http string) string {
	return rec("response", "WARC-Target-URI: https://a.vn/\r\nContent-Type: application/http; "+
		"msgtype=response\r\n", http)
}

func gz(parts ...string) string {
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		io.WriteString(w, part)
		w.Close()
	}
	return b.String()
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func TestRead(t *testing.T) {
	const (
		html = "<p>Lạng Sơn</p>"
		ok   = "HTTP/1.1 200 OK\r\n"

		brotlied = "\x8f\x08\x80<p>L\xe1\xba\xa1ng S\xc6\xa1n</p>\x03"
		zstded   = "\x28\xb5\x2f\xfd\x20\x12\x91\x00\x00<p>L\xe1\xba\xa1ng S\xc6\xa1n</p>"
	)
	resource := rec("resource", "WARC-Target-URI: <https://a.vn/>\r\nContent-Type: text/html\r\n", html)
	tests := []struct{ name, in, want string }{
		{"content to the end", response(ok + "\r\n" + html), html},
		{"status without words", response("HTTP/1.1 200\r\n\r\n" + html), html},
		{"bare line feeds", response("HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + html), html},
		{"broken field among others", response(ok + "nonsense\r\nA: b\r\n\r\n" + html), html},
		{"folded field", response(ok + "Content-Type: text/html;\r\n charset=utf-8\r\n\r\n" + html), html},
		{"chunked",
			response(ok + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\n<p>\r\n1\r\nL\r\n0\r\n\r\n"), "<p>L"},
		{"chunked, cut off", response(ok + "Transfer-Encoding: chunked\r\n\r\n9\r\n<p>L"), "<p>L"},
		{"chunked, but decoded", response(ok + "Transfer-Encoding: chunked\r\n\r\n" + html), html},
		{"gzip", response(ok + "Content-Encoding: gzip\r\n\r\n" + gz(html)), html},
		{"gzip, but decoded", response(ok + "Content-Encoding: gzip\r\n\r\n" + html), html},
		{"br, but decoded", response(ok + "Content-Encoding: br\r\n\r\n" + html), html},
		{"br", response(ok + "Content-Encoding: br\r\n\r\n" + brotlied), html},
		{"zstd", response(ok + "Content-Encoding: zstd\r\n\r\n" + zstded), html},
		{"a list of codings", response(ok + "Content-Encoding: identity, br\r\n\r\n" + brotlied), html},
		{"no coding at all", response(ok + "Content-Encoding: utf-8\r\n\r\n" + html), html},
		{"deflate", response(ok + "Content-Encoding: deflate\r\n\r\n" + deflated(html)), html},
		{"deflate without its frame", response(ok + "Content-Encoding: deflate\r\n\r\n" +
			deflated(html)[2:]), html},
		{"two codings", response(ok + "Content-Encoding: deflate, gzip\r\n\r\n" + gz(deflated(html))), html},
		{"resource", resource, html},
		{"conversion", strings.Replace(resource, "resource", "conversion", 1), html},
		{"other types are passed over", rec("warcinfo", "", "a: b\r\n") + rec("request", "", "GET /") +
			resource +
			rec("metadata", "", "x") + rec("revisit", "", ok+"\r\n"), html},
		{"blank lines before a record", "\r\n\n" + resource, html},
		{"a member a record", gz(rec("warcinfo", "", "x"), resource), html},
		{"one member for all", gz(rec("warcinfo", "", "x") + resource), html},
		{"empty members", gz("", resource, "\r\n"), html},
		{"error pages are passed over", response("HTTP/1.1 404 Not Found\r\n\r\nno") + resource, html},
		{"images are passed over", response(ok+"Content-Type: image/png\r\n\r\nno") + resource, html},
		{"other schemes are passed over", rec("resource", "WARC-Target-URI: dns:a.vn\r\n", "no") + resource,
			html},
		{"type in capitals", strings.Replace(resource, "resource", "RESOURCE", 1), html},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pages := mustPages(t, Read(iotest.HalfReader(strings.NewReader(tt.in)), "f.warc"))
			if len(pages) != 1 {
				t.Fatalf("%d pages, want 1", len(pages))
			}
			p := pages[0]
			if string(p.Body) != tt.want || p.URL != "https://a.vn/" {
				t.Errorf("%s: body %+q, want %+q", p.URL, p.Body, tt.want)
			}
			if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); p.Fetched != want {
				t.Errorf("Fetched %v, want %v", p.Fetched, want)
			}
			for _, gone := range []string{"Content-Encoding", "Transfer-Encoding", "Content-Length"} {
				if p.Header.Get(gone) != "" {
					t.Errorf("the header still has %s", gone)
				}
			}
		})
	}
}

// outline returns the places and errors that reading gives.
func outline(r io.Reader, name string) []string {
	var lines []string
	for p, err := range Read(r, name) {
		if err != nil {
			lines = append(lines, err.Error())
			continue
		}
		lines = append(lines, p.File+" "+string(p.Body))
	}
	return lines
}

func TestReadGoesOnAfterABrokenRecord(t *testing.T) {
	page := func(body string) string { return rec("resource", "WARC-Target-URI: https://a.vn/\r\n", body) }
	one, two, three := page("one"), page("two"), page("three")
	n := len(one)
	flipped := []byte(gz(two))
	flipped[len(flipped)-6] ^= 1 // in the checksum
	noMagic := []byte(gz(two))
	noMagic[0] ^= 1
	tests := []struct {
		name, in string
		want     []string
	}{
		{"no length", one + strings.Replace(two, "Content-Length", "Length", 1) + three, []string{
			"f#0 one", fmt.Sprintf(`f#%d: Content-Length ""`, n), fmt.Sprintf("f#%d three", 2*n-8),
		}},
		{"length too long", one + strings.Replace(two, "Length: 3", "Length: 999", 1) + three, []string{
			"f#0 one", fmt.Sprintf(`f#%d: unexpected EOF`, n), fmt.Sprintf("f#%d three", 2*n+2),
		}},
		{"length too short", one + strings.Replace(two, "Length: 3", "Length: 1", 1) + three, []string{
			"f#0 one", fmt.Sprintf("f#%d t", n), fmt.Sprintf("f#%d: no WARC record", 2*n-6),
			fmt.Sprintf("f#%d three", 2*n),
		}},
		{"length negative", one + strings.Replace(two, "Length: 3", "Length: -3", 1), []string{
			"f#0 one", fmt.Sprintf(`f#%d: Content-Length "-3"`, n),
		}},
		{"junk between", one + "junk\r\n" + three, []string{
			"f#0 one", fmt.Sprintf("f#%d: no WARC record", n), fmt.Sprintf("f#%d three", n+6),
		}},
		{"bad date", strings.Replace(one, "2026-01-02T", "yesterday ", 1) + three, []string{
			`f#0: WARC-Date "yesterday 03:04:05Z"`, fmt.Sprintf("f#%d three", n-1),
		}},
		{"bad HTTP", response("hello") + three, []string{
			`f#0: HTTP status line "hello"`, fmt.Sprintf("f#%d three", len(response("hello"))),
		}},
		{"broken coding", response("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x02"), []string{
			"f#0: content coding: unexpected EOF",
		}},
		{"checksum of a member", gz(one) + string(flipped) + gz(three), []string{
			"f#0 one", fmt.Sprintf("f#%d: gzip: invalid checksum", len(gz(one))),
			fmt.Sprintf("f#%d three", len(gz(one, two))),
		}},
		{"no member", gz(one) + string(noMagic) + gz(three), []string{
			"f#0 one", fmt.Sprintf("f#%d: no gzip member", len(gz(one))),
			fmt.Sprintf("f#%d three", len(gz(one, two))),
		}},
		{"broken record in a member of many", gz(one + "junk\r\n" + three), []string{
			"f#0 one", fmt.Sprintf("f#0+%d: no WARC record", n), fmt.Sprintf("f#0+%d three", n+6),
		}},
		{"cut off", one + two[:n-6], []string{"f#0 one", fmt.Sprintf("f#%d: unexpected EOF", n)}},
		{"member cut off", gz(one) + gz(two)[:40], []string{
			"f#0 one", fmt.Sprintf("f#%d: unexpected EOF", len(gz(one))),
		}},
		{"no WARC file", "<html>", []string{"f#0: no WARC record"}},
		{"no WARC file, gzipped", gz("<html>"), []string{"f#0: no WARC record"}},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outline(strings.NewReader(tt.in), "f")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			stream := outline(io.MultiReader(strings.NewReader(tt.in)), "f") // cannot go back: may lose more
			if len(stream) > 0 && stream[0] != tt.want[0] || len(stream) == 0 && tt.want != nil {
				t.Errorf("as a stream: %q", stream)
			}
		})
	}
}

func TestReaderNamesWhatItSkips(t *testing.T) {
	response := func(url, head string) string {
		return rec("response", "WARC-Target-URI: "+url+"\r\nContent-Type: application/http\r\n", head)
	}
	r := NewReader(strings.NewReader(
		rec("revisit", "WARC-Target-URI: http://a.example/\r\n", "")+
			rec("request", "", "GET /")+
			response("http://a.example/x", "HTTP/1.1 500 Oops\r\n\r\n")+
			response("http://a.example/b.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")+
			response("DNS:a.example", "HTTP/1.1 200 OK\r\n\r\n")), "f")
	var got []string
	r.Skip = func(s Skipped) { got = append(got, s.Name+" "+s.URL+" "+s.Reason) }
	if pages := mustPages(t, r.Pages()); pages != nil {
		t.Errorf("%d pages", len(pages))
	}
	want := []string{
		"f http://a.example/ record of type revisit", "f http://a.example/x status 500",
		"f http://a.example/b.png media type image/png", "f DNS:a.example scheme dns",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSchemesHaveNoCase(t *testing.T) {
	in := rec("response", "WARC-Target-URI: HTTP://a.example/x.html\r\nContent-Type: application/http\r\n",
		"HTTP/1.1 200 OK\r\n\r\nx")
	if pages := mustPages(t, Read(strings.NewReader(in), "f")); len(pages) != 1 {
		t.Errorf("%d pages, want 1", len(pages))
	}
}

func TestReadStopsWhenTheInputFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	in := io.MultiReader(strings.NewReader(rec("resource", "", "one")+"WARC/1.0\r\n"),
		iotest.ErrReader(broken))
	n := 0
	for p, err := range Read(in, "f") {
		n++
		if (n == 1) != (p != nil) || n == 2 && !errors.Is(err, broken) {
			t.Errorf("%d: %v, %v", n, p, err)
		}
	}
	if n != 2 {
		t.Errorf("%d steps, want 2", n)
	}
}

func TestReadRefusesBombs(t *testing.T) {
	bomb := gz(strings.Repeat("\x00", maxBlockBytes+1))
	in := response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb)
	if got := outline(strings.NewReader(in), "f"); len(got) != 1 || !strings.Contains(got[0], "too large") {
		t.Errorf("got %.200q", got)
	}
}

func TestReadPassesOverLargeRecords(t *testing.T) {
	large := fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: %d\r\n\r\n", maxBlockBytes+1)
	in := io.MultiReader(
		strings.NewReader(large), io.LimitReader(zeros{}, maxBlockBytes+1),
		strings.NewReader("\r\n\r\n"+rec("resource", "", "x")),
	)
	want := []string{"f#0: the record is too large", fmt.Sprintf("f#%d x", len(large)+maxBlockBytes+5)}
	if diff := cmp.Diff(want, outline(in, "f")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	page := rec("resource", "WARC-Target-URI: https://a.vn/\r\n", "one")
	f.Add([]byte(page + "junk" + response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+gz("x"))))
	f.Add([]byte(gz(page+page, page)))
	f.Add([]byte(gz(page)[:30] + gz(page)))
	f.Add([]byte(response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range []io.Reader{bytes.NewReader(data), io.MultiReader(bytes.NewReader(data))} {
			steps := 0
			for p, err := range Read(r, "f") {
				if (p == nil) == (err == nil) {
					t.Fatal("neither page nor error, or both")
				}
				if steps++; steps > len(data) {
					t.Fatal("more steps than bytes")
				}
			}
		}
	})
}

func ExampleRead() {
	file := strings.NewReader("WARC/1.1\r\n" +
		"WARC-Type: response\r\n" +
		"WARC-Target-URI: https://baolangson.vn/\r\n" +
		"WARC-Date: 2026-01-02T03:04:05Z\r\n" +
		"Content-Type: application/http;msgtype=response\r\n" +
		"Content-Length: 39\r\n" +
		"\r\n" +
		"HTTP/1.1 200 OK\r\n" +
		"A: b\r\n" +
		"\r\n" +
		"<h1>Chào</h1>" + "\r\n\r\n")
	for p, err := range Read(file, "my.warc") {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(p.File, p.URL, p.Status, p.Fetched.In(news.Vietnam), len(p.Body))
	}
	// Output:
	// my.warc#0 https://baolangson.vn/ 200 2026-01-02 10:04:05 +0700 +07 14
}
