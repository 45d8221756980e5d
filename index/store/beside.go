package store

import (
	"bytes"
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
// Scorch locks root.bolt, the small file that lists the segments in use, for as long as a shard is open: a
// reader would keep the writer out, and the writer all readers. So a reader opens a folder of its own, with
// links to the segments, which never change, and a copy of root.bolt. It takes no lock and copies no segment.
// Once scorch has the files open, the folder is removed; the segments stay on disk until the reader closes
// them, even if the writer removes their names. A writer opens the shards in this way to which it does not
// write.
//
// The copy is made without a lock, too. It is consistent if root.bolt has the same bytes before and after:
//
//   - A transaction of bbolt writes to pages that the state before it does not use, and finally to one of the
//     two meta pages at the beginning of the file, which have the transaction's number. If these are the same
//     at both readings, no transaction ended in between, and the next one has only written to pages that are
//     free in the copy.
//   - The writer removes a segment only after a transaction that no longer lists it. So all segments that the
//     copy lists existed between the readings, when they were linked.
//
// The shards may be copied at different moments, if the [manifest] is the same before and after.

// attempts is how often a reader tries to read a file that does not change meanwhile. An attempt takes less
// than a millisecond; a transaction takes several, and writes during a small part of them.
const attempts = 100

// errMoved means that the writer changed a file while it was being opened.
var errMoved = errors.New("changing faster than it can be opened")

// tryAgain calls f until it does not return errMoved.
func tryAgain(f func() error) error {
	var err error
	for range attempts {
		if err = f(); !errors.Is(err, errMoved) {
			return err
		}
	}
	return fmt.Errorf("%w: %v", ErrInUse, err) // %v: a caller in tryAgain must not retry
}

// openAll opens all shards for reading, as they are on disk at this moment, but those with an error that
// leaveOut allows, which it returns.
func (s *Store) openAll(leaveOut func(*ShardError) bool) ([]*ShardError, error) {
	var left []*ShardError
	return left, tryAgain(func() error {
		s.stamp = stampOf(s.dir) // before all: what changes from here on is not what was opened
		before, err := readManifest(s.dir)
		if err != nil {
			return err
		}
		folder, err := makeReaderFolder(s.dir)
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder) // after a crash, the next writer does
		left, err = nil, nil
		for _, failed := range s.openCopies(folder, before.Shards, checkOpened) {
			if !leaveOut(failed) {
				err = failed
				break
			}
			left = append(left, failed)
		}
		now, manifestErr := readManifest(s.dir)
		if err == nil {
			err = manifestErr
		}
		if manifestErr == nil && !now.equal(before) {
			err = errMoved
		}
		if err != nil {
			return errors.Join(err, s.closeShards())
		}
		s.manifest = before
		return nil
	})
}

// openCopies adds shards to the store, open for reading as copies in a folder, each of which must pass a
// check. It returns the errors of those that cannot be opened.
func (s *Store) openCopies(
	folder string, names []string, check func(*scorch.Scorch) error,
) []*ShardError {
	shards := make([]*shard, len(names))
	errs := make([]*ShardError, len(names))
	var opening sync.WaitGroup // two at once take half the time
	for i, name := range names {
		opening.Go(func() {
			engine, err := openCopy(enginePath(s.dir, name), filepath.Join(folder, name), check)
			if err != nil {
				errs[i] = &ShardError{name, err}
				return
			}
			shards[i] = &shard{name: name, engine: engine}
		})
	}
	opening.Wait()
	s.shards = append(s.shards, slices.DeleteFunc(shards, func(sh *shard) bool { return sh == nil })...)
	return slices.DeleteFunc(errs, func(e *ShardError) bool { return e == nil })
}

// openCopy makes a reader's copy of scorch's folder and opens it.
func openCopy(path, to string, check func(*scorch.Scorch) error) (*scorch.Scorch, error) {
	var engine *scorch.Scorch
	err := tryAgain(func() error {
		before, err := copyEngine(path, to, linkFile)
		if err != nil {
			return err
		}
		engine, err = openEngine(to, nil, time.Second)
		if err == nil {
			if err = check(engine); err != nil {
				err = fmt.Errorf("%w: %w", ErrCorrupt, errors.Join(err, engine.Close()))
			}
		}
		if err != nil { // the writer may have removed a segment with a symbolic link
			return errors.Join(unchanged(filepath.Join(path, rootFile), before), err)
		}
		return nil
	})
	return engine, err
}

// copyEngine makes a copy of scorch's folder, which may be in use, and returns the contents of its root.bolt.
// It links all segments, also those that are no longer in use.
func copyEngine(path, to string, link func(from, to string) error) ([]byte, error) {
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
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // a segment removed meanwhile was not in use
			return err
		}
	}
	return nil
}

// unchanged returns errMoved if the contents of a file are not those before.
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

// makeReaderFolder makes the folder of a reader: beside the store, where files can be linked, and not inside,
// so that the store can be removed meanwhile. Where that is not allowed, it is among the temporary files.
func makeReaderFolder(dir string) (string, error) {
	folder, err := os.MkdirTemp(filepath.Dir(dir), readerPrefix+"*")
	if err != nil {
		folder, err = os.MkdirTemp("", readerPrefix+"*")
	}
	return folder, err
}

// linkFile makes a hard link to a file, or a symbolic link where the file system, or the owner of the file,
// allows none.
func linkFile(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Symlink(from, to)
}

// writerPrefix begins the names of the folders in which a writer opens copies. They are in the store.
const writerPrefix = "writer-"

// openVerified opens copies of shards for a writer, and verifies their checksums.
func (s *Store) openVerified(names []string) error {
	folder, err := os.MkdirTemp(s.dir, writerPrefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) // after a crash, the next writer does
	if failed := s.openCopies(folder, names, checkIntegrity); len(failed) > 0 {
		err = failed[0]
	}
	if err != nil && s.writer == nil && !exists(folder) {
		return fmt.Errorf("%w: %w", ErrInUse, err) // by another writer, which has removed the folder
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// staleAfter is the age from which on a reader's folder is that of a killed process: opening takes
// milliseconds.
const staleAfter = time.Hour

// removeLeftovers removes the folders of killed processes: of readers beside dir, and of writers in dir. The
// caller must be the only writer and have no such folder. Errors are ignored: a folder that is left does no
// harm.
func removeLeftovers(dir string) {
	own, _ := os.ReadDir(dir)
	for _, f := range own {
		if strings.HasPrefix(f.Name(), writerPrefix) {
			_ = os.RemoveAll(filepath.Join(dir, f.Name()))
		}
	}
	files, _ := os.ReadDir(filepath.Dir(dir))
	for _, f := range files {
		info, err := f.Info()
		if err == nil && strings.HasPrefix(f.Name(), readerPrefix) &&
			time.Since(info.ModTime()) > staleAfter {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(dir), f.Name()))
		}
	}
}
