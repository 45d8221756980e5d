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
	Caption bool // the mark of an image opens it
	Item    bool // it is an item of a list
	Quote   bool // it is marked as a quotation
	Ruled   bool // a rule stands before it
	Set     bool // it is set apart from end to end in bold or italics
	Link    bool // nothing but links, with their signs between
	Cells   int  // parts that stand far apart or between bars, as in the row of a menu; 1 is the whole line
}

// A Page is a page that was saved as text.
type Page struct {
	Lines   []Line
	Wrapped bool // paragraphs were wrapped to some width

	// What stands in the lines over a converted page for programs.
	Title, Date, Author, URL string
}

// Read reads a page. Its time is proportional to the text.
func Read(content string) Page {
	var p Page
	content = p.readHead(strings.ReplaceAll(content, "\r\n", "\n"))
	raw := cutMail(strings.Split(content, "\n"))
	if fields := p.readRecord(raw); fields != nil {
		raw = fields
	}
	r := reader{markdown: isMarkdown(raw), numbered: isNumbered(raw)}
	r.width, r.indent = wrapWidth(raw)
	if r.numbered {
		raw = cutReferences(raw)
	}
	for _, s := range raw {
		r.line(s)
	}
	p.Lines, p.Wrapped = r.lines, r.width > 0
	return p
}

// A reader reads the lines of a page one after the other.
type reader struct {
	markdown bool
	numbered bool // links have numbers before them: "[12]Trang chủ"
	width    int  // to which paragraphs were wrapped, in letters; 0 if they were not
	indent   int  // of wrapped lines, in blanks

	lines []Line
	last  int  // letters of the last line of the page, 0 after an empty one
	gap   bool // an empty line was read
	rule  bool // a rule was read
	image bool // an image was read

	before int // letters of the last line that was not empty
	broken int // the same, of the line before the page break that was read; 0 without one
}

func (r *reader) line(raw string) {
	if strings.TrimSpace(raw) == "" {
		r.gap, r.last = true, 0
		return
	}
	letters := utf8.RuneCountInString(strings.TrimRight(raw, " \t"))
	text := strings.TrimSpace(raw)
	if r.pageBreak(text) {
		return
	}
	if isRule(text) && !r.markdown {
		r.rule, r.gap, r.last = true, true, 0
		return
	}
	l := Line{Gap: r.gap, Image: r.image, Ruled: r.rule, Cells: 1}
	text = cutFrame(text, &l)
	switch {
	case isImageMark(text):
		r.image, r.gap, r.last = true, false, 0
		return
	case r.markdown && r.underline(text):
		return
	case opensWithImage(text):
		text, l.Image, l.Caption = strings.TrimSpace(text[strings.IndexByte(text, ']')+1:]), true, true
	case isCaptionInBrackets(text):
		l.Image, l.Caption = true, true
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
		r.last, r.before, r.broken, r.gap = letters, letters, 0, false
		return
	}
	l.Text = text
	l.Cells = max(l.Cells, cellsOf(raw, text))
	r.lines = append(r.lines, l)
	r.before = letters
	r.last, r.gap, r.image, r.rule, r.broken = letters, false, false, false, 0
}

// isRule reports whether a line is one of signs only, as between two texts.
func isRule(s string) bool {
	const signs = "*-_=~# .oO─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬"
	return len(s) >= len("***") && strings.Trim(s, signs) == "" && !strings.Contains(s, "...")
}

// pageBreak reports whether a line is a page number, or the head of the page behind one: "- 3 -", "QUẢNG LỘC
// 15-3-2013 Trang 3". A paragraph goes on behind them.
func (r *reader) pageBreak(s string) bool {
	if number := strings.Trim(s, "- –—"); number != s && isNumber(number) {
		if len(r.lines) > 0 {
			r.broken, r.gap, r.last = max(r.before, 1), false, 0
		}
		return true
	}
	words := strings.Fields(s)
	n := len(words)
	return r.broken > 0 && n > 2 && strings.EqualFold(words[n-2], "trang") && isNumber(words[n-1])
}

func isNumber(s string) bool { return s != "" && len(s) < 4 && strings.Trim(s, "0123456789") == "" }

// joins reports whether a line goes on with the paragraph of the line before: its first word had no room in
// that line.
func (r *reader) joins(raw, text string, l *Line) bool {
	if first, _ := utf8.DecodeRuneInString(text); r.broken > 0 && unicode.IsLower(first) {
		return true
	}
	if r.width == 0 || r.last == 0 || len(r.lines) == 0 || l.Heading > 0 || l.Item || l.Quote || l.Image {
		return false
	}
	last := &r.lines[len(r.lines)-1]
	if last.Heading > 0 || !last.Item && indentOf(raw) > r.indent+1 { // the first line of a paragraph
		return false
	}
	word, _, _ := strings.Cut(text, " ")
	if r.last+1+utf8.RuneCountInString(word) <= r.width {
		return false
	}
	// A name under a full last line is no part of the paragraph.
	return !endsSentence(last.Text) || endsSentence(text) || 2*utf8.RuneCountInString(raw) > r.width
}

func endsSentence(s string) bool { return strings.IndexByte(".!?", s[len(s)-1]) >= 0 }

// indentOf returns how many blanks a line begins with.
func indentOf(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// wrapWidth returns the width in letters to which the paragraphs of a page were wrapped, and by how many
// blanks their lines are indented; 0 if they were not wrapped. It is the width at which the next word has
// no room in most lines that break off inside a sentence.
func wrapWidth(raw []string) (width, indent int) {
	const narrowest, widest = 30, 100 // letters
	const least = 3                   // lines that were wrapped
	var explained [widest + 1]int     // lines, by width
	indents := map[int]int{}
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
		indents[indentOf(raw[i+1])]++
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
		return 0, 0
	}
	for blanks, n := range indents {
		if n > indents[indent] || n == indents[indent] && blanks < indent {
			indent = blanks
		}
	}
	return best, indent
}

// cutFrame cuts what converters draw around lines: "***** Tít *****", "| Tin liên quan |".
func cutFrame(s string, l *Line) string {
	const stars = "***"
	if strings.HasPrefix(s, stars) && strings.HasSuffix(s, stars) {
		if inside := strings.Trim(s, "* "); inside != "" {
			l.Heading = 1
			return inside
		}
	}
	if len(s) > 2 && s[0] == '|' && s[len(s)-1] == '|' && strings.Count(s, "|") == 2 {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// isImageMark reports whether a line stands for an image: "[IMG]", "[Ảnh]".
func isImageMark(s string) bool {
	return len(s) > 2 && s[0] == '[' && s[len(s)-1] == ']' && isMark(s[1:len(s)-1])
}

// opensWithImage reports whether a line is the mark of an image and its caption: "[Ảnh] Hồ đủ nước".
func opensWithImage(s string) bool {
	end := strings.IndexByte(s, ']')
	return end > 0 && end < len(s)-2 && s[end+1] == ' ' && isImageMark(s[:end+1])
}

// isCaptionInBrackets reports whether a line is what an image shows, in brackets: "[Ảnh: Hồ đủ nước]".
func isCaptionInBrackets(s string) bool {
	n := len(s) - 1
	if n < 1 || !(s[0] == '[' && s[n] == ']' || s[0] == '(' && s[n] == ')') {
		return false
	}
	label, _, ok := strings.Cut(s[1:n], ":")
	return ok && isMark(strings.TrimSpace(label))
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
