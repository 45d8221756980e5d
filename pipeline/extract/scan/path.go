package scan

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
)

// Limits of a path.
const (
	pathDepth  = 6   // elements, counted from the inside
	pathNames  = 2   // class names of an element
	mostOfPath = 200 // bytes
)

// PathOf returns where s stands in the template of the page: on which side of headline and text, and the
// path of elements to it, the innermost last, as in "above div.detail>p.meta". An element has its first class
// names, without digits, for those number articles: "post-1234"; one without a class has its id. Pages that
// are made by one template have the same paths, whatever their text.
func (l *Layout) PathOf(s Spot) string {
	var elements [pathDepth]*html.Node
	depth := 0
	for n := s.Node; n != nil && depth < pathDepth && n.DataAtom != atom.Body; n = n.Parent {
		if n.Type == html.ElementNode {
			elements[depth] = n
			depth++
		}
	}
	path := append(make([]byte, 0, mostOfPath), l.side(s)...)
	for i := depth - 1; i >= 0 && len(path) < mostOfPath; i-- {
		path = appendName(path, elements[i])
		if i > 0 {
			path = append(path, '>')
		}
	}
	return string(path[:min(len(path), mostOfPath)])
}

// side returns on which side of headline and text s stands.
func (l *Layout) side(s Spot) string {
	switch {
	case l.Title.Node != nil && s.At < l.Title.At, l.Title.Node == nil && s.At < l.Body.From:
		return "above "
	case s.At > l.Body.To:
		return "below "
	}
	return ""
}

// appendName appends the tag of an element with its first class names, else its id.
func appendName(path []byte, n *html.Node) []byte {
	path = append(path, n.Data...)
	names := 0
	for name := range strings.FieldsSeq(dom.Attr(n, "class")) {
		if names++; names > pathNames || len(path) > mostOfPath {
			return path
		}
		path = appendWithoutDigits(append(path, '.'), name)
	}
	if id := dom.Attr(n, "id"); names == 0 && id != "" {
		path = appendWithoutDigits(append(path, '#'), id)
	}
	return path
}

// appendWithoutDigits appends a name without its digits. It takes ASCII characters only, so that a path that
// is cut is still text.
func appendWithoutDigits(path []byte, name string) []byte {
	for i := 0; i < len(name) && len(path) < mostOfPath; i++ {
		if c := name[i]; c > ' ' && c < 0x7f && (c < '0' || c > '9') && c != '>' {
			path = append(path, c)
		}
	}
	return path
}
