package library

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// TestAMirrorGetsEachSealedSegmentOnce: nothing is written any more to the segments before the last.
func TestAMirrorGetsEachSealedSegmentOnce(t *testing.T) {
	dir := t.TempDir()
	// segments makes an archive of so many segments, and opens it.
	segments := func(n int) *Library {
		t.Helper()
		l, err := Open(In(dir))
		if err != nil {
			t.Fatal(err)
		}
		page := &news.Page{
			URL: "https://baomau.example/", Status: http.StatusOK, Body: []byte("tin"),
			Fetched: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		}
		if _, err := l.archive.Append(page); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		first, err := os.ReadFile(filepath.Join(archivePath(dir), "000001.warc.gz"))
		if err != nil {
			t.Fatal(err)
		}
		for i := 2; i <= n; i++ {
			path := filepath.Join(archivePath(dir), fmt.Sprintf("%06d.warc.gz", i))
			if err := os.WriteFile(path, first, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if l, err = Open(In(dir)); err != nil {
			t.Fatal(err)
		}
		return l
	}
	gone := errors.New("bucket is gone")
	var stored []string
	fail := false
	m := &Mirror{Address: "s3://press/archive", Put: func(_ context.Context, name, path string) error {
		if fail {
			return gone
		}
		if _, err := os.Stat(path); err != nil {
			return err
		}
		stored = append(stored, filepath.Base(name))
		return nil
	}}
	mirror := func(l *Library) error {
		return l.Begin(Options{Catalogue: newspaper.Default(), Mirror: m}).Mirror(t.Context())
	}
	l := segments(3)
	fail = true
	if err := mirror(l); !errors.Is(err, gone) {
		t.Errorf("Mirror: %v, want the error of the bucket", err)
	}
	fail = false
	for range 2 { // the second time there is nothing to do
		if err := mirror(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = segments(4)
	if err := errors.Join(mirror(l), l.Close()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"000001.warc.gz", "000002.warc.gz", "000003.warc.gz"}; !slices.Equal(stored, want) {
		t.Errorf("stored %q, want %q", stored, want)
	}
}
