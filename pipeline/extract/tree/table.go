package tree

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isRow reports whether an element is a part of a table that its rows are made of.
func isRow(tag atom.Atom) bool {
	switch tag {
	case atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return false
}

func isCell(tag atom.Atom) bool { return tag == atom.Td || tag == atom.Th }

func isSection(tag atom.Atom) bool {
	return tag == atom.Tbody || tag == atom.Thead || tag == atom.Tfoot
}

// isTablePart reports whether an element holds rows or cells, and no text.
func isTablePart(tag atom.Atom) bool {
	return tag == atom.Table || isSection(tag) || tag == atom.Tr
}

// startRow reads the start tag of a part of a table. It is ignored outside of tables.
func (b *builder) startRow(tag atom.Atom, attr []html.Attribute) {
	if !isTablePart(b.top().DataAtom) && !b.closeCell() {
		return
	}
	if b.top().DataAtom == atom.Tr && !isCell(tag) {
		b.closeTo(len(b.open) - 1)
	}
	if isSection(b.top().DataAtom) && isSection(tag) {
		b.closeTo(len(b.open) - 1)
	}
	if b.top().DataAtom == atom.Table && !isSection(tag) {
		b.imply(atom.Tbody)
	}
	if isSection(b.top().DataAtom) && isCell(tag) {
		b.imply(atom.Tr)
	}
	b.push(tag, tag.String(), attr)
	if isCell(tag) {
		b.formatting = append(b.formatting, len(b.open)-1)
	}
}

// closeCell closes the cell that this place is in, with all that is open in it, and reports whether there is
// one.
func (b *builder) closeCell() bool {
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].DataAtom; {
		case isCell(tag):
			b.closeAround(i)
			return true
		case tag == atom.Marquee:
			b.odd = true
			return false
		case tag == atom.Table:
			return false
		}
	}
	return false
}

// closeAround closes the cell or marquee at b.open[i]. Formatting elements in it are not opened again.
func (b *builder) closeAround(i int) {
	for n := len(b.formatting); n > 0 && b.formatting[n-1] >= i; n-- {
		b.formatting = b.formatting[:n-1]
	}
	b.closeTo(i)
}

// endRow reads the end tag of a table or a part of it. It is ignored where it closes nothing.
func (b *builder) endRow(tag atom.Atom) {
	at := len(b.open) - 1
	for ; at > 0 && b.open[at].DataAtom != tag; at-- {
		if b.open[at].DataAtom == atom.Table {
			return
		}
	}
	if at <= 0 {
		return
	}
	if !isTablePart(b.top().DataAtom) {
		b.closeCell()
	}
	if !isCell(tag) {
		b.closeTo(at)
	}
}
