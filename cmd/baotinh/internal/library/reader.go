package library

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"baotinh/index"
)

// A Reader is a data folder as a server reads it: beside a job that writes to it, whose articles it finds
// without being opened again. [Reader.View] returns the index of the moment, [Reader.Follow] keeps up with
// the jobs. Its methods may be called concurrently.
type Reader struct {
	where Where
	dir   string

	refreshing sync.Mutex // held while an index is opened
	titles     time.Time  // when the suggestions were made; guarded by refreshing

	mu      sync.Mutex   // guards the following
	current *openedIndex // nil: none could be opened yet
	err     error        // why there is none, or no newer one
	tried   time.Time    // the last look at the folder
	closed  bool
}

// The times of a Reader.
const (
	followPause   = time.Second      // between two looks at the folder
	titlesAge     = time.Hour        // of suggestions
	openingsShare = 20               // an opening takes at most a 20th of the time
	longestPause  = 10 * time.Minute // between two openings
)

// ErrClosed is returned by a Reader that is closed.
var ErrClosed = errors.New("the reader of the data folder is closed")

// OpenReader returns a Reader. Folder and index need not be there yet: View says so.
func OpenReader(w Where) *Reader { return &Reader{where: w, dir: w.Dir} }

// Where returns where the library is.
func (r *Reader) Where() Where { return r.where }

// Dir returns the data folder.
func (r *Reader) Dir() string { return r.dir }

// A View is the index of a data folder at one moment. It must be released.
type View struct {
	Index      *index.Index
	Generation string              // two views of one generation give the same answers
	Damaged    []*index.ShardError // shards that are left out
	Opened     time.Time
	Behind     error // why there is no newer one; nil: this is the newest, as far as is known

	of *openedIndex
	r  *Reader
}

// Release ends the use of a view.
func (v *View) Release() { v.r.release(v.of) }

// An openedIndex is an index that is open, for some views and as the current one of a Reader.
type openedIndex struct {
	View
	name  string // in the data folder
	took  time.Duration
	users int // guarded by Reader.mu
}

// View returns the index as it was at the last look at the folder, which it takes if there was none within
// the last second and no index is there. The error is ErrNotFound, ErrFormat, ErrNoIndex or an
// [*IndexError]: also if an index was there, but is no more.
func (r *Reader) View(ctx context.Context) (*View, error) {
	if v, known, err := r.lastView(); known {
		return v, err
	}
	if err := r.Refresh(ctx); err != nil {
		return nil, err
	}
	v, _, err := r.lastView()
	return v, err
}

// lastView returns the current view, or why there is none. known is false if it is worth another look.
func (r *Reader) lastView() (v *View, known bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	isRecent := time.Since(r.tried) < followPause
	switch {
	case r.closed:
		return nil, true, ErrClosed
	case r.current == nil || isLost(r.err):
		return nil, r.err != nil && isRecent, r.err
	}
	r.current.users++
	view := r.current.View
	view.Behind, view.of, view.r = r.err, r.current, r
	return &view, true, nil
}

// isLost reports whether an error means that the data folder or its index is gone.
func isLost(err error) bool {
	for _, lost := range [...]error{ErrNotFound, ErrFormat, ErrNoIndex, fs.ErrNotExist} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}

func (r *Reader) release(o *openedIndex) {
	r.mu.Lock()
	o.users--
	isLast := o.users == 0
	r.mu.Unlock()
	if isLast {
		_ = o.Index.Close() // it only reads
	}
}

// Refresh takes a look at the folder, and opens the index that is there now unless it is open. Views that are
// in use stay as they are. If the index cannot be opened, the one before is kept.
func (r *Reader) Refresh(ctx context.Context) error {
	r.refreshing.Lock()
	defer r.refreshing.Unlock()
	next, err := r.openNewer(ctx)
	if ctx.Err() != nil {
		if next != nil {
			err = errors.Join(err, next.Index.Close())
		}
		return errors.Join(context.Cause(ctx), err)
	}
	r.mu.Lock()
	r.err, r.tried = err, time.Now()
	last := r.current
	if next == nil || r.closed {
		r.mu.Unlock()
		if next != nil {
			return next.Index.Close()
		}
		return err
	}
	next.users = 1
	r.current = next
	r.mu.Unlock()
	if last != nil {
		r.release(last)
	}
	return err
}

// openNewer opens the index of the folder, nil if it is the current one. The caller holds refreshing.
func (r *Reader) openNewer(ctx context.Context) (*openedIndex, error) {
	if r.where.Index != "" {
		return r.openNewerCluster(ctx)
	}
	if err := Exists(r.dir); err != nil {
		return nil, err
	}
	for {
		name, err := indexName(r.dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, noIndexError(r.dir)
		}
		if err != nil {
			return nil, err
		}
		r.mu.Lock()
		current := r.current
		r.mu.Unlock()
		if current != nil && current.name == name && !current.Index.HasChanged() {
			return nil, nil
		}
		next, err := r.open(ctx, name, current)
		if err == nil {
			return next, nil
		}
		if now, _ := indexName(r.dir); now == name || ctx.Err() != nil {
			return nil, &IndexError{err}
		}
		// Rebuild has just replaced this index and removes it.
	}
}

// openNewerCluster is openNewer for an index in a cluster.
func (r *Reader) openNewerCluster(ctx context.Context) (*openedIndex, error) {
	r.mu.Lock()
	current := r.current
	r.mu.Unlock()
	if current != nil && !current.Index.HasChanged() {
		return nil, nil
	}
	began := time.Now()
	ix, err := r.where.openCluster(ctx, false)
	if err != nil {
		return nil, err
	}
	return r.opened(ctx, openedIndex{View: View{Index: ix}, name: r.where.Index}, current, began)
}

// open opens the index with a name.
func (r *Reader) open(ctx context.Context, name string, last *openedIndex) (*openedIndex, error) {
	began := time.Now()
	ix, damaged, err := index.OpenIntact(ctx, filepath.Join(r.dir, name), index.Options{})
	if err != nil {
		return nil, err
	}
	return r.opened(ctx, openedIndex{View: View{Index: ix, Damaged: damaged}, name: name}, last, began)
}

// opened completes an index that was opened after another.
func (r *Reader) opened(
	ctx context.Context, o openedIndex, last *openedIndex, began time.Time,
) (*openedIndex, error) {
	ix := o.Index
	generation, err := ix.Generation()
	if err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	isOld := time.Since(r.titles) >= titlesAge
	if last != nil && (isOld || !ix.UseSuggestionsOf(last.Index)) {
		if err := ix.PrepareSuggestions(ctx); err != nil {
			return nil, errors.Join(err, ix.Close())
		}
		r.titles = time.Now()
	}
	o.Generation, o.Opened, o.took = generation, time.Now(), time.Since(began)
	return &o, nil
}

// Follow keeps the views up with the folder until ctx is done: it opens the index again when a job has
// changed it, but not more often than that openings take a 20th of the time. Why an index cannot be opened,
// View says.
func (r *Reader) Follow(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		_ = r.Refresh(ctx) // kept in r.err
		timer.Reset(r.pause())
	}
}

// pause returns the time until the next look at the folder.
func (r *Reader) pause() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.current == nil {
		return followPause
	}
	rest := openingsShare*r.current.took - time.Since(r.current.Opened)
	return min(max(followPause, rest), longestPause)
}

// Close closes the index when the last view is released.
func (r *Reader) Close() {
	r.mu.Lock()
	last := r.current
	r.current, r.closed = nil, true
	r.mu.Unlock()
	if last != nil {
		r.release(last)
	}
}
