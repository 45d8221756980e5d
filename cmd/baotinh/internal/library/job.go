package library

import (
	"context"
	"errors"
	"iter"
	"time"

	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/revision"
	"baotinh/pipeline/robots"
)

// Options say what a job works with and whom it tells. Catalogue is required; functions may be nil. They are
// called by one goroutine at a time.
type Options struct {
	Catalogue *newspaper.Catalogue
	Mirror    *Mirror // of the archive; nil: none

	// Archive yields the pages that Rebuild reads in place of those of the archive in the folder; nil: those.
	// Part of Parts says which they are, if several jobs rebuild an index in a cluster together.
	Archive     func() iter.Seq2[*news.Page, error]
	Part, Parts int

	// Article is called with each article that is put into the index. Its error ends the job.
	Article func(*news.Article) error

	Progress  func(pipeline.Stats)                  // called after each page
	Failed    func(*pipeline.StageError)            // called with each page that failed
	NoArticle func(*news.Page, error)               // called with each page that holds no article, and why
	Visited   func(news.Visit, news.Outcome, error) // called after each visit of a crawl
	Damaged   func(shards []string)                 // called by RebuildDamaged before it begins
	Waiting   func(workers []string)                // called by Rebuild if others must rebuild their part
}

// A Job is one run that writes to a library. Its methods belong to one goroutine. When a context ends, what
// was done until then is kept, and the next job does the rest.
type Job struct {
	library   *Library
	o         Options
	caughtUp  bool
	profiles  *boilerplate.Profiles // nil: nothing was learned that the next job could use
	relearned error
	run       pipeline.Run
	began     time.Time
	unchanged int
	visits    map[news.Result]int
	waiting   []news.Waiting
	denied    map[string]*denial // by host
	obstacles []news.Obstacle
	statuses  *statuses
	gauge     gauge
	client    *fetch.Client // of all crawls of the job, so that its pauses last
	robots    robotsAnswers
	compacted time.Time // by Follow; zero: not yet
	crawling  bool      // a crawl has begun and not noted what it has left
}

// Begin begins a job. Finish ends it.
func (l *Library) Begin(o Options) *Job {
	j := &Job{
		library: l, o: o, began: time.Now(), visits: map[news.Result]int{}, denied: map[string]*denial{},
		statuses: newStatuses(l.dir), robots: robotsAnswers{catalogue: o.Catalogue},
	}
	j.profiles, j.relearned = loadProfiles(l.dir)
	j.run = pipeline.Run{
		Extractor: noter{extract.New(o.Catalogue)}, Cleaner: j.profiles, NoArticle: j.noArticle,
		Report: j.failed, Progress: j.progress,
	}
	return j
}

// progress passes the counts of the pipeline to the gauge and to Options.Progress.
func (j *Job) progress(s pipeline.Stats) {
	j.gauge.setStats(s)
	if j.o.Progress != nil {
		j.o.Progress(s)
	}
}

// failed tells of a page that failed.
func (j *Job) failed(err *pipeline.StageError) {
	j.gauge.setStats(j.run.Stats)
	if j.o.Failed != nil {
		j.o.Failed(err)
	}
}

// A noter is an extractor that notes with an article that its page asks not to be indexed.
type noter struct{ pipeline.Extractor }

func (n noter) Extract(p *news.Page) (*news.Article, error) {
	a, err := n.Extractor.Extract(p)
	if err == nil && robots.NoIndex(fetch.UserAgent("", ""), p.Header["X-Robots-Tag"], p.Body) {
		a.Warnings = append(a.Warnings, news.Warning{Kind: news.WarningNoIndex})
	}
	return a, err
}

// noArticle reports that a page was not meant to hold an article: a crawl meets section fronts, feeds and
// galleries. A file was given to us as an article.
func (j *Job) noArticle(p *news.Page, err error) bool {
	isNone := p.Status != 0 && errors.Is(err, extract.ErrNoArticle)
	if isNone && j.o.NoArticle != nil {
		j.o.NoArticle(p, err)
	}
	return isNone
}

// CatchUp opens the index and indexes the pages that the archive has and the index has not. It does nothing
// the second time.
func (j *Job) CatchUp(ctx context.Context) error {
	if j.caughtUp {
		return nil
	}
	if err := j.library.openIndex(ctx); err != nil {
		return err
	}
	j.useIndex()
	if err := j.library.record(ctx, j.o.Catalogue); err != nil {
		return err
	}
	err := j.run.Ingest(ctx, archived(j.library.archive, j.library.index.Position()))
	j.caughtUp = err == nil
	return err
}

// Ingest archives and indexes pages that do not come from the network, after CatchUp. A page that the archive
// has already is passed over.
func (j *Job) Ingest(ctx context.Context, pages iter.Seq2[*news.Page, error]) error {
	if err := j.CatchUp(ctx); err != nil {
		return err
	}
	unchanged := func(*news.Page) { j.unchanged++ }
	return j.run.Ingest(ctx, pipeline.Keep(ctx, pages, j.library.archive, j.library.frontier, unchanged))
}

// Compact brings the index into its smallest form, after CatchUp: see [index.Index.Compact].
func (j *Job) Compact(ctx context.Context) error {
	if err := j.CatchUp(ctx); err != nil {
		return err
	}
	return j.library.index.Compact(ctx)
}

// useIndex makes the job put articles into the library's index, and compare them with those that it has.
func (j *Job) useIndex() {
	ix := j.library.index
	j.run.Sink = j.sink(ix)
	j.run.Reviser = &revision.Reviser{Current: ix.Current, From: ix.Position(), Reason: reasonOf}
}

// reasonOf returns why a page holds no article.
func reasonOf(err error) string {
	if none, ok := errors.AsType[*extract.NoArticleError](err); ok {
		return none.Reason
	}
	return err.Error()
}

// sink returns ix, with Options.Article before it.
func (j *Job) sink(ix *index.Index) pipeline.Sink {
	if j.o.Article == nil {
		return ix
	}
	return observedSink{ix, j.o.Article}
}

// An observedSink tells of each article that is put.
type observedSink struct {
	pipeline.Sink
	article func(*news.Article) error
}

func (s observedSink) Put(ctx context.Context, a *news.Article) error {
	return errors.Join(s.article(a), s.Sink.Put(ctx, a))
}

// A Summary is what a job did.
type Summary struct {
	Pages     int             `json:"pages"`
	Articles  int             `json:"articles"`
	NoArticle int             `json:"no_article"`
	Unchanged int             `json:"unchanged"`
	Failed    map[string]int  `json:"failed,omitempty"`    // by stage
	Visits    map[string]int  `json:"visits,omitempty"`    // by result
	Waiting   []news.Waiting  `json:"waiting,omitempty"`   // what a crawl has left, by host
	Obstacles []news.Obstacle `json:"obstacles,omitempty"` // what a crawl met in place of pages
	Bytes     int64           `json:"page_bytes"`
	Indexed   *int            `json:"indexed,omitempty"` // articles in the index at the end, if open
	TookMS    float64         `json:"took_ms"`

	Newspapers []Status `json:"newspapers,omitempty"` // a crawl was to ask for, in their order
}

// Took returns how long the job took.
func (s Summary) Took() time.Duration { return time.Duration(s.TookMS * float64(time.Millisecond)) }

// Failures returns the number of failed pages, all stages together.
func (s Summary) Failures() int { return pipeline.Stats{Failed: s.Failed}.Failures() }

// Finish ends the job, whether or not it failed: it keeps what the job has learned of the profiles of hosts,
// and returns what it did. The library stays open.
func (j *Job) Finish() (Summary, error) {
	var endErr error
	if j.crawling { // it was interrupted
		endErr = j.endCrawl()
	}
	s, err := j.summary()
	return s, errors.Join(endErr, err, j.saveProfiles())
}

func (j *Job) summary() (Summary, error) {
	stats := j.run.Stats
	s := Summary{
		Pages: stats.Pages, Articles: stats.Articles, NoArticle: stats.NoArticle, Unchanged: j.unchanged,
		Failed: stats.Failed, Bytes: stats.Bytes, Waiting: j.waiting,
		Obstacles:  append(j.obstacles, j.library.frontier.Traps()...),
		Newspapers: j.statuses.ofJob(),
		TookMS:     float64(time.Since(j.began).Microseconds()) / 1000,
	}
	if len(j.visits) > 0 {
		s.Visits = map[string]int{}
		for result, n := range j.visits {
			s.Visits[result.String()] = n
		}
	}
	if j.library.index == nil {
		return s, nil
	}
	n, err := j.library.index.Count()
	s.Indexed = &n
	return s, err
}
