package index

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Reading beside a writer.
//
// Bleve keeps root.bolt, the small file that names the segments in use, locked for as long as an index is open: a reader
// would keep the writer out, and the writer all readers. So a reader opens a folder of its own, with links to the segments,
// which never change, and a copy of root.bolt. It takes no lock and copies no segment. Once Bleve has the files open, the
// folder is removed; the segments stay on disk until the reader closes them, whatever the writer removes.
//
// The copy is made without a lock too, and is right if root.bolt has the same bytes before and after:
//
//   - A transaction of bbolt writes to pages that the state before it does not use, and at last to one of the two meta pages
//     that open the file and carry the transaction's number. If these are the same at both readings, no transaction ended
//     in between, and what the next one has written by then is in pages that are free in the copy.
//   - The writer removes a segment only after a transaction that names it no more. So whatever the copy names was there
//     between the readings, when it was linked.

// attempts is how often a reader tries to catch root.bolt at rest. An attempt takes less than a millisecond; a transaction
// takes several, of which it writes in few.
const attempts = 100

// errMoved says that the writer ended a transaction while the index was being opened.
var errMoved = errors.New("changing faster than it can be opened")

// openSnapshot opens the index in dir as it is on disk at this moment, for reading.
func openSnapshot(dir string, o Options) (*Index, error) {
	var err error
	for range attempts {
		var ix *Index
		if ix, err = tryOpen(dir, o); !errors.Is(err, errMoved) {
			return ix, err
		}
	}
	return nil, fmt.Errorf("open index %s: %w: %w", dir, ErrInUse, err)
}

func tryOpen(dir string, o Options) (*Index, error) {
	folder, err := makeReader(dir)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	defer os.RemoveAll(folder) // else the next writer does it

	root := filepath.Join(dir, bleveFolder, storeFolder, rootFile)
	before, err := os.ReadFile(root)
	if err == nil {
		err = link(dir, folder)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, bleveFolder, storeFolder, rootFile), before, 0o600)
	}
	if err == nil {
		err = unchanged(root, before)
	}
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) { // dir has a format, but not all its files
			err = fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}

	ix, err := open(dir, folder, o, map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	if err := checkWhole(ix.store); err != nil {
		// Of segments linked by name, the writer may have removed one by now.
		err = errors.Join(unchanged(root, before), fmt.Errorf("%w: %w", ErrCorrupt, err), ix.bleve.Close())
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	return ix, nil
}

// unchanged returns errMoved if a file does not have its contents any more.
func unchanged(path string, before []byte) error {
	now, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(before, now) {
		return errMoved
	}
	return nil
}

// The files of a Bleve index, below its folder.
const (
	metaFile    = "index_meta.json"
	storeFolder = "store"
	rootFile    = "root.bolt"
)

// readerPrefix begins the names of the folders of readers.
const readerPrefix = ".baotinh-reader-"

// makeReader makes the folder of a reader: beside the index, where files can be linked, and not in it, so that a reader is
// not in the way of who removes the index. Where that is not allowed, it is made where temporary files are.
func makeReader(dir string) (string, error) {
	folder, err := os.MkdirTemp(filepath.Dir(dir), readerPrefix+"*")
	if err != nil {
		folder, err = os.MkdirTemp("", readerPrefix+"*")
	}
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(folder, bleveFolder, storeFolder), 0o700); err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, nil
}

// link links all segments that are there, in use or not.
func link(dir, folder string) error {
	from, err := filepath.Abs(filepath.Join(dir, bleveFolder))
	if err != nil {
		return err
	}
	to := filepath.Join(folder, bleveFolder)
	if err := linkFile(filepath.Join(from, metaFile), filepath.Join(to, metaFile)); err != nil {
		return err
	}
	files, err := os.ReadDir(filepath.Join(from, storeFolder))
	if err != nil {
		return err
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".zap" {
			continue
		}
		err := linkFile(filepath.Join(from, storeFolder, f.Name()), filepath.Join(to, storeFolder, f.Name()))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // what is removed now was not in use
			return err
		}
	}
	return nil
}

// linkFile makes a second name of a file, or a symbolic link where the file system, or the owner of the file, allows none.
func linkFile(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Symlink(from, to)
}

// staleAfter is how old the folder of a reader is if its process was killed: opening takes milliseconds.
const staleAfter = time.Hour

// removeReaders removes the folders of readers that were killed while they opened an index beside dir. That one cannot be
// removed is no reason not to write.
func removeReaders(dir string) {
	files, _ := os.ReadDir(filepath.Dir(dir))
	for _, f := range files {
		info, err := f.Info()
		if err == nil && strings.HasPrefix(f.Name(), readerPrefix) && time.Since(info.ModTime()) > staleAfter {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(dir), f.Name()))
		}
	}
}
