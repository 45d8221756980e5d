package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// generationBytes is the length of a generation: of a million, two are the same by chance once in 10^7 times.
const generationBytes = 8

// Generation returns a name of the state of a store that is open for reading: two stores of one name give
// the same answers. It is empty for a store that is open for writing.
func (s *Store) Generation() (string, error) {
	if s.writer != nil {
		return "", nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	hash := sha256.New()
	for _, sh := range s.shards {
		epochs, err := sh.engine.RootBoltSnapshotEpochs() // newest first
		if err != nil || len(epochs) == 0 {
			return "", &ShardError{sh.name, fmt.Errorf("%w: no transaction: %w", ErrCorrupt, err)}
		}
		fmt.Fprintf(hash, "%s %d\n", sh.name, epochs[0])
	}
	fmt.Fprintln(hash, s.dir, s.manifest.Position)
	return hex.EncodeToString(hash.Sum(nil)[:generationBytes]), nil
}

// HasChanged reports whether the files of a store that is open for reading have changed since it was opened.
// It takes a look at each shard, and reads none.
func (s *Store) HasChanged() bool { return stampOf(s.dir) != s.stamp }

// stampOf returns what changes whenever the files of a store do: the manifest, and size and time of the small
// file of each shard that lists its segments.
func stampOf(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return ""
	}
	m, err := readManifest(dir)
	if err != nil {
		return string(text)
	}
	stamp := string(text)
	for _, name := range m.Shards {
		info, err := os.Stat(filepath.Join(enginePath(dir, name), rootFile))
		if err != nil {
			continue
		}
		stamp += fmt.Sprintf("%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
	}
	return stamp
}
