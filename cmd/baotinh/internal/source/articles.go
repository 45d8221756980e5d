package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"

	"baotinh/pipeline/news"
)

// maxLineBytes is the length of the longest article in JSON.
const maxLineBytes = 16 << 20

// readArticles yields the articles of r: objects in JSON, one a line as `baotinh export` writes them, or over
// several lines, one behind another or in an array. Each needs url, title and a text.
func readArticles(r *bufio.Reader, name string) iter.Seq2[*news.Page, error] {
	if isIndented(r) {
		return readValues(r, name)
	}
	return readLines(r, name)
}

// isIndented reports whether r begins with an array or with the first line of an object that goes on.
func isIndented(r *bufio.Reader) bool {
	head, _ := r.Peek(bufferBytes)
	line, _, more := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n"))
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte("[")) || more && len(line) > 0 &&
		bytes.IndexByte([]byte("{[,"), line[len(line)-1]) >= 0
}

// readLines reads objects that have a line each. A line that cannot be read is lost alone.
func readLines(r io.Reader, name string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, bufferBytes), maxLineBytes)
		n := 0
		for lines.Scan() {
			n++
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			if !yieldArticle(yield, bytes.Clone(lines.Bytes()), fmt.Sprintf("%s:%d", name, n)) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, StageError(fmt.Sprintf("%s:%d", name, n+1), err))
		}
	}
}

// readValues reads objects that stand over several lines. Its places are offsets: "articles.json#1200". What
// is behind an error of form is lost.
func readValues(r io.Reader, name string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		values := json.NewDecoder(r)
		for {
			place := fmt.Sprintf("%s#%d", name, values.InputOffset())
			value, err := nextObject(values)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, StageError(place, err))
				return
			}
			if !yieldArticle(yield, value, place) {
				return
			}
		}
	}
}

// nextObject returns the next object of a sequence or an array of objects, or io.EOF at the end.
func nextObject(values *json.Decoder) (json.RawMessage, error) {
	for !values.More() {
		if _, err := values.Token(); err != nil { // the end of an array, or of the file
			return nil, err
		}
	}
	var value json.RawMessage
	if err := peekArray(values); err != nil {
		return nil, err
	}
	err := values.Decode(&value)
	return value, err
}

// peekArray enters an array that begins a file.
func peekArray(values *json.Decoder) error {
	if values.InputOffset() > 0 {
		return nil
	}
	head, err := bufio.NewReader(values.Buffered()).Peek(1)
	if err == nil && head[0] == '[' {
		_, err = values.Token()
	}
	return err
}

// yieldArticle yields the page of an article in JSON, or the error that names its place. It reports whether
// to go on.
func yieldArticle(yield func(*news.Page, error) bool, value []byte, place string) bool {
	p, err := articlePage(value, place)
	if err != nil {
		return yield(nil, StageError(place, err))
	}
	return yield(p, nil)
}

// articlePage returns the page that stands for an article in JSON, from a place in a file.
func articlePage(value []byte, place string) (*news.Page, error) {
	a, isOurs, err := decodeArticle(value)
	if err != nil {
		return nil, err
	}
	if a.URL == "" || a.Title == "" {
		return nil, errors.New("an article needs url and title")
	}
	if !isOurs {
		if value, err = json.Marshal(a); err != nil { // reindex reads the archived form again
			return nil, err
		}
	}
	return &news.Page{
		URL: a.URL, File: place, Body: value, Article: a,
		Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
	}, nil
}
