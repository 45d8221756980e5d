package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/deliver"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/watch"
)

func newWatchNew(a *app) *cobra.Command {
	var w watch.Watch
	var mail watch.Mail
	var hook watch.Webhook
	var since days
	c := &cobra.Command{
		Use:   "new NAME QUERY...",
		Short: "Make a watch, or change the one with this name",
		Long: `Make a watch, or change the one with this name: it keeps what it has told. The query is that of
"baotinh search", and strict. The watch tells what comes in from now on; with --since also what came in
before.`,
		Example: `  baotinh watch new lanh-dao '"chủ tịch ubnd tỉnh"' --mail a@example.vn --at 06:30`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) < 2 {
				return &usageError{errors.New("give a name and a query"), "a name is like lanh-dao"}
			}
			if err := library.Exists(a.data); err != nil {
				return err
			}
			w.Name, w.Query = args[0], strings.Join(args[1:], " ")
			if len(mail.To) > 0 {
				w.Mail = &mail
			}
			if hook.URL != "" {
				w.Webhook = &hook
			}
			if err := watch.Save(a.data, &w); err != nil {
				return err
			}
			return a.runWatches(c.Context(), watchRun{names: args[:1], since: time.Duration(since)})
		},
	}
	flags := c.Flags()
	flags.StringVar(&w.Title, "title", "", "`name` for people")
	flags.StringVar(&w.Collapse, "collapse", "", "`what` is shown as one in digests: story")
	flags.StringSliceVar(&mail.To, "mail", nil, "`addresses` that get the digests")
	flags.StringVar(&mail.At, "at", "", "`time` of the mails in Vietnam: 06:30 (default: at once)")
	flags.StringVar(&mail.Days, "days", "", "`days` of the mails: T2-T7 (default: all)")
	flags.StringVar(&hook.URL, "webhook", "", "`URL` that gets the items")
	flags.StringVar(&hook.SecretFile, "secret-file", "",
		"`file` in the data folder whose content signs webhooks")
	flags.StringSliceVar(&hook.Allow, "allow", nil,
		"`addresses` of the own network that the webhook may have")
	flags.Var(&since, "since", "also tell what came in within so many `days`")
	return c
}

func newWatchRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "remove NAME",
		Short:   "Remove a watch and what it has told",
		Example: "  baotinh watch remove lu",
		Args:    one("watch", "`baotinh watch list` shows them"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := library.Exists(a.data); err != nil {
				return err
			}
			return watch.Drop(a.data, args[0])
		},
	}
}

// A watchRun says which watches run, and how.
type watchRun struct {
	names     []string
	since     time.Duration // what a new watch tells of the time before it was made
	due       bool          // all mails are due
	noDeliver bool
	noCollect bool // nothing came in
	rest      bool // deliveries that failed are not tried again at once
}

func newWatchRun(a *app) *cobra.Command {
	var run watchRun
	c := &cobra.Command{
		Use:   "run [NAME]...",
		Short: "Run the watches on what came in, and send the mails and webhooks that are due",
		Long: `Run the watches on what came in since they ran last, send mails and webhooks that are due.
"baotinh ingest" runs them at its end, but sends nothing. Each item is told and delivered once, at whatever
moment the process is killed: what was sent but not noted is sent again with the same Message-ID or
X-Baotinh-Delivery. A watch that fails keeps its items; it makes the exit code 3.`,
		Example: "  baotinh ingest --all && baotinh watch run",
		RunE: func(c *cobra.Command, args []string) error {
			run.names = args
			return a.runWatches(c.Context(), run)
		},
	}
	c.Flags().BoolVar(&run.due, "now", false, "send all mails now, whenever they are due")
	c.Flags().BoolVar(&run.noDeliver, "no-deliver", false, "send nothing")
	return c
}

// runWatches runs watches and says on stderr what they told. Those that fail are errPagesFailed.
func (a *app) runWatches(ctx context.Context, run watchRun) error {
	set, err := watch.Load(a.data)
	if err != nil {
		return err
	}
	for _, name := range run.names {
		if _, err := set.Find(name); err != nil {
			return err
		}
	}
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	f, err := watch.Open(a.where())
	if err != nil {
		return err
	}
	failed := false
	say := func(name string, err error, told string) {
		if err != nil {
			failed = true
			told = a.words().Told(err, a.data, 0).Error()
			fmt.Fprintf(a.err, "baotinh: watch %s: %s\n", name, told)
			return
		}
		if told != "" && !a.quiet {
			fmt.Fprintf(a.err, "watch %s: %s\n", name, told)
		}
	}
	err = f.Prepare(set, time.Now())
	if err == nil && !run.noCollect {
		var outcomes []watch.Outcome
		outcomes, err = f.Collect(ctx, set, catalogue, watch.Options{Since: run.since}, run.names...)
		for _, o := range outcomes {
			say(o.Watch, o.Err, itemCounts(o.Items))
		}
	}
	if err == nil && !run.noDeliver {
		o := deliver.Options{Due: run.due, Rest: run.rest}
		for _, o := range deliver.Run(ctx, f, set, o, run.names...) {
			say(o.Watch, o.Err, fmt.Sprintf("%s, %s delivered", o.Sink, number(o.Items, "item")))
		}
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if failed {
		return errPagesFailed
	}
	return nil
}

// watchPause is the time between two looks at the watches of a server.
const watchPause = time.Minute

// serveWatches runs the watches whenever something has come in, and delivers what is due, until ctx is done.
func (a *app) serveWatches(ctx context.Context, r *library.Reader) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	last := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		run := watchRun{rest: true, noCollect: true}
		if v, err := r.View(ctx); err == nil {
			run.noCollect = v.Generation == last
			last = v.Generation
			v.Release()
			err := a.runWatches(ctx, run)
			if err != nil && ctx.Err() == nil && !errors.Is(err, errPagesFailed) {
				fmt.Fprintf(a.err, "baotinh: watches: %v\n", err)
				last = ""
			}
		}
		timer.Reset(watchPause)
	}
}

// itemCounts returns "3 new, 1 updated", "" for none.
func itemCounts(items []watch.Item) string {
	kinds := map[watch.Kind]int{}
	for _, i := range items {
		kinds[i.Kind]++
	}
	var words []string
	for _, k := range [...]watch.Kind{watch.New, watch.Updated, watch.Withdrawn} {
		if kinds[k] > 0 {
			words = append(words, fmt.Sprintf("%d %s", kinds[k], k))
		}
	}
	return strings.Join(words, ", ")
}

// collectWatches runs the watches at the end of a job, if there are any.
func (a *app) collectWatches(ctx context.Context) error {
	if _, err := os.Stat(watch.Path(a.data)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	err := a.runWatches(ctx, watchRun{noDeliver: true})
	if err != nil && ctx.Err() == nil && !errors.Is(err, errPagesFailed) {
		fmt.Fprintf(a.err, "baotinh: watches: %v\n", err)
		return errPagesFailed
	}
	return err
}
