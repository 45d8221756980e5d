package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// A Field is what a Word, Phrase, Near, Prefix or Fuzzy node is looked for in. The empty Field is the whole
// text.
type Field string

// The fields.
const (
	Title        Field = "title"
	Author       Field = "author"
	Photographer Field = "photographer"
	Newspaper    Field = "newspaper"
	Province     Field = "province"
	Section      Field = "section"
	Source       Field = "source"
	Tag          Field = "tag"
	Sapo         Field = "sapo"
	Caption      Field = "caption"
	Dateline     Field = "dateline"
	Site         Field = "site"
	URL          Field = "url"
	Type         Field = "type"
	Status       Field = "status" // Text is Withdrawn
	Place        Field = "place"  // Text is what [place.Named] takes for one place

	Seen Field = "seen" // of a Dates node: when the article came in
)

// The other fields of dates. They give Dates nodes without a field.
const (
	after  Field = "after"
	before Field = "before"
	until  Field = "to"
	on     Field = "date"
)

func (f Field) isDate() bool { return f == after || f == before || f == until || f == on || f == Seen }

// fieldNames are the names of the fields: first the English and the Vietnamese one that messages list, then
// the others. A field may be in two lines.
var fieldNames = []struct {
	field Field
	names []string
}{
	{Title, []string{"title", "tiêu đề", "tít"}},
	{Author, []string{"author", "tác giả"}},
	{Photographer, []string{"photographer", "người chụp"}},
	{Newspaper, []string{"newspaper", "báo"}},
	{Province, []string{"province", "tỉnh"}},
	{Section, []string{"section", "chuyên mục", "mục"}},
	{Source, []string{"source", "nguồn"}},
	{Tag, []string{"tag", "nhãn"}},
	{Sapo, []string{"sapo", "sapo"}},
	{Caption, []string{"caption", "chú thích"}},
	{Dateline, []string{"dateline", "dateline"}},
	{Site, []string{"site", "trang"}},
	{URL, []string{"url", "địa chỉ"}},
	{Type, []string{"type", "loại", "thể loại"}},
	{Status, []string{"status", "tình trạng"}},
	{Place, []string{"place", "địa danh"}},
	{after, []string{"after", "sau"}},
	{after, []string{"from", "từ", "từ ngày"}},
	{before, []string{"before", "trước"}},
	{until, []string{"to", "đến", "đến ngày", "until"}},
	{on, []string{"date", "ngày", "on"}},
	{on, []string{"year", "năm"}},
	{Seen, []string{"seen", "mới", "first_seen"}},
}

// fields are the fields by their names as [fieldKey] has them.
var fields = func() map[string]Field {
	all := map[string]Field{}
	for _, f := range fieldNames {
		for _, name := range f.names {
			all[fieldKey(name)] = f.field
		}
	}
	return all
}()

// FieldNames returns the names of all fields, in English or in Vietnamese.
func FieldNames(vietnamese bool) []string {
	var all []string
	for _, f := range fieldNames {
		if vietnamese {
			all = append(all, f.names[1])
			continue
		}
		all = append(all, f.names[0])
	}
	return all
}

// Withdrawn is the status of an article whose page holds it no more.
const Withdrawn = "withdrawn"

// statuses are the values of Status by their names without marks, spaces and hyphens.
var statuses = map[string]string{
	"withdrawn": Withdrawn, "dago": Withdrawn, "dagobo": Withdrawn, "darut": Withdrawn,
}

// fieldKey returns a name without marks, spaces, hyphens and underscores, in lower case.
func fieldKey(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, name)
	return string(viet.AppendFoldLower(nil, name))
}

// maxFieldBytes is the length of the longest field name as typed, "người chụp" in NFD, and of its colon.
const maxFieldBytes = 24

// field returns the field whose name and colon stand here, if its value follows, and their length.
func (p *parser) field() (Field, int) {
	rest := p.s[p.pos:]
	colon := strings.IndexByte(rest[:min(len(rest), maxFieldBytes)], ':')
	if colon <= 0 {
		return "", 0
	}
	name, value := rest[:colon], rest[colon+1:]
	f, ok := fields[fieldKey(name)]
	switch {
	case !ok, p.pos > 0 && endsClause(name):
		return "", 0
	case beginsValue(value), f.isDate() && strings.HasPrefix(value, ".."):
		return f, colon + 1
	}
	if next, size := utf8.DecodeRuneInString(value); strings.ContainsRune("'‘[{<>=*-", next) {
		p.fail(p.pos+colon+1, NoValue, value[:size])
	}
	return "", 0
}

// beginsValue reports whether s begins with what the value of a field may begin with.
func beginsValue(s string) bool {
	next, _ := utf8.DecodeRuneInString(s)
	return isWordRune(next) || isOpening(next) || next == '('
}

// schemes are the schemes of addresses that have no slash behind the colon. They name no field.
var schemes = []string{"mailto", "tel", "urn", "doi", "isbn"}

// endsClause reports whether a name may be the last syllable before a colon of a headline: Quảng Nam:Mưa.
func endsClause(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first) && viet.IsBareSyllable(fieldKey(name))
}

// unknownField fails if a name that is no field's stands here, with a colon and a value. A name has two ASCII
// letters at least, all small; a syllable of Vietnamese before a capital is none. So the colon is text in
// Sơn:Khởi, học sinh:Phó, Re:Zero, 14:30 and http://a.
func (p *parser) unknownField() bool {
	name := fieldName(p.s[p.pos:])
	value, ok := strings.CutPrefix(p.s[p.pos+len(name):], ":")
	next, _ := utf8.DecodeRuneInString(value)
	if len(name) < 2 || !ok || !beginsValue(value) || slices.Contains(schemes, name) ||
		unicode.IsUpper(next) && viet.IsBareSyllable(name) {
		return false
	}
	if p.err == nil {
		p.fail(p.pos, UnknownField, name)
		p.err.Nearest = nearestField(name)
	}
	return true
}

// fieldName returns the small ASCII letters at the beginning of s, and hyphens or underscores behind the
// first.
func fieldName(s string) string {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || 'z' < c) && (i == 0 || c != '_' && c != '-') {
			return s[:i]
		}
	}
	return s
}

// nearestField returns the name of a field that may have been meant, or "".
func nearestField(typed string) string {
	key := fieldKey(typed)
	nearest, least := "", max(1, len(key)/3)+1
	for _, f := range fieldNames {
		for _, name := range f.names {
			if d := distance(key, fieldKey(name)); d < least {
				nearest, least = name, d
			}
		}
	}
	return nearest
}

// distance returns the number of letters to insert, delete, replace or swap with their neighbours that makes
// a of b (optimal string alignment).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replaced)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
