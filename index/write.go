package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/pipeline/news"
)

// The bounds of a batch. Memory grows with the batch; smaller ones cost more merging.
const (
	maxBatchArticles = 750
	maxBatchBytes    = 3 << 20
	maxFlights       = 2 // batches being written at once: building a segment keeps one processor busy
)

// ErrReadOnly is returned by the methods that write if the index was opened by Open.
var ErrReadOnly = errors.New("index opened for searching only")

// A writer collects articles into batches.
//
// A batch is on disk as a whole or not at all, together with a position in the archive. Because two are written at once
// and the second may be first, a batch carries the position behind the batches that are surely on disk: its own only if
// it flies alone.
type writer struct {
	batch  *bleveindex.Batch
	bytes  int
	count  uint64        // articles put
	mark   news.Position // everything before it has been put
	stored news.Position // the last that a batch was sent off with
	landed news.Position // everything before it is surely on disk
	flying []*flight     // oldest first
	err    error         // the first failure: nothing can be written after it
}

type flight struct {
	batch *bleveindex.Batch
	mark  news.Position
	done  chan error
}

func (ix *Index) startWriting() error {
	p, err := ix.Position()
	if err != nil {
		return err
	}
	ix.writer = &writer{batch: bleveindex.NewBatch(), mark: p, stored: p, landed: p}
	return nil
}

// Put adds an article, or replaces the one with its ID. The article must not change afterwards. It is on disk after
// Flush, or earlier.
func (ix *Index) Put(ctx context.Context, a *news.Article) error {
	w := ix.writer
	if w == nil {
		return ErrReadOnly
	}
	if err := errors.Join(w.err, ctx.Err()); err != nil {
		return err
	}
	if a.ID == "" {
		with := *a
		with.ID = news.NewID(a.URL)
		a = &with
	}

	// Of two batches in flight either may come first, so an article must not be in both.
	for w.isFlying(a.ID) {
		if err := ix.land(); err != nil {
			return err
		}
	}
	w.batch.Update(newDocument(a, w.count))
	w.count++
	w.bytes += textBytes(a)
	if len(w.batch.IndexOps) < maxBatchArticles && w.bytes < maxBatchBytes {
		return nil
	}
	return ix.takeOff()
}

func textBytes(a *news.Article) int {
	n := len(a.Title) + len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}

// Mark says that everything in the archive before p has been put.
func (ix *Index) Mark(_ context.Context, p news.Position) error {
	if ix.writer == nil {
		return ErrReadOnly
	}
	ix.writer.mark = p
	return ix.writer.err
}

// Flush returns when everything that was put, and the last mark, are on disk.
func (ix *Index) Flush(ctx context.Context) error {
	w := ix.writer
	if w == nil {
		return ErrReadOnly
	}
	if err := errors.Join(w.err, ctx.Err()); err != nil {
		return err
	}
	if len(w.batch.IndexOps) > 0 {
		if err := ix.takeOff(); err != nil {
			return err
		}
	}
	for len(w.flying) > 0 {
		if err := ix.land(); err != nil {
			return err
		}
	}
	if w.mark == w.stored {
		return nil
	}
	if err := ix.takeOff(); err != nil {
		return err
	}
	return ix.land()
}

// takeOff sends the batch off to be written.
func (ix *Index) takeOff() error {
	w := ix.writer
	for len(w.flying) >= maxFlights {
		if err := ix.land(); err != nil {
			return err
		}
	}

	position := w.landed
	if len(w.flying) == 0 {
		position = w.mark
	}
	if position.Compare(w.stored) > 0 { // else another batch carries it, or a newer one that must stay
		text, err := json.Marshal(position)
		if err != nil {
			return err
		}
		w.batch.SetInternal(keyPosition, text)
		w.stored = position
	}

	f := &flight{batch: w.batch, mark: w.mark, done: make(chan error, 1)}
	w.batch, w.bytes = bleveindex.NewBatch(), 0
	w.flying = append(w.flying, f)
	go func() { f.done <- ix.write(f.batch) }() // received by land, at the latest in Close
	return nil
}

// write writes a batch. When a disk is full, Bleve closes the segment that it could not write and panics if another batch
// then looks into it. That batch is lost like the first; nothing else is: Bleve holds no lock at that place.
func (ix *Index) write(b *bleveindex.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write to index: %v", p)
		}
	}()
	if err := ix.store.Batch(b); err != nil {
		return fmt.Errorf("write to index: %w", err)
	}
	return nil
}

// land waits for the oldest flight.
func (ix *Index) land() error {
	w := ix.writer
	f := w.flying[0]
	w.flying = w.flying[1:]
	if err := <-f.done; err != nil {
		w.err = errors.Join(w.err, err)
		return w.err
	}
	w.landed = f.mark
	return nil
}

func (w *writer) isFlying(id news.ID) bool {
	for _, f := range w.flying {
		if _, ok := f.batch.IndexOps[string(id)]; ok {
			return true
		}
	}
	return false
}

// Compact merges all segments into one: a search then takes less time, and the index less space. It takes about a
// fifth of the time that it took to write them, and is worth it after many articles were put.
func (ix *Index) Compact(ctx context.Context) error {
	if err := ix.Flush(ctx); err != nil {
		return err
	}
	store, ok := ix.store.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("compact: not a scorch index but %T", ix.store)
	}
	if err := store.ForceMerge(ctx, nil); err != nil {
		return fmt.Errorf("compact: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return ix.removeMerged()
}

// removeMerged lets Bleve remove the files of segments that were merged. It does so some time after a transaction, if
// another has not begun by then and no search reads them any more: so a few are made, which change nothing, until it has.
// What is left then is removed when articles are put.
func (ix *Index) removeMerged() error {
	const attempts = 10
	text, err := json.Marshal(ix.writer.stored)
	if err != nil {
		return err
	}
	for range attempts {
		b := bleveindex.NewBatch()
		b.SetInternal(keyPosition, text)
		if err := ix.write(b); err != nil {
			return err
		}
		files, err := os.ReadDir(filepath.Join(ix.dir, bleveFolder, storeFolder))
		if err != nil || len(files) <= 2 { // root.bolt and one segment
			return err
		}
	}
	return nil
}
