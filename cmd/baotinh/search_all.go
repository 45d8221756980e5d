package main

import (
	"context"
	"fmt"
	"time"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/index"
)

// searchAll prints all hits as they come.
func (a *app) searchAll(ctx context.Context, ix *index.Index, f searchFlags, r *reader) error {
	out, err := newRows(ctx, r, export.Hits, f.rows, ix, f.request, r.commandMessages)
	if err != nil {
		return err
	}
	if _, err := export.Copy(out, ix.All(ctx, f.request)); err != nil {
		return err
	}
	if err := r.close(); err != nil { // what follows is not for the pager
		return err
	}
	return a.tellBeside(ctx, ix, f.request, f.drawn, r.commandMessages)
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
