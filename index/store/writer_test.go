package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func TestPositionIsThatOfWhatIsOnDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s := openTest(t, dir)
	mark := news.Position{Segment: 1, Offset: 100}
	put(t, s, article(1, "Mưa lớn"))
	if err := s.Checkpoint(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
	if p := s.Position(); p != (news.Position{}) {
		t.Errorf("position before Flush: %v, want none", p)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p := s.Position(); p != mark {
		t.Errorf("position after Flush: %v, want %v", p, mark)
	}

	mark.Offset = 200 // nothing new but the mark
	if err := s.Checkpoint(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openTest(t, dir)
	defer s.Close()
	if p := s.Position(); p != mark {
		t.Errorf("position after Close: %v, want %v", p, mark)
	}
}

// A process that is killed leaves the folder as it is at that moment: a copy of it stands in for one.
func TestKilledWriterLosesNothingBeforeItsPosition(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s := openTest(t, dir)
	defer s.Close()
	for n := range batchesPerManifest * maxBatchArticles {
		put(t, s, article(n, fmt.Sprintf("Bài %d", n), "Nội dung."))
		if err := s.Checkpoint(t.Context(), news.Position{Offset: int64(n + 1)}); err != nil {
			t.Fatal(err)
		}
	}
	awaitAll(t, s)
	put(t, s, article(9999, "Chưa ghi"))

	again := kill(t, s)
	defer again.Close()
	p := again.Position()
	if p.Offset == 0 || p.Offset > int64(count(t, again)) {
		t.Errorf("position %d but %d articles", p.Offset, count(t, again))
	}
	snap, err := again.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	for n := range p.Offset {
		if _, _, ok, err := snap.Find(article(int(n), "").ID); !ok || err != nil {
			t.Fatalf("article %d is before the position, but found: %v, %v", n, ok, err)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	closed := func(t *testing.T) string {
		dir := filepath.Join(t.TempDir(), "index")
		if err := openTest(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	open := func(dir string) error {
		s, err := Open(dir, Options{LockTimeout: 10 * time.Millisecond})
		if err == nil {
			err = s.Close()
		}
		return err
	}

	if err := open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no index: %v, want fs.ErrNotExist", err)
	}
	if err := open(closed(t)); err != nil {
		t.Errorf("an index: %v", err)
	}

	for _, version := range []string{"4", "99"} {
		other := closed(t)
		if err := os.WriteFile(filepath.Join(other, formatFile), []byte(version+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := open(other); !errors.Is(err, ErrFormatVersion) || !strings.Contains(err.Error(), version) {
			t.Errorf("format %s: %v, want ErrFormatVersion with the version", version, err)
		}
	}

	damaged := closed(t)
	if err := os.Truncate(filepath.Join(enginePath(damaged, undated), rootFile), 5000); err != nil {
		t.Fatal(err)
	}
	if err := open(damaged); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a damaged file: %v, want ErrCorrupt", err)
	}

	used := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, used)
	defer writer.Close()
	if _, err := OpenOrCreate(used, Options{LockTimeout: 10 * time.Millisecond}); !errors.Is(err, ErrInUse) {
		t.Errorf("an index in use: %v, want ErrInUse", err)
	}
}

func TestCompactKeepsEverything(t *testing.T) {
	s := testStore(t)
	for n := range 5 {
		put(t, s, article(n, fmt.Sprintf("Mưa %d", n)), article(99, fmt.Sprintf("Nắng %d", n)))
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	before := titles(t, s)
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := titles(t, s); !slices.Equal(got, before) || len(got) != 6 {
		t.Errorf("after Compact %q, before %q", got, before)
	}
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	if len(snap.Segments) != 1 {
		t.Errorf("%d segments, want 1", len(snap.Segments))
	}
	files, err := filepath.Glob(filepath.Join(shardPath(s.dir, undated), storeFolder, "*.zap"))
	if err != nil || len(files) != 1 {
		t.Errorf("segments on disk: %q, %v; want one", files, err)
	}
}
