package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/pipeline/news"
)

// Killing the process at any instant must lose nothing and duplicate nothing: after the last, finishing run
// the index has each article once, and check finds no mistake.

func TestKilledIngestIsFinishedByTheNext(t *testing.T) {
	const articles = 3000
	dir := t.TempDir()
	file := filepath.Join(dir, "articles.jsonl")
	writeArticles(t, file, articles)

	data := filepath.Join(dir, "data")
	newKiller(t).kill(8, "ingest", "--data", data, file)
	output(t, "ingest", "--data", data, file)
	output(t, "check", "--data", data)
	if got := bytes.Count(output(t, "export", "--data", data), []byte("\n")); got != articles {
		t.Errorf("%d articles, want %d", got, articles)
	}
}

// TestKilledIngestFindsTheSameStories compares the stories of an ingest that was killed with those of one
// that was not. Each third article reprints the one before it, in another shard.
func TestKilledIngestFindsTheSameStories(t *testing.T) {
	const articles = 3000
	dir := t.TempDir()
	whole, reprints := filepath.Join(dir, "whole.jsonl"), filepath.Join(dir, "reprints.jsonl")
	writeArticles(t, whole, articles)
	reprint(t, whole, reprints)

	stories := func(data string) map[news.ID]news.ID {
		all := map[news.ID]news.ID{}
		for line := range bytes.Lines(output(t, "export", "--data", data)) {
			var a news.Article
			if err := json.Unmarshal(line, &a); err != nil {
				t.Fatal(err)
			}
			all[a.ID] = cmp.Or(a.Story, a.ID)
		}
		return all
	}
	once, killed := filepath.Join(dir, "once"), filepath.Join(dir, "killed")
	output(t, "ingest", "--data", once, reprints)
	newKiller(t).kill(8, "ingest", "--data", killed, reprints)
	output(t, "ingest", "--data", killed, reprints)
	want := stories(once)
	if got := stories(killed); !maps.Equal(got, want) {
		differ := 0
		for id, story := range want {
			if got[id] != story {
				differ++
			}
		}
		t.Errorf("%d of %d articles are of another story", differ, len(want))
	}
	names := map[news.ID]bool{}
	for _, story := range want {
		names[story] = true
	}
	if n := articles - articles/3; len(names) > n+5 || len(names) < n-5 {
		t.Errorf("%d stories of %d articles, want %d", len(names), articles, n)
	}
	output(t, "reindex", "--data", killed)
	if got := stories(killed); !maps.Equal(got, want) {
		t.Error("articles are of other stories after a reindex")
	}
}

// reprint writes the articles of a file to another, each third with the text of the one before it.
func reprint(t *testing.T, from, to string) {
	t.Helper()
	lines, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var before []news.Block
	n := 0
	for line := range bytes.Lines(lines) {
		var a news.Article
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		if n++; n%3 == 0 {
			a.Blocks = before
		}
		before = a.Blocks
		if err := export.NewEncoder(&out).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestKilledReindexOfADamagedShard(t *testing.T) {
	const articles = 1500
	dir := t.TempDir()
	file, data := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "data")
	writeArticles(t, file, articles)
	output(t, "ingest", "--data", data, file)
	root := filepath.Join(data, "index-1", "shards", "2010", "store", "root.bolt")
	if err := os.WriteFile(root, []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}

	newKiller(t).kill(4, "reindex", "--data", data, "--damaged")
	output(t, "reindex", "--data", data, "--damaged")
	output(t, "check", "--data", data)
	if got := bytes.Count(output(t, "export", "--data", data), []byte("\n")); got != articles {
		t.Errorf("%d articles, want %d", got, articles)
	}
}

func TestKilledCrawlIsFinishedByTheNext(t *testing.T) {
	whole, killed := filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "killed")
	output(t, "demo", "--data", whole)
	newKiller(t).kill(8, "demo", "--data", killed)
	output(t, "demo", "--data", killed)
	output(t, "check", "--data", killed)
	want := bytes.Count(output(t, "export", "--data", whole), []byte("\n"))
	if got := bytes.Count(output(t, "export", "--data", killed), []byte("\n")); got != want {
		t.Errorf("%d articles, want %d", got, want)
	}
}

var seed = flag.Uint64("seed", 0, "kill processes after the same times as the run that printed it")

// A killer kills processes after random times.
type killer struct {
	t      *testing.T
	random *rand.Rand
}

// newKiller returns a killer, and notes in the log of the test how to repeat its times.
func newKiller(t *testing.T) *killer {
	t.Helper()
	n := cmp.Or(*seed, rand.Uint64())
	t.Logf("repeat with: go test -run '^%s$' ./cmd/baotinh -seed %d", t.Name(), n)
	return &killer{t, rand.New(rand.NewPCG(n, 0))}
}

// kill starts baotinh n times and kills each process 50 to 1,050 ms later, unless it has finished.
func (k *killer) kill(n int, args ...string) {
	k.t.Helper()
	for range n {
		k.killOne(exec.Command("baotinh", args...))
	}
}

// killOne starts a process and kills it 50 to 1,050 ms later, unless it has finished.
func (k *killer) killOne(c *exec.Cmd) {
	k.t.Helper()
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	life := time.Duration(50+k.random.IntN(1000)) * time.Millisecond
	after := time.AfterFunc(life, func() {
		_ = c.Process.Kill() // it may have finished
	})
	_ = c.Wait() // killed, mostly
	after.Stop()
	k.t.Logf("%s %s: %v after %v", c.Args[0], c.Args[1], c.ProcessState, life)
}

// output runs baotinh to its end and returns what it printed to stdout. Pages that failed are no failure
// here: the demo has a few.
func output(t *testing.T, args ...string) []byte {
	t.Helper()
	c := exec.Command("baotinh", args...)
	var errOut bytes.Buffer
	c.Stderr = &errOut
	out, err := c.Output()
	if err != nil && c.ProcessState.ExitCode() != exitPagesFailed {
		t.Fatalf("baotinh %q: %v\n%s%s", args, err, out, errOut.Bytes())
	}
	return out
}

// writeArticles writes n articles of some hundred syllables each as JSON Lines.
func writeArticles(t *testing.T, path string, n int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	out := export.NewEncoder(w)
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("tỉnh hội nghị huyện xã nông thôn mới lúa hoá thuỷ lợi đường")
	for i := range n {
		var text []byte
		for range 200 {
			text = fmt.Appendf(text, "%s ", words[random.IntN(len(words))])
		}
		day := time.Date(2012+5*(i%3), 7, 27, 0, 0, 0, 0, news.Vietnam)
		a := news.Article{
			URL: fmt.Sprintf("https://baomau.example/bai-%d.html", i), Title: fmt.Sprintf("Bài số %d", i),
			Published: news.Date{Time: day, Precision: news.Day},
			Blocks:    []news.Block{{Kind: news.Paragraph, Text: string(text)}},
		}
		if err := out.Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
