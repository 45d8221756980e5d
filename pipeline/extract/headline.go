package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

const longestTitle = 400 // bytes

// key returns the letters and digits of a clean text in lower case: what two printings of one text have in
// common.
func key(s string) string {
	var buf [256]byte
	low := viet.AppendLower(buf[:0], s)
	kept := low[:0]
	for i := 0; i < len(low); {
		from := i
		for size := keySize(low[i:]); size > 0; size = keySize(low[i:]) {
			i += size
		}
		if i == from {
			_, size := utf8.DecodeRune(low[i:])
			i += size
			continue
		}
		if len(kept) > 0 {
			kept = append(kept, ' ')
		}
		kept = append(kept, low[from:i]...)
	}
	return string(kept)
}

// keySize returns the size of the letter, digit or mark that s begins with, 0 if it begins with none.
func keySize(s []byte) int {
	if len(s) == 0 {
		return 0
	}
	if c := s[0]; c < utf8.RuneSelf {
		if markup.IsLetter(c) || '0' <= c && c <= '9' {
			return 1
		}
		return 0
	}
	c, size := utf8.DecodeRune(s)
	if 'Ạ' <= c && c <= 'ỹ' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
		return size
	}
	return 0
}

// headline returns the text of a heading. One whose end tag is missing holds the article or a good part of it:
// then the headline is its first line. What is too long for a headline is none.
func (r *reader) headline(n *html.Node) string {
	if !contains(n, r.body.node) && textIsShort(n, longestTitle) {
		return innerText(n, longestTitle)
	}
	line, _ := appendLine(nil, n)
	if len(line) > longestTitle {
		return ""
	}
	return strings.TrimSpace(string(line))
}

// appendLine appends the text under n up to the block or line break that ends it, and reports whether there is
// one.
func appendLine(b []byte, n *html.Node) ([]byte, bool) {
	for c := n.FirstChild; c != nil && len(b) <= longestTitle; c = c.NextSibling {
		if c.Type == html.TextNode {
			b = appendInner(b, c, longestTitle)
		}
		if c.Type != html.ElementNode || c.DataAtom == atom.Title {
			continue
		}
		ends := isBlock(c) || c.DataAtom == atom.Br && !goesOn(c.NextSibling)
		if ends && len(b) > 0 {
			return b, true
		}
		if c.DataAtom == atom.Br {
			b = appendBlank(b)
		}
		ended := false
		if b, ended = appendLine(b, c); ended || ends && len(b) > 0 {
			return b, true
		}
	}
	return b, false
}

// goesOn reports whether a line break before n was put into the middle of a sentence.
func goesOn(n *html.Node) bool {
	if n == nil || n.Type != html.TextNode {
		return false
	}
	c, _ := utf8.DecodeRuneInString(strings.TrimSpace(n.Data))
	return unicode.IsLower(c)
}

// findTitle chooses the headline: of the headings the one that the head of the page confirms, preferring what
// the family marks; without any, the title in the head less the newspaper's name.
func (r *reader) findTitle() {
	stated := [...]string{key(clean(r.meta.ogTitle)), key(clean(r.machine.headline)),
		key(clean(r.meta.title))}
	best, most := "", 0
	try := func(n spot, text string, score int) {
		text = clean(text)
		k := key(text)
		if k == "" {
			return
		}
		for _, s := range stated {
			if s != "" && (s == k || strings.HasPrefix(s, k+" ")) {
				score += 3
				break
			}
			if s != "" && strings.HasPrefix(k, s+" ") && len(s) > 20 {
				score++
				break
			}
		}
		if r.isSiteName(k) {
			score -= 4
		}
		if score > most {
			best, most = text, score
			r.title = n
		}
	}

	for _, h := range r.familyHits(fieldTitle) {
		if h.node.Data == "meta" {
			continue
		}
		try(spot{h.node, h.from}, r.headline(h.node), 4)
	}
	for _, h := range r.headings {
		if h.at > r.body.to {
			continue
		}
		score := 0
		if h.node.Data == "h1" {
			score = 2
		}
		if r.roles[h.node]&(roleBoilerplate|roleClock) != 0 || r.rolesUpTo(h.node, r.body.node)&roleCrumbs != 0 {
			score--
		}
		if h.at < r.body.from || h.node.Data == "h1" {
			score++
		}
		try(h, r.headline(h.node), score)
	}

	switch {
	case most >= 3:
		r.article.Title = best
		r.article.Evidence.Title = "heading"
		if r.isFamilyTitle(r.title.node) {
			r.article.Evidence.Title = r.table[r.family].name
		}
	case r.meta.ogTitle != "":
		r.setTitle(r.meta.ogTitle, "meta")
	case r.machine.headline != "":
		r.setTitle(r.machine.headline, "json-ld")
	case best == "" && r.isNoTitle(key(r.cutSiteName(clean(r.meta.title)))) && r.lineAbove():
	case r.meta.title != "" && (best == "" || !r.isNoTitle(key(clean(r.meta.title)))):
		r.setTitle(r.meta.title, "title")
	case best != "":
		r.article.Title = best
		r.article.Evidence.Title = "heading"
	default:
		r.firstHeading()
	}
	r.scope = r.body.node
	if r.title.node != nil {
		r.scope = commonAncestor(r.title.node, r.body.node)
	} else if r.body.node.Parent != nil {
		r.scope = r.body.node.Parent
	}
}

func (r *reader) isFamilyTitle(n *html.Node) bool {
	for _, h := range r.familyHits(fieldTitle) {
		if h.node == n {
			return true
		}
	}
	return false
}

func (r *reader) setTitle(s, evidence string) {
	r.article.Title = r.cutSiteName(clean(s))
	r.article.Evidence.Title = evidence
	k := key(r.article.Title)
	for _, h := range r.headings {
		if h.at <= r.body.to && key(clean(r.headline(h.node))) == k {
			r.title = h
			return
		}
	}
}

// firstHeading takes the first heading for the headline where nothing speaks for any.
func (r *reader) firstHeading() {
	for _, h := range r.headings {
		s := clean(r.headline(h.node))
		if s == "" || h.at > r.body.to || r.isSiteName(key(s)) {
			continue
		}
		r.title, r.article.Title, r.article.Evidence.Title = h, s, "heading"
		return
	}
}

// lineAbove takes a line above the text for the headline, where the page has no heading and its head names only
// the newspaper, as in versions for print: the line before the date, else the first.
func (r *reader) lineAbove() bool {
	const most, shortest, paragraph = 256, 20, 160 // blocks; bytes
	var first, last, date *html.Node
	blocks := 0
	for n := range r.top().Descendants() {
		if n.Type != html.ElementNode || !isBlock(n) || hasBlock(n) {
			continue
		}
		if blocks++; blocks > most {
			break
		}
		s := clean(innerText(n, longestTitle+1))
		if isDateLine(s) && last != nil {
			first, date = last, n
			break
		}
		if len(s) > paragraph && endsSentence(s) || !textIsShort(n, longestTitle) {
			break
		}
		if len(s) < shortest || len(s) > longestTitle || strings.Count(s, " ") < 3 || endsSentence(s) || hasLink(n) ||
			r.looksLikeSite(s) || isDateLine(s) || isImprint(s) || isPointer(s) || strings.HasPrefix(s, "Ngày in") {
			continue
		}
		if last = n; first == nil {
			first = n
		}
	}
	if first == nil {
		return false
	}
	r.article.Title, r.article.Evidence.Title = clean(innerText(first, longestTitle)), "text"
	if isHeading(first) {
		r.article.Evidence.Title = "heading"
	}
	r.title = spot{first, r.body.from}
	for _, s := range r.dates {
		if date != nil && contains(date, s.node) {
			r.title.at = s.at - 1
			break
		}
	}
	return true
}

func isHeading(n *html.Node) bool {
	return n.DataAtom == atom.H1 || n.DataAtom == atom.H2 || n.DataAtom == atom.H3
}

// top returns the outermost element of the page.
func (r *reader) top() *html.Node {
	n := r.body.node
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

func hasBlock(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && isBlock(c) {
			return true
		}
	}
	return false
}

// isNoTitle reports whether what the head of a page states as title, a key, is one for all its pages.
func (r *reader) isNoTitle(k string) bool {
	switch k {
	case "", "in bài viết", "bản in", "in trang", "print", "chi tiết", "chi tiết tin", "chi tiết tin tức",
		"chi tiết bài viết", "tin tức", "untitled document", "home", "index":
		return true
	}
	return r.looksLikeSite(k)
}

// isSiteName reports whether k, a key, is what the newspaper calls itself.
func (r *reader) isSiteName(k string) bool {
	if k == "" {
		return false
	}
	if r.meta.ogSite != "" && k == key(clean(r.meta.ogSite)) {
		return true
	}
	if r.paper != nil && (k == key(r.paper.Name) || k == key(r.paper.Name)+" online" ||
		k == key(r.paper.Name)+" điện tử") {
		return true
	}
	if len(strings.Fields(k)) > 6 {
		return false
	}
	return strings.HasPrefix(k, "báo ") && (strings.HasSuffix(k, " online") || strings.HasSuffix(k,
		" điện tử")) ||
		strings.HasPrefix(k, "trang chủ") || k == "logo" || strings.HasSuffix(k, " online")
}

// cutSiteName removes " - Báo X Online" and its like from the end of a title.
func (r *reader) cutSiteName(title string) string {
	for _, sep := range [...]string{" | ", " :: ", " » "} {
		if site, rest, ok := strings.Cut(title, sep); ok && r.looksLikeSite(site) && !r.looksLikeSite(rest) {
			title = rest
		}
	}
	for range 3 {
		cut := -1
		for _, sep := range [...]string{" - ", " | ", " – ", " — ", " :: ", " » ", "|"} {
			cut = max(cut, strings.LastIndex(title, sep))
		}
		if cut <= 0 {
			return title
		}
		tail := strings.Trim(title[cut:], " -|–—:»")
		if !r.looksLikeSite(tail) {
			return title
		}
		title = strings.TrimSpace(title[:cut])
	}
	return title
}

func (r *reader) looksLikeSite(s string) bool {
	k := key(s)
	if r.isSiteName(k) || k == "" || isSectionWord(k) {
		return true
	}
	for _, prefix := range [...]string{"báo ", "tin tức", "tạp chí ", "trang thông tin", "cổng ", "đài ",
		"truyền hình "} {
		if strings.HasPrefix(k, prefix) && len(strings.Fields(k)) <= 14 {
			return true
		}
	}
	for _, part := range [...]string{" online", "điện tử", "com vn", " vn"} {
		if strings.HasSuffix(k, part) && len(strings.Fields(k)) <= 8 {
			return true
		}
	}
	return !strings.Contains(s, " ") && strings.Contains(s, ".")
}

func isSectionWord(k string) bool {
	switch k {
	case "thời sự", "chính trị", "kinh tế", "xã hội", "văn hóa", "văn hoá", "thể thao", "pháp luật",
		"giáo dục", "y tế", "sức khỏe", "sức khoẻ", "quốc tế", "thế giới", "du lịch", "đời sống", "tin tức",
		"trang nhất", "trang chủ":
		return true
	}
	return false
}
