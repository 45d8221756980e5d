package strip

import "baotinh/pipeline/markup"

// Flatten appends to dst[:0] stripped HTML that is nested too deeply, as a row of paragraphs: block elements
// become <p>, the head's elements and line breaks stay, everything else goes.
func Flatten(dst, src []byte) []byte {
	dst = dst[:0]
	s := markup.New(src)
	for s.Next() {
		switch s.Kind() {
		case markup.Text, markup.RawText:
			dst = append(dst, s.Bytes()...)
		case markup.EndTag:
			if s.Is("h1") || s.Is("title") {
				dst = append(dst, s.Bytes()...)
			}
		case markup.StartTag:
			var buf [8]byte
			switch string(markup.AppendLower(buf[:0], s.Name())) {
			case "meta", "link", "br", "img", "h1", "title":
				dst = append(dst, s.Bytes()...)
			case "p", "div", "td", "li", "article", "section", "h2", "h3":
				dst = append(dst, "<p>"...)
			}
		}
	}
	return dst
}
