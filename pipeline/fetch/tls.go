package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	connectTimeout  = 10 * time.Second
	maxIssuers      = 4        // that complete one chain
	maxIssuerBytes  = 64 << 10 // of a certificate
	maxIssuerHops   = 3        // redirects to a certificate
	issuerAge       = 24 * time.Hour
	issuerFailedAge = time.Hour
	maxIssuerCache  = 1000
)

// A verifier verifies the certificates of servers. Many servers do not send the certificates between their
// own and that of an authority; browsers find these by the field Authority Information Access (RFC 5280
// §4.2.2.1) of the certificate, and so does a verifier. What it finds must lead to an authority like any
// other chain.
type verifier struct {
	roots *x509.CertPool
	fetch *http.Client // over plain HTTP, as the certificates are signed
	// exempt reports whether the certificate of a host need not be good; nil: never.
	exempt func(host string) bool

	mu      sync.Mutex
	issuers map[string]issuer // guarded by mu; by URL
	notes   map[string]string // guarded by mu; by host, what was unusual about its certificate
}

// An issuer is the result of a fetch of a certificate.
type issuer struct {
	certificate *x509.Certificate // nil: none was found
	until       time.Time         // it is fetched again
}

// newVerifier returns a verifier that fetches certificates with dial. The context of dial allows no private
// address.
func newVerifier(o Options) *verifier {
	transport := &http.Transport{
		DialContext: o.Dial, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
	}
	return &verifier{
		roots: o.RootCAs, exempt: o.TLSExempt, issuers: map[string]issuer{}, notes: map[string]string{},
		fetch: &http.Client{
			Transport: transport, Timeout: connectTimeout, CheckRedirect: checkIssuerRedirect,
		},
	}
}

func checkIssuerRedirect(r *http.Request, via []*http.Request) error {
	if r.URL.Scheme != "http" || len(via) > maxIssuerHops {
		return http.ErrUseLastResponse
	}
	return nil
}

// dialTLS returns a function that opens connections over TLS with dial.
func (v *verifier) dialTLS(
	dial func(context.Context, string, string) (net.Conn, error),
) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		host = strings.TrimSuffix(host, ".")
		plain, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		conn := tls.Client(plain, &tls.Config{
			ServerName:         host,
			NextProtos:         []string{"h2", "http/1.1"},
			InsecureSkipVerify: true, // VerifyConnection verifies, whatever happens
			VerifyConnection: func(s tls.ConnectionState) error {
				return v.verify(ctx, host, s.PeerCertificates)
			},
		})
		limited, cancel := context.WithTimeout(ctx, 2*connectTimeout) // an issuer may have to be fetched
		defer cancel()
		if err := conn.HandshakeContext(limited); err != nil {
			_ = plain.Close() // the handshake has failed
			return nil, err
		}
		return conn, nil
	}
}

// verify returns nil if certificates, that of a host first, lead to an authority, or if the host is exempt.
func (v *verifier) verify(ctx context.Context, host string, certificates []*x509.Certificate) error {
	if len(certificates) == 0 {
		return errors.New("tls: the server has no certificate")
	}
	note := ""
	err := v.verifyChain(host, certificates)
	if _, unknown := errors.AsType[x509.UnknownAuthorityError](err); unknown {
		if completed, from := v.complete(ctx, host, certificates); completed {
			err, note = nil, "chain completed from "+from
		}
	}
	if err != nil {
		err = &tls.CertificateVerificationError{UnverifiedCertificates: certificates, Err: err}
		if v.exempt == nil || !v.exempt(host) {
			return err
		}
		note = "not verified, by exception: " + err.Error()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if delete(v.notes, host); note != "" {
		v.notes[host] = note
	}
	return nil
}

// verifyChain verifies the first certificate by the others and the roots.
func (v *verifier) verifyChain(host string, certificates []*x509.Certificate) error {
	o := x509.VerifyOptions{Roots: v.roots, DNSName: host, Intermediates: x509.NewCertPool()}
	for _, c := range certificates[1:] {
		o.Intermediates.AddCert(c)
	}
	_, err := certificates[0].Verify(o)
	return err
}

// complete fetches the issuers that are missing until the chain is verified. It returns the URL of the last.
func (v *verifier) complete(
	ctx context.Context, host string, certificates []*x509.Certificate,
) (completed bool, from string) {
	chain := certificates[:len(certificates):len(certificates)]
	last := topOf(chain)
	for range maxIssuers {
		found, url := v.issuerOf(ctx, last)
		if found == nil {
			return false, ""
		}
		chain = append(chain, found)
		if v.verifyChain(host, chain) == nil {
			return true, url
		}
		last = found
	}
	return false, ""
}

// topOf returns the certificate of a chain that no other in it has issued, going up from the first.
func topOf(chain []*x509.Certificate) *x509.Certificate {
	top := chain[0]
	for range chain {
		for _, c := range chain {
			if c != top && top.CheckSignatureFrom(c) == nil {
				top = c
				break
			}
		}
	}
	return top
}

// issuerOf returns the certificate that signed c, from where c says that it is, and its URL; nil if it is not
// found there.
func (v *verifier) issuerOf(ctx context.Context, c *x509.Certificate) (*x509.Certificate, string) {
	const tried = 2 // URLs
	for i, url := range c.IssuingCertificateURL {
		if i == tried || !strings.HasPrefix(url, "http://") {
			continue
		}
		if found := v.certificateAt(ctx, url); found != nil && c.CheckSignatureFrom(found) == nil {
			return found, url
		}
	}
	return nil, ""
}

// certificateAt returns the certificate at a URL, or nil.
func (v *verifier) certificateAt(ctx context.Context, url string) *x509.Certificate {
	v.mu.Lock()
	known, ok := v.issuers[url]
	v.mu.Unlock()
	if ok && time.Now().Before(known.until) {
		return known.certificate
	}
	found, err := v.fetchCertificate(ctx, url)
	if ctx.Err() != nil {
		return nil
	}
	age := issuerAge
	if err != nil {
		age = issuerFailedAge
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.issuers) >= maxIssuerCache {
		clear(v.issuers)
	}
	v.issuers[url] = issuer{found, time.Now().Add(age)}
	return found
}

func (v *verifier) fetchCertificate(ctx context.Context, url string) (*x509.Certificate, error) {
	ctx = context.WithValue(ctx, privateKey{}, "")
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := v.fetch.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("certificate at %s: %s", url, response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxIssuerBytes))
	if err != nil {
		return nil, err
	}
	if block, _ := pem.Decode(data); block != nil {
		data = block.Bytes // RFC 5280 wants DER
	}
	return x509.ParseCertificate(data)
}

// noteOf returns what was unusual about the certificate of a host, or the empty string.
func (v *verifier) noteOf(host string) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.notes[strings.TrimSuffix(host, ".")]
}
