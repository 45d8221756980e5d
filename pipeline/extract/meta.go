package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// pageMeta is what the head of a page says of it.
type pageMeta struct {
	title, ogTitle, ogType, ogURL, ogSite, canonical, lang string
	section, author                                        string
	published, modified                                    []string
	tags                                                   []string
	clocks                                                 []string // today's date, by their name
}

// A metaField is what the name of a <meta> announces.
type metaField uint8

const (
	metaNone metaField = iota
	metaTitle
	metaType
	metaURL
	metaSite
	metaSection
	metaAuthor
	metaPublished
	metaModified
	metaTag
	metaKeywords
	metaClock
	metaGenerator
)

// metaFieldOf reads the name of a <meta>, in lower case.
func metaFieldOf(name []byte) metaField {
	switch string(name) {
	case "og:title":
		return metaTitle
	case "og:type":
		return metaType
	case "og:url":
		return metaURL
	case "og:site_name", "site_name":
		return metaSite
	case "article:section", "og:article:section":
		return metaSection
	case "author", "article:author", "dable:author", "dc.creator":
		return metaAuthor
	case "article:published_time", "og:article:published_time", "pubdate", "publishdate", "publish_date",
		"publish-date", "date", "dc.date", "dc.date.issued", "dcterms.created", "article:published",
		"datepublished", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
		"published_time":
		return metaPublished
	case "article:modified_time", "og:updated_time", "lastmod", "dcterms.modified", "datemodified",
		"last-modified":
		return metaModified
	case "article:tag":
		return metaTag
	case "news_keywords":
		return metaKeywords
	case "datetimenow", "currentdate", "current_time", "servertime", "now":
		return metaClock
	case "generator":
		return metaGenerator
	}
	return metaNone
}

// isMetaName reports whether the name of a <meta>, as written, announces something that is read.
func isMetaName(name []byte) bool {
	return bytes.IndexByte(name, '&') >= 0 || metaFieldOf(bytes.ToLower(name)) != metaNone
}

func (s *scan) readMeta(n *html.Node) {
	var name, content string
	for _, a := range n.Attr {
		switch a.Key {
		case "name", "property", "itemprop":
			name = orElse(name, a.Val)
		case "content":
			content = strings.TrimSpace(a.Val)
		}
	}
	if content == "" {
		return
	}
	m := &s.meta
	switch metaFieldOf(bytes.ToLower([]byte(name))) {
	case metaTitle:
		m.ogTitle = orElse(m.ogTitle, content)
	case metaType:
		m.ogType = orElse(m.ogType, content)
	case metaURL:
		m.ogURL = orElse(m.ogURL, content)
	case metaSite:
		m.ogSite = orElse(m.ogSite, content)
	case metaSection:
		m.section = orElse(m.section, content)
	case metaAuthor:
		m.author = orElse(m.author, content)
	case metaPublished:
		m.published = appendFew(m.published, content)
	case metaModified:
		m.modified = appendFew(m.modified, content)
	case metaTag:
		m.tags = appendFew(m.tags, content)
	case metaKeywords:
		if len(m.tags) == 0 {
			m.tags = strings.Split(content, ",")
		}
	case metaClock:
		m.clocks = appendFew(m.clocks, content)
	}
}

// appendFew appends s to values unless there are more than any honest page has.
func appendFew(values []string, s string) []string {
	const most = 32
	if len(values) == most {
		return values
	}
	return append(values, s)
}
