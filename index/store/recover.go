package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"baotinh/pipeline/news"
)

// Recover makes a store in dir from the intact shards of the one in old, with which it shares their files,
// and opens it for writing. It also returns the names of the damaged shards. The whole archive must then be
// put: of the part that old had read, Put takes only articles that the intact shards lack. Nothing in old is
// changed.
func Recover(old, dir string, o Options) (*Store, []string, error) {
	position, damaged, err := adoptIntact(old, dir)
	if err != nil {
		return nil, nil, fmt.Errorf("recover index %s: %w", old, err)
	}
	s, err := OpenOrCreate(dir, o)
	if err != nil {
		return nil, nil, err
	}
	s.writer.survivors = &survivors{s.readers(), position}
	return s, damaged, nil
}

// adoptIntact makes a store in dir from the intact shards in old. It returns the position of old and the
// damaged shards.
func adoptIntact(old, dir string) (news.Position, []string, error) {
	if err := checkFormat(old); err != nil {
		return news.Position{}, nil, err
	}
	m, err := readManifest(old)
	if err != nil {
		return news.Position{}, nil, err
	}
	var damaged []string
	for _, name := range m.Shards {
		switch err := adopt(shardPath(old, name), shardPath(dir, name)); {
		case errors.Is(err, ErrCorrupt):
			damaged = append(damaged, name)
		case err != nil:
			return m.Position, nil, &ShardError{name, err}
		}
	}
	if slices.Contains(damaged, undated) {
		if err := createShard(shardPath(dir, undated)); err != nil {
			return m.Position, nil, err
		}
	}
	intact := slices.DeleteFunc(m.Shards, func(name string) bool {
		return name != undated && slices.Contains(damaged, name)
	})
	if err := (manifest{Shards: intact}).write(dir); err != nil {
		return m.Position, nil, err
	}
	return m.Position, damaged, writeFormat(dir)
}

// adopt makes a shard from the files of another one, or returns ErrCorrupt.
func adopt(from, to string) error {
	_, err := copyEngine(filepath.Join(from, storeFolder), filepath.Join(to, storeFolder), linkOrCopy)
	if err == nil {
		err = linkOrCopy(filepath.Join(from, metaFile), filepath.Join(to, metaFile))
	}
	if err == nil {
		err = verifyEngine(filepath.Join(to, storeFolder))
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(to))
	}
	return nil
}

func verifyEngine(path string) error {
	engine, err := openEngine(path, nil, time.Second)
	if err != nil {
		return err
	}
	if err := checkIntegrity(engine); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, errors.Join(err, engine.Close()))
	}
	return engine.Close()
}

// linkOrCopy makes a second name of a file, or a copy where the file system allows no hard link.
func linkOrCopy(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return copyFile(from, to)
}

func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Sync(), w.Close())
}

// survivors are the articles of the intact shards when a store was recovered from them.
type survivors struct {
	readers
	position news.Position // up to which they are what the archive gives
}

// have reports whether an article that is put after a checkpoint is to be passed over.
func (s *survivors) have(id news.ID, checkpoint news.Position) (bool, error) {
	if checkpoint.Compare(s.position) >= 0 {
		return false, nil
	}
	for _, r := range s.readers {
		if ok, err := contains(r, id); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
