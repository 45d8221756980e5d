package extract_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/extract/dom"
)

// A form is how a page is written, as far as the parser makes the same tree of it but for blanks.
type form struct {
	entities   string // "decimal", "hexadecimal", "named": letters that are not ASCII
	decomposed bool   // NFD
	nbsp       bool   // some spaces are no-break
	zeroWidth  bool   // some words have a zero-width space behind
	comments   bool   // between words and tags
	openEnded  bool   // end tags are left out where the standard allows it
	upperCase  bool   // names of tags and attributes
	unquoted   bool   // attributes
	blanks     string // "minified", "pretty", "crlf"
}

// named are letters that HTML 2 names; other letters are written as numbers.
var named = map[rune]string{'à': "agrave", 'á': "aacute", 'â': "acirc", 'ã': "atilde", 'è': "egrave",
	'é': "eacute", 'ê': "ecirc", 'ì': "igrave", 'í': "iacute", 'ò': "ograve", 'ó': "oacute", 'ô': "ocirc",
	'õ': "otilde", 'ù': "ugrave", 'ú': "uacute", 'ý': "yacute", 'Á': "Aacute", 'Ô': "Ocirc", '–': "ndash",
	'“': "ldquo", '”': "rdquo", '…': "hellip", '»': "raquo", '©': "copy", '\u00a0': "nbsp"}

var escapeTags = strings.NewReplacer("<", "&lt;", ">", "&gt;")

// A writer writes a tree in a form.
type writer struct {
	bytes.Buffer
	*form
	*rand.Rand
	depth int
}

// write returns the page under root in the form given.
func write(root *html.Node, f *form, r *rand.Rand) []byte {
	w := &writer{form: f, Rand: r}
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	b := w.Bytes()
	if f.blanks == "crlf" {
		b = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	}
	return b
}

func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.DoctypeNode:
		w.doctype(n)
	case html.CommentNode:
		w.WriteString("<!--" + n.Data + "-->")
	case html.TextNode:
		w.text(n)
	case html.ElementNode:
		w.element(n)
	}
}

func (w *writer) doctype(n *html.Node) {
	var b bytes.Buffer
	_ = html.Render(&b, n) // to a buffer, so there is no error
	w.Write(b.Bytes())
}

func (w *writer) element(n *html.Node) {
	name := n.Data
	if w.upperCase {
		name = strings.ToUpper(name)
	}
	isBlock := dom.IsBlock(n) || n.DataAtom == atom.Head || n.DataAtom == atom.Body
	if w.blanks == "pretty" && isBlock && !w.isInline(n.Parent) {
		w.WriteString("\n" + strings.Repeat("    ", min(w.depth, 8)))
	}
	w.WriteString("<" + name)
	for _, a := range n.Attr {
		w.attribute(a)
	}
	w.WriteByte('>')
	if isVoid(n) {
		return
	}
	if w.comments && isBlock && !isRaw(n) && w.IntN(4) == 0 {
		w.WriteString("<!-- /" + n.Data + " -->")
	}
	w.depth++
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	w.depth--
	if w.openEnded && mayLackEnd(n) {
		return
	}
	if w.blanks == "pretty" && isBlock && !isRaw(n) && !w.isInline(n) {
		w.WriteString("\n" + strings.Repeat("    ", min(w.depth, 8)))
	}
	w.WriteString("</" + name + ">")
}

// isInline reports whether blanks in n may count.
func (w *writer) isInline(n *html.Node) bool {
	return n != nil && (n.DataAtom == atom.Pre || n.DataAtom == atom.Textarea)
}

func (w *writer) attribute(a html.Attribute) {
	key := a.Key
	if a.Namespace != "" {
		key = a.Namespace + ":" + key
	}
	if w.upperCase {
		key = strings.ToUpper(key)
	}
	switch {
	case a.Val == "":
		w.WriteString(" " + key + `=""`)
	case w.unquoted && !strings.ContainsAny(a.Val, " \t\r\n\f\"'`=<>&"):
		w.WriteString(" " + key + "=" + w.letters(a.Val))
	default:
		w.WriteString(" " + key + `="` + strings.ReplaceAll(w.letters(a.Val), `"`, "&#34;") + `"`)
	}
}

func (w *writer) text(n *html.Node) {
	s := n.Data
	if n.Parent != nil && isRaw(n.Parent) && n.Parent.DataAtom != atom.Title &&
		n.Parent.DataAtom != atom.Textarea && n.Parent.DataAtom != atom.Template {
		if w.decomposed {
			s = norm.NFD.String(s)
		}
		w.WriteString(s)
		return
	}
	isTitle := n.Parent != nil && n.Parent.DataAtom == atom.Title
	if w.blanks == "minified" && n.Parent.DataAtom != atom.Pre {
		s = minified(n)
	}
	if !w.nbsp && !w.zeroWidth && !w.comments && w.blanks != "pretty" {
		w.WriteString(escapeTags.Replace(w.letters(s)))
		return
	}
	words := strings.Split(s, " ")
	for i, word := range words {
		if i > 0 {
			w.blank(isTitle)
		}
		w.WriteString(escapeTags.Replace(w.letters(word)))
		if w.zeroWidth && len(word) > 2 && w.IntN(10) == 0 {
			w.WriteString("\u200b")
		}
	}
}

// blank writes what stands between two words.
func (w *writer) blank(isTitle bool) {
	switch {
	case w.nbsp && w.IntN(4) == 0:
		w.WriteString("\u00a0")
	case w.comments && !isTitle && w.IntN(20) == 0:
		w.WriteString("<!-- x --> ")
	case w.blanks == "pretty" && w.IntN(12) == 0:
		w.WriteString("\n        ")
	default:
		w.WriteByte(' ')
	}
}

// minified returns a text with single spaces, and none beside blocks.
func minified(n *html.Node) string {
	s := strings.Join(strings.Fields(n.Data), " ")
	if strings.Contains(n.Data, "\u00a0") {
		return n.Data
	}
	first, last, _ := strings.Cut(" "+n.Data+"|", strings.TrimSpace(n.Data))
	isBeside := func(k *html.Node) bool { return k == nil || dom.IsBlock(k) || k.DataAtom == atom.Br }
	if s == "" {
		if isBeside(n.PrevSibling) || isBeside(n.NextSibling) {
			return ""
		}
		return " "
	}
	if len(first) > 1 && !(isBeside(n.PrevSibling) && dom.IsBlock(n.Parent)) {
		s = " " + s
	}
	if len(last) > 1 && !(isBeside(n.NextSibling) && dom.IsBlock(n.Parent)) {
		s += " "
	}
	return s
}

// letters writes letters as the form has them.
func (w *writer) letters(s string) string {
	if w.decomposed {
		s = norm.NFD.String(s)
	}
	s = strings.ReplaceAll(s, "&", "&amp;")
	if w.entities == "" {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		name := named[c]
		switch {
		case c < 0x80:
			b.WriteRune(c)
		case w.entities == "named" && name != "":
			b.WriteString("&" + name + ";")
		case w.entities == "hexadecimal":
			fmt.Fprintf(&b, "&#x%X;", c)
		default:
			fmt.Fprintf(&b, "&#%d;", c)
		}
	}
	return b.String()
}

func isVoid(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link,
		atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr, atom.Keygen, atom.Frame:
		return true
	}
	return false
}

// mayLackEnd reports whether the standard lets the end tag of n be left out (HTML §13.1.2.4).
func mayLackEnd(n *html.Node) bool {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	is := func(names ...atom.Atom) bool {
		for _, name := range names {
			if next != nil && next.DataAtom == name {
				return true
			}
		}
		return false
	}
	switch n.DataAtom {
	case atom.P:
		if next == nil {
			switch n.Parent.DataAtom {
			case atom.Div, atom.Section, atom.Article, atom.Td, atom.Li, atom.Body, atom.Main,
				atom.Blockquote:
				return true
			}
			return false
		}
		return is(atom.P, atom.Div, atom.Section, atom.Article, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3,
			atom.Blockquote, atom.Figure, atom.Hr, atom.Header, atom.Footer)
	case atom.Li:
		return is(atom.Li) || next == nil && (n.Parent.DataAtom == atom.Ul || n.Parent.DataAtom == atom.Ol)
	case atom.Td, atom.Th:
		return is(atom.Td, atom.Th) || next == nil && n.Parent.DataAtom == atom.Tr
	case atom.Tr:
		return is(atom.Tr) || next == nil && n.Parent.DataAtom == atom.Tbody
	case atom.Dt, atom.Dd:
		return is(atom.Dt, atom.Dd)
	}
	return false
}
