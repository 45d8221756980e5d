package vidate

import (
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// A Match is a date in running text.
type Match struct {
	Start, End int       // bytes of the text
	Date       news.Date // zero if Partial and the reference is zero
	Until      time.Time // the first instant after the span; of a range, after its last day
	Month      time.Month
	Day        int  // 0 for a month, quarter or year
	Partial    bool // the year was not stated; Date is the latest such day before the reference
	Mismatch   bool // the weekday beside it belongs to another day
}

// In returns the day of a partial match in the given year, and false if the year has no such day.
func (m Match) In(year int) (news.Date, bool) {
	c := civil{year, int(m.Month), m.Day}
	if !c.valid() {
		return news.Date{}, false
	}
	return news.Date{Time: c.time(), Precision: news.Day}, true
}

// Find returns the dates in running text, which should be NFC, from left to right. A day without a year must
// follow a word that announces a day ("chiều", "ngày", "đến"). It gets a year only from ref, a moment after
// the text was written; the zero ref is none. Words such as "hôm qua" are no dates: they count from the
// unknown day of writing.
func Find(text string, ref time.Time) []Match {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var buf [128]token
	p := parser{s: text, toks: appendTokens(buf[:0], text)}
	var matches []Match
	for d := range p.spans {
		if d.ok && !d.period {
			matches = append(matches, p.match(&d, ref))
		}
	}
	return matches
}

func (p *parser) match(d *span, ref time.Time) Match {
	m := Match{
		Start: int(p.toks[d.first].start), End: int(p.toks[d.end-1].end),
		Date: d.date(ref), Month: time.Month(d.month), Day: d.day,
		Partial: d.year == 0, Mismatch: d.mismatch,
	}
	if !m.Date.IsZero() {
		m.Until = d.until(m.Date)
	}
	return m
}

// until returns the first instant after the span d, which begins at date.
func (d *span) until(date news.Date) time.Time {
	t := date.Time
	switch {
	case d.last != civil{}:
		last := d.last
		if last.year == 0 {
			last.year = t.Year()
			if last.month < d.month {
				last.year++
			}
		}
		return last.time().AddDate(0, 0, 1)
	case d.months > 0:
		return t.AddDate(0, d.months, 0)
	case d.hours:
		return t.Add(time.Hour)
	case d.precision == news.Minute:
		return t.Add(time.Minute)
	case d.precision == news.Second:
		return t.Add(time.Second)
	}
	return t.AddDate(0, 0, 1)
}
