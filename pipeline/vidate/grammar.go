package vidate

import (
	"time"

	"baotinh/pipeline/news"
)

// time returns the first instant of c.
func (c civil) time() time.Time {
	return time.Date(c.year, time.Month(c.month), c.day, 0, 0, 0, 0, news.Vietnam)
}

// valid reports whether the day exists. Without a year, 29 February does.
func (c civil) valid() bool {
	if c.month < 1 || c.month > 12 || c.day < 1 {
		return false
	}
	year := c.year
	if year == 0 {
		year = 2000
	}
	return c.day <= time.Date(year, time.Month(c.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// date reads the date that begins at i.
func (p *parser) date(i int) span {
	t := p.tok(i)
	var d span
	switch {
	case t.kind == number && p.isPartOfToken(i):
		return span{}
	case t.kind == number:
		d = p.numeric(i)
	case t.kind != word:
		return span{}
	case t.word.class == monthWord:
		d = p.month(i)
	case t.word.class == monthName:
		d = p.english(i)
	case t.word.class == quarter:
		d = p.quarter(i)
	case t.word.class == yearWord:
		d = p.year(i)
	case t.word.class == lunar:
		return p.lunarDay(i)
	}
	if d.end <= i {
		return span{}
	}

	d.first = i
	if end, isLunar := p.lunarGloss(d.end); isLunar {
		return span{first: i, end: end}
	}
	if p.continuesNumber(d.end) {
		return span{first: i, end: d.end}
	}
	return d
}

// continuesNumber reports whether the token at i continues a document number: "12/2022/NĐ-CP", "12/2022-QH".
func (p *parser) continuesNumber(i int) bool {
	t, next := p.tok(i), p.tok(i+1)
	if t.kind == word && !t.spaced {
		return t.word.class != letterT
	}
	return t.kind == sign && !t.spaced && (t.sign == '/' || t.sign == '-' || t.sign == '%' ||
		t.sign == '_') &&
		(t.sign == '%' || !next.spaced && next.kind == word && !next.lower || t.sign != '-' && !next.spaced &&
			next.kind == number)
}

// lunarGloss reports whether "âm lịch" or "ÂL" follows, in brackets or not.
func (p *parser) lunarGloss(i int) (int, bool) {
	k := p.skipOpen(i)
	if p.class(k) == am && p.class(k+1) == lich {
		return p.close(k + 2), true
	}
	return p.close(k + 1), p.class(k) == lunar && p.tok(k).word.value == 0
}

// lunarDay reads "mồng 10 tháng 3 năm 2022", "rằm tháng Giêng".
func (p *parser) lunarDay(i int) span {
	k := i + 1
	if n := p.num(k, 2); n >= 0 {
		k++
		if p.isSign(k, '/') || p.isSign(k, '-') || p.isSign(k, '.') {
			k++
		}
	} else if p.class(k) == numeral || p.class(k) == yearWord && p.class(k+1) == monthWord {
		k++
	}
	if p.class(k) == monthWord {
		k++
	}
	if p.num(k, 2) >= 0 || p.class(k) == numeral || p.class(k) == lunar {
		k++
	}
	if _, end := p.yearAfter(k); end > k {
		k = end
	}
	return span{first: i, end: max(k, i+1)}
}

// numeric reads the date that begins with the number at i.
func (p *parser) numeric(i int) span {
	if d := p.iso(i); d.end > 0 {
		return d
	}
	day := p.num(i, 2)
	if day < 0 || day > 31 && p.order == dayFirst {
		return span{}
	}
	d := p.fullDate(i)
	if d.end == 0 {
		d = p.dayRange(i)
	}
	if d.end == 0 {
		d = p.dayMonth(i)
	}
	if d.end == 0 {
		return p.monthYear(i)
	}
	return p.extendRange(d)
}

func dayOf(c civil, end int) span {
	return span{end: end, year: c.year, month: c.month, day: c.day, precision: news.Day, ok: c.valid()}
}

// separator returns the sign at i between two numbers of a date: "/", "-" or "."; 0 if there is none, or if
// there is a space on one side only of "-" or ".".
func (p *parser) separator(i int) byte {
	t, next := p.tok(i), p.tok(i+1)
	if t.kind != sign || next.kind != number || t.sign != '/' && t.sign != '-' && t.sign != '.' {
		return 0
	}
	if t.spaced != next.spaced && t.sign != '/' {
		return 0
	}
	return t.sign
}

// iso reads 2022-07-27 and 2022/07/27; in a date line 2022-07 and 20220727, too.
func (p *parser) iso(i int) span {
	year, ok := p.yearAt(i)
	if !ok {
		return p.compact(i)
	}
	sep := p.separator(i + 1)
	if sep == 0 || p.tok(i+1).spaced {
		return span{}
	}
	month := p.num(i+2, 2)
	if p.separator(i+3) == sep {
		if day := p.num(i+4, 2); day >= 0 {
			return dayOf(civil{year, month, day}, i+5)
		}
	}
	if p.dateLine && i == 0 && len(p.toks) == 3 && sep == '-' && 1 <= month && month <= 12 &&
		p.tok(2).digits == 2 {
		return span{end: i + 3, year: year, month: month, months: 1, precision: news.Month, ok: true}
	}
	return span{}
}

// compact reads 20220727 in a date line that begins with it.
func (p *parser) compact(i int) span {
	t := p.tok(i)
	if !p.dateLine || i != 0 || t.digits != 8 || len(p.toks) > 1 && p.class(1) != letterT {
		return span{}
	}
	c := civil{int(t.value) / 10000, int(t.value) / 100 % 100, int(t.value) % 100}
	if c.year < minYear || c.year > maxYear || !c.valid() {
		return span{}
	}
	d := dayOf(c, 1)
	clock := p.tok(2)
	if p.class(1) != letterT || clock.kind != number || clock.digits != 4 && clock.digits != 6 {
		return d
	}

	v := int(clock.value)
	d.precision = news.Minute
	if clock.digits == 6 {
		d.precision, d.sec, v = news.Second, v%100, v/100
	}
	d.hour, d.min, d.end = v/100, v%100, 3
	if z, end := p.zone(3); end > 3 {
		d.zone, d.end = z, end
	}
	d.ok = d.hour < 24 && d.min < 60 && d.sec < 60
	return d
}

// full reads 27/7/2022, 27-7-2022, 27.7.2022 and, with two digits for the year, 27/07/22. "27.07.22" may be a
// number of another kind: it must be set apart in a date line, or a time of day must follow.
func (p *parser) full(i int) span {
	sep := p.separator(i + 1)
	if sep == 0 || p.separator(i+3) != sep {
		return span{}
	}
	day, month := p.num(i, 2), p.num(i+2, 2)
	if month < 0 {
		return span{}
	}
	year, ok := p.yearAt(i + 4)
	if t := p.tok(i + 4); !ok && t.digits == 2 && !p.tok(i+1).spaced &&
		(sep != '.' || p.isSetApart(i) || p.hasClockAfter(i+5)) {
		year, ok = 2000+int(t.value), true
	}
	if !ok {
		return span{}
	}
	d, american := dayOf(civil{year, month, day}, i+5), dayOf(civil{year, day, month}, i+5)
	if p.dateLine && american.ok && p.weekdayDecides(i, d, american) {
		return american
	}
	if p.order == monthFirst && !(p.dateLine && d.ok && p.weekdayDecides(i, american, d)) {
		return american
	}
	if !d.ok && p.dateLine && day <= 12 && month > 12 {
		// "7/27/2022 4:05:00 PM" must be month first. Without seconds or AM/PM, which programs print, it is
		// more likely a typing error.
		// Nor does anybody type "05-27-2022" by mistake.
		isPadded := sep == '-' && p.tok(i).digits == 2 && !p.tok(i+1).spaced
		if t := p.clock(p.skip(i + 5)); isPadded || t.end > 0 && (t.precision == news.Second ||
			p.class(t.end-1) == noon) {
			return dayOf(civil{year, day, month}, i+5)
		}
	}
	return d
}

// isSetApart reports whether three numbers of two digits, with signs between, stand alone in a date line or
// between signs: "Thứ Hai, 17.11.14 | Báo Mẫu".
func (p *parser) isSetApart(i int) bool {
	before, after := p.tok(i-1).kind, p.tok(i+5).kind
	return p.dateLine && p.tok(i).digits == 2 && p.tok(i+2).digits == 2 &&
		(before == none || before == sign) && (after == none || after == sign)
}

// hasClockAfter reports whether a time of day follows in a date line: "14.06.11 - 07h45".
func (p *parser) hasClockAfter(i int) bool { return p.dateLine && p.clock(p.skip(i)).end > 0 }

// weekdayDecides reports whether the weekday beside a date in figures, which begins at i, is that of the
// other reading and not that of d: "T6, 05/03/2013" is 3 May.
func (p *parser) weekdayDecides(i int, d, other span) bool {
	wd := p.weekdayBefore
	if wd.end == 0 || !p.isAdjacent(wd.end, i) {
		if wd = p.weekday(p.skip(other.end)); wd.end == 0 {
			return false
		}
	}
	return other.civil().time().Weekday() == wd.day && !(d.ok && d.civil().time().Weekday() == wd.day)
}

// dayMonthWord reads "27 tháng 7 năm 2022", "27 Th7 2022", "27 July 2022" and the same without a year.
func (p *parser) dayMonthWord(i int) span {
	k := i + 1
	isJoined := p.isSign(k, '-') || p.isSign(k, '/') // "15-May-2012", "15-Th5-2012"
	if p.class(k) == ordinal && !p.tok(k).spaced || isJoined && p.isGluedMonth(k+1) {
		k++
	}
	month, end := p.monthNo(k)
	if end <= k {
		return span{}
	}
	day := p.num(i, 2)
	if month < 0 {
		return span{end: end} // 27 tháng Chạp
	}
	year, yearEnd := p.yearAfter(end)
	if yearEnd > end {
		return dayOf(civil{year, month, day}, yearEnd)
	}
	// "9 tháng 7 ngày" is a duration, "ngày 9 tháng 7" a day.
	if c := p.class(end); c == dayWord || c == measure {
		return span{}
	}
	return dayOf(civil{0, month, day}, end)
}

// isOrdinal reports whether the token at i makes an English ordinal of the number before it: "1st", "8th".
func (p *parser) isOrdinal(i int) bool {
	return !p.tok(i).spaced && (p.class(i) == ordinal || p.class(i) == monthWord && p.tok(i).lower)
}

// isGluedMonth reports whether the token at i names a month, without a blank before it.
func (p *parser) isGluedMonth(i int) bool {
	c := p.class(i)
	return c == monthName || c == monthWord && !p.tok(i).spaced
}

// monthNo reads "tháng 7", "Th7", "tháng Bảy", "tháng mười một", "July". A month of the lunar calendar is -1.
func (p *parser) monthNo(i int) (int, int) {
	switch p.class(i) {
	case monthName:
		end := i + 1
		if p.isSign(end, '.') || p.isSign(end, '-') && p.tok(end+1).kind == number {
			end++
		}
		return int(p.tok(i).word.value), end
	case monthWord:
	default:
		return 0, 0
	}

	t := p.tok(i + 1)
	switch {
	case t.kind == number && t.digits <= 2:
		if t.value < 1 || t.value > 12 {
			return 0, 0
		}
		return int(t.value), i + 2
	case t.word.class == lunar && t.word.value > 0:
		return -1, i + 2
	case t.word.class == yearWord && (!t.lower || p.class(i+2) == yearWord || p.isDrupalMay(i)):
		return 5, i + 2
	case t.word.class != numeral:
		return 0, 0
	}
	month := int(t.word.value)
	if next := p.tok(i + 2); month == 10 && next.word.class == numeral && next.word.value <= 2 {
		return month + int(next.word.value), i + 3
	}
	return month, i + 2
}

// yearAfter reads the year after a day or month: "năm 2022", ", 2022", "/2022", "-2022", "2022".
func (p *parser) yearAfter(i int) (int, int) {
	k := i
	if p.isSign(k, ',') || p.isSign(k, '/') || p.isSign(k, '-') || p.isSign(k, '.') {
		k++
	}
	if c := p.class(k); c == yearWord || c == namWord {
		k++
	}
	year, ok := p.yearAt(k)
	if !ok || p.isSign(k+1, ':') {
		return 0, 0
	}
	return year, k + 1
}

// dayRange reads the first day of "27 đến 29/7", "11-12/5/2018", "27 và 28 tháng 7".
func (p *parser) dayRange(i int) span {
	k := i + 1
	switch c := p.class(k); {
	case c == to || c == and:
	case p.isSign(k, ',') && !p.hasDayCue(i, weakCue), // "Trang 3, 14/5/2012"
		p.isSign(k, '-') && p.tok(k).spaced && p.tok(i-1).kind == word && !p.hasDayCue(i, weakCue):
		return span{}
	case p.isSign(k, '-') || p.isSign(k, ','):
	default:
		return span{}
	}
	k++
	if p.class(k) == dayWord {
		k++
	}
	first, second := p.num(i, 2), p.num(k, 2)
	if first < 1 || second <= first {
		return span{}
	}

	d := p.rangeEnd(k)
	if d.end == 0 || d.year == 0 && !p.hasDayCue(i, weakCue) {
		return span{}
	}
	d.last = d.civil()
	d.day = first
	return d
}

// fullDate reads a date in a form that needs no cue.
func (p *parser) fullDate(i int) span {
	if d := p.full(i); d.end > 0 {
		return d
	}
	return p.dayMonthWord(i)
}

// rangeEnd reads the last day of a range.
func (p *parser) rangeEnd(i int) span {
	if d := p.fullDate(i); d.ok {
		return d
	}
	if d := p.slashDay(i); d.ok {
		return d
	}
	return span{}
}

// slashDay reads the bare 29/7 at the end of a range.
func (p *parser) slashDay(i int) span {
	if sep := p.separator(i + 1); sep != '/' && sep != '.' || p.tok(i+1).spaced {
		return span{}
	}
	c := civil{0, p.num(i+2, 2), p.num(i, 2)}
	if year, end := p.yearAfter(i + 3); end > 0 && p.class(i+3) == yearWord {
		c.year = year
		return dayOf(c, end)
	}
	return dayOf(c, i+3)
}

// dayMonth reads 27/7, and after a cue also 27-7, 27.7 and "22 10," (without signs).
func (p *parser) dayMonth(i int) span {
	sep := p.separator(i + 1)
	c := civil{0, p.num(i+2, 2), p.num(i, 2)}
	end := i + 3
	if sep == 0 {
		return p.spacedDay(i)
	}
	if !c.valid() || p.isSign(end, '.') && p.tok(end+1).kind == number && !p.tok(end+1).spaced {
		return span{}
	}
	if year, yearEnd := p.yearAfter(end); yearEnd > end && p.class(end) == yearWord {
		c.year, end = year, yearEnd
	}
	if !p.hasDayCue(i, cueFor(sep)) && !(p.dateLine && i == 0 && end == len(p.toks) && c != civil{0, 7, 24}) {
		return span{}
	}
	if p.isQuantity(i, end, sep) {
		return span{}
	}
	return dayOf(c, end)
}

// spacedDay reads "Ngày 21 10 2021" and "Ngày 22 10,", which have lost their signs.
func (p *parser) spacedDay(i int) span {
	m := p.tok(i + 1)
	c := civil{0, p.num(i+1, 2), p.num(i, 2)}
	if m.kind != number || m.digits != 2 && p.tok(i).digits != 2 || !c.valid() || !p.hasDayCue(i, strongCue) {
		return span{}
	}
	if year, ok := p.yearAt(i + 2); ok {
		c.year = year
		return dayOf(c, i+3)
	}
	next := p.tok(i + 2)
	if next.kind == none || p.isSign(i+2, ',') || p.isSign(i+2, ')') || next.word.class == to {
		return dayOf(c, i+2)
	}
	return span{}
}

// A cue is a word or sign before two numbers that shows that they are day and month.
type cue uint8

const (
	weakCue   cue = iota // also words that other numbers follow: "đến 27/7" is a day, "đến 5.2" is none
	strongCue            // only words that a day follows
)

// cueFor returns the cue that two numbers need that sep separates.
func cueFor(sep byte) cue {
	if sep == '/' {
		return weakCue
	}
	return strongCue
}

// hasDayCue reports whether a cue of at least this strength is before token i.
func (p *parser) hasDayCue(i int, least cue) bool {
	prev := p.tok(i - 1)
	k := i - 1
	if prev.kind == sign && (prev.sign == ',' || prev.sign == '(' || prev.sign == ':') {
		k--
	}
	if p.weekdayBefore.end > 0 && p.weekdayBefore.end == k+1 {
		return true
	}
	switch p.class(k) {
	case dayPart, nay, qua:
		return true
	case dayWord:
		return k == i-1 && p.class(k-1) != every || prev.kind == sign && prev.sign == ':'
	case from, to, at, occasion, ago, hourWord, minuteWord, and:
		if p.class(k) == and && (p.lastEnd == 0 || p.lastEnd != k) {
			return false
		}
		return least == weakCue && k == i-1
	}
	if least == strongCue {
		return false
	}
	if p.lastEnd > 0 && p.lastEnd == i-1 && prev.kind == sign {
		return true // "ngày 27/7, 29/7"
	}
	if p.consumed > 0 && p.consumed >= i-1 && p.lastEnd != p.consumed {
		return true // "16h30 27/7"
	}
	return prev.kind == sign && prev.sign == '(' && (p.isSign(i+3, ')') || p.isSign(i+3, ','))
}

// isQuantity reports whether the two numbers at i are an amount or a fraction: "1/3 số hộ", "2-3 lần".
func (p *parser) isQuantity(i, end int, sep byte) bool {
	next := p.tok(end)
	if next.kind == word && next.word.class == measure || next.kind == sign && next.sign == '%' {
		return true
	}
	if next.kind == word && (next.word.class == dayWord || next.word.class == monthWord ||
		next.word.class == yearWord && !p.yearFollows(end)) && sep == '-' {
		return true // "2-3 ngày"
	}
	if sep != '/' || p.hasDayCue(i, strongCue) {
		return false
	}
	n, d := p.tok(i), p.tok(i+2)
	fraction := n.value < d.value && n.digits == 1 && (d.digits == 1 || d.value == 10)
	return fraction && (next.word.class == documentNo || next.word.class == other && next.lower)
}

func (p *parser) yearFollows(i int) bool {
	_, ok := p.yearAt(i + 1)
	return ok
}

// monthYear reads 06/2022. It is a month if it has a leading zero and a cue, or if it is the whole date line.
func (p *parser) monthYear(i int) span {
	sep := p.separator(i + 1)
	year, ok := p.yearAt(i + 2)
	t := p.tok(i)
	if !ok || sep != '/' || p.tok(i+1).spaced || t.value < 1 || t.value > 12 || p.class(i-1) == documentNo {
		return span{}
	}
	whole := p.dateLine && i == 0 && len(p.toks) == 3
	if !whole && (t.digits != 2 || !p.monthCue(i)) {
		return span{}
	}
	return span{end: i + 3, year: year, month: int(t.value), months: 1, precision: news.Month, ok: true}
}

// monthCue reports whether a month may follow the word before i, and no document number.
func (p *parser) monthCue(i int) bool {
	switch p.class(i - 1) {
	case from, to, at, partWord, ago, occasion:
		return true
	}
	return p.isSign(i-1, '(')
}

// isDrupalMay reports whether "Tháng năm" at i is May, with a capital that a duration ("12 tháng năm 2022")
// has not: "12 Tháng năm 2022".
func (p *parser) isDrupalMay(i int) bool {
	return i > 0 && !p.tok(i).lower && p.tok(i-1).kind == number && p.tok(i+2).kind == number
}

// month reads "tháng 6/2022", "tháng 6 năm 2022", "Tháng Bảy 27, 2022" and "Tháng Bảy 27th, 2022".
func (p *parser) month(i int) span {
	month, end := p.monthNo(i)
	if end == 0 || month < 0 {
		return span{}
	}
	if day := p.num(end, 2); 1 <= day && day <= 31 && p.tok(end).spaced {
		k := end + 1
		if p.isOrdinal(k) { // a theme that was translated half
			k++
		}
		if year, yearEnd := p.yearAfter(k); yearEnd > 0 && p.class(k) != yearWord {
			return dayOf(civil{year, month, day}, yearEnd)
		}
	}
	// "6 tháng 2022" and "12 tháng năm 2022" are durations, as the number before "tháng" shows.
	if t := p.tok(i - 1); t.kind == number && i-1 >= p.consumed {
		return span{}
	}
	year, yearEnd := p.yearAfter(end)
	if yearEnd == 0 {
		return span{}
	}
	return span{end: yearEnd, year: year, month: month, months: 1, precision: news.Month, ok: true}
}

// english reads "July 27, 2022", "July 2022" and asctime's "Jul 27 16:05:00 2022".
func (p *parser) english(i int) span {
	month, end := p.monthNo(i)
	if day := p.num(end, 2); day > 0 {
		k := end + 1
		if p.isOrdinal(k) {
			k++
		}
		if year, yearEnd := p.yearAfter(k); yearEnd > 0 {
			return dayOf(civil{year, month, day}, yearEnd)
		}
		if t := p.clock(k); t.end > 0 {
			if year, ok := p.yearAt(t.end); ok {
				d := dayOf(civil{year, month, day}, t.end+1)
				d.setClock(t)
				return d
			}
		}
		return span{}
	}
	if year, yearEnd := p.yearAfter(end); yearEnd > 0 {
		return span{end: yearEnd, year: year, month: month, months: 1, precision: news.Month, ok: true}
	}
	return span{}
}

// quarter reads "quý II/2022", "quý 2 năm 2022".
func (p *parser) quarter(i int) span {
	t := p.tok(i + 1)
	n := int(t.value)
	if t.kind == word && (t.word.class == roman || t.word.class == numeral) {
		n = int(t.word.value)
	}
	year, end := p.yearAfter(i + 2)
	if end == 0 || n < 1 || n > 4 {
		return span{}
	}
	return span{end: end, year: year, month: 3*n - 2, months: 3, precision: news.Month, ok: true}
}

// year reads "năm 2022". The year of "6 tháng đầu năm 2022" is no date, but a hint for Event; that of "năm
// 2020-2030" is neither.
func (p *parser) year(i int) span {
	year, ok := p.yearAt(i + 1)
	if !ok {
		return span{}
	}
	end := i + 2
	joined := p.isSign(end, '-') || p.isSign(end, '/') || p.class(end) == to
	if joined && p.tok(end+1).kind == number {
		return span{end: end + 2}
	}
	d := span{end: end, year: year, months: 12, precision: news.Year, ok: true}
	switch prev := p.tok(i - 1); prev.word.class {
	case partWord:
		d.period = p.class(i-2) == monthWord
	case monthWord:
		d.period = p.tok(i-2).kind == number
	case decade:
		d.ok = false
	}
	return d
}

// extendRange adds to the day d the last day of a range: "27/7 đến 29/7/2022", "30/6-2/7".
func (p *parser) extendRange(d span) span {
	if !d.ok || d.precision != news.Day || d.last != (civil{}) {
		return d
	}
	k := d.end
	if !p.isSign(k, '-') && p.class(k) != to {
		return d
	}
	k++
	if p.class(k) == dayWord {
		k++
	}
	if t := p.clock(k); t.end > 0 {
		return d
	}
	last := p.rangeEnd(k)
	if last.end == 0 {
		return d
	}

	first := d
	if d.year == 0 && last.year > 0 {
		d.year = last.year
		if d.month > last.month {
			d.year--
		}
	}
	c := last.civil()
	if c.year == 0 && d.year > 0 {
		c.year = d.year
		if c.month < d.month {
			c.year++
		}
	}
	if c.year > 0 {
		if n := c.time().Sub(d.civil().time()); n <= 0 || n > 366*24*time.Hour {
			return first
		}
	}
	d.last, d.end = c, last.end
	return d
}
