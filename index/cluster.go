package index

import (
	"context"
	"fmt"
	"iter"
	"time"

	"baotinh/index/search"
	"baotinh/pipeline/news"
)

// A Cluster keeps an index elsewhere: see package opensearch.
type Cluster interface {
	search.Engine

	// Put, Checkpoint, Flush, Position, Current and Close are as those of Index.
	Put(ctx context.Context, a *news.Article) error
	Checkpoint(ctx context.Context, p news.Position) error
	Flush(ctx context.Context) error
	Position() news.Position
	Current(ctx context.Context, id news.ID) (*news.Article, error)
	Close(ctx context.Context) error

	// Get returns the article with an ID as it was put last, and whether there is one.
	Get(ctx context.Context, id news.ID) (*news.Article, bool, error)
	// DocCount returns the number of articles.
	DocCount(ctx context.Context) (int, error)
	// Generation returns a name of the state of the index: as long as it is the same, answers are.
	Generation(ctx context.Context) (string, error)
	// Pin returns the index as it is now. unpin must be called when it is read.
	Pin(ctx context.Context) (pinned search.Engine, unpin func() error, err error)
	// Refresh lets searches see all that is stored.
	Refresh(ctx context.Context) error
}

// On returns an index in a cluster. Its answers are those of an index in a folder. Compact does nothing there
// but Flush, as a cluster compacts by itself.
func On(c Cluster) *Index { return &Index{cluster: c} }

// Cluster returns the cluster that the index is in, nil if it is in a folder.
func (ix *Index) Cluster() Cluster { return ix.cluster }

// generation returns the generation of the cluster, and notes the first one.
func (ix *Index) generation() (string, error) {
	g, err := ix.cluster.Generation(context.Background())
	if err == nil && ix.opened == "" {
		ix.opened = g
	}
	return g, err
}

// clusterGet returns the article with an ID, or ErrNotFound.
func (ix *Index) clusterGet(ctx context.Context, id news.ID) (*news.Article, error) {
	a, ok, err := ix.cluster.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	if !ok {
		return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
	}
	return a, nil
}

func (ix *Index) clusterRelated(ctx context.Context, id news.ID, limit int) (*Result, error) {
	start := time.Now()
	a, err := ix.clusterGet(ctx, id)
	if err != nil {
		return nil, err
	}
	result, err := search.RelatedOn(ctx, ix.cluster, a, limit)
	if err != nil {
		return nil, err
	}
	result.TookMS = milliseconds(time.Since(start))
	return result, nil
}

// pinned yields a sequence of a cluster as it is when the sequence begins.
func pinned[T any](
	ctx context.Context, c Cluster, sequence func(search.Engine) iter.Seq2[T, error],
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		e, unpin, err := c.Pin(ctx)
		if err != nil {
			yield(none, err)
			return
		}
		ended := false
		for v, err := range sequence(e) {
			if !yield(v, err) {
				ended = true
				break
			}
		}
		if err := unpin(); err != nil && !ended {
			yield(none, err)
		}
	}
}

func (ix *Index) clusterFound(ctx context.Context, r Request) iter.Seq2[*news.Article, error] {
	return pinned(ctx, ix.cluster, func(e search.Engine) iter.Seq2[*news.Article, error] {
		return search.ArticlesOn(ctx, e, r, time.Now())
	})
}
