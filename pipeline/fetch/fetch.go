// Package fetch gets pages over HTTP the way a guest behaves: [Client.Fetch] asks robots.txt first and
// obeys it (RFC 9309), sends one request at a time to a host and pauses between them, waits when a server
// says that it is busy, asks for a page it has seen only if it changed, and follows redirects under the
// same rules.
//
// It also keeps its own house safe: certificates are verified, addresses of private networks refused, bodies
// limited after decompression, and everything has a time-out.
package fetch

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// maxRedirects is how many redirects a fetch follows.
const maxRedirects = 10

// Options adjusts a Client. The zero Options is useful.
type Options struct {
	// UserAgent is sent with every request, and the product token at its beginning is looked for in
	// robots.txt. It should say how to reach whoever crawls: see UserAgent. Empty: "baotinh".
	UserAgent string

	Delay    time.Duration // least pause between two requests to a host; 0: one second
	MaxDelay time.Duration // longest pause that Fetch sits out; 0: two minutes
	Timeout  time.Duration // for one request from its beginning to the end of the body; 0: 30 seconds

	// HostDelay, if not nil, returns the least pause for a host, or 0 for that in Delay.
	HostDelay func(host string) time.Duration

	// MaxBodyBytes is the longest body after decompression; 0: 8 MiB.
	MaxBodyBytes int64

	// Dial opens connections. Nil: the network, where loopback, private, link-local, multicast and other
	// addresses that are not of the public Internet are refused once the name is resolved. No proxy is ever
	// used.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// RootCAs are the authorities that certificates are verified against; nil: those of the system.
	RootCAs *x509.CertPool

	// Robots, if not nil, keeps robots.txt files between runs.
	Robots RobotsStore

	// Permitted, if not nil, reports whether whoever runs a host has allowed what its robots.txt forbids.
	// The pause that robots.txt asks for is kept all the same.
	Permitted func(host string) bool
}

// UserAgent returns the User-Agent of this program: "baotinh/1.0 (+https://example.vn/)". The contact, a
// web or mail address, tells the people who run a server whom to ask; it may be empty.
func UserAgent(version, contact string) string {
	agent := "baotinh/" + cmp.Or(version, "0")
	if contact != "" {
		agent += " (+" + contact + ")"
	}
	return agent
}

// Stats counts what a Client did.
type Stats struct {
	Requests int64         // sent, those for robots.txt among them
	Bytes    int64         // in bodies, after decompression
	Denied   int64         // fetches that robots.txt refused
	Waits    int64         // requests that had to wait for politeness
	Waited   time.Duration // by them together
}

// A Client fetches pages. Its methods may be called concurrently.
type Client struct {
	o         Options
	transport *http.Transport

	mu     sync.Mutex
	hosts  map[string]*host       // guarded by mu; by host[:port]
	robots map[string]*robotsFile // guarded by mu; by scheme://host[:port]

	requests, bytes, denied, waits, waited atomic.Int64
}

// New returns a Client. Close frees its connections.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "baotinh")
	o.Delay = cmp.Or(o.Delay, time.Second)
	o.MaxDelay = cmp.Or(o.MaxDelay, 2*time.Minute)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.MaxBodyBytes = cmp.Or(o.MaxBodyBytes, 8<<20)
	if o.Dial == nil {
		o.Dial = dialPublic
	}
	return &Client{
		o:         o,
		transport: newTransport(o),
		hosts:     map[string]*host{},
		robots:    map[string]*robotsFile{},
	}
}

// Close closes the connections that no request is using. The Client may be used again.
func (c *Client) Close() error {
	c.transport.CloseIdleConnections()
	return nil
}

// Stats returns what c did so far.
func (c *Client) Stats() Stats {
	return Stats{
		Requests: c.requests.Load(),
		Bytes:    c.bytes.Load(),
		Denied:   c.denied.Load(),
		Waits:    c.waits.Load(),
		Waited:   time.Duration(c.waited.Load()),
	}
}

// Fetch gets a page, after as long a wait as politeness asks for. Of the errors, these ask for a decision:
//
//   - [ErrNotModified]: r is conditional, and the page is what it was;
//   - [ErrRobotsDenied]: robots.txt forbids the page, or asks for a pause beyond MaxDelay;
//   - [*StatusError]: the server answered with another status than 200, or asked some time ago to be left
//     alone for longer than MaxDelay from now; no request was sent then;
//   - [ErrTooLarge], [ErrNotHTML]: the page is none for us.
//
// All others may pass: names not found, broken connections, bodies cut short, time-outs. While robots.txt
// itself cannot be had, because of a status 5xx or no answer, no page is fetched and the error is that of
// robots.txt.
func (c *Client) Fetch(ctx context.Context, r news.Request) (*news.Page, error) {
	address, err := canonical.URL(r.URL)
	if err != nil {
		return nil, err
	}

	chain := []string{address}
	for {
		at := chain[len(chain)-1]
		page, next, err := c.hop(ctx, at, r)
		if err != nil && len(chain) > 1 {
			return nil, fmt.Errorf("redirect to %s: %w", at, err)
		}
		if err != nil {
			return nil, err
		}
		if next == "" {
			return finish(page, address, at), nil
		}

		if slices.Contains(chain, next) {
			return nil, fmt.Errorf("redirect to %s: circle", next)
		}
		if len(chain) > maxRedirects {
			return nil, fmt.Errorf("more than %d redirects", maxRedirects)
		}
		chain = append(chain, next)
	}
}

// finish names page, which was asked for by address and came from at.
func finish(page *news.Page, address, at string) *news.Page {
	page.URL = address
	if at == address {
		return page
	}
	if final, err := canonical.URL(at); err == nil && final != address {
		page.FinalURL = final
	}
	return page
}

// hop asks for one URL. The answer is a page, or the URL that it redirects to.
func (c *Client) hop(ctx context.Context, at string, r news.Request) (*news.Page, string, error) {
	if err := c.obeyRobots(ctx, at); err != nil {
		return nil, "", err
	}
	a, err := c.exchange(ctx, at, &r, c.readPage)
	if err != nil {
		return nil, "", err
	}

	switch {
	case a.status == http.StatusOK:
		header := textproto.MIMEHeader(a.header)
		return &news.Page{Status: a.status, Header: header, Body: a.body, Fetched: a.at}, "", nil
	case a.status == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		return nil, "", ErrNotModified
	case isRedirect(a):
		next, err := redirectTarget(at, a.header.Get("Location"))
		return nil, next, err
	}
	return nil, "", &StatusError{a.status, a.retryAfter}
}

func isRedirect(a *answer) bool {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return a.header.Get("Location") != ""
	}
	return false
}

// redirectTarget returns the URL that the answer of at redirects to. Scheme and host are canonical, path
// and query as the server wrote them: to drop a parameter that it insists on would lead in a circle.
func redirectTarget(at, location string) (string, error) {
	target, err := canonical.Resolve(at, location)
	if err != nil {
		return "", fmt.Errorf("redirect: %w", err)
	}
	base, err := url.Parse(at)
	if err != nil {
		return target, nil
	}
	u, err := base.Parse(location)
	strange := func(r rune) bool { return r <= ' ' || r >= 0x7F }
	if err != nil || !strings.EqualFold(u.Host, canonical.Host(target)) ||
		strings.ContainsFunc(u.RawQuery, strange) {
		return target, nil // spelt as browsers only understand it
	}
	scheme, _, _ := strings.Cut(target, "://")
	exact := url.URL{Scheme: scheme, Host: canonical.Host(target), RawQuery: u.RawQuery}
	exact.Path, exact.RawPath = cmp.Or(u.Path, "/"), u.RawPath
	return exact.String(), nil
}

// The errors that tell the caller what to do with a URL.
var (
	ErrRobotsDenied = errors.New("denied by robots.txt")   // drop it, never retry
	ErrNotModified  = errors.New("not modified")           // keep what is stored
	ErrTooLarge     = errors.New("body is too large")      // drop it
	ErrNotHTML      = errors.New("not a page or a feed")   // drop it
	errAddress      = errors.New("not a public address")   // of the address guard
	errCoding       = errors.New("unknown content coding") // of a body
)

// A StatusError is an answer other than a page. 404 and 410 mean that there is none; 429 and 503, that the
// host is not to be asked again before RetryAfter has passed, which is what the server said, or our own
// guess if it said nothing. For other codes RetryAfter is 0, but when the answer was that of robots.txt.
type StatusError struct {
	Code       int
	RetryAfter time.Duration
}

// Error returns "503 Service Unavailable, retry after 30s".
func (e *StatusError) Error() string {
	s := fmt.Sprintf("%d %s", e.Code, http.StatusText(e.Code))
	if e.RetryAfter > 0 {
		s += ", retry after " + e.RetryAfter.Round(time.Second).String()
	}
	return s
}
