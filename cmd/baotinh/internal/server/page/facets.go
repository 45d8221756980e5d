package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// facetFields are the fields that hits are counted by, in the order in which they are shown.
var facetFields = []string{
	"province", "newspaper", "year", "section", "author", "source", "type", "place",
}

// The values of a facet that are shown: at first, and when a reader asks for more.
const (
	facetValues     = 6
	openFacetValues = 100
)

// allYears is more than the years of any archive: the newest are shown, so all are asked for.
const allYears = 60

// A facetList is a facet as it is shown.
type facetList struct {
	Field   string
	Name    string
	Values  []facetValue
	Other   string // the values that are not listed: 31 nữa; empty: there are none
	More    string // the address that lists them; empty: they are too many
	Rest    string // how many hits have these
	Missing string // how many hits have no value; empty: none
}

// A facetValue is a value of a facet.
type facetValue struct {
	Text    string
	Count   int
	Address string // of the question with the value as a filter
	Chosen  bool   // it is one already
}

// facets returns the facets that tell hits apart.
func (v *visit) facets(q question, found *index.Result) []facetList {
	var all []facetList
	for _, field := range facetFields {
		f, ok := found.Facets[field]
		if !ok || len(f.Values) == 0 {
			continue
		}
		l := facetList{Field: field, Name: capitalized(v.messages.Facet(field))}
		shown, rest, hidden := f.Values, f.Other.Count, f.Other.Values
		if field == "year" {
			slices.SortFunc(shown, func(a, b index.Count) int { return cmp.Compare(b.Value, a.Value) })
		}
		if q.open != field && len(shown) > facetValues {
			for _, c := range shown[facetValues:] {
				rest += c.Count
			}
			hidden += len(shown) - facetValues
			shown = shown[:facetValues]
		}
		for _, c := range shown {
			filter := facetFilter(field, c.Value)
			value := facetValue{Text: v.valueWords(field, c.Value), Count: c.Count,
				Address: q.with(filter).String(), Chosen: slices.Contains(q.filters, filter)}
			l.Values = append(l.Values, value)
		}
		if hidden > 0 {
			l.Other = v.t("{n} nữa", "n", v.messages.Number(hidden))
			l.Rest = v.messages.Number(rest)
			if q.open != field {
				opened := q.first()
				opened.open = field
				l.More = opened.String() + "#" + field
			}
		}
		if f.Missing > 0 {
			l.Missing = v.messages.Number(f.Missing)
		}
		all = append(all, l)
	}
	return all
}

// facetFilter returns the query that hits with a value of a facet match.
func facetFilter(field, value string) string {
	switch field {
	case "year", "month", "day":
		return "date:" + value
	case "week":
		return "" // the query language has none
	case "district", "commune":
		return "place:" + quoted(value)
	case "type":
		return "type:" + value
	}
	return field + ":" + quoted(value)
}

// valueWords returns a value of a facet as a reader calls it.
func (v *visit) valueWords(field, value string) string {
	if field == "type" && v.language == vietnamese {
		if name, ok := typeNames[news.Type(value)]; ok {
			return name
		}
	}
	return value
}

// typeNames are the types of articles in Vietnamese.
var typeNames = map[news.Type]string{
	news.PhotoStory: "phóng sự ảnh", news.Video: "video", news.Infographic: "đồ họa",
	news.Longform: "e-magazine", news.Live: "tường thuật", news.Interview: "phỏng vấn",
	news.Opinion: "ý kiến", news.Reportage: "phóng sự", news.Letter: "thư bạn đọc", news.Poem: "thơ",
	news.Fiction: "truyện",
}

// filterWords returns a filter as its chip names it: tỉnh: Lạng Sơn.
func filterWords(m *messages.Messages, filter string) string {
	field, value, ok := strings.Cut(filter, ":")
	if !ok || strings.ContainsAny(field, ` "()`) {
		return filter
	}
	value = strings.Trim(value, `"`)
	if field == "date" {
		first, last, isRange := strings.Cut(value, "..")
		if !isRange {
			return m.Facet(dateField(value)) + ": " + dayWords(value)
		}
		return m.Facet("day") + ": " + dayWords(first) + " – " + dayWords(last)
	}
	return m.Facet(field) + ": " + value
}

// dateField returns the facet that a date of the query language is a value of.
func dateField(date string) string {
	switch strings.Count(date, "-") {
	case 0:
		return "year"
	case 1:
		return "month"
	}
	return "day"
}

// dayWords returns a day, month or year of ISO 8601 as Vietnamese readers write it: 27/07/2022. Others are as
// they are.
func dayWords(iso string) string {
	parts := strings.Split(iso, "-")
	if len(parts[0]) != len("2022") {
		return iso
	}
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

// capitalized returns a text with its first letter as a capital one.
func capitalized(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
