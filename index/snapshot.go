package index

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Reading beside a writer.
//
// Scorch keeps root.bolt, the small file that names the segments in use, locked for as long as a shard is open: a reader
// would keep the writer out, and the writer all readers. So a reader opens a folder of its own, with links to the segments,
// which never change, and a copy of root.bolt. It takes no lock and copies no segment. Once scorch has the files open, the
// folder is removed; the segments stay on disk until the reader closes them, whatever the writer removes. A writer reads
// the shards like this to which it does not write.
//
// The copy is made without a lock too, and is right if root.bolt has the same bytes before and after:
//
//   - A transaction of bbolt writes to pages that the state before it does not use, and at last to one of the two meta pages
//     that open the file and carry the transaction's number. If these are the same at both readings, no transaction ended
//     in between, and what the next one has written by then is in pages that are free in the copy.
//   - The writer removes a segment only after a transaction that names it no more. So whatever the copy names was there
//     between the readings, when it was linked.
//
// Of several shards, each may be as it was at another moment, if only the [state] is the same before and after.

// attempts is how often a reader tries to catch a file at rest. An attempt takes less than a millisecond; a transaction
// takes several, of which it writes in few.
const attempts = 100

// errMoved says that the writer changed something while it was being opened.
var errMoved = errors.New("changing faster than it can be opened")

// tryAgain calls f until nothing moves.
func tryAgain(f func() error) error {
	var err error
	for range attempts {
		if err = f(); !errors.Is(err, errMoved) {
			return err
		}
	}
	return fmt.Errorf("%w: %v", ErrInUse, err) // %v: who has tried often enough is not to be called again
}

// openAll opens all shards for reading, as they are on disk at this moment.
func (ix *Index) openAll() error {
	return tryAgain(func() error {
		before, err := readState(ix.dir)
		if err != nil {
			return err
		}
		folder, err := makeReader(ix.dir)
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder) // else the next writer does it
		err = ix.read(folder, before.Shards, checkWhole)
		now, stateErr := readState(ix.dir)
		if err == nil {
			err = stateErr
		}
		if stateErr == nil && !now.equal(before) {
			err = errMoved
		}
		if err != nil {
			return errors.Join(err, ix.closeShards())
		}
		ix.state = before
		return nil
	})
}

// read adds shards to the index, open for reading through copies in a folder, each of which must pass a check.
func (ix *Index) read(folder string, names []string, check func(*scorch.Scorch) error) error {

	shards := make([]*shard, len(names))
	errs := make([]error, len(names))
	var opening sync.WaitGroup // side by side: with the processors at hand, in half the time
	for i, name := range names {
		opening.Go(func() {
			store, err := openCopy(storePath(ix.dir, name), filepath.Join(folder, name), check)
			if err != nil {
				errs[i] = &ShardError{name, err}
				return
			}
			shards[i] = &shard{name: name, store: store}
		})
	}
	opening.Wait()
	ix.shards = append(ix.shards, slices.DeleteFunc(shards, func(s *shard) bool { return s == nil })...)
	return cmp.Or(errs...)
}

// openCopy makes a reader's copy of a store and opens it.
func openCopy(path, to string, check func(*scorch.Scorch) error) (*scorch.Scorch, error) {
	var store *scorch.Scorch
	err := tryAgain(func() error {
		before, err := copyStore(path, to, linkFile)
		if err != nil {
			return err
		}
		store, err = openStore(to, nil, time.Second)
		if err == nil {
			if err = check(store); err != nil {
				err = fmt.Errorf("%w: %w", ErrCorrupt, errors.Join(err, store.Close()))
			}
		}
		if err != nil { // of segments linked by name, the writer may have removed one by now
			return errors.Join(unchanged(filepath.Join(path, rootFile), before), err)
		}
		return nil
	})
	return store, err
}

// copyStore makes a copy of a store that may be in use, and returns what is in its root.bolt. All segments that are there
// are linked, in use or not.
func copyStore(path, to string, link func(from, to string) error) ([]byte, error) {
	from, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(to), os.MkdirAll(to, 0o700)); err != nil {
		return nil, err
	}
	root := filepath.Join(from, rootFile)
	before, err := os.ReadFile(root)
	if err == nil {
		err = linkSegments(from, to, link)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(to, rootFile), before, 0o600)
	}
	if err == nil {
		err = unchanged(root, before)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return before, err
}

func linkSegments(from, to string, link func(from, to string) error) error {
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".zap" {
			continue
		}
		err := link(filepath.Join(from, f.Name()), filepath.Join(to, f.Name()))
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // what is removed now was not in use
			return err
		}
	}
	return nil
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

// readerPrefix begins the names of the folders of readers.
const readerPrefix = ".baotinh-reader-"

// makeReader makes the folder of a reader: beside the index, where files can be linked, and not in it, so that a reader is
// not in the way of who removes the index. Where that is not allowed, it is made where temporary files are.
func makeReader(dir string) (string, error) {
	folder, err := os.MkdirTemp(filepath.Dir(dir), readerPrefix+"*")
	if err != nil {
		folder, err = os.MkdirTemp("", readerPrefix+"*")
	}
	return folder, err
}

// linkFile makes a second name of a file, or a symbolic link where the file system, or the owner of the file, allows none.
func linkFile(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Symlink(from, to)
}

// writerPrefix begins the names of the folders of a writer, which are in the index.
const writerPrefix = "writer-"

// readSound is read for a writer: every shard must be sound.
func (ix *Index) readSound(names []string) error {
	folder, err := os.MkdirTemp(ix.dir, writerPrefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) // else the next writer does it
	err = ix.read(folder, names, checkSound)
	if err != nil && ix.writer == nil && !exists(folder) {
		return fmt.Errorf("%w: %w", ErrInUse, err) // by another writer, which has removed it
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// staleAfter is how old the folder of a reader is if its process was killed: opening takes milliseconds.
const staleAfter = time.Hour

// removeReaders removes the folders of readers that were killed while they opened an index beside dir, and of writers of
// dir; who calls it is the only one, and has none. That one cannot be removed is no reason not to write.
func removeReaders(dir string) {
	own, _ := os.ReadDir(dir)
	for _, f := range own {
		if strings.HasPrefix(f.Name(), writerPrefix) {
			_ = os.RemoveAll(filepath.Join(dir, f.Name()))
		}
	}
	files, _ := os.ReadDir(filepath.Dir(dir))
	for _, f := range files {
		info, err := f.Info()
		if err == nil && strings.HasPrefix(f.Name(), readerPrefix) && time.Since(info.ModTime()) > staleAfter {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(dir), f.Name()))
		}
	}
}
