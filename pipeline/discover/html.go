package discover

import (
	"html"
	"slices"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

// html finds the links of a section front, or of an article. It scans for tags and builds no tree: a page has
// hundreds of links and is not read otherwise.
func (f *finder) html(body []byte) {
	s := markup.New(body)
	var c comments
	for s.Next() {
		switch {
		case s.Kind() != markup.StartTag:
		case s.Is("a"), s.Is("area"):
			f.anchor(&s, &c, body)
		case s.Is("link"):
			f.linkElement(&s)
		case s.Is("frame"): // of a frameset, where the links are
			f.add(attribute(&s, "src"), news.KindSection, news.Date{})
		case s.Is("base"):
			f.rebase(attribute(&s, "href"))
		}
	}
}

func (f *finder) anchor(s *markup.Scanner, c *comments, body []byte) {
	href := attribute(s, "href")
	if href == "" || href[0] == '#' {
		return
	}
	if f.article && canonical.MayBePart([]byte(href)) {
		url, err := f.base.Resolve(href)
		if err == nil && f.isPart(f.secure(url)) && c.hold(body, s.Start()) {
			return // a page of comments
		}
	}
	if markup.HasWord(attribute(s, "rel"), "next") {
		f.pager(href)
		return
	}
	f.add(href, 0, news.Date{})
}

// comments are the places in a page that hold what readers wrote, looked for when first asked for.
type comments struct {
	known  bool
	places [][2]int // from and to
}

// hold reports whether readers wrote what stands at an offset of a page.
func (c *comments) hold(page []byte, at int) bool {
	if !c.known {
		c.known, c.places = true, commentPlaces(page)
	}
	return slices.ContainsFunc(c.places, func(place [2]int) bool { return place[0] <= at && at < place[1] })
}

// commentPlaces returns where the elements begin and end that are called comments.
func commentPlaces(page []byte) [][2]int {
	const most = 64 // places
	var places [][2]int
	depth, from, name := 0, 0, ""
	s := markup.New(page)
	for s.Next() && len(places) < most {
		switch {
		case s.Kind() != markup.StartTag && s.Kind() != markup.EndTag:
		case depth == 0:
			if s.Kind() == markup.StartTag && isBox(&s) && isOfComments(&s) {
				depth, from, name = 1, s.Start(), strings.ToLower(string(s.Name()))
			}
		case !s.Is(name):
		case s.Kind() == markup.StartTag:
			depth++
		default:
			if depth--; depth == 0 {
				places = append(places, [2]int{from, s.Start()})
			}
		}
	}
	if depth > 0 {
		places = append(places, [2]int{from, len(page)})
	}
	return places
}

func isBox(s *markup.Scanner) bool {
	return s.Is("div") || s.Is("section") || s.Is("ul") || s.Is("ol") || s.Is("aside")
}

// isOfComments reports whether a tag is called that of readers' comments.
func isOfComments(s *markup.Scanner) bool {
	for _, name := range [...]string{"class", "id"} {
		value := strings.ToLower(attribute(s, name))
		for _, word := range [...]string{"comment", "binhluan", "binh-luan", "ykien", "y-kien"} {
			if strings.Contains(value, word) {
				return true
			}
		}
	}
	return false
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

// pager follows the parts of an article and the first pages of a list, whose addresses no pattern of the
// catalogue needs to know.
func (f *finder) pager(href string) {
	url, err := f.base.Resolve(href)
	if n := pageNumber(url); err == nil && (n > 1 && n <= maxPager || f.isPart(f.secure(url))) {
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
