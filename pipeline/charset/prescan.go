package charset

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// prescanSize is how much of a page may precede the declaration of its encoding.
const prescanSize = 1024

// prescan returns what the first <meta charset> or <meta http-equiv="Content-Type"> declares, as in the HTML
// Standard, "prescan a byte stream to determine its encoding". UTF-16 there means UTF-8, since the
// declaration could be read.
func prescan(body []byte) declaration {
	body = body[:min(len(body), prescanSize)]
	for i := indexTag(body, 0); i >= 0; i = indexTag(body, i+1) {
		if len(body)-i < len("<meta ") || !equalFold(body[i+1:i+5], "meta") || isLetter(body[i+5]) {
			continue
		}
		if d, ok := declare(metaCharset(body[i:])); ok {
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

// indexTag returns the index of the first start tag in body from start on that is not in a comment, or -1.
func indexTag(body []byte, start int) int {
	for i := start; i < len(body); {
		j := bytes.IndexByte(body[i:], '<')
		if j < 0 {
			return -1
		}
		i += j
		switch n := len(body) - i; {
		case bytes.HasPrefix(body[i:], []byte("<!--")):
			i += through(body[i:], "-->")
		case n > 1 && isLetter(body[i+1]):
			return i
		default:
			i++
		}
	}
	return -1
}

// metaCharset returns the label that the meta element at the start of s declares, or the empty string.
func metaCharset(s []byte) string {
	z := html.NewTokenizer(bytes.NewReader(s))
	z.Next()
	var charset, content string
	pragma := false
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "charset":
			charset = string(value)
		case "content":
			content = fromContent(string(value))
		case "http-equiv":
			pragma = strings.EqualFold(string(value), "content-type")
		}
	}
	if charset == "" && pragma {
		return content
	}
	return charset
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
