package vidate

import (
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// Event infers the day that an article tells of from its headline and its first words: the first day of lede,
// and if that has no year ("Chiều 27/7, …") the one year that the lede or the headline states for it ("… 6
// tháng đầu năm 2022"). It is the zero Date if no year is stated, or several that contradict each other: it
// asks no clock.
func Event(title, lede string) news.Date {
	day, ok := eventDay(lede)
	if !ok {
		if day, ok = eventDay(title); !ok {
			return news.Date{}
		}
	}
	date := day.date
	if day.partial {
		date = day.in(eventYear(title, lede, day))
	}
	if date.IsZero() {
		return news.Date{}
	}
	y, m, d := date.Time.Date()
	return news.Date{Time: civil{y, int(m), d}.time(), Precision: news.Day, Evidence: news.EvidenceText}
}

// maxLead is how far into the lede, in bytes, the day of the event may stand.
const maxLead = 300

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

// eventDay returns the first day of text that is nobody's birthday and no document's date.
func eventDay(text string) (leadDay, bool) {
	if len(text) > maxLead {
		text = text[:maxLead]
	}
	p := newParser(text)
	for d := range p.spans {
		if !d.ok || d.day == 0 || p.past(d.first) {
			continue
		}
		lead := leadDay{date: d.date(time.Time{}), month: d.month, day: d.day, partial: d.year == 0}
		if w := p.weekday(d.first); w.end > 0 {
			lead.weekday, lead.hasWeekday = w.day, true
		}
		return lead, true
	}
	return leadDay{}, false
}

func newParser(text string) *parser {
	if !strings.ContainsAny(text, "0123456789") {
		return &parser{s: text}
	}
	return &parser{s: text, toks: appendTokens(nil, text)}
}

// past reports whether the words before token i tie what follows to another time than the event's: "sinh năm
// 1990", "từ năm 2015", "so với năm 2021", "đến năm 2030", "cùng kỳ năm ngoái", "thành lập ngày 3/2/1930".
func (p *parser) past(i int) bool {
	for n, k := 0, i-1; n < 2; n, k = n+1, k-1 {
		switch p.class(k) {
		case birth, to, from, ago, documentNo:
			return p.class(k) != to && p.class(k) != from || p.class(i) == yearWord
		case dayWord, yearWord, half, occasion, at:
		default:
			return false
		}
	}
	return false
}

// eventYear returns the year that title and lede state for the day, or 0. A report on one year and a plan for
// the next name both: at the end of the year the first is meant, at its beginning the second.
func eventYear(title, lede string, day leadDay) int {
	var years [8]int
	n := hints(years[:0], title, true)
	n = hints(n, lede, false)
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

// hints appends to years the distinct years that text states. In a headline a year may stand bare: "Festival
// Huế 2022".
func hints(years []int, text string, headline bool) []int {
	p := newParser(text)
	add := func(year int) {
		if len(years) == cap(years) {
			return
		}
		for _, y := range years {
			if y == year {
				return
			}
		}
		years = append(years, year)
	}

	for d := range p.spans {
		if d.ok && d.year > 0 && !p.past(d.first) {
			add(d.year)
		}
	}
	for i := range p.toks {
		if year, ok := p.yearAt(i); ok && headline && p.bareYear(i) {
			add(year)
		}
	}
	return years
}

// bareYear reports whether the four digits at i end a headline or one of its parts, behind a word.
func (p *parser) bareYear(i int) bool {
	prev, next := p.tok(i-1), p.tok(i+1)
	ends := next.kind == none || next.kind == sign && next.sign != '-' && next.sign != '/' &&
		next.sign != '.' &&
		next.sign != '%'
	return ends && prev.kind == word && prev.word.class == other && p.tok(i).spaced
}
