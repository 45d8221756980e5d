package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"baotinh/index"
	"baotinh/pipeline/news"
)

func newReindex(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the archive",
		Long: `Rebuild the index from the archive alone, with this program's rules of extraction and analysis. The new index is
built beside the old one, which stays in use until the new one is complete and takes its place at one instant.`,
		Example: "  baotinh reindex",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkFolder(a.data); err != nil {
				return err
			}
			return a.withJob(false, func(j *job) error { return j.reindex(c.Context()) })
		},
	}
}

func (j *job) reindex(ctx context.Context) error {
	if err := j.record(ctx, j.catalogue); err != nil {
		return err
	}
	old, err := indexName(j.dir)
	if err != nil {
		return err
	}
	name, err := nextIndexName(old)
	if err != nil {
		return err
	}
	path := filepath.Join(j.dir, name)
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	fresh, err := index.OpenOrCreate(path, index.Options{})
	if err != nil {
		return err
	}

	j.run.Sink = fresh
	if err := j.run.Take(ctx, j.archived(news.Position{})); err != nil {
		return errors.Join(err, fresh.Close(), os.RemoveAll(path))
	}
	if err := setIndexName(j.dir, name); err != nil {
		return errors.Join(err, fresh.Close())
	}
	replaced := j.index
	j.index = fresh
	return errors.Join(replaced.Close(), removeOtherIndexes(j.dir, name))
}
