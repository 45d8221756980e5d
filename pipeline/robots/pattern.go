package robots

import "strings"

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
	s = normalize(s, false)
	if p.query {
		s = unescapeQuery(s)
	}
	p.length = len(s)
	if p.anchored {
		p.length++
	}
	p.pieces = strings.Split(s, "*")
	return p
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
	s = normalize(s, true)
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

// normalize returns s with escapes in upper case, letters, digits and "-._~" unescaped, and everything
// beyond ASCII escaped (RFC 9309 §2.2.2). "*" and "$" are special in a pattern, but in a path they are
// themselves and escaped.
func normalize(s string, isPath bool) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
			if isUnreserved(c) {
				b.WriteByte(c)
				continue
			}
		case c == '*' && !isPath:
			b.WriteByte(c)
			continue
		case c > ' ' && c < 0x7F && c != '*' && c != '$' && c != '%':
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	return b.String()
}

// unescapeQuery returns s, which is normalized, with colons and slashes of the query unescaped.
func unescapeQuery(s string) string {
	i := strings.IndexByte(s, '?')
	if i < 0 || !strings.Contains(s[i:], "%") {
		return s
	}
	return s[:i] + strings.NewReplacer("%3A", ":", "%2F", "/").Replace(s[i:])
}

func isUnreserved(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
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
