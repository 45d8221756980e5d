package canonical

import (
	"bytes"
	"encoding/hex"
	"strings"
)

// A class is a set of parts of a URL in which a byte may be unescaped (RFC 3986 §2, §3.3, §3.4).
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

// appendEscaped appends s. It escapes the bytes that the part c may not have, and normalises escapes. A
// percent sign that begins no escape is escaped itself; a backslash in a path becomes a slash.
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
		if b == '%' {
			if decoded, ok := hexByte(s[i:]); ok {
				b = decoded
				i += 2
				if classes[b]&unreserved != 0 {
					dst = append(dst, b)
					continue
				}
			}
		}
		dst = append(dst, '%', digits[b>>4], digits[b&15])
	}
	return dst
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

// wideJunk holds the characters beyond ASCII that trimJunk removes: no-break and zero-width spaces, curly
// quotes, the byte order mark.
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
	switch b, _ := hexByte(string(s[n-2:])); {
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
