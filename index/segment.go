package index

import (
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
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
	*part
	gone *roaring.Bitmap // nil: none
}

func (v view) deleted(n uint32) bool { return v.gone != nil && v.gone.Contains(n) }

// A part is what this package keeps of a segment, which never changes.
type part struct {
	bleve   scorchsegment.Segment
	base    *segment.Segment
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
	known := make(map[uint64]*part, len(ix.segments))
	var words uint64
	for _, b := range inner.Segments() {
		p := ix.segments[b.Id()]
		if p == nil || p.bleve != b.Segment() {
			fresh, err := newPart(ctx, b.Segment(), p)
			if err != nil {
				return err
			}
			p = fresh
		}
		known[b.Id()] = p
		s.segments = append(s.segments, view{p, b.Deleted()})
		s.count += int(b.Count())
		words += p.columns.total
	}
	ix.segments = known
	s.average = max(1, float64(words)/float64(max(1, s.count)))
	return nil
}

// newPart returns the part of a segment, with the columns of the same segment before it was on disk, if there was one.
func newPart(ctx context.Context, b scorchsegment.Segment, before *part) (*part, error) {
	base := segment.Of(b)
	if base == nil {
		return nil, fmt.Errorf("%w: segment of another type: %T", ErrCorrupt, b)
	}
	p := &part{bleve: b, base: base, count: base.Len()}
	if before != nil {
		p.columns = before.columns
		return p, nil
	}
	var err error
	if p.columns, err = newColumns(ctx, base); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return p, nil
}

// article returns the stored article.
func (p *part) article(n uint32) (*news.Article, error) {
	stored, err := p.base.Stored(n)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return decodeArticle(stored)
}
