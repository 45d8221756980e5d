package index

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

// Mend makes an index in dir out of the sound shards of the one in old, with which it shares their files, and opens it for
// writing. It returns the names of the damaged shards, too. The whole archive must then be put: of what old had read, an
// article is taken only if the sound shards lack it. Nothing in old is changed.
func Mend(old, dir string, o Options) (*Index, []string, error) {
	position, damaged, err := salvage(old, dir)
	if err != nil {
		return nil, nil, fmt.Errorf("mend index %s: %w", old, err)
	}
	ix, err := OpenOrCreate(dir, o)
	if err != nil {
		return nil, nil, err
	}
	ix.writer.kept = &kept{ix.freeze(), position}
	return ix, damaged, nil
}

// salvage makes an index in dir of the sound shards in old. It returns how far that one had read, and the damaged shards.
func salvage(old, dir string) (news.Position, []string, error) {
	if err := checkFormat(old); err != nil {
		return news.Position{}, nil, err
	}
	s, err := readState(old)
	if err != nil {
		return news.Position{}, nil, err
	}
	var damaged []string
	for _, name := range s.Shards {
		switch err := takeOver(shardPath(old, name), shardPath(dir, name)); {
		case errors.Is(err, ErrCorrupt):
			damaged = append(damaged, name)
		case err != nil:
			return s.Position, nil, &ShardError{name, err}
		}
	}
	if slices.Contains(damaged, undated) {
		if err := createShard(shardPath(dir, undated)); err != nil {
			return s.Position, nil, err
		}
	}
	sound := slices.DeleteFunc(s.Shards, func(name string) bool {
		return name != undated && slices.Contains(damaged, name)
	})
	if err := (state{Shards: sound}).write(dir); err != nil {
		return s.Position, nil, err
	}
	return s.Position, damaged, writeFormat(dir)
}

// takeOver makes a shard out of the files of another one, or returns ErrCorrupt.
func takeOver(from, to string) error {
	_, err := copyStore(filepath.Join(from, storeFolder), filepath.Join(to, storeFolder), linkOrCopy)
	if err == nil {
		err = linkOrCopy(filepath.Join(from, metaFile), filepath.Join(to, metaFile))
	}
	if err == nil {
		err = verifyStore(filepath.Join(to, storeFolder))
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(to))
	}
	return nil
}

func verifyStore(path string) error {
	store, err := openStore(path, nil, time.Second)
	if err != nil {
		return err
	}
	if err := checkSound(store); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, errors.Join(err, store.Close()))
	}
	return store.Close()
}

// linkOrCopy makes a second name of a file, or a copy where the file system allows none.
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

// A kept is what the sound shards had when an index was made of them.
type kept struct {
	*snapshot
	position news.Position // up to which it is what the archive gives
}

// has reports whether an article that is put at a mark is to be passed over.
func (k *kept) has(id news.ID, mark news.Position) (bool, error) {
	if mark.Compare(k.position) >= 0 {
		return false, nil
	}
	for _, r := range k.readers {
		if ok, err := holds(r, id); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
