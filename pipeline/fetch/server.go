package fetch

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

const (
	addressAge     = 10 * time.Minute // at which a name is resolved again
	retryResolve   = time.Minute      // after a failure
	resolveTimeout = 5 * time.Second
)

// A serverState is the politeness state of one address, which may have several names: www and m of a
// newspaper, or two newspapers. The stricter of name and address counts.
type serverState struct {
	slot chan struct{} // holds a token while a request to the address is under way, or about to be

	mu    sync.Mutex    // guards the following
	ended time.Time     // end of the last request
	pause time.Duration // after it
}

// readyAt returns the earliest time of the next request, which asks for a pause itself.
func (s *serverState) readyAt(pause time.Duration) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended.IsZero() {
		return time.Time{}
	}
	return s.ended.Add(max(pause, s.pause))
}

// resolvePublic resolves a name by the system's resolver.
func resolvePublic(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// serversOf returns the servers of a host[:port], in the order of their addresses; none if the name is not
// resolved.
func (c *Client) serversOf(ctx context.Context, h *hostState) []*serverState {
	h.mu.Lock()
	servers, age := h.servers, time.Since(h.resolved)
	h.mu.Unlock()
	if c.o.Resolve == nil || age < addressAge {
		return servers
	}
	limited, cancel := context.WithTimeout(ctx, resolveTimeout)
	defer cancel()
	found, err := c.o.Resolve(limited, hostname(h.name))
	if err != nil { // the request will say so
		h.mu.Lock()
		h.resolved = time.Now().Add(retryResolve - addressAge)
		h.mu.Unlock()
		return servers
	}
	found = slices.Clone(found)
	for i, a := range found {
		found[i] = a.Unmap().WithZone("")
	}
	slices.SortFunc(found, netip.Addr.Compare)
	servers = nil
	c.mu.Lock()
	for _, a := range slices.Compact(found) {
		if c.servers[a] == nil {
			c.servers[a] = &serverState{slot: make(chan struct{}, 1), ended: c.o.Earlier}
		}
		servers = append(servers, c.servers[a])
	}
	c.mu.Unlock()
	h.mu.Lock()
	h.servers, h.resolved = servers, time.Now()
	h.mu.Unlock()
	return servers
}

// hostname returns the name in a host[:port].
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}

// acquireServers waits for the slots of servers and for their pauses. It takes the slots in one order, so
// that two hosts that share some do not wait for each other.
func (c *Client) acquireServers(ctx context.Context, h *hostState, servers []*serverState) error {
	for i, s := range servers {
		select {
		case s.slot <- struct{}{}:
		case <-ctx.Done():
			freeServers(servers[:i])
			return context.Cause(ctx)
		}
	}
	if err := c.sleep(ctx, time.Until(serversReady(servers, h.delay))); err != nil {
		freeServers(servers)
		return err
	}
	return nil
}

// serversReady returns the earliest time of the next request to servers.
func serversReady(servers []*serverState, pause time.Duration) time.Time {
	var ready time.Time
	for _, s := range servers {
		if at := s.readyAt(pause); at.After(ready) {
			ready = at
		}
	}
	return ready
}

// releaseServers frees the slots of servers after a request that took a while.
func (c *Client) releaseServers(h *hostState, servers []*serverState, took time.Duration) {
	now := time.Now()
	for _, s := range servers {
		s.mu.Lock()
		s.ended, s.pause = now, max(h.delay, min(took, c.o.MaxDelay))
		s.mu.Unlock()
	}
	freeServers(servers)
}

func freeServers(servers []*serverState) {
	for _, s := range servers {
		<-s.slot
	}
}

// isBusy reports whether a request to one of the servers of h is under way.
func (h *hostState) isBusy() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	busy := func(s *serverState) bool { return len(s.slot) > 0 }
	return len(h.slot) > 0 || slices.ContainsFunc(h.servers, busy)
}
