package structured

import (
	"golang.org/x/net/html"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
)

// IsDatePublished reports whether n bears schema.org/datePublished as microdata (HTML §5).
func IsDatePublished(n *html.Node) bool {
	return n.Type == html.ElementNode && dom.Attr(n, "itemprop") == "datePublished"
}

// timeAttributes may hold the time that an element prints, in a form for programs; rel holds seconds since
// 1970 where "5 phút trước" is printed.
var timeAttributes = [...]string{"datetime", "data-time", "data-timestamp", "data-date", "rel"}

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
