package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// IsARC reports whether head begins like an ARC file, the format of web archives before WARC.
func IsARC(head []byte) bool { return bytes.HasPrefix(head, []byte(versionScheme+"//")) }

// versionScheme begins the URL of the first record, which says what version the file has.
const versionScheme = "filedesc:"

// ReadARC returns the pages in an ARC file (Internet Archive 1996), version 1 or 2, unpacked. Pages, names
// and errors are as in [Read]; places are offsets in the unpacked file. Skip is called with each record that
// is no page, unless nil.
func ReadARC(r io.Reader, name string, skip func(Skipped)) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		in := &arcReader{in: bufio.NewReaderSize(r, bufferBytes)}
		for {
			rec, err := in.next()
			if err == io.EOF {
				return
			}
			place := strconv.FormatInt(in.at, 10)
			var p *news.Page
			if err == nil {
				p, err = rec.page()
			}
			if err != nil {
				if !yield(nil, &RecordError{name, place, err}) || in.failed {
					return
				}
				continue
			}
			if why := skipReason(p); why != "" {
				if skip != nil {
					skip(Skipped{name, place, p.URL, why})
				}
				continue
			}
			p.File = name + "#" + place
			if !yield(p, nil) {
				return
			}
		}
	}
}

// An arcReader reads the records of an ARC file.
type arcReader struct {
	in     *bufio.Reader
	offset int64 // up to which in was read
	at     int64 // of the record
	failed bool  // the input returned an error
	lost   bool  // lines are passed over up to the next that begins a record

	// Where the first record ends, or before: many writers give the wrong length. Its block is lines.
	versionEnd int64
}

// An arcRecord is a record of an ARC file: what its line says, and the answer of the server.
type arcRecord struct {
	url, mediaType string
	fetched        time.Time
	length         int
	block          []byte
}

var errNoARC = errors.New("no ARC record")

// next returns the next record, or io.EOF after the last. After any other error it may be called again,
// unless failed.
func (r *arcReader) next() (*arcRecord, error) {
	for {
		r.at = r.offset
		line, err := r.line()
		if err != nil {
			return nil, err
		}
		rec, ok := parseARCLine(line)
		switch {
		case ok && strings.HasPrefix(rec.url, versionScheme):
			r.versionEnd = r.offset + int64(rec.length)
			continue
		case ok:
			r.lost = false
			return rec, r.readBlock(rec)
		case strings.TrimSpace(line) == "" || r.lost || r.at < r.versionEnd:
			continue
		}
		r.lost = true
		return nil, errNoARC
	}
}

// line returns the next line. Of one that is longer than the buffer it returns the beginning.
func (r *arcReader) line() (string, error) {
	line, err := r.in.ReadSlice('\n')
	r.offset += int64(len(line))
	text := string(line)
	for err == bufio.ErrBufferFull {
		line, err = r.in.ReadSlice('\n')
		r.offset += int64(len(line))
	}
	if err == io.EOF && text != "" {
		err = nil
	}
	if err != nil && err != io.EOF {
		r.failed = true
	}
	return text, err
}

func (r *arcReader) readBlock(rec *arcRecord) error {
	if rec.length > maxBlockBytes {
		n, err := io.CopyN(io.Discard, r.in, int64(rec.length))
		r.offset += n
		if err == nil {
			return errTooLarge
		}
		return r.fail(err)
	}
	var err error
	rec.block, err = readBlock(r.in, rec.length)
	r.offset += int64(len(rec.block))
	return r.fail(err)
}

// fail returns an error of the input in the middle of a record.
func (r *arcReader) fail(err error) error {
	if err == nil {
		return nil
	}
	r.failed = true
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// parseARCLine reads the line that begins a record, "URL IP-address Archive-date Content-type
// Archive-length"; version 2 has five fields more before the length.
func parseARCLine(line string) (*arcRecord, bool) {
	const version1, version2 = 5, 10 // fields
	fields := strings.Fields(line)
	n := len(fields)
	if n < version1 || !strings.Contains(fields[0], ":") {
		return nil, false
	}
	size := version1
	if _, err := parseARCDate(fields[n-3]); err != nil && n >= version2 {
		size = version2
	}
	at := n - size // of the first field, if the URL has no blanks
	fetched, err := parseARCDate(fields[at+2])
	length, lengthErr := strconv.Atoi(fields[n-1])
	if err != nil || lengthErr != nil || length < 0 {
		return nil, false
	}
	return &arcRecord{
		url: strings.Join(fields[:at+1], "%20"), mediaType: fields[at+3], fetched: fetched, length: length,
	}, true
}

// parseARCDate reads the date of a record, fourteen digits in UTC.
func parseARCDate(s string) (time.Time, error) { return time.Parse("20060102150405", s) }

// page returns the page that a record holds.
func (rec *arcRecord) page() (*news.Page, error) {
	p := &news.Page{URL: rec.url, Fetched: rec.fetched}
	if bytes.HasPrefix(rec.block, []byte("HTTP/")) {
		if err := readHTTP(p, rec.block); err != nil {
			return nil, fmt.Errorf("%s: %w", rec.url, err)
		}
		return p, nil
	}
	p.Body = rec.block
	p.Header = textproto.MIMEHeader{"Content-Type": {rec.mediaType}}
	return p, nil
}
