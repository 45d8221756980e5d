package published

import (
	"slices"
	"time"

	"baotinh/pipeline/news"
)

// Evidence holds all sources for the date of publication.
type Evidence struct {
	Stated   []Candidate // for programs, best evidence first
	Printed  []Candidate // in date lines of the article, the likeliest first
	FeedDate news.Date
	InURL    news.Date // in the address of the article
	Fetched  time.Time // zero if unknown
}

// A choice is a row of the table of evidence: which date to take if the stated and the printed one are as
// fine as said and agree as said.
type choice struct {
	stated, printed fineness
	agreement       agreement
	take            source
	because         string
	golden          string // the page of testdata/pages that comes out otherwise without the row
}

// choices is the table of evidence. The first row counts that fits and whose date is known.
var choices = []choice{
	{absent, absent, unweighed, feed, "nothing else is known", "feed-date"},
	{absent, absent, unweighed, address, "nothing else is known", "day-in-address"},
	{absent, known, unweighed, printed, "the page states none", "by-behind-date"},
	{known, absent, unweighed, stated, "the page prints none", "naive-ld-time"},
	{toDay, toMinute, sameDate, printed, "it adds the time of day", "day-and-minute"},
	{known, known, sameDateShifted, printed, "the stated one is local time as UTC", "zone-slip"},
	{known, known, sameDate, stated, "both agree", "inline-publish-date"},
	{known, known, confirmed, stated, "another printed date has its day", "stated-day-printed-too"},
	{known, toMinute, shifted, printed, "the stated one is local time as UTC", "zone-slip-over-midnight"},
	{known, known, printedLater, stated, "the printed one may be that of a change", "printed-later"},
	{known, known, printedEarlier, printed, "the stated one is that of an import", "stated-later"},
}

// A source is one of the dates among which is chosen.
type source uint8

const (
	stated source = iota
	printed
	feed
	address
	nothing // always unknown
)

// A fineness is how finely a date is given.
type fineness uint8

const (
	absent   fineness = iota
	toDay             // or coarser
	toMinute          // or finer
	known             // in a row: toDay or toMinute
)

func finenessOf(d news.Date) fineness {
	switch {
	case d.IsZero():
		return absent
	case d.Precision < news.Minute:
		return toDay
	}
	return toMinute
}

// fits reports whether a date of fineness is is as a row says.
func (row fineness) fits(is fineness) bool { return row == is || row == known && is != absent }

// An agreement is how the stated and the printed date agree.
type agreement uint8

const (
	unweighed agreement = iota // in a row: there are not two dates
	sameDate
	sameDateShifted // by the seven hours of Vietnam's zone
	confirmed       // another day, but another printed date has the day of the stated one
	shifted         // another day, because of the seven hours
	printedLater
	printedEarlier
)

func agreementOf(stated, printed news.Date, all []Candidate) agreement {
	shift := printed.Time.Sub(stated.Time)
	same := sameDay(stated, printed)
	isShifted := isZoneShift(shift)
	switch {
	case same && isShifted:
		return sameDateShifted
	case same:
		return sameDate
	case slices.ContainsFunc(all, func(c Candidate) bool { return sameDay(c.Date, stated) }):
		return confirmed
	case isShifted && finenessOf(printed) == toMinute:
		return shifted
	case shift > 0:
		return printedLater
	}
	return printedEarlier
}

// Choose returns the date of publication, zero if nothing is known, and says which stated dates it set aside.
func Choose(e Evidence) (news.Date, []news.Warning) {
	var dates [nothing + 1]news.Date
	var warnings []news.Warning
	dates[stated], warnings = e.firstStated()
	dates[printed] = e.firstPrinted()
	if dates[feed] = e.FeedDate; !e.FeedDate.IsZero() {
		dates[feed].Evidence = news.EvidenceFeed
	}
	if e.InURL.Precision >= news.Day {
		dates[address] = e.InURL
		dates[address].Evidence = news.EvidenceURL
	}

	agree := agreementOf(dates[stated], dates[printed], e.Printed)
	for _, c := range choices {
		if !c.stated.fits(finenessOf(dates[stated])) || !c.printed.fits(finenessOf(dates[printed])) ||
			c.agreement != unweighed && c.agreement != agree || dates[c.take].IsZero() {
			continue
		}
		if c.agreement == printedEarlier {
			warnings = append(warnings, news.Warning{
				Kind: news.WarningLaterDate, Detail: dates[stated].Time.Format(time.DateOnly),
			})
		}
		return dates[c.take], warnings
	}
	return news.Date{}, warnings
}

// firstStated returns the first stated date. One on the day of the fetch is passed over, with a warning, if
// a sure printed date or another stated one has another day.
func (e *Evidence) firstStated() (news.Date, []news.Warning) {
	var warnings []news.Warning
	all := e.readAmbiguous()
	for i, c := range all {
		isOfFetch := !e.Fetched.IsZero() && sameDay(c.Date, news.Date{Time: e.Fetched})
		if !isOfFetch || !e.contradicts(c.Date, all[i+1:]) {
			return c.Date, warnings
		}
		warnings = append(warnings, news.Warning{Kind: news.WarningFetchDate, Detail: c.Raw})
	}
	return news.Date{}, warnings
}

// contradicts reports whether a sure printed date, or one of the other stated ones, has another day than d.
func (e *Evidence) contradicts(d news.Date, others []Candidate) bool {
	return slices.ContainsFunc(others, func(o Candidate) bool { return !sameDay(o.Date, d) }) ||
		slices.ContainsFunc(e.Printed, func(c Candidate) bool { return c.isSure() && !sameDay(c.Date, d) })
}

// readAmbiguous returns the stated dates, those that may be American read so if something agrees with that
// reading and nothing with the other, or the other lies in the future.
func (e *Evidence) readAmbiguous() []Candidate {
	const clockError = 24 * time.Hour // of the server that stated the date
	all := slices.Clone(e.Stated)
	for i := range all {
		c := &all[i]
		if c.Other.IsZero() || e.agrees(c.Date, i) {
			continue
		}
		isFuture := !e.Fetched.IsZero() && c.Date.Time.After(e.Fetched.Add(clockError))
		if isFuture || e.agrees(c.Other, i) {
			c.Date = c.Other
		}
	}
	return all
}

// agrees reports whether anything but the stated date number i has the day of d: an unambiguous stated
// date, a printed one, that of the feed, or the address.
func (e *Evidence) agrees(d news.Date, i int) bool {
	for k, c := range e.Stated {
		if k != i && c.Other.IsZero() && sameDay(c.Date, d) {
			return true
		}
	}
	return slices.ContainsFunc(e.Printed, func(c Candidate) bool { return sameDay(c.Date, d) }) ||
		sameDay(e.FeedDate, d) || isWithin(d, e.InURL)
}

// firstPrinted returns the likeliest printed date that is not that of a change, else the likeliest; if
// another one states the same day or minute more finely, that one.
func (e *Evidence) firstPrinted() news.Date {
	if len(e.Printed) == 0 {
		return news.Date{}
	}
	first := max(0, slices.IndexFunc(e.Printed, func(c Candidate) bool { return !c.isUpdate() }))
	best := e.Printed[first].Date
	for _, c := range e.Printed {
		if c.Date.Precision > best.Precision && sameDay(c.Date, best) && !c.isUpdate() &&
			(best.Precision < news.Minute || c.Date.Time.Truncate(time.Minute).Equal(best.Time)) {
			best = c.Date
		}
	}
	return best
}

// isZoneShift reports whether two times differ by just the seven hours of Vietnam's zone, seconds aside.
func isZoneShift(d time.Duration) bool {
	const zone = 7 * time.Hour
	d = d.Abs().Truncate(time.Minute)
	return d == zone || d == zone-time.Minute
}

// sameDay reports whether two known dates have one day in Vietnam.
func sameDay(a, b news.Date) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	x, y := a.Time.In(news.Vietnam), b.Time.In(news.Vietnam)
	return x.YearDay() == y.YearDay() && x.Year() == y.Year()
}

// isWithin reports whether the day of d lies in the day or month that an address states.
func isWithin(d, address news.Date) bool {
	if d.IsZero() || address.IsZero() {
		return false
	}
	x, y := d.Time.In(news.Vietnam), address.Time.In(news.Vietnam)
	switch {
	case address.Precision >= news.Day:
		return sameDay(d, address)
	case address.Precision == news.Month:
		return x.Year() == y.Year() && x.Month() == y.Month()
	}
	return false
}
