package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

// exportFlags are the flags of export.
type exportFlags struct {
	rows    rowFlags
	lang    string
	sort    string
	drawn   bool // the seed of the sample was
	loose   bool
	request index.Request
}

func newExport(a *app) *cobra.Command {
	var f exportFlags
	c := &cobra.Command{
		Use:   "export [QUERY...]",
		Short: "Print all articles, or all that a query finds, whole",
		Long: `Print all articles of the index, or all that a query of "baotinh search" finds, with their
texts: as JSON Lines, in the form that "baotinh ingest" reads, or in one of these forms:

  csv      with --bom for Excel
  xlsx     for Excel, with words of your language in its header; a second sheet tells the query, the day, the
           generation of the index and the counts
  parquet  for DuckDB, pandas and R: blocks are a list, dates are timestamps with their precision
  csl      citations: CSL-JSON, as Zotero imports it

The query is strict: nothing is
relaxed or corrected, unless --loose is given. Articles come in no particular order, unless --sort gives one,
as they are read: memory does not grow with their number, and an interrupted export has whole lines.

Fields are those of the JSON form, and text: all blocks in one. Columns of CSV are, unless they are chosen,
` + strings.Join(export.Articles.Usual(export.CSV), ",") + `.
In it an apostrophe stands before texts that a spreadsheet would take for formulas (= + - @ …).

A query that begins with a dash needs "--" before it.`,
		Example: `  baotinh export | gzip > articles.jsonl.gz
  baotinh export '"sạt lở" date:2024' --format csv --columns published,newspaper,title,text > sat-lo.csv`,
		RunE: func(c *cobra.Command, args []string) error {
			drawn, err := drawSeed(c, &f.request)
			if err != nil {
				return err
			}
			f.drawn = drawn
			return a.export(c.Context(), strings.Join(args, " "), f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.rows.format, "format", "jsonl", "`form`: jsonl, csv, xlsx, parquet or csl")
	addRows(flags, &f.rows)
	flags.StringVar(&f.sort, "sort", "",
		"`order` of the articles: newest, oldest, seen or relevance (default: that of the index)")
	flags.StringVar(&f.request.Filter, "filter", "", "`query` that articles must match too")
	flags.BoolVar(&f.loose, "loose", false, "relax quotation marks if nothing is found with them")
	addSample(c, &f.request)
	addLanguage(c, &f.lang)
	return c
}

func (a *app) export(ctx context.Context, query string, f exportFlags) error {
	f.request.Query, f.request.Sort = query, index.Sort(f.sort)
	if f.loose {
		f.request.Mode = index.Loose
	}
	if query == "" && f.loose {
		return &usageError{errors.New("--loose is for a query"), ""}
	}
	if f.sort != "" && !slices.Contains(sorts, f.request.Sort) {
		err := fmt.Errorf("unknown order %q", f.sort)
		return &usageError{err, "--sort takes newest, oldest, seen or relevance"}
	}
	m, err := messagesIn(f.lang)
	if err != nil {
		return err
	}
	a.reads = m
	screen := terminal.Of(a.out, terminal.Never, os.Getenv)
	if err := checkRows(export.Articles, f.rows, screen); err != nil {
		return err
	}
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	out, err := newRows(ctx, a.out, export.Articles, f.rows, ix, f.request, m)
	if err != nil {
		return errors.Join(err, ix.Close())
	}
	n, err := export.Copy(out, export.Found(ix.Found(ctx, f.request)))
	if err == nil && (query != "" || f.request.Filter != "" || f.request.Sample > 0) {
		err = a.tellBeside(ctx, ix, f.request, f.drawn, m)
		if n == 0 && err == nil {
			err = errNothing
		}
	}
	return errors.Join(err, ix.Close())
}
