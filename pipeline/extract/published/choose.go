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
	{toMinute, toMinute, zoneLater, printed, "the stated one is in UTC", "utc-named-vietnam"},
	{known, known, ofChange, stated, "the printed one is that of a change", "change-on-its-day"},
	{toDay, toMinute, sameDate, printed, "it adds the time of day", "day-and-minute"},
	{toMinute, toMinute, hoursEarlier, printed, "the stated one is that of a change", "changed-hours-later"},
	{known, known, sameDate, stated, "both agree", "inline-publish-date"},
	{known, known, confirmed, stated, "another source has its day", "stated-day-printed-too"},
	{known, known, yearsLater, printed, "the stated one is the template's", "same-date-on-all-pages"},
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
	zoneLater    // the printed time is later by the difference of Vietnam from UTC
	ofChange     // the same day, and the label of the printed one says that it is that of a change
	hoursEarlier // the same day, but the printed time of day is earlier
	confirmed    // another day, but another printed date, the address or the feed has that of the stated one
	printedLater
	yearsLater // than a stated date that nothing else has, and on another day than the fetch
	printedEarlier
)

func (e *Evidence) agreementOf(stated, printed news.Date, isChange bool) agreement {
	const soon, long = 5 * time.Minute, 365 * 24 * time.Hour // of corrections and changes
	later := printed.Time.Sub(stated.Time)
	switch {
	case isInUTC(stated, printed):
		return zoneLater
	case sameDay(stated, printed) && isChange:
		return ofChange
	case sameDay(stated, printed) && later < -soon && finenessOf(stated) == toMinute &&
		finenessOf(printed) == toMinute:
		return hoursEarlier
	case sameDay(stated, printed):
		return sameDate
	case slices.ContainsFunc(e.Printed, func(c Candidate) bool {
		return c.Role == Article && sameDay(c.Date, stated)
	}), e.isElsewhere(stated):
		return confirmed
	case later > long && (!isChange || finenessOf(stated) == toDay) &&
		!sameDay(printed, news.Date{Time: e.Fetched}):
		return yearsLater
	case later > 0:
		return printedLater
	}
	return printedEarlier
}

// isInUTC reports whether what a program states is the printed moment in UTC, in the name of Vietnam's zone.
// What is given to the second is mostly no text, but an attribute, which may have the opposite error.
func isInUTC(stated, printed news.Date) bool {
	const zone = 7 * time.Hour
	return finenessOf(stated) == toMinute && printed.Precision == news.Minute &&
		(printed.Time.Sub(stated.Time)-zone).Abs() < time.Minute
}

// Choose returns the date of publication, zero if nothing is known, and says which stated dates it set aside.
func Choose(e Evidence) (news.Date, []news.Warning) {
	var dates [nothing + 1]news.Date
	warnings := e.dropFuture()
	e.readAmbiguous()
	e.dropUnsure()
	var more []news.Warning
	dates[stated], more = e.bestStated()
	warnings = append(warnings, more...)
	var isChange bool
	dates[printed], isChange = e.firstPrinted()
	if dates[feed] = e.FeedDate; !e.FeedDate.IsZero() {
		dates[feed].Evidence = news.EvidenceFeed
	}
	if e.InURL.Precision >= news.Day {
		dates[address] = e.InURL
		dates[address].Evidence = news.EvidenceURL
	}

	agree := e.agreementOf(dates[stated], dates[printed], isChange)
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

// isFuture reports whether d lies after the fetch, the error of a server's clock aside.
func isFuture(d news.Date, fetched time.Time) bool {
	const clockError = 24 * time.Hour
	return !d.IsZero() && !fetched.IsZero() && d.Time.After(fetched.Add(clockError))
}

// dropFuture removes the dates that lie after the fetch, and says which.
func (e *Evidence) dropFuture() []news.Warning {
	var warnings []news.Warning
	past := func(all []Candidate) []Candidate {
		var kept []Candidate
		for _, c := range all {
			others := slices.DeleteFunc(slices.Clone(c.Others), func(d news.Date) bool {
				return isFuture(d, e.Fetched)
			})
			if isFuture(c.Date, e.Fetched) {
				if len(others) == 0 {
					warnings = append(warnings, news.Warning{Kind: news.WarningFutureDate, Detail: c.Raw})
					continue
				}
				c.Date, others = others[0], others[1:]
			}
			c.Others = others
			kept = append(kept, c)
		}
		return kept
	}
	e.Stated, e.Printed = past(e.Stated), past(e.Printed)
	if isFuture(e.InURL, e.Fetched) {
		e.InURL = news.Date{}
	}
	if isFuture(e.FeedDate, e.Fetched) {
		e.FeedDate = news.Date{}
	}
	return warnings
}

// readAmbiguous gives the dates that can be read in several ways the reading with which most agrees of what
// can be read in one way only; the first of several. Some of the printed ones are stated in microdata.
func (e *Evidence) readAmbiguous() {
	read := func(all []Candidate) []Candidate {
		read := slices.Clone(all)
		for i := range read {
			c := &read[i]
			best := e.support(c.Date, &all[i])
			for _, d := range c.Others {
				if n := e.support(d, &all[i]); n > best {
					c.Date, best = d, n
				}
			}
			c.Others = nil
		}
		return read
	}
	e.Stated, e.Printed = read(e.Stated), read(e.Printed)
}

// support returns how far the best of what else is known agrees with d, a reading of a date: 2 to the minute,
// 1 to the day.
func (e *Evidence) support(d news.Date, of *Candidate) int {
	best := 0
	see := func(o news.Date) {
		switch {
		case !sameDay(o, d):
		case sameMinute(o, d):
			best = 2
		default:
			best = max(best, 1)
		}
	}
	for _, all := range [...][]Candidate{e.Stated, e.Printed} {
		for i := range all {
			if c := &all[i]; c != of && len(c.Others) == 0 {
				see(c.Date)
			}
		}
	}
	see(e.FeedDate)
	if best == 0 && isWithin(d, e.InURL) {
		best = 1
	}
	return best
}

// dropUnsure removes the printed and stated dates that need a second source and have none.
func (e *Evidence) dropUnsure() {
	isStated := func(d news.Date, least Trust) bool {
		return slices.ContainsFunc(e.Stated, func(c Candidate) bool {
			return c.Trust <= least && sameDay(c.Date, d)
		})
	}
	isPrinted := func(d news.Date) bool {
		return slices.ContainsFunc(e.Printed, func(c Candidate) bool { return sameDay(c.Date, d) })
	}
	stated := slices.DeleteFunc(slices.Clone(e.Stated), func(c Candidate) bool {
		return c.Trust == None && !isPrinted(c.Date) && !isStated(c.Date, Lesser) && !e.isElsewhere(c.Date)
	})
	e.Printed = slices.DeleteFunc(slices.Clone(e.Printed), func(c Candidate) bool {
		return c.Role == Unsure && !isStated(c.Date, None) && !e.isElsewhere(c.Date)
	})
	e.Stated = stated
}

// isElsewhere reports whether the address or the feed has the day of d.
func (e *Evidence) isElsewhere(d news.Date) bool {
	return sameDay(e.FeedDate, d) || e.InURL.Precision >= news.Day && sameDay(e.InURL, d)
}

// bestStated returns the stated date that most others agree with, the first of several. One of the day of the
// fetch is passed over, with a warning, if a sure printed date or another stated one has another day; so is
// one of the moment of the fetch, and one in which there is less trust than in a printed date of another day.
func (e *Evidence) bestStated() (news.Date, []news.Warning) {
	var warnings []news.Warning
	var best news.Date
	most := -1
	for i, c := range e.Stated {
		others := slices.Concat(e.Stated[:i], e.Stated[i+1:])
		isOfFetch := !e.Fetched.IsZero() && sameDay(c.Date, news.Date{Time: e.Fetched})
		switch {
		case isMoment(c.Date, e.Fetched), isOfFetch && e.contradicts(c.Date, others):
			warnings = append(warnings, news.Warning{Kind: news.WarningFetchDate, Detail: c.Raw})
			continue
		case c.Trust == Lesser && len(e.Printed) > 0 && e.support(c.Date, &e.Stated[i]) == 0:
			continue
		}
		if n := e.agreeing(c.Date, others); n > most {
			best, most = c.Date, n
		}
	}
	return best, warnings
}

// agreeing returns how many sources have the day of d: other stated dates, printed ones, the address or the
// feed.
func (e *Evidence) agreeing(d news.Date, others []Candidate) int {
	n := 0
	isOfDay := func(c Candidate) bool { return sameDay(c.Date, d) }
	for _, agrees := range [...]bool{
		slices.ContainsFunc(others, isOfDay), slices.ContainsFunc(e.Printed, isOfDay), e.isElsewhere(d),
	} {
		if agrees {
			n++
		}
	}
	return n
}

// contradicts reports whether a sure printed date, or one of the other stated ones, has another day than d.
func (e *Evidence) contradicts(d news.Date, others []Candidate) bool {
	return slices.ContainsFunc(others, func(o Candidate) bool { return !sameDay(o.Date, d) }) ||
		slices.ContainsFunc(e.Printed, func(c Candidate) bool { return c.isSure() && !sameDay(c.Date, d) })
}

// firstPrinted returns the likeliest printed date that is not that of a change, else the likeliest; if
// another one states the same day or minute more finely, that one. It reports whether it is that of a change.
func (e *Evidence) firstPrinted() (news.Date, bool) {
	if len(e.Printed) == 0 {
		return news.Date{}, false
	}
	first := max(0, slices.IndexFunc(e.Printed, func(c Candidate) bool { return !c.isUpdate() }))
	best := e.Printed[first].Date
	for _, c := range e.Printed {
		if c.Date.Precision > best.Precision && sameDay(c.Date, best) && !c.isUpdate() &&
			(best.Precision < news.Minute || c.Date.Time.Truncate(time.Minute).Equal(best.Time)) {
			best = c.Date
		}
	}
	return best, e.Printed[first].isUpdate()
}

// sameMinute reports whether two dates tell one time of day, seconds aside, or the next minute.
func sameMinute(a, b news.Date) bool {
	return a.Precision >= news.Minute && b.Precision >= news.Minute &&
		a.Time.Truncate(time.Minute).Sub(b.Time.Truncate(time.Minute)).Abs() <= time.Minute
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
