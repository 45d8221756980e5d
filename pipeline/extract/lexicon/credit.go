package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// LongestByline is the length of the longest byline in bytes: about 140 letters, which two names with their
// offices need.
const LongestByline = 220

// IsByline reports whether the text of a block, perhaps of several lines, is a byline. A block that is not
// marked as one by its element must stand last or bear a label.
func IsByline(s string, marked, last bool) bool {
	const mostLines = 4
	if len(s) > LongestByline || strings.Count(s, "\n") >= mostLines {
		return false
	}
	if !marked && !last && !IsLabelledByline(s) {
		return false
	}
	any := false
	for line := range strings.SplitSeq(s, "\n") {
		if line == "" || any && (byline.IsContact(line) || byline.IsAffiliation(line)) ||
			IsPlaceAndDay(line) {
			continue
		}
		if _, ok := ParseByline(line, marked); !ok {
			return false
		}
		any = true
	}
	return any
}

// IsPlaceAndDay reports whether a line says where and when a text was written, as over or under the name of
// its writer: "Hà Nội, tháng 5/2012", "(Nà Hoi, 5-2012)".
func IsPlaceAndDay(s string) bool {
	const longest = 60 // bytes
	if len(s) > longest || !HasDigit(s) {
		return false
	}
	place, day, ok := strings.Cut(strings.Trim(s, "() "), ",")
	day = strings.TrimSpace(day)
	if !ok || place == "" || HasDigit(place) || day == "" || OtherWords(day, 0) > 0 {
		return false
	}
	for word := range strings.FieldsSeq(place) {
		if first, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(first) {
			return false
		}
	}
	return true
}

// ParseByline reads a line as a byline. If its element marks it as one, any name will do.
func ParseByline(line string, marked bool) (byline.Credit, bool) {
	if c, ok := byline.Parse(line); ok || !marked {
		return c, ok
	}
	if EndsSentence(line) {
		return byline.Credit{}, false
	}
	return byline.ParseField(line)
}

// IsLabelledByline reports whether a line says itself that it is a byline: "Tin, ảnh: …", "Bài và ảnh: …",
// "Thực hiện: …".
func IsLabelledByline(s string) bool {
	label, _, ok := strings.Cut(s, ":")
	if !ok || len(label) > longestName {
		return false
	}
	label = strings.TrimLeft(viet.Lower(label), " (")
	for _, word := range bylineLabels {
		if label == word || strings.HasPrefix(label, word) && !isWordByte(label[len(word)]) {
			return true
		}
	}
	return false
}

var bylineLabels = [...]string{"tin", "bài", "thực hiện", "tác giả", "nhóm phóng viên", "nhóm pv"}

func isWordByte(c byte) bool { return markup.IsLetter(c) || c >= utf8.RuneSelf }

// NamesTeller reports whether a line under the writer says who told him what he wrote down: "(Ghi theo lời kể
// của ông Lò Văn Mẫu)".
func NamesTeller(s string) bool {
	return len(s) <= LongestByline && strings.Contains(s, "theo lời") && tellers.beginWords(Key(s))
}

var tellers = newPrefixes("ghi theo lời", "viết theo lời", "kể theo lời")

// IsPhotoCredit reports whether a line says who took a photo, and nothing else.
func IsPhotoCredit(s string) bool { return byline.IsCreditOnly(s) }

// HasPhotoCredit reports whether a line ends in who took a photo, as captions do.
func HasPhotoCredit(s string) bool {
	if !strings.ContainsAny(s, ":(/") {
		return false
	}
	_, credit := byline.CutCredit(s)
	return credit != ""
}

// IsName reports whether a line is nothing but two to four syllables that all begin with a capital, as the
// names of nearly all Vietnamese do.
func IsName(s string) bool {
	const least, most = 2, 4
	words := 0
	for w := range strings.FieldsSeq(s) {
		first, _ := utf8.DecodeRuneInString(w)
		if words++; words > most || !unicode.IsUpper(first) || !viet.IsSyllable(w) {
			return false
		}
	}
	if words < least {
		return false
	}
	_, ok := byline.ParseField(s)
	return ok
}

// HeadsPerson reports whether a title is that of a page about one who writes: "Tác giả Lò Văn Mẫu".
func HeadsPerson(title string) bool {
	for _, post := range [...]string{"Tác giả ", "Tác giả: ", "Nhà báo ", "Phóng viên ", "Cộng tác viên "} {
		if name, ok := strings.CutPrefix(title, post); ok {
			return IsName(name)
		}
	}
	return false
}

// AreNames reports whether a line is nothing but names with strokes between them: "RƠ CHÂM HƯƠNG - THÀNH
// DUY".
func AreNames(s string) bool {
	const longest = 120 // bytes
	if len(s) > longest || !strings.Contains(s, " - ") {
		return false
	}
	for name := range strings.SplitSeq(s, " - ") {
		if !IsName(name) {
			return false
		}
	}
	return true
}

// CutName cuts a name off the end of a paragraph: "… đã đề ra. MAI LINH". The name must be in capitals, or
// be the tail, which the page sets apart in bold or italics. It returns the paragraph and the name, which
// is empty if there is none.
func CutName(paragraph, tail string) (string, string) {
	if rest, name := cutInitials(paragraph); name != "" {
		return rest, name
	}
	if rest, name := cutInBrackets(paragraph); name != "" {
		return rest, name
	}
	const shortest, longest = 5, 80 // bytes; shorter capitals are an abbreviation: "THPT"
	at := strings.LastIndexAny(strings.TrimSuffix(paragraph, tail), ".…!?”")
	if at < 0 {
		return paragraph, ""
	}
	_, size := utf8.DecodeRuneInString(paragraph[at:])
	name := strings.TrimSpace(paragraph[at+size:])
	isSaid := name == tail || IsLabelledByline(name)
	if name == "" || !isSaid && (!AllCapitals(name) || len(name) < shortest) || len(name) > longest ||
		!strings.Contains(name, " ") && !(name == tail && strings.Contains(name, ".")) ||
		strings.ContainsFunc(name, unicode.IsDigit) {
		return paragraph, ""
	}
	if c, ok := byline.Parse(name); !ok || len(c.Authors) == 0 {
		return paragraph, ""
	}
	return paragraph[:at+size], name
}

// cutInBrackets cuts the name of a person, of three words, in capitals or one that no place has, in brackets
// off the end of a paragraph: "… cho các em. (Lò Thị Mai)".
func cutInBrackets(paragraph string) (string, string) {
	const longest, leastSpaces = 60, 2 // bytes
	at := strings.LastIndexByte(paragraph, '(')
	if at <= 0 || len(paragraph)-at > longest || !strings.HasSuffix(paragraph, ")") {
		return paragraph, ""
	}
	name := paragraph[at+1 : len(paragraph)-1]
	rest := strings.TrimRight(paragraph[:at], " ")
	isPlace := strings.Count(name, " ") < leastSpaces && !AllCapitals(name) && // perhaps: "(Hà Giang)"
		!byline.IsNameNotPlace(name)
	if isPlace || !strings.HasSuffix(rest, ".") || !IsName(name) {
		return paragraph, ""
	}
	if c, ok := byline.Parse(name); !ok || len(c.Authors) == 0 {
		return paragraph, ""
	}
	return rest, name
}

// IsNote reports whether a line is a note that may stand under the writer: "(*) Tên nhân vật đã được thay
// đổi", "* Bài viết có sử dụng tư liệu …", a row of dashes.
func IsNote(s string) bool {
	const longest = 400 // bytes
	if len(s) > longest {
		return false
	}
	return strings.HasPrefix(s, "*") || strings.HasPrefix(s, "(*") || strings.HasPrefix(s, "(1)") ||
		strings.HasPrefix(s, "[1]") || Key(s) == "" || notes.opensWords(s)
}

var notes = newPrefixes("ghi chú", "chú thích", "tài liệu tham khảo", "nguồn tham khảo", "bài dự thi",
	"bài tham gia", "bài viết tham gia", "tác phẩm dự thi", "tên nhân vật", "tên các nhân vật")

// cutInitials cuts initials off the end of a paragraph, behind its last full stop: "… cho các em. L.T".
func cutInitials(paragraph string) (string, string) {
	const longest = len("(Đ.Đ.Đ.Đ.)")
	at := strings.LastIndexByte(paragraph, ' ') + 1
	if at == 0 || len(paragraph)-at > longest {
		return paragraph, ""
	}
	name := strings.Trim(paragraph[at:], "()")
	rest := strings.TrimRight(paragraph[:at], " ")
	if !IsInitials(name) || !EndsSentence(rest) {
		return paragraph, ""
	}
	if c, ok := byline.Parse(name); !ok || len(c.Authors) == 0 && !c.Generic {
		return paragraph, ""
	}
	return rest, name
}

// IsInitials reports whether s is nothing but two capitals at least with dots between.
func IsInitials(s string) bool {
	parts := 0
	for part := range strings.SplitSeq(strings.TrimSuffix(s, "."), ".") {
		c, size := utf8.DecodeRuneInString(part)
		if size == 0 || size != len(part) || !unicode.IsUpper(c) {
			return false
		}
		parts++
	}
	return parts > 1
}

// AreInitialsOf reports whether initials are those of all words of a name: "L.Q.T" of "Lê Quang Thạnh".
func AreInitialsOf(initials, name string) bool {
	rest := strings.TrimSuffix(initials, ".")
	for word := range strings.FieldsSeq(name) {
		first, _, _ := strings.Cut(rest, ".")
		c, size := utf8.DecodeRuneInString(word)
		if size == len(word) || first != string(unicode.ToUpper(c)) {
			return false
		}
		rest = strings.TrimPrefix(rest[len(first):], ".")
	}
	return rest == ""
}

// CreditIn returns the part of a line beside the text that is a byline: all of it, or the part before or
// after a date. It returns the empty string if there is none. A line is marked if its element says that it
// names the author.
func CreditIn(line string, marked bool) string {
	if HasDigitsOfDate(line) && byline.CutContact(line) == line {
		line = besideDate(line)
	}
	if s, ok := CutBy(line); ok {
		line, marked = s, true
	}
	if line == "" || strings.HasSuffix(line, ":") || isDateWords(line) || IsSection(Key(line)) ||
		EndsSentence(line) {
		return ""
	}
	c, ok := byline.Parse(line)
	if !ok && (marked || IsLabelledByline(line) || isSource(line)) {
		c, ok = byline.ParseField(line)
	}
	if !ok || len(c.Authors) == 0 && c.Source == "" && !c.Generic && len(c.Photographers) == 0 {
		return ""
	}
	return line
}

// besideDate returns the part of a line before its first digit, without the words that lead up to a date; if
// that part is empty, the part after its last digit.
func besideDate(line string) string {
	const signs = " -–—,()·•|"
	from, to := strings.IndexFunc(line, unicode.IsDigit), strings.LastIndexFunc(line, unicode.IsDigit)+1
	if before := strings.Trim(trimDateWords(line[:from]), signs); !isDateWords(before) {
		return before
	}
	return strings.Trim(line[to:], signs)
}

// trimDateWords cuts the words off the end of s that lead up to a date: "Tác giả: Mai Linh | Ngày đăng:".
func trimDateWords(s string) string {
	for {
		s = strings.TrimRight(s, " ")
		at := strings.LastIndexByte(s, ' ') + 1
		if s == "" || !isDateWord(s[at:]) {
			return s
		}
		s = s[:at]
	}
}

func isDateWords(s string) bool { return OtherWords(s, 0) == 0 }

func isSource(line string) bool { return strings.HasPrefix(line, "Nguồn") }

// CutBy cuts the words off a line with which programs introduce an author: "Viết bởi Mai Linh". It reports
// whether there were any.
func CutBy(line string) (string, bool) {
	if rest, ok := cutIntroduction(line, introductions[:]); ok {
		return rest, true
	}
	// With a colon, "Tác giả" is a label of the byline itself.
	if rest, ok := strings.CutPrefix(line, "Tác giả "); ok && !strings.Contains(rest, ": ") {
		return rest, true
	}
	return line, false
}

// cutIntroduction cuts the first of some introductions off a line that begins with it.
func cutIntroduction(line string, introductions []string) (string, bool) {
	for _, by := range introductions {
		rest, ok := strings.CutPrefix(line, by)
		if ok && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, ":")) {
			return strings.TrimLeft(rest, ": "), true
		}
	}
	return line, false
}

// TellsWriter reports whether a line says who wrote the article, in words that are never used for who took a
// photo: "Viết bởi Mai Linh".
func TellsWriter(line string) bool {
	_, ok := CutBy(line)
	return ok && strings.Contains(line[:min(len(line), len("Được viết bởi"))], "iết bởi") &&
		CreditIn(line, false) != ""
}

// TellsAccount reports whether a line begins with words in which a program says whose account put an article
// in: "Được viết bởi Mai Linh". Somebody else may have written it.
func TellsAccount(line string) bool {
	_, ok := cutIntroduction(line, introductions[:introductionsOfAccounts])
	return ok
}

var introductions = [...]string{
	"Được viết bởi", "Viết bởi", "Được đăng bởi", "Đăng bởi", "Posted by", "Written by", "Submitted by",
	"Người đăng",
	"Bởi", "By", "by", "bởi",
}

// introductionsOfAccounts is how many of the introductions, the first ones, name an account.
const introductionsOfAccounts = 8

// IsOutlet reports whether a line may be nothing but the name of an agency or of another newspaper.
func IsOutlet(line string) bool {
	const longest = 40 // bytes
	if len(line) > longest {
		return false
	}
	c, ok := byline.Parse("Theo " + line)
	return ok && c.Source != "" && len(c.Authors) == 0
}

// IsPost reports whether a key names what a writer is for the newspaper, beside his name: "phóng viên".
func IsPost(key string) bool { return posts.has(key) }

var posts = newSet(
	"phóng viên", "cộng tác viên", "biên tập viên", "tác giả", "pv", "ctv", "btv", "người viết", "nhà báo",
	"bài",
	"bạn đọc", "thông tín viên", "viết", "bài viết", "thực hiện", "theo dõi", "bài và ảnh", "tin bài",
	"nhà văn",
)
