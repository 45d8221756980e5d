package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
)

// dialGuarded connects to public addresses, and for the host that withPrivate names to private ones, too. The
// check follows the resolution of the name, so that a name that resolves to different addresses (DNS
// rebinding) cannot pass it.
func dialGuarded(ctx context.Context, network, address string) (net.Conn, error) {
	allowed, _ := ctx.Value(privateKey{}).(string)
	private := allowed != "" && isAddressOf(address, allowed)
	d := net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		return checkAddress(address, private)
	}}
	return d.DialContext(ctx, network, address)
}

func checkAddress(address string, private bool) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if a := ap.Addr(); !isPublic(a) && !(private && isPrivate(a)) {
		return fmt.Errorf("%w: %s", ErrPrivate, a)
	}
	return nil
}

// privateKey is the key of the host[:port] that a context allows to have a private address.
type privateKey struct{}

// withPrivate allows the host[:port] of a page, or of a robots.txt, to have a private address, if
// Options.Private does. A redirect to another host is not covered.
func (c *Client) withPrivate(ctx context.Context, host string) context.Context {
	if c.o.Private == nil || !c.o.Private(host) {
		host = ""
	}
	return context.WithValue(ctx, privateKey{}, host)
}

// isPrivateTarget reports whether a redirect leads from one host[:port] to another that may have a private
// address: nobody but the operator may send a request there.
func (c *Client) isPrivateTarget(from, to string) bool {
	return from != to && c.o.Private != nil && c.o.Private(to)
}

// isAddressOf reports whether address, host:port, is that of a host[:port] of http or https.
func isAddressOf(address, host string) bool {
	return address == host || address == net.JoinHostPort(strings.Trim(host, "[]"), "80") ||
		address == net.JoinHostPort(strings.Trim(host, "[]"), "443")
}

// isPrivate reports whether a is an address of this machine or of a private network: those that a server of
// one's own has, and no link-local one, where clouds keep secrets.
func isPrivate(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsLoopback() || a.IsPrivate() || sharedSpace.Contains(a)
}

// sharedSpace is used by carriers and by private networks of the kind of a VPN (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// specialPurpose holds the ranges of the IANA special-purpose address registries that package netip does not
// know, and the ranges that embed an IPv4 address.
var specialPurpose = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),   // carriers' NAT
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast
	netip.MustParsePrefix("::/96"),           // IPv4-compatible
	netip.MustParsePrefix("64:ff9b:1::/48"),  // NAT64
	netip.MustParsePrefix("100::/64"),        // discard
	netip.MustParsePrefix("2001::/23"),       // Teredo and others
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4
	netip.MustParsePrefix("fec0::/10"),       // site-local
}

// nat64 is the prefix that embeds IPv4 addresses for networks without IPv4 (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	return a.IsGlobalUnicast() && !a.IsPrivate() &&
		!slices.ContainsFunc(specialPurpose, func(p netip.Prefix) bool { return p.Contains(a) })
}
