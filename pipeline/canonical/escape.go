package canonical

import (
	"bytes"
	"strings"
)

// A class is a set of bits: in which parts of a URL a byte may stand unescaped (RFC 3986 §2, §3.3, §3.4).
type class uint8

const (
	inPath class = 1 << iota
	inQuery
	unreserved // never escaped
)

var classes = func() [256]class {
	var t [256]class
	set := func(chars string, c class) {
		for i := range len(chars) {
			t[chars[i]] |= c
		}
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	set(letters+strings.ToUpper(letters)+"0123456789-._~", inPath|inQuery|unreserved)
	set("!$&'()*+,;=:@/", inPath|inQuery)
	set("?", inQuery)
	return t
}()

// appendEscaped appends s with every byte escaped that may not stand in the part c, and every escape in
// normal form. A percent sign that opens no escape is escaped itself; a backslash in a path is a slash.
func appendEscaped(dst []byte, s string, c class) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); {
		run := i
		for i < len(s) && classes[s[i]]&c != 0 {
			i++
		}
		dst = append(dst, s[run:i]...)
		if i == len(s) {
			break
		}

		b := s[i]
		i++
		if b == '\\' && c == inPath {
			dst = append(dst, '/')
			continue
		}
		if b == '%' && i+1 < len(s) && isHex(s[i]) && isHex(s[i+1]) {
			b = unhex(s[i])<<4 | unhex(s[i+1])
			i += 2
			if classes[b]&unreserved != 0 {
				dst = append(dst, b)
				continue
			}
		}
		dst = append(dst, '%', digits[b>>4], digits[b&15])
	}
	return dst
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

// wideJunk holds what trimJunk removes beyond ASCII: no-break and zero-width spaces, curly quotes, the byte
// order mark.
var wideJunk = [][]byte{
	[]byte("%C2%A0"), []byte("%E2%80%8B"), []byte("%E2%80%8C"), []byte("%E2%80%8D"),
	[]byte("%E2%80%9C"), []byte("%E2%80%9D"), []byte("%EF%BB%BF"),
}

// trimJunk removes escaped blanks, control characters, quotes and angle brackets from the end of dst, down
// to start.
func trimJunk(dst []byte, start int) []byte {
	for {
		n := len(dst)
		switch {
		case n > start && dst[n-1] == '\'':
			n--
		case n-start >= 3 && dst[n-3] == '%':
			n -= escapedJunk(dst[start:])
		}
		if n == len(dst) {
			return dst
		}
		dst = dst[:n]
	}
}

// escapedJunk returns the length of the junk at the end of s, which ends in an escape.
func escapedJunk(s []byte) int {
	n := len(s)
	switch b := unhex(s[n-2])<<4 | unhex(s[n-1]); {
	case b <= ' ', b == '"', b == '<', b == '>', b == 0x7F:
		return 3
	case b < 0x80:
		return 0
	}
	for _, junk := range wideJunk {
		if bytes.HasSuffix(s, junk) {
			return len(junk)
		}
	}
	return 0
}
