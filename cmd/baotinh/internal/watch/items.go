package watch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// A state is how far a watch has read the archive.
type state struct {
	Start    news.Position `json:"start"`    // when the watch was made; what came before is not new
	Position news.Position `json:"position"` // all that arrived before it was told
}

// readState returns the state of a watch. The error is fs.ErrNotExist if it never ran.
func readState(dir, name string) (state, error) {
	var s state
	return s, readJSON(filepath.Join(folderOf(dir, name), "position.json"), &s)
}

func writeState(dir, name string, s state) error {
	return writeJSON(filepath.Join(folderOf(dir, name), "position.json"), s)
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// writeJSON writes a file, and its folder if that is not there.
func writeJSON(path string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		if err := durable.SyncDir(filepath.Dir(dir)); err != nil {
			return err
		}
	}
	return durable.WriteFile(path, append(data, '\n'), 0o666)
}

func itemsPath(dir, name string) string { return filepath.Join(folderOf(dir, name), "items.jsonl") }

// eachLine calls f with every whole line of the items of a watch, from the first on. It returns the offset
// after them: behind it there may be a line that a process was writing when it was killed.
func eachLine(dir, name string, f func(line []byte) error) (end int64, err error) {
	file, err := os.Open(itemsPath(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close() // only read
	in := bufio.NewReaderSize(file, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return end, nil
		}
		if err != nil {
			return end, err
		}
		if err := f(line); err != nil {
			return end, fmt.Errorf("items of watch %s, at byte %d: %w", name, end, err)
		}
		end += int64(len(line))
	}
}

// Items returns the items of a watch whose numbers are greater than after, at most limit of them; limit 0 is
// all. It may be called beside a process that runs the watches.
func Items(dir, name string, after, limit int) ([]Item, error) {
	var all []Item
	n := 0
	_, err := eachLine(dir, name, func(line []byte) error {
		if n++; n <= after || limit > 0 && len(all) == limit {
			return nil
		}
		var i Item
		if err := json.Unmarshal(line, &i); err != nil {
			return err
		}
		all = append(all, i)
		return nil
	})
	return all, err
}

// Latest returns the last items of a watch, the newest first, at most limit.
func Latest(dir, name string, limit int) ([]Item, error) {
	n, err := Count(dir, name)
	if err != nil {
		return nil, err
	}
	all, err := Items(dir, name, max(0, n-limit), 0)
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all, err
}

// Count returns how many items a watch has told.
func Count(dir, name string) (int, error) {
	n := 0
	_, err := eachLine(dir, name, func([]byte) error {
		n++
		return nil
	})
	return n, err
}

// A told is the last item about an article.
type told struct {
	kind     Kind
	digest   string
	position news.Position
}

// A record is what a watch has told so far.
type record struct {
	items    int
	end      int64 // of the last whole line
	articles map[news.ID]told
}

// readRecord reads what a watch has told.
func readRecord(dir, name string) (record, error) {
	r := record{articles: map[news.ID]told{}}
	end, err := eachLine(dir, name, func(line []byte) error {
		var i struct {
			Kind    Kind `json:"kind"`
			Article struct {
				ID news.ID `json:"id"`
			} `json:"article"`
			Position news.Position `json:"position"`
			Digest   string        `json:"digest"`
		}
		if err := json.Unmarshal(line, &i); err != nil {
			return err
		}
		r.items++
		r.articles[i.Article.ID] = told{i.Kind, i.Digest, i.Position}
		return nil
	})
	r.end = end
	return r, err
}

// appendItems appends items to those of a watch after the last whole line, and has them on disk when it
// returns.
func appendItems(dir, name string, end int64, items []Item) error {
	if len(items) == 0 {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for _, i := range items {
		if err := e.Encode(i); err != nil {
			return err
		}
	}
	path := itemsPath(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	err = file.Truncate(end) // what a killed process left of a line
	if err == nil {
		_, err = file.WriteAt(b.Bytes(), end)
	}
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(path))
}
