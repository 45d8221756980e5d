package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// CutContact cuts the address of mail and the telephone number behind a name: "Mai Linh (mai@bao.example)",
// "Mai Linh - ĐT: 0900 000 000". It returns other lines, and lines that are nothing else, unchanged.
func CutContact(line string) string {
	if !mayHaveContact(line) {
		return line
	}
	rest := line
	for {
		before, last := cutLastPart(rest)
		if before == "" || !isContact(last) {
			return rest
		}
		rest = before
	}
}

// leastDigits is how many digits a telephone number has at least.
const leastDigits = 9

func mayHaveContact(s string) bool { return strings.Contains(s, "@") || digitsIn(s) >= leastDigits }

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}

// cutLastPart splits the last part off a line: the one in brackets at its end, or behind the last sign that
// parts names from what follows. The first is empty if there is none.
func cutLastPart(s string) (string, string) {
	s = strings.TrimRight(s, " .,;")
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") {
		return strings.TrimRight(s[:open], " -–,;|"), s[open+1 : len(s)-1]
	}
	at, size := -1, 0
	for _, sign := range partSigns {
		if i := strings.LastIndex(s, sign); i > at {
			at, size = i, len(sign)
		}
	}
	if at < 0 {
		return "", s
	}
	return strings.TrimRight(s[:at], " -–,;|"), s[at+size:]
}

// partSigns are the signs between a name and what follows it.
var partSigns = [...]string{" - ", " – ", " — ", ", ", "; ", " | ", "|", ". ", " • ", "\n"}

// isContact reports whether a part of a line is nothing but an address of mail or a telephone number, with
// its label.
func isContact(s string) bool {
	key := strings.Trim(viet.Lower(s), " .:,")
	for _, label := range contactLabels {
		if rest, ok := strings.CutPrefix(key, label); ok && (rest == "" || rest[0] == ' ' || rest[0] == ':' ||
			rest[0] == '.') {
			key = strings.Trim(rest, " .:")
			break
		}
	}
	if strings.Contains(key, "@") {
		return !strings.Contains(key, " ")
	}
	return digitsIn(key) >= leastDigits && strings.Trim(key, "0123456789 .-+()") == ""
}

// contactLabels are the labels of mail and telephone in small letters; longer ones first.
var contactLabels = [...]string{
	"số điện thoại", "điện thoại", "email", "e-mail", "mail", "thư điện tử", "đtdđ", "sđt", "đt", "tel",
	"di động", "zalo",
}

// cutAffiliation splits the post, the office or the place behind a name from a line: "Mai Linh, Phó Giám đốc
// Trung tâm Khuyến nông", "Lò Văn Piếng, xã Nà Mu, tỉnh Sơn La". The second is empty if there is none.
func cutAffiliation(line string) (string, string) {
	at, size := -1, 0
	for _, sign := range affiliationSigns {
		if i := strings.Index(line, sign); i > 0 && (at < 0 || i < at) {
			at, size = i, len(sign)
		}
	}
	if at < 0 || !strings.Contains(strings.TrimSpace(line[:at]), " ") {
		return line, ""
	}
	rest := strings.TrimSpace(line[at+size:])
	if strings.HasSuffix(line[:at+size], "(") {
		if !strings.HasSuffix(rest, ")") {
			return line, ""
		}
		rest = rest[:len(rest)-1]
	}
	if strings.ContainsAny(rest, "():;/|") || !IsAffiliation(rest) {
		return line, ""
	}
	return line[:at], rest
}

var affiliationSigns = [...]string{", ", " - ", " – ", " (", "\n"}

// IsAffiliation reports whether a line, perhaps in brackets, says who a writer is or where he lives rather
// than his name: "Giám đốc Trung tâm Khuyến nông", "(Đoàn luật sư tỉnh)", "xã Nà Mu, tỉnh Sơn La".
func IsAffiliation(s string) bool {
	const longest = 160 // bytes of an office with its department and its place
	isInBrackets := strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")")
	s = strings.Trim(s, " (),.*")
	if s == "" || len(s) > longest || strings.ContainsAny(s, "?!\"") || hasQuoteOrDots(s) ||
		strings.Contains(s, ". ") {
		return false
	}
	if _, ok := cutHead(strings.ReplaceAll(s, ",", ""), posts[:]); ok {
		return true
	}
	if isPlaceWithHead(s) || isInBrackets && isPlaceWithHead(lowerFirst(s)) || isNamedPlace(s) {
		return true
	}
	rest, ok := cutHead(s, senders[:])
	if !ok {
		rest, ok = cutHead(s, offices[:])
	}
	return ok && startsUpper(s) && hasSmallWord(rest)
}

// lowerFirst returns s with its first letter small.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// isPlaceWithHead reports whether s is a place with its kind before it: "xã Nà Mu", "TP Sơn La". With a
// capital it may be a heading, so a larger place must follow: "Bản Pá Lau, xã Nà Mu".
func isPlaceWithHead(s string) bool {
	first, larger, _ := strings.Cut(s, ", ")
	rest, ok := cutHead(first, placeHeads[:])
	if !ok || !isProper(rest) && !isNumber(rest) {
		return false
	}
	return unicode.IsLower(firstRune(s)) || strings.HasPrefix(s, "TP") || isPlaceWithHead(larger)
}

// isNumber reports whether s is the number of a hamlet or a ward: "ấp 3".
func isNumber(s string) bool {
	const longest = 2
	return s != "" && len(s) <= longest && strings.Trim(s, "0123456789") == ""
}

// IsContact reports whether a line is nothing but addresses of mail and telephone numbers, with their labels.
func IsContact(line string) bool {
	if !mayHaveContact(line) {
		return false // most lines
	}
	for {
		before, last := cutLastPart(line)
		if !isContact(last) {
			return false
		}
		if before == "" {
			return true
		}
		line = before
	}
}

// isNamedPlace reports whether s is the name of a province and nothing else.
func isNamedPlace(s string) bool {
	_, known := notNames[viet.Lower(s)]
	return known && isProper(s) && !isUpper(s) && strings.Contains(s, " ") && !isRubric(s)
}

// isRubric reports whether s is written like a rubric: only its first word has a capital.
func isRubric(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(word); !unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

func hasSmallWord(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if unicode.IsLower(firstRune(word)) {
			return true
		}
	}
	return false
}

// posts are the first words of the posts that people have in offices.
var posts = [...]string{
	"chủ tịch", "phó chủ tịch", "giám đốc", "phó giám đốc", "tổng giám đốc", "viện trưởng",
	"phó viện trưởng", "viện phó", "trưởng khoa", "phó trưởng khoa", "phó khoa", "trưởng phòng",
	"phó trưởng phòng", "phó phòng", "trưởng ban", "phó trưởng ban", "phó ban", "hiệu trưởng",
	"phó hiệu trưởng", "bí thư", "phó bí thư", "chuyên gia", "giảng viên", "nghiên cứu viên", "nguyên",
	"chủ nhiệm", "phó chủ nhiệm", "thành viên", "chi hội trưởng", "giáo viên", "học viên", "sinh viên",
	"học sinh", "chánh văn phòng", "đại biểu quốc hội", "ủy viên", "uỷ viên", "thường trực", "khoa", "lớp",
	"hội viên", "cán bộ",
}

// placeHeads are the kinds of places in addresses.
var placeHeads = [...]string{
	"thị trấn", "thị xã", "thành phố", "khu phố", "khu vực", "khu", "tổ dân phố", "tổ", "xã", "phường",
	"thôn", "bản", "làng", "buôn", "ấp", "xóm", "huyện", "quận", "tỉnh", "tp", "tp.", "phố", "đường", "tdp",
}
