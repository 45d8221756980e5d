package library

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"baotinh/pipeline/durable"
)

// A Mirror takes the files of an archive. It is another place, that others read.
type Mirror struct {
	Address string // of the place, for the notes of what it has

	// Put stores a file under a name below the address, unless it is there. It returns nil when the file is
	// stored.
	Put func(ctx context.Context, name, path string) error
}

// mirroredFile notes the files that a mirror has: an address and a name a line.
const mirroredFile = "mirrored"

// Mirror gives the mirror of the options, if there is one, the segments of the archive to which nothing will
// be written again, each once, under the name of the data folder: so several may share a mirror. The files
// stay here.
func (j *Job) Mirror(ctx context.Context) error {
	m := j.o.Mirror
	if m == nil {
		return nil
	}
	dir := j.library.dir
	if err := makeWorkerName(dir); err != nil {
		return err
	}
	worker, err := workerName(dir)
	if err != nil {
		return err
	}
	noted, err := os.ReadFile(filepath.Join(dir, mirroredFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(noted)), "\n")
	sealed, err := j.library.archive.Sealed()
	if err != nil {
		return err
	}
	for _, path := range sealed {
		name := worker + "/" + filepath.Base(path)
		line := m.Address + " " + name
		if slices.Contains(lines, line) {
			continue
		}
		if err := m.Put(ctx, name, path); err != nil {
			return err
		}
		lines = append(lines, line)
		text := strings.TrimSpace(strings.Join(lines, "\n")) + "\n"
		if err := durable.WriteFile(filepath.Join(dir, mirroredFile), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}
