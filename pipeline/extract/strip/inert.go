package strip

import (
	"bytes"
	"slices"
	"strings"

	"baotinh/pipeline/markup"
)

// raw cuts an element whose contents are no HTML, and keeps what is of use in it. Without their end tag
// script, style and xmp swallow the rest of the page, as in browsers; of the others only the tag is cut.
func (s *stripper) raw(e element) {
	if e.has(player) {
		s.Videos++
	}
	if !s.scan.IsRaw() {
		return
	}
	_, closed := s.scan.RawEnd()
	if !closed && e != elementScript && e != elementStyle && e != elementXmp {
		s.scan.NotRaw()
		return
	}
	if s.endFallbacks(e); e.has(closesP) && s.inP {
		s.out, s.inP = append(s.out, "</p>"...), false
	}
	isJSONLD, isJSON := false, false
	if e == elementScript {
		s.Script = true
		media, _ := s.scan.Attribute("type")
		isJSONLD = bytes.Contains(media, []byte("ld+json"))
		isJSON = !isJSONLD && bytes.Contains(media, []byte("json"))
	}
	s.scan.Next()
	if s.scan.Kind() != markup.RawText {
		return
	}
	body := s.scan.Bytes()
	s.scan.Next() // the end tag
	if e == elementNoscript {
		s.Noscript = max(s.Noscript, len(body))
	}
	switch {
	case isJSONLD:
		s.JSONLD = append(s.JSONLD, body)
	case e == elementScript:
		s.inlineDates(body)
		if len(body) >= leastState && (isJSON || setsState(body)) {
			s.States = append(s.States, body)
		}
	}
}

// leastState is how many bytes the state of an application has that holds an article.
const leastState = 300

// setsState reports whether a script sets a variable to JSON: window.__STATE__ = {…}, or JSON.parse("…").
func setsState(script []byte) bool {
	const far = 80 // bytes
	name, value, ok := bytes.Cut(script[:min(len(script), far)], []byte("="))
	if !ok || !bytes.Contains(name, []byte("__")) && !bytes.Contains(name, []byte("window.")) {
		return false
	}
	value = bytes.TrimSpace(value)
	return bytes.HasPrefix(value, []byte("{")) || bytes.HasPrefix(value, []byte("JSON.parse("))
}

// inlineDates keeps the values of script variables whose name says that they are a date of publication:
// 'articlePublishDate': '2021-09-11T15:29:47+07:00'.
func (s *stripper) inlineDates(script []byte) {
	const most = 8 // state of a whole application has one for each of its articles, and then none is of use
	for len(s.Dates) < most {
		at := bytes.Index(script, []byte("ublish"))
		if at < 0 {
			return
		}
		script = script[at+len("ublish"):]
		window := script[:min(len(script), 80)]
		colon := bytes.IndexAny(window, ":=")
		if colon < 0 || colon > 16 {
			continue
		}
		value := bytes.TrimLeft(window[colon+1:], " \t\n\\")
		if len(value) < 2 || value[0] != '"' && value[0] != '\'' {
			continue
		}
		end := bytes.IndexAny(value[1:], "\"'\\")
		if end >= len("2021-09-11") {
			s.Dates = append(s.Dates, value[1:1+end])
		}
	}
}

// An openFallback is an element like <video>, whose contents browsers show only if they cannot show the
// element itself. The contents are copied, and cut when the end tag comes. If the parser ends the element
// earlier, its end tag is missing, and the contents stay: they may be the article.
type openFallback struct {
	element
	before state // before the contents
	blocks bool  // it holds a block or a line break
}

// maxFallbacks is how many fallback elements may be open at once, most of which then lack their end tags.
// Of further ones only the tags are cut.
const maxFallbacks = 16

func (s *stripper) openFallback(e element) {
	if e == elementSelect && s.endSelect() {
		return
	}
	if e.has(player) {
		s.Videos++
	}
	if e == elementVideo || e == elementAudio {
		s.blanks(e)
		s.out = append(s.out, "<embed>"...)
	}
	if len(s.fallbacks) == maxFallbacks {
		s.further++
		return
	}
	s.fallbacks = append(s.fallbacks, openFallback{element: e, before: s.state})
	s.open[e]++
}

// closeFallback cuts the contents of the innermost open e.
func (s *stripper) closeFallback(e element) {
	if s.further > 0 {
		s.further--
		return
	}
	for i := len(s.fallbacks) - 1; i >= 0; i-- {
		if s.fallbacks[i].element != e {
			continue
		}
		if !e.has(barrier) && s.outlives(&s.fallbacks[i]) {
			for len(s.fallbacks) > i {
				s.giveUp()
			}
			return
		}
		s.cut(i)
		return
	}
}

// outlives reports whether a block that was opened in f, and not closed, may go on behind the end tag of f:
// that is then ignored, and the end tag of a link or <b> around f puts the block behind it (HTML §13.2.6.4.7,
// the adoption agency).
func (s *stripper) outlives(f *openFallback) bool {
	isOpen := func(e element) bool { return f.before.open[e] > 0 }
	if !slices.ContainsFunc(formatting, isOpen) {
		return false
	}
	for e := range knownElements {
		if element(e).has(block|closesP) && s.open[e] > f.before.open[e] {
			return true
		}
	}
	return false
}

// formatting are the elements that the parser opens again where others end them.
var formatting = func() (all []element) {
	for name := range strings.FieldsSeq("a b big code em font i nobr s small strike strong tt u") {
		all = append(all, elementOf([]byte(name)))
	}
	return all
}()

// cut cuts the contents of a fallback element and all that is open in it.
func (s *stripper) cut(i int) {
	out := s.out
	s.state = s.fallbacks[i].before
	s.out = out[:len(s.out)]
	s.fallbacks = s.fallbacks[:i]
}

// endSelect takes a start tag for the end of the <select> that it stands in, and reports whether it stands in
// one.
func (s *stripper) endSelect() bool {
	for i := len(s.fallbacks) - 1; i >= 0; i-- {
		switch e := s.fallbacks[i].element; {
		case e == elementSelect:
			s.cut(i)
			return true
		case e.has(barrier):
			return false
		}
	}
	return false
}

// endFallbacks gives up the fallback elements that the start tag of e ends, together with an element that
// holds them: <p><video><p>, <td><object><td>.
func (s *stripper) endFallbacks(e element) {
	if e == elementInput {
		s.endSelect()
		return
	}
	for len(s.fallbacks) > 0 {
		f := &s.fallbacks[len(s.fallbacks)-1]
		switch {
		case (e.has(tablePart) || e == elementTable && f.before.inTable) && f.element != elementTemplate &&
			s.holds(f, elementTable): // outside of its cells, a table ends with the start of another
		case !f.has(barrier) && e.has(closesP) && f.before.inP && s.holds(f, elementP):
		case !f.has(barrier) && e.has(closesItself) && s.holds(f, e):
		default:
			f.blocks = f.blocks || e.has(block|closesP)
			return
		}
		s.giveUp()
	}
}

// leaveFallbacks gives up the fallback elements that the end tag of e ends, because e holds them:
// <div><video></div>.
func (s *stripper) leaveFallbacks(e element) {
	for len(s.fallbacks) > 0 {
		f := &s.fallbacks[len(s.fallbacks)-1]
		isAround := s.holds(f, e) || e.has(tablePart) && s.holds(f, elementTable) // <tr> may be left out
		if f.element == elementTemplate || !isAround || e == elementP && !s.endsInP(f) {
			return
		}
		s.giveUp()
	}
}

// endsInP reports whether f ends with the paragraph that it stands in. By the standard <object> and
// <select> do not; but a <select> that goes on behind its paragraph lacks its end tag.
func (s *stripper) endsInP(f *openFallback) bool {
	return f.before.inP && (!f.has(barrier) || f.element == elementSelect)
}

// holds reports whether an e is open around f, and none within it.
func (s *stripper) holds(f *openFallback, e element) bool {
	return f.before.open[e] > 0 && s.open[e] <= f.before.open[e]
}

// giveUp leaves the contents of the innermost fallback element in the page. A <select> without blocks holds
// options and is cut all the same.
func (s *stripper) giveUp() {
	last := len(s.fallbacks) - 1
	if f := &s.fallbacks[last]; f.element == elementSelect && !f.blocks {
		s.cut(last)
		return
	}
	if e := s.fallbacks[last].element; e.has(barrier) && !slices.Contains(s.givenUp, e) {
		s.givenUp = append(s.givenUp, e) // the parser may have it open
	}
	s.open[s.fallbacks[last].element]--
	s.fallbacks = s.fallbacks[:last]
}
