// Package warc reads and writes WARC files (ISO 28500:2017, WARC 1.1), in which web archives keep what
// servers answered.
//
// An [Archive] is the store of the pipeline: a folder of such files, a gzip member per record, to which pages
// are added and from which everything behind it can be done again. [Read] reads the files of others.
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

// A RecordError says which record cannot be read, and why.
type RecordError struct {
	Name  string // of the file
	Place string // the offset of the record: "123", or "123+456" for one at 456 in the member at 123
	Err   error
}

// Error returns "name#place: cause".
func (e *RecordError) Error() string { return fmt.Sprintf("%s#%s: %v", e.Name, e.Place, e.Err) }

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// Read returns the pages in a WARC file, gzipped or not. The name stands for the file in errors and in
// Page.File, followed by "#" and the offset. A record that cannot be read yields a *[RecordError]; the loop
// may go on with the next one that is found. Where r can seek, less is lost then. Page.URL is as the file has
// it.
//
// Pages are responses with status 2xx to addresses in http or https, resources and conversions, unless they
// are images, sounds, films, fonts, styles or scripts. Anything else is passed over; use a [Reader] to know
// how much.
func Read(r io.Reader, name string) iter.Seq2[*news.Page, error] { return NewReader(r, name).Pages() }

// A Reader reads a WARC file and counts what it passes over.
type Reader struct {
	// Skipped counts the records that are no pages, by type: "request", "revisit" …; "status" stands for
	// responses with another status than 2xx, "media" for images and the like, "scheme" for other addresses
	// than http and https.
	Skipped map[string]int

	name   string
	seeker io.Seeker // nil if the input cannot go back
	base   int64     // where the seeker stood at offset 0

	src      counter       // the input
	in       *bufio.Reader // on src
	zr       gzip.Reader   // on in
	inflated counter       // on zr
	member   *bufio.Reader // on inflated
	text     *bufio.Reader // where the next record is: in, or member, or nil if a member has to be opened

	gzipped bool  // the file is a sequence of gzip members
	at      int64 // offset of the member, or of the record in a plain file
	inside  int64 // offset of the record in the member
	skip    int64 // length of the member, where its header says so
	begun   bool  // the record has begun as a record should
	search  bool  // text must be searched for the next record
	scan    bool  // in must be scanned for the next member
	failed  bool  // the input itself cannot be read
}

// A counter counts the bytes that are read and keeps the first error but io.EOF.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
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
	reader := &Reader{
		Skipped: make(map[string]int),
		name:    name,
		src:     counter{r: r},
		gzipped: strings.HasSuffix(name, ".gz"),
	}
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
		if why := unwanted(p); why != "" {
			r.Skipped[why]++
			return nil, nil
		}
		p.File = r.name + "#" + rec.place()
		return p, nil
	})
}

// pages yields what page makes of the records that may be pages, unless it makes nil of them.
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
			if !rec.wanted() {
				r.Skipped[rec.kind()]++
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

// next returns the next record, or io.EOF after the last. After any other error it may be called again.
func (r *Reader) next() (*record, error) {
	for !r.failed {
		rec, err := r.record()
		if err == nil || err == io.EOF {
			return rec, err
		}
		if r.src.err != nil { // the input itself cannot be read any more
			r.failed = true
			return nil, &RecordError{r.name, r.place(), r.src.err}
		}

		reported := !r.scan || r.begun // else what looked like a member was none
		place := r.place()
		if err != errTooLarge {
			r.recover()
		}
		if reported {
			return nil, &RecordError{r.name, place, err}
		}
	}
	return nil, io.EOF
}

func (r *Reader) place() string { return (&record{at: r.at, inside: r.inside}).place() }

// recover prepares the search for the record after a broken one.
func (r *Reader) recover() {
	switch {
	case r.text != nil && r.text == r.in:
		r.seek(r.at + 1)
		r.text, r.search = r.in, true
	case r.skip > 0 && r.seek(r.at+r.skip):
		r.scan = false
	case r.text != nil && r.inflated.err == nil && (r.begun || r.inside > 0):
		r.search = true // the member is sound
	default:
		r.scan = true
		r.seek(r.at + 1)
	}
}

// seek goes to an offset of the file. It returns false where that would mean to go back in a stream.
func (r *Reader) seek(to int64) bool {
	r.text, r.search = nil, false
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

// offset returns the offset in the file up to which everything was read.
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
	r.begun = false
	for {
		if r.text == nil {
			if err := r.open(); err != nil {
				return nil, err
			}
		}
		more, err := r.find()
		if err != nil {
			return nil, err
		}
		if more {
			break
		}
		if r.text == r.in {
			return nil, io.EOF
		}
		r.text = nil
	}

	rec, err := r.parse()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil && err != errTooLarge {
		return nil, err
	}
	r.scan = false
	more, blankErr := r.blank() // the checksum stands at the end of the member
	switch {
	case blankErr != nil:
		return nil, blankErr
	case more && r.skip > 0: // we write one record a member
		return nil, errNotAlone
	}
	if !more && r.text == r.member {
		r.text = nil
	}
	return rec, err
}

// open begins the next member, or a plain file.
func (r *Reader) open() error {
	r.skip, r.inside = 0, 0
	if r.scan && !r.discardTo(r.in, gzipMagic) {
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
		r.text = r.in
		return nil
	}

	r.gzipped = true
	r.skip, _ = skipLength(head)
	if err := r.zr.Reset(r.in); err != nil {
		return err
	}
	r.zr.Multistream(false)
	r.inflated = counter{r: &r.zr}
	r.member.Reset(&r.inflated)
	r.text = r.member
	return nil
}

// find goes to the beginning of the next record in text. It returns false at the end.
func (r *Reader) find() (bool, error) {
	if r.search {
		if !r.discardTo(r.text, []byte("\nWARC/")) {
			return false, r.inflated.err
		}
		r.search = false
	}
	more, err := r.blank()
	if r.text == r.in {
		r.at = r.offset()
	} else {
		r.inside = r.inflated.n - int64(r.member.Buffered())
	}
	return more, err
}

// blank passes over line ends in text. It returns false at the end.
func (r *Reader) blank() (bool, error) {
	for {
		c, err := r.text.ReadByte()
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if c != '\r' && c != '\n' {
			return true, r.text.UnreadByte()
		}
	}
}

// discardTo goes to the next occurrence of what in b. It returns false at the end.
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
