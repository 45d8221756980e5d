package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

const longestByline = 220 // bytes: 140 letters and some

// takeByline removes the lines that name the writers from blocks and keeps them in t.byline. They stand last,
// or are marked by their class, their place at the right margin or a label.
func (t *text) takeByline(blocks []block) []block {
	const reach, most = 6, 16 // blocks between two lines of one byline, and lines
	var lines []string
	last, behind := true, 0
	for i := len(blocks) - 1; i >= 0 && len(lines) < most; i-- {
		b := &blocks[i]
		marked := b.style&(styleAuthor|styleRight) != 0 && b.style&styleQuote == 0
		if b.kind() == news.Caption && !marked {
			continue
		}
		switch {
		case marked && i > 0 && blocks[i-1].kind() == news.Caption && isPhotoCredit(b.text):
			b.style |= styleCaption
			continue
		case isByline(b.text, marked, last),
			last && len(lines) == 0 && isName(b.text) && (b.style&styleBold != 0 || allCapitals(b.text) ||
				!b.image && strings.Count(b.text, " ") >= 2):
			lines = append(lines, b.text)
			b.text = ""
			continue // the line before may name the photographer
		case marked && b.style&styleAuthor != 0 && len(b.text) < 80 && !endsSentence(b.text):
			b.text = "" // a placeholder
			continue
		case last && len(lines) == 0:
			if rest, name := bylineInside(b.text, clean(b.tail)); name != "" {
				b.text = rest
				lines = append(lines, name)
			}
		}
		last = false
		if behind++; behind > reach && len(lines) > 0 {
			break
		}
	}
	slices.Reverse(lines)
	t.byline = lines
	return slices.DeleteFunc(blocks, func(b block) bool { return b.text == "" })
}

// isPhotoCredit reports whether a line says who took a photo, and nothing else.
func isPhotoCredit(s string) bool {
	text, credit := byline.CutCredit(s)
	return text == "" && credit != ""
}

// isName reports whether a line is nothing but two to four syllables that all begin with a capital.
func isName(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) || !viet.IsSyllable(w) {
			return false
		}
	}
	_, ok := byline.ParseField(s)
	return ok && 2 <= len(words) && len(words) <= 4
}

// isByline reports whether a block's text is a byline. A line that is not marked as one must stand last or
// bear a label.
func isByline(s string, marked, last bool) bool {
	if len(s) > longestByline || strings.Count(s, "\n") > 3 {
		return false
	}
	if !marked && !last && !labelled(s) {
		return false
	}
	any := false
	for line := range strings.SplitSeq(s, "\n") {
		if line == "" || any && isMail(line) {
			continue
		}
		if _, ok := parseCredit(line, marked); !ok {
			return false
		}
		any = true
	}
	return any
}

// isMail reports whether a line is nothing but an address of electronic mail.
func isMail(line string) bool { return strings.Contains(line, "@") && !strings.Contains(line, " ") }

// parseCredit reads a byline. Where the page marks the line as one, any name will do.
func parseCredit(line string, marked bool) (byline.Credit, bool) {
	if c, ok := byline.Parse(line); ok || !marked {
		return c, ok
	}
	if endsSentence(line) {
		return byline.Credit{}, false
	}
	return byline.ParseField(line)
}

// labelled reports whether a line says itself that it is a byline: "Tin, ảnh: …", "Bài và ảnh: …", "Thực
// hiện: …".
func labelled(s string) bool {
	label, _, ok := strings.Cut(s, ":")
	if !ok || len(label) > 40 {
		return false
	}
	label = strings.TrimLeft(viet.Lower(label), " (")
	for _, word := range [...]string{"tin", "bài", "thực hiện", "tác giả", "nhóm phóng viên", "nhóm pv"} {
		if label == word || strings.HasPrefix(label, word) && !isWordByte(label[len(word)]) {
			return true
		}
	}
	return false
}

func isWordByte(c byte) bool { return markup.IsLetter(c) || c >= utf8.RuneSelf }

// bylineInside cuts a name off the end of a paragraph: one in capitals, or one in the tail, which the page sets
// apart: "… đã đề ra. MAI LINH".
func bylineInside(s, tail string) (string, string) {
	at := strings.LastIndexAny(strings.TrimSuffix(s, tail), ".…!?”")
	if at < 0 {
		return s, ""
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	name := strings.TrimSpace(s[at+size:])
	if name == "" || name != tail && (!allCapitals(name) || len(name) < 5) || len(name) > 80 ||
		!strings.Contains(name, " ") {
		return s, ""
	}
	if strings.IndexFunc(name, unicode.IsDigit) >= 0 {
		return s, ""
	}
	if c, ok := byline.Parse(name); !ok || len(c.Authors) == 0 {
		return s, ""
	}
	return s[:at+size], name
}

// setByline names the writers: by the lines taken from the text, else those around it, else by the machine data
// if that is a person's name.
func (r *reader) setByline(lines []string, f frame) {
	evidence := "text"
	if r.family >= 0 && r.hasFamilyByline() {
		evidence = r.table[r.family].name
	}
	if r.credit(lines, evidence) {
		if len(r.article.Authors) == 0 && r.article.Source != "" { // "Theo TTXVN" below, who took it over above
			r.credit(r.headBylines(), evidence)
		}
		for _, line := range f.tail {
			if c, ok := byline.ParseField(line); ok && len(c.Authors) == 0 {
				r.article.Source = orElse(r.article.Source, c.Source)
			}
		}
		return
	}
	named := r.credit(f.tail, evidence)
	if named && len(r.article.Authors) > 0 || r.credit(r.headBylines(), evidence) ||
		r.credit(f.head, evidence) || named {
		return
	}
	for _, name := range r.machine.authors {
		if r.isPerson(name) && r.credit([]string{clean(name)}, news.EvidenceJSONLD) {
			return
		}
	}
	if r.isPerson(r.meta.author) {
		r.credit([]string{clean(r.meta.author)}, news.EvidenceMeta)
	}
}

func (r *reader) hasFamilyByline() bool { return len(r.familyHits(fieldByline)) > 0 }

// credit reads byline lines into the article and reports whether they say who wrote it or where it is from, not
// just who took the photos.
func (r *reader) credit(lines []string, evidence string) bool {
	a, named := r.article, false
	for _, block := range lines {
		for line := range strings.SplitSeq(block, "\n") {
			c, ok := parseCredit(line, true)
			if !ok || r.namesThePaper(line) || strings.Contains(a.Byline, line) {
				continue
			}
			a.Authors = appendNew(a.Authors, c.Authors)
			a.Photographers = appendNew(a.Photographers, c.Photographers)
			a.Source = orElse(a.Source, c.Source)
			if a.Byline != "" {
				a.Byline += " / "
			}
			a.Byline += line
			a.Evidence.Byline = evidence
			named = named || len(c.Authors) > 0 || c.Source+c.Unit != "" || c.Generic
		}
	}
	return named
}

// creditPhotos names those who took the photos by the credits of the captions.
func (r *reader) creditPhotos() {
	for _, b := range r.article.Blocks {
		if b.Credit == "" {
			continue
		}
		if c, ok := byline.Parse("Ảnh: " + b.Credit); ok {
			r.article.Photographers = appendNew(r.article.Photographers, c.Photographers)
		}
	}
}

func appendNew(names, more []string) []string {
	for _, n := range more {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// headBylines returns what is called an author in the article's scope but outside its body.
func (r *reader) headBylines() []string {
	try := func(n spot) string {
		if n.node.Data == "meta" || r.rolesUpTo(n.node, r.scope)&roleQuote != 0 {
			return ""
		}
		if s, _ := cutBy(clean(innerText(n.node, longestByline+1))); s != "" && len(s) <= longestByline {
			if r.isPersonLine(s) {
				return s
			}
			if s = r.personIn(n.node); s != "" {
				return s
			}
		}
		return ""
	}
	for _, h := range r.familyHits(fieldByline) {
		if h.from > r.body.to+400 {
			continue
		}
		if s := try(spot{h.node, h.from}); s != "" {
			return []string{s}
		}
	}
	for _, n := range r.authors {
		if r.scope == nil || !contains(r.scope, n.node) ||
			r.rolesUpTo(n.node, r.scope)&(roleBoilerplate|roleHidden) != 0 ||
			n.at > r.body.from && n.at <= r.body.to && n.at > r.title.at+100 {
			continue
		}
		if s := try(n); s != "" {
			return []string{s}
		}
	}
	return nil
}

// personIn returns the name that an element holds beside other things, such as an office and an address of mail.
func (r *reader) personIn(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type != html.TextNode {
			continue
		}
		if s, _ := cutBy(clean(c.Data)); s != "" && len(s) <= longestByline && r.isPerson(s) {
			return s
		}
	}
	return ""
}

// isPersonLine reports whether a line beside the headline names writers or a source: a byline that is not a
// date, an account or the newspaper.
func (r *reader) isPersonLine(s string) bool {
	c, ok := byline.ParseField(s)
	return ok && !isDateLine(s) && !r.namesThePaper(s) && (c.Source != "" || c.Generic || len(c.Authors) > 0)
}

// isPerson reports whether a name of the machine data is that of a writer. Most are not: accounts (longantv,
// admin), vendors (MEDIATECH), the newspaper, a placeholder (Bút danh).
func (r *reader) isPerson(name string) bool {
	name = clean(name)
	c, ok := byline.ParseField(name)
	if !ok || len(c.Authors) == 0 || c.Source != "" || r.namesThePaper(name) {
		return false
	}
	for _, a := range c.Authors {
		syllables := 0
		for word := range strings.FieldsSeq(a) {
			first, _ := utf8.DecodeRuneInString(word)
			if !unicode.IsUpper(first) {
				return false
			}
			if viet.IsSyllable(word) {
				syllables++
			}
		}
		if syllables < 2 {
			return false
		}
	}
	return true
}

// namesThePaper reports whether a line names the newspaper or an office in it rather than a person.
func (r *reader) namesThePaper(s string) bool {
	k := key(s)
	for _, p := range [...]string{"bút danh", "tên tác giả", "tác giả", "báo ", "đài ", "ban biên tập",
		"tòa soạn", "toà soạn", "tạp chí ", "cổng thông tin", "trang thông tin", "quản trị",
		"administrator", "admin", "biên tập viên", "trung tâm thông tin"} {
		if k == strings.TrimSpace(p) || strings.HasSuffix(p, " ") && strings.HasPrefix(k, p) {
			return true
		}
	}
	return r.isSiteName(k)
}
