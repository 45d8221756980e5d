package lexicon

import (
	"strings"

	"baotinh/pipeline/markup"
)

// IsDebris reports whether a line is what Word leaves behind in a page: its settings and styles.
func IsDebris(line string) bool {
	for _, sign := range [...]string{
		"X-NONE", "mso-", "MsoNormalTable", "behavior:url(", "/* Style Definitions",
	} {
		if strings.Contains(line, sign) {
			return true
		}
	}
	return strings.HasPrefix(line, "Normal 0 ") || strings.HasPrefix(line, "MicrosoftInternetExplorer")
}

// CutShortcodes returns a text without the codes that a system should have replaced: "[caption id="12"]",
// "[/vc_row]", "{{ lead }}", "{loadposition x}", "{% include %}". Brackets of the text itself stay.
func CutShortcodes(s string) string {
	if strings.IndexByte(s, '[') < 0 && strings.IndexByte(s, '{') < 0 {
		return s
	}
	var b strings.Builder
	for {
		at := strings.IndexAny(s, "[{")
		if at < 0 {
			break
		}
		n := shortcode(s[at:])
		b.WriteString(s[:at])
		if n == 0 {
			b.WriteByte(s[at])
			n = 1
		}
		s = s[at+n:]
	}
	b.WriteString(s)
	return b.String()
}

// longestCode is the length of the longest shortcode in bytes.
const longestCode = 400

// shortcode returns the length of the shortcode that s begins with, 0 if it begins with none.
func shortcode(s string) int {
	s = s[:min(len(s), longestCode)]
	for _, pair := range [...][2]string{{"{{", "}}"}, {"{%", "%}"}, {"[[", "]]"}} {
		if end := strings.Index(s, pair[1]); strings.HasPrefix(s, pair[0]) && end > 0 && isASCII(s[:end]) {
			return end + len(pair[1])
		}
	}
	closing := byte(']')
	if s[0] == '{' {
		closing = '}'
	}
	end := strings.IndexByte(s, closing)
	if end < 0 {
		return 0
	}
	inside := strings.TrimPrefix(s[1:end], "/")
	isEnd := len(inside) < end-1
	name := inside[:codeName(inside)]
	rest := inside[len(name):]
	switch {
	case name == "" || rest != "" && rest[0] != ' ':
		return 0
	case isEnd && rest == "", strings.Contains(name, "_"), codes.has(name),
		strings.Contains(rest, "=") && isASCII(name):
		return end + 1
	}
	return 0
}

// codeName returns the length of the name of a shortcode: small letters of ASCII, digits, "_" and "-".
func codeName(s string) int {
	n := 0
	for n < len(s) && ('a' <= s[n] && s[n] <= 'z' ||
		n > 0 && (markup.IsDigit(s[n]) || s[n] == '_' || s[n] == '-')) {
		n++
	}
	return n
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// codes are names of shortcodes that may stand alone.
var codes = newSet(
	"caption", "gallery", "embed", "audio", "video", "playlist", "toc", "row", "column", "button", "youtube",
	"loadposition", "loadmodule", "module", "modulepos", "widget", "slider", "ads", "contact-form",
)
