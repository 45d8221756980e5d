package fetch

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// newTransport returns a transport for single exchanges over HTTP/1.1 or HTTP/2. It neither follows redirects
// nor keeps cookies nor decompresses.
func newTransport(o Options, v *verifier) *http.Transport {
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, connectTimeout)
		defer cancel()
		return o.Dial(ctx, network, address)
	}
	return &http.Transport{
		DialContext:            dial,
		DialTLSContext:         v.dialTLS(dial),
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
	body       body
	at         time.Time     // when the request was sent
	retryAfter time.Duration // how long the host must not be asked, as stated or by default
	wall       Wall          // in place of a page
	exchange   *news.Exchange
}

// A trip is a request with the cookies that the redirects on its way set. They are sent back on this way
// only: many servers redirect until they get them.
type trip struct {
	news.Request
	cookies  *cookiejar.Jar
	redirect *news.Redirect // that the last request was answered with, or nil
}

// cookiesFor returns the cookies for a URL.
func (t *trip) cookiesFor(u *url.URL) []*http.Cookie { return t.cookies.Cookies(u) }

// exchange requests one URL when the slot of its host is free. It reads the body with read. The request has
// the cookies and the validators of t, which is nil for robots.txt.
func (c *Client) exchange(
	ctx context.Context, u string, t *trip, read func(*http.Response) (body, error),
) (*response, error) {
	h := c.hostState(canonical.Host(u))
	servers, err := c.acquire(ctx, h)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	defer c.release(h, servers, began)

	limited, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	request, err := c.request(limited, u, t)
	if err != nil {
		return nil, err
	}
	c.requests.Add(1)
	x := &news.Exchange{Request: headOf(request)}
	received, err := c.transport.RoundTrip(request.WithContext(withAddress(limited, x)))
	if err != nil {
		if ctx.Err() == nil {
			h.recordFailure()
		}
		return nil, err
	}
	defer received.Body.Close()

	resp := &response{status: received.StatusCode, header: received.Header, at: began, exchange: x}
	resp.body, err = read(received)
	x.Took = time.Since(began)
	if request.URL.Scheme == "https" {
		x.TLS = c.verifier.noteOf(request.URL.Hostname())
	}
	if err == nil && t != nil {
		resp.wall = wallOf(resp.status, resp.header, resp.body.data)
		t.cookies.SetCookies(request.URL, received.Cookies())
	}
	resp.retryAfter = h.record(u, resp, t == nil || isRedirect(resp))
	c.bytes.Add(int64(len(resp.body.data)))
	if resp.body.kind != "" {
		resp.header.Set(origType, resp.header.Get("Content-Type"))
		resp.header.Set("Content-Type", resp.body.kind)
	}
	return resp, err
}

func (c *Client) request(ctx context.Context, u string, t *trip) (*http.Request, error) {
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
	if t != nil {
		set("If-None-Match", t.ETag)
		set("If-Modified-Since", t.LastModified)
		for _, cookie := range t.cookiesFor(request.URL) {
			request.AddCookie(cookie)
		}
	}
	return request, nil
}

// headOf returns the head of a request as HTTP/1.1 writes it.
func headOf(r *http.Request) []byte {
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		return nil // the request will say so
	}
	return b.Bytes()
}

// withAddress returns a context that notes in x the address to which a request goes.
func withAddress(ctx context.Context, x *news.Exchange) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if at, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil {
			x.Address = at.Addr().Unmap().WithZone("").String()
		}
	}})
}
