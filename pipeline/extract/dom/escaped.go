package dom

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/markup"
)

// Unescape replaces texts under root that hold the markup of a page, as of a body that a system escaped once
// too often, by the elements that they describe. Other texts stay, a "<" between numbers among them.
func Unescape(root *html.Node) {
	for n := root.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.TextNode:
			replace(n)
		case n.DataAtom != atom.Title:
			Unescape(n)
		}
		n = next
	}
}

// replace puts the elements that a text describes in its place.
func replace(text *html.Node) {
	root, ok := Parse(text.Data)
	if !ok {
		return
	}
	for c := root.FirstChild; c != nil; c = root.FirstChild {
		root.RemoveChild(c)
		text.Parent.InsertBefore(c, text)
	}
	text.Parent.RemoveChild(text)
}

func dropUnread(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if isUnread(c) {
			n.RemoveChild(c)
		} else {
			dropUnread(c)
		}
		c = next
	}
}

func isUnread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Template, atom.Object, atom.Textarea:
		return true
	}
	return n.Type == html.CommentNode || n.Data == "xml"
}

// Parse returns an element that holds what a text with markup describes, and false if a text has none.
func Parse(s string) (*html.Node, bool) {
	if !holdsMarkup(s) {
		return nil, false
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(s), root)
	if err != nil {
		return nil, false // nested too deeply
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	dropUnread(root)
	return root, true
}

// CutTags returns a text, as that of a <title>, without the tags that are written out in it.
func CutTags(s string) string {
	n, ok := Parse(s)
	if !ok {
		return s
	}
	return Text(n, len(s))
}

// holdsMarkup reports whether a text has a tag that articles have, or a comment.
func holdsMarkup(s string) bool {
	for {
		lt := strings.IndexByte(s, '<')
		if lt < 0 {
			return false
		}
		s = s[lt+1:]
		if strings.HasPrefix(s, "!--") {
			return true
		}
		name := strings.TrimPrefix(s, "/")
		end := 0
		for end < len(name) && end < len("blockquote") && (markup.IsLetter(name[end]) ||
			end > 0 && markup.IsDigit(name[end])) {
			end++
		}
		if end == len(name) || strings.IndexByte("> /\n\t", name[end]) < 0 {
			continue
		}
		if textTags[atom.Lookup([]byte(strings.ToLower(name[:end])))] && strings.IndexByte(name, '>') >= 0 {
			return true
		}
	}
}

// textTags are the elements of texts.
var textTags = map[atom.Atom]bool{
	atom.P: true, atom.Br: true, atom.Div: true, atom.Span: true, atom.Strong: true, atom.B: true,
	atom.Em: true,
	atom.I:  true, atom.U: true, atom.A: true, atom.Img: true, atom.Table: true, atom.Td: true, atom.Tr: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.Font: true, atom.Figure: true, atom.Figcaption: true, atom.Blockquote: true, atom.Center: true,
}

// LinksNowhere reports whether a link leads to no other page: to a place on its own page, to a script. Other
// links have lost their address when the page was stripped.
func LinksNowhere(a *html.Node) bool {
	for i := range a.Attr {
		if a.Attr[i].Key != "href" {
			continue
		}
		href := strings.TrimSpace(a.Attr[i].Val)
		return href == "" || href[0] == '#' || markup.HasPrefixFold(href, "javascript:")
	}
	return false
}

// IsTextOfLink reports whether the text of a link that leads nowhere is a part of the article, as a heading
// with an anchor or a sentence, rather than a button or the card of another article.
func IsTextOfLink(a *html.Node) bool {
	const shortest = 80 // bytes of a sentence
	if !LinksNowhere(a) {
		return false
	}
	if href := Attr(a, "href"); len(href) > 1 && href[0] == '#' {
		for p := a.Parent; p != nil && !IsBlock(p) || p != nil && IsHeading(p); p = p.Parent {
			if IsHeading(p) {
				return true
			}
		}
	}
	return !IsShort(a, shortest) && !isCard(a)
}

// isCard reports whether a link holds parts of which a sentence has none: an image, a heading, or two blocks.
func isCard(a *html.Node) bool {
	blocks := 0
	return holds(a, func(c *html.Node) bool {
		switch c.DataAtom {
		case atom.Img, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Time:
			return true
		}
		if c.Type == html.ElementNode && IsBlock(c) {
			blocks++
		}
		return blocks > 1
	})
}
