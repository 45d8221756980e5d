package boilerplate

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// Of a place something is known after leastPages pages. A clock shows the moment of the fetch on half of them
// at least; the others come from caches. The date of an article that is fetched as soon as it appears looks
// the same, so some pages must have another day as that of the article.
const (
	leastPages  = 8
	leastDenied = 4
	rarelyShare = 8  // at most one in so many pages says something else
	changeShare = 16 // at least one in so many pages of a date's place has another date than the page before
	leastChange = 4

	served = 2 * time.Minute // between two statements of the moment at which a page was served

	maxPlaces     = 64  // of a host
	maxPlaceBytes = 255 // of a path; longer ones are not counted
)

// A field is what stands in a place.
type field uint8

const (
	fieldTitle field = iota + 1
	fieldDate
	fieldByline
	fieldBox
)

// A place holds what the pages of a host showed in one place.
type place struct {
	field field
	path  news.Place
	counts
	last uint32 // hash of the value that was shown last
}

// Counts are numbers of pages.
type counts struct {
	pages   uint16 // that have the place
	changed uint16 // the value is another one than on the page before

	// Of a date, own counts the pages on which it is the one that other sources have, or the only one of the
	// page, and a past one; served those on which it is the moment of the fetch, and denied those among them
	// that have another day as that of the article; others those on which other sources have another day;
	// several those on which the place has different dates at once. Of a box, own counts the pages on which
	// it has nothing but headlines and dates.
	own, served, denied, others, several uint16
}

func (c *counts) all() [7]*uint16 {
	return [...]*uint16{&c.pages, &c.changed, &c.own, &c.served, &c.denied, &c.others, &c.several}
}

// lookupPlace returns the place of a field, nil if it is not counted.
func (p *profile) lookupPlace(f field, path news.Place) *place {
	at, ok := p.searchPlace(f, path)
	if !ok {
		return nil
	}
	return &p.places[at]
}

func (p *profile) searchPlace(f field, path news.Place) (int, bool) {
	return slices.BinarySearchFunc(p.places, path, func(l place, path news.Place) int {
		return comparePlaces(&l, f, path)
	})
}

func comparePlaces(l *place, f field, path news.Place) int {
	return cmp.Or(cmp.Compare(l.field, f), cmp.Compare(l.path, path))
}

// count counts a page that has a place with a value, which is not empty. A new place may replace the rarest
// ones. It returns nil if the path is too long.
func (p *profile) count(f field, path news.Place, value string) *place {
	if path == "" || len(path) > maxPlaceBytes {
		return nil
	}
	at, ok := p.searchPlace(f, path)
	if !ok {
		if len(p.places) == maxPlaces {
			p.prunePlaces()
			at, _ = p.searchPlace(f, path)
		}
		p.places = slices.Insert(p.places, at, place{field: f, path: path})
	}
	l := &p.places[at]
	l.pages++
	if h := hash32(value); h != l.last {
		l.last = h
		l.changed++
	}
	return l
}

// prunePlaces drops the rarest places, a quarter at least. A dropped place starts again at zero.
func (p *profile) prunePlaces() {
	for rare := uint16(1); len(p.places) > maxPlaces*3/4; rare++ {
		p.places = slices.DeleteFunc(p.places, func(l place) bool { return l.pages <= rare })
	}
}

// halvePlaces halves all counts, so that the places of an old design fade.
func (p *profile) halvePlaces() {
	for i := range p.places {
		for _, n := range p.places[i].all() {
			*n /= 2
		}
	}
	p.places = slices.DeleteFunc(p.places, func(l place) bool { return l.pages == 0 })
}

// learnPlaces counts what a page showed. Published is the date that the page alone gave.
func (p *profile) learnPlaces(s *news.Seen, published news.Date) {
	p.count(fieldTitle, s.Title, "title")
	p.learnDates(s, published)
	for i, b := range s.Bylines {
		if !slices.ContainsFunc(s.Bylines[:i], func(o news.SeenByline) bool { return o.Place == b.Place }) {
			p.count(fieldByline, b.Place, namesOf(b))
		}
	}
	for i, b := range s.Boxes {
		if slices.ContainsFunc(s.Boxes[:i], func(o news.SeenBox) bool { return o.Place == b.Place }) {
			continue
		}
		if l := p.count(fieldBox, b.Place, "box"); l != nil && !b.Plain {
			l.own++
		}
	}
}

// learnDates counts the dates of a page. It says nothing of the places of a page that was not fetched and
// states no other date.
func (p *profile) learnDates(s *news.Seen, published news.Date) {
	if s.Fetched.IsZero() && s.Known.IsZero() {
		return
	}
	only := p.onlyDate(s)
	for i, d := range s.Dates {
		if slices.ContainsFunc(s.Dates[:i], func(o news.SeenDate) bool { return o.Place == d.Place }) {
			continue
		}
		l := p.count(fieldDate, d.Place, d.Date.Time.UTC().Format(time.RFC3339))
		isOfFetchDay := sameDay(d.Date.Time, s.Fetched)
		agrees := sameDay(d.Date.Time, s.Known.Time)
		switch {
		case l == nil:
		case isSeveral(s.Dates[i:]):
			l.several++
		case !s.Known.IsZero() && agrees:
			if !isOfFetchDay || isMinute(d.Date, s.Known.Time, 0) {
				l.own++ // a clock has the day of the fetch, too
			}
		case isMinute(d.Date, s.Fetched, served), !s.Known.IsZero() && isOfFetchDay:
			l.served++
			if !published.IsZero() && !sameDay(published.Time, d.Date.Time) {
				l.denied++
			}
		case !s.Known.IsZero():
			l.others++
		case i == only && d.Date.Time.Before(s.Fetched) && !isOfFetchDay:
			l.own++
		}
	}
}

// onlyDate returns the index of the only date of a page that may be the article's, -1 if there is none or
// more than one.
func (p *profile) onlyDate(s *news.Seen) int {
	only := -1
	for i, d := range s.Dates {
		role, _ := p.dateRole(d.Place)
		if d.Foreign || role == news.DateOfFetch || role == news.DateOfOthers ||
			isMinute(d.Date, s.Fetched, served) || isSeveral(s.Dates[i:]) {
			continue
		}
		if only >= 0 {
			if s.Dates[only].Place == d.Place {
				continue
			}
			return -1
		}
		only = i
	}
	return only
}

// isSeveral reports whether the place of the first date has other dates, too.
func isSeveral(dates []news.SeenDate) bool {
	first := dates[0]
	return slices.ContainsFunc(dates, func(d news.SeenDate) bool {
		return d.Place == first.Place && !sameDay(d.Date.Time, first.Date.Time)
	})
}

// dateRole returns what the dates in a place are, DateUnknown if that is not clear, with the counts.
func (p *profile) dateRole(path news.Place) (news.DateRole, counts) {
	l := p.lookupPlace(fieldDate, path)
	if l == nil {
		return news.DateUnknown, counts{}
	}
	rarely := func(n, of uint16) bool { return n*rarelyShare <= of }
	c := l.counts
	switch {
	case c.several >= leastPages && rarely(c.pages-c.several, c.several),
		c.others >= leastPages && rarely(c.own, c.others):
		return news.DateOfOthers, c
	case c.served >= leastPages && c.changed >= leastPages && rarely(c.own+c.others+c.several, c.served) &&
		c.served*2 >= c.pages && c.denied >= leastDenied:
		return news.DateOfFetch, c
	case c.own >= leastPages && rarely(c.served+c.others+c.several, c.own) &&
		c.changed >= max(leastChange, c.own/changeShare):
		return news.DateOfItself, c
	}
	return news.DateUnknown, c
}

// isBox reports whether what stands in a place is a box of other articles: nothing but headlines and dates,
// other ones from page to page. The place must be on a quarter of the pages.
func (p *profile) isBox(path news.Place) (bool, counts) {
	const quarter = 4
	l := p.lookupPlace(fieldBox, path)
	if l == nil {
		return false, counts{}
	}
	c := l.counts
	return int(c.own) >= minPages && int(c.own)*quarter >= p.pages && (c.pages-c.own)*rarelyShare <= c.own, c
}

// isWritersPlace reports whether a place names the writer rather than the place other. It does if it names
// writers on three quarters of the pages, and the other on one in sixteen of these, as a person quoted in the
// last line; or if the other names the same persons on page after page, as the editor in chief.
func (p *profile) isWritersPlace(path, other news.Place) (bool, counts) {
	const usualShare, strayShare = 4, 16
	l, o := p.lookupPlace(fieldByline, path), p.lookupPlace(fieldByline, other)
	if l == nil || l.pages < leastPages || l.changed < leastChange {
		return false, counts{}
	}
	if int(l.pages)*usualShare >= p.pages*(usualShare-1) && (o == nil || o.pages*strayShare <= l.pages) {
		return true, l.counts
	}
	isConstant := o.pages >= leastPages && o.changed*rarelyShare <= o.pages
	return isConstant && l.changed*rarelyShare > l.pages, l.counts
}

func namesOf(b news.SeenByline) string { return strings.Join(append(b.Authors, b.Source), "\n") }

// sameDay reports whether two known times have one day in Vietnam.
func sameDay(a, b time.Time) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	a, b = a.In(news.Vietnam), b.In(news.Vietnam)
	return a.YearDay() == b.YearDay() && a.Year() == b.Year()
}

// isMinute reports whether d tells the time of day and is within slack of a known time.
func isMinute(d news.Date, t time.Time, slack time.Duration) bool {
	return d.Precision >= news.Minute && !t.IsZero() &&
		d.Time.Truncate(time.Minute).Sub(t.Truncate(time.Minute)).Abs() <= slack
}

func hash32(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
