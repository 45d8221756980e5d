package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"baotinh/cmd/baotinh/internal/bucket"
	"baotinh/index/opensearch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// testBucket serves a bucket "press" on loopback, which processes find by the environment.
func testBucket(t *testing.T) *bucket.Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("press"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "me")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	s, err := bucket.Open(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// writeSegment writes pages as one WARC file, and returns its path.
func writeSegment(t *testing.T, random *rand.Rand, first, pages int) string {
	t.Helper()
	dir := t.TempDir()
	archive, err := warc.OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n := first; n < first+pages; n++ {
		var text strings.Builder
		for range 3 {
			fmt.Fprintf(&text, "<p>Mưa lớn đêm %d gây lũ ở xã thứ %d, nhiều đoạn đường bị sạt lở, người dân "+
				"phải đi đường vòng. Ủy ban nhân dân huyện đã cử %d người đến giúp dân dọn bùn đất.</p>",
				random.IntN(31), n, random.IntN(1000))
		}
		body := fmt.Sprintf(`<!DOCTYPE html><html lang="vi"><head><title>Bài số %d</title>`+
			`<meta property="article:published_time" content="2024-03-0%dT08:00:00+07:00"></head>`+
			`<body><article><h1>Bài số %d</h1>%s</article></body></html>`, n, 1+n%9, n, &text)
		_, err := archive.Append(&news.Page{
			URL: fmt.Sprintf("https://baomau.example/bai-%d.html", n), Status: http.StatusOK,
			Header:  textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}},
			Fetched: time.Date(2024, 3, 10, 0, 0, n, 0, time.UTC), Body: []byte(body),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d WARC files, %v", len(files), err)
	}
	return files[0]
}

// TestWorkersShareABucket: three workers take WARC files from a bucket, one of them is killed twice; then
// every page is in the index exactly once. The index is in a cluster, if BAOTINH_OPENSEARCH names one.
func TestWorkersShareABucket(t *testing.T) {
	segments, pages := 6, 40
	if os.Getenv("BAOTINH_CONFORMANCE") == "full" {
		segments, pages = 20, 500
	}
	s := testBucket(t)
	random := rand.New(rand.NewPCG(1, 2))
	for n := range segments {
		path := writeSegment(t, random, n*pages, pages)
		name := fmt.Sprintf("worker-%d/%06d.warc.gz", n%3, n)
		if written, err := s.Put(t.Context(), "s3://press/archive", name, path); err != nil || !written {
			t.Fatalf("Put(%s) = %v, %v", name, written, err)
		}
	}
	dir, cluster := t.TempDir(), clusterAddress(t)
	ingest := func(worker int) []string {
		args := []string{
			"ingest", "s3://press/archive", "--part", fmt.Sprintf("%d/3", worker),
			"--data", filepath.Join(dir, fmt.Sprint("worker-", worker)),
		}
		if cluster != "" {
			args = append(args, "--index", cluster)
		}
		return args
	}
	newKiller(t).kill(2, ingest(2)...)
	began := time.Now()
	var workers []*exec.Cmd
	for n := range 3 {
		c := exec.Command("baotinh", ingest(n+1)...)
		c.Stderr = new(bytes.Buffer)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		workers = append(workers, c)
	}
	for _, c := range workers {
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, c.Stderr)
		}
	}
	t.Logf("%d pages in %d files by three workers: %v", segments*pages, segments, time.Since(began))

	times := map[string]int{}
	count := func(args ...string) {
		for line := range bytes.Lines(output(t, append([]string{"export"}, args...)...)) {
			var a news.Article
			if err := json.Unmarshal(line, &a); err != nil {
				t.Fatal(err)
			}
			times[a.URL]++
		}
	}
	for n := range 3 {
		args := ingest(n + 1)
		count(args[4:]...)
		if cluster != "" {
			break // one index for all
		}
	}
	for n := range segments * pages {
		if url := fmt.Sprintf("https://baomau.example/bai-%d.html", n); times[url] != 1 {
			t.Errorf("%s is there %d times", url, times[url])
		}
	}
	if len(times) != segments*pages {
		t.Errorf("%d articles, want %d", len(times), segments*pages)
	}
}

// clusterAddress returns the address of a new index in the cluster that BAOTINH_OPENSEARCH names, empty if
// it names none.
func clusterAddress(t *testing.T) string {
	t.Helper()
	nodes := os.Getenv("BAOTINH_OPENSEARCH")
	if nodes == "" {
		return ""
	}
	hosts := strings.ReplaceAll(nodes, "http://", "")
	address := fmt.Sprintf("opensearch://%s/bucket-%d-%x?replicas=0", hosts, os.Getpid(), rand.Uint32())
	t.Cleanup(func() {
		o, err := opensearch.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		ix, err := opensearch.Open(context.Background(), o)
		if err == nil {
			err = ix.Delete(context.Background())
		}
		if err != nil {
			t.Error(err)
		}
	})
	return address
}

// TestExtractReadsABucket: what cannot be read is named, and the rest is read.
func TestExtractReadsABucket(t *testing.T) {
	s := testBucket(t)
	random := rand.New(rand.NewPCG(3, 4))
	put := func(name, path string) {
		t.Helper()
		if _, err := s.Put(t.Context(), "s3://press/all", name, path); err != nil {
			t.Fatal(err)
		}
	}
	put("1.warc.gz", writeSegment(t, random, 0, 5))
	put("3.warc.gz", writeSegment(t, random, 5, 5))
	whole, err := os.ReadFile(writeSegment(t, random, 10, 5))
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "half")
	if err := os.WriteFile(half, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	put("2.warc.gz", half)

	c := exec.Command("baotinh", "extract", "--json", "s3://press/all")
	var out, errOut bytes.Buffer
	c.Stdout, c.Stderr = &out, &errOut
	if err := c.Run(); c.ProcessState.ExitCode() != exitPagesFailed {
		t.Errorf("extract: %v, want that pages failed", err)
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n < 10 || n > 14 {
		t.Errorf("%d articles, want the 10 of the whole files and some of the half", n)
	}
	if !strings.Contains(errOut.String(), "s3://press/all/2.warc.gz") {
		t.Errorf("stderr does not name the half file:\n%s", &errOut)
	}
	for address, want := range map[string]string{
		"s3://press/none": "no object", "s3://none/all": "s3://none/all", "s3://": "want s3://BUCKET/PREFIX",
	} {
		c := exec.Command("baotinh", "extract", "--json", address)
		out, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("extract %s: %v, %q; want an error with %q", address, err, out, want)
		}
	}
}

// TestReindexReadsABucket builds an index of what other workers have archived: in a folder whole, in a
// cluster in parts, of which the last turns the searches to it.
func TestReindexReadsABucket(t *testing.T) {
	const segments, pages = 4, 10
	s := testBucket(t)
	random := rand.New(rand.NewPCG(5, 6))
	for n := range segments {
		path := writeSegment(t, random, n*pages, pages)
		if _, err := s.Put(t.Context(), "s3://press/all", fmt.Sprintf("w%d/1.warc.gz", n), path); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	articles := func(args ...string) int {
		t.Helper()
		return bytes.Count(output(t, append([]string{"export"}, args...)...), []byte("\n"))
	}
	folder := filepath.Join(dir, "folder")
	output(t, "reindex", "--archive", "s3://press/all", "--data", folder)
	if n := articles("--data", folder); n != segments*pages {
		t.Errorf("%d articles in the folder, want %d", n, segments*pages)
	}
	for _, wrong := range [][]string{
		{"--archive", "s3://press/all", "--part", "1/2"}, {"--part", "1/2"}, {"--archive", dir},
	} {
		c := exec.Command("baotinh", append([]string{"reindex", "--data", folder}, wrong...)...)
		if out, err := c.CombinedOutput(); err == nil || c.ProcessState.ExitCode() != 2 {
			t.Errorf("reindex %q: %v, want exit code 2\n%s", wrong, err, out)
		}
	}

	cluster := clusterAddress(t)
	if cluster == "" {
		t.Skip("BAOTINH_OPENSEARCH names no cluster to test on")
	}
	reindex := func(part string) string {
		t.Helper()
		c := exec.Command("baotinh", "reindex", "--archive", "s3://press/all", "--part", part,
			"--data", filepath.Join(dir, part[:1]), "--index", cluster)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("part %s: %v\n%s", part, err, out)
		}
		return string(out)
	}
	if out := reindex("2/2"); !strings.Contains(out, "part-1-of-2") {
		t.Errorf("the first of two does not say that it waits for the other:\n%s", out)
	}
	c := exec.Command("baotinh", "search", "mưa", "--index", cluster)
	if out, err := c.CombinedOutput(); err == nil {
		t.Errorf("half an index is searched:\n%s", out)
	}
	if out := reindex("1/2"); strings.Contains(out, "part-") {
		t.Errorf("the last of two waits:\n%s", out)
	}
	if n := articles("--index", cluster); n != segments*pages {
		t.Errorf("%d articles in the cluster, want %d", n, segments*pages)
	}
}
