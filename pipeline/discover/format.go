package discover

import (
	"bytes"
	"strings"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/markup"
)

// A format is the format of a page.
type format uint8

const (
	formatOther format = iota
	formatFeed
	formatJSONFeed
	formatSitemap
	formatList // a text sitemap: URLs, one per line
	formatHTML
)

// noticeBytes is the length of what may stand before a feed or a sitemap: the warnings of a program, in HTML
// or in plain text.
const noticeBytes = 32 << 10

// sniff detects the format by the first elements, because servers call anything XML, or HTML.
func sniff(body []byte, contentType string) format {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	body = bytes.TrimLeft(body, " \t\r\n")
	switch {
	case bytes.HasPrefix(body, []byte("http://")), bytes.HasPrefix(body, []byte("https://")):
		return formatList
	case bytes.HasPrefix(body, []byte("{")):
		if strings.Contains(contentType, "json") ||
			bytes.Contains(body[:min(len(body), 1024)], []byte("jsonfeed.org/version")) {
			return formatJSONFeed
		}
		return formatOther
	}

	found := formatOther
	if strings.Contains(contentType, "html") {
		found = formatHTML
	}
	s := newXML(body)
	for s.Next() && s.Start() < noticeBytes {
		if s.Kind() != markup.StartTag {
			continue
		}
		switch name := strings.ToLower(string(localName(s.Name()))); name {
		case "rss", "feed", "rdf":
			return formatFeed
		case "urlset", "sitemapindex":
			return formatSitemap
		case "html", "head", "body", "meta", "script", "title":
			return formatHTML
		}
		if s.Start() == 0 {
			found = formatHTML
		}
	}
	return found
}

// narrow returns body in UTF-8 if it is UTF-16 or UTF-32, in which no tag would be seen. Other encodings have
// the letters of tags and URLs in common and need no decoding.
func narrow(body []byte, contentType string) ([]byte, error) {
	if bytes.IndexByte(body[:min(len(body), noticeBytes)], 0) < 0 {
		return body, nil
	}
	text, _, err := charset.Decode(body, contentType)
	return text, err
}
