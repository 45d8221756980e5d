// Package pipeline runs the stages in their order:
//
//	newspapers → frontier → fetch → archive → extract → index
//
// A [Crawl] fetches pages and archives them, [Keep] archives pages from files, and a [Run] extracts articles
// from archived pages and puts them into the index. A page is archived before any other stage reads it, so
// everything after the archive can be run again from the archive alone.
//
// The archive is a log; the frontier and the index are its readers. Each reader stores the [news.Position] up
// to which it has read, never before its own data. When a process is killed at any time, the next one reads
// on from these positions and loses nothing.
//
// This package declares interfaces for the stages and imports none of them. The command line connects them.
package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

// An Extractor turns a page into an article. *extract.Extractor is one. It must be safe for concurrent use.
type Extractor interface {
	Extract(*news.Page) (*news.Article, error)
}

// A Cleaner removes from an article the parts that earlier articles show to be boilerplate.
// *boilerplate.Profiles is one. It gets the articles in order, each before it is put into the sink.
type Cleaner interface {
	Clean(*news.Article)
}

// A Reviser compares articles with those that the sink has from earlier captures of their pages.
// *revision.Reviser is one.
type Reviser interface {
	// Revise returns what to put where a page holds an article.
	Revise(*news.Page, *news.Article) ([]*news.Article, error)

	// Withdraw returns what to put where a page holds none, for the reason in the extractor's error.
	Withdraw(*news.Page, error) ([]*news.Article, error)
}

// A Sink takes articles. *index.Index is one.
type Sink interface {
	// Put adds an article or replaces the one with its ID. The sink may write it later, at the latest in
	// Flush.
	Put(context.Context, *news.Article) error

	// Checkpoint says that the articles of all archived pages before the position have been put. The sink
	// must store the position no earlier than these articles.
	Checkpoint(context.Context, news.Position) error

	// Flush returns when everything is on disk.
	Flush(context.Context) error
}

// The stages that a StageError names.
const (
	StageRead    = "read"
	StageFetch   = "fetch"
	StageExtract = "extract"
)

// A StageError says at which stage a page failed, and why. The pipeline reports it, counts it and goes on.
type StageError struct {
	Stage string
	URL   string // of the page, or the name of its file
	Err   error
}

// Error returns "stage URL: cause".
func (e *StageError) Error() string { return fmt.Sprintf("%s %s: %v", e.Stage, e.URL, e.Err) }

// Unwrap returns the cause.
func (e *StageError) Unwrap() error { return e.Err }

// Stats counts the work of a Run.
type Stats struct {
	Pages     int            // pages given to the extractor
	Bytes     int64          // length of their bodies
	Articles  int            // articles put into the sink
	NoArticle int            // pages without an article: section fronts, feeds, galleries …
	Failed    map[string]int // failed pages by stage
}

// Failures returns the number of failed pages of all stages.
func (s Stats) Failures() int {
	n := 0
	for _, failed := range s.Failed {
		n += failed
	}
	return n
}

// A Run extracts the articles of pages and puts them into a sink. Extractor and Sink are required. The
// functions are called by the goroutine that called Ingest.
type Run struct {
	Extractor Extractor
	Cleaner   Cleaner // may be nil
	Reviser   Reviser // may be nil: every article replaces the one with its ID
	Sink      Sink
	Workers   int                          // concurrent calls of Extractor; 0: one per processor
	NoArticle func(*news.Page, error) bool // reports whether an extractor's error is no failure; nil: never
	Progress  func(Stats)                  // if not nil, called after each page
	Report    func(*StageError)            // if not nil, called with each failure

	// Stop, if not nil, is called when an error ends Ingest, before it waits for the sequence of pages to
	// end: it should end the context of a crawl.
	Stop func()

	Stats Stats // of all calls of Ingest
}

// Ingest extracts the articles of pages and puts them into the sink, in the order of pages. It reports and
// counts each *StageError of pages and each page that the extractor fails on. Any other error of pages or of
// the sink ends it. At the end it flushes the sink, also when ctx has ended.
func (r *Run) Ingest(ctx context.Context, pages iter.Seq2[*news.Page, error]) error {
	extract := func(_ context.Context, p *news.Page) (extraction, error) {
		a, err := Article(r.Extractor, p)
		return extraction{p, a, err}, nil
	}
	workers := cmp.Or(r.Workers, runtime.GOMAXPROCS(0))
	err := r.consume(ctx, stream.Map(ctx, workers, pages, extract))
	return errors.Join(err, r.Sink.Flush(context.WithoutCancel(ctx)))
}

// An extraction is a page with its article, or with the error of the extractor.
type extraction struct {
	page    *news.Page
	article *news.Article
	err     error
}

func (r *Run) consume(ctx context.Context, extractions iter.Seq2[extraction, error]) error {
	for e, err := range extractions {
		if failed, ok := errors.AsType[*StageError](err); ok {
			r.Fail(failed)
			continue
		}
		if err != nil {
			return err
		}
		if err := r.put(ctx, e); err != nil {
			if r.Stop != nil {
				r.Stop()
			}
			return err
		}
		if r.Progress != nil {
			r.Progress(r.Stats)
		}
	}
	return nil
}

func (r *Run) put(ctx context.Context, e extraction) error {
	r.Stats.Pages++
	r.Stats.Bytes += int64(len(e.page.Body))
	switch {
	case e.err == nil:
		if r.Cleaner != nil {
			r.Cleaner.Clean(e.article)
		}
		e.article.Position = e.page.End
		if e.article.FirstSeen.IsZero() {
			e.article.FirstSeen = firstSeen(e.page)
		}
		if err := r.revise(ctx, e); err != nil {
			return err
		}
		r.Stats.Articles++
	case r.NoArticle != nil && r.NoArticle(e.page, e.err):
		if err := r.revise(ctx, e); err != nil {
			return err
		}
		r.Stats.NoArticle++
	default:
		r.Fail(&StageError{StageExtract, Name(e.page), e.err})
	}

	if e.page.End == (news.Position{}) {
		return nil
	}
	return r.Sink.Checkpoint(ctx, e.page.End)
}

// firstSeen returns when a page came in, to the second: the date of its record in the archive, else of its
// fetch. It is zero for a file that is not archived.
func firstSeen(p *news.Page) time.Time {
	at := p.Archived
	if at.IsZero() {
		at = p.Fetched
	}
	if at.IsZero() {
		return at
	}
	return at.In(news.Vietnam).Truncate(time.Second)
}

// revise puts the article of a page, or what the reviser makes of it.
func (r *Run) revise(ctx context.Context, e extraction) error {
	var articles []*news.Article
	var err error
	switch {
	case r.Reviser != nil && e.err == nil:
		articles, err = r.Reviser.Revise(e.page, e.article)
	case r.Reviser != nil:
		articles, err = r.Reviser.Withdraw(e.page, e.err)
	case e.err == nil:
		articles = []*news.Article{e.article}
	}
	if err != nil {
		return fmt.Errorf("index %s: %w", Name(e.page), err)
	}
	for _, a := range articles {
		if err := r.Sink.Put(ctx, a); err != nil {
			return fmt.Errorf("index %s: %w", a.URL, err)
		}
	}
	return nil
}

// Fail counts and reports a failure.
func (r *Run) Fail(err *StageError) {
	if r.Stats.Failed == nil {
		r.Stats.Failed = map[string]int{}
	}
	r.Stats.Failed[err.Stage]++
	if r.Report != nil {
		r.Report(err)
	}
}

// Article extracts the article of p, or decodes it if p is of type [news.ArticleType]. An article without a
// URL of its own gets that of its page.
func Article(x Extractor, p *news.Page) (*news.Article, error) {
	a, err := articleOf(x, p)
	if err != nil {
		return nil, err
	}
	a.URL = cmp.Or(a.URL, p.URL)
	a.ID = cmp.Or(a.ID, news.NewID(a.URL))
	return a, nil
}

func articleOf(x Extractor, p *news.Page) (*news.Article, error) {
	if p.Article != nil {
		return p.Article, nil
	}
	if p.ContentType() != news.ArticleType {
		a, err := x.Extract(p)
		if err == nil && p.Truncated {
			a.Warnings = append(a.Warnings, news.Warning{Kind: news.WarningTruncated})
		}
		return a, err
	}
	a := new(news.Article)
	return a, json.Unmarshal(p.Body, a)
}

// Name returns the name of a page in messages: its file, else its URL.
func Name(p *news.Page) string { return cmp.Or(p.File, p.URL) }
