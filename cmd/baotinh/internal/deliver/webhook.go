package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"baotinh/cmd/baotinh/internal/watch"
)

// The headers of a webhook.
const (
	HeaderEvent     = "X-Baotinh-Event"
	HeaderDelivery  = "X-Baotinh-Delivery"  // the same if the same items are sent again
	HeaderSignature = "X-Baotinh-Signature" // HMAC-SHA256 of the body in hex, if the watch has a secret
)

// EventItems is the event of items of a watch.
const EventItems = "watch.items"

// An Event is the body of a webhook.
type Event struct {
	Event    string       `json:"event"`
	Delivery string       `json:"delivery"`
	Watch    string       `json:"watch"`
	Title    string       `json:"title"`
	Query    string       `json:"query"`
	Items    []watch.Item `json:"items"`
}

const (
	webhookItems   = 100 // at most in one request
	webhookTimeout = 10 * time.Second
	maxAnswer      = 64 << 10 // bytes of an answer that are read
)

// webhook sends the items that the sink has not got, in as many requests as needed.
func (d *delivery) webhook(ctx context.Context, st *watch.SinkState, told int) (int, error) {
	secret, err := d.secret()
	if err != nil {
		return 0, err
	}
	client := newClient(d.watch.Webhook)
	sent := 0
	for st.Pending != nil || st.Delivered < told {
		to := min(told, st.Delivered+webhookItems)
		p, err := d.folder.Begin(d.watch.Name, watch.ByWebhook, st, to, d.Now)
		if err != nil {
			return sent, err
		}
		items, err := d.items(p)
		if err != nil {
			return sent, err
		}
		tries, err := d.post(ctx, client, p, items, secret)
		if err != nil {
			return sent, errors.Join(err,
				d.folder.Failed(d.watch.Name, watch.ByWebhook, st, tries, err, time.Now()))
		}
		if err := d.folder.Done(d.watch.Name, watch.ByWebhook, st, time.Now()); err != nil {
			return sent, err
		}
		sent += len(items)
	}
	return sent, nil
}

// secret returns the secret of the webhook, nil if it has none.
func (d *delivery) secret() ([]byte, error) {
	name := d.watch.Webhook.SecretFile
	if name == "" {
		return nil, nil
	}
	return readSecret(d.folder.Data(), name)
}

// readSecret reads a file of the data folder without the line end.
func readSecret(dir, name string) ([]byte, error) {
	if err := watch.CheckSecretFile(name); err != nil {
		return nil, err
	}
	secret, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	if secret = bytes.TrimRight(secret, "\r\n"); len(secret) == 0 {
		return nil, fmt.Errorf("%s is empty", name)
	}
	return secret, nil
}

// post sends items, again after pauses if the other side may take them later. It returns the number of tries.
func (d *delivery) post(
	ctx context.Context, client *http.Client, p *watch.Delivery, items []watch.Item, secret []byte,
) (int, error) {
	body, err := json.Marshal(Event{
		Event: EventItems, Delivery: p.ID, Watch: d.watch.Name, Title: d.watch.Label(), Query: d.watch.Query,
		Items: items,
	})
	if err != nil {
		return 0, err
	}
	for tries := 1; ; tries++ {
		err := post(ctx, client, d.watch.Webhook.URL, p.ID, body, secret)
		if err == nil || tries > len(d.Pause) || !mayPass(err) {
			return tries, err
		}
		select {
		case <-time.After(d.Pause[tries-1]):
		case <-ctx.Done():
			return tries, err
		}
	}
}

// A statusError is an answer that does not acknowledge a delivery.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("webhook answered %d %s", int(e), http.StatusText(int(e)))
}

// mayPass reports whether a delivery that failed may succeed a little later.
func mayPass(err error) bool {
	if errors.Is(err, errPrivate) {
		return false
	}
	status, ok := errors.AsType[statusError](err)
	return !ok || status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

func post(ctx context.Context, client *http.Client, to, id string, body, secret []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "baotinh")
	req.Header.Set(HeaderEvent, EventItems)
	req.Header.Set(HeaderDelivery, id)
	if secret != nil {
		mac := hmac.New(sha256.New, secret)
		mac.Write(body)
		req.Header.Set(HeaderSignature, hex.EncodeToString(mac.Sum(nil)))
	}
	answer, err := client.Do(req)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // the URL may hold a secret
		}
		return fmt.Errorf("webhook: %w", err)
	}
	_, err = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	err = errors.Join(err, answer.Body.Close())
	if answer.StatusCode/100 != 2 {
		return statusError(answer.StatusCode)
	}
	return err
}

// errPrivate is returned for a webhook that leads to an address of the own network which the watch does not
// name.
var errPrivate = errors.New("an address of the own network, which `allow` does not name")

// newClient returns a client that connects to public addresses only and to those that the webhook names. It
// follows no redirect and uses no proxy.
func newClient(w *watch.Webhook) *http.Client {
	dialer := &net.Dialer{
		Timeout: webhookTimeout,
		Control: func(_, address string, _ syscall.RawConn) error { return checkAddress(address, w) },
	}
	return &http.Client{
		Timeout:       webhookTimeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// checkAddress returns errPrivate for an address, after the name was resolved, that is not public and that
// the webhook does not name: by address, by network or by the host name of its URL.
func checkAddress(address string, w *watch.Webhook) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap()
	if isPublic(ip) {
		return nil
	}
	host := ""
	if u, err := url.Parse(w.URL); err == nil {
		host = strings.ToLower(u.Hostname())
	}
	for _, named := range w.Allow {
		if a, err := netip.ParseAddr(named); err == nil && a.Unmap() == ip {
			return nil
		}
		if n, err := netip.ParsePrefix(named); err == nil && n.Contains(ip) {
			return nil
		}
		if host != "" && strings.ToLower(named) == host {
			return nil
		}
	}
	return fmt.Errorf("%s: %w", ip, errPrivate)
}

// notPublic are networks of RFC 6890 that netip has no method for.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}

func isPublic(ip netip.Addr) bool {
	in := func(n netip.Prefix) bool { return n.Contains(ip) }
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !slices.ContainsFunc(notPublic, in)
}
