package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// A BackupSummary is what a backup holds.
type BackupSummary struct {
	Position news.Position // up to which the archive is in it
	Segments int           // WARC files
	Linked   int           // of them, those that share the disk space of the original
	Copied   int64         // bytes of the archive that were copied
	Without  []error       // what was left out, and is made again from the archive
}

// ErrNotEmpty is wrapped by the error about a folder for a backup that has something in it.
var ErrNotEmpty = errors.New("is not empty")

// Backup makes a copy of the data folder dir in the folder to, which must be empty or not there, also while a
// job writes to it. The copy is a data folder that could be of one moment: each reader of the archive is
// copied with its position before the archive is. So it may lack what came in meanwhile, and has nothing
// half. Files that never change are hard links where the file system allows them: of sealed WARC files and of
// segments of the index. An index or a frontier that cannot be copied is left out.
//
// The folder is a data folder when its file format is there, which comes last: a backup that was interrupted
// is none.
func Backup(ctx context.Context, dir, to string) (BackupSummary, error) {
	b := backup{dir: dir, to: to}
	if err := Exists(dir); err != nil {
		return b.summary, err
	}
	if err := makeEmpty(to); err != nil {
		return b.summary, err
	}
	for _, step := range []func(context.Context) error{b.small, b.frontier, b.watches, b.index, b.archive} {
		if err := step(ctx); err != nil {
			return b.summary, fmt.Errorf("backup: %w", err)
		}
	}
	return b.summary, durable.WriteFile(filepath.Join(to, "format"), []byte(dataFormat), 0o666)
}

// makeEmpty makes an empty folder.
func makeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s %w", dir, ErrNotEmpty)
	}
	return os.MkdirAll(dir, 0o777)
}

// A backup is a backup in progress.
type backup struct {
	dir, to string
	summary BackupSummary
}

// small copies the small files, which are replaced as a whole whenever they change, but format, and the name
// of the index.
func (b *backup) small(context.Context) error {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case !e.Type().IsRegular(), durable.IsTemporary(name), strings.HasPrefix(name, "."):
		case name == "format", name == "index", strings.HasPrefix(name, "frontier.db"):
		default:
			if _, err := copyTo(filepath.Join(b.dir, name), filepath.Join(b.to, name), -1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *backup) frontier(context.Context) error {
	err := frontier.Copy(frontierPath(b.dir), frontierPath(b.to))
	if errors.Is(err, frontier.ErrInUse) {
		b.summary.Without = append(b.summary.Without, err)
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// watches copies the folders of the watches. What has been delivered is in it not later than what has been
// found, and that not later than the items: these files are copied in this order.
func (b *backup) watches(context.Context) error {
	root := filepath.Join(b.dir, "watches")
	folders, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue // the lock
		}
		if err := b.watch(filepath.Join("watches", folder.Name())); err != nil {
			return err
		}
	}
	return nil
}

// watch copies the folder of a watch.
func (b *backup) watch(name string) error {
	files, err := os.ReadDir(filepath.Join(b.dir, name))
	if err != nil {
		return err
	}
	rank := func(e fs.DirEntry) int {
		switch e.Name() {
		case "items.jsonl":
			return 2
		case "position.json":
			return 1
		}
		return 0
	}
	slices.SortStableFunc(files, func(x, y fs.DirEntry) int { return cmp.Compare(rank(x), rank(y)) })
	if err := os.MkdirAll(filepath.Join(b.to, name), 0o777); err != nil {
		return err
	}
	for _, f := range files {
		if !f.Type().IsRegular() || durable.IsTemporary(f.Name()) {
			continue
		}
		from, to := filepath.Join(b.dir, name, f.Name()), filepath.Join(b.to, name, f.Name())
		if _, err := copyTo(from, to, -1); err != nil {
			return err
		}
	}
	return nil
}

// index copies the index in use.
func (b *backup) index(ctx context.Context) error {
	for {
		name, err := indexName(b.dir)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		err = index.Copy(filepath.Join(b.dir, name), filepath.Join(b.to, name))
		if err == nil {
			return setIndexName(b.to, name)
		}
		if now, _ := indexName(b.dir); now != name && context.Cause(ctx) == nil {
			continue // a job has just replaced it
		}
		if errors.Is(err, index.ErrCorrupt) || errors.Is(err, index.ErrInUse) ||
			errors.Is(err, index.ErrFormatVersion) {
			b.summary.Without = append(b.summary.Without, err)
			return nil
		}
		return err
	}
}

// archive copies the archive up to its end. All segments but the last are sealed: nothing is written to them
// again.
func (b *backup) archive(ctx context.Context) error {
	archive, err := warc.OpenArchive(archivePath(b.dir))
	if err != nil {
		return err
	}
	end := archive.End()
	b.summary.Position = end
	entries, err := os.ReadDir(archivePath(b.dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(archivePath(b.to), 0o777); err != nil {
		return err
	}
	for _, e := range entries {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		var n uint32
		_, err := fmt.Sscanf(e.Name(), "%d.", &n)
		if err != nil || n > end.Segment || durable.IsTemporary(e.Name()) {
			continue
		}
		if err := b.segment(e.Name(), n, end); err != nil {
			return err
		}
	}
	return durable.SyncDir(archivePath(b.to))
}

// segment copies a file of a segment. The CDXJ index of the last one is left out: the first job that writes
// to the backup makes it.
func (b *backup) segment(name string, n uint32, end news.Position) error {
	from, to := filepath.Join(archivePath(b.dir), name), filepath.Join(archivePath(b.to), name)
	isWARC, size := strings.HasSuffix(name, ".warc.gz"), int64(-1)
	if isWARC {
		b.summary.Segments++
	}
	switch {
	case n == end.Segment && !isWARC:
		return nil
	case n == end.Segment:
		size = end.Offset
	case isWARC && os.Link(from, to) == nil:
		b.summary.Linked++
		return nil
	}
	copied, err := copyTo(from, to, size)
	b.summary.Copied += copied
	return err
}

// copyTo copies the first bytes of a file, all if size is negative, and returns how many.
func copyTo(from, to string, size int64) (int64, error) {
	r, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer r.Close() // only read
	info, err := r.Stat()
	if err != nil {
		return 0, err
	}
	if size < 0 {
		size = info.Size()
	}
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return 0, err
	}
	n, err := io.CopyN(w, r, size)
	return n, errors.Join(err, w.Sync(), w.Close())
}
