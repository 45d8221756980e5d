package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/spf13/cobra"
)

func newExport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "Print all articles as JSON Lines",
		Long: `Print all articles of the index as JSON Lines, in the form that "baotinh ingest"
reads, in no particular order.`,
		Example: "  baotinh export | gzip > articles.jsonl.gz",
		Args:    noArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.export(c.Context()) },
	}
}

func (a *app) export(ctx context.Context) error {
	ix, err := openIndex(a.data)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(a.out)
	out := jsonLines(buffered)
	for article, err := range ix.Articles(ctx) {
		if err == nil {
			err = out.Encode(article)
		}
		if err != nil {
			return errors.Join(err, buffered.Flush(), ix.Close())
		}
	}
	return errors.Join(buffered.Flush(), ix.Close())
}

// jsonLines returns an encoder that leaves <, > and & as they are.
func jsonLines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}
