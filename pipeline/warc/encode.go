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
	fieldAnswer    = "Baotinh-Answer"    // "no page": the record holds an answer in place of a page
)

// compression is the DEFLATE level. Level 2 takes as long as level 1, with output 1 % smaller; level 5 takes
// 1.4 times as long as level 2, with output 7 % smaller (articles of 3 kB).
const compression = 2

// An encoder turns pages into gzip members, one per record, and into lines of the index.
type encoder struct {
	record  []byte
	members bytes.Buffer
	lines   []indexLine // of the records in members, with the offset in it
	deflate *flate.Writer
}

// reset begins a new sequence of members.
func (e *encoder) reset() {
	e.members.Reset()
	e.lines = e.lines[:0]
}

// A block is the content of a record: a head, of HTTP, and a body.
type block struct {
	head, body []byte
	digest     string // of the body
}

// page adds the records of a page, with the date Archived: those of the redirects that led to it, then of its
// own request, the metadata, and the page itself, which is the last, so that a page is whole if it can be
// read. It returns the capture.
func (e *encoder) page(p *news.Page) (news.Capture, error) { return e.response(p, "") }

// answer adds the records of an answer that is no page, as page does those of one.
func (e *encoder) answer(p *news.Page) error {
	_, err := e.response(p, "no page")
	return err
}

func (e *encoder) response(p *news.Page, answer string) (news.Capture, error) {
	if strings.ContainsFunc(p.URL+p.FinalURL, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return news.Capture{}, errors.New("the URL has blanks or control characters")
	}
	file := escape(p.File)
	target, requested := p.URL, ""
	switch {
	case target == "":
		target = "file:" + file
	case p.FinalURL != "": // it gave the response
		target, requested = p.FinalURL, p.URL
	}
	kind, contentType, b := "resource", p.ContentType(), block{nil, p.Body, p.Digest()}
	if p.Status != 0 {
		kind, contentType, b.head = "response", typeResponse, httpHead(p.Status, p.Header)
	}
	listed, err := listedDate(p)
	if err != nil {
		return news.Capture{}, err
	}

	c := news.Capture{ID: recordID(), URL: target, Date: p.Archived}
	if err := e.around(c, p.Redirects, p.Exchange); err != nil {
		return c, err
	}
	e.beginRecord(kind, c)
	e.exchangeFields(p.Exchange)
	e.field("WARC-Payload-Digest", b.digest)
	e.field("Content-Type", contentType)
	e.field(fieldAnswer, answer)
	e.field("WARC-Truncated", truncation(p, answer != ""))
	e.field(fieldNewspaper, p.Newspaper)
	e.field(fieldURL, requested)
	e.field(fieldFile, file)
	if p.Fetched.IsZero() {
		e.field(fieldFetched, "unknown")
	}
	e.field(fieldListed, listed)
	return c, e.endIndexed(b, indexRecord{c, p.ContentType(), p.Status, b.digest})
}

// truncation returns why the body of a page, or of another answer, is not whole (WARC 1.1 §5.13); empty if it
// is. Of an answer that is no page, only the beginning is read.
func truncation(p *news.Page, isAnswer bool) string {
	switch {
	case !p.Truncated:
		return ""
	case isAnswer || p.Status >= 400:
		return "length"
	}
	return "disconnect"
}

// listedDate returns the FeedDate of a page in JSON, or the empty string.
func listedDate(p *news.Page) (string, error) {
	if p.FeedDate.IsZero() {
		return "", nil
	}
	listed, err := json.Marshal(p.FeedDate)
	return string(listed), err
}

const (
	typeRequest  = "application/http;msgtype=request"
	typeResponse = "application/http;msgtype=response"
	typeFields   = "application/warc-fields"
)

// The profiles of revisit records (WARC 1.1 §6.7). That of an article is ours: the page differs from the
// earlier one, which has the digest, in what stands around the article.
var profiles = [...]string{
	news.SameBody:    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
	news.SameArticle: "urn:baotinh:revisit:identical-article",
	news.NotModified: "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
}

// revisit adds the records of a visit that found the same as an earlier one.
func (e *encoder) revisit(r news.Revisit) error {
	p := r.Answer
	c := news.Capture{ID: recordID(), URL: p.Location(), Date: p.Archived}
	if err := e.around(c, p.Redirects, p.Exchange); err != nil {
		return err
	}
	e.beginRecord("revisit", c)
	e.exchangeFields(p.Exchange)
	e.field("WARC-Profile", profiles[r.Same])
	e.field("WARC-Payload-Digest", r.Digest)
	if r.Of.ID != "" {
		e.field("WARC-Refers-To", "<"+r.Of.ID+">")
		e.field("WARC-Refers-To-Target-URI", r.Of.URL)
		e.field("WARC-Refers-To-Date", warcDate(r.Of.Date))
	}
	e.field("Content-Type", typeResponse)
	e.field(fieldNewspaper, p.Newspaper)
	b := block{head: httpHead(p.Status, p.Header), digest: r.Digest}
	return e.endIndexed(b, indexRecord{c, typeRevisit, p.Status, r.Digest})
}

// around adds the records that go with one of a page: those of redirects, the request and the metadata.
func (e *encoder) around(c news.Capture, redirects []news.Redirect, x *news.Exchange) error {
	via := ""
	for _, r := range redirects {
		if err := e.redirect(r, via); err != nil {
			return err
		}
		via = r.URL
	}
	return e.request(c, x, via)
}

// redirect adds the records of a redirect, which came by another one from via, unless that is empty.
func (e *encoder) redirect(r news.Redirect, via string) error {
	c := news.Capture{ID: recordID(), URL: r.URL, Date: r.Fetched}
	if err := e.request(c, r.Exchange, via); err != nil {
		return err
	}
	header := r.Header
	if header == nil {
		header = textproto.MIMEHeader{"Location": {r.Location}}
	}
	b := block{httpHead(r.Status, header), r.Body, news.BodyDigest(r.Body)}
	e.beginRecord("response", c)
	e.exchangeFields(r.Exchange)
	e.field("WARC-Payload-Digest", b.digest)
	e.field("Content-Type", typeResponse)
	return e.endIndexed(b, indexRecord{c, header.Get("Content-Type"), r.Status, b.digest})
}

// request adds the records of a request and of what else is known of it.
func (e *encoder) request(c news.Capture, x *news.Exchange, via string) error {
	if x == nil {
		return nil
	}
	if len(x.Request) > 0 {
		e.beginConcurrent("request", c)
		e.exchangeFields(x)
		e.field("Content-Type", typeRequest)
		if err := e.endRecord(block{head: x.Request}); err != nil {
			return err
		}
	}
	fields := metadataFields(x, via)
	if len(fields) == 0 {
		return nil
	}
	e.beginConcurrent("metadata", c)
	e.field("Content-Type", typeFields)
	return e.endRecord(block{head: fields})
}

// metadataFields returns the block of a metadata record (WARC 1.1 §6.6). The fields robots and tls are ours.
func metadataFields(x *news.Exchange, via string) []byte {
	var fields []byte
	add := func(name, value string) {
		if value != "" {
			fields = appendField(fields, name, value)
		}
	}
	add("via", via)
	if x.Took > 0 {
		add("fetchTimeMs", strconv.FormatInt(x.Took.Milliseconds(), 10))
	}
	add("robots", x.Robots)
	add("tls", x.TLS)
	return fields
}

// info adds the record that opens a segment (WARC 1.1 §6.2).
func (e *encoder) info(name string, now time.Time) error {
	e.beginRecord("warcinfo", news.Capture{ID: recordID(), Date: now})
	e.field("WARC-Filename", name)
	e.field("Content-Type", typeFields)
	return e.endRecord(block{head: []byte("software: baotinh\r\n" +
		"format: WARC file version 1.1\r\n" +
		"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n" +
		"robots: obey\r\n")})
}

// beginRecord begins the header of the record that c names.
func (e *encoder) beginRecord(kind string, c news.Capture) {
	e.record = append(e.record[:0], "WARC/1.1\r\n"...)
	e.field("WARC-Type", kind)
	e.field("WARC-Record-ID", "<"+c.ID+">")
	e.field("WARC-Date", warcDate(c.Date))
	e.field("WARC-Target-URI", c.URL)
}

// beginConcurrent begins the header of a record of the same capture as c.
func (e *encoder) beginConcurrent(kind string, c news.Capture) {
	e.beginRecord(kind, news.Capture{ID: recordID(), URL: c.URL, Date: c.Date})
	e.field("WARC-Concurrent-To", "<"+c.ID+">")
}

// exchangeFields appends the fields about the server.
func (e *encoder) exchangeFields(x *news.Exchange) {
	if x != nil {
		e.field("WARC-IP-Address", x.Address)
	}
}

// warcDate returns a date as WARC 1.1 §5.4 has it: up to nanoseconds.
func warcDate(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

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

// endIndexed is endRecord for a record that the index names.
func (e *encoder) endIndexed(b block, r indexRecord) error {
	at := int64(e.members.Len())
	if err := e.endRecord(b); err != nil {
		return err
	}
	e.lines = append(e.lines, indexLine{r.prefix(), at, int64(e.members.Len()) - at})
	return nil
}

// endRecord ends the header, adds the block and appends the record as one gzip member (WARC 1.1 annex D).
func (e *encoder) endRecord(b block) error {
	blockDigest := b.digest
	if len(b.head) > 0 || blockDigest == "" {
		blockDigest = news.BodyDigest(b.head, b.body)
	}
	e.field("WARC-Block-Digest", blockDigest)
	e.field("Content-Length", strconv.Itoa(len(b.head)+len(b.body)))
	e.record = append(e.record, "\r\n"...)
	e.record = append(e.record, b.head...)
	e.record = append(e.record, b.body...)
	e.record = append(e.record, "\r\n\r\n"...)
	return e.compress()
}

func (e *encoder) compress() error {
	start := e.members.Len()
	e.members.Write(make([]byte, headerBytes)) // filled in below
	if e.deflate == nil {
		w, err := flate.NewWriter(&e.members, compression)
		if err != nil {
			return err
		}
		e.deflate = w
	} else {
		e.deflate.Reset(&e.members)
	}
	if _, err := e.deflate.Write(e.record); err != nil {
		return err
	}
	if err := e.deflate.Close(); err != nil {
		return err
	}

	var trailer [8]byte
	binary.LittleEndian.PutUint32(trailer[:4], crc32.ChecksumIEEE(e.record))
	binary.LittleEndian.PutUint32(trailer[4:], uint32(len(e.record)))
	e.members.Write(trailer[:])
	putHeader(e.members.Bytes()[start:], len(e.record))
	return nil
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

// httpHead returns the status line and the header of a response. Fields about content and transfer codings
// are left out, because the body is stored without codings.
func httpHead(status int, header textproto.MIMEHeader) []byte {
	head := append([]byte("HTTP/1.1 "), strconv.Itoa(status)...)
	head = append(head, ' ')
	if status == 200 {
		head = append(head, "OK"...)
	}
	head = append(head, "\r\n"...)
	for _, name := range slices.Sorted(maps.Keys(header)) {
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "Content-Encoding", "Transfer-Encoding", "Content-Length":
			continue
		}
		if !isToken(name) {
			continue
		}
		for _, value := range header[name] {
			head = appendField(head, name, value)
		}
	}
	return append(head, "\r\n"...)
}

// isToken reports whether s can be the name of a field. It accepts more than RFC 9110 §5.6.2.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' })
}

// recordID returns a random UUID (RFC 9562 §5.4) as a URI.
func recordID() string {
	var u [16]byte
	rand.Read(u[:])
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80

	id := make([]byte, 0, len("urn:uuid:00000000-0000-4000-8000-000000000000"))
	id = append(id, "urn:uuid:"...)
	for i, part := range [...][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:]} {
		if i > 0 {
			id = append(id, '-')
		}
		id = hex.AppendEncode(id, part)
	}
	return string(id)
}

// escape returns the name of a file as the path of a URI.
func escape(name string) string { return (&url.URL{Path: name}).EscapedPath() }
