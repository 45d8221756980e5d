package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"baotinh/pipeline"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/warc"
)

// A crawl of a newspaper with two articles, served on loopback.
func ExampleCrawl() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<a href="/lu-lon-1001.html">Lũ lớn</a> <a href="/sat-lo-1002.html">Sạt lở</a>`)
		case "/robots.txt":
			http.NotFound(w, r)
		default:
			fmt.Fprint(w, "<h1>Tin</h1>")
		}
	}))
	defer server.Close()

	if err := crawl(server.Listener.Addr().String()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// http://tin.example/
	// http://tin.example/lu-lon-1001.html
	// http://tin.example/sat-lo-1002.html
}

// crawl crawls the newspaper at an address and prints the URLs of its pages.
func crawl(address string) (err error) {
	dir, err := os.MkdirTemp("", "crawl")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	catalogue, err := newspaper.Parse([]byte(`[tin]
name = "Tin"
province = "Lạng Sơn"
hosts = ["tin.example"]
seeds = ["http://tin.example/"]
`), "example.toml")
	if err != nil {
		return err
	}

	archive, err := warc.OpenArchive(filepath.Join(dir, "archive"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	queue, err := frontier.Open(filepath.Join(dir, "frontier.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, queue.Close()) }()
	for _, paper := range catalogue.All() {
		if _, err := queue.Add(discover.Seeds(paper)); err != nil {
			return err
		}
	}

	c := pipeline.Crawl{
		Fetcher: fetch.New(fetch.Options{
			Delay: 1, // a nanosecond; the default is a second
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, address)
			},
		}),
		Frontier: queue,
		Archive:  archive,
		Links:    func(p *news.Page) ([]news.Link, error) { return discover.Links(p, catalogue) },
		Classify: func(error) news.Outcome { return news.Outcome{Result: news.Failed} },
		Workers:  8,
	}
	for page, err := range c.Pages(context.Background()) {
		if err != nil {
			return err
		}
		fmt.Println(page.URL)
	}
	return nil
}

// A titleSink prints the titles of the articles that are put into it. The program has *index.Index.
type titleSink struct{}

func (titleSink) Put(_ context.Context, a *news.Article) error {
	fmt.Println(a.Title, "|", a.Published.Time.Format("02/01/2006"))
	return nil
}

func (titleSink) Checkpoint(context.Context, news.Position) error { return nil }
func (titleSink) Flush(context.Context) error                     { return nil }

const floodPage = `<meta property="article:published_time" content="2022-07-27T16:20:00+07:00">
<h1>Lũ lớn ở Mường La</h1>
<p>Chiều 27/7, mưa lớn kéo dài gây lũ quét tại xã Ngọc Chiến, huyện Mường La, cuốn trôi 20 ngôi nhà.</p>
<p>Chính quyền đã đưa các hộ dân ở vùng nguy hiểm đến nơi an toàn, phân công lực lượng trực đêm.</p>`

// A run extracts the article of each page and puts it into a sink.
func ExampleRun() {
	pages := func(yield func(*news.Page, error) bool) {
		url := "https://baomau.example/lu-lon-1001.html"
		yield(&news.Page{URL: url, Status: 200, Body: []byte(floodPage)}, nil)
	}
	run := pipeline.Run{Extractor: extract.New(newspaper.Default()), Sink: titleSink{}}
	if err := run.Ingest(context.Background(), pages); err != nil {
		fmt.Println(err)
	}
	fmt.Println(run.Stats.Articles, "article")
	// Output:
	// Lũ lớn ở Mường La | 27/07/2022
	// 1 article
}
