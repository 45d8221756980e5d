package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

func newIngest(a *app) *cobra.Command {
	var flags crawlFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "ingest [NEWSPAPER|FILE|DIR|-]...",
		Short: "Fetch or read pages, extract their articles, index them",
		Long: `Fetch (or read) pages, archive them, extract their articles and index those.

A NEWSPAPER is a name that "baotinh newspapers list" shows. A FILE is a page (HTML, or plain text with a block a line),
a WARC file, or articles as JSON Lines such as "baotinh export" writes; each may be gzipped. A DIR is read with all
below it; - is standard input. Without arguments, what "baotinh crawl" has archived is indexed.

What the archive has already is not read, fetched or indexed again: a run that was stopped is simply repeated.`,
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
			return a.withCatalogue(catalogue, asJSON, func(j *job) error {
				return j.ingest(c.Context(), paths, newspapers, flags)
			})
		},
	}
	flags.register(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print each article as a line of JSON, and last the summary")
	return c
}

func (j *job) ingest(
	ctx context.Context, paths []string, newspapers []*newspaper.Newspaper, flags crawlFlags,
) error {
	if err := j.catchUp(ctx); err != nil {
		return err
	}
	if len(paths) > 0 {
		if err := j.read(ctx, paths); err != nil {
			return err
		}
	}
	if len(newspapers) > 0 {
		pages, err := j.crawl(ctx, newspapers, flags)
		if err != nil {
			return err
		}
		if err := j.run.Ingest(ctx, pages); err != nil {
			return err
		}
	}
	return j.index.Compact(ctx)
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
		if err != nil && (strings.ContainsAny(arg, `/\`) || slices.ContainsFunc(extensions, hasSuffix(arg))) {
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

// read archives and indexes what local files hold.
func (j *job) read(ctx context.Context, paths []string) error {
	in := newInput(j.in, paths)
	j.meter.follow(in)
	unchanged := func(*news.Page) { j.unchanged++ }
	return j.run.Ingest(ctx, pipeline.Keep(ctx, in.pages(), j.archive, j.frontier, unchanged))
}

// printing is a sink that prints each article as a line of JSON, too.
type printing struct {
	pipeline.Sink
	out *json.Encoder
}

func (p printing) Put(ctx context.Context, a *news.Article) error {
	return errors.Join(p.out.Encode(a), p.Sink.Put(ctx, a))
}
