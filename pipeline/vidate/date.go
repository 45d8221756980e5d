// Package vidate reads dates as Vietnamese newspapers print them and as their content management systems
// serve them: "Thứ năm, 2/11/2023, 19:20 (GMT+7)", "Chiều 27/7", "2021-12-01 11:51:00", "5 phút trước".
//
// [Parse] reads a date line, [Find] the dates in running text, [ParseURL] the date in a URL, and [Event]
// infers the day of the event that an article reports.
//
// Three rules apply everywhere. The day comes before the month, unless the weekday beside them in a date line
// is only that of the other order ("T6, 05/03/2013" is 3 May). A time without a zone is Vietnam's, UTC+7.
// And nothing is added to the text: a day without a time of day has the precision of a day, and a day without
// a year is no date, unless the caller knows a moment after it was written. Numbers that only look like dates
// are rejected: document numbers (15/2022/NĐ-CP), fractions, scores, telephone numbers, periods (6 tháng đầu
// năm 2022), days of the lunar calendar.
package vidate

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// ErrNoDate is the cause of every error of this package: the text holds no date.
var ErrNoDate = errors.New("no date")

// maxLine is the number of bytes of a date line that are read. No date line is that long, but a selector may
// match a whole article.
const maxLine = 400

// Parse reads a date line, printed or written by a program, with or without a label. A relative form ("5 phút
// trước", "hôm qua") and a day without a year ("Chiều 27/7") need ref, a moment after the line was written,
// from which a relative form is counted; the zero ref is none. Parse returns the first day of a range. An
// hour has the precision of a minute and a quarter that of a month, the nearest of [news.Date]. The evidence
// is left empty.
func Parse(s string, ref time.Time) (news.Date, error) {
	if d := parse(s, ref, form{}); !d.IsZero() {
		return d, nil
	}
	return news.Date{}, noDateError(s)
}

// A noDateError is the error of a line that holds no date. Most callers only ask whether there is one, so the
// message is made when it is wanted.
type noDateError string

func (e noDateError) Error() string { return fmt.Sprintf("date %.60q: %v", string(e), ErrNoDate) }
func (e noDateError) Unwrap() error { return ErrNoDate }

// Readings returns every plausible reading of a date written by a program, the likeliest first:
// "9/11/2021 3:29:47 PM" is 9 November, or 11 September on a server with an American locale;
// "2021-11-09T15:29:47Z" is 22:29 in Vietnam, or 15:29 of a server that writes local time as that of another
// zone. The caller chooses by another date of the same page.
//
// Midnight, to the second, of Vietnam or of the zone that is written is what programs make of a day without a
// time of day, and so is read as the day.
func Readings(s string) []news.Date {
	var readings []news.Date
	for _, f := range [...]form{{}, {order: monthFirst}, {local: true}} {
		d := parse(s, time.Time{}, f)
		if isMidnight(d) {
			d.Precision = news.Day
		}
		if d.IsZero() || slices.Contains(readings, d) {
			continue
		}
		if f.local && d.Precision == news.Day && readings[0].Precision > news.Day {
			return []news.Date{d} // midnight of the zone written
		}
		if f.local && readings[0].Precision == news.Day {
			continue
		}
		readings = append(readings, d)
	}
	return readings
}

func isMidnight(d news.Date) bool {
	hour, minute, second := d.Time.Clock()
	return d.Precision >= news.Minute && hour == 0 && minute == 0 && second == 0
}

// A form is how a date is written by a program, beside that of Vietnam.
type form struct {
	order fieldOrder
	local bool // the zone is wrong: the time is that of Vietnam
}

// parse reads a date line.
func parse(s string, ref time.Time, f form) news.Date {
	if len(s) > maxLine {
		s = s[:maxLine]
	}
	s = viet.Normalize(s)
	var buf [64]token
	p := parser{s: s, toks: appendTokens(buf[:0], s), dateLine: true, order: f.order}
	if len(p.toks) == 1 {
		if d := stamp(s[p.toks[0].start:p.toks[0].end]); !d.IsZero() {
			return d
		}
	}
	if d := p.relative(ref); !d.IsZero() {
		return d
	}

	var best news.Date
	for d := range p.spans {
		if !d.ok || d.period || d.precision < best.Precision {
			continue
		}
		if f.local {
			d.zone = nil
		}
		date := d.date(ref)
		if date.Precision > best.Precision {
			best = date
		}
		if best.Precision >= news.Day {
			break
		}
	}
	return best
}

// stamp reads a single number: with 10 digits seconds since 1970, with 13 milliseconds, with 14 a date and
// time (20220727160533).
func stamp(s string) news.Date {
	var n int64
	for i := range len(s) {
		if !isDigit(s[i]) || i >= 14 {
			return news.Date{}
		}
		n = n*10 + int64(s[i]-'0')
	}
	switch {
	case s[0] == '0':
	case len(s) == 13:
		n /= 1000
		fallthrough
	case len(s) == 10:
		if t := time.Unix(n, 0).In(news.Vietnam); t.Year() <= maxYear {
			return news.Date{Time: t, Precision: news.Second}
		}
	case len(s) == 14:
		day, clock := int(n/1e6), int(n%1e6)
		c := civil{day / 1e4, day / 100 % 100, day % 100}
		h, m, sec := clock/1e4, clock/100%100, clock%100
		if minYear <= c.year && c.year <= maxYear && c.valid() && h < 24 && m < 60 && sec < 60 {
			return news.Date{Time: clockTime(c, h, m, sec, news.Vietnam), Precision: news.Second}
		}
	}
	return news.Date{}
}

func clockTime(c civil, hour, minute, second int, zone *time.Location) time.Time {
	return time.Date(c.year, time.Month(c.month), c.day, hour, minute, second, 0, zone).In(news.Vietnam)
}

// date returns the date of d. Without a stated year it is the latest such day that is at most a day after
// ref.
func (d *span) date(ref time.Time) news.Date {
	c := d.civil()
	if c.year == 0 {
		c.year = yearBefore(c, ref)
		if c.year == 0 {
			return news.Date{}
		}
	}
	switch d.precision {
	case news.Year:
		c.month, c.day = 1, 1
	case news.Month:
		c.day = 1
	}
	zone := d.zone
	if zone == nil {
		zone = news.Vietnam
	}
	return news.Date{Time: clockTime(c, d.hour, d.min, d.sec, zone), Precision: d.precision}
}

// yearBefore returns the year of the latest day like c that is at most a day after ref, or 0 if ref is zero.
func yearBefore(c civil, ref time.Time) int {
	if ref.IsZero() {
		return 0
	}
	limit := ref.In(news.Vietnam).Add(24 * time.Hour)
	for c.year = limit.Year(); c.year > limit.Year()-9; c.year-- {
		if c.valid() && !c.time().After(limit) {
			return c.year
		}
	}
	return 0
}
