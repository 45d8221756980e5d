package index

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	bolterrors "go.etcd.io/bbolt/errors"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A shard is the articles of five years, by the clock of Vietnam, or those without a date: an index of scorch, in a folder
// that Bleve's own tools can open. One to which no article comes is never written again.
type shard struct {
	name     string
	store    *scorch.Scorch   // guarded by Index.mu
	segments map[uint64]*part // by scorch's number; guarded by Index.mu
	writable bool             // store is not a reader's copy
}

// undated is the name of the shard of articles without date. It always exists; who has it open for writing is the one who
// writes to the index.
const undated = "undated"

// The years that have shards; what is before or behind is with the first or the last: pages state dates of all kinds, and
// must not make a thousand folders. A search takes 0.2 ms for each segment besides what it takes for each article: with
// shards of one year, one in 20,000 articles took four times as long as with a single segment.
const (
	firstYear  = 1990
	lastYear   = 2049
	shardYears = 5
)

// shardOf returns the name of the shard that an article belongs to: the first of its years.
func shardOf(a *news.Article) string {
	if a.Published.IsZero() {
		return undated
	}
	year := min(max(firstYear, a.Published.Time.In(news.Vietnam).Year()), lastYear)
	return strconv.Itoa(year - year%shardYears)
}

// A ShardError is about one shard of an index. If it is ErrCorrupt, Mend can build the shard again.
type ShardError struct {
	Shard string
	Err   error
}

// Error returns "shard NAME: cause".
func (e *ShardError) Error() string { return fmt.Sprintf("shard %s: %v", e.Shard, e.Err) }

// Unwrap returns the cause.
func (e *ShardError) Unwrap() error { return e.Err }

// The files of an index and of its shards.
const (
	formatFile   = "format"
	shardsFolder = "shards"
	metaFile     = "index_meta.json"
	storeFolder  = "store"
	rootFile     = "root.bolt"
)

func shardPath(dir, name string) string { return filepath.Join(dir, shardsFolder, name) }

func storePath(dir, name string) string { return filepath.Join(shardPath(dir, name), storeFolder) }

// createShard makes an empty shard.
func createShard(path string) error {
	b, err := bleve.NewUsing(path, Mapping(), scorch.Name, scorch.Name, map[string]any{
		"forceSegmentType": store.Type, "forceSegmentVersion": segment.Version,
	})
	if err != nil {
		return err
	}
	return b.Close()
}

// openStore opens the store of a shard, for reading if there is no queue.
func openStore(path string, queue *bleveindex.AnalysisQueue, wait time.Duration) (*scorch.Scorch, error) {
	if _, err := os.Stat(filepath.Join(path, rootFile)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err) // scorch would make one
	}
	index, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path": path, "read_only": queue == nil, "bolt_timeout": wait.String(),
		"forceSegmentType": store.Type, "forceSegmentVersion": segment.Version,
	}, queue)
	if err != nil {
		return nil, err
	}
	switch err = index.Open(); {
	case err == nil:
		return index.(*scorch.Scorch), nil
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %w", ErrInUse, err)
	case errors.Is(err, fs.ErrPermission):
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", ErrCorrupt, cmp.Or(damage(path), err))
}

// reader returns the shard as it is. The caller must hold Index.mu.
func (s *shard) reader() *scorch.IndexSnapshot {
	r, _ := s.store.Reader() // never an error
	return r.(*scorch.IndexSnapshot)
}

// holds reports whether an article is in a shard.
func holds(r *scorch.IndexSnapshot, id news.ID) (bool, error) {
	for _, s := range r.Segments() {
		base := store.Of(s.Segment())
		if base == nil {
			return false, fmt.Errorf("%w: segment of another type: %T", ErrCorrupt, s.Segment())
		}
		n, ok, err := base.Find(string(id))
		if err != nil {
			return false, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if ok && !(s.Deleted() != nil && s.Deleted().Contains(n)) {
			return true, nil
		}
	}
	return false, nil
}
