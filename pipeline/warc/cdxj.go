package warc

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// Beside each segment stands its index, by which replay programs find a page: 000001.cdxj, in the format
// CDXJ, a line per response, revisit and resource, sorted by bytes. A line has the key of the URL (its SURT),
// the date to the second in UTC, and a JSON object:
//
//	vn,baolangson)/a-1.html 20260102030405 {"url": "https://baolangson.vn/a-1.html", "mime": "text/html",
//	"status": "200", "digest": "sha1:…", "length": "5123", "offset": "314", "filename": "000001.warc.gz"}
//
// The index is written when a segment is closed, and when maxIndexBytes are waiting. It has nothing that the
// segment has not: the next Append after a process was killed, or RebuildIndex, adds what is missing.
const (
	indexSuffix   = ".cdxj"
	typeRevisit   = "warc/revisit" // as "mime" of a revisit
	indexTime     = "20060102150405"
	maxIndexBytes = 4 << 20
)

// An indexRecord is what the index says of a record besides its place.
type indexRecord struct {
	news.Capture
	contentType string
	status      int // 0: of no HTTP response
	digest      string
}

// prefix returns the line up to the length.
func (r indexRecord) prefix() string {
	var b strings.Builder
	b.WriteString(surt(r.URL))
	b.WriteByte(' ')
	b.WriteString(r.Date.UTC().Format(indexTime))
	b.WriteString(` {"url": `)
	b.Write(quote(r.URL))
	mime := r.contentType
	if i := strings.IndexAny(mime, "; \t"); i >= 0 {
		mime = mime[:i]
	}
	if mime != "" {
		b.WriteString(`, "mime": `)
		b.Write(quote(mime))
	}
	if r.status != 0 {
		b.WriteString(`, "status": "`)
		b.WriteString(strconv.Itoa(r.status))
		b.WriteByte('"')
	}
	b.WriteString(`, "digest": `)
	b.Write(quote(r.digest))
	return b.String()
}

// quote returns s as a JSON string.
func quote(s string) []byte {
	plain := func(c rune) bool { return c >= ' ' && c < 0x7f && c != '"' && c != '\\' }
	if !strings.ContainsFunc(s, func(c rune) bool { return !plain(c) }) {
		return append(append([]byte{'"'}, s...), '"')
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`) // a string always can
	}
	return quoted
}

// An indexLine is a line of the index without the segment: its beginning, and the place of the record.
type indexLine struct {
	prefix         string
	offset, length int64
}

// in returns the line for a record in a segment, whose members begin at an offset.
func (l indexLine) in(segment uint32, base int64) string {
	return fmt.Sprintf("%s, \"length\": \"%d\", \"offset\": \"%d\", \"filename\": \"%s\"}\n",
		l.prefix, l.length, base+l.offset, segmentName(segment))
}

func indexName(segment uint32) string { return fmt.Sprintf("%06d%s", segment, indexSuffix) }

func (a *Archive) indexPath(segment uint32) string { return filepath.Join(a.dir, indexName(segment)) }

// addToIndex adds lines for members that were written at an offset of the open segment.
func (a *Archive) addToIndex(lines []indexLine, segment uint32, base int64) {
	for _, l := range lines {
		line := l.in(segment, base)
		a.index = append(a.index, line)
		a.indexBytes += len(line)
	}
}

// flushIndex merges the lines that wait into the index of a segment.
func (a *Archive) flushIndex(segment uint32) error {
	if len(a.index) == 0 {
		return nil
	}
	old, err := os.Open(a.indexPath(segment))
	if errors.Is(err, fs.ErrNotExist) {
		return a.writeIndex(segment, strings.NewReader(""))
	}
	if err != nil {
		return err
	}
	return errors.Join(a.writeIndex(segment, old), old.Close())
}

// writeIndex writes the index of a segment anew, of the old one and the lines that wait.
func (a *Archive) writeIndex(segment uint32, old io.Reader) error {
	slices.Sort(a.index)
	err := durable.Write(a.indexPath(segment), 0o644, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, indexBufferBytes)
		err := mergeLines(buffered, bufio.NewReaderSize(old, indexBufferBytes), a.index)
		return cmp.Or(err, buffered.Flush())
	})
	if err != nil {
		return err
	}
	a.index, a.indexBytes = nil, 0
	return nil
}

const indexBufferBytes = 64 << 10

// mergeLines writes the lines of two sorted indexes, sorted. What w meets, its Flush returns.
func mergeLines(w *bufio.Writer, old *bufio.Reader, added []string) error {
	var line string
	var err error
	for err == nil {
		line, err = old.ReadString('\n')
		for len(added) > 0 && added[0] < line {
			_, _ = w.WriteString(added[0])
			added = added[1:]
		}
		_, _ = w.WriteString(line)
	}
	for _, line := range added {
		_, _ = w.WriteString(line)
	}
	if err != io.EOF {
		return err
	}
	return nil
}

// catchUpIndex adds the records of a segment that a killed process had not put into its index.
func (a *Archive) catchUpIndex(segment uint32, end int64) error {
	places, err := a.indexPlaces(segment)
	if err != nil {
		return a.rebuildIndex(segment, end)
	}
	covered := int64(0)
	for offset, length := range places {
		covered = max(covered, offset+length)
	}
	if covered > end {
		return a.rebuildIndex(segment, end) // records were lost
	}
	return a.scanIndex(segment, covered, end)
}

// scanIndex adds lines for the records of a segment between two offsets.
func (a *Archive) scanIndex(segment uint32, from, end int64) error {
	if from >= end {
		return nil
	}
	file, err := os.Open(a.path(segment))
	if err != nil {
		return err
	}
	defer file.Close() // only read
	r := newReader(file, end, from)
	r.heads = true
	for {
		rec, err := r.next()
		if err == io.EOF {
			return nil
		}
		if r.failed {
			return err
		}
		if err != nil {
			continue // a broken record has no line
		}
		if line, ok := rec.indexLine(r.offset() - rec.at); ok {
			a.addToIndex([]indexLine{line}, segment, 0)
		}
	}
}

// rebuildIndex writes the index of a segment anew, up to an offset.
func (a *Archive) rebuildIndex(segment uint32, end int64) error {
	a.index, a.indexBytes = nil, 0
	if err := a.scanIndex(segment, 0, end); err != nil {
		return err
	}
	err := a.writeIndex(segment, strings.NewReader(""))
	a.index, a.indexBytes = nil, 0
	return err
}

// indexLine returns the line for a record of a length, and whether the index has it.
func (rec *record) indexLine(length int64) (indexLine, bool) {
	if kind := rec.kind(); !rec.mayBePage() && kind != "revisit" {
		return indexLine{}, false
	}
	date, err := parseDate(rec.header.Get("WARC-Date"))
	if err != nil {
		return indexLine{}, false
	}
	r := indexRecord{
		Capture:     news.Capture{URL: rec.target(), Date: date},
		contentType: rec.header.Get("Content-Type"),
		digest:      rec.header.Get("WARC-Payload-Digest"),
	}
	body := rec.block
	if strings.HasPrefix(r.contentType, "application/http") {
		r.status, r.contentType, body = splitResponse(rec.block)
	}
	if r.digest == "" { // of a redirect in an older archive
		r.digest = news.BodyDigest(body)
	}
	if rec.kind() == "revisit" {
		r.contentType = typeRevisit
	}
	return indexLine{r.prefix(), rec.at, length}, true
}

// An IndexError says that the index of a segment is not that of its records. RebuildIndex mends it.
type IndexError struct {
	Segment uint32
	Name    string // of the index
	Err     error
}

// Error returns "name: cause".
func (e *IndexError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *IndexError) Unwrap() error { return e.Err }

// CheckIndex compares the index of each segment with its records. It yields an *[IndexError] for each that
// lacks lines, or has lines of no record; the last segment may have records that the next Append adds. Any
// other error ends it.
func (a *Archive) CheckIndex(yield func(error) bool) {
	segments, err := a.segments()
	if err != nil {
		yield(err)
		return
	}
	end := a.End()
	for _, n := range segments {
		if n > end.Segment {
			continue
		}
		err := a.checkIndex(n, n == end.Segment)
		if err != nil && !yield(&IndexError{n, indexName(n), err}) {
			return
		}
	}
}

var (
	errIndexMissing = errors.New("the index is missing")
	errIndexShort   = errors.New("records of the segment are missing in it")
	errIndexPlace   = errors.New("it has lines of no record")
)

func (a *Archive) checkIndex(segment uint32, isLast bool) error {
	places, err := a.indexPlaces(segment)
	switch {
	case isLast && errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return errIndexMissing
	case err != nil:
		return err
	}
	file, err := os.Open(a.path(segment))
	if err != nil {
		return err
	}
	defer file.Close() // only read
	info, err := file.Stat()
	if err != nil {
		return err
	}
	covered := int64(0)
	for offset, length := range places {
		covered = max(covered, offset+length)
	}
	if !isLast {
		covered = info.Size()
	}

	found := 0
	var header [headerBytes]byte
	for at := int64(0); at+headerBytes <= min(covered, info.Size()); {
		if _, err := file.ReadAt(header[:], at); err != nil {
			return err
		}
		length, ok := skipLength(header[:])
		if !ok {
			return nil // damage, which is a finding of its own
		}
		if indexed := places[at]; indexed == length {
			found++
		} else if indexed > 0 || a.isIndexed(file, at, length) {
			return errIndexShort
		}
		at += length
	}
	if found < len(places) {
		return errIndexPlace
	}
	return nil
}

// isIndexed reports whether the index has lines for records like the one at an offset.
func (a *Archive) isIndexed(file *os.File, at, length int64) bool {
	r := newReader(file, at+length, at)
	rec, err := r.next()
	if err != nil {
		return false // a broken record has no line
	}
	_, ok := rec.indexLine(length)
	return ok
}

// RebuildIndex writes the index of a segment anew. The archive must not be appended to meanwhile.
func (a *Archive) RebuildIndex(segment uint32) error {
	end := a.End()
	size := end.Offset
	if segment != end.Segment {
		info, err := os.Stat(a.path(segment))
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		size = info.Size()
	}
	if err := a.rebuildIndex(segment, size); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// indexPlaces returns the places of the records in the index of a segment: their lengths by offset.
func (a *Archive) indexPlaces(segment uint32) (map[int64]int64, error) {
	file, err := os.Open(a.indexPath(segment))
	if err != nil {
		return nil, err
	}
	defer file.Close() // only read
	places := map[int64]int64{}
	s := bufio.NewScanner(file)
	s.Buffer(nil, maxHeaderBytes)
	for s.Scan() {
		offset, length := numberAfter(s.Bytes(), `"offset": "`), numberAfter(s.Bytes(), `"length": "`)
		if offset < 0 || length <= 0 {
			return nil, fmt.Errorf("line %.40q", s.Text())
		}
		places[offset] = length
	}
	return places, s.Err()
}

// numberAfter returns the number behind the last occurrence of a name in a line, or -1.
func numberAfter(line []byte, name string) int64 {
	start := bytes.LastIndex(line, []byte(name))
	if start < 0 {
		return -1
	}
	digits, _, _ := bytes.Cut(line[start+len(name):], []byte{'"'})
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
