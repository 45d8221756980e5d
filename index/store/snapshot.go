package store

import (
	"context"
	"fmt"
	"iter"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// A Snapshot is the store at one moment. It must be closed.
type Snapshot struct {
	Segments []Segment // of all shards
	Docs     int       // documents that are not deleted
	AvgLen   float64   // mean length of a document in words, at least 1

	readers readers
}

// A Segment is a segment as a snapshot sees it. Its documents are numbered from 0; some may be deleted.
type Segment struct {
	*segment.Segment
	Live    segment.Bitset     // the documents that are not deleted; must not be changed
	Deleted bool               // any document is deleted
	Values  *segment.DocValues // must not be changed

	spellings *spellingTable
	places    *placeValues
	mapped    []byte // the file of the segment; nil: it is not on disk yet
}

// Forget lets the pages of the file that were read leave the memory of the process, so that it does not grow
// while many articles are read. They are read again when they are asked for. It may be called while others
// read the segment.
func (s Segment) Forget() {
	if s.mapped != nil {
		forget(s.mapped)
	}
}

// Snapshot returns the store as it is. The error is the context's or, in a [*ShardError], ErrCorrupt.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	snap := &Snapshot{readers: s.readersLocked()}
	var words uint64
	for i, sh := range s.shards {
		n, err := sh.load(ctx, snap, snap.readers[i])
		if err != nil {
			snap.Close()
			return nil, fmt.Errorf("read index: %w", &ShardError{sh.name, err})
		}
		words += n
	}
	snap.AvgLen = max(1, float64(words)/float64(max(1, snap.Docs)))
	return snap, nil
}

// Close releases the snapshot. Its segments must not be used any more.
func (s *Snapshot) Close() { s.readers.close() }

// Find returns the segment and the number of the document with an identifier, and whether there is one. The
// error is ErrCorrupt.
func (s *Snapshot) Find(id news.ID) (Segment, uint32, bool, error) {
	for _, seg := range s.Segments {
		doc, ok, err := seg.Segment.Find(string(id))
		if err != nil {
			return Segment{}, 0, false, fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if ok && seg.Live.Has(doc) {
			return seg, doc, true, nil
		}
	}
	return Segment{}, 0, false, nil
}

// FindPrefix returns the articles whose identifiers begin with prefix, at most limit of each segment.
func (s *Snapshot) FindPrefix(prefix string, limit int) ([]*news.Article, error) {
	var all []*news.Article
	for _, seg := range s.Segments {
		found := 0
		for doc, err := range seg.IDs(prefix) {
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
			}
			if !seg.Live.Has(doc) {
				continue
			}
			if found == limit {
				break
			}
			a, err := seg.Article(doc)
			if err != nil {
				return nil, err
			}
			all = append(all, a)
			found++
		}
	}
	return all, nil
}

// Articles returns all articles, in the order of the segments.
func (s *Snapshot) Articles(ctx context.Context) iter.Seq2[*news.Article, error] {
	return func(yield func(*news.Article, error) bool) {
		for _, seg := range s.Segments {
			for doc := range seg.Live.All() {
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
				if !yield(seg.Article(doc)) {
					return
				}
			}
		}
	}
}

// Article returns the article of a document. The error is ErrCorrupt.
func (s Segment) Article(doc uint32) (*news.Article, error) {
	stored, err := s.Stored(doc)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return decodeArticle(stored)
}

// readers are scorch's snapshots of all shards, in the order of the shards.
type readers []*scorch.IndexSnapshot

// readers returns snapshots of one moment: an article that moves to another shard is deleted from the first
// one only in a later batch, which needs the lock to be free in between.
func (s *Store) readers() readers {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readersLocked()
}

func (s *Store) readersLocked() readers {
	var all readers
	for _, sh := range s.shards {
		all = append(all, sh.reader())
	}
	return all
}

// A readerSegment is a segment of one of some readers.
type readerSegment struct {
	*segment.Segment
	shard  int             // its reader
	except *roaring.Bitmap // the documents that are deleted; nil: none
}

func (s readerSegment) deleted(doc uint32) bool { return s.except != nil && s.except.Contains(doc) }

// segments returns the segments of all readers of a writer, which has verified them.
func (r readers) segments() []readerSegment {
	var all []readerSegment
	for i, reader := range r {
		for _, b := range reader.Segments() {
			all = append(all, readerSegment{fromScorch(b.Segment()), i, b.Deleted()})
		}
	}
	return all
}

// forget lets the pages of all files that were read leave the memory of the process.
func (r readers) forget() {
	for _, reader := range r {
		for _, b := range reader.Segments() {
			if data := mappedFile(b.Segment()); data != nil {
				forget(data)
			}
		}
	}
}

func (r readers) close() {
	for _, reader := range r {
		_ = reader.Close() // decrements a count; it cannot fail
	}
}

// A loadedSegment is a segment with what is kept of it in memory from one snapshot to the next.
type loadedSegment struct {
	scorch    scorchsegment.Segment
	segment   *segment.Segment
	values    *segment.DocValues
	spellings *spellingTable
	places    *placeValues

	deleted *roaring.Bitmap // which scorch replaces, but does not change
	live    segment.Bitset  // the complement of deleted
	words   uint64          // of the live documents
}

// load adds the segments of a shard to a snapshot. It reads the doc values of new segments and forgets those
// of segments that are gone. It returns the number of words. The caller must hold Store.mu.
func (sh *shard) load(ctx context.Context, snap *Snapshot, r *scorch.IndexSnapshot) (uint64, error) {
	loaded := make(map[uint64]*loadedSegment, len(sh.segments))
	var words uint64
	for _, b := range r.Segments() {
		l := sh.segments[b.Id()]
		if l == nil || l.scorch != b.Segment() {
			fresh, err := newLoadedSegment(ctx, b.Segment(), l)
			if err != nil {
				return 0, err
			}
			l = fresh
		}
		l.setDeleted(b.Deleted())
		loaded[b.Id()] = l
		snap.Segments = append(snap.Segments, Segment{
			l.segment, l.live, l.deleted != nil, l.values, l.spellings, l.places,
			mappedFile(l.scorch),
		})
		snap.Docs += int(b.Count())
		words += l.words
	}
	sh.segments = loaded
	return words, nil
}

// newLoadedSegment loads a segment. Doc values are taken over from the same segment before it was on disk, if
// there is one.
func newLoadedSegment(
	ctx context.Context, b scorchsegment.Segment, before *loadedSegment,
) (*loadedSegment, error) {
	seg := fromScorch(b)
	if seg == nil {
		return nil, fmt.Errorf("%w: segment of another type: %T", ErrCorrupt, b)
	}
	l := &loadedSegment{scorch: b, segment: seg, spellings: newSpellingTable(seg)}
	if before != nil {
		l.values, l.places = before.values, before.places
		return l, nil
	}
	l.places = new(placeValues)
	var err error
	l.values, err = segment.NewDocValues(ctx, seg, docValueFields)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return l, nil
}

// mappedFile returns the file of a segment, nil if it is not on disk.
func mappedFile(s scorchsegment.Segment) []byte {
	if p, ok := s.(*persisted); ok {
		return p.data
	}
	return nil
}

func (l *loadedSegment) setDeleted(deleted *roaring.Bitmap) {
	if l.live != nil && l.deleted == deleted {
		return
	}
	l.deleted = deleted
	l.live = segment.NewBitset(l.segment.Len())
	if deleted != nil {
		deleted.WriteDenseTo(l.live)
	}
	l.live.Invert(l.segment.Len())
	l.words = l.values.TotalWords
	if deleted != nil {
		for doc := range deleted.Iterate {
			l.words -= uint64(l.values.Words[doc])
		}
	}
}
