package fetch

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"baotinh/pipeline/news"
)

const (
	firstCoolOff = 30 * time.Second   // after a 429 or 503 without Retry-After, or failures in a row
	maxCoolOff   = 7 * 24 * time.Hour // even if the server asks for more
	longPause    = time.Minute        // from which on a pause outlives the process, as a hold
)

// A HoldStore keeps the holds of hosts between runs. It must be safe for concurrent use.
type HoldStore interface {
	// Hold returns the hold of a host[:port] that was stored last, which may have ended.
	Hold(host string) news.Hold
	// SetHold stores the hold of a host[:port]; the zero Hold ends it.
	SetHold(host string, h news.Hold)
}

// A HoldError says that no request was sent, because the host has a hold that lasts longer than MaxDelay.
type HoldError struct{ Hold news.Hold }

// Error returns "the host is on hold for 50m0s: 503".
func (e *HoldError) Error() string {
	return fmt.Sprintf("the host is on hold for %v: %s", e.Left().Round(time.Second), e.Hold.Cause)
}

// Left returns how long the hold still lasts.
func (e *HoldError) Left() time.Duration { return max(0, time.Until(e.Hold.Until)) }

// A hostState is the politeness state of one host[:port], for all schemes.
type hostState struct {
	name  string        // host[:port]
	slot  chan struct{} // holds a token while a goroutine waits for the host or has a request under way
	delay time.Duration // shortest pause
	keep  func(news.Hold)

	mu         sync.Mutex     // guards the following
	ended      time.Time      // end of the last request
	duration   time.Duration  // of the last request
	onTheWay   bool           // the last request was for robots.txt, or answered with a redirect
	crawlDelay time.Duration  // Crawl-delay of robots.txt
	hold       news.Hold      // its Failures are 429, 5xx and broken connections in a row
	broken     []string       // pages answered with 5xx in a row, at most tolerated+1
	servers    []*serverState // of the addresses of the name
	resolved   time.Time      // when these were found
}

// hostState returns the state of a host[:port] and creates it if there is none.
func (c *Client) hostState(name string) *hostState {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h != nil {
		return h
	}
	h = &hostState{
		name: name, slot: make(chan struct{}, 1), delay: c.o.Delay, keep: func(news.Hold) {},
		ended: c.o.Earlier, onTheWay: true, // an earlier run kept longer pauses as holds
	}
	if c.o.HostDelay != nil {
		if delay := c.o.HostDelay(name); delay > 0 {
			h.delay = max(h.delay, delay)
		}
	}
	if store := c.o.Holds; store != nil {
		h.hold = store.Hold(name)
		h.keep = func(hold news.Hold) { store.SetHold(name, hold) }
	}
	c.hosts[name] = h
	return h
}

// Ready returns the earliest time at which a fetch from a host[:port] need not wait, as far as is known now.
// It does not block. While a request to the host is under way, it returns at least now and one pause.
func (c *Client) Ready(host string) time.Time {
	c.mu.Lock()
	h := c.hosts[host]
	c.mu.Unlock()
	if h == nil {
		return time.Time{}
	}

	ready := h.readyAt(c.o.MaxDelay)
	if busy := time.Now().Add(max(0, h.delay)); h.isBusy() && busy.After(ready) {
		return busy
	}
	return ready
}

// readyAt returns the earliest time of the next request.
func (h *hostState) readyAt(maxDelay time.Duration) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	ready := h.hold.Until
	if at := serversReady(h.servers, h.delay); at.After(ready) {
		ready = at
	}
	if h.ended.IsZero() {
		return ready
	}
	if paused := h.ended.Add(h.pause(maxDelay)); paused.After(ready) {
		return paused
	}
	return ready
}

// pause returns the pause after the last request. It is at least as long as that took, so that a slow
// server gets fewer requests. On the way to a page, after its robots.txt or a redirect, it is no longer
// than maxDelay: a Crawl-delay of ten minutes is one between pages. The caller holds mu.
func (h *hostState) pause(maxDelay time.Duration) time.Duration {
	pause := max(h.delay, h.crawlDelay, min(h.duration, maxDelay))
	if h.onTheWay {
		pause = min(pause, max(h.delay, maxDelay))
	}
	return pause
}

// acquire waits for the slots of h and of its servers, and for their pauses. It returns the servers. The
// caller must call release.
func (c *Client) acquire(ctx context.Context, h *hostState) ([]*serverState, error) {
	select {
	case h.slot <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	err := c.wait(ctx, h)
	var servers []*serverState
	if err == nil {
		servers = c.serversOf(ctx, h)
		err = c.acquireServers(ctx, h, servers)
	}
	if err != nil {
		<-h.slot
	}
	return servers, err
}

// wait waits until h is ready, or returns a *HoldError if that takes too long.
func (c *Client) wait(ctx context.Context, h *hostState) error {
	if c.o.OpenAt != nil {
		h.close(c.o.OpenAt(h.name, time.Now()))
	}
	wait := time.Until(h.readyAt(c.o.MaxDelay))
	if wait > max(h.delay, c.o.MaxDelay) {
		return h.holdError(time.Now().Add(wait))
	}
	return c.sleep(ctx, wait)
}

// close forbids requests before a time of the day.
func (h *hostState) close(until time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if wait := time.Until(until); wait > 0 {
		h.coolOff(wait, news.HoldHours)
	}
}

// sleep waits, if there is something to wait for.
func (c *Client) sleep(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return context.Cause(ctx)
	}
	c.waits.Add(1)
	c.waited.Add(int64(wait))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// holdError returns the error of a host that is not ready before a time.
func (h *hostState) holdError(until time.Time) *HoldError {
	h.mu.Lock()
	defer h.mu.Unlock()
	if hold := h.hold; hold.Until.After(time.Now()) {
		return &HoldError{hold}
	}
	return &HoldError{news.Hold{Until: until, Cause: news.HoldCrawlDelay}}
}

// release frees the slots after a request that began at began.
func (c *Client) release(h *hostState, servers []*serverState, began time.Time) {
	h.mu.Lock()
	h.ended = time.Now()
	took := h.ended.Sub(began)
	if h.delay < 0 {
		took = 0
	}
	h.duration = took
	h.keepPause()
	h.mu.Unlock()
	c.releaseServers(h, servers, took)
	<-h.slot
}

// keepPause makes a long pause a hold, so that the next run keeps it. The caller holds mu.
func (h *hostState) keepPause() {
	if pause := max(h.delay, h.crawlDelay); pause >= longPause && !h.onTheWay {
		h.coolOff(pause, news.HoldCrawlDelay)
	}
}

// record records the answer to a request for u. It returns how long the cool-off lasts that the server asked
// for, or 0. A challenge counts as a failure, an answer on the way to a page neither as one nor as a success:
// a server whose pages are broken may still redirect to them.
func (h *hostState) record(u string, resp *response, onTheWay bool) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.onTheWay = onTheWay
	asked, ok := retryAfter(resp.header, time.Now())
	switch status := resp.status; {
	case resp.wall == WallChallenge && resp.header.Get("Retry-After") == "":
		h.fail(string(resp.wall))
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable, status >= 500 && ok:
		h.hold.Failures++
		if !ok {
			asked = backoff(firstCoolOff, h.hold.Failures)
		}
		h.coolOff(asked, strconv.Itoa(status))
		return asked
	case onTheWay:
	case status >= 500:
		h.failPage(u, strconv.Itoa(status))
	default:
		h.succeed()
	}
	return 0
}

// succeed ends a row of failures. The caller holds mu.
func (h *hostState) succeed() {
	h.broken = nil
	if h.hold.Failures > 0 {
		h.hold.Failures = 0
		h.keep(h.hold)
	}
}

// recordFailure records a request without a response.
func (h *hostState) recordFailure() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail(news.HoldNoAnswer)
}

// tolerated is the number of failures in a row that may concern single pages. From the next on the host cools
// off.
const tolerated = 2

// fail counts a failure. The caller holds mu.
func (h *hostState) fail(cause string) {
	h.hold.Failures++
	if h.hold.Failures > tolerated {
		h.coolOff(backoff(firstCoolOff, h.hold.Failures-tolerated), cause)
	}
}

// failPage counts a page that is answered with a server error. One page that is always broken says nothing of
// its host, so that only different pages in a row, since the client was made, let it cool off. The caller
// holds mu.
func (h *hostState) failPage(u, cause string) {
	if len(h.broken) <= tolerated {
		if slices.Contains(h.broken, u) {
			return
		}
		h.broken = append(h.broken, u)
	}
	h.hold.Failures++
	if len(h.broken) > tolerated {
		h.coolOff(backoff(firstCoolOff, h.hold.Failures-tolerated), cause)
	}
}

// coolOff forbids requests for d. The caller holds mu.
func (h *hostState) coolOff(d time.Duration, cause string) {
	if until := time.Now().Add(d); until.After(h.hold.Until) {
		h.hold.Until, h.hold.Cause = until, cause
		h.keep(h.hold)
	}
}

// backoff returns first · 2^(failures-1), at most an hour.
func backoff(first time.Duration, failures int) time.Duration {
	return min(first<<min(failures-1, 10), time.Hour)
}
