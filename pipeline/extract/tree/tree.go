// Package tree builds the tree of a page.
//
// [Parser.Parse] gives the tree that [html.Parse] gives, in a third of its time for most pages: those whose
// elements are closed in the order in which they were opened, but for the end tags that HTML lets authors
// leave out. Nothing that makes the standard's algorithm long happens on them: no formatting element is
// opened again, no text is moved out of a table. At the first sign of such a thing the page is left to
// html.Parse.
package tree

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/markup"
)

// A Parser parses pages one after the other. It hands the memory of a tree to the next. The zero Parser is
// ready; it is not safe for concurrent use.
type Parser struct {
	nodes      pool[html.Node]
	attributes pool[html.Attribute]
	open       []*html.Node // the document and the open elements, outer ones first
}

// Parse returns the tree of a page in UTF-8, or the error of html.Parse, if elements are nested too deeply.
// The tree is valid until the next call.
func (p *Parser) Parse(page []byte) (*html.Node, error) {
	if root, ok := p.plain(page); ok {
		return root, nil
	}
	return html.Parse(bytes.NewReader(page))
}

// plain returns the tree of a page, and false if it is not plain.
func (p *Parser) plain(page []byte) (*html.Node, bool) {
	if bytes.IndexByte(page, 0) >= 0 {
		return nil, false
	}
	p.nodes.reset()
	p.attributes.reset()
	b := builder{Parser: p, scan: markup.New(page), quirks: true}
	b.scan.Scripting = true
	doc := &p.nodes.take(1)[0]
	doc.Type = html.DocumentNode
	b.open = append(b.open[:0], doc)
	for !b.odd && b.scan.Next() {
		switch b.scan.Kind() {
		case markup.Text:
			b.text(b.scan.Bytes())
		case markup.StartTag:
			b.startTag()
		case markup.EndTag:
			b.endTag()
		case markup.Doctype:
			b.doctype()
		default: // comments; raw text, but that of <title>
			b.odd = true
		}
	}
	b.enter(inBody)
	return doc, !b.odd
}

// Bounds of a tree.
const (
	mostDepth  = 500     // html.Parse takes 512
	mostJoined = 1 << 16 // bytes that are copied to join texts
)

// A phase is a part of the page, in the order in which they come.
type phase uint8

const (
	beforeHTML phase = iota
	beforeHead
	inHead
	afterHead
	inBody
)

// A builder builds the tree of a plain page.
type builder struct {
	*Parser
	scan markup.Scanner
	odd  bool // the page is not plain

	phase      phase
	quirks     bool       // the doctype is not that of HTML 5
	formatting []int      // the places in open of formatting elements, and of cells and marquees
	paragraphs int        // open ones
	form       *html.Node // the open form
	joined     int        // bytes that were copied to join texts
}

func (b *builder) top() *html.Node { return b.open[len(b.open)-1] }

// add appends an element to the innermost open one.
func (b *builder) add(tag atom.Atom, name string, attr []html.Attribute) *html.Node {
	n := &b.nodes.take(1)[0]
	n.Type, n.DataAtom, n.Data, n.Attr = html.ElementNode, tag, name, attr
	b.top().AppendChild(n)
	return n
}

// push adds an element and opens it.
func (b *builder) push(tag atom.Atom, name string, attr []html.Attribute) {
	n := b.add(tag, name, attr)
	if b.open = append(b.open, n); len(b.open) > mostDepth {
		b.odd = true
	}
	if tag == atom.P {
		b.paragraphs++
	}
}

// imply opens an element whose start tag is left out.
func (b *builder) imply(tag atom.Atom) { b.push(tag, tag.String(), nil) }

// closeTo closes the open elements from the one at i on. A formatting element among them would be opened
// again.
func (b *builder) closeTo(i int) {
	if n := len(b.formatting); n > 0 && b.formatting[n-1] >= i {
		b.odd = true
		return
	}
	for _, n := range b.open[i:] {
		if n.DataAtom == atom.P {
			b.paragraphs--
		}
	}
	b.open = b.open[:i]
}

// enter goes on to a phase and implies the elements that it begins with.
func (b *builder) enter(p phase) {
	for b.phase < p {
		switch b.phase {
		case beforeHTML:
			b.imply(atom.Html)
		case beforeHead:
			b.imply(atom.Head)
		case inHead:
			b.closeTo(len(b.open) - 1)
		case afterHead:
			b.imply(atom.Body)
		}
		b.phase++
	}
}

// doctype adds the doctype, which must be the first token.
func (b *builder) doctype() {
	if b.phase != beforeHTML || b.open[0].FirstChild != nil {
		b.odd = true
		return
	}
	if doctype := b.scan.Bytes(); markup.EqualFold(doctype, "<!doctype html>") {
		b.quirks = false
		n := &b.nodes.take(1)[0]
		n.Type, n.Data = html.DoctypeNode, "html"
		b.top().AppendChild(n)
		return
	} else if doc, err := html.Parse(bytes.NewReader(doctype)); err == nil {
		n := doc.FirstChild
		doc.RemoveChild(n)
		b.top().AppendChild(n)
	}
}

const whitespace = " \t\r\n\f"

// text adds a text.
func (b *builder) text(t []byte) {
	s := textOf(t)
	if b.phase < inBody {
		rest := strings.TrimLeft(s, whitespace)
		if blank := s[:len(s)-len(rest)]; b.phase >= inHead {
			b.appendText(blank)
		}
		if rest == "" {
			return
		}
		s = rest
		b.enter(inBody)
	}
	if isTablePart(b.top().DataAtom) && strings.Trim(s, whitespace) != "" {
		b.odd = true // it would be moved before the table
		return
	}
	b.appendText(s)
}

// appendText adds a text to the innermost open element, joined to the one before.
func (b *builder) appendText(s string) {
	if s == "" {
		return
	}
	if last := b.top().LastChild; last != nil && last.Type == html.TextNode {
		b.joined += len(last.Data)
		b.odd = b.odd || b.joined > mostJoined // joining many would take quadratic time
		last.Data += s
		return
	}
	n := &b.nodes.take(1)[0]
	n.Type, n.Data = html.TextNode, s
	b.top().AppendChild(n)
}

// textOf returns a text with its character references and line ends resolved.
func textOf(t []byte) string {
	s := string(t)
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return s
}
