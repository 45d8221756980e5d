package published

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
	"baotinh/pipeline/viet"
)

// A Candidate is a date that may be that of publication.
type Candidate struct {
	Date  news.Date
	Other news.Date // the American reading of an ambiguous number, or zero
	Raw   string    // as stated or printed
	Named bool      // it stands in a place made for the date: a selector of the family, <time>, a class name
	Label lexicon.Label
	Place scan.Place
	Score int // of a printed date: how likely it is the article's
	Role  Role

	spot   scan.Spot
	line   *html.Node // the element that holds the date line
	around cms.Role   // what it and the elements around it are called
}

// isUpdate reports whether the line says that the date is that of a change.
func (c *Candidate) isUpdate() bool { return c.Label == lexicon.LabelUpdated }

// isSure reports whether the line or its place says that it is the article's date.
func (c *Candidate) isSure() bool { return c.Named || c.Label >= lexicon.LabelUpdated }

// Stated reads a date that a page states for programs. Its Date is zero if raw is no date, or none to the
// day.
func Stated(raw, evidence string) Candidate {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Candidate{}
	}
	readings := vidate.Readings(raw)
	if len(readings) == 0 || readings[0].Precision < news.Day {
		return Candidate{}
	}
	c := Candidate{Date: readings[0], Raw: raw, Named: true}
	c.Date.Evidence = evidence
	if len(readings) > 1 {
		c.Other = readings[1]
		c.Other.Evidence = evidence
	}
	return c
}

// stated returns the dates that the page states for programs, best evidence first. One that is within two
// minutes of a clock of the page was written when the page was served, and is left out.
func (f *finder) stated(clocks []news.Date) []Candidate {
	const slack = 2 * time.Minute // between two parts of a template, and the second that one of them prints
	var found []Candidate
	add := func(raw, evidence string) {
		c := Stated(raw, evidence)
		served := slices.ContainsFunc(clocks, func(clock news.Date) bool {
			return c.Date.Precision >= news.Minute && c.Date.Time.Sub(clock.Time).Abs() <= slack
		})
		if !c.Date.IsZero() && !served && !slices.Contains(f.Meta.Clocks, raw) {
			found = append(found, c)
		}
	}
	add(f.JSONLD.Published, news.EvidenceJSONLD)
	for _, raw := range f.Meta.Published {
		add(raw, news.EvidenceMeta)
	}
	for _, h := range f.Hits(f.Family, cms.FieldDate) {
		if h.Node.DataAtom == atom.Meta {
			add(dom.Attr(h.Node, "content"), news.EvidenceMeta)
		}
	}
	if raw, ok := only(f.Inline); ok {
		add(raw, news.EvidenceMeta)
	}
	return found
}

// only returns the value that all of values are, and false if they differ: the state of a whole application
// has a date for each of its articles.
func only(values [][]byte) (string, bool) {
	for _, v := range values {
		if string(v) != string(values[0]) {
			return "", false
		}
	}
	if len(values) == 0 {
		return "", false
	}
	return string(values[0]), true
}

// microdata reads what s states as schema.org/datePublished, in an attribute or in hidden text, if it
// stands in the article's scope or is the only one of the page.
func (f *finder) microdata(s scan.Spot) (Candidate, bool) {
	if !structured.IsDatePublished(s.Node) {
		return Candidate{}, false
	}
	n := 0
	for _, o := range f.Dates {
		if structured.IsDatePublished(o.Node) {
			n++
		}
	}
	if n > 1 && (!f.InScope(s) || s.At > f.Body.To) {
		return Candidate{}, false
	}
	raw := cmp.Or(dom.Attr(s.Node, "content"), dom.Attr(s.Node, "datetime"))
	if raw == "" && f.Role(s.Node)&cms.RoleHidden != 0 {
		raw = dom.Text(s.Node, lexicon.LongestDateLine)
	}
	c := Stated(raw, news.EvidenceMeta)
	c.Place = scan.Between // as good as printed there
	c.Score = c.score()
	return c, !c.Date.IsZero()
}

// readPrinted reads the date printed in n, or stated in an attribute of n if that is as fine.
func (f *finder) readPrinted(n *html.Node) (Candidate, bool) {
	line := dom.Clean(dom.Text(n, lexicon.LongestDateLine))
	c := Candidate{Raw: line}
	if raw := structured.Time(n); raw != "" {
		c = Stated(raw, news.EvidenceVisible)
		c.Raw = cmp.Or(line, raw)
	}
	if printed, err := vidate.Parse(line, f.Fetched); err == nil && printed.Precision >= news.Day &&
		(c.Date.IsZero() || printed.Precision > c.Date.Precision || !sameDay(printed, c.Date)) {
		c.Date = printed
	}
	if c.Date.IsZero() {
		return c, false
	}
	var from int
	c.Label, from = lexicon.LabelOf(viet.Lower(line))
	if from > 0 { // "Cập nhật: 13/5/2025 | Đăng ngày: 12/5/2025"
		if own, err := vidate.Parse(line[from:], f.Fetched); err == nil && own.Precision >= news.Day {
			c.Date = own
		}
	}
	c.Date.Evidence = news.EvidenceVisible
	return c, true
}

// The points of a printed date: it is the likelier the article's, the more it has.
const (
	pointsFamily    = 4 // a selector of the CMS family finds it
	pointsPublished = 3 // its label says so
	pointsNamed     = 2
	pointsBetween   = 2 // it stands between headline and text
	pointsAbove     = 1
	pointsMinute    = 1 // it tells the time of day
)

// score adds up the points of c, but for those of the family.
func (c *Candidate) score() int {
	points := 0
	switch c.Place {
	case scan.Between:
		points += pointsBetween
	case scan.Above:
		points += pointsAbove
	}
	if c.Label == lexicon.LabelPublished {
		points += pointsPublished
	}
	if c.Named {
		points += pointsNamed
	}
	if c.Date.Precision >= news.Minute {
		points += pointsMinute
	}
	return points
}
