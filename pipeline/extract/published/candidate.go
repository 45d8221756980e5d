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
	Date   news.Date
	Others []news.Date // of a stated date: further readings, American or in another zone
	Trust  Trust       // of a stated date
	Raw    string      // as stated or printed
	Named  bool        // it stands in a place made for it: a selector of the family, <time>, a class name
	Label  lexicon.Label
	Place  scan.Place
	Score  int // of a printed date: how likely it is the article's
	Role   Role

	path         news.Place // of the spot, if it was weighed
	spot         scan.Spot
	line         *html.Node // the element that holds the date line
	around       cms.Role   // what it and the elements around it are called
	isOver       bool       // it stands over the headline, outside of the scope
	isRightAbove bool       // it stands over the headline with little between
	relative     bool       // it counts from the fetch: "3 giờ trước"
	isInRow      bool       // it stands in a row of the program's right under the text
}

// A Trust says how far a date that a page states for programs is believed.
type Trust uint8

// The degrees of trust.
const (
	Plain  Trust = iota
	Lesser       // a printed date of another day is better
	None         // only if another source has its day
)

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
	for i := range readings {
		readings[i].Evidence = evidence
	}
	return Candidate{Date: readings[0], Others: readings[1:], Raw: raw, Named: true}
}

// stated returns the dates that the page states for programs, best evidence first. One that is within two
// minutes of a proved clock of the page was written when the page was served, and is left out.
func (f *finder) stated(clocks []news.Date) []Candidate {
	var found []Candidate
	add := func(raw, evidence string, trust Trust) {
		c := Stated(raw, evidence)
		isServed := slices.ContainsFunc(clocks, func(clock news.Date) bool {
			return isMoment(c.Date, clock.Time)
		})
		if !c.Date.IsZero() && !isServed && !slices.Contains(f.Meta.Clocks, raw) {
			c.Trust = trust
			found = append(found, c)
		}
	}
	add(f.JSONLD.Published, news.EvidenceJSONLD, Plain)
	for _, raw := range f.Meta.Published {
		add(raw, news.EvidenceMeta, f.trustInSocial())
	}
	for _, h := range f.Hits(f.Family, cms.FieldDate) {
		if h.Node.DataAtom == atom.Meta {
			add(dom.Attr(h.Node, "content"), news.EvidenceMeta, Plain)
		}
	}
	if raw, ok := only(f.Inline); ok {
		add(raw, news.EvidenceMeta, Plain)
	}
	add(f.JSONLD.Doubtful, news.EvidenceJSONLD, None)
	slices.SortStableFunc(found, func(a, b Candidate) int { return int(a.Trust) - int(b.Trust) })
	return found
}

// isOwnItem reports whether nothing says that a microdata item is about something else than the article.
func (f *finder) isOwnItem(item *html.Node) bool {
	return f.HoldsTitle(item) || dom.Contains(item, f.Body.Node) || structured.IsArticleItem(item) &&
		f.Identity.SubjectOf(dom.Clean(structured.ItemHeadline(item))) != structured.Doubtful
}

// trustInSocial returns the trust in the dates of the head, by what Open Graph there is about.
func (f *finder) trustInSocial() Trust {
	switch f.Social {
	case structured.OfAnother:
		return None
	case structured.Doubtful:
		return Lesser
	}
	return Plain
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

// microdata reads what s states as schema.org/datePublished, in an attribute or in hidden text, if it is a
// property of the article's item.
func (f *finder) microdata(s scan.Spot) (Candidate, bool) {
	if !structured.IsDatePublished(s.Node) || !f.isOwnProperty(s) {
		return Candidate{}, false
	}
	raw := cmp.Or(dom.Attr(s.Node, "content"), dom.Attr(s.Node, "datetime"))
	if raw == "" && s.Node.DataAtom == atom.Abbr {
		raw = dom.Attr(s.Node, "title")
	}
	if raw == "" && f.Role(s.Node)&cms.RoleHidden != 0 {
		raw = dom.Text(s.Node, lexicon.LongestDateLine)
	}
	c := Stated(raw, news.EvidenceMeta)
	c.Place = scan.Between // as good as printed there
	c.Score = 2 * enough
	if c.Date.Precision >= news.Minute {
		c.Score++
	}
	return c, !c.Date.IsZero()
}

// isOwnProperty reports whether a property in microdata is the article's: its item holds the headline or the
// text, or has that headline. Without an item it must stand in the article's scope or be the only one of the
// page, and not beside the headline of another article.
func (f *finder) isOwnProperty(s scan.Spot) bool {
	if item := structured.ItemOf(s.Node); item != nil {
		if !f.isOwnItem(item) {
			return false
		}
		if f.HoldsTitle(item) || dom.Contains(item, f.Body.Node) || structured.ItemHeadline(item) != "" {
			return true
		}
	}
	n := 0
	for _, o := range f.Dates {
		if structured.IsDatePublished(o.Node) {
			n++
		}
	}
	return (n == 1 || f.InScope(s) && s.At <= f.Body.To) && !f.besideHeadline(s.Node)
}

// readPrinted reads the date printed in n, or stated in an attribute of n if that is as fine.
func (f *finder) readPrinted(n *html.Node) (Candidate, bool) {
	line := dom.Clean(dom.Text(n, lexicon.LongestDateLine))
	c := Candidate{Raw: line}
	if raw := structured.Time(n); raw != "" {
		c = Stated(raw, news.EvidenceVisible)
		c.Raw = cmp.Or(line, raw)
	}
	if !c.read(line, f.Fetched) {
		return c, false
	}
	c.relative = c.relative && structured.Time(n) == ""
	return c, true
}

// readPrintedZone takes the reading of an attribute that its element prints: "14:12" in Vietnam beside
// "14:12:00+00:00" is local time with a wrong zone.
func (c *Candidate) readPrintedZone(printed news.Date) {
	if sameMinute(printed, c.Date) {
		return
	}
	for _, d := range c.Others {
		if sameMinute(printed, d) {
			c.Date, c.Others = d, nil
			return
		}
	}
}

// read reads a date line, unless c has a date of an attribute that is as fine, and reports whether there is a
// date.
func (c *Candidate) read(line string, fetched time.Time) bool {
	if printed, err := vidate.Parse(line, fetched); err == nil && printed.Precision >= news.Day &&
		(c.Date.IsZero() || lexicon.HasDigitsOfDate(line) &&
			(printed.Precision > c.Date.Precision || !sameDay(printed, c.Date))) {
		c.Date = printed
	} else if err == nil {
		c.readPrintedZone(printed)
	}
	if c.Date.IsZero() {
		c.Date = labelledAmerican(line)
	}
	if c.Date.IsZero() {
		return false
	}
	var from int
	c.Label, from = lexicon.LabelOf(viet.Lower(line))
	if from > 0 { // "Cập nhật: 13/5/2025 | Đăng ngày: 12/5/2025"
		if own, err := vidate.Parse(line[from:], fetched); err == nil && own.Precision >= news.Day {
			c.Date = own
		}
	}
	c.Date.Evidence = news.EvidenceVisible
	c.relative = !lexicon.HasDigitsOfDate(line)
	return true
}

// labelledAmerican returns the day of a line that has its label and a date which only an American program
// prints: "Đăng ngày: 5/20/2013". The zero date is none.
func labelledAmerican(line string) news.Date {
	if label, _ := lexicon.LabelOf(viet.Lower(line)); label == lexicon.LabelNone {
		return news.Date{}
	}
	if readings := vidate.Readings(line); len(readings) == 1 && readings[0].Precision >= news.Day {
		return readings[0]
	}
	return news.Date{}
}
