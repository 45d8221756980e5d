// Package server answers over HTTP what the data folder holds: pages for people, an API for programs, feeds
// for feed readers, health and metrics for operators. [New] puts them together, [Serve] runs them until it is
// told to stop. It only reads the data folder, beside whatever job writes to it.
package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/server/api"
	"baotinh/cmd/baotinh/internal/server/feed"
	"baotinh/cmd/baotinh/internal/server/page"
	"baotinh/pipeline/newspaper"
)

// Options are what a server serves, and to whom.
type Options struct {
	Reader    *library.Reader
	Catalogue *newspaper.Catalogue
	Version   string       // of the program
	Log       *slog.Logger // of errors that no client is told
	AccessLog bool         // log each request, too

	Token   string         // that allows to write; empty: nobody may
	Proxies []netip.Prefix // whose X-Forwarded headers are believed
	Stale   time.Duration  // age of the last news from which on the server is not ready; 0: any age
	// LocalOnly refuses requests to other hosts than this machine by name, which a page of another site
	// could make a browser send here.
	LocalOnly bool
}

// New returns a handler of everything that is served.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := clients{o.Proxies}
	mux := http.NewServeMux()
	mayWrite := tokenCheck(o.Token)
	feeds := feed.New(feed.Options{Reader: o.Reader, Origin: c.origin})
	feeds.Register(mux)
	page.New(page.Options{
		Reader: o.Reader, Catalogue: o.Catalogue, Version: o.Version, MayWrite: mayWrite,
		WatchFeed: feeds.Watch,
	}).Register(mux)
	api.Register(mux, api.Options{
		Reader: o.Reader, Catalogue: o.Catalogue, Version: o.Version, MayWrite: mayWrite,
		Client: c.address, Log: o.Log,
	})
	m := newMetrics(o.Reader, o.Version)
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", readyz(o.Reader, o.Stale))
	mux.Handle("GET /metrics", m.handler())

	h := m.measure(limitSearches(recoverPanics(mux, o.Log)))
	h = http.NewCrossOriginProtection().Handler(h)
	h = secure(limitRates(h, c))
	if o.LocalOnly {
		h = onlyLocalHosts(h)
	}
	h = http.MaxBytesHandler(h, mostBody)
	if o.AccessLog {
		h = logRequests(h, o.Log, c)
	}
	return h
}

// How many bytes of a request are read. The longest q and filter together take 100 kB in an address.
const (
	mostBody   = 64 << 10
	mostHeader = 128 << 10
)

// The times that a connection may take. A handler that streams sets its own.
const (
	headerTime = 5 * time.Second
	readTime   = 15 * time.Second
	writeTime  = 30 * time.Second
	idleTime   = 2 * time.Minute
	stopTime   = 10 * time.Second // for the requests under way when the server is to stop
)

// Serve serves h on a listener until ctx is done, over TLS if a configuration is given. Then it waits for the
// requests under way, and returns nil. Meanwhile it keeps the reader up with the data folder.
func Serve(ctx context.Context, l net.Listener, h http.Handler, r *library.Reader, config *tls.Config) error {
	s := &http.Server{
		Handler:           h,
		TLSConfig:         config,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    mostHeader,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, 0), // of clients that break off
	}
	following, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer stop()
	group.Go(func() { r.Follow(following) })

	ended := make(chan error, 1)
	group.Go(func() {
		<-following.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		err := s.Shutdown(last)
		if errors.Is(err, context.DeadlineExceeded) {
			err = s.Close() // what is still under way, as an export, is cut off
		}
		ended <- err
	})
	var err error
	if config != nil {
		err = s.ServeTLS(l, "", "")
	} else {
		err = s.Serve(l)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}
