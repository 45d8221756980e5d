package frontier

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"baotinh/pipeline/news"
)

// ErrDamaged is wrapped by errors about a file that is no longer whole. What it held can be built again from
// the archive, in a new file: see [Frontier.Record].
var ErrDamaged = errors.New("the file is damaged")

// guard returns a function to defer. bbolt panics where it meets a damaged page, or reads beyond the end of a
// file that was cut: the function turns this into ErrDamaged.
func (f *Frontier) guard(err *error) func() { return guard(f.db.Path(), err) }

// guard is Frontier.guard for the file at path.
func guard(path string, err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if cause := recover(); cause != nil {
			*err = fmt.Errorf("frontier %s: %w: %v", path, ErrDamaged, cause)
		}
	}
}

// openFile opens a file of bbolt, and waits up to a second for another process to close it.
func openFile(path string) (db *bbolt.DB, err error) {
	defer guard(path, &err)()
	options := &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType}
	db, err = bbolt.Open(path, 0o644, options)
	switch _, isPath := errors.AsType[*fs.PathError](err); {
	case errors.Is(err, bolterrors.ErrTimeout):
		err = ErrInUse
	case err != nil && !isPath:
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err != nil {
		return nil, fmt.Errorf("frontier %s: %w", path, err)
	}
	return db, nil
}

// step moves a cursor.
func (f *Frontier) step(move func() (key, value []byte)) (key, value []byte, err error) {
	defer f.guard(&err)()
	key, value = move()
	return key, value, nil
}

// Verify reads every record. It returns an error that wraps ErrDamaged if one cannot be read.
func (f *Frontier) Verify() (err error) {
	defer f.guard(&err)()
	for _, name := range allBuckets {
		bucket := f.tx.Bucket(name)
		if bucket == nil {
			return fmt.Errorf("frontier %s: %w: it lacks %q", f.db.Path(), ErrDamaged, name)
		}
		if err := bucket.ForEach(func(_, _ []byte) error { return nil }); err != nil {
			return fmt.Errorf("frontier %s: %w: %w", f.db.Path(), ErrDamaged, err)
		}
	}
	for v, err := range f.all() {
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if number, _, err := f.lookUp(v.URL); err != nil || number != v.number {
			return fmt.Errorf("frontier %s: %w: its index lacks %s", f.db.Path(), ErrDamaged, v.URL)
		}
	}
	return nil
}

// Forget notes that the archive has lost the page of a URL, so that it is archived again when it is fetched,
// at the next visit, or read from its file. It does nothing if the URL is unknown.
func (f *Frontier) Forget(url string) (err error) {
	defer f.guard(&err)()
	v, known, err := f.get(url)
	if err != nil || !known {
		return err
	}
	old := *v
	v.Visit = news.Visit{Link: v.Link}
	v.interval, v.last = 0, 0
	if old.state != retired || !old.Fetched.IsZero() { // else it was read from a file
		v.state = ready
	}
	if err := f.put(v, &old); err != nil {
		return fmt.Errorf("frontier: %s: %w", url, err)
	}
	return nil
}

// rollbackGuarded drops the open transaction. It returns false if a damaged file does not allow it.
func rollbackGuarded(tx *bbolt.Tx) (ok bool) {
	defer func() { ok = recover() == nil }()
	_ = tx.Rollback() // cannot lose committed data
	return true
}
