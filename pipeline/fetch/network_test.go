package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"baotinh/pipeline/fetch"
)

// A network is an Internet in memory for synctest bubbles: real HTTP over pipes. Hosts serve http on port 80.
type network struct {
	mu      sync.Mutex
	servers map[string]*listener // guarded by mu; by host:port
	log     []hit                // guarded by mu
}

// A hit is a request that arrived.
type hit struct {
	host, path string
	began      time.Duration // since the network was made
	ended      time.Duration
}

func (h hit) String() string { return fmt.Sprintf("%v %s%s", h.began, h.host, h.path) }

func newNetwork() *network { return &network{servers: map[string]*listener{}} }

// serve gives host a handler, with a robots.txt unless that is empty. It must be called in the bubble.
func (n *network) serve(t *testing.T, host, robots string, handler http.HandlerFunc) {
	t.Helper()
	born := time.Now()
	var wg sync.WaitGroup
	l := &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wg.Add(1)
		defer wg.Done()
		h := hit{host: host, path: r.URL.RequestURI(), began: time.Since(born)}
		if robots != "" && r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, robots)
		} else {
			handler(w, r)
		}
		h.ended = time.Since(born)
		n.mu.Lock()
		n.log = append(n.log, h)
		n.mu.Unlock()
	})}
	n.mu.Lock()
	n.servers[host+":80"] = l
	n.mu.Unlock()
	wg.Go(func() { server.Serve(l) })
	t.Cleanup(func() {
		server.Close()
		wg.Wait()
	})
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	l := n.servers[address]
	n.mu.Unlock()
	if l == nil {
		return nil, errors.New("no such host")
	}
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hits returns the requests that arrived, in order of their end.
func (n *network) hits() []hit {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]hit(nil), n.log...)
}

// client returns a Client on the network.
func (n *network) client(t *testing.T, o fetch.Options) *fetch.Client {
	t.Helper()
	o.Dial = n.dial
	c := fetch.New(o)
	t.Cleanup(func() { c.Close() })
	return c
}

type listener struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return &net.TCPAddr{} }

// text answers with a small page.
func text(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<p>Tin tức")
}
