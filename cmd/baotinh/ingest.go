package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/bucket"
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

A FILE may also be s3://BUCKET/PREFIX: an object, or all below it. The environment says where the
storage is, as for the tools of AWS: AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY.

A DIR is read with all below it: pages and archives whatever their names are, text and JSON Lines by
their endings (.txt, .jsonl). - is standard input. Without arguments, what "baotinh crawl" has
archived is indexed.

What the archive has already is not read, fetched or indexed again: a run that was stopped is simply
repeated. With --part, N workers share the work: each has a data folder of its own, and takes the
newspapers and files of its part. The flags and exit codes for newspapers are those of "baotinh
crawl"; a page of a file that fails always ends in 3.`,
		Example: "  baotinh ingest baolangson saved-pages/ articles.jsonl.gz",
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, m, err := flags.load(a)
			if err != nil {
				return err
			}
			paths, newspapers, unknown, err := a.sortArguments(catalogue, &flags, args)
			if err != nil {
				return err
			}
			if flags.follow && len(newspapers) == 0 {
				return &usageError{errors.New("--follow needs a newspaper"), "--all takes all of them"}
			}
			if err := flags.part.refuseStream(paths); err != nil {
				return err
			}
			a.sayUnknown(unknown)
			newspapers = flags.part.newspapers(newspapers)
			if flags.follow && len(newspapers) == 0 {
				a.sayNone(&flags.part)
				return nil
			}
			flags.warn(a, newspapers)
			d := a.display(m)
			if asJSON {
				d = a.jsonDisplay()
			}
			d.unknown, d.failAbove = unknown, &flags.failAbove
			if d.passedOver, err = newPassedOver(report); err != nil {
				return err
			}
			ctx, cancel := flags.begin(c.Context(), a)
			defer cancel()
			if d.mirror, err = a.mirror(flags.archive); err != nil {
				return err
			}
			err = a.withJob(catalogue, d, func(j *library.Job) error {
				crawl := flags.crawl(newspapers, c.Context().Done())
				in := source.New(a.in, paths...)
				in.Takes, in.Objects = flags.part.has, objects(ctx)
				return mirrored(ctx, j, func() error {
					if flags.follow {
						return a.ingest(ctx, j, d, in, crawl, j.Follow)
					}
					return a.ingest(ctx, j, d, in, crawl, j.Crawl)
				})
			})
			if err == nil || errors.Is(err, errPagesFailed) {
				err = cmp.Or(err, a.collectWatches(c.Context()))
			}
			return flags.ended(c.Context(), a.endReport(d.passedOver, err))
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
		fmt.Fprintln(a.talk(), s)
	}
	return cmp.Or(err, r.close())
}

// ingest indexes the pages of the archive and then those of in. It then calls run, which crawls the
// newspapers.
func (a *app) ingest(
	ctx context.Context, j *library.Job, d display, in *source.Input, crawl library.Crawl,
	run func(context.Context, library.Crawl) error,
) error {
	if err := j.CatchUp(ctx); err != nil {
		return err
	}
	if !in.IsEmpty() {
		in.Skip = d.passedOver.skip
		d.meter.follow(in)
		if err := j.Ingest(ctx, in.Pages()); err != nil {
			return err
		}
	}
	if len(crawl.Newspapers) > 0 {
		if err := run(ctx, crawl); err != nil {
			return err
		}
	}
	return j.Compact(ctx)
}

// sortArguments tells files from newspapers: what exists is a file. It says which words are both.
func (a *app) sortArguments(
	c *newspaper.Catalogue, flags *crawlFlags, args []string,
) ([]string, []*newspaper.Newspaper, []unknownName, error) {
	var paths, names []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case bucket.IsAddress(arg):
		case arg != "-" && err != nil:
			names = append(names, arg)
			continue
		case arg != "-" && info.IsDir():
			a.sayBoth(c, arg)
		}
		paths = append(paths, arg)
	}
	newspapers, unknown := flags.choose(c, names)
	for i, u := range unknown {
		if strings.ContainsAny(u.name, `/\`) || source.IsFileName(u.name) {
			unknown[i].err = fmt.Errorf("%s: no such file or folder", u.name)
		}
	}
	if len(unknown) > 0 && len(paths)+len(newspapers) == 0 {
		return nil, nil, nil, &usageError{joined(unknown), "an argument is a file or folder that exists, " +
			"or a newspaper that `baotinh newspapers list` shows"}
	}
	return paths, newspapers, unknown, nil
}

// sayBoth says that a folder has the name of a newspaper, and how to name that.
func (a *app) sayBoth(c *newspaper.Catalogue, folder string) {
	n, ok := c.ByKey(folder)
	if !ok {
		n, ok = c.ByHost(folder)
	}
	if ok {
		fmt.Fprintf(a.talk(), "baotinh: %s is a folder here, which is read; "+
			"to crawl the newspaper write https://%s/\n", folder, n.Hosts[0])
	}
}
