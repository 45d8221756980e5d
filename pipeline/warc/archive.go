package warc

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// maxSegmentBytes is the size at which a new segment begins. With 256 MB there are few files, each is quick
// to copy, and the end of the last is found in a fraction of a second. WARC 1.1 annex C recommends at most 1
// GB.
const maxSegmentBytes = 256 << 20

// An Archive is a folder of segments, WARC files named 000001.warc.gz, 000002.warc.gz …, to which pages are
// appended, each with an index in the format CDXJ beside it, 000001.cdxj. One goroutine of one process may
// append; any number may read at the same time, and read the pages that were there when they began.
type Archive struct {
	dir             string
	maxSegmentBytes int64

	file    *os.File // the last segment, open for writing; nil before the first Append
	day     string   // on which it was begun, in UTC
	encoder encoder
	dirty   bool // file has records that are not synced
	created bool // file was created, its folder is not synced

	index      []string // lines that its index does not have yet
	indexBytes int
	now        func() time.Time

	mu  sync.Mutex
	end news.Position // guarded by mu
}

// OpenArchive opens the archive in a folder. It writes nothing: the first Append creates the folder, or
// truncates a record that a killed process left incomplete. Readers ignore such a record.
func OpenArchive(dir string) (*Archive, error) {
	a := &Archive{dir: dir, maxSegmentBytes: maxSegmentBytes, now: time.Now}
	segments, err := a.segments()
	if err != nil || len(segments) == 0 {
		return a, err
	}

	a.end.Segment = segments[len(segments)-1]
	if a.end.Offset, err = findEnd(a.path(a.end.Segment)); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return a, nil
}

// segments returns the numbers of the segments, ascending.
func (a *Archive) segments() ([]uint32, error) {
	entries, err := os.ReadDir(a.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("archive: %w", err)
	}
	var segments []uint32
	for _, e := range entries {
		var n uint32
		if _, err := fmt.Sscanf(e.Name(), "%d.warc.gz", &n); err == nil && e.Name() == segmentName(n) {
			segments = append(segments, n)
		}
	}
	slices.Sort(segments)
	return segments, nil
}

// Sealed returns the files of the segments to which nothing is written again: all but the last.
func (a *Archive) Sealed() ([]string, error) {
	segments, err := a.segments()
	if err != nil || len(segments) == 0 {
		return nil, err
	}
	var files []string
	for _, n := range segments[:len(segments)-1] {
		files = append(files, a.path(n))
	}
	return files, nil
}

// Size returns how many bytes the segments have, and how many of them are behind a position.
func (a *Archive) Size(from news.Position) (all, behind int64, err error) {
	segments, err := a.segments()
	if err != nil {
		return 0, 0, err
	}
	for _, n := range segments {
		info, err := os.Stat(a.path(n))
		if err != nil {
			return 0, 0, err
		}
		all += info.Size()
		switch {
		case n > from.Segment:
			behind += info.Size()
		case n == from.Segment:
			behind += max(0, info.Size()-from.Offset)
		}
	}
	return all, behind, nil
}

func segmentName(n uint32) string { return fmt.Sprintf("%06d.warc.gz", n) }

func (a *Archive) path(segment uint32) string { return filepath.Join(a.dir, segmentName(segment)) }

// End returns the position after the last page.
func (a *Archive) End() news.Position {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.end
}

// Append adds a page and returns the position after it. The page is on disk after the next Sync. A page with
// a status becomes a response record; one without, such as a local file, becomes a resource record, which
// keeps only Content-Type of its header. The redirects that led to the page, its request and what else is
// known of it become records before its own. Append sets p.Archived: to p.Fetched or, of a page that has none
// and comes from no archive either, to now; and p.Capture.
func (a *Archive) Append(p *news.Page) (news.Position, error) {
	a.date(p)
	end, err := a.add(cmp.Or(p.URL, p.File), func() (err error) {
		p.Capture, err = a.encoder.page(p)
		return err
	})
	if err != nil {
		p.Capture = news.Capture{}
	}
	return end, err
}

// AppendAnswer adds what a server answered in place of a page, or to a request for robots.txt, and returns
// the position after it. It is no page: Pages passes over it.
func (a *Archive) AppendAnswer(p *news.Page) (news.Position, error) {
	a.date(p)
	return a.add(p.URL, func() error { return a.encoder.answer(p) })
}

// Revisit adds a record that says that a page was found unchanged, and returns the position after it. It is
// no page: Pages passes over it.
func (a *Archive) Revisit(r news.Revisit) (news.Position, error) {
	a.date(r.Answer)
	return a.add(r.Answer.URL, func() error { return a.encoder.revisit(r) })
}

func (a *Archive) date(p *news.Page) {
	switch {
	case !p.Fetched.IsZero():
		p.Archived = p.Fetched
	case p.Archived.IsZero():
		p.Archived = a.now().UTC()
	}
}

// add appends what encode encodes.
func (a *Archive) add(name string, encode func() error) (news.Position, error) {
	if err := a.openSegment(); err != nil {
		return news.Position{}, fmt.Errorf("archive: %w", err)
	}
	a.encoder.reset()
	if err := encode(); err != nil {
		return news.Position{}, fmt.Errorf("archive %s: %w", name, err)
	}
	end, err := a.write()
	if err != nil {
		return news.Position{}, fmt.Errorf("archive: %w", err)
	}
	if a.indexBytes < maxIndexBytes {
		return end, nil
	}
	if err := a.flushIndex(end.Segment); err != nil {
		return news.Position{}, fmt.Errorf("archive: %w", err)
	}
	return end, nil
}

// write appends the members of the encoder to the open segment.
func (a *Archive) write() (news.Position, error) {
	end := a.End()
	a.dirty = true
	members := a.encoder.members.Bytes()
	if _, err := a.file.WriteAt(members, end.Offset); err != nil {
		return end, errors.Join(err, a.file.Truncate(end.Offset)) // removes the part written to a full disk
	}

	a.addToIndex(a.encoder.lines, end.Segment, end.Offset)
	end.Offset += int64(len(members))
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end = end
	return end, nil
}

// openSegment opens or creates the segment of the next record. A segment has the records of one day.
func (a *Archive) openSegment() error {
	end := a.End()
	if end.Segment != 0 && a.file == nil {
		if err := a.reopen(end); err != nil {
			return err
		}
	}
	if end.Segment == 0 || a.End().Offset >= a.maxSegmentBytes || a.day != dayOf(a.now()) {
		return a.create(end.Segment + 1)
	}
	return nil
}

func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// reopen opens the last segment again.
func (a *Archive) reopen(end news.Position) error {
	file, err := os.OpenFile(a.path(end.Segment), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := file.Truncate(end.Offset); err != nil {
		return errors.Join(err, file.Close())
	}
	a.file, a.day = file, dayOf(a.now())
	if end.Offset == 0 {
		return a.writeInfo(end.Segment)
	}
	if rec, err := newReader(file, end.Offset, 0).next(); err == nil {
		if begun, err := parseDate(rec.header.Get("WARC-Date")); err == nil {
			a.day = dayOf(begun)
		}
	}
	if err := a.removeTemporaries(); err != nil {
		return err
	}
	return a.catchUpIndex(end.Segment, end.Offset)
}

// removeTemporaries removes indexes that a killed process was writing.
func (a *Archive) removeTemporaries() error {
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), indexSuffix) && durable.IsTemporary(e.Name()) {
			if err := os.Remove(filepath.Join(a.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// create closes the open segment and creates a new one.
func (a *Archive) create(segment uint32) error {
	if err := a.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(a.path(segment), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	a.file, a.created, a.day = file, true, dayOf(a.now())

	a.mu.Lock()
	a.end = news.Position{Segment: segment}
	a.mu.Unlock()
	return a.writeInfo(segment)
}

// writeInfo writes the warcinfo record that opens a segment.
func (a *Archive) writeInfo(segment uint32) error {
	a.encoder.reset()
	if err := a.encoder.info(segmentName(segment), a.now()); err != nil {
		return err
	}
	_, err := a.write()
	return err
}

// Sync returns when all appended pages are on disk.
func (a *Archive) Sync() error {
	if a.dirty {
		if err := a.file.Sync(); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		a.dirty = false
	}
	if a.created {
		if err := durable.SyncDir(a.dir); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		a.created = false
	}
	return nil
}

// Close syncs and closes the archive. It can still be read, and opens again when something is appended.
func (a *Archive) Close() error {
	if a.file == nil {
		return nil
	}
	err := errors.Join(a.Sync(), a.file.Close(), a.flushIndex(a.End().Segment))
	a.file, a.index, a.indexBytes = nil, nil, 0
	return err
}

// Pages returns the pages after a position, up to the end of the archive at the start of the loop, each with
// End set. A record that cannot be read yields an error that names the file and the offset; the loop may go
// on with the next record.
func (a *Archive) Pages(from news.Position) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		end := a.End()
		segments, err := a.segments()
		if err != nil {
			yield(nil, err)
			return
		}
		for _, n := range segments {
			if n < from.Segment || n > end.Segment {
				continue
			}
			size := int64(-1)
			if n == end.Segment {
				size = end.Offset
			}
			if !a.read(n, from, size, yield) {
				return
			}
			from = news.Position{}
		}
	}
}

// read yields the pages of a segment after from, up to size; -1 is the size of the file.
func (a *Archive) read(n uint32, from news.Position, size int64, yield func(*news.Page, error) bool) bool {
	file, err := os.Open(a.path(n))
	if err != nil {
		return yield(nil, fmt.Errorf("archive: %w", err))
	}
	defer file.Close() // only read
	if size < 0 {
		info, err := file.Stat()
		if err != nil {
			return yield(nil, fmt.Errorf("archive: %w", err))
		}
		size = info.Size()
	}

	start := int64(0)
	if n == from.Segment {
		start = from.Offset
	}
	if start >= size {
		return true
	}
	r := newReader(file, size, start)
	for p, err := range r.pages(archivedPage) {
		if p != nil {
			p.End = news.Position{Segment: n, Offset: r.offset()}
		}
		if !yield(p, err) {
			return false
		}
	}
	return true
}

// archivedPage returns the page that a record of the archive holds, nil for a redirect and for an answer in
// place of a page.
func archivedPage(rec *record) (*news.Page, error) {
	if rec.header.Get(fieldAnswer) != "" {
		return nil, nil
	}
	p, err := rec.page()
	if err == nil && p.Status >= 300 && p.Status < 400 {
		return nil, nil
	}
	if err == nil {
		id := strings.Trim(rec.header.Get("WARC-Record-ID"), "<>")
		p.Capture = news.Capture{ID: id, URL: rec.target(), Date: p.Archived}
	}
	return p, err
}

// findEnd returns the offset after the last complete record of a segment. It goes from record to record by
// the skip lengths in their headers and decompresses only the last ones.
func findEnd(path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close() // only read
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}

	var starts []int64
	at, size := int64(0), info.Size()
	var header [headerBytes]byte
	for at+headerBytes <= size {
		if _, err := file.ReadAt(header[:], at); err != nil {
			return 0, err
		}
		length, ok := skipLength(header[:])
		if !ok {
			return endOfDamaged(file, at, size)
		}
		if at+length > size {
			break // an incomplete record, which is the last
		}
		starts = append(starts, at)
		at += length
	}

	// After a power failure the file may have the length of a record without its bytes. A request is nothing
	// without the record of its answer, which follows.
	for ; len(starts) > 0; starts = starts[:len(starts)-1] {
		start := starts[len(starts)-1]
		r := newReader(file, at, start)
		rec, err := r.next()
		if err == nil && rec.kind() != "request" && rec.kind() != "metadata" {
			break
		}
		if r.failed {
			return 0, err
		}
		at = start
	}
	return at, nil
}

// endOfDamaged returns the end of a segment that has no record at offset at: at, or the size of the file if a
// readable record follows, so that no readable record is lost.
func endOfDamaged(file *os.File, at, size int64) (int64, error) {
	r := newReader(file, size, at)
	for {
		_, err := r.next()
		switch {
		case err == nil:
			return size, nil
		case err == io.EOF:
			return at, nil
		case r.failed:
			return 0, err
		}
	}
}

// newReader returns a Reader on the segment in a file between two offsets.
func newReader(file *os.File, size, start int64) *Reader {
	r := NewReader(io.NewSectionReader(file, 0, size), file.Name())
	r.seek(start)
	return r
}
