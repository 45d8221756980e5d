package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/report"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline"
	"baotinh/pipeline/news"
)

// newspapersCheckFlags are the flags of newspapers check and newspapers drift.
type newspapersCheckFlags struct {
	from    string
	last    int
	json    bool
	contact string
	reader  readerFlags
}

func (f *newspapersCheckFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.from, "from", "", "data folder, WARC file or `folder` of pages (default: --data)")
	c.Flags().IntVar(&f.last, "last", 0, "count only the last `N` articles of each newspaper (0: all)")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON Lines")
	addReader(c, &f.reader)
}

func newNewspapersDrift(a *app) *cobra.Command {
	var f newspapersCheckFlags
	c := &cobra.Command{
		Use:   "drift",
		Short: "Say how often each field is found on the pages of each newspaper, so that a redesign shows",
		Long: fmt.Sprintf(`Extract the articles of an archive, or of a folder of pages, and count for
each newspaper on how many of them the CMS family of the catalogue matched, and title, date, byline
(or source) and body were found. Nothing is stored, and nothing is asked of the network.

An article is a page that gave one, or that gave none though its address is that of an article: a
lost one. Other pages that hold no article are counted by reason: section fronts, feeds, galleries.

A field but the byline, which some newspapers seldom print, that is found on less than %d %% of %d
articles or more is marked with "!". The exit code is then 3.

Under the table stands which title, date or byline has left its place on the page: a newspaper has a
new design, though all fields may still be found.`, report.LowPercent, report.MinArticles),
		Example: "  baotinh newspapers drift --from saved-pages/",
		Args:    noArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.newspapersDrift(c.Context(), f) },
	}
	f.register(c)
	return c
}

func newNewspapersCheck(a *app) *cobra.Command {
	var f newspapersCheckFlags
	c := &cobra.Command{
		Use:   "check [NEWSPAPER]...",
		Short: "Ask a newspaper for robots.txt, feed, front and an article, and say what would help",
		Long: `Ask newspapers over the network for one page of each kind: the addresses of the host,
robots.txt, a feed, the front, and one article that these list. For each stands what was seen and,
after an arrow, what would help. Nothing is stored. The pauses of a crawl are kept: it takes about
ten seconds a newspaper; one that has asked for a pause is not asked.

The exit code is 3 if a step is not as it should be; that a newspaper has no feed is no fault.

Without a NEWSPAPER it asks nothing and does what "baotinh newspapers drift" does; --from and --last
belong to that.`,
		Example: "  baotinh newspapers check baolangson",
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return a.newspapersDrift(c.Context(), f)
			case f.from != "" || f.last != 0:
				return &usageError{errors.New("--from and --last do not go with a newspaper"),
					"`baotinh newspapers drift` has them"}
			}
			return a.newspapersProbe(c.Context(), f, args)
		},
	}
	f.register(c)
	c.Flags().StringVar(&f.contact, "contact", "", "web or mail `address` that tells newspapers who asks")
	return c
}

func (a *app) newspapersDrift(ctx context.Context, f newspapersCheckFlags) error {
	return a.read(f.reader, func(r *reader) error { return a.drift(ctx, f, r) })
}

func (a *app) drift(ctx context.Context, f newspapersCheckFlags, r *reader) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	pages, err := a.pagesToCheck(f.from, r)
	if err != nil {
		return err
	}
	failed := false
	reports, err := report.Drift(ctx, report.Options{
		Catalogue: catalogue, Last: f.last,
		Failed: func(err *pipeline.StageError) {
			failed = true
			fmt.Fprintf(a.err, "baotinh: %v\n", err)
		},
	}, pages)
	if err != nil {
		return err
	}

	if f.json {
		err = encodeAll(r.json(), reports)
	} else {
		err = r.printDrift(reports)
	}
	if err != nil {
		return err
	}
	low := slices.ContainsFunc(reports, func(n report.Newspaper) bool { return len(n.Low) > 0 })
	if low || failed {
		return errPagesFailed
	}
	return nil
}

// pagesToCheck returns the pages of a data folder, which may be in use, or those of a WARC file or a folder;
// without any of them, those of --data.
func (a *app) pagesToCheck(from string, r *reader) (iter.Seq2[*news.Page, error], error) {
	folder := cmp.Or(from, a.data)
	if from == "" || library.Exists(folder) == nil {
		return library.Pages(folder)
	}
	if _, err := os.Stat(from); err != nil {
		return nil, errors.New(strings.ReplaceAll(r.catalogue.noFile, "{name}", from))
	}
	return source.New(a.in, from).Pages(), nil
}

// printDrift prints a row for each newspaper, and under them which fields have left their places.
func (r *reader) printDrift(reports []report.Newspaper) error {
	m := r.catalogue
	var rows [][]string
	for _, n := range reports {
		row := []string{n.Name, cmp.Or(n.Family, "-"), r.Number(n.Pages), r.Number(n.Articles)}
		for _, field := range report.Fields() {
			row = append(row, r.driftCell(n, field))
		}
		rows = append(rows, append(row, r.reasons(n.Lost), r.reasons(n.NoArticle)))
	}
	text := r.screen.Grid(m.columns, true, rows)
	for _, n := range reports {
		for _, moved := range n.Moved {
			text += r.line(strings.NewReplacer(
				"{newspaper}", n.Name, "{field}", cmp.Or(m.fields[moved.Field], moved.Field),
				"{place}", string(moved.Place), "{held}", r.Number(moved.Held.Count),
				"{ofHeld}", r.Number(moved.Held.Of), "{last}", r.Number(moved.Last.Count),
				"{ofLast}", r.Number(moved.Last.Of),
			).Replace(m.moved))
		}
	}
	_, err := io.WriteString(r, text)
	return err
}

// reasons returns "section front 12, too short 1", or "-".
func (r *reader) reasons(n map[string]int) string {
	named := map[string]int{}
	for reason, count := range n {
		named[r.catalogue.reason(reason)] += count
	}
	return cmp.Or(counts(named), "-")
}

// driftCell returns "19 (95 %)", with a mark if that is too seldom.
func (r *reader) driftCell(n report.Newspaper, field string) string {
	s, ok := n.Found[field]
	if !ok {
		return "-"
	}
	mark := ""
	if slices.Contains(n.Low, field) {
		mark = " !"
	}
	return fmt.Sprintf("%s (%d %%)%s", r.Number(s.Count), s.Count*100/s.Of, mark)
}
