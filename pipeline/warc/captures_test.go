package warc

import (
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// Captures of an address are found in all segments, over http and https, and lead to their pages.
func TestCapturesOfAnAddress(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	page := func(url, body string, day int) *news.Page {
		return &news.Page{
			URL: url, Status: 200, Fetched: at.AddDate(0, 0, day), Body: []byte(body),
			Header: textproto.MIMEHeader{"Content-Type": {"text/html"}},
		}
	}
	const url = "https://baomau.example/tin-12.html"
	for i := range 50 { // before and after it, in the order of addresses
		other := fmt.Sprintf("https://baomau.example/tin-%d.html", 100*i)
		appendAll(t, a, []*news.Page{page(other, "khác", i)})
	}
	appendAll(t, a, []*news.Page{page(strings.Replace(url, "https", "http", 1), "<p>một</p>", 0)})
	second := page(url, "<p>hai</p>", 3)
	appendAll(t, a, []*news.Page{second})
	if _, err := a.Revisit(revisitOf(second, news.SameBody)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.AppendAnswer(&news.Page{URL: url, Status: 410, Fetched: at.AddDate(0, 0, 9)}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := a.Captures("https://www.baomau.example/tin-12.html")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		p, err := a.Page(c)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprint(c.Date.Format(time.DateOnly), " ", c.Status, " ", c.Revisit)
		if p != nil {
			line += " " + string(p.Body)
		}
		got = append(got, line)
	}
	want := []string{
		"2026-01-02 200 false <p>một</p>", "2026-01-05 200 false <p>hai</p>",
		"2026-01-06 200 true", "2026-01-11 410 false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, other := range []string{"https://baomau.example/tin-1.html", "https://khac.example/", ""} {
		if found, err := a.Captures(other); err != nil || len(found) > 0 {
			t.Errorf("%q: %v, %v, want none", other, found, err)
		}
	}
}

// Lines are found by binary search as by reading all of them.
func FuzzLinesFrom(f *testing.F) {
	f.Add("a 1\nb 2\nc 3\n", "b ")
	f.Add("a\n\nb\n", "c")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, data, from string) {
		if data != "" && !strings.HasSuffix(data, "\n") {
			data += "\n"
		}
		lines := slices.Sorted(strings.Lines(data))
		path := filepath.Join(t.TempDir(), "index")
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o666); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close() // only read
		in, err := linesFrom(file, from)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := in.ReadString('\n')
		want := ""
		for _, line := range lines {
			if line >= from {
				want = line
				break
			}
		}
		if got != want {
			t.Errorf("first line from %+q of %+q is %+q, want %+q", from, lines, got, want)
		}
	})
}

func FuzzIndexLine(f *testing.F) {
	f.Add(`vn,bao)/a 20260102030405 {"url": "https://bao.vn/a", "status": "200", "offset": "9"}`)
	f.Add("a 20260102030405 {}")
	f.Fuzz(func(t *testing.T, line string) {
		c, err := parseIndexLine(line)
		if err == nil && c.Date.IsZero() && !strings.Contains(line, "0001") {
			t.Errorf("%+q has no date", line)
		}
	})
}
