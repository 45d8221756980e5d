package published

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// A Role says to what a printed date belongs.
type Role uint8

// The roles of a printed date.
const (
	Article Role = iota // of publication or change
	Clock               // of the moment at which the page was served
	Foreign             // of another article, a sentence, the imprint, the template
)

// A rule gives a printed date a role.
type rule struct {
	name   string
	role   Role
	holds  func(*finder, *Candidate) bool
	golden string // the page of testdata/pages that comes out otherwise without the rule
}

// rules are tried in this order; the first that holds decides. A date for which none holds is the article's.
var rules = []rule{
	{"outside of the scope", Foreign, (*finder).isOutside, "clock-called-date"},
	{"label says today", Clock, (*finder).saysToday, "date-says-today"},
	{"named a clock", Clock, roleIs(cms.RoleClock), "date-named-clock"},
	{"hidden or boilerplate", Foreign, roleIs(cms.RoleHidden | cms.RoleBoilerplate), "date-in-share-bar"},
	{"in a marquee", Foreign, (*finder).isInMarquee, "date-in-marquee"},
	{"in the page's header", Clock, (*finder).isInChrome, "date-in-header"},
	{"in a sentence", Foreign, (*finder).isInSentence, "date-in-lede"},
	{"over the menu", Clock, (*finder).isOverMenu, "update-over-the-menu"},
	{"after a menu under the headline", Foreign, (*finder).isAfterMenu, "date-after-a-menu"},
	{"far below the text", Foreign, (*finder).isFarBelow, "date-of-a-table-below"},

	{"label says published", Article, (*finder).saysPublished, "published-in-page-width"},
	{"between headline and text", Article, (*finder).isBetween, "by-behind-date"},

	{"day of the fetch", Clock, (*finder).isFetchDay, "fetch-day-above"},
	{"weekday first", Clock, (*finder).startsWithWeekday, "clock-under-text"},
	{"not above", Article, (*finder).isNotAbove, "date-under-the-text"},
	{"label says updated", Article, (*finder).saysUpdated, "updated-in-page-width"},
	{"above, in the page's width", Clock, (*finder).isInPageWidth, "date-in-page-width"},
	{"above, beside the text's column", Clock, (*finder).isBesideColumn, "clock-beside-headline"},
}

// classify returns the role of a printed date.
func (f *finder) classify(c *Candidate) Role {
	for i := range rules {
		if rules[i].holds(f, c) {
			return rules[i].role
		}
	}
	return Article
}

func (f *finder) isOutside(c *Candidate) bool {
	return c.Place == scan.Elsewhere && f.Title.Node != nil
}

func (f *finder) saysToday(c *Candidate) bool     { return c.Label == lexicon.LabelToday }
func (f *finder) saysUpdated(c *Candidate) bool   { return c.Label == lexicon.LabelUpdated }
func (f *finder) saysPublished(c *Candidate) bool { return c.Label == lexicon.LabelPublished }
func (f *finder) isBetween(c *Candidate) bool     { return c.Place == scan.Between }
func (f *finder) isNotAbove(c *Candidate) bool    { return c.Place != scan.Above }
func (f *finder) isInMarquee(c *Candidate) bool   { return c.line.Data == "marquee" }

func roleIs(roles cms.Role) func(*finder, *Candidate) bool {
	return func(_ *finder, c *Candidate) bool { return c.around&roles != 0 }
}

// rolesAround returns the roles of a date line and of the elements around it. An element named for a date
// may be named for boilerplate, too: "detail-date-share".
func (f *finder) rolesAround(line *html.Node) cms.Role {
	var roles cms.Role
	for n := line; n != nil && n != f.Scope; n = n.Parent {
		own := f.Role(n)
		if own&cms.RoleDate != 0 {
			own &^= cms.RoleBoilerplate
		}
		roles |= own
	}
	return roles
}

func (f *finder) isInChrome(c *Candidate) bool {
	return c.around&cms.RoleChrome != 0 && c.Place != scan.Between && !f.isNearTitle(c.line)
}

// isInSentence reports whether a line tells something, and names a date in doing so.
func (f *finder) isInSentence(c *Candidate) bool {
	const mostWords, mostWordsOfSentence = 12, 3 // beside those that date lines are made of
	if c.Named {
		return false
	}
	key := lexicon.Key(c.Raw)
	if f.RolesUpTo(c.line, f.Scope)&(cms.RoleSapo|cms.RoleTitle) != 0 || key == lexicon.Key(f.Headline) ||
		lexicon.IsLicence(key) {
		return true
	}
	words := lexicon.OtherWords(c.Raw)
	return words > mostWords || words > mostWordsOfSentence && strings.HasSuffix(c.Raw, ".")
}

func (f *finder) isOverMenu(c *Candidate) bool {
	return c.Place == scan.Above && f.LinksBetween(c.spot.At, f.Title.At) >= scan.Menu
}

func (f *finder) isAfterMenu(c *Candidate) bool {
	return c.Place == scan.Between && f.LinksBetween(f.Title.At, c.spot.At) >= 2*scan.Menu
}

// isFarBelow reports whether a date under the article stands in another column or in a list.
func (f *finder) isFarBelow(c *Candidate) bool {
	const far = 60 // elements behind the text
	return c.Place == scan.Below && (f.isInList(c.spot.Node) || c.spot.At > f.Body.To+far ||
		f.LinksBetween(f.Body.To, c.spot.At) >= scan.Menu)
}

// isFetchDay reports whether a date above the headline is the day on which the page was fetched, without a
// time.
func (f *finder) isFetchDay(c *Candidate) bool {
	return !f.Fetched.IsZero() && c.Place == scan.Above && c.Date.Precision == news.Day &&
		sameDay(c.Date, news.Date{Time: f.Fetched})
}

// startsWithWeekday reports whether a date begins with the day of the week, as clocks do; a place made for
// the date above the headline may have such a date too, if it tells the time.
func (f *finder) startsWithWeekday(c *Candidate) bool {
	return lexicon.StartsWithWeekday(c.Raw) &&
		!(c.Named && c.Place == scan.Above && c.Date.Precision >= news.Minute)
}

// isInPageWidth reports whether the article's scope holds the page's header or menu, so that to stand
// inside it above the headline says little.
func (f *finder) isInPageWidth(*Candidate) bool {
	var from int32
	if scope, ok := f.Box(f.Scope); ok {
		from = scope.From
	}
	return f.Scope.DataAtom == atom.Body || f.Scope.DataAtom == atom.Html ||
		f.LinksBetween(from, f.Title.At) >= scan.Menu
}

func (f *finder) isBesideColumn(c *Candidate) bool {
	return !c.Named && f.Title.Node != nil && dom.Contains(c.line.Parent, f.Body.Node)
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
// column.
func (f *finder) isInList(n *html.Node) bool {
	for p := n; p != nil && p != f.Scope && p != f.Body.Node; p = p.Parent {
		if p.Type != html.ElementNode {
			continue
		}
		switch p.DataAtom {
		case atom.Li, atom.Article, atom.Aside, atom.Footer, atom.H2, atom.H3, atom.H4:
			return true
		}
		if dom.HasLink(p) {
			return true
		}
	}
	return false
}
