package index

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// A state is what is to be known of an index besides its shards: a line of JSON in a small file, which is replaced at one
// instant. It is written before a shard gets its first batch, and before an article that has moved from one shard to
// another is removed from the first: what is read between two readings of the same state is an index of one moment.
type state struct {
	Position news.Position `json:"position"` // everything in the archive before it is on disk
	Shards   []string      `json:"shards"`   // sorted
	Changes  uint64        `json:"changes"`  // of this file
}

const stateFile = "state"

func (s state) equal(t state) bool { return s.Changes == t.Changes && slices.Equal(s.Shards, t.Shards) }

// readState returns the state of the index in dir.
func readState(dir string) (state, error) {
	var s state
	text, err := os.ReadFile(filepath.Join(dir, stateFile))
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("%w: %s: %w", ErrCorrupt, stateFile, err)
	}
	return s, nil
}

// write makes s the state of the index in dir, and has it on disk when it returns.
func (s state) write(dir string) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, stateFile), append(text, '\n'), 0o666)
}
