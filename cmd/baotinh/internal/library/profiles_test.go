package library

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// strangePages yields n pages of a host in markup that nobody knows: the day of the article, which is that of
// the fetch on every third page, stands beside a clock over the headline.
func strangePages(n int) iter.Seq2[*news.Page, error] {
	start := time.Date(2022, 10, 3, 6, 10, 0, 0, news.Vietnam)
	return func(yield func(*news.Page, error) bool) {
		for i := range n {
			fetched := start.Add(time.Duration(i) * 5 * time.Hour)
			text := fmt.Sprintf("Người dân bản Nà Tèn đã hoàn thành tuyến đường liên thôn dài %d mét, "+
				"phục vụ %d hộ ở vùng đất còn nhiều khó khăn. Nước đã về đến cánh đồng.", 100+i, 20+3*i)
			body := fmt.Sprintf(`<title>Bản xa số %[1]d có thêm một con đường mới</title><div class="z8">
				<div class="q7"><span class="c9">%[2]s</span></div>
				<div class="m4"><span class="b2">%[3]s</span></div>
				<h1>Bản xa số %[1]d có thêm một con đường mới</h1><div class="p0">%[4]s</div></div>`,
				i, fetched.Format("15:04 02/01/2006"), day(i, fetched).Format("02/01/2006"),
				strings.Repeat("<p>"+text+"</p>", 3))
			p := &news.Page{
				URL: fmt.Sprintf("https://baola.example/bai-%d.html", i), Status: 200, Fetched: fetched,
				Body: []byte(body),
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func day(i int, fetched time.Time) time.Time { return fetched.AddDate(0, 0, -(i%3)*(i%5+1)) }

// dated returns how many articles of the index have a date.
func dated(t *testing.T, dir string) int {
	t.Helper()
	ix, err := OpenIndex(t.Context(), In(dir))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for a, err := range ix.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if !a.Published.IsZero() {
			n++
		}
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRebuildUsesTheFinishedProfile(t *testing.T) {
	const n = 45
	dir := t.TempDir()
	reindex := func() {
		t.Helper()
		rebuild := func(j *Job) error { return j.Rebuild(t.Context()) }
		if _, err := do(t, dir, Options{}, rebuild); err != nil {
			t.Fatal(err)
		}
		if got := dated(t, dir); got != n {
			t.Errorf("reindexed: %d of %d articles have a date", got, n)
		}
	}
	_, err := do(t, dir, Options{}, func(j *Job) error {
		return errors.Join(j.Ingest(t.Context(), strangePages(n)), j.Compact(context.Background()))
	})
	if err != nil {
		t.Fatal(err)
	}
	inOrder := dated(t, dir)
	if inOrder <= n*2/3 || inOrder >= n {
		t.Errorf("ingested in order: %d of %d articles have a date", inOrder, n)
	}
	reindex()
	if err := os.Remove(profilesPath(dir)); err != nil {
		t.Fatal(err)
	}
	reindex() // learns in a first pass
}
