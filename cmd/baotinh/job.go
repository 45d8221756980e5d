package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// A job is one run that writes to the data folder: what it works with, what it counts and whom it tells.
type job struct {
	*app
	*collection
	catalogue *newspaper.Catalogue
	template  *boilerplate.Filter // nil: nothing learned that the next job could use
	run       pipeline.Run
	json      bool // print each article and the summary as a line of JSON
	meter     *meter
	began     time.Time
	unchanged int
	visits    map[news.Result]int // of a crawl
}

// withJob opens the data folder, does its work, closes it and prints the summary.
func (a *app) withJob(asJSON bool, work func(*job) error) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	return a.withCatalogue(catalogue, asJSON, work)
}

func (a *app) withCatalogue(catalogue *newspaper.Catalogue, asJSON bool, work func(*job) error) error {
	c, err := openCollection(a.data)
	if err != nil {
		return err
	}
	j := &job{
		json: asJSON, app: a, collection: c, catalogue: catalogue, meter: newMeter(a.err), began: time.Now(),
		visits: map[news.Result]int{}, template: a.loadTemplate(),
	}
	j.run = pipeline.Run{
		Extractor: extract.New(catalogue), Cleaner: j.template, NoArticle: noArticle, Report: j.report,
		Progress: func(s pipeline.Stats) { j.meter.show(s) },
	}

	err = work(j)
	j.meter.close()
	s, countErr := j.summary()
	if err := errors.Join(err, countErr, j.saveTemplate(), c.Close()); err != nil {
		return err
	}
	if err := j.print(s); err != nil {
		return err
	}
	if j.run.Stats.Failures() > 0 {
		return errPagesFailed
	}
	return nil
}

// noArticle reports that a page was not meant to hold an article: a crawl meets section fronts, feeds and galleries. A
// file was given to us as an article.
func noArticle(p *news.Page, err error) bool {
	return p.Status != 0 && errors.Is(err, extract.ErrNoArticle)
}

func (j *job) report(err *pipeline.StageError) {
	j.meter.print(fmt.Sprintf("baotinh: %v\n", err))
}

// catchUp opens the index, which is the sink from then on, and indexes what the archive has and the index has not.
func (j *job) catchUp(ctx context.Context) error {
	if err := j.startIndex(); err != nil {
		return err
	}
	j.run.Sink = j.index
	if j.json {
		j.run.Sink = printing{j.index, jsonLines(j.out)}
	}
	if err := j.record(ctx, j.catalogue); err != nil {
		return err
	}
	return j.run.Ingest(ctx, j.archived(j.index.Position()))
}

// A summary is what a job did, as the last line of --json shows it.
type summary struct {
	Pages     int            `json:"pages"`
	Articles  int            `json:"articles"`
	NoArticle int            `json:"no_article"`
	Unchanged int            `json:"unchanged"`
	Failed    map[string]int `json:"failed,omitempty"` // by stage
	Visits    map[string]int `json:"visits,omitempty"` // by result
	Bytes     int64          `json:"page_bytes"`
	Indexed   *int           `json:"indexed,omitempty"` // articles in the index at the end; of a crawl, nothing
	Took      float64        `json:"took_ms"`
}

func (j *job) summary() (summary, error) {
	stats := j.run.Stats
	s := summary{
		Pages: stats.Pages, Articles: stats.Articles, NoArticle: stats.NoArticle, Unchanged: j.unchanged,
		Failed: stats.Failed, Bytes: stats.Bytes,
		Took: float64(time.Since(j.began).Microseconds()) / 1000,
	}
	if len(j.visits) > 0 {
		s.Visits = map[string]int{}
		for result, n := range j.visits {
			s.Visits[result.String()] = n
		}
	}
	if j.index == nil {
		return s, nil
	}
	n, err := j.index.Count()
	s.Indexed = &n
	return s, err
}

func (j *job) print(s summary) error {
	if j.json {
		return jsonLines(j.out).Encode(s)
	}
	_, err := fmt.Fprintln(j.err, s)
	return err
}

// String returns the summary as one line.
func (s summary) String() string {
	var b strings.Builder
	if len(s.Visits) > 0 {
		fmt.Fprintf(&b, "visits: %s; ", counts(s.Visits))
	}
	b.WriteString(number(s.Pages, "page"))
	if s.Indexed != nil {
		fmt.Fprintf(&b, ", %s", number(s.Articles, "article"))
	}
	if s.NoArticle > 0 {
		fmt.Fprintf(&b, ", %d without article", s.NoArticle)
	}
	if s.Unchanged > 0 {
		fmt.Fprintf(&b, ", %d unchanged", s.Unchanged)
	}
	if len(s.Failed) > 0 {
		fmt.Fprintf(&b, ", failed: %s", counts(s.Failed))
	}
	if s.Indexed != nil {
		fmt.Fprintf(&b, "; %s in the index", number(*s.Indexed, "article"))
	}
	took := time.Duration(s.Took * float64(time.Millisecond))
	fmt.Fprintf(&b, "; %s", took.Round(10*time.Millisecond))
	return b.String()
}

// number returns "1 page" or "2 pages".
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// counts returns "extract 2, read 1".
func counts(m map[string]int) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		words = append(words, fmt.Sprintf("%s %d", name, m[name]))
	}
	return strings.Join(words, ", ")
}
