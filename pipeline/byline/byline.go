// Package byline reads the credits of Vietnamese newspapers.
//
// [Parse] reads a byline ("MAI LINH", "Bài và ảnh: Lê Minh - Thu Hà", "Tạ Nguyên/Báo Tin tức", "Nhóm PV",
// "Theo TTXVN") and tells it from any other short line by its words alone. Every part of the line must be a
// person's name, an agency, an office or a staff label, and a name without a label must consist of syllables
// that occur in names (8,753 people). Headings and captions fail because they have a word in small letters or
// one that is no name. [ParseField] reads text that is known to name an author, and accepts any name.
//
// [CutDateline] cuts the label that opens the first paragraph ("(LSO) –"), and [CutCredit] the credit at the
// end of a caption ("Ảnh: Đức Anh").
package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// A Role is the role of the authors.
type Role uint8

// The roles.
const (
	Written     Role = iota
	Interviewed      // thực hiện
	Compiled         // tổng hợp, sưu tầm
	Recorded         // ghi
	Translated       // dịch
)

// A Credit holds the names in a byline. They are searchable: without honorifics, "MAI LINH" as "Mai Linh".
type Credit struct {
	Authors       []string
	Photographers []string
	Videographers []string
	Designers     []string // of graphics
	Editors       []string
	Role          Role
	Source        string // agency or newspaper that the text was taken from: "TTXVN", "Báo Nhân Dân"
	PhotoSource   string // agency that the photos, video or graphics were taken from
	Unit          string // the office of the author, or the office that wrote the text: "Công an tỉnh"
	Generic       bool   // unnamed staff is credited
	Staff         string // the name of that staff: "PV", "CTV", "Nhóm PV", "BBT", "BTV"
}

// maxByline is the length of the longest line that can be a byline, in bytes: four authors and the name of
// their office.
const maxByline = 260

// Parse reads any line of an article. It returns false if the line is no byline.
func Parse(line string) (Credit, bool) { return parse(line, anyLine) }

// ParseField reads text that is known to name an author: the field "author" of a page's metadata, or an
// element that the newspaper's templates reserve for the byline. It returns false if the text is an account,
// a vendor, the newspaper itself or a placeholder.
func ParseField(s string) (Credit, bool) { return parse(s, authorField) }

// An origin says where a line comes from.
type origin uint8

const (
	anyLine     origin = iota // any line of an article
	authorField               // text that is known to name an author
)

func parse(line string, from origin) (Credit, bool) {
	if len(line) > 2*maxByline {
		return Credit{}, false
	}
	line = cutTeller(cutOriginal(trimLine(viet.Normalize(line))))
	if line == "" || len(line) > maxByline || strings.HasSuffix(line, ":") {
		return Credit{}, false
	}
	if hasSignOfText(line) || isRole(line) {
		return Credit{}, false
	}
	if c, ok := parseNames(line, from); ok {
		return c, true
	}
	name, affiliation := cutAffiliation(trimLine(CutContact(line)))
	if name == line {
		return Credit{}, false
	}
	c, ok := parseNames(name, from)
	if !ok || len(c.Authors) == 0 {
		return Credit{}, false
	}
	if !isPlaceWithHead(affiliation) && !isNamedPlace(affiliation) {
		c.Unit = affiliation
	}
	return c, true
}

// hasSignOfText reports whether a line has a sign that no byline has.
func hasSignOfText(line string) bool {
	return strings.ContainsAny(line, `?!"=<>%`) || hasQuoteOrDots(line)
}

// hasQuoteOrDots reports whether a line has one of “, ” and …. It is strings.ContainsAny, which is slow for
// signs beyond ASCII.
func hasQuoteOrDots(line string) bool {
	const first = 0xE2 // the byte that these signs begin with
	for at := strings.IndexByte(line, first); at >= 0; at = strings.IndexByte(line, first) {
		line = line[at:]
		if strings.HasPrefix(line, "“") || strings.HasPrefix(line, "”") || strings.HasPrefix(line, "…") {
			return true
		}
		line = line[1:]
	}
	return false
}

// parseNames reads a line of names with their labels, sources and offices.
func parseNames(line string, from origin) (Credit, bool) {
	p := parser{origin: from}
	if isProse(line) || !p.parseLine(line) || p.empty() {
		return Credit{}, false
	}
	return p.credit, true
}

// maxSource is the length of the longest line "Theo …" that names a source, in bytes.
const maxSource = 80

// isProse reports whether line, which has neither a label nor brackets, has a word in small letters that no
// byline has. It is a fast path: Parse would reject such a line, but later and with allocations.
func isProse(line string) bool {
	if _, ok := cutWord(line, "theo"); ok && len(line) <= maxSource || strings.ContainsAny(line, ":(") {
		return false
	}
	for word := range strings.FieldsSeq(cutGenre(line)) {
		word = strings.Trim(word, ",;.-/")
		if r := firstRune(word); unicode.IsLower(r) && !unitWords[word] && !smallWords[word] &&
			!isDomain(word) {
			return true
		}
	}
	return false
}

// A parser fills a credit from the segments of one line.
type parser struct {
	credit Credit
	origin origin
}

func (p *parser) empty() bool {
	c := &p.credit
	return len(c.Authors)+len(c.Photographers)+len(c.Videographers)+len(c.Designers)+len(c.Editors) == 0 &&
		c.Source+c.PhotoSource+c.Unit == "" && !c.Generic
}

// parseLine reads the segments of a line, each with the label before it: "Bài: Lê Minh - Ảnh: Xuân Hải".
func (p *parser) parseLine(s string) bool {
	kind := contribution(0)
	for first := true; ; first = false {
		start, next, label, ok := nextLabel(s)
		content := s
		if ok {
			content = s[:start]
		}
		content = cutUnpairedBracket(strings.Trim(content, separators))
		switch {
		case content == "" && first && ok:
		case content == "" || !p.parseSegment(content, kind):
			return false
		}
		if !ok {
			return !strings.Contains(s, ": ") || kind&source != 0
		}
		kind = label
		s = s[next:]
	}
}

// cutUnpairedBracket cuts one bracket of a pair that encloses a label and its names: "Như Tâm (Video:
// Reuters)".
func cutUnpairedBracket(s string) string {
	open, closed := strings.Count(s, "("), strings.Count(s, ")")
	if open > closed {
		return strings.Trim(strings.TrimSuffix(s, "("), separators)
	}
	if closed > open {
		return strings.Trim(strings.TrimSuffix(s, ")"), separators)
	}
	return s
}

const separators = " ,;-–—|/•*."

// A contribution is a set of the contributions that a label names, and of flags.
type contribution uint16

const (
	author contribution = 1 << iota
	photo
	video
	design
	source
	interview
	compile
	record
	edit
	translate
)

// labels holds the words of labels.
var labels = map[string]contribution{
	"bài": author, "tin": author, "viết": author, "bài viết": author, "tác giả": author,
	"nhóm tác giả": author,
	"người viết":   author, "nội dung": author, "lời": author, "by": author, "thơ": author,
	"phóng sự": author,
	"ký sự":    author, "bút ký": author, "biên soạn": compile, "biên tập": edit, "tường thuật": author,
	"tùy bút": author, "tuỳ bút": author, "tản văn": author, "tạp bút": author, "tạp văn": author,
	"truyện ngắn": author, "hồi ký": author, "kịch bản": author,
	"nhạc": edit, "âm thanh": edit, "giọng đọc": edit, "thể hiện": edit, "đạo diễn": edit, "hậu kỳ": edit,
	"hiệu đính": edit, "tổ chức nội dung": edit, "tổ chức thực hiện": edit, "chỉ đạo nội dung": edit,
	"chỉ đạo thực hiện": edit, "tổ chức sản xuất": edit, "biên tập hình": edit, "dẫn chương trình": edit,
	"lồng tiếng": edit, "chỉ đạo sản xuất": edit, "chịu trách nhiệm sản xuất": edit, "dàn trang": design,
	"mỹ thuật": design, "họa sĩ": design, "hoạ sĩ": design, "camera": video,
	"người dịch": translate, "dịch giả": translate, "biên dịch": translate, "dịch": translate,
	"lược thuật": translate, "chuyển ngữ": translate,
	"text": author, "văn": author, "người ghi": record, "phỏng vấn": interview, "tổng thuật": compile,
	"phóng viên": author, "pv": author, "ctv": author, "cộng tác viên": author, "nhóm phóng viên": author,
	"nhóm pv": author, "viết bài": author,
	"lược ghi": record, "ghi": record, "ghi chép": record, "tổng hợp": compile, "sưu tầm": compile,
	"thực hiện": interview, "nhóm thực hiện": interview, "người thực hiện": interview,
	"ảnh": photo, "hình ảnh": photo, "hình": photo, "photo": photo, "photos": photo, "chụp": photo,
	"chùm ảnh": photo,
	"clip":     video, "video": video, "quay phim": video, "dựng": video, "video clip": video, "quay": video,
	"đồ họa": design, "đồ hoạ": design, "thiết kế": design, "trình bày": design, "minh họa": design,
	"minh hoạ": design, "infographic": design, "infographics": design, "kỹ thuật": design, "design": design,
	"nguồn": source, "theo": source, "nguồn tin": source, "và": 0,
}

// nextLabel returns where the first label of s begins, where the text after it begins, and its contributions.
func nextLabel(s string) (int, int, contribution, bool) {
	for from := 0; ; {
		colon := strings.IndexByte(s[from:], ':')
		if colon < 0 {
			return 0, 0, 0, false
		}
		colon += from
		if start, kind, ok := labelBefore(s[:colon]); ok {
			return start, colon + 1, kind, true
		}
		from = colon + 1
	}
}

// labelBefore reads the label at the end of s. It must be at the beginning of s or after a separator: "Bài,
// ảnh", "Tin và ảnh".
func labelBefore(s string) (int, contribution, bool) {
	end := len(strings.TrimRight(s, " "))
	start := end
	var kind contribution
	for start > 0 {
		word := lastLabel(s[:start])
		if word == "" {
			break
		}
		kind |= labels[strings.ToLower(word)]
		start -= len(word)
		trimmed := strings.TrimRight(s[:start], " ,&-/+")
		if lastLabel(trimmed) == "" {
			break
		}
		start = len(trimmed)
	}
	label := strings.ToLower(s[start:end])
	if kind == 0 || label == "tin ảnh" { // "Tin ảnh" names a rubric
		return 0, 0, false
	}

	before := strings.TrimRight(s[:start], " ")
	if before == "" || strings.ContainsRune(",;-–—|/.(•*+", lastRune(before)) {
		return start, kind, true
	}
	return 0, 0, false
}

// lastLabel returns the longest label at the end of s, of one to four whole words.
func lastLabel(s string) string {
	longest := ""
	for at, n := len(s), 0; n < 4 && at > 0; n++ {
		at = strings.LastIndexAny(s[:at], " ,&-/+.(|;*–—")
		word := s[at+1:]
		if at >= 0 && s[at] >= utf8.RuneSelf {
			_, size := utf8.DecodeRuneInString(s[at:])
			word = s[at+size:]
		}
		if _, ok := labels[strings.ToLower(word)]; ok && word != "" {
			longest = word
		}
		if at < 0 || s[at] != ' ' {
			break
		}
	}
	return longest
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// parseSegment reads the names after a label, or a whole line without a label.
func (p *parser) parseSegment(s string, kind contribution) bool {
	switch {
	case kind&interview != 0:
		p.credit.Role = Interviewed
	case kind&compile != 0:
		p.credit.Role = Compiled
	case kind&record != 0:
		p.credit.Role = Recorded
	case kind&translate != 0:
		p.credit.Role = Translated
	}
	if kind == source {
		return p.parseSource(s)
	}
	if rest, ok := cutWord(s, "theo"); ok && kind == 0 {
		return p.parseSource(rest)
	}
	if rest, ok := cutWord(s, "ảnh"); ok && kind == 0 {
		kind, s = photo|noColon, rest
	}
	if kind == 0 && areAgencies(s) {
		return p.parseSource(s)
	}
	if kind == 0 {
		if rest := cutGenre(s); rest != s {
			s, kind = rest, named
		}
	}

	pieces := split(s)
	if len(pieces) > 8 {
		return false
	}
	for _, piece := range pieces {
		if !p.parseName(piece, kind) {
			return false
		}
	}
	return true
}

// parseName reads one name with its attributes: "Nguyễn Thị Hà (Trung tâm Văn hóa …)", "Thanh Hòa thực hiện".
func (p *parser) parseName(s string, kind contribution) bool {
	s = strings.Trim(s, " .,")
	if s == "" {
		return true
	}
	if name, inside, ok := cutBrackets(s); ok {
		switch {
		case p.parseBrackets(inside, kind):
			return p.parseName(name, kind|named)
		case isPlace(inside):
			return p.parseName(name, kind)
		}
		return false
	}
	if name, role, ok := cutRole(s); ok && strings.ContainsAny(name, " .") {
		p.credit.Role = role
		return p.parseName(name, kind|named)
	}
	if rest, ok := cutWord(s, "theo"); ok && p.hasAuthor() { // "Mai Linh - Theo TTXVN"
		return p.parseSource(rest)
	}
	if at := indexWord(s, "theo"); at > 0 {
		return p.parseName(s[:at], kind|named) && p.parseSource(s[at+len("theo "):])
	}

	if rest, ok := p.parseStaff(s, kind); ok {
		if rest == "" {
			return true
		}
		s = rest
	}
	title := s
	if s = cutHonorifics(s); isAcademic(title[:len(title)-len(s)]) && strings.Contains(s, " ") {
		kind |= titled
	}
	labelled := p.isLabelled(kind)
	if labelled && kind&interview != 0 && isPenName(s) {
		p.add(viet.TitleName(s), kind)
		return true
	}
	if p.hasAuthor() && isSender(s) {
		p.credit.Unit = s
		return true
	}
	if name, ok := agency(s); ok && (labelled || p.hasAuthor() || isUnmistakable(s)) {
		p.addSource(name, kind)
		return true
	}
	if name, ok := person(s, p.confidence(kind)); ok {
		p.add(name, kind)
		return true
	}
	if isSender(s) || (p.hasAuthor() || labelled) && isOffice(s) {
		if kind&(design|edit) != 0 && kind&author == 0 {
			p.add(s, kind) // "Đồ họa: Tổ Thiết kế"
		} else {
			p.credit.Unit = s
		}
		return true
	}
	if kind&photo != 0 && len(p.credit.Photographers) > 0 && isOrigin(s) {
		p.addSource(s, kind)
		return true
	}
	return false
}

// parseStaff reads a staff label with its agency: "Phóng viên TTXVN tại Lạng Sơn". It returns the text behind
// the label that is no agency, and whether there is a label. A label before other text gives no credit.
func (p *parser) parseStaff(s string, kind contribution) (string, bool) {
	staff, rest, ok := cutStaff(s)
	if !ok {
		return s, false
	}
	if at := indexWord(rest, "tại"); at > 0 && isProper(rest[at+len("tại "):]) {
		rest = rest[:at-1]
	}
	if name, isAgency := agency(rest); isAgency {
		p.addSource(name, kind)
		rest = ""
	}
	if rest == "" {
		p.credit.Generic, p.credit.Staff = true, staff
	}
	return rest, true
}

// isOrigin reports whether s says where photos are from without a name: "Tư liệu", "nhân vật cung cấp".
func isOrigin(s string) bool {
	s = viet.Lower(s)
	return slices.Contains(origins[:], s) || strings.HasSuffix(s, " cung cấp")
}

// Flags of a name beside its contributions.
const (
	named         contribution = 1 << (10 + iota) // its context shows a name: brackets, "thực hiện"
	noColon                                       // its label has no colon
	titled                                        // it stands behind an academic title
	contributions = named - 1
)

// isLabelled reports whether a label with a colon, or the origin of the line, says that a name follows.
func (p *parser) isLabelled(kind contribution) bool {
	return p.origin == authorField || kind&contributions != 0 && kind&noColon == 0
}

// confidence says how sure it is that the next text is a name.
func (p *parser) confidence(kind contribution) confidence {
	switch {
	case p.isLabelled(kind), kind&named != 0:
		return certain
	case p.hasAuthor(), kind&titled != 0:
		return likely
	}
	return unsure
}

// hasAuthor reports whether an author was found already.
func (p *parser) hasAuthor() bool { return len(p.credit.Authors) > 0 }

// parseBrackets reads the text in brackets after a name.
func (p *parser) parseBrackets(s string, kind contribution) bool {
	if role, ok := roles[strings.ToLower(s)]; ok {
		p.credit.Role = role
		return true
	}
	for _, from := range [...]string{"theo", "tổng hợp từ", "tổng hợp theo", "lược dịch theo", "dịch từ"} {
		rest, ok := cutWord(s, from)
		if ok && isAnywhere(rest) {
			p.credit.Role = Compiled
			return true
		}
		if ok {
			return p.parseSource(rest)
		}
	}
	if rest, ok := p.parseStaff(s, kind); ok && (rest == "" || isPlaceWithHead(rest)) {
		return true // "Lò Thị Thu (CTV xã Mường Khoa)"
	}
	if name, ok := agency(s); ok {
		p.addSource(name, kind)
		return true
	}
	if areAgencies(s) {
		return p.parseSource(s)
	}
	if rest, ok := cutWord(s, "nguồn"); ok {
		return p.parseSource(rest)
	}
	if isOffice(s) {
		p.credit.Unit = s
		return true
	}
	return false
}

// isAnywhere reports whether s says that a text is from others without a name of one: "internet", "các báo".
func isAnywhere(s string) bool {
	switch viet.Lower(s) {
	case "internet", "mạng", "mạng internet", "mạng xã hội", "các báo", "nhiều nguồn":
		return true
	}
	return false
}

// areAgencies reports whether s is two agencies, or an agency and its site: "TTXVN/Vietnam+".
func areAgencies(s string) bool {
	first, second, ok := strings.Cut(s, "/")
	if !ok {
		return false
	}
	if _, ok = agency(first); !ok || !isUnmistakable(strings.TrimSpace(first)) {
		return false
	}
	_, ok = agency(second)
	return ok
}

// isPlace reports whether the text in brackets after a name is the place that its author writes from: "(Lạng
// Sơn)", "(từ Moskva, Nga)".
func isPlace(s string) bool {
	rest, _ := cutWord(s, "từ")
	return isProper(rest)
}

// parseSource reads the text after "Theo" or "Nguồn:": an agency, a newspaper, a domain, or an author of one
// of them. "Theo báo cáo tại hội nghị" is a sentence.
func (p *parser) parseSource(s string) bool {
	s = strings.Trim(s, " .:,")
	if name, ok := agency(s); ok {
		p.addSource(name, 0)
		return true
	}
	if name, inside, ok := cutBrackets(s); ok {
		return p.parseSource(inside) && p.parseName(name, named)
	}
	if writer, from, ok := strings.Cut(s, "/"); ok {
		if _, isAgency := agency(writer); isAgency {
			return p.parseSource(writer) && p.parseSource(from)
		}
		return p.parseName(writer, named) && p.parseSource(from)
	}
	for _, dash := range [...]string{" - ", " – ", ", "} {
		if first, second, ok := strings.Cut(s, dash); ok {
			return p.parseSource(first) && p.parseSource(second)
		}
	}
	if name, ok := person(s, likely); ok {
		p.add(name, author)
		return true
	}
	if isOutlet(s) {
		p.addSource(s, 0)
		return true
	}
	return false
}

func (p *parser) addSource(name string, kind contribution) {
	dst := &p.credit.Source
	if kind&(photo|video|design) != 0 && kind&author == 0 {
		dst = &p.credit.PhotoSource
	}
	switch {
	case *dst == "":
		*dst = name
	case !strings.Contains(*dst, name):
		*dst += "/" + name
	}
}

func (p *parser) add(name string, kind contribution) {
	c := &p.credit
	if kind&photo != 0 {
		c.Photographers = append(c.Photographers, name)
	}
	if kind&video != 0 {
		c.Videographers = append(c.Videographers, name)
	}
	if kind&design != 0 {
		c.Designers = append(c.Designers, name)
	}
	if kind&edit != 0 {
		c.Editors = append(c.Editors, name)
	}
	if kind&(author|interview|compile|record|translate) != 0 || kind&contributions == 0 {
		c.Authors = append(c.Authors, name)
	}
}

// trimLine cuts punctuation and a pair of brackets around a line, and makes one space of each run of spaces.
func trimLine(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-–—*•▪■/.,;|", r)
	})
	if strings.HasPrefix(s, "(") && strings.IndexByte(s, ')') == len(s)-1 {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	for i := 1; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == ' ' && s[i-1] == ' ' {
			return strings.Join(strings.Fields(strings.ReplaceAll(s, "\n", "; ")), " ")
		}
	}
	return s
}

// split cuts s at the signs between names, outside brackets.
func split(s string) []string {
	pieces := make([]string, 0, 4)
	depth, start := 0, 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		cut := 0
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth > 0:
		case r == ';' || r == '/' || r == '|' || r == '+' || r == '•':
			cut = size
			if r == '/' && isSlashRole(s[i+1:]) {
				cut = 0
			}
		case r == ',' && !isOffice(s[start:i]):
			cut = size
		case r == '&' && i > 0 && s[i-1] == ' ':
			cut = size
		case (r == '-' || r == '–' || r == '—') && isDash(s[start:i], s[i+size:]):
			cut = size
		case r == ' ' && isAnd(s[i+1:]) && !isOffice(s[start:i]):
			cut = len(" và ")
		}
		if cut > 0 {
			pieces = append(pieces, s[start:i])
			start = i + cut
			i = start
			continue
		}
		i += size
	}
	return append(pieces, s[start:])
}

// isAnd reports whether s begins with the word "và".
func isAnd(s string) bool {
	_, ok := cutWord(s, "và")
	return ok
}

// isDash reports whether a dash separates two names: it is beside a space, or between two names of several
// words each ("HOÀNG VƯƠNG-TRIỆU THÀNH"). "TRẦN-LÊ" is one name.
func isDash(before, after string) bool {
	if strings.HasSuffix(before, " ") || strings.HasPrefix(after, " ") {
		return true
	}
	last := before[strings.LastIndexByte(before, ' ')+1:]
	first, _, several := strings.Cut(after, " ")
	return last != before && several && viet.IsSyllable(last) && viet.IsSyllable(first)
}

// isSlashRole reports whether s, which follows a slash, is the rest of "T/h".
func isSlashRole(s string) bool {
	return len(s) > 0 && (s[0] == 'h' || s[0] == 'H') && (len(s) == 1 || s[1] == ')')
}

// cutBrackets splits "name (inside)".
func cutBrackets(s string) (string, string, bool) {
	open := strings.IndexByte(s, '(')
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	return strings.TrimSpace(s[:open]), strings.Trim(s[open+1:len(s)-1], " ."), true
}

// cutWord cuts a word, given in small letters, from the beginning of s.
func cutWord(s, word string) (string, bool) {
	if len(s) > len(word) && s[len(word)] == ' ' && strings.EqualFold(s[:len(word)], word) {
		return s[len(word)+1:], true
	}
	return s, false
}

// indexWord returns the index of a word between spaces in s, or -1.
func indexWord(s, word string) int {
	for i := 0; i+len(word)+2 < len(s); i++ {
		if s[i] == ' ' && s[i+1+len(word)] == ' ' && strings.EqualFold(s[i+1:i+1+len(word)], word) {
			return i + 1
		}
	}
	return -1
}
