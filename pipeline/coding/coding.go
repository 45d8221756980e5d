// Package coding removes content codings of HTTP (RFC 9110 §8.4.1): gzip, deflate, Brotli (RFC 7932) and
// Zstandard (RFC 8878).
//
// [NewReader] reads a body without its codings. Headers lie about them, so the bytes decide wherever they
// can: [IsGzip], [IsZlib] and [IsZstd] recognise coded data.
package coding

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// IsGzip reports whether data begins like a gzip file (RFC 1952 §2.3.1).
func IsGzip(data []byte) bool { return bytes.HasPrefix(data, []byte{0x1f, 0x8b, 8}) }

// IsZlib reports whether data begins like the zlib format (RFC 1950 §2.2).
func IsZlib(data []byte) bool {
	return len(data) >= 2 && data[0]&0x0f == 8 && data[0]>>4 <= 7 &&
		(uint(data[0])<<8|uint(data[1]))%31 == 0
}

// IsZstd reports whether data begins with the magic number of a Zstandard frame (RFC 8878 §3.1.1).
func IsZstd(data []byte) bool { return bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}) }

const (
	maxCodings     = 4       // of one body; nobody needs more
	maxWindowBytes = 8 << 20 // of Zstandard (RFC 9659 §3)
	headBytes      = 512     // that tell text from coded data
)

// NewReader returns the data of r without its content codings, which the values of the header field
// Content-Encoding list in the order in which they were applied (RFC 9110 §8.4). Empty data is valid in every
// coding, and data that is text has none. A word that names no coding, such as "utf-8" or "none", means
// nothing. Gzip and Zstandard are recognised by their first bytes, with or without a name.
//
// The coding "deflate" is the zlib format, or raw DEFLATE, which some servers send. Gzip and zlib data may
// lack the checksum at their end, and anything may follow it.
func NewReader(r io.Reader, contentEncoding ...string) (io.Reader, error) {
	names := codings(contentEncoding)
	for range maxCodings {
		b := bufio.NewReader(&sticky{r: r})
		head, err := b.Peek(headBytes)
		if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
			return nil, err
		}
		name := ""
		if name, names = outermost(head, names); name == "" {
			return b, nil
		}
		if r, err = open(b, name, head); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("more than %d content codings", maxCodings)
}

// A sticky returns the error of r again and again. A bufio.Reader forgets the one that Peek has met.
type sticky struct {
	r   io.Reader
	err error
}

func (s *sticky) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.err = err
	return n, err
}

// codings returns the names of codings in the values of Content-Encoding, in their order.
func codings(values []string) []string {
	var names []string
	for word := range strings.SplitSeq(strings.ToLower(strings.Join(values, ",")), ",") {
		switch word = strings.TrimPrefix(strings.Trim(word, " \t\"'"), "x-"); word {
		case "gzip", "deflate", "br", "zstd":
			names = append(names, word)
		}
	}
	return names
}

// outermost returns the coding of data that begins with head, or the empty string, and the names of the
// codings inside it.
func outermost(head []byte, names []string) (string, []string) {
	switch {
	case isText(head):
		return "", nil
	case IsGzip(head):
		return "gzip", withoutLast(names, "gzip")
	case IsZstd(head):
		return "zstd", withoutLast(names, "zstd")
	}
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] == "br" || names[i] == "deflate" {
			return names[i], names[:i]
		}
	}
	return "", nil
}

// withoutLast returns names without the last, if that is name.
func withoutLast(names []string, name string) []string {
	if n := len(names); n > 0 && names[n-1] == name {
		return names[:n-1]
	}
	return names
}

// open returns the data of b, which begins with head, without one coding.
func open(b *bufio.Reader, name string, head []byte) (io.Reader, error) {
	switch name {
	case "gzip":
		return newGzip(b)
	case "zstd":
		return zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindowBytes))
	case "br":
		return brotli.NewReader(b), nil
	}
	return newDeflate(b, IsZlib(head))
}

// isText reports whether data that begins with head has no coding. Text has no control characters but those
// of lines; it is UTF-8 or, in an old Vietnamese encoding, markup. Coded data of some length is neither.
func isText(head []byte) bool {
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	return isMarkup(head) || utf8.Valid(head) || len(head) == headBytes && utf8.Valid(wholeRunes(head))
}

// wholeRunes returns text without the rune at its end that may be cut off.
func wholeRunes(text []byte) []byte {
	for i := len(text) - 1; i >= 0 && i >= len(text)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			return text[:i]
		}
	}
	return text
}

// isMarkup reports whether head begins with a tag.
func isMarkup(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) < 2 || head[0] != '<' {
		return false
	}
	c := head[1] | 0x20
	return 'a' <= c && c <= 'z' || head[1] == '!' || head[1] == '?' || head[1] == '/'
}
