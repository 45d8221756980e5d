package discover

import (
	"bytes"
	"html"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// html finds the links of a section front, or of an article. It scans for tags and builds no tree: a page has hundreds of
// links and is not read otherwise.
func (f *finder) html(body []byte) {
	s := scanner{rest: body, html: true}
	for s.next() {
		switch strings.ToLower(s.name) {
		case "a", "area":
			f.anchor(&s)
		case "link":
			f.linkElement(&s)
		case "base":
			f.rebase(s.attribute("href"))
		}
	}
}

func (f *finder) anchor(s *scanner) {
	href := s.attribute("href")
	if href == "" || href[0] == '#' {
		return
	}
	if hasWord(s.attribute("rel"), "next") {
		f.pager(href)
		return
	}
	f.add(href, 0, news.Date{})
}

// linkElement follows feeds and the next page of a list.
func (f *finder) linkElement(s *scanner) {
	rel := s.attribute("rel")
	switch {
	case hasWord(rel, "next"):
		f.pager(s.attribute("href"))
	case hasWord(rel, "alternate"):
		switch strings.ToLower(s.attribute("type")) {
		case "application/rss+xml", "application/atom+xml":
			f.add(s.attribute("href"), news.KindFeed, news.Date{})
		}
	}
}

// pager follows the first pages of a list, whose addresses no pattern of the catalogue needs to know.
func (f *finder) pager(href string) {
	url, err := f.base.Resolve(href)
	if n := pageNumber(url); err == nil && n > 1 && n <= maxPager {
		f.add(href, news.KindSection, news.Date{})
	}
}

// rebase heeds the base element (HTML §4.2.3). Some pages point it to the host of their images.
func (f *finder) rebase(href string) {
	url, err := f.base.Resolve(href)
	if href == "" || err != nil || !f.isOwn(url) {
		return
	}
	if base, err := canonical.NewBase(url); err == nil {
		f.base = base
	}
}

// hasWord reports whether a list of words, such as the value of rel, has one, in any case.
func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// A scanner goes from start tag to start tag of HTML or XML.
type scanner struct {
	rest []byte // behind the tag
	html bool   // pass over the text of script, style and the like

	name       string // of the element, as written
	attributes []byte // between the name and the end of the tag
}

// next goes to the next start tag. It returns false at the end.
func (s *scanner) next() bool {
	for {
		i := bytes.IndexByte(s.rest, '<')
		if i < 0 || i+1 == len(s.rest) {
			return false
		}
		s.rest = s.rest[i+1:]
		c := s.rest[0]
		switch {
		case bytes.HasPrefix(s.rest, []byte("!--")):
			s.skip("-->")
		case bytes.HasPrefix(s.rest, []byte("![CDATA[")):
			s.skip("]]>")
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			s.tag()
			if s.html {
				s.skipRawText()
			}
			return true
		}
	}
}

// skip goes behind the next occurrence of end, or to the end.
func (s *scanner) skip(end string) {
	_, s.rest, _ = bytes.Cut(s.rest, []byte(end))
}

// tag reads the tag that begins at rest.
func (s *scanner) tag() {
	end := bytes.IndexAny(s.rest, " \t\r\n\f/>")
	if end < 0 {
		end = len(s.rest)
	}
	s.name = string(s.rest[:end])
	s.rest = s.rest[end:]

	quote := byte(0)
	for i, c := range s.rest {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			s.attributes, s.rest = s.rest[:i], s.rest[i+1:]
			return
		case (c == '"' || c == '\'') && i > 0 && s.isValue(i):
			quote = c
		}
	}
	s.attributes, s.rest = nil, nil // cut off
}

// isValue reports whether what stands at i in rest is the beginning of an attribute's value.
func (s *scanner) isValue(i int) bool {
	before := bytes.TrimRight(s.rest[:i], " \t\r\n\f")
	return len(before) > 0 && before[len(before)-1] == '='
}

// skipRawText goes behind an element whose text is no HTML (HTML §13.1.2).
func (s *scanner) skipRawText() {
	switch strings.ToLower(s.name) {
	case "script", "style", "textarea", "title", "noframes", "xmp":
	default:
		return
	}
	end := "</" + strings.ToLower(s.name)
	for {
		i := bytes.Index(s.rest, []byte("</"))
		if i < 0 {
			s.rest = nil
			return
		}
		s.rest = s.rest[i:]
		if len(s.rest) >= len(end) && strings.EqualFold(string(s.rest[:len(end)]), end) {
			return
		}
		s.rest = s.rest[2:]
	}
}

// attribute returns the value of an attribute of the tag, its character references resolved.
func (s *scanner) attribute(name string) string {
	rest := s.attributes
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n\f/")
		if len(rest) == 0 {
			return ""
		}
		end := bytes.IndexAny(rest, "= \t\r\n\f/")
		switch {
		case end < 0:
			end = len(rest)
		case end == 0:
			end = 1 // HTML §13.2.5.32: a name may begin with "="
		}
		key := rest[:end]
		rest = bytes.TrimLeft(rest[end:], " \t\r\n\f")
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}

		var value []byte
		value, rest = cutValue(bytes.TrimLeft(rest[1:], " \t\r\n\f"))
		if len(key) == len(name) && strings.EqualFold(string(key), name) {
			return strings.TrimSpace(html.UnescapeString(string(value)))
		}
	}
}

// cutValue cuts the value of an attribute off.
func cutValue(s []byte) ([]byte, []byte) {
	if len(s) > 0 && (s[0] == '"' || s[0] == '\'') {
		value, rest, _ := bytes.Cut(s[1:], s[:1])
		return value, rest
	}
	end := bytes.IndexAny(s, " \t\r\n\f")
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}
