package main

import (
	"context"
	"fmt"
	"time"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// searchAll prints all hits as they come. drawn says that the seed of the sample was, and is to be told.
func (a *app) searchAll(
	ctx context.Context, ix *index.Index, request index.Request, p rowPrinter[index.Hit], drawn bool,
	r *reader,
) error {
	if _, err := printRows(ix.All(ctx, request), p); err != nil {
		return err
	}
	if err := r.close(); err != nil { // what follows is not for the pager
		return err
	}
	return a.tellBeside(ctx, ix, request, drawn, r.commandMessages)
}

// tellBeside says on stderr, away from the list, how the query was understood and relaxed, and what a relaxed
// query would find; and the seed of a sample, if it was drawn. The error is errNothing if nothing is found as
// it was typed.
func (a *app) tellBeside(
	ctx context.Context, ix *index.Index, r index.Request, drawn bool, m *commandMessages,
) error {
	r.Limit, r.Timeout = index.NoHits, time.Hour
	result, err := ix.Search(ctx, r)
	if err != nil {
		return err
	}
	if drawn {
		fmt.Fprintln(a.talk(), m.Sampled(result.Sample))
	}
	for _, rewrite := range result.Rewrites {
		if !rewrite.Relaxes() {
			fmt.Fprintln(a.talk(), m.Rewrite(rewrite))
		}
	}
	if len(result.Offers) > 0 {
		fmt.Fprintf(a.talk(), "%s\n%s", m.Count(result.Total), m.offered(result))
	}
	if result.Further > 0 {
		fmt.Fprintln(a.talk(), m.Relaxed(result))
	}
	if result.Total == 0 {
		return errNothing
	}
	return nil
}

// hitColumns are the fields of hits.
var hitColumns = columnsOf[index.Hit]()

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
