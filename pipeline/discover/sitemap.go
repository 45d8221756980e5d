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
)

func gunzip(body []byte) ([]byte, error) {
	r, err := coding.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxSitemapBytes+1))
	if err == nil && len(plain) > maxSitemapBytes {
		err = errors.New("too large when unpacked")
	}
	return plain, err
}

// sitemap finds the links of a sitemap or a sitemap index (sitemaps.org), with the dates of Google's news
// extension. Of a broken one it reads the valid part.
func (f *finder) sitemap(body []byte) {
	var loc string
	var feedDate news.Date
	var kind news.Kind
	flush := func() {
		if loc != "" {
			f.add(loc, kind, feedDate)
		}
		loc, feedDate, kind = "", news.Date{}, 0
	}
	s := newXML(body)
	var element []byte // whose text comes next
	for s.Next() && len(f.links) < maxSitemapLinks {
		switch s.Kind() {
		case markup.StartTag:
			element = localName(s.Name())
			switch string(element) {
			case "url":
				flush()
			case "sitemap":
				flush()
				kind = news.KindSitemap
			case "news":
				kind = news.KindArticle
			case "loc":
				if loc != "" && !s.Is("loc") { // image:loc
					element = nil
				}
			}
		case markup.EndTag:
			element = nil
		case markup.Text, markup.CDATA:
			if markup.IsBlank(s.Bytes()) {
				continue
			}
			switch string(element) {
			case "loc":
				loc = text(&s)
			case "publication_date":
				feedDate = parseDate(text(&s))
			}
			element = nil
		}
	}
	flush()
}

func newXML(body []byte) markup.Scanner {
	s := markup.New(body)
	s.XML, s.CDATA = true, true
	return s
}

// list finds the links of a sitemap in plain text.
func (f *finder) list(body []byte) {
	for line := range bytes.Lines(body) {
		if len(f.links) == maxSitemapLinks {
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
