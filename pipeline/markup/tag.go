package markup

import "bytes"

// tag reads the tag whose name begins at i: the state of §13.2.5.8.
func (s *Scanner) tag(kind Kind, i int) {
	src, from := s.src, i
	for i < len(src) && !IsSpace(src[i]) && src[i] != '>' && src[i] != '/' {
		i++
	}
	end := i
	for {
		_, next, more := attribute(src, i)
		if !more {
			s.slash = next-2 >= i && src[next-2] == '/'
			i = next
			break
		}
		i = next
	}
	if i < 0 {
		s.kind, s.pos, s.cut = 0, len(src), true
		return
	}
	s.kind, s.name, s.pos, s.attributes = kind, src[from:end], i, src[end:i]
	if kind == StartTag && !s.XML {
		s.raw, s.rawEnd = s.rawElementOf(s.name), 0
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
	Name  []byte // as written
	Value []byte // between the quotation marks, as written; nil without "="
	Bytes []byte // name, "=" and value as written
}

// Attributes yields the attributes of the tag in the order of the page. Of several of one name the first
// counts.
func (s *Scanner) Attributes(yield func(Attribute) bool) {
	for i := 0; ; {
		a, next, more := attribute(s.attributes, i)
		if !more || !yield(a) {
			return
		}
		i = next
	}
}

// Attribute returns the value of the tag's attribute of this name, which is in lower case: of the first, if
// there are several.
func (s *Scanner) Attribute(name string) ([]byte, bool) {
	for a := range s.Attributes {
		if EqualFold(a.Name, name) {
			return a.Value, true
		}
	}
	return nil, false
}

// attribute reads the attribute of a tag at src[i], and what separates it from the one before: the states
// of §13.2.5.32 to 13.2.5.40. It returns the place behind it; or false and the place behind the ">" that
// ends the tag, -1 if src ends within it.
func attribute(src []byte, i int) (Attribute, int, bool) {
	for i < len(src) && (IsSpace(src[i]) || src[i] == '/') {
		i++
	}
	if i == len(src) {
		return Attribute{}, -1, false
	}
	if src[i] == '>' {
		return Attribute{}, i + 1, false
	}

	from := i
	for i++; i < len(src) && !endsName[src[i]]; { // a name may begin with "="
		i++
	}
	a := Attribute{Name: src[from:i]}
	next := i
	for next < len(src) && IsSpace(src[next]) {
		next++
	}
	if next < len(src) && src[next] == '=' {
		if a.Value, i = attributeValue(src, next+1); i < 0 {
			return Attribute{}, -1, false
		}
	}
	a.Bytes = src[from:i]
	return a, i, true
}

// endsName tells which bytes end the name of an attribute.
var endsName = [256]bool{
	' ': true, '\n': true, '\t': true, '\r': true, '\f': true, '/': true, '>': true, '=': true,
}

// attributeValue returns the value behind the "=" before src[i], without quotation marks, and the place
// behind it: -1 if it has no end.
func attributeValue(src []byte, i int) ([]byte, int) {
	for i < len(src) && IsSpace(src[i]) {
		i++
	}
	if i == len(src) {
		return nil, -1
	}
	from := i
	if quote := src[i]; quote == '"' || quote == '\'' {
		length := bytes.IndexByte(src[i+1:], quote)
		if length < 0 {
			return nil, -1
		}
		return src[from+1 : from+1+length], from + length + 2
	}
	for i < len(src) && !IsSpace(src[i]) && src[i] != '>' {
		i++
	}
	return src[from:i], i
}
