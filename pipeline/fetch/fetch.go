// Package fetch gets pages over HTTP politely.
//
// [New] returns a client and [Client.Fetch] gets a page. Fetch reads robots.txt first and obeys it (RFC
// 9309), sends one request at a time to a host with a pause between two, backs off when a server answers 429
// or 503 (Retry-After, RFC 9110 §10.2.3), or different pages in a row with another 5xx, makes requests
// conditional (RFC 9110 §13.1), and follows redirects under the same rules.
//
// The client protects its own machine: it verifies certificates, refuses addresses of private networks
// (SSRF), limits bodies after decompression, and bounds every request in time.
package fetch

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
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

// maxRedirects is the number of redirects that a fetch follows.
const maxRedirects = 10

// Options adjusts a Client. The zero Options is useful.
type Options struct {
	// UserAgent is sent with every request. The product token at its beginning selects the rules of
	// robots.txt. It should say how to reach the operator of the crawler: see UserAgent. Empty: "baotinh".
	UserAgent string

	// Delay is the shortest pause between two requests to a host; 0: two seconds. A pause is at least as long
	// as the last request took, unless Delay is negative: for a server of one's own, which needs none.
	Delay time.Duration

	MaxDelay time.Duration // longest pause that Fetch waits for; 0: two minutes
	Timeout  time.Duration // of one request, from its beginning to the end of the body; 0: 30 seconds

	// Earlier is until when an earlier run may have sent requests, to whatever host; zero: there was none.
	// The first request to a host follows it with a pause, too.
	Earlier time.Time

	// HostDelay, if not nil, returns the shortest pause for a host. The longer of it and Delay counts.
	HostDelay func(host string) time.Duration

	// OpenAt, if not nil, returns the first time from t on at which a host may be asked.
	OpenAt func(host string, t time.Time) time.Time

	// MaxBodyBytes is the longest body after decompression; 0: 8 MiB.
	MaxBodyBytes int64

	// Dial opens connections. Nil: the network, with loopback, private, link-local, multicast and other
	// special-purpose addresses refused after the name is resolved. The client never uses a proxy.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	// Resolve returns the addresses of a name. Requests to names that share an address follow each other with
	// a pause, as requests to one name do. Nil: the system's resolver; with a Dial of one's own, none.
	Resolve func(ctx context.Context, name string) ([]netip.Addr, error)

	// Private, if not nil, reports whether a host[:port] may have a private address: a server of one's own,
	// in an intranet or on this machine. A redirect from another host does not lead there. A Dial of one's
	// own decides alone.
	Private func(host string) bool

	// RootCAs are the certificate authorities that servers are verified against; nil: those of the system.
	RootCAs *x509.CertPool

	// TLSExempt, if not nil, reports whether pages of a host are taken although its certificate cannot be
	// verified. The pages say so: see news.Exchange.
	TLSExempt func(host string) bool

	// Foreign, if not nil, reports whether a redirect must not be followed, because it leaves the newspaper.
	Foreign func(from, to string) bool

	// RobotsAnswer, if not nil, is called with each answer to a request for a robots.txt, whatever its
	// status, by several goroutines at a time.
	RobotsAnswer func(*news.Page)

	// Robots, if not nil, keeps robots.txt files between runs.
	Robots RobotsStore

	// RobotsAge is the age at which a robots.txt is read again; 0: 24 hours, the most that RFC 9309 §2.4
	// allows.
	RobotsAge time.Duration

	// Holds, if not nil, keeps the holds of hosts between runs.
	Holds HoldStore

	// Permitted, if not nil, reports whether the operator of a host has given permission to fetch pages that
	// its robots.txt forbids. The client keeps the pause that robots.txt asks for in either case.
	Permitted func(host string) bool
}

// UserAgent returns the User-Agent of this program: "baotinh/1.0 (+https://example.vn/)". The contact, a web
// or mail address at which the operator of a server reaches ours, may be empty.
func UserAgent(version, contact string) string {
	agent := "baotinh/" + cmp.Or(version, "0")
	if contact != "" {
		agent += " (+" + contact + ")"
	}
	return agent
}

// Stats counts the work of a Client.
type Stats struct {
	Requests int64         // requests sent, including those for robots.txt
	Bytes    int64         // length of all bodies, after decompression
	Denied   int64         // fetches that robots.txt forbade
	Waits    int64         // requests that waited for politeness
	Waited   time.Duration // sum of these waits
}

// A Client fetches pages. Its methods may be called concurrently.
type Client struct {
	o         Options
	transport *http.Transport
	verifier  *verifier

	mu      sync.Mutex
	hosts   map[string]*hostState       // guarded by mu; by host[:port]
	servers map[netip.Addr]*serverState // guarded by mu
	robots  map[string]*robotsFile      // guarded by mu; by scheme://host[:port]

	requests, bytes, denied, waits, waited atomic.Int64
}

// New returns a Client. Close frees its connections.
func New(o Options) *Client {
	o.UserAgent = cmp.Or(o.UserAgent, "baotinh")
	o.Delay = cmp.Or(o.Delay, 2*time.Second)
	o.MaxDelay = cmp.Or(o.MaxDelay, 2*time.Minute)
	o.RobotsAge = cmp.Or(o.RobotsAge, robotsTTL)
	if now := time.Now(); o.Earlier.After(now) {
		o.Earlier = now
	}
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.MaxBodyBytes = cmp.Or(o.MaxBodyBytes, 8<<20)
	if o.Dial == nil {
		o.Dial = dialGuarded
		if o.Resolve == nil {
			o.Resolve = resolvePublic
		}
	}
	v := newVerifier(o)
	return &Client{
		o:         o,
		transport: newTransport(o, v),
		verifier:  v,
		hosts:     map[string]*hostState{},
		servers:   map[netip.Addr]*serverState{},
		robots:    map[string]*robotsFile{},
	}
}

// Close closes idle connections. The Client may be used again.
func (c *Client) Close() error {
	c.transport.CloseIdleConnections()
	return nil
}

// Stats returns the counts since New.
func (c *Client) Stats() Stats {
	return Stats{
		Requests: c.requests.Load(),
		Bytes:    c.bytes.Load(),
		Denied:   c.denied.Load(),
		Waits:    c.waits.Load(),
		Waited:   time.Duration(c.waited.Load()),
	}
}

// Fetch gets a page after the pause that politeness asks for. The caller decides by these errors:
//
//   - [ErrNotModified]: r is conditional, and the page has not changed; a [*NotModifiedError] has the answer;
//   - [ErrRobotsDenied]: robots.txt forbids the page; a [*DeniedError] says when it is read again;
//   - [*StatusError]: the server answered with another status than that of a page;
//   - [*HoldError]: an earlier answer, or robots.txt, asked for a pause that still lasts longer than
//     MaxDelay; no request was sent;
//   - [*WallError]: something else stands in place of the page: a challenge, a login, nothing;
//   - [*ForeignError]: the page redirects to a host that Foreign refuses;
//   - [ErrPrivate]: the host has no public address; or, a [*PrivateRedirectError], a redirect leads to one
//     that only Private allows;
//   - [ErrTooLarge], [ErrNotHTML]: the body is not a page that can be used.
//
// All other errors may be temporary: a name that is not found, a broken connection, a truncated body, a
// time-out. A body that is shorter than the server states is kept after some failures, as a truncated page,
// because some servers always state too much. While robots.txt cannot be fetched, because of a status 5xx
// or a failed connection, Fetch fetches no page and returns the error of robots.txt (RFC 9309 §2.3.1.4).
func (c *Client) Fetch(ctx context.Context, r news.Request) (*news.Page, error) {
	address, err := canonical.URL(r.URL)
	if err != nil {
		return nil, err
	}

	cookies, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	t := &trip{Request: r, cookies: cookies}
	ctx = c.withPrivate(ctx, canonical.Host(address))
	seen := map[string]bool{}
	var redirects []news.Redirect
	for at, hops := address, 0; ; hops++ {
		state := t.stateAt(at)
		if seen[state] {
			return nil, fmt.Errorf("redirect to %s: loop", at)
		}
		if hops > maxRedirects {
			return nil, fmt.Errorf("more than %d redirects", maxRedirects)
		}
		seen[state] = true
		page, next, err := c.hop(ctx, at, t)
		if same, ok := errors.AsType[*NotModifiedError](err); ok {
			setURLs(same.Answer, address, at, redirects)
			return nil, same
		}
		if answer := answerOf(err); answer != nil {
			setURLs(answer, address, at, redirects)
		}
		switch {
		case err != nil && hops > 0:
			return nil, fmt.Errorf("redirect to %s: %w", at, err)
		case err != nil:
			return nil, err
		case next == "" || page != nil && seen[t.stateAt(next)]: // a page that refreshes itself
			setURLs(page, address, at, redirects)
			return page, nil
		case c.o.Foreign != nil && c.o.Foreign(address, next):
			return nil, &ForeignError{next}
		case c.isPrivateTarget(canonical.Host(address), canonical.Host(next)):
			return nil, &PrivateRedirectError{next}
		case isLogin(address, next):
			return nil, &WallError{Wall: WallLogin, Status: http.StatusFound}
		}
		if t.redirect != nil {
			redirects = append(redirects, *t.redirect)
		}
		at = next
	}
}

// stateAt returns a URL with the cookies for it. To come to it again is a loop.
func (t *trip) stateAt(at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	for _, cookie := range t.cookiesFor(u) {
		at += "\n" + cookie.String()
	}
	return at
}

// setURLs sets the URLs of page, which was requested at address and served, after redirects, at at.
func setURLs(page *news.Page, address, at string, redirects []news.Redirect) {
	page.URL = address
	if at == address {
		return
	}
	if final, err := canonical.URL(at); err == nil && final != address {
		page.FinalURL, page.Redirects = final, redirects
	}
}

// hop requests one URL. It returns a page, or the URL of a redirect, or both if the page refreshes itself
// to a URL.
func (c *Client) hop(ctx context.Context, at string, t *trip) (*news.Page, string, error) {
	t.redirect = nil
	verdict, err := c.obeyRobots(ctx, at)
	if err != nil {
		return nil, "", err
	}
	resp, err := c.exchange(ctx, at, t, c.readPage)
	if err != nil {
		return nil, "", err
	}
	resp.exchange.Robots = verdict

	switch {
	case isRedirect(resp):
		t.redirect = resp.redirect(at)
		next, err := redirectTarget(at, t.redirect.Location)
		return nil, next, err
	case isPageStatus(resp.status):
		return c.page(at, t, resp)
	case resp.wall != "":
		return nil, "", &WallError{resp.wall, resp.status, resp.page()}
	case resp.status == http.StatusNotModified && (t.ETag != "" || t.LastModified != ""):
		return nil, "", &NotModifiedError{resp.page()}
	}
	return nil, "", &StatusError{resp.status, resp.retryAfter, resp.page()}
}

// answerOf returns the answer in an error, with a status that is not that of a page, or nil.
func answerOf(err error) *news.Page {
	if failed, ok := errors.AsType[*StatusError](err); ok {
		return failed.Answer
	}
	if wall, ok := errors.AsType[*WallError](err); ok {
		return wall.Answer
	}
	return nil
}

// isPageStatus reports whether an answer with a status is the page: 203 is one that a proxy has changed.
func isPageStatus(status int) bool {
	return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo
}

// The failures after which a body is kept that is shorter than the server states: it is whole by its markup,
// or nothing better comes.
const (
	failuresBeforeWhole = 2
	failuresBeforeCut   = 4
)

// page returns the page of a response, and the URL that it refreshes itself to.
func (c *Client) page(at string, t *trip, resp *response) (*news.Page, string, error) {
	data := resp.body.data
	if resp.body.short {
		needed := failuresBeforeCut
		if isWhole(data) {
			needed = failuresBeforeWhole
		}
		if t.Failures < needed || len(data) == 0 {
			return nil, "", fmt.Errorf("body: %w", io.ErrUnexpectedEOF)
		}
	}
	next := ""
	if ref, ok := refreshOf(resp.header, data); ok {
		if target, err := redirectTarget(at, ref); err == nil && (target != at || resp.wall != "") {
			next = target
		}
	}
	if resp.wall != "" && (next == "" || resp.wall == WallChallenge) {
		return nil, "", &WallError{Wall: resp.wall, Status: resp.status}
	}
	return resp.page(), next, nil
}

// redirect returns the redirect that came from a URL.
func (resp *response) redirect(at string) *news.Redirect {
	return &news.Redirect{
		URL: at, Status: resp.status, Location: resp.header.Get("Location"),
		Header: textproto.MIMEHeader(resp.header), Body: resp.body.data, Fetched: resp.at,
		Exchange: resp.exchange,
	}
}

// page returns a page without its URLs.
func (resp *response) page() *news.Page {
	return &news.Page{
		Status: resp.status, Header: textproto.MIMEHeader(resp.header), Body: resp.body.data,
		Fetched: resp.at, Truncated: resp.body.short, Exchange: resp.exchange,
	}
}

// isWhole reports whether a page ends as HTML and feeds do.
func isWhole(data []byte) bool {
	end := bytes.ToLower(data[max(0, len(data)-1024):])
	return slices.ContainsFunc(lastTags, func(tag string) bool { return bytes.Contains(end, []byte(tag)) })
}

var lastTags = []string{"</html", "</body", "</rss", "</feed", "</rdf", "</urlset", "</sitemapindex"}

func isRedirect(resp *response) bool {
	switch resp.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return resp.header.Get("Location") != ""
	}
	return false
}

// redirectTarget returns the URL that a response from at redirects to. Scheme and host are canonical; path
// and query are as the server wrote them, because a server that insists on a parameter would redirect to it
// again.
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
		return target, nil // not valid by RFC 3986, only by the rules of browsers
	}
	scheme, _, _ := strings.Cut(target, "://")
	exact := url.URL{Scheme: scheme, Host: canonical.Host(target), RawQuery: u.RawQuery}
	exact.Path, exact.RawPath = cmp.Or(u.Path, "/"), u.RawPath
	return exact.String(), nil
}

// The errors by which the caller decides what to do with a URL.
var (
	ErrRobotsDenied = errors.New("denied by robots.txt") // ask again when robots.txt is read again
	ErrNotModified  = errors.New("not modified")         // keep the stored page
	ErrTooLarge     = errors.New("body is too large")    // drop it
	ErrNotHTML      = errors.New("not a page or a feed") // drop it
	ErrPrivate      = errors.New("not a public address") // of the address guard
)

// A NotModifiedError is ErrNotModified with the answer that says so.
type NotModifiedError struct{ Answer *news.Page }

// Error is that of ErrNotModified.
func (e *NotModifiedError) Error() string { return ErrNotModified.Error() }

// Is reports whether target is ErrNotModified.
func (e *NotModifiedError) Is(target error) bool { return target == ErrNotModified }

// A DeniedError is ErrRobotsDenied with the time at which robots.txt is read again.
type DeniedError struct{ Until time.Time }

// Error is that of ErrRobotsDenied.
func (e *DeniedError) Error() string { return ErrRobotsDenied.Error() }

// Is reports whether target is ErrRobotsDenied.
func (e *DeniedError) Is(target error) bool { return target == ErrRobotsDenied }

// A PrivateRedirectError is ErrPrivate because of a redirect to a host to which Options.Private allows to
// send requests, but no redirect.
type PrivateRedirectError struct{ URL string }

// Error names the host.
func (e *PrivateRedirectError) Error() string {
	return fmt.Sprintf("redirect to %s: %v", canonical.Host(e.URL), ErrPrivate)
}

// Is reports whether target is ErrPrivate.
func (e *PrivateRedirectError) Is(target error) bool { return target == ErrPrivate }

// A StatusError is a response without a page. 404 and 410 mean that the page does not exist. 429, 503, and
// another 5xx with a Retry-After, mean that no request may go to the host before RetryAfter has passed: the
// time that the server stated, or one chosen by the client if it stated none. For other codes RetryAfter is
// 0, except in errors about robots.txt.
type StatusError struct {
	Code       int
	RetryAfter time.Duration
	Answer     *news.Page // with the beginning of the body; nil in errors about robots.txt
}

// Error returns "503 Service Unavailable, retry after 30s".
func (e *StatusError) Error() string {
	s := fmt.Sprintf("%d %s", e.Code, http.StatusText(e.Code))
	if e.RetryAfter > 0 {
		s += ", retry after " + e.RetryAfter.Round(time.Second).String()
	}
	return s
}
