package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"baotinh/index/store"
	"baotinh/pipeline/news"
)

func article(n int, title string, paragraphs ...string) *news.Article {
	url := fmt.Sprintf("https://baolangson.vn/%d.html", n)
	a := &news.Article{
		ID: news.NewID(url), URL: url, Title: title, Newspaper: "Báo Lạng Sơn", Province: "Lạng Sơn",
	}
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p})
	}
	return a
}

func onDay(s string) news.Date {
	t, err := time.ParseInLocation(time.DateOnly, s, news.Vietnam)
	if err != nil {
		panic(err)
	}
	return news.Date{Time: t, Precision: news.Day, Evidence: news.EvidenceMeta}
}

// A testStore is a store that is searched.
type testStore struct {
	*store.Store
	now time.Time // zero: the clock
}

// testIndex returns a store with articles on disk.
func testIndex(t testing.TB, articles ...*news.Article) *testStore {
	t.Helper()
	s, err := store.OpenOrCreate(filepath.Join(t.TempDir(), "index"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	ix := &testStore{Store: s}
	put(t, ix, articles...)
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

func (ix *testStore) clock() time.Time {
	if ix.now.IsZero() {
		return time.Now()
	}
	return ix.now
}

func (ix *testStore) Search(ctx context.Context, r Request) (*Result, error) {
	s, err := ix.Snapshot(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return Run(ctx, s, r, ix.clock())
}

func (ix *testStore) All(ctx context.Context, r Request) iter.Seq2[Hit, error] {
	return ix.pages(ctx, r, scanPage)
}

func (ix *testStore) pages(ctx context.Context, r Request, page int) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		s, err := ix.Snapshot(ctx)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		defer s.Close()
		all(ctx, s, r, ix.clock(), page)(yield)
	}
}

func put(t testing.TB, ix *testStore, articles ...*news.Article) {
	t.Helper()
	for _, a := range articles {
		if err := ix.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// find answers a request in the mode of a search box, unless it has another.
func find(t testing.TB, ix *testStore, r Request) *Result {
	t.Helper()
	r.Mode = cmp.Or(r.Mode, Relaxed)
	result, err := ix.Search(t.Context(), r)
	if err != nil {
		t.Fatalf("Search(%q): %v", r.Query, err)
	}
	return result
}

func titles(r *Result) []string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, h.Title)
	}
	return all
}
