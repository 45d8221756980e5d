package index

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// readerPrefix begins the names of the folders in which readers keep what they read beside a writer.
const readerPrefix = "reader-"

// attempts is how often a reader tries to catch the files of a writer at rest.
const attempts = 20

// linkBeside makes a folder with the index as it is on disk, for reading while another process writes: Bleve's own file
// lock allows only one of both. Segments never change, so they are linked; the file that names those of the last
// transaction is copied, and once more if the writer came between.
func linkBeside(dir string) (string, error) {
	beside, err := os.MkdirTemp(dir, readerPrefix+"*")
	if err != nil {
		return "", err
	}
	for range attempts {
		if err = link(dir, beside); err == nil {
			return beside, nil
		}
		if !errors.Is(err, errMoved) {
			break
		}
	}
	return "", errors.Join(err, os.RemoveAll(beside))
}

// errMoved is returned by link if the writer changed something meanwhile.
var errMoved = errors.New("the index changed while it was opened")

func link(dir, beside string) error {
	from, to := filepath.Join(dir, bleveFolder), filepath.Join(beside, bleveFolder)
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(to, "store"), 0o755); err != nil {
		return err
	}
	meta, err := os.ReadFile(filepath.Join(from, "index_meta.json"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "index_meta.json"), meta, 0o644); err != nil {
		return err
	}

	const root = "root.bolt"
	before, err := os.ReadFile(filepath.Join(from, "store", root))
	if err != nil {
		return err
	}
	segments, err := filepath.Glob(filepath.Join(from, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, s := range segments {
		err := os.Link(s, filepath.Join(to, "store", filepath.Base(s)))
		if errors.Is(err, fs.ErrNotExist) {
			return errMoved
		}
		if err != nil {
			return err
		}
	}
	after, err := os.ReadFile(filepath.Join(from, "store", root))
	if err != nil {
		return err
	}
	if !bytes.Equal(before, after) {
		return errMoved
	}
	return os.WriteFile(filepath.Join(to, "store", root), before, 0o600)
}

// removeReaders removes what readers that were killed left behind. A folder in use is not harmed by it: its files are
// open, and on disk until they are closed.
func removeReaders(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), readerPrefix) {
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return fmt.Errorf("remove an old reader: %w", err)
			}
		}
	}
	return nil
}
