package strip

import (
	"bytes"

	"baotinh/pipeline/markup"
)

// keptAttributes are those that the selectors and the walks read, by the length of the name. A tag keeps the
// first of each.
var keptAttributes = func() (t [longestAttribute + 1][]keptAttribute) {
	for i, name := range [...]string{
		"class", "id", "name", "property", "content", "itemprop", "datetime", "rel", "href", "style", "align",
		"lang", "hidden", "data-role", "type", "data-nosnippet", "data-component-type", "data-time",
		"data-timestamp", "data-date",
	} {
		t[len(name)] = append(t[len(name)], keptAttribute{name, 1 << i})
	}
	return t
}()

const longestAttribute = len("data-component-type")

type keptAttribute struct {
	name string
	bit  uint32
}

// Keeps reports whether attributes of this name outlast HTML.
func Keeps(attribute string) bool { return attributeOf([]byte(attribute)) != keptAttribute{} }

func attributeOf(name []byte) keptAttribute {
	if len(name) <= longestAttribute {
		for _, k := range keptAttributes[len(name)] {
			if markup.EqualFold(name, k.name) {
				return k
			}
		}
	}
	return keptAttribute{}
}

// copyStartTag copies the tag with the attributes that are read. It returns false for a tag that says nothing
// without those it lacks: an anchor that is neither link nor named, a <link> but the canonical one, a <meta>
// that nobody reads.
func (s *stripper) copyStartTag(e element) bool {
	before, blank, atBlock := len(s.out), s.blank, s.atBlock
	s.blanks(e)
	s.out = append(append(s.out, '<'), s.scan.Name()...)

	var seen uint32
	read := e != elementA && e != elementLink && e != elementMeta
	for a := range s.scan.Attributes {
		k := attributeOf(a.Name)
		if k.bit == 0 || seen&k.bit != 0 {
			continue
		}
		seen |= k.bit
		read = read || s.isNamed(e, k.name, a.Value)
		if isKept(e, k.name, a.Value) {
			s.out = append(append(s.out, ' '), a.Bytes...)
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
func (s *stripper) isNamed(e element, attribute string, value []byte) bool {
	switch attribute {
	case "href":
		return e == elementA
	case "class":
		return e != elementLink
	case "rel":
		return e == elementLink && markup.EqualFold(value, "canonical")
	case "name", "property", "itemprop":
		return e == elementMeta && s.isRead(value)
	}
	return false
}

// isKept reports whether somebody reads the attribute of such an element.
func isKept(e element, attribute string, value []byte) bool {
	switch attribute {
	case "href":
		return e == elementLink
	case "rel": // some hold a time: rel="1620806400"
		return markup.EqualFold(value, "canonical") || bytes.ContainsAny(value, "0123456789")
	case "name":
		return e == elementMeta
	case "content":
		const longest = 64 // of what <span itemprop="…" content="…"> says
		return e == elementMeta || len(value) <= longest
	case "type":
		return e != elementButton
	case "style":
		return e != elementImg && isMeaningfulStyle(value)
	}
	return e != elementImg
}

// isMeaningfulStyle reports whether a style says something of the text: its alignment, or that it is
// hidden or set apart.
func isMeaningfulStyle(style []byte) bool {
	has := func(word string) bool { return bytes.Contains(style, []byte(word)) }
	return has("align") && (has("right") || has("center")) ||
		has("ALIGN") && (has("RIGHT") || has("CENTER")) ||
		has("none") && has("display") || has("italic") || has("bold")
}
