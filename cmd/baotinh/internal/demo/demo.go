// Package demo serves three invented newspapers on loopback: "Tin Xứ Lạng", "Nhật báo Sông Lam" and "Đất Chín
// Rồng".
//
// [Start] starts an HTTP server for each, and [Site.Dial] connects their host names to these servers. Their
// articles were written for this program (papers/*.txtar). Their pages have the markup of three families of
// real content management systems and the difficulties of real sites: a page clock, captions, related boxes,
// legacy and decomposed text, and pages that are moved, missing, busy or forbidden.
package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// A Site serves the three newspapers. Its methods may be called concurrently.
type Site struct {
	papers  []*paper
	servers []*http.Server
	addrs   map[string]string // "tinxulang.example:80" → "127.0.0.1:41234"
	serving sync.WaitGroup

	mu       sync.Mutex
	requests []Request // guarded by mu
	failed   []error   // guarded by mu
}

// A Request is a request that a server answered.
type Request struct {
	Host      string
	Path      string // with the query, as asked for
	UserAgent string
	Status    int
	Bytes     int64 // of the body as sent, compressed or not
}

// Start serves the newspapers until ctx is done or [Site.Close] is called.
func Start(ctx context.Context) (*Site, error) {
	papers, err := readPapers()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}

	s := &Site{papers: papers, addrs: map[string]string{}}
	for _, p := range papers {
		if err := s.serve(ctx, p); err != nil {
			return nil, fmt.Errorf("demo: %w", errors.Join(err, s.Close()))
		}
	}
	context.AfterFunc(ctx, func() { _ = s.Close() }) // its error is returned again by the caller's Close
	return s, nil
}

// Newspapers returns the catalogue of the three newspapers, in the format of pipeline/newspaper.
func (s *Site) Newspapers() []byte {
	var b []byte
	for _, p := range s.papers {
		b = fmt.Appendf(b, `[%s]
name = %q
province = %q
hosts = [%q]
family = %q
article = '%s'
seeds = [%q]
feeds = [%q]
grade = "A"
notes = "Invented for the demo."

`, p.Key, p.Name, p.Province, p.Host, p.Family, p.Pattern, p.URL("/"), p.URL(p.Feed))
	}
	return b
}

func (s *Site) serve(ctx context.Context, p *paper) error {
	h, err := newHandler(p, s.record)
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}

	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, server)
	s.addrs[net.JoinHostPort(p.Host, "80")] = l.Addr().String()
	s.serving.Go(func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.mu.Lock()
			s.failed = append(s.failed, fmt.Errorf("serve %s: %w", p.Host, err))
			s.mu.Unlock()
		}
	})
	return nil
}

// Close stops the servers, waits for them and returns their errors. It may be called again.
func (s *Site) Close() error {
	for _, server := range s.servers {
		if err := server.Close(); err != nil {
			s.mu.Lock()
			s.failed = append(s.failed, err)
			s.mu.Unlock()
		}
	}
	s.serving.Wait()

	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.failed...)
}

// Dial connects to the server of a newspaper, given as "host:80". It knows no other host, so nothing leaves
// the machine.
func (s *Site) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	loopback, ok := s.addrs[addr]
	if !ok {
		err := &net.AddrError{Err: "no such newspaper", Addr: addr}
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	return new(net.Dialer).DialContext(ctx, network, loopback)
}

// Requests returns the requests answered so far, in the order in which they ended.
func (s *Site) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *Site) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r)
}
