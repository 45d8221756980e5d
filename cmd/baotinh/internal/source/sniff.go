package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzip"

	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

const (
	bufferBytes = 64 << 10
	headBytes   = 4096 // that tell what a file is
)

// readPages yields the pages of r, a file by name or "-".
func readPages(r io.Reader, name string) iter.Seq2[*news.Page, error] {
	buffered := bufio.NewReaderSize(r, bufferBytes)
	head, _ := buffered.Peek(headBytes) // an error will show again
	if bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		inner, err := peekGzip(head)
		if err != nil {
			return failed(err)
		}
		if isWARC(inner) {
			return warc.Read(buffered, name)
		}
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return failed(err)
		}
		buffered = bufio.NewReaderSize(gzipReader{unzipped}, bufferBytes)
		head = inner
	}
	if mediaType := http.DetectContentType(head); !isText(mediaType) {
		return failed(fmt.Errorf("%s is no page", mediaType))
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")

	switch {
	case isWARC(head):
		return warc.Read(buffered, name)
	case bytes.HasPrefix(head, []byte("{")), hasSuffix(name, ".jsonl", ".jsonl.gz"):
		return readArticles(buffered, name)
	case bytes.HasPrefix(head, []byte("<")):
		return readPage(buffered, name, "text/html")
	case isJSONArray(head):
		return failed(errors.New("a JSON array; articles are read one object a line"))
	}
	return readPage(buffered, name, typeOf(name))
}

// isJSONArray reports whether head begins an array of objects, which no text of a page does.
func isJSONArray(head []byte) bool {
	inner, ok := bytes.CutPrefix(head, []byte("["))
	return ok && bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte("{"))
}

// isText reports whether a page may have a media type: that of text in an old Vietnamese encoding is
// octet-stream.
func isText(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || mediaType == "application/octet-stream"
}

func isWARC(head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) }

// typeOf returns the media type that the name of a file tells.
func typeOf(name string) string {
	if hasSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), "html", ".htm") {
		return "text/html"
	}
	return "text/plain"
}

// A gzipReader returns errCutOff at the end of a gzip file that is cut off.
type gzipReader struct{ io.Reader }

func (r gzipReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.ErrUnexpectedEOF {
		err = errCutOff
	}
	return n, err
}

var errCutOff = errors.New("the gzip file ends too early")

// peekGzip returns the beginning of what head, the first bytes of a gzip file, unpacks to.
func peekGzip(head []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil, err
	}
	inner := make([]byte, 512)
	n, err := io.ReadFull(z, inner)
	if n == 0 && err == io.ErrUnexpectedEOF {
		return nil, errCutOff
	}
	if n == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	return inner[:n], nil
}

// failed yields err alone.
func failed(err error) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) { yield(nil, err) }
}
