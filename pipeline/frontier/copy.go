package frontier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// copies is how often Copy tries to read a frontier that does not change meanwhile.
const copies = 50

// Copy copies the frontier in the file at path to a new file, also while another process writes to it. The
// error is ErrInUse of a frontier that changes too fast.
//
// It takes no lock, which the writer holds. A transaction of bbolt writes to pages that the state before it
// does not use, and at last to one of the two meta pages at the beginning of the file. If these are the same
// before and after, the copy is the state that they describe.
func Copy(path, to string) error {
	for range copies {
		isSame, err := tryCopy(path, to)
		if isSame && err == nil {
			return nil
		}
		if err := errors.Join(err, os.Remove(to)); err != nil {
			return err
		}
	}
	return fmt.Errorf("copy %s: %w", path, ErrInUse)
}

// tryCopy copies the file, and reports whether no transaction ended meanwhile.
func tryCopy(path, to string) (isSame bool, err error) {
	from, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer from.Close() // only read
	before, err := metaPages(from)
	if err != nil {
		return false, err
	}
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return false, err
	}
	_, err = io.Copy(file, io.NewSectionReader(from, 0, 1<<62))
	if err == nil {
		_, err = file.WriteAt(before, 0)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return false, err
	}
	after, err := metaPages(from)
	return bytes.Equal(before, after), err
}

// metaPages returns the two pages at the beginning of a file of bbolt.
func metaPages(file *os.File) ([]byte, error) {
	pages := make([]byte, 2*os.Getpagesize())
	n, err := file.ReadAt(pages, 0)
	if err == io.EOF {
		err = nil
	}
	return pages[:n], err
}
