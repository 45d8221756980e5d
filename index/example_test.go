package index_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// newIndex returns an index of a few articles in a folder that remove removes.
func newIndex() (ix *index.Index, remove func()) {
	dir, err := os.MkdirTemp("", "index-")
	if err != nil {
		log.Fatal(err)
	}
	ix, err = index.OpenOrCreate(filepath.Join(dir, "index"), index.Options{})
	if err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	for i, title := range []string{
		"Lũ quét ở Mường La", "Lũ quét ở Mường La làm ba người bị thương",
		"Hội nghị sơ kết sáu tháng đầu năm", "Cảnh báo lũ quét",
	} {
		url := fmt.Sprintf("https://baomau.example/bai-%d.html", i+1)
		a := &news.Article{ID: news.NewID(url), URL: url, Title: title}
		if err := ix.Put(ctx, a); err != nil {
			log.Fatal(err)
		}
	}
	if err := ix.Flush(ctx); err != nil {
		log.Fatal(err)
	}
	return ix, func() {
		if err := errors.Join(ix.Close(), os.RemoveAll(dir)); err != nil {
			log.Fatal(err)
		}
	}
}

// Articles are put into an index, which then is searched, with or without marks.
func Example() {
	dir, err := os.MkdirTemp("", "index-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ix, err := index.OpenOrCreate(filepath.Join(dir, "index"), index.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()

	ctx := context.Background()
	url := "https://baomau.example/hoi-nghi-1.html"
	a := &news.Article{ID: news.NewID(url), URL: url, Title: "Hội nghị sơ kết sáu tháng đầu năm"}
	if err := ix.Put(ctx, a); err != nil {
		log.Fatal(err)
	}
	if err := ix.Flush(ctx); err != nil { // now it is on disk
		log.Fatal(err)
	}
	result, err := ix.Search(ctx, index.Request{Query: "hoi nghi so ket"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Total, result.Hits[0].Title)
	// Output: 1 Hội nghị sơ kết sáu tháng đầu năm
}

func ExampleIndex_Get() {
	ix, remove := newIndex()
	defer remove()
	ctx := context.Background()
	a, err := ix.Get(ctx, news.NewID("https://baomau.example/bai-3.html"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Title)
	_, err = ix.Get(ctx, news.NewID("https://baomau.example/bai-5.html"))
	fmt.Println(errors.Is(err, index.ErrNotFound))
	// Output:
	// Hội nghị sơ kết sáu tháng đầu năm
	// true
}

func ExampleIndex_Articles() {
	ix, remove := newIndex()
	defer remove()
	n := 0
	for _, err := range ix.Articles(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "articles")
	// Output: 4 articles
}

func ExampleIndex_Related() {
	ix, remove := newIndex()
	defer remove()
	result, err := ix.Related(context.Background(), news.NewID("https://baomau.example/bai-1.html"), 10)
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range result.Hits {
		fmt.Println(hit.Title)
	}
	// Output: Lũ quét ở Mường La làm ba người bị thương
}

func ExampleIndex_Suggest() {
	ix, remove := newIndex()
	defer remove()
	phrases, err := ix.Suggest(context.Background(), "lu qu", 3)
	if err != nil {
		log.Fatal(err)
	}
	for _, phrase := range phrases {
		fmt.Println(phrase.Value)
	}
	// Output: Lũ quét
}
