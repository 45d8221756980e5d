package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"syscall"

	"baotinh/pipeline/coding"
)

const (
	sniffBytes      = 4 << 10  // of a body that show what it is, after the notice of a program
	maxSitemapBytes = 50 << 20 // of one file, decompressed, by sitemaps.org
	wallBytes       = 32 << 10 // of the body of an answer that is no page, or of a page that may be a wall
)

// A body is the body of a response.
type body struct {
	data  []byte
	short bool   // it ended before the length that the server stated
	kind  string // the media type, if the header does not state it; empty: it does
}

// origType is the field for the Content-Type of the server where another is stored, named as the tools for
// web archives name it.
const origType = "X-Archive-Orig-Content-Type"

// readPage reads the body of a page. Its bytes decide whether it is one, whatever the header says. For a
// status other than that of a page it returns the beginning.
func (c *Client) readPage(r *http.Response) (body, error) {
	decoded, err := decodeBody(r)
	if err != nil {
		return body{}, err
	}
	if !isPageStatus(r.StatusCode) {
		return readBeginning(decoded), nil
	}
	b := bufio.NewReaderSize(decoded, sniffBytes)
	head, err := b.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) && !isCut(err) {
		return body{}, fmt.Errorf("body: %w", err)
	}
	kind := mediaType(r.Header.Get("Content-Type"))
	if !isPage(kind, head) {
		return body{}, fmt.Errorf("%w: %s", ErrNotHTML, http.DetectContentType(head))
	}
	if isSitemap(head) {
		return c.readSitemap(b, kind)
	}

	if r.ContentLength > c.o.MaxBodyBytes {
		return body{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, r.ContentLength)
	}
	data, err := readAll(io.LimitReader(b, c.o.MaxBodyBytes+1))
	if int64(len(data)) > c.o.MaxBodyBytes {
		return body{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, c.o.MaxBodyBytes)
	}
	if err != nil && !isCut(err) {
		return body{}, fmt.Errorf("body: %w", err)
	}
	page := body{data: data, short: err != nil}
	if !isText(kind) && isMarkup(head) {
		page.kind = http.DetectContentType(head)
	}
	return page, nil
}

// readBeginning reads the beginning of a body that is no page: what shows a wall, and what the server says.
func readBeginning(r io.Reader) body {
	head, err := io.ReadAll(io.LimitReader(r, wallBytes+1))
	if len(head) > wallBytes {
		return body{data: head[:wallBytes], short: true}
	}
	return body{data: head, short: err != nil}
}

// readSitemap reads a sitemap, which may be longer than a page. A long one is kept in gzip, as if the server
// had sent a sitemap.xml.gz, so that it takes little memory.
func (c *Client) readSitemap(r io.Reader, kind string) (body, error) {
	data, err := readAll(io.LimitReader(r, c.o.MaxBodyBytes+1))
	if err != nil || int64(len(data)) <= c.o.MaxBodyBytes {
		if err != nil && !isCut(err) {
			return body{}, fmt.Errorf("body: %w", err)
		}
		return body{data: data, short: err != nil}, nil
	}

	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return body{}, err
	}
	if _, err := z.Write(data); err != nil {
		return body{}, err
	}
	_, err = io.Copy(z, io.LimitReader(r, maxSitemapBytes-int64(len(data))))
	if err != nil && !isCut(err) {
		return body{}, fmt.Errorf("body: %w", err)
	}
	if err := z.Close(); err != nil {
		return body{}, err
	}
	return body{data: packed.Bytes(), short: err != nil, kind: "application/gzip"}, nil
}

// isCut reports whether an error means that the connection ended within a body.
func isCut(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readAll is io.ReadAll with a result of exact capacity, because pages stay in memory for a while.
func readAll(r io.Reader) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	_, err := b.ReadFrom(r)
	return bytes.Clone(b.Bytes()), err
}

// mediaType returns the media type of a Content-Type in lower case; of several that a proxy joined, the
// first. It is empty if there is none, or one that says nothing of the bytes.
func mediaType(contentType string) string {
	first, _, _ := strings.Cut(contentType, ",")
	kind, _, err := mime.ParseMediaType(first)
	if err != nil {
		kind, _, _ = strings.Cut(first, ";") // a bad parameter does not make the type unknown
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	if strings.HasSuffix(kind, "/octet-stream") || !strings.Contains(kind, "/") {
		return ""
	}
	return kind
}

// isPage reports whether a body that begins with head, and whose media type is stated as kind, is a page, a
// feed, a sitemap or plain text. A type of text may be stated for anything that is no known binary format; of
// another type, only markup and JSON are believed.
func isPage(kind string, head []byte) bool {
	sniffed := mediaType(http.DetectContentType(head))
	binary := sniffed != "" && !strings.HasPrefix(sniffed, "text/")
	switch {
	case binary && (sniffed != "application/x-gzip" || isText(kind)):
		return false
	case isText(kind):
		return true
	case kind == "" || isGzip(kind):
		return sniffed != "" || len(head) == 0
	case isFeed(head) || isSitemap(head):
		return true
	case strings.HasPrefix(kind, "image/"): // SVG is XML
		return sniffed == "text/html"
	}
	return sniffed == "text/html" || sniffed == "text/xml"
}

// isMarkup reports whether head is that of HTML or XML.
func isMarkup(head []byte) bool {
	sniffed := mediaType(http.DetectContentType(head))
	return sniffed == "text/html" || sniffed == "text/xml" || isFeed(head) || isSitemap(head)
}

// isSitemap reports whether head is that of a sitemap or a sitemap index.
func isSitemap(head []byte) bool {
	return bytes.Contains(head, []byte("<urlset")) || bytes.Contains(head, []byte("<sitemapindex"))
}

// isFeed reports whether head is that of a feed.
func isFeed(head []byte) bool {
	for _, root := range [...]string{"<rss", "<feed", "<rdf:RDF"} {
		if bytes.Contains(head, []byte(root)) {
			return true
		}
	}
	return false
}

// isText reports whether a page, a feed, a sitemap or plain text has this media type.
func isText(kind string) bool {
	switch kind {
	case "text/html", "text/plain", "text/xml", "application/xml", "application/json", "text/json":
		return true
	}
	return strings.HasPrefix(kind, "application/") &&
		(strings.HasSuffix(kind, "+xml") || strings.HasSuffix(kind, "+json"))
}

func isGzip(kind string) bool {
	return kind == "application/gzip" || kind == "application/x-gzip"
}

// decodeBody returns the body of r without its content codings, and removes them from the header.
func decodeBody(r *http.Response) (io.Reader, error) {
	decoded, err := coding.NewReader(r.Body, r.Header.Values("Content-Encoding")...)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	r.Header.Del("Content-Encoding")
	return decoded, nil
}
