package canonical

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// profile is UTS #46 as browsers apply it: mapping, non-transitional, underscores allowed.
var profile = idna.New(
	idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(), idna.StrictDomainName(false),
)

// appendHost appends the host of an authority and its port, unless that is the default of the scheme. If the
// authority is invalid it returns the reason.
func appendHost(dst []byte, scheme, authority string) ([]byte, string) {
	const longest = 1024 // 253 characters, some escaped; bounds the quadratic time of punycode
	if len(authority) > longest {
		return dst, "no valid host"
	}
	if strings.IndexByte(authority, '@') >= 0 {
		return dst, "user name in it"
	}
	name, port, reason := cutPort(authority)
	if reason != "" {
		return dst, reason
	}

	start := len(dst)
	switch {
	case strings.HasPrefix(name, "["):
		dst, reason = appendIPv6(dst, name)
	case plain(name):
		dst = appendLower(dst, name)
	default:
		dst, reason = appendUnicode(dst, name)
	}
	if reason != "" {
		return dst, reason
	}
	if name[0] != '[' {
		dst, reason = checkName(dst, start)
	}
	if reason != "" {
		return dst, reason
	}

	if port == 0 || port == 80 && scheme == "http" || port == 443 && scheme == "https" {
		return dst, ""
	}
	return strconv.AppendUint(append(dst, ':'), port, 10), ""
}

// cutPort returns the name and the port of an authority, or the reason why it is invalid. A missing or empty
// port is 0.
func cutPort(authority string) (string, uint64, string) {
	name, port := authority, uint64(0)
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && i > strings.LastIndexByte(authority, ']') {
		name = authority[:i]
		if digits := authority[i+1:]; digits != "" {
			p, err := strconv.ParseUint(digits, 10, 16)
			if err != nil || p == 0 {
				return "", 0, "no valid port"
			}
			port = p
		}
	}
	if name == "" {
		return "", 0, "no host"
	}
	return name, port, ""
}

// plain reports whether a host can be canonicalised by lower case alone: it has no escapes, nothing beyond
// ASCII and no label in punycode.
func plain(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c >= utf8.RuneSelf || c == '%' {
			return false
		}
		if c|0x20 == 'x' && len(name)-i >= 4 && strings.EqualFold(name[i:i+4], "xn--") {
			return false
		}
	}
	return true
}

func appendLower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func appendIPv6(dst []byte, name string) ([]byte, string) {
	inner, ok := strings.CutSuffix(name[1:], "]")
	addr, err := netip.ParseAddr(inner)
	if !ok || err != nil || !addr.Is6() || addr.Zone() != "" {
		return dst, "no valid IPv6 address"
	}
	return append(addr.AppendTo(append(dst, '[')), ']'), ""
}

// appendUnicode appends a host that may be escaped, in Unicode or in punycode, as ASCII.
func appendUnicode(dst []byte, name string) ([]byte, string) {
	raw := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		if name[i] != '%' {
			raw = append(raw, name[i])
			continue
		}
		b, ok := hexByte(name[i+1:])
		if !ok {
			return dst, "no valid host"
		}
		raw = append(raw, b)
		i += 2
	}
	ascii, err := profile.ToASCII(string(raw))
	if err != nil || !utf8.Valid(raw) {
		return dst, "no valid host"
	}
	return append(dst, ascii...), ""
}

// checkName checks the host name dst[start:], which is in lower case, and cuts its final dot. The characters
// are those of DNS and the underscore. A name that ends in a number must be an IPv4 address with four decimal
// parts: browsers read "0x7f.1" as 127.0.0.1, which no newspaper uses.
func checkName(dst []byte, start int) ([]byte, string) {
	name := dst[start:]
	if n := len(name); n > 1 && name[n-1] == '.' {
		name = name[:n-1]
	}
	label := 0 // where the label begins
	for i := range len(name) + 1 {
		if i == len(name) || name[i] == '.' {
			if i == label || i-label > 63 {
				return dst, "no valid host"
			}
			if i < len(name) {
				label = i + 1
			}
			continue
		}
		if c := name[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_') {
			return dst, "no valid host"
		}
	}
	if len(name) > 253 {
		return dst, "no valid host"
	}
	if last := name[label]; '0' <= last && last <= '9' {
		if _, err := netip.ParseAddr(string(name)); err != nil {
			return dst, "no valid host"
		}
	}
	return dst[:start+len(name)], ""
}
