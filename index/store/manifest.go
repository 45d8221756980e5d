package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// A manifest lists the shards of a store, and how far in the archive they are complete. It is one line of
// JSON in a small file that is replaced atomically. The writer replaces it before a new shard gets its first
// batch, and before an article that has moved to another shard is deleted from the first. So if Changes is
// the same before and after a reader has opened all shards, these are a consistent snapshot.
type manifest struct {
	Position news.Position `json:"position"` // all articles before it in the archive are on disk
	Shards   []string      `json:"shards"`   // sorted
	Changes  uint64        `json:"changes"`  // how often the file was replaced
}

const manifestFile = "state"

func (m manifest) equal(o manifest) bool {
	return m.Changes == o.Changes && slices.Equal(m.Shards, o.Shards)
}

// readManifest returns the manifest of the store in dir. The error is ErrCorrupt.
func readManifest(dir string) (manifest, error) {
	var m manifest
	text, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%w: %s: %w", ErrCorrupt, manifestFile, err)
	}
	return m, nil
}

// write replaces the manifest of the store in dir. It is on disk when write returns.
func (m manifest) write(dir string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, manifestFile), append(text, '\n'), 0o666)
}
