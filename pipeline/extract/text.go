package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/news"
)

const (
	longestCaption = 600 // bytes; Vietnamese has about 1.3 to a letter
	longestHeading = 160
)

// readText reads the body into the article: sapo, dateline, blocks, byline.
func (r *reader) readText() {
	for _, s := range r.suspects {
		if s.good*2 > r.body.text && s.from > r.body.from && s.to <= r.body.to {
			r.large = append(r.large, s.node)
		}
	}
	var sapo string
	sapo, r.sapo = r.familySapo()
	br := bodyReader{roles: r.roles, tables: r.tables, skip: r.isForeign}
	blocks := br.read(r.body.node)
	cleanBlocks(blocks)

	f := r.readFrame(sapo)
	blocks = append(f.blocks, blocks...)
	t := text{title: key(r.article.Title), sapo: f.sapo, sapoKey: key(f.sapo)}
	r.article.Sapo, r.article.Blocks = t.arrange(blocks)
	r.setByline(t.byline, f)
	r.creditPhotos()
	r.article.Sapo, r.article.Dateline = cutDateline(r.article.Sapo)
	if r.article.Dateline == "" {
		for i := range r.article.Blocks {
			if b := &r.article.Blocks[i]; b.Kind == news.Paragraph {
				b.Text, r.article.Dateline = cutDateline(b.Text)
				break
			}
		}
	}
}

func cutDateline(s string) (string, string) {
	if s == "" {
		return "", ""
	}
	dateline, rest := byline.CutDateline(s)
	if rest == "" {
		return s, ""
	}
	return rest, dateline
}

// isForeign reports whether an element inside the body is not of the article: a list of related articles, a
// share bar, the headline again. What holds the better part of the body is not, whatever it is called.
func (r *reader) isForeign(n *html.Node) bool {
	role := r.roles[n]
	if r.pagerOf(n) {
		r.parts = true
		return true
	}
	if n == r.title.node || n.DataAtom == atom.H1 && role&roleTitle == 0 && r.title.node != nil &&
		r.title.node.DataAtom == atom.H1 {
		return textIsShort(n, longestTitle) // else its end tag is missing
	}
	if n == r.sapo {
		return true
	}
	if role == 0 {
		return false
	}
	if role&(roleClock|roleCrumbs) != 0 || role&roleTags != 0 && n.DataAtom != atom.P {
		return !r.isLarge(n)
	}
	if role&roleDate != 0 && isBlock(n) {
		return textIsShort(n, 80)
	}
	if role&(roleBoilerplate|roleChrome) == 0 || r.title.node != nil && contains(n, r.title.node) {
		return false
	}
	if role&roleSapo != 0 && role&roleBoilerplate == 0 { // "header-sapo"
		return false
	}
	if role&(roleCaption|roleAuthor) != 0 && role&roleChrome == 0 && n.DataAtom != atom.Ins {
		return false
	}
	return !r.isLarge(n)
}

// pagerOf reports whether n leads to the further parts of an article: a row of page numbers, all but one of them
// links.
func (r *reader) pagerOf(n *html.Node) bool {
	if !isBlock(n) || !textIsShort(n, 80) {
		return false
	}
	numbers := 0
	for c := range n.Descendants() {
		if c.DataAtom != atom.A {
			continue
		}
		switch s := innerText(c, 8); {
		case isNumber(s) && len(s) < 3 && s != "":
			numbers++
		case hasWord(s) && len(s) > len("Tiếp theo »"):
			return false
		}
	}
	return numbers > 0 && onlyPages(innerText(n, 80))
}

// onlyPages reports whether a text has page numbers and the words around them, and nothing else.
func onlyPages(s string) bool {
	for word := range strings.FieldsSeq(key(s)) {
		switch word {
		case "trang", "trước", "sau", "tiếp", "theo", "đầu", "cuối", "page", "pages", "next", "prev", "phần":
		default:
			if !isNumber(word) {
				return false
			}
		}
	}
	return true
}

func (r *reader) isLarge(n *html.Node) bool { return slices.Contains(r.large, n) }

// stacked reports whether a place belongs to a further article below the first.
func (r *reader) stacked(at int32) bool { return at > r.body.to }

// A text arranges the blocks of a body: it tells captions, headings and the byline from paragraphs and leaves
// out what is not of the article.
type text struct {
	title, sapo, sapoKey string // title is a key
	byline               []string
}

func (t *text) arrange(blocks []block) (string, []news.Block) {
	blocks = t.dropForeign(blocks)
	blocks = t.takeByline(blocks)
	usual := usualShape(blocks)
	for i := range blocks {
		markCaption(blocks, i, usual)
	}
	blocks = t.dropHead(blocks)
	photoStory(blocks)

	var out []news.Block
	for i := range blocks {
		b := &blocks[i]
		kind := b.kind()
		s := strings.ReplaceAll(b.text, "\n", " ")
		switch {
		case kind == news.Caption:
			text, credit := byline.CutCredit(s)
			if n := len(out) - 1; text == "" && n >= 0 && out[n].Kind == news.Caption && out[n].Credit == "" {
				out[n].Credit = credit
				continue
			}
			if text == "" {
				text, credit = s, ""
			}
			out = append(out, news.Block{Kind: kind, Text: text, Credit: credit})
			continue
		case kind == news.Paragraph && isSubheading(b):
			kind = news.Heading
		}
		out = append(out, news.Block{Kind: kind, Text: s})
	}
	for len(out) > 0 && out[len(out)-1].Kind == news.Heading && !endsSentence(out[len(out)-1].Text) {
		out = out[:len(out)-1] // it headed what was left out
	}
	return t.sapo, out
}

// dropForeign leaves out lines that point elsewhere and the labels over them.
func (t *text) dropForeign(blocks []block) []block {
	kept := blocks[:0]
	end := afterProse(blocks)
	for i := range blocks {
		b := blocks[i]
		switch {
		case isPointer(b.text), isPureLink(&b):
			kept = dropLabel(kept)
			continue
		case i >= end && isEnd(b.text), i > 0 && b.style&(styleHeading|styleBold) != 0 && isComments(b.text):
			return append(kept, signatures(blocks[i+1:])...)
		case isLabel(b.text), isStamp(b.text), isImprint(b.text):
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// signatures returns the bylines at the right margin among the first blocks behind the text: some pages put a box
// of related articles before the writer.
func signatures(blocks []block) []block {
	const reach = 6
	var found []block
	for i := range blocks[:min(len(blocks), reach)] {
		if b := &blocks[i]; b.style&styleRight != 0 && b.links == 0 && isByline(b.text, true, true) {
			found = append(found, *b)
		}
	}
	return found
}

// afterProse returns the index behind the last block that reads like prose: from there on a label heads other
// articles.
func afterProse(blocks []block) int {
	for i := len(blocks) - 1; i >= 0; i-- {
		b := &blocks[i]
		if len(b.text) > 60 && b.links*3 < len(b.text) && endsSentence(b.text) && b.style&styleList == 0 {
			return i + 1
		}
	}
	return 0
}

// dropLabel removes a heading like "Tin liên quan:" from the end of blocks.
func dropLabel(blocks []block) []block {
	if n := len(blocks); n > 0 {
		if last := &blocks[n-1]; len(last.text) < longestHeading && strings.HasSuffix(last.text, ":") &&
			last.style&(styleBold|styleHeading) != 0 {
			return blocks[:n-1]
		}
	}
	return blocks
}

// isPureLink reports whether a block is nothing but a link to another article.
func isPureLink(b *block) bool {
	if b.style&(styleAuthor|styleCaption) != 0 || b.links*2 < len(b.text) || len(strings.Fields(b.text)) < 4 {
		return false
	}
	if strings.HasPrefix(b.text, "Trang chủ ") {
		return true
	}
	if label, _, ok := strings.Cut(b.text, ": "); ok && len(b.text)-b.links <= len(label)+len(": ") && isPart(label) {
		return true
	}
	size := len(strings.TrimLeft(b.text, "•▪■*+-–— "))
	rest := size - b.links
	return b.links*20 >= size*19 || rest <= len("(04/12/2023 10:15)") && endsInDate(b.text) ||
		b.style&styleList != 0 && b.links*10 >= len(b.text)*6
}

// isPart reports whether a label numbers an article of a series: "Bài 2", "Kỳ cuối".
func isPart(label string) bool {
	kind, number, ok := strings.Cut(key(label), " ")
	return ok && (kind == "bài" || kind == "kỳ" || kind == "phần" || kind == "tập") &&
		(isNumber(number) || number == "cuối" || number == "đầu")
}

// endsInDate reports whether the last words of a line are a date, as behind the headlines of a list.
func endsInDate(s string) bool { return datelike(s[max(0, len(s)-len("(04/12/2023)")):]) }

// isPointer reports whether a line sends the reader elsewhere: ">> Xem thêm: …", "-> …".
func isPointer(s string) bool {
	for _, sign := range [...]string{">>", "»", "->", "=>", "→", "▶", "►", "➤", "☞", "> "} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	if len(s) > 400 {
		return false
	}
	k := key(s[:min(len(s), 60)])
	for _, p := range [...]string{"xem thêm", "xem tiếp", "đọc thêm", "đọc tiếp", "xem video",
		"mời bạn đọc", "mời quý", "mời độc giả", "mời xem", "bấm vào đây", "nhấn vào đây", "click vào",
		"theo dõi báo", "theo dõi chúng tôi", "đọc báo", "đăng ký nhận", "đăng nhập để",
		"vui lòng đăng nhập", "kéo xuống để", "nguồn video", "tải ứng dụng", "bạn đã đọc hết",
		"đăng ký gói", "nội dung dành cho", "nội dung dành riêng", "bài viết dành cho", "bạn cần đăng nhập",
		"bạn cần đăng ký", "bạn chưa đăng nhập", "mọi ý kiến", "nghe đọc bài", "nghe bài viết", "nghe nội dung", "cỡ chữ", "mọi thông tin", "mọi phản ánh", "đăng ký tài khoản", "để đọc tiếp", "quét mã qr"} {
		if strings.HasPrefix(k, p) && (len(k) == len(p) || k[len(p)] == ' ') {
			return true
		}
	}
	return strings.HasPrefix(k, "tin liên quan ") || strings.HasPrefix(k, "bài liên quan ") ||
		len(s) <= 200 && strings.Contains(s, "giữ bản quyền")
}

// isLabel reports whether a line is the caption of a box that is not part of the text.
func isLabel(s string) bool {
	if len(s) > 80 {
		return false
	}
	switch key(s) {
	case "quảng cáo", "advertisement", "chia sẻ", "share", "bình luận", "ý kiến", "lưu bài", "in bài viết",
		"gửi email", "nghe đọc bài", "nghe bài viết", "chọn giọng đọc", "facebook", "zalo", "thích",
		"tweet", "copy link", "video", "trở lại", "về trang chủ", "0", "a a", "aa", "google news",
		"ad quảng cáo", "tin bài liên quan", "xem thêm":
		return true
	}
	return isEnd(s) || isCounter(s)
}

// isCounter reports whether a line counts readers: "Lượt xem: 1.234".
func isCounter(s string) bool {
	k := key(s)
	return len(k) < 40 && (strings.HasPrefix(k, "lượt xem ") || strings.HasPrefix(k, "lượt đọc ") ||
		strings.HasPrefix(k, "đã xem ") || strings.HasSuffix(k, " lượt xem") ||
		strings.HasSuffix(k, " bình luận") && isNumber(strings.TrimSuffix(k, " bình luận")))
}

// isImprint reports whether a line is one of the imprint: who runs the newspaper, by what licence.
func isImprint(s string) bool {
	const longest = 400
	if len(s) > longest {
		return false
	}
	if strings.HasPrefix(s, "©") || strings.HasPrefix(s, "Giấy phép ") && strings.Contains(s, "GP-") {
		return true
	}
	label, _, ok := strings.Cut(s, ":")
	if !ok || len(label) > 40 {
		return false
	}
	switch key(label) {
	case "tổng biên tập", "phó tổng biên tập", "tòa soạn", "toà soạn", "cơ quan chủ quản", "trụ sở":
		return true
	}
	return false
}

// isComments reports whether a line heads what readers wrote: "Ý kiến bạn đọc (3)".
func isComments(s string) bool {
	if len(s) > 60 {
		return false
	}
	switch strings.TrimRight(key(s), " 0123456789") {
	case "bình luận", "ý kiến bạn đọc", "ý kiến độc giả", "phản hồi", "comments":
		return true
	}
	return false
}

// isEnd reports whether a line heads what follows an article.
func isEnd(s string) bool {
	if len(s) > 80 {
		return false
	}
	k := key(s)
	switch k {
	case "tin liên quan", "bài liên quan", "có liên quan", "liên quan", "tin cùng chuyên mục",
		"cùng chuyên mục", "bài viết liên quan", "tin khác", "các tin khác", "các bài khác",
		"bài viết khác", "tin mới hơn", "tin cũ hơn", "tin mới nhất", "tin đọc nhiều", "đọc nhiều nhất",
		"đọc nhiều", "xem nhiều", "tin nổi bật", "có thể bạn quan tâm", "bạn có thể quan tâm",
		"có thể bạn chưa biết", "từ khóa", "từ khoá", "tags", "tag", "bình luận", "ý kiến bạn đọc",
		"ý kiến của bạn", "gửi bình luận", "các tin đã đưa", "tin đã đưa", "những tin mới hơn",
		"những tin cũ hơn", "tin tức khác", "các tin liên quan", "tin tức liên quan", "đánh giá bài viết",
		"thăm dò ý kiến", "bài đọc nhiều", "đọc thêm", "các bài viết khác", "chủ đề", "related news",
		"tin cùng loại", "các tin cùng chuyên mục", "bài cùng chuyên mục":
		return true
	}
	for _, p := range [...]string{"từ khóa ", "từ khoá ", "tags ", "giấy phép số ", "cơ quan chủ quản "} {
		if strings.HasPrefix(k, p) {
			return true
		}
	}
	return false
}

// dropHead removes from the top of the body what stands above it too: headline, date line, sapo, whole or cut
// short. A first paragraph in bold, or a heading as long as a paragraph, is the sapo where no other is.
func (t *text) dropHead(blocks []block) []block {
	const reach = 8
	kept := blocks[:0]
	seen := 0
	for i := range blocks {
		b := blocks[i]
		if kind := b.kind(); seen >= reach || kind == news.Caption {
			kept = append(kept, b)
			continue
		}
		k := key(b.text)
		seen++
		switch {
		case k == t.title:
			continue
		case len(b.text) < 90 && seen <= 4 && (datelike(b.text) || t.sapo == "" && len(kept) == captionsIn(kept)) &&
			creditIn(b.text, false) != "":
			if len(t.byline) == 0 {
				t.byline = []string{creditIn(b.text, false)}
			}
			continue
		case len(b.text) < 90 && seen <= 4 && (isDateLine(b.text) ||
			b.links > 0 && datelike(b.text) && !endsSentence(b.text)):
			continue
		case t.sapoKey != "" && sameStart(k, t.sapoKey, b.style&styleSapo != 0):
			if isCut(t.sapo) && !isCut(b.text) {
				t.sapo, t.sapoKey = strings.ReplaceAll(b.text, "\n", " "), k
			}
			continue
		case t.sapo == "" && len(kept) == captionsIn(kept) && i+1 < len(blocks) && isSapo(&b):
			t.sapo, t.sapoKey = strings.ReplaceAll(b.text, "\n", " "), k
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// isCut reports whether a text breaks off.
func isCut(s string) bool {
	return !endsSentence(s) || strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

func captionsIn(blocks []block) int {
	n := 0
	for i := range blocks {
		if blocks[i].kind() == news.Caption {
			n++
		}
	}
	return n
}

func isSapo(b *block) bool {
	if !isLede(b.text) || len(b.text) > 1500 || b.kind() == news.Caption || b.kind() == news.List {
		return false
	}
	return b.style&(styleSapo|styleHeading) != 0 || b.style&styleBold != 0 && endsSentence(b.text)
}

// isLede reports whether a line that is set apart can be a lede rather than a heading.
func isLede(s string) bool { return len(s) >= 100 || len(s) >= 50 && endsSentence(s) }

// sameStart reports whether the keys a and b are one text, one of them perhaps cut short. A cut version made
// by a program may run on into the next paragraph; it says of itself that it is a sapo.
func sameStart(a, b string, cut bool) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n == len(a) && n >= 60 || cut && n >= 60 && n*2 >= len(a)
}

// markCaption gives the block at i the style of a caption if its place and dress say that it is one.
func markCaption(blocks []block, i int, usual uint32) {
	const shortest = 90 // bytes; hardly a paragraph is so short
	b := &blocks[i]
	if b.style&(styleCaption|styleHeading|styleQuote|styleSapo|styleAuthor) != 0 || len(b.text) > longestCaption ||
		b.row {
		return
	}
	credit := ""
	if strings.ContainsAny(b.text, ":(/") {
		_, credit = byline.CutCredit(b.text)
	}
	centred := b.style&styleCenter != 0
	italic := b.style&styleItalic != 0
	switch {
	case b.image && (centred || italic || credit != "" || b.style&styleBold == 0 && len(b.text) <= shortest),
		b.image && !endsSentence(b.text) && b.style&(styleBold|styleList) == 0 && len(b.text) < 400,
		centred && italic && len(b.text) < 400,
		credit != "" && len(b.text) < 400 && (centred || italic || strings.HasSuffix(b.text, credit)),
		b.big && b.style&styleBold == 0,
		b.image && b.shape != usual && (b.style&styleBold == 0 || b.minor) && len(b.text) < 300:
		b.style |= styleCaption
	}
}

// usualShape returns the shape of the elements that hold most of the prose.
func usualShape(blocks []block) uint32 {
	sizes := map[uint32]int{}
	var usual uint32
	for i := range blocks {
		b := &blocks[i]
		if sizes[b.shape] += len(b.text); sizes[b.shape] > sizes[usual] {
			usual = b.shape
		}
	}
	return usual
}

// photoStory turns captions into paragraphs where they are what the article tells.
func photoStory(blocks []block) {
	captions, long, other := 0, 0, 0
	for i := range blocks {
		b := &blocks[i]
		if b.kind() == news.Caption {
			captions += len(b.text)
			if len(b.text) > 120 {
				long++
			}
		} else {
			other += len(b.text)
		}
	}
	if long < 3 || captions < 2*other {
		return
	}
	for i := range blocks {
		blocks[i].style &^= styleCaption
	}
}

// isSubheading reports whether a paragraph is a heading in all but its element: short, all bold or all
// capitals, no sentence.
func isSubheading(b *block) bool {
	if len(b.text) > longestHeading || strings.HasSuffix(b.text, ".") || strings.HasSuffix(b.text, ";") ||
		strings.HasSuffix(b.text, ",") {
		return false
	}
	return b.style&styleBold != 0 || allCapitals(b.text)
}

// allCapitals reports whether s has letters and none is small.
func allCapitals(s string) bool {
	letters := 0
	for _, c := range s {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			letters++
		}
	}
	return letters >= 2
}
