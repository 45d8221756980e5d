package fetch

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	firstHold = 30 * time.Second // for a host that refuses without saying for how long
	maxHold   = 24 * time.Hour   // whatever the server says: it may be better tomorrow
)

// A host is the politeness owed to one host[:port], whatever the scheme.
type host struct {
	turn  chan struct{} // holds a token while somebody has the turn, waiting or asking
	delay time.Duration // least pause

	mu         sync.Mutex    // guards the following
	ended      time.Time     // when the last request did
	took       time.Duration // by the last request
	crawlDelay time.Duration // that robots.txt asks for
	held       time.Time     // no request before
	status     int           // that led to held
	failures   int           // refusals and broken connections in a row
}

// host returns the state of a host[:port].
func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1), delay: c.o.Delay}
		if c.o.HostDelay != nil {
			if d := c.o.HostDelay(name); d > 0 {
				h.delay = d
			}
		}
		c.hosts[name] = h
	}
	return h
}

// Ready returns the moment from which a fetch from a host[:port] need not wait, as far as is known now. It
// does not block. While a request is under way, that is a pause from now at the earliest.
func (c *Client) Ready(host string) time.Time {
	c.mu.Lock()
	h := c.hosts[host]
	c.mu.Unlock()
	if h == nil {
		return time.Time{}
	}

	free := h.free(c.o.MaxDelay)
	if busy := time.Now().Add(h.delay); len(h.turn) > 0 && busy.After(free) {
		return busy
	}
	return free
}

// free returns the moment from which h may be asked. The pause is at least as long as the last answer took,
// so that a server in trouble is left alone more.
func (h *host) free(maxDelay time.Duration) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	free := h.held
	if h.ended.IsZero() {
		return free
	}
	if paused := h.ended.Add(max(h.delay, h.crawlDelay, min(h.took, maxDelay))); paused.After(free) {
		return paused
	}
	return free
}

// enter waits for the turn at h. Who has it must call leave.
func (c *Client) enter(ctx context.Context, h *host) error {
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := c.pause(ctx, h); err != nil {
		<-h.turn
		return err
	}
	return nil
}

// pause waits until h is free.
func (c *Client) pause(ctx context.Context, h *host) error {
	wait := time.Until(h.free(c.o.MaxDelay))
	if wait <= 0 {
		return context.Cause(ctx)
	}
	if err := h.refusal(c.o.MaxDelay); err != nil {
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

// refusal returns the error for a host that is held for longer than a fetch sits out.
func (h *host) refusal(maxDelay time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if left := time.Until(h.held); left > maxDelay {
		return &StatusError{h.status, left}
	}
	return nil
}

// leave ends a turn: a request that began at a moment ended.
func (h *host) leave(began time.Time) {
	h.mu.Lock()
	h.ended = time.Now()
	h.took = h.ended.Sub(began)
	h.mu.Unlock()
	<-h.turn
}

// answered notes the status of an answer. It returns for how long h is held, 0 if it is not.
func (h *host) answered(status int, header http.Header) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		h.failures = 0
		return 0
	}
	h.failures++
	hold, ok := retryAfter(header.Get("Retry-After"))
	if !ok {
		hold = backoff(firstHold, h.failures)
	}
	h.hold(hold, status)
	return hold
}

// broke notes a request without an answer. One may be bad luck with one page; from the third in a row h is
// held.
func (h *host) broke() {
	const patience = 2
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures++
	if h.failures > patience {
		h.hold(backoff(firstHold, h.failures-patience), http.StatusServiceUnavailable)
	}
}

// hold keeps h from being asked for d. The caller holds mu.
func (h *host) hold(d time.Duration, status int) {
	if until := time.Now().Add(d); until.After(h.held) {
		h.held, h.status = until, status
	}
}

// backoff returns first doubled with each failure after the first, an hour at most.
func backoff(first time.Duration, failures int) time.Duration {
	return min(first<<min(failures-1, 10), time.Hour)
}

// retryAfter reads the header field of that name: seconds, or a date (RFC 9110 §10.2.3).
func retryAfter(s string) (time.Duration, bool) {
	if seconds, err := strconv.ParseUint(s, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, maxHold), true
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, min(time.Until(at), maxHold)), true
	}
	return 0, false
}
