package discover

import (
	"bytes"
	"errors"
	"html"
	"io"

	"baotinh/pipeline/coding"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

const (
	maxSitemapLinks = 50_000   // of one file, by sitemaps.org
	maxSitemapBytes = 50 << 20 // of one file, decompressed, by sitemaps.org
	maxPlainBytes   = 8 << 20  // of another page in gzip, decompressed
	chunkBytes      = 1 << 20  // of a sitemap in gzip that are held at a time
)

// gzip finds the links of a page that is a gzip file. A sitemap may be long; it is read in chunks.
func (f *finder) gzip(p *news.Page) error {
	r, err := coding.NewReader(bytes.NewReader(p.Body))
	if err != nil {
		return err
	}
	r = io.LimitReader(r, maxSitemapBytes)
	plain, err := io.ReadAll(io.LimitReader(r, maxPlainBytes))
	format := sniff(plain, p.ContentType())
	if err != nil && format != formatSitemap && format != formatList {
		return err
	}
	if err != nil || len(plain) < maxPlainBytes {
		return f.plain(plain, p.ContentType())
	}

	switch format {
	case formatSitemap:
		s := new(sitemap)
		f.chunks(plain, r, '<', func(chunk []byte) { s.read(f, chunk) })
		s.flush(f)
	case formatList:
		f.chunks(plain, r, '\n', f.list)
	default:
		return errors.New("too large when unpacked")
	}
	return nil
}

// chunks calls read with head and the rest of a file, in parts that end before the byte end. What comes
// after an error of r is lost.
func (f *finder) chunks(head []byte, r io.Reader, end byte, read func(chunk []byte)) {
	for part := head; ; {
		cut := bytes.LastIndexByte(part, end)
		if cut <= 0 || len(part)-cut > chunkBytes { // no token of a sitemap is that long
			cut = len(part)
		}
		read(part[:cut])
		next := make([]byte, len(part)-cut+chunkBytes)
		kept := copy(next, part[cut:])
		n, err := io.ReadFull(r, next[kept:])
		part = next[:kept+n]
		if err != nil || len(f.links) >= maxSitemapLinks {
			read(part)
			return
		}
	}
}

// A sitemap reads a sitemap or a sitemap index (sitemaps.org), with the dates of Google's news extension. The
// file may come in parts that end between two tokens. Of a broken one it reads the entries that are whole.
type sitemap struct {
	loc      string
	feedDate news.Date
	kind     news.Kind
	element  []byte // whose text comes next
	text     string // of loc, until its end
}

// read finds the links of a part of the file.
func (m *sitemap) read(f *finder, part []byte) {
	s := newXML(part)
	for s.Next() && len(f.links) < maxSitemapLinks {
		switch s.Kind() {
		case markup.StartTag:
			m.open(f, &s)
		case markup.EndTag:
			m.close(f, localName(s.Name()))
		case markup.Text, markup.CDATA:
			switch string(m.element) {
			case "loc":
				m.text += text(&s)
			case "publication_date":
				m.feedDate = parseDate(text(&s))
			}
		}
	}
}

// open reads a start tag.
func (m *sitemap) open(f *finder, s *markup.Scanner) {
	m.element = localName(s.Name())
	switch string(m.element) {
	case "url":
		m.flush(f)
	case "sitemap":
		m.flush(f)
		m.kind = news.KindSitemap
	case "news":
		m.kind = news.KindArticle
	case "loc":
		m.text = ""
		if m.loc != "" && !s.Is("loc") { // image:loc
			m.element = nil
		}
	}
}

// close reads an end tag.
func (m *sitemap) close(f *finder, name []byte) {
	switch string(name) {
	case "loc":
		if string(m.element) == "loc" {
			m.loc = m.text
		}
	case "url", "sitemap":
		m.flush(f)
	}
	m.element = nil
}

// flush ends an entry.
func (m *sitemap) flush(f *finder) {
	f.add(m.loc, m.kind, m.feedDate)
	*m = sitemap{}
}

func newXML(body []byte) markup.Scanner {
	s := markup.New(body)
	s.XML, s.CDATA = true, true
	return s
}

// list finds the links of a sitemap in plain text.
func (f *finder) list(body []byte) {
	for line := range bytes.Lines(body) {
		if len(f.links) >= maxSitemapLinks {
			return
		}
		f.add(string(bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))), 0, news.Date{})
	}
}

// local returns the name of an XML element without its prefix.
func localName(name []byte) []byte {
	return name[bytes.IndexByte(name, ':')+1:]
}

// text returns the text of a token without the blanks around it.
func text(s *markup.Scanner) string {
	if s.Kind() == markup.CDATA {
		return string(bytes.TrimSpace(s.Section()))
	}
	return html.UnescapeString(string(bytes.TrimSpace(s.Bytes())))
}
