package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/coding"
	"baotinh/pipeline/news"
)

// newTransport returns a transport for single exchanges over HTTP/1.1 or HTTP/2. It neither follows redirects
// nor keeps cookies nor decompresses.
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

// A response is an HTTP response with its body read.
type response struct {
	status     int
	header     http.Header
	body       []byte
	at         time.Time     // when the request was sent
	retryAfter time.Duration // of 429 and 503: how long the host must not be asked
}

// exchange requests one URL when the slot of its host is free. It reads the body with read. The request is
// conditional if r, which may be nil, has validators.
func (c *Client) exchange(
	ctx context.Context, u string, r *news.Request, read func(*http.Response) ([]byte, error),
) (*response, error) {
	h := c.hostState(canonical.Host(u))
	if err := c.acquire(ctx, h); err != nil {
		return nil, err
	}
	began := time.Now()
	defer func() { h.release(began) }()

	limited, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	request, err := c.request(limited, u, r)
	if err != nil {
		return nil, err
	}
	c.requests.Add(1)
	received, err := c.transport.RoundTrip(request)
	if err != nil {
		if ctx.Err() == nil {
			h.recordFailure()
		}
		return nil, err
	}
	defer received.Body.Close()

	resp := &response{status: received.StatusCode, header: received.Header, at: began}
	resp.retryAfter = h.recordStatus(resp.status, resp.header)
	h.onWay(r == nil || isRedirect(resp))
	if resp.body, err = read(received); err != nil {
		return nil, err
	}
	c.bytes.Add(int64(len(resp.body)))
	return resp, nil
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

// drain discards the beginning of a body, so that the connection can be used again.
func drain(r *http.Response) {
	_, _ = io.CopyN(io.Discard, r.Body, 16<<10) // only the status is needed
}

// readPage reads the body of a page. It returns nil for a status other than 200.
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

	body, err := decodeBody(r)
	if err != nil {
		return nil, err
	}
	if isGzip(kind) { // a sitemap.xml.gz, which is now decompressed
		kind = ""
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

// readAll is io.ReadAll with a result of exact capacity, because pages stay in memory for a while.
func readAll(r io.Reader) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	_, err := b.ReadFrom(r)
	return bytes.Clone(b.Bytes()), err
}

// mediaType returns the media type of a Content-Type in lower case. It is empty if there is none, or if it is
// application/octet-stream.
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
	body, err := coding.NewReader(r.Body, r.Header.Values("Content-Encoding")...)
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	r.Header.Del("Content-Encoding")
	return body, nil
}
