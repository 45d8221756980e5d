package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/textproto"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// maxPageBytes is the size of the largest page: what the crawler accepts, too.
const maxPageBytes = 8 << 20

// readPage yields r as one page.
func readPage(r io.Reader, name, mediaType string) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		body, err := readBody(r)
		if err != nil {
			yield(nil, err)
			return
		}
		p := &news.Page{File: name, Body: body, Header: textproto.MIMEHeader{"Content-Type": {mediaType}}}
		if p.URL, p.Fetched = savedFrom(body); p.URL == "" {
			p.URL, err = fileAddress(p)
		}
		yield(p, err)
	}
}

// readBody reads the body of a page.
func readBody(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxPageBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(body) > maxPageBytes:
		return nil, fmt.Errorf("larger than %d MiB", maxPageBytes>>20)
	case len(bytes.TrimSpace(body)) == 0:
		return nil, errors.New("empty")
	}
	return body, nil
}

// fileAddress returns the address of a file, which stands for that of a page whose own is unknown; for
// standard input one with the digest.
func fileAddress(p *news.Page) (string, error) {
	if p.File == "-" {
		return "file:///dev/stdin/" + p.Digest(), nil
	}
	path, err := filepath.Abs(p.File)
	if err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String(), nil
}

// A saver is a program that notes in a comment where a page that it saves is from.
type saver struct {
	mark          string // in the comment, before the rest
	before, after string // the address
	scheme        string // that the address lacks

	dateBefore, dateAfter, dateLayout string // the time, if it is noted
}

// savers are the browsers (Chrome, Edge, Internet Explorer, and Firefox by an add-on), SingleFile, Save Page
// WE and HTTrack.
var savers = [...]saver{
	{mark: "<!-- saved from url=(", before: ")", after: " "},
	{
		mark: "Page saved with SingleFile", before: "url: ", after: "\n",
		dateBefore: "saved date: ", dateAfter: " (", dateLayout: "Mon Jan 02 2006 15:04:05 GMT-0700",
	},
	{mark: "Page saved with Save Page WE", before: "url: ", after: "\n"},
	{
		mark: "<!-- Mirrored from ", after: " by HTTrack", scheme: "http://",
		dateBefore: "], ", dateAfter: " -->", dateLayout: time.RFC1123,
	},
}

// savedFrom returns the address that the program which saved a page noted in it, and the time, or the empty
// string and the zero Time.
func savedFrom(body []byte) (string, time.Time) {
	const far = 8192 // bytes; SingleFile writes it behind the attributes of <html>
	head := string(body[:min(len(body), far)])
	for _, s := range savers {
		_, note, ok := strings.Cut(head, s.mark)
		if !ok {
			continue
		}
		note, _, _ = strings.Cut(note, "-->")
		note += " -->"
		address := between(note, s.before, s.after)
		if !strings.Contains(address, "://") {
			address = s.scheme + address
		}
		saved, err := canonical.URL(address)
		if err != nil {
			continue
		}
		var when time.Time
		if s.dateLayout != "" {
			if t, err := time.Parse(s.dateLayout, between(note, s.dateBefore, s.dateAfter)); err == nil {
				when = t.UTC()
			}
		}
		return saved, when
	}
	return "", time.Time{}
}

// between returns what stands in s between two texts, without blanks around it.
func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	inner, _, _ := strings.Cut(rest, after)
	return strings.TrimSpace(inner)
}
