package discover

import (
	"bytes"
	"errors"
	"html"
	"io"

	"github.com/klauspost/compress/gzip"

	"baotinh/pipeline/news"
)

const (
	maxSitemapLinks = 50_000   // sitemaps.org: in one file
	maxSitemapBytes = 50 << 20 // the same, unpacked
)

var gzipMagic = []byte{0x1f, 0x8b}

func gunzip(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxSitemapBytes+1))
	if err == nil && len(plain) > maxSitemapBytes {
		err = errors.New("too large when unpacked")
	}
	return plain, err
}

// sitemap finds the links of a sitemap or a sitemap index (sitemaps.org), with the dates that Google's news
// extension adds. It reads what is whole of a broken one.
func (f *finder) sitemap(body []byte) {
	var loc string
	var listed news.Date
	var kind news.Kind
	flush := func() {
		if loc != "" {
			f.add(loc, kind, listed)
		}
		loc, listed, kind = "", news.Date{}, 0
	}
	s := scanner{rest: body}
	for s.next() && len(f.links) < maxSitemapLinks {
		switch local(s.name) {
		case "url":
			flush()
		case "sitemap":
			flush()
			kind = news.KindSitemap
		case "loc":
			if s.is("loc") || loc == "" { // not image:loc
				loc = s.text()
			}
		case "news":
			kind = news.KindArticle
		case "publication_date":
			listed = parseDate(s.text())
		}
	}
	flush()
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
func local(name []byte) string {
	if _, after, ok := bytes.Cut(name, []byte(":")); ok {
		return string(after)
	}
	return string(name)
}

// text returns the text between the tag and the next.
func (s *scanner) text() string {
	rest := bytes.TrimLeft(s.rest, " \t\r\n")
	if cdata, ok := bytes.CutPrefix(rest, []byte("<![CDATA[")); ok {
		text, _, _ := bytes.Cut(cdata, []byte("]]>"))
		return string(bytes.TrimSpace(text))
	}
	text, _, _ := bytes.Cut(rest, []byte("<"))
	return html.UnescapeString(string(bytes.TrimSpace(text)))
}
