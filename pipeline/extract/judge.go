package extract

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

// Facts are what speaks for and against a page being an article, by the page and what was read from it.
type facts struct {
	address  addressKind
	agrees   float64 // share of the words of the address's slug that are in the headline
	hasSlug  bool
	headline headlineKind
	confirms bool // the head of the page states the headline
	stated   bool // JSON-LD of an article with this headline
	lists    bool // JSON-LD of a list, and of no article
	dated    bool // a date stands by the headline
	signed   bool // a line names the writer or the source

	prose     int // bytes
	run       int // bytes of the longest run of paragraphs without a linked headline in between
	linkLines int // linked headlines in the body
	cards     int // linked headings on the page

	notice     lexicon.Notice // that the title or a heading names
	noticeText lexicon.Notice // of which the text has a sentence
	asks       bool           // the text asks or thanks its reader
}

// A headlineKind says what the headline is.
type headlineKind uint8

const (
	headlineOwn    headlineKind = iota // printed, and no link
	headlineStated                     // only the head of the page has it
	headlineLinked                     // printed as a link, and the head of the page does not state it
	headlineSite                       // the name of the newspaper or of a section, or none
	headlineList                       // it heads a list: "Tin mới nhất", "Kết quả tìm kiếm"
)

// A sign is a row of the table of evidence: what a fact says for the page being a section front, and for its
// being a notice. Points below zero speak for an article.
type sign struct {
	front, notice int
	name          string
	golden        string // the page of testdata/pages that comes out otherwise without the row
	holds         func(*facts) bool
}

// A page is a section front, or a notice, from these points on.
const (
	enoughFront  = 4
	enoughNotice = 7
)

// signs is the table of evidence. All rows that hold are added up.
var signs = []sign{
	{6, 0, "the address is the root of a host", "home-index-popup",
		func(f *facts) bool { return f.address == addressRoot }},
	{6, 0, "the address is that of a search, a tag, an author, a page number", "author-page",
		func(f *facts) bool { return f.address == addressList }},
	{3, 0, "the address is that of a section", "front-with-promotion",
		func(f *facts) bool { return f.address == addressSection }},
	{-3, 0, "the slug of an article's address is the headline", "list-of-documents",
		func(f *facts) bool { return f.address == addressArticle && f.hasSlug && f.agrees >= 0.6 }},
	{0, -5, "the slug of the address is the headline", "service-suspended",
		func(f *facts) bool { return f.hasSlug && f.address != addressList && f.agrees >= 0.6 }},
	{0, 3, "the slug of the address is another headline", "cookies-first",
		func(f *facts) bool { return f.hasSlug && f.address != addressList && f.agrees <= 1.0/3 }},

	{-2, 0, "the page has a headline of its own", "few-documents",
		func(f *facts) bool { return f.headline == headlineOwn && f.confirms }},
	{4, 0, "the headline is a link that the head of the page does not state", "home-without-address",
		func(f *facts) bool { return f.headline == headlineLinked }},
	{4, 2, "the title is that of the newspaper or of a section", "front-with-lead-text",
		func(f *facts) bool { return f.headline == headlineSite }},
	{4, 0, "the title heads a list", "tag-page-as-text",
		func(f *facts) bool { return f.headline == headlineList }},

	{-2, -4, "a date stands by the headline", "dated-suspension",
		func(f *facts) bool { return f.dated }},
	{-2, -4, "somebody is named as writer or source", "signed-documents",
		func(f *facts) bool { return f.signed && f.address != addressList }},
	{-5, -4, "JSON-LD has an article of this headline", "stated-at-a-root",
		func(f *facts) bool { return f.stated }},
	{3, 0, "JSON-LD has a list and no article", "front-of-an-odd-section",
		func(f *facts) bool { return f.lists }},

	{-3, 0, "there is running text", "longform-at-a-root",
		func(f *facts) bool { return f.hasProse() }},
	{4, 0, "the text is a row of linked headlines", "front-of-an-odd-section",
		func(f *facts) bool { return f.isRow() }},
	{1, 0, "some headings of the page are links", "front-of-an-odd-section",
		func(f *facts) bool { return f.cards >= cardsOfFront }},
	{1, 0, "many headings of the page are links", "front-of-an-odd-section",
		func(f *facts) bool { return f.cards >= manyCards }},

	{0, 2, "there is little text", "removed-with-related",
		func(f *facts) bool { return f.prose < littleProse }},
	{0, 5, "the title or a heading is that of a notice", "gateway-busy",
		func(f *facts) bool { return f.notice != lexicon.NoNotice }},
	{0, 4, "the title is that of a server or of a domain", "listing-of-a-folder",
		func(f *facts) bool { return f.notice == lexicon.NoticeHosting || f.notice == lexicon.NoticeParked }},
	{0, 3, "the text has a sentence of a notice", "cookies-first",
		func(f *facts) bool { return f.noticeText != lexicon.NoNotice }},
	{0, 1, "the text asks or thanks its reader", "removed-with-related",
		func(f *facts) bool { return f.asks }},
}

// isRow reports whether the text is a row of linked headlines, with a summary each or none.
func (f *facts) isRow() bool { return f.linkLines >= someCards && !f.hasProse() }

// hasProse reports whether the text is more than the summaries of linked headlines: a long run without one,
// or as much with hardly any.
func (f *facts) hasProse() bool {
	return f.run >= longRun || f.prose >= longRun && f.linkLines < someCards
}

// Bounds of the table.
const (
	longRun       = 600  // bytes of prose: more than the summary of another article has
	littleProse   = 600  // bytes
	longestNotice = 1200 // bytes
)

// judge weighs the facts. It returns the reason why the page is no article, else the empty string.
func (f *facts) judge() string {
	front, notice := 0, 0
	for i := range signs {
		if s := &signs[i]; s.holds(f) {
			front += s.front
			notice += s.notice
		}
	}
	switch {
	case notice >= enoughNotice:
		return f.noticeReason()
	case front >= enoughFront:
		return ReasonSectionFront
	}
	return ""
}

func (f *facts) noticeReason() string {
	for _, kind := range [...]lexicon.Notice{f.notice, f.noticeText} {
		if reason, ok := noticeReasons[kind]; ok {
			return reason
		}
	}
	return ReasonNotice
}

var noticeReasons = map[lexicon.Notice]string{
	lexicon.NoticeNotFound:    ReasonErrorPage,
	lexicon.NoticeRemoved:     ReasonRemoved,
	lexicon.NoticeMaintenance: ReasonMaintenance,
	lexicon.NoticeLogIn:       ReasonLogIn,
	lexicon.NoticeChallenge:   ReasonChallenge,
	lexicon.NoticeHosting:     ReasonHosting,
	lexicon.NoticeParked:      ReasonParked,
}

// factsOf gathers the facts about a page of which an article was read.
func (p *page) factsOf(a *news.Article, l *scan.Layout) *facts {
	v := volumeOf(a)
	addr := p.addressOf()
	f := &facts{
		address: addr.kind, agrees: addr.agrees(a.Title), hasSlug: len(addr.slug) > 0,
		lists: p.jsonld.List && !p.jsonld.Found, signed: isSigned(a),
		prose: v.prose, run: p.longestRun(l), cards: p.Cards,
		linkLines: p.LinkLinesBetween(l.Body.From, l.Body.To+1),
	}
	key := lexicon.Key(a.Title)
	f.confirms = isConfirmed(key, p.Meta.OGTitle) || isConfirmed(key, p.Meta.Title)
	f.headline = p.headlineKindOf(a, l, f.confirms)
	if addr.isNamed(a.Title) {
		f.headline = headlineSite
	}
	f.stated = p.jsonld.Found && isConfirmed(key, p.jsonld.Headline) && f.headline != headlineLinked
	switch a.Published.Evidence {
	case news.EvidenceVisible:
		f.dated = true
	case news.EvidenceJSONLD:
		f.dated = f.stated
	}
	p.findNotice(f, a, l)
	return f
}

// refuseWithoutBody returns the reason why a page without a body is no article.
func (p *page) refuseWithoutBody() string {
	a := &news.Article{Title: p.masthead.cutFrom(dom.Clean(p.Meta.Title))}
	l := &scan.Layout{Page: p.Page, Family: cms.None}
	f := p.factsOf(a, l)
	switch reason := f.judge(); reason {
	case "", ReasonNotice:
		return p.refuseEmpty()
	default:
		return reason
	}
}

// longestRun returns the bytes of the longest run of prose in the body without a linked headline in between.
func (p *page) longestRun(l *scan.Layout) int {
	longest, run, at, innermost := 0, 0, 0, int32(-1)
	for _, b := range p.Boxes {
		if b.From < l.Body.From || b.To > l.Body.To {
			continue
		}
		isInnermost := b.From > innermost // boxes inside b come before it
		if innermost = max(innermost, b.From); !isInnermost {
			continue
		}
		if n := p.LinkLinesBetween(l.Body.From, b.From); n != at {
			run, at = 0, n
		}
		run += b.Prose
		longest = max(longest, run)
	}
	return longest
}

// isSigned reports whether somebody is named as the writer of an article, or as its source.
func isSigned(a *news.Article) bool { return a.Byline != "" || len(a.Authors) > 0 || a.Source != "" }

// isConfirmed reports whether a title that the page states is a headline, with the newspaper's name or not.
func isConfirmed(key, stated string) bool {
	s := lexicon.Key(dom.Clean(stated))
	if key == "" || s == "" {
		return false
	}
	return s == key || strings.HasPrefix(s, key+" ") || strings.HasSuffix(s, " "+key) ||
		strings.HasPrefix(key, s+" ") && len(s) > shortestTitleCut
}

const (
	shortestTitleCut = 20 // bytes of a title that was cut short
	mostSiteWords    = 7
)

// headlineKindOf tells what the headline of an article is; confirmed: the head of the page states it.
func (p *page) headlineKindOf(a *news.Article, l *scan.Layout, confirmed bool) headlineKind {
	key := lexicon.Key(a.Title)
	isHost := !strings.Contains(a.Title, " ") && strings.Contains(a.Title, ".")
	switch {
	case key == "", isHost, p.masthead.is(key), lexicon.IsSection(key), lexicon.IsTemplateTitle(key),
		l.Title.Node == nil && p.masthead.looksLikeSite(a.Title) && strings.Count(key, " ") < mostSiteWords:
		return headlineSite
	case lexicon.HeadsMore(a.Title), lexicon.HeadsList(key):
		return headlineList
	case l.Title.Node == nil:
		return headlineStated
	case !confirmed && linkOf(l.Title.Node) != nil:
		return headlineLinked
	}
	return headlineOwn
}

// linkOf returns the link that a heading is in or that is in it, nil if there is none.
func linkOf(n *html.Node) *html.Node {
	for up := n; up != nil && up.DataAtom != atom.Body; up = up.Parent {
		if up.DataAtom == atom.A {
			return up
		}
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && dom.Text(c, shortestTitleCut) != "" {
			return c
		}
	}
	return nil
}

// findNotice looks for the words of a notice in the title, the headings and the text.
func (p *page) findNotice(f *facts, a *news.Article, l *scan.Layout) {
	if f.prose >= longestNotice {
		return
	}
	heads := []string{a.Title, p.masthead.cutFrom(dom.Clean(p.Meta.Title))}
	const mostHeads, longest = 6, 200
	for _, h := range p.Headings[:min(len(p.Headings), mostHeads)] {
		if p.Role(h.Node)&(cms.RoleChrome|cms.RoleHidden) == 0 && linkOf(h.Node) == nil {
			heads = append(heads, dom.Clean(dom.Text(h.Node, longest)))
		}
	}
	for _, h := range heads {
		if n := lexicon.HeadsNotice(lexicon.Key(h)); n != lexicon.NoNotice {
			f.notice = n
		}
		if f.notice > lexicon.NoticeOther {
			break
		}
	}
	text := lexicon.Key(dom.Clean(p.mainText(l)))
	f.noticeText = lexicon.NoticeIn(text)
	f.asks = lexicon.AsksReader(text)
}

// mainText returns the text of the body, else that of the page outside of links and chrome.
func (p *page) mainText(l *scan.Layout) string {
	const longest = 2 * longestNotice
	if l.Body.Node != nil {
		return dom.Text(l.Body.Node, longest)
	}
	var b []byte
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && len(b) < longest; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b = dom.AppendText(b, c, longest)
			case c.DataAtom == atom.A, c.DataAtom == atom.Title, p.Role(c)&cms.RoleChrome != 0:
			default:
				b = dom.AppendBlank(b)
				walk(c)
			}
		}
	}
	walk(p.Root)
	return string(b)
}

// plainFacts gathers the facts about a text.
func plainFacts(a *news.Article, src *news.Page, lines []string) *facts {
	addr := readAddress(src.Location())
	v := volumeOf(a)
	f := &facts{
		address: addr.kind, agrees: addr.agrees(a.Title), hasSlug: len(addr.slug) > 0,
		confirms: true, dated: !a.Published.IsZero(), prose: v.prose,
		signed: isSigned(a),
	}
	key := lexicon.Key(a.Title)
	switch {
	case lexicon.LooksLikeSite(a.Title):
		f.headline = headlineSite
	case lexicon.HeadsMore(lines[0]), lexicon.HeadsList(lexicon.Key(lines[0])), lexicon.HeadsList(key):
		f.headline = headlineList
	}
	f.run, f.linkLines = runAndHeads(lines[1:])
	f.notice = lexicon.HeadsNotice(key)
	if f.prose < longestNotice {
		text := lexicon.Key(strings.Join(lines, " "))
		f.noticeText, f.asks = lexicon.NoticeIn(text), lexicon.AsksReader(text)
	}
	return f
}

// runAndHeads returns the bytes of the longest run of sentences in a text, and how many lines are headlines
// of other articles: each over one sentence and the next headline, or over another headline.
func runAndHeads(lines []string) (longest, heads int) {
	const shortestHead = 20 // bytes
	run, sentences, head := 0, 0, false
	for _, line := range lines {
		switch {
		case lexicon.IsDateLine(line):
		case lexicon.EndsSentence(line):
			run += len(line)
			sentences++
			longest = max(longest, run)
		case len(line) >= shortestHead:
			if head && sentences <= 1 {
				heads++
			}
			run, sentences, head = 0, 0, true
		}
	}
	if head && sentences <= 1 {
		heads++
	}
	return longest, heads
}
