package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base32"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// A raw is a record read by nothing of this package: a gzip member, lines up to an empty one, a block.
type raw struct {
	offset, length int64
	fields         map[string]string
	block          []byte
}

// rawRecords reads a segment by the standard alone.
func rawRecords(t *testing.T, path string) []raw {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var records []raw
	in := bytes.NewReader(data)
	for in.Len() > 0 {
		r := raw{offset: int64(len(data) - in.Len()), fields: map[string]string{}}
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatalf("at %d: %v", r.offset, err)
		}
		z.Multistream(false)
		plain, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("at %d: %v", r.offset, err)
		}
		r.length = int64(len(data)-in.Len()) - r.offset
		head, rest, ok := strings.Cut(string(plain), "\r\n\r\n")
		lines := strings.Split(head, "\r\n")
		if !ok || lines[0] != "WARC/1.1" {
			t.Fatalf("at %d: %q", r.offset, lines[0])
		}
		for _, line := range lines[1:] {
			name, value, ok := strings.Cut(line, ": ")
			if _, twice := r.fields[name]; !ok || twice {
				t.Errorf("at %d: field %q", r.offset, line)
			}
			r.fields[name] = value
		}
		n, err := strconv.Atoi(r.fields["Content-Length"])
		if err != nil || len(rest) != n+4 || rest[n:] != "\r\n\r\n" {
			t.Fatalf("at %d: %d bytes follow: %v", r.offset, len(rest), r.fields)
		}
		r.block = []byte(rest[:n])
		records = append(records, r)
	}
	return records
}

func sha(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

var (
	uuid = regexp.MustCompile(
		`^<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>$`)
	date = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$`)
)

// TestStandard reads what the archive writes by ISO 28500:2017 alone.
func TestStandard(t *testing.T) {
	a := mustOpen(t, t.TempDir())
	p := crawled(1)
	appendAll(t, a, append(pagesOfEveryKind(), p))
	for _, same := range []news.Sameness{news.SameBody, news.SameArticle, news.NotModified} {
		if _, err := a.Revisit(revisitOf(p, same)); err != nil {
			t.Fatal(err)
		}
	}
	appendAnswers(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}

	records := rawRecords(t, a.path(1))
	byID := map[string]raw{}
	kinds := map[string]int{}
	for _, r := range records {
		kinds[r.fields["WARC-Type"]]++
		byID[r.fields["WARC-Record-ID"]] = r
	}
	want := map[string]int{
		"warcinfo": 1, "response": 7, "resource": 4, "request": 8, "metadata": 8, "revisit": 3,
	}
	for kind, n := range want {
		if kinds[kind] != n {
			t.Errorf("%d records of type %s, want %d", kinds[kind], kind, n)
		}
	}
	for _, r := range records {
		checkRecord(t, r, byID)
	}
	checkLines(t, a, records)
}

func checkRecord(t *testing.T, r raw, byID map[string]raw) {
	t.Helper()
	f, kind := r.fields, r.fields["WARC-Type"]
	fail := func(what string) { t.Errorf("%s at %d: %s: %v", kind, r.offset, what, f) }
	if !uuid.MatchString(f["WARC-Record-ID"]) || byID[f["WARC-Record-ID"]].offset != r.offset {
		fail("WARC-Record-ID")
	}
	if !date.MatchString(f["WARC-Date"]) {
		fail("WARC-Date")
	}
	if f["WARC-Block-Digest"] != sha(r.block) {
		fail("WARC-Block-Digest")
	}
	if hasTarget := f["WARC-Target-URI"] != ""; hasTarget != (kind != "warcinfo") {
		fail("WARC-Target-URI")
	}
	switch kind {
	case "response":
		resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(r.block)), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil || f["WARC-Payload-Digest"] != sha(body) {
			fail("WARC-Payload-Digest")
		}
	case "resource":
		if f["WARC-Payload-Digest"] != sha(r.block) {
			fail("WARC-Payload-Digest")
		}
	case "request", "metadata":
		of := byID[f["WARC-Concurrent-To"]].fields
		if of["WARC-Type"] != "response" && of["WARC-Type"] != "revisit" ||
			of["WARC-Target-URI"] != f["WARC-Target-URI"] || of["WARC-Date"] != f["WARC-Date"] {
			fail("WARC-Concurrent-To")
		}
		if kind == "metadata" && !bytes.Contains(r.block, []byte("robots: 200 allowed\r\n")) {
			fail("block")
		}
		if kind == "metadata" {
			break
		}
		if _, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(r.block))); err != nil {
			t.Error(err)
		}
	case "revisit":
		of := byID[f["WARC-Refers-To"]].fields
		if of["WARC-Target-URI"] != f["WARC-Refers-To-Target-URI"] ||
			of["WARC-Date"] != f["WARC-Refers-To-Date"] || f["WARC-Profile"] == "" ||
			of["WARC-Payload-Digest"] != f["WARC-Payload-Digest"] {
			fail("WARC-Refers-To")
		}
	}
	if kind == "request" && f["WARC-IP-Address"] == "" {
		fail("WARC-IP-Address")
	}
}

// checkLines compares each line of the index with the record to which it points.
func checkLines(t *testing.T, a *Archive, records []raw) {
	t.Helper()
	at := map[int64]raw{}
	pages := 0
	for _, r := range records {
		at[r.offset] = r
		switch r.fields["WARC-Type"] {
		case "response", "resource", "revisit":
			pages++
		}
	}
	lines := readIndex(t, a, 1)
	if len(lines) != pages {
		t.Errorf("%d lines, want %d", len(lines), pages)
	}
	for _, line := range lines {
		var l struct {
			URL, Digest, Filename string
			Offset, Length        int64 `json:",string"`
		}
		_, rest, _ := strings.Cut(line, " ")
		stamp, object, _ := strings.Cut(rest, " ")
		if err := json.Unmarshal([]byte(object), &l); err != nil {
			t.Fatal(err)
		}
		r := at[l.Offset]
		when, err := time.Parse(time.RFC3339Nano, r.fields["WARC-Date"])
		if err != nil || when.Format("20060102150405") != stamp || r.length != l.Length ||
			l.URL != r.fields["WARC-Target-URI"] || l.Digest != r.fields["WARC-Payload-Digest"] ||
			l.Filename != "000001.warc.gz" {
			t.Errorf("line %s\nrecord %v", line, r.fields)
		}
	}
}

// A killed process may leave the request of a page without the page. It goes when the archive is opened
// again.
func TestTornRequest(t *testing.T) {
	whole := t.TempDir()
	a := mustOpen(t, whole)
	pages := []*news.Page{crawled(1), crawled(2)}
	pages[1].Redirects = nil
	appendAll(t, a, pages)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(a.path(1))
	if err != nil {
		t.Fatal(err)
	}
	for cut := pages[0].End.Offset; cut < pages[1].End.Offset; cut += 5 {
		dir := t.TempDir()
		if err := os.WriteFile(dir+"/"+segmentName(1), data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if end := mustOpen(t, dir).End(); end != pages[0].End {
			t.Fatalf("cut at %d: End() = %+v, want %+v", cut, end, pages[0].End)
		}
	}
}
