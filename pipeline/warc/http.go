package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"baotinh/pipeline/coding"
	"baotinh/pipeline/news"
)

// readHTTP fills in status, header and body of p from an HTTP/1 message (RFC 9112) and removes all codings of
// the body. Many archives store decoded bodies with the original header, so a body that is not chunked or not
// compressed is accepted although its header says so.
func readHTTP(p *news.Page, message []byte) error {
	line, rest, _ := bytes.Cut(message, []byte("\n"))
	version, status, _ := strings.Cut(string(bytes.TrimSpace(line)), " ")
	code, _, _ := strings.Cut(strings.TrimSpace(status), " ")
	n, err := strconv.Atoi(code)
	if err != nil || n < 100 || n > 999 || !strings.HasPrefix(version, "HTTP/") {
		return fmt.Errorf("HTTP status line %.40q", line)
	}
	p.Status = n

	head, body := cutHead(rest)
	p.Header, _ = parseFields(head) // the fields before an invalid line are used
	if strings.Contains(strings.ToLower(p.Header.Get("Transfer-Encoding")), "chunked") {
		if whole, ok := decodeChunked(body); ok {
			body = whole
		}
	}
	for _, name := range codings(p.Header) {
		if body, err = decode(body, name); err != nil {
			return fmt.Errorf("content coding %s: %w", name, err)
		}
	}
	p.Body = body
	for _, name := range [...]string{"Transfer-Encoding", "Content-Encoding", "Content-Length"} {
		delete(p.Header, name)
	}
	return nil
}

// cutHead splits a message after the first empty line.
func cutHead(message []byte) (head, body []byte) {
	at := 0
	for line := range bytes.Lines(message) {
		at += len(line)
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
	}
	return message[:at], message[at:len(message):len(message)]
}

// codings returns the content codings in the order in which they must be removed, the last applied first.
func codings(h textproto.MIMEHeader) []string {
	var names []string
	for name := range strings.SplitSeq(strings.ToLower(strings.Join(h["Content-Encoding"], ",")), ",") {
		if name = strings.TrimSpace(name); name != "" && name != "identity" {
			names = append([]string{name}, names...)
		}
	}
	return names
}

// decodeChunked removes the chunked transfer coding (RFC 9112 §7.1). It returns false if body is not chunked.
// The last chunk may be truncated.
func decodeChunked(body []byte) ([]byte, bool) {
	var whole []byte
	for {
		line, rest, ok := bytes.Cut(body, []byte("\n"))
		if !ok {
			return whole, whole != nil
		}
		size, _, _ := strings.Cut(string(bytes.TrimSpace(line)), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if err != nil {
			return nil, false
		}
		if n == 0 {
			return whole, true
		}
		n = min(n, uint64(len(rest)))
		whole = append(whole, rest[:n]...)
		body = bytes.TrimPrefix(bytes.TrimPrefix(rest[n:], []byte("\r")), []byte("\n"))
	}
}

var (
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}

	errUnsupported = errors.New("not supported")
)

// decode removes one content coding (RFC 9110 §8.4.1). It returns a body that is not coded unchanged.
func decode(body []byte, name string) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	in := bytes.NewReader(body)
	switch name {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, gzipMagic) {
			return body, nil
		}
		return decodeBy(in, name)
	case "deflate":
		plain, err := decodeBy(in, name)
		if err != nil && !coding.IsZlib(body) {
			return body, nil
		}
		return plain, err
	case "zstd":
		if !bytes.HasPrefix(body, zstdMagic) {
			return body, nil
		}
		r, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlockBytes))
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return readDecoded(r)
	}
	if looksPlain(body) {
		return body, nil
	}
	return nil, errUnsupported
}

func decodeBy(in io.Reader, name string) ([]byte, error) {
	r, err := coding.NewReader(in, name)
	if err != nil {
		return nil, err
	}
	return readDecoded(r)
}

// readDecoded reads the output of a decoder up to a limit, against decompression bombs.
func readDecoded(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBlockBytes+1))
	if err == nil && len(body) > maxBlockBytes {
		err = errTooLarge
	}
	return body, err
}

// looksPlain reports whether body is markup, although its header names a coding.
func looksPlain(body []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) }
