package robots

import (
	"strings"
	"unicode/utf8"
)

// A pattern is the path of a rule: literal pieces with anything between them. "*" stands for any string,
// "$" at the end for the end of the path (RFC 9309 §2.2.3).
type pattern struct {
	pieces   []string // the first is where the path begins
	anchored bool     // the last piece is where the path ends
	query    bool     // it reaches into the query: see path
	length   int      // in octets, wildcards included: how specific it is
}

// compile brings the path of a rule to its normal form.
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

// octets returns the length of a normalized string with everything beyond ASCII escaped.
func octets(s string) int {
	n := len(s)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			n += 2
		}
	}
	return n
}

// A path is what patterns are matched against. RFC 9309 §2.2.2 takes "?u=https://a.vn" and
// "?u=https%3A%2F%2Fa.vn" for one. Only patterns that reach into the query are meant; for others an escaped
// slash stays another thing than a slash.
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

// matches reports whether p matches the beginning of s, or the whole of it if p is anchored. To take the
// first place that each piece fits is enough, for that leaves the most to the pieces after it: no step is
// ever taken back.
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

// normalize returns s without escapes but for the reserved characters of RFC 3986 §2.2, which mean another
// thing when they are escaped, and the percent sign. That is the comparison of RFC 9309 §2.2.2, which
// escapes everything beyond ASCII instead; but then "*2" would match the "2" in "%24". The escaped "*" and
// "$" of a rule are themselves in a path.
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
		if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			b = append(b, "%25"...)
			continue
		}
		c = unhex(s[i+1])<<4 | unhex(s[i+2])
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

// unescapeQuery returns s, which is normalized, with colons and slashes of the query unescaped.
func unescapeQuery(s string) string {
	i := strings.IndexByte(s, '?')
	if i < 0 {
		return s
	}
	return s[:i] + unescape.Replace(s[i:])
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
