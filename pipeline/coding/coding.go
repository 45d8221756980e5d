// Package coding removes content codings of HTTP (RFC 9110 §8.4.1).
//
// [NewReader] reads a body without its coding, [Unzip] a file that may be gzipped. [IsGzip] and [IsZlib] tell
// coded data from data that only a header calls so.
package coding

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// ErrUnknown is wrapped by the error of NewReader for a coding that it does not know.
var ErrUnknown = errors.New("unknown content coding")

// IsGzip reports whether data begins with the identification of a gzip file (RFC 1952 §2.3.1).
func IsGzip(data []byte) bool { return bytes.HasPrefix(data, []byte{0x1f, 0x8b}) }

// IsZlib reports whether data begins like the zlib format (RFC 1950 §2.2).
func IsZlib(data []byte) bool {
	return len(data) >= 2 && data[0]&0x0f == 8 && data[0]>>4 <= 7 &&
		(uint(data[0])<<8|uint(data[1]))%31 == 0
}

// NewReader returns the data of r without one content coding: "gzip", "x-gzip", "deflate", or "identity" and
// "" for none. The coding "deflate" is the zlib format, or raw DEFLATE, which some servers send. Empty data
// is valid in every coding.
func NewReader(r io.Reader, coding string) (io.Reader, error) {
	if coding == "" || coding == "identity" {
		return r, nil
	}
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case coding != "gzip" && coding != "x-gzip" && coding != "deflate":
		return nil, fmt.Errorf("%w %q", ErrUnknown, coding)
	case len(head) == 0:
		return b, nil
	case coding != "deflate":
		return gzip.NewReader(b)
	case IsZlib(head):
		return zlib.NewReader(b)
	case err != nil:
		return nil, io.ErrUnexpectedEOF
	}
	return flate.NewReader(b), nil
}

// Unzip returns the data of r, decompressed if it is a gzip file.
func Unzip(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !IsGzip(head) {
		return b, nil
	}
	return gzip.NewReader(b)
}
