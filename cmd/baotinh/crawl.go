package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"baotinh/pipeline"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// crawlWorkers is how many hosts are fetched from at once: all of the catalogue. They wait most of the time, for politeness.
const crawlWorkers = 64

// crawlFlags are the flags of the commands that crawl.
type crawlFlags struct {
	limit   int
	delay   time.Duration
	contact string
	revisit bool
}

func (f *crawlFlags) register(c *cobra.Command) {
	c.Flags().IntVar(&f.limit, "limit", 0, "stop a crawl after `N` visits (0: when nothing more is due)")
	c.Flags().DurationVar(&f.delay, "delay", time.Second, "pause between two requests to a host, at least 1s")
	c.Flags().StringVar(&f.contact, "contact", "", "web or mail `address` that tells newspapers who crawls")
	c.Flags().BoolVar(&f.revisit, "revisit", false, "ask now for feeds and section fronts, however lately they were asked for")
}

func (f *crawlFlags) check() error {
	if f.delay < time.Second {
		return &usageError{fmt.Errorf("--delay %v is too short", f.delay), "a host is owed a second at least"}
	}
	return nil
}

func newCrawl(a *app) *cobra.Command {
	var flags crawlFlags
	c := &cobra.Command{
		Use:   "crawl NEWSPAPER...",
		Short: "Fetch pages into the archive only",
		Long: `Fetch pages of newspapers into the archive, and extract and index nothing: "baotinh ingest" does that later.

robots.txt is obeyed. One request at a time goes to a host, with a pause between two; a host that answers 429 or 503 is
left alone for as long as it asks. What was fetched before is asked for again only when it may have changed, and then
conditionally.`,
		Example: "  baotinh crawl baolangson baocaobang --limit 500",
		Args:    atLeastOne("newspaper", "`baotinh newspapers list` shows them"),
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			paths, newspapers, err := sortArguments(catalogue, args)
			if err == nil && len(paths) > 0 {
				err = &usageError{fmt.Errorf("%s is a file or folder", paths[0]), "`baotinh ingest` reads files"}
			}
			if err := cmp.Or(err, flags.check()); err != nil {
				return err
			}
			return a.withCatalogue(catalogue, false, func(j *job) error {
				return j.archiveOnly(c.Context(), newspapers, flags)
			})
		},
	}
	flags.register(c)
	return c
}

func (j *job) archiveOnly(ctx context.Context, newspapers []*newspaper.Newspaper, flags crawlFlags) error {
	if err := j.record(ctx, j.catalogue); err != nil {
		return err
	}
	pages, err := j.crawl(ctx, newspapers, flags)
	if err != nil {
		return err
	}
	for p, err := range pages {
		if failed, ok := errors.AsType[*pipeline.StageError](err); ok {
			j.run.Fail(failed)
			continue
		}
		if err != nil {
			return err
		}
		j.run.Stats.Pages++
		j.run.Stats.Bytes += int64(len(p.Body))
		j.meter.show(j.run.Stats)
	}
	return nil
}

// crawl returns the crawl of newspapers, which begins when the sequence is ranged over.
func (j *job) crawl(
	ctx context.Context, newspapers []*newspaper.Newspaper, flags crawlFlags,
) (iter.Seq2[*news.Page, error], error) {
	return j.crawlWith(ctx, newspapers, flags, fetch.Options{Delay: flags.delay})
}

func (j *job) crawlWith(
	ctx context.Context, newspapers []*newspaper.Newspaper, flags crawlFlags, o fetch.Options,
) (iter.Seq2[*news.Page, error], error) {
	keys := make([]string, len(newspapers))
	for i, n := range newspapers {
		keys[i] = n.Key
		if _, err := j.frontier.Add(discover.Seeds(n)); err != nil {
			return nil, err
		}
	}
	j.frontier.Only(keys...)
	if flags.revisit {
		if err := j.frontier.Revisit(); err != nil {
			return nil, err
		}
	}

	o.UserAgent = fetch.UserAgent(version, flags.contact)
	o.Robots = j.frontier
	o.Permitted = j.permitted
	o.HostDelay = j.hostDelay
	c := pipeline.Crawl{
		Fetcher: fetch.New(o), Frontier: j.frontier, Archive: j.archive, Workers: crawlWorkers, Limit: flags.limit,
		Links:    func(p *news.Page) ([]news.Link, error) { return discover.Links(p, j.catalogue) },
		Classify: classify,
		Report:   j.visited,
	}
	return c.Pages(ctx), nil
}

// permitted reports whether the catalogue notes that a newspaper has allowed what the robots.txt of its host refuses.
func (j *job) permitted(host string) bool {
	n, ok := j.catalogue.ByHost(host)
	return ok && n.RobotsPermission != ""
}

// hostDelay returns the pause that the catalogue asks for, or 0.
func (j *job) hostDelay(host string) time.Duration {
	if n, ok := j.catalogue.ByHost(host); ok {
		return n.Delay
	}
	return 0
}

// classify says what an error of the fetcher means for the frontier.
func classify(err error) news.Outcome {
	status, isStatus := errors.AsType[*fetch.StatusError](err)
	switch {
	case errors.Is(err, fetch.ErrNotModified):
		return news.Outcome{Result: news.Unmodified}
	case errors.Is(err, fetch.ErrRobotsDenied):
		return news.Outcome{Result: news.Denied}
	case errors.Is(err, fetch.ErrTooLarge), errors.Is(err, fetch.ErrNotHTML):
		return news.Outcome{Result: news.Unwanted}
	case isStatus && (status.Code == 404 || status.Code == 410):
		return news.Outcome{Result: news.Gone}
	case isStatus:
		return news.Outcome{Result: news.Failed, RetryAfter: status.RetryAfter}
	}
	return news.Outcome{Result: news.Failed}
}

// visited counts a visit, and tells of it with -v.
func (j *job) visited(v news.Visit, o news.Outcome, err error) {
	j.visits[o.Result]++
	j.log().Info("visit", "url", v.URL, "result", o.Result.String(), "err", err)
}
