package analysis

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Numbers, units, codes and times have one form, however they are written. Letters and digits are words of
// their own, so that 35kV is 35 kV, QL6 is QL 6, and COVID-19 is covid19. The number before h is an hour:
// 14h30 is 14 giờ 30. 07 is 7, 15.3 is 15,3, and 1.000 is 1000.

// A piece is a part of a spelling with the text that it stands for.
type piece struct {
	text       string
	start, end int
}

// cut cuts a spelling where letters and digits meet, and a date at its full stops: 27.7.2022.
func cut(spelling string) []piece {
	plain := lowerDigits(spelling)
	if areas[strings.ToLower(plain)] {
		return []piece{{plain, 0, len(spelling)}}
	}
	var all []piece
	for start := 0; start < len(spelling); {
		end, digits := runOf(spelling, start)
		text := lowerDigits(spelling[start:end])
		switch {
		case !digits && end < len(spelling) && areas[strings.ToLower(text+lowerDigits(spelling[end:]))]:
			text, end = text+lowerDigits(spelling[end:]), len(spelling) // 100m2
		case digits && isDottedDate(text):
			for i, part := range strings.Split(text, ".") {
				if i > 0 {
					start++
				}
				all = append(all, piece{number(part), start, start + len(part)})
				start += len(part)
			}
			continue
		case digits:
			text = number(text)
		case isHourMark(all, text, lowerDigits(spelling[end:])):
			text = "giờ"
		}
		all = append(all, piece{text, start, end})
		start = end
	}
	return all
}

// areas are the units of area and volume, whose digit is an exponent.
var areas = map[string]bool{
	"m2": true, "m3": true, "km2": true, "km3": true, "cm2": true, "cm3": true, "dm2": true, "dm3": true,
}

// runOf returns the end of the digits, or of what is none, from byte start of a spelling. A full stop or
// comma between digits is one of them.
func runOf(s string, start int) (end int, digits bool) {
	digits = digitLen(s[start:]) > 0
	for end = start; end < len(s); {
		n := digitLen(s[end:])
		switch {
		case n == 0 && digits && (s[end] == '.' || s[end] == ',') && betweenDigits(s, end):
			n = 1
		case (n > 0) != digits:
			return end, digits
		case n == 0:
			_, n = utf8.DecodeRuneInString(s[end:])
		}
		end += n
	}
	return end, digits
}

// digitLen returns the length of a digit at the beginning of s, raised ones included, or 0.
func digitLen(s string) int {
	if isDigit(s[0]) {
		return 1
	}
	return raisedLen(s)
}

// raisedLen returns the length of an exponent or index at the beginning of s, or 0.
func raisedLen(s string) int {
	for _, d := range [...]string{"²", "³", "₂", "₃", "₄"} {
		if strings.HasPrefix(s, d) {
			return len(d)
		}
	}
	return 0
}

var raised = strings.NewReplacer("²", "2", "³", "3", "₂", "2", "₃", "3", "₄", "4")

// lowerDigits writes exponents and indices as digits: m2, CO2.
func lowerDigits(s string) string { return raised.Replace(s) }

// isDottedDate reports whether s has a day, a month and a year between full stops.
func isDottedDate(s string) bool {
	parts := strings.Split(s, ".")
	return len(parts) == 3 && len(parts[0]) <= 2 && len(parts[1]) <= 2 && len(parts[2]) == 4
}

// isHourMark reports whether letters after some pieces and before the rest of a spelling stand for giờ: the h
// of 14h and 14h30, and the g of 14g30, but not that of 5g.
func isHourMark(before []piece, letters, rest string) bool {
	if len(before) == 0 || !isDigit(before[len(before)-1].text[0]) {
		return false
	}
	switch letters {
	case "h", "H":
		return true
	case "g", "G":
		hour, err := strconv.Atoi(before[len(before)-1].text)
		minute, err2 := strconv.Atoi(rest)
		return err == nil && err2 == nil && hour <= 24 && len(rest) == 2 && minute < 60
	}
	return false
}

// number writes a number in its one form: without full stops between thousands, with a decimal comma, and
// without the zero before the only digit of a day, month or hour.
func number(s string) string {
	s = withoutThousands(s)
	switch {
	case len(s) == 2 && s[0] == '0' && s[1] != '0':
		return s[1:]
	case strings.Count(s, ".") == 1 && !strings.Contains(s, ","):
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// withoutThousands writes 1.234.567 as 1234567: groups of exactly three digits after full stops are
// thousands.
func withoutThousands(number string) string {
	groups := strings.Split(number, ".")
	if len(groups) < 2 || len(groups[0]) > 3 {
		return number
	}
	for i, g := range groups {
		whole, _, _ := strings.Cut(g, ",")
		if i > 0 && len(whole) != 3 || i < len(groups)-1 && len(whole) != len(g) {
			return number
		}
	}
	return strings.Join(groups, "")
}

// hasDigit reports whether s may have a digit, raised ones included.
func hasDigit(s string) bool {
	for i := range len(s) {
		if c := s[i]; isDigit(c) || c == "²"[0] || c == "₂"[0] {
			return true
		}
	}
	return false
}

func betweenDigits(s string, i int) bool {
	return i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1])
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
