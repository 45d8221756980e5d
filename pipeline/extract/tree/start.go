package tree

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/markup"
)

// startTag reads a start tag.
func (b *builder) startTag() {
	tag, name := b.tagName()
	attr := b.readAttributes()
	if b.odd {
		return
	}
	if b.phase < inBody && b.startOfPage(tag, name, attr) {
		return
	}
	b.enter(inBody)
	if isRow(tag) {
		b.startRow(tag, attr)
		return
	}
	if isTablePart(b.top().DataAtom) {
		b.odd = true // it would be moved before the table
		return
	}
	b.startInBody(tag, name, attr)
}

// startOfPage reads a start tag before the body, and reports whether it belongs there.
func (b *builder) startOfPage(tag atom.Atom, name string, attr []html.Attribute) bool {
	switch tag {
	case atom.Html:
		if b.phase != beforeHTML {
			b.odd = true
			return true
		}
		b.push(tag, name, attr)
		b.phase = beforeHead
		return true
	case atom.Head:
		b.enter(beforeHead)
		if b.phase != beforeHead {
			return true // a second one
		}
		b.push(tag, name, attr)
		b.phase = inHead
		return true
	case atom.Body:
		b.enter(afterHead)
		b.push(tag, name, attr)
		b.phase = inBody
		return true
	case atom.Base, atom.Link, atom.Meta, atom.Title:
		if b.phase == afterHead {
			b.odd = true // it would go into the head
			return true
		}
		b.enter(inHead)
		b.addToHead(tag, name, attr)
		return true
	}
	return false
}

// addToHead adds an element that belongs into the head, wherever it stands.
func (b *builder) addToHead(tag atom.Atom, name string, attr []html.Attribute) {
	if tag != atom.Title {
		b.add(tag, name, attr)
		return
	}
	if _, closed := b.scan.RawEnd(); !closed {
		b.odd = true
		return
	}
	b.push(tag, name, attr)
	if b.scan.Next() && b.scan.Kind() == markup.RawText {
		b.appendText(textOf(b.scan.Bytes()))
		b.scan.Next()
	}
	b.odd = b.odd || b.scan.Kind() != markup.EndTag
	b.closeTo(len(b.open) - 1)
}

// startInBody reads a start tag in the body, of no part of a table.
func (b *builder) startInBody(tag atom.Atom, name string, attr []html.Attribute) {
	switch kind := kindOf(tag); kind {
	case kindOdd:
		b.odd = true
	case kindHead:
		b.addToHead(tag, name, attr)
	case kindVoid:
		b.add(tag, name, attr)
	case kindHr:
		b.closeParagraph()
		b.add(tag, name, attr)
	case kindHeading:
		b.closeParagraph()
		if kindOf(b.top().DataAtom) == kindHeading {
			b.odd = true
		}
		b.push(tag, name, attr)
	case kindItem:
		b.closeItem(tag)
		b.closeParagraph()
		b.push(tag, name, attr)
	case kindBlock:
		b.closeParagraph()
		b.push(tag, name, attr)
	case kindTable:
		if b.quirks && b.paragraph() >= 0 {
			b.odd = true // whether it ends the paragraph depends on the doctype
		}
		b.closeParagraph()
		b.push(tag, name, attr)
	case kindForm:
		if b.form == nil {
			b.closeParagraph()
			b.push(tag, name, attr)
			b.form = b.top()
		}
	case kindButton:
		if b.inScope(tag) >= 0 {
			b.odd = true
		}
		b.push(tag, name, attr)
	case kindMarquee:
		b.push(tag, name, attr)
		b.formatting = append(b.formatting, len(b.open)-1)
	case kindFormatting:
		b.startFormatting(tag, name, attr)
	default:
		b.push(tag, name, attr)
	}
}

// startFormatting opens a formatting element. A link in a link ends that, and of many equal ones in one
// another some are forgotten.
func (b *builder) startFormatting(tag atom.Atom, name string, attr []html.Attribute) {
	const most = 2
	same := 0
	for _, at := range b.formatting {
		if b.open[at].DataAtom == tag {
			same++
		}
	}
	if same > most || same > 0 && tag == atom.A {
		b.odd = true
		return
	}
	if len(attr) > 1 {
		slices.SortFunc(attr, func(a, b html.Attribute) int {
			return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Val, b.Val))
		})
	}
	b.push(tag, name, attr)
	b.formatting = append(b.formatting, len(b.open)-1)
}

// closeParagraph closes the open paragraph, if there is one.
func (b *builder) closeParagraph() {
	if i := b.paragraph(); i >= 0 {
		b.closeTo(i)
	}
}

// paragraph returns the place in b.open of the open paragraph, -1 if a button or a table's cell stands
// between.
func (b *builder) paragraph() int {
	if b.paragraphs == 0 {
		return -1
	}
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].DataAtom; {
		case tag == atom.P:
			return i
		case tag == atom.Button, isScope(tag):
			return -1
		}
	}
	return -1
}

// closeItem closes the item of a list that a further one ends.
func (b *builder) closeItem(tag atom.Atom) {
	for i := len(b.open) - 1; i > 0; i-- {
		switch open := b.open[i].DataAtom; {
		case open == tag, tag != atom.Li && (open == atom.Dd || open == atom.Dt):
			b.closeTo(i)
			return
		case open == atom.Address, open == atom.Div, open == atom.P:
		case isSpecial(open):
			return
		}
	}
}

// tagName returns the name of the tag.
func (b *builder) tagName() (atom.Atom, string) {
	name := b.scan.Name()
	if tag := atom.Lookup(name); tag != 0 {
		return tag, tag.String()
	}
	if !isPlainName(name) {
		b.odd = true
		return 0, ""
	}
	lower := markup.AppendLower(nil, name)
	if tag := atom.Lookup(lower); tag != 0 {
		return tag, tag.String()
	}
	return 0, string(lower)
}

// isPlainName reports whether a name has letters, digits and hyphens only.
func isPlainName(name []byte) bool {
	for _, c := range name {
		if !markup.IsLetter(c) && !markup.IsDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return len(name) > 0
}

// readAttributes returns the attributes of the tag.
func (b *builder) readAttributes() []html.Attribute {
	var buf [mostOfTag]html.Attribute
	attr := buf[:0]
	for a := range b.scan.Attributes {
		if len(attr) == mostOfTag {
			b.odd = true
			return nil
		}
		key := b.attributeName(a.Name())
		for i := range attr {
			b.odd = b.odd || attr[i].Key == key // the first counts
		}
		attr = append(attr, html.Attribute{Key: key, Val: valueOf(a)})
	}
	if len(attr) == 0 {
		return nil
	}
	kept := b.attributes.take(len(attr))
	copy(kept, attr)
	return kept
}

// mostOfTag is how many attributes a tag of a plain page has.
const mostOfTag = 8

func (b *builder) attributeName(name []byte) string {
	switch string(name) {
	case "class":
		return "class"
	case "id":
		return "id"
	case "href":
		return "href"
	}
	if !isPlainName(name) {
		b.odd = true
	}
	return atom.String(markup.AppendLower(nil, name))
}

// valueOf returns the value of an attribute with its character references and line ends resolved.
func valueOf(a markup.Attribute) string {
	value := string(a.Value())
	if strings.IndexByte(value, '&') < 0 && strings.IndexByte(value, '\r') < 0 {
		return value
	}
	tag := html.NewTokenizer(strings.NewReader("<a " + string(a.Bytes()) + ">"))
	tag.Next()
	tag.TagName()
	_, val, _ := tag.TagAttr()
	return string(val)
}
