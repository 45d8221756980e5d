package warc

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"baotinh/pipeline/coding"
	"baotinh/pipeline/news"
)

// readHTTP fills in status, header and body of p from an HTTP/1 message (RFC 9112) and removes all codings of
// the body. Many archives store decoded bodies with the original header, so a body that is not chunked or not
// compressed is accepted although its header says so.
func readHTTP(p *news.Page, message []byte) error {
	n, head, body, err := cutMessage(message)
	if err != nil {
		return err
	}
	p.Status = n
	p.Header, _ = parseFields(head) // the fields before an invalid line are used
	if strings.Contains(strings.ToLower(p.Header.Get("Transfer-Encoding")), "chunked") {
		if whole, ok := decodeChunked(body); ok {
			body = whole
		}
	}
	if p.Body, err = decode(body, p.Header["Content-Encoding"]); err != nil {
		return fmt.Errorf("content coding: %w", err)
	}
	for _, name := range [...]string{"Transfer-Encoding", "Content-Encoding", "Content-Length"} {
		delete(p.Header, name)
	}
	return nil
}

// cutMessage splits a response into its status, its fields and its body.
func cutMessage(message []byte) (status int, head, body []byte, err error) {
	line, rest, _ := bytes.Cut(message, []byte("\n"))
	version, reason, _ := strings.Cut(string(bytes.TrimSpace(line)), " ")
	code, _, _ := strings.Cut(strings.TrimSpace(reason), " ")
	status, err = strconv.Atoi(code)
	if err != nil || status < 100 || status > 999 || !strings.HasPrefix(version, "HTTP/") {
		return 0, nil, nil, fmt.Errorf("HTTP status line %.40q", line)
	}
	head, body = cutHead(rest)
	return status, head, body, nil
}

// splitResponse returns the status of a response, its Content-Type and its body; 0 if it is none.
func splitResponse(message []byte) (status int, contentType string, body []byte) {
	status, head, body, err := cutMessage(message)
	if err != nil {
		return 0, "", message
	}
	header, _ := parseFields(head) // the fields before an invalid line are used
	return status, header.Get("Content-Type"), body
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

// decode removes the content codings of a body (RFC 9110 §8.4), up to a limit against decompression bombs.
func decode(body []byte, contentEncoding []string) ([]byte, error) {
	if len(contentEncoding) == 0 {
		return body, nil // it shares memory with the block
	}
	r, err := coding.NewReader(bytes.NewReader(body), contentEncoding...)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxBlockBytes+1))
	if err == nil && len(plain) > maxBlockBytes {
		err = errTooLarge
	}
	return plain, err
}
