// Package index keeps articles in a full-text index and searches it: Bleve's scorch underneath, Vietnamese on
// top.
//
// [OpenOrCreate] opens an index for writing, [Open] for searching. An [*Index] takes articles as a
// pipeline.Sink does ([Index.Put], [Index.Checkpoint], [Index.Flush]) and answers with [Index.Search]. It
// stores whole articles, so that [Index.Articles] returns what was put.
//
// The index is a reader of the archive, not a source: it stores the position in the archive up to which all
// articles are on disk. After a crash, [Index.Position] says where to read on; reading an article twice is
// harmless. A damaged index is built again from the archive: one shard by [Recover], or all by putting
// everything into a new index.
//
// There is a shard for every five years of publication. Those of past years have one segment each, or a few,
// which are only read as long as no new article belongs to them.
//
// The work is done by the packages below it: analysis makes terms of text, segment and store keep them, query
// is the query language, search executes it with the help of spelling and highlight, and complete completes a
// prefix. Scores are BM25F over syllables and pairs of syllables.
package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

var (
	// ErrFormatVersion is returned for an index of another store.FormatVersion: reindex.
	ErrFormatVersion = store.ErrFormatVersion
	// ErrInUse is returned if another process has the index open for writing.
	ErrInUse = store.ErrInUse
	// ErrCorrupt is returned for an index that cannot be read: reindex, or [Recover] it if it is in a
	// [*ShardError].
	ErrCorrupt = store.ErrCorrupt
	// ErrReadOnly is returned by the methods that write if the index was opened by Open.
	ErrReadOnly = store.ErrReadOnly
	// ErrNotFound is returned by Get for an ID that the index does not have.
	ErrNotFound = errors.New("no such article")
)

// Options adjusts an index. The zero Options is useful.
type Options = store.Options

// A ShardError is about one shard of an index. If it is ErrCorrupt, [Recover] can build the shard again.
type ShardError = store.ShardError

// An Index is an open index. Search, Get, Articles, Count and Position may be called concurrently, also with
// the methods that write. Those (Put, Checkpoint, Flush, Compact, Close) belong to one goroutine.
type Index struct {
	store       *store.Store // nil: it is in a cluster
	cluster     Cluster
	opened      string // the generation of the cluster when it was asked for first
	suggestions suggestions
}

// Open opens the index in dir for searching, as it is on disk at this moment, also while another process
// writes to it, which it never blocks. The error is fs.ErrNotExist if there is none, or ErrFormatVersion,
// ErrInUse (of an index that changes too fast) or ErrCorrupt: also if a single shard is damaged, so that
// nothing is missing silently.
func Open(dir string, o Options) (*Index, error) {
	s, err := store.Open(dir, o)
	if err != nil {
		return nil, err
	}
	return &Index{store: s}, nil
}

// OpenIntact opens the index in dir as [Open] does, but leaves damaged shards out, and returns what is wrong
// with them. The error is ErrCorrupt if no shard is intact.
func OpenIntact(ctx context.Context, dir string, o Options) (*Index, []*ShardError, error) {
	s, damaged, err := store.OpenIntact(ctx, dir, o)
	if err != nil {
		return nil, nil, err
	}
	return &Index{store: s}, damaged, nil
}

// Generation returns a name of the state of an index that was opened for searching: two of one name give the
// same answers.
func (ix *Index) Generation() (string, error) {
	if ix.cluster != nil {
		return ix.generation()
	}
	return ix.store.Generation()
}

// HasChanged reports whether the index on disk has changed since it was opened for searching. It takes a look
// at the files, and is cheap.
func (ix *Index) HasChanged() bool {
	if ix.cluster != nil {
		now, err := ix.generation()
		return err != nil || now != ix.opened
	}
	return ix.store.HasChanged()
}

// OpenOrCreate opens the index in dir for writing and searching, and creates an empty one if there is none.
// It verifies all checksums first, which takes a second for 3 GB. The error may be ErrFormatVersion, ErrInUse
// or ErrCorrupt.
func OpenOrCreate(dir string, o Options) (*Index, error) {
	s, err := store.OpenOrCreate(dir, o)
	if err != nil {
		return nil, err
	}
	return &Index{store: s}, nil
}

// Recover makes an index in dir from the intact shards of the one in old, with which it shares their files,
// and opens it for writing. It also returns the names of the damaged shards. The whole archive must then be
// put: of the part that old had read, Put takes only articles that the intact shards lack. Nothing in old is
// changed.
func Recover(old, dir string, o Options) (*Index, []string, error) {
	s, damaged, err := store.Recover(old, dir, o)
	if err != nil {
		return nil, nil, err
	}
	return &Index{store: s}, damaged, nil
}

// Copy makes a copy of the index in dir, also while another process writes to it, as [store.Copy] does. Its
// Position is the one up to which it is complete.
func Copy(dir, to string) error { return store.Copy(dir, to) }

// Close writes all articles that were put and closes the index.
func (ix *Index) Close() error {
	if ix.cluster != nil {
		return ix.cluster.Close(context.Background())
	}
	return ix.store.Close()
}

// Put adds an article, or replaces the one with its ID. The article must not change afterwards. It is on disk
// after Flush, or earlier.
func (ix *Index) Put(ctx context.Context, a *news.Article) error {
	if ix.cluster != nil {
		return ix.cluster.Put(ctx, a)
	}
	return ix.store.Put(ctx, a)
}

// Checkpoint notes that all articles before p in the archive have been put.
func (ix *Index) Checkpoint(ctx context.Context, p news.Position) error {
	if ix.cluster != nil {
		return ix.cluster.Checkpoint(ctx, p)
	}
	return ix.store.Checkpoint(ctx, p)
}

// Flush returns when all articles that were put, and the last checkpoint, are on disk.
func (ix *Index) Flush(ctx context.Context) error {
	if ix.cluster != nil {
		return ix.cluster.Flush(ctx)
	}
	return ix.store.Flush(ctx)
}

// Compact merges the segments of each shard that has many articles outside its largest one. It makes searches
// faster and the index smaller, and is worth calling after each job.
func (ix *Index) Compact(ctx context.Context) error {
	if ix.cluster != nil {
		return errors.Join(ix.cluster.Flush(ctx), ix.cluster.Refresh(ctx))
	}
	return ix.store.Compact(ctx)
}

// Count returns the number of articles on disk.
func (ix *Index) Count() (int, error) {
	if ix.cluster != nil {
		return ix.cluster.DocCount(context.Background())
	}
	return ix.store.Count()
}

// Position returns the position in the archive up to which all articles are on disk.
func (ix *Index) Position() news.Position {
	if ix.cluster != nil {
		return ix.cluster.Position()
	}
	return ix.store.Position()
}

// Get returns the article with an ID, or ErrNotFound.
func (ix *Index) Get(ctx context.Context, id news.ID) (*news.Article, error) {
	if ix.cluster != nil {
		return ix.clusterGet(ctx, id)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return articleByID(s, id)
}

// GetPrefix returns the articles whose IDs begin with prefix, in the order of their IDs, at most limit.
func (ix *Index) GetPrefix(ctx context.Context, prefix string, limit int) ([]*news.Article, error) {
	all, err := ix.withPrefix(ctx, prefix, limit)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *news.Article) int { return cmp.Compare(a.ID, b.ID) })
	return all[:min(limit, len(all))], nil
}

func (ix *Index) withPrefix(ctx context.Context, prefix string, limit int) ([]*news.Article, error) {
	if ix.cluster != nil {
		return search.WithIDPrefixOn(ctx, ix.cluster, prefix, limit)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.FindPrefix(prefix, limit)
}

// GetURL returns the article at a canonical URL. It may be at the same address over http or https, with www.
// or without. The error is ErrNotFound if there is none.
func (ix *Index) GetURL(ctx context.Context, url string) (*news.Article, error) {
	a, err := ix.Get(ctx, news.NewID(url))
	if !errors.Is(err, ErrNotFound) {
		return a, err
	}
	all, err := ix.at(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("article at %s: %w", url, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("article at %s: %w", url, ErrNotFound)
	}
	return all[0], nil
}

func (ix *Index) at(ctx context.Context, url string) ([]*news.Article, error) {
	if ix.cluster != nil {
		return search.AtOn(ctx, ix.cluster, url)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return search.At(s, url)
}

// NearestURLs returns the articles whose addresses are the nearest to a URL, the nearest first, at most
// limit: none, if none is near. However many articles there are, it takes some tens of milliseconds.
func (ix *Index) NearestURLs(ctx context.Context, url string, limit int) ([]*news.Article, error) {
	if ix.cluster != nil {
		return search.NearestOn(ctx, ix.cluster, url, limit)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return search.Nearest(ctx, s, url, limit)
}

// Reprints returns the other articles of the story of an article, the oldest first, at most limit, and how
// many there are.
func (ix *Index) Reprints(ctx context.Context, a *news.Article, limit int) ([]*news.Article, int, error) {
	if ix.cluster != nil {
		return search.ReprintsOn(ctx, ix.cluster, a, limit)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer s.Close()
	return search.Reprints(s, a, limit)
}

// Current returns the article with an ID as it was put last, on disk or not, nil if there is none. It belongs
// to the goroutine that puts.
func (ix *Index) Current(id news.ID) (*news.Article, error) {
	if ix.cluster != nil {
		return ix.cluster.Current(context.Background(), id)
	}
	return ix.store.Current(id)
}

// Articles returns every article on disk, as the index was when the sequence began, in the order of the
// index.
func (ix *Index) Articles(ctx context.Context) iter.Seq2[*news.Article, error] {
	if ix.cluster != nil {
		return ix.clusterFound(ctx, Request{})
	}
	return func(yield func(*news.Article, error) bool) {
		s, err := ix.store.Snapshot(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer s.Close()
		s.Articles(ctx)(yield)
	}
}
