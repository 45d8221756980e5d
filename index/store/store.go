// Package store keeps articles on disk: as segments of package segment, in scorch, the storage engine of
// Bleve. It is the only package that knows Bleve, scorch, bbolt and mmap.
//
// [OpenOrCreate] opens a store for writing, [Open] for reading, also beside a writer. [Store.Snapshot]
// returns the segments as they are at one moment, with deletions and doc values. [Store.Put] adds or replaces
// an article; [Store.Checkpoint] notes how far the archive has been put, and [Store.Position] returns how far
// all of it is on disk. [Recover] makes a new store from the intact shards of a damaged one.
//
// # Bleve
//
// Each folder in shards is an index of Bleve. A program that imports this package, if only for its effect,
// can open one with bleve.Open, or several as an alias. Text is analyzed to canonical terms, so a query in
// any spelling finds all; the answers are those of the articles. While a writer has the store open, Bleve
// must wait.
//
//	text           words of title, sapo, body, captions and authors; phrases. The default field
//	text_fold      the same without marks; phrases
//	title          words of the title; phrases; stored
//	title_fold     the same without marks; phrases
//	newspaper, province, section, author, source, site, status, type
//	               keywords: filters, sorting, facets; stored
//	place, district, commune
//	               units that the text names, as "Hữu Lũng, Lạng Sơn": keywords; filters, facets
//	tag, photographer, dateline
//	               words; phrases; stored
//	published      date: ranges, sorting, facets; stored
//	url, sapo, body, caption, byline, updated, event
//	               stored
//
// Scores are Bleve's TF-IDF, in which an occurrence in the title counts three times, one in the sapo twice
// and one in a caption half. A query in the fields text_pair, text_end, address, story, place_former,
// tag_fold, photographer_fold and dateline_fold, which are internal, is an error. Positions have no byte
// offsets, which Bleve's highlighter needs. Bleve must not put documents of its own into a shard: it gets an
// error.
package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// FormatVersion is the version of the files of a store. A store of another version must be built again from
// the archive.
//
//	1: the first, with Bleve's own segments.
//	2: segments of package segment: less space, ready at once, written in a fraction of the time.
//	3: stored articles in a form of their own, which is read in a tenth of the time of JSON.
//	4: shards of five years each.
//	5: terms have positions; warnings of stored articles have a kind; the mapping serves Bleve's queries.
//	6: stored articles have versions and a position in the archive; numbers, units, codes and hours have one
//	term each, however they are written.
//	7: articles have a date first seen; words of tags, photographers and datelines are terms, and addresses;
//	sapo and captions are told apart.
//	8: postings take a fifth less space.
//	9: stored articles have the pages that they were joined from; their status is a term.
//	10: articles have a type, and one ID over http and https.
//	12: articles have places: communes, districts and provinces that they name.
//	13: articles have a story, and keys by which reprints are found.
//	14: identifiers take half the bytes.
const FormatVersion = 14

var (
	// ErrFormatVersion is returned for a store of another FormatVersion: reindex.
	ErrFormatVersion = errors.New("index of another format version")
	// ErrInUse is returned if another process has the store open for writing.
	ErrInUse = errors.New("index in use by another process")
	// ErrCorrupt is returned for a store that cannot be read: reindex, or [Recover] it if the error is a
	// [*ShardError].
	ErrCorrupt = errors.New("index damaged")
	// ErrReadOnly is returned by the methods that write if the store was opened by Open.
	ErrReadOnly = errors.New("index opened for searching only")
)

// Options adjusts a store. The zero Options is useful.
type Options struct {
	LockTimeout time.Duration // how long OpenOrCreate waits for another writer; 0: a second
}

// A Store is an open folder of shards:
//
//	format         the FormatVersion
//	state          the manifest, as JSON
//	shards/undated the articles without date
//	shards/2020 …  the articles of 2020 to 2024
//
// Snapshot, Count and Position may be called concurrently, also with the methods that write. Those (Put,
// Checkpoint, Flush, Compact, Close) belong to one goroutine.
type Store struct {
	dir     string
	options Options
	writer  *writer // nil if opened by Open

	mu       sync.Mutex
	shards   []*shard // sorted by name; guarded by mu
	manifest manifest // on disk, or as it was when the store was opened; guarded by mu
	stamp    string   // of the files when the store was opened by Open or OpenIntact
}

// Open opens the store in dir for reading, as it is on disk at this moment, also while another process writes
// to it, which it never blocks. The error is fs.ErrNotExist if there is none, or ErrFormatVersion, ErrInUse
// (of a store that changes too fast) or ErrCorrupt: also if a single shard is damaged, so that nothing is
// missing silently.
func Open(dir string, o Options) (*Store, error) {
	s := &Store{dir: dir, options: o}
	err := checkFormat(dir)
	if err == nil {
		_, err = s.openAll(func(*ShardError) bool { return false })
	}
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	return s, nil
}

// OpenIntact opens the store in dir as [Open] does, but leaves damaged shards out, and returns what is wrong
// with them. The error is ErrCorrupt if no shard is intact.
func OpenIntact(ctx context.Context, dir string, o Options) (*Store, []*ShardError, error) {
	s := &Store{dir: dir, options: o}
	var damaged []*ShardError
	err := checkFormat(dir)
	if err == nil {
		damaged, err = s.openAll(func(e *ShardError) bool { return errors.Is(e, ErrCorrupt) })
	}
	if err == nil {
		var broken []*ShardError
		broken, err = s.dropBroken(ctx)
		damaged = append(damaged, broken...)
	}
	if err == nil && len(s.shards) == 0 && len(damaged) > 0 {
		err = damaged[0]
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open index %s: %w", dir, err), s.closeShards())
	}
	return s, damaged, nil
}

// dropBroken reads what searches need of all segments, closes the shards of which it cannot be read, and
// returns their errors.
func (s *Store) dropBroken(ctx context.Context) ([]*ShardError, error) {
	var broken []*ShardError
	var intact []*shard
	for _, sh := range s.shards {
		r := sh.reader()
		_, err := sh.load(ctx, &Snapshot{}, r)
		err = errors.Join(err, r.Close())
		switch {
		case err == nil:
			intact = append(intact, sh)
		case errors.Is(err, ErrCorrupt):
			broken = append(broken, &ShardError{sh.name, errors.Join(err, sh.engine.Close())})
		default:
			return nil, &ShardError{sh.name, err}
		}
	}
	s.shards = intact
	return broken, nil
}

// OpenOrCreate opens the store in dir for reading and writing, and creates an empty one if there is none. It
// verifies all checksums first, which takes a second for 3 GB. The error may be ErrFormatVersion, ErrInUse or
// ErrCorrupt.
func OpenOrCreate(dir string, o Options) (*Store, error) {
	if _, err := os.Stat(filepath.Join(dir, formatFile)); errors.Is(err, fs.ErrNotExist) {
		if err := create(dir); err != nil {
			return nil, fmt.Errorf("create index %s: %w", dir, err)
		}
	}
	s := &Store{dir: dir, options: o}
	err := checkFormat(dir)
	if err == nil {
		err = s.startWriting()
	}
	if err != nil {
		if s.writer != nil {
			s.writer.queue.Close()
		}
		return nil, errors.Join(fmt.Errorf("open index %s: %w", dir, err), s.closeShards())
	}
	return s, nil
}

// create makes an empty store beside dir and renames it, so that dir is never an incomplete store.
func create(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)

	if err := createShard(shardPath(temporary, undated)); err != nil {
		return err
	}
	if err := (manifest{Shards: []string{undated}}).write(temporary); err != nil {
		return err
	}
	if err := writeFormat(temporary); err != nil {
		return err
	}
	if err := os.Chmod(temporary, 0o755); err != nil {
		return err
	}
	return durable.Replace(temporary, dir)
}

const formatFile = "format"

func writeFormat(dir string) error {
	return durable.WriteFile(filepath.Join(dir, formatFile), []byte(strconv.Itoa(FormatVersion)+"\n"), 0o644)
}

func checkFormat(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, formatFile))
	if err != nil {
		return err
	}
	if version := strings.TrimSpace(string(text)); version != strconv.Itoa(FormatVersion) {
		return fmt.Errorf("%w: %q, this program has %d", ErrFormatVersion, version, FormatVersion)
	}
	return nil
}

// Close writes all articles that were put and closes the store.
func (s *Store) Close() error {
	return errors.Join(s.stopWriting(), s.closeShards())
}

func (s *Store) closeShards() error {
	var errs []error
	for _, sh := range s.shards {
		errs = append(errs, sh.engine.Close())
	}
	s.shards = nil
	return errors.Join(errs...)
}

// Count returns the number of articles on disk.
func (s *Store) Count() (int, error) {
	all := s.readers()
	defer all.close()
	n := 0
	for _, r := range all {
		docs, err := r.DocCount()
		if err != nil {
			return 0, fmt.Errorf("count articles: %w", err)
		}
		n += int(docs)
	}
	return n, nil
}

// Position returns the position in the archive up to which all articles are on disk.
func (s *Store) Position() news.Position {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.manifest.Position
}
