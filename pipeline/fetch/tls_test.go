package fetch

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// A signed is a certificate with its key.
type signed struct {
	*x509.Certificate
	key *ecdsa.PrivateKey
}

// sign returns a certificate of a name, an authority or for servers, signed by another or by itself, that
// says that its issuer is at a URL.
func sign(t *testing.T, name string, isCA bool, by *signed, url string, until time.Time) *signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: until, IsCA: isCA, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if !isCA {
		template.DNSNames = []string{name}
	}
	if url != "" {
		template.IssuingCertificateURL = []string{url}
	}
	parent, parentKey := template, key
	if by != nil {
		parent, parentKey = by.Certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &signed{c, key}
}

// tlsServer serves a page with a certificate and those sent along.
func tlsServer(t *testing.T, chain ...*signed) string {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<p>Tin của báo")
	}))
	certificate := tls.Certificate{PrivateKey: chain[0].key}
	for _, c := range chain {
		certificate.Certificate = append(certificate.Certificate, c.Raw)
	}
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

func TestFetchCompletesChains(t *testing.T) {
	year := time.Now().AddDate(1, 0, 0)
	files := map[string][]byte{}
	var requests atomic.Int32
	authority := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		switch data, ok := files[r.URL.Path]; {
		case r.URL.Path == "/moved.crt":
			http.Redirect(w, r, "/middle.crt", http.StatusFound)
		case ok:
			w.Write(data)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(authority.Close)

	const at = "http://ca.example/"
	root := sign(t, "gốc", true, nil, "", year)
	middle := sign(t, "giữa", true, root, "", year)
	lower := sign(t, "dưới", true, middle, at+"middle.crt", year)
	old := sign(t, "cũ", true, root, "", time.Now().Add(-time.Minute))
	other := sign(t, "khác", true, nil, "", year)
	files["/middle.crt"], files["/lower.crt"] = middle.Raw, lower.Raw
	files["/middle.pem"] = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: middle.Raw})
	files["/old.crt"], files["/other.crt"] = old.Raw, other.Raw
	files["/text"] = []byte("không phải chứng thư")
	roots := x509.NewCertPool()
	roots.AddCert(root.Certificate)

	leaf := func(by *signed, file string) *signed {
		url := ""
		if file != "" {
			url = at + file
		}
		return sign(t, "a.example", false, by, url, year)
	}
	const completed = "chain completed from " + at
	for _, tt := range []struct {
		name  string
		chain []*signed
		note  string // its beginning; "error" if no page comes
	}{
		{"whole", []*signed{leaf(middle, "middle.crt"), middle}, ""},
		{"the issuer is missing", []*signed{leaf(middle, "middle.crt")}, completed + "middle.crt"},
		{"in PEM", []*signed{leaf(middle, "middle.pem")}, completed + "middle.pem"},
		{"after a redirect", []*signed{leaf(middle, "moved.crt")}, completed + "moved.crt"},
		{"two are missing", []*signed{leaf(lower, "lower.crt")}, completed + "middle.crt"},
		{"one of two is missing", []*signed{leaf(lower, ""), lower}, completed + "middle.crt"},
		{"something else is sent along", []*signed{leaf(middle, "middle.crt"), other}, "chain completed"},
		{"it does not say where", []*signed{leaf(middle, "")}, "error"},
		{"another certificate is there", []*signed{leaf(middle, "other.crt")}, "error"},
		{"no certificate is there", []*signed{leaf(middle, "text")}, "error"},
		{"nothing is there", []*signed{leaf(middle, "none.crt")}, "error"},
		{"the issuer has expired", []*signed{leaf(old, "old.crt")}, "error"},
		{"of no authority", []*signed{leaf(other, "other.crt")}, "error"},
		{"of another host", []*signed{sign(t, "b.example", false, middle, "", year), middle}, "error"},
		{"expired", []*signed{sign(t, "a.example", false, middle, "", old.NotAfter), middle}, "error"},
	} {
		address := tlsServer(t, tt.chain...)
		hosts := map[string]string{
			"a.example:443": address, "ca.example:80": authority.Listener.Addr().String(),
		}
		dial := func(ctx context.Context, n, to string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, n, hosts[to])
		}
		o := Options{Delay: -1, RootCAs: roots, Dial: dial}
		get := func(o Options) (*news.Page, error) {
			c := New(o)
			defer c.Close()
			return c.Fetch(t.Context(), news.Request{URL: "https://a.example/tin"})
		}
		p, err := get(o)
		switch {
		case tt.note == "error":
			if _, ok := errors.AsType[*tls.CertificateVerificationError](err); !ok {
				t.Errorf("%s: %v, want an error of verification", tt.name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case !strings.HasPrefix(p.Exchange.TLS, tt.note) || tt.note == "" && p.Exchange.TLS != "":
			t.Errorf("%s: note %q, want %q", tt.name, p.Exchange.TLS, tt.note)
		}

		o.TLSExempt = func(host string) bool { return host == "a.example" }
		p, err = get(o)
		if err != nil {
			t.Errorf("%s, exempt: %v", tt.name, err)
			continue
		}
		want := tt.note
		if want == "error" {
			want = "not verified, by exception: tls: failed to verify certificate: x509: "
		}
		if !strings.HasPrefix(p.Exchange.TLS, want) {
			t.Errorf("%s, exempt: note %q, want %q", tt.name, p.Exchange.TLS, want)
		}
	}
}

func TestIssuersAreCached(t *testing.T) {
	year := time.Now().AddDate(1, 0, 0)
	root := sign(t, "gốc", true, nil, "", year)
	requests := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests++; r.URL.Path == "/root.crt" {
			w.Write(root.Raw)
			return
		}
		http.NotFound(w, r)
	}))
	defer s.Close()
	v := newVerifier(Options{Dial: new(net.Dialer).DialContext})
	for range 3 {
		if v.certificateAt(t.Context(), s.URL+"/root.crt") == nil {
			t.Error("no certificate")
		}
		if v.certificateAt(t.Context(), s.URL+"/none.crt") != nil {
			t.Error("a certificate where there is none")
		}
	}
	if requests != 2 {
		t.Errorf("%d requests, want 2", requests)
	}
}

// What a certificate says must not make requests to private addresses, whatever the page may.
func TestIssuersArePublic(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a request came")
	}))
	defer s.Close()
	v := newVerifier(Options{Dial: dialGuarded})
	ctx := context.WithValue(t.Context(), privateKey{}, s.Listener.Addr().String())
	if _, err := v.fetchCertificate(ctx, s.URL+"/root.crt"); !errors.Is(err, ErrPrivate) {
		t.Errorf("%v, want %v", err, ErrPrivate)
	}
}
