package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/newspaper"
)

// statusFlags are the flags of newspapers status.
type statusFlags struct {
	json   bool
	reader readerFlags
	silent float64
	asked  bool
}

func newNewspapersStatus(a *app) *cobra.Command {
	var f statusFlags
	c := &cobra.Command{
		Use:   "status [NEWSPAPER]...",
		Short: "Say how the crawl of each newspaper stands",
		Long: `Print a row for each newspaper, or for those named: what the last crawl did that was to ask
for it, and what is known from all. It reads one small file, also while a crawl is under way, of
which it then shows the last five seconds not.

New, changed and unchanged are articles, judged by their addresses; sources are feeds, sitemaps and
section fronts that answered; refused are pages that robots.txt forbids. Failed are pages, by cause:
a status, a wall (challenge, login, empty …), or what kept the server from answering.

A newspaper is silent if the last crawl that reached it found nothing newer than so many of its usual
gaps between articles (--silent-after), a day at least. The usual gap is known after eight articles
in three days.

With --json, a line for each newspaper; "state" is one of unknown, never-asked, refused, failing,
silent, held, waiting, not-due, ok. With a silent newspaper the exit code is still 0: the state tells.`,
		Example: "  baotinh newspapers status --asked",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.read(f.reader, func(r *reader) error { return a.newspapersStatus(f, args, r) })
		},
	}
	c.Flags().BoolVar(&f.json, "json", false, "print JSON Lines")
	c.Flags().BoolVar(&f.asked, "asked", false, "only the newspapers that a crawl has asked for")
	addSilentAfter(c, &f.silent)
	addReader(c, &f.reader)
	return c
}

// addSilentAfter adds the flag --silent-after.
func addSilentAfter(c *cobra.Command, gaps *float64) {
	c.Flags().Float64Var(gaps, "silent-after", library.SilentGaps,
		"a newspaper is silent after `N` times its usual gap between articles")
}

func (a *app) newspapersStatus(f statusFlags, args []string, r *reader) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	if err := checkSilentAfter(f.silent); err != nil {
		return err
	}
	newspapers, unknown := find(catalogue, args)
	a.sayUnknown(unknown)
	if len(args) == 0 {
		newspapers = catalogue.All()
	}
	known, err := library.ReadStatus(a.data, f.silent)
	if err != nil {
		return err
	}
	all := statusRows(newspapers, known, f.asked)
	if len(args) == 0 { // those of another --newspapers
		for _, key := range slices.Sorted(maps.Keys(known)) {
			if _, ok := catalogue.ByKey(key); !ok {
				all = append(all, known[key])
			}
		}
	}
	all = append(all, unknownStatus(unknown)...)
	if err := r.printStatuses(all, f.json); err != nil {
		return err
	}
	if len(unknown) > 0 {
		return errUnknownNewspaper
	}
	return nil
}

func (r *reader) printStatuses(all []library.Status, asJSON bool) error {
	switch {
	case asJSON:
		return encodeAll(r.json(), all)
	case r.quiet:
		for _, s := range all {
			if _, err := fmt.Fprintln(r, s.Newspaper); err != nil {
				return err
			}
		}
		return nil
	}
	return r.printStatus(all)
}

func checkSilentAfter(gaps float64) error {
	if !(gaps >= 1) {
		return &usageError{fmt.Errorf("--silent-after %v is too small", gaps), "one usual gap is the least"}
	}
	return nil
}

// statusRows returns the rows of newspapers, in their order; with asked, only of those that are known.
func statusRows(
	newspapers []*newspaper.Newspaper, known map[string]library.Status, asked bool,
) []library.Status {
	var rows []library.Status
	for _, n := range newspapers {
		s, ok := known[n.Key]
		if !ok && asked {
			continue
		}
		if !ok {
			s = library.Status{Newspaper: n.Key, State: library.StateNever}
		}
		rows = append(rows, s)
	}
	return rows
}

// errUnknownNewspaper ends a command that has done the rest, and has said which newspapers are unknown.
var errUnknownNewspaper = errors.New("unknown newspaper")

// An unknownName is a word for which the catalogue has no newspaper, and why.
type unknownName struct {
	name string
	err  error
}

// find returns the newspapers that words name, each once, and the words that name none.
func find(c *newspaper.Catalogue, words []string) ([]*newspaper.Newspaper, []unknownName) {
	var found []*newspaper.Newspaper
	var unknown []unknownName
	for _, word := range words {
		n, err := c.Find(word)
		if err != nil {
			unknown = append(unknown, unknownName{word, err})
			continue
		}
		found = appendNew(found, n)
	}
	return found, unknown
}

// appendNew appends n if it is not in all.
func appendNew(all []*newspaper.Newspaper, n *newspaper.Newspaper) []*newspaper.Newspaper {
	for _, other := range all {
		if other.Key == n.Key {
			return all
		}
	}
	return append(all, n)
}

// sayUnknown says which newspapers are unknown.
func (a *app) sayUnknown(unknown []unknownName) {
	for _, u := range unknown {
		fmt.Fprintf(a.err, "baotinh: %v\n", a.words().told(u.err, a.data))
	}
}

// unknownStatus returns the rows of unknown newspapers.
func unknownStatus(unknown []unknownName) []library.Status {
	var all []library.Status
	for _, u := range unknown {
		all = append(all, library.Status{Newspaper: u.name, State: library.StateUnknown})
	}
	return all
}
