package frontier

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"baotinh/pipeline/news"
)

func TestURLSet(t *testing.T) {
	var s urlSet
	const n = 100_000
	for i := range uint64(n) {
		h := i*0x9E3779B97F4A7C15 + 1
		if s.has(h) || !s.add(h) || s.add(h) {
			t.Fatalf("%d is there before it is added, or is added twice", i)
		}
	}
	for i := range uint64(2 * n) {
		if h := i*0x9E3779B97F4A7C15 + 1; s.has(h) != (i < n) {
			t.Fatalf("has(%d) = %t", i, s.has(h))
		}
	}
	if s.n != n || 4*s.n > 3*len(s.slots) {
		t.Errorf("%d in %d slots", s.n, len(s.slots))
	}
}

func TestFingerprintsDiffer(t *testing.T) {
	seen := map[uint64]string{}
	add := func(url string) {
		h := fingerprint(url)
		if other, ok := seen[h]; ok || h == 0 {
			t.Fatalf("%q and %q have fingerprint %d", url, other, h)
		}
		seen[h] = url
	}
	add("")
	for i := range 200_000 {
		add(fmt.Sprintf("https://baomau.example/muc/bai-so-%d.html", i))
	}
	for n := range 40 { // lengths around a word
		add("https://baomau.example/" + string(make([]byte, n)))
	}
}

// Known URLs stay known over runs; those of a commit that failed do not.
func TestSeenIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.db")
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	first, second := "https://a.vn/bai-10001.html", "https://a.vn/bai-10002.html"
	add := func(url string) {
		t.Helper()
		if n, err := f.Add([]news.Link{link(url, news.KindArticle)}); err != nil || n != 1 {
			t.Fatal(n, err)
		}
	}
	add(first)
	if err := f.Commit(news.Position{}); err != nil {
		t.Fatal(err)
	}
	add(second)
	if err := f.rollback(); err != nil {
		t.Fatal(err)
	}
	if !f.isSeen(first) || f.isSeen(second) {
		t.Errorf("after a rollback: %t, %t", f.isSeen(first), f.isSeen(second))
	}
	add(second)
	if err := errors.Join(f.Commit(news.Position{}), f.Close()); err != nil {
		t.Fatal(err)
	}
	if f, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer f.Close() // it was only read
	if !f.isSeen(first) || !f.isSeen(second) || f.isSeen("https://a.vn/bai-10003.html") {
		t.Error("after Open other URLs are known")
	}
}
