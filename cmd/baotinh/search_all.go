package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// A hitPrinter prints hits; flush comes last.
type hitPrinter struct {
	print func(index.Hit) error
	flush func() error
}

// hitPrinters are the forms of all hits.
var hitPrinters = map[string]func(*reader) hitPrinter{"jsonl": jsonHits, "csv": csvHits}

// searchAll prints all hits as they come.
func (a *app) searchAll(
	ctx context.Context, ix *index.Index, request index.Request, p hitPrinter, r *reader,
) error {
	n := 0
	for h, err := range ix.All(ctx, request) {
		if err == nil {
			err = p.print(h)
		}
		if err != nil && n == 0 {
			return err // nothing is printed, not even the header of a table
		}
		if err != nil {
			return errors.Join(err, p.flush())
		}
		n++
	}
	if err := errors.Join(p.flush(), r.close()); err != nil { // what follows is not for the pager
		return err
	}
	return a.tellBeside(ctx, ix, request, r.messages)
}

// tellBeside says on stderr, away from the list, how the query was understood and relaxed, and what a relaxed
// query would find. The error is errNothing if nothing is found as it was typed.
func (a *app) tellBeside(ctx context.Context, ix *index.Index, r index.Request, m *messages) error {
	r.Limit, r.Timeout = index.NoHits, time.Hour
	result, err := ix.Search(ctx, r)
	if err != nil {
		return err
	}
	for _, rewrite := range result.Rewrites {
		if !rewrite.Relaxes() {
			fmt.Fprintln(a.talk(), m.rewrite(rewrite))
		}
	}
	if len(result.Offers) > 0 {
		fmt.Fprintf(a.talk(), "%s\n%s", m.count(result.Total), m.offered(result))
	}
	if result.Further > 0 {
		fmt.Fprintln(a.talk(), m.relaxed(result))
	}
	if result.Total == 0 {
		return errNothing
	}
	return nil
}

func jsonHits(r *reader) hitPrinter {
	buffered := bufio.NewWriter(r)
	out := r.jsonTo(buffered)
	return hitPrinter{func(h index.Hit) error { return out.Encode(h) }, buffered.Flush}
}

// csvHits prints hits as CSV with a header. Authors are separated by semicolons; a date is ISO 8601 as far as
// it is known.
func csvHits(r *reader) hitPrinter {
	out := newCSVWithCRLF(r)
	const columns = "id,url,title,published,newspaper,province,section,authors,source,first_seen"
	_ = out.write(strings.Split(columns, ",")...) // flush returns the first error
	return hitPrinter{func(h index.Hit) error {
		return out.write(
			string(h.ID), h.URL, h.Title, isoDate(h.Published), h.Newspaper, h.Province, h.Section,
			strings.Join(h.Authors, "; "), h.Source, isoTime(h.FirstSeen),
		)
	}, out.flush}
}

// isoTime returns a time in the form of ISO 8601, or "" for none.
func isoTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// isoDate returns a date as finely as it is known: 2022, 2022-07, 2022-07-27, 2022-07-27T19:20:00+07:00.
func isoDate(d news.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Precision == news.Year:
		return d.Time.Format("2006")
	case d.Precision == news.Month:
		return d.Time.Format("2006-01")
	case d.Precision == news.Day:
		return d.Time.Format(time.DateOnly)
	}
	return d.Time.Format(time.RFC3339)
}
