package vidate

import (
	"time"

	"baotinh/pipeline/news"
)

// The range of years. Before it the provincial newspapers of today did not exist; after it a number is no
// year.
const (
	minYear = 1975
	maxYear = 2100
)

// A parser reads dates from the tokens of one text. Its methods take the index of a token and return a span
// whose end is the index after the last token read. An end that is not after the first token means that the
// method found nothing.
type parser struct {
	s        string
	toks     []token
	dateLine bool // s is a date line, not running text
	order    fieldOrder

	consumed      int         // tokens before this one belong to earlier dates
	lastEnd       int         // index after the last date, 0 if none
	weekdayBefore weekdaySpan // the weekday before the date being read
}

// A fieldOrder is the order of day and month in a date in figures.
type fieldOrder uint8

const (
	dayFirst fieldOrder = iota
	monthFirst
)

// A span is a date in the tokens first … end-1. If ok is false the tokens are no date, and no part of them is
// one either: a day of the lunar calendar, the 31st of February.
type span struct {
	first, end       int
	year, month, day int // 0: not stated
	months           int // length of a span without day: 1, 3 or 12
	last             civil
	hour, min, sec   int
	zone             *time.Location
	precision        news.Precision
	period           bool // a year that only dates a part of it: "6 tháng đầu năm 2022"
	hours            bool // minutes were not stated
	mismatch         bool
	ok               bool
}

// A civil is a day of the calendar. Year 0 means that the year was not stated.
type civil struct{ year, month, day int }

type weekdaySpan struct {
	first, end int
	day        time.Weekday
}

// tok returns the token at i, or the zero token where there is none.
func (p *parser) tok(i int) token {
	if i < 0 || i >= len(p.toks) {
		return token{}
	}
	return p.toks[i]
}

func (p *parser) class(i int) class {
	if t := p.tok(i); t.kind == word {
		return t.word.class
	}
	return other
}

func (p *parser) isSign(i int, c byte) bool {
	t := p.tok(i)
	return t.kind == sign && t.sign == c
}

// num returns the number at i if it has 1 to maxDigits digits, else -1.
func (p *parser) num(i, maxDigits int) int {
	t := p.tok(i)
	if t.kind != number || int(t.digits) > maxDigits {
		return -1
	}
	return int(t.value)
}

func (p *parser) yearAt(i int) (int, bool) {
	t := p.tok(i)
	return int(t.value), t.kind == number && t.digits == 4 && minYear <= t.value && t.value <= maxYear
}

// spans yields the dates of the text from left to right, and also the non-dates that look like dates.
func (p *parser) spans(yield func(span) bool) {
	var clock span
	var wd weekdaySpan
	for i := 0; i < len(p.toks); {
		if !p.toks[i].mayOpen() {
			i++
			continue
		}
		if w := p.weekday(i); w.end > i {
			if clock.end > 0 && p.isAdjacent(clock.end, i) {
				clock.end = w.end
			}
			wd = w
			i = w.end
			p.consumed = i
			continue
		}
		if t := p.clock(i); t.end > i {
			clock = t
			i = t.end
			p.consumed = i
			continue
		}

		p.weekdayBefore = wd
		d := p.date(i)
		if d.end <= i {
			i++
			continue
		}
		if d.ok && d.day > 0 {
			p.addContext(&d, clock, wd)
		}
		i = max(i+1, d.end)
		p.consumed, p.lastEnd = i, i
		clock, wd = span{}, weekdaySpan{}
		if !yield(d) {
			return
		}
	}
}

// addContext adds to d the time of day, the zone and the weekday beside it.
func (p *parser) addContext(d *span, clock span, wd weekdaySpan) {
	first, end := d.first, d.end
	if wd.end > 0 && p.isAdjacent(wd.end, first) {
		d.mismatch = d.year > 0 && d.civil().time().Weekday() != wd.day
		d.first = wd.first
	}
	if w := p.weekday(p.skip(end)); w.end > 0 && (p.dateLine || p.isSign(w.first-1, '(')) {
		d.mismatch = d.mismatch || d.year > 0 && d.civil().time().Weekday() != w.day
		end = w.end
	}

	switch {
	case clock.end > 0 && p.isAdjacent(clock.end, first):
		d.first = min(d.first, clock.first)
		d.setClock(clock)
		if k := p.skipOpen(d.end); clock.zone == nil {
			if z, zoneEnd := p.zone(k); zoneEnd > k {
				d.zone, d.end = z, zoneEnd
			}
		}
	case d.last == civil{}:
		k := p.skip(end)
		if p.class(k) == letterT {
			k++
		}
		if t := p.clock(k); t.end > k {
			d.setClock(t)
			d.end = t.end
		}
	}
}

func (d *span) civil() civil { return civil{d.year, d.month, d.day} }

func (d *span) setClock(t span) {
	d.hour, d.min, d.sec, d.zone = t.hour, t.min, t.sec, t.zone
	d.precision, d.hours = t.precision, t.hours
}

// isAdjacent reports whether the tokens from i up to end are only signs and words that connect a day with its
// time of day.
func (p *parser) isAdjacent(i, end int) bool { return i <= end && p.skip(i) >= end }

// skip returns the index after the signs and words at i that may separate the parts of a date line.
func (p *parser) skip(i int) int {
	for n := 0; n < 6; n++ {
		t := p.tok(i)
		switch {
		case t.kind == sign && (t.sign == ',' || t.sign == '|' || t.sign == '-' || t.sign == '(' ||
			t.sign == ')' || t.sign == ':' || t.sign == ';' || t.sign == '@' && t.spaced ||
			t.sign == '/' && t.spaced):
		case t.kind == word && (t.word.class == dayWord || t.word.class == at || t.word.class == nay ||
			t.word.class == hom || t.word.class == hourWord && p.isSign(i+1, ':')): // "Giờ: 09:42"
		default:
			return i
		}
		i++
	}
	return i
}

func (p *parser) skipOpen(i int) int {
	if p.isSign(i, ',') {
		i++
	}
	if p.isSign(i, '(') || p.isSign(i, '[') {
		i++
	}
	return i
}

// weekday reads "Thứ Năm", "Thứ 5", "T5", "Chủ nhật", "CN", "Wed".
func (p *parser) weekday(i int) weekdaySpan {
	t := p.tok(i)
	if t.kind != word {
		return weekdaySpan{}
	}
	next := p.tok(i + 1)
	switch t.word.class {
	case weekday:
		return weekdaySpan{i, i + 1, time.Weekday(t.word.value)}
	case sunday:
		if next.word.class == nhat {
			return weekdaySpan{i, i + 2, time.Sunday}
		}
	case weekdayNo:
		n := int(next.word.value)
		if next.kind == number && next.digits == 1 {
			n = int(next.value)
		} else if next.word.class != numeral && next.word.class != yearWord {
			return weekdaySpan{}
		}
		if 2 <= n && n <= 7 {
			return weekdaySpan{i, i + 2, time.Weekday(n - 1)}
		}
	case letterT:
		if n := p.num(i+1, 1); 2 <= n && n <= 7 && !next.spaced && !t.lower {
			if after := p.tok(i + 2); after.spaced || after.kind == sign && after.sign != '/' {
				return weekdaySpan{i, i + 2, time.Weekday(n - 1)}
			}
		}
	}
	return weekdaySpan{}
}

// clock reads a time of day and its zone: "16:05:33", "16h05", "16 giờ 5 phút", "8h30 tối", "3:48 CH", "16:05
// GMT+7".
func (p *parser) clock(i int) span {
	t := span{first: i, precision: news.Minute}
	if p.isPartOfToken(i) {
		return span{}
	}
	t.hour = p.num(i, 2)
	if t.hour < 0 || t.hour > 24 {
		return span{}
	}

	next, mins := p.tok(i+1), p.tok(i+2)
	switch {
	case next.kind == sign && next.sign == ':' && !next.spaced && mins.kind == number &&
		(mins.digits == 2 || mins.digits == 1 && p.isSign(i+3, '\'')): // 21:3' is 21:03
		t.min, t.end = int(mins.value), i+3
		if s := p.tok(t.end + 1); p.isSign(t.end, ':') && s.kind == number && s.digits == 2 {
			t.sec, t.precision = int(s.value), news.Second
			t.end += 2
			if f := p.tok(t.end + 1); p.isSign(t.end, '.') && f.kind == number && !f.spaced {
				t.end += 2
			}
		}
	case p.dateLine && next.kind == sign && next.sign == '.' && !next.spaced && mins.kind == number &&
		mins.digits == 2 && p.tok(i).digits == 2 && p.tok(i).spaced && p.tok(i-1).digits == 4 &&
		!p.isSign(i+3, '.'): // "22.07.2014 00.15"
		t.min, t.end = int(mins.value), i+3
	case next.kind == word && next.word.class == hourWord:
		var ok bool
		if t.end, ok = p.spokenClock(i, &t); !ok {
			return span{}
		}
	default:
		return span{}
	}

	if p.isSign(t.end, '\'') { // 16h05', 8:42'
		t.end++
	}
	if t.min > 59 || t.sec > 59 || t.hour == 24 && t.min+t.sec > 0 {
		return span{}
	}
	t.end = p.applyDayPart(&t)
	if k := p.skipOpen(t.end); k <= len(p.toks) {
		if z, end := p.zone(k); end > k {
			t.zone, t.end = z, end
		}
	}
	return t
}

// spokenClock reads the rest of "16h05" and "16 giờ 5 phút" after the hours. A bare "3 giờ" may be a
// duration.
func (p *parser) spokenClock(i int, t *span) (int, bool) {
	unit := p.tok(i + 1)
	if unit.word.value == 1 && unit.spaced {
		return 0, false
	}
	end := i + 2
	mins := p.tok(end)
	if mins.kind == number && mins.digits <= 2 && (unit.word.value == 0 || !mins.spaced) {
		after := p.class(end + 1)
		// "16h05 - 5/6"
		isGlued := !unit.spaced && !mins.spaced && p.isSign(end+1, '-') && p.tok(end+1).spaced
		if after == minuteWord || isGlued ||
			mins.digits == 2 && !p.isSign(end+1, '/') && !p.isSign(end+1, '-') {
			t.min = int(mins.value)
			end++
			if after == minuteWord {
				end++
			}
			if s := p.num(end, 2); s >= 0 && p.class(end+1) == secondWord {
				t.sec, t.precision = s, news.Second
				end += 2
			}
			return end, true
		}
	}

	if unit.word.value == 1 && unit.word.class == hourWord && isGram(p.s, unit) {
		return 0, false
	}
	t.hours = true
	c := p.class(end)
	return end, c != ago && c != occasion && c != measure
}

func isGram(s string, unit token) bool { return s[unit.start] == 'g' || s[unit.start] == 'G' }

// applyDayPart applies SA, CH, AM, PM or the part of the day after a time of day, and returns its new end.
func (p *parser) applyDayPart(t *span) int {
	w := p.tok(t.end)
	if w.kind != word {
		return t.end
	}
	switch {
	case w.word.class == noon && t.hour <= 12:
		t.hour = t.hour%12 + int(w.word.value)
	case w.word.class == noon && w.word.value == 12: // "15:20 PM"
	case w.word.class != dayPart:
		return t.end
	case w.word.value == midday && t.hour <= 2,
		(w.word.value == afternoon || w.word.value == evening) && t.hour < 12,
		w.word.value == night && 6 <= t.hour && t.hour < 12:
		t.hour += 12
	}
	return t.end + 1
}

// zone reads "GMT+7", "GMT", "Z", "+07:00", "+0700" and a closing bracket after it.
func (p *parser) zone(i int) (*time.Location, int) {
	t := p.tok(i)
	end, named := i, false
	if t.kind == word && t.word.class == zone {
		named = true
		end++
		if t.word.value == 7 {
			return news.Vietnam, p.close(end)
		}
	}

	s := p.tok(end)
	n := p.tok(end + 1)
	if s.kind != sign || s.sign != '+' && s.sign != '-' || n.kind != number || n.spaced ||
		!named && (s.spaced && s.sign == '-' || n.digits == 1) {
		if named {
			return time.UTC, p.close(end)
		}
		return nil, 0
	}

	offset := 0
	switch colon := p.tok(end + 3); {
	case n.digits == 4:
		offset = int(n.value)/100*60 + int(n.value)%100
		end += 2
	case n.digits > 2:
		return nil, 0
	case p.isSign(end+2, ':') && colon.kind == number && colon.digits == 2 && !colon.spaced:
		offset = int(n.value)*60 + int(colon.value)
		end += 4
	case !named && (s.sign == '-' || p.isSign(end+2, '/')):
		return nil, 0
	default:
		offset = int(n.value) * 60
		end += 2
	}
	if offset > 14*60 {
		return nil, 0
	}
	if s.sign == '-' {
		offset = -offset
	}
	if offset == 7*60 {
		return news.Vietnam, p.close(end)
	}
	return time.FixedZone("", offset*60), p.close(end)
}

func (p *parser) close(i int) int {
	if p.isSign(i, ')') || p.isSign(i, ']') {
		return i + 1
	}
	return i
}

// isPartOfToken reports whether the number at i ends a longer token: "A1/2", "0205.3812", "Covid-19".
func (p *parser) isPartOfToken(i int) bool {
	t, prev := p.tok(i), p.tok(i-1)
	if t.spaced || i-1 < p.consumed || prev.kind == none {
		return false
	}
	switch prev.kind {
	case word:
		return prev.word.class != monthWord && prev.word.class != letterT
	case sign:
		switch prev.sign {
		case '/', '.', '-', '+', '\'', ',', '_', '&', '=', '#':
			return i-2 >= p.consumed && !prev.spaced && p.tok(i-2).kind != none &&
				!(prev.sign == ',' && (p.tok(i-2).kind == word || p.isSign(i+1, ':')))
		case ':': // a score: "2:1, 14/5/2012"
			return i-2 >= p.consumed && !prev.spaced && p.tok(i-2).kind == number
		}
	}
	return false
}
