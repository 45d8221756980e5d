package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

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

func openTest(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := OpenOrCreate(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// testStore returns a store with articles on disk.
func testStore(t testing.TB, articles ...*news.Article) *Store {
	t.Helper()
	s := openTest(t, filepath.Join(t.TempDir(), "index"))
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	put(t, s, articles...)
	flush(t, s)
	return s
}

func put(t testing.TB, s *Store, articles ...*news.Article) {
	t.Helper()
	for _, a := range articles {
		if err := s.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

func flush(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, s *Store) int {
	t.Helper()
	n, err := s.Count()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// articles returns all articles of a store.
func articles(t testing.TB, s *Store) []*news.Article {
	t.Helper()
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	var all []*news.Article
	for a, err := range snap.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// titles returns the titles of all articles of a store, sorted.
func titles(t testing.TB, s *Store) []string {
	t.Helper()
	var all []string
	for _, a := range articles(t, s) {
		all = append(all, a.Title)
	}
	slices.Sort(all)
	return all
}
