package published

import (
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
)

// A Role says to what a printed date belongs.
type Role uint8

// The roles of a printed date.
const (
	Article Role = iota // of publication or change
	Unsure              // the article's, or the page's clock: another source must have its day
	Clock               // of the moment at which the page was served
	Foreign             // of another article, a sentence, the imprint, the template
)

// A rule gives a printed date a role in which it is no date of the article.
type rule struct {
	name   string
	role   Role
	holds  func(*finder, *Candidate) bool
	golden string // the page of testdata/pages that comes out otherwise without the rule
}

// rules are tried in this order; the first that holds decides.
var rules = []rule{
	{"outside of the scope", Foreign, (*finder).isOutside, "aside-of-the-day"},
	{"says today, and the day", Clock, (*finder).saysToday, "date-says-today"},
	{"hidden", Foreign, roleIs(cms.RoleHidden), "hidden-date"},
	{"boilerplate", Foreign, (*finder).isBoilerplate, "date-in-box-under-headline"},
	{"in a microdata item of something else", Foreign, (*finder).isOfOtherItem, "date-of-a-comment-item"},
	{"in a list of articles", Foreign, (*finder).isListed, "listed-over-headline"},
	{"in a marquee", Foreign, (*finder).isInMarquee, "date-in-marquee"},
	{"in the page's header", Clock, (*finder).isInChrome, "date-in-header"},
	{"of the printed issue", Foreign, (*finder).isOfIssue, "number-of-the-issue"},
	{"in a sentence", Foreign, (*finder).isInSentence, "date-in-lede"},
	{"over the menu", Clock, (*finder).isOverMenu, "update-over-the-menu"},
	{"after a menu under the headline", Foreign, (*finder).isAfterMenu, "date-after-a-menu"},
	{"what a reader wrote", Foreign, (*finder).isOfReader, "comments-under-a-plain-head"},
	{"of the source", Foreign, (*finder).isOfSource, "badge-over-headline"},
	{"far below the text", Foreign, (*finder).isFarBelow, "date-of-a-table-below"},
	{"moment of the fetch", Clock, (*finder).isFetchMoment, "clock-equals-the-fetch"},
}

// A sign speaks for or against a printed date as that of the article.
type sign struct {
	name   string
	points int
	holds  func(*finder, *Candidate) bool
	golden string // the page of testdata/pages that comes out otherwise without the sign
}

// enough is how many points make a printed date the article's if nothing else has its day.
const enough = 3

// The points of the signs that the lines of a text have, too.
const (
	pointsBetween    = 5
	pointsBelow      = 3
	pointsRightAbove = 2
	pointsPublished  = 3
	pointsUpdated    = 2
	pointsTime       = 1
	pointsOtherDay   = 3
	pointsClock      = -5
	pointsWeekday    = -2
	pointsFirst      = -2
	pointsNext       = 1 // of a line: right over the headline
	pointsSecond     = 2 // of a line: another date stands over it
)

// signs are added up.
var signs = []sign{
	{"between headline and text", pointsBetween, (*finder).isBetween, "by-behind-date"},
	{"under the text", pointsBelow, (*finder).isBelow, "date-under-the-text"},
	{"right over the headline", pointsRightAbove, (*finder).isRightAbove, "date-in-page-width"},
	{"in one box with the headline, without a menu", 2, (*finder).isInBox, "weekday-in-column"},
	{"right over the text, where no headline is printed", 2, (*finder).isOverBareText, "title-in-a-picture"},
	{"in a heading of its own right over the headline", 5, (*finder).isHeading, "blog-under-its-day"},
	{"in the row of the breadcrumb, or in the next", 2, (*finder).isInTrail, "weekday-in-trail"},
	{"label says published", pointsPublished, (*finder).saysPublished, "published-in-page-width"},
	{"label says updated", pointsUpdated, (*finder).saysUpdated, "updated-in-page-width"},
	{"named a date", 1, (*finder).isNamed, "named-day-in-column"},
	{"tells the time of day", pointsTime, (*finder).tellsTime, "weekday-in-column"},
	{"another day than the fetch", pointsOtherDay, (*finder).isOtherDay, "bar-of-another-day"},

	{"named a clock", pointsClock, roleIs(cms.RoleClock), "date-named-clock"},
	{"day of the fetch, over the headline", -3, (*finder).isFetchDay, "fetch-day-above"},
	{"weekday first, not under the headline", pointsWeekday, (*finder).startsWithWeekday, "clock-under-text"},
	{"weekday first, no time, outside of the column", -2, (*finder).isCalendar, "day-in-bar-under-menu"},
	{"seconds without a label, over the headline", -3, (*finder).tellsSeconds, "clock-beside-headline"},
	{"first on the page", pointsFirst, (*finder).isFirst, "clock-called-date"},
}

// weigh sets the role and the points of a printed date.
func (f *finder) weigh(c *Candidate) {
	if f.isOfOwnIssue(c) {
		c.Score = enough
		return
	}
	for i := range rules {
		if rules[i].holds(f, c) {
			c.Role = rules[i].role
			return
		}
	}
	for i := range signs {
		if signs[i].holds(f, c) {
			c.Score += signs[i].points
		}
	}
	if c.Score < enough {
		c.Role = Unsure
	}
}

// isProved reports whether c is a clock beyond doubt, which may be repeated in what the page states for
// programs: it says so itself, or it has the name of one and stands far from the headline.
func (f *finder) isProved(c *Candidate) bool {
	return c.Date.Precision >= news.Minute && c.spot.At < f.Body.From &&
		(f.saysToday(c) || f.isFetchMoment(c) ||
			c.around&cms.RoleClock != 0 && c.Place != scan.Between && !f.isRightAbove(c))
}

func roleIs(roles cms.Role) func(*finder, *Candidate) bool {
	return func(_ *finder, c *Candidate) bool { return c.around&roles != 0 }
}

func (f *finder) saysUpdated(c *Candidate) bool   { return c.Label == lexicon.LabelUpdated }
func (f *finder) saysPublished(c *Candidate) bool { return c.Label == lexicon.LabelPublished }
func (f *finder) isBetween(c *Candidate) bool     { return c.Place == scan.Between }
func (f *finder) isBelow(c *Candidate) bool       { return c.Place == scan.Below }
func (f *finder) isInMarquee(c *Candidate) bool   { return c.line.Data == "marquee" }
func (f *finder) isNamed(c *Candidate) bool       { return c.Named }
func (f *finder) tellsTime(c *Candidate) bool     { return c.Date.Precision >= news.Minute }

// isAbove reports whether a date stands over the headline, in the article's scope or not.
func (f *finder) isAbove(c *Candidate) bool { return c.Place == scan.Above || c.isOver }

func (f *finder) isOutside(c *Candidate) bool {
	return c.Place == scan.Elsewhere && f.Title.Node != nil && !(c.isOver && f.isRightAbove(c))
}

// saysToday reports whether a line calls a day today. "Hôm nay, 14:30" names none: it is a relative date.
func (f *finder) saysToday(c *Candidate) bool {
	return c.Label == lexicon.LabelToday && lexicon.IsDateLine(c.Raw)
}

// rolesAround returns the roles of a date line and of the elements around it. An element named for a date
// may be named for boilerplate, too: "detail-date-share".
func (f *finder) rolesAround(line *html.Node) cms.Role {
	var roles cms.Role
	for n := line; n != nil && n != f.Scope && !f.HoldsTitle(n); n = n.Parent {
		own := f.Role(n)
		if own&cms.RoleDate != 0 {
			own &^= cms.RoleBoilerplate
		}
		roles |= own
	}
	return roles
}

// isBoilerplate reports whether a date stands in something called boilerplate. A row beside the headline is
// none for its name, as a share row that holds the date, unless it has another headline in it.
func (f *finder) isBoilerplate(c *Candidate) bool {
	if c.around&cms.RoleBoilerplate == 0 {
		return false
	}
	isRow := c.Place == scan.Between &&
		(c.spot.At < f.Body.From || f.HoldsTitle(f.Body.Node) || c.spot.At < f.prose.first) ||
		f.isRightAbove(c) || c.Place == scan.Below && c.Label == lexicon.LabelPublished &&
		f.isRightBelow(c.spot) && !holdsCard(c.line)
	return !isRow || f.besideHeadline(c.line)
}

func (f *finder) isOfOtherItem(c *Candidate) bool {
	item := structured.ItemOf(c.spot.Node)
	return item != nil && !f.isOwnItem(item)
}

// isListed reports whether a date is that of an item of a list, or of a box, that has another headline.
func (f *finder) isListed(c *Candidate) bool {
	if isBesideLink(c.line) {
		return true
	}
	for p := c.line; p != nil && p != f.Body.Node && !f.HoldsTitle(p); p = p.Parent {
		switch p.DataAtom {
		case atom.Li, atom.Article, atom.Aside, atom.H2, atom.H3, atom.H4, atom.Dd, atom.Dt:
			return f.besideHeadline(c.line)
		}
		if holdsCard(p) || leadsOn(p) {
			return true
		}
	}
	return false
}

// leadsOn reports whether a few sentences end in a link to read on, as a teaser whose headline is no link
// does.
func leadsOn(n *html.Node) bool {
	const shortest, longest, longestLink = 120, 700, 40 // bytes
	if !dom.HasLink(n) || dom.IsShort(n, shortest) || !dom.IsShort(n, longest) {
		return false
	}
	last := ""
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			last = dom.Text(c, longestLink)
		}
	}
	return lexicon.IsReadOn(dom.Clean(last))
}

// isBesideLink reports whether a date stands in one line with a link as long as a headline, with nothing else
// between: "• <a>Hồ đủ nước</a> <font>(21/02/2013)</font><br>".
func isBesideLink(n *html.Node) bool {
	if dom.IsBlock(n) {
		return false
	}
	return isLongLink(n, func(n *html.Node) *html.Node { return n.PrevSibling }) ||
		isLongLink(n, func(n *html.Node) *html.Node { return n.NextSibling })
}

// isLongLink reports whether the next node of n with a text is a link as long as a headline.
func isLongLink(n *html.Node, next func(*html.Node) *html.Node) bool {
	const shortest, longestSign = 24, 4 // bytes
	for n = next(n); n != nil; n = next(n) {
		switch {
		case n.DataAtom == atom.A:
			return !dom.IsShort(n, shortest)
		case n.Type == html.ElementNode && (n.DataAtom == atom.Br || dom.IsBlock(n)),
			n.Type == html.TextNode && (dom.TrimmedSize(n.Data) > longestSign ||
				strings.ContainsAny(n.Data, "/»›>")): // of a breadcrumb
			return false
		case n.Type == html.ElementNode && !dom.IsShort(n, longestSign):
			return false
		}
	}
	return false
}

// holdsCard reports whether a heading that is a link, or holds one, stands among the first elements of n.
func holdsCard(n *html.Node) bool {
	const mostNodes = 40
	nodes := 0
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.H2, atom.H3, atom.H4:
			if dom.HasLink(c) || c.Parent.DataAtom == atom.A {
				return true
			}
		}
		if nodes++; nodes > mostNodes {
			break
		}
	}
	return false
}

// isInChrome reports whether a date stands in a header, a menu or a footer of the page. The footer of the
// article itself, right under the text, may say when it was published.
func (f *finder) isInChrome(c *Candidate) bool {
	if c.around&cms.RoleLoose != 0 && c.Place == scan.Below && c.Label == lexicon.LabelPublished &&
		f.isRightBelow(c.spot) || c.isInRow {
		return false
	}
	return c.around&cms.RoleChrome != 0 && c.Place != scan.Between && !f.isNearTitle(c.line)
}

// isOfIssue reports whether a date over the headline, outside of its box, is that of an issue of the printed
// newspaper: "Số 4512, thứ Hai ngày 3-4-2023".
func (f *finder) isOfIssue(c *Candidate) bool {
	return f.isAbove(c) && lexicon.DatesIssue(c.Raw) && !f.isInBox(c)
}

// isOfOwnIssue reports whether a date over the headline is that of the issue of which the page is one, by its
// <title>: "Tuần báo Mẫu - Số 1288".
func (f *finder) isOfOwnIssue(c *Candidate) bool {
	if !f.isAbove(c) || !lexicon.DatesIssue(c.Raw) {
		return false
	}
	issue := lexicon.IssueOf(lexicon.Key(dom.Clean(f.Meta.Title)))
	return issue != "" && issue == lexicon.IssueOf(lexicon.Key(c.Raw))
}

// isInSentence reports whether a line tells something, and names a date in doing so.
func (f *finder) isInSentence(c *Candidate) bool {
	const mostWords, mostWordsOfSentence = 12, 3 // beside those that date lines are made of
	if c.Named || c.isInRow {
		return false
	}
	roles := f.RolesUpTo(c.line, f.Scope)
	if c.Place == scan.Between && lexicon.IsDateLine(c.Raw) {
		roles &^= cms.RoleTitle // under the headline, in one element with it
	}
	if roles&(cms.RoleSapo|cms.RoleTitle) != 0 || lexicon.HasKey(c.Raw, f.headline) ||
		lexicon.IsLicence(c.Raw) || lexicon.HasImprint(c.Raw) {
		return true
	}
	words := lexicon.OtherWords(c.Raw, mostWords)
	return words > mostWords || words > mostWordsOfSentence && strings.HasSuffix(c.Raw, ".")
}

func (f *finder) isOverMenu(c *Candidate) bool {
	return f.isAbove(c) && f.LinksBetween(c.spot.At, f.Title.At) >= scan.Menu
}

func (f *finder) isAfterMenu(c *Candidate) bool {
	return c.Place == scan.Between && f.LinksBetween(f.Title.At, c.spot.At) >= 2*scan.Menu
}

// isFarBelow reports whether a date under the article stands in another column or in a list.
func (f *finder) isFarBelow(c *Candidate) bool {
	const far = 60 // elements behind the text
	return c.Place == scan.Below && !c.isInRow && (f.isInList(c.spot.Node) || c.spot.At > f.Body.To+far ||
		f.LinksBetween(f.Body.To, c.spot.At) >= scan.Menu)
}

// isOfSource reports whether a date behind the beginning of the text is that of the newspaper from which the
// text was taken: "Nguồn: Báo Mẫu, ngày 21/4/2019".
func (f *finder) isOfSource(c *Candidate) bool {
	label, _, ok := strings.Cut(c.Raw, ":")
	isSource := ok && lexicon.Key(label) == "nguồn" || strings.HasPrefix(c.Raw, "Theo ")
	return isSource && c.spot.At > f.Body.From
}

// isOfReader reports whether a date under the headline stands in a box whose first line heads comments.
func (f *finder) isOfReader(c *Candidate) bool {
	const levels, longest = 5, 40 // elements; bytes
	if c.spot.At < f.Title.At || c.spot.At < f.Body.From {
		return false
	}
	box := c.line
	if c.Place != scan.Below {
		box = box.Parent // the number of comments may stand behind the date
	}
	for n, i := box, 0; n != nil && i < levels && !f.HoldsTitle(n); n, i = n.Parent, i+1 {
		first := n.FirstChild
		for first != nil && (first.Type != html.ElementNode || dom.Text(first, 1) == "") {
			first = first.NextSibling
		}
		if first != nil && dom.IsShort(first, longest) &&
			lexicon.HeadsComments(dom.Clean(dom.Text(first, longest))) {
			return true
		}
	}
	return false
}

// isFetchMoment reports whether a date over the headline is the minute of the fetch.
func (f *finder) isFetchMoment(c *Candidate) bool {
	return f.isAbove(c) && c.Date.Precision >= news.Minute && isMoment(c.Date, f.Fetched)
}

// isMoment reports whether a page that states d was served at that moment.
func isMoment(d news.Date, fetched time.Time) bool {
	return d.Precision >= news.Minute && !fetched.IsZero() && d.Time.Sub(fetched).Abs() <= served
}

// served is how far two statements of one moment may be apart: between two parts of a template, and the
// second that one of them prints.
const served = 2 * time.Minute

// isFetchDay reports whether a date over the headline is the day on which the page was fetched, without a
// time.
func (f *finder) isFetchDay(c *Candidate) bool {
	return !f.Fetched.IsZero() && f.isAbove(c) && c.Date.Precision == news.Day &&
		sameDay(c.Date, news.Date{Time: f.Fetched})
}

// isOtherDay reports whether a date is not of the day on which the page was fetched: no clock that goes.
func (f *finder) isOtherDay(c *Candidate) bool {
	return !c.relative && isOtherDay(c.Date, f.Fetched)
}

func isOtherDay(d news.Date, fetched time.Time) bool {
	return !fetched.IsZero() && !sameDay(d, news.Date{Time: fetched})
}

// startsWithWeekday reports whether a date begins with the day of the week, as clocks do.
func (f *finder) startsWithWeekday(c *Candidate) bool {
	return c.Place != scan.Between && !c.isInRow && beginsWithWeekday(c) && !f.hasClockOver(c)
}

// beginsWithWeekday reports whether the line of a date begins with the day of the week, or its own text in a
// row with others.
func beginsWithWeekday(c *Candidate) bool {
	return lexicon.StartsWithWeekday(c.Raw) ||
		c.spot.Node.Type == html.TextNode && lexicon.StartsWithWeekday(dom.Clean(c.spot.Node.Data))
}

func (f *finder) isCalendar(c *Candidate) bool {
	return f.isAbove(c) && c.Date.Precision < news.Minute && beginsWithWeekday(c) && !f.isInBox(c)
}

func (f *finder) tellsSeconds(c *Candidate) bool {
	if !f.isAbove(c) || c.Label > lexicon.LabelToday {
		return false
	}
	if f.isRightAbove(c) && lexicon.NamesPrintVersion(lexicon.Key(dom.Clean(f.Meta.Title))) {
		return false // it has no clock
	}
	d, err := vidate.Parse(c.Raw, f.Fetched)
	return err == nil && d.Precision == news.Second && d.Time.Second() != 0 && // ASP.NET prints "9:05:00 AM"
		!f.hasClockOver(c)
}

// hasClockOver reports whether the clock of the page stands over a date that stands right over the headline:
// a date line of another day or minute, before all other text and the menu.
func (f *finder) hasClockOver(c *Candidate) bool {
	return f.isRightAbove(c) && slices.ContainsFunc(f.seen, func(o Candidate) bool {
		return o.spot.At < c.spot.At && f.isOverMenu(&o) && f.isFirst(&o) && lexicon.IsDateLine(o.Raw) &&
			isOtherMoment(o.Date, c.Date)
	})
}

// isOtherMoment reports whether two dates, as far as both tell it, are not those of one moment.
func isOtherMoment(a, b news.Date) bool {
	hasTimes := a.Precision >= news.Minute && b.Precision >= news.Minute
	return !sameDay(a, b) || hasTimes && !isMoment(a, b.Time)
}

// isFirst reports whether nothing is printed on the page before a date over the headline and outside of the
// scope, as before a clock.
func (f *finder) isFirst(c *Candidate) bool {
	const longestLogo = 24 // bytes
	return c.isOver && c.Label == lexicon.LabelNone && f.textBefore(c.line, longestLogo) <= longestLogo
}

func (f *finder) isRightAbove(c *Candidate) bool { return c.isRightAbove }

// standsRightAbove reports whether between a date and the headline under it there is no more than a
// breadcrumb, a label, links to share.
func (f *finder) standsRightAbove(c *Candidate) bool {
	const longest = 120 // bytes, in links or not
	head := f.head()
	return f.isAbove(c) && f.LinksBetween(c.spot.At, head.At) < scan.Menu &&
		textUpTo(c.line, head.Node, longest) <= longest
}

// head returns the headline, the text if none is printed.
func (f *finder) head() scan.Spot {
	if f.Title.Node == nil {
		return scan.Spot{Node: f.Body.Node, At: f.Body.From}
	}
	return f.Title
}

// isInBox reports whether a date and the headline under it have an element in common that is neither the page
// nor holds its menu.
func (f *finder) isInBox(c *Candidate) bool {
	if c.Place != scan.Above || !f.isRightAbove(c) {
		return false
	}
	head := f.head().Node
	box := dom.CommonAncestor(c.line, head)
	if box == nil || box.DataAtom == atom.Body || box.DataAtom == atom.Html {
		return false
	}
	const mostNodes = 400 // before the headline
	nodes, links := 0, 0
	for n := range box.Descendants() {
		if n == head {
			return true
		}
		if n.DataAtom == atom.A && dom.Text(n, 1) != "" {
			links++
		}
		if nodes++; nodes > mostNodes || links == scan.Menu {
			break
		}
	}
	return false
}

// isOverBareText reports whether a date stands right over the text of an article whose headline is not
// printed, as where that is a picture.
func (f *finder) isOverBareText(c *Candidate) bool {
	return f.Title.Node == nil && f.isRightAbove(c) &&
		!strings.ContainsAny(c.Raw, "<>«»") // which lead to other days
}

// isHeading reports whether a date right over the headline is a heading, as that of a day of a weblog.
func (f *finder) isHeading(c *Candidate) bool {
	return f.isRightAbove(c) && dom.IsHeading(c.line)
}

// isInTrail reports whether a date over the headline stands in one row with the breadcrumb or, with a time of
// day, in the next.
func (f *finder) isInTrail(c *Candidate) bool {
	const longestRow = 200 // bytes
	if !f.isRightAbove(c) {
		return false
	}
	row := c.line
	for p := row.Parent; p != nil && p.DataAtom != atom.Body && !f.HoldsTitle(p); p = p.Parent {
		if !dom.IsShort(p, longestRow) {
			break
		}
		row = p
	}
	isTrail := f.hasBreadcrumb(row)
	if isTrail || c.Date.Precision < news.Minute {
		return isTrail
	}
	over := row.PrevSibling
	for over != nil && dom.Text(over, 1) == "" {
		over = over.PrevSibling
	}
	return over != nil && dom.IsShort(over, longestRow) && f.hasBreadcrumb(over)
}

// isNearTitle reports whether a date stands with the headline in one element called a header, as in <header
// class="article__header">.
func (f *finder) isNearTitle(n *html.Node) bool {
	const longestHeader = 200 // bytes
	if f.Title.Node == nil {
		return false
	}
	outer := n
	for p := n; p != nil && p != f.Scope; p = p.Parent {
		if dom.Contains(p, f.Title.Node) {
			break
		}
		if f.Role(p)&cms.RoleChrome != 0 {
			outer = p
		}
	}
	return f.Role(outer)&cms.RoleChrome == 0 ||
		dom.IsShort(outer, longestHeader) && isNextTo(outer, f.Title.Node)
}

// isNextTo reports whether the headline follows n, or goes before it, with nothing of weight between.
func isNextTo(n, title *html.Node) bool {
	isTitle := func(s *html.Node, next func(*html.Node) *html.Node) bool {
		for s = next(s); s != nil; s = next(s) {
			if s.Type == html.ElementNode && dom.Text(s, 8) != "" {
				return dom.Contains(s, title)
			}
		}
		return false
	}
	return isTitle(n, func(n *html.Node) *html.Node { return n.NextSibling }) ||
		isTitle(n, func(n *html.Node) *html.Node { return n.PrevSibling })
}

// isInList reports whether n stands beside a link, as the dates in lists of articles do, or in another
// column. A list without links may be that of what is known of the article.
func (f *finder) isInList(n *html.Node) bool {
	for p := n; p != nil && p != f.Scope && !dom.Contains(p, f.Body.Node); p = p.Parent {
		if p.Type != html.ElementNode {
			continue
		}
		switch p.DataAtom {
		case atom.Article, atom.Aside, atom.Footer, atom.H2, atom.H3, atom.H4:
			return true
		}
		if dom.HasLink(p) {
			return true
		}
	}
	return false
}

// textBefore returns how many bytes of text the body of the page has before n, and stops when they are more
// than most.
func (f *finder) textBefore(n *html.Node, most int) int {
	var body *html.Node
	for p := n; p != nil; p = p.Parent {
		if p.DataAtom == atom.Body {
			body = p
		}
	}
	if body == nil || body == n {
		return 0
	}
	return textUpTo(body, n, most)
}

// textAfter returns how many bytes of text stand between the end of from and to. It stops when they are more
// than most.
func textAfter(from, to *html.Node, most int) int {
	for from != nil && from.NextSibling == nil {
		from = from.Parent
	}
	if from == nil {
		return 0
	}
	if from = from.NextSibling; dom.Contains(from, to) {
		return textUpTo(from, to, most)
	}
	return dom.TrimmedSize(dom.Text(from, most+1)) + textUpTo(from, to, most)
}

// textUpTo returns how many bytes of text stand between the start of from, or its end if it does not contain
// to, and to. It stops when they are more than most.
func textUpTo(from, to *html.Node, most int) int {
	const mostNodes = 400
	size, nodes := 0, 0
	next := func(n *html.Node, into bool) *html.Node {
		if into && n.FirstChild != nil {
			return n.FirstChild
		}
		for n != nil && n.NextSibling == nil {
			n = n.Parent
		}
		if n == nil {
			return nil
		}
		return n.NextSibling
	}
	for n := next(from, dom.Contains(from, to)); n != nil && n != to; n = next(n, true) {
		if n.Type == html.TextNode {
			size += dom.TrimmedSize(n.Data)
		}
		if nodes++; size > most || nodes > mostNodes {
			return most + 1
		}
	}
	return size
}
