package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"baotinh/index"
)

func newRelated(a *app) *cobra.Command {
	var asJSON bool
	var limit int
	var forReader readerFlags
	c := &cobra.Command{
		Use:   "related ID|URL",
		Short: "Find articles like one",
		Long: `Find the articles most like one of the index, itself left out: those that share
the pairs of words that are frequent in it and rare elsewhere. The score is the share of these that an
article has, from 0 to 1. The article is named as in "baotinh show".`,
		Example: "  baotinh related https://baolangson.vn/hoi-nghi-so-ket-5012345.html",
		Args:    one("article", "give its ID or URL, as `baotinh search --json` prints them"),
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 0 {
				return &usageError{errors.New("--limit cannot be negative"), ""}
			}
			return a.read(forReader, func(r *reader) error {
				return a.related(c.Context(), args[0], limit, r, func(result *index.Result) error {
					if asJSON {
						return r.json().Encode(result)
					}
					return r.printResult(result, 0, nil) // it has no further pages
				})
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the answer as a line of JSON")
	c.Flags().IntVar(&limit, "limit", 10, "print `N` hits at most")
	addReader(c, &forReader)
	return c
}

// one refuses all but one argument.
func one(what, hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return &usageError{errors.New("give one " + what), hint}
		}
		return nil
	}
}

func (a *app) related(
	ctx context.Context, which string, limit int, r *reader, print func(*index.Result) error,
) error {
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	article, err := a.article(ctx, ix, which, r.commandMessages)
	if err != nil {
		return errors.Join(err, ix.Close())
	}
	result, err := ix.Related(ctx, article.ID, limit)
	if err = errors.Join(err, ix.Close()); err != nil {
		return err
	}
	if err := print(result); err != nil {
		return err
	}
	if len(result.Hits) == 0 {
		return errNothing
	}
	return nil
}
