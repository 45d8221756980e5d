package pipeline

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

// A Fetcher gets pages, politely. *fetch.Client is one. It must be safe for concurrent use.
type Fetcher interface {
	Fetch(context.Context, news.Request) (*news.Page, error)
	// Ready returns the moment from which a fetch from host need not wait.
	Ready(host string) time.Time
}

// A Frontier knows which URL is next. *frontier.Frontier is one. The crawl calls it from one goroutine at a time.
type Frontier interface {
	// Next returns the best visit that is due to a host that is ready and has none under way. Without one, it
	// returns how long to wait for the next, or 0 if none will be due in this run unless a visit under way adds it.
	Next(now time.Time, ready func(host string) time.Time) (news.Visit, time.Duration, bool, error)
	// Add adds the links that are new.
	Add([]news.Link) (int, error)
	// Done ends a visit.
	Done(news.Outcome) error
	// Commit writes everything, together with the place in the archive up to which that is everything.
	Commit(news.Position) error
}

// A Crawl fetches what its frontier says until nothing more is due. Every field but Limit and Report is required.
type Crawl struct {
	Fetcher  Fetcher
	Frontier Frontier
	Archive  Archive
	Links    func(*news.Page) ([]news.Link, error) // what a page links to; called by one goroutine at a time
	Classify func(error) news.Outcome              // what an error of Fetcher means; its URL is filled in
	Workers  int                                   // fetches at once, to as many hosts
	Limit    int                                   // visits at most; 0: no limit
	Report   func(news.Visit, news.Outcome, error) // if not nil, called after each visit, by one goroutine
}

// Pages crawls and yields the pages that are new or changed, each once it is on disk in the archive and in the frontier,
// in that order. Last come, as *StageError, the visits that failed and that no later one made good. Any other error ends
// the crawl, as does the end of ctx.
func (c *Crawl) Pages(ctx context.Context) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		s := &schedule{crawl: c, changed: make(chan struct{}, 1), failed: map[string]error{}}
		k := keeper{archive: c.Archive, commit: s.commit, yield: yield, flushed: time.Now()}
		for a, err := range stream.MapUnordered(ctx, c.Workers, s.visits(ctx), c.fetch) {
			if err == nil {
				err = c.finish(a, s, &k)
			}
			if err != nil && ctx.Err() == nil {
				yield(nil, err)
				return
			}
			if k.full() && !k.flush() {
				return
			}
		}
		if !k.flush() {
			return
		}
		for _, url := range slices.Sorted(maps.Keys(s.failed)) {
			if !yield(nil, &StageError{StageFetch, url, s.failed[url]}) {
				return
			}
		}
		if ctx.Err() != nil {
			yield(nil, context.Cause(ctx))
		}
	}
}

// An answer is a visit with the page or the error that it came back with.
type answer struct {
	visit news.Visit
	page  *news.Page
	err   error
}

func (c *Crawl) fetch(ctx context.Context, v news.Visit) (answer, error) {
	p, err := c.Fetcher.Fetch(ctx, news.Request{URL: v.URL, ETag: v.ETag, LastModified: v.LastModified})
	if err != nil && ctx.Err() != nil {
		return answer{}, context.Cause(ctx) // called off, not failed
	}
	return answer{v, p, err}, nil
}

// finish archives the page of a, if it is new, and tells the frontier how the visit ended and what the page links to.
func (c *Crawl) finish(a answer, s *schedule, k *keeper) error {
	o := c.outcome(a)
	var links []news.Link
	if o.Result == news.Fetched {
		if err := k.keep(a.page); err != nil {
			return err
		}
		found, err := c.Links(a.page)
		if err != nil {
			a.err = err // the page is kept; it leads nowhere
		}
		links = found
	}
	if err := s.done(o, links); err != nil {
		return err
	}

	if c.Report != nil {
		c.Report(a.visit, o, a.err)
	}
	delete(s.failed, o.URL)
	if o.Result == news.Failed {
		s.failed[o.URL] = a.err
	}
	return nil
}

// outcome judges a. A body that is the same as at the last visit counts as unmodified, whatever the server says.
func (c *Crawl) outcome(a answer) news.Outcome {
	if a.err != nil {
		o := c.Classify(a.err)
		o.URL = a.visit.URL
		return o
	}
	a.page.Newspaper = a.visit.Newspaper
	a.page.FeedDate = a.visit.FeedDate
	if a.visit.Digest == a.page.Digest() {
		return news.Outcome{URL: a.visit.URL, Result: news.Unmodified}
	}
	return news.Outcome{URL: a.visit.URL, Result: news.Fetched, Page: a.page}
}

// A schedule hands out the visits of a crawl and takes them back. Its methods may be called concurrently.
type schedule struct {
	crawl   *Crawl
	changed chan struct{}    // holds a token when a visit has ended since the last look
	failed  map[string]error // by URL, the visits that failed; of the consumer's goroutine

	mu       sync.Mutex // guards the frontier and the following
	underWay int
}

// visits yields the visits that are due, waiting for those that soon will be. It ends when nothing is due or under way.
func (s *schedule) visits(ctx context.Context) iter.Seq2[news.Visit, error] {
	return func(yield func(news.Visit, error) bool) {
		for n := 0; s.crawl.Limit == 0 || n < s.crawl.Limit; {
			v, wait, ok, err := s.next()
			if err != nil {
				yield(v, err)
				return
			}
			if ok {
				n++
				if !yield(v, nil) {
					return
				}
				continue
			}
			if wait == 0 || !s.wait(ctx, wait) {
				return
			}
		}
	}
}

// next takes the next visit from the frontier. Without one, it returns how long to wait; 0 is for ever.
func (s *schedule) next() (news.Visit, time.Duration, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, wait, ok, err := s.crawl.Frontier.Next(time.Now(), s.crawl.Fetcher.Ready)
	if ok {
		s.underWay++
	}
	if !ok && wait == 0 && s.underWay > 0 {
		wait = time.Hour // a visit that ends will wake us
	}
	return v, wait, ok, err
}

// wait returns true when d is over or a visit has ended, false when ctx ends.
func (s *schedule) wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.changed:
	case <-ctx.Done():
		return false
	}
	return true
}

func (s *schedule) done(o news.Outcome, links []news.Link) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay--
	select {
	case s.changed <- struct{}{}:
	default:
	}
	if err := s.crawl.Frontier.Done(o); err != nil {
		return err
	}
	_, err := s.crawl.Frontier.Add(links)
	return err
}

func (s *schedule) commit(end news.Position) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.crawl.Frontier.Commit(end)
}
