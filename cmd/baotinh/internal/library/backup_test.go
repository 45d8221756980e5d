package library

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Backups that are made while a job writes are data folders: all that they hold agrees, after the next job
// has caught up with the archive.
func TestBackupBesideAJob(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "kho")
	ingest(t, dir, articles(20))
	watches := filepath.Join(dir, "watches", "lu")
	if err := os.MkdirAll(watches, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"watches.toml": "[lu]\n", "watches/lock": "", "watches/lu/position.json": "{}",
		"watches/lu/items.jsonl": "{}\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}

	const rounds = 8
	var backups []string
	_, err := do(t, dir, Options{}, func(j *Job) error {
		for i := range rounds {
			made := make(chan error)
			to := filepath.Join(root, "backup-"+strconv.Itoa(i))
			go func() {
				_, err := Backup(t.Context(), dir, to)
				made <- err
			}()
			err := j.Ingest(t.Context(), pages(articles(40+40*i)))
			if err := errors.Join(err, <-made); err != nil {
				return err
			}
			backups = append(backups, to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	last := 20
	for _, to := range backups {
		ingest(t, to, "") // the next job catches up
		n := count(t, to)
		if n < last {
			t.Errorf("%s: %d articles after %d", to, n, last)
		}
		last = n
		if found, _ := findings(t, to); len(found) > 0 {
			t.Errorf("%s: %s", to, strings.Join(found, "\n"))
		}
		if _, err := os.Stat(filepath.Join(to, "watches", "lu", "items.jsonl")); err != nil {
			t.Error(err)
		}
	}
	if n := count(t, dir); last > n {
		t.Errorf("a backup has %d articles of %d", last, n)
	}
	if found, _ := findings(t, dir); len(found) > 0 {
		t.Errorf("the original: %s", strings.Join(found, "\n"))
	}
}

// What is written to a backup does not change the original, although they share files.
func TestBackupIsItsOwn(t *testing.T) {
	dir, to := filepath.Join(t.TempDir(), "kho"), filepath.Join(t.TempDir(), "backup")
	ingest(t, dir, articles(10))
	summary, err := Backup(t.Context(), dir, to)
	if err != nil || summary.Segments != 1 || len(summary.Without) > 0 {
		t.Fatalf("%+v, %v", summary, err)
	}
	ingest(t, to, articles(30))
	if here, there := count(t, dir), count(t, to); here != 10 || there != 30 {
		t.Errorf("%d articles in the original, %d in the backup", here, there)
	}
	for _, folder := range []string{dir, to} {
		if found, _ := findings(t, folder); len(found) > 0 {
			t.Errorf("%s: %s", folder, strings.Join(found, "\n"))
		}
	}
	if _, err := Backup(t.Context(), dir, to); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("over another one: %v", err)
	}
	if _, err := Backup(t.Context(), t.TempDir(), filepath.Join(dir, "b")); !errors.Is(err, ErrNotFound) {
		t.Errorf("of no data folder: %v", err)
	}
}

// A damaged index is left out: it can be made from the archive, which is what a backup is for.
func TestBackupWithoutAnIndex(t *testing.T) {
	dir, to := filepath.Join(t.TempDir(), "kho"), filepath.Join(t.TempDir(), "backup")
	ingest(t, dir, articles(10))
	name, err := indexName(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, name, "state")); err != nil {
		t.Fatal(err)
	}
	summary, err := Backup(t.Context(), dir, to)
	if err != nil || len(summary.Without) != 1 {
		t.Fatalf("%+v, %v", summary, err)
	}
	ingest(t, to, "")
	if n := count(t, to); n != 10 {
		t.Errorf("%d articles, want 10", n)
	}
}
