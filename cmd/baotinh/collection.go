package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/warc"
)

// A collection is the data folder, open for writing:
//
//	format        the version of this layout
//	archive/      every page, as WARC; the one thing that cannot be made again
//	frontier.db   which URL is next; its lock is the lock of the folder
//	index         the name of the index in use
//	index-N/      the index, in it a folder for every five years: shards/2020/
//	boilerplate   which lines are the template of a host; learned from the articles in the index
type collection struct {
	dir      string
	archive  *warc.Archive
	frontier *frontier.Frontier
	index    *index.Index // nil before startIndex
}

const dataFormat = "baotinh data 1\n"

// openCollection opens the data folder for writing, but for its index, and makes it if it is not there. Only one process
// can.
func openCollection(dir string) (*collection, error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	c := &collection{dir: dir}
	if err := c.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), c.Close())
	}
	return c, nil
}

func (c *collection) open() error {
	f, err := frontier.Open(filepath.Join(c.dir, "frontier.db"))
	if err != nil {
		return err
	}
	c.frontier = f
	c.archive, err = warc.OpenArchive(filepath.Join(c.dir, "archive"))
	return err
}

// startIndex opens the index for writing and makes it if it is not there.
func (c *collection) startIndex() error {
	name, err := indexName(c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		name = "index-1"
		err = setIndexName(c.dir, name)
	}
	if err != nil {
		return err
	}
	c.index, err = index.OpenOrCreate(filepath.Join(c.dir, name), index.Options{})
	if err != nil {
		return indexError(err)
	}
	return removeOtherIndexes(c.dir, name)
}

// Close closes everything that is open.
func (c *collection) Close() error {
	var errs []error
	if c.index != nil {
		errs = append(errs, c.index.Close())
	}
	if c.archive != nil {
		errs = append(errs, c.archive.Close())
	}
	if c.frontier != nil {
		errs = append(errs, c.frontier.Close())
	}
	return errors.Join(errs...)
}

// makeFolder makes an empty data folder, or checks that dir is one of this version.
func makeFolder(dir string) error {
	err := checkFolder(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { // of a process that was killed here
		return durable.IsTemporary(e.Name())
	})
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is neither empty nor a data folder of baotinh", dir)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, "format"), []byte(dataFormat), 0o666)
}

// checkFolder returns an error that wraps fs.ErrNotExist if dir is no data folder, another if it is of another version.
func checkFolder(dir string) error {
	format, err := os.ReadFile(filepath.Join(dir, "format"))
	if errors.Is(err, fs.ErrNotExist) {
		return noFolderError(dir)
	}
	if err != nil {
		return err
	}
	if string(format) != dataFormat {
		return fmt.Errorf("data folder %s has format %q, this program reads %q: use the version that made it, "+
			"or ingest its archive into a new folder", dir, strings.TrimSpace(string(format)), strings.TrimSpace(dataFormat))
	}
	return nil
}

// A noFolderError is about a folder that is no data folder. It is fs.ErrNotExist.
type noFolderError string

func (e noFolderError) Error() string {
	return string(e) + " is not a data folder; `baotinh ingest` makes one"
}

func (e noFolderError) Is(target error) bool { return target == fs.ErrNotExist }

// openIndex opens the index of the data folder for reading.
func openIndex(dir string) (*index.Index, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	for {
		name, err := indexName(dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("data folder %s has no index yet: `baotinh ingest` makes one", dir)
		}
		if err != nil {
			return nil, err
		}
		ix, err := index.Open(filepath.Join(dir, name), index.Options{})
		if err == nil {
			return ix, nil
		}
		if now, _ := indexName(dir); now == name {
			return nil, indexError(err)
		}
		// A reindex has just replaced this index and removes it.
	}
}

// indexError says what to do about an index that cannot be opened.
func indexError(err error) error {
	if shard, ok := errors.AsType[*index.ShardError](err); ok && errors.Is(err, index.ErrCorrupt) {
		return fmt.Errorf("%w; `baotinh reindex --damaged` builds shard %s again from the archive", err, shard.Shard)
	}
	for _, lost := range []error{index.ErrFormatVersion, index.ErrCorrupt, fs.ErrNotExist} {
		if errors.Is(err, lost) {
			return fmt.Errorf("%w; `baotinh reindex` builds it again from the archive", err)
		}
	}
	return err
}

func indexName(dir string) (string, error) {
	name, err := os.ReadFile(filepath.Join(dir, "index"))
	return strings.TrimSpace(string(name)), err
}

// setIndexName makes name the index in use, at one instant.
func setIndexName(dir, name string) error {
	return durable.WriteFile(filepath.Join(dir, "index"), []byte(name+"\n"), 0o666)
}

// nextIndexName returns a name that comes after name.
func nextIndexName(name string) (string, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, "index-"))
	if err != nil {
		return "", fmt.Errorf("index name %q: %w", name, err)
	}
	return fmt.Sprintf("index-%d", n+1), nil
}

// removeOtherIndexes removes what a reindex left behind: the index that it replaced, or its own if it was killed, maybe
// while it was being made.
func removeOtherIndexes(dir, name string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == name || !strings.HasPrefix(strings.TrimPrefix(e.Name(), "."), "index-") {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// archived yields the pages of the archive from a position on. A broken record is a *pipeline.StageError.
func (c *collection) archived(from news.Position) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for p, err := range c.archive.Pages(from) {
			if err != nil {
				p, err = nil, readError("archive", err)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// recordGroup is how many pages record commits at a time: one transaction for all makes bbolt slow.
const recordGroup = 256

// record gives the frontier what the archive has and it has not, and what that links to: what a process that was killed
// had not finished.
func (c *collection) record(ctx context.Context, catalogue *newspaper.Catalogue) error {
	pages := 0
	for p, err := range c.archive.Pages(c.frontier.Position()) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			continue // catchUp reports it
		}
		if err := c.recordPage(p, catalogue); err != nil {
			return err
		}
		if pages++; pages%recordGroup == 0 {
			if err := c.frontier.Commit(p.End); err != nil {
				return err
			}
		}
	}
	if c.frontier.Position() == c.archive.End() {
		return nil
	}
	return c.frontier.Commit(c.archive.End())
}

func (c *collection) recordPage(p *news.Page, catalogue *newspaper.Catalogue) error {
	if err := c.frontier.Record(p); err != nil {
		return err
	}
	if p.Status == 0 {
		return nil // a local file leads nowhere
	}
	links, err := discover.Links(p, catalogue)
	if err != nil {
		return nil // as in a crawl: the page is kept, it leads nowhere
	}
	_, err = c.frontier.Add(links)
	return err
}
