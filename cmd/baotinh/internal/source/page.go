package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"
	"net/url"
	"path/filepath"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// maxPageBytes is the size of the largest page: what the crawler accepts, too.
const maxPageBytes = 8 << 20

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

// address returns where a local page comes from: the address that a browser noted when it saved the page,
// else that of the file; for standard input one with the digest.
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
