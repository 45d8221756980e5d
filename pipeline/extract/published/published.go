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
	"slices"
	"time"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
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

	Seen   []news.SeenDate // the printed dates, with their places
	Known  news.Date       // as in news.Seen
	Redate news.Redater    // decides again with the roles of Seen; nil if the page is sure
}

// Find returns the dates of the article.
func Find(in *Input) Dates {
	in = in.printed()
	f := finder{Input: in, prose: proseOf(in.Layout), headline: lexicon.Key(in.Headline)}
	printed, clocks := f.printed()
	stated := f.stated(clocks)
	e := Evidence{
		Stated: stated, Printed: append(printed, f.confirmed(stated)...), FeedDate: in.FeedDate,
		InURL: vidate.ParseURL(in.URL), Fetched: in.Fetched,
	}
	if len(e.Printed) == 0 {
		e.Printed = f.printedInParts()
	}
	var d Dates
	d.Published, d.Warnings = Choose(e)
	modified := f.modified(isInWrongZone(d.Published, stated))
	d.Updated = updated(d.Published, modified, e.Printed, in.Fetched)
	f.tellSeen(&d, e, modified)
	return d
}

// printed returns the input with the moment at which a version for print was printed, by its own words, as
// that of the fetch, if that is unknown.
func (in *Input) printed() *Input {
	if !in.Fetched.IsZero() {
		return in
	}
	for _, s := range in.Layout.Dates {
		if s.Node.Type != html.TextNode || !lexicon.MayBePrinted(s.Node.Data) {
			continue
		}
		if moment := MomentOfPrint(dom.Clean(s.Node.Data)); !moment.IsZero() {
			own := *in
			own.Fetched = moment
			return &own
		}
	}
	return in
}

// MomentOfPrint returns the moment at which a page was printed by a line of it, zero if the line does not say
// that: "Ngày in: 2/3/2014 8:11".
func MomentOfPrint(line string) time.Time {
	d, err := vidate.Parse(lexicon.CutPrinted(line), time.Time{})
	if err != nil || d.Precision < news.Minute {
		return time.Time{}
	}
	return d.Time
}

// isInWrongZone reports whether the date of publication is the local time of a stated one, not the time that
// it has by its zone.
func isInWrongZone(d news.Date, stated []Candidate) bool {
	return slices.ContainsFunc(stated, func(c Candidate) bool {
		return d.Precision >= news.Minute && slices.ContainsFunc(c.Others, func(o news.Date) bool {
			return o.Time.Equal(d.Time)
		})
	})
}

// modified returns the dates of a change that the page states for programs, best evidence first: if it states
// wrong zones, their local times.
func (f *finder) modified(wrongZone bool) []news.Date {
	var found []news.Date
	add := func(raw, evidence string) {
		c := Stated(raw, evidence)
		if wrongZone && len(c.Others) > 0 {
			c.Date = c.Others[len(c.Others)-1]
		}
		if d := c.Date; !d.IsZero() && !isFuture(d, f.Fetched) {
			found = append(found, d)
		}
	}
	add(f.JSONLD.Modified, news.EvidenceJSONLD)
	for _, raw := range f.Meta.Modified {
		add(raw, news.EvidenceMeta)
	}
	for _, s := range f.Dates {
		if structured.IsDateModified(s.Node) && f.isOwnProperty(s) {
			add(dom.Attr(s.Node, "content"), news.EvidenceMeta)
		}
	}
	return found
}

// updated returns the date of the last change: a later one than that of publication that the page states for
// programs, else one that is printed with a label that says so.
func updated(published news.Date, modified []news.Date, printed []Candidate, fetched time.Time) news.Date {
	for _, d := range modified {
		if d.Time.After(published.Time) {
			return d
		}
	}
	return printedUpdate(published, printed, fetched)
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

// A finder looks for the dates of one article. It only reads the page.
type finder struct {
	*Input
	seen     []Candidate // the printed dates that were weighed, whatever their role
	comments int32       // where what readers wrote begins, below the text; 0: nowhere
	prose    proseRange
	headline string // a key
}
