// Package durable replaces files so that whoever reads them, also after a crash or a power failure, finds the
// old content or the new one, whole: [WriteFile] writes beside the file, syncs, renames, and syncs the
// folder.
//
// A rename within one file system replaces the old name at one instant (POSIX rename(2)), but only a sync of
// the folder makes it survive a power failure, and only a sync of the file before it makes the name lead to
// bytes.
package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// WriteFile replaces the file at path, or makes it, with permissions perm before umask. When it returns nil,
// data is on disk; when it returns an error, the old file is as it was, unless only the last sync failed.
// Several processes may write one path at a time: one of them wins. A process that is killed may leave a file
// beside path, for which [IsTemporary] is true; it may be removed.
func WriteFile(path string, data []byte, perm fs.FileMode) error {
	return Write(path, perm, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Write is like [WriteFile], but the function write writes the contents. It may read the old file meanwhile.
func Write(path string, perm fs.FileMode, write func(io.Writer) error) error {
	temporary := fmt.Sprintf("%s.%08x%s", path, rand.Uint32(), temporarySuffix)
	err := writeNew(temporary, perm, write)
	if err == nil {
		err = Replace(temporary, path)
	}
	if err != nil {
		if removed := os.Remove(temporary); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			return errors.Join(err, removed)
		}
	}
	return err
}

// temporarySuffix ends the names of files that are being written.
const temporarySuffix = ".new"

// IsTemporary reports whether name is one that [WriteFile] gives to a file while it writes it.
func IsTemporary(name string) bool { return strings.HasSuffix(name, temporarySuffix) }

// writeNew writes a file that must not exist yet, and has its bytes on disk when it returns.
func writeNew(path string, perm fs.FileMode, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// Replace renames from, whose content must be on disk, to the name to, in place of what had it, and has the
// name on disk when it returns. Both must be on one file system. A folder replaces an empty one only.
func Replace(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(to))
}

// SyncDir makes the names in a folder durable: those of files that were created, renamed or removed in it.
// Where the system cannot do that for a folder, as on Windows and some network file systems, it returns nil.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	for _, harmless := range [...]error{errors.ErrUnsupported, fs.ErrInvalid, fs.ErrPermission} {
		if errors.Is(err, harmless) {
			err = nil
		}
	}
	return errors.Join(err, d.Close())
}
