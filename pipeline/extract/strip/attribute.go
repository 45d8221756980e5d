package strip

import (
	"bytes"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/markup"
)

// An attribute is one that the selectors and the walks read.
type attribute uint8

const (
	attributeNone attribute = iota
	attributeAlign
	attributeClass
	attributeContent
	attributeDataComponentType
	attributeDataDate
	attributeDataNosnippet
	attributeDataRole
	attributeDataTime
	attributeDataTimestamp
	attributeDatetime
	attributeHidden
	attributeHref
	attributeID
	attributeItemprop
	attributeItemscope
	attributeItemtype
	attributeLang
	attributeName
	attributeProperty
	attributeRel
	attributeSize
	attributeStyle
	attributeTitle
	attributeType
)

var attributeNames = [...]string{
	attributeAlign: "align", attributeClass: "class", attributeContent: "content",
	attributeDataComponentType: "data-component-type", attributeDataDate: "data-date",
	attributeDataNosnippet: "data-nosnippet", attributeDataRole: "data-role", attributeDataTime: "data-time",
	attributeDataTimestamp: "data-timestamp", attributeDatetime: "datetime", attributeHidden: "hidden",
	attributeHref: "href", attributeID: "id", attributeItemprop: "itemprop",
	attributeItemscope: "itemscope", attributeItemtype: "itemtype", attributeLang: "lang",
	attributeName: "name", attributeProperty: "property", attributeRel: "rel", attributeSize: "size",
	attributeStyle: "style",
	attributeTitle: "title", attributeType: "type",
}

// attributesByLength are the attributes whose names have so many bytes.
var attributesByLength = func() (t [len("data-component-type") + 1][]attribute) {
	for a := attributeAlign; a <= attributeType; a++ {
		t[len(attributeNames[a])] = append(t[len(attributeNames[a])], a)
	}
	return t
}()

// Keeps reports whether attributes of this name outlast HTML.
func Keeps(name string) bool { return attributeOf([]byte(name)) != attributeNone }

func attributeOf(name []byte) attribute {
	if len(name) < len(attributesByLength) {
		for _, a := range attributesByLength[len(name)] {
			if known := attributeNames[a]; name[0]|0x20 == known[0] && markup.EqualFold(name, known) {
				return a
			}
		}
	}
	return attributeNone
}

// copyStartTag copies the tag with the attributes that are read. It returns false for a tag that says nothing
// without those it lacks: an anchor that is neither link nor named, a <link> that nobody reads, or such a
// <meta>.
func (s *stripper) copyStartTag(e element) bool {
	before, blank, atBlock := len(s.out), s.blank, s.atBlock
	s.blanks(e)
	if e == elementImg { // of images nothing is read
		s.out = append(s.out, "<img>"...)
		return true
	}
	s.out = append(append(s.out, '<'), s.scan.Name()...)

	var seen uint32
	read := e != elementA && e != elementLink && e != elementMeta
	for a := range s.scan.Attributes {
		known := attributeOf(a.Name())
		if known == attributeNone || seen&(1<<known) != 0 {
			continue
		}
		seen |= 1 << known
		value := a.Value()
		read = read || s.isNamed(e, known, value)
		if isKept(e, known, value) {
			from := len(s.out)
			s.out = append(append(s.out, ' '), a.Bytes()...)
			if known == attributeStyle {
				lower(s.out[from:])
			}
		}
	}
	if !read {
		s.out, s.blank, s.atBlock = s.out[:before], blank, atBlock
		return false
	}
	s.out = append(s.out, '>')
	return true
}

// isNamed reports whether an attribute makes an <a>, <link> or <meta> one that is read.
func (s *stripper) isNamed(e element, a attribute, value []byte) bool {
	switch a {
	case attributeHref:
		return e == elementA
	case attributeClass:
		return e != elementLink
	case attributeRel:
		return e == elementLink && isReadRel(value)
	case attributeName, attributeProperty, attributeItemprop:
		return e == elementMeta && s.isRead(value)
	}
	return false
}

// isKept reports whether somebody reads the attribute of such an element.
func isKept(e element, a attribute, value []byte) bool {
	switch a {
	case attributeHref:
		return e == elementLink || e == elementA &&
			(leadsNowhere(value) || leadsHome(value) || canonical.MayBePart(value))
	case attributeRel: // some hold a time: rel="1620806400"
		return e == elementLink && isReadRel(value) || bytes.ContainsAny(value, "0123456789")
	case attributeName:
		return e == elementMeta
	case attributeTitle: // of "3 giờ trước"
		return isDate(value)
	case attributeContent:
		const longest = 64 // of what <span itemprop="…" content="…"> says
		return e == elementMeta || len(value) <= longest
	case attributeSize: // of <font>, if it is large
		return isLarge(value, smallestFont)
	case attributeType:
		return e != elementButton
	case attributeStyle:
		return isMeaningfulStyle(value)
	}
	return true
}

// isReadRel reports whether a <link> of this kind is read: to the address of the article, to the pages before
// and behind.
func isReadRel(rel []byte) bool {
	return markup.EqualFold(rel, "canonical") || markup.EqualFold(rel, "next") ||
		markup.EqualFold(rel, "prev")
}

// isDate reports whether a title of an element may be a date: it is short and has six digits at least.
func isDate(s []byte) bool {
	const longest, least = 48, 6
	if len(s) > longest {
		return false
	}
	digits := 0
	for _, c := range s {
		if markup.IsDigit(c) {
			digits++
		}
	}
	return digits >= least
}

// frontPaths are the paths of front pages, without the slashes around them.
var frontPaths = [...]string{
	"", "index.php", "index.html", "index.htm", "default.aspx", "trang-chu", "home",
}

const longestFront = len("default.aspx")

// leadsHome reports whether the address of a link is that of a front page. Of other links the address is read
// if they lead nowhere, or may lead to another page of the article.
func leadsHome(href []byte) bool {
	path := bytes.TrimSpace(href)
	if _, address, ok := bytes.Cut(path, []byte("://")); ok {
		_, path, _ = bytes.Cut(address, []byte("/"))
	}
	if path = bytes.Trim(path, "/"); len(path) > longestFront {
		return false
	}
	for _, front := range frontPaths {
		if markup.EqualFold(path, front) {
			return true
		}
	}
	return false
}

// leadsNowhere reports whether the address of a link is a place on its own page or a script.
func leadsNowhere(href []byte) bool {
	href = bytes.TrimSpace(href)
	return len(href) == 0 || href[0] == '#' || markup.HasPrefixFold(href, "javascript:")
}

// isMeaningfulStyle reports whether a style says something of the text: its alignment, or that it is
// hidden or set apart. Internet Explorer writes the names in capitals: "TEXT-ALIGN: right".
func isMeaningfulStyle(style []byte) bool {
	if hasCapital(style) {
		var buf [256]byte
		style = append(buf[:0], style...)
		lower(style)
	}
	has := func(word string) bool { return bytes.Contains(style, []byte(word)) }
	return has("align") && (has("right") || has("center")) ||
		has("none") && has("display") || has("italic") || has("bold") || setsLargeType(style)
}

func hasCapital(s []byte) bool {
	for _, c := range s {
		if 'A' <= c && c <= 'Z' {
			return true
		}
	}
	return false
}

// lower makes the letters of ASCII in s small ones.
func lower(s []byte) {
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			s[i] = c | 0x20
		}
	}
}

// The smallest sizes that are large: of <font>, and of a style in points, which has fewer of them than
// pixels.
const (
	smallestFont  = 4
	smallestPoint = 14
)

// setsLargeType reports whether a style sets type of a size that headlines have.
func setsLargeType(style []byte) bool {
	_, size, ok := bytes.Cut(style, []byte("font-size"))
	return ok && isLarge(size, smallestPoint)
}

// isLarge reports whether the first number in s is a size, with a plus before it or not, and large.
func isLarge(s []byte, least int) bool {
	at := bytes.IndexAny(s, "0123456789;")
	if at < 0 {
		return bytes.Contains(s, []byte("large"))
	}
	v := 0
	for ; at < len(s) && '0' <= s[at] && s[at] <= '9' && v < 1000; at++ {
		v = v*10 + int(s[at]-'0')
	}
	return v >= least || bytes.IndexByte(s, '+') >= 0 || bytes.Contains(s, []byte("large"))
}
