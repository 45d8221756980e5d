package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/demo"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/newspaper"
)

// demoDelay is the pause between two requests to a newspaper of the demo, whose servers are ours.
const demoDelay = time.Millisecond

func newDemo(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "A small press on loopback, crawled, indexed and searched: the whole chain, no network",
		Long: `Serve three invented newspapers on loopback, crawl them as any newspaper is crawled,
extract and index their articles, and ask five questions. The data stays in the folder baotinh-demo
(or --data), so that a second run shows what a crawl does when nothing has changed.`,
		Example: "  baotinh demo",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !c.Flags().Changed("data") {
				a.data = "baotinh-demo"
			}
			return a.demo(c.Context())
		},
	}
}

func (a *app) demo(ctx context.Context) error {
	site, err := demo.Start(ctx)
	if err != nil {
		return err
	}
	catalogue, err := newspaper.Parse(site.Newspapers(), "demo")
	if err != nil {
		return errors.Join(err, site.Close())
	}

	fmt.Fprintf(a.out, "Crawling %d newspapers on loopback into %s:\n", len(catalogue.All()), a.data)
	for _, n := range catalogue.All() {
		fmt.Fprintf(a.out, "  %s (%s), http://%s, CMS family %s\n", n.Name, n.Province, n.Hosts[0], n.Family)
	}
	err = a.withJob(catalogue, a.display(&english), func(j *library.Job) error {
		return j.Crawl(ctx, library.Crawl{
			Newspapers: catalogue.All(), Delay: demoDelay, Dial: site.Dial,
			UserAgent: fetch.UserAgent(version, ""),
			Sources:   library.AtOnce, // for a second run, to see what has changed
		})
	})
	if err = errors.Join(err, site.Close()); err != nil {
		return err
	}
	a.demoRequests(site)
	return a.demoQueries(ctx)
}

// demoRequests prints what the servers of the demo saw.
func (a *app) demoRequests(site *demo.Site) {
	statuses := map[string]int{}
	var bytes int64
	for _, r := range site.Requests() {
		statuses[fmt.Sprint(r.Status)]++
		bytes += r.Bytes
	}
	fmt.Fprintf(a.out, "The servers saw %d requests (by status: %s) and sent %d kB.\n",
		len(site.Requests()), counts(statuses), bytes/1000)
}

// demoQueries asks the demo's questions and prints each first hit. It is an error if one is not the hit
// expected.
func (a *app) demoQueries(ctx context.Context) error {
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	screen := terminal.Of(a.out, terminal.Auto, os.Getenv)
	reader := newReader(&english, a.out, screen, "")
	var wrong []error
	for _, q := range demo.Queries() {
		fmt.Fprintf(a.out, "\n$ baotinh search --data %s '%s'    # %s\n", a.data, q.Text, q.Why)
		result, err := ix.Search(ctx, index.Request{Query: q.Text, Mode: index.Relaxed, Limit: 1})
		if err != nil {
			return errors.Join(err, ix.Close())
		}
		next := func(cursor string) string {
			flags := []string{"--data", a.data, "--after", cursor}
			return commandLine("baotinh search", flags, []string{q.Text})
		}
		if err := reader.printResult(result, 0, next); err != nil {
			return errors.Join(err, ix.Close())
		}
		if len(result.Hits) == 0 || result.Hits[0].URL != q.WantURL {
			wrong = append(wrong, fmt.Errorf("query %q: first hit is not %s", q.Text, q.WantURL))
		}
	}
	if err := errors.Join(append(wrong, ix.Close())...); err != nil {
		return err
	}

	fmt.Fprintln(a.out, "\nWhat to try next:")
	table := tabwriter.NewWriter(a.out, 0, 0, 3, ' ', 0)
	fmt.Fprintf(table, "  baotinh search --data %s 'lũ'\tyour own words, with or without marks\n", a.data)
	fmt.Fprintf(table, "  baotinh export --data %s\tall articles as JSON Lines\n", a.data)
	fmt.Fprintf(table, "  baotinh demo\tagain: nothing has changed, so no page is sent\n")
	fmt.Fprintf(table, "  baotinh newspapers list\tthe real ones\n")
	return table.Flush()
}
