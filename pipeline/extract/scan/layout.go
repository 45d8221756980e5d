package scan

import (
	"golang.org/x/net/html"

	"baotinh/pipeline/extract/dom"
)

// Menu is a number of links that make a menu or a list of articles: an article's byline, tags or share row
// have fewer.
const Menu = 6

// A Layout says where on a page the article stands.
type Layout struct {
	*Page
	Family int        // the row of the page's CMS family, or cms.None
	Body   Box        // the element that holds the text
	Title  Spot       // the headline; its Node is nil if none is printed
	Scope  *html.Node // the innermost element that holds headline and body
	Next   *html.Node // the headline of a further article in the body, at which the first ends; nil if none
	Last   int32      // the last place of the body's element: after Body.To if Next is set
}

// A Place says where a spot stands by the article.
type Place uint8

// The places.
const (
	Elsewhere Place = iota // outside of the article's scope
	Above                  // over the headline
	Between                // between headline and the end of the text
	Below                  // below the text
)

// PlaceOf returns where s stands.
func (l *Layout) PlaceOf(s Spot) Place {
	switch {
	case !l.InScope(s):
		return Elsewhere
	case s.At > l.Body.To:
		return Below
	case l.Title.Node == nil || s.At < l.Title.At:
		return Above
	}
	return Between
}

// InScope reports whether s stands in the article's scope, and not in a further article.
func (l *Layout) InScope(s Spot) bool {
	return l.Scope != nil && dom.Contains(l.Scope, s.Node) && !l.IsCutOff(s.At)
}

// IsCutOff reports whether a place belongs to a further article in the body's element.
func (l *Layout) IsCutOff(at int32) bool { return at > l.Body.To && at <= l.Last }

// HoldsTitle reports whether the headline stands inside n.
func (l *Layout) HoldsTitle(n *html.Node) bool {
	return l.Title.Node != nil && dom.Contains(n, l.Title.Node)
}
