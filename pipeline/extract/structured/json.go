package structured

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"baotinh/pipeline/markup"
)

// A jsonValue is a string, or an array or object of values. Numbers and words are strings.
type jsonValue struct {
	text   string
	items  []jsonValue
	fields []jsonField
}

type jsonField struct {
	key   string
	value jsonValue
}

func (v jsonValue) field(key string) jsonValue {
	for _, f := range v.fields {
		if f.key == key {
			return f.value
		}
	}
	return jsonValue{}
}

// first returns v's text, or that of its first item, or its name, or its @id.
func (v jsonValue) first() string {
	switch {
	case v.text != "":
		return v.text
	case len(v.items) > 0:
		return v.items[0].first()
	case len(v.fields) == 0:
		return ""
	}
	return cmp.Or(v.field("name").first(), v.field("@id").text)
}

// isType reports whether @type, or one of its values, ends in suffix: "NewsArticle" is an "Article".
func (v jsonValue) isType(suffix string) bool {
	t := v.field("@type")
	return strings.HasSuffix(t.text, suffix) || slices.ContainsFunc(t.items, func(i jsonValue) bool {
		return strings.HasSuffix(i.text, suffix)
	})
}

// A jsonReader reads values from s and never fails: it passes over whatever is no JSON.
type jsonReader struct {
	s        []byte
	pos      int
	unclosed [2]bool // line comments and others: there is no further end of one
}

// skip moves to the next byte that can begin a value and reports whether there is one.
func (r *jsonReader) skip() bool {
	for r.pos < len(r.s) {
		switch c := r.s[r.pos]; {
		case c == '{' || c == '[' || c == '"':
			return true
		case !r.comment():
			r.pos++
		}
	}
	return false
}

// space passes over white space, commas and comments, and returns the byte behind them, 0 at the end.
func (r *jsonReader) space() byte {
	for r.pos < len(r.s) {
		if c := r.s[r.pos]; markup.IsSpace(c) || c == ',' {
			r.pos++
		} else if !r.comment() {
			return c
		}
	}
	return 0
}

// comment passes over a comment as in JavaScript, and reports whether there is one. One without end is none.
func (r *jsonReader) comment() bool {
	if r.s[r.pos] != '/' {
		return false
	}
	for i, sign := range [...]struct{ open, close string }{{"//", "\n"}, {"/*", "*/"}} {
		rest := r.s[r.pos:]
		if r.unclosed[i] || !bytes.HasPrefix(rest, []byte(sign.open)) {
			continue
		}
		if end := bytes.Index(rest[2:], []byte(sign.close)); end >= 0 {
			r.pos += len(sign.open) + end + len(sign.close)
			return true
		}
		r.unclosed[i] = true
	}
	return false
}

func (r *jsonReader) value(depth int) jsonValue {
	const deepest = 32
	switch c := r.space(); {
	case c == 0:
		return jsonValue{}
	case depth > deepest:
		r.pos = len(r.s)
		return jsonValue{}
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		return jsonValue{text: r.string()}
	default:
		return jsonValue{text: r.word()}
	}
}

func (r *jsonReader) object(depth int) jsonValue {
	var v jsonValue
	for r.pos++; ; {
		switch c := r.space(); c {
		case 0:
			return v
		case '}':
			r.pos++
			return v
		case '"':
			key := r.string()
			if r.space() == ':' {
				r.pos++
				v.fields = append(v.fields, jsonField{key, r.value(depth + 1)})
			}
		default:
			r.pos++
		}
	}
}

func (r *jsonReader) array(depth int) jsonValue {
	var v jsonValue
	for r.pos++; ; {
		switch c := r.space(); c {
		case 0:
			return v
		case ']':
			r.pos++
			return v
		case '}', ':':
			return v // the end of the array is missing
		default:
			v.items = append(v.items, r.value(depth+1))
		}
	}
}

// word reads a number, true, false or null. It takes at least one byte; null and anything else are empty.
func (r *jsonReader) word() string {
	from := r.pos
	for r.pos < len(r.s) && strings.IndexByte(",]}{[:\"", r.s[r.pos]) < 0 && !markup.IsSpace(r.s[r.pos]) {
		r.pos++
	}
	if r.pos == from {
		r.pos++
		return ""
	}
	if w := string(r.s[from:r.pos]); w != "null" {
		return w
	}
	return ""
}

// string reads a string with its escapes. Line breaks inside are kept. It ends at a quote after which the
// text goes on as JSON does; another quote belongs to the string, as in "headline": "Lễ hội "Sắc xuân" khai
// mạc".
func (r *jsonReader) string() string {
	r.pos++
	from := r.pos
	if n := bytes.IndexByte(r.s[from:], '"'); n >= 0 && bytes.IndexByte(r.s[from:from+n], '\\') < 0 {
		if r.pos = from + n + 1; r.endsHere() {
			return string(r.s[from : from+n]) // nearly always
		}
		r.pos = from
	}
	var b []byte
	for r.pos < len(r.s) {
		c := r.s[r.pos]
		r.pos++
		switch {
		case c == '\\' && r.pos < len(r.s):
			b = r.escape(b)
		case c == '"' && r.endsHere():
			return string(b)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func (r *jsonReader) endsHere() bool {
	for i := r.pos; i < len(r.s); i++ {
		if !markup.IsSpace(r.s[i]) {
			return strings.IndexByte(",:}]", r.s[i]) >= 0 ||
				bytes.HasPrefix(r.s[i:], []byte("//")) || bytes.HasPrefix(r.s[i:], []byte("/*"))
		}
		if i-r.pos > 256 {
			return true
		}
	}
	return true
}

func (r *jsonReader) escape(b []byte) []byte {
	c := r.s[r.pos]
	r.pos++
	switch c {
	case 'n', 'r': // the end of a paragraph of articleBody
		return append(b, '\n')
	case 't', 'b', 'f':
		return append(b, ' ')
	case 'u':
		u := r.hex()
		if 0xD800 <= u && u < 0xDC00 && r.pos+1 < len(r.s) && r.s[r.pos] == '\\' && r.s[r.pos+1] == 'u' {
			r.pos += 2
			u = (u-0xD800)<<10 + (r.hex() - 0xDC00) + 0x10000
		}
		return utf8.AppendRune(b, u)
	}
	return append(b, c)
}

func (r *jsonReader) hex() rune {
	var u rune
	for n := 0; n < 4 && r.pos < len(r.s); n++ {
		c := r.s[r.pos]
		switch {
		case '0' <= c && c <= '9':
			u = u<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			u = u<<4 | rune(c|0x20-'a'+10)
		default:
			return u
		}
		r.pos++
	}
	return u
}
