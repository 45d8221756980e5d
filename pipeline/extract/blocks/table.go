package blocks

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/scan"
)

// Bounds of tables, in bytes where they are lengths.
const (
	longestPictureText = 900     // of the captions in the frame of an image, for each image
	longestDataCell    = 400     // of a cell in a table of data
	longestCell        = 1 << 12 // of a cell that is read
)

// isPicture reports whether a table is the frame of images: at most two short texts to each.
func isPicture(t scan.TableShape) bool {
	return t.Images > 0 && t.Blocks <= 2*t.Images && t.Text <= longestPictureText*t.Images &&
		t.Widest <= longestPictureText
}

// isData reports whether a table is one of data: two rows of two cells at least, with short texts.
func isData(t scan.TableShape) bool {
	return t.Images == 0 && t.Rows >= 2 && t.Cells >= 2*t.Rows && t.Widest <= longestDataCell
}

// isFrame reports whether a table may be a frame around a teaser: at most two cells with a short text.
func isFrame(t scan.TableShape) bool { return t.Rows <= 2 && t.Cells <= 2 && t.Text <= longestTeaser }

// table reads a table as the frame of an image, as a table of data, or as a means to lay out the page.
func (r *reader) table(n *html.Node, c context) {
	shape := r.page.TableShape(n)
	switch {
	case isPicture(shape):
		r.picture(n, c)
	case isData(shape):
		c.row = true
		r.rows(n, c)
		r.flush(c)
	default:
		first := len(r.blocks)
		r.children(n, c)
		r.flush(c)
		if isFrame(shape) && first < len(r.blocks) && isPureLink(&r.blocks[first]) {
			r.cut(first)
		}
	}
}

// rows makes each row of a table of data one block, its cells parted by " | ".
func (r *reader) rows(n *html.Node, c context) {
	for k := n.FirstChild; k != nil && !r.atEnd; k = k.NextSibling {
		switch {
		case k.Type != html.ElementNode:
		case k.DataAtom == atom.Tr && isLinkedHeadline(k):
		case k.DataAtom == atom.Tr:
			r.flush(c)
			r.cells(k, c)
			r.flush(c)
		case k.DataAtom == atom.Caption:
			r.element(k, c)
		default:
			r.rows(k, c)
		}
	}
}

// isLinkedHeadline reports whether half of a row at least is a link as long as a headline: another article
// with its date.
func isLinkedHeadline(row *html.Node) bool {
	const shortest = 24 // bytes
	for c := range row.Descendants() {
		if c.DataAtom == atom.A {
			link := len(dom.Text(c, longestCell))
			return link >= shortest && 2*link >= len(dom.Text(row, longestCell))
		}
	}
	return false
}

func (r *reader) cells(row *html.Node, c context) {
	for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
		if cell.Type != html.ElementNode {
			continue
		}
		text := dom.Text(cell, longestCell)
		if text == "" {
			continue
		}
		if len(r.buf) > 0 {
			r.buf = append(r.buf, " | "...)
		}
		r.text(text, c)
	}
}
