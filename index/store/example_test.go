package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"

	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A shard is an index that Bleve's own queries work on. All that a program needs besides Bleve is to import
// this package.
func Example_bleve() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := putExamples(filepath.Join(dir, "index")); err != nil {
		panic(err)
	}

	folder := filepath.Join(dir, "index", "shards", "2020")
	shard, err := bleve.OpenUsing(folder, map[string]any{"read_only": true})
	if err != nil {
		panic(err)
	}
	defer shard.Close()
	q := bleve.NewQueryStringQuery(`+"TỈNH ỦY" +province:"Lạng Sơn" +published:>="2022-01-01"`)
	r := bleve.NewSearchRequest(q)
	r.Fields = []string{"title", "published"}
	r.SortBy([]string{"-published"})
	r.AddFacet("by newspaper", bleve.NewFacetRequest("newspaper", 3))
	result, err := shard.Search(r)
	if err != nil {
		panic(err)
	}
	for _, h := range result.Hits {
		fmt.Println(h.Fields["published"], h.Fields["title"])
	}
	for _, f := range result.Facets["by newspaper"].Terms.Terms() {
		fmt.Println(f.Term, f.Count)
	}
	// Output:
	// 2022-07-28T01:00:00Z Tỉnh uỷ Lạng Sơn họp
	// 2022-07-27T01:00:00Z Tỉnh uỷ sơ kết sáu tháng
	// Báo Lạng Sơn 2
}

// putExamples makes a store with three articles.
func putExamples(dir string) error {
	s, err := store.OpenOrCreate(dir, store.Options{})
	if err != nil {
		return err
	}
	for i, title := range []string{
		"Tỉnh uỷ sơ kết sáu tháng", "Tỉnh uỷ Lạng Sơn họp", "Uỷ ban nhân dân tỉnh họp",
	} {
		published := time.Date(2022, 7, 27+i, 8, 0, 0, 0, news.Vietnam)
		err = errors.Join(err, s.Put(context.Background(), &news.Article{
			URL: fmt.Sprintf("https://baolangson.vn/%d.html", i), Title: title,
			Newspaper: "Báo Lạng Sơn", Province: "Lạng Sơn",
			Published: news.Date{Time: published, Precision: news.Minute},
		}))
	}
	return errors.Join(err, s.Close())
}
