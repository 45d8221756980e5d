package tree

import (
	"golang.org/x/net/html/atom"
)

// endTag reads an end tag.
func (b *builder) endTag() {
	tag, name := b.tagName()
	if b.odd || b.phase < inBody && b.endOfHead(tag) {
		return
	}
	b.enter(inBody)
	switch {
	case tag == atom.Body, tag == atom.Html:
		// What follows goes on in the body.
	case isRow(tag) || tag == atom.Table:
		b.endRow(tag)
	case isTablePart(b.top().DataAtom):
		b.odd = true
	default:
		b.endInBody(tag, name)
	}
}

// endOfHead reads an end tag before the body, and reports whether it belongs there: others but those of body
// and page are ignored.
func (b *builder) endOfHead(tag atom.Atom) bool {
	switch tag {
	case atom.Head:
		if b.phase == afterHead {
			return true
		}
		b.enter(afterHead)
		return true
	case atom.Body, atom.Html, atom.Br:
		b.odd = true
	}
	return true
}

// endInBody reads an end tag in the body, of no part of a table.
func (b *builder) endInBody(tag atom.Atom, name string) {
	switch kindOf(tag) {
	case kindOdd, kindHead:
		b.odd = true
	case kindVoid, kindHr:
		b.odd = b.odd || tag == atom.Br // which makes an element
	case kindFormatting:
		b.endFormatting(tag)
	case kindMarquee:
		if i := b.inScope(tag); i >= 0 {
			b.closeAround(i)
		}
	case kindForm:
		b.endForm()
	case kindHeading:
		b.endHeading()
	case kindItem:
		b.endItem(tag)
	case kindBlock, kindButton:
		if tag == atom.P {
			b.endParagraph()
		} else if i := b.inScope(tag); i >= 0 {
			b.closeTo(i)
		}
	default:
		b.endOther(tag, name)
	}
}

// endFormatting closes a formatting element, which must be the innermost open element. One that closes
// nothing is ignored.
func (b *builder) endFormatting(tag atom.Atom) {
	n := len(b.formatting)
	if b.top().DataAtom == tag {
		b.formatting = b.formatting[:n-1]
		b.closeTo(len(b.open) - 1)
		return
	}
	for _, at := range b.formatting {
		b.odd = b.odd || b.open[at].DataAtom == tag
	}
}

// endForm closes the form, which must be the innermost open element but for ends left out.
func (b *builder) endForm() {
	form := b.form
	b.form = nil
	if i := b.inScope(atom.Form); form == nil || i < 0 || b.open[i] != form {
		return
	}
	b.closeImplied()
	if b.top() != form {
		b.odd = true // the elements in it stay open
		return
	}
	b.closeTo(len(b.open) - 1)
}

// closeImplied closes the elements whose end tags may be left out.
func (b *builder) closeImplied() {
	for {
		switch b.top().DataAtom {
		case atom.Dd, atom.Dt, atom.Li, atom.P:
			b.closeTo(len(b.open) - 1)
		default:
			return
		}
	}
}

// endParagraph closes the open paragraph; without one, its end tag makes an empty one.
func (b *builder) endParagraph() {
	if i := b.paragraph(); i >= 0 {
		b.closeTo(i)
		return
	}
	b.add(atom.P, atom.P.String(), nil)
}

// endHeading closes the innermost open heading, of whatever level.
func (b *builder) endHeading() {
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].DataAtom; {
		case kindOf(tag) == kindHeading:
			b.closeTo(i)
			return
		case isScope(tag):
			return
		}
	}
}

// endItem closes an item of a list.
func (b *builder) endItem(tag atom.Atom) {
	for i := len(b.open) - 1; i > 0; i-- {
		switch open := b.open[i].DataAtom; {
		case open == tag:
			b.closeTo(i)
			return
		case tag == atom.Li && (open == atom.Ul || open == atom.Ol), isScope(open):
			return
		}
	}
}

// endOther closes an element that the standard does not name, or another outside of a special one.
func (b *builder) endOther(tag atom.Atom, name string) {
	for i := len(b.open) - 1; i > 0; i-- {
		open := b.open[i]
		if open.DataAtom == tag && open.Data == name {
			b.closeTo(i)
			return
		}
		if isSpecial(open.DataAtom) {
			return
		}
	}
}

// inScope returns the place in b.open of the innermost open element of this name, -1 if a table's cell or the
// like stands between.
func (b *builder) inScope(tag atom.Atom) int {
	for i := len(b.open) - 1; i > 0; i-- {
		open := b.open[i].DataAtom
		if open == tag {
			return i
		}
		if isScope(open) {
			return -1
		}
	}
	return -1
}
