package robots

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// A pattern is the path of a rule, split at its wildcards. "*" matches any string, "$" at the end matches the
// end of the path (RFC 9309 §2.2.3).
type pattern struct {
	pieces   []string // the first matches the beginning of the path
	anchored bool     // the last piece matches the end of the path
	query    bool     // it contains "?": see path
	length   int      // in octets with wildcards; the longest pattern decides
}

// compile normalises the path of a rule and splits it.
func compile(s string) pattern {
	p := pattern{query: strings.Contains(s, "?")}
	s, p.anchored = strings.CutSuffix(s, "$")
	if p.anchored {
		p.length++
	}
	p.pieces = strings.Split(s, "*")
	p.length += len(p.pieces) - 1
	inQuery := false
	for i, piece := range p.pieces {
		piece = normalize(piece)
		p.length += octets(piece)
		if inQuery {
			piece = unescape.Replace(piece)
		}
		inQuery = inQuery || strings.Contains(piece, "?")
		p.pieces[i] = unescapeQuery(piece)
	}
	return p
}

// octets returns the length of a normalised string with all characters beyond ASCII escaped.
func octets(s string) int {
	n := len(s)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			n += 2
		}
	}
	return n
}

// A path is a path with its query, normalised for matching. RFC 9309 §2.2.2 treats "?u=https://a.vn" and
// "?u=https%3A%2F%2Fa.vn" as equal. That applies only to patterns that reach into the query; for others an
// escaped slash differs from a slash.
type path struct {
	plain string
	query string // for patterns with a query
}

func compilePath(s string) path {
	if s == "" || s[0] != '/' {
		s = "/" + s
	}
	s, _, _ = strings.Cut(s, "#")
	s = normalize(s)
	return path{s, unescapeQuery(s)}
}

// matches reports whether p matches the beginning of path, or all of it if p is anchored. It takes the first
// match of each piece, which leaves the most text to the later pieces, so it never backtracks.
func (p *pattern) matches(path path) bool {
	s := path.plain
	if p.query {
		s = path.query
	}
	s, ok := strings.CutPrefix(s, p.pieces[0])
	if !ok {
		return false
	}
	rest := p.pieces[1:]
	if len(rest) == 0 {
		return !p.anchored || s == ""
	}
	last := rest[len(rest)-1]
	for _, piece := range rest[:len(rest)-1] {
		i := strings.Index(s, piece)
		if i < 0 {
			return false
		}
		s = s[i+len(piece):]
	}
	if p.anchored {
		return strings.HasSuffix(s, last)
	}
	return strings.Contains(s, last)
}

// normalize returns s without escapes, except for the reserved characters of RFC 3986 §2.2, whose meaning
// differs when escaped, and the percent sign. That is the comparison of RFC 9309 §2.2.2, which escapes all
// characters beyond ASCII instead; but then "*2" would match the "2" in "%24". An escaped "*" or "$" in a
// rule matches itself.
func normalize(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s)+2)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '%' {
			b = append(b, c)
			continue
		}
		decoded, ok := hexByte(s[i+1:])
		if !ok {
			b = append(b, "%25"...)
			continue
		}
		c = decoded
		i += 2
		if strings.IndexByte(":/?#[]@!&'()+,;=%", c) < 0 {
			b = append(b, c)
			continue
		}
		const digits = "0123456789ABCDEF"
		b = append(b, '%', digits[c>>4], digits[c&15])
	}
	return string(b)
}

var unescape = strings.NewReplacer("%3A", ":", "%2F", "/")

// unescapeQuery returns s, which is normalised, with the colons and slashes of the query unescaped.
func unescapeQuery(s string) string {
	i := strings.IndexByte(s, '?')
	if i < 0 {
		return s
	}
	return s[:i] + unescape.Replace(s[i:])
}

// hexByte returns the byte that two hexadecimal digits at the beginning of s encode.
func hexByte(s string) (byte, bool) {
	if len(s) < 2 {
		return 0, false
	}
	var b [1]byte
	_, err := hex.Decode(b[:], []byte(s[:2]))
	return b[0], err == nil
}
