package structured

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
)

// IsDatePublished reports whether n bears schema.org/datePublished as microdata (HTML §5).
func IsDatePublished(n *html.Node) bool { return isProperty(n, "datePublished") }

// IsDateModified reports whether n bears schema.org/dateModified as microdata.
func IsDateModified(n *html.Node) bool { return isProperty(n, "dateModified") }

func isProperty(n *html.Node, name string) bool {
	return n.Type == html.ElementNode && dom.Attr(n, "itemprop") == name
}

// timeAttributes may hold the time that an element prints, in a form for programs; rel holds seconds since
// 1970 where "5 phút trước" is printed.
var timeAttributes = [...]string{"datetime", "data-time", "data-timestamp", "data-date", "rel", "title"}

// Time returns the time that n states for programs beside the one it prints, as written: a date, or seconds
// or milliseconds since 1970. It returns the empty string if there is none.
func Time(n *html.Node) string {
	const epochDigits = 10 // of seconds since 1970, from 2001 on
	for _, key := range timeAttributes {
		s := dom.Attr(n, key)
		if len(s) >= len("2006-1-2") && lexicon.HasDigitsOfDate(s) ||
			len(s) >= epochDigits && lexicon.IsNumber(s) {
			return s
		}
	}
	return ""
}

// ItemOf returns the element of the microdata item that n is a property of (HTML §5.2.2), nil if there is
// none or it is the whole page.
func ItemOf(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == atom.Body || p.DataAtom == atom.Html {
			return nil
		}
		for i := range p.Attr {
			if p.Attr[i].Key == "itemscope" {
				return p
			}
		}
	}
	return nil
}

// ItemHeadline returns the headline that an item states for itself, empty if there is none.
func ItemHeadline(item *html.Node) string {
	const longest = 400 // bytes
	for _, name := range [...]string{"headline", "name"} {
		for n := range item.Descendants() {
			if n.Type != html.ElementNode || dom.Attr(n, "itemprop") != name || ItemOf(n) != item {
				continue
			}
			if s := cmp.Or(dom.Attr(n, "content"), dom.Text(n, longest)); s != "" {
				return s
			}
		}
	}
	return ""
}

// IsArticleItem reports whether an item is of a type that an article or its page may have, or of none: not a
// comment, a person, an event.
func IsArticleItem(item *html.Node) bool {
	kind := strings.TrimRight(dom.Attr(item, "itemtype"), "/ ")
	if kind == "" {
		return true
	}
	for _, suffix := range [...]string{
		"Article", "Posting", "WebPage", "ItemPage", "CreativeWork", "Report",
	} {
		if strings.HasSuffix(kind, suffix) {
			return true
		}
	}
	return false
}
