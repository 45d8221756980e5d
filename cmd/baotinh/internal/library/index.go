package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/durable"
)

// An IndexError says that the index of a data folder cannot be opened. It can be built again from the
// archive: by [Job.RebuildDamaged] if it wraps an *index.ShardError, else by [Job.Rebuild].
type IndexError struct{ Err error }

// Error returns the message of the index.
func (e *IndexError) Error() string { return e.Err.Error() }

// Unwrap returns the error of the index.
func (e *IndexError) Unwrap() error { return e.Err }

// OpenIndex opens an index for searching, also while a job writes to it. The error is ErrNotFound, ErrFormat,
// ErrNoIndex, an [*IndexError] or a [*ClusterError]. To search in a cluster, no data folder need be there.
func OpenIndex(ctx context.Context, w Where) (*index.Index, error) {
	if w.Index != "" {
		return w.openCluster(ctx, false)
	}
	dir := w.Dir
	if err := Exists(dir); err != nil {
		return nil, err
	}
	for {
		name, err := indexName(dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, noIndexError(dir)
		}
		if err != nil {
			return nil, err
		}
		ix, err := index.Open(filepath.Join(dir, name), index.Options{})
		if err == nil {
			return ix, nil
		}
		if now, _ := indexName(dir); now == name {
			return nil, &IndexError{err}
		}
		// Rebuild has just replaced this index and removes it.
	}
}

// A noIndexError is about a data folder without index. It is ErrNoIndex.
type noIndexError string

func (e noIndexError) Error() string {
	return fmt.Sprintf("data folder %s has no index yet", string(e))
}
func (e noIndexError) Is(target error) bool { return target == ErrNoIndex }

// openIndex opens the index for writing, and makes it if it is not there.
func (l *Library) openIndex(ctx context.Context) error {
	if l.index != nil {
		return nil
	}
	if l.where.Index != "" {
		var err error
		l.index, err = l.where.openCluster(ctx, true)
		return err
	}
	name, err := indexName(l.dir)
	if errors.Is(err, fs.ErrNotExist) {
		name = "index-1"
		err = setIndexName(l.dir, name)
	}
	if err != nil {
		return err
	}
	l.index, err = index.OpenOrCreate(filepath.Join(l.dir, name), index.Options{})
	if err != nil {
		return &IndexError{err}
	}
	return removeOtherIndexes(l.dir, name)
}

// closeIndex closes the index if it is open.
func (l *Library) closeIndex() error {
	if l.index == nil {
		return nil
	}
	err := l.index.Close()
	l.index = nil
	return err
}

// indexName returns the name of the index in use; fs.ErrNotExist if there is none.
func indexName(dir string) (string, error) {
	name, err := os.ReadFile(filepath.Join(dir, "index"))
	return strings.TrimSpace(string(name)), err
}

// setIndexName makes name the index in use, at one instant.
func setIndexName(dir, name string) error {
	return durable.WriteFile(filepath.Join(dir, "index"), []byte(name+"\n"), 0o666)
}

// nextIndexName returns the name that comes after name: index-2 after index-1.
func nextIndexName(name string) (string, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, "index-"))
	if err != nil {
		return "", fmt.Errorf("index name %q: %w", name, err)
	}
	return fmt.Sprintf("index-%d", n+1), nil
}

// removeOtherIndexes removes the indexes but the one with a name: the one that Rebuild replaced, or the one
// that it was building, maybe creating, when it was killed.
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
