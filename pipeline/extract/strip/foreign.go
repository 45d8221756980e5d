package strip

import (
	"slices"

	"baotinh/pipeline/markup"
)

// foreign cuts SVG or MathML up to where the parser ends it.
func (s *stripper) foreign(e element) {
	if s.scan.SelfClosing() || s.noForeign {
		return
	}
	from := s.scan.End()
	if !s.skipForeign(e) {
		s.noForeign = true
		s.scan.Seek(from)
	}
	s.scan.CDATA = false
}

// A foreignNode is an open element of SVG or MathML, or of HTML within one.
type foreignNode struct {
	element
	math  bool // in MathML, else in SVG
	html  bool // of HTML
	hosts bool // of SVG or MathML, and holds HTML
}

// A foreignStack holds the open elements from an <svg> or <math> inwards: the tree construction of §13.2.6.5.
type foreignStack struct {
	nodes [64]foreignNode
	n     int
	more  int // elements that did not fit
}

func (t *foreignStack) top() foreignNode { return t.nodes[t.n-1] }

func (t *foreignStack) push(n foreignNode) {
	if t.n == len(t.nodes) {
		t.more++
		return
	}
	t.nodes[t.n] = n
	t.n++
}

// has reports whether an e is open.
func (t *foreignStack) has(e element) bool {
	return slices.ContainsFunc(t.nodes[:t.n], func(n foreignNode) bool { return n.element == e })
}

// pop closes the innermost e, and all that is open in it. It returns false if none is open.
func (t *foreignStack) pop(e element) bool {
	if t.more > 0 && t.nodes[0].element != e {
		t.more--
		return true
	}
	for i := t.n - 1; i >= 0; i-- {
		if t.nodes[i].element == e {
			t.n, t.more = i, 0
			return true
		}
	}
	return false
}

// skipForeign reads up to the end of the <svg> or <math> e that was just opened: behind its end tag, or
// before a tag that shows that its own is missing, such as the end tag of an HTML element around it. It
// returns false if e reaches to the end of the page.
func (s *stripper) skipForeign(e element) bool {
	var open foreignStack
	open.push(foreignNode{element: e, math: e == elementMath})
	for {
		s.scan.CDATA = !open.top().html
		if !s.scan.Next() {
			return false
		}
		e := elementOf(s.scan.Name())
		switch s.scan.Kind() {
		case markup.StartTag:
			s.foreignStart(&open, e)
		case markup.EndTag:
			if !open.pop(e) && s.closesAround(e) {
				open.n = 0
				s.scan.Seek(s.scan.Start())
			}
		}
		if open.n == 0 {
			return true
		}
	}
}

// closesAround reports whether an end tag in SVG or MathML closes an element around that, or makes an
// element. Any other is ignored.
func (s *stripper) closesAround(e element) bool {
	switch {
	case e == elementP, e == elementBr, e == elementPicture: // of which no count is kept
		return true
	case slices.Contains(s.givenUp, e):
		return true
	case e.has(fallback):
		return slices.ContainsFunc(s.fallbacks, func(f openFallback) bool { return f.element == e })
	}
	return s.open[e] > 0 || e.has(tablePart) && s.open[elementTable] > 0
}

func (s *stripper) foreignStart(open *foreignStack, e element) {
	top := open.top()
	if !top.html && !top.hosts {
		if !s.breaksOut(e) {
			s.scan.NotRaw()
			if !s.scan.SelfClosing() {
				open.push(foreignNode{element: e, math: top.math, hosts: s.hostsHTML(e, top.math)})
			}
			return
		}
		for open.n > 0 && !open.top().html && !open.top().hosts {
			open.n--
		}
		if open.n == 0 {
			s.scan.Seek(s.scan.Start())
			return
		}
	}
	switch {
	case s.inTable && (e.has(tablePart) || e == elementTable) && !open.has(elementTable):
		open.n = 0 // a part of the table around, outside of whose cells this stands
		s.scan.Seek(s.scan.Start())
	case e.has(foreign):
		if !s.scan.SelfClosing() {
			open.push(foreignNode{element: e, math: e == elementMath})
		}
	case !e.has(void):
		open.push(foreignNode{element: e, html: true})
	}
}

// breaksOut reports whether a start tag ends SVG and MathML.
func (s *stripper) breaksOut(e element) bool {
	if e != elementFont {
		return e.has(breakout)
	}
	for _, name := range [...]string{"color", "face", "size"} {
		if _, ok := s.scan.Attribute(name); ok {
			return true
		}
	}
	return false
}

// hostsHTML reports whether an element of SVG or MathML holds HTML: the integration points of §13.2.6.
func (s *stripper) hostsHTML(e element, math bool) bool {
	switch e {
	case elementTitle, elementDesc, elementForeignObject:
		return !math
	case elementAnnotationXML:
		encoding, _ := s.scan.Attribute("encoding")
		return math && (markup.EqualFold(encoding, "text/html") ||
			markup.EqualFold(encoding, "application/xhtml+xml"))
	}
	return math && e.has(mathText)
}
