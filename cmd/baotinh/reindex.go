package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/news"
)

func newReindex(a *app) *cobra.Command {
	var damaged bool
	c := &cobra.Command{
		Use:   "reindex [--damaged]",
		Short: "Rebuild the index from the archive",
		Long: `Rebuild the index from the archive alone, with this program's rules of extraction and analysis. The new index is
built beside the old one, which is searched until the new one is complete and takes its place at one instant. An index
that is damaged or of another version is no hindrance.

With --damaged, only the shards that are damaged are built again, each of them five years; the new index takes the files of
the others over.`,
		Example: "  baotinh reindex\n  baotinh reindex --damaged",
		Args:    none,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkFolder(a.data); err != nil {
				return err
			}
			return a.withJob(false, func(j *job) error { return j.reindex(c.Context(), damaged) })
		},
	}
	c.Flags().BoolVar(&damaged, "damaged", false, "build only the damaged shards again")
	return c
}

func (j *job) reindex(ctx context.Context, damaged bool) error {
	if err := j.record(ctx, j.catalogue); err != nil {
		return err
	}
	old, err := indexName(j.dir)
	if errors.Is(err, fs.ErrNotExist) {
		old, err = "index-0", nil
	}
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
	if damaged {
		err = j.mend(filepath.Join(j.dir, old), path)
	} else {
		j.index, err = index.OpenOrCreate(path, index.Options{})
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(path))
	}

	j.template = new(boilerplate.Filter)
	j.run.Cleaner, j.run.Sink = j.template, j.index
	err = j.run.Ingest(ctx, j.archived(news.Position{}))
	if err == nil {
		err = j.index.Compact(ctx)
	}
	if err == nil && damaged && j.run.Stats.Articles == 0 {
		err = errors.New("the archive gives no article: the old index is kept")
	}
	if err == nil {
		err = j.refuseLoss(filepath.Join(j.dir, old))
	}
	if err != nil {
		j.template = nil // what was learned for the old index stays
		err = errors.Join(err, j.index.Close(), os.RemoveAll(path))
		j.index = nil
		return err
	}
	if err := setIndexName(j.dir, name); err != nil {
		return err
	}
	return removeOtherIndexes(j.dir, name)
}

// mend makes the new index out of the sound shards of the old one.
func (j *job) mend(old, path string) error {
	var damaged []string
	var err error
	if j.index, damaged, err = index.Recover(old, path, index.Options{}); err != nil {
		return indexError(err)
	}
	j.meter.print(fmt.Sprintf("damaged: %s\n", cmp.Or(strings.Join(damaged, ", "), "nothing")))
	return nil
}

// refuseLoss returns an error if the new index lacks articles of the old one because the archive is damaged or gone. An
// article that the rules of extraction no longer give is no such loss.
func (j *job) refuseLoss(old string) error {
	now, err := j.index.Count()
	broken := j.run.Stats.Failed[pipeline.StageRead]
	if err != nil || broken == 0 && now > 0 {
		return err
	}
	before, err := index.Open(old, index.Options{})
	if err != nil {
		return nil // there is no old index, or none that could be kept
	}
	was, err := before.Count()
	if err := errors.Join(err, before.Close()); err != nil {
		return err
	}
	if now < was {
		return fmt.Errorf("the archive gives %d of %d articles, %d records cannot be read: the old index is kept",
			now, was, broken)
	}
	return nil
}
