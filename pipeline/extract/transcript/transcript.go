// Package transcript reads pages that were saved as text: copied from a browser, printed by a text browser
// (lynx, w3m), or converted to Markdown.
//
// [Read] returns the lines of such a page without the marks of its form: a paragraph that was wrapped to the
// width of a screen is one line again, links have lost their addresses and numbers, and each line has what
// the form says of it: that it is a heading, a link, an item of a list, a row of a menu. What the words of a
// line say is for the caller to judge.
package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Line is a line of a page, or a paragraph of it.
type Line struct {
	Text    string
	Heading int  // rank of a heading that is marked as one: 1 is the first; 0 is none
	Gap     bool // an empty line stands before it
	Image   bool // an image stands before it, with nothing between
	Item    bool // it is an item of a list
	Quote   bool // it is marked as a quotation
	Set     bool // it is set apart from end to end in bold or italics
	Link    bool // nothing but links, with their signs between
	Cells   int  // parts that stand far apart or between bars, as in the row of a menu; 1 is the whole line
}

// A Page is a page that was saved as text.
type Page struct {
	Lines []Line

	// What stands in the lines over a converted page for programs.
	Title, Date, Author, URL string
}

// Read reads a page. Its time is proportional to the text.
func Read(content string) Page {
	var p Page
	content = p.readHead(strings.ReplaceAll(content, "\r\n", "\n"))
	raw := strings.Split(content, "\n")
	r := reader{markdown: isMarkdown(raw), numbered: isNumbered(raw), width: wrapWidth(raw)}
	if r.numbered {
		raw = cutReferences(raw)
	}
	for _, s := range raw {
		r.line(s)
	}
	p.Lines = r.lines
	return p
}

// A reader reads the lines of a page one after the other.
type reader struct {
	markdown bool
	numbered bool // links have numbers before them: "[12]Trang chủ"
	width    int  // to which paragraphs were wrapped, in letters; 0 if they were not

	lines []Line
	last  int  // letters of the last line of the page, 0 after an empty one
	gap   bool // an empty line was read
	image bool // an image was read
}

func (r *reader) line(raw string) {
	if strings.TrimSpace(raw) == "" {
		r.gap, r.last = true, 0
		return
	}
	letters := utf8.RuneCountInString(strings.TrimRight(raw, " \t"))
	text := strings.TrimSpace(raw)
	l := Line{Gap: r.gap, Image: r.image, Cells: 1}
	switch {
	case r.markdown && r.underline(text):
		return
	case r.markdown:
		text = r.readMarkdown(text, &l)
	case r.numbered:
		text = r.readNumbered(text, &l)
	}
	if text == "" {
		r.last, r.gap = 0, r.gap && !r.image
		return
	}
	if r.joins(raw, text, &l) {
		last := &r.lines[len(r.lines)-1]
		last.Text += " " + text
		last.Link = last.Link && l.Link
		r.last = letters
		return
	}
	l.Text = text
	l.Cells = max(l.Cells, cellsOf(raw, text))
	r.lines = append(r.lines, l)
	r.last, r.gap, r.image = letters, false, false
}

// joins reports whether a line goes on with the paragraph of the line before: its first word had no room in
// that line.
func (r *reader) joins(raw, text string, l *Line) bool {
	if r.width == 0 || r.last == 0 || len(r.lines) == 0 || l.Heading > 0 || l.Item || l.Quote || l.Image {
		return false
	}
	word, _, _ := strings.Cut(text, " ")
	if r.last+1+utf8.RuneCountInString(word) <= r.width {
		return false
	}
	// A name under a full last line is no part of the paragraph.
	before := r.lines[len(r.lines)-1].Text
	return !endsSentence(before) || endsSentence(text) || 2*utf8.RuneCountInString(raw) > r.width
}

func endsSentence(s string) bool { return strings.IndexByte(".!?", s[len(s)-1]) >= 0 }

// wrapWidth returns the width in letters to which the paragraphs of a page were wrapped, 0 if they were not:
// the one at which the next word has no room in most lines that break off inside a sentence.
func wrapWidth(raw []string) int {
	const narrowest, widest = 50, 100 // letters
	const least = 3                   // lines that were wrapped
	var explained [widest + 1]int     // lines, by width
	broken := 0
	for i := range len(raw) - 1 {
		line, next := strings.TrimRight(raw[i], " \t\r"), strings.TrimSpace(raw[i+1])
		n := utf8.RuneCountInString(line)
		if n > widest {
			broken-- // nothing wraps it
		}
		first, _ := utf8.DecodeRuneInString(next)
		if n < narrowest || n > widest || !unicode.IsLower(first) {
			continue
		}
		broken++
		word, _, _ := strings.Cut(next, " ")
		for w := n; w <= min(widest, n+utf8.RuneCountInString(word)); w++ {
			explained[w]++
		}
	}
	best := narrowest
	for w, n := range explained {
		if n > explained[best] {
			best = w
		}
	}
	if explained[best] < max(least, broken*2/3) || broken < 0 {
		return 0
	}
	return best
}

// cellsOf returns how many parts of a line stand far apart, or between bars.
func cellsOf(raw, text string) int {
	raw = strings.TrimSpace(raw)
	parts := strings.FieldsFunc(strings.ReplaceAll(raw, "  ", "\t"), func(c rune) bool { return c == '\t' })
	n := 0
	for _, part := range parts {
		if strings.TrimSpace(part) != "" {
			n++
		}
	}
	for _, bar := range [...]string{" | ", " • ", " · ", "|"} {
		n = max(n, strings.Count(text, bar)+1)
	}
	return n
}

// readHead reads the lines over a page that a program wrote: front matter between two rows of dashes, or
// "Title: …", "URL Source: …". It returns the rest.
func (p *Page) readHead(content string) string {
	const longest = 40 // lines
	rest := strings.TrimLeft(content, "\n\ufeff ")
	first, after, _ := strings.Cut(rest, "\n")
	fenced := strings.TrimRight(first, " ") == "---" || strings.TrimRight(first, " ") == "+++"
	if fenced {
		rest = after
	}
	found := 0
	for range longest {
		line, after, _ := strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if fenced && (line == "---" || line == "+++") {
			if found > 0 {
				return after
			}
			break
		}
		if !p.readField(line) && !fenced && line != "" {
			break
		}
		if line != "" {
			found++
		}
		if after == "" {
			break
		}
		rest = after
	}
	if fenced || p.URL == "" || p.Title == "" {
		p.Title, p.Date, p.Author, p.URL = "", "", "", ""
		return content
	}
	return rest
}

// readField reads a field of the head of a converted page, and reports whether the line is one.
func (p *Page) readField(line string) bool {
	at := strings.IndexAny(line, ":=")
	if at <= 0 {
		return false
	}
	value := strings.Trim(strings.TrimSpace(line[at+1:]), `"'[]`)
	switch strings.ToLower(strings.TrimSpace(line[:at])) {
	case "title":
		p.Title = value
	case "date", "published", "published time", "publish_date", "published_time", "pubdate":
		p.Date = value
	case "author", "authors", "byline":
		p.Author = value
	case "url", "url source", "source", "link", "canonical", "permalink":
		p.URL = value
	case "markdown content", "description", "tags", "categories", "category", "image", "lang", "sitename",
		"hostname", "site", "draft", "slug", "layout", "warning", "excerpt", "id", "type":
	default:
		return false
	}
	return true
}
