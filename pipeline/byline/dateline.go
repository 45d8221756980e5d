package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CutDateline splits the label at the beginning of an article's first paragraph from its text: "(LSO) – Chiều
// 27/7, …" into "LSO" and "Chiều 27/7, …". A label is in brackets ("(Dân trí) -", "(ĐTCK)"), or it is
// initials, a domain or a place in capitals before a dash ("TTO - ", "LSO-Chi Lăng", "BẮC GIANG – "). A dash
// without a label is dropped. Words that only look like labels stay: "VN-Index", "Theo Bộ GD-ĐT", "XSMB – Kết
// quả".
func CutDateline(paragraph string) (string, string) {
	s := strings.TrimLeftFunc(paragraph, isBlank)
	if label, rest, ok := cutBracketLabel(s); ok {
		return label, rest
	}
	if label, rest, ok := cutBareLabel(s); ok {
		return label, rest
	}
	if label, rest, ok := cutWire(s); ok {
		return label, rest
	}
	if rest, ok := cutDash(s); ok && rest != "" {
		return "", rest
	}
	return "", paragraph
}

// isBlank reports whether r is a space or an invisible format character.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// cutDash cuts one dash and the blanks around it from the beginning of s.
func cutDash(s string) (string, bool) {
	t := strings.TrimLeftFunc(s, isBlank)
	r, size := utf8.DecodeRuneInString(t)
	if !unicode.Is(unicode.Pd, r) && r != '−' {
		return s, false
	}
	t = t[size:]
	if next, n := utf8.DecodeRuneInString(t); unicode.Is(unicode.Pd, next) {
		t = t[n:]
	}
	return strings.TrimLeftFunc(t, isBlank), true
}

// maxLabel is the length of the longest label, in bytes: "Thanhuytphcm.vn", "Báo Nông nghiệp Việt Nam".
const maxLabel = 40

func cutBracketLabel(s string) (string, string, bool) {
	end := -1
	switch {
	case strings.HasPrefix(s, "("):
		end = strings.IndexByte(s, ')')
	case strings.HasPrefix(s, "["):
		end = strings.IndexByte(s, ']')
	}
	if end < 0 || end > maxLabel {
		return "", "", false
	}
	label := strings.TrimFunc(s[1:end], isBlank)
	rest := strings.TrimLeftFunc(s[end+1:], isBlank)
	if !isLabel(label) || rest == "" {
		return "", "", false
	}
	if text, ok := cutDash(rest); ok {
		return label, text, text != ""
	}
	if text, ok := strings.CutPrefix(rest, ":"); ok {
		return label, strings.TrimLeftFunc(text, isBlank), true
	}
	return label, rest, isSure(label) && startsSentence(rest)
}

// isLabel reports whether the text in brackets can be the name of a newspaper: one to five words, the first
// capitalised, without a colon ("Ảnh: …"), a comma or a date.
func isLabel(label string) bool {
	if !unicode.IsUpper(firstRune(label)) || strings.ContainsAny(label, ":,;/!?\"“") {
		return false
	}
	first, _, _ := strings.Cut(label, " ")
	switch strings.ToLower(first) {
	case "ảnh", "theo", "nguồn", "hình", "còn", "tiếp", "xem", "clip", "video", "bài", "kỳ", "phần":
		return false
	}
	return len(strings.Fields(label)) <= 5
}

// isSure reports whether the label names a newspaper even without a dash after it: initials, a domain, or a
// known agency.
func isSure(label string) bool {
	if isDomain(strings.ToLower(label)) || isInitialism(label, 2) {
		return true
	}
	_, ok := agency(label)
	return ok
}

// isInitialism reports whether s consists of n to 8 capitals and "&".
func isInitialism(s string, n int) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '&':
		default:
			return false
		}
	}
	return n <= letters && letters <= 8
}

func cutBareLabel(s string) (string, string, bool) {
	end := labelEnd(s)
	if end <= 0 {
		return "", "", false
	}
	label := strings.TrimRightFunc(s[:end], isBlank)
	rest, _ := cutDash(s[end:])
	spaced := end > len(label)
	if next, ok := cutDash(s[end:]); !ok || next == "" || !startsSentence(rest) {
		return "", "", false
	}
	if after := strings.TrimLeftFunc(s[end:], isBlank); !spaced {
		_, size := utf8.DecodeRuneInString(after)
		spaced = !strings.HasPrefix(after[size:], rest) && isDomain(strings.ToLower(label))
	}

	switch {
	case strings.Contains(label, " "):
		if !spaced || isUpperStart(rest) {
			return "", "", false
		}
		return label, rest, isUpper(label) && isPlaceName(label) || startsDay(rest) && isProper(label) ||
			strings.HasPrefix(label, "Báo ") && len(label) <= maxLabel
	case isDomain(strings.ToLower(label)):
		return label, rest, spaced
	case !isInitialism(label, 2) || notLabels[label] || strings.HasPrefix(label, "XS"):
		return "", "", false
	case !spaced:
		return label, rest, isOnline(label)
	}
	thing := unicode.IsDigit(firstRune(rest)) && !isOnline(label) && len(label) <= 3 // "AK - 12", "PAC - 3"
	return label, rest, !thing && !isUpperStart(rest)
}

// cutWire cuts the label of a news agency: "Hà Nội (TTXVN 27/7) - Sáng …", and "BNEWS Ngày …", which has no
// dash.
func cutWire(s string) (string, string, bool) {
	if word, rest, ok := strings.Cut(s, " "); ok && isInitialism(word, 4) && startsDay(rest) {
		_, known := agency(word)
		return word, rest, known
	}
	open := strings.IndexByte(s, '(')
	if open <= 0 || open > maxLabel || !isProper(s[:open]) {
		return "", "", false
	}
	end := strings.IndexByte(s[open:], ')')
	if end < 0 || end > maxLabel {
		return "", "", false
	}
	end += open
	name, _, _ := strings.Cut(s[open+1:end], " ")
	rest, ok := cutDash(s[end+1:])
	if _, known := agency(strings.TrimRight(name, ",")); !ok || !known || rest == "" {
		return "", "", false
	}
	return s[:end+1], rest, true
}

// startsDay reports whether s begins with a word before a day, as a report does: "Sáng 27/7".
func startsDay(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	switch word {
	case "Sáng", "Trưa", "Chiều", "Tối", "Đêm", "Ngày", "Hôm", "Rạng":
		return true
	}
	return false
}

// labelEnd returns the index of the dash after a label without brackets, or -1.
func labelEnd(s string) int {
	words := 1
	for i, r := range s {
		switch {
		case i > maxLabel:
			return -1
		case unicode.Is(unicode.Pd, r):
			return i
		case isBlank(r):
			words++
			if words > 5 {
				return -1
			}
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '.' && r != '&':
			return -1
		}
	}
	return -1
}

// isOnline reports whether initials are those of a newspaper's electronic edition: "LSO" (Lạng Sơn Online),
// "QBĐT".
func isOnline(s string) bool {
	n := utf8.RuneCountInString(s)
	return 3 <= n && n <= 5 && (strings.HasSuffix(s, "O") || strings.HasSuffix(s, "ĐT"))
}

// notLabels are initials that begin sentences and headings, not datelines.
var notLabels = map[string]bool{
	"VN": true, "WHO": true, "CEO": true, "NATO": true, "UNESCO": true, "WTO": true, "ISO": true,
	"ASEAN": true, "OECD": true,
	"COVID": true, "UBND": true, "HĐND": true, "TP": true, "FAO": true, "ILO": true, "UNICEF": true,
	"EU": true, "FIFA": true,
	"SEA": true, "AFF": true, "USD": true, "GDP": true, "CPI": true, "FDI": true, "ODA": true,
	"IMF": true, "WB": true,
	"ADB": true, "BOT": true, "NGO": true, "IPO": true, "UFO": true, "HIV": true, "GD": true,
	"KT": true, "BHXH": true,
	"BHYT": true, "CSGT": true, "HLV": true, "MC": true, "BTV": true, "NSND": true, "NSƯT": true,
	"TAND": true, "VKSND": true, "VFF": true,
}

// isPlaceName reports whether s is two to four words in capitals, none of which is a number.
func isPlaceName(s string) bool {
	n := len(strings.Fields(s))
	return 2 <= n && n <= 4 && !strings.ContainsAny(s, "0123456789")
}

// startsSentence reports whether s begins like a sentence: with a capital, a digit or a quotation mark.
func startsSentence(s string) bool {
	r := firstRune(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("“\"‘'(", r)
}

// isUpperStart reports whether the first two words of s are in capitals, as in the second half of a heading.
func isUpperStart(s string) bool {
	words := strings.Fields(s[:min(len(s), 60)])
	return len(words) > 1 && isUpper(words[0]) && isUpper(words[1]) && !unicode.IsDigit(firstRune(words[1]))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
