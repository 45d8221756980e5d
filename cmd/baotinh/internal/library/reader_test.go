package library

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"baotinh/index"
)

// found returns how many articles a view of the reader finds, and its generation.
func found(t *testing.T, r *Reader) (int, string) {
	t.Helper()
	v, err := r.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Release()
	result, err := v.Index.Search(t.Context(), index.Request{Query: "bài số"})
	if err != nil {
		t.Fatal(err)
	}
	return result.Total, v.Generation
}

func TestAReaderFollowsTheJobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kho")
	r := OpenReader(In(dir))
	if _, err := r.View(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("before the first job: %v, want ErrNotFound", err)
	}
	ingest(t, dir, articles(5))
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, first := found(t, r)
	before, err := r.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ingest(t, dir, articles(8))
	if again, generation := found(t, r); n != 5 || again != 5 || generation != first {
		t.Errorf("%d, %d articles before the next look; generations %q, %q", n, again, first, generation)
	}
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, second := found(t, r)
	if n != 8 || second == first {
		t.Errorf("%d articles after the second job, want 8; generations %q, %q", n, first, second)
	}
	if old, err := before.Index.Count(); old != 5 || err != nil {
		t.Errorf("the view before: %d articles, %v, want 5", old, err)
	}
	before.Release()

	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, third := found(t, r); third != second {
		t.Errorf("generation %q although nothing has changed, want %q", third, second)
	}
	r.Close()
	if _, err := r.View(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v, want ErrClosed", err)
	}
}

func TestAReaderReadsBesideAJob(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(1))
	r := OpenReader(In(dir))
	defer r.Close()
	last, counts := 0, map[int]bool{}
	_, err := do(t, dir, Options{}, func(j *Job) error {
		for n := 2; n < 30; n += 3 {
			if err := j.Ingest(t.Context(), pages(articles(n))); err != nil {
				return err
			}
			if err := r.Refresh(t.Context()); err != nil {
				return fmt.Errorf("after %d: %w", n, err)
			}
			now, _ := found(t, r)
			if now < last {
				t.Errorf("%d articles after %d", now, last)
			}
			last, counts[now] = now, true
		}
		return errors.Join(j.Compact(t.Context()), r.Refresh(t.Context()))
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := found(t, r); n != 29 || len(counts) < 5 {
		t.Errorf("%d articles at the end, want 29; %d different counts", n, len(counts))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".baotinh-reader-*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func TestAReaderFollowsARebuild(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(4))
	r := OpenReader(In(dir))
	defer r.Close()
	_, first := found(t, r)
	if _, err := do(t, dir, Options{}, func(j *Job) error { return j.Rebuild(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	if n, generation := found(t, r); n != 4 || generation != first {
		t.Errorf("%d articles of the index that was removed, generation %q", n, generation)
	}
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, second := found(t, r); n != 4 || second == first {
		t.Errorf("%d articles of the new index, generation %q", n, second)
	}
}

func TestAReaderLeavesADamagedShardOut(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(20)+`{"url":"https://baomau.example/cu.html","title":"Bài số cũ",`+
		`"published":{"time":"2012-07-27T00:00:00+07:00","precision":"day"},`+
		`"blocks":[{"kind":"paragraph","text":"Nội dung."}]}`+"\n")
	root := filepath.Join(dir, "index-1", "shards", "2020", "store", "root.bolt")
	if err := os.WriteFile(root, []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := OpenReader(In(dir))
	defer r.Close()
	if n, _ := found(t, r); n != 1 {
		t.Errorf("%d articles, want that of the intact shard", n)
	}
	v, err := r.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Damaged) != 1 || v.Damaged[0].Shard != "2020" {
		t.Errorf("damaged: %v, want 2020", v.Damaged)
	}
	v.Release()
}

func TestAReaderSaysThatTheFolderIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kho")
	ingest(t, dir, articles(2))
	r := OpenReader(In(dir))
	defer r.Close()
	found(t, r)
	if err := os.Rename(dir, dir+"-2"); err != nil {
		t.Fatal(err)
	}
	if err := r.Refresh(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
	if _, err := r.View(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
	if err := os.Rename(dir+"-2", dir); err != nil {
		t.Fatal(err)
	}
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _ := found(t, r); n != 2 {
		t.Errorf("%d articles after its return, want 2", n)
	}
}
