// Package pipeline is the order of the stages:
//
//	newspapers → frontier → fetch → archive → extract → index
//
// A page is archived before anything else happens to it ([Crawl], [Keep]); what follows ([Run]) can be done again at any
// time from the archive alone. The archive is a log, and the frontier and the index are its readers: each stores, never
// before its own data, the [news.Position] up to which it has read. So whatever the moment at which a process is killed,
// the next one finds what is missing by reading on from there.
//
// This package names the stages by interfaces and imports none of them; the command line puts them together.
package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"

	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

// An Extractor turns a page into an article. *extract.Extractor is one. It must be safe for concurrent use.
type Extractor interface {
	Extract(*news.Page) (*news.Article, error)
}

// A Cleaner takes out of an article what shows to be no part of it only beside the articles before.
// *boilerplate.Filter is one. It sees each article before it is put, in order.
type Cleaner interface {
	Clean(*news.Article)
}

// A Sink takes articles. *index.Index is one.
type Sink interface {
	// Put adds an article or replaces the one with its ID. It may be written later, at the latest by Flush.
	Put(context.Context, *news.Article) error

	// Checkpoint says that every page of the archive before the position has been put or has no article. The sink must
	// store it no earlier than the articles that were put before.
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

// A StageError says at which stage a page was lost, and why. The pipeline reports it, counts it and goes on.
type StageError struct {
	Stage string
	URL   string // or the name of the file
	Err   error
}

// Error returns "stage URL: cause".
func (e *StageError) Error() string { return fmt.Sprintf("%s %s: %v", e.Stage, e.URL, e.Err) }

// Unwrap returns the cause.
func (e *StageError) Unwrap() error { return e.Err }

// Stats counts what a run did.
type Stats struct {
	Pages     int            // that reached the extractor
	Bytes     int64          // in their bodies
	Articles  int            // put into the sink
	NoArticle int            // pages that hold none: section fronts, feeds, galleries …
	Failed    map[string]int // by stage; pages that should have given an article and did not
}

// Failures returns the number of failed pages, all stages together.
func (s Stats) Failures() int {
	n := 0
	for _, failed := range s.Failed {
		n += failed
	}
	return n
}

// A Run extracts the articles of pages and puts them into a sink. Extractor and Sink are required. The functions are
// called by the goroutine that called Ingest.
type Run struct {
	Extractor Extractor
	Cleaner   Cleaner // may be nil
	Sink      Sink
	Workers   int                          // extractors at work at once; 0: one a processor
	NoArticle func(*news.Page, error) bool // whether an error of the extractor is no failure; nil: never
	Progress  func(Stats)                  // if not nil, called after each page
	Report    func(*StageError)            // if not nil, called with each failure

	Stats Stats // of all calls of Ingest so far
}

// Ingest does its work on pages. A *StageError of pages is reported and counted, as is a page that fails in a stage; any
// other error of pages or of the sink ends it. What was put before the end is flushed, also when ctx ends.
func (r *Run) Ingest(ctx context.Context, pages iter.Seq2[*news.Page, error]) error {
	extract := func(_ context.Context, p *news.Page) (document, error) {
		a, err := Article(r.Extractor, p)
		return document{p, a, err}, nil
	}
	workers := cmp.Or(r.Workers, runtime.GOMAXPROCS(0))
	err := r.drain(ctx, stream.Map(ctx, workers, pages, extract))
	return errors.Join(err, r.Sink.Flush(context.WithoutCancel(ctx)))
}

// A document is a page and the article it holds, or why it holds none.
type document struct {
	page    *news.Page
	article *news.Article
	err     error
}

func (r *Run) drain(ctx context.Context, documents iter.Seq2[document, error]) error {
	for d, err := range documents {
		if failed, ok := errors.AsType[*StageError](err); ok {
			r.Fail(failed)
			continue
		}
		if err != nil {
			return err
		}
		if err := r.put(ctx, d); err != nil {
			return err
		}
		if r.Progress != nil {
			r.Progress(r.Stats)
		}
	}
	return nil
}

func (r *Run) put(ctx context.Context, d document) error {
	r.Stats.Pages++
	r.Stats.Bytes += int64(len(d.page.Body))
	switch {
	case d.err == nil:
		if r.Cleaner != nil {
			r.Cleaner.Clean(d.article)
		}
		if err := r.Sink.Put(ctx, d.article); err != nil {
			return fmt.Errorf("index %s: %w", d.article.URL, err)
		}
		r.Stats.Articles++
	case r.NoArticle != nil && r.NoArticle(d.page, d.err):
		r.Stats.NoArticle++
	default:
		r.Fail(&StageError{StageExtract, Name(d.page), d.err})
	}

	if d.page.End == (news.Position{}) {
		return nil
	}
	return r.Sink.Checkpoint(ctx, d.page.End)
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

// Article returns the article that p holds or, if it is of type [news.ArticleType], is. An article that states no address
// of its own gets that of its page.
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
	if p.ContentType() != news.ArticleType {
		return x.Extract(p)
	}
	a := new(news.Article)
	return a, json.Unmarshal(p.Body, a)
}

// Name returns what messages call a page: its file, else its URL.
func Name(p *news.Page) string { return cmp.Or(p.File, p.URL) }
