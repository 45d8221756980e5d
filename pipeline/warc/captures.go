package warc

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// A Captured is what the index of the archive says of one capture of a URL.
type Captured struct {
	URL       string
	Date      time.Time // to the second
	MediaType string
	Status    int    // 0: of no HTTP response
	Digest    string // of the body, as [news.Page.Digest] has it
	Revisit   bool   // the page was as in an earlier capture
	Segment   uint32
	Offset    int64 // of the record in its segment
}

// Captures returns the captures of a URL, the oldest first: over http or https, with www. or without. They
// are found in the indexes beside the segments, without reading these; captures that are not yet in an index,
// as those of a crawl that runs, are not among them.
func (a *Archive) Captures(url string) ([]Captured, error) {
	segments, err := a.segments()
	if err != nil {
		return nil, err
	}
	var all []Captured
	for _, n := range segments {
		found, err := a.capturesIn(n, surt(url))
		if err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		all = append(all, found...)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Date.Before(all[j].Date) })
	return all, nil
}

// capturesIn returns the captures in one segment of the URL with a key.
func (a *Archive) capturesIn(n uint32, key string) ([]Captured, error) {
	file, err := os.Open(a.indexPath(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() // only read
	lines, err := linesFrom(file, key+" ")
	if err != nil {
		return nil, err
	}
	var all []Captured
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF || err == nil && !strings.HasPrefix(line, key+" ") {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		c, err := parseIndexLine(line)
		if err != nil {
			return nil, &IndexError{n, indexName(n), err}
		}
		c.Segment = n
		all = append(all, c)
	}
}

// linesFrom returns a reader of the lines of a sorted file from the first that is not less than from on.
func linesFrom(file *os.File, from string) (*bufio.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(nil, 4<<10)
	lineAfter := func(at int64) (string, int64, error) { // the first whole line from a byte on, and its place
		in.Reset(io.NewSectionReader(file, max(0, at-1), info.Size()))
		if at > 0 {
			skipped, err := in.ReadString('\n') // the end of a line
			if err != nil {
				return "", info.Size(), ignoreEOF(err)
			}
			at += int64(len(skipped)) - 1
		}
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return "", info.Size(), nil
		}
		return line, at, err
	}
	low, high := int64(0), info.Size() // the sought line begins at low or later, and at high or earlier
	for low < high {
		middle := low + (high-low)/2
		line, at, err := lineAfter(middle)
		if err != nil {
			return nil, err
		}
		if line == "" || line >= from {
			high = middle
			continue
		}
		low = at + int64(len(line))
	}
	_, at, err := lineAfter(low)
	in.Reset(io.NewSectionReader(file, at, info.Size()-at))
	return in, err
}

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// parseIndexLine reads a line of an index: see indexRecord.
func parseIndexLine(line string) (Captured, error) {
	_, rest, _ := strings.Cut(line, " ")
	stamp, object, _ := strings.Cut(rest, " ")
	date, err := time.Parse(indexTime, stamp)
	if err != nil {
		return Captured{}, err
	}
	var fields struct{ URL, Mime, Status, Digest, Offset string }
	if err := json.Unmarshal([]byte(object), &fields); err != nil {
		return Captured{}, err
	}
	c := Captured{
		URL: fields.URL, Date: date, MediaType: fields.Mime, Digest: fields.Digest,
		Revisit: fields.Mime == typeRevisit,
	}
	if fields.Status != "" {
		if c.Status, err = strconv.Atoi(fields.Status); err != nil {
			return Captured{}, err
		}
	}
	c.Offset, err = strconv.ParseInt(fields.Offset, 10, 64)
	return c, err
}

// Page returns the page of a capture, nil if its record holds none: a revisit, a redirect, or what a server
// answered in place of a page.
func (a *Archive) Page(c Captured) (*news.Page, error) {
	file, err := os.Open(a.path(c.Segment))
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	defer file.Close() // only read
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	r := newReader(file, info.Size(), c.Offset)
	rec, err := r.next()
	if err != nil {
		return nil, &RecordError{segmentName(c.Segment), strconv.FormatInt(c.Offset, 10), err}
	}
	if !rec.mayBePage() || rec.target() != c.URL {
		return nil, nil
	}
	return archivedPage(rec)
}

// Place returns the name of the segment and the offset of the record in it: 000001.warc.gz#314.
func (c Captured) Place() string { return fmt.Sprintf("%s#%d", segmentName(c.Segment), c.Offset) }
