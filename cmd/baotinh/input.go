package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

const (
	maxPageBytes = 8 << 20  // of a local page: what the crawler accepts, too
	maxLineBytes = 16 << 20 // of an article in JSON
)

// extensions are the endings of the files that are read when a folder is given.
var extensions = []string{
	".html", ".htm", ".xhtml", ".txt", ".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".html.gz", ".htm.gz",
}

// An input is what the files, folders and "-" (standard input) of a command line hold.
type input struct {
	stdin io.Reader
	paths []string
	read  atomic.Int64 // bytes of the files, so far
}

func newInput(stdin io.Reader, paths []string) *input { return &input{stdin: stdin, paths: paths} }

// size returns how many bytes the files have, or 0 if nobody knows.
func (in *input) size() int64 {
	var total int64
	for _, path := range in.paths {
		if path == "-" {
			return 0
		}
		for file, err := range files(path) {
			if info, statErr := os.Stat(file); err == nil && statErr == nil {
				total += info.Size()
			}
		}
	}
	return total
}

// pages yields the pages: HTML or plain text, the records of WARC files, articles as JSON Lines. What cannot be read is
// yielded as *pipeline.StageError, and the rest goes on.
func (in *input) pages() iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for _, path := range in.paths {
			for p, err := range in.open(path) {
				if err != nil {
					p, err = nil, readError(path, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// readError names the file or line that err is about, once.
func readError(path string, err error) error {
	if _, ok := errors.AsType[*pipeline.StageError](err); ok {
		return err
	}
	if record, ok := errors.AsType[*warc.RecordError](err); ok {
		return &pipeline.StageError{Stage: pipeline.StageRead, URL: record.Name + "#" + record.Place, Err: record.Err}
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		path, err = cmp.Or(pathErr.Path, path), pathErr.Err
	}
	return &pipeline.StageError{Stage: pipeline.StageRead, URL: path, Err: err}
}

// open yields the pages of one argument.
func (in *input) open(path string) iter.Seq2[*news.Page, error] {
	if path == "-" {
		return readPages(in.stdin, "-")
	}
	return func(yield func(*news.Page, error) bool) {
		for file, err := range files(path) {
			if err != nil {
				if !yield(nil, readError(path, err)) {
					return
				}
				continue
			}
			for p, err := range in.openFile(file) {
				if err != nil {
					p, err = nil, readError(file, err)
				}
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// files yields path itself or, if it is a folder, the files in and below it whose ending is known.
func files(path string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				if !yield("", err) {
					return fs.SkipAll
				}
				return nil
			case entry.IsDir(), file != path && !slices.ContainsFunc(extensions, hasSuffix(file)):
				return nil
			case !yield(file, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

func hasSuffix(file string) func(string) bool {
	file = strings.ToLower(file)
	return func(extension string) bool { return strings.HasSuffix(file, extension) }
}

func (in *input) openFile(path string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close() // it was only read
		for p, err := range readPages(counted{f, &in.read}, path) {
			if !yield(p, err) {
				return
			}
		}
	}
}

// counted counts the bytes that are read.
type counted struct {
	io.Reader
	n *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// readPages yields the pages of r. What r is shows in its first bytes, not in its name: WARC, JSON Lines, HTML, else text; each
// may be gzipped.
func readPages(r io.Reader, name string) iter.Seq2[*news.Page, error] {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, _ := buffered.Peek(4096) // an error will show again
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
		buffered = bufio.NewReaderSize(whole{unzipped}, 64<<10)
		head = inner
	}
	if kind := http.DetectContentType(head); !isText(kind) {
		return failed(fmt.Errorf("%s is no page", kind))
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")

	switch {
	case isWARC(head):
		return warc.Read(buffered, name)
	case bytes.HasPrefix(head, []byte("{")), hasSuffix(name)(".jsonl"), hasSuffix(name)(".jsonl.gz"):
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

// isText reports whether a page may have a media type: that of an old Vietnamese encoding is none.
func isText(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || mediaType == "application/octet-stream"
}

func isWARC(head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) }

// typeOf returns the media type that the name of a file tells.
func typeOf(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if strings.HasSuffix(name, "html") || strings.HasSuffix(name, ".htm") {
		return "text/html"
	}
	return "text/plain"
}

// whole says of a gzip file that is cut off what is wrong with it.
type whole struct{ io.Reader }

func (w whole) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
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

func failed(err error) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) { yield(nil, err) }
}

// readPage yields r as one page.
func readPage(r io.Reader, name, mediaType string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		body, err := io.ReadAll(io.LimitReader(r, maxPageBytes+1))
		if err == nil && len(body) > maxPageBytes {
			err = fmt.Errorf("larger than %d MiB", maxPageBytes>>20)
		}
		if err == nil && len(bytes.TrimSpace(body)) == 0 {
			err = errors.New("empty")
		}
		if err != nil {
			yield(nil, err)
			return
		}

		p := &news.Page{File: name, Body: body, Header: textproto.MIMEHeader{"Content-Type": {mediaType}}}
		p.URL, err = address(p)
		yield(p, err)
	}
}

// address returns where a local page comes from: the address that a browser noted when it saved the page, else the file's
// own; for standard input one with the digest.
func address(p *news.Page) (string, error) {
	if saved := savedFrom(p.Body); saved != "" {
		return saved, nil
	}
	if p.File == "-" {
		return "file:///dev/stdin/" + p.Digest(), nil
	}
	path, err := filepath.Abs(p.File)
	if err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String(), nil
}

// savedFrom returns the URL of the comment that browsers write into the pages they save:
// <!-- saved from url=(0031)https://baomau.example/a-1.html -->.
func savedFrom(body []byte) string {
	_, rest, ok := bytes.Cut(body[:min(len(body), 2048)], []byte("<!-- saved from url=("))
	if !ok {
		return ""
	}
	_, rest, _ = bytes.Cut(rest, []byte(")"))
	address, _, _ := bytes.Cut(rest, []byte(" "))
	saved, err := canonical.URL(string(address))
	if err != nil {
		return ""
	}
	return saved
}

// readArticles yields the articles of r, one a line, as `baotinh export` writes them. Each needs url and title.
func readArticles(r *bufio.Reader, name string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 64<<10), maxLineBytes)
		n := 0
		for lines.Scan() {
			n++
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			p, err := articlePage(bytes.Clone(lines.Bytes()))
			if err != nil {
				err = readError(fmt.Sprintf("%s:%d", name, n), err)
			} else {
				p.File = fmt.Sprintf("%s:%d", name, n)
			}
			if !yield(p, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, readError(fmt.Sprintf("%s:%d", name, n+1), err))
		}
	}
}

// articlePage returns the page that stands for an article in JSON.
func articlePage(line []byte) (*news.Page, error) {
	var a news.Article
	if err := json.Unmarshal(line, &a); err != nil {
		return nil, err
	}
	if a.URL == "" || a.Title == "" {
		return nil, errors.New("an article needs url and title")
	}
	return &news.Page{
		URL: a.URL, Body: line, Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
	}, nil
}
