package warc

import (
	"bytes"
	"errors"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// crawled returns a page with everything that a fetch knows of it.
func crawled(i int) *news.Page {
	at := time.Date(2026, 1, 2, 3, 4, i, 0, time.UTC)
	exchange := func(path string) *news.Exchange {
		return &news.Exchange{
			Request: []byte("GET " + path + " HTTP/1.1\r\nHost: baomau.example\r\n\r\n"),
			Address: "203.0.113.5", Took: 20 * time.Millisecond, Robots: "200 allowed",
		}
	}
	return &news.Page{
		URL: fmt.Sprintf("https://baomau.example/Cu-%d.html", i), Status: 200, Fetched: at,
		FinalURL: fmt.Sprintf("https://baomau.example/moi-%d.html?b=1&a=2", i),
		Header:   textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}, "Etag": {`"1"`}},
		Body:     fmt.Appendf(nil, "<h1>Bài số %d</h1>", i), Newspaper: "baomau",
		Redirects: []news.Redirect{{
			URL: fmt.Sprintf("https://baomau.example/Cu-%d.html", i), Status: 301,
			Location: fmt.Sprintf("/moi-%d.html?b=1&a=2", i), Fetched: at, Exchange: exchange("/cu"),
			Header: textproto.MIMEHeader{
				"Location": {fmt.Sprintf("/moi-%d.html?b=1&a=2", i)}, "Content-Type": {"text/html"},
			},
			Body: []byte("<p>Đã chuyển"),
		}},
		Exchange: exchange("/moi"),
	}
}

// revisitOf returns a visit that found p unchanged.
func revisitOf(p *news.Page, same news.Sameness) news.Revisit {
	answer := *p
	answer.Fetched = p.Fetched.Add(24 * time.Hour)
	answer.Redirects = nil
	return news.Revisit{Of: p.Capture, Digest: p.Digest(), Same: same, Answer: &answer}
}

// readIndex returns the lines of the index of a segment.
func readIndex(t testing.TB, a *Archive, segment uint32) []string {
	t.Helper()
	data, err := os.ReadFile(a.indexPath(segment))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

func TestIndexLines(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	p := crawled(5)
	appendAll(t, a, append(pagesOfEveryKind(), p))
	if _, err := a.Revisit(revisitOf(p, news.SameBody)); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	lines := readIndex(t, a, 1)
	if len(lines) != len(pagesOfEveryKind())+3 || !slices.IsSorted(lines) {
		t.Errorf("index:\n%s", strings.Join(lines, "\n"))
	}
	for _, want := range []string{
		`example,baomau)/cu-5.html 20260102030405 {"url": "https://baomau.example/Cu-5.html", ` +
			`"mime": "text/html", "status": "301", "digest": "sha1:`,
		`example,baomau)/moi-5.html?a=2&b=1 20260102030405 {"url": ` +
			`"https://baomau.example/moi-5.html?b=1&a=2", "mime": "text/html", "status": "200", "digest": "` +
			p.Digest() + `", "length": "`,
		`example,baomau)/moi-5.html?a=2&b=1 20260103030405 {"url": ` +
			`"https://baomau.example/moi-5.html?b=1&a=2", "mime": "warc/revisit", "status": "200", ` +
			`"digest": "` + p.Digest() + `", "length": "`,
		`file:/bai.html `,
	} {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("no line %s…\n%s", want, strings.Join(lines, "\n"))
		}
	}

	incremental := slices.Clone(lines)
	if err := a.RebuildIndex(1); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(incremental, readIndex(t, a, 1)); diff != "" {
		t.Errorf("rebuilt (-incremental +rebuilt):\n%s", diff)
	}
	for err := range a.CheckIndex {
		t.Error(err)
	}
}

// An index that a killed process had not written, wholly or in part, is completed by the next one.
func TestIndexCatchesUp(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(index string) error
	}{
		{"as it was before the kill", func(string) error { return nil }},
		{"none", os.Remove},
		{"a broken line", func(index string) error { return os.WriteFile(index, []byte("a b {\n"), 0o600) }},
		{"of records that were lost", func(index string) error {
			return os.WriteFile(index, []byte(`a)/ 2026 {"length": "100", "offset": "1000000"}`+"\n"), 0o600)
		}},
	} {
		dir := t.TempDir()
		a := mustOpen(t, dir)
		appendAll(t, a, []*news.Page{crawled(1), crawled(2)})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		killed := mustOpen(t, dir)
		appendAll(t, killed, []*news.Page{crawled(3), crawled(4)}) // and is never closed
		if err := tt.damage(a.indexPath(1)); err != nil {
			t.Fatal(err)
		}
		leftover := a.indexPath(1) + ".0123abcd.new"
		if err := os.WriteFile(leftover, nil, 0o600); err != nil {
			t.Fatal(err)
		}

		a = mustOpen(t, dir)
		appendAll(t, a, []*news.Page{crawled(5)})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		lines := readIndex(t, a, 1)
		if err := a.RebuildIndex(1); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(readIndex(t, a, 1), lines); diff != "" || len(lines) != 10 {
			t.Errorf("%s: index (-rebuilt +caught up):\n%s", tt.name, diff)
		}
		if _, err := os.Stat(leftover); !os.IsNotExist(err) {
			t.Errorf("%s: the temporary file is still there: %v", tt.name, err)
		}
	}
}

func TestCheckIndex(t *testing.T) {
	dir := t.TempDir()
	a := mustOpen(t, dir)
	a.maxSegmentBytes = 6000
	for i := range 10 {
		appendAll(t, a, []*news.Page{crawled(i)})
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if a.End().Segment < 3 {
		t.Fatalf("only %d segments", a.End().Segment)
	}
	last := a.End().Segment
	write := func(segment uint32, lines []string) {
		text := strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(a.indexPath(segment), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cut := func(segment uint32, lines int) { write(segment, readIndex(t, a, segment)[lines:]) }
	for _, tt := range []struct {
		name   string
		damage func()
		want   []uint32
	}{
		{"nothing", func() {}, nil},
		{"an index is missing", func() { os.Remove(a.indexPath(1)) }, []uint32{1}},
		{"lines are missing", func() { cut(2, 1) }, []uint32{2}},
		{"the last index is missing", func() { os.Remove(a.indexPath(last)) }, nil},
		{"lines are missing in the last", func() { cut(last, 1) }, []uint32{last}},
		{"a line is of another place", func() {
			lines := readIndex(t, a, 1)
			lines[0] = strings.Replace(lines[0], `"offset": "`, `"offset": "1`, 1)
			write(1, lines)
		}, []uint32{1}},
	} {
		for n := range last {
			if err := a.RebuildIndex(n + 1); err != nil {
				t.Fatal(err)
			}
		}
		tt.damage()
		var got []uint32
		for err := range a.CheckIndex {
			broken, ok := errors.AsType[*IndexError](err)
			if !ok {
				t.Fatal(err)
			}
			got = append(got, broken.Segment)
			if err := a.RebuildIndex(broken.Segment); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: segments %v, want %v", tt.name, got, tt.want)
		}
		for err := range a.CheckIndex {
			t.Errorf("%s: after the repair: %v", tt.name, err)
		}
	}
}

// A segment has the records of one day.
func TestArchiveRotatesByDay(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 3, 1, 23, 59, 0, 0, time.UTC)
	open := func() *Archive {
		a := mustOpen(t, dir)
		a.now = func() time.Time { return now }
		return a
	}
	a := open()
	appendAll(t, a, []*news.Page{crawled(1)})
	now = now.Add(time.Hour)
	appendAll(t, a, []*news.Page{crawled(2)})
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		later time.Duration
		want  uint32
	}{{time.Hour, 2}, {24 * time.Hour, 3}} {
		now = now.Add(tt.later)
		a = open()
		appendAll(t, a, []*news.Page{crawled(3)})
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if got := a.End().Segment; got != tt.want {
			t.Errorf("%v later: segment %d, want %d", tt.later, got, tt.want)
		}
	}
	if n := len(mustPages(t, a.Pages(news.Position{}))); n != 4 {
		t.Errorf("%d pages, want 4", n)
	}
}

// A large number of records is indexed in parts.
func TestIndexInParts(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	for i := range 30 {
		appendAll(t, a, []*news.Page{crawled(i)})
		if i%7 == 0 {
			a.indexBytes += maxIndexBytes
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if lines := readIndex(t, a, 1); len(lines) != 60 || !slices.IsSorted(lines) {
		t.Errorf("%d lines", len(lines))
	}
}

// An archive of the time before there were requests and indexes goes on.
func TestOlderArchive(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile(filepath.Join("testdata", "older.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, segmentName(1)), data, 0o600); err != nil {
		t.Fatal(err)
	}
	a := mustOpen(t, dir)
	before := mustPages(t, a.Pages(news.Position{}))
	appendAll(t, a, []*news.Page{crawled(1)})
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	after := mustPages(t, mustOpen(t, dir).Pages(news.Position{}))
	if len(before) != 3 || len(after) != 4 {
		t.Errorf("%d pages before, %d after", len(before), len(after))
	}
	if before[0].FinalURL != "https://baomau.example/b-1.html" || before[1].Fetched.IsZero() ||
		!bytes.Contains(before[2].Body, []byte("nghị quyết")) {
		t.Errorf("pages %+v", before)
	}
	for _, line := range readIndex(t, a, 1) {
		if strings.Contains(line, `"digest": ""`) {
			t.Errorf("no digest in %s", line)
		}
	}
	for err := range a.CheckIndex {
		t.Error(err)
	}
}
