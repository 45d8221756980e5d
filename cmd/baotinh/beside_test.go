package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"
)

// Searching must never fail because another process writes, is killed, or replaces the index; and what a
// search has found once, a later one finds too.
func TestSearchBesideProcessesThatAreKilled(t *testing.T) {
	const first, articles = 100, 1500
	dir := t.TempDir()
	few, all := filepath.Join(dir, "few.jsonl"), filepath.Join(dir, "all.jsonl")
	writeArticles(t, few, first)
	writeArticles(t, all, articles)
	data := filepath.Join(dir, "data")
	output(t, "ingest", "--data", data, few)

	var found atomic.Int64 // articles found so far, at least
	found.Store(first)
	var stop atomic.Bool
	var searches atomic.Int64
	var readers errgroup.Group
	t.Cleanup(func() { // also if a writer fails
		stop.Store(true)
		_ = readers.Wait()
	})
	for _, read := range []func(data string) (int, error){searchTotal, exportTotal} {
		readers.Go(func() error {
			for !stop.Load() {
				atLeast := found.Load()
				n, err := read(data)
				if err != nil {
					return err
				}
				if int64(n) < atLeast || n > articles {
					return fmt.Errorf("%d articles found, after %d were", n, atLeast)
				}
				searches.Add(1)
				raise(&found, int64(n))
			}
			return nil
		})
	}

	k := newKiller(t)
	k.kill(3, "ingest", "--data", data, all)
	k.kill(1, "reindex", "--data", data)
	k.kill(2, "ingest", "--data", data, all)
	output(t, "reindex", "--data", data)
	output(t, "ingest", "--data", data, all)
	found.Store(articles)
	output(t, "reindex", "--data", data)
	stop.Store(true)
	if err := readers.Wait(); err != nil {
		t.Error(err)
	}
	t.Logf("%d searches", searches.Load())

	output(t, "check", "--data", data)
	for _, read := range []func(data string) (int, error){searchTotal, exportTotal} {
		if n, err := read(data); err != nil || n != articles {
			t.Errorf("%d articles, %v, want %d", n, err, articles)
		}
	}
	for _, pattern := range []string{".*-reader-*", "index-*/writer-*"} {
		if left, err := filepath.Glob(filepath.Join(data, pattern)); err != nil || len(left) > 0 {
			t.Errorf("left in the data folder: %q, %v", left, err)
		}
	}
}

// raise makes n at least least.
func raise(n *atomic.Int64, least int64) {
	for old := n.Load(); old < least && !n.CompareAndSwap(old, least); old = n.Load() {
	}
}

// searchTotal returns how many articles a search finds that should find all that writeArticles has written.
func searchTotal(data string) (int, error) {
	out, err := execute("search", "--data", data, "--json", "--limit", "1", "bài số")
	if err != nil {
		return 0, err
	}
	var result struct{ Total int }
	return result.Total, json.Unmarshal(out, &result)
}

func exportTotal(data string) (int, error) {
	out, err := execute("export", "--data", data)
	return bytes.Count(out, []byte("\n")), err
}

// execute runs baotinh to its end.
func execute(args ...string) ([]byte, error) {
	c := exec.Command("baotinh", args...)
	var errOut bytes.Buffer
	c.Stderr = &errOut
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("baotinh %q: %w\n%s", args, err, errOut.Bytes())
	}
	return out, nil
}
