package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// newTransport returns a transport that does one thing: one exchange over HTTP/1.1 or 2. Redirects, cookies
// and decompression are not its business.
func newTransport(o Options) *http.Transport {
	const connect = 10 * time.Second
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, connect)
			defer cancel()
			return o.Dial(ctx, network, address)
		},
		TLSClientConfig:        &tls.Config{RootCAs: o.RootCAs},
		TLSHandshakeTimeout:    connect,
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: 256 << 10,
		MaxIdleConnsPerHost:    1,
		MaxIdleConns:           128,
		IdleConnTimeout:        90 * time.Second,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
	}
}

// An answer is what came back from a host.
type answer struct {
	status     int
	header     http.Header
	body       []byte
	at         time.Time     // when the request was sent
	retryAfter time.Duration // of 429 and 503: for how long the host is held
}

// exchange asks for one URL when it is the turn of its host. The body is what read makes of the response;
// r, if not nil, may make the request conditional.
func (c *Client) exchange(
	ctx context.Context, u string, r *news.Request, read func(*http.Response) ([]byte, error),
) (*answer, error) {
	h := c.host(canonical.Host(u))
	if err := c.enter(ctx, h); err != nil {
		return nil, err
	}
	began := time.Now()
	defer func() { h.leave(began) }()

	limited, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	request, err := c.request(limited, u, r)
	if err != nil {
		return nil, err
	}
	c.requests.Add(1)
	response, err := c.transport.RoundTrip(request)
	if err != nil {
		if ctx.Err() == nil {
			h.broke()
		}
		return nil, err
	}
	defer response.Body.Close()

	a := &answer{status: response.StatusCode, header: response.Header, at: began}
	a.retryAfter = h.answered(a.status, a.header)
	if a.body, err = read(response); err != nil {
		return nil, err
	}
	c.bytes.Add(int64(len(a.body)))
	return a, nil
}

func (c *Client) request(ctx context.Context, u string, r *news.Request) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u, nil)
	if err != nil {
		return nil, err
	}
	set := func(key, value string) {
		if value != "" {
			request.Header.Set(key, value)
		}
	}
	set("User-Agent", c.o.UserAgent)
	set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	set("Accept-Language", "vi,en;q=0.5")
	set("Accept-Encoding", "gzip, deflate")
	if r != nil {
		set("If-None-Match", r.ETag)
		set("If-Modified-Since", r.LastModified)
	}
	return request, nil
}

// drain reads a little of a body that nobody wants, so that the connection can be used again.
func drain(r *http.Response) {
	_, _ = io.CopyN(io.Discard, r.Body, 16<<10) // the status has said all
}

// readPage reads the body of a page. That of another answer is nil.
func (c *Client) readPage(r *http.Response) ([]byte, error) {
	if r.StatusCode != http.StatusOK {
		drain(r)
		return nil, nil
	}
	kind := mediaType(r.Header.Get("Content-Type"))
	if kind != "" && !isText(kind) && !isGzip(kind) {
		return nil, fmt.Errorf("%w: %s", ErrNotHTML, kind)
	}
	if r.ContentLength > c.o.MaxBodyBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, r.ContentLength)
	}

	body, err := decoded(r)
	if err != nil {
		return nil, err
	}
	if isGzip(kind) { // a sitemap.xml.gz, which some servers unpack themselves
		kind = ""
		if body, err = gunzipped(body); err != nil {
			return nil, err
		}
	}
	data, err := readAll(io.LimitReader(body, c.o.MaxBodyBytes+1))
	switch {
	case int64(len(data)) > c.o.MaxBodyBytes:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, c.o.MaxBodyBytes)
	case err != nil:
		return nil, fmt.Errorf("body: %w", err)
	case kind == "" && !isText(mediaType(http.DetectContentType(data))):
		return nil, ErrNotHTML
	}
	return data, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readAll is io.ReadAll but for a result that is as long as it need be, since pages are kept for a while.
func readAll(r io.Reader) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	_, err := b.ReadFrom(r)
	return bytes.Clone(b.Bytes()), err
}

// mediaType returns the media type in a Content-Type, in lower case; empty if none is stated or it states
// nothing.
func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(contentType, ";") // a bad parameter does not make the type unknown
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	if kind == "application/octet-stream" || !strings.Contains(kind, "/") {
		return ""
	}
	return kind
}

// isText reports whether a media type is that of a page, a feed, a sitemap or plain text.
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

// gunzipped returns the content of a gzip file, or r if it is none.
func gunzipped(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if magic, err := b.Peek(2); err != nil || magic[0] != 0x1F || magic[1] != 0x8B {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	return z, nil
}

// decoded returns the body of r without its content codings, which it also removes from the header.
func decoded(r *http.Response) (io.Reader, error) {
	var body io.Reader = r.Body
	coding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding")))
	switch coding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(body)
		if errors.Is(err, io.EOF) {
			break // no body at all
		}
		if err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		body = z
	case "deflate":
		z, err := inflater(body)
		if err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		body = z
	default:
		return nil, fmt.Errorf("%w %q", errCoding, coding)
	}
	r.Header.Del("Content-Encoding")
	r.Header.Del("Content-Length")
	return body, nil
}

// inflater returns a reader of "deflate", which is zlib (RFC 9110 §8.4.1.2) but from some servers bare
// DEFLATE.
func inflater(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err != nil {
		if errors.Is(err, io.EOF) && len(head) == 0 {
			return b, nil // no body at all
		}
		return nil, err
	}
	if head[0]&0x0F == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}
