package index

import (
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/pipeline/news"
)

// A snapshot is the index at one moment.
type snapshot struct {
	reader   bleveindex.IndexReader
	segments []view
	count    int     // articles
	average  float64 // words of an article
}

// A view is a segment as a snapshot sees it: without the articles deleted up to then.
type view struct {
	*segment
	gone *roaring.Bitmap // nil: none
}

func (v view) deleted(n uint32) bool { return v.gone != nil && v.gone.Contains(n) }

// A segment is what this package keeps of one of Bleve's, which never change.
type segment struct {
	base    scorchsegment.Segment
	count   int
	columns *columns
}

// snapshot returns the index as it is. The caller must close it.
func (ix *Index) snapshot(ctx context.Context) (*snapshot, error) {
	reader, err := ix.store.Reader()
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	s := &snapshot{reader: reader}
	if err := ix.load(ctx, s); err != nil {
		s.close()
		return nil, fmt.Errorf("read index: %w", err)
	}
	return s, nil
}

func (s *snapshot) close() { _ = s.reader.Close() } // releases a count; it cannot fail

// load fills in the segments, with columns for those that are new, and forgets those that are gone.
func (ix *Index) load(ctx context.Context, s *snapshot) error {
	inner, ok := s.reader.(*scorch.IndexSnapshot)
	if !ok || inner == nil {
		return fmt.Errorf("%w: not a scorch index but %T", ErrCorrupt, s.reader)
	}

	ix.mu.Lock()
	defer ix.mu.Unlock()
	known := make(map[uint64]*segment, len(ix.segments))
	var words uint64
	for _, b := range inner.Segments() {
		seg := ix.segments[b.Id()]
		if seg == nil || seg.base != b.Segment() {
			fresh := &segment{base: b.Segment(), count: int(b.Segment().Count())}
			if seg != nil { // the same, now on disk
				fresh.columns = seg.columns
			} else if err := fresh.loadColumns(ctx); err != nil {
				return err
			}
			seg = fresh
		}
		known[b.Id()] = seg
		s.segments = append(s.segments, view{seg, b.Deleted()})
		s.count += int(b.Count())
		words += seg.columns.total
	}
	ix.segments = known
	s.average = max(1, float64(words)/float64(max(1, s.count)))
	return nil
}

func (seg *segment) loadColumns(ctx context.Context) error {
	seg.columns = newColumns(seg.count)
	values, ok := seg.base.(scorchsegment.DocValueVisitable)
	if !ok {
		return fmt.Errorf("%w: segment %T has no doc values", ErrCorrupt, seg.base)
	}
	for _, field := range append(slices.Clone(keywordFields[:]), fieldRow) {
		var state scorchsegment.DocVisitState
		for n := range uint32(seg.count) {
			if n%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			var err error
			state, err = values.VisitDocValues(uint64(n), []string{field}, func(field string, value []byte) {
				seg.columns.set(n, field, value)
			}, state)
			if err != nil {
				return fmt.Errorf("%w: %w", ErrCorrupt, err)
			}
		}
	}
	return nil
}

// article returns the stored article.
func (seg *segment) article(n uint32) (*news.Article, error) {
	var stored []byte
	err := seg.base.VisitStoredFields(uint64(n), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldArticle {
			stored = slices.Clone(value)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return decodeArticle(stored)
}
