package source

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

var errNoPart = errors.New("an MHTML file without a page")

// isMHTML reports whether head begins like a page that a browser saved in one file, a MIME message of related
// parts (RFC 2557).
func isMHTML(head []byte) bool {
	name, _, ok := bytes.Cut(head[:min(len(head), 40)], []byte(":"))
	return ok && !bytes.ContainsAny(name, " \t\r\n<{") &&
		bytes.Contains(bytes.ToLower(head), []byte("multipart/related"))
}

// readMHTML yields the page of an MHTML file: its first part in HTML.
func readMHTML(r *bufio.Reader, name string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		p, err := mhtmlPage(r)
		if err != nil {
			yield(nil, err)
			return
		}
		p.File = name
		if p.URL == "" {
			if p.URL, err = fileAddress(p); err != nil {
				yield(nil, err)
				return
			}
		}
		yield(p, nil)
	}
}

func mhtmlPage(r *bufio.Reader) (*news.Page, error) {
	_, _ = r.Discard(blanksBefore(r)) // they were seen
	message, err := mail.ReadMessage(r)
	if err != nil {
		return nil, fmt.Errorf("MHTML: %w", err)
	}
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("MHTML: %w", err)
	}
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil, errNoPart
		}
		if err != nil {
			return nil, fmt.Errorf("MHTML: %w", err)
		}
		contentType := part.Header.Get("Content-Type")
		if media, _, _ := mime.ParseMediaType(contentType); media != "text/html" {
			continue
		}
		p := &news.Page{Header: textproto.MIMEHeader{"Content-Type": {contentType}}}
		if p.Body, err = readBody(transferDecoded(part)); err != nil {
			return nil, err
		}
		if p.Fetched, err = message.Header.Date(); err == nil {
			p.Fetched = p.Fetched.UTC()
		}
		for _, location := range [...]string{
			message.Header.Get("Snapshot-Content-Location"), part.Header.Get("Content-Location"),
		} {
			if saved, err := canonical.URL(strings.TrimSpace(location)); err == nil {
				p.URL = saved
				break
			}
		}
		return p, nil
	}
}

// blanksBefore counts the blank bytes that r begins with.
func blanksBefore(r *bufio.Reader) int {
	head, _ := r.Peek(headBytes)
	return len(head) - len(bytes.TrimLeft(head, "\ufeff \t\r\n"))
}

// transferDecoded returns the data of a part without its transfer encoding (RFC 2045 §6).
func transferDecoded(part *multipart.Part) io.Reader {
	switch strings.ToLower(part.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		return quotedprintable.NewReader(part)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, part)
	}
	return part
}
