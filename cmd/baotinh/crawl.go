package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index/query"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/newspaper"
)

// crawlFlags are the flags of the commands that crawl.
type crawlFlags struct {
	all       bool
	provinces []string
	part      part
	since     string
	until     string
	limit     int
	maxPages  int
	maxTime   time.Duration
	delay     time.Duration
	contact   string
	revisit   bool
	noWait    bool
	follow    bool
	archive   string
	failAbove failAbove
	silent    float64
	lang      string

	from, before time.Time // what since and until stand for
}

func (f *crawlFlags) register(c *cobra.Command) {
	f.failAbove = defaultFailAbove
	c.Flags().BoolVar(&f.all, "all", false, "crawl all newspapers of the catalogue")
	c.Flags().StringArrayVar(&f.provinces, "province", nil,
		"crawl the newspapers of a `province`, by its old or new name; may be repeated")
	f.part.register(c.Flags(), "the newspapers and, for ingest, files: each worker has a data folder")
	c.Flags().StringVar(&f.since, "since", "",
		"go back to this `day`, 2026-11-01, 11/2026 or 7d, also through the pages of fronts and of days; "+
			"no new article that a feed or sitemap dates earlier")
	c.Flags().StringVar(&f.until, "until", "", "no new article that they date after this `day`")
	c.Flags().IntVar(&f.limit, "limit", 0, "stop a crawl after `N` visits (0: when nothing more is due)")
	c.Flags().IntVar(&f.maxPages, "max-pages", 0,
		"stop a crawl after `N` pages, new or changed (0: no limit)")
	c.Flags().DurationVar(&f.maxTime, "max-time", 0, "begin no visit after this `time` (0: no limit)")
	c.Flags().BoolVar(&f.noWait, "no-wait", false,
		"leave hosts that ask for a pause, and visits that failed, to the next run at once")
	c.Flags().BoolVar(&f.follow, "follow", false,
		"stay and crawl what becomes due; SIGTERM or SIGINT ends it, with exit code 0")
	c.Flags().StringVar(&f.archive, "archive", "",
		"`address` of a bucket, s3://BUCKET/PREFIX, that gets each WARC file of the archive when it is full")
	c.Flags().DurationVar(&f.delay, "delay", 2*time.Second,
		"pause between two requests to a host, at least 1s; the catalogue and robots.txt may ask for more")
	c.Flags().StringVar(&f.contact, "contact", "", "web or mail `address` that tells newspapers who crawls")
	c.Flags().Var(&f.failAbove, "fail-above",
		"exit with 3 only if more visits fail than this `limit`, a number or a share; without it also if "+
			"a newspaper gives nothing but failures")
	addSilentAfter(c, &f.silent)
	addLanguage(c, &f.lang)
	c.Flags().BoolVar(&f.revisit, "revisit", false,
		"ask now for feeds and section fronts, however lately they were asked for")
}

// check checks the flags and reads the days of the range.
func (f *crawlFlags) check() error {
	if f.delay < time.Second {
		return &usageError{fmt.Errorf("--delay %v is too short", f.delay), "a host is owed a second at least"}
	}
	if f.maxTime < 0 {
		return &usageError{fmt.Errorf("--max-time %v is negative", f.maxTime), ""}
	}
	if f.limit < 0 || f.maxPages < 0 {
		return &usageError{errors.New("--limit and --max-pages cannot be negative"), ""}
	}
	if err := f.checkRange(); err != nil {
		return err
	}
	return checkSilentAfter(f.silent)
}

func (f *crawlFlags) checkRange() (err error) {
	if f.from, _, err = period("since", f.since); err != nil {
		return err
	}
	if _, f.before, err = period("until", f.until); err != nil {
		return err
	}
	if f.since != "" && f.until != "" && !f.from.Before(f.before) {
		return &usageError{fmt.Errorf("--since %s is after --until %s", f.since, f.until), ""}
	}
	return nil
}

// period returns the beginning and the end of what a flag's value stands for, as in a query: a day, a month,
// a year, or a number of days ago; the zero time for an empty value.
func period(flag, value string) (from, to time.Time, err error) {
	if value == "" {
		return time.Time{}, time.Time{}, nil
	}
	q, err := query.Parse(fmt.Sprintf("date:%q", value), time.Now())
	if err != nil || len(q.Nodes) != 1 || q.Nodes[0].Op != query.Dates {
		err = fmt.Errorf("--%s %q is no day", flag, value)
		return from, to, &usageError{err, "write 2026-11-01, 1/11/2026, 11/2026, 2026, yesterday or 7d"}
	}
	n := q.Nodes[0]
	if n.To.IsZero() { // a distance from now
		n.To = n.From
	}
	return n.From, n.To, nil
}

// choose returns the newspapers that words and flags name, each once, and the words that name none.
func (f *crawlFlags) choose(
	c *newspaper.Catalogue, words []string,
) (chosen []*newspaper.Newspaper, unknown []unknownName) {
	chosen, unknown = find(c, words)
	for _, p := range f.provinces {
		found, err := c.OfProvince(p)
		if err != nil {
			unknown = append(unknown, unknownName{p, err})
		}
		for _, n := range found {
			chosen = appendNew(chosen, n)
		}
	}
	if f.all {
		for _, n := range c.All() {
			chosen = appendNew(chosen, n)
		}
	}
	return chosen, unknown
}

// warn says once what newspapers would mind.
func (f *crawlFlags) warn(a *app, newspapers []*newspaper.Newspaper) {
	if len(newspapers) == 0 {
		return
	}
	a.sayProxy()
	if f.contact == "" {
		fmt.Fprintln(a.talk(), "baotinh: without --contact, newspapers cannot reach who crawls them")
	}
}

// crawl returns the crawl of newspapers that the flags ask for. One that follows ends when stop is closed.
func (f *crawlFlags) crawl(newspapers []*newspaper.Newspaper, stop <-chan struct{}) library.Crawl {
	c := library.Crawl{
		Newspapers: newspapers, Limit: f.limit, MaxPages: f.maxPages, MaxTime: f.maxTime, Delay: f.delay,
		UserAgent: fetch.UserAgent(version, f.contact), SilentGaps: f.silent,
		Since: f.from, Before: f.before,
	}
	if f.follow {
		c.Stop = stop
	}
	if f.revisit {
		c.Sources = library.AtOnce
	}
	if f.noWait {
		c.Patience = library.NoWait
	}
	return c
}

// grace is how long the visits under way may take when a crawl that follows is to end.
const grace = time.Minute

// begin returns the context of a job. With --follow the end of ctx, which a signal brings, only ends the
// beginning of visits; it ends the job after a grace.
func (f *crawlFlags) begin(ctx context.Context, a *app) (context.Context, context.CancelFunc) {
	if !f.follow {
		return ctx, func() {}
	}
	job, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		fmt.Fprintf(a.talk(), "ends when the visits under way have ended, in %v at most; "+
			"a second signal ends it at once\n", grace)
		time.AfterFunc(grace, cancel)
	})
	return job, func() { stop(); cancel() }
}

// ended returns the error of a crawl; one that followed and was told to end has done what it was to do.
func (f *crawlFlags) ended(ctx context.Context, err error) error {
	if f.follow && ctx.Err() != nil && (err == nil || errors.Is(err, errPagesFailed) ||
		errors.Is(err, context.Canceled)) {
		return nil
	}
	return err
}

// load returns the catalogue and the messages of a command with these flags, which it checks.
func (f *crawlFlags) load(a *app) (*newspaper.Catalogue, *commandMessages, error) {
	catalogue, err := a.catalogue()
	if err != nil {
		return nil, nil, err
	}
	m, err := messagesIn(f.lang)
	return catalogue, m, cmp.Or(err, f.check())
}

func newCrawl(a *app) *cobra.Command {
	var flags crawlFlags
	c := &cobra.Command{
		Use:   "crawl [NEWSPAPER]...",
		Short: "Fetch pages into the archive only",
		Long: `Fetch pages of newspapers into the archive, and extract and index nothing: "baotinh
ingest" does that later. Newspapers are named one by one, by --province, or by --all.

robots.txt is obeyed. One request at a time goes to a host, with a pause between two; a host that
answers 429 or 503 is left alone for as long as it asks, over runs, too. A run waits for it a minute
at most; it ends when only what is due later is left, and says what waits until when. With --follow
it stays instead, crawls what becomes due, and ends on SIGTERM or SIGINT when the visits under way
have ended. What was fetched before is asked for again only when it may have changed, and then
conditionally.

Last comes a table with a row for every newspaper: see "baotinh newspapers status". Exit codes:
0 done, also after a signal with --follow · 2 failed, or a newspaper is unknown (the others are
crawled) · 3 more visits failed than --fail-above allows · 130 interrupted; what was done is kept.`,
		Example: "  baotinh crawl baolangson --province 'Cao Bằng' --max-time 2h",
		RunE:    func(c *cobra.Command, args []string) error { return a.crawl(c.Context(), &flags, args) },
	}
	flags.register(c)
	return c
}

func (a *app) crawl(ctx context.Context, flags *crawlFlags, args []string) error {
	catalogue, m, err := flags.load(a)
	if err != nil {
		return err
	}
	newspapers, unknown := flags.choose(catalogue, args)
	const hint = "`baotinh newspapers list` shows them; --all takes all of them"
	switch {
	case len(newspapers)+len(unknown) == 0:
		return &usageError{errors.New("no newspaper given"), hint}
	case refuseFiles(unknown) != nil:
		return refuseFiles(unknown)
	case len(newspapers) == 0:
		return &usageError{joined(unknown), hint}
	}
	a.sayUnknown(unknown)
	if newspapers = flags.part.newspapers(newspapers); len(newspapers) == 0 {
		a.sayNone(&flags.part)
		return nil
	}
	flags.warn(a, newspapers)
	d := a.display(m)
	d.unknown, d.failAbove = unknown, &flags.failAbove
	if d.mirror, err = a.mirror(flags.archive); err != nil {
		return err
	}
	job, cancel := flags.begin(ctx, a)
	defer cancel()
	return flags.ended(ctx, a.withJob(catalogue, d, func(j *library.Job) error {
		crawl := flags.crawl(newspapers, ctx.Done())
		return mirrored(job, j, func() error {
			if flags.follow {
				return j.FollowArchive(job, crawl)
			}
			return j.Archive(job, crawl)
		})
	}))
}

// refuseFiles returns an error if a word that names no newspaper names a file.
func refuseFiles(unknown []unknownName) error {
	for _, u := range unknown {
		if _, err := os.Stat(u.name); u.name == "-" || err == nil {
			return &usageError{fmt.Errorf("%s is a file or folder", u.name), "`baotinh ingest` reads files"}
		}
	}
	return nil
}

// joined returns the errors of words that name no newspaper as one.
func joined(unknown []unknownName) error {
	var errs []error
	for _, u := range unknown {
		errs = append(errs, u.err)
	}
	return errors.Join(errs...)
}
