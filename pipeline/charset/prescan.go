package charset

import (
	"strings"

	"baotinh/pipeline/markup"
)

// prescanSize is the number of bytes in which a page may declare its encoding.
const prescanSize = 1024

// prescan returns what the first <meta charset> or <meta http-equiv="Content-Type"> declares: the HTML
// Standard, §13.2.3.2, "prescan a byte stream to determine its encoding". UTF-16 there means UTF-8, since the
// declaration could be read.
func prescan(body []byte) declaration {
	s := markup.New(body[:min(len(body), prescanSize)])
	for s.Next() {
		if s.NotRaw(); s.Kind() != markup.StartTag || !s.Is("meta") {
			continue
		}
		if d, ok := declare(metaCharset(&s)); ok {
			if strings.HasPrefix(d.name, "utf-16") {
				d, _ = declare(utf8Name)
			}
			if d.name == "x-user-defined" {
				d, _ = declare("windows-1252")
			}
			return d
		}
	}
	return declaration{}
}

// metaCharset returns the label that a meta element declares, or the empty string.
func metaCharset(s *markup.Scanner) string {
	if label, _ := s.Attribute("charset"); len(label) > 0 {
		return string(label)
	}
	if pragma, _ := s.Attribute("http-equiv"); markup.EqualFold(pragma, "content-type") {
		content, _ := s.Attribute("content")
		return fromContent(string(content))
	}
	return ""
}

// fromContent returns the charset in the content attribute of a meta element ("text/html; charset=utf-8"), or
// the empty string: the HTML Standard, "extracting a character encoding from a meta element".
func fromContent(s string) string {
	const space = " \t\n\f\r"
	lower := strings.ToLower(s)
	for {
		_, rest, found := strings.Cut(lower, "charset")
		if !found {
			return ""
		}
		lower = strings.TrimLeft(rest, space)
		value, found := strings.CutPrefix(lower, "=")
		if !found {
			continue
		}
		value = strings.TrimLeft(value, space)
		if value == "" {
			return ""
		}
		if quote := value[:1]; quote == `"` || quote == "'" {
			name, _, found := strings.Cut(value[1:], quote)
			if !found {
				return ""
			}
			return name
		}
		if i := strings.IndexAny(value, ";"+space); i >= 0 {
			value = value[:i]
		}
		return value
	}
}
