package news

import (
	"strconv"
	"strings"
)

// A Part is one of the pages of an article that a newspaper has split over several. The URL of the article is
// that of the first.
type Part struct {
	Number int    `json:"number,omitempty"` // from 1; 0: the page has none, it may hold the whole article
	Count  int    `json:"count,omitempty"`  // of the pages, as far as this one tells
	URL    string `json:"url,omitempty"`    // of the page; empty: not known
	Next   string `json:"next,omitempty"`   // address of the page behind; empty: there is none, or not known

	// Article is what the page holds. It is nil in an article that has not been joined with other parts: the
	// article itself is what the page holds.
	Article *Article `json:"-"`
}

// MissingParts returns the warning that says which parts of an article are not among parts, and false if none
// is missing. A part without number stands for the first.
func MissingParts(parts []Part) (Warning, bool) {
	count, have := 0, map[int]bool{}
	for _, p := range parts {
		count = max(count, p.Count, p.Number)
		have[max(p.Number, 1)] = true
	}
	var missing []string
	for n := 1; n <= count; n++ {
		if !have[n] {
			missing = append(missing, strconv.Itoa(n))
		}
	}
	return Warning{WarningMultipart, strings.Join(missing, ", ")}, len(missing) > 0
}
