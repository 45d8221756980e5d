package warc

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

const (
	// Records with longer blocks are skipped: they are videos, mostly, never pages of a newspaper.
	maxBlockBytes  = 64 << 20
	maxHeaderBytes = 64 << 10
)

// A record is one record of a file. Its block is read only if it may be a page.
type record struct {
	at, inside int64 // see Reader
	header     textproto.MIMEHeader
	block      []byte
}

// place returns the offset of the record: "123", or "123+456" for one at 456 in the member at 123.
func (rec *record) place() string {
	if rec.inside > 0 {
		return fmt.Sprintf("%d+%d", rec.at, rec.inside)
	}
	return strconv.FormatInt(rec.at, 10)
}

func (rec *record) kind() string { return strings.ToLower(rec.header.Get("WARC-Type")) }

// target returns the URI of a record. WARC 1.0 writers put it in brackets.
func (rec *record) target() string { return strings.Trim(rec.header.Get("WARC-Target-URI"), "<>") }

func (rec *record) mayBePage() bool {
	switch rec.kind() {
	case "response", "resource", "conversion":
		return true
	}
	return false
}

// parse reads the record that begins at r.records (WARC 1.1 §4): a line "WARC/1.1", named fields, an empty
// line and a block of Content-Length bytes.
func (r *Reader) parse() (*record, error) {
	rec := &record{at: r.at, inside: r.inside}
	if magic, err := r.records.Peek(len(recordMagic)); err != nil || !bytes.Equal(magic, recordMagic) {
		if err == nil || err == io.EOF {
			err = errNoRecord
		}
		return nil, err
	}
	r.sawMagic = true
	head, err := readHead(r.records)
	if err != nil {
		return nil, err
	}
	_, fields, _ := bytes.Cut(head, []byte("\n"))
	if rec.header, err = parseFields(fields); err != nil {
		return nil, err
	}

	length, err := strconv.ParseInt(rec.header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, fmt.Errorf("Content-Length %q", rec.header.Get("Content-Length"))
	}
	if tooLarge := length > maxBlockBytes; tooLarge || !rec.mayBePage() && !r.heads {
		n, err := io.CopyN(io.Discard, r.records, length)
		if err == nil && n == length && tooLarge && rec.mayBePage() {
			err = errTooLarge
		}
		return rec, err
	}
	rec.block, err = readBlock(r.records, int(length))
	return rec, err
}

// readHead reads lines up to an empty one.
func readHead(in *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := in.ReadSlice('\n')
		if err == bufio.ErrBufferFull || len(head)+len(line) > maxHeaderBytes {
			return nil, errors.New("the header is too large")
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			return head, nil
		}
		head = append(head, line...)
	}
}

// parseFields reads named fields, one per line; a line that begins with a blank continues the line before.
func parseFields(head []byte) (textproto.MIMEHeader, error) {
	header := make(textproto.MIMEHeader)
	key := ""
	for line := range bytes.Lines(head) {
		text := string(bytes.TrimSpace(line))
		if text == "" {
			continue
		}
		if line[0] == ' ' || line[0] == '\t' {
			if values := header[key]; len(values) > 0 {
				values[len(values)-1] += " " + text
			}
			continue
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok || !isToken(name) {
			return header, fmt.Errorf("field %.40q", text)
		}
		key = textproto.CanonicalMIMEHeaderKey(name)
		header[key] = append(header[key], strings.TrimSpace(value))
	}
	return header, nil
}

// readBlock reads length bytes. A wrong length costs no memory: the buffer grows with the bytes read.
func readBlock(in io.Reader, length int) ([]byte, error) {
	const trusted = 1 << 20
	if length <= trusted {
		block := make([]byte, length)
		_, err := io.ReadFull(in, block)
		return block, err
	}
	var block bytes.Buffer
	block.Grow(trusted)
	_, err := io.CopyN(&block, in, int64(length))
	return block.Bytes(), err
}

// page returns the page that a record holds.
func (rec *record) page() (*news.Page, error) {
	p := &news.Page{
		FinalURL:  rec.header.Get(fieldFinalURL),
		Newspaper: rec.header.Get(fieldNewspaper),
		Truncated: rec.header.Get("WARC-Truncated") != "",
	}
	// Our URI of a page without URL is the name of its file.
	if target := rec.target(); target != "file:"+rec.header.Get(fieldFile) {
		p.URL = target
	}
	if requested := rec.header.Get(fieldURL); requested != "" {
		p.URL, p.FinalURL = requested, p.URL
	}
	var err error
	if p.File, err = url.PathUnescape(rec.header.Get(fieldFile)); err != nil {
		return nil, err
	}
	if listed := rec.header.Get(fieldListed); listed != "" {
		if err := json.Unmarshal([]byte(listed), &p.FeedDate); err != nil {
			return nil, err
		}
	}
	if p.Archived, err = parseDate(rec.header.Get("WARC-Date")); err != nil {
		return nil, err
	}
	if rec.header.Get(fieldFetched) != "unknown" {
		p.Fetched = p.Archived
	}

	contentType := rec.header.Get("Content-Type")
	if rec.kind() == "response" && strings.HasPrefix(strings.ToLower(contentType), "application/http") {
		return p, readHTTP(p, rec.block)
	}
	p.Body = rec.block
	if contentType != "" {
		p.Header = textproto.MIMEHeader{"Content-Type": {contentType}}
	}
	return p, nil
}

// parseDate reads WARC-Date (WARC 1.1 §5.4): the W3C profile of ISO 8601, of any precision.
func parseDate(s string) (time.Time, error) {
	layouts := [...]string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("WARC-Date %q", s)
}

// schemes are the URL schemes that a page of a newspaper may have.
var schemes = []string{"http", "https", "file"}

// skipReason returns why p cannot be a page of a newspaper, or the empty string.
func skipReason(p *news.Page) string {
	media, _, _ := strings.Cut(strings.ToLower(p.ContentType()), ";")
	media = strings.TrimSpace(media)
	scheme, _, _ := strings.Cut(strings.ToLower(p.URL), ":") // RFC 3986 §3.1: schemes have no case
	switch {
	case p.Status != 0 && (p.Status < 200 || p.Status > 299):
		return fmt.Sprintf("status %d", p.Status)
	case p.URL != "" && !slices.Contains(schemes, scheme):
		return "scheme " + scheme
	case IsOther(media):
		return "media type " + media
	case isRobots(p.URL):
		return "robots.txt"
	}
	return ""
}

// isRobots reports whether a URL is that of a robots.txt (RFC 9309 §2.3).
func isRobots(address string) bool {
	if !strings.HasSuffix(address, "/robots.txt") {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && u.Path == "/robots.txt"
}

// IsOther reports whether a media type, in lower case, is that of something which pages show or load: an
// image, a style sheet, a script.
func IsOther(mediaType string) bool {
	major, minor, _ := strings.Cut(mediaType, "/")
	switch major {
	case "image", "audio", "video", "font":
		return true
	}
	switch minor {
	case "css", "pdf", "zip":
		return true
	}
	return strings.HasSuffix(minor, "javascript")
}
