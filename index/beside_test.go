package index

import (
	"path/filepath"
	"sync/atomic"
	"testing"

	"baotinh/pipeline/news"
)

// Small batches make transactions, merges and removals as often as they can be.
func TestOpenWhileBatchesAreWritten(t *testing.T) {
	const batches, perBatch = 60, 5
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)

	var flushed atomic.Int64 // articles that Flush has put on disk
	written := make(chan error, 1)
	write := func() error {
		for b := range batches {
			for n := range perBatch {
				// Every third batch replaces articles, which leaves deletions to be merged away.
				number := b*perBatch + n
				if b%3 == 2 {
					number -= perBatch
				}
				if err := writer.Put(t.Context(), article(number, "Mưa lớn")); err != nil {
					return err
				}
			}
			if err := writer.Checkpoint(t.Context(), news.Position{Offset: int64(b + 1)}); err != nil {
				return err
			}
			if err := writer.Flush(t.Context()); err != nil {
				return err
			}
			flushed.Store(int64(countAfter(b+1, perBatch)))
		}
		return nil
	}
	go func() { written <- write() }()

	opened := 0
	for done := false; !done; {
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			done = true // and once more, to see the end
		default:
		}
		atLeast := int(flushed.Load())
		reader, err := Open(dir, Options{})
		if err != nil {
			t.Fatalf("after %d articles: %v", atLeast, err)
		}
		opened++
		at := reader.Position()
		total := find(t, reader, Request{Query: "mưa"}).Total
		if n := count(t, reader); total != n || n < atLeast {
			t.Fatalf("%d articles found of %d, want all, and %d at least", total, n, atLeast)
		}
		if want := countAfter(int(at.Offset), perBatch); total < want {
			t.Fatalf("%d articles at position %d, want %d at least", total, at.Offset, want)
		}
		if done && total != countAfter(batches, perBatch) {
			t.Errorf("%d articles at the end, want %d", total, countAfter(batches, perBatch))
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("opened %d times", opened)
	if err := writer.Close(); err != nil {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".baotinh-reader-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("readers left %q, %v", left, err)
	}
}

// countAfter returns how many articles there are after so many batches, of which every third adds none.
func countAfter(batches, perBatch int) int { return (batches - batches/3) * perBatch }
