package tree

import "golang.org/x/net/html/atom"

// A kind says how the standard reads the tags of an element in the body (HTML §13.2.6.4.7).
type kind uint8

const (
	kindOther kind = iota
	kindBlock      // its start tag ends a paragraph
	kindItem       // of a list; a further one ends it
	kindHeading
	kindFormatting // if it is not closed in order, it is opened again
	kindVoid       // without contents
	kindHr         // void, and ends a paragraph
	kindHead       // it belongs into the head
	kindTable
	kindForm
	kindButton
	kindMarquee // no end tag reaches out of it
	kindOdd     // its rules are not known here
)

// kindOf returns the kind of an element. For parts of tables, ask isRow first.
func kindOf(tag atom.Atom) kind {
	switch tag {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog,
		atom.Dir, atom.Div, atom.Dl, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Header,
		atom.Hgroup, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Search, atom.Section,
		atom.Summary, atom.Ul:
		return kindBlock
	case atom.Li, atom.Dd, atom.Dt:
		return kindItem
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return kindHeading
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike,
		atom.Strong, atom.Tt, atom.U:
		return kindFormatting
	case atom.Br, atom.Embed, atom.Img, atom.Input, atom.Area, atom.Wbr:
		return kindVoid
	case atom.Hr:
		return kindHr
	case atom.Base, atom.Link, atom.Meta, atom.Title:
		return kindHead
	case atom.Table:
		return kindTable
	case atom.Form:
		return kindForm
	case atom.Button:
		return kindButton
	case atom.Marquee:
		return kindMarquee
	case atom.Html, atom.Head, atom.Body, atom.Frameset, atom.Frame, atom.Pre, atom.Listing, atom.Plaintext,
		atom.Nobr, atom.Applet, atom.Object, atom.Keygen, atom.Param, atom.Source, atom.Track,
		atom.Image, atom.Textarea, atom.Xmp, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript,
		atom.Script, atom.Style, atom.Template, atom.Select, atom.Option, atom.Optgroup, atom.Rb, atom.Rtc,
		atom.Rp, atom.Rt, atom.Math, atom.Svg, atom.Caption, atom.Col, atom.Colgroup, atom.Basefont,
		atom.Bgsound:
		return kindOdd
	}
	return kindOther
}

// isScope reports whether no end tag reaches out of an element.
func isScope(tag atom.Atom) bool {
	return tag == atom.Td || tag == atom.Th || tag == atom.Table || tag == atom.Marquee || tag == atom.Html
}

// isSpecial reports whether an element is one of those that the standard calls special, among those that a
// plain page may have open.
func isSpecial(tag atom.Atom) bool {
	switch kindOf(tag) {
	case kindBlock:
		return tag != atom.Dialog && tag != atom.Search
	case kindItem, kindHeading, kindHead, kindTable, kindForm, kindButton, kindMarquee, kindOdd:
		return true
	}
	return isRow(tag)
}
