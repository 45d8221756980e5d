package robots

import (
	"html"
	"strings"

	"baotinh/pipeline/markup"
)

// headBytes is the length of the beginning of a page in which NoIndex looks for meta elements.
const headBytes = 64 << 10

// NoIndex reports whether a page asks not to be indexed: by the values of its field X-Robots-Tag or by a
// meta element "robots", for all or for the product token at the beginning of agent. Both are conventions
// without a standard: lists of directives, of which "noindex" and "none" say so. In the field, a name and a
// colon before directives address them to one crawler.
func NoIndex(agent string, field []string, page []byte) bool {
	token := productToken(agent)
	for _, value := range field {
		if fieldNoIndex(token, value) {
			return true
		}
	}
	s := markup.New(page[:min(len(page), headBytes)])
	for s.Next() {
		switch {
		case s.Kind() != markup.StartTag:
		case s.Is("body"):
			return false
		case s.Is("meta"):
			name, _ := s.Attribute("name")
			if !markup.EqualFold(name, "robots") && !markup.EqualFold(name, token) {
				continue
			}
			content, _ := s.Attribute("content")
			if noIndex(html.UnescapeString(string(content))) {
				return true
			}
		}
	}
	return false
}

// fieldNoIndex reports whether a value of X-Robots-Tag says noindex to a crawler: "noindex, nofollow",
// "otherbot: noindex, baotinh: none".
func fieldNoIndex(token, value string) bool {
	addressed := true
	for part := range strings.SplitSeq(strings.ToLower(value), ",") {
		name, directive, ok := strings.Cut(part, ":")
		name = strings.TrimSpace(name)
		if ok && name != "unavailable_after" && !strings.HasPrefix(name, "max-") {
			addressed, part = name == token || name == "*" || name == "robots", directive
		}
		if addressed && noIndex(part) {
			return true
		}
	}
	return false
}

// noIndex reports whether a list of directives has noindex or none.
func noIndex(list string) bool {
	for directive := range strings.SplitSeq(strings.ToLower(list), ",") {
		switch strings.TrimSpace(directive) {
		case "noindex", "none":
			return true
		}
	}
	return false
}
