package library

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// crawlWorkers is how many hosts are fetched from at once: all of the catalogue. They wait most of the time,
// for politeness.
const crawlWorkers = 64

// A Crawl says what to crawl, and how.
type Crawl struct {
	Newspapers []*newspaper.Newspaper // of the catalogue
	UserAgent  string                 // see fetch.UserAgent
	Limit      int                    // visits at most; 0: until nothing more is due
	MaxPages   int                    // pages at most that come, new or changed; 0: no limit
	Since      time.Time              // go back to it, through archive pages, too; zero: no limit, nor these
	Before     time.Time              // none that they date then or later; zero: no limit
	Stop       <-chan struct{}        // no visit begins after it is closed; nil: never
	MaxTime    time.Duration          // no visit begins later; 0: no limit
	Delay      time.Duration          // least pause between two requests to a host; see fetch.Options
	Sources    Sources
	Patience   Patience
	SilentGaps float64 // usual gaps after which a newspaper is silent; 0: SilentGaps

	// Dial opens connections; nil: the network, public addresses only.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Resolve returns the addresses of a name; see fetch.Options.
	Resolve func(ctx context.Context, name string) ([]netip.Addr, error)
}

// Sources says when a crawl asks for feeds, sitemaps and section fronts that it knows.
type Sources uint8

// The times at which a crawl asks for its sources.
const (
	WhenDue Sources = iota // as often as each changes
	AtOnce                 // now, however lately it was asked for
)

// Patience says whether a crawl waits for hosts that ask for a pause.
type Patience uint8

// The patience of a crawl.
const (
	WaitShortly Patience = iota // a minute for a host on hold or a failed visit
	NoWait                      // no time: the next run makes the visits that are left
)

// unwritten is how long a run that is killed may have sent requests since its last commit: a second, and as
// long as it takes to write and to index a group of pages.
const unwritten = 10 * time.Second

// freshRobots is how old a robots.txt may be in a crawl that asks for everything at once.
const freshRobots = time.Hour

// Crawl fetches pages of newspapers into the archive and indexes them, after CatchUp.
func (j *Job) Crawl(ctx context.Context, c Crawl) error {
	if err := j.CatchUp(ctx); err != nil {
		return err
	}
	crawling, stop := context.WithCancel(ctx)
	defer stop()
	pages, err := j.crawl(crawling, c, withArticles)
	if err != nil {
		return err
	}
	j.run.Stop = stop
	return j.run.Ingest(ctx, pages)
}

// Archive fetches pages of newspapers into the archive. CatchUp of a later job indexes them.
func (j *Job) Archive(ctx context.Context, c Crawl) error {
	if err := j.library.record(ctx, j.o.Catalogue); err != nil {
		return err
	}
	pages, err := j.crawl(ctx, c, withoutArticles)
	if err != nil {
		return err
	}
	for p, err := range pages {
		if failed, ok := errors.AsType[*pipeline.StageError](err); ok {
			j.run.Fail(failed)
			continue
		}
		if err != nil {
			return err
		}
		j.run.Stats.Pages++
		j.run.Stats.Bytes += int64(len(p.Body))
		j.progress(j.run.Stats)
	}
	return nil
}

// A purpose says whether the pages of a crawl are yielded with their articles.
type purpose bool

const (
	withoutArticles purpose = false
	withArticles    purpose = true
)

// crawl returns the pages of a crawl, which begins when the sequence is ranged over.
func (j *Job) crawl(ctx context.Context, c Crawl, p purpose) (iter.Seq2[*news.Page, error], error) {
	keys := make([]string, len(c.Newspapers))
	for i, n := range c.Newspapers {
		keys[i] = n.Key
		if _, err := j.library.frontier.Add(discover.Seeds(n)); err != nil {
			return nil, err
		}
	}
	// The next run must know of this one, however early it is killed.
	if err := j.library.frontier.Commit(j.library.frontier.Position()); err != nil {
		return nil, err
	}
	if err := j.statuses.begin(c.Newspapers, c.SilentGaps); err != nil {
		return nil, err
	}
	j.denied = map[string]*denial{}
	j.library.frontier.Only(keys...)
	j.library.frontier.SetRange(c.Since, c.Before)
	if c.Patience == NoWait {
		j.library.frontier.SetPatience(0)
	}
	o := fetch.Options{
		UserAgent: c.UserAgent, Delay: c.Delay, Dial: c.Dial, Resolve: c.Resolve,
		Robots: j.library.frontier, Holds: j.library.frontier, RobotsAnswer: j.robots.add,
		Permitted: j.isPermitted, HostDelay: j.hostDelay, OpenAt: j.openAt,
		Foreign: j.isForeign, Private: j.isPrivate, TLSExempt: j.isTLSExempt,
	}
	if last := j.library.frontier.LastCommit(); !last.IsZero() {
		o.Earlier = last.Add(unwritten)
	}
	if c.Sources == AtOnce {
		if err := j.library.frontier.Revisit(); err != nil {
			return nil, err
		}
		o.RobotsAge = freshRobots
	}

	if j.client == nil {
		j.client = fetch.New(o)
		j.gauge.setClient(j.client)
	}
	client := j.client
	links := linkFinder{j.o.Catalogue, client, map[string]bool{}, c.Since, c.Before}
	crawl := pipeline.Crawl{
		Fetcher: client, Frontier: j.library.frontier, Archive: j.library.archive,
		Workers: crawlWorkers, Limit: c.Limit, MaxPages: c.MaxPages, Stop: c.Stop,
		Links:    func(p *news.Page) ([]news.Link, error) { return links.find(ctx, p) },
		Article:  j.article,
		Articles: p == withArticles,
		Back:     !c.Since.IsZero(),
		Robots:   j.robots.take,
		Classify: classify,
		Report:   j.visited,
	}
	return func(yield func(*news.Page, error) bool) {
		defer client.Close() // it returns nil
		j.crawling = true
		if c.MaxTime > 0 {
			crawl.Until = time.Now().Add(c.MaxTime)
		}
		for p, err := range crawl.Pages(ctx) {
			if !yield(p, err) {
				return
			}
		}
		if err := j.endCrawl(); err != nil {
			yield(nil, err)
		}
	}, nil
}

// endCrawl notes what a crawl has left.
func (j *Job) endCrawl() error {
	j.crawling = false
	f, now := j.library.frontier, time.Now()
	waiting, err := f.Waiting(now)
	if err != nil {
		return err
	}
	j.waiting = append(waiting, j.refused()...)
	due, err := f.NextDue(now)
	if err != nil {
		return err
	}
	for key, at := range due {
		if n, ok := j.o.Catalogue.ByKey(key); ok {
			due[key] = n.OpenAt(at)
		}
	}
	return j.statuses.end(waiting, due, f.Hold)
}

// robotsAnswers holds the answers to requests for robots.txt that are not archived yet. Its methods may be
// called concurrently.
type robotsAnswers struct {
	catalogue *newspaper.Catalogue

	mu    sync.Mutex
	pages []*news.Page // guarded by mu
}

func (r *robotsAnswers) add(p *news.Page) {
	if n, ok := r.catalogue.ByHost(canonical.Host(p.URL)); ok {
		p.Newspaper = n.Key
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pages = append(r.pages, p)
}

// take returns the answers since the last call.
func (r *robotsAnswers) take() []*news.Page {
	r.mu.Lock()
	defer r.mu.Unlock()
	pages := r.pages
	r.pages = nil
	return pages
}

// article returns the article of a page, or nil and the reason if that is a wall: what a server shows in
// place of pages, whatever was asked for.
func (j *Job) article(p *news.Page) (*news.Article, string) {
	a, err := pipeline.Article(j.run.Extractor, p)
	if err == nil {
		return a, ""
	}
	if reason := reasonOf(err); slices.Contains(walls, reason) {
		return nil, reason
	}
	return nil, ""
}

// walls are the reasons for which a page holds no article that say nothing about the article.
var walls = []string{
	extract.ReasonChallenge, extract.ReasonMaintenance, extract.ReasonLogIn, extract.ReasonHosting,
	extract.ReasonParked,
}

// A linkFinder finds the links of the pages of a crawl. Its methods belong to one goroutine.
type linkFinder struct {
	catalogue *newspaper.Catalogue
	client    *fetch.Client
	hosts     map[string]bool // those whose robots.txt was read for sitemaps

	since, before time.Time // how far to go back, see discover.Archives; zero since: not at all
}

// find returns the links of a page and, with the first page from a host, the sitemaps that its robots.txt
// lists.
func (f *linkFinder) find(ctx context.Context, p *news.Page) ([]news.Link, error) {
	links, err := discover.Links(p, f.catalogue)
	if host := canonical.Host(p.Location()); !f.hosts[host] {
		f.hosts[host] = true
		links = append(links, f.sitemaps(ctx, p)...)
	}
	if err == nil && !f.since.IsZero() {
		archives, archivesErr := discover.Archives(p, f.catalogue, f.since, f.before)
		links, err = append(links, archives...), archivesErr
	}
	return links, err
}

// sitemaps returns the sitemaps that the robots.txt of a page's host lists. The file is at hand: the client
// read it before it fetched the page.
func (f *linkFinder) sitemaps(ctx context.Context, p *news.Page) []news.Link {
	file, err := f.client.Robots(ctx, p.Location())
	if err != nil {
		return nil // the page was fetched by permission, or ctx is done
	}
	links, err := discover.Sitemaps(p, file.Rules.Sitemaps(), f.catalogue)
	if err != nil {
		return nil // as with the links of the page, whose error says the same
	}
	return links
}

// isPermitted reports whether the catalogue notes that a newspaper has allowed what the robots.txt of its
// host refuses.
func (j *Job) isPermitted(host string) bool {
	n, ok := j.o.Catalogue.ByHost(host)
	return ok && n.RobotsPermission != ""
}

// isForeign reports whether a redirect leaves the newspaper that a URL belongs to.
func (j *Job) isForeign(from, to string) bool {
	n, ok := j.o.Catalogue.ByHost(canonical.Host(from))
	if !ok {
		return false
	}
	other, ok := j.o.Catalogue.ByHost(canonical.Host(to))
	return !ok || other.Key != n.Key
}

// isTLSExempt reports whether the catalogue notes that the certificate of a host need not be good.
func (j *Job) isTLSExempt(host string) bool {
	n, ok := j.o.Catalogue.ByHost(host)
	return ok && n.TLSException != ""
}

// isPrivate reports whether the catalogue allows a host to have a private address.
func (j *Job) isPrivate(host string) bool {
	n, ok := j.o.Catalogue.ByHost(host)
	return ok && n.MayBePrivate(host)
}

// hostDelay returns the pause that the catalogue asks for, or 0.
func (j *Job) hostDelay(host string) time.Duration {
	if n, ok := j.o.Catalogue.ByHost(host); ok {
		return n.Delay
	}
	return 0
}

// Causes of an outcome besides the walls of package fetch.
const (
	causeForeign  = "foreign host " // a redirect leaves the newspaper; before the host
	causeFile     = "no page"       // a picture, a PDF …
	causeTooLarge = "too large"
)

// openAt returns the first time from t on at which the catalogue allows requests to a host.
func (j *Job) openAt(host string, t time.Time) time.Time {
	if n, ok := j.o.Catalogue.ByHost(host); ok {
		return n.OpenAt(t)
	}
	return t
}

// classify returns what an error of the fetcher means for the frontier.
func classify(err error) news.Outcome {
	if held, ok := errors.AsType[*fetch.HoldError](err); ok {
		return news.Outcome{Result: news.Held, RetryAfter: held.Left()}
	}
	if denied, ok := errors.AsType[*fetch.DeniedError](err); ok {
		return news.Outcome{Result: news.Denied, RetryAfter: max(0, time.Until(denied.Until))}
	}
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		return classifyStatus(status)
	}
	if wall, ok := errors.AsType[*fetch.WallError](err); ok {
		return news.Outcome{Result: news.Walled, Cause: string(wall.Wall), Page: wall.Answer}
	}
	if _, ok := errors.AsType[*fetch.PrivateRedirectError](err); ok {
		return news.Outcome{Result: news.Unwanted, Cause: CausePrivate}
	}
	if foreign, ok := errors.AsType[*fetch.ForeignError](err); ok {
		return news.Outcome{Result: news.Unwanted, Cause: causeForeign + canonical.Host(foreign.URL)}
	}
	if same, ok := errors.AsType[*fetch.NotModifiedError](err); ok {
		return news.Outcome{Result: news.Unmodified, Page: same.Answer}
	}
	switch {
	case errors.Is(err, fetch.ErrNotHTML):
		return news.Outcome{Result: news.Unwanted, Cause: causeFile}
	case errors.Is(err, fetch.ErrTooLarge):
		return news.Outcome{Result: news.Unwanted, Cause: causeTooLarge}
	}
	return news.Outcome{Result: news.Failed}
}

func classifyStatus(status *fetch.StatusError) news.Outcome {
	switch status.Code {
	case 404:
		return news.Outcome{Result: news.Missing, Page: status.Answer}
	case 410:
		return news.Outcome{Result: news.Gone, Page: status.Answer}
	}
	return news.Outcome{Result: news.Failed, RetryAfter: status.RetryAfter, Page: status.Answer}
}

// visited counts a visit and tells of it.
func (j *Job) visited(v news.Visit, o news.Outcome, err error) {
	j.visits[o.Result]++
	j.statuses.visited(v, o, err)
	j.gauge.visited(o.Result)
	isSource := v.Kind != news.KindArticle
	switch {
	case o.Result == news.Denied:
		j.deny(v, o)
	case o.Cause != "":
		j.obstruct(v, o.Cause)
	case v.Seed && isSource && o.Result == news.Fetched && o.Links == 0,
		v.Seed && o.Result == news.Unmodified && v.LeadsNowhere:
		j.obstruct(v, news.LeadsNowhere)
	}
	if j.o.Visited != nil {
		j.o.Visited(v, o, err)
	}
}

// obstruct counts a visit that met something else than a page.
func (j *Job) obstruct(v news.Visit, cause string) {
	host := canonical.Host(v.URL)
	for i := range j.obstacles {
		if o := &j.obstacles[i]; o.Host == host && o.Cause == cause {
			o.Visits++
			return
		}
	}
	j.obstacles = append(j.obstacles, news.Obstacle{
		Newspaper: v.Newspaper, Host: host, Cause: cause, Visits: 1, URL: v.URL,
	})
}

// deny notes that robots.txt forbids a visit.
func (j *Job) deny(v news.Visit, o news.Outcome) {
	host := canonical.Host(v.URL)
	d := j.denied[host]
	if d == nil {
		d = &denial{
			Waiting: news.Waiting{Newspaper: v.Newspaper, Host: host, Cause: o.Result.String()},
			urls:    map[string]bool{},
		}
		j.denied[host] = d
	}
	d.urls[v.URL] = true
	d.Visits = len(d.urls)
	d.seed = d.seed || v.Seed
	if until := time.Now().Add(o.RetryAfter); until.After(d.Until) {
		d.Until = until
	}
}

// A denial counts the pages of a host that robots.txt forbids.
type denial struct {
	news.Waiting
	urls map[string]bool
	seed bool // even a page from which a crawl begins
}

// refused returns the hosts whose robots.txt forbids the pages from which a crawl begins, by name.
func (j *Job) refused() []news.Waiting {
	var all []news.Waiting
	for _, host := range slices.Sorted(maps.Keys(j.denied)) {
		if d := j.denied[host]; d.seed {
			all = append(all, d.Waiting)
		}
	}
	return all
}
