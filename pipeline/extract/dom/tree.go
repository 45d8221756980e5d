package dom

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Attr returns the value of an attribute of n, or the empty string.
func Attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// IsBlock reports whether n begins a line of its own. Unknown elements do not.
func IsBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.P, atom.Td, atom.Th, atom.Tr, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot,
		atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section,
		atom.Article, atom.Main, atom.Aside, atom.Header, atom.Footer, atom.Nav, atom.Figure,
		atom.Figcaption, atom.Blockquote, atom.Pre, atom.Form, atom.Dl, atom.Dt, atom.Dd, atom.Center,
		atom.Body, atom.Html, atom.Fieldset, atom.Address, atom.Details, atom.Summary, atom.Caption,
		atom.Hr, atom.Button, atom.Dir, atom.Menu, atom.Hgroup, atom.Marquee:
		return true
	}
	return false
}

// HoldsText reports whether n is a block that usually holds text rather than other blocks: a paragraph, a
// list or a row, not a div or a table.
func HoldsText(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.Ul, atom.Ol, atom.Tr,
		atom.Tbody, atom.Figcaption, atom.Figure, atom.Dd, atom.Dt:
		return true
	}
	return false
}

// HoldsOneText reports whether n holds nothing but one text, as most paragraphs do.
func HoldsOneText(n *html.Node) bool {
	c := n.FirstChild
	return c != nil && c == n.LastChild && c.Type == html.TextNode
}

// IsHeading reports whether n is h1, h2 or h3.
func IsHeading(n *html.Node) bool {
	return n.DataAtom == atom.H1 || n.DataAtom == atom.H2 || n.DataAtom == atom.H3
}

// HasBlock reports whether a block stands inside n.
func HasBlock(n *html.Node) bool {
	return holds(n, func(c *html.Node) bool { return c.Type == html.ElementNode && IsBlock(c) })
}

// HasImage reports whether an image stands inside n.
func HasImage(n *html.Node) bool {
	return holds(n, func(c *html.Node) bool { return c.DataAtom == atom.Img })
}

// HasLink reports whether a link with a text stands inside n.
func HasLink(n *html.Node) bool {
	return holds(n, func(c *html.Node) bool { return c.DataAtom == atom.A && Text(c, 16) != "" })
}

// HasLinks reports whether at least min links stand inside n.
func HasLinks(n *html.Node, min int) bool {
	links := 0
	return holds(n, func(c *html.Node) bool {
		if c.DataAtom == atom.A {
			links++
		}
		return links >= min
	})
}

// holds reports whether a node inside n is one that is looked for. It is as [html.Node.Descendants], which
// takes three times as long.
func holds(n *html.Node, is func(*html.Node) bool) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c) || c.FirstChild != nil && holds(c, is) {
			return true
		}
	}
	return false
}

// Contains reports whether n is ancestor or stands inside it.
func Contains(ancestor, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// CommonAncestor returns the innermost element that contains both a and b, nil if they are of different
// trees.
func CommonAncestor(a, b *html.Node) *html.Node {
	for ; a != nil; a = a.Parent {
		if Contains(a, b) {
			return a
		}
	}
	return nil
}
