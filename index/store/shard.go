package store

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
	"baotinh/pipeline/news"
)

// A shard holds the articles of five years, by Vietnam's clock, or those without a date. It is a Bleve index
// of its own. A shard that gets no new article is never written again.
type shard struct {
	name     string
	engine   *scorch.Scorch            // guarded by Store.mu
	segments map[uint64]*loadedSegment // by scorch's number; guarded by Store.mu
	writable bool                      // engine is not a reader's copy
}

// undated is the name of the shard of articles without a date. It always exists; the process that has it open
// for writing holds the lock of the whole store.
const undated = "undated"

// The years that have shards. Earlier and later articles are in the first and the last one: pages state dates
// of all kinds, which must not make a thousand folders. A search takes 0.2 ms for each segment besides what
// it takes for each article: with shards of one year, a term in one of 20,000 articles took four times as
// long as with a single segment.
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

// A ShardError is an error of one shard. If it is ErrCorrupt, [Recover] can build the shard again.
type ShardError struct {
	Shard string
	Err   error
}

// Error returns "shard NAME: cause".
func (e *ShardError) Error() string { return fmt.Sprintf("shard %s: %v", e.Shard, e.Err) }

// Unwrap returns the cause.
func (e *ShardError) Unwrap() error { return e.Err }

// The files of a shard.
const (
	shardsFolder = "shards"
	metaFile     = "index_meta.json"
	storeFolder  = "store"
	rootFile     = "root.bolt"
)

func shardPath(dir, name string) string { return filepath.Join(dir, shardsFolder, name) }

// enginePath returns the folder of scorch in a shard.
func enginePath(dir, name string) string { return filepath.Join(shardPath(dir, name), storeFolder) }

// createShard makes an empty shard.
func createShard(path string) error {
	b, err := bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, map[string]any{
		"forceSegmentType": segmentType, "forceSegmentVersion": segment.Version,
	})
	if err != nil {
		return err
	}
	return b.Close()
}

// jobSegments is how many segments of about the same size scorch merges, on its own, while articles are put.
// Compact merges more. Merges of ten would take a tenth more processor time, with what they do twice.
const jobSegments = 40

// mostMerged is how many documents a merged segment has at most: a large shard has a few segments, which are
// searched concurrently. Scorch merges those that have less than half as many.
const mostMerged = 1 << 19

// openEngine opens scorch in the folder of a shard, for reading if there is no queue.
func openEngine(path string, queue *bleveindex.AnalysisQueue, wait time.Duration) (*scorch.Scorch, error) {
	if _, err := os.Stat(filepath.Join(path, rootFile)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err) // scorch would make one
	}
	index, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path": path, "read_only": queue == nil, "bolt_timeout": wait.String(),
		"forceSegmentType": segmentType, "forceSegmentVersion": segment.Version,
		"asyncErrorCallbackName": errorCallback,
		"scorchMergePlanOptions": map[string]any{
			"MaxSegmentsPerTier": jobSegments, "SegmentsPerMergeTask": jobSegments,
			"MaxSegmentSize": mostMerged,
		},
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
	return nil, fmt.Errorf("%w: %w", ErrCorrupt, cmp.Or(diagnose(path), err))
}

// reader returns the shard as it is. The caller must hold Store.mu.
func (s *shard) reader() *scorch.IndexSnapshot {
	r, _ := s.engine.Reader() // never an error
	return r.(*scorch.IndexSnapshot)
}

// contains reports whether an article is in a shard.
func contains(r *scorch.IndexSnapshot, id news.ID) (bool, error) {
	seg, _, err := find(r, id)
	return seg != nil, err
}

// articleIn returns an article of a shard, nil if it has none with the ID.
func articleIn(r *scorch.IndexSnapshot, id news.ID) (*news.Article, error) {
	seg, doc, err := find(r, id)
	if seg == nil || err != nil {
		return nil, err
	}
	return Segment{Segment: seg}.Article(doc)
}

// find returns the segment and the number of the document with an identifier, nil if there is none.
func find(r *scorch.IndexSnapshot, id news.ID) (*segment.Segment, uint32, error) {
	for _, s := range r.Segments() {
		seg := fromScorch(s.Segment())
		if seg == nil {
			return nil, 0, fmt.Errorf("%w: segment of another type: %T", ErrCorrupt, s.Segment())
		}
		doc, ok, err := seg.Find(string(id))
		if err != nil {
			return nil, 0, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if ok && !(s.Deleted() != nil && s.Deleted().Contains(doc)) {
			return seg, doc, nil
		}
	}
	return nil, 0, nil
}
