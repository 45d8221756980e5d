package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline/newspaper"
)

func newIngest(a *app) *cobra.Command {
	var flags crawlFlags
	var asJSON bool
	var report string
	c := &cobra.Command{
		Use:   "ingest [NEWSPAPER|FILE|DIR|-]...",
		Short: "Fetch or read pages, extract their articles, index them",
		Long: `Fetch (or read) pages, archive them, extract their articles and index those.

A NEWSPAPER is a name that "baotinh newspapers list" shows. A FILE is one of these, which its first
bytes tell, compressed by gzip or Zstandard or not:

  a page       HTML, or plain text with a block a line; as a browser, SingleFile or HTTrack saved it,
               with the address that they note in it; MHTML
  an archive   WARC, ARC, WACZ; a ZIP file is read as the folder that it holds
  articles     in JSON, one a line or indented: such as "baotinh export" writes, or with url, title,
               text, date and author, as trafilatura and newspaper4k write

A DIR is read with all below it: pages and archives whatever their names are, text and JSON Lines by
their endings (.txt, .jsonl). - is standard input. Without arguments, what "baotinh crawl" has
archived is indexed.

What the archive has already is not read, fetched or indexed again: a run that was stopped is simply
repeated.`,
		Example: "  baotinh ingest baolangson saved-pages/ articles.jsonl.gz",
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			paths, newspapers, err := sortArguments(catalogue, args)
			if err := cmp.Or(err, flags.check()); err != nil {
				return err
			}
			flags.warn(a, newspapers)
			d := a.display()
			if asJSON {
				d = a.jsonDisplay()
			}
			if d.passedOver, err = newPassedOver(report); err != nil {
				return err
			}
			err = a.withJob(catalogue, d, func(j *library.Job) error {
				return a.ingest(c.Context(), j, d, paths, flags.crawl(newspapers))
			})
			return a.endReport(d.passedOver, err)
		},
	}
	flags.register(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print each article as a line of JSON, and last the summary")
	c.Flags().StringVar(&report, "report", "", reportHelp)
	return c
}

// endReport says how much was passed over and closes the report. It returns err or, if that is nil, its own.
func (a *app) endReport(r *passedOver, err error) error {
	if s := r.summary(); s != "" {
		fmt.Fprintln(a.err, s)
	}
	return cmp.Or(err, r.close())
}

// ingest indexes what is in the archive already, then files, then newspapers.
func (a *app) ingest(
	ctx context.Context, j *library.Job, d display, paths []string, crawl library.Crawl,
) error {
	if err := j.CatchUp(ctx); err != nil {
		return err
	}
	if len(paths) > 0 {
		in := source.New(a.in, paths...)
		in.Skip = d.passedOver.skip
		d.meter.follow(in)
		if err := j.Ingest(ctx, in.Pages()); err != nil {
			return err
		}
	}
	if len(crawl.Newspapers) > 0 {
		if err := j.Crawl(ctx, crawl); err != nil {
			return err
		}
	}
	return j.Compact(ctx)
}

// sortArguments tells files from newspapers: what exists is a file.
func sortArguments(c *newspaper.Catalogue, args []string) ([]string, []*newspaper.Newspaper, error) {
	var paths []string
	var newspapers []*newspaper.Newspaper
	for _, arg := range args {
		if _, err := os.Stat(arg); arg == "-" || err == nil {
			paths = append(paths, arg)
			continue
		}
		n, err := c.Find(arg)
		if err != nil && (strings.ContainsAny(arg, `/\`) || source.IsFileName(arg)) {
			err = fmt.Errorf("%s: no such file or folder", arg)
		}
		if err != nil {
			return nil, nil, &usageError{err, "an argument is a file or folder that exists, or a newspaper " +
				"that `baotinh newspapers list` shows"}
		}
		newspapers = append(newspapers, n)
	}
	return paths, newspapers, nil
}
