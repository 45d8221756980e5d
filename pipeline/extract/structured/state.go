package structured

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"time"
	"unicode"

	"baotinh/pipeline/markup"
)

// ReadState returns what the state of an application states about the article of a page that a script fills:
// the bodies of <script id="__NEXT_DATA__" type="application/json">, of scripts that set a variable to JSON,
// or to JSON.parse of a string. Every application has names of its own for the fields, so they are known by
// what they hold: the article is the object with a headline of the page and the longest text, else the only
// object with a long text.
//
// Found is false, and all fields are empty, if there is none.
func ReadState(scripts [][]byte, p *Identity) JSONLD {
	f := stateFinder{page: p}
	for _, s := range scripts {
		r := jsonReader{s: stateOf(s)}
		if r.skip() {
			f.look(r.value(0), 0)
		}
	}
	switch {
	case f.best.body != "":
		return f.best.statement()
	case len(f.other.body) > max(longText, 2*f.further): // the head of the page has the name of the site
		return f.other.statement()
	}
	return JSONLD{}
}

// A stateFinder looks for the article of a page in the state of an application.
type stateFinder struct {
	page        *Identity
	best, other candidate // the objects with a headline of the page and with another, by length of text
	further     int       // bytes of the longest text behind that of other
}

// A candidate is an object that may be an article.
type candidate struct {
	jsonValue
	headline, body string
}

// stateOf returns the JSON in a script: all of it, or what is assigned first.
func stateOf(script []byte) []byte {
	script = bytes.TrimSpace(script)
	if bytes.HasPrefix(script, []byte("{")) || bytes.HasPrefix(script, []byte("[")) {
		return script
	}
	_, value, _ := bytes.Cut(script, []byte("="))
	value = bytes.TrimSpace(value)
	if inner, ok := bytes.CutPrefix(value, []byte("JSON.parse(")); ok {
		return unquote(bytes.TrimSpace(inner))
	}
	return value
}

// unquote returns the string of JavaScript that s begins with, without its escapes.
func unquote(s []byte) []byte {
	if len(s) == 0 || strings.IndexByte("\"'`", s[0]) < 0 {
		return nil
	}
	quote := s[0]
	r := jsonReader{s: s, pos: 1}
	var b []byte
	for r.pos < len(s) && s[r.pos] != quote {
		if s[r.pos] != '\\' || r.pos+1 == len(s) {
			b = append(b, s[r.pos])
			r.pos++
			continue
		}
		r.pos++
		if c := s[r.pos]; c == '\\' || c == 'n' || c == 'r' || c == 't' { // escapes of the JSON inside stay
			r.pos++
			if c == '\\' {
				b = append(b, '\\')
			}
			continue
		}
		b = r.escape(b)
	}
	return b
}

// look looks in v for objects that may be the article.
func (f *stateFinder) look(v jsonValue, depth int) {
	const deepest = 16
	if depth > deepest {
		return
	}
	for _, i := range v.items {
		f.look(i, depth+1)
	}
	for _, field := range v.fields {
		f.look(field.value, depth+1)
	}
	headline, isOurs := f.headlineOf(v)
	if headline == "" {
		return
	}
	c := candidate{v, headline, longestText(v, headline)}
	switch {
	case isOurs && len(c.body) > len(f.best.body):
		f.best = c
	case !isOurs && len(c.body) > len(f.other.body):
		f.further, f.other = len(f.other.body), c
	case !isOurs:
		f.further = max(f.further, len(c.body))
	}
}

// headlineOf returns the field of an object that is a headline of the page, else one that is called a title.
func (f *stateFinder) headlineOf(v jsonValue) (headline string, isOurs bool) {
	for _, field := range v.fields {
		s := html.UnescapeString(field.value.text)
		switch {
		case s == "":
		case f.page.SubjectOf(s) == ByTitle:
			return s, true
		case hasName(field.key, "title", "headline") && headline == "":
			headline = s
		}
	}
	return headline, false
}

// Bytes of text of an object that is an article.
const (
	leastText = 200
	longText  = 600 // without the headline of the page
)

// longestText returns the text of an object: its longest field, or its longest list of texts, a line each.
func longestText(v jsonValue, headline string) string {
	longest := ""
	for _, f := range v.fields {
		text := f.value.text
		if f.value.items != nil {
			text = joinTexts(f.value.items)
		}
		if len(text) > len(longest) && text != headline && strings.Contains(text, " ") {
			longest = text
		}
	}
	if len(longest) < leastText {
		return ""
	}
	return longest
}

// joinTexts returns the texts of a list of blocks, a line each: strings, or the longest string of each object
// that is no image.
func joinTexts(blocks []jsonValue) string {
	var lines []string
	for _, b := range blocks {
		text := b.text
		for _, f := range b.fields {
			if hasName(f.key, "type") && hasName(f.value.text, "image", "photo", "video", "related") {
				text = ""
				break
			}
			if len(f.value.text) > len(text) {
				text = f.value.text
			}
		}
		if strings.Contains(text, " ") {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// statement returns what the object states.
func (c *candidate) statement() JSONLD {
	d := JSONLD{Found: true, IsState: true, Headline: c.headline, Body: c.body}
	created := ""
	for _, f := range c.fields {
		text := html.UnescapeString(f.value.text)
		switch {
		case hasName(f.key, "publish", "published", "pub", "public", "display") && isTime(text):
			d.Published = timeOf(text)
		case hasName(f.key, "created", "create", "date", "time", "ngay") && isTime(text) && created == "" &&
			!hasName(f.key, "updated", "update", "modified", "expire", "expired"):
			created = timeOf(text)
		case hasName(f.key, "sapo", "lead", "lede", "des", "desc", "description", "summary", "excerpt",
			"intro", "teaser") && text != "" && !strings.HasPrefix(c.body, text):
			d.Sapo = text
		case hasName(f.key, "auth", "author", "authors", "byline", "pseudonym", "writer", "reporter"):
			d.Authors = append(d.Authors, namesOf(f.value)...)
		}
	}
	if d.Published == "" {
		d.Published = created
	}
	return d
}

// namesOf returns the names in the value of an author: a string, an object with a name, or a list.
func namesOf(v jsonValue) []string {
	var names []string
	for _, i := range v.items {
		names = append(names, namesOf(i)...)
	}
	for _, f := range v.fields {
		if hasName(f.key, "name") && f.value.text != "" {
			return append(names, f.value.text)
		}
	}
	if v.text != "" {
		names = append(names, v.text)
	}
	return names
}

// hasName reports whether one of the words of a field's name, as in "publishedAt" and "pub_time", is in
// words.
func hasName(name string, words ...string) bool {
	from := 0
	runes := []rune(name)
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && unicode.IsLetter(runes[i]) && (i == from || !unicode.IsUpper(runes[i]) ||
			unicode.IsUpper(runes[i-1])) {
			continue
		}
		word := strings.ToLower(string(runes[from:i]))
		for _, w := range words {
			if w == word {
				return true
			}
		}
		from = i
		if i < len(runes) && !unicode.IsLetter(runes[i]) {
			from++
		}
	}
	return false
}

// The seconds of the years 2000 and 2100, between which a number is a time.
const firstSecond, lastSecond = 946684800, 4102444800

// isTime reports whether a value is a time: a date, or the seconds or milliseconds since 1970.
func isTime(s string) bool {
	if _, ok := seconds(s); ok {
		return true
	}
	return len(s) >= len("1/2/2022") && strings.ContainsAny(s, "-/.") && markup.IsDigit(s[0])
}

// timeOf returns a time as RFC 3339 if it is a number, else as it is.
func timeOf(s string) string {
	if n, ok := seconds(s); ok {
		return time.Unix(n, 0).UTC().Format(time.RFC3339)
	}
	return s
}

func seconds(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, false
	}
	if n > lastSecond {
		n /= 1000
	}
	return n, firstSecond <= n && n < lastSecond
}
