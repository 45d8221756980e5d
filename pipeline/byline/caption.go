package byline

import (
	"slices"
	"strings"
	"unicode"

	"baotinh/pipeline/viet"
)

// maxCredit is the length of the longest credit of a photo, in bytes: "Ban quản lý Khu di tích … cung cấp".
const maxCredit = 120

// creditLabels are the labels of credits in small letters; longer ones first.
var creditLabels = [...]string{
	"ảnh minh họa", "ảnh minh hoạ", "hình minh họa", "hình minh hoạ", "ảnh tư liệu",
	"ảnh chụp màn hình", "ảnh cắt từ clip",
	"ảnh cắt từ video", "ảnh và video", "video và ảnh", "ảnh, video", "nguồn ảnh", "nguồn tin",
	"nguồn hình", "ảnh", "hình",
	"đồ họa", "đồ hoạ", "video", "clip", "nguồn", "photo", "infographic", "thiết kế", "minh họa",
	"minh hoạ", "ành",
}

// CutCredit splits the credit from the end of a caption: "Toàn cảnh hội nghị. Ảnh: Đức Anh" into "Toàn cảnh
// hội nghị." and "Đức Anh". The credit is the text after the label; a label alone, such as "(Ảnh minh họa)",
// is its own credit. A caption without a credit is returned unchanged.
func CutCredit(caption string) (string, string) {
	for at := range len(caption) {
		if !opensLabel(caption[at:]) || isInWord(lastRune(caption[:at])) {
			continue
		}
		if unicode.IsUpper(firstRune(caption[at:])) || afterSign(caption[:at]) {
			if text, credit, ok := cutCreditAt(caption, at); ok {
				return text, credit
			}
		}
	}
	return caption, ""
}

// IsCreditOnly reports whether a line is nothing but a credit: "Ảnh: Đức Anh".
func IsCreditOnly(line string) bool {
	if !opensLabel(strings.TrimLeftFunc(line, isJoint)) {
		return false // most lines
	}
	text, credit := CutCredit(line)
	return text == "" && credit != ""
}

// opensLabel reports whether s may begin with one of creditLabels, by its first two letters.
func opensLabel(s string) bool {
	const shortest = len("clip")
	if len(s) < shortest {
		return false
	}
	switch s[0] {
	case 'h', 'H':
		return s[1] == "ì"[0]
	case 'm', 'M', 'v', 'V':
		return s[1]|0x20 == 'i'
	case 'p', 'P', 't', 'T':
		return s[1]|0x20 == 'h'
	case 'c', 'C':
		return s[1]|0x20 == 'l'
	case 'i', 'I':
		return s[1]|0x20 == 'n'
	case 'n', 'N':
		return s[1]|0x20 == 'g'
	case "đ"[0]:
		return s[2] == "ồ"[0]
	case "à"[0]:
		return s[2]|0x20 == 'n'
	case "ả"[0]:
		return s[1] == "ả"[1] && s[3]|0x20 == 'n'
	}
	return false
}

// isInWord reports whether no word may begin after r.
func isInWord(r rune) bool {
	return 0x1EA0 <= r && r <= 0x1EF9 || // "Ạ" to "ỹ", which are quicker told so
		unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// afterSign reports whether before is empty or ends with a sign that a label may follow.
func afterSign(before string) bool {
	before = strings.TrimRightFunc(before, isBlank)
	return ends(before) || strings.ContainsRune("([,;:*", lastRune(before))
}

// cutCreditAt cuts the credit whose label begins at, if one does.
func cutCreditAt(caption string, at int) (string, string, bool) {
	label := creditLabel(caption[at:])
	if label == "" {
		return "", "", false
	}
	rest := strings.TrimLeftFunc(caption[at+len(label):], isBlank)
	before := strings.TrimRightFunc(caption[:at], isBlank)
	bracket := strings.HasSuffix(before, "(") || strings.HasSuffix(before, "[")
	colon := strings.HasPrefix(rest, ":")
	atEnd := bracket || ends(before)
	if !atEnd && !(colon && startsUpper(label)) { // "Trong ảnh: …" describes the photo
		return "", "", false
	}
	if colon {
		rest = strings.TrimLeftFunc(rest[1:], isBlank)
	}

	credit := strings.TrimFunc(rest, isBlank)
	if bracket {
		if end := strings.IndexAny(credit, ")]"); end >= 0 {
			if strings.TrimFunc(credit[end+1:], isTail) != "" {
				return "", "", false // text follows the bracket
			}
			credit = credit[:end]
		}
	}
	credit = strings.TrimFunc(credit, isTail)
	switch {
	case len(credit) > maxCredit || strings.Contains(credit, ". ") && len(credit) > maxCredit/2:
		return "", "", false
	case credit == "":
		if strings.EqualFold(label, "nguồn") || colon || !strings.Contains(label, " ") {
			return "", "", false
		}
		credit = label
	case (!colon || before == "") && !isCredit(credit, label):
		return "", "", false
	}
	return strings.TrimRightFunc(before, isJoint), credit, true
}

// creditLabelsByFirst holds the labels by their first letters.
var creditLabelsByFirst = func() map[rune][]string {
	m := map[rune][]string{}
	for _, label := range creditLabels {
		m[firstRune(label)] = append(m[firstRune(label)], label)
	}
	return m
}()

func creditLabel(s string) string {
	for _, label := range creditLabelsByFirst[unicode.ToLower(firstRune(s))] {
		if len(s) < len(label) || !strings.EqualFold(s[:len(label)], label) {
			continue
		}
		if r := firstRune(s[len(label):]); !unicode.IsLetter(r) && !unicode.IsDigit(r) ||
			len(s) == len(label) {
			return s[:len(label)]
		}
	}
	return ""
}

// ends reports whether the text before a label is complete, so that the label needs no colon.
func ends(before string) bool {
	return before == "" || strings.ContainsRune(".!?…-–—|/\n\"”)", lastRune(before))
}

// isTail reports whether r may surround a credit without being part of it.
func isTail(r rune) bool { return isBlank(r) || strings.ContainsRune("()[].,;-–—|/", r) }

// isJoint reports whether r separates a caption from its credit.
func isJoint(r rune) bool { return isBlank(r) || strings.ContainsRune("([-–—|/,;*", r) }

// origins are the words for where a photo is from that name nobody.
var origins = [...]string{
	"internet", "tư liệu", "minh họa", "minh hoạ", "nvcc", "facebook", "st", "sưu tầm", "đọc giả", "tl",
	"intenet",
	"nhân vật cung cấp", "do nhân vật cung cấp", "gia đình cung cấp", "do gia đình cung cấp", "cắt từ clip",
	"cắt từ video", "chụp màn hình", "chụp từ clip", "bạn đọc", "ctv", "pv",
}

// isCredit reports whether the text after a label without a colon is a credit and not a sentence about a
// photo: a name, an agency, or words for photos of unknown origin.
func isCredit(s, label string) bool {
	lower := viet.Lower(s)
	if slices.Contains(origins[:], lower) {
		return true
	}
	for _, head := range [...]string{"cắt từ ", "chụp từ ", "chụp màn hình ", "tư liệu ", "của "} {
		if rest, ok := strings.CutPrefix(lower, head); ok {
			_, known := agency(rest)
			return head != "của " || known
		}
	}
	if _, ok := agency(s); ok || strings.HasSuffix(lower, " cung cấp") || isOffice(s) {
		return true
	}
	if strings.EqualFold(label, "nguồn") || strings.EqualFold(label, "hình") {
		return false
	}
	credit, ok := Parse(s)
	return ok && len(credit.Authors) > 0
}
