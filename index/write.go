package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// The bounds of batches. Memory grows with them; smaller ones cost more merging.
const (
	maxBatchArticles = 750
	maxBatchBytes    = 3 << 20
	maxOpenBytes     = 24 << 20 // of all that are not yet being written
	maxFlights       = 2        // batches being written at once: building a segment keeps one processor busy
)

// ErrReadOnly is returned by the methods that write if the index was opened by Open.
var ErrReadOnly = errors.New("index opened for searching only")

// A writer collects articles into batches, one for each shard that they belong to. A batch is on disk as a whole or not at
// all. It is written when it is full or, as the oldest, when all together are too large; two may be written at once, and
// the second may be first. When a batch with an article that another shard has, too, is on disk, that shard gets a batch
// which removes it there. So each batch holds the mark at which the first was put of what depends on it, and everything
// before the earliest mark that is held is on disk: that is the position, written now and then, and by Flush.
type writer struct {
	queue  *bleveindex.AnalysisQueue
	count  uint64          // articles put
	mark   news.Position   // everything before it has been put
	known  *roaring.Bitmap // hashes of the IDs on disk or put: 2 bytes each
	open   []*batch        // one a shard, the oldest first
	bytes  int             // in these
	flying []*batch        // being written, the oldest first
	landed int             // batches since the position was written
	kept   *kept           // nil but after Mend
	err    error           // the first failure: nothing can be written after it
}

// A batch is what will be written to a shard in one transaction.
type batch struct {
	shard   *shard
	ops     *bleveindex.Batch
	bytes   int
	held    news.Position
	moved   map[news.ID][]*shard // that have older copies of its articles
	removes bool                 // an article that has moved to another shard
	done    chan error
}

// startWriting opens the index for writing, and of its shards the one that is the lock of the others. All are sound before
// they are opened so.
func (ix *Index) startWriting() error {
	if err := ix.readSound([]string{undated}); err != nil {
		return err
	}
	w := &writer{queue: bleveindex.NewAnalysisQueue(runtime.GOMAXPROCS(0)), known: roaring.New()}
	ix.writer = w
	if err := ix.makeWritable(ix.shards[0]); err != nil {
		return err
	}
	var err error
	if ix.state, err = readState(ix.dir); err != nil { // nobody else writes it from here on
		return err
	}
	w.mark = ix.state.Position
	names := slices.DeleteFunc(slices.Clone(ix.state.Shards), func(name string) bool { return name == undated })
	if err := ix.readSound(names); err != nil {
		return err
	}
	slices.SortFunc(ix.shards, func(a, b *shard) int { return strings.Compare(a.name, b.name) })
	removeReaders(ix.dir)
	ix.readIDs()
	return nil
}

// stopWriting writes what was put.
func (ix *Index) stopWriting() error {
	w := ix.writer
	if w == nil {
		return nil
	}
	err := ix.Flush(context.Background())
	for len(w.flying) > 0 { // after a failure; scorch must not be closed under a batch
		err = ix.land()
	}
	w.queue.Close()
	if w.kept != nil {
		w.kept.close()
	}
	return cmp.Or(w.err, err)
}

// readIDs notes which articles the index has.
func (ix *Index) readIDs() {
	s := ix.freeze()
	defer s.close()
	for _, r := range s.readers {
		for _, b := range r.Segments() {
			base := store.Of(b.Segment()) // that it is one of ours has been checked
			all := make([]uint32, base.Len())
			for n := range all {
				all[n] = uint32(base.IDHash(uint32(n)))
			}
			slices.Sort(all)
			ix.writer.known.AddMany(all)
		}
	}
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
	if w.kept != nil {
		if ok, err := w.kept.has(a.ID, w.mark); ok || err != nil {
			return err
		}
	}
	for w.isFlying(a.ID) { // of two batches in flight either may come first
		if err := ix.land(); err != nil {
			return err
		}
	}
	s, err := ix.shardFor(shardOf(a))
	if err != nil {
		return err
	}
	others, err := ix.takeOut(a.ID, s)
	if err != nil {
		return err
	}

	b := w.batch(s, w.mark)
	b.ops.Update(newDocument(a, w.count))
	w.count++
	if len(others) > 0 {
		b.moved[a.ID] = others
	}
	n := textBytes(a)
	b.bytes += n
	w.bytes += n
	if len(b.ops.IndexOps) >= maxBatchArticles || b.bytes >= maxBatchBytes {
		return ix.takeOff(b)
	}
	if w.bytes >= maxOpenBytes {
		return ix.takeOff(w.open[0])
	}
	return nil
}

func textBytes(a *news.Article) int {
	n := len(a.Title) + len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}

// shardFor returns a shard, open for writing, and makes it if there is none.
func (ix *Index) shardFor(name string) (*shard, error) {
	at, ok := slices.BinarySearchFunc(ix.shards, name, func(s *shard, name string) int {
		return strings.Compare(s.name, name)
	})
	if ok {
		return ix.shards[at], ix.makeWritable(ix.shards[at])
	}
	path := shardPath(ix.dir, name)
	if err := os.RemoveAll(path); err != nil { // a writer was killed before the state named it
		return nil, err
	}
	if err := createShard(path); err != nil {
		return nil, &ShardError{name, err}
	}
	store, err := openStore(storePath(ix.dir, name), ix.writer.queue, time.Second)
	if err != nil {
		return nil, &ShardError{name, err}
	}
	s := &shard{name: name, store: store, writable: true}
	ix.mu.Lock()
	ix.shards = slices.Insert(ix.shards, at, s)
	ix.mu.Unlock()
	return s, ix.writeState()
}

// makeWritable opens a shard for writing. Searches that read it go on.
func (ix *Index) makeWritable(s *shard) error {
	if s.writable {
		return nil
	}
	store, err := openStore(storePath(ix.dir, s.name), ix.writer.queue, cmp.Or(ix.options.LockTimeout, time.Second))
	if err != nil {
		return &ShardError{s.name, err}
	}
	ix.mu.Lock()
	before := s.store
	s.store, s.writable = store, true
	ix.mu.Unlock()
	return before.Close()
}

// takeOut takes an article out of all open batches but that of a shard, and returns the other shards that have it on disk.
func (ix *Index) takeOut(id news.ID, but *shard) ([]*shard, error) {
	w := ix.writer
	if w.known.CheckedAdd(uint32(segment.IDHash(string(id)))) {
		return nil, nil // as most are
	}
	for _, b := range w.open {
		delete(b.moved, id)
		if b.shard != but {
			delete(b.ops.IndexOps, string(id)) // if it was to be removed there, it is again, from what follows
		}
	}
	var others []*shard
	now := ix.freeze()
	defer now.close()
	for i, s := range ix.shards {
		if s == but {
			continue
		}
		ok, err := holds(now.readers[i], id)
		if err != nil {
			return nil, &ShardError{s.name, err}
		}
		if ok {
			others = append(others, s)
		}
	}
	return others, nil
}

// Checkpoint says that everything in the archive before p has been put.
func (ix *Index) Checkpoint(_ context.Context, p news.Position) error {
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
	for len(w.open)+len(w.flying) > 0 { // what lands may leave articles to be removed
		var err error
		if len(w.open) > 0 {
			err = ix.takeOff(w.open[0])
		} else {
			err = ix.land()
		}
		if err != nil {
			return err
		}
	}
	if w.mark == ix.state.Position {
		return nil
	}
	return ix.writeState()
}

// batch returns the open batch of a shard, which must be writable, for something that holds a mark.
func (w *writer) batch(s *shard, held news.Position) *batch {
	for _, b := range w.open {
		if b.shard == s {
			if held.Compare(b.held) < 0 {
				b.held = held
			}
			return b
		}
	}
	b := &batch{
		shard: s, ops: bleveindex.NewBatch(), held: held, moved: map[news.ID][]*shard{}, done: make(chan error, 1),
	}
	w.open = append(w.open, b)
	return b
}

// takeOff sends a batch off to be written.
func (ix *Index) takeOff(b *batch) error {
	w := ix.writer
	for len(w.flying) >= maxFlights {
		if err := ix.land(); err != nil {
			return err
		}
	}
	if b.removes {
		if err := ix.writeState(); err != nil {
			return err
		}
	}
	w.open = slices.DeleteFunc(w.open, func(o *batch) bool { return o == b })
	w.bytes -= b.bytes
	w.flying = append(w.flying, b)
	go func() { b.done <- b.shard.write(b.ops) }() // received by land, at the latest in Close
	return nil
}

// write writes a batch. When a disk is full, Bleve closes the segment that it could not write and panics if another batch
// then looks into it. That batch is lost like the first; nothing else is: Bleve holds no lock at that place.
func (s *shard) write(b *bleveindex.Batch) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("write to shard %s: %v", s.name, p)
		}
	}()
	if err := s.store.Batch(b); err != nil {
		return fmt.Errorf("write to shard %s: %w", s.name, err)
	}
	return nil
}

// landingsPerPosition is how many batches are written before the position is: what is read again after a crash is about
// as much as the open batches hold.
const landingsPerPosition = 4

// land waits for the oldest flight.
func (ix *Index) land() error {
	w := ix.writer
	b := w.flying[0]
	w.flying = w.flying[1:]
	if err := <-b.done; err != nil {
		return w.fail(err)
	}
	for id, shards := range b.moved {
		for _, s := range shards {
			if err := ix.makeWritable(s); err != nil {
				return w.fail(err)
			}
			removal := w.batch(s, b.held)
			removal.ops.Delete(string(id))
			removal.removes = true
		}
	}
	if w.landed++; w.landed < landingsPerPosition {
		return nil
	}
	return ix.writeState()
}

func (w *writer) fail(err error) error {
	w.err = errors.Join(w.err, err)
	return w.err
}

func (w *writer) isFlying(id news.ID) bool {
	for _, b := range w.flying {
		if _, ok := b.ops.IndexOps[string(id)]; ok {
			return true
		}
	}
	return false
}

// writeState writes the position and the shards.
func (ix *Index) writeState() error {
	w := ix.writer
	if w.err != nil { // a batch that is not on disk holds no mark any more
		return w.err
	}
	next := state{Position: w.mark, Changes: ix.state.Changes + 1}
	for _, b := range slices.Concat(w.open, w.flying) {
		if b.held.Compare(next.Position) < 0 {
			next.Position = b.held
		}
	}
	for _, s := range ix.shards {
		next.Shards = append(next.Shards, s.name)
	}
	ix.mu.Lock()
	ix.state = next
	ix.mu.Unlock()
	w.landed = 0
	if err := next.write(ix.dir); err != nil {
		return w.fail(fmt.Errorf("write state: %w", err))
	}
	return nil
}

// sealFrom is the share of a shard's articles, removed ones too, that its largest segment must lack for all to be merged into
// one. So these merges write an article five times at most, on average, however a shard grows; and one that has grown by a
// little every day is one segment, or nearly, when its years are over.
const sealFrom = 0.2

// Compact merges the segments of each shard into one, if that has much to merge: a search then takes less time, and the
// index less space. It is worth it after each job.
func (ix *Index) Compact(ctx context.Context) error {
	if err := ix.Flush(ctx); err != nil {
		return err
	}
	for _, s := range ix.shards {
		if err := ix.compact(ctx, s); err != nil {
			return fmt.Errorf("compact shard %s: %w", s.name, err)
		}
	}
	return nil
}

func (ix *Index) compact(ctx context.Context, s *shard) error {
	loose, all, err := s.loose()
	if err != nil || loose > 0 && float64(loose) < sealFrom*float64(all) || loose == 0 && !s.writable {
		return err
	}
	if loose > 0 {
		if err := ix.makeWritable(s); err != nil {
			return err
		}
		if err := errors.Join(s.store.ForceMerge(ctx, nil), ctx.Err()); err != nil {
			return err
		}
	}
	return s.removeMerged(storePath(ix.dir, s.name))
}

// loose returns how many of all articles that a shard has on disk its largest segment lacks, removed ones among both.
func (s *shard) loose() (uint64, uint64, error) {
	r := s.reader()
	var largest, all uint64
	for _, b := range r.Segments() {
		largest = max(largest, b.Count())
		all += b.Segment().Count()
	}
	return all - largest, all, r.Close()
}

// removeMerged lets scorch remove the files of segments that were merged. It does so some time after a transaction, if
// another has not begun by then and no search reads them any more: so a few are made, which change nothing, until it has.
// What is left then is removed when articles are put.
func (s *shard) removeMerged(path string) error {
	const attempts = 10
	for range attempts {
		files, err := filepath.Glob(filepath.Join(path, "*.zap"))
		if err != nil || len(files) <= 1 {
			return err
		}
		if err := s.write(bleveindex.NewBatch()); err != nil {
			return err
		}
	}
	return nil
}
