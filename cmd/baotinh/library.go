package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// where returns where the library is.
func (a *app) where() library.Where { return library.Where{Dir: a.data, Index: a.index} }

// openIndex opens the index for searching.
func (a *app) openIndex(ctx context.Context) (*index.Index, error) {
	return library.OpenIndex(ctx, a.where())
}

// A display shows a job to whoever runs the command.
type display struct {
	meter   *meter
	article func(*news.Article) error // may be nil
	summary func(library.Summary) error

	json      *slog.Logger  // of --log-json; nil: text
	unknown   []unknownName // newspapers that were asked for
	failAbove *failAbove    // failures that a job may have; nil: none

	passedOver *passedOver     // may be nil
	mirror     *library.Mirror // of the archive; nil: none

	archive     func() iter.Seq2[*news.Page, error] // see library.Options
	part, parts int
}

// fail shows a page that failed.
func (d display) fail(err *pipeline.StageError) {
	if d.json != nil {
		d.json.Warn("failed", "stage", err.Stage, "url", err.URL, "err", err.Err.Error())
	} else {
		d.meter.print(fmt.Sprintf("baotinh: %v\n", err))
	}
	if d.passedOver != nil {
		d.passedOver.fail(err)
	}
}

// noArticle notes a page that holds no article.
func (d display) noArticle(p *news.Page, err error) {
	if d.passedOver != nil {
		d.passedOver.page(p, err)
	}
}

// display shows a job to a person: progress and summary on stderr.
func (a *app) display(m *commandMessages) display {
	return display{meter: a.meter(), json: a.json, summary: func(s library.Summary) error {
		if a.quiet {
			return nil
		}
		if a.json != nil {
			logSummary(a.json, s)
			return nil
		}
		if len(s.Newspapers) > 0 {
			screen := terminal.Of(a.err, terminal.Auto, os.Getenv)
			if err := newReader(m, a.err, screen, "").printStatus(s.Newspapers); err != nil {
				return err
			}
		}
		for _, o := range s.Obstacles {
			fmt.Fprintln(a.err, obstacleLine(o))
		}
		for _, w := range s.Waiting {
			fmt.Fprintln(a.err, waitingLine(w))
		}
		_, err := fmt.Fprintln(a.err, summaryLine(s))
		return err
	}}
}

// obstacleLine says what visits to a host met in place of pages: "met: baolangson.vn: challenge, 3 visits,
// the first to https://baolangson.vn/".
func obstacleLine(o news.Obstacle) string {
	return fmt.Sprintf("met: %s: %s, %s, the first to %s", o.Host, o.Cause, number(o.Visits, "visit"), o.URL)
}

// waitingLine says what a crawl has left for a host: "left: baolangson.vn: 12 visits, from 2026-03-01
// 04:05:06 (503)".
func waitingLine(w news.Waiting) string {
	line := fmt.Sprintf("left: %s: %s", w.Host, number(w.Visits, "visit"))
	if w.Until.IsZero() {
		return line + ", due now"
	}
	return fmt.Sprintf("%s, from %s (%s)", line, w.Until.Local().Format(time.DateTime), w.Cause)
}

// jsonDisplay shows a job to a program, too: each article and last the summary as lines of JSON on stdout.
func (a *app) jsonDisplay() display {
	out := export.NewEncoder(a.out)
	if terminal.Of(a.out, terminal.Never, os.Getenv).IsTerminal() {
		out.SetIndent("", "  ")
	}
	return display{
		meter:   a.meter(),
		json:    a.json,
		article: func(article *news.Article) error { return out.Encode(article) },
		summary: func(s library.Summary) error {
			if a.json != nil && !a.quiet {
				logSummary(a.json, s)
			}
			return out.Encode(s)
		},
	}
}

// withJob opens the data folder, does the work of a job with it and closes it. Pages that failed are
// errPagesFailed.
func (a *app) withJob(catalogue *newspaper.Catalogue, d display, work func(*library.Job) error) error {
	l, err := library.Open(a.where())
	if err != nil {
		return err
	}
	var reach network
	log := a.log()
	j := l.Begin(library.Options{
		Catalogue: catalogue,
		Mirror:    d.mirror,
		Archive:   d.archive,
		Part:      d.part,
		Parts:     d.parts,
		Article:   d.article,
		Progress:  d.meter.show,
		Failed:    d.fail,
		NoArticle: d.noArticle,
		Visited: func(v news.Visit, o news.Outcome, err error) {
			if a.verbose {
				log.Info("visit", "url", v.URL, "result", o.Result.String(), "err", err)
			}
			if said := reach.visited(v, o, err); said != "" {
				d.meter.print(said)
			}
		},
		Damaged: func(shards []string) {
			d.meter.print(fmt.Sprintf("damaged: %s\n", cmp.Or(strings.Join(shards, ", "), "nothing")))
		},
		Waiting: func(workers []string) {
			d.meter.print(fmt.Sprintf("searches turn to the new index when %s rebuilt, too: %s\n",
				isOrAre(len(workers)), strings.Join(workers, ", ")))
		},
	})
	if err := j.Relearned(); err != nil {
		fmt.Fprintf(a.err, "baotinh: %v; learning the templates of hosts anew\n", err)
	}

	stop := a.startHeartbeat(d, j)
	err = work(j)
	stop()
	d.meter.close()
	s, finishErr := j.Finish()
	s.Newspapers = append(s.Newspapers, unknownStatus(d.unknown)...)
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		if len(s.Newspapers) > 0 && errors.Is(err, context.Canceled) { // it was interrupted
			err = errors.Join(err, d.summary(s))
		}
		return err
	}
	if err := d.summary(s); err != nil {
		return err
	}
	if len(d.unknown) > 0 {
		return errUnknownNewspaper
	}
	if d.failAbove == nil && s.Failures() > 0 || d.failAbove != nil && d.failAbove.isExceeded(s) {
		return errPagesFailed
	}
	return nil
}

func isOrAre(workers int) string {
	if workers == 1 {
		return "one other data folder is"
	}
	return fmt.Sprintf("%d other data folders are", workers)
}

// summaryLine returns what a job did as one line.
func summaryLine(s library.Summary) string {
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
	b.WriteString(silentLine(s.Newspapers))
	fmt.Fprintf(&b, "; %s", s.Took().Round(10*time.Millisecond))
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
