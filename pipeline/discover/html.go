package discover

import (
	"html"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

// html finds the links of a section front, or of an article. It scans for tags and builds no tree: a page has
// hundreds of links and is not read otherwise.
func (f *finder) html(body []byte) {
	s := markup.New(body)
	for s.Next() {
		switch {
		case s.Kind() != markup.StartTag:
		case s.Is("a"), s.Is("area"):
			f.anchor(&s)
		case s.Is("link"):
			f.linkElement(&s)
		case s.Is("frame"): // of a frameset, where the links are
			f.add(attribute(&s, "src"), news.KindSection, news.Date{})
		case s.Is("base"):
			f.rebase(attribute(&s, "href"))
		}
	}
}

func (f *finder) anchor(s *markup.Scanner) {
	href := attribute(s, "href")
	if href == "" || href[0] == '#' {
		return
	}
	if markup.HasWord(attribute(s, "rel"), "next") {
		f.pager(href)
		return
	}
	f.add(href, 0, news.Date{})
}

// linkElement follows feeds and the next page of a list.
func (f *finder) linkElement(s *markup.Scanner) {
	rel := attribute(s, "rel")
	switch {
	case markup.HasWord(rel, "next"):
		f.pager(attribute(s, "href"))
	case markup.HasWord(rel, "alternate") && !f.article: // an article's feed is that of its comments
		switch strings.ToLower(attribute(s, "type")) {
		case "application/rss+xml", "application/atom+xml":
			f.add(attribute(s, "href"), news.KindFeed, news.Date{})
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

// attribute returns the value of an attribute of the tag without the blanks around it, its character
// references resolved.
func attribute(s *markup.Scanner, name string) string {
	value, _ := s.Attribute(name)
	return strings.TrimSpace(html.UnescapeString(string(value)))
}
