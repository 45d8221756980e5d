package markup

import "bytes"

// A rawElement is one whose contents the tokenizer takes for text: raw text (script, style …), escapable raw
// text (title, textarea), or everything to the end of the page (plaintext).
type rawElement uint8

const (
	rawScript rawElement = iota + 1
	rawStyle
	rawTitle
	rawTextarea
	rawIframe
	rawNoembed
	rawNoframes
	rawNoscript
	rawXmp
	rawPlaintext
)

var rawNames = [...]string{
	rawScript: "script", rawStyle: "style", rawTitle: "title", rawTextarea: "textarea", rawIframe: "iframe",
	rawNoembed: "noembed", rawNoframes: "noframes", rawNoscript: "noscript", rawXmp: "xmp",
	rawPlaintext: "plaintext",
}

// rawByLength are the raw elements whose names have so many bytes.
var rawByLength = func() (t [len("plaintext") + 1][]rawElement) {
	for r := rawScript; r <= rawPlaintext; r++ {
		t[len(rawNames[r])] = append(t[len(rawNames[r])], r)
	}
	return t
}()

func (s *Scanner) rawElementOf(name []byte) rawElement {
	if len(name) >= len(rawByLength) {
		return 0
	}
	for _, r := range rawByLength[len(name)] {
		if EqualFold(name, rawNames[r]) && (r != rawNoscript || s.Scripting) {
			return r
		}
	}
	return 0
}

// NotRaw says, behind the start tag of a raw text element, that its contents are markup after all, as in SVG
// and MathML.
func (s *Scanner) NotRaw() { s.raw = 0 }

// IsRaw reports whether the last token is the start tag of a raw text element.
func (s *Scanner) IsRaw() bool { return s.raw != 0 && s.kind == StartTag }

// RawEnd returns, behind the start tag of a raw text element, where its contents end: at its end tag, or
// else, and then it returns false, at the end of the page.
func (s *Scanner) RawEnd() (int, bool) {
	if s.raw == 0 {
		return s.pos, false
	}
	if s.rawEnd == 0 {
		s.rawEnd = s.findRawEnd()
	}
	if s.rawEnd < 0 {
		return len(s.src), false
	}
	return s.rawEnd, true
}

// findRawEnd returns the place of the end tag of the raw text element whose contents begin at pos, or -1.
func (s *Scanner) findRawEnd() int {
	end := -1
	switch {
	case s.raw == rawPlaintext, s.unclosed&(1<<s.raw) != 0:
		return -1
	case s.raw == rawScript:
		end = scriptEnd(s.src, s.pos)
	default:
		end = indexEndTag(s.src, s.pos, rawNames[s.raw])
	}
	if end < 0 {
		s.unclosed |= 1 << s.raw
		s.unclosedFrom = s.pos
	}
	return end
}

// indexEndTag returns the place of the first end tag of an element from i on, or -1.
func indexEndTag(src []byte, i int, name string) int {
	for {
		slash := bytes.Index(src[i:], []byte("</"))
		if slash < 0 {
			return -1
		}
		i += slash
		if isNameAt(src, i+2, name) {
			return i
		}
		i += 2
	}
}

// isNameAt reports whether src has this name at i, and behind it what ends the name of a tag.
func isNameAt(src []byte, i int, name string) bool {
	end := i + len(name)
	return end < len(src) && EqualFold(src[i:end], name) &&
		(IsSpace(src[end]) || src[end] == '/' || src[end] == '>')
}

// scriptEnd returns the place of the end tag of the script whose contents begin at i, or -1. An end tag
// counts unless it stands behind "<!--" and a further "<script", and before "-->": the states of
// §13.2.5.15 to 13.2.5.31.
func scriptEnd(src []byte, i int) int {
	const script = "script"
	end := indexEndTag(src, i, script)
	if end < 0 || !bytes.Contains(src[i:end], []byte("<!--")) {
		return end
	}
	escaped, double := false, false
	for {
		if !escaped {
			lt := bytes.IndexByte(src[i:], '<')
			if lt < 0 {
				return -1
			}
			i += lt
			switch {
			case isEndTagAt(src, i, script):
				return i
			case bytes.HasPrefix(src[i:], []byte("<!--")):
				escaped, double = true, false
				i += len("<!") // "<!-->" is over at once
			default:
				i++
			}
			continue
		}

		mark := bytes.IndexAny(src[i:], "<-")
		if mark < 0 {
			return -1
		}
		i += mark
		switch {
		case bytes.HasPrefix(src[i:], []byte("-->")):
			escaped = false
			i += len("-->")
		case double && isEndTagAt(src, i, script):
			double = false
			i += len("</script")
		case !double && isEndTagAt(src, i, script):
			return i
		case src[i] == '<' && isNameAt(src, i+1, script):
			double = true
			i += len("<script")
		default:
			i++
		}
	}
}

func isEndTagAt(src []byte, i int, name string) bool {
	return i+1 < len(src) && src[i] == '<' && src[i+1] == '/' && isNameAt(src, i+2, name)
}
