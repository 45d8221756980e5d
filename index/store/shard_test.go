package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// dated returns version v of article n, published in a year; 0: without date.
func dated(n, year, v int) *news.Article {
	a := article(n, fmt.Sprintf("Mưa %d, bản %d", n, v), "Nước sông lên nhanh.")
	if year != 0 {
		a.Published = onDay(fmt.Sprintf("%d-06-15", year))
	}
	return a
}

func TestShardIsByTheYearInVietnam(t *testing.T) {
	for _, tt := range []struct{ name, published, want string }{
		{"no date", "", "undated"},
		{"a day", "2023-06-15T08:00:00+07:00", "2020"},
		{"New Year's Eve in London", "2024-12-31T17:00:00Z", "2025"},
		{"a minute before", "2024-12-31T16:59:59Z", "2020"},
		{"before there was a web", "1897-01-01T00:00:00+07:00", "1990"},
		{"a slip of the keyboard", "20222-07-01T00:00:00+07:00", "2045"},
	} {
		a := article(1, "Mưa")
		if tt.published != "" {
			var extra int // Go reads years of four digits
			if strings.HasPrefix(tt.published, "20222") {
				tt.published, extra = tt.published[1:], 20000
			}
			at, err := time.Parse(time.RFC3339, tt.published)
			if err != nil {
				t.Fatal(err)
			}
			a.Published.Time = at.AddDate(extra, 0, 0)
		}
		if got := shardOf(a); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A model is what an index must have: the last version of each article, by number.
type model map[int]*news.Article

func (m model) check(t *testing.T, s *Store) {
	t.Helper()
	got := model{}
	for _, a := range articles(t, s) {
		var n int
		if _, err := fmt.Sscanf(a.URL, "https://baolangson.vn/%d.html", &n); err != nil {
			t.Fatal(err)
		}
		if got[n] != nil {
			t.Errorf("article %d is there twice: %q and %q", n, got[n].Title, a.Title)
		}
		got[n] = a
	}
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("articles: -want +got\n%s", diff)
	}
	if n := count(t, s); n != len(m) {
		t.Errorf("count %d, want %d", n, len(m))
	}
}

func TestArticleThatMovesIsInOneShard(t *testing.T) {
	for name, years := range map[string][]int{
		"to a later year":          {2004, 2014},
		"to an earlier year":       {2014, 2004},
		"a date is found":          {0, 2004},
		"a date is lost":           {2004, 0},
		"there and back":           {2004, 2014, 2004},
		"through three":            {2004, 2014, 2024},
		"through three and back":   {2004, 2014, 2024, 2004, 2004, 2014},
		"back to where it was two": {2004, 2014, 2004, 2014},
	} {
		for _, each := range []struct {
			name  string
			after func(*testing.T, *Store)
		}{
			{"in one batch", func(*testing.T, *Store) {}},
			{"flushed each time", func(t *testing.T, s *Store) {
				if err := s.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
			}},
			{"in flight", func(t *testing.T, s *Store) {
				if err := s.submit(s.writer.open[len(s.writer.open)-1]); err != nil {
					t.Fatal(err)
				}
			}},
		} {
			t.Run(name+", "+each.name, func(t *testing.T) {
				t.Parallel()
				s := testStore(t, dated(1, 2004, 0), dated(2, 2014, 0))
				want := model{1: dated(1, 2004, 0), 2: dated(2, 2014, 0)}
				for v, year := range years {
					want[3] = dated(3, year, v)
					put(t, s, want[3])
					each.after(t, s)
				}
				if err := s.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
				want.check(t, s)
			})
		}
	}
}

// An article that was at another address before takes the place of that one, wherever it is.
func TestArticleReplacesItsFormerAddress(t *testing.T) {
	flushed := func(t *testing.T, s *Store) { flush(t, s) }
	submitted := func(t *testing.T, s *Store) {
		for len(s.writer.open) > 0 {
			if err := s.submit(s.writer.open[0]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, after := range map[string]func(*testing.T, *Store){
		"in one batch": func(*testing.T, *Store) {}, "flushed each time": flushed, "in flight": submitted,
	} {
		for _, years := range [][2]int{{2004, 2004}, {2004, 2014}, {0, 2014}, {2014, 0}} {
			t.Run(fmt.Sprintf("%s, %v", name, years), func(t *testing.T) {
				t.Parallel()
				s := testStore(t, dated(1, 2004, 0), dated(2, 2014, 0))
				former := dated(3, years[0], 0)
				put(t, s, former, dated(4, years[1], 0))
				after(t, s)
				moved := dated(4, years[1], 1)
				moved.Replaces = []news.ID{former.ID, news.NewID("https://baolangson.vn/none.html")}
				put(t, s, moved)
				after(t, s)
				if a, err := s.Current(former.ID); a != nil || err != nil {
					t.Errorf("the former one is still there: %v, %v", a, err)
				}
				want := model{1: dated(1, 2004, 0), 2: dated(2, 2014, 0), 4: dated(4, years[1], 1)}
				flush(t, s)
				want.check(t, s)

				put(t, s, moved) // read again
				want[3] = dated(3, 2024, 1)
				put(t, s, want[3]) // another article at the former address
				after(t, s)
				flush(t, s)
				want.check(t, s)
			})
		}
	}
}

// kill returns the index that a process finds after this one was killed.
func kill(t *testing.T, s *Store) *Store {
	t.Helper()
	left := filepath.Join(t.TempDir(), "index")
	for _, name := range s.manifest.Shards {
		err := tryAgain(func() error { // merges go on
			_, err := copyEngine(enginePath(s.dir, name), enginePath(left, name), linkOrCopy)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.manifest.write(left), writeFormat(left)); err != nil {
		t.Fatal(err)
	}
	return openTest(t, left)
}

// awaitAll waits until nothing is being written.
func awaitAll(t *testing.T, s *Store) {
	t.Helper()
	for len(s.writer.inFlight) > 0 {
		if err := s.awaitOldest(); err != nil {
			t.Fatal(err)
		}
	}
}

// The new copy is on disk before the old one is removed; who is killed in between reads the article again.
func TestKilledWhileAnArticleMoves(t *testing.T) {
	for _, years := range [][2]int{{2004, 2014}, {2014, 2004}, {2004, 0}, {0, 2004}} {
		s := openTest(t, filepath.Join(t.TempDir(), "index"))
		defer s.Close()
		put(t, s, dated(1, years[0], 0))
		err := errors.Join(s.Checkpoint(t.Context(), news.Position{Offset: 1}), s.Flush(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, dated(1, years[1], 1))
		err = errors.Join(s.Checkpoint(t.Context(), news.Position{Offset: 2}), s.submit(s.writer.open[0]))
		if err != nil {
			t.Fatal(err)
		}
		awaitAll(t, s)
		if err := s.writeManifest(); err != nil {
			t.Fatal(err)
		}

		again := kill(t, s)
		defer again.Close()
		if n := count(t, again); n != 2 {
			t.Errorf("%v: %d copies, want both", years, n)
		}
		if p := again.Position(); p.Offset != 1 {
			t.Errorf("%v: position %d, want that before the article moved", years, p.Offset)
		}
		put(t, again, dated(1, years[1], 1))
		if err := again.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		model{1: dated(1, years[1], 1)}.check(t, again)
	}
}

// An archive is versions of articles, in the order in which they were read.
type archive []struct{ n, year, version int }

func newArchive(random *rand.Rand, articles, versions int) archive {
	a := make(archive, versions)
	for i := range a {
		a[i].n, a[i].version = random.IntN(articles), i
		a[i].year = [...]int{0, 2004, 2014, 2024}[random.IntN(4)]
	}
	return a
}

func (a archive) put(t *testing.T, s *Store, i int) {
	t.Helper()
	put(t, s, dated(a[i].n, a[i].year, a[i].version))
	if err := s.Checkpoint(t.Context(), news.Position{Offset: int64(i + 1)}); err != nil {
		t.Fatal(err)
	}
}

func (a archive) model() model {
	m := model{}
	for _, v := range a {
		m[v.n] = dated(v.n, v.year, v.version)
	}
	return m
}

// Whatever is written when, and whenever the writer is killed: who reads on from the position gets the last
// version of each article, once.
func TestWriterKilledAnywhere(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			all := newArchive(random, 12, 60)
			s := openTest(t, filepath.Join(t.TempDir(), "index"))
			for i := 0; i < len(all); i++ {
				all.put(t, s, i)
				w := s.writer
				var err error
				switch random.IntN(12) {
				case 0, 1, 2:
					if len(w.open) > 0 {
						err = s.submit(w.open[random.IntN(len(w.open))])
					}
				case 3:
					err = s.Flush(t.Context())
				case 4:
					awaitAll(t, s)
					err = s.writeManifest()
				case 5:
					awaitAll(t, s)
					killed := s
					s = kill(t, killed)
					i = int(s.Position().Offset) - 1
					err = killed.Close()
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			all.model().check(t, s)
			dir := s.dir
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := Open(dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			all.model().check(t, s)
		})
	}
}

// files returns what is in a shard.
func files(t *testing.T, dir, shard string) map[string]os.FileInfo {
	t.Helper()
	all := map[string]os.FileInfo{}
	for _, pattern := range []string{"*", storeFolder + "/*"} {
		paths, err := filepath.Glob(filepath.Join(shardPath(dir, shard), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if !info.IsDir() {
				all[filepath.Base(path)] = info
			}
		}
	}
	return all
}

func TestShardWithoutNewArticlesIsNotWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s := openTest(t, dir)
	for n := range 4 {
		put(t, s, dated(n, 2004, 0), dated(10+n, 2014, 0))
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Compact(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir, "2000")
	if len(before) != 3 {
		t.Errorf("files of 2000: %v, want two and one segment", before)
	}

	s = openTest(t, dir)
	for n := range 4 {
		put(t, s, dated(10+n, 2014, 1), dated(20+n, 2024, 0))
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, s); n != 12 {
		t.Errorf("%d articles, want 12", n)
	}
	if err := errors.Join(s.Compact(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	after := files(t, dir, "2000")
	for name, info := range before {
		if now := after[name]; now == nil || !os.SameFile(info, now) || !now.ModTime().Equal(info.ModTime()) {
			t.Errorf("%s of 2000 was written", name)
		}
	}
	if len(after) != len(before) || len(files(t, dir, "2010")) != 3 {
		t.Errorf("files of 2000 and 2014: %v, %v", after, files(t, dir, "2010"))
	}
}

// A few articles more in a year of many are no reason to write it whole.
func TestCompactLeavesShardsThatChangedLittle(t *testing.T) {
	s := testStore(t)
	for n := range 2100 { // of fewer, scorch makes one segment
		put(t, s, dated(n, 2004, 0))
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := files(t, s.dir, "2000")
	put(t, s, dated(9999, 2004, 0))
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := files(t, s.dir, "2000")
	for name, info := range before {
		if name != rootFile && !os.SameFile(info, after[name]) {
			t.Errorf("%s was written", name)
		}
	}
}

// After Compact no file is left of a segment that was merged, also in a shard that changed too little to be
// merged by Compact itself.
func TestCompactLeavesNoFilesOfMergedSegments(t *testing.T) {
	s := testStore(t)
	for n := range 2100 {
		put(t, s, dated(n, 2004, 0))
	}
	for round := range 3 {
		for n := range 6 { // scorch merges some of the segments, at times
			put(t, s, dated(9000+10*round+n, 2004, 0))
			flush(t, s)
		}
		if err := s.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(s.shards, func(sh *shard) bool { return sh.name == "2000" })
		r := s.shards[at].reader()
		segments := len(r.Segments())
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		left, err := filepath.Glob(filepath.Join(enginePath(s.dir, "2000"), "*.zap"))
		if err != nil || len(left) != segments {
			t.Errorf("round %d: files %q, %v, want %d", round, left, err, segments)
		}
	}
}

// Segments that one job has left are merged by a later one, even if that puts nothing into the shard.
func TestCompactMergesSegmentsOfEarlierJobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s := openTest(t, dir)
	for n := range 2100 { // of fewer, scorch makes one segment
		put(t, s, dated(n, 2004, 0))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = openTest(t, dir)
	defer s.Close()
	unmerged := func() uint64 {
		t.Helper()
		at := slices.IndexFunc(s.shards, func(sh *shard) bool { return sh.name == "2000" })
		n, all, err := s.shards[at].unmerged()
		if err != nil || all != 2100 {
			t.Fatalf("%d articles, %v, want 2100", all, err)
		}
		return n
	}
	if unmerged() == 0 {
		t.Skip("scorch has merged them already")
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := unmerged(); n != 0 {
		t.Errorf("%d articles are not in the largest segment", n)
	}
}

// TestCurrentIsWhatWasPutLast puts versions of a few articles in several shards and asks for them in between:
// in open batches, in those being written and on disk.
func TestCurrentIsWhatWasPutLast(t *testing.T) {
	s := openTest(t, filepath.Join(t.TempDir(), "index"))
	r := rand.New(rand.NewPCG(1, 2))
	last := map[int]*news.Article{}
	for v := range 300 {
		n := r.IntN(6)
		a := dated(n, [...]int{0, 2012, 2019, 2024}[r.IntN(4)], v)
		a.Position = news.Position{Offset: int64(v + 1)}
		put(t, s, a)
		last[n] = a
		switch r.IntN(8) {
		case 0:
			flush(t, s)
		case 1:
			if err := s.submit(s.writer.open[0]); err != nil {
				t.Fatal(err)
			}
		}
		n = r.IntN(7)
		got, err := s.Current(news.NewID(fmt.Sprintf("https://baolangson.vn/%d.html", n)))
		if diff := cmp.Diff(last[n], got); err != nil || diff != "" {
			t.Fatalf("article %d after version %d: error %v (-want +got):\n%s", n, v, err, diff)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A merge that fails, as on a full disk, ends Compact. The articles stay as they are, and the next Compact
// merges them.
func TestCompactEndsWhenAMergeFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	const articles = 2100 // of fewer, scorch makes one segment
	s := openTest(t, dir)
	for n := range articles {
		put(t, s, dated(n, 2004, 0))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = openTest(t, dir)
	sh := s.shards[slices.IndexFunc(s.shards, func(sh *shard) bool { return sh.name == "2000" })]
	if n, _, err := sh.unmerged(); n == 0 || err != nil {
		t.Skip("scorch has merged them already")
	}
	if err := s.makeWritable(sh); err != nil { // chooses the number of the next segment
		t.Fatal(err)
	}
	var inTheWay []string // folders where the file of the merged segment would be
	for id := range 100 {
		path := filepath.Join(enginePath(dir, sh.name), fmt.Sprintf("%012x.zap", id))
		if os.MkdirAll(filepath.Join(path, "x"), 0o700) == nil { // not where a file is
			inTheWay = append(inTheWay, path)
		}
	}
	if err := s.Compact(t.Context()); err == nil || !strings.Contains(err.Error(), ".zap: ") {
		t.Errorf("error %v, want that of the merge", err)
	}
	for _, path := range inTheWay {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, all, err := sh.unmerged(); n != 0 || all != articles || err != nil {
		t.Errorf("%d of %d articles are not in the largest segment, %v; want 0 of %d", n, all, err, articles)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
