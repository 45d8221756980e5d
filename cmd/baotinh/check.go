package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/extract"
)

func newCheck(a *app) *cobra.Command {
	var repair bool
	var forReader readerFlags
	c := &cobra.Command{
		Use:   "check",
		Short: "Verify archive, frontier and index against each other",
		Long: `Read the whole archive and verify that every record is sound, that the frontier knows
each page and the archive has each page that the frontier calls fetched, and that the index holds
exactly the articles that the archive gives. What "baotinh crawl" has fetched and nobody indexed yet
is told, but is no mistake.

Each finding is a line on stdout, and what mends it a line on stderr. With findings, the exit code
is 2.

With --repair, a frontier that cannot be read is kept beside a new one, which is filled from the
archive, and archive and frontier are made to agree: what the archive has lost is fetched again by
the next crawl. The CDXJ indexes beside the WARC files, by which replay programs find a page, are
built again if they are missing or wrong.`,
		Example: "  baotinh check\n  baotinh check --repair",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			forReader.noPager = true // it takes long, and is read as it comes
			r, err := a.reader(forReader)
			if err != nil {
				return err
			}
			return a.check(c.Context(), repair, r)
		},
	}
	c.Flags().BoolVar(&repair, "repair", false, "mend what archive and frontier disagree about")
	addReader(c, &forReader)
	return c
}

func (a *app) check(ctx context.Context, repair bool, r *reader) error {
	if err := library.Exists(a.data); err != nil {
		return err
	}
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	l, err := a.openChecked(repair, r)
	if err != nil {
		return err
	}
	c := l.Check(extract.New(catalogue))
	findings, err := r.printFindings(c.Findings(ctx))
	if err == nil && repair {
		err = l.Repair(ctx, findings, catalogue)
	}
	if err := errors.Join(err, l.Close()); err != nil {
		return err
	}
	if c.Unindexed {
		fmt.Fprintln(a.talk(), r.check.unindexed)
	}
	left := a.tellCures(findings, repair, r)
	fmt.Fprintln(a.talk(), strings.NewReplacer(
		"{pages}", r.Number(c.Pages), "{articles}", r.Number(c.Articles),
		"{findings}", r.Number(len(findings)),
	).Replace(r.check.summary))
	if left > 0 {
		return errors.New(r.numbered(r.check.mistakes, left))
	}
	return nil
}

// openChecked opens the data folder. To repair it, it puts a new frontier in the place of a damaged one.
func (a *app) openChecked(repair bool, r *reader) (*library.Library, error) {
	l, err := library.Open(a.where())
	if err == nil {
		if err = l.Verify(); err == nil {
			return l, nil
		}
		err = errors.Join(err, l.Close())
	}
	if !repair || !errors.Is(err, library.ErrDamagedFrontier) {
		return nil, err
	}
	kept, renameErr := library.RebuildFrontier(a.data)
	if renameErr != nil {
		return nil, errors.Join(err, renameErr)
	}
	fmt.Fprintln(a.talk(), strings.NewReplacer("{err}", err.Error(), "{kept}", kept).
		Replace(r.check.rebuilt))
	return library.Open(a.where())
}

// tellCures says what mends findings, and returns how many are not mended.
func (a *app) tellCures(findings []library.Finding, repaired bool, r *reader) int {
	m, out := r.commandMessages, a.talk()
	mended, ofIndex, broken := 0, 0, 0
	for _, f := range findings {
		switch {
		case f.IsRepaired():
			mended++
		case f.IsOfIndex():
			ofIndex++
		default:
			broken++
		}
	}
	left := len(findings)
	switch {
	case mended > 0 && repaired:
		left -= mended
		fmt.Fprintln(out, m.numbered(m.check.mended, mended))
	case mended > 0:
		fmt.Fprintln(out, m.numbered(m.check.repair, mended))
	}
	if ofIndex > 0 {
		fmt.Fprintln(out, m.numbered(m.check.reindex, ofIndex))
	}
	if broken > 0 {
		fmt.Fprintln(out, m.several(broken, m.check.broken))
	}
	return left
}

// printFindings prints each finding and returns them.
func (r *reader) printFindings(findings iter.Seq2[library.Finding, error]) ([]library.Finding, error) {
	var all []library.Finding
	for f, err := range findings {
		if err != nil {
			return all, err
		}
		all = append(all, f)
		if _, err := io.WriteString(r, r.line(r.finding(f))); err != nil {
			return all, err
		}
	}
	return all, nil
}
