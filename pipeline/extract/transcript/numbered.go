package transcript

import "strings"

// isNumbered reports whether the links of a page have numbers before them, as text browsers print them:
// "[12]Trang chủ".
func isNumbered(lines []string) bool {
	const enough = 3
	links := 0
	for _, s := range lines {
		for at := strings.IndexByte(s, '['); at >= 0; {
			if n := linkNumber(s[at:]); n > 0 && at+n < len(s) && s[at+n] != ' ' {
				if links++; links == enough {
					return true
				}
			}
			next := strings.IndexByte(s[at+1:], '[')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	return false
}

// linkNumber returns the length of the number of a link that s begins with: "[12]", else 0.
func linkNumber(s string) int {
	const mostDigits = 4
	n := 1
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	if n == 1 || n > 1+mostDigits || n == len(s) || s[n] != ']' {
		return 0
	}
	return n + 1
}

// cutReferences returns the lines before the list of addresses at the end of a page.
func cutReferences(lines []string) []string {
	for i, s := range lines {
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "references", "visible links", "visible links:", "links:", "hidden links:":
			if i+1 < len(lines) && leadsToAddresses(lines[i+1:]) {
				return lines[:i]
			}
		}
	}
	return lines
}

func leadsToAddresses(lines []string) bool {
	const near = 6 // lines
	for _, s := range lines[:min(len(lines), near)] {
		if strings.Contains(s, "://") {
			return true
		}
	}
	return false
}

// readNumbered reads a line that a text browser printed: it sets what the marks say and returns the text.
func (r *reader) readNumbered(s string, l *Line) string {
	for _, bullet := range [...]string{"* ", "+ ", "o ", "# ", "- ", "• "} {
		if rest, ok := strings.CutPrefix(s, bullet); ok {
			l.Item = true
			s = strings.TrimSpace(rest)
			break
		}
	}
	starts := strings.HasPrefix(s, "[")
	var b strings.Builder
	links, boxes := 0, 0
	for s != "" {
		at := strings.IndexByte(s, '[')
		if at < 0 {
			break
		}
		b.WriteString(s[:at])
		s = s[at:]
		if n := linkNumber(s); n > 0 && n < len(s) && s[n] != ' ' {
			links++
			s = s[n:]
			continue
		}
		end := strings.IndexByte(s, ']')
		if end > 0 && isMark(s[1:end]) {
			boxes++
			s = s[end+1:]
			continue
		}
		b.WriteByte('[')
		s = s[1:]
	}
	b.WriteString(s)
	text := strings.TrimSpace(b.String())
	if strings.Contains(text, "____") { // a field to fill in
		return ""
	}
	if boxes > 0 {
		r.image = text == ""
		l.Image = l.Image || text != ""
	}
	l.Link = links > 0 && starts && !strings.HasSuffix(text, ".")
	return text
}

// isMark reports whether the words between two brackets stand for an image or a button.
func isMark(s string) bool {
	low := strings.ToLower(s)
	switch low {
	case "img", "inline", "image", "ảnh", "anh", "hình", "photo", "logo", "icon", "link", "embed", "frame",
		"button", "submit":
		return true
	}
	for _, ext := range [...]string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"} {
		if strings.HasSuffix(low, ext) {
			return true
		}
	}
	return false
}
