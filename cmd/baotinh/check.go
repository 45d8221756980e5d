package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/extract"
)

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify archive, frontier and index against each other",
		Long: `Read the whole archive and verify that every record is sound, that the frontier knows
each page and the archive has each page that the frontier calls fetched, and that the index holds
exactly the articles that the archive gives. What "baotinh crawl" has fetched and nobody indexed yet
is told, but is no mistake.

Each finding is a line on stdout. With findings, the exit code is 2.`,
		Example: "  baotinh check",
		Args:    noArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
}

func (a *app) check(ctx context.Context) error {
	if err := library.Exists(a.data); err != nil {
		return err
	}
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	l, err := library.Open(a.data)
	if err != nil {
		return err
	}
	c := l.Check(extract.New(catalogue))
	findings, err := a.printFindings(c.Findings(ctx))
	if err := errors.Join(err, l.Close()); err != nil {
		return err
	}
	if c.Unindexed {
		fmt.Fprintln(a.err, "the archive has pages that are not indexed yet: "+
			"`baotinh ingest` without arguments indexes them")
	}
	fmt.Fprintf(a.err, "%d pages, %d articles checked, %d findings\n", c.Pages, c.Articles, findings)
	if findings > 0 {
		return fmt.Errorf("check found %d mistakes", findings)
	}
	return nil
}

// printFindings prints each finding and returns their number.
func (a *app) printFindings(findings iter.Seq2[library.Finding, error]) (int, error) {
	n := 0
	for f, err := range findings {
		if err != nil {
			return n, err
		}
		n++
		if _, err := fmt.Fprintln(a.out, f); err != nil {
			return n, err
		}
	}
	return n, nil
}
