package server

import (
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// The token bucket of a client that is not this machine. A person who reads asks for a page and its files; a
// program may ask for 20 answers a second.
const (
	rate        = 20.0  // tokens a second
	burst       = 100.0 // tokens that a bucket holds
	mostBuckets = 10_000
)

// A bucket is what a client may ask for.
type bucket struct {
	tokens float64
	filled time.Time
}

// rates keeps the buckets of clients.
type rates struct {
	mu      sync.Mutex
	buckets map[netip.Addr]bucket // guarded by mu
}

// take takes a token of a client, and reports whether there was one.
func (r *rates) take(client netip.Addr) bool {
	if client.IsLoopback() || !client.IsValid() {
		return true
	}
	if client.Is6() { // a household has 2^64 addresses
		prefix, _ := client.Prefix(64)
		client = prefix.Addr()
	}
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	b, ok := r.buckets[client]
	if !ok {
		r.forget(now)
		b = bucket{burst, now}
	}
	b.tokens = min(burst, b.tokens+rate*now.Sub(b.filled).Seconds())
	b.filled = now
	isAllowed := b.tokens >= 1
	if isAllowed {
		b.tokens--
	}
	r.buckets[client] = b
	return isAllowed
}

// forget drops full buckets if there are many, or all if they are not full. The caller holds mu.
func (r *rates) forget(now time.Time) {
	if r.buckets == nil {
		r.buckets = map[netip.Addr]bucket{}
	}
	if len(r.buckets) < mostBuckets {
		return
	}
	for client, b := range r.buckets {
		if b.tokens+rate*now.Sub(b.filled).Seconds() >= burst {
			delete(r.buckets, client)
		}
	}
	if len(r.buckets) >= mostBuckets {
		clear(r.buckets)
	}
}

// limitRates refuses the requests of clients that ask too often.
func limitRates(h http.Handler, c clients) http.Handler {
	r := &rates{}
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if !r.take(c.address(request)) {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "too many requests", http.StatusTooManyRequests)
			return
		}
		h.ServeHTTP(w, request)
	})
}
