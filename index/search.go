package index

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"baotinh/index/complete"
	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
)

// What is asked and answered; see package search.
type (
	Request         = search.Request
	Sort            = search.Sort
	Sample          = search.Sample
	Collapse        = search.Collapse
	Lead            = search.Lead
	Occurrence      = search.Occurrence
	Place           = search.Place
	Mode            = search.Mode
	Interval        = search.Interval
	Result          = search.Result
	Hit             = search.Hit
	Count           = search.Count
	Facet           = search.Facet
	Rest            = search.Rest
	Histogram       = search.Histogram
	Table           = search.Table
	TableFields     = search.TableFields
	TableRow        = search.TableRow
	Cells           = search.Cells
	Shares          = search.Shares
	Share           = search.Share
	Rewrite         = search.Rewrite
	Offer           = search.Offer
	RewriteKind     = search.RewriteKind
	Explanation     = search.Explanation
	ExplanationKind = search.ExplanationKind
)

// The orders of hits. The zero Sort is Relevance.
const (
	Relevance = search.Relevance
	Newest    = search.Newest
	Oldest    = search.Oldest
	LastSeen  = search.LastSeen
)

// The modes: what may be relaxed in a query. The zero Mode is Strict.
const (
	Strict  = search.Strict
	Relaxed = search.Relaxed
	Loose   = search.Loose
)

// ByStory collapses hits that reprint one text.
const ByStory = search.ByStory

// NoHits as the Limit of a Request asks for counts only, AllValues as the FacetLimit for every value.
const (
	NoHits    = search.NoHits
	AllValues = search.AllValues
)

// The intervals of a histogram.
const (
	ByDay   = search.ByDay
	ByWeek  = search.ByWeek
	ByMonth = search.ByMonth
	ByYear  = search.ByYear
)

// What was done to a query.
const (
	RewriteAlternatives = search.RewriteAlternatives
	RewriteProvince     = search.RewriteProvince
	RewritePlaceNow     = search.RewritePlaceNow
	RewritePlaceBefore  = search.RewritePlaceBefore
	RewriteAbbreviation = search.RewriteAbbreviation
	RewriteSpelling     = search.RewriteSpelling
	RewriteAsking       = search.RewriteAsking
	RewriteApart        = search.RewriteApart
	RewriteKeys         = search.RewriteKeys
	RewriteCorrection   = search.RewriteCorrection
	RelaxedQuotes       = search.RelaxedQuotes
	RelaxedMarks        = search.RelaxedMarks
	RelaxedMost         = search.RelaxedMost
	RelaxedSome         = search.RelaxedSome
)

// The parts of a score.
const (
	ExplainCoverage = search.ExplainCoverage
	ExplainWord     = search.ExplainWord
	ExplainFold     = search.ExplainFold
	ExplainPair     = search.ExplainPair
	ExplainTitle    = search.ExplainTitle
	ExplainAge      = search.ExplainAge
)

var (
	// ErrTimeout is returned for a search that took longer than Request.Timeout.
	ErrTimeout = search.ErrTimeout
	// ErrTooFine is returned for a facet, histogram or table that would be too large.
	ErrTooFine = search.ErrTooFine
	// ErrCursor is returned for a Request.After that is no Result.Next, or that of another query.
	ErrCursor = search.ErrCursor
	// ErrNoWords is returned by Occurrences for a query that has no words to show in context.
	ErrNoWords = search.ErrNoWords
	// ErrTooFar is returned for a Request.From above 10,000: page by Request.After.
	ErrTooFar = search.ErrTooFar
)

// Search answers a request. The error is a *query.SyntaxError if the query or filter cannot be parsed.
func (ix *Index) Search(ctx context.Context, r Request) (*Result, error) {
	now := time.Now()
	result, err := ix.search(ctx, r, now)
	if err != nil {
		return nil, err
	}
	result.TookMS = milliseconds(time.Since(now))
	return result, nil
}

func (ix *Index) search(ctx context.Context, r Request, now time.Time) (*Result, error) {
	if ix.cluster != nil {
		return search.RunOn(ctx, ix.cluster, r, now)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return search.Run(ctx, s, r, now)
}

// Mark returns texts as HTML: escaped, the words that a query seeks in <mark>, as in the snippet of a hit.
// The error is a *query.SyntaxError if the query cannot be parsed.
func (ix *Index) Mark(ctx context.Context, query string, texts []string) ([]string, error) {
	if ix.cluster != nil {
		return search.MarkOn(ctx, ix.cluster, query, texts, time.Now())
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return search.Mark(ctx, s, query, texts, time.Now())
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// PlacesIn returns the communes, districts and provinces that an article names, and is found by.
func PlacesIn(a *news.Article) []place.Place { return store.Places(a) }

// FacetFields returns the fields that hits may be counted by.
func FacetFields() []string { return search.FacetFields() }

// All returns all hits of a request, in their order, as the index was when the sequence began. Limit, From,
// Timeout and all counts are ignored. Memory does not grow with the number of hits. After an
// error the sequence ends.
func (ix *Index) All(ctx context.Context, r Request) iter.Seq2[Hit, error] {
	if ix.cluster != nil {
		return pinned(ctx, ix.cluster, func(e search.Engine) iter.Seq2[Hit, error] {
			return search.AllOn(ctx, e, r, time.Now())
		})
	}
	return func(yield func(Hit, error) bool) {
		s, err := ix.store.Snapshot(ctx)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		defer s.Close()
		search.All(ctx, s, r, time.Now())(yield)
	}
}

// Found returns the articles that a request finds, as All does its hits, but in the order of the index unless
// r.Sort is set. Without a query it is every article.
func (ix *Index) Found(ctx context.Context, r Request) iter.Seq2[*news.Article, error] {
	if ix.cluster != nil {
		return ix.clusterFound(ctx, r)
	}
	return func(yield func(*news.Article, error) bool) {
		s, err := ix.store.Snapshot(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer s.Close()
		search.Articles(ctx, s, r, time.Now())(yield)
	}
}

// Occurrences returns all occurrences of what a request asks for, each with at most width characters of its
// text before and after it, as the index was when the sequence began: see [search.Occurrences]. The error may
// be ErrNoWords.
func (ix *Index) Occurrences(ctx context.Context, r Request, width int) iter.Seq2[Occurrence, error] {
	if ix.cluster != nil {
		return pinned(ctx, ix.cluster, func(e search.Engine) iter.Seq2[Occurrence, error] {
			return search.OccurrencesOn(ctx, e, r, width, time.Now())
		})
	}
	return func(yield func(Occurrence, error) bool) {
		s, err := ix.store.Snapshot(ctx)
		if err != nil {
			yield(Occurrence{}, err)
			return
		}
		defer s.Close()
		search.Occurrences(ctx, s, r, width, time.Now())(yield)
	}
}

// Related returns the articles most like the one with an ID, itself left out: those that share the pairs of
// words which are frequent in it and rare elsewhere. limit 0 is 10. The score of a hit is the share of
// their weight that it has. The error is ErrNotFound if there is no such article.
func (ix *Index) Related(ctx context.Context, id news.ID, limit int) (*Result, error) {
	if ix.cluster != nil {
		return ix.clusterRelated(ctx, id, limit)
	}
	start := time.Now()
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	a, err := articleByID(s, id)
	if err != nil {
		return nil, err
	}
	result, err := search.Related(ctx, s, a, limit)
	if err != nil {
		return nil, err
	}
	result.TookMS = milliseconds(time.Since(start))
	return result, nil
}

// articleByID returns the article with an ID, or ErrNotFound.
func articleByID(s *store.Snapshot, id news.ID) (*news.Article, error) {
	seg, doc, ok, err := s.Find(id)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	if !ok {
		return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
	}
	return seg.Article(doc)
}

// maxSuggestTitles is the number of titles that phrases are taken from, the newest ones. It takes a second
// to read them.
const maxSuggestTitles = 20_000

// suggestions is the table of phrases. It is made when it is needed first, and kept.
type suggestions struct {
	mu    sync.Mutex
	table *complete.Table // nil until it is made; guarded by mu
}

// Suggest returns phrases that begin with prefix, the most frequent first, with the number of titles that
// they are in. limit 0 is 10. A word without marks matches every marked one; the last word may be the
// beginning of a word, unless a space follows it. The phrases have two to four syllables and are in several
// titles. They are read from the newest titles at the first call, which takes a second or two, and do not
// change until the index is opened again.
func (ix *Index) Suggest(ctx context.Context, prefix string, limit int) ([]Count, error) {
	table, err := ix.suggestions.load(ctx, ix.newestTitles)
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	var counts []Count
	for _, p := range table.Complete(prefix, cmp.Or(limit, 10)) {
		counts = append(counts, Count{Value: p.Text, Count: p.Count})
	}
	return counts, nil
}

// PrepareSuggestions makes the table that Suggest reads, so that its first call does not wait.
func (ix *Index) PrepareSuggestions(ctx context.Context) error {
	_, err := ix.suggestions.load(ctx, ix.newestTitles)
	return err
}

// UseSuggestionsOf makes Suggest return what it returns for another index, an earlier state of this one. It
// reports whether the other index has made its table.
func (ix *Index) UseSuggestionsOf(other *Index) bool {
	if !other.suggestions.mu.TryLock() {
		return false // it is being made
	}
	table := other.suggestions.table
	other.suggestions.mu.Unlock()
	ix.suggestions.mu.Lock()
	defer ix.suggestions.mu.Unlock()
	ix.suggestions.table = table
	return table != nil
}

// newestTitles returns the newest titles, at most n.
func (ix *Index) newestTitles(ctx context.Context, n int) ([]string, error) {
	if ix.cluster != nil {
		return search.NewestTitlesOn(ctx, ix.cluster, n)
	}
	snapshot, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return search.NewestTitles(ctx, snapshot, n)
}

// load returns the table, which it makes of some newest titles if no call before has.
func (s *suggestions) load(
	ctx context.Context, newest func(context.Context, int) ([]string, error),
) (*complete.Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table != nil {
		return s.table, nil
	}
	titles, err := newest(ctx, maxSuggestTitles)
	if err != nil {
		return nil, err
	}
	s.table = complete.New(titles)
	return s.table, nil
}
