package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/textproto"

	"baotinh/pipeline/news"
)

// maxLineBytes is the length of the longest article in JSON.
const maxLineBytes = 16 << 20

// readArticles yields the articles of r, one a line, as `baotinh export` writes them. Each needs url and
// title.
func readArticles(r *bufio.Reader, name string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, bufferBytes), maxLineBytes)
		n := 0
		for lines.Scan() {
			n++
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			place := fmt.Sprintf("%s:%d", name, n)
			p, err := articlePage(bytes.Clone(lines.Bytes()), place)
			if err != nil {
				err = StageError(place, err)
			}
			if !yield(p, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, StageError(fmt.Sprintf("%s:%d", name, n+1), err))
		}
	}
}

// articlePage returns the page that stands for an article in JSON, from a place in a file.
func articlePage(line []byte, place string) (*news.Page, error) {
	a := new(news.Article)
	if err := json.Unmarshal(line, a); err != nil {
		return nil, err
	}
	if a.URL == "" || a.Title == "" {
		return nil, errors.New("an article needs url and title")
	}
	return &news.Page{
		URL: a.URL, File: place, Body: line, Article: a,
		Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
	}, nil
}
