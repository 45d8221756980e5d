package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/server"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	listen           string
	tokenFile        string
	certificate, key string
	proxies          []string
	stale            time.Duration
	accessLog        bool
	watches          bool
}

func newServe(a *app) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve pages, API and feeds over HTTP",
		Long: `Serve the archive over HTTP until the process is told to stop: pages for people at /, an API
for programs at /api/v1, described at /openapi.json, feeds of searches, and for operators /healthz, /readyz
and /metrics. It only reads the data folder: a crawl may run beside it, whose articles are found within
seconds.

It listens on this machine alone unless --listen says otherwise; there is no log-in. Behind a proxy, give its
address as --trusted-proxy, so that the addresses of clients are known. Nobody may change anything unless
--token-file is given, and a request has the token: as "Authorization: Bearer TOKEN".

SIGTERM and SIGINT end it after the requests under way; the exit code is then 0.`,
		Example: "  baotinh serve --data /var/lib/baotinh --listen 127.0.0.1:8484",
		Args:    noArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.serve(c.Context(), f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8484", "`address` to listen on; port 0 is any free one")
	flags.StringVar(&f.tokenFile, "token-file", "", "`file` with the token that allows to write")
	flags.StringVar(&f.certificate, "tls-cert", "", "`file` of the certificate, for HTTPS; with --tls-key")
	flags.StringVar(&f.key, "tls-key", "", "`file` of its key")
	flags.StringSliceVar(&f.proxies, "trusted-proxy", nil,
		"`address` or network of a proxy whose X-Forwarded headers are believed; may be repeated")
	flags.DurationVar(&f.stale, "stale", 0,
		"`age` of the last news from which on /readyz says no, as 26h (default: any age is good)")
	flags.BoolVar(&f.watches, "run-watches", false,
		"run the watches when something has come in, and send their mails and webhooks")
	flags.BoolVar(&f.accessLog, "access-log", false, "log each request to stderr")
	return c
}

func (a *app) serve(ctx context.Context, f serveFlags) error {
	o, err := a.serverOptions(f)
	if err != nil {
		return err
	}
	config, err := f.tls()
	if err != nil {
		return err
	}
	if o.Catalogue, err = a.catalogue(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return err
	}
	o.LocalOnly = isLoopback(l.Addr()) && len(o.Proxies) == 0
	o.Reader = library.OpenReader(a.where())
	defer o.Reader.Close()
	if !a.quiet {
		scheme := "http"
		if config != nil {
			scheme = "https"
		}
		fmt.Fprintf(a.err, "serving %s at %s://%s/\n", a.data, scheme, l.Addr())
	}
	if f.watches {
		var group sync.WaitGroup
		defer group.Wait()
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		group.Go(func() { a.serveWatches(ctx, o.Reader) })
	}
	return server.Serve(ctx, l, server.New(o), o.Reader, config)
}

// serverOptions returns the options that flags ask for.
func (a *app) serverOptions(f serveFlags) (server.Options, error) {
	o := server.Options{Version: version, Stale: f.stale}
	o.Log, o.AccessLog = a.accessLog(), f.accessLog || a.verbose
	if f.tokenFile != "" {
		text, err := os.ReadFile(f.tokenFile)
		if err != nil {
			return o, err
		}
		if o.Token = strings.TrimSpace(string(text)); len(o.Token) < leastToken {
			return o, fmt.Errorf("%s: the token must have %d characters at least", f.tokenFile, leastToken)
		}
	}
	for _, text := range f.proxies {
		prefix, err := parseNetwork(text)
		if err != nil {
			err := fmt.Errorf("no address or network: %q", text)
			return o, &usageError{err, "--trusted-proxy takes 127.0.0.1, or 10.0.0.0/8"}
		}
		o.Proxies = append(o.Proxies, prefix)
	}
	return o, nil
}

// leastToken is the least length of a token: shorter ones can be guessed.
const leastToken = 16

// accessLog returns the logger of requests.
func (a *app) accessLog() *slog.Logger {
	if a.json != nil {
		return a.json
	}
	return slog.New(slog.NewTextHandler(a.err, nil))
}

// tls returns the configuration of TLS, nil if there is none.
func (f serveFlags) tls() (*tls.Config, error) {
	if f.certificate == "" && f.key == "" {
		return nil, nil
	}
	if f.certificate == "" || f.key == "" {
		return nil, &usageError{errors.New("a certificate needs its key"), "give --tls-cert and --tls-key"}
	}
	pair, err := tls.LoadX509KeyPair(f.certificate, f.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// parseNetwork parses an address or a network.
func parseNetwork(s string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(s); err == nil {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	return netip.ParsePrefix(s)
}

// isLoopback reports whether an address is one of this machine only.
func isLoopback(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
