package index

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
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

func TestShardsAreOneIndex(t *testing.T) {
	var articles []*news.Article
	for n := range 24 {
		articles = append(articles, dated(n, [...]int{0, 2004, 2014, 2024}[n%4], 0))
	}
	ix := testIndex(t, articles...)
	if want := []string{"2000", "2010", "2020", undated}; !slices.Equal(ix.state.Shards, want) {
		t.Errorf("shards %q, want %q", ix.state.Shards, want)
	}

	r := find(t, ix, Request{Query: "mưa", Sort: Newest, Facets: []string{"year"}, Limit: 24})
	if r.Total != 24 || count(t, ix) != 24 {
		t.Errorf("%d hits of %d, want 24", r.Total, count(t, ix))
	}
	var years []int
	for _, h := range r.Hits {
		years = append(years, h.Published.Time.Year()/10%1000)
	}
	if !slices.IsSortedFunc(years[:18], func(a, b int) int { return b - a }) || !r.Hits[18].Published.IsZero() {
		t.Errorf("by newest: decades %v", years)
	}
	if diff := cmp.Diff([]Count{{"2004", 6}, {"2014", 6}, {"2024", 6}}, r.Facets["year"]); diff != "" {
		t.Errorf("facet: -want +got\n%s", diff)
	}
	for query, want := range map[string]int{
		"mưa năm:2014": 6, "mưa after:2014": 12, "before:2014": 6, "năm:2015": 0,
	} {
		if r := find(t, ix, Request{Query: query}); r.Total != want {
			t.Errorf("%s: %d hits, want %d", query, r.Total, want)
		}
	}
	for _, a := range articles {
		if got, err := ix.Get(t.Context(), a.ID); err != nil || got.Title != a.Title {
			t.Errorf("Get(%s): %v, %v", a.URL, got, err)
		}
	}
}

// A model is what an index must have: the last version of each article, by number.
type model map[int]*news.Article

func (m model) check(t *testing.T, ix *Index) {
	t.Helper()
	got := model{}
	for a, err := range ix.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
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
	if n := count(t, ix); n != len(m) {
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
			after func(*testing.T, *Index)
		}{
			{"in one batch", func(*testing.T, *Index) {}},
			{"flushed each time", func(t *testing.T, ix *Index) {
				if err := ix.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
			}},
			{"in flight", func(t *testing.T, ix *Index) {
				if err := ix.takeOff(ix.writer.open[len(ix.writer.open)-1]); err != nil {
					t.Fatal(err)
				}
			}},
		} {
			t.Run(name+", "+each.name, func(t *testing.T) {
				t.Parallel()
				ix := testIndex(t, dated(1, 2004, 0), dated(2, 2014, 0))
				want := model{1: dated(1, 2004, 0), 2: dated(2, 2014, 0)}
				for v, year := range years {
					want[3] = dated(3, year, v)
					put(t, ix, want[3])
					each.after(t, ix)
				}
				if err := ix.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
				want.check(t, ix)
			})
		}
	}
}

// kill returns the index that a process finds after this one was killed.
func kill(t *testing.T, ix *Index) *Index {
	t.Helper()
	left := filepath.Join(t.TempDir(), "index")
	for _, name := range ix.state.Shards {
		err := tryAgain(func() error { // merges go on
			_, err := copyStore(storePath(ix.dir, name), storePath(left, name), linkOrCopy)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(ix.state.write(left), writeFormat(left)); err != nil {
		t.Fatal(err)
	}
	return openTest(t, left)
}

// landAll waits until nothing is being written.
func landAll(t *testing.T, ix *Index) {
	t.Helper()
	for len(ix.writer.flying) > 0 {
		if err := ix.land(); err != nil {
			t.Fatal(err)
		}
	}
}

// The new copy is on disk before the old one is removed; who is killed in between reads the article again.
func TestKilledWhileAnArticleMoves(t *testing.T) {
	for _, years := range [][2]int{{2004, 2014}, {2014, 2004}, {2004, 0}, {0, 2004}} {
		ix := openTest(t, filepath.Join(t.TempDir(), "index"))
		defer ix.Close()
		put(t, ix, dated(1, years[0], 0))
		if err := errors.Join(ix.Checkpoint(t.Context(), news.Position{Offset: 1}), ix.Flush(t.Context())); err != nil {
			t.Fatal(err)
		}
		put(t, ix, dated(1, years[1], 1))
		err := errors.Join(ix.Checkpoint(t.Context(), news.Position{Offset: 2}), ix.takeOff(ix.writer.open[0]))
		if err != nil {
			t.Fatal(err)
		}
		landAll(t, ix)
		if err := ix.writeState(); err != nil {
			t.Fatal(err)
		}

		again := kill(t, ix)
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
		a[i].n, a[i].year, a[i].version = random.IntN(articles), [...]int{0, 2004, 2014, 2024}[random.IntN(4)], i
	}
	return a
}

func (a archive) put(t *testing.T, ix *Index, i int) {
	t.Helper()
	put(t, ix, dated(a[i].n, a[i].year, a[i].version))
	if err := ix.Checkpoint(t.Context(), news.Position{Offset: int64(i + 1)}); err != nil {
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

// Whatever is written when, and whenever the writer is killed: who reads on from the position gets the last version of
// each article, once.
func TestWriterKilledAnywhere(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			all := newArchive(random, 12, 60)
			ix := openTest(t, filepath.Join(t.TempDir(), "index"))
			for i := 0; i < len(all); i++ {
				all.put(t, ix, i)
				w := ix.writer
				var err error
				switch random.IntN(12) {
				case 0, 1, 2:
					if len(w.open) > 0 {
						err = ix.takeOff(w.open[random.IntN(len(w.open))])
					}
				case 3:
					err = ix.Flush(t.Context())
				case 4:
					landAll(t, ix)
					err = ix.writeState()
				case 5:
					landAll(t, ix)
					killed := ix
					ix = kill(t, killed)
					i = int(ix.Position().Offset) - 1
					err = killed.Close()
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := ix.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			all.model().check(t, ix)
			dir := ix.dir
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			ix, err := Open(dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer ix.Close()
			all.model().check(t, ix)
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
	ix := openTest(t, dir)
	for n := range 4 {
		put(t, ix, dated(n, 2004, 0), dated(10+n, 2014, 0))
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(ix.Compact(t.Context()), ix.Close()); err != nil {
		t.Fatal(err)
	}
	before := files(t, dir, "2000")
	if len(before) != 3 {
		t.Errorf("files of 2000: %v, want two and one segment", before)
	}

	ix = openTest(t, dir)
	for n := range 4 {
		put(t, ix, dated(10+n, 2014, 1), dated(20+n, 2024, 0))
		if err := ix.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := find(t, ix, Request{Query: "mưa"}).Total; n != 12 {
		t.Errorf("%d articles, want 12", n)
	}
	if err := errors.Join(ix.Compact(t.Context()), ix.Close()); err != nil {
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
	ix := testIndex(t)
	for n := range 2100 { // of fewer, scorch makes one segment
		put(t, ix, dated(n, 2004, 0))
	}
	if err := ix.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := files(t, ix.dir, "2000")
	put(t, ix, dated(9999, 2004, 0))
	if err := ix.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := files(t, ix.dir, "2000")
	for name, info := range before {
		if name != rootFile && !os.SameFile(info, after[name]) {
			t.Errorf("%s was written", name)
		}
	}
}

// What one job has left in pieces, another one merges, to which it gave nothing.
func TestCompactMergesWhatIsLoose(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	ix := openTest(t, dir)
	for n := range 2100 { // of fewer, scorch makes one segment
		put(t, ix, dated(n, 2004, 0))
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}

	ix = openTest(t, dir)
	defer ix.Close()
	loose := func() uint64 {
		t.Helper()
		at := slices.IndexFunc(ix.shards, func(s *shard) bool { return s.name == "2000" })
		n, all, err := ix.shards[at].loose()
		if err != nil || all != 2100 {
			t.Fatalf("%d articles, %v, want 2100", all, err)
		}
		return n
	}
	if loose() == 0 {
		t.Fatal("one segment already: nothing to merge")
	}
	if err := ix.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := loose(); n != 0 {
		t.Errorf("%d articles are not in the largest segment", n)
	}
}

// Articles that move, and years that begin, while others search: none may be missing, in this process or another.
func TestSearchWhileArticlesMove(t *testing.T) {
	const articles, rounds = 10, 10
	dir := filepath.Join(t.TempDir(), "index")
	writer := openTest(t, dir)
	defer writer.Close()
	for n := range articles {
		put(t, writer, dated(n, 2000, 0))
	}
	if err := writer.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	written := make(chan error, 1)
	write := func() error {
		defer done.Store(true)
		for v := range rounds {
			for n := range articles {
				if err := writer.Put(t.Context(), dated(n, 2000+(v+n)%40, v)); err != nil {
					return err
				}
			}
			if err := writer.Flush(t.Context()); err != nil {
				return err
			}
		}
		return nil
	}
	go func() { written <- write() }()

	look := func(where string, ix *Index) {
		seen := map[news.ID]bool{}
		for a, err := range ix.Articles(t.Context()) {
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			seen[a.ID] = true
		}
		if len(seen) != articles {
			t.Fatalf("%s: %d articles of %d", where, len(seen), articles)
		}
		if n := find(t, ix, Request{Query: "mưa"}).Total; n < articles {
			t.Fatalf("%s: %d hits of %d", where, n, articles)
		}
	}
	opened := 0
	for !done.Load() {
		look("beside the writer", writer)
		reader, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		look("in another process", reader)
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
		opened++
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	t.Logf("opened %d times", opened)
	if n := count(t, writer); n != articles {
		t.Errorf("%d articles at the end, want %d", n, articles)
	}
}
