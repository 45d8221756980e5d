package lexicon

import (
	"strings"
	"time"
	"unicode"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
	"baotinh/pipeline/viet"
)

// LongestDateLine is the length in bytes of the longest line that is read as a date line.
const LongestDateLine = 160

// HasDigitsOfDate reports whether s may hold a date: it has four digits in two groups at least, and no more
// digits than a date line can have. It is a quick test before a date is read.
func HasDigitsOfDate(s string) bool {
	const least, leastGroups, most = 4, 2, 40
	digits, groups := 0, 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			if digits++; i == 0 || s[i-1] < '0' || s[i-1] > '9' {
				groups++
			}
		}
	}
	return digits >= least && groups >= leastGroups && digits <= most
}

// MayBeRelative reports whether s is as short as "1 giờ 30 phút trước" and has one of the words of such a
// date, which counts from the moment of reading. It is a quick test before a date is read.
func MayBeRelative(s string) bool {
	const longest = 60 // bytes
	if len(s) > longest {
		return false
	}
	// The words lack the letters that may be capitals.
	return strings.Contains(s, "rước") || strings.Contains(s, "ừa xong") || strings.Contains(s, "ôm ") &&
		(strings.Contains(s, "ôm nay") || strings.Contains(s, "ôm qua") || strings.Contains(s, "ôm kia"))
}

// EndsInDate reports whether the last words of a line are a date, as behind the headlines of a list.
func EndsInDate(s string) bool { return HasDigitsOfDate(s[max(0, len(s)-len("(04/12/2023)")):]) }

// IsDateLine reports whether a line is a date and little more: two words at most that dates are not made of.
func IsDateLine(s string) bool {
	const mostOther = 2
	if len(s) > LongestDateLine || !HasDigitsOfDate(s) {
		return false
	}
	if OtherWords(s, mostOther) > mostOther {
		return false // most lines; their date need not be read
	}
	d, err := vidate.Parse(s, time.Time{})
	return err == nil && d.Precision >= news.Day
}

// IsStamp reports whether a line says when the page was published or changed, and nothing else.
func IsStamp(s string) bool {
	if len(s) <= LongestDateLine && CutPrinted(s) != "" && HasDigitsOfDate(s) || IsStampSentence(s) {
		return true
	}
	if !IsDateLine(s) || CreditIn(s, false) != "" {
		return false
	}
	l, _ := LabelOf(viet.Lower(s))
	return l != LabelNone
}

// OtherWords counts the words of a line that date lines are not made of, as far as most and one more.
func OtherWords(s string, most int) int {
	words := 0
	for word := range strings.FieldsSeq(s) {
		isWord := markup.IsLetter(word[0]) || strings.ContainsFunc(word, unicode.IsLetter)
		if isWord && !isDateWord(word) && !isSpokenTime(word) {
			if words++; words > most {
				break
			}
		}
	}
	return words
}

// isSpokenTime reports whether a word is a time of day with a letter for the hour: "14h30'", "7g05".
func isSpokenTime(word string) bool {
	const most = len("14h30',")
	if len(word) > most || !markup.IsDigit(word[0]) {
		return false
	}
	at := strings.IndexAny(word, "hgHG")
	return at > 0 && IsNumber(word[:at]) && strings.Trim(word[at+1:], "0123456789',.") == ""
}

func isDateWord(word string) bool {
	const longest = 16 // bytes
	if !mayBeDateWord(word) {
		return false
	}
	if word = strings.Trim(word, ",.:;|-()"); len(word) > longest {
		return false
	}
	var buf [longest]byte
	_, ok := dateWords[string(viet.AppendLower(buf[:0], word))]
	return ok
}

// mayBeDateWord reports whether a word may be one of dateWords in any case, by its first two letters if the
// first is of ASCII. It is a quick test that most words fail.
func mayBeDateWord(word string) bool {
	if len(word) < 2 || !markup.IsLetter(word[0]) {
		return true
	}
	second := word[1]
	if markup.IsLetter(second) {
		second |= 0x20
	}
	return dateStarts[word[0]|0x20]>>(second&63)&1 != 0
}

// dateStarts has, by the first byte of dateWords, a bit for the second. Beyond ASCII the first byte of a
// letter is that of its capital, too.
var dateStarts = func() (t [256]uint64) {
	for word := range dateWords {
		t[word[0]] |= 1 << (word[1] & 63)
	}
	return t
}()

// dateWords are the words of date lines: weekdays, units, labels, and the counters that stand beside.
var dateWords = newSet(
	"thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy", "chủ", "nhật", "ngày", "tháng", "gmt", "gmt+7",
	"giờ", "phút", "cập", "lúc", "đăng", "xuất", "bản", "sa", "ch", "am", "pm", "cn", "chúa", "lượt", "xem",
	"đọc", "bình", "luận", "sáng", "trưa", "chiều", "tối",
)

// A Label is the meaning of the words beside a date.
type Label uint8

// The labels of a date, by how sure it is that the date is the article's.
const (
	LabelNone      Label = iota
	LabelToday           // "Hôm nay, 2/3/2022": the clock of the page
	LabelUpdated         // "Cập nhật: …"
	LabelPublished       // "Đăng ngày …"
)

// LabelOf reads the label of a line in lower case. It returns where in the line the date that it belongs to
// may begin.
func LabelOf(low string) (Label, int) {
	for _, word := range todayWords {
		if strings.Contains(low, word) {
			return LabelToday, 0
		}
	}
	for _, word := range publishedWords {
		i := strings.Index(low, word)
		if i >= 0 && !notPublished.begin(low[i+len(word):]) {
			return LabelPublished, i
		}
	}
	if isIssue(low) {
		return LabelPublished, 0
	}
	for _, word := range updatedWords {
		if strings.Contains(low, word) {
			return LabelUpdated, 0
		}
	}
	if printedAt(low) >= 0 {
		return LabelToday, 0
	}
	return LabelNone, 0
}

// isIssue reports whether a line in lower case has the number of an issue of the newspaper: "số 2314 - thứ
// sáu 6-6-2014".
func isIssue(low string) bool {
	before, number, ok := strings.Cut(low, "số ")
	if !ok || before != "" && !strings.HasSuffix(before, " ") || strings.Contains(before, "phép") {
		return false
	}
	rest := strings.TrimLeft(number, "0123456789.")
	return len(rest) < len(number) && (rest == "" || rest[0] == ' ' || rest[0] == ',')
}

var (
	todayWords     = [...]string{"hôm nay", "bây giờ", "today"}
	publishedWords = [...]string{"xuất bản", "đăng", "publish", "posted", "ra ngày", "số báo"}
	updatedWords   = [...]string{"cập nhật", "sửa", "update"}
	notPublished   = newPrefixes(" nhập", " ký") // "đăng nhập", "đăng ký": log in, register
)

// OpensStamp reports whether a line in lower case begins with the words by which a program says when it
// published an article, perhaps where and by whom before that: "đăng trong Tản văn ngày …".
func OpensStamp(low string) bool { return stamps.begin(low) || sentencesOfStamps.begin(low) }

var stamps = newPrefixes(
	"bài viết được đăng", "bài được đăng", "được đăng", "được viết", "đăng bởi", "đăng vào", "đăng ngày",
	"đăng lúc", "đăng trong", "đăng tại", "ngày đăng", "người đăng", "posted", "published", "filed under",
	"filed in", "written by",
)

// IsStampSentence reports whether a line is a sentence by which a program says when it published an article:
// "Bài này được đăng trong Tản văn ngày 8/2/2015. Bạn có thể gửi phản hồi."
func IsStampSentence(s string) bool {
	const longest = len("Bài viết này được đăng")
	if s == "" || s[0]|0x20 != 'b' && s[0]|0x20 != 't' { // most lines
		return false
	}
	return HasDigitsOfDate(s[:min(len(s), LongestDateLine)]) &&
		sentencesOfStamps.begin(viet.Lower(s[:min(len(s), 2*longest)]))
}

var sentencesOfStamps = newPrefixes(
	"bài này được đăng", "bài viết này được đăng", "bài đăng này", "bài này được viết", "this entry was",
	"this post was", "this article was",
)

// StartsWithWeekday reports whether a line begins with the day of the week, as the clocks in page headers do.
func StartsWithWeekday(s string) bool { return weekdays.begin(viet.Lower(s)) }

var weekdays = newPrefixes("thứ ", "chủ nhật", "cn", "hôm nay", "t2", "t3", "t4", "t5", "t6", "t7")

// NamesEnglishMonth reports whether a printed date names the month in English.
func NamesEnglishMonth(s string) bool {
	const letters = 3
	for word := range strings.FieldsSeq(s) {
		if len(word) >= letters && englishMonths.has(strings.ToLower(word[:letters])) {
			return true
		}
	}
	return false
}

var englishMonths = newSet(
	"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)

// PrintedOn begins the line of a print version that says when it was printed.
const PrintedOn = "Ngày in"

// MayBePrinted reports whether a text that is not clean may be a line for [CutPrinted]: it has the word "in",
// or letters that become others when it is made clean. It is a quick test before that.
func MayBePrinted(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c|0x20 == 'i' && i+1 < len(s) && s[i+1]|0x20 == 'n',
			c > 0xCC && c != 0xE1: // begins none of the letters and the marks of Vietnamese
			return true
		}
	}
	return false
}

// CutPrinted returns what stands in a line behind the words with which a print version says when it was
// printed: "Ngày in: 2/3/2014 8:11". It returns the empty string if there are none.
func CutPrinted(line string) string {
	if strings.IndexByte(line, ':') < 0 {
		return ""
	}
	if low := viet.Lower(line); printedAt(low) >= 0 {
		return low[printedAt(low):]
	}
	return ""
}

// printedAt returns where in a line in lower case the moment stands at which it was printed, or -1.
func printedAt(low string) int {
	for _, label := range printLabels {
		at := strings.Index(low, label)
		if at == 0 || at > 0 && strings.IndexByte(" -|(", low[at-1]) >= 0 {
			return at + len(label)
		}
	}
	return -1
}

var printLabels = [...]string{
	"ngày in:", "in lúc:", "in ngày:", "thời gian in:", "thời điểm in:", "được in lúc ", "được in ngày ",
}
