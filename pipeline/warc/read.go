// Package warc reads and writes WARC files (ISO 28500:2017, WARC 1.1), the format in which web archives store
// HTTP responses.
//
// An [Archive] is the store of the pipeline: a folder of WARC files with a gzip member per record, to which
// pages are appended. Every later stage can be run again from it. [Read] reads the WARC files of other
// programs and tolerates the damage that is common in them.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/klauspost/compress/gzip"

	"baotinh/pipeline/news"
)

// A RecordError says which record could not be read, and why.
type RecordError struct {
	Name  string // of the file
	Place string // the offset of the record: "123", or "123+456" for one at 456 in the member at 123
	Err   error
}

// Error returns "name#place: cause".
func (e *RecordError) Error() string { return fmt.Sprintf("%s#%s: %v", e.Name, e.Place, e.Err) }

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// A Skipped names a record, or a whole file, that holds no page, and says why.
type Skipped struct {
	Name   string // of the file
	Place  string // the offset of the record, as in a [RecordError]; empty for a whole file
	URL    string // of the record; may be empty
	Reason string
}

// Read returns the pages in a WARC file, gzipped or not. The name identifies the file in errors and in
// Page.File, followed by "#" and the offset. A record that cannot be read yields a *[RecordError]; the loop
// may go on with the next record. If r is an io.Seeker, fewer records are lost after an error. Page.URL is
// the URL of the record, not canonicalised.
//
// Pages are responses with status 2xx to http and https URLs, resources and conversions, unless they are
// images, audio, video, fonts, style sheets or scripts. Read skips other records; a [Reader] names them.
func Read(r io.Reader, name string) iter.Seq2[*news.Page, error] { return NewReader(r, name).Pages() }

// A Reader reads a WARC file and names the records that it skips.
type Reader struct {
	// Skip is called with each record that is no page, unless nil: where it is, its URL, and why: "record of
	// type revisit", "status 404", "media type image/png", "scheme dns". Records that go with others, as
	// requests do, are not named.
	Skip func(Skipped)

	name   string
	seeker io.Seeker // nil if the input cannot go back
	base   int64     // where the seeker stood at offset 0

	src      countingReader // the input
	in       *bufio.Reader  // on src
	zr       gzip.Reader    // on in
	inflated countingReader // on zr
	member   *bufio.Reader  // on inflated
	records  *bufio.Reader  // has the next record: in, or member, or nil if a member must be opened

	heads        bool  // of records that are no pages, the blocks are read, too
	gzipped      bool  // the file is a sequence of gzip members
	at           int64 // offset of the member, or of the record in a plain file
	inside       int64 // offset of the record in the member
	skip         int64 // length of the member, if its header states it
	sawMagic     bool  // the record begins with "WARC/"
	searchRecord bool  // the next record must be searched in records
	scanMembers  bool  // the next member must be searched in in
	failed       bool  // the input returned an error
}

// A countingReader counts the bytes read from r and keeps the first error other than io.EOF.
type countingReader struct {
	r   io.Reader
	n   int64
	err error
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF && c.err == nil {
		c.err = err
	}
	return n, err
}

const bufferBytes = 64 << 10

// NewReader returns a Reader on a WARC file, gzipped or not; see [Read].
func NewReader(r io.Reader, name string) *Reader {
	reader := &Reader{name: name, src: countingReader{r: r}, gzipped: strings.HasSuffix(name, ".gz")}
	reader.in = bufio.NewReaderSize(&reader.src, bufferBytes)
	reader.member = bufio.NewReaderSize(&reader.inflated, bufferBytes)
	if seeker, ok := r.(io.Seeker); ok {
		if base, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			reader.seeker, reader.base = seeker, base
		}
	}
	return reader
}

// Pages returns the pages; see [Read].
func (r *Reader) Pages() iter.Seq2[*news.Page, error] {
	return r.pages(func(rec *record) (*news.Page, error) {
		p, err := rec.page()
		if err != nil {
			return nil, err
		}
		if why := skipReason(p); why != "" {
			r.skipped(rec, why)
			return nil, nil
		}
		p.File = r.name + "#" + rec.place()
		return p, nil
	})
}

// pages yields the results of page for the records that may be pages, except nil.
func (r *Reader) pages(page func(*record) (*news.Page, error)) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for {
			rec, err := r.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if !rec.mayBePage() {
				r.passOver(rec)
				continue
			}

			p, err := page(rec)
			if err != nil {
				err = &RecordError{r.name, rec.place(), err}
			}
			if (p != nil || err != nil) && !yield(p, err) {
				return
			}
		}
	}
}

// passOver names a record of a type that holds no page, unless it goes with another record.
func (r *Reader) passOver(rec *record) {
	switch kind := rec.kind(); kind {
	case "request", "warcinfo", "metadata":
	default:
		r.skipped(rec, "record of type "+kind)
	}
}

func (r *Reader) skipped(rec *record, reason string) {
	if r.Skip != nil {
		r.Skip(Skipped{r.name, rec.place(), rec.target(), reason})
	}
}

// next returns the next record, or io.EOF after the last. After any other error it may be called again.
func (r *Reader) next() (*record, error) {
	for !r.failed {
		rec, err := r.record()
		if err == nil || err == io.EOF {
			return rec, err
		}
		if r.src.err != nil { // an error of the input
			r.failed = true
			return nil, &RecordError{r.name, r.place(), r.src.err}
		}

		reported := !r.scanMembers || r.sawMagic // otherwise the gzip magic was inside other data
		place := r.place()
		if err != errTooLarge {
			r.resync()
		}
		if reported {
			return nil, &RecordError{r.name, place, err}
		}
	}
	return nil, io.EOF
}

func (r *Reader) place() string { return (&record{at: r.at, inside: r.inside}).place() }

// resync prepares the search for the record after a broken one.
func (r *Reader) resync() {
	switch {
	case r.records != nil && r.records == r.in:
		r.seek(r.at + 1)
		r.records, r.searchRecord = r.in, true
	case r.skip > 0 && r.seek(r.at+r.skip):
		r.scanMembers = false
	case r.records != nil && r.inflated.err == nil && (r.sawMagic || r.inside > 0):
		r.searchRecord = true // the member itself is intact
	default:
		r.scanMembers = true
		r.seek(r.at + 1)
	}
}

// seek goes to an offset of the file. It returns false if the input cannot go back to it.
func (r *Reader) seek(to int64) bool {
	r.records, r.searchRecord = nil, false
	if r.seeker != nil {
		_, err := r.seeker.Seek(r.base+to, io.SeekStart)
		r.src.n, r.src.err = to, err
		r.in.Reset(&r.src)
		return err == nil
	}
	if to < r.offset() {
		return false
	}
	_, err := r.in.Discard(int(to - r.offset()))
	return err == nil || err == io.EOF
}

// offset returns the offset in the file up to which the input was read.
func (r *Reader) offset() int64 { return r.src.n - int64(r.in.Buffered()) }

var (
	gzipMagic   = []byte{0x1f, 0x8b, 0x08}
	recordMagic = []byte("WARC/")

	errNoMember = errors.New("no gzip member")
	errNoRecord = errors.New("no WARC record")
	errNotAlone = errors.New("something follows the record")
	errTooLarge = errors.New("the record is too large")
)

// record reads the next record. It returns io.EOF only at the end of the file.
func (r *Reader) record() (*record, error) {
	r.sawMagic = false
	for {
		if r.records == nil {
			if err := r.openMember(); err != nil {
				return nil, err
			}
		}
		more, err := r.findRecord()
		if err != nil {
			return nil, err
		}
		if more {
			break
		}
		if r.records == r.in {
			return nil, io.EOF
		}
		r.records = nil
	}

	rec, err := r.parse()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && err != errTooLarge {
		return nil, err
	}
	r.scanMembers = false
	more, blankErr := r.skipBlankLines() // the checksum stands at the end of the member
	switch {
	case blankErr != nil:
		return nil, blankErr
	case more && r.skip > 0: // members with a skip length have one record each
		return nil, errNotAlone
	}
	if !more && r.records == r.member {
		r.records = nil
	}
	return rec, err
}

// openMember opens the next gzip member, or a plain file.
func (r *Reader) openMember() error {
	r.skip, r.inside = 0, 0
	if r.scanMembers && !r.discardTo(r.in, gzipMagic) {
		return io.EOF
	}
	r.at = r.offset()
	head, err := r.in.Peek(headerBytes)
	switch {
	case len(head) == 0:
		return err
	case bytes.HasPrefix(head, gzipMagic):
	case r.gzipped && !bytes.HasPrefix(head, recordMagic):
		return errNoMember
	default:
		r.records = r.in
		return nil
	}

	r.gzipped = true
	r.skip, _ = skipLength(head)
	if err := r.zr.Reset(r.in); err != nil {
		return err
	}
	r.zr.Multistream(false)
	r.inflated = countingReader{r: &r.zr}
	r.member.Reset(&r.inflated)
	r.records = r.member
	return nil
}

// findRecord goes to the beginning of the next record in records. It returns false at the end.
func (r *Reader) findRecord() (bool, error) {
	if r.searchRecord {
		if !r.discardTo(r.records, []byte("\nWARC/")) {
			return false, r.inflated.err
		}
		r.searchRecord = false
	}
	more, err := r.skipBlankLines()
	if r.records == r.in {
		r.at = r.offset()
	} else {
		r.inside = r.inflated.n - int64(r.member.Buffered())
	}
	return more, err
}

// skipBlankLines skips line ends in records. It returns false at the end.
func (r *Reader) skipBlankLines() (bool, error) {
	for {
		c, err := r.records.ReadByte()
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if c != '\r' && c != '\n' {
			return true, r.records.UnreadByte()
		}
	}
}

// discardTo skips b up to the next occurrence of what. It returns false at the end.
func (r *Reader) discardTo(b *bufio.Reader, what []byte) bool {
	for {
		window, err := b.Peek(max(b.Buffered(), len(what)))
		i := bytes.Index(window, what)
		if i >= 0 {
			_, err = b.Discard(i)
			return err == nil
		}
		if err != nil {
			return false
		}
		if _, err := b.Discard(len(window) - len(what) + 1); err != nil {
			return false
		}
	}
}
