package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
	"baotinh/pipeline/robots"
)

const (
	robotsTTL          = 24 * time.Hour // RFC 9309 §2.4
	robotsBusyTTL      = time.Hour      // of 429s that do not end
	robotsBusyTimes    = 3              // after so many 429s in a row they count as another 4xx does
	robotsFirstRetry   = time.Minute    // after a failure
	maxRobotsRedirects = 5              // RFC 9309 §2.3.1.2
)

// A RobotsStore keeps robots.txt files between runs, by the origin that they apply to:
// "https://baolangson.vn". A page holds the response: Status, Body, Fetched, and FinalURL after redirects. It
// must be safe for concurrent use.
type RobotsStore interface {
	// Robots returns the page that was stored last, or nil.
	Robots(origin string) (*news.Page, error)
	SetRobots(origin string, p *news.Page) error
}

// Robots is the robots.txt of an origin with the status of its response. A status 4xx, 403 included, means
// that there are no rules (RFC 9309 §2.3.1.3). A 429 says nothing about them: after the pause that it asks
// for robots.txt is requested again, and only if it is never answered otherwise there are none.
type Robots struct {
	Status   int           // of the response
	FinalURL string        // where redirects ended; empty if there were none
	Fetched  time.Time     // when it was fetched
	Expires  time.Time     // when it is fetched again
	Rules    *robots.Rules // nil if there are none
}

// A RobotsError says that a page was not asked for, because its robots.txt cannot be fetched (RFC 9309
// §2.3.1.4).
type RobotsError struct{ Err error }

// Error returns "robots.txt: cause".
func (e *RobotsError) Error() string { return "robots.txt: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *RobotsError) Unwrap() error { return e.Err }

// A robotsFile is the state of the robots.txt of one origin.
type robotsFile struct {
	slot chan struct{} // holds a token while a goroutine reads or writes the following fields

	file     *Robots   // of the last response, however old; nil if there was none
	loaded   bool      // the store was asked
	failure  error     // of the last attempt
	failures int       // failed attempts in a row
	next     time.Time // of the next attempt
}

// Robots returns the robots.txt that applies to a URL, from memory, the store or the network.
func (c *Client) Robots(ctx context.Context, rawURL string) (*Robots, error) {
	u, err := canonical.URL(rawURL)
	if err != nil {
		return nil, err
	}
	return c.robotsOf(c.withPrivate(ctx, canonical.Host(u)), origin(u))
}

// origin returns scheme and host of an absolute URL.
func origin(u string) string {
	host := strings.Index(u, "://") + len("://")
	if i := strings.IndexAny(u[host:], "/?"); i >= 0 {
		return u[:host+i]
	}
	return u
}

// obeyRobots sets the Crawl-delay of the host of u. If u may be fetched, it returns the status of robots.txt
// and why: "200 allowed".
func (c *Client) obeyRobots(ctx context.Context, u string) (string, error) {
	host := canonical.Host(u)
	permitted := c.o.Permitted != nil && c.o.Permitted(host)
	file, err := c.robotsOf(ctx, origin(u))
	if err != nil {
		if permitted && ctx.Err() == nil {
			return "unknown, permitted by the newspaper", nil
		}
		return "", &RobotsError{err}
	}

	delay, _ := file.Rules.CrawlDelay(c.o.UserAgent)
	if permitted {
		delay = min(delay, c.o.MaxDelay)
	}
	c.hostState(host).setCrawlDelay(delay)
	switch {
	case file.Rules.Allowed(c.o.UserAgent, u[len(origin(u)):]):
		return fmt.Sprintf("%d allowed", file.Status), nil
	case permitted:
		return fmt.Sprintf("%d denied, permitted by the newspaper", file.Status), nil
	}
	c.denied.Add(1)
	return "", &DeniedError{file.Expires}
}

func (h *hostState) setCrawlDelay(d time.Duration) {
	h.mu.Lock()
	h.crawlDelay = d
	h.mu.Unlock()
}

// failures returns the number of failures in a row, those of earlier runs included.
func (h *hostState) failures() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.hold.Failures
}

// robotsOf returns the robots.txt of an origin. If it cannot be fetched, robotsOf returns the last copy,
// however old (RFC 9309 §2.4), or without one the error of the last attempt until the next is due.
func (c *Client) robotsOf(ctx context.Context, origin string) (*Robots, error) {
	c.mu.Lock()
	f := c.robots[origin]
	if f == nil {
		f = &robotsFile{slot: make(chan struct{}, 1)}
		c.robots[origin] = f
	}
	c.mu.Unlock()

	select {
	case f.slot <- struct{}{}:
		defer func() { <-f.slot }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if err := c.load(f, origin); err != nil {
		return nil, err
	}
	if !time.Now().Before(f.next) {
		if err := c.refresh(ctx, f, origin); err != nil {
			return nil, err
		}
	}
	if f.file != nil {
		return f.file, nil
	}
	if status, ok := errors.AsType[*StatusError](f.failure); ok {
		return nil, &StatusError{Code: status.Code, RetryAfter: time.Until(f.next)}
	}
	return nil, f.failure
}

// load reads f from the store, once.
func (c *Client) load(f *robotsFile, origin string) error {
	if f.loaded || c.o.Robots == nil {
		return nil
	}
	p, err := c.o.Robots.Robots(origin)
	if err != nil {
		return err
	}
	f.loaded = true
	if p != nil {
		f.set(p, c.o.RobotsAge)
	}
	return nil
}

// set makes p the file. One from the future, by a clock that was ahead, is old.
func (f *robotsFile) set(p *news.Page, age time.Duration) {
	if p.Status == http.StatusTooManyRequests {
		age = min(age, robotsBusyTTL)
	}
	f.next = p.Fetched.Add(age)
	if now := time.Now(); p.Fetched.After(now) {
		f.next = now
	}
	f.file = &Robots{Status: p.Status, FinalURL: p.FinalURL, Fetched: p.Fetched, Expires: f.next}
	if p.Status < 300 {
		f.file.Rules = robots.Parse(p.Body)
	}
	f.failure, f.failures = nil, 0
}

// refresh fetches f. It returns errors of ctx and the store only; a failure of the server is recorded in f.
func (c *Client) refresh(ctx context.Context, f *robotsFile, origin string) error {
	p, err := c.fetchRobots(ctx, origin)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if held, ok := errors.AsType[*HoldError](err); ok && f.file == nil {
		return held
	}
	h := c.hostState(canonical.Host(origin))
	if busy, ok := errors.AsType[*StatusError](err); ok && busy.Code == http.StatusTooManyRequests &&
		f.file == nil && h.failures() >= robotsBusyTimes {
		p, err = &news.Page{URL: origin + "/robots.txt", Status: busy.Code, Fetched: time.Now()}, nil
	}
	if err == nil {
		f.set(p, c.o.RobotsAge)
		if c.o.Robots == nil {
			return nil
		}
		return c.o.Robots.SetRobots(origin, p)
	}

	f.failures++
	f.failure = err
	f.next = time.Now().Add(backoff(robotsFirstRetry, f.failures))
	if ready := h.readyAt(c.o.MaxDelay); ready.After(f.next) {
		f.next = ready
	}
	if f.file == nil {
		h.mu.Lock()
		cause := news.HoldNoAnswer
		if status, ok := errors.AsType[*StatusError](err); ok {
			cause = fmt.Sprintf("%s %d", news.HoldRobots, status.Code)
		}
		h.coolOff(time.Until(f.next), cause)
		h.mu.Unlock()
		return nil
	}
	old := *f.file // the caller of an earlier call has f.file
	old.Expires = f.next
	f.file = &old
	return nil
}

// fetchRobots requests the robots.txt of an origin. It returns a page with a status 2xx and a body, or with
// a status 4xx but 429: too many or bad redirects count as 404 (RFC 9309 §2.3.1.2). Everything else is an
// error.
func (c *Client) fetchRobots(ctx context.Context, origin string) (*news.Page, error) {
	at := origin + "/robots.txt"
	p := &news.Page{URL: at}
	host := canonical.Host(at)
	var redirects []news.Redirect
	for range maxRobotsRedirects + 1 {
		resp, err := c.exchange(ctx, at, nil, readRobots)
		if err != nil {
			return nil, err
		}
		redirects = c.tellRobots(p.URL, at, resp, redirects)
		p.Status, p.Fetched = resp.status, resp.at
		if resp.status < 300 {
			p.Body = resp.body.data
		}
		switch {
		case isRedirect(resp):
			if at, err = redirectTarget(at, resp.header.Get("Location")); err != nil {
				p.Status = http.StatusNotFound
				return p, nil
			}
			if c.isPrivateTarget(host, canonical.Host(at)) {
				return nil, &PrivateRedirectError{at}
			}
			p.FinalURL = at
			continue
		case resp.status >= 500 || resp.status < 200 || resp.status == http.StatusTooManyRequests:
			return nil, &StatusError{Code: resp.status, RetryAfter: resp.retryAfter}
		case resp.status >= 300 && resp.status < 400:
			p.Status = http.StatusNotFound
		}
		return p, nil
	}
	p.Status = http.StatusNotFound
	return p, nil
}

// tellRobots passes the answer to a request for the robots.txt at an address on, which came from at, after
// redirects. If it is one that is followed, tellRobots returns the redirects with it instead.
func (c *Client) tellRobots(
	address, at string, resp *response, redirects []news.Redirect,
) []news.Redirect {
	if c.o.RobotsAnswer == nil {
		return nil
	}
	if isRedirect(resp) && len(redirects) < maxRobotsRedirects {
		return append(redirects, *resp.redirect(at))
	}
	answer := resp.page()
	setURLs(answer, address, at, redirects)
	c.o.RobotsAnswer(answer)
	return nil
}

// readRobots reads a robots.txt up to the length that package robots parses, of another answer the beginning.
func readRobots(r *http.Response) (body, error) {
	decoded, err := decodeBody(r)
	if r.StatusCode >= 300 {
		if err != nil {
			return body{}, nil // only the status is needed
		}
		return readBeginning(decoded), nil
	}
	if err != nil {
		return body{}, err
	}
	data, err := io.ReadAll(io.LimitReader(decoded, robots.MaxBytes+1))
	return body{data: data, short: len(data) > robots.MaxBytes}, err
}
