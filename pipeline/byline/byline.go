// Package byline reads the credits of Vietnamese newspapers: the line that says who wrote an article ("MAI
// LINH", "Bài và ảnh: Lê Minh - Thu Hà", "Tạ Nguyên/Báo Tin tức", "Nhóm PV", "Theo TTXVN"), the label that
// opens the first paragraph ("(LSO) –") and the credit at the end of a caption ("Ảnh: Đức Anh").
//
// [Parse] tells a byline from any other short line by its words alone: every piece of the line must be a
// person's name, an agency, a unit or a staff label, and a name without a label must be made of syllables
// that people are named with. Headings and captions fail because some word of theirs is small, or no name.
// [ParseField] is for text that is known to name an author, where any name will do.
package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// A Role says what the authors did.
type Role uint8

// The roles.
const (
	Written     Role = iota
	Interviewed      // thực hiện
	Compiled         // tổng hợp, sưu tầm
	Recorded         // ghi
	Translated       // dịch
)

// A Credit is what a byline says. Names are searchable: honorifics cut, capitals turned into "Mai Linh".
type Credit struct {
	Authors       []string
	Photographers []string
	Videographers []string
	Designers     []string // of graphics
	Editors       []string
	Role          Role
	Source        string // agency or newspaper that the text was taken from: "TTXVN", "Báo Nhân Dân"
	PhotoSource   string // agency that the photos, video or graphics were taken from
	Unit          string // the office that the author belongs to or that wrote itself: "Công an tỉnh"
	Generic       bool   // credited to unnamed staff, too
	Staff         string // what they are called: "PV", "CTV", "Nhóm PV", "BBT", "BTV"
}

// maxByline is the length of the longest line that can be a byline, in bytes: four authors and the name of
// their office.
const maxByline = 260

// Parse reads a line that may stand anywhere in an article. It returns false if the line is no byline.
func Parse(line string) (Credit, bool) { return parse(line, false) }

// ParseField reads text that is known to name an author: the field "author" of a page's metadata, an element
// that the newspaper's templates reserve for the byline. It returns false if that text is an account, a
// vendor, the newspaper itself or a placeholder.
func ParseField(s string) (Credit, bool) { return parse(s, true) }

func parse(line string, field bool) (Credit, bool) {
	if len(line) > 2*maxByline {
		return Credit{}, false
	}
	line = tidy(viet.Normalize(line))
	if line == "" || len(line) > maxByline || strings.HasSuffix(line, ":") {
		return Credit{}, false
	}
	if strings.ContainsAny(line, "?!“”\"=<>…%") || isProse(line) {
		return Credit{}, false
	}
	p := parser{field: field}
	if !p.line(line) || p.empty() {
		return Credit{}, false
	}
	return p.credit, true
}

// maxSource is the length of the longest "Theo …" that names a source, in bytes.
const maxSource = 80

// isProse reports, in one pass and without allocating, that line cannot be a byline: it has no label and no
// brackets, and a word in small letters that no byline holds.
func isProse(line string) bool {
	if _, ok := cutWord(line, "theo"); ok && len(line) <= maxSource || strings.ContainsAny(line, ":(") {
		return false
	}
	for word := range strings.FieldsSeq(line) {
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
	field  bool
}

func (p *parser) empty() bool {
	c := &p.credit
	return len(c.Authors)+len(c.Photographers)+len(c.Videographers)+len(c.Designers)+len(c.Editors) == 0 &&
		c.Source+c.PhotoSource+c.Unit == "" && !c.Generic
}

// line reads the segments of a line, each with the label before it: "Bài: Lê Minh - Ảnh: Xuân Hải".
func (p *parser) line(s string) bool {
	what := task(0)
	for first := true; ; first = false {
		start, next, label, ok := nextLabel(s)
		content := s
		if ok {
			content = s[:start]
		}
		content = unframe(strings.Trim(content, separators))
		switch {
		case content == "" && first && ok:
		case content == "" || !p.segment(content, what):
			return false
		}
		if !ok {
			return !strings.Contains(s, ": ") || what&source != 0
		}
		what = label
		s = s[next:]
	}
}

// unframe cuts a bracket that encloses a label and what stands behind it: "Như Tâm (Video: Reuters)".
func unframe(s string) string {
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

// A task is what the people behind a label did.
type task uint16

const (
	author task = 1 << iota
	photo
	video
	design
	source
	interview
	compile
	record
	edit
)

// labels holds the words that a label is made of.
var labels = map[string]task{
	"bài": author, "tin": author, "viết": author, "bài viết": author, "tác giả": author,
	"nhóm tác giả": author,
	"người viết":   author, "nội dung": author, "lời": author, "by": author, "thơ": author,
	"phóng sự": author,
	"ký sự":    author, "bút ký": author, "biên soạn": compile, "biên tập": edit, "tường thuật": author,
	"hiệu đính": edit, "chịu trách nhiệm nội dung": edit,
	"text":       author,
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

// nextLabel returns where the first label of s begins, where its content begins, and what it says.
func nextLabel(s string) (int, int, task, bool) {
	for from := 0; ; {
		colon := strings.IndexByte(s[from:], ':')
		if colon < 0 {
			return 0, 0, 0, false
		}
		colon += from
		if start, what, ok := labelBefore(s[:colon]); ok {
			return start, colon + 1, what, true
		}
		from = colon + 1
	}
}

// labelBefore reads the label that ends s, which stands at its beginning or behind a separator: "Bài, ảnh",
// "Tin và ảnh".
func labelBefore(s string) (int, task, bool) {
	end := len(strings.TrimRight(s, " "))
	start := end
	var what task
	for start > 0 {
		word := lastLabel(s[:start])
		if word == "" {
			break
		}
		what |= labels[strings.ToLower(word)]
		start -= len(word)
		trimmed := strings.TrimRight(s[:start], " ,&-/+")
		if lastLabel(trimmed) == "" {
			break
		}
		start = len(trimmed)
	}
	label := strings.ToLower(s[start:end])
	if what == 0 || label == "tin ảnh" { // "Tin ảnh" names a rubric
		return 0, 0, false
	}

	before := strings.TrimRight(s[:start], " ")
	if before == "" || strings.ContainsRune(",;-–—|/.(•*+", lastRune(before)) {
		return start, what, true
	}
	return 0, 0, false
}

// lastLabel returns the longest label word that ends s, as a whole word.
func lastLabel(s string) string {
	longest := ""
	for at, n := len(s), 0; n < 3 && at > 0; n++ {
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

// segment reads what stands behind a label, or the whole of a line without one.
func (p *parser) segment(s string, what task) bool {
	switch {
	case what&interview != 0:
		p.credit.Role = Interviewed
	case what&compile != 0:
		p.credit.Role = Compiled
	case what&record != 0:
		p.credit.Role = Recorded
	}
	if what == source {
		return p.source(s)
	}
	if rest, ok := cutWord(s, "theo"); ok && what == 0 {
		return p.source(rest)
	}
	if rest, ok := cutWord(s, "ảnh"); ok && what == 0 {
		what, s = photo|unlabelled, rest
	}
	if what == 0 {
		s = cutGenre(s)
	}

	pieces := split(s)
	if len(pieces) > 8 {
		return false
	}
	for _, piece := range pieces {
		if !p.piece(piece, what) {
			return false
		}
	}
	return true
}

// piece reads one name with what belongs to it: "Nguyễn Thị Hà (Trung tâm Văn hóa …)", "Thanh Hòa thực hiện".
func (p *parser) piece(s string, what task) bool {
	s = strings.Trim(s, " .,")
	if s == "" {
		return true
	}
	if name, inside, ok := cutBrackets(s); ok {
		switch {
		case p.inside(inside, what):
			return p.piece(name, what|named)
		case isPlace(inside):
			return p.piece(name, what)
		}
		return false
	}
	if name, role, ok := cutRole(s); ok && strings.ContainsAny(name, " .") {
		p.credit.Role = role
		return p.piece(name, what|named)
	}
	if at := indexWord(s, "theo"); at > 0 {
		return p.piece(s[:at], what|named) && p.source(s[at+len("theo "):])
	}

	if staff, rest, ok := cutStaff(s); ok {
		if at := indexWord(rest, "tại"); at > 0 && isProper(rest[at+len("tại "):]) {
			rest = rest[:at-1] // "Phóng viên TTXVN tại Lạng Sơn"
		}
		if rest == "" {
			p.credit.Generic, p.credit.Staff = true, staff
			return true
		}
		if name, isAgency := agency(rest); isAgency {
			p.credit.Generic, p.credit.Staff = true, staff
			p.addSource(name, what)
			return true
		}
		s = rest
	}
	s = cutHonorifics(s)
	loose := p.field || what&tasks != 0 && what&unlabelled == 0
	if p.some() && isUnit(s, false) {
		p.credit.Unit = s
		return true
	}
	if isAgencyPiece(s, loose || p.some()) {
		name, _ := agency(s)
		p.addSource(name, what)
		return true
	}
	if name, ok := person(s, loose || what&named != 0, p.some()); ok {
		p.add(name, what)
		return true
	}
	if isUnit(s, p.some() || loose) {
		p.credit.Unit = s
		return true
	}
	return false
}

// Marks of a piece beside its tasks.
const (
	named      task = 1 << (9 + iota) // something beside it shows that it is a name: brackets, "thực hiện"
	unlabelled                        // a label without its colon
	tasks      = named - 1
)

// some reports whether a name was found already.
func (p *parser) some() bool { return len(p.credit.Authors) > 0 }

// inside reads what stands in brackets behind a name.
func (p *parser) inside(s string, what task) bool {
	if role, ok := roles[strings.ToLower(s)]; ok {
		p.credit.Role = role
		return true
	}
	if rest, ok := cutWord(s, "theo"); ok {
		return p.source(rest)
	}
	if staff, rest, ok := cutStaff(s); ok && rest == "" {
		p.credit.Generic, p.credit.Staff = true, staff
		return true
	}
	if name, ok := agency(s); ok {
		p.addSource(name, what)
		return true
	}
	if rest, ok := cutWord(s, "nguồn"); ok {
		return p.source(rest)
	}
	if isUnit(s, true) {
		p.credit.Unit = s
		return true
	}
	return false
}

// isPlace reports whether what stands in brackets behind a name is where its bearer writes from: "(Lạng
// Sơn)", "(từ Moskva, Nga)".
func isPlace(s string) bool {
	rest, _ := cutWord(s, "từ")
	return isProper(rest)
}

// source reads what stands behind "Theo" or "Nguồn:": an agency, a newspaper, a domain, or a writer of one of
// them. "Theo báo cáo tại hội nghị" is a sentence.
func (p *parser) source(s string) bool {
	s = strings.Trim(s, " .:,")
	if name, ok := agency(s); ok {
		p.addSource(name, 0)
		return true
	}
	if name, inside, ok := cutBrackets(s); ok {
		return p.source(inside) && p.piece(name, named)
	}
	if writer, from, ok := strings.Cut(s, "/"); ok {
		if _, isAgency := agency(writer); isAgency {
			return p.source(writer) && p.source(from)
		}
		return p.piece(writer, named) && p.source(from)
	}
	for _, dash := range [...]string{" - ", " – ", ", "} {
		if first, second, ok := strings.Cut(s, dash); ok {
			return p.source(first) && p.source(second)
		}
	}
	if name, ok := person(s, false, true); ok {
		p.add(name, author)
		return true
	}
	if isOutlet(s) {
		p.addSource(s, 0)
		return true
	}
	return false
}

func (p *parser) addSource(name string, what task) {
	dst := &p.credit.Source
	if what&(photo|video|design) != 0 && what&author == 0 {
		dst = &p.credit.PhotoSource
	}
	switch {
	case *dst == "":
		*dst = name
	case !strings.Contains(*dst, name):
		*dst += "/" + name
	}
}

func (p *parser) add(name string, what task) {
	c := &p.credit
	if what&photo != 0 {
		c.Photographers = append(c.Photographers, name)
	}
	if what&video != 0 {
		c.Videographers = append(c.Videographers, name)
	}
	if what&design != 0 {
		c.Designers = append(c.Designers, name)
	}
	if what&edit != 0 {
		c.Editors = append(c.Editors, name)
	}
	if what&(author|interview|compile|record) != 0 || what&tasks == 0 {
		c.Authors = append(c.Authors, name)
	}
}

// tidy cuts what frames a line and makes every run of spaces one.
func tidy(s string) string {
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
		case r == ',' && !isUnit(s[start:i], true):
			cut = size
		case r == '&' && i > 0 && s[i-1] == ' ':
			cut = size
		case (r == '-' || r == '–' || r == '—') && isDash(s[start:i], s[i+size:]):
			cut = size
		case r == ' ' && isAnd(s[i+1:]) && !isUnit(s[start:i], true):
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

// isDash reports whether a dash separates two names: one beside a space does, and one between two names of
// several words each ("HOÀNG VƯƠNG-TRIỆU THÀNH"); "TRẦN-LÊ" is one name.
func isDash(before, after string) bool {
	if strings.HasSuffix(before, " ") || strings.HasPrefix(after, " ") {
		return true
	}
	last := before[strings.LastIndexByte(before, ' ')+1:]
	first, _, several := strings.Cut(after, " ")
	return last != before && several && viet.IsSyllable(last) && viet.IsSyllable(first)
}

// isSlashRole reports whether s, behind a slash, is the rest of "T/h".
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

// cutWord cuts the word, which is in small letters, from the beginning of s.
func cutWord(s, word string) (string, bool) {
	if len(s) > len(word) && s[len(word)] == ' ' && strings.EqualFold(s[:len(word)], word) {
		return s[len(word)+1:], true
	}
	return s, false
}

// indexWord returns where the word stands inside s, between spaces; -1 if nowhere.
func indexWord(s, word string) int {
	for i := 0; i+len(word)+2 < len(s); i++ {
		if s[i] == ' ' && s[i+1+len(word)] == ' ' && strings.EqualFold(s[i+1:i+1+len(word)], word) {
			return i + 1
		}
	}
	return -1
}
