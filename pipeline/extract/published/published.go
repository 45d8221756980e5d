// Package published finds when an article was published and changed.
//
// A page has many dates: the clock in its header, those of related articles, of comments, of the text
// itself; and the date that it states for programs is often that of an import, or local time written as
// UTC. So [Find] works in three steps. It collects candidates: the dates stated for programs and those
// printed in date lines. It gives each printed one a [Role] by a table of signs that look at its place, its
// label and what the elements around it are called (signs in sign.go): the article's; its own or a clock, so
// that another source must agree; none of both. Then [Choose] decides by a table of evidence which of them is
// the date of publication. It never falls back on the time of the fetch: an unknown date is the zero Date.
package published

import (
	"time"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// An Input holds the evidence for the dates of an article.
type Input struct {
	*scan.Layout
	Headline string // as printed
	JSONLD   *structured.JSONLD
	Identity *structured.Identity
	Social   structured.Subject // of Open Graph
	Inline   [][]byte           // values of script variables that are named for a date of publication
	URL      string             // of the article
	FeedDate news.Date          // what a feed or sitemap says of it
	Fetched  time.Time          // zero for a local file
}

// Dates are the dates of an article; those that the page does not state are zero.
type Dates struct {
	Published, Updated news.Date
	Warnings           []news.Warning
}

// Find returns the dates of the article.
func Find(in *Input) Dates {
	f := finder{in}
	printed, clocks := f.printed()
	e := Evidence{
		Stated: f.stated(clocks), Printed: printed, FeedDate: in.FeedDate, InURL: vidate.ParseURL(in.URL),
		Fetched: in.Fetched,
	}
	if len(e.Printed) == 0 {
		e.Printed = f.printedInParts()
	}
	var d Dates
	d.Published, d.Warnings = Choose(e)
	d.Updated = f.updated(d.Published, e.Printed)
	return d
}

// updated returns the date of the last change: a later one than that of publication that the page states for
// programs, else one that is printed with a label that says so.
func (f *finder) updated(published news.Date, printed []Candidate) news.Date {
	later := func(raw, evidence string) news.Date {
		if d := Stated(raw, evidence).Date; d.Time.After(published.Time) && !isFuture(d, f.Fetched) {
			return d
		}
		return news.Date{}
	}
	if d := later(f.JSONLD.Modified, news.EvidenceJSONLD); !d.IsZero() {
		return d
	}
	for _, raw := range f.Meta.Modified {
		if d := later(raw, news.EvidenceMeta); !d.IsZero() {
			return d
		}
	}
	for _, s := range f.Dates {
		if structured.IsDateModified(s.Node) && f.isOwnProperty(s) {
			if d := later(dom.Attr(s.Node, "content"), news.EvidenceMeta); !d.IsZero() {
				return d
			}
		}
	}
	return printedUpdate(published, printed, f.Fetched)
}

// printedUpdate returns the printed date whose label says that it is that of a change, if it is later than
// that of publication.
func printedUpdate(published news.Date, printed []Candidate, fetched time.Time) news.Date {
	if published.IsZero() {
		return news.Date{}
	}
	for _, c := range printed {
		if c.isUpdate() && c.Date.Precision >= news.Day && !isFuture(c.Date, fetched) &&
			c.Date.Time.After(published.Time.Add(time.Minute)) && !sameDay(c.Date, published) {
			return c.Date
		}
	}
	return news.Date{}
}

// A finder looks for the dates of one article. It only reads.
type finder struct{ *Input }
