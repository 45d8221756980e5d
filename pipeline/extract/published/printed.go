package published

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// mostDates bounds the printed dates that are weighed, and the clocks.
const mostDates = 64

// printed returns the dates printed around the article that are its own or may be, the likeliest first, and
// the proved clocks of the page. Dates in menus, side columns, lists of other articles and the text itself
// are neither.
func (f *finder) printed() ([]Candidate, []news.Date) {
	f.comments = f.commentsFrom()
	var found []Candidate
	var clocks []news.Date
	var above []string // date lines over the headline that are not the article's
	isFull := func() bool { return len(found) == mostDates || len(clocks) == mostDates }
	add := func(c Candidate) {
		f.weigh(&c)
		f.see(c)
		if f.isProved(&c) {
			clocks = append(clocks, c.Date)
		}
		if c.Role <= Unsure {
			found = append(found, c)
		}
		if c.Role != Article && c.spot.At < f.Title.At && len(above) < mostDates {
			above = append(above, c.Raw)
		}
	}

	for _, h := range f.Hits(f.Family, cms.FieldDate) {
		if h.Node.DataAtom == atom.Meta || h.From > f.Body.To || isFull() {
			continue
		}
		if c, ok := f.candidate(scan.Spot{Node: h.Node, At: h.From}, h.Node); ok {
			c.Named = true
			add(c)
		}
	}
	var last *html.Node
	for _, s := range f.Dates {
		if c, ok := f.microdata(s); ok {
			found = append(found, c)
			continue
		}
		if f.isOfText(s) {
			continue
		}
		line := f.dateLine(s.Node)
		if line == last {
			continue
		}
		if last = line; isFull() {
			continue
		}
		if c, ok := f.candidate(s, line); ok {
			add(c)
		}
	}

	found = slices.DeleteFunc(found, func(c Candidate) bool { return isPlaceholder(&c, above) })
	for i := range f.seen {
		if c := &f.seen[i]; isPlaceholder(c, above) {
			c.Role = Foreign
		}
	}
	slices.SortStableFunc(found, func(a, b Candidate) int { return b.Score - a.Score })
	return found, clocks
}

// confirmed returns the printed dates over the headline that only their place makes clocks, as in a header or
// a bar of its own, but whose minute a stated date has, however it is read. A clock would have that by
// accident.
func (f *finder) confirmed(stated []Candidate) []Candidate {
	var found []Candidate
	for _, c := range f.seen {
		hasMinute := func(d news.Date) bool { return sameMinute(d, c.Date) }
		isStated := func(s Candidate) bool {
			return hasMinute(s.Date) || slices.ContainsFunc(s.Others, hasMinute)
		}
		if c.Role == Clock && f.isAbove(&c) && !f.isProved(&c) && slices.ContainsFunc(stated, isStated) {
			c.Role = Unsure
			found = append(found, c)
		}
	}
	return found
}

// isPlaceholder reports whether a date is a template's, as "January 12th, 2011" in the header and again
// under the headline.
func isPlaceholder(c *Candidate, above []string) bool {
	return c.Date.Precision == news.Day && slices.Contains(above, c.Raw) && lexicon.NamesEnglishMonth(c.Raw)
}

// candidate reads the date of s, which stands in the line of the element given.
func (f *finder) candidate(s scan.Spot, line *html.Node) (Candidate, bool) {
	c, ok := f.readPrinted(line)
	if !ok && s.Node.Type == html.TextNode { // the elements of the line run into each other
		line = s.Node.Parent
		c, ok = f.readPrinted(line)
	}
	if !ok {
		return c, false
	}
	if own, isLine := f.ownLine(s.Node, line); isLine {
		c = own
	}
	if s.Node.Type == html.TextNode && s.Node.Parent != line { // "Tuyển sinh3:20 CH" has no time
		own, ok := f.readPrinted(s.Node.Parent)
		isStated := structured.Time(s.Node.Parent) != ""
		if ok && (isStated || own.Date.Precision > c.Date.Precision && sameDay(own.Date, c.Date)) {
			c = own
		}
	}
	c.spot, c.line, c.around, c.Place = s, line, f.rolesAround(line), f.PlaceOf(s)
	if c.Place == scan.Between && f.isUnderProse(s) {
		c.Place = scan.Below
	}
	if c.Place == scan.Elsewhere && c.Label >= lexicon.LabelUpdated && f.isRightBelow(s) {
		c.Place = scan.Below
	}
	f.readRow(&c)
	c.isOver = c.Place == scan.Elsewhere && s.At < f.Title.At
	c.isRightAbove = f.standsRightAbove(&c)
	c.Named = (c.Place != scan.Elsewhere || c.isOver) && (line.Data == "time" || c.around&cms.RoleDate != 0)
	return c, true
}

// ownLine reads the date of a text that is a date line by itself in an element with more text, as between two
// line breaks.
func (f *finder) ownLine(text, line *html.Node) (Candidate, bool) {
	if text.Type != html.TextNode || dom.IsShort(line, lexicon.LongestDateLine/2) ||
		!endsLine(text.PrevSibling) || !endsLine(text.NextSibling) {
		return Candidate{}, false
	}
	own := dom.Clean(text.Data)
	if !lexicon.IsDateLine(own) {
		return Candidate{}, false
	}
	c := Candidate{Raw: own}
	return c, c.read(own, f.Fetched)
}

// endsLine reports whether a neighbour of a text parts it from the rest: a line break, a block, or nothing.
func endsLine(n *html.Node) bool {
	return n == nil || n.DataAtom == atom.Br || n.Type == html.ElementNode && dom.IsBlock(n)
}

// isOfText reports whether a date is part of the headline or the text, or stands behind the start of the
// body but outside of the article's scope.
func (f *finder) isOfText(s scan.Spot) bool {
	if f.comments > 0 && s.At > f.comments {
		return true
	}
	switch {
	case s.Node.DataAtom == atom.Meta:
		return true
	case f.Title.Node != nil && dom.Contains(f.Title.Node, s.Node): // the date may follow the headline in it
		return s.Node.Type != html.TextNode || strings.Contains(f.Headline, dom.Clean(s.Node.Data))
	case s.At <= f.Body.From, f.isUnderProse(s):
		return false
	}
	return s.At <= f.Body.To && s.At > f.Title.At && f.inBody(s.Node, s.At) ||
		f.PlaceOf(s) == scan.Elsewhere && !f.isRightBelow(s)
}

// isUnderProse reports whether s stands in the body behind a paragraph, in a line with a label: behind the
// last paragraph, in a sentence by which a program says when it published the article, or among the credits
// of a long read. Behind the last paragraph and among credits, or over the signature of an office, it needs
// no label.
func (f *finder) isUnderProse(s scan.Spot) bool {
	first, last := f.prose.first, f.prose.last
	if first == 0 || s.At <= first || s.At > f.Body.To || s.At <= f.Body.From ||
		s.Node.Type != html.TextNode {
		return false
	}
	line := dom.Clean(s.Node.Data)
	if lexicon.IsStampSentence(line) {
		return true
	}
	label, _ := lexicon.LabelOf(viet.Lower(line))
	isLabelled := label == lexicon.LabelPublished
	switch {
	case !isLabelled && s.At <= last:
		return false
	case !lexicon.IsDateLine(line):
		return !isLabelled && lexicon.IsPlaceAndDay(line) && isOverOffice(s.Node)
	case !isLabelled:
		return isInCredits(s.Node) || isOverOffice(s.Node)
	}
	return s.At > last && f.LinkLinesBetween(last, s.At) == 0 || isInCredits(s.Node)
}

// A proseRange holds the places of the first and the last paragraph of the body, 0 if there is none.
type proseRange struct{ first, last int32 }

func proseOf(l *scan.Layout) proseRange {
	const paragraph = 80 // bytes
	var r proseRange
	for _, b := range l.Boxes {
		if b.From > l.Body.From && b.To <= l.Body.To && b.Prose >= paragraph {
			if r.first == 0 || b.From < r.first {
				r.first = b.From
			}
			r.last = max(r.last, b.From)
		}
	}
	return r
}

// isInCredits reports whether one of the lines around n says who wrote the article or took its photos: in one
// box with nothing else, or right over it.
func isInCredits(n *html.Node) bool {
	const longest, reach = 300, 3 // bytes of all credits; lines over the date
	line := n
	for box := n.Parent; box != nil && dom.IsShort(box, longest); box = box.Parent {
		for c := box.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && !dom.Contains(c, n) && isCreditLine(c) {
				return true
			}
		}
		line = box
	}
	seen := 0
	for c := line.PrevSibling; c != nil && seen < reach; c = c.PrevSibling {
		if c.Type != html.ElementNode || dom.Text(c, 1) == "" {
			continue
		}
		if isCreditLine(c) {
			return true
		}
		seen++
	}
	return false
}

// isOverOffice reports whether the line under n is the signature of an office or a family, as in a notice.
func isOverOffice(n *html.Node) bool {
	const longest = 300 // bytes of the lines of a signature
	for line := n; line != nil; line = line.Parent {
		for c := line.NextSibling; c != nil; c = c.NextSibling {
			text := c.Data
			if c.Type == html.ElementNode {
				text = firstText(c)
			}
			if text = dom.Clean(text); text != "" {
				return lexicon.SignsForOffice(text)
			}
		}
		if line.Parent == nil || !dom.IsShort(line.Parent, longest) {
			break
		}
	}
	return false
}

func isCreditLine(n *html.Node) bool {
	line := dom.Clean(dom.Text(n, lexicon.LongestByline))
	return lexicon.IsLabelledByline(line) || lexicon.IsPhotoCredit(line)
}

// commentsFrom returns where the heading stands of what readers wrote below the text, else 0.
func (f *finder) commentsFrom() int32 {
	for _, h := range f.Headings {
		if h.At <= f.Title.At || h.At <= f.Body.From {
			continue
		}
		if lexicon.MayHeadComments(firstText(h.Node)) &&
			lexicon.HeadsComments(dom.Clean(dom.Text(h.Node, lexicon.LongestDateLine))) {
			return h.At
		}
	}
	return 0
}

// firstText returns the first text under n.
func firstText(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type != html.TextNode {
			continue
		}
		if s := strings.TrimSpace(c.Data); s != "" {
			return s
		}
	}
	return ""
}

// isRightBelow reports whether s stands under the text with little between, in the article's scope or not.
func (f *finder) isRightBelow(s scan.Spot) bool {
	const longest, far = 200, 60 // bytes, elements
	return s.At > f.Body.To && s.At <= f.Body.To+far && !f.IsCutOff(s.At) &&
		f.LinksBetween(f.Body.To, s.At) < scan.Menu && textAfter(f.Body.Node, s.Node, longest) <= longest
}

// inBody reports whether a date is part of the text rather than of a line over it.
func (f *finder) inBody(n *html.Node, at int32) bool {
	roles := f.RolesUpTo(n, f.Body.Node)
	if !f.HoldsTitle(f.Body.Node) {
		return dom.Contains(f.Body.Node, n) && roles&cms.RoleDate == 0 && !f.isFirstLine(n, at)
	}
	const near = 30 // elements between headline and date line
	line := f.dateLine(n)
	if at < f.Title.At+near && !f.besideHeadline(line) {
		s := dom.Clean(dom.Text(line, lexicon.LongestDateLine))
		if lexicon.IsDateLine(s) || lexicon.CreditIn(s, false) != "" || f.isDateInRow(n) {
			return false
		}
	}
	return roles&cms.RoleDate == 0 || roles&cms.RoleBoilerplate != 0
}

// isFirstLine reports whether a text is a date line before the first paragraph of the body, and the only one
// in it: under a headline that stands apart, as on the cover of a long read. Several date the parts of a
// diary.
func (f *finder) isFirstLine(n *html.Node, at int32) bool {
	if n.Type != html.TextNode || at > f.prose.first || !lexicon.IsDateLine(dom.Clean(n.Data)) ||
		f.besideHeadline(f.dateLine(n)) {
		return false
	}
	return !slices.ContainsFunc(f.Dates, func(s scan.Spot) bool {
		return s.At > at && s.At <= f.Body.To && s.Node.Type == html.TextNode &&
			lexicon.IsDateLine(dom.Clean(s.Node.Data))
	})
}

// isDateInRow reports whether a date has an element of its own in a row with others, as with the number of
// readers, or a line of its own between line breaks.
func (f *finder) isDateInRow(n *html.Node) bool {
	return n.Type == html.TextNode &&
		(!dom.IsBlock(n.Parent) || endsLine(n.PrevSibling) && endsLine(n.NextSibling)) &&
		lexicon.IsDateLine(dom.Clean(n.Data))
}

// dateLine returns the largest element around n that is still no more than a date line: dates are often
// split over several elements.
func (f *finder) dateLine(n *html.Node) *html.Node {
	const longest = lexicon.LongestDateLine / 2
	if n.Type == html.TextNode {
		n = n.Parent
	}
	for p := n.Parent; p != nil && p != f.Scope && p != f.Body.Node; p = p.Parent {
		if isTime(n) || dom.HasLink(p) && !dom.HasLink(n) ||
			len(dom.Text(p, lexicon.LongestDateLine)) >= longest || f.HoldsTitle(p) {
			break
		}
		n = p
	}
	return n
}

// isTime reports whether n is made for a time that it states for programs: <time>, or <abbr> of hAtom.
func isTime(n *html.Node) bool {
	return n.Data == "time" || n.DataAtom == atom.Abbr && structured.Time(n) != ""
}

// besideHeadline reports whether n stands beside the linked headline of another article, up to the element
// that holds the headline of this one. Links to share it by are shorter.
func (f *finder) besideHeadline(n *html.Node) bool {
	const shortest = 24   // bytes of a headline
	const mostNodes = 400 // around n
	nodes := 0
	for p := n; p != nil && p != f.Body.Node && !dom.Contains(p, f.Title.Node); p = p.Parent {
		for c := range p.Descendants() {
			if c.DataAtom == atom.A && len(dom.Text(c, 2*shortest)) >= shortest {
				return true
			}
			if nodes++; nodes > mostNodes {
				return false
			}
		}
	}
	return false
}
