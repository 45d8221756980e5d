package frontier_test

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
)

// A crawl adds links, asks for the next visit, records how it ended, and commits.
func Example() {
	dir, err := os.MkdirTemp("", "frontier")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	f, err := frontier.Open(filepath.Join(dir, "frontier.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()

	added, err := f.Add([]news.Link{
		{URL: "https://baolangson.vn/tin-5071654.html", Kind: news.KindArticle, Newspaper: "baolangson"},
		{URL: "https://baolangson.vn/rss/home.rss", Kind: news.KindFeed, Newspaper: "baolangson", Seed: true},
	})
	fmt.Println(added, err)

	always := func(host string) time.Time { return time.Time{} } // a host without a pause
	for {
		visit, _, ok, err := f.Next(time.Now(), always)
		if err != nil || !ok {
			break
		}
		fmt.Println(visit.URL)
		page := &news.Page{URL: visit.URL, Status: 200, Body: []byte("…"), Fetched: time.Now()}
		if err := f.Done(news.Outcome{URL: visit.URL, Result: news.Fetched, Page: page}); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(f.Commit(news.Position{Segment: 1, Offset: 1024}))
	// Output:
	// 2 <nil>
	// https://baolangson.vn/rss/home.rss
	// https://baolangson.vn/tin-5071654.html
	// <nil>
}
