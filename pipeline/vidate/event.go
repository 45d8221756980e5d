package vidate

import (
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// Event infers the day of the event that an article reports from its headline and its lede: the first day in
// the lede and, if that has no year ("Chiều 27/7, …"), the year that the lede or the headline states ("… 6
// tháng đầu năm 2022"). It returns the zero Date if no year is stated, or several that contradict each other.
// It does not use the clock.
func Event(title, lede string) news.Date {
	var ledeTokens, titleTokens [mostTokens]token
	inLede, inTitle := newParser(lead(lede), ledeTokens[:0]), newParser(lead(title), titleTokens[:0])
	day, ok := eventDay(inLede)
	if !ok {
		if day, ok = eventDay(inTitle); !ok {
			return news.Date{}
		}
	}
	date := day.date
	if day.partial {
		date = day.in(eventYear(inTitle.in(title), inLede.in(lede), day))
	}
	if date.IsZero() {
		return news.Date{}
	}
	y, m, d := date.Time.Date()
	return news.Date{Time: civil{y, int(m), d}.time(), Precision: news.Day, Evidence: news.EvidenceText}
}

// maxLead is the length of the beginning of the lede, in bytes, that may state the day of the event.
const maxLead = 300

// A leadDay is the first day in a lede.
type leadDay struct {
	date       news.Date
	month, day int
	partial    bool
	weekday    time.Weekday
	hasWeekday bool
}

func (d leadDay) in(year int) news.Date {
	c := civil{year, d.month, d.day}
	if year == 0 || !c.valid() || d.hasWeekday && c.time().Weekday() != d.weekday {
		return news.Date{}
	}
	return news.Date{Time: c.time(), Precision: news.Day}
}

// lead returns the beginning of a text.
func lead(text string) string { return text[:min(len(text), maxLead)] }

// in returns p for all of a text of which p has the lead.
func (p parser) in(text string) parser {
	if len(text) == len(p.s) {
		return p
	}
	return newParser(text, nil)
}

// eventDay returns the first day in a text that is not of another time, such as a birthday.
func eventDay(p parser) (leadDay, bool) {
	for d := range p.spans {
		if !d.ok || d.day == 0 || p.isOtherTime(d.first) {
			continue
		}
		found := leadDay{date: d.date(time.Time{}), month: d.month, day: d.day, partial: d.year == 0}
		if w := p.weekday(d.first); w.end > 0 {
			found.weekday, found.hasWeekday = w.day, true
		}
		return found, true
	}
	return leadDay{}, false
}

func newParser(text string, buf []token) parser {
	if !strings.ContainsAny(text, "0123456789") {
		return parser{s: text}
	}
	return parser{s: text, toks: appendTokens(buf, text)}
}

// mostTokens is about as many as the beginning of a lede has.
const mostTokens = 96

// isOtherTime reports whether the words before token i relate the date to another time than that of the
// event: "sinh năm 1990", "từ năm 2015", "so với năm 2021", "đến năm 2030", "cùng kỳ năm ngoái", "thành lập
// ngày 3/2/1930".
func (p *parser) isOtherTime(i int) bool {
	for n, k := 0, i-1; n < 2; n, k = n+1, k-1 {
		switch p.class(k) {
		case birth, to, from, ago, documentNo:
			return p.class(k) != to && p.class(k) != from || p.class(i) == yearWord
		case dayWord, yearWord, partWord, occasion, at:
		default:
			return false
		}
	}
	return false
}

// eventYear returns the year that title and lede state for the day, or 0. A report on one year with a plan
// for the next states both years: a day from October on is in the first, a day up to March in the second.
func eventYear(title, lede parser, day leadDay) int {
	var years [8]int
	n := appendBareYears(appendYears(years[:0], title), title)
	n = appendYears(n, lede)
	switch {
	case len(n) == 0:
		return 0
	case len(n) == 1:
		return n[0]
	}

	first, last := n[0], n[0]
	for _, y := range n[1:] {
		first, last = min(first, y), max(last, y)
	}
	switch {
	case first == last:
		return first
	case last-first > 1:
	case day.month >= 10:
		return first
	case day.month <= 3:
		return last
	}
	return 0
}

// appendYears appends to years, up to its capacity, the distinct years of the dates in a text.
func appendYears(years []int, p parser) []int {
	for d := range p.spans {
		if d.ok && d.year > 0 && !p.isOtherTime(d.first) {
			years = appendYear(years, d.year)
		}
	}
	return years
}

// appendBareYears appends the years that stand alone in a headline: "Festival Huế 2022".
func appendBareYears(years []int, p parser) []int {
	for i := range p.toks {
		if year, ok := p.yearAt(i); ok && p.bareYear(i) {
			years = appendYear(years, year)
		}
	}
	return years
}

func appendYear(years []int, year int) []int {
	if len(years) == cap(years) || slices.Contains(years, year) {
		return years
	}
	return append(years, year)
}

// bareYear reports whether the year at i follows a word and ends a headline or a part of it.
func (p *parser) bareYear(i int) bool {
	prev, next := p.tok(i-1), p.tok(i+1)
	ends := next.kind == none || next.kind == sign && !strings.ContainsRune("-/.%", rune(next.sign))
	return ends && prev.kind == word && prev.word.class == other && p.tok(i).spaced
}
