package markup

import "bytes"

// tag reads the tag whose name begins at i: the states of §13.2.5.8 and §13.2.5.32 to 13.2.5.40.
func (s *Scanner) tag(kind Kind, i int) {
	src, from := s.src, i
	for i < len(src) && bytesInTags[src[i]]&endsTagName == 0 {
		i++
	}
	name, known := src[from:i], 0
	for {
		if i < len(src) && src[i] == '>' { // most tags end so
			s.slash = false
			i++
			break
		}
		a := &s.attributes[known]
		end := a.read(src, i)
		if end < 0 {
			s.kind, s.pos, s.cut = 0, len(src), true
			return
		}
		if a.from == 0 {
			s.slash = end-2 >= i && src[end-2] == '/'
			i = end
			break
		}
		known = min(known+1, mostKnown)
		i = end
	}
	s.kind, s.name, s.pos, s.known = kind, name, i, known
	if kind == StartTag && !s.XML {
		s.raw, s.rawEnd = s.rawElementOf(name), 0
	}
}

// Name returns the name of the tag as written.
func (s *Scanner) Name() []byte { return s.name }

// Is reports whether the tag has this name, which is in lower case.
func (s *Scanner) Is(name string) bool { return EqualFold(s.name, name) }

// Cut reports whether the page ends within a tag. By the standard that is no token; for callers that make use
// of its beginning, it starts at [Scanner.Start].
func (s *Scanner) Cut() bool { return s.cut }

// SelfClosing reports whether the tag ends with "/>". That means nothing in HTML, and that the element is
// empty in XML, SVG and MathML.
func (s *Scanner) SelfClosing() bool { return s.slash }

// An Attribute is one of a tag.
type Attribute struct {
	src []byte
	at  span
}

// Name returns the name as written.
func (a Attribute) Name() []byte { return a.src[a.at.from:a.at.nameEnd] }

// Value returns what stands between the quotation marks, as written; nil without "=".
func (a Attribute) Value() []byte {
	if a.at.value < 0 {
		return nil
	}
	return a.src[a.at.value:a.at.valueEnd]
}

// Bytes returns name, "=" and value as written.
func (a Attribute) Bytes() []byte { return a.src[a.at.from:a.at.end] }

// mostKnown is how many attributes of a tag are remembered; further ones are read again when asked for.
const mostKnown = 8

// Attributes yields the attributes of the tag in the order of the page. Of several of one name the first
// counts.
func (s *Scanner) Attributes(yield func(Attribute) bool) {
	for i := range s.known {
		if !yield(Attribute{s.src, s.attributes[i]}) {
			return
		}
	}
	if s.known == mostKnown {
		s.moreAttributes(yield)
	}
}

// moreAttributes yields the attributes behind those that s.attributes has room for.
func (s *Scanner) moreAttributes(yield func(Attribute) bool) {
	var a span
	for i := int(s.attributes[s.known-1].end); ; {
		i = a.read(s.src, i)
		if a.from == 0 || !yield(Attribute{s.src, a}) {
			return
		}
	}
}

// Attribute returns the value of the tag's attribute of this name, which is in lower case: of the first, if
// there are several.
func (s *Scanner) Attribute(name string) ([]byte, bool) {
	for a := range s.Attributes {
		if EqualFold(a.Name(), name) {
			return a.Value(), true
		}
	}
	return nil, false
}

// A span is the place of an attribute. Without a value, value is -1.
type span struct{ from, nameEnd, value, valueEnd, end int32 }

// read reads the attribute of a tag at src[i], and what separates it from the one before. It returns the
// place behind it. Without one, a.from is 0 and the place is that behind the ">" that ends the tag, -1 if src
// ends within it.
func (a *span) read(src []byte, i int) int {
	a.from = 0
	for i < len(src) && bytesInTags[src[i]]&separates != 0 {
		i++
	}
	if i == len(src) {
		return -1
	}
	if src[i] == '>' {
		return i + 1
	}

	a.from, a.value, a.valueEnd = int32(i), -1, 0
	for i++; i < len(src) && bytesInTags[src[i]]&endsName == 0; { // a name may begin with "="
		i++
	}
	a.nameEnd, a.end = int32(i), int32(i)
	for i < len(src) && IsSpace(src[i]) {
		i++
	}
	if i < len(src) && src[i] == '=' {
		if i+1 < len(src) && (src[i+1] == '"' || src[i+1] == '\'') { // as attributeValue: the usual case
			length := bytes.IndexByte(src[i+2:], src[i+1])
			if length < 0 {
				a.from = 0
				return -1
			}
			a.value, a.valueEnd, a.end = int32(i+2), int32(i+2+length), int32(i+3+length)
			return i + 3 + length
		}
		from, to, end := attributeValue(src, i+1)
		a.value, a.valueEnd, a.end = int32(from), int32(to), int32(end)
	}
	return int(a.end)
}

// What a byte does in a tag, as bits.
const (
	separates   = 1 << iota // it separates attributes
	endsTagName             // it ends the name of the tag
	endsName                // it ends the name of an attribute
)

var bytesInTags = func() (t [256]uint8) {
	for _, c := range " \n\t\r\f/" {
		t[c] = separates | endsTagName | endsName
	}
	t['>'], t['='] = endsTagName|endsName, endsName
	return t
}()

// attributeValue returns where the value behind the "=" before src[i] begins and ends, without quotation
// marks, and the place behind it: -1 if it has no end.
func attributeValue(src []byte, i int) (from, to, end int) {
	for i < len(src) && IsSpace(src[i]) {
		i++
	}
	if i == len(src) {
		return i, i, -1
	}
	from = i
	if quote := src[i]; quote == '"' || quote == '\'' {
		length := bytes.IndexByte(src[i+1:], quote)
		if length < 0 {
			return i, i, -1
		}
		return from + 1, from + 1 + length, from + length + 2
	}
	for i < len(src) && !IsSpace(src[i]) && src[i] != '>' {
		i++
	}
	return from, i, i
}
