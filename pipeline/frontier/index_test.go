package frontier

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"baotinh/pipeline/news"
)

func TestURLIndex(t *testing.T) {
	var x urlIndex
	const n = 100_000
	hash := func(i uint32) uint64 { return uint64(i)*0x9E3779B97F4A7C15 + 1 }
	for i := range uint32(n) {
		if x.has(hash(i)) {
			t.Fatalf("%d is there before it is added", i)
		}
		x.add(hash(i), i+1)
	}
	for i := range uint32(2 * n) {
		got, want := slices.Collect(x.all(hash(i))), []uint32{i + 1}
		if i >= n {
			want = nil
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the numbers of %d are %d, want %d", i, got, want)
		}
	}
	if x.n != n || 4*x.n > 3*len(x.fingerprints) {
		t.Errorf("%d in %d slots", x.n, len(x.fingerprints))
	}
	x.add(hash(7), 1<<30)
	if got := slices.Collect(x.all(hash(7))); !slices.Equal(got, []uint32{8, 1 << 30}) {
		t.Errorf("two URLs with one fingerprint have the numbers %d", got)
	}
}

// What is not in memory is found in the runs, over the edges of their blocks, and after the file was opened
// again.
func TestIndexBeyondMemory(t *testing.T) {
	run(t, func(s *site) {
		s.maxIndexed = 3000
		url := func(n int) string { return fmt.Sprintf("https://bao%d.example/bai-%d.html", n%3, n) }
		const known = 20_000
		for n := range known {
			s.add(1, link(url(n), news.KindArticle))
			if n%700 == 0 {
				s.must(s.Commit(news.Position{}))
			}
		}
		check := func(when string) {
			t.Helper()
			if len(s.runs) < 12 || s.index.n > 3000+700 {
				t.Errorf("%s: %d runs, %d in memory", when, len(s.runs), s.index.n)
			}
			for n := range known {
				if v := s.get(url(n)); v.URL != url(n) || int(v.number) != n+1 {
					t.Fatalf("%s: %s has number %d and is %s", when, url(n), v.number, v.URL)
				}
			}
			s.add(0, link(url(0), news.KindArticle), link(url(5000), news.KindArticle))
			if _, known, err := s.Frontier.get(url(known + 1)); known || err != nil {
				t.Errorf("%s: the unknown is known, or %v", when, err)
			}
		}
		check("before Commit")
		s.must(s.Commit(news.Position{}))
		s.reopen()
		check("after Open")
		s.must(s.Verify())
	})
}

// A run whose blocks begin with one fingerprint.
func TestRunOfOneFingerprint(t *testing.T) {
	run(t, func(s *site) {
		s.maxIndexed = 3 * 1000
		for n := range 4000 {
			h := uint64(1 + n/2000*6)
			s.last++
			s.index.add(h, s.last)
			s.added = append(s.added, h)
			s.must(s.visits.Put(keyOf(s.last), nil))
			if n%100 == 99 {
				s.must(s.flushIndex())
			}
		}
		for h, want := range map[uint64]int{1: 2000, 7: 2000, 3: 0, 9: 0} {
			got := slices.Concat(slices.Collect(s.index.all(h)), slices.Collect(s.inRuns(h)))
			slices.Sort(got)
			if len(slices.Compact(got)) != want {
				t.Errorf("fingerprint %d has %d numbers, want %d", h, len(got), want)
			}
		}
	})
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
