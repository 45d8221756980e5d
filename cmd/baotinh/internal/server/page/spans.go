package page

import (
	"html"
	"strings"
)

// A span is a part of a text, marked as a match or not.
type span struct {
	Text  string
	Match bool
}

// spans returns the parts of a snippet or title of package index, which is escaped HTML with <mark>.
// Templates escape them again, so that only the marks are elements.
func spans(s string) []span {
	var all []span
	for s != "" {
		before, after, _ := strings.Cut(s, "<mark>")
		match, rest, _ := strings.Cut(after, "</mark>")
		for _, part := range [...]span{{before, false}, {match, true}} {
			if part.Text = html.UnescapeString(part.Text); part.Text != "" {
				all = append(all, part)
			}
		}
		s = rest
	}
	return all
}
