package warc

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/crc32"
	"maps"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"

	"baotinh/pipeline/news"
)

// Fields of a record that the standard does not define.
const (
	fieldFile      = "Baotinh-File"      // Page.File, percent-escaped
	fieldURL       = "Baotinh-Url"       // Page.URL, where the record is of Page.FinalURL
	fieldFinalURL  = "Baotinh-Final-Url" // Page.FinalURL, in older records of Page.URL
	fieldListed    = "Baotinh-Listed"    // Page.FeedDate in JSON
	fieldNewspaper = "Baotinh-Newspaper" // Page.Newspaper
	fieldFetched   = "Baotinh-Fetched"   // "unknown": Page.Fetched is zero, WARC-Date the time of archiving
)

// compression is the DEFLATE level. Level 2 takes as long as level 1, with output 1 % smaller; level 5 takes
// 1.4 times as long as level 2, with output 7 % smaller (articles of 3 kB).
const compression = 2

// An encoder turns pages into gzip members. The result of a method is valid until the next call.
type encoder struct {
	record  []byte
	member  bytes.Buffer
	deflate *flate.Writer
}

// page returns the record of a page, with the date Archived.
func (e *encoder) page(p *news.Page) ([]byte, error) {
	if strings.ContainsFunc(p.URL+p.FinalURL, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return nil, errors.New("the URL has blanks or control characters")
	}
	file := escape(p.File)
	target, requested := p.URL, ""
	switch {
	case target == "":
		target = "file:" + file
	case p.FinalURL != "": // it gave the response
		target, requested = p.FinalURL, p.URL
	}
	kind, contentType, head := "resource", p.ContentType(), []byte(nil)
	if p.Status != 0 {
		kind, contentType, head = "response", "application/http;msgtype=response", httpHead(p)
	}

	e.beginRecord(kind, p.Archived)
	e.field("WARC-Target-URI", target)
	e.field("WARC-Payload-Digest", p.Digest())
	e.field("Content-Type", contentType)
	if p.Truncated {
		e.field("WARC-Truncated", "disconnect") // WARC 1.1 §5.13
	}
	e.field(fieldNewspaper, p.Newspaper)
	e.field(fieldURL, requested)
	e.field(fieldFile, file)
	if p.Fetched.IsZero() {
		e.field(fieldFetched, "unknown")
	}
	if !p.FeedDate.IsZero() {
		listed, err := json.Marshal(p.FeedDate)
		if err != nil {
			return nil, err
		}
		e.field(fieldListed, string(listed))
	}
	return e.endRecord(head, p.Body)
}

// redirect returns the record of a redirect.
func (e *encoder) redirect(r news.Redirect) ([]byte, error) {
	e.beginRecord("response", r.Fetched)
	e.field("WARC-Target-URI", r.URL)
	e.field("Content-Type", "application/http;msgtype=response")
	head := append([]byte("HTTP/1.1 "), strconv.Itoa(r.Status)...)
	head = append(head, " \r\n"...)
	head = appendField(head, "Location", r.Location)
	return e.endRecord(append(head, "\r\n"...), nil)
}

// info returns the record that opens a segment (WARC 1.1 §6.2).
func (e *encoder) info(name string, now time.Time) ([]byte, error) {
	e.beginRecord("warcinfo", now)
	e.field("WARC-Filename", name)
	e.field("Content-Type", "application/warc-fields")
	return e.endRecord(nil, []byte("software: baotinh\r\n"+
		"format: WARC file version 1.1\r\n"+
		"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"))
}

func (e *encoder) beginRecord(kind string, date time.Time) {
	e.record = append(e.record[:0], "WARC/1.1\r\n"...)
	e.field("WARC-Type", kind)
	e.field("WARC-Record-ID", recordID())
	e.field("WARC-Date", date.UTC().Format(time.RFC3339Nano)) // WARC 1.1 §5.4: up to nanoseconds
}

// field appends a named field unless its value is empty.
func (e *encoder) field(name, value string) {
	if value != "" {
		e.record = appendField(e.record, name, value)
	}
}

func appendField(dst []byte, name, value string) []byte {
	dst = append(dst, name...)
	dst = append(dst, ": "...)
	for i := range len(value) {
		c := value[i]
		if c < ' ' && c != '\t' {
			c = ' ' // a line break would end the field
		}
		dst = append(dst, c)
	}
	return append(dst, "\r\n"...)
}

// endRecord ends the header, adds the block and returns the record as one gzip member (WARC 1.1 annex D).
func (e *encoder) endRecord(head, body []byte) ([]byte, error) {
	e.field("Content-Length", strconv.Itoa(len(head)+len(body)))
	e.record = append(e.record, "\r\n"...)
	e.record = append(e.record, head...)
	e.record = append(e.record, body...)
	e.record = append(e.record, "\r\n\r\n"...)
	return e.compress()
}

func (e *encoder) compress() ([]byte, error) {
	e.member.Reset()
	e.member.Write(make([]byte, headerBytes)) // filled in below
	if e.deflate == nil {
		w, err := flate.NewWriter(&e.member, compression)
		if err != nil {
			return nil, err
		}
		e.deflate = w
	} else {
		e.deflate.Reset(&e.member)
	}
	if _, err := e.deflate.Write(e.record); err != nil {
		return nil, err
	}
	if err := e.deflate.Close(); err != nil {
		return nil, err
	}

	var trailer [8]byte
	binary.LittleEndian.PutUint32(trailer[:4], crc32.ChecksumIEEE(e.record))
	binary.LittleEndian.PutUint32(trailer[4:], uint32(len(e.record)))
	e.member.Write(trailer[:])

	member := e.member.Bytes()
	putHeader(member, len(e.record))
	return member, nil
}

// The header of each gzip member states the length of the member in the extra field "sl" (skip lengths),
// which WARC inherited from ARC, and protects it with a checksum (RFC 1952 §2.3):
//
//	0  1f 8b 08  magic, deflate
//	3  06        flags: extra field, header checksum
//	4  00000000  no time
//	8  00 ff     no hint on compression, unknown system
//	10 0c 00     length of the extra field
//	12 's' 'l'   skip lengths
//	14 08 00     length of the subfield
//	16 uint32    length of the member
//	20 uint32    length of the record
//	24 uint16    low half of the CRC-32 of the 24 bytes before
const headerBytes = 26

var headerStart = []byte{0x1f, 0x8b, 0x08, 0x06, 0, 0, 0, 0, 0, 0xff, 12, 0, 's', 'l', 8, 0}

func putHeader(member []byte, recordBytes int) {
	copy(member, headerStart)
	binary.LittleEndian.PutUint32(member[16:], uint32(len(member)))
	binary.LittleEndian.PutUint32(member[20:], uint32(recordBytes))
	binary.LittleEndian.PutUint16(member[24:], uint16(crc32.ChecksumIEEE(member[:24])))
}

// skipLength returns the length of the member that begins with header, if this package wrote it.
func skipLength(header []byte) (int64, bool) {
	if len(header) < headerBytes || !bytes.HasPrefix(header, headerStart) ||
		binary.LittleEndian.Uint16(header[24:]) != uint16(crc32.ChecksumIEEE(header[:24])) {
		return 0, false
	}
	length := int64(binary.LittleEndian.Uint32(header[16:]))
	return length, length > headerBytes
}

// httpHead returns the status line and the header of the response with p. Fields about content and transfer
// codings are left out, because the body is stored without codings.
func httpHead(p *news.Page) []byte {
	head := append([]byte("HTTP/1.1 "), strconv.Itoa(p.Status)...)
	head = append(head, ' ')
	if p.Status == 200 {
		head = append(head, "OK"...)
	}
	head = append(head, "\r\n"...)
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "Content-Encoding", "Transfer-Encoding", "Content-Length":
			continue
		}
		if !isToken(name) {
			continue
		}
		for _, value := range p.Header[name] {
			head = appendField(head, name, value)
		}
	}
	return append(head, "\r\n"...)
}

// isToken reports whether s can be the name of a field. It accepts more than RFC 9110 §5.6.2.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// recordID returns a random UUID (RFC 9562 §5.4) as a URI in angle brackets.
func recordID() string {
	var u [16]byte
	rand.Read(u[:])
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80

	id := make([]byte, 0, len("<urn:uuid:00000000-0000-4000-8000-000000000000>"))
	id = append(id, "<urn:uuid:"...)
	for i, part := range [...][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:]} {
		if i > 0 {
			id = append(id, '-')
		}
		id = hex.AppendEncode(id, part)
	}
	return string(append(id, '>'))
}

// escape returns the name of a file as the path of a URI.
func escape(name string) string { return (&url.URL{Path: name}).EscapedPath() }
