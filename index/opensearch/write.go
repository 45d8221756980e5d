package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// A writer collects documents and sends them in batches.
type writer struct {
	batch      []news.ID // in the order of putting
	articles   map[news.ID]*news.Article
	documents  map[news.ID][]byte  // of the batch that is being sent
	bytes      int                 // of the texts of the batch
	position   news.Position       // of what is stored
	checkpoint news.Position       // of what was put
	own        map[uint64]struct{} // hashes of the IDs that were put; nil: the index had articles before
	err        error               // why nothing more can be written
}

// mayHave reports whether an article may be stored. Other workers have other hosts.
func (w *writer) mayHave(id news.ID) bool {
	_, put := w.own[segment.IDHash(string(id))]
	return w.own == nil || put
}

// The bounds of a batch.
const (
	maxBatch      = 500
	maxBatchBytes = 8 << 20
)

// How often refused articles are sent again: some minutes in all. The cluster refuses some while it is
// overloaded, or while a node that has left is replaced.
const (
	maxTries   = 8
	firstPause = 500 * time.Millisecond
	maxPause   = 60 * time.Second
)

// stateName is the name of the index of positions.
func (ix *Index) stateName() string { return ix.o.Prefix + "-state" }

func (ix *Index) statePath() string {
	return "/" + ix.stateName() + "/_doc/" + ix.name + "." + ix.o.Worker
}

// A state is how far one worker has written one version.
type state struct {
	Version  string        `json:"version"`
	Worker   string        `json:"worker"`
	Position news.Position `json:"position"`
	Complete bool          `json:"complete"` // by a rebuild, with the whole archive of the worker
}

// beginWriting waits for the index and reads the position.
func (ix *Index) beginWriting(ctx context.Context) error {
	if err := ix.createState(ctx); err != nil {
		return err
	}
	path := "/_cluster/health/" + ix.name + "," + ix.stateName() + "?wait_for_status=yellow&timeout=30s"
	var health struct {
		Status   string
		TimedOut bool `json:"timed_out"`
	}
	err := ix.client.call(ctx, http.MethodGet, path, nil, &health)
	if status, ok := errors.AsType[*statusError](err); ok && status.status == http.StatusRequestTimeout {
		health.TimedOut, err = true, nil
	}
	if err != nil {
		return err
	}
	if health.TimedOut {
		return fmt.Errorf("%w: a primary shard is missing (status %s)", ErrUnavailable, health.Status)
	}
	// A shard that has just been made may not answer yet, though the cluster manager knows it as started.
	var n int
	err = ix.retry(ctx, func() error {
		if err := ix.readPosition(ctx); err != nil {
			return err
		}
		n, err = ix.DocCount(ctx)
		return err
	})
	if err != nil {
		return err
	}
	w := &ix.writer
	w.documents, w.articles = map[news.ID][]byte{}, map[news.ID]*news.Article{}
	if n == 0 {
		w.own = map[uint64]struct{}{}
	}
	return nil
}

// readPosition reads the position up to which the articles of the worker are stored.
func (ix *Index) readPosition(ctx context.Context) error {
	var found struct {
		Source state `json:"_source"`
	}
	err := ix.client.call(ctx, http.MethodGet, ix.statePath(), nil, &found)
	if err != nil && !isMissing(err) {
		return err
	}
	ix.writer.position, ix.writer.checkpoint = found.Source.Position, found.Source.Position
	return nil
}

// createState makes the index of positions, if it is not there.
func (ix *Index) createState(ctx context.Context) error {
	o := ix.o
	o.Shards = 1
	index := settings(o)["index"].(object)
	keyword := object{"type": "keyword"}
	body := object{
		"settings": object{"index": object{
			"number_of_shards": 1, "number_of_replicas": index["number_of_replicas"],
		}},
		"mappings": object{"dynamic": false, "properties": object{"version": keyword, "worker": keyword}},
	}
	err := ix.client.call(ctx, http.MethodPut, "/"+ix.stateName(), body, nil)
	return unlessThere(err)
}

// Put adds an article, or replaces the one with its ID. The article must not change afterwards. It is
// stored after Flush, or earlier.
func (ix *Index) Put(ctx context.Context, a *news.Article) error {
	w := &ix.writer
	if w.err != nil {
		return w.err
	}
	if _, ok := w.articles[a.ID]; !ok {
		w.batch = append(w.batch, a.ID)
	}
	w.articles[a.ID] = a
	if w.bytes += sizeOf(a); len(w.batch) < maxBatch && w.bytes < maxBatchBytes {
		return nil
	}
	return ix.Flush(ctx)
}

// sizeOf returns about how long the text of an article is.
func sizeOf(a *news.Article) int {
	n := len(a.Title) + len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}

// Checkpoint notes that all articles before p in the archive have been put.
func (ix *Index) Checkpoint(_ context.Context, p news.Position) error {
	ix.writer.checkpoint = p
	return ix.writer.err
}

// Position returns the position in the archive up to which all articles are stored.
func (ix *Index) Position() news.Position { return ix.writer.position }

// Current returns the article with an ID as it was put last, stored or not, nil if there is none.
func (ix *Index) Current(ctx context.Context, id news.ID) (*news.Article, error) {
	if a := ix.writer.articles[id]; a != nil {
		return a, nil
	}
	if !ix.writer.mayHave(id) {
		return nil, nil
	}
	a, _, err := ix.Get(ctx, id)
	return a, err
}

// Flush returns when all articles that were put are stored, and the last checkpoint after them. After an
// error no more is written: what follows the last position that was stored must be put again.
func (ix *Index) Flush(ctx context.Context) error {
	w := &ix.writer
	if w.err != nil {
		return w.err
	}
	if err := ix.flush(ctx); err != nil {
		w.err = ix.wrap(err)
		return w.err
	}
	return nil
}

func (ix *Index) flush(ctx context.Context) error {
	w := &ix.writer
	if err := ix.makeDocuments(ctx); err != nil {
		return err
	}
	if err := ix.sendBatch(ctx, w.batch); err != nil {
		return err
	}
	for id := range w.articles {
		if w.own != nil {
			w.own[segment.IDHash(string(id))] = struct{}{}
		}
	}
	clear(w.documents)
	clear(w.articles)
	w.batch, w.bytes = w.batch[:0], 0
	if w.checkpoint == w.position {
		return nil
	}
	if err := ix.storeState(ctx, w.checkpoint, false); err != nil {
		return err
	}
	w.position = w.checkpoint
	return nil
}

// makeDocuments makes the documents of the batch.
func (ix *Index) makeDocuments(ctx context.Context) error {
	if len(ix.writer.batch) == 0 {
		return nil
	}
	var articles []*news.Article
	err := ix.retry(ctx, func() (err error) {
		articles, err = ix.findStories(ctx, ix.writer.batch)
		return err
	})
	if err != nil {
		return err
	}
	for _, a := range articles {
		encoded, err := json.Marshal(newDocument(a))
		if err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
		ix.writer.documents[a.ID] = encoded
	}
	return nil
}

func (ix *Index) storeState(ctx context.Context, p news.Position, complete bool) error {
	s := state{ix.name, ix.o.Worker, p, complete}
	return ix.retry(ctx, func() error {
		return ix.client.call(ctx, http.MethodPut, ix.statePath(), s, nil)
	})
}

// retry calls f until it succeeds, or fails with what does not pass by itself.
func (ix *Index) retry(ctx context.Context, f func() error) error {
	pause := ix.pause
	for try := 1; ; try++ {
		err := f()
		if !errors.Is(err, ErrUnavailable) || try == maxTries {
			return err
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
		pause = min(2*pause, maxPause)
	}
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// sendBatch stores articles. What is refused for a while is sent again; other refusals are an error.
func (ix *Index) sendBatch(ctx context.Context, batch []news.ID) error {
	left := batch
	return ix.retry(ctx, func() (err error) {
		if len(left) == 0 {
			return nil
		}
		left, err = ix.sendOnce(ctx, left)
		return err
	})
}

// sendOnce sends articles and returns those that were not stored. If there are any, there is an error.
func (ix *Index) sendOnce(ctx context.Context, batch []news.ID) ([]news.ID, error) {
	var body bytes.Buffer
	for _, id := range batch {
		fmt.Fprintf(&body, "{\"index\":{\"_id\":%q}}\n", string(id))
		body.Write(ix.writer.documents[id])
		body.WriteByte('\n')
	}
	var answer struct {
		Items []map[string]struct {
			Status int
			Error  *errorBody
		}
	}
	path := "/" + writeAlias(ix.name) + "/_bulk?require_alias=true&filter_path=items.*.status,items.*.error"
	err := ix.client.send(ctx, http.MethodPost, path, "application/x-ndjson", body.Bytes(), &answer)
	if err != nil {
		return batch, err
	}
	if len(answer.Items) != len(batch) {
		return batch, fmt.Errorf("%d answers to %d articles", len(answer.Items), len(batch))
	}
	var left []news.ID
	var first error
	for i, item := range answer.Items {
		for _, result := range item {
			if result.Status < 300 {
				continue
			}
			refusal := error(&statusError{result.Status, "", ""})
			if result.Error != nil {
				refusal = result.Error.status(result.Status)
			}
			refusal = fmt.Errorf("article %s: %w", batch[i], refusal)
			if left = append(left, batch[i]); first == nil || !errors.Is(refusal, ErrUnavailable) {
				first = refusal
			}
		}
	}
	return left, first
}

// Refresh lets searches see all that is stored.
func (ix *Index) Refresh(ctx context.Context) error {
	return ix.wrap(ix.client.call(ctx, http.MethodPost, "/"+ix.name+"/_refresh", nil, nil))
}

// Close flushes what was put.
func (ix *Index) Close(ctx context.Context) error {
	if ix.writer.documents == nil || ix.writer.err != nil {
		return nil // for reading; or the error was returned already
	}
	return ix.Flush(ctx)
}
