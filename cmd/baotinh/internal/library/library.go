// Package library keeps the data folder of baotinh and runs the jobs that write to it. [Open] opens the
// folder for writing, which one process can at a time; [Library.Begin] begins a [Job]: reading files,
// crawling, rebuilding the index. [OpenIndex] opens its index for searching, also beside such a process.
//
// The folder holds:
//
//	format        the version of this layout
//	archive/      every page, as WARC; the one thing that cannot be made again
//	frontier.db   which URL is next; its lock is the lock of the folder
//	index         the name of the index in use
//	index-N/      the index, in it a folder for every five years: shards/2020/
//	status        how the crawl of each newspaper stands
//	boilerplate   which lines are the template of a host; learned from the articles in the index
//
// The package prints nothing: what happens during a job goes to the functions of [Options], what a job did is
// a [Summary], and what Check finds are [Finding] values.
package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"baotinh/cmd/baotinh/internal/source"
	"baotinh/index"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/warc"
)

const dataFormat = "baotinh data 1\n"

// The errors about a data folder that ask for a decision. One of the index is an [*IndexError].
var (
	ErrNotFound = errors.New("is not a data folder")             // it follows the name of the folder
	ErrFormat   = errors.New("data folder of another version")   // open it with the program that made it
	ErrNoIndex  = errors.New("the data folder has no index yet") // no job has caught up yet
)

// A Library is a data folder that is open for writing. Its methods belong to one goroutine.
type Library struct {
	where    Where
	dir      string
	archive  *warc.Archive
	frontier *frontier.Frontier
	index    *index.Index // nil before openIndex
}

// Open opens a data folder for writing, and makes it if it is not there. The index is opened by the first job
// that needs it. The error is frontier.ErrInUse if another process has the folder open.
func Open(w Where) (*Library, error) {
	if err := makeFolder(w.Dir); err != nil {
		return nil, err
	}
	l := &Library{where: w, dir: w.Dir}
	if err := l.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", w.Dir, err), l.Close())
	}
	return l, nil
}

func (l *Library) open() error {
	f, err := frontier.Open(frontierPath(l.dir))
	if err != nil {
		return err
	}
	l.frontier = f
	l.archive, err = warc.OpenArchive(l.archivePath())
	return err
}

// ErrDamagedFrontier is wrapped by errors about a frontier that cannot be read: see [RebuildFrontier].
var ErrDamagedFrontier = frontier.ErrDamaged

// RebuildFrontier puts a new frontier in the place of the damaged one of a data folder. It keeps the damaged
// file beside it and returns its new name. The next job, or [Library.Repair], fills the new frontier from the
// archive. The times of visits are lost, and the links that no visit had followed; a crawl finds these again.
func RebuildFrontier(dir string) (kept string, err error) {
	path := frontierPath(dir)
	for n := 1; ; n++ {
		kept = fmt.Sprintf("%s.damaged-%d", path, n)
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return kept, os.Rename(path, kept)
}

func frontierPath(dir string) string { return filepath.Join(dir, "frontier.db") }

func (l *Library) archivePath() string { return archivePath(l.dir) }

func archivePath(dir string) string { return filepath.Join(dir, "archive") }

// Close closes everything that is open.
func (l *Library) Close() error {
	errs := []error{l.closeIndex()}
	if l.archive != nil {
		errs = append(errs, l.archive.Close())
	}
	if l.frontier != nil {
		errs = append(errs, l.frontier.Close())
	}
	return errors.Join(errs...)
}

// makeFolder makes an empty data folder, or checks that dir is one of this version.
func makeFolder(dir string) error {
	err := Exists(dir)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { // of a process that was killed here
		return durable.IsTemporary(e.Name())
	})
	if err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is neither empty nor a data folder of baotinh", dir)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, "format"), []byte(dataFormat), 0o666)
}

// Exists returns nil if dir is a data folder of this version, ErrNotFound if it is none, ErrFormat if it is
// of another version.
func Exists(dir string) error {
	format, err := os.ReadFile(filepath.Join(dir, "format"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w", dir, ErrNotFound)
	}
	if err != nil {
		return err
	}
	if string(format) != dataFormat {
		return &FormatError{Dir: dir, Format: strings.TrimSpace(string(format))}
	}
	return nil
}

// A FormatError is about a data folder of another version. It is ErrFormat.
type FormatError struct {
	Dir    string
	Format string // the version that it has
}

// Error names the folder, its version and the one that this program reads.
func (e *FormatError) Error() string {
	return fmt.Sprintf("data folder %s has format %q, this program reads %q",
		e.Dir, e.Format, strings.TrimSpace(dataFormat))
}

// Is reports whether target is ErrFormat.
func (e *FormatError) Is(target error) bool { return target == ErrFormat }

// Pages yields all pages in the archive of the data folder dir, which may be in use. A broken record is a
// *pipeline.StageError.
func Pages(dir string) (iter.Seq2[*news.Page, error], error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	archive, err := warc.OpenArchive(archivePath(dir))
	if err != nil {
		return nil, err
	}
	return archived(archive, news.Position{}), nil
}

// archived yields the pages of an archive from a position on. A broken record is a *pipeline.StageError.
func archived(archive *warc.Archive, from news.Position) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for p, err := range archive.Pages(from) {
			if err != nil {
				p, err = nil, source.StageError("archive", err)
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// recordGroup is how many pages record commits at a time: one transaction for all makes bbolt slow.
const recordGroup = 256

// record gives the frontier the pages that the archive has and it has not, and their links: those that a
// process that was killed had not committed.
func (l *Library) record(ctx context.Context, catalogue *newspaper.Catalogue) error {
	pages := 0
	for p, err := range l.archive.Pages(l.frontier.Position()) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			continue // CatchUp reports it
		}
		if err := l.recordPage(p, catalogue); err != nil {
			return err
		}
		if pages++; pages%recordGroup == 0 {
			if err := l.frontier.Commit(p.End); err != nil {
				return err
			}
		}
	}
	if l.frontier.Position() == l.archive.End() {
		return nil
	}
	return l.frontier.Commit(l.archive.End())
}

func (l *Library) recordPage(p *news.Page, catalogue *newspaper.Catalogue) error {
	if err := l.frontier.Record(p); err != nil {
		return err
	}
	if p.Status == 0 || p.Status >= 400 {
		return nil // a local file leads nowhere, nor does an error page
	}
	links, err := discover.Links(p, catalogue)
	if err != nil {
		return nil // as in a crawl: the page is kept, it leads nowhere
	}
	_, err = l.frontier.Add(links)
	return err
}
