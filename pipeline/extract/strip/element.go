package strip

import (
	"strings"

	"baotinh/pipeline/markup"
)

// traits say how the parser, and a reader, treat an element (HTML §13.2.6.4.7).
type traits uint32

const (
	// block elements begin a line of their own, so that blanks beside their tags say nothing.
	block traits = 1 << iota
	// void elements have no contents and no end tag.
	void
	// closesP marks elements whose start tag closes an open paragraph.
	closesP
	// tablePart marks rows, cells and their like.
	tablePart
	// ignorable start tags may make no element: a second <body>, a form in a form.
	ignorable
	// raw elements hold text that is no HTML and none of the article's.
	raw
	// fallback elements hold what browsers show if they cannot show the element, or show on demand.
	fallback
	// barrier marks fallback elements out of which no end tag reaches.
	barrier
	// player elements leave an <embed> in their place, and are counted.
	player
	// foreign elements hold SVG or MathML.
	foreign
	// unread start and end tags are dropped: nobody asks for them.
	unread
	// mathText elements of MathML hold HTML.
	mathText
	// closesItself marks elements whose start tag closes an open one of the same name.
	closesItself
	// breakout start tags end SVG and MathML that lack their end tags (HTML §13.2.6.5).
	breakout
)

// knownElements are those whose traits matter, or that must not share a count with others.
var knownElements = func() (all []knownElement) {
	for _, row := range [...]struct {
		traits
		names string
	}{
		{block | ignorable, "html"},
		{block | ignorable | breakout, "head body"},
		{block, "title"},
		{block | void | breakout, "meta br"},
		{block | void, "link"},
		{void, "base image input"},
		{block | closesP | breakout, "div p h1 h2 h3 h4 h5 h6 ul ol dl blockquote center table"},
		{block | closesP, "section article main aside nav header footer figure figcaption"},
		{closesP, "address hgroup fieldset details summary dialog dir search"},
		{block | closesP | closesItself | breakout, "li dt dd"},
		{block | closesP | ignorable, "form"},
		{closesP | breakout, "pre listing menu"},
		{block | void | closesP | breakout, "hr"},
		{tablePart, "caption colgroup"},
		{tablePart | void, "col"},
		{block | tablePart, "tbody thead tfoot tr td th"},
		{closesItself, "a button"},
		{0, "abbr cite font ins label marquee optgroup option q time foreignobject desc annotation-xml"},
		{breakout, "b big code em i ruby s small span strike strong sub sup tt u var"},
		{breakout | closesItself, "nobr"},
		{void | breakout, "img"},
		{void | player | breakout, "embed"},
		{void | unread, "area basefont bgsound frame keygen param source track wbr"},
		{unread, "picture frameset plaintext"},
		{raw, "script style noscript noembed noframes textarea"},
		{raw | closesP, "xmp"},
		{raw | player, "iframe"},
		{fallback | player, "video audio"},
		{fallback, "canvas map datalist"},
		{fallback | barrier | player, "object applet"},
		{fallback | barrier, "select template"},
		{foreign, "svg math"},
		{mathText, "mi mo mn ms mtext"},
	} {
		for name := range strings.FieldsSeq(row.names) {
			all = append(all, knownElement{name, row.traits})
		}
	}
	return all
}()

type knownElement struct {
	name string
	traits
}

// An element is an index into knownElements; those behind it stand for other names, by a
// hash.
type element uint8

// maxElements is more than the number of elements: the known ones and 64 for other names.
const maxElements = 208

// byName holds indexes into knownElements plus one, at a hash of the name or behind it.
var byName = func() (t [512]uint8) {
	for i, e := range knownElements {
		at := hash([]byte(e.name)) % len(t)
		for t[at] != 0 {
			at = (at + 1) % len(t)
		}
		t[at] = uint8(i + 1)
	}
	return t
}()

// hash mixes the length of a name with three of its letters, in any case.
func hash(name []byte) int {
	if len(name) == 0 {
		return 0
	}
	last := len(name) - 1
	return len(name) + 37*int(name[0]|0x20) + 11*int(name[last/2]|0x20) + 5*int(name[last]|0x20)
}

// elementOf returns the element of a name, as written.
func elementOf(name []byte) element {
	h := hash(name)
	for at := h % len(byName); byName[at] != 0; at = (at + 1) % len(byName) {
		if e := byName[at] - 1; markup.EqualFold(name, knownElements[e].name) {
			return element(e)
		}
	}
	return element(len(knownElements) + h%64)
}

func (e element) traits() traits {
	if int(e) < len(knownElements) {
		return knownElements[e].traits
	}
	return 0
}

func (e element) has(t traits) bool { return e.traits()&t != 0 }

// The elements that the code asks for by name.
var (
	elementA             = elementOf([]byte("a"))
	elementAnnotationXML = elementOf([]byte("annotation-xml"))
	elementAudio         = elementOf([]byte("audio"))
	elementBr            = elementOf([]byte("br"))
	elementButton        = elementOf([]byte("button"))
	elementCaption       = elementOf([]byte("caption"))
	elementDesc          = elementOf([]byte("desc"))
	elementFont          = elementOf([]byte("font"))
	elementForeignObject = elementOf([]byte("foreignobject"))
	elementImg           = elementOf([]byte("img"))
	elementInput         = elementOf([]byte("input"))
	elementLink          = elementOf([]byte("link"))
	elementMath          = elementOf([]byte("math"))
	elementMeta          = elementOf([]byte("meta"))
	elementNoscript      = elementOf([]byte("noscript"))
	elementP             = elementOf([]byte("p"))
	elementPicture       = elementOf([]byte("picture"))
	elementScript        = elementOf([]byte("script"))
	elementSelect        = elementOf([]byte("select"))
	elementStyle         = elementOf([]byte("style"))
	elementTable         = elementOf([]byte("table"))
	elementTd            = elementOf([]byte("td"))
	elementTemplate      = elementOf([]byte("template"))
	elementTh            = elementOf([]byte("th"))
	elementTitle         = elementOf([]byte("title"))
	elementVideo         = elementOf([]byte("video"))
	elementXmp           = elementOf([]byte("xmp"))
)
