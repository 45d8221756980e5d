package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
)

// The points of a line above the text that may be the headline. Of lines with the same points the last
// counts.
const (
	linePointsHeading  = 3  // h1, h2
	linePointsLesser   = 2  // h3
	linePointsNamed    = 2  // its element is called a title
	linePointsBig      = 2  // in large letters
	linePointsBold     = 1  // all of it
	linePointsOverDate = 2  // a date stands in one of the next lines
	linePointsOpens    = 2  // it stands in the body, right over the date
	linePointsNearest  = 1  // no other line stands between it and the text
	linePointsPart     = 2  // it is a part of the <title>
	linePointsAddress  = 3  // the address has its words
	linePointsFew      = -1 // it has fewer than four words
	linePointsCapitals = -1 // all of it
	linePointsSentence = -2 // it ends a sentence
	linePointsChrome   = -3 // it stands in the header of the page
	enoughOfLine       = 4  // to outweigh a title that only the head states
)

// A titleLine is a line above the text that may be the headline.
type titleLine struct {
	node   *html.Node
	text   string
	points int
}

// lineAbove takes a line above the text for the headline, where no heading is sure and the head of the page
// names only the newspaper, as in versions for print and in layouts of tables. It returns its points.
func (p *page) lineAbove(b *body) (title, int) {
	const near = 5 // lines between headline and date
	lines := p.linesAbove(b)
	best := -1
	for i := range lines {
		l := &lines[i]
		if l.text == "" {
			continue
		}
		for _, next := range lines[i+1 : min(len(lines), i+1+near)] {
			if next.text == "" {
				l.points += linePointsOverDate
				break
			}
		}
		if i+1 < len(lines) && lines[i+1].text == "" && dom.Contains(b.Node, l.node) {
			l.points += linePointsOpens
		}
		if i == len(lines)-1 {
			l.points += linePointsNearest
		}
		if best < 0 || l.points >= lines[best].points {
			best = i
		}
	}
	if best < 0 {
		return title{}, 0
	}
	l := &lines[best]
	t := title{l.text, "text", scan.Spot{Node: l.node, At: p.PlaceOfNode(l.node)}}
	if dom.IsHeading(l.node) {
		t.evidence = "heading"
	}
	return t, max(l.points, 1)
}

// linesAbove returns the lines above the text that may be the headline, and the date lines among them,
// without a text.
func (p *page) linesAbove(b *body) []titleLine {
	const mostLines = 64
	const paragraph = 160 // bytes of a sentence with which the text has begun
	var lines []titleLine
	addr := p.addressOf()
	var walk func(n *html.Node) bool // reports whether the text has begun
	walk = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || c.DataAtom == atom.Head || c.DataAtom == atom.Nav ||
				p.isAside(c, b) {
				continue
			}
			if !isLine(c) {
				if walk(c) || c == b.Node {
					return true
				}
				continue
			}
			s := dom.Clean(dom.Text(c, longestTitle+1))
			switch {
			case len(s) > paragraph && lexicon.EndsSentence(s) &&
				dom.Contains(b.Node, c), len(lines) == mostLines,
				c == b.Node:
				return true
			case lexicon.IsDateLine(s):
				lines = append(lines, titleLine{node: c})
			case p.mayBeTitle(c, s):
				lines = append(lines, titleLine{c, s, p.linePoints(c, s, addr)})
			}
		}
		return false
	}
	walk(p.Root)
	return lines
}

// isAside reports whether an element above the text is none of the article's by its name. The name of a
// single line without a link is not believed.
func (p *page) isAside(n *html.Node, b *body) bool {
	role := p.Role(n)
	if role&(cms.RoleHidden|cms.RoleClock|cms.RoleTeaser|cms.RoleCrumbs|cms.RoleBoilerplate) == 0 ||
		dom.Contains(n, b.Node) {
		return false
	}
	return role&cms.RoleBoilerplate == 0 || dom.HasLink(n) || dom.HasBlock(n) || n.DataAtom == atom.Marquee
}

// isLine reports whether an element makes a line: a block without blocks and line breaks in it, or an element
// in a line that parts from what stands around it.
func isLine(n *html.Node) bool {
	isBlock := dom.IsBlock(n)
	if !isBlock && !(partsLine(n.PrevSibling, func(n *html.Node) *html.Node { return n.PrevSibling }) &&
		partsLine(n.NextSibling, func(n *html.Node) *html.Node { return n.NextSibling })) {
		return false
	}
	if dom.HasBlock(n) || !dom.IsShort(n, 4*longestTitle) {
		return false
	}
	if isBlock {
		for c := range n.Descendants() {
			if c.DataAtom == atom.Br && c.NextSibling != nil && c.PrevSibling != nil {
				return !partsLines(n)
			}
		}
	}
	return true
}

// partsLines reports whether a block has an element in it that is a line by itself.
func partsLines(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Br && isLine(c) && dom.Text(c, 1) != "" {
			return true
		}
	}
	return false
}

// partsLine reports whether n, or what follows it behind blanks, parts a line from the next.
func partsLine(n *html.Node, next func(*html.Node) *html.Node) bool {
	for ; n != nil; n = next(n) {
		switch {
		case n.DataAtom == atom.Br, n.Type == html.ElementNode && dom.IsBlock(n):
			return true
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) == "", n.Type == html.CommentNode,
			n.DataAtom == atom.Img:
		default:
			return false
		}
	}
	return true
}

// mayBeTitle reports whether a line can be a headline: of some words, no link and none of the lines that
// stand above one. A short one must be called a title.
func (p *page) mayBeTitle(n *html.Node, s string) bool {
	const shortest, shortestNamed = 10, 6 // bytes
	const mostBreaks = 2                  // a stanza has more lines
	least := shortest
	if p.Role(n)&cms.RoleTitle != 0 {
		least = shortestNamed
	}
	return len(s) >= least && len(s) <= longestTitle && strings.Contains(s, " ") &&
		n.DataAtom != atom.A && (n.Parent == nil || n.Parent.DataAtom != atom.A) &&
		!strings.HasSuffix(s, ":") && !strings.HasPrefix(s, lexicon.PrintedOn) &&
		!lexicon.HasDigitsOfDate(s) && !dom.HasLink(n) && lexicon.Sentences(s) < 2 &&
		!strings.Contains(s, "://") && !strings.ContainsAny(s, "»›>|") && !isValue(n) &&
		!lexicon.IsPointer(s) && !lexicon.IsImprint(s) && !lexicon.IsSection(lexicon.Key(s)) &&
		!p.masthead.looksLikeSite(s) && !lexicon.IsLabel(s) &&
		lexicon.CreditIn(s, false) == "" && !lexicon.HasPhotoCredit(s) && breaksIn(n) <= mostBreaks
}

// breaksIn returns how many line breaks stand in n.
func breaksIn(n *html.Node) int {
	breaks := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.Br {
			breaks++
		}
	}
	return breaks
}

// isValue reports whether a cell holds the value of a field that the cell before it names: "Chuyên mục" and
// "Văn hóa".
func isValue(n *html.Node) bool {
	const longest = 30 // bytes
	for n != nil && n.DataAtom != atom.Td && n.DataAtom != atom.Dd && n.DataAtom != atom.Tr {
		n = n.Parent
	}
	if n == nil {
		return false
	}
	for b := n.PrevSibling; b != nil; b = b.PrevSibling {
		if b.Type == html.ElementNode && dom.Text(b, 1) != "" {
			return lexicon.NamesField(lexicon.Key(dom.Text(b, longest)))
		}
	}
	return false
}

// linePoints says what the form and the place of a line speak for its being the headline.
func (p *page) linePoints(n *html.Node, s string, addr address) int {
	const fewest = 4 // words
	points := 0
	switch n.DataAtom {
	case atom.H1, atom.H2:
		points += linePointsHeading
	case atom.H3:
		points += linePointsLesser
	}
	for up := n; up != nil && dom.IsShort(up, longestTitle) && up.DataAtom != atom.Body; up = up.Parent {
		if p.Role(up)&cms.RoleTitle != 0 {
			points += linePointsNamed
			break
		}
	}
	big, bold := dressOf(n, s)
	if big {
		points += linePointsBig
	}
	if bold {
		points += linePointsBold
	}
	key := lexicon.Key(s)
	if isConfirmed(key, p.titles.head.key) {
		points += linePointsPart
	}
	if addr.agrees(s) >= 0.6 {
		points += linePointsAddress
	}
	if strings.Count(key, " ")+1 < fewest {
		points += linePointsFew
	}
	if lexicon.AllCapitals(s) {
		points += linePointsCapitals
	}
	if strings.HasSuffix(s, ".") {
		points += linePointsSentence
	}
	for up := n; up != nil; up = up.Parent {
		if p.Role(up)&(cms.RoleChrome|cms.RoleBoilerplate) != 0 {
			points += linePointsChrome
			break
		}
	}
	return points
}

// dressOf reports whether a line is printed in large letters, and whether in bold: by the elements around all
// of its text.
func dressOf(n *html.Node, s string) (big, bold bool) {
	read := func(e *html.Node) {
		switch e.DataAtom {
		case atom.B, atom.Strong:
			bold = true
		case atom.Big:
			big = true
		}
		big = big || isLargeFont(e)
		bold = bold || strings.Contains(strings.ToLower(dom.Attr(e, "style")), "bold")
	}
	for up := n; up != nil && up.DataAtom != atom.Body && dom.IsShort(up, len(s)+1); up = up.Parent {
		read(up)
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && len(dom.Text(c, longestTitle+1))*10 >= len(s)*9 {
			read(c)
		}
	}
	return big, bold
}

// isLargeFont reports whether an element sets large letters: <font size="4">, "font-size: 16pt".
func isLargeFont(n *html.Node) bool {
	const largeFont, largePoints, largePixels = 4, 14, 18
	if size := dom.Attr(n, "size"); n.DataAtom == atom.Font && size != "" {
		v, err := strconv.Atoi(strings.TrimPrefix(size, "+"))
		return err == nil && (v >= largeFont || size[0] == '+' && v >= 1)
	}
	_, css, ok := strings.Cut(strings.ToLower(dom.Attr(n, "style")), "font-size")
	if !ok {
		return false
	}
	css, _, _ = strings.Cut(strings.TrimLeft(css, ": "), ";")
	digits := 0
	for digits < len(css) && '0' <= css[digits] && css[digits] <= '9' {
		digits++
	}
	v, err := strconv.Atoi(css[:digits])
	unit := strings.TrimLeft(css[digits:], ".0123456789 ")
	return err == nil && (strings.HasPrefix(unit, "pt") && v >= largePoints ||
		strings.HasPrefix(unit, "px") && v >= largePixels ||
		(unit == "large" || unit == "x-large" || unit == "xx-large")) ||
		strings.HasPrefix(css, "large") || strings.HasPrefix(css, "x-large") ||
		strings.HasPrefix(css, "xx-large")
}
