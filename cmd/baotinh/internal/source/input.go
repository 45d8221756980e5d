// Package source reads pages that do not come from the network: those that files, folders, archives and a
// stream hold. [New] names them, [Input.Pages] yields their pages.
//
// The first bytes of a file tell what it is, not its name: WARC or ARC, a page that a browser saved in one
// file (MHTML), articles in JSON, HTML, else plain text; each may be compressed by gzip or Zstandard. A ZIP
// file is read as the folder that it holds, a WACZ file among them.
//
// In a folder, every file that is a page or an archive is read, whatever its name; text and JSON only under
// a name that says so. Input.Skip gets the names of the others.
package source

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// extensions are the endings of the files in a folder that are read whatever their first bytes are.
var extensions = []string{
	".html", ".htm", ".xhtml", ".mht", ".mhtml", ".txt", ".warc", ".warc.gz", ".warc.zst", ".wacz", ".arc",
	".arc.gz", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".html.gz", ".htm.gz",
}

// IsFileName reports whether name ends like a file that can be read.
func IsFileName(name string) bool { return hasSuffix(name, extensions...) }

// hasSuffix reports whether name ends with one of suffixes, which are lower case, in any case.
func hasSuffix(name string, suffixes ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// An Input names files, folders and a stream. Its methods may be called concurrently, Pages once at a time.
type Input struct {
	// Skip is called with each file of a folder and each record of an archive that is passed over, and why,
	// unless nil. Pages calls it.
	Skip func(warc.Skipped)
	// Takes reports whether a file is read; nil: each is. A file of a folder has its path below that for a
	// name, with slashes; one that is given has its last element. ZIP files are whole.
	Takes func(name string) bool
	// Objects yields the objects of an address that is no path, as s3://bucket/prefix; nil of all that are
	// paths. Objects itself may be nil: then all are.
	Objects func(address string) iter.Seq2[Object, error]

	stream io.Reader
	paths  []string
	read   atomic.Int64 // bytes of the files, so far
}

// An Object is a file elsewhere.
type Object struct {
	Name    string // below the address that was given
	Address string // for messages
	Size    int64
	Open    func() (*os.File, error)
}

// objects yields the objects of an address; nil if it is a path.
func (in *Input) objects(address string) iter.Seq2[Object, error] {
	if in.Objects == nil {
		return nil
	}
	return in.Objects(address)
}

// New returns the input of files and folders, in this order; "-" stands for stream, which may be nil without
// it.
func New(stream io.Reader, paths ...string) *Input { return &Input{stream: stream, paths: paths} }

// IsEmpty reports whether nothing is named.
func (in *Input) IsEmpty() bool { return len(in.paths) == 0 }

// Size returns how many bytes the files have, or 0 if there is a stream or none of them can be asked.
func (in *Input) Size() int64 {
	var total int64
	for _, path := range in.paths {
		if path == "-" || in.objects(path) != nil {
			return 0
		}
		for file, err := range in.files(path) {
			if err == nil {
				total += sizeOf(file)
			}
		}
	}
	return total
}

// BytesRead returns how many bytes of the files Pages has read so far.
func (in *Input) BytesRead() int64 { return in.read.Load() }

// Pages yields the pages. A file, record or line that cannot be read is yielded as *pipeline.StageError, and
// the sequence goes on with the next.
func (in *Input) Pages() iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for _, path := range in.paths {
			for p, err := range in.open(path) {
				if err != nil {
					p, err = nil, StageError(path, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// StageError returns err as a *pipeline.StageError of stage read. It names the record, line or file that err
// is about, or else path, once.
func StageError(path string, err error) error {
	if _, ok := errors.AsType[*pipeline.StageError](err); ok {
		return err
	}
	if record, ok := errors.AsType[*warc.RecordError](err); ok {
		path, err = record.Name+"#"+record.Place, record.Err
		return &pipeline.StageError{Stage: pipeline.StageRead, URL: path, Err: err}
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		path, err = cmp.Or(pathErr.Path, path), pathErr.Err
	}
	return &pipeline.StageError{Stage: pipeline.StageRead, URL: path, Err: err}
}

// open yields the pages of a file, a folder or the stream.
func (in *Input) open(path string) iter.Seq2[*news.Page, error] {
	if path == "-" {
		return file{name: "-", skip: in.Skip}.read(in.stream)
	}
	if objects := in.objects(path); objects != nil {
		return in.openObjects(path, objects)
	}
	return func(yield func(*news.Page, error) bool) {
		for name, err := range in.files(path) {
			if err != nil {
				if !yield(nil, StageError(path, err)) {
					return
				}
				continue
			}
			f := file{name: name, isFound: name != path && !IsFileName(name), skip: in.Skip}
			for p, err := range in.openFile(f, func() (*os.File, error) { return os.Open(name) }) {
				if err != nil {
					p, err = nil, StageError(name, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// openObjects yields the pages of objects.
func (in *Input) openObjects(address string, objects iter.Seq2[Object, error]) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for o, err := range objects {
			if err != nil {
				if !yield(nil, StageError(address, err)) {
					return
				}
				continue
			}
			if in.Takes != nil && !in.Takes(o.Name) {
				continue
			}
			f := file{name: o.Address, isFound: !IsFileName(o.Name), skip: in.Skip}
			for p, err := range in.openFile(f, o.Open) {
				if err != nil {
					p, err = nil, StageError(o.Address, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// files yields those files of allFiles that are to be read.
func (in *Input) files(path string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for file, err := range allFiles(path) {
			if (err != nil || in.Takes == nil || in.Takes(nameBelow(path, file))) && !yield(file, err) {
				return
			}
		}
	}
}

// nameBelow returns the path of file below folder, with slashes, or the last element of a file that is given.
func nameBelow(folder, file string) string {
	name, err := filepath.Rel(folder, file)
	if err != nil || name == "." {
		name = filepath.Base(file)
	}
	return filepath.ToSlash(name)
}

// allFiles yields path itself or, if it is a folder, the files in and below it. It passes over those whose
// names begin with a dot.
func allFiles(path string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			isHidden := file != path && strings.HasPrefix(filepath.Base(file), ".")
			switch {
			case err != nil:
				if !yield("", err) {
					return fs.SkipAll
				}
				return nil
			case entry.IsDir() && isHidden:
				return fs.SkipDir
			case entry.IsDir(), isHidden, file != path && !entry.Type().IsRegular():
				return nil
			case !yield(file, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

func (in *Input) openFile(f file, open func() (*os.File, error)) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		opened, err := open()
		if err != nil {
			yield(nil, err)
			return
		}
		defer opened.Close() // it was only read
		before := in.read.Load()
		pages := f.read(countingReader{opened, &in.read})
		if isZIP(opened) {
			pages = f.readZIP(opened)
		}
		for p, err := range pages {
			if !yield(p, err) {
				return
			}
		}
		if info, err := opened.Stat(); err == nil {
			in.read.Store(before + info.Size()) // all of it, though the rest was not needed
		}
	}
}

// sizeOf returns the size of a file, 0 if it is unknown.
func sizeOf(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// A countingReader adds the number of bytes that are read to n.
type countingReader struct {
	io.Reader
	n *atomic.Int64
}

func (c countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}
