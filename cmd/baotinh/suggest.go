package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

func newSuggest(a *app) *cobra.Command {
	var asJSON bool
	var limit int
	var forReader readerFlags
	c := &cobra.Command{
		Use:   "suggest PREFIX",
		Short: "Complete what somebody begins to type",
		Long: `Print the phrases of titles that begin with PREFIX, the most frequent first, for a query box.
Words without marks stand for all with marks; the last word may be the beginning of a word.`,
		Example: "  baotinh suggest hoi ng",
		Args:    atLeastOne("prefix", "baotinh suggest hoi ng"),
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 0 {
				return &usageError{errors.New("--limit cannot be negative"), ""}
			}
			return a.read(forReader, func(r *reader) error {
				print := r.printPhrase
				if asJSON {
					print = func(p index.Count) error { return r.json().Encode(p) }
				}
				return a.suggest(c.Context(), strings.Join(args, " "), limit, print)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print each phrase as a line of JSON")
	c.Flags().IntVar(&limit, "limit", 10, "print `N` phrases at most")
	addReader(c, &forReader)
	return c
}

// printPhrase prints a phrase and how many titles have it.
func (r *reader) printPhrase(p index.Count) error {
	if r.quiet {
		_, err := fmt.Fprintln(r, terminal.Clean(p.Value))
		return err
	}
	_, err := fmt.Fprintf(r, "%8s  %s\n", r.Number(p.Count), terminal.Clean(p.Value))
	return err
}

func (a *app) suggest(ctx context.Context, prefix string, limit int, print func(index.Count) error) error {
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	phrases, err := ix.Suggest(ctx, prefix, limit)
	if err = errors.Join(err, ix.Close()); err != nil {
		return err
	}
	for _, p := range phrases {
		if err := print(p); err != nil {
			return err
		}
	}
	if len(phrases) == 0 {
		return errNothing
	}
	return nil
}
