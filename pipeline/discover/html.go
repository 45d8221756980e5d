package discover

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// html finds the links of a section front, or of an article. It scans for tags and builds no tree: a page has
// hundreds of links and is not read otherwise.
func (f *finder) html(body []byte) {
	s := scanner{rest: body, html: true}
	for s.next() {
		switch {
		case s.is("a"), s.is("area"):
			f.anchor(&s)
		case s.is("link"):
			f.linkElement(&s)
		case s.is("base"):
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

	name       []byte // of the element, as written
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

// is reports whether the element has this name, which is in lower case.
func (s *scanner) is(name string) bool { return isName(s.name, name) }

// isName compares a name in any case with one in lower case.
func isName(b []byte, name string) bool {
	if len(b) != len(name) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != name[i] {
			return false
		}
	}
	return true
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// tag reads the tag that begins at rest.
func (s *scanner) tag() {
	i := 0
	for i < len(s.rest) && !isSpace(s.rest[i]) && s.rest[i] != '>' && s.rest[i] != '/' {
		i++
	}
	s.name, s.rest = s.rest[:i], s.rest[i:]

	value := false // behind "=": a quote begins the value
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; {
		case c == '>':
			s.attributes, s.rest = s.rest[:i], s.rest[i+1:]
			return
		case value && (c == '"' || c == '\''):
			length := bytes.IndexByte(s.rest[i+1:], c)
			if length < 0 {
				s.attributes, s.rest = nil, nil // cut off
				return
			}
			i += 1 + length
			value = false
		case !isSpace(c):
			value = c == '='
		}
	}
	s.attributes, s.rest = nil, nil // cut off
}

// rawText are the elements whose text is no HTML (HTML §13.1.2).
var rawText = [...]string{"script", "style", "textarea", "title", "noframes", "xmp"}

// skipRawText goes to the end tag of an element whose text is no HTML.
func (s *scanner) skipRawText() {
	if !slices.ContainsFunc(rawText[:], s.is) {
		return
	}
	name := strings.ToLower(string(s.name))
	for {
		i := bytes.Index(s.rest, []byte("</"))
		if i < 0 {
			s.rest = nil
			return
		}
		s.rest = s.rest[i+2:]
		if len(s.rest) >= len(name) && isName(s.rest[:len(name)], name) {
			return
		}
	}
}

// attribute returns the value of an attribute of the tag, its character references resolved.
func (s *scanner) attribute(name string) string {
	rest := s.attributes
	for {
		i := 0
		for i < len(rest) && (isSpace(rest[i]) || rest[i] == '/') {
			i++
		}
		rest = rest[i:]
		if len(rest) == 0 {
			return ""
		}
		i = 1 // a name may begin with "=" (HTML §13.2.5.32)
		for i < len(rest) && !isSpace(rest[i]) && rest[i] != '=' && rest[i] != '/' {
			i++
		}
		key := rest[:i]
		rest = bytes.TrimLeft(rest[i:], spaces)
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}

		var value []byte
		value, rest = cutValue(bytes.TrimLeft(rest[1:], spaces))
		if isName(key, name) {
			return strings.TrimSpace(html.UnescapeString(string(value)))
		}
	}
}

const spaces = " \t\r\n\f"

// cutValue cuts the value of an attribute off.
func cutValue(s []byte) ([]byte, []byte) {
	if len(s) > 0 && (s[0] == '"' || s[0] == '\'') {
		value, rest, _ := bytes.Cut(s[1:], s[:1])
		return value, rest
	}
	end := bytes.IndexAny(s, spaces)
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}
