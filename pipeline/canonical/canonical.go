// Package canonical gives every web page one spelling of its URL.
//
// [URL] canonicalises an absolute URL, [Resolve] and [Base] the links of a page. Input is read by the rules
// of the WHATWG URL standard that browsers apply (blanks around it, tabs and line breaks inside, backslashes
// for slashes, "http:/host"). Output is an absolute http or https URL in the normal form of RFC 3986 §6.2.2,
// ASCII only, at most [MaxLen] bytes:
//
//   - scheme and host in lower case, the host in ASCII (IDNA, UTS #46) and without a final dot;
//   - no default port, no fragment, and no user name: "http://toasoan@baolangson.vn" is a mistyped mail
//     address;
//   - no dot segments; percent-escapes in upper case; letters, digits and "-._~" never escaped, characters
//     that a URL may not have escaped as the UTF-8 they came in ("/thời-sự" is "/th%E1%BB%9Di-s%E1%BB%B1");
//   - no parameters that only track the reader (utm_source, fbclid, gclid, zarsrc …) or his session; others,
//     such as mabb=, in their order, because only the server knows whether the order matters;
//   - no blanks, quotes or angle brackets at the end of path and parameters: they come from broken markup.
//
// The case of a path is kept: some newspapers have sections that differ only in case. "http" and "https" stay
// apart, and "www." stays: only the server knows whether both URLs serve the same page, and some provincial
// hosts answer on one of them alone. Redirects and rel=canonical (RFC 6596) tell.
//
// Canonicalisation is idempotent.
package canonical

import (
	"bytes"
	"strconv"
	"strings"
)

// MaxLen is the length in bytes of the longest canonical URL, the limit of the sitemap protocol.
const MaxLen = 2048

// An Error says why a string is not the URL of a web page. It has no formatted message, because most errors
// are for "mailto:" and "javascript:" links, whose message nobody reads.
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

// Host returns the host of a canonical URL, with its port if it has one. Of any other string it returns the
// text in that place in lower case, or the empty string.
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

// A Base is the URL of a page, parsed to resolve its links. Its methods may be called concurrently.
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

// AppendResolve appends the canonical form of the reference ref to dst. On error it returns dst unchanged.
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

// clean returns s without its fragment, the blanks around it, and the tabs and line breaks inside.
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

// appendURL appends the canonical form of s, or returns the reason why there is none. A nil b resolves only
// absolute URLs.
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

// cutScheme returns the scheme of s and the text after its colon. The scheme is empty if s has none.
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

// slashes returns the number of slashes and backslashes at the beginning of s.
func slashes(s string) int {
	return len(s) - len(strings.TrimLeft(s, `/\`))
}

// appendPath appends dir, which is canonical, and path, canonicalised. Together they begin with a slash.
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

// sessionID returns the index of ";jsessionid=" in the last segment of a path, or the length of the segment.
func sessionID(segment []byte) int {
	const mark = ";jsessionid="
	for i := 0; i+len(mark) <= len(segment); i++ {
		if segment[i] == ';' && strings.EqualFold(string(segment[i:i+len(mark)]), mark) {
			return i
		}
	}
	return len(segment)
}

// removeDotSegments resolves "." and ".." in an absolute path in place (RFC 3986 §5.2.4). It returns the new
// length.
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

// appendQuery appends a question mark and the parameters of query that may select a page, if there are any.
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

// tracking holds the names, in lower case, of parameters that identify the referrer or the session of a
// reader and never select a page.
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

// tracks reports whether a parameter with this name is for tracking.
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
