package fetch

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	firstCoolOff = 30 * time.Second // after a 429 or 503 without Retry-After
	maxCoolOff   = 24 * time.Hour   // even if the server asks for more
)

// A hostState is the politeness state of one host[:port], for all schemes.
type hostState struct {
	slot  chan struct{} // holds a token while a goroutine waits for the host or has a request under way
	delay time.Duration // shortest pause

	mu           sync.Mutex    // guards the following
	ended        time.Time     // end of the last request
	duration     time.Duration // of the last request
	crawlDelay   time.Duration // Crawl-delay of robots.txt
	coolOffUntil time.Time     // no request before
	status       int           // status that led to coolOffUntil
	failures     int           // 429, 503 and broken connections in a row
}

// hostState returns the state of a host[:port] and creates it if there is none.
func (c *Client) hostState(name string) *hostState {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = &hostState{slot: make(chan struct{}, 1), delay: c.o.Delay}
		if c.o.HostDelay != nil {
			if d := c.o.HostDelay(name); d > 0 {
				h.delay = d
			}
		}
		c.hosts[name] = h
	}
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
	if busy := time.Now().Add(h.delay); len(h.slot) > 0 && busy.After(ready) {
		return busy
	}
	return ready
}

// readyAt returns the earliest time of the next request. The pause is at least as long as the last request
// took, so that a slow server gets fewer requests.
func (h *hostState) readyAt(maxDelay time.Duration) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	ready := h.coolOffUntil
	if h.ended.IsZero() {
		return ready
	}
	if paused := h.ended.Add(max(h.delay, h.crawlDelay, min(h.duration, maxDelay))); paused.After(ready) {
		return paused
	}
	return ready
}

// acquire waits for the slot of h and for its pause. The caller must call release.
func (c *Client) acquire(ctx context.Context, h *hostState) error {
	select {
	case h.slot <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := c.wait(ctx, h); err != nil {
		<-h.slot
		return err
	}
	return nil
}

// wait waits until h is ready.
func (c *Client) wait(ctx context.Context, h *hostState) error {
	wait := time.Until(h.readyAt(c.o.MaxDelay))
	if wait <= 0 {
		return context.Cause(ctx)
	}
	if err := h.coolOffError(c.o.MaxDelay); err != nil {
		return err
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

// coolOffError returns an error if the cool-off of h lasts longer than maxDelay.
func (h *hostState) coolOffError(maxDelay time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if left := time.Until(h.coolOffUntil); left > maxDelay {
		return &StatusError{h.status, left}
	}
	return nil
}

// release frees the slot after a request that began at began.
func (h *hostState) release(began time.Time) {
	h.mu.Lock()
	h.ended = time.Now()
	h.duration = h.ended.Sub(began)
	h.mu.Unlock()
	<-h.slot
}

// recordStatus records the status of a response. It returns how long the cool-off lasts that it starts, or 0.
func (h *hostState) recordStatus(status int, header http.Header) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		h.failures = 0
		return 0
	}
	h.failures++
	d, ok := retryAfter(header.Get("Retry-After"))
	if !ok {
		d = backoff(firstCoolOff, h.failures)
	}
	h.coolOff(d, status)
	return d
}

// recordFailure records a request without a response. The first two in a row may concern single pages; from
// the third on h cools off.
func (h *hostState) recordFailure() {
	const tolerated = 2
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures++
	if h.failures > tolerated {
		h.coolOff(backoff(firstCoolOff, h.failures-tolerated), http.StatusServiceUnavailable)
	}
}

// coolOff forbids requests for d. The caller holds mu.
func (h *hostState) coolOff(d time.Duration, status int) {
	if until := time.Now().Add(d); until.After(h.coolOffUntil) {
		h.coolOffUntil, h.status = until, status
	}
}

// backoff returns first · 2^(failures-1), at most an hour.
func backoff(first time.Duration, failures int) time.Duration {
	return min(first<<min(failures-1, 10), time.Hour)
}

// retryAfter parses the field Retry-After: seconds, or a date (RFC 9110 §10.2.3).
func retryAfter(s string) (time.Duration, bool) {
	if seconds, err := strconv.ParseUint(s, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, maxCoolOff), true
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, min(time.Until(at), maxCoolOff)), true
	}
	return 0, false
}
