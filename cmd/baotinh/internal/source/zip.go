package source

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"baotinh/pipeline/news"
)

var errNoPageInside = errors.New("a ZIP file without pages")

// readZIP yields the pages of the files in a ZIP file, in the order of their names. Of a WACZ file, an
// archive that browsers record (https://specs.webrecorder.net/wacz/1.1.1), it reads the WARC files.
func (f file) readZIP(opened *os.File) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		size := sizeOf(f.name)
		archive, err := zip.NewReader(opened, size)
		if err != nil {
			yield(nil, fmt.Errorf("ZIP file: %w", err))
			return
		}
		entries := slices.DeleteFunc(archive.File, func(e *zip.File) bool { return e.FileInfo().IsDir() })
		isWACZ := slices.ContainsFunc(entries, func(e *zip.File) bool { return e.Name == "datapackage.json" })
		slices.SortFunc(entries, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
		n := 0
		for _, e := range entries {
			if isWACZ && !strings.HasPrefix(e.Name, "archive/") {
				continue
			}
			inner := file{name: f.name + "/" + e.Name, isFound: !IsFileName(e.Name), skip: f.skip}
			for p, err := range inner.readEntry(e) {
				n++
				if err != nil {
					p, err = nil, StageError(inner.name, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
		if n == 0 {
			yield(nil, errNoPageInside)
		}
	}
}

// readEntry yields the pages of a file in a ZIP file.
func (f file) readEntry(e *zip.File) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		r, err := e.Open()
		if err != nil {
			yield(nil, &fs.PathError{Op: "open", Path: f.name, Err: err})
			return
		}
		defer r.Close() // it was only read
		for p, err := range f.read(r) {
			if !yield(p, err) {
				return
			}
		}
	}
}
