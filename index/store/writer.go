package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// The bounds of batches. Larger ones take more memory, smaller ones more merging: if they are half as large,
// indexing takes an eighth more processor time.
const (
	maxBatchArticles = 1500
	maxBatchBytes    = 5 << 20
	maxOpenBytes     = 24 << 20 // of all open batches
	maxInFlight      = 2        // batches being written at once: building a segment keeps one processor busy
)

// A writer collects articles in batches, one for each shard. A batch is written as one transaction when it is
// full, or as the oldest when all together are too large. Two may be written at once and end in either order.
//
// An article that changes shard is written to the new shard first, then deleted from the old one. Each batch
// remembers the checkpoint of its oldest pending change; the position of the store is the least of these (the
// low watermark). It is written now and then, and by Flush.
type writer struct {
	queue      *bleveindex.AnalysisQueue
	count      uint64          // articles put
	checkpoint news.Position   // all articles before it have been put
	known      *roaring.Bitmap // 32-bit hashes of the IDs on disk or put: 2 bytes each
	stories    *stories
	open       []*batch   // one a shard, the oldest first
	bytes      int        // of the open batches
	inFlight   []*batch   // being written, the oldest first
	completed  int        // batches since the manifest was written
	survivors  *survivors // nil except after Recover
	err        error      // the first failure: nothing can be written after it
}

// A batch is written to a shard in one transaction.
type batch struct {
	shard        *shard
	ops          *bleveindex.Batch
	bytes        int
	lowWatermark news.Position        // the checkpoint of the oldest change
	relocations  map[news.ID][]*shard // shards from which its articles must be deleted afterwards
	tombstones   bool                 // deletes articles that have moved to another shard
	done         chan error
}

// startWriting opens the store for writing: first the shard whose lock is that of the store. It verifies all
// shards.
func (s *Store) startWriting() error {
	if err := s.openVerified([]string{undated}); err != nil {
		return err
	}
	w := &writer{queue: bleveindex.NewAnalysisQueue(runtime.GOMAXPROCS(0)), known: roaring.New()}
	s.writer = w
	if err := s.makeWritable(s.shards[0]); err != nil {
		return err
	}
	var err error
	if s.manifest, err = readManifest(s.dir); err != nil { // no other process writes it from here on
		return err
	}
	w.checkpoint = s.manifest.Position
	names := slices.DeleteFunc(slices.Clone(s.manifest.Shards), func(name string) bool {
		return name == undated
	})
	if err := s.openVerified(names); err != nil {
		return err
	}
	slices.SortFunc(s.shards, func(a, b *shard) int { return strings.Compare(a.name, b.name) })
	removeLeftovers(s.dir)
	readers := s.readers()
	defer readers.close()
	s.readIDs(readers)
	w.stories = newStories(readers)
	return nil
}

// stopWriting writes all that was put.
func (s *Store) stopWriting() error {
	w := s.writer
	if w == nil {
		return nil
	}
	err := s.Flush(context.Background())
	for len(w.inFlight) > 0 { // after a failure; scorch must not be closed while it writes a batch
		err = s.awaitOldest()
	}
	w.queue.Close()
	if w.survivors != nil {
		w.survivors.close()
	}
	return cmp.Or(w.err, err)
}

// readIDs fills writer.known.
func (s *Store) readIDs(r readers) {
	for _, seg := range r.segments() {
		hashes := make([]uint32, seg.Len())
		for n := range hashes {
			hashes[n] = uint32(seg.IDHash(uint32(n)))
		}
		slices.Sort(hashes)
		s.writer.known.AddMany(hashes)
	}
}

// Put adds an article, or replaces the one with its ID, and removes those that it Replaces. The article must
// not change afterwards. It is on disk after Flush, or earlier.
func (s *Store) Put(ctx context.Context, a *news.Article) error {
	w := s.writer
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
	for _, id := range a.Replaces {
		if err := s.remove(id); err != nil {
			return err
		}
	}
	if w.survivors != nil {
		if ok, err := w.survivors.have(a.ID, w.checkpoint); ok || err != nil {
			return err
		}
	}
	for w.isInFlight(a.ID) { // of two batches in flight either may end first
		if err := s.awaitOldest(); err != nil {
			return err
		}
	}
	sh, err := s.shardFor(shardOf(a))
	if err != nil {
		return err
	}
	a, keys, err := s.withStory(a)
	if err != nil {
		return err
	}
	others, err := s.evict(a.ID, sh)
	if err != nil {
		return err
	}

	b := w.batch(sh, w.checkpoint)
	d := newDocument(a, keys, w.count)
	b.ops.Update(d)
	w.stories.put(d)
	w.count++
	if len(others) > 0 {
		b.relocations[a.ID] = others
	}
	n := textBytes(a)
	b.bytes += n
	w.bytes += n
	if len(b.ops.IndexOps) >= maxBatchArticles || b.bytes >= maxBatchBytes {
		return s.submit(b)
	}
	if w.bytes >= maxOpenBytes {
		return s.submit(w.open[0])
	}
	return nil
}

// remove deletes the article with an ID, if there is one.
func (s *Store) remove(id news.ID) error {
	w := s.writer
	for w.isInFlight(id) {
		if err := s.awaitOldest(); err != nil {
			return err
		}
	}
	w.stories.remove(id)
	shards, err := s.evict(id, nil)
	if err != nil {
		return err
	}
	for _, sh := range shards {
		if err := s.makeWritable(sh); err != nil {
			return err
		}
		w.batch(sh, w.checkpoint).ops.Delete(string(id))
	}
	return nil
}

// Current returns the article with an ID as it was put last, on disk or not, nil if there is none. It belongs
// to the goroutine that puts. The article must not be changed.
func (s *Store) Current(id news.ID) (*news.Article, error) {
	w := s.writer
	if w == nil {
		return nil, ErrReadOnly
	}
	if !w.known.Contains(uint32(segment.IDHash(string(id)))) {
		return nil, nil
	}
	for _, b := range slices.Concat(w.open, w.inFlight) { // the open ones are newer
		if d, ok := b.ops.IndexOps[string(id)].(*document); ok {
			return d.article, nil
		}
	}
	readers := s.readers()
	defer readers.close()
	var newest *news.Article
	for i, r := range readers { // an article that has just moved may be in two shards
		if w.isDeleted(id, s.shards[i]) {
			continue
		}
		a, err := articleIn(r, id)
		if err != nil {
			return nil, &ShardError{s.shards[i].name, err}
		}
		if a != nil && (newest == nil || newest.Position.Compare(a.Position) < 0) {
			newest = a
		}
	}
	return newest, nil
}

func textBytes(a *news.Article) int {
	n := len(a.Title) + len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}

// shardFor returns a shard, open for writing. It creates the shard if there is none.
func (s *Store) shardFor(name string) (*shard, error) {
	at, ok := slices.BinarySearchFunc(s.shards, name, func(s *shard, name string) int {
		return strings.Compare(s.name, name)
	})
	if ok {
		return s.shards[at], s.makeWritable(s.shards[at])
	}
	path := shardPath(s.dir, name)
	if err := os.RemoveAll(path); err != nil { // a writer was killed before the manifest listed it
		return nil, err
	}
	if err := createShard(path); err != nil {
		return nil, &ShardError{name, err}
	}
	engine, err := openEngine(enginePath(s.dir, name), s.writer.queue, time.Second)
	if err != nil {
		return nil, &ShardError{name, err}
	}
	sh := &shard{name: name, engine: engine, writable: true}
	s.mu.Lock()
	s.shards = slices.Insert(s.shards, at, sh)
	s.mu.Unlock()
	return sh, s.writeManifest()
}

// makeWritable opens a shard for writing. Snapshots of it stay valid.
func (s *Store) makeWritable(sh *shard) error {
	if sh.writable {
		return nil
	}
	wait := cmp.Or(s.options.LockTimeout, time.Second)
	engine, err := openEngine(enginePath(s.dir, sh.name), s.writer.queue, wait)
	if err != nil {
		return &ShardError{sh.name, err}
	}
	s.mu.Lock()
	before := sh.engine
	sh.engine, sh.writable = engine, true
	s.mu.Unlock()
	return before.Close()
}

// evict removes an article from all open batches but that of one shard, which may be nil, and returns the
// other shards that have it on disk.
func (s *Store) evict(id news.ID, but *shard) ([]*shard, error) {
	w := s.writer
	if w.known.CheckedAdd(uint32(segment.IDHash(string(id)))) {
		return nil, nil // a new article, as most are
	}
	for _, b := range w.open {
		delete(b.relocations, id)
		if b.shard != but {
			delete(b.ops.IndexOps, string(id)) // the relocation that is returned puts a deletion in again
		}
	}
	var others []*shard
	readers := s.readers()
	defer readers.close()
	for i, sh := range s.shards {
		if sh == but {
			continue
		}
		ok, err := contains(readers[i], id)
		if err != nil {
			return nil, &ShardError{sh.name, err}
		}
		if ok {
			others = append(others, sh)
		}
	}
	return others, nil
}

// Checkpoint notes that all articles before p in the archive have been put.
func (s *Store) Checkpoint(_ context.Context, p news.Position) error {
	if s.writer == nil {
		return ErrReadOnly
	}
	s.writer.checkpoint = p
	return s.writer.err
}

// Flush returns when all articles that were put, and the last checkpoint, are on disk.
func (s *Store) Flush(ctx context.Context) error {
	w := s.writer
	if w == nil {
		return ErrReadOnly
	}
	if err := errors.Join(w.err, ctx.Err()); err != nil {
		return err
	}
	for len(w.open)+len(w.inFlight) > 0 { // a batch may leave tombstones to be written
		var err error
		if len(w.open) > 0 {
			err = s.submit(w.open[0])
		} else {
			err = s.awaitOldest()
		}
		if err != nil {
			return err
		}
	}
	if w.checkpoint == s.manifest.Position {
		return nil
	}
	return s.writeManifest()
}

// batch returns the open batch of a shard, which must be writable, for a change with a checkpoint.
func (w *writer) batch(s *shard, checkpoint news.Position) *batch {
	for _, b := range w.open {
		if b.shard == s {
			if checkpoint.Compare(b.lowWatermark) < 0 {
				b.lowWatermark = checkpoint
			}
			return b
		}
	}
	b := &batch{
		shard: s, ops: bleveindex.NewBatch(), lowWatermark: checkpoint,
		relocations: map[news.ID][]*shard{}, done: make(chan error, 1),
	}
	w.open = append(w.open, b)
	return b
}

// submit starts writing b.
func (s *Store) submit(b *batch) error {
	w := s.writer
	for len(w.inFlight) >= maxInFlight {
		if err := s.awaitOldest(); err != nil {
			return err
		}
	}
	if b.tombstones {
		if err := s.writeManifest(); err != nil {
			return err
		}
	}
	w.open = slices.DeleteFunc(w.open, func(o *batch) bool { return o == b })
	w.bytes -= b.bytes
	w.inFlight = append(w.inFlight, b)
	go func() { b.done <- b.shard.write(b.ops) }() // received by awaitOldest, at the latest in Close
	return nil
}

// write writes a batch. When the disk is full, scorch closes the segment that it could not write, and panics
// if another batch then reads it. That batch is lost like the first, but nothing else: scorch holds no lock
// at that place.
func (s *shard) write(b *bleveindex.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write to shard %s: %v", s.name, p)
		}
	}()
	if err := s.engine.Batch(b); err != nil {
		return fmt.Errorf("write to shard %s: %w", s.name, err)
	}
	return nil
}

// batchesPerManifest is how many batches are written before the manifest is. After a crash, about as many
// articles are read again as the open batches hold.
const batchesPerManifest = 4

// awaitOldest waits for the batch submitted first.
func (s *Store) awaitOldest() error {
	w := s.writer
	b := w.inFlight[0]
	w.inFlight = w.inFlight[1:]
	if err := <-b.done; err != nil {
		return w.fail(err)
	}
	for _, op := range b.ops.IndexOps {
		if d, ok := op.(*document); ok {
			w.stories.written(d)
		}
	}
	for id, shards := range b.relocations {
		for _, sh := range shards {
			if err := s.makeWritable(sh); err != nil {
				return w.fail(err)
			}
			deletions := w.batch(sh, b.lowWatermark)
			deletions.ops.Delete(string(id))
			deletions.tombstones = true
		}
	}
	if w.completed++; w.completed < batchesPerManifest {
		return nil
	}
	return s.writeManifest()
}

func (w *writer) fail(err error) error {
	w.err = errors.Join(w.err, err)
	return w.err
}

func (w *writer) isInFlight(id news.ID) bool {
	for _, b := range w.inFlight {
		if _, ok := b.ops.IndexOps[string(id)]; ok {
			return true
		}
	}
	return false
}

// isDeleted reports whether a batch that is not written yet deletes an article from a shard.
func (w *writer) isDeleted(id news.ID, sh *shard) bool {
	for _, b := range slices.Concat(w.open, w.inFlight) {
		if op, ok := b.ops.IndexOps[string(id)]; ok && op == nil && b.shard == sh {
			return true
		}
	}
	return false
}

// writeManifest writes the shards and the low watermark of all batches.
func (s *Store) writeManifest() error {
	w := s.writer
	if w.err != nil { // the watermark of a batch that failed is lost
		return w.err
	}
	next := manifest{Position: w.checkpoint, Changes: s.manifest.Changes + 1}
	for _, b := range slices.Concat(w.open, w.inFlight) {
		if b.lowWatermark.Compare(next.Position) < 0 {
			next.Position = b.lowWatermark
		}
	}
	for _, sh := range s.shards {
		next.Shards = append(next.Shards, sh.name)
	}
	s.mu.Lock()
	s.manifest = next
	s.mu.Unlock()
	w.completed = 0
	if err := next.write(s.dir); err != nil {
		return w.fail(fmt.Errorf("write state: %w", err))
	}
	return nil
}

// mergeThreshold is the share of a shard's documents, deleted ones counted, outside its largest segments from
// which on Compact merges it. These merges write a document five times at most, on average, however a shard
// grows; and a shard that has grown a little every day has as few segments as it can, or nearly, when its
// years are over.
const mergeThreshold = 0.2

// Compact merges each shard into segments of a quarter to half a million documents, a smaller shard into
// one, if over 20 % of its documents (deleted ones counted) are in others. Of any other shard it merges
// segments of about the same size, ten at a time. It makes searches faster and the store smaller, and is
// worth calling after each job.
func (s *Store) Compact(ctx context.Context) error {
	if err := s.Flush(ctx); err != nil {
		return err
	}
	for _, sh := range s.shards {
		if err := s.compact(ctx, sh); err != nil {
			return fmt.Errorf("compact shard %s: %w", sh.name, err)
		}
	}
	return nil
}

func (s *Store) compact(ctx context.Context, sh *shard) error {
	unmerged, all, err := sh.unmerged()
	if err != nil {
		return err
	}
	plan := mergeplan.DefaultMergePlanOptions // of ten segments of about the same size
	plan.MaxSegmentSize = mostMerged
	if unmerged > 0 && float64(unmerged) >= mergeThreshold*float64(all) {
		if err := s.makeWritable(sh); err != nil {
			return err
		}
		plan = wholePlan()
	}
	if !sh.writable {
		return nil
	}
	path := enginePath(s.dir, sh.name)
	if err := sh.forceMerge(ctx, path, &plan); err != nil {
		return err
	}
	return sh.awaitFileGC(ctx, path)
}

// wholePlan merges all that may be merged at once.
func wholePlan() mergeplan.MergePlanOptions {
	plan := mergeplan.SingleSegmentMergePlanOptions
	plan.SegmentsPerMergeTask, plan.MaxSegmentSize = math.MaxInt, mostMerged
	return plan
}

// forceMerge merges segments of a shard, with its engine in a folder, by a plan. Scorch begins a merge that
// fails anew, for ever: on a full disk too. So the first error calls it off.
func (s *shard) forceMerge(ctx context.Context, path string, plan *mergeplan.MergePlanOptions) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	merging.Store(path, cancel)
	defer merging.Delete(path)
	done := make(chan error, 1)
	go func() { done <- s.engine.ForceMerge(ctx, plan) }() // ends when the engine is closed, at the latest
	select {
	case err := <-done:
		return errors.Join(err, context.Cause(ctx))
	case <-ctx.Done():
	}
	// Scorch may be busy with a merge of its own, which fails as well, and not look at this one.
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	return context.Cause(ctx)
}

// unmerged returns the number of documents in the segments that may be merged, but for those of the largest
// of these that are not deleted, and of all documents; deleted ones count.
func (s *shard) unmerged() (outside, all uint64, err error) {
	r := s.reader()
	var largest uint64
	for _, b := range r.Segments() {
		all += b.Segment().Count()
		if b.Count() < mostMerged/2 {
			outside += b.Segment().Count()
			largest = max(largest, b.Count())
		}
	}
	return outside - largest, all, r.Close()
}

// awaitFileGC makes scorch remove the files of merged segments. Scorch does so some time after a transaction,
// if no other has begun by then and no snapshot reads them: so this makes a few transactions that change
// nothing, and gives scorch a moment after each. Files that are left are removed when articles are put.
func (s *shard) awaitFileGC(ctx context.Context, path string) error {
	const attempts, moment = 50, 20 * time.Millisecond
	for attempt := range attempts {
		files, err := filepath.Glob(filepath.Join(path, "*.zap"))
		if err != nil {
			return err
		}
		r := s.reader()
		segments := len(r.Segments())
		if err := errors.Join(r.Close(), ctx.Err()); err != nil || len(files) <= segments {
			return err
		}
		if err := s.write(bleveindex.NewBatch()); err != nil {
			return err
		}
		if attempt > 0 {
			time.Sleep(moment)
		}
	}
	return nil
}
