// Package source reads pages that do not come from the network: those that files, folders, archives and a
// stream hold. [New] names them, [Input.Pages] yields their pages.
//
// The first bytes of a file tell what it is, not its name: WARC, articles as JSON Lines, HTML, else plain
// text; each may be gzipped.
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

// extensions are the endings of the files that are read when a folder is given.
var extensions = []string{
	".html", ".htm", ".xhtml", ".txt", ".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".html.gz", ".htm.gz",
}

// IsFileName reports whether name ends like the files that are read when a folder is given.
func IsFileName(name string) bool { return hasSuffix(name, extensions...) }

// hasSuffix reports whether name ends with one of suffixes, which are lower case, in any case.
func hasSuffix(name string, suffixes ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// An Input names files, folders and a stream. Its methods may be called concurrently, Pages once at a time.
type Input struct {
	stream io.Reader
	paths  []string
	read   atomic.Int64 // bytes of the files, so far
}

// New returns the input of files and folders, in this order; "-" stands for stream, which may be nil without
// it.
func New(stream io.Reader, paths ...string) *Input { return &Input{stream: stream, paths: paths} }

// Size returns how many bytes the files have, or 0 if there is a stream or none of them can be asked.
func (in *Input) Size() int64 {
	var total int64
	for _, path := range in.paths {
		if path == "-" {
			return 0
		}
		for file, err := range files(path) {
			if info, statErr := os.Stat(file); err == nil && statErr == nil {
				total += info.Size()
			}
		}
	}
	return total
}

// BytesRead returns how many bytes of the files Pages has read so far.
func (in *Input) BytesRead() int64 { return in.read.Load() }

// Pages yields the pages: HTML or plain text, the records of WARC files, articles as JSON Lines. A file,
// record or line that cannot be read is yielded as *pipeline.StageError, and the sequence goes on with the
// next.
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
		return readPages(in.stream, "-")
	}
	return func(yield func(*news.Page, error) bool) {
		for file, err := range files(path) {
			if err != nil {
				if !yield(nil, StageError(path, err)) {
					return
				}
				continue
			}
			for p, err := range in.openFile(file) {
				if err != nil {
					p, err = nil, StageError(file, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// files yields path itself or, if it is a folder, the files in and below it whose ending is known.
func files(path string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				if !yield("", err) {
					return fs.SkipAll
				}
				return nil
			case entry.IsDir(), file != path && !IsFileName(file):
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

func (in *Input) openFile(path string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close() // it was only read
		for p, err := range readPages(countingReader{f, &in.read}, path) {
			if !yield(p, err) {
				return
			}
		}
	}
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
