package index

import (
	"html"
	"strings"
)

// A Part is a piece of a text, marked as a match or not.
type Part struct {
	Text  string
	Match bool
}

// Parts returns the pieces of marked, which is a Hit.Snippet, a Hit.Marked or a text of Index.Mark, as plain
// text.
func Parts(marked string) []Part {
	var all []Part
	for marked != "" {
		before, after, _ := strings.Cut(marked, "<mark>")
		match, rest, _ := strings.Cut(after, "</mark>")
		for _, part := range [...]Part{{before, false}, {match, true}} {
			if part.Text = html.UnescapeString(part.Text); part.Text != "" {
				all = append(all, part)
			}
		}
		marked = rest
	}
	return all
}
