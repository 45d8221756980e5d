package transcript

import (
	"strings"
)

// isMarkdown reports whether lines are those of a page in Markdown: links with their addresses, or headings
// with signs and something set apart.
func isMarkdown(lines []string) bool {
	const enough = 2
	signs := 0
	for _, s := range lines {
		s = strings.TrimSpace(s)
		switch {
		case strings.Contains(s, "](http"), strings.Contains(s, "](/"), strings.Contains(s, "![]("):
			return true
		case headingRank(s) > 0,
			len(s) > len("****") && strings.HasPrefix(s, "**") && strings.HasSuffix(s, "**"):
			if signs++; signs == enough {
				return true
			}
		}
	}
	return false
}

// headingRank returns the rank of a heading with signs before it: "## Tít", else 0.
func headingRank(s string) int {
	const lowest = 6
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n == 0 || n > lowest || n == len(s) || s[n] != ' ' {
		return 0
	}
	return n
}

// underline reads a line of signs: one under a heading, or one that parts the text.
func (r *reader) underline(s string) bool {
	if len(s) < len("---") || strings.Trim(s, "=-*_ |:") != "" {
		return false
	}
	if n := len(r.lines); n > 0 && r.last > 0 && (s[0] == '=' || s[0] == '-') && !strings.Contains(s, "|") &&
		!r.lines[n-1].Item && len(s) <= 2*len(r.lines[n-1].Text)+8 {
		r.lines[n-1].Heading = 1
		if s[0] == '-' {
			r.lines[n-1].Heading = 2
		}
	}
	r.gap, r.last = true, 0
	return true
}

// readMarkdown reads a line of Markdown: it sets what its signs say and returns the text.
func (r *reader) readMarkdown(s string, l *Line) string {
	for strings.HasPrefix(s, ">") {
		s = strings.TrimSpace(s[1:])
		l.Quote = true
	}
	if n := headingRank(s); n > 0 {
		l.Heading = n
		s = strings.Trim(s[n:], " #")
	}
	for _, bullet := range [...]string{"* ", "- ", "+ "} {
		if rest, ok := strings.CutPrefix(s, bullet); ok {
			l.Item = true
			s = strings.TrimSpace(rest)
			break
		}
	}
	text, links, image := cutLinks(s)
	if image && strings.TrimSpace(text) == "" {
		r.image = true
		return ""
	}
	l.Image = l.Image || image
	if strings.HasPrefix(s, "|") {
		text = strings.Trim(text, "| ")
	}
	text = strings.TrimSpace(text)
	l.Link = links > 0 && isOnlyLinks(s)
	plain := cutEmphasis(text)
	l.Set = len(plain) < len(text) && (strings.HasPrefix(text, "*") || strings.HasPrefix(text, "_")) &&
		(strings.HasSuffix(text, "*") || strings.HasSuffix(text, "_"))
	return plain
}

// cutLinks returns a text with the words of its links in their place and without its images, how many links
// it has, and whether it has an image.
func cutLinks(s string) (text string, links int, image bool) {
	const deepest = 4 // links around images around …
	for range deepest {
		var b strings.Builder
		found := false
		for {
			open := strings.IndexByte(s, '[')
			if open < 0 {
				break
			}
			words, rest, ok := linkAt(s[open:])
			if ok && strings.HasPrefix(s[open+len(words)+1:], "](#)") && strings.TrimSpace(s[:open]) != "" {
				words = "" // a button
			}
			if !ok {
				b.WriteString(s[:open+1])
				s = s[open+1:]
				continue
			}
			found = true
			if open > 0 && s[open-1] == '!' {
				b.WriteString(s[:open-1])
				image = true
			} else {
				b.WriteString(s[:open])
				b.WriteString(words)
				links++
			}
			s = rest
		}
		b.WriteString(s)
		if s = b.String(); !found {
			break
		}
	}
	return s, links, image
}

// linkAt reads the link that s begins with: "[words](address)". A link around an image or another link is
// read from the outside.
func linkAt(s string) (words, rest string, ok bool) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth > 0 {
			continue
		}
		if i+1 == len(s) || s[i+1] != '(' {
			return "", "", false
		}
		end := strings.IndexByte(s[i:], ')')
		if end < 0 {
			return "", "", false
		}
		return s[1:i], s[i+end+1:], true
	}
	return "", "", false
}

// isOnlyLinks reports whether a line of Markdown has hardly a letter outside of its links.
func isOnlyLinks(s string) bool {
	outside := 0
	for {
		open := strings.IndexByte(s, '[')
		if open < 0 {
			break
		}
		_, rest, ok := linkAt(s[open:])
		if !ok {
			return false
		}
		outside += lettersIn(s[:open])
		s = rest
	}
	return outside+lettersIn(s) == 0
}

func lettersIn(s string) int {
	n := 0
	for _, c := range s {
		if c > ' ' && !strings.ContainsRune("|•·»›>/*-_!,()", c) && (c < '0' || c > '9') {
			n++
		}
	}
	return n
}

// cutEmphasis cuts the signs of emphasis and of code, and the strokes before signs that are none.
func cutEmphasis(s string) string {
	if !strings.ContainsAny(s, "*_`\\") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && strings.IndexByte("\\`*_{}[]()#+-.!|>~", s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case c == '*' && (i == 0 || i+1 == len(s) || s[i-1] != ' ' || s[i+1] != ' '), c == '`':
		case c == '_' && (i == 0 || i+1 == len(s) || isEdge(s[i-1]) || isEdge(s[i+1])):
		default:
			b.WriteByte(c)
		}
	}
	return strings.TrimSpace(b.String())
}

// isEdge reports whether c may stand outside of the signs of emphasis.
func isEdge(c byte) bool { return c <= ' ' || strings.IndexByte("*_.,;:!?()\"'", c) >= 0 }
