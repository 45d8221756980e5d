package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReaderIsNotInTheWay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)
	put(t, writer, article(1, "Mưa lớn"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()

	writer, err = OpenOrCreate(dir, Options{LockTimeout: time.Nanosecond})
	if err != nil {
		t.Fatalf("a writer after a reader: %v", err)
	}
	put(t, writer, article(2, "Mưa nhỏ"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if all := articles(t, reader); len(all) != 1 || all[0].Title != "Mưa lớn" {
		t.Errorf("%d articles, want the one of the moment when the reader was opened", len(all))
	}
}

func TestOpenIndexWithoutBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	defer openTest(t, dir).Close()
	reader, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if n := count(t, reader); n != 0 {
		t.Errorf("%d articles, want none", n)
	}
}

// indexOfOneSegment returns the folder of a closed index, and its segment.
func indexOfOneSegment(t *testing.T) (string, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)
	put(t, writer, article(1, "Mưa lớn"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	segments, err := filepath.Glob(filepath.Join(shardPath(dir, undated), storeFolder, "*.zap"))
	if err != nil || len(segments) != 1 {
		t.Fatalf("segments %q, %v", segments, err)
	}
	return dir, segments[0]
}

// Scorch opens the rest of such a store without an error.
func TestOpenIndexThatLacksSegments(t *testing.T) {
	for name, damage := range map[string]func(string) error{
		"a segment removed": os.Remove,
		"a segment emptied": func(path string) error { return os.Truncate(path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := indexOfOneSegment(t)
			if err := damage(file); err != nil {
				t.Fatal(err)
			}
			if s, err := Open(dir, Options{}); !errors.Is(err, ErrCorrupt) {
				t.Errorf("Open: %v, %v, want ErrCorrupt", s, err)
			}
			if s, err := OpenOrCreate(dir, Options{}); !errors.Is(err, ErrCorrupt) {
				t.Errorf("OpenOrCreate: %v, %v, want ErrCorrupt", s, err)
			}
		})
	}
}

// A merge would give damaged postings a new, right checksum.
func TestWriterFindsAnyDamage(t *testing.T) {
	dir, file := indexOfOneSegment(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, len(whole) / 3, len(whole) / 2, len(whole) - 1} {
		damaged := slices.Clone(whole)
		damaged[at] ^= 1
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := OpenOrCreate(dir, Options{}); !errors.Is(err, ErrCorrupt) ||
			!strings.Contains(err.Error(), filepath.Base(file)) {
			t.Errorf("byte %d damaged: %v, %v, want ErrCorrupt with the name of the file", at, s, err)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openTest(t, dir).Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root can write anywhere")
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "index")
	writer := openTest(t, dir)
	put(t, writer, article(1, "Mưa lớn"))
	if err := writer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer writer.Close()

	if err := os.Chmod(parent, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(parent, 0o755)
	reader, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if n := count(t, reader); n != 1 {
		t.Errorf("%d articles, want 1", n)
	}
}

func TestLinkFileElsewhere(t *testing.T) {
	// A folder has no second name, as a file of another file system has none.
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := linkFile(from, to); err != nil {
		t.Fatal(err)
	}
	if got, err := os.Readlink(to); err != nil || got != from {
		t.Errorf("link to %q, %v, want %q", got, err, from)
	}
}

func TestWriterRemovesReadersThatWereKilled(t *testing.T) {
	parent := t.TempDir()
	for name, age := range map[string]time.Duration{"old": 2 * staleAfter, "new": 0} {
		path := filepath.Join(parent, readerPrefix+name)
		if err := os.MkdirAll(filepath.Join(path, undated), 0o700); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	if err := openTest(t, filepath.Join(parent, "index")).Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(parent, readerPrefix+"*"))
	if want := readerPrefix + "new"; err != nil || len(left) != 1 || filepath.Base(left[0]) != want {
		t.Errorf("left %q, %v, want only %s", left, err, want)
	}
}

func BenchmarkOpenBesideAWriter(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "index")
	writer := openTest(b, dir)
	defer writer.Close()
	for n := range 2000 {
		put(b, writer, article(n, fmt.Sprintf("Mưa %d", n), "Mưa lớn trên diện rộng ở các huyện."))
	}
	if err := writer.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		reader, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := reader.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// A writer that is killed while it opens an index leaves a folder in it, which the next one removes.
func TestFolderOfAKilledWriter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if err := openTest(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, writerPrefix+"1", undated)
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	defer openTest(t, dir).Close()
	if exists(filepath.Dir(left)) {
		t.Error("the folder is still there")
	}
}
