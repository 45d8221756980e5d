package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/newspaper"
)

// crawlFlags are the flags of the commands that crawl.
type crawlFlags struct {
	limit   int
	maxTime time.Duration
	delay   time.Duration
	contact string
	revisit bool
	noWait  bool
	silent  float64
	lang    string
}

func (f *crawlFlags) register(c *cobra.Command) {
	c.Flags().IntVar(&f.limit, "limit", 0, "stop a crawl after `N` visits (0: when nothing more is due)")
	c.Flags().DurationVar(&f.maxTime, "max-time", 0, "begin no visit after this `time` (0: no limit)")
	c.Flags().BoolVar(&f.noWait, "no-wait", false,
		"leave hosts that ask for a pause, and visits that failed, to the next run at once")
	c.Flags().DurationVar(&f.delay, "delay", 2*time.Second,
		"pause between two requests to a host, at least 1s; the catalogue and robots.txt may ask for more")
	c.Flags().StringVar(&f.contact, "contact", "", "web or mail `address` that tells newspapers who crawls")
	addSilentAfter(c, &f.silent)
	addLanguage(c, &f.lang)
	c.Flags().BoolVar(&f.revisit, "revisit", false,
		"ask now for feeds and section fronts, however lately they were asked for")
}

func (f *crawlFlags) check() error {
	if f.delay < time.Second {
		return &usageError{fmt.Errorf("--delay %v is too short", f.delay), "a host is owed a second at least"}
	}
	if f.maxTime < 0 {
		return &usageError{fmt.Errorf("--max-time %v is negative", f.maxTime), ""}
	}
	return checkSilentAfter(f.silent)
}

// warn says once what newspapers would mind.
func (f *crawlFlags) warn(a *app, newspapers []*newspaper.Newspaper) {
	if len(newspapers) > 0 && f.contact == "" {
		fmt.Fprintln(a.err, "baotinh: without --contact, newspapers cannot reach who crawls them")
	}
}

// crawl returns the crawl of newspapers that the flags ask for.
func (f *crawlFlags) crawl(newspapers []*newspaper.Newspaper) library.Crawl {
	c := library.Crawl{
		Newspapers: newspapers, Limit: f.limit, MaxTime: f.maxTime, Delay: f.delay,
		UserAgent: fetch.UserAgent(version, f.contact), SilentGaps: f.silent,
	}
	if f.revisit {
		c.Sources = library.AtOnce
	}
	if f.noWait {
		c.Patience = library.NoWait
	}
	return c
}

func newCrawl(a *app) *cobra.Command {
	var flags crawlFlags
	c := &cobra.Command{
		Use:   "crawl NEWSPAPER...",
		Short: "Fetch pages into the archive only",
		Long: `Fetch pages of newspapers into the archive, and extract and index nothing: "baotinh
ingest" does that later.

robots.txt is obeyed. One request at a time goes to a host, with a pause between two; a host that
answers 429 or 503 is left alone for as long as it asks, over runs, too. A run waits for it a minute
at most; it ends when only what is due later is left, and says what waits until when. What was
fetched before is asked for again only when it may have changed, and then conditionally.`,
		Example: "  baotinh crawl baolangson baocaobang --limit 500",
		Args:    atLeastOne("newspaper", "`baotinh newspapers list` shows them"),
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			m, err := messagesIn(flags.lang)
			if err := cmp.Or(err, flags.check()); err != nil {
				return err
			}
			newspapers, unknown := find(catalogue, args)
			if err := refuseFiles(unknown); err != nil {
				return err
			}
			if len(newspapers) == 0 {
				return &usageError{joined(unknown), "`baotinh newspapers list` shows them"}
			}
			a.sayUnknown(unknown)
			flags.warn(a, newspapers)
			d := a.display(m)
			d.unknown = unknown
			return a.withJob(catalogue, d, func(j *library.Job) error {
				return j.Archive(c.Context(), flags.crawl(newspapers))
			})
		},
	}
	flags.register(c)
	return c
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
