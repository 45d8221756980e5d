package extract

import (
	"strings"
	"unicode/utf8"

	"baotinh/pipeline/markup"
)

// machineData is what the article's JSON-LD says of it (schema.org/NewsArticle). Strings are as written
// there.
type machineData struct {
	headline, description, published, modified string
	section, url                               string
	authors                                    []string // of type Person, or without type
	keywords                                   []string
	found                                      bool // an object of an article type was there
	video, list                                bool // … of type VideoObject, ItemList or CollectionPage
}

// readJSONLD reads the blocks of a page leniently: newspapers write raw line breaks into strings, trailing
// commas, several objects in a row and objects cut short. What comes first wins; nothing is an error.
func readJSONLD(blocks [][]byte) machineData {
	var m machineData
	for _, b := range blocks {
		r := jsonReader{s: b}
		for r.skip() {
			v := r.value(0)
			m.add(v, 0)
		}
	}
	return m
}

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

// first returns v's text, or that of its first item, or its name.
func (v jsonValue) first() string {
	switch {
	case v.text != "":
		return v.text
	case len(v.items) > 0:
		return v.items[0].first()
	case len(v.fields) > 0:
		if name := v.field("name").text; name != "" {
			return name
		}
		return v.field("@id").text
	}
	return ""
}

func (v jsonValue) isType(suffix string) bool {
	t := v.field("@type")
	if strings.HasSuffix(t.text, suffix) {
		return true
	}
	for _, i := range t.items {
		if strings.HasSuffix(i.text, suffix) {
			return true
		}
	}
	return false
}

func (m *machineData) add(v jsonValue, depth int) {
	const deepest = 4
	if depth > deepest {
		return
	}
	for _, i := range v.items {
		m.add(i, depth+1)
	}
	switch {
	case v.isType("Article"), v.isType("BlogPosting"), v.isType("Reportage"):
		m.article(v)
	case v.isType("VideoObject"):
		m.video = true
	case v.isType("ItemList") && !v.isType("BreadcrumbList"), v.isType("CollectionPage"):
		m.list = true
	case v.isType("BreadcrumbList"):
		m.breadcrumb(v)
	}
	for _, key := range [...]string{"@graph", "mainEntity"} {
		m.add(v.field(key), depth+1)
	}
}

func (m *machineData) article(v jsonValue) {
	if m.found {
		return
	}
	m.found = true
	m.headline = v.field("headline").first()
	m.description = v.field("description").first()
	m.published = orElse(v.field("datePublished").first(), v.field("dateCreated").first())
	m.modified = v.field("dateModified").first()
	if s := v.field("articleSection").first(); s != "" {
		m.section = s
	}
	m.url = v.field("url").first()
	m.addAuthors(v.field("author"))

	keywords := v.field("keywords")
	for _, k := range keywords.items {
		m.keywords = append(m.keywords, k.first())
	}
	if keywords.text != "" {
		m.keywords = strings.Split(keywords.text, ",")
	}
}

func (m *machineData) addAuthors(v jsonValue) {
	for _, i := range v.items {
		m.addAuthors(i)
	}
	if name := v.first(); len(v.items) == 0 && name != "" && !v.isType("Organization") {
		m.authors = append(m.authors, name)
	}
}

// breadcrumb takes the deepest rubric of the trail, unless the article itself is its end.
func (m *machineData) breadcrumb(v jsonValue) {
	for _, i := range v.field("itemListElement").items {
		name := i.field("name").first()
		if name == "" {
			name = i.field("item").first()
		}
		if isSectionName(name) && m.section == "" {
			m.section = name
		}
	}
}

// A jsonReader reads values from s and never fails: what it cannot read it passes over.
type jsonReader struct {
	s   []byte
	pos int
}

// skip moves to the next byte that can begin a value and reports whether there is one.
func (r *jsonReader) skip() bool {
	for r.pos < len(r.s) {
		switch c := r.s[r.pos]; {
		case c == '{' || c == '[' || c == '"':
			return true
		default:
			r.pos++
		}
	}
	return false
}

func (r *jsonReader) space() byte {
	for r.pos < len(r.s) && (markup.IsSpace(r.s[r.pos]) || r.s[r.pos] == ',') {
		r.pos++
	}
	if r.pos == len(r.s) {
		return 0
	}
	return r.s[r.pos]
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
			return v // its own end is missing
		default:
			v.items = append(v.items, r.value(depth+1))
		}
	}
}

// word reads a number, true, false or null. It takes at least one byte; null and what is no word are empty.
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
	var b []byte
	for r.pos++; r.pos < len(r.s); {
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
			return strings.IndexByte(",:}]", r.s[i]) >= 0
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
	case 'n', 't', 'r', 'b', 'f':
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
