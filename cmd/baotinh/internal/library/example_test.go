package library_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/demo"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/newspaper"
)

// A job reads articles; then they are found.
func Example() {
	dir, err := os.MkdirTemp("", "baotinh-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	articles := `{"url":"https://baomau.example/a-1.html","title":"Hội nghị sơ kết sáu tháng"}` + "\n" +
		`{"url":"https://baomau.example/a-2.html","title":"Thuỷ lợi mùa mưa"}` + "\n"

	if err := ingest(context.Background(), dir, source.New(strings.NewReader(articles), "-")); err != nil {
		log.Fatal(err)
	}
	ix, err := library.OpenIndex(context.Background(), library.In(dir))
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()
	result, err := ix.Search(context.Background(), index.Request{Query: "thủy lợi"})
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range result.Hits {
		fmt.Println(hit.Title, hit.URL)
	}
	// Output:
	// Thuỷ lợi mùa mưa https://baomau.example/a-2.html
}

// ingest reads the pages of an input into the library in dir.
func ingest(ctx context.Context, dir string, in *source.Input) error {
	l, err := library.Open(library.In(dir))
	if err != nil {
		return err
	}
	job := l.Begin(library.Options{
		Catalogue: newspaper.Default(),
		Failed:    func(err *pipeline.StageError) { fmt.Println(err) },
	})
	err = job.Ingest(ctx, in.Pages())
	if err == nil {
		err = job.Compact(ctx)
	}
	_, finishErr := job.Finish()
	return errors.Join(err, finishErr, l.Close())
}

// A crawl of three small newspapers on loopback; with the catalogue newspaper.Default and without Dial it
// would be one of real ones.
func ExampleJob_Crawl() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "baotinh-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	site, err := demo.Start(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer site.Close()
	catalogue, err := newspaper.Parse(site.Newspapers(), "demo")
	if err != nil {
		log.Fatal(err)
	}

	l, err := library.Open(library.In(dir))
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	job := l.Begin(library.Options{Catalogue: catalogue})
	crawl := library.Crawl{Newspapers: catalogue.All(), Delay: time.Millisecond, Dial: site.Dial}
	if err := job.Crawl(ctx, crawl); err != nil {
		log.Fatal(err)
	}
	summary, err := job.Finish()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(*summary.Indexed, "articles")
	// Output: 48 articles
}
