// Package canonical brings the URLs of web pages to one spelling, so that a page has one name: [URL] for an
// address that stands alone, [Resolve] and [Base] for the links of a page.
//
// What is read follows the WHATWG URL standard as far as browsers forgive (blanks around, tabs and line
// breaks inside, backslashes for slashes, "http:/host"). What is written is an absolute http or https URL
// in the normal form of RFC 3986 §6.2.2, pure ASCII, at most [MaxLen] bytes:
//
//   - scheme and host in lower case, the host in ASCII (IDNA, UTS #46) and without its closing dot;
//   - no port that is the scheme's own, no fragment, and never a user name: "http://toasoan@baolangson.vn" is
//     a mistyped mail address;
//   - no dot segments; percent-escapes in upper case, letters, digits and "-._~" never escaped, all else that
//     a URL may not hold escaped as the UTF-8 it came in ("/thời-sự" is "/th%E1%BB%9Di-s%E1%BB%B1");
//   - no parameters that only say where the reader came from (utm_source, fbclid, gclid, zarsrc …) or which
//     session he has; the others, such as mabb=, keep their order, for only the server knows whether it
//     matters;
//   - no blanks, quotes or angle brackets at the end of path and parameters: they come from sloppy markup.
//
// The letters of a path keep their case: newspapers have sections in both cases that differ. So do "http"
// and "https", and "www." stays: whether both addresses serve, and serve one page, is known to the server
// only, some provincial hosts work on one of them alone, and an address that was guessed may be one that
// cannot be fetched. Redirects and rel=canonical tell the truth there.
//
// To canonicalise twice changes nothing.
package canonical

import (
	"bytes"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// MaxLen is the length in bytes of the longest canonical URL: what the sitemap protocol allows.
const MaxLen = 2048

// An Error says why a string is not the URL of a web page. It is plain data, because most links that fail are
// "mailto:" and "javascript:" and nobody will ask for the message.
type Error struct {
	URL    string // as given
	Reason string
}

// Error returns the reason and the URL, shortened.
func (e *Error) Error() string {
	const show = 200
	if len(e.URL) > show {
		return "URL " + strconv.Quote(e.URL[:show]) + "…: " + e.Reason
	}
	return "URL " + strconv.Quote(e.URL) + ": " + e.Reason
}

// URL returns the canonical form of an absolute http or https URL. Its error is an [*Error].
func URL(raw string) (string, error) {
	return (*Base)(nil).Resolve(raw)
}

// Resolve returns the canonical form of the reference ref found in the page at base (RFC 3986 §5). Its
// error is an [*Error]. For the many links of one page use a [Base].
func Resolve(base, ref string) (string, error) {
	b, err := NewBase(base)
	if err != nil {
		return "", err
	}
	return b.Resolve(ref)
}

// Host returns the host of a canonical URL, with its port if it has one. Of anything else it returns what
// stands in that place in lower case, or the empty string.
func Host(u string) string {
	_, rest, ok := strings.Cut(u, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		rest = rest[:i]
	}
	return strings.ToLower(rest)
}

// Site returns the name that was registered for a host, with or without port, of a canonical URL: its
// public suffix and one label more. "travinh.baovinhlong.vn" is of the site "baovinhlong.vn". An address or
// a public suffix is its own site.
func Site(host string) string {
	name := host
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name = host[:i]
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return name
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return name
	}
	return site
}

// A Base is the address of a page, ready to resolve its links. Its methods may be called concurrently.
type Base struct {
	scheme string // "http" or "https"
	host   string // with port
	path   string // begins with a slash
	query  string // with its question mark, or empty
}

// NewBase returns the Base of a page at an absolute http or https URL. Its error is an [*Error].
func NewBase(raw string) (*Base, error) {
	u, err := URL(raw)
	if err != nil {
		return nil, err
	}
	scheme, rest, _ := strings.Cut(u, "://")
	slash := strings.IndexByte(rest, '/')
	b := &Base{scheme: scheme, host: rest[:slash], path: rest[slash:]}
	if i := strings.IndexByte(b.path, '?'); i >= 0 {
		b.path, b.query = b.path[:i], b.path[i:]
	}
	return b, nil
}

// Resolve returns the canonical form of the reference ref (RFC 3986 §5). Its error is an [*Error].
func (b *Base) Resolve(ref string) (string, error) {
	var buf [256]byte
	u, err := b.AppendResolve(buf[:0], ref)
	if err != nil {
		return "", err
	}
	return string(u), nil
}

// AppendResolve appends the canonical form of the reference ref to dst; on error it returns dst as it was.
func (b *Base) AppendResolve(dst []byte, ref string) ([]byte, error) {
	u, reason := b.appendURL(dst, clean(ref))
	if reason == "" && len(u)-len(dst) > MaxLen {
		reason = "longer than " + strconv.Itoa(MaxLen) + " bytes"
	}
	if reason != "" {
		return dst, &Error{ref, reason}
	}
	return u, nil
}

// clean returns s without fragment, blanks around it, and tabs and line breaks inside.
func clean(s string) string {
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
	}
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s = s[:i]
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0xA0 || r >= 0x200B && r <= 0x200D || r == 0xFEFF
	})
}

// appendURL appends the canonical form of s, or says why there is none. A nil b resolves absolute URLs only.
func (b *Base) appendURL(dst []byte, s string) ([]byte, string) {
	scheme, rest := cutScheme(s)
	switch {
	case scheme == "" && b == nil:
		return dst, "no scheme"
	case scheme == "" && slashes(rest) >= 2:
		return appendAbsolute(dst, b.scheme, rest)
	case scheme == "":
		return b.appendRelative(dst, rest)
	case strings.EqualFold(scheme, "http"):
		scheme = "http"
	case strings.EqualFold(scheme, "https"):
		scheme = "https"
	default:
		return dst, "neither http nor https"
	}
	if b != nil && b.scheme == scheme && slashes(rest) == 0 {
		return b.appendRelative(dst, rest) // "https:tin.html", as browsers read it
	}
	return appendAbsolute(dst, scheme, rest)
}

// appendAbsolute appends the URL whose authority follows the slashes at the beginning of rest.
func appendAbsolute(dst []byte, scheme, rest string) ([]byte, string) {
	rest = rest[slashes(rest):]
	end := strings.IndexAny(rest, `/\?`)
	if end < 0 {
		end = len(rest)
	}
	dst = append(append(dst, scheme...), "://"...)
	dst, reason := appendHost(dst, scheme, rest[:end])
	if reason != "" {
		return dst, reason
	}

	path, query, _ := strings.Cut(rest[end:], "?")
	if path == "" {
		path = "/"
	}
	return appendQuery(appendPath(dst, "", path), query), ""
}

// appendRelative appends the URL of a reference on the host of b.
func (b *Base) appendRelative(dst []byte, ref string) ([]byte, string) {
	dst = append(append(append(dst, b.scheme...), "://"...), b.host...)
	path, query, hasQuery := strings.Cut(ref, "?")
	switch {
	case path == "" && !hasQuery:
		return append(append(dst, b.path...), b.query...), ""
	case path == "":
		dst = append(dst, b.path...)
	case slashes(path) > 0:
		dst = appendPath(dst, "", path)
	default:
		dst = appendPath(dst, b.path[:strings.LastIndexByte(b.path, '/')+1], path)
	}
	return appendQuery(dst, query), ""
}

// cutScheme returns the scheme of s and what follows its colon; without one the scheme is empty.
func cutScheme(s string) (string, string) {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return s[:i], s[i+1:]
		default:
			return "", s
		}
	}
	return "", s
}

// slashes returns how many slashes, of either kind, s begins with.
func slashes(s string) int {
	return len(s) - len(strings.TrimLeft(s, `/\`))
}

// appendPath appends dir, which is canonical, and path in canonical form. The two together begin with a
// slash.
func appendPath(dst []byte, dir, path string) []byte {
	start := len(dst)
	dst = appendEscaped(append(dst, dir...), path, inPath)
	last := start + bytes.LastIndexByte(dst[start:], '/') + 1
	dst = dst[:last+sessionID(dst[last:])]
	dst = trimJunk(dst, last)
	if !bytes.Contains(dst[start:], []byte("/.")) {
		return dst
	}
	return dst[:start+removeDotSegments(dst[start:])]
}

// sessionID returns where in the last segment of a path ";jsessionid=" begins, or its length.
func sessionID(segment []byte) int {
	const mark = ";jsessionid="
	for i := 0; i+len(mark) <= len(segment); i++ {
		if segment[i] == ';' && strings.EqualFold(string(segment[i:i+len(mark)]), mark) {
			return i
		}
	}
	return len(segment)
}

// removeDotSegments resolves "." and ".." in an absolute path, in place (RFC 3986 §5.2.4). It returns the
// new length.
func removeDotSegments(path []byte) int {
	w := 0
	for r := 0; r < len(path); {
		end := len(path)
		if i := bytes.IndexByte(path[r+1:], '/'); i >= 0 {
			end = r + 1 + i
		}
		segment := path[r:end] // with the slash before it
		switch last := end == len(path); {
		case string(segment) == "/..":
			w = max(0, bytes.LastIndexByte(path[:w], '/'))
			if last {
				path[w] = '/'
				w++
			}
		case string(segment) != "/.":
			w += copy(path[w:], segment)
		case last:
			path[w] = '/'
			w++
		}
		r = end
	}
	return w
}

// appendQuery appends a question mark and the parameters of query that may name a page, if there are any.
func appendQuery(dst []byte, query string) []byte {
	sep := byte('?')
	for param := range strings.SplitSeq(query, "&") {
		for strings.HasPrefix(param, "amp;") { // "&amp;" escaped once too often
			param = param[len("amp;"):]
		}
		if param == "" {
			continue
		}
		mark := len(dst)
		dst = appendEscaped(append(dst, sep), param, inQuery)
		dst = trimJunk(dst, mark+1)
		if name, _, _ := bytes.Cut(dst[mark+1:], []byte("=")); len(dst) == mark+1 || tracks(name) {
			dst = dst[:mark]
			continue
		}
		sep = '&'
	}
	return dst
}

// tracking holds the names, in lower case, of parameters that tell a server where its reader came from, or
// which session he has, but never which page he wants.
var tracking = map[string]bool{
	"fbclid": true, "fb_action_ids": true, "fb_action_types": true, "fb_comment_id": true, "fb_ref": true,
	"fb_source": true, "igsh": true, "igshid": true, // Meta
	"gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "gad_source": true,
	"gad_campaignid": true, "srsltid": true, "_ga": true, "_gl": true, "_gac": true, // Google
	"zarsrc": true, "gidzl": true, // Zalo
	"msclkid": true, "yclid": true, "ysclid": true, "ttclid": true, "twclid": true, "li_fat_id": true,
	"mc_cid": true, "mc_eid": true, "mkt_tok": true, "_hsenc": true, "_hsmi": true, "vero_id": true,
	"oly_enc_id": true,

	"phpsessid": true, "jsessionid": true, "asp.net_sessionid": true,
}

// tracks reports whether a parameter of this name says nothing about the page.
func tracks(name []byte) bool {
	const longest = 24
	if len(name) >= 4 && strings.EqualFold(string(name[:4]), "utm_") {
		return true
	}
	if len(name) > longest {
		return false
	}
	var buf [longest]byte
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return tracking[string(buf[:len(name)])]
}
