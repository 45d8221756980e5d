package published

import (
	"slices"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// mostSeen bounds the printed dates of which the places are told.
const mostSeen = 24

// pointsHost are the points of a date that stands where the host prints the dates of its articles: more than
// all signs of the page together.
const pointsHost = 20

// see keeps a printed date that was weighed.
func (f *finder) see(c Candidate) {
	if len(f.seen) == mostSeen {
		return
	}
	c.path = news.Place(f.PathOf(c.spot))
	f.seen = append(f.seen, c)
}

// tellSeen adds to d which dates the page prints, and where.
func (f *finder) tellSeen(d *Dates, e Evidence, modified []news.Date) {
	if len(f.seen) == 0 {
		return
	}
	d.Seen = make([]news.SeenDate, len(f.seen))
	for i, c := range f.seen {
		d.Seen[i] = news.SeenDate{Place: c.path, Date: c.Date, Foreign: c.Role == Foreign}
	}
	isSure := e.isSure(d.Published)
	if isSure || d.Published.Evidence != news.EvidenceVisible {
		d.Known = d.Published
	}
	if !isSure {
		d.Redate = newAgain(e, f.seen, modified)
	}
}

// isSure reports whether a date of publication needs no other page to confirm it: it is printed with a label
// that says so, or two kinds of sources have its day.
func (e *Evidence) isSure(d news.Date) bool {
	kinds := 0
	if slices.ContainsFunc(e.Stated, func(c Candidate) bool { return sameDay(c.Date, d) }) {
		kinds++
	}
	if e.isElsewhere(d) {
		kinds++
	}
	for _, c := range e.Printed {
		if sameDay(c.Date, d) && c.Label == lexicon.LabelPublished {
			return true
		}
	}
	if slices.ContainsFunc(e.Printed, func(c Candidate) bool { return sameDay(c.Date, d) }) {
		kinds++
	}
	return kinds >= 2
}

// Again is the evidence of a page, to be weighed again with the roles that the dates of its places have on
// other pages. It holds nothing of the tree.
type again struct {
	Evidence             // Printed holds those that were not seen in a place
	seen     []Candidate // in the order of Dates.Seen
	modified []news.Date
}

func newAgain(e Evidence, seen []Candidate, modified []news.Date) *again {
	a := &again{Evidence: e, seen: seen, modified: modified}
	a.Printed = slices.DeleteFunc(slices.Clone(e.Printed), func(c Candidate) bool { return c.path != "" })
	for _, all := range [...][]Candidate{a.Printed, a.seen} {
		for i := range all {
			all[i].line, all[i].spot.Node = nil, nil
		}
	}
	return a
}

// Redate decides again: a date where the host prints those of its articles is the first to be asked, clocks
// and the dates of others are not asked.
func (a *again) Redate(roles []news.DateRole) (published, up news.Date, warnings []news.Warning) {
	e := a.Evidence
	e.Printed = slices.Clone(a.Printed)
	for i, c := range a.seen {
		switch {
		case roles[i] == news.DateOfItself:
			c.Role = Article
			c.Score += pointsHost
		case roles[i] == news.DateOfFetch:
			e.Stated = slices.DeleteFunc(slices.Clone(e.Stated), func(s Candidate) bool {
				return isMoment(s.Date, c.Date.Time)
			})
			continue
		case roles[i] == news.DateOfOthers, c.Role > Unsure:
			continue
		}
		e.Printed = append(e.Printed, c)
	}
	slices.SortStableFunc(e.Printed, func(x, y Candidate) int { return y.Score - x.Score })
	published, warnings = Choose(e)
	return published, updated(published, a.modified, e.Printed, e.Fetched), warnings
}
