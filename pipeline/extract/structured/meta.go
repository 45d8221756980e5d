package structured

import (
	"bytes"
	"cmp"
	"strings"

	"golang.org/x/net/html"
)

// Meta holds the fields of the head of a page: <meta>, <title>, some kinds of <link>, and <html lang>. Of
// several values of a field that holds one, the first counts.
type Meta struct {
	Title, Canonical, Lang         string
	Prev, Next                     string // the pages before and behind, of an article or a list
	OGTitle, OGType, OGURL, OGSite string // Open Graph
	Section, Author                string
	Published, Modified            []string
	Tags                           []string
	Clocks                         []string // the time at which the page was served, by their name
}

// A metaField is a field of Meta that a <meta> fills in.
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
	metaGenerator // no field; the selectors of CMS families ask for it
)

// metaFields has the fields by the name of a <meta>, in lower case.
var metaFields = map[string]metaField{
	"og:title":     metaTitle,
	"og:type":      metaType,
	"og:url":       metaURL,
	"og:site_name": metaSite, "site_name": metaSite,
	"article:section": metaSection, "og:article:section": metaSection,
	"author": metaAuthor, "article:author": metaAuthor, "dable:author": metaAuthor, "dc.creator": metaAuthor,
	"article:published_time": metaPublished, "og:article:published_time": metaPublished,
	"article:published": metaPublished, "published_time": metaPublished, "datepublished": metaPublished,
	"pubdate": metaPublished, "publishdate": metaPublished, "publish_date": metaPublished,
	"publish-date": metaPublished, "date": metaPublished, "dc.date": metaPublished,
	"dc.date.issued": metaPublished, "dcterms.created": metaPublished, "sailthru.date": metaPublished,
	"parsely-pub-date": metaPublished, "cxenseparse:recs:publishtime": metaPublished,
	"article:modified_time": metaModified, "og:updated_time": metaModified, "lastmod": metaModified,
	"dcterms.modified": metaModified, "datemodified": metaModified, "last-modified": metaModified,
	"article:tag":   metaTag,
	"news_keywords": metaKeywords,
	"datetimenow":   metaClock, "currentdate": metaClock, "current_time": metaClock, "servertime": metaClock,
	"now":       metaClock,
	"generator": metaGenerator,
}

func metaFieldOf(name []byte) metaField { return metaFields[string(bytes.ToLower(name))] }

// IsMetaName reports whether the name of a <meta>, as written in the bytes of a page, may be one that is
// read. A name with a character reference may be any.
func IsMetaName(name []byte) bool {
	return bytes.IndexByte(name, '&') >= 0 || metaFieldOf(name) != metaNone
}

// Add reads the <meta> n. The microdata of an item in the page does not count: it may be another article's.
func (m *Meta) Add(n *html.Node) {
	var name, content string
	for _, a := range n.Attr {
		switch a.Key {
		case "name", "property":
			name = cmp.Or(name, a.Val)
		case "itemprop":
			if ItemOf(n) == nil {
				name = cmp.Or(name, a.Val)
			}
		case "content":
			content = strings.TrimSpace(a.Val)
		}
	}
	if content == "" {
		return
	}
	switch metaFieldOf([]byte(name)) {
	case metaTitle:
		m.OGTitle = cmp.Or(m.OGTitle, content)
	case metaType:
		m.OGType = cmp.Or(m.OGType, content)
	case metaURL:
		m.OGURL = cmp.Or(m.OGURL, content)
	case metaSite:
		m.OGSite = cmp.Or(m.OGSite, content)
	case metaSection:
		m.Section = cmp.Or(m.Section, content)
	case metaAuthor:
		m.Author = cmp.Or(m.Author, content)
	case metaPublished:
		m.Published = appendFew(m.Published, content)
	case metaModified:
		m.Modified = appendFew(m.Modified, content)
	case metaTag:
		m.Tags = appendFew(m.Tags, content)
	case metaKeywords:
		if len(m.Tags) == 0 {
			m.Tags = strings.Split(content, ",")
		}
	case metaClock:
		m.Clocks = appendFew(m.Clocks, content)
	}
}

// AddLink reads the <link> n: the canonical address, or the pages before and behind.
func (m *Meta) AddLink(n *html.Node) {
	var rel, href string
	for _, a := range n.Attr {
		switch a.Key {
		case "rel":
			rel = strings.ToLower(a.Val)
		case "href":
			href = a.Val
		}
	}
	switch rel {
	case "next":
		m.Next = cmp.Or(m.Next, href)
	case "prev":
		m.Prev = cmp.Or(m.Prev, href)
	default:
		m.Canonical = cmp.Or(m.Canonical, href)
	}
}

// mostValues bounds the values of one field: more than any honest page has.
const mostValues = 32

func appendFew(values []string, s string) []string {
	if len(values) == mostValues {
		return values
	}
	return append(values, s)
}
