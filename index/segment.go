package index

import (
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A snapshot is the index at one moment.
type snapshot struct {
	readers  []*scorch.IndexSnapshot // by shard
	segments []view                  // of all shards, one after another
	count    int                     // articles
	average  float64                 // words of an article
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
	columns *segment.DocValues
}

// snapshot returns the index as it is. The caller must close it.
func (ix *Index) snapshot(ctx context.Context) (*snapshot, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	s := ix.freezeLocked()
	var words uint64
	for i, sh := range ix.shards {
		n, err := sh.load(ctx, s, s.readers[i])
		if err != nil {
			s.close()
			return nil, fmt.Errorf("read index: %w", &ShardError{sh.name, err})
		}
		words += n
	}
	s.average = max(1, float64(words)/float64(max(1, s.count)))
	return s, nil
}

// freeze returns a snapshot that has only readers, all of one moment: an article that moves from one shard to another is
// not removed from the first before this lock was free once.
func (ix *Index) freeze() *snapshot {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.freezeLocked()
}

func (ix *Index) freezeLocked() *snapshot {
	s := &snapshot{}
	for _, sh := range ix.shards {
		s.readers = append(s.readers, sh.reader())
	}
	return s
}

func (s *snapshot) close() {
	for _, r := range s.readers {
		_ = r.Close() // releases a count; it cannot fail
	}
}

// load adds the segments of a shard to a snapshot, with columns for those that are new, and forgets those that are gone.
// It returns the number of words. The caller must hold Index.mu.
func (sh *shard) load(ctx context.Context, s *snapshot, r *scorch.IndexSnapshot) (uint64, error) {
	known := make(map[uint64]*part, len(sh.segments))
	var words uint64
	for _, b := range r.Segments() {
		p := sh.segments[b.Id()]
		if p == nil || p.bleve != b.Segment() {
			fresh, err := newPart(ctx, b.Segment(), p)
			if err != nil {
				return 0, err
			}
			p = fresh
		}
		known[b.Id()] = p
		s.segments = append(s.segments, view{p, b.Deleted()})
		s.count += int(b.Count())
		words += p.columns.TotalWords
	}
	sh.segments = known
	return words, nil
}

// newPart returns the part of a segment, with the columns of the same segment before it was on disk, if there was one.
func newPart(ctx context.Context, b scorchsegment.Segment, before *part) (*part, error) {
	base := store.Of(b)
	if base == nil {
		return nil, fmt.Errorf("%w: segment of another type: %T", ErrCorrupt, b)
	}
	p := &part{bleve: b, base: base, count: base.Len()}
	if before != nil {
		p.columns = before.columns
		return p, nil
	}
	var err error
	p.columns, err = segment.NewDocValues(ctx, base, keywordFields[:])
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err != nil {
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
