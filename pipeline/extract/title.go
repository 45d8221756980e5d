package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
)

// longestTitle is the length of the longest headline in bytes. A longer heading lacks its end tag.
const longestTitle = 400

// The points of a heading. It is the headline if it has enough of them, or if nothing else states a title.
const (
	pointsFamilyTitle = 4  // a selector of the CMS family finds it
	pointsConfirmed   = 3  // the head of the page states it, with the newspaper's name behind it or not
	pointsCutShort    = 1  // the head states the beginning of it
	pointsH1          = 2  // it is h1
	pointsNamedTitle  = 1  // its element is called a title
	pointsDated       = 2  // it is no link, and the date stands right under it
	pointsInPlace     = 1  // it stands above the body, or is h1
	pointsBoilerplate = -1 // it is called boilerplate, clock or breadcrumb
	pointsOfTrail     = -3 // it is no heading, and stands at the end of links with signs between them
	pointsOverMenu    = -3 // a menu stands between it and the text
	pointsOverOther   = -4 // a selector of the family finds another heading between it and the text
	pointsBoxName     = -4 // it heads a box of other articles
	pointsSite        = -4 // it is the newspaper's name
	pointsEndsAsText  = -2 // it ends as a sentence does, is no heading, and the head does not state it
	enoughPoints      = 3
)

// A title is the headline of an article and where it stands; the spot's Node is nil if it is not printed.
type title struct {
	text, evidence string
	spot           scan.Spot
}

// A headingCandidate is a heading that may be the headline.
type headingCandidate struct {
	text   string
	spot   scan.Spot
	points int
}

// findTitle chooses the headline: the heading that has the most for itself, else the title that the head of
// the page states, less the newspaper's name.
func (p *page) findTitle(b *body) title {
	best := p.overDate(bestHeading(p.headingCandidates(b)))
	heading := title{best.text, "heading", best.spot}
	meta := p.titles.head.text
	switch {
	case best.points >= enoughPoints:
		for _, h := range p.Hits(b.family, cms.FieldTitle) {
			if dom.Contains(h.Node, best.spot.Node) || dom.Contains(best.spot.Node, h.Node) {
				heading.evidence = p.Table.NameOf(b.family)
			}
		}
		return heading
	case p.jsonld.IsState:
		return p.statedTitle(b, p.titles.jsonld.text, evidenceState, best.spot)
	case p.Meta.OGTitle != "":
		return p.statedTitle(b, p.titles.social.text, "meta", best.spot)
	case p.jsonld.Headline != "":
		return p.statedTitle(b, p.titles.jsonld.text, "json-ld", best.spot)
	}
	const shortTitle = 5 // words: it may be the name of the site
	stated := p.titles.own
	isStated := p.Meta.Title != "" && !p.masthead.isNoTitle(meta, p.titles.head.key) &&
		!p.masthead.namesSection(stated) && !p.isInMenu(stated)
	if !isStated || !p.isPrinted(b, stated) {
		enough := enoughOfLine
		if stated == meta && strings.Count(stated, " ") < shortTitle {
			enough--
		}
		if t, points := p.lineAbove(b); points >= enough || !isStated && points > 0 {
			return t
		}
	}
	switch {
	case isStated, p.Meta.Title != "" && best.text == "":
		return p.statedTitle(b, meta, "title", best.spot)
	case best.text != "":
		return heading
	}
	return p.firstHeading(b)
}

// isPrinted reports whether a heading above the end of the body is a title.
func (p *page) isPrinted(b *body, title string) bool {
	key := lexicon.Key(title)
	return slices.ContainsFunc(p.Headings, func(h scan.Spot) bool {
		return h.At <= b.To && p.headline(h.Node, b.Node).key == key
	})
}

// bestHeading returns the first of the candidates with the most points, and at least one. Of equal ones a
// heading is better than a line that prints the title, such as the end of a breadcrumb.
func bestHeading(candidates []headingCandidate) headingCandidate {
	var best headingCandidate
	for _, c := range candidates {
		if c.points > best.points || c.points > 0 && c.points == best.points && c.text == best.text &&
			dom.IsHeading(c.spot.Node) && !dom.IsHeading(best.spot.Node) {
			best = c
		}
	}
	return best
}

// overDate returns the first heading with the text of h that stands over the date, where h does not: some
// pages print the headline in their head, and again with the text.
func (p *page) overDate(h headingCandidate) headingCandidate {
	if h.spot.Node == nil || p.isOverDate(h.spot) {
		return h
	}
	for _, other := range p.Headings {
		if other.At >= h.spot.At {
			break
		}
		if dom.IsHeading(other.Node) && !isLinked(other.Node) && p.isOverDate(other) &&
			p.headline(other.Node, h.spot.Node).text == h.text {
			h.spot = other
			break
		}
	}
	return h
}

// headingCandidates returns the headings that the family's selectors find and those above the end of the
// body, with their points.
func (p *page) headingCandidates(b *body) []headingCandidate {
	stated := [...]string{
		p.titles.social.key, p.titles.jsonld.key, p.titles.head.key, lexicon.Key(p.titles.own),
	}
	prose := p.firstProse(b)
	hits := p.Hits(b.family, cms.FieldTitle)
	var found []headingCandidate
	add := func(s scan.Spot, points int) {
		t := p.headline(s.Node, b.Node)
		if t.key == "" {
			return
		}
		agreement := agreementPoints(t.key, stated[:])
		points += agreement
		if lexicon.HeadsMoreByKey(t.text, t.key) {
			points += pointsBoxName
		}
		if isOverOther(hits, s.At, prose) {
			points += pointsOverOther
		}
		if agreement == 0 && strings.HasSuffix(t.text, ".") && !dom.IsHeading(s.Node) {
			points += pointsEndsAsText
		}
		isSection := lexicon.CanHeadSection(t.key) && !(agreement == pointsConfirmed && p.isOverDate(s))
		if p.masthead.is(t.key) || linksHome(s.Node) || isSection {
			points += pointsSite
		}
		found = append(found, headingCandidate{t.text, s, points})
	}
	for _, h := range hits {
		if h.Node.DataAtom == atom.Meta || h.From > b.To {
			continue
		}
		add(scan.Spot{Node: h.Node, At: h.From}, pointsFamilyTitle)
	}
	for _, h := range p.Headings {
		if h.At <= b.To {
			add(h, p.headingPoints(h, b, prose))
		}
	}
	p.lowerNames(found)
	p.lowerRubric(found)
	return found
}

// lowerRubric takes the points of a heading that the <title> states behind a later heading, which is no
// section: "Mùa cam ngọt - Đất và người".
func (p *page) lowerRubric(candidates []headingCandidate) {
	for i := range candidates {
		rubric := &candidates[i]
		first, ok := strings.CutSuffix(p.titles.head.key, " "+lexicon.Key(rubric.text))
		if !ok || lexicon.CanHeadSection(first) {
			continue
		}
		if slices.ContainsFunc(candidates, func(o headingCandidate) bool {
			return o.spot.At > rubric.spot.At && lexicon.HasKey(o.text, first) && !isLinked(o.spot.Node)
		}) {
			rubric.points = 0
		}
	}
}

// lowerNames takes points off the name of a weblog or a rubric whose heading the head states before that of
// the article: "Nhà vườn: Chôm chôm được mùa được giá".
func (p *page) lowerNames(candidates []headingCandidate) {
	const mostSpaces, shortest = 3, 24 // of the name; bytes of a headline
	head := p.titles.head.key
	for i := range candidates {
		name := &candidates[i]
		if name.points < enoughPoints || strings.Count(name.text, " ") > mostSpaces ||
			len(name.text) == len(p.titles.head.text) || !strings.HasPrefix(p.titles.head.text, name.text) {
			continue
		}
		key := lexicon.Key(name.text)
		if !beginsWithWords(head, key) {
			continue
		}
		rest := strings.TrimPrefix(head, key+" ")
		if len(rest) >= shortest && slices.ContainsFunc(candidates, func(o headingCandidate) bool {
			return o.spot.At > name.spot.At && lexicon.HasKey(o.text, rest)
		}) {
			name.points += pointsSite
		}
	}
}

// isOverOther reports whether the selector that finds the element at a place finds another between it and the
// text: the first is the name of a box.
func isOverOther(hits []scan.Hit, at, prose int32) bool {
	for i := range hits {
		if hits[i].From != at {
			continue
		}
		for j := range hits {
			o := &hits[j]
			if o.Rule == hits[i].Rule && o.From > hits[i].To && o.From < prose {
				return true
			}
		}
	}
	return false
}

// agreementPoints says how far the titles that the head of a page states, as keys, confirm a heading: the
// first that says anything counts.
func agreementPoints(key string, stated []string) int {
	const shortestCut = 20                    // bytes of a title that was cut short
	const shortestInside, leastSpaces = 24, 3 // bytes of a title behind the newspaper's name
	isLong := len(key) >= shortestInside && strings.Count(key, " ") >= leastSpaces
	for _, s := range stated {
		switch {
		case s == "":
		case s == key, beginsWithWords(s, key), isLong && holdsWords(s, key):
			return pointsConfirmed
		case beginsWithWords(key, s) && len(s) > shortestCut:
			return pointsCutShort
		}
	}
	return 0
}

// beginsWithWords reports whether a key begins with the words of another, and has more.
func beginsWithWords(key, words string) bool {
	return len(key) > len(words) && key[len(words)] == ' ' && strings.HasPrefix(key, words)
}

// holdsWords reports whether a key has the words of another behind others.
func holdsWords(key, words string) bool {
	for from := 1; from < len(key); from++ {
		at := strings.Index(key[from:], words)
		if at < 0 {
			return false
		}
		from += at
		if end := from + len(words); key[from-1] == ' ' && (end == len(key) || key[end] == ' ') {
			return true
		}
	}
	return false
}

// headingPoints returns what the kind, the name and the place of a heading say for it. prose is the place of
// the first paragraph.
func (p *page) headingPoints(h scan.Spot, b *body, prose int32) int {
	points := 0
	isH1 := h.Node.DataAtom == atom.H1
	if isH1 {
		points += pointsH1
	}
	if p.Role(h.Node)&(cms.RoleBoilerplate|cms.RoleClock) != 0 ||
		p.RolesUpTo(h.Node, b.Node)&cms.RoleCrumbs != 0 {
		points += pointsBoilerplate
	}
	if !dom.IsHeading(h.Node) && endsTrail(h.Node) {
		points += pointsOfTrail
	}
	if h.At < b.From || isH1 || h.At < prose {
		points += pointsInPlace
	}
	if p.LinksBetween(h.At, prose) >= scan.Menu {
		points += pointsOverMenu
	}
	if p.Role(h.Node)&cms.RoleTitle != 0 && !isH1 {
		points += pointsNamedTitle
	}
	if h.At < b.From && !isLinked(h.Node) && p.isOverDate(h) {
		points += pointsDated
	}
	return points
}

// endsTrail reports whether a line stands behind links that lead to it: "Trang chủ / Kinh tế / Hồ đủ nước".
// Most lines have nothing before them. For these it does not ask whether the trail is short.
func endsTrail(n *html.Node) bool {
	const levels, longest = 3, 300 // elements; bytes of a trail
	for range levels {
		trail := n.Parent
		if trail == nil || trail.FirstChild != n && !dom.IsShort(trail, longest) {
			return false
		}
		for c := trail.FirstChild; c != n; c = c.NextSibling {
			for link := range c.Descendants() {
				if link.DataAtom == atom.A {
					return isOfTrail(link)
				}
			}
			if c.DataAtom == atom.A {
				return isOfTrail(c)
			}
		}
		n = trail
	}
	return false
}

// isOfTrail reports whether a link leads home, or a sign stands behind it.
func isOfTrail(link *html.Node) bool {
	const longest = 40 // bytes
	if lexicon.IsHome(lexicon.Key(dom.Text(link, longest))) {
		return true
	}
	next := link.NextSibling
	if next == nil || next.Type != html.TextNode {
		return false
	}
	sign, _ := utf8.DecodeRuneInString(strings.TrimSpace(next.Data))
	return strings.ContainsRune("/»›>→", sign)
}

// firstProse returns the place of the first paragraph in the body.
func (p *page) firstProse(b *body) int32 {
	const paragraph = 80 // bytes
	i := slices.IndexFunc(p.Boxes, func(box scan.Box) bool {
		return box.From >= b.From &&
			box.Prose >= paragraph
	})
	if i < 0 {
		return b.From
	}
	return p.Boxes[i].From
}

// statedTitle returns a title that the head of the page states, and where it is printed, else the best
// heading.
func (p *page) statedTitle(b *body, s, evidence string, best scan.Spot) title {
	t := title{p.masthead.cutFrom(s), evidence, best}
	key := lexicon.Key(t.text)
	for _, h := range p.Headings {
		if h.At <= b.To && p.headline(h.Node, b.Node).key == key {
			t.spot = h
			return t
		}
	}
	if n := p.printedLine(t.text, b); n != nil {
		t.spot = scan.Spot{Node: n, At: p.PlaceOfNode(n)}
	}
	return t
}

// printedLine returns the element over the body that holds a title and nothing else, if that is too short to
// be among the headings of the page; nil if there is none.
func (p *page) printedLine(title string, b *body) *html.Node {
	const longest = 16 // bytes; the headings have the longer ones
	if len(title) >= longest || b.Node == nil {
		return nil
	}
	var found *html.Node // the last before the body
	for n := range p.Root.Descendants() {
		if n == b.Node {
			break
		}
		if n.Type == html.TextNode && dom.TrimmedSize(n.Data) == len(title) && dom.Clean(n.Data) == title &&
			n.Parent.DataAtom != atom.A && n.Parent.DataAtom != atom.Title {
			found = n.Parent
		}
	}
	return found
}

// firstHeading takes the first heading for the headline where nothing speaks for any.
func (p *page) firstHeading(b *body) title {
	for _, h := range p.Headings {
		t := p.headline(h.Node, b.Node)
		if t.text != "" && h.At <= b.To && !p.masthead.is(t.key) {
			return title{t.text, "heading", h}
		}
	}
	return title{}
}

// scopeOf returns the innermost element that holds headline and body.
func scopeOf(t title, b *body) *html.Node {
	switch {
	case t.spot.Node != nil:
		return dom.CommonAncestor(t.spot.Node, b.Node)
	case b.Node.Parent != nil:
		return b.Node.Parent
	}
	return b.Node
}

// headline returns the text of a heading. If its end tag is missing, it holds the body or a good part of
// it, and the headline is its first line. A text that is too long for a headline is none.
func (p *page) headline(n, body *html.Node) statedTitle {
	if !dom.Contains(n, body) {
		if h := p.heading(n); h.isShort {
			if rest := cutDate(n, h.raw); rest != h.raw {
				return newStatedTitle(rest)
			}
			return h.statedTitle
		}
	}
	line, _ := appendLine(nil, n)
	if len(line) > longestTitle {
		return statedTitle{}
	}
	return newStatedTitle(strings.TrimSpace(string(line)))
}

// A heading is the text of an element as far as headlines are long, and whether that is all of it.
type heading struct {
	raw     string
	isShort bool
	statedTitle
}

// heading returns the text of an element that may be a headline. It is read once, although many ask for it.
func (p *page) heading(n *html.Node) *heading {
	h, ok := p.headings[n]
	if !ok {
		if p.headings == nil {
			p.headings = map[*html.Node]*heading{}
		}
		raw := dom.Text(n, longestTitle)
		h = &heading{raw, len(raw) < longestTitle/2 || dom.IsShort(n, longestTitle), newStatedTitle(raw)}
		p.headings[n] = h
	}
	return h
}

// cutDate returns the text of a heading without the date that stands in an element of its own at its end.
func cutDate(n *html.Node, text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text // most headings
	}
	for c := n.LastChild; c != nil; c = c.PrevSibling {
		if c.Type != html.ElementNode {
			if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
				continue
			}
			break
		}
		date := dom.Text(c, lexicon.LongestDateLine)
		if rest, ok := strings.CutSuffix(text, date); ok && lexicon.IsDateLine(date) &&
			lexicon.HasWord(rest) {
			return strings.TrimSpace(rest)
		}
		break
	}
	return text
}

// appendLine appends the text under n up to the block or line break that ends it, and reports whether there
// is one.
func appendLine(b []byte, n *html.Node) ([]byte, bool) {
	for c := n.FirstChild; c != nil && len(b) <= longestTitle; c = c.NextSibling {
		if c.Type == html.TextNode {
			b = dom.AppendText(b, c, longestTitle)
		}
		if c.Type != html.ElementNode || c.DataAtom == atom.Title {
			continue
		}
		ends := dom.IsBlock(c) || c.DataAtom == atom.Br && !continues(c.NextSibling)
		if ends && len(b) > 0 {
			return b, true
		}
		if c.DataAtom == atom.Br {
			b = dom.AppendBlank(b)
		}
		ended := false
		if b, ended = appendLine(b, c); ended || ends && len(b) > 0 {
			return b, true
		}
	}
	return b, false
}

// continues reports whether a line break before n was put into the middle of a sentence.
func continues(n *html.Node) bool {
	if n == nil || n.Type != html.TextNode {
		return false
	}
	c, _ := utf8.DecodeRuneInString(strings.TrimSpace(n.Data))
	return unicode.IsLower(c)
}
