package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Copy makes a copy of the store in dir, also while another process writes to it. The copy shares the files
// of the segments, which never change, by hard links; where the file system allows none, they are copied.
// The error is ErrFormatVersion, ErrInUse (of a store that changes too fast) or ErrCorrupt. Then there is no
// copy.
func Copy(dir, to string) error {
	err := tryAgain(func() error {
		if err := checkFormat(dir); err != nil {
			return err
		}
		before, err := readManifest(dir)
		if err != nil {
			return err
		}
		err = copyShards(dir, to, before)
		if now, manifestErr := readManifest(dir); manifestErr == nil && !now.equal(before) {
			err = errMoved // whatever the error was: shards may be removed and made
		}
		if err == nil {
			err = errors.Join(before.write(to), writeFormat(to))
		}
		if err != nil && os.RemoveAll(to) != nil {
			return fmt.Errorf("cannot remove %s: %v", to, err) // %v: not errMoved
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("copy index %s: %w", dir, err)
	}
	return nil
}

// copyShards copies the shards of a manifest.
func copyShards(dir, to string, m manifest) error {
	for _, name := range m.Shards {
		err := tryAgain(func() error {
			_, err := copyEngine(enginePath(dir, name), enginePath(to, name), linkOrCopy)
			return err
		})
		if err == nil {
			meta := filepath.Join(shardPath(to, name), metaFile)
			_ = os.Remove(meta) // of an attempt before
			err = linkOrCopy(filepath.Join(shardPath(dir, name), metaFile), meta)
		}
		if err != nil {
			return &ShardError{name, err}
		}
	}
	return nil
}
