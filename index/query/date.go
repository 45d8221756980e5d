package query

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// A span is what a date stands for: from its first instant up to its end, which it does not have.
type span struct {
	from, to time.Time
	ago      bool // a distance from now, as 7d: alone it is the time since then
}

// dates reads the value of a date field.
func (p *parser) dates(field Field) *Node {
	p.count()
	start := p.pos
	text, _, ok := p.quoted()
	if !ok {
		word := p.word()
		text = strings.TrimSuffix(word, "~")
		p.pos -= len(word) - len(text)
	}
	if p.tilde() {
		p.fail(p.pos, FuzzyDate, text)
		return nil
	}
	if !strings.HasSuffix(text, "..") {
		text = strings.TrimRight(text, ".,;")
	}
	if first, last, ok := strings.Cut(text, ".."); ok {
		return p.dateRange(field, start, first, last)
	}
	d, ok := p.span(text, start)
	if !ok {
		return nil
	}
	n := &Node{Op: Dates}
	switch field {
	case after:
		n.From = d.from
	case before:
		n.To = d.from
	case until:
		n.To = d.to
	case Seen:
		n.Field = Seen
		fallthrough
	default:
		n.From = d.from
		if !d.ago {
			n.To = d.to
		}
	}
	return n
}

// dateRange returns the node of a range, from the beginning of one date to the end of another, both included.
// One of them may be empty: an open end.
func (p *parser) dateRange(field Field, start int, first, last string) *Node {
	if field != on && field != Seen {
		p.fail(start, RangeField, first+".."+last)
		return nil
	}
	n := &Node{Op: Dates}
	if field == Seen {
		n.Field = Seen
	}
	if first == "" && last == "" {
		p.fail(start, NoDate, "..")
		return nil
	}
	if first != "" {
		d, ok := p.span(first, start)
		if !ok {
			return nil
		}
		n.From = d.from
	}
	if last != "" {
		d, ok := p.span(last, start+len(first)+len(".."))
		if !ok {
			return nil
		}
		n.To = d.to
	}
	if first != "" && last != "" && !n.From.Before(n.To) {
		p.fail(start, EmptyRange, first+".."+last)
		return nil
	}
	return n
}

// The years that a date may have: they have four digits, and so has the year after.
const (
	minYear = 1000
	maxYear = 9998
)

// span returns what a date stands for. It fails if text, at byte at, is none.
func (p *parser) span(text string, at int) (span, bool) {
	for _, read := range []func(string) (span, bool){
		parseDate, parseTime, p.relativeDate, p.timeAgo, statedDate,
	} {
		d, ok := read(text)
		if ok && minYear <= d.from.Year() && d.from.Year() <= maxYear {
			return d, true
		}
	}
	p.fail(at, NoDate, text)
	return span{}, false
}

// parseDate reads a day, month or year: 2022-07-27, 27/7/2022, 27-7-2022, 2022-07, 7/2022, 2022.
func parseDate(s string) (span, bool) {
	numbers := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(numbers) == 0 || len(numbers) > 3 {
		return span{}, false
	}
	if len(numbers[0]) != 4 {
		slices.Reverse(numbers)
	}
	part := [3]int{0, 1, 1}
	for i, number := range numbers {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || i == 0 && len(number) != 4 || i > 0 && len(number) > 2 {
			return span{}, false
		}
		part[i] = n
	}
	from := dayOf(part[0], part[1], part[2])
	if from.Year() != part[0] || int(from.Month()) != part[1] || from.Day() != part[2] {
		return span{}, false
	}
	precision := [3]news.Precision{news.Year, news.Month, news.Day}[len(numbers)-1]
	return spanOf(from, precision), true
}

// dayOf returns the beginning of a day in Vietnam.
func dayOf(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, news.Vietnam)
}

// spanOf returns the year, month or day that begins with from.
func spanOf(from time.Time, p news.Precision) span {
	switch p {
	case news.Year:
		return span{from: from, to: from.AddDate(1, 0, 0)}
	case news.Month:
		return span{from: from, to: from.AddDate(0, 1, 0)}
	}
	return span{from: from, to: from.AddDate(0, 0, 1)}
}

// The forms of a time of day, without a zone: it is Vietnam's.
const (
	formSecond = "2006-01-02T15:04:05"
	formMinute = "2006-01-02T15:04"
)

// parseTime reads a minute or second: 2022-07-27T08:30.
func parseTime(s string) (span, bool) {
	if t, err := time.ParseInLocation(formSecond, s, news.Vietnam); err == nil {
		return span{from: t, to: t.Add(time.Second)}, t.Nanosecond() == 0
	}
	t, err := time.ParseInLocation(formMinute, s, news.Vietnam)
	return span{from: t, to: t.Add(time.Minute)}, err == nil
}

// statedDate reads a day, month or year in words: 27 tháng 7 năm 2022.
func statedDate(s string) (span, bool) {
	d, err := vidate.Parse(s, time.Time{})
	if err != nil || d.IsZero() {
		return span{}, false
	}
	return spanOf(dayOf(d.Time.Year(), int(d.Time.Month()), d.Time.Day()), d.Precision), true
}

// relativeDates are the names of days, weeks (from Monday on), months and years by what they are away from
// that of now.
var relativeDates = []struct {
	days, weeks, months, years int
	precision                  news.Precision
	names                      []string
}{
	{precision: news.Day, names: []string{"homnay", "today"}},
	{days: -1, precision: news.Day, names: []string{"homqua", "yesterday"}},
	{precision: week, names: []string{"tuannay", "thisweek"}},
	{weeks: -1, precision: week, names: []string{"tuantruoc", "tuanqua", "lastweek"}},
	{precision: news.Month, names: []string{"thangnay", "thismonth"}},
	{months: -1, precision: news.Month, names: []string{"thangtruoc", "thangqua", "lastmonth"}},
	{precision: news.Year, names: []string{"namnay", "thisyear"}},
	{years: -1, precision: news.Year, names: []string{"namtruoc", "namngoai", "namqua", "lastyear"}},
}

// week is the precision of a week, which dates of articles do not have.
const week news.Precision = 0

// relativeDate reads the name of a day, week, month or year as seen from now: hôm qua, this week.
func (p *parser) relativeDate(s string) (span, bool) {
	key := fieldKey(s)
	today := dayOf(p.now.Year(), int(p.now.Month()), p.now.Day())
	for _, d := range relativeDates {
		if !slices.Contains(d.names, key) {
			continue
		}
		switch d.precision {
		case week:
			monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7+7*d.weeks)
			return span{from: monday, to: monday.AddDate(0, 0, 7)}, true
		case news.Month:
			today = dayOf(today.Year(), int(today.Month())+d.months, 1)
		case news.Year:
			today = dayOf(today.Year()+d.years, 1, 1)
		}
		return spanOf(today.AddDate(0, 0, d.days), d.precision), true
	}
	return span{}, false
}

// maxAgo bounds the number before a unit: a century of hours.
const maxAgo = 876_600

// timeAgo reads a distance from now: 24h, 7d, 2w; giờ, ngày, tuần. Hours are counted back from this second,
// days and weeks from today: 7d is the day seven days ago.
func (p *parser) timeAgo(s string) (span, bool) {
	key := fieldKey(s)
	digits := len(key) - len(strings.TrimLeft(key, "0123456789"))
	n, err := strconv.Atoi(key[:digits])
	if err != nil || n < 1 || n > maxAgo {
		return span{}, false
	}
	switch key[digits:] {
	case "h", "gio", "hour", "hours":
		from := p.now.Add(-time.Duration(n) * time.Hour)
		return span{from, from.Add(time.Second), true}, true
	case "w", "tuan", "week", "weeks":
		n *= 7
	case "d", "ngay", "day", "days":
	default:
		return span{}, false
	}
	from := dayOf(p.now.Year(), int(p.now.Month()), p.now.Day()-n)
	return span{from, from.AddDate(0, 0, 1), true}, true
}

// dates writes a Dates node.
func (n *Node) dates() string {
	if n.Field == Seen {
		return "seen:" + writeRange(n.From, n.To)
	}
	switch {
	case n.To.IsZero():
		return "after:" + writeTime(n.From)
	case n.From.IsZero():
		return "before:" + writeTime(n.To)
	case n.From.Equal(dayOf(n.From.Year(), 1, 1)) && n.From.AddDate(1, 0, 0).Equal(n.To):
		return "year:" + n.From.Format("2006")
	case n.From.Equal(dayOf(n.From.Year(), int(n.From.Month()), 1)) && n.From.AddDate(0, 1, 0).Equal(n.To):
		return "date:" + n.From.Format("2006-01")
	case isDay(n.From) && n.From.AddDate(0, 0, 1).Equal(n.To):
		return "date:" + n.From.Format(time.DateOnly)
	}
	return "date:" + writeRange(n.From, n.To)
}

func isDay(t time.Time) bool { return t.Equal(dayOf(t.Year(), int(t.Month()), t.Day())) }

// writeTime writes the beginning of a day, or a second.
func writeTime(t time.Time) string {
	if isDay(t) {
		return t.Format(time.DateOnly)
	}
	return t.Format(formSecond)
}

// writeRange writes the range from one time up to another, which it does not have. A zero time is an open
// end.
func writeRange(from, to time.Time) string {
	var first, last string
	if !from.IsZero() {
		first = writeTime(from)
	}
	switch {
	case to.IsZero():
	case isDay(to):
		last = to.AddDate(0, 0, -1).Format(time.DateOnly)
	default:
		last = to.Add(-time.Second).Format(formSecond)
	}
	return first + ".." + last
}
