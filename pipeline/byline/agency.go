package byline

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"baotinh/pipeline/viet"
)

//go:embed agencies.tsv
var agenciesTSV string // alias of an agency or newspaper in small letters; its name

var agencies = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, strings.Count(agenciesTSV, "\n"))
	for line := range strings.Lines(agenciesTSV) {
		alias, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		m[alias] = name
		m[viet.PlaceTones(alias, viet.Nucleus)] = name
	}
	return m
})

// outletHeads are the words before the name of an outlet.
var outletHeads = [...]string{"báo điện tử ", "báo ", "đài ", "tạp chí ", "trang tin ", "trang ", "kênh "}

// agency returns the name of the agency or newspaper that s names by its name, its initials or its domain. It
// returns any name after "Báo", "Đài" or "Tạp chí" as printed.
func agency(s string) (string, bool) {
	if s = strings.Trim(s, besideAgencies); len(s) > longestAgency {
		return "", false
	}
	return agencyOf(s, viet.Lower(s))
}

const (
	longestAgency  = 60     // bytes
	besideAgencies = " .,:" // signs that are none of the name
)

// agencyOf is agency for a text that is given in small letters, too.
func agencyOf(s, key string) (string, bool) {
	s, key = strings.Trim(s, besideAgencies), strings.Trim(key, besideAgencies)
	if s == "" || len(s) > longestAgency {
		return "", false
	}
	key = strings.TrimPrefix(key, "www.")
	if name, ok := agencies()[key]; ok {
		return name, true
	}
	if head, place, ok := strings.Cut(s, "-"); ok && isUpper(head) && isProper(place) { // "VOV-Tây Bắc"
		if _, known := agencies()[viet.Lower(head)]; known {
			return s, true
		}
	}
	if site, ok := strings.CutSuffix(key, "/"); ok {
		key = site
	}
	for _, head := range outletHeads {
		rest, ok := strings.CutPrefix(key, head)
		if !ok {
			continue
		}
		if name, known := agencies()[rest]; known {
			return name, true
		}
		return s, head != "trang " && head != "kênh " && mostlyProper(s[len(head):])
	}
	if isDomain(key) {
		return s, true
	}
	return "", false
}

// mostlyProper reports whether s may be the name of a newspaper: at most seven words, the first capitalised.
func mostlyProper(s string) bool {
	return startsUpper(s) && len(strings.Fields(s)) <= 7 && !strings.ContainsAny(s, ",:")
}

// isUnmistakable reports whether s, the name of an agency, cannot be anything else where no label says that a
// source follows: initials or a domain. "Báo An Giang" alone is a masthead, "Lao Động" a heading.
func isUnmistakable(s string) bool {
	return !strings.Contains(s, " ") && (isUpper(s) && len(s) <= 8 || isDomain(strings.ToLower(s)))
}

// isOutlet reports whether s, which follows "Theo", is the name of an outlet that is not in the table:
// initials ("DTO") or up to four capitalised words ("Zing News").
func isOutlet(s string) bool {
	if cutHonorifics(s+" A") != s+" A" {
		return false // "Theo PGS." is half a sentence
	}
	words := 0
	for word := range strings.FieldsSeq(s) {
		words++
		if word != "&" && !startsUpper(word) {
			return false
		}
		for _, r := range word {
			if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune(".&-+'", r) {
				return false
			}
		}
	}
	return 1 <= words && words <= 4 && (words <= 2 || !isUpper(s))
}

// isDomain reports whether s, in small letters, is a host name.
func isDomain(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 {
		return false
	}
	switch s[dot+1:] { // "m.lan" is a name
	case "vn", "com", "net", "org", "info", "gov", "edu", "tv", "biz", "asia", "news":
	default:
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' {
			return false
		}
	}
	return true
}
