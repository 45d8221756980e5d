package pipeline

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

// A Fetcher gets pages politely. *fetch.Client is one. It must be safe for concurrent use.
type Fetcher interface {
	Fetch(context.Context, news.Request) (*news.Page, error)
	// Ready returns the earliest time at which a fetch from host need not wait.
	Ready(host string) time.Time
}

// A Frontier chooses the next URL. *frontier.Frontier is one. A crawl calls it from one goroutine at a time.
type Frontier interface {
	// Next returns the best visit that is due, to a host that is ready and has no visit under way. If no
	// visit is due, it returns how long to wait for the next; 0 means that none is worth waiting for in this
	// run, unless a visit under way adds one.
	Next(now time.Time, ready func(host string) time.Time) (news.Visit, time.Duration, bool, error)
	// Add adds the links whose URLs are new.
	Add([]news.Link) (int, error)
	// Done ends a visit.
	Done(news.Outcome) error
	// Commit writes all changes, together with the position in the archive that they cover.
	Commit(news.Position) error
}

// A Crawl fetches the URLs of its frontier until no visit is due. All fields but Back, Robots, Limit,
// MaxPages, Until, Stop and Report are required.
type Crawl struct {
	Fetcher  Fetcher
	Frontier Frontier
	Archive  Archive
	Links    func(*news.Page) ([]news.Link, error) // the links of a page; called by one goroutine at a time
	// Article returns the article of a page, or nil; and what stands in its place if that is neither an
	// article nor anything else of the newspaper: a maintenance notice. It is called for pages that were
	// known and have changed, and with Articles for all, by several goroutines at a time. The field may be
	// nil.
	Article  func(*news.Page) (*news.Article, string)
	Articles bool // the pages are yielded with their articles, so that these need not be extracted again

	Back     bool                                  // Links gives archive pages, of unchanged fronts, too
	Robots   func() []*news.Page                   // answers to requests for robots.txt since the last call
	Classify func(error) news.Outcome              // the outcome for an error of Fetcher; URL may be empty
	Workers  int                                   // concurrent fetches, each from another host
	Limit    int                                   // most visits with a request; 0: no limit
	MaxPages int                                   // most pages that come, new or changed; 0: no limit
	Stop     <-chan struct{}                       // no visit begins after it is closed; nil: never
	Until    time.Time                             // no visit begins after it; zero: no limit
	Report   func(news.Visit, news.Outcome, error) // if not nil, called after each visit, by one goroutine
}

// Pages crawls and yields the new and changed pages, and the answers that withdraw an article, each when it
// is on disk in the archive and in the frontier, in that order. At the end it yields a *StageError for each
// visit that failed, unless a later visit to its URL succeeded. Any other error ends the crawl, as does the
// end of ctx.
func (c *Crawl) Pages(ctx context.Context) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		ctx, stop := context.WithCancel(ctx) // ends the wait for the next visit
		defer stop()
		s := &scheduler{crawl: c, changed: make(chan struct{}, 1), failed: map[string]error{}}
		k := committer{archive: c.Archive, commit: s.commit, yield: yield, flushed: time.Now()}
		for r, err := range stream.MapUnordered(ctx, c.Workers, s.visits(ctx), c.fetch) {
			var o news.Outcome
			if err == nil {
				o, err = c.record(r, s, &k)
			}
			if err != nil && ctx.Err() == nil {
				stop()
				yield(nil, err)
				return
			}
			failed := o.Result == news.Failed || o.Result == news.Walled // there may be a hold to keep
			if (k.full() || failed) && !k.flush() {
				stop()
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

// A fetchResult is a visit with its page or its error.
type fetchResult struct {
	visit     news.Visit
	page      *news.Page
	text      string    // digest of the article
	published time.Time // of the article
	wall      string    // what stands in its place
	err       error
}

func (c *Crawl) fetch(ctx context.Context, v news.Visit) (fetchResult, error) {
	request := news.Request{URL: v.URL, Failures: v.Failures}
	if !c.rereads(v) {
		request.ETag, request.LastModified = v.ETag, v.LastModified
	}
	p, err := c.Fetcher.Fetch(ctx, request)
	if err != nil && ctx.Err() != nil {
		return fetchResult{}, context.Cause(ctx) // cancelled, which is no failure of the page
	}
	r := fetchResult{visit: v, page: p, err: err}
	if err == nil {
		p.Newspaper, p.FeedDate = v.Newspaper, v.FeedDate
		c.readArticle(&r)
	}
	if r.wall != "" {
		r.err = fmt.Errorf("%s in place of the page", r.wall)
	}
	return r, nil
}

// readArticle reads the article of a page, if that tells whether it has changed or saves work later.
func (c *Crawl) readArticle(r *fetchResult) {
	v, p := r.visit, r.page
	if c.Article == nil || v.Kind != news.KindArticle || p.Digest() == v.Digest ||
		v.Digest == "" && !c.Articles {
		return
	}
	a, wall := c.Article(p)
	r.wall = wall
	if a == nil {
		return
	}
	r.text, r.published = a.TextDigest(), a.Published.Time
	if c.Articles {
		p.Article = a
	}
}

// record archives what a visit brought, and passes the outcome and the links of the page to the frontier. It
// returns the outcome.
func (c *Crawl) record(r fetchResult, s *scheduler, k *committer) (news.Outcome, error) {
	o := c.outcome(r)
	o.Withdrawn = isWithdrawn(r.visit, o)
	if err := c.archive(r, o, k); err != nil {
		return o, err
	}
	var links []news.Link
	if o.Result == news.Fetched || o.Result == news.Unmodified && r.page != nil && c.rereads(r.visit) {
		found, err := c.Links(r.page)
		if err != nil {
			r.err = err // the page stays archived, without links
		}
		for i := range found {
			found[i].Listed = r.visit.Kind == news.KindSection || r.visit.Kind == news.KindFeed
		}
		links = found
		o.Links = len(links)
	}
	if err := s.done(r.visit, &o, links); err != nil {
		return o, err
	}

	if c.Report != nil {
		c.Report(r.visit, o, r.err)
	}
	if o.Result != news.Held { // nothing was asked: what failed before has still failed
		delete(s.failed, o.URL)
	}
	if o.Result == news.Failed || o.Result == news.Walled {
		s.failed[o.URL] = r.err
	}
	return o, nil
}

// rereads reports whether the links of a page are wanted although it is as it was.
func (c *Crawl) rereads(v news.Visit) bool {
	return c.Back && (v.Kind == news.KindSection || v.Kind == news.KindArchive)
}

// archive archives what a visit brought: the robots.txt of the host, if it was asked for, and the page if it
// is new, else what the server answered in its place.
func (c *Crawl) archive(r fetchResult, o news.Outcome, k *committer) error {
	if c.Robots != nil {
		for _, p := range c.Robots() {
			if err := k.answer(p); err != nil {
				return err
			}
		}
	}
	switch {
	case o.Result == news.Fetched:
		return k.append(r.page)
	case o.Page == nil:
		return nil
	case o.Result == news.Unmodified:
		return k.revisit(r.visit, o.Page)
	}
	o.Page.Newspaper, o.Page.FeedDate = r.visit.Newspaper, r.visit.FeedDate
	if o.Withdrawn {
		return k.append(o.Page)
	}
	return k.answer(o.Page)
}

// isWithdrawn reports whether a newspaper has taken an article back that the archive has: it answers 410, or
// 404 twice in a row, with a day between. Once may be a mistake.
func isWithdrawn(v news.Visit, o news.Outcome) bool {
	return v.Kind == news.KindArticle && v.Digest != "" && o.Page != nil &&
		(o.Result == news.Gone || o.Result == news.Missing && v.WasMissing)
}

// outcome returns the outcome of a visit. A page with the digest of the last visit, or with the article of
// the last visit, is unmodified, whatever its status, unless it has moved since.
func (c *Crawl) outcome(r fetchResult) news.Outcome {
	if r.wall != "" {
		return news.Outcome{URL: r.visit.URL, Result: news.Walled, Cause: r.wall}
	}
	if r.err != nil {
		o := c.Classify(r.err)
		o.URL = r.visit.URL
		return o
	}
	same := r.visit.Digest == r.page.Digest() || r.text != "" && r.text == r.visit.Text
	if same && (r.page.FinalURL == "" || r.visit.Redirected) {
		return news.Outcome{URL: r.visit.URL, Result: news.Unmodified, Page: r.page}
	}
	return news.Outcome{
		URL: r.visit.URL, Result: news.Fetched, Page: r.page, Text: r.text, Published: r.published,
	}
}

// A scheduler takes visits from the frontier and returns their outcomes. Its methods may be called
// concurrently.
type scheduler struct {
	crawl   *Crawl
	changed chan struct{}    // holds a token when a visit has ended since the last call of wait
	failed  map[string]error // failed visits by URL; used by the consumer's goroutine only

	mu       sync.Mutex // guards the frontier and the following
	underWay int
	pages    int // that came
	made     int // visits, those under way included, but those without a request left out
}

// visits yields the visits that are due and waits for those that soon will be. It ends when no visit is due
// or under way, or when the time of the crawl is over.
func (s *scheduler) visits(ctx context.Context) iter.Seq2[news.Visit, error] {
	return func(yield func(news.Visit, error) bool) {
		for s.left() > 0 && !s.isStopped() {
			v, wait, ok, err := s.next()
			if err != nil {
				yield(v, err)
				return
			}
			if ok {
				if !yield(v, nil) {
					return
				}
				continue
			}
			if wait == 0 || !s.wait(ctx, min(wait, s.left())) {
				return
			}
		}
	}
}

// left returns how long visits may still begin.
func (s *scheduler) left() time.Duration {
	if s.crawl.Until.IsZero() {
		return math.MaxInt64
	}
	return time.Until(s.crawl.Until)
}

// isStopped reports whether no visit may begin any more.
func (s *scheduler) isStopped() bool {
	select {
	case <-s.crawl.Stop:
		return true
	default:
		return false
	}
}

// next takes the next visit from the frontier. Without one it returns how long to wait; 0 means not at all.
func (s *scheduler) next() (news.Visit, time.Duration, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var v news.Visit
	var wait time.Duration
	var ok bool
	var err error
	if c := s.crawl; (c.Limit == 0 || s.made < c.Limit) &&
		(c.MaxPages == 0 || s.pages+s.underWay < c.MaxPages) {
		v, wait, ok, err = s.crawl.Frontier.Next(time.Now(), s.crawl.Fetcher.Ready)
	}
	if ok {
		s.underWay++
		s.made++
	}
	if wait > s.left() && s.underWay == 0 {
		wait = 0 // it would be too late
	}
	if !ok && wait == 0 && s.underWay > 0 {
		wait = time.Hour // the end of a visit ends the wait earlier
	}
	return v, wait, ok, err
}

// wait waits for d, or until a visit ends. It returns false when ctx ends.
func (s *scheduler) wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.changed:
	case <-s.crawl.Stop:
	case <-ctx.Done():
		return false
	}
	return true
}

// done gives the frontier the links of a page, and then the outcome of the visit with their number.
func (s *scheduler) done(v news.Visit, o *news.Outcome, links []news.Link) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay--
	if o.Result == news.Fetched {
		s.pages++
	}
	if o.Result == news.Denied || o.Result == news.Held {
		s.made--
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
	links, archives := splitArchives(links)
	added, err := s.crawl.Frontier.Add(links)
	if err != nil {
		return err
	}
	o.New = added
	if _, err := s.crawl.Frontier.Add(further(v, added, archives)); err != nil {
		return err
	}
	return s.crawl.Frontier.Done(*o)
}

// splitArchives takes the links to archive pages out of others, which it returns first.
func splitArchives(links []news.Link) (others, archives []news.Link) {
	isArchive := func(l news.Link) bool { return l.Kind == news.KindArchive }
	if !slices.ContainsFunc(links, isArchive) {
		return links, nil
	}
	for _, l := range links {
		if isArchive(l) {
			archives = append(archives, l)
		} else {
			others = append(others, l)
		}
	}
	return others, archives
}

// sureArchives is the number of archive pages of a list that are asked for whatever they list: a daily crawl
// knows the articles of the first ones.
const sureArchives = 10

// further returns the archive pages to go on to from a page that was visited, with added new links. An
// archive page that lists nothing new leads only to earlier days, so that a list whose last page comes again
// and again has an end.
func further(v news.Visit, added int, archives []news.Link) []news.Link {
	if v.Kind != news.KindArchive || added > 0 {
		return archives
	}
	return slices.DeleteFunc(archives, func(l news.Link) bool {
		isEarlier := !l.FeedDate.IsZero() && l.FeedDate.Time.Before(v.FeedDate.Time)
		return !isEarlier && (l.Number == 0 || l.Number > sureArchives)
	})
}

func (s *scheduler) commit(end news.Position) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.crawl.Frontier.Commit(end)
}
