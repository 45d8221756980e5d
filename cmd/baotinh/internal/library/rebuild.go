package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"baotinh/index"
	"baotinh/index/opensearch"
	"baotinh/pipeline"
	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/news"
)

// ErrPartOfFolder is returned if an index in a data folder is to be built of a part of the pages.
var ErrPartOfFolder = errors.New("an index in a data folder is built whole")

// Rebuild builds the index again from the archive, beside the old one, which may be damaged, of another
// version or not there. The new one takes its place at one instant when it is complete; after an error the
// old one is in use as before.
func (j *Job) Rebuild(ctx context.Context) error {
	if j.library.where.Index != "" {
		return j.rebuildCluster(ctx)
	}
	if j.o.Parts > 0 {
		return ErrPartOfFolder
	}
	create := func(_, path string) (err error) {
		j.library.index, err = index.OpenOrCreate(path, index.Options{})
		return err
	}
	return j.rebuild(ctx, create, j.refuseLoss)
}

// RebuildDamaged builds the damaged shards of the index again from the archive, as Rebuild does; the new
// index takes over the files of the other shards.
func (j *Job) RebuildDamaged(ctx context.Context) error {
	if j.library.where.Index != "" {
		return fmt.Errorf("%s: an index in a cluster has no shards of years: build it whole", j.library.where)
	}
	create := func(old, path string) (err error) {
		var damaged []string
		if j.library.index, damaged, err = index.Recover(old, path, index.Options{}); err != nil {
			return &IndexError{err}
		}
		if j.o.Damaged != nil {
			j.o.Damaged(damaged)
		}
		return nil
	}
	return j.rebuild(ctx, create, func(old string) error {
		if j.run.Stats.Articles == 0 {
			return errors.New("the archive gives no article: the old index is kept")
		}
		return j.refuseLoss(old)
	})
}

// rebuild puts the articles of the archive into the index that create makes at path. If accept has no
// objection, the new index takes the place of old.
func (j *Job) rebuild(
	ctx context.Context, create func(old, path string) error, accept func(old string) error,
) error {
	if err := errors.Join(j.library.closeIndex(), j.library.record(ctx, j.o.Catalogue)); err != nil {
		return err
	}
	old, path, err := j.rebuildPaths()
	if err != nil {
		return err
	}
	if err := create(old, path); err != nil {
		return errors.Join(err, os.RemoveAll(path))
	}

	err = j.fill(ctx)
	if err == nil {
		err = accept(old)
	}
	if err != nil {
		j.profiles = nil // what was learned for the old index stays
		return errors.Join(err, j.library.closeIndex(), os.RemoveAll(path))
	}
	j.caughtUp = true
	if err := setIndexName(j.library.dir, filepath.Base(path)); err != nil {
		return err
	}
	return removeOtherIndexes(j.library.dir, filepath.Base(path))
}

// rebuildCluster is Rebuild for an index in a cluster. If other data folders have written to it, searches
// turn to the new one when the last of them has rebuilt its part.
func (j *Job) rebuildCluster(ctx context.Context) error {
	l := j.library
	if err := errors.Join(l.closeIndex(), l.record(ctx, j.o.Catalogue), makeWorkerName(l.dir)); err != nil {
		return err
	}
	o, err := l.where.options()
	if err != nil {
		return err
	}
	if j.o.Parts > 0 {
		o.Worker, o.Parts = opensearch.PartName(j.o.Part, j.o.Parts), j.o.Parts
	}
	next, err := opensearch.Rebuild(ctx, o)
	if err != nil {
		return &ClusterError{l.where.Index, err}
	}
	l.index = index.On(next)
	if err := j.fill(ctx); err != nil {
		j.profiles = nil // what was learned for the old index stays
		return errors.Join(err, next.Abandon(context.WithoutCancel(ctx)))
	}
	j.caughtUp = true
	waiting, err := next.Complete(ctx)
	if err != nil {
		return &ClusterError{l.where.Index, err}
	}
	if len(waiting) > 0 && j.o.Waiting != nil {
		j.o.Waiting(waiting)
	}
	return nil
}

// rebuildPaths returns the paths of the index in use, which may not be there, and of the new one, which is
// not there.
func (j *Job) rebuildPaths() (old, path string, err error) {
	name, err := indexName(j.library.dir)
	if errors.Is(err, fs.ErrNotExist) {
		name, err = "index-0", nil
	}
	if err != nil {
		return "", "", err
	}
	next, err := nextIndexName(name)
	if err != nil {
		return "", "", err
	}
	path = filepath.Join(j.library.dir, next)
	return filepath.Join(j.library.dir, name), path, os.RemoveAll(path)
}

// fill puts the articles of the whole archive into the new index. They are judged by what all pages of their
// hosts have in common: by the profiles that earlier jobs have learned, else by those of a first pass.
func (j *Job) fill(ctx context.Context) error {
	finished := j.profiles
	if !finished.KnowsPlaces() {
		finished = new(boilerplate.Profiles)
		first := pipeline.Run{Extractor: j.run.Extractor, Cleaner: finished, Sink: discard{}}
		if err := first.Ingest(ctx, j.wholeArchive()); err != nil {
			return err
		}
	}
	j.profiles = boilerplate.Relearn(finished)
	j.useIndex()
	j.run.Cleaner, j.run.Sink = j.profiles, j.library.index
	if err := j.run.Ingest(ctx, j.wholeArchive()); err != nil {
		return err
	}
	j.profiles.EndPass()
	return j.library.index.Compact(ctx)
}

// wholeArchive yields all pages that an index is built of.
func (j *Job) wholeArchive() iter.Seq2[*news.Page, error] {
	if j.o.Archive != nil {
		return j.o.Archive()
	}
	return archived(j.library.archive, news.Position{})
}

// discard is a sink that keeps nothing, for a pass that only learns.
type discard struct{}

func (discard) Put(context.Context, *news.Article) error        { return nil }
func (discard) Checkpoint(context.Context, news.Position) error { return nil }
func (discard) Flush(context.Context) error                     { return nil }

// refuseLoss returns an error if the new index lacks articles of the old one because the archive is damaged
// or gone. An article that the rules of extraction no longer give is no such loss.
func (j *Job) refuseLoss(old string) error {
	now, err := j.library.index.Count()
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
		return fmt.Errorf("the archive gives %d of %d articles, %d records cannot be read: "+
			"the old index is kept", now, was, broken)
	}
	return nil
}
