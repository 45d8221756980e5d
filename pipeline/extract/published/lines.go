package published

import (
	"time"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// LineInput holds the evidence for the dates of an article that was saved as text.
type LineInput struct {
	Lines    []string
	Headline int       // the number of the line that is the headline
	Last     int       // that of the last line of the text
	Stated   string    // the date in the lines for programs
	URL      string    // of the article
	FeedDate news.Date // what a feed or sitemap says of it
	Fetched  time.Time // zero for a local file
}

// Lines returns the dates of an article that was saved as text, a block a line, and the numbers of the lines
// under its headline that are date lines: "Mai Linh | 02/02/2021 - 12:30". The date stands in one of the
// lines around the headline or, with a label, in one of the last. Over the headline stands the clock of the
// page, too.
func Lines(in *LineInput) (Dates, []int) {
	e := Evidence{FeedDate: in.FeedDate, InURL: vidate.ParseURL(in.URL), Fetched: in.Fetched}
	if c := Stated(in.Stated, news.EvidenceMeta); !c.Date.IsZero() {
		e.Stated = append(e.Stated, c)
	}
	var used []int
	for i, line := range in.Lines {
		c, ok := in.candidate(i, line)
		if !ok {
			continue
		}
		e.Printed = append(e.Printed, c)
		if i > in.Headline {
			used = append(used, i)
		}
	}
	var d Dates
	d.Published, d.Warnings = Choose(e)
	d.Updated = printedUpdate(d.Published, e.Printed, in.Fetched)
	return d, used
}

// candidate reads line i if it stands where date lines do, and weighs it by the points of the signs that a
// line can have.
func (in *LineInput) candidate(i int, line string) (Candidate, bool) {
	const reachAbove, reachBelow, reachOfEnd, reachOfBare = 3, 4, 8, 3 // lines
	const mostWords, mostWordsOfLine = 8,
		2 // beside the date: a name with a post; none
	over, under := in.Headline-i, i-in.Headline
	c := Candidate{Raw: line}
	switch {
	case lexicon.CutPrinted(line) != "" && !MomentOfPrint(line).IsZero():
		return c, false
	case over > 0 && over <= reachAbove:
		c.Place = scan.Above
	case under > 0 && under <= reachBelow && in.isHead(i):
		c.Place = scan.Between
	case under > 0 && i > in.Last && i <= in.Last+reachOfEnd:
		c.Place = scan.Below
	default:
		return c, false
	}
	if len(line) > lexicon.LongestDateLine || !lexicon.HasDigitsOfDate(line) && !lexicon.MayBeRelative(line) {
		return c, false
	}
	if !c.read(line, in.Fetched) {
		return c, false
	}
	words := lexicon.OtherWords(line, mostWords)
	isLine := words <= mostWordsOfLine || c.Label >= lexicon.LabelUpdated ||
		lexicon.CreditIn(line, true) != ""
	isBare := c.Label < lexicon.LabelUpdated
	if !isLine || words > mostWords || c.Place == scan.Below && isBare && (i > in.Last+reachOfBare ||
		c.relative) {
		return c, false
	}
	in.weigh(&c, i)
	return c, true
}

// isHead reports whether the lines between the headline and line i are short, as those of a head are.
func (in *LineInput) isHead(i int) bool {
	for _, line := range in.Lines[in.Headline+1 : i] {
		if len(line) > lexicon.LongestDateLine {
			return false
		}
	}
	return true
}

// weigh sets the points and the role of the date in line i, by the signs that a line can have.
func (in *LineInput) weigh(c *Candidate, i int) {
	switch c.Place {
	case scan.Between:
		c.Score = pointsBetween
	case scan.Below:
		c.Score = pointsBelow
	case scan.Above:
		c.Score = pointsRightAbove
		if c.Label == lexicon.LabelToday {
			c.Score += pointsClock
		}
		if lexicon.StartsWithWeekday(c.Raw) {
			c.Score += pointsWeekday
		}
		switch {
		case i == 0 && c.Label == lexicon.LabelNone:
			c.Score += pointsFirst
		case i == in.Headline-1:
			c.Score += pointsNext
		}
		if i > 0 && in.hasClockOver(i) {
			c.Score += pointsSecond
		}
		if !c.relative && isOtherDay(c.Date, in.Fetched) {
			c.Score += pointsOtherDay
		}
	}
	switch c.Label {
	case lexicon.LabelPublished:
		c.Score += pointsPublished
	case lexicon.LabelUpdated:
		c.Score += pointsUpdated
	}
	if c.Date.Precision >= news.Minute {
		c.Score += pointsTime
	}
	if c.Score < enough {
		c.Role = Unsure
	}
}

// hasClockOver reports whether a date stands far over that of line i, of another day: the clock of the page.
func (in *LineInput) hasClockOver(i int) bool {
	own, err := vidate.Parse(in.Lines[i], in.Fetched)
	if err != nil {
		return false
	}
	for _, line := range in.Lines[:i] {
		if !lexicon.IsDateLine(line) {
			continue
		}
		if d, err := vidate.Parse(line, in.Fetched); err == nil && !sameDay(d, own) {
			return true
		}
	}
	return false
}
