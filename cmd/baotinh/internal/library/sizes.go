package library

import (
	"errors"
	"io/fs"
	"path/filepath"

	"baotinh/pipeline/warc"
)

// Sizes are the sizes of what a data folder holds.
type Sizes struct {
	ArchiveBytes int64
	BacklogBytes int64 // of the archive, what the index of the view has not read yet
	IndexBytes   int64
}

// Sizes returns the sizes of the data folder, with the backlog of a view. Files that go meanwhile do not
// count.
func (r *Reader) Sizes(v *View) (Sizes, error) {
	archive, err := warc.OpenArchive(archivePath(r.dir))
	if err != nil {
		return Sizes{}, err
	}
	s := Sizes{}
	s.ArchiveBytes, s.BacklogBytes, err = archive.Size(v.Index.Position())
	if err != nil {
		return s, err
	}
	s.IndexBytes, err = sizeOf(filepath.Join(r.dir, v.of.name))
	return s, err
}

// sizeOf returns the size of all files in a folder.
func sizeOf(dir string) (int64, error) {
	var size int64
	err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		if info, err := e.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return size, err
}
