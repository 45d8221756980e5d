package warc_test

import (
	"fmt"
	"log"
	"os"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// Pages are appended to an archive; a reader goes on from the position up to which it has read.
func ExampleArchive() {
	dir, err := os.MkdirTemp("", "archive-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	archive, err := warc.OpenArchive(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer archive.Close()

	var read news.Position
	for _, url := range []string{"https://baomau.example/bai-1.html", "https://baomau.example/bai-2.html"} {
		page := &news.Page{URL: url, Status: 200, Body: []byte("<h1>Tin</h1>"), Fetched: time.Now()}
		if _, err := archive.Append(page); err != nil {
			log.Fatal(err)
		}
		if err := archive.Sync(); err != nil { // now it is on disk
			log.Fatal(err)
		}
		for page, err := range archive.Pages(read) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(page.URL)
			read = page.End
		}
	}
	// Output:
	// https://baomau.example/bai-1.html
	// https://baomau.example/bai-2.html
}
