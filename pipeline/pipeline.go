// Package pipeline is the order of the stages:
//
//	newspapers → frontier → fetch → archive → extract → index
//
// A page is archived before anything else happens to it ([Crawl], [Keep]); what follows ([Run]) can be done again at any
// time from the archive alone. The archive is a log, and the frontier and the index are its readers: each stores, in the
// same transaction as its own data, the [news.Position] up to which it has read. So whatever the moment at which a
// process is killed, the next one finds what is missing by reading on from there.
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

// A Sink takes articles. *index.Index is one.
type Sink interface {
	// Put adds an article or replaces the one with its ID. It may be written later, at the latest by Flush.
	Put(context.Context, *news.Article) error

	// Mark says that every page of the archive before the position has been put or has no article. The sink must
	// store it no earlier than the articles that were put before, and in the same transaction as the last of them.
	Mark(context.Context, news.Position) error

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
func (s *Stats) Failures() int {
	n := 0
	for _, failed := range s.Failed {
		n += failed
	}
	return n
}

// Options adjusts a Run. The zero Options is useful. The functions are called by the goroutine that called Run.
type Options struct {
	Workers   int                          // extractors at work at once; 0: one a processor
	NoArticle func(*news.Page, error) bool // whether an error of the extractor is no failure; nil: never
	Progress  func(*Stats)                 // if not nil, called after each page
	Report    func(*StageError)            // if not nil, called with each failure
}

// Run extracts the articles of pages and puts them into the sink. A *StageError of pages is reported and counted, as is a
// page that fails in a stage; any other error of pages or of the sink ends the run. What was put before the end is
// flushed, also when ctx ends.
func Run(
	ctx context.Context, pages iter.Seq2[*news.Page, error], x Extractor, sink Sink, o Options,
) (Stats, error) {
	r := run{o: o, stats: Stats{Failed: map[string]int{}}}
	extract := func(_ context.Context, p *news.Page) (document, error) {
		a, err := article(x, p)
		return document{p, a, err}, nil
	}

	err := r.drain(ctx, stream.Map(ctx, cmp.Or(o.Workers, runtime.GOMAXPROCS(0)), pages, extract), sink)
	return r.stats, errors.Join(err, sink.Flush(context.WithoutCancel(ctx)))
}

// A document is a page and the article it holds, or why it holds none.
type document struct {
	page    *news.Page
	article *news.Article
	err     error
}

type run struct {
	o     Options
	stats Stats
}

func (r *run) drain(ctx context.Context, documents iter.Seq2[document, error], sink Sink) error {
	for d, err := range documents {
		if failed, ok := errors.AsType[*StageError](err); ok {
			r.fail(failed)
			continue
		}
		if err != nil {
			return err
		}
		if err := r.put(ctx, d, sink); err != nil {
			return err
		}
		if r.o.Progress != nil {
			r.o.Progress(&r.stats)
		}
	}
	return nil
}

func (r *run) put(ctx context.Context, d document, sink Sink) error {
	r.stats.Pages++
	r.stats.Bytes += int64(len(d.page.Body))
	switch {
	case d.err == nil:
		if err := sink.Put(ctx, d.article); err != nil {
			return fmt.Errorf("index %s: %w", d.article.URL, err)
		}
		r.stats.Articles++
	case r.o.NoArticle != nil && r.o.NoArticle(d.page, d.err):
		r.stats.NoArticle++
	default:
		r.fail(&StageError{StageExtract, Name(d.page), d.err})
	}

	if d.page.End == (news.Position{}) {
		return nil
	}
	return sink.Mark(ctx, d.page.End)
}

func (r *run) fail(err *StageError) {
	r.stats.Failed[err.Stage]++
	if r.o.Report != nil {
		r.o.Report(err)
	}
}

// article returns the article that p holds or is.
func article(x Extractor, p *news.Page) (*news.Article, error) {
	if p.ContentType() != news.ArticleType {
		return x.Extract(p)
	}
	a := new(news.Article)
	if err := json.Unmarshal(p.Body, a); err != nil {
		return nil, err
	}
	a.ID = cmp.Or(a.ID, news.NewID(p.URL))
	return a, nil
}

// Name returns what messages call a page: its file, else its URL.
func Name(p *news.Page) string { return cmp.Or(p.File, p.URL) }
