package extract

import (
	"slices"
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
	document bool // the headline is that of a document, and fields of one stand on the page
	more     bool // the body begins with the head of other articles
	bare     bool // no heading is the headline, the head does not state it, and the page is mostly links
	media    bool // the head of the page states the name of a collection of videos, pictures or recordings
	dated    bool // a date stands by the headline
	datedRow bool // the text is a row of parts with a date each
	teaser   bool // the text begins with a linked headline and its date
	items    bool // the text is a row of short headings with a sentence each
	leadsOn  bool // the text is the beginning of the first of several articles, each with a link to read on
	lead     int  // bytes of prose over such a row, with dates or without
	signed   bool // a line names the writer or the source

	prose      int  // bytes
	run        int  // bytes of the longest run of paragraphs without a linked headline in between
	linkLines  int  // linked headlines in the body
	cards      int  // linked headings on the page
	introduces bool // the text says that the page is a collection of articles
	teasers    int  // linked headlines with a summary on the page, where these have more prose than the text

	notice     lexicon.Notice // that the title or a heading names
	noticeText lexicon.Notice // of which the text has a sentence
	asks       bool           // the text asks or thanks its reader

	service bool // the title or a heading names a page of the newspaper about itself, or a tool
	heard   bool // voice is known
	printed bool // the page says when it was published, in its head at least
	fields  int  // what a reader is to fill in beside the text

	choices int  // fields inside the text
	asksOne bool // the headline or a line of the text is a question

	longHead  bool // the headline has many words
	passwords int  // those among them that are passwords
	kin       int  // headings like a linked headline that are links, too
	person    bool // the headline is the name of a person, and teasers stand on the page, or it says so
	voice
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

// A sign is a row of the table of evidence: what a fact says for the page being a section front, for its
// being a notice, and for its being a service page: of contacts, rules, prices, schedules, polls. Points
// below zero speak for an article.
type sign struct {
	front, notice, service int

	name   string
	golden string // the page of testdata/pages that comes out otherwise without the row
	holds  func(*facts) bool
}

// A page is a section front, a notice or a service page from these points on.
const (
	enoughFront   = 4
	enoughNotice  = 7
	enoughService = 6
)

// signs is the table of evidence. All rows that hold are added up.
var signs = []sign{
	{6, 0, 0, "the address is the root of a host", "home-index-popup",
		func(f *facts) bool { return f.address == addressRoot }},
	{6, 0, 0, "the address is that of a search, a tag, an author, a page number", "writer-by-address",
		func(f *facts) bool { return f.address == addressList }},
	{3, 0, 0, "the address is that of a section", "front-as-text-with-times",
		func(f *facts) bool { return f.address == addressSection }},
	{-3, 0, 0, "the slug of an article's address is the headline", "list-of-documents",
		func(f *facts) bool { return f.address == addressArticle && f.hasSlug && f.agrees >= 0.6 }},
	{0, -5, 0, "the slug of the address is the headline", "service-suspended",
		func(f *facts) bool { return f.hasSlug && f.address != addressList && f.agrees >= 0.6 }},
	{0, 3, 0, "the slug of the address is another headline", "script-off",
		func(f *facts) bool { return f.hasSlug && f.address != addressList && f.agrees <= 1.0/3 }},

	{-2, 0, 0, "the page has a headline of its own", "few-documents",
		func(f *facts) bool { return f.headline == headlineOwn && f.confirms }},
	{5, 0, 0, "the headline is a link that the head of the page does not state", "home-without-address",
		func(f *facts) bool { return f.headline == headlineLinked }},
	{6, 0, 0, "it is one of several like it", "front-of-a-weblog-with-whole-articles",
		func(f *facts) bool { return f.headline == headlineLinked && f.kin >= someKin }},
	{4, 2, 0, "the title is that of the newspaper or of a section", "front-with-long-lead",
		func(f *facts) bool { return f.headline == headlineSite }},
	{5, 0, 0, "the title heads a list", "life-of-a-reporter",
		func(f *facts) bool { return f.headline == headlineList }},

	{-2, -4, -4, "a date stands by the headline", "dated-suspension",
		func(f *facts) bool { return f.dated }},
	{-2, -4, -3, "somebody is named as writer or source", "signed-documents",
		func(f *facts) bool { return f.signed && f.address != addressList }},
	{-5, -4, -5, "JSON-LD has an article of this headline", "stated-at-a-root",
		func(f *facts) bool { return f.stated }},
	{5, 0, 0, "the headline is the name of a person, as that of a page about him is", "life-of-a-reporter",
		func(f *facts) bool { return f.person }},
	{3, 0, 0, "JSON-LD has a list and no article", "collection-of-stories",
		func(f *facts) bool { return f.lists }},

	{-3, 0, 0, "there is running text", "longform-at-a-root",
		func(f *facts) bool { return f.hasProse() }},
	{4, 0, 0, "the text is a row of linked headlines", "topic-of-the-congress",
		func(f *facts) bool { return f.isRow() }},
	{3, 0, 0, "the text is a row of headings with a sentence each", "episodes-not-linked",
		func(f *facts) bool { return f.items }},
	{3, 0, 0, "the text begins with a linked headline and its date", "front-with-long-lead",
		func(f *facts) bool { return f.teaser }},
	{9, 0, 0, "the text is the beginning of the first of several articles to read on", "blog-of-a-section",
		func(f *facts) bool { return f.leadsOn }},
	{3, 0, 0, "it is such a row with their dates, and nobody is named", "topic-of-the-congress",
		func(f *facts) bool { return (f.isRow() || f.items) && f.datedRow && !f.signed }},
	{1, 0, 0, "some headings of the page are links", "collection-of-stories",
		func(f *facts) bool { return f.cards >= cardsOfFront }},
	{1, 0, 0, "many headings of the page are links", "front-under-its-name-and-day",
		func(f *facts) bool { return f.cards >= manyCards }},

	{4, 0, 0, "a text without date and name has less prose than summaries", "topic-with-introduction",
		func(f *facts) bool { return f.teasers >= manyTeasers && !f.printed && !f.signed }},
	{4, 0, 0, "the text says that it introduces a collection", "topic-with-introduction",
		func(f *facts) bool { return f.introduces && !f.signed && !f.dated }},
	{6, 0, 0, "a short text under the title of a collection of videos or pictures", "videos-of-a-station",
		func(f *facts) bool { return f.media && f.prose < littleProse }},

	{5, 0, 0, "a short text without date, name and heading on a page of links", "front-with-a-line",
		func(f *facts) bool { return f.bare && f.prose < littleProse && !f.printed && !f.signed }},

	{7, 0, 0, "the text stands under the head of other articles", "nothing-but-latest",
		func(f *facts) bool { return f.more && !f.confirms && !f.printed && !f.signed }},

	{0, 2, 0, "there is little text", "removed-with-related",
		func(f *facts) bool { return f.noticeProse() < littleProse }},
	{0, 1, 0, "the page has neither a date nor a name", "removed-under-its-headline",
		func(f *facts) bool { return !f.dated && !f.signed }},
	{0, 5, 0, "the title or a heading is that of a notice", "soft-404",
		func(f *facts) bool { return f.notice != lexicon.NoNotice }},
	{0, 4, 0, "the title is that of a server or of a domain", "listing-of-a-folder",
		func(f *facts) bool { return f.notice == lexicon.NoticeHosting || f.notice == lexicon.NoticeParked }},
	{0, 4, 0, "a password is asked for beside the text", "plans-to-subscribe",
		func(f *facts) bool { return f.passwords > 0 }},
	{0, 3, 0, "the text has a sentence of a notice", "removed-with-related",
		func(f *facts) bool { return f.noticeText != lexicon.NoNotice }},
	{0, 1, 0, "the text asks or thanks its reader", "removed-with-related",
		func(f *facts) bool { return f.asks }},

	{0, 0, 4, "the title or a heading is that of a service page", "rules-of-comments",
		func(f *facts) bool { return f.service }},
	{0, 0, 2, "the text tells hardly anything", "contents-of-the-week",
		func(f *facts) bool { return f.heard && f.told*4 <= f.size && f.isData() }},
	{0, 0, 3, "it tells as little under the head of a service page", "lottery-table",
		func(f *facts) bool { return f.service && f.told*4 <= f.size }},
	{0, 0, 1, "the text tells nothing", "contents-of-the-week",
		func(f *facts) bool { return f.heard && f.told == 0 && f.isData() }},
	{0, 0, 1, "nobody is named as writer or source", "contents-of-the-week",
		func(f *facts) bool { return !f.signed }},
	{0, 0, 1, "no date stands by the headline", "contents-of-the-week",
		func(f *facts) bool { return !f.dated }},
	{0, 0, 1, "the page has no date", "contents-of-the-week",
		func(f *facts) bool { return !f.printed }},
	{0, 0, 2, "the text speaks for the newspaper to its reader", "letters-wanted",
		func(f *facts) bool { return f.reader >= 2 && f.paper >= 1 && f.addresses() }},
	{0, 0, 2, "the text often speaks to its reader", "choose-your-news",
		func(f *facts) bool { return f.reader >= 4 && f.addresses() }},
	{0, 0, 3, "lines tell how to reach an office", "offices-in-the-districts",
		func(f *facts) bool { return f.contacts >= 3 && f.contacts*3 >= f.lines }},
	{0, 0, 3, "many lines are alike but for their numbers", "quiz",
		func(f *facts) bool { return f.isAlike() }},
	{0, 0, 3, "many lines are numbers", "market-this-morning",
		func(f *facts) bool { return f.figures >= 4 && f.figures*3 >= f.lines && f.isData() }},
	{0, 0, 2, "the reader is to fill something in", "choose-your-news",
		func(f *facts) bool { return f.fields >= manyFields || f.fields >= 2 && f.told < fewTold }},
	{0, 0, 13, "the fields of a document stand on the page", "decision-with-its-file",
		func(f *facts) bool { return f.document }},
	{0, 0, 9, "lines count votes", "poll-with-results",
		func(f *facts) bool { return f.votes >= 2 }},
	{0, 0, 9, "lines have the shares of votes, and little is told", "poll-with-shares",
		func(f *facts) bool { return f.shares >= 2 && f.polled && f.told < fewTold }},
	{0, 0, 10, "a question stands over choices, and nothing else", "poll-to-vote",
		func(f *facts) bool { return f.choices >= 2 && f.asksOne && f.size < littleProse }},
	{0, 0, 13, "lines are what a forum prints around posts", "thread-of-a-forum",
		func(f *facts) bool { return f.forum >= fewForumPoints }},
	{0, 0, 4, "the text begins as comments do", "comments-without-article",
		func(f *facts) bool { return f.comments }},
	{0, 0, 4, "the text advertises gambling", "lost-domain",
		func(f *facts) bool { return f.betting }},
	{0, 0, -2, "it reports under the head of a service page", "lottery-reported",
		func(f *facts) bool { return f.service && f.reports() }},
	{0, 0, -2, "much is told", "long-advice-unsigned",
		func(f *facts) bool { return f.told >= 1500 && !f.service }},
}

// isRow reports whether the text is a row of linked headlines, with a summary each or none.
func (f *facts) isRow() bool { return f.linkLines >= someCards && !f.hasProse() }

// hasProse reports whether the text is more than the summaries of linked headlines: a long run without one,
// or as much with hardly any.
func (f *facts) hasProse() bool {
	return !f.items && (f.run >= longRun || f.prose >= longRun && f.linkLines < someCards)
}

// addresses reports whether a text speaks to its reader all the time.
func (f *facts) addresses() bool { return (f.reader+f.paper)*300 >= f.size }

// reports reports whether nearly all of the text is told, and none of it to its reader.
func (f *facts) reports() bool {
	return f.longHead && f.told >= 400 && f.told*4 >= f.size*3 &&
		f.reader == 0 && f.contacts < 3 && f.fields < 2
}

// isAlike reports whether a quarter of the lines are alike but for their numbers, or count the same things in
// a text that tells little.
func (f *facts) isAlike() bool {
	const least = 4
	reports := !f.service && f.fields < manyFields && f.told*4 > f.size*3
	return f.alike >= least && f.alike*4 >= f.lines && !reports ||
		f.units >= least && f.units*4 >= f.lines && f.told*3 <= f.size*2
}

// isData reports whether the text may be data: a page without running text, or one that its head calls so.
func (f *facts) isData() bool { return f.service || f.run < longRun }

// noticeProse returns the bytes of prose among which a notice may stand: over a row of other articles.
func (f *facts) noticeProse() int {
	if f.lead > 0 {
		return f.lead
	}
	return f.prose
}

// Bounds of the table.
const (
	linksOfFront       = 4 // times the prose
	someKin            = 2 // linked headings like the headline
	manyDocumentFields = 4
	manyFields         = 6    // to fill in; a form for comments has fewer
	fewForumPoints     = 5    // of lines that forums print; an article has one by chance
	wordsOfHead        = 9    // of a headline, rather than the name of a page
	longestLead        = 900  // bytes of prose over a row of teasers
	longRun            = 600  // bytes of prose: more than the summary of another article has
	littleProse        = 600  // bytes
	longestNotice      = 1200 // bytes
)

// judge weighs the facts. It returns the reason why the page is no article, else the empty string.
func (f *facts) judge() string {
	front, notice, service := f.points()
	switch {
	case notice >= enoughNotice:
		return f.noticeReason()
	case front >= enoughFront:
		return ReasonSectionFront
	case service >= enoughService:
		return ReasonService
	}
	return ""
}

// points adds up the rows of the table that hold.
func (f *facts) points() (front, notice, service int) {
	for i := range signs {
		if s := &signs[i]; s.holds(f) {
			front += s.front
			notice += s.notice
			service += s.service
		}
	}
	return front, notice, service
}

// mayBeNotice reports whether the page is a notice if its head is that of one, as given, and its text has all
// the words of one: whether it is worth while to read them.
func (f *facts) mayBeNotice(head lexicon.Notice) bool {
	best := *f
	best.notice, best.noticeText, best.asks = head, lexicon.NoticeOther, true
	_, notice, _ := best.points()
	return notice >= enoughNotice
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
	addr := p.addressOfArticle(a)
	f := &facts{
		address: addr.kind, agrees: addr.agrees(a.Title), hasSlug: len(addr.slug) > 0,
		lists: p.jsonld.List && !p.jsonld.Found, signed: isSigned(a),
		prose: v.prose, run: p.longestRun(l), cards: p.Cards,
		linkLines: p.LinkLinesBetween(l.Body.From, l.Body.To+1),
	}
	key := lexicon.Key(a.Title)
	if p.TeaserProse > v.prose {
		f.teasers = p.Teasers
		f.introduces = slices.ContainsFunc(blockLines(a), lexicon.IntroducesTopic)
	}
	f.media = lexicon.NamesMedia(lexicon.Key(firstPart(p.titles.head.text)))
	f.confirms = isConfirmed(key, p.titles.social.key) || isConfirmed(key, p.titles.head.key)
	f.headline = p.headlineKindOf(a, l, f)
	f.document = lexicon.HeadsDocument(key) && p.documentFields() >= manyDocumentFields
	f.more = l.Body.Node != nil && lexicon.HeadsMore(firstText(l.Body.Node))
	f.bare = !f.confirms && a.Evidence.Title == "text" && p.Link > linksOfFront*v.prose
	if addr.isNamed(a.Title) && f.run < longRun {
		f.headline = headlineSite
	}
	f.person = p.Cards >= cardsOfFront && lexicon.IsName(a.Title) || lexicon.HeadsPerson(a.Title)
	if f.person {
		f.headline = headlineList
	}
	if f.headline == headlineLinked {
		f.kin = p.kinOf(l.Title.Node)
	}
	f.stated = p.jsonld.Found && isConfirmed(key, p.titles.jsonld.key) && f.headline != headlineLinked
	switch a.Published.Evidence {
	case news.EvidenceVisible:
		f.dated = true
	case news.EvidenceJSONLD:
		f.dated = f.stated
	}
	f.datedRow, f.teaser = p.isDatedRow(a, l), p.beginsWithTeaser(l)
	f.leadsOn = !f.signed && (!f.confirms || f.prose < 2*longRun) && p.isFirstToReadOn(l, f.confirms)
	f.dated = f.dated && !f.datedRow && !f.teaser
	f.signed = f.signed && !f.teaser && (f.dated || !p.namesMenu(a))
	row := readRow(blockLines(a))
	if row.isFront() {
		f.items = f.datedRow || !f.dated && !f.signed && f.linkLines >= row.heads
		f.lead = row.lead
	}
	f.printed = !a.Published.IsZero()
	from, to := min(l.Title.At, l.Body.From), l.Body.To+beside
	f.fields, f.passwords = p.FieldsBetween(from, to), p.PasswordsBetween(from, to)
	f.choices = p.FieldsBetween(l.Body.From, l.Body.To+1)
	f.asksOne = strings.HasSuffix(a.Title, "?") || slices.ContainsFunc(blockLines(a), isQuestion)
	f.service = p.headsService(f, a, l)
	f.longHead = strings.Count(key, " ") >= wordsOfHead
	f.listen(a)
	before, _, _ := strings.Cut(p.titles.head.key, key)
	f.comments = f.comments || lexicon.HeadsAllComments(key) || lexicon.HeadsAllComments(before)
	f.dated = f.dated && !f.comments
	f.signed = f.signed && !f.comments && !f.person && (f.dated || !f.service)
	f.findBetting() // this and the next behind all that may say that they decide nothing
	p.findNotice(f, a, l)
	return f
}

func isQuestion(line string) bool { return strings.HasSuffix(line, "?") }

// refuseWithoutBody returns the reason why a page without a body is no article.
func (p *page) refuseWithoutBody() string {
	a := &news.Article{Title: p.titles.own}
	l := &scan.Layout{Page: p.Page, Family: cms.None}
	f := p.factsOf(a, l)
	switch reason := f.judge(); reason {
	case "", ReasonNotice, ReasonService:
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

// namesMenu reports whether one of those who are said to have written an article is a section, which several
// links of the page name, or the headline is about him.
func (p *page) namesMenu(a *news.Article) bool {
	const severalLinks = 4 // to the writer one leads from the head of his article, and one from its end
	if a.Source != "" {
		return false
	}
	title := lexicon.Key(a.Title)
	return slices.ContainsFunc(a.Authors, func(name string) bool {
		key := lexicon.Key(name)
		return key != "" && (strings.Contains(title, key) && 2*len(key) > len(title) ||
			p.linksNamed(key) >= severalLinks)
	})
}

// documentFields returns how many fields of a document the page has: its number, its date, who signed it.
func (p *page) documentFields() int {
	const longest = 80 // bytes
	n := 0
	for c := range p.Root.Descendants() {
		if c.Type == html.TextNode && len(c.Data) <= longest &&
			lexicon.NamesDocumentField(lexicon.Key(dom.Clean(c.Data))) {
			n++
		}
	}
	return n
}

// linksNamed returns how many links have a text of this key.
func (p *page) linksNamed(key string) int {
	n := 0
	for c := range p.Root.Descendants() {
		if c.DataAtom == atom.A && lexicon.Key(dom.Text(c, len(key)+1)) == key {
			n++
		}
	}
	return n
}

// isConfirmed reports whether a title that the page states is a headline, with the newspaper's name or not.
// Both are keys.
func isConfirmed(key, s string) bool {
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

// headlineKindOf tells what the headline of an article is. The name of a link in the menu is that of a
// section, unless a long text stands under it.
func (p *page) headlineKindOf(a *news.Article, l *scan.Layout, f *facts) headlineKind {
	key := lexicon.Key(a.Title)
	isHost := !strings.Contains(a.Title, " ") && strings.Contains(a.Title, ".")
	switch {
	case key == "", isHost, p.masthead.is(key), lexicon.IsSection(key), lexicon.IsTemplateTitle(key),
		a.Evidence.Title == "title" && !strings.Contains(key, " ") && lexicon.AllCapitals(a.Title),
		l.Title.Node == nil && p.masthead.looksLikeSite(a.Title) && strings.Count(key, " ") < mostSiteWords:
		return headlineSite
	case p.isSuffix(a.Title):
		return headlineSite
	case l.Body.Node != nil && f.run < 2*longRun && p.isInMenu(a.Title):
		return headlineSite
	case lexicon.HeadsMore(a.Title), lexicon.HeadsList(key), strings.HasPrefix(a.Title, "#"),
		p.statesList(a.Title):
		return headlineList
	case l.Title.Node == nil,
		!strings.Contains(p.heading(l.Title.Node).key, key):
		if l.Body.Node != nil && p.isInMenu(firstPart(a.Title)) {
			return headlineSite
		}
		return headlineStated
	case !f.confirms && linkOf(l.Title.Node) != nil:
		return headlineLinked
	}
	return headlineOwn
}

// kinOf returns how many other headings of the same kind and class as a linked one are links.
func (p *page) kinOf(title *html.Node) int {
	kin := 0
	for _, h := range p.Headings {
		if h.Node != title && h.Node.DataAtom == title.DataAtom &&
			dom.Attr(h.Node, "class") == dom.Attr(title, "class") && isLinked(h.Node) {
			kin++
		}
	}
	return kin
}

// firstPart returns what stands before the first separator of a <title>.
func firstPart(title string) string {
	if !mayHaveSeparator(title) {
		return title
	}
	for _, sep := range siteSeparators {
		title, _, _ = strings.Cut(title, sep)
	}
	return title
}

// isSuffix reports whether a headline is the name that stands behind all titles of the head.
func (p *page) isSuffix(headline string) bool {
	rest, ok := strings.CutSuffix(p.titles.head.text, headline)
	return ok && strings.TrimRight(rest, " -|–—:»") != rest && strings.Trim(rest, " -|–—:»") != "" &&
		lexicon.LooksLikeSite(headline, lexicon.Key(headline))
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

// heads returns the keys of the titles of a page: that of the article, that of the head, and the first
// headings that are no links.
func (p *page) heads(a *news.Article) []string {
	heads := []string{lexicon.Key(a.Title), lexicon.Key(p.titles.own)}
	const mostHeads = 6
	for _, h := range p.Headings[:min(len(p.Headings), mostHeads)] {
		if p.Role(h.Node)&(cms.RoleChrome|cms.RoleHidden) == 0 && linkOf(h.Node) == nil {
			heads = append(heads, p.headKey(h.Node))
		}
	}
	return heads
}

// headKey returns the key of a heading as far as the heads of notices and of service pages are long.
func (p *page) headKey(n *html.Node) string {
	const longest = 200 // bytes
	if h := p.heading(n); len(h.raw) <= longest {
		return h.key
	}
	return lexicon.Key(dom.Clean(dom.Text(n, longest)))
}

// findNotice looks for the words of a notice in the title, the headings and the text, as far as they may
// decide.
func (p *page) findNotice(f *facts, a *news.Article, l *scan.Layout) {
	if f.noticeProse() >= longestNotice || !f.mayBeNotice(lexicon.NoticeHosting) {
		return
	}
	for _, h := range p.heads(a) {
		if n := lexicon.HeadsNotice(h); n != lexicon.NoNotice {
			f.notice = n
		}
		if f.notice > lexicon.NoticeOther {
			break
		}
	}
	if !f.mayBeNotice(f.notice) {
		return
	}
	shown := p.mainText(l)
	if f.lead > 0 {
		shown = shown[:min(len(shown), 2*littleProse)]
	}
	text := lexicon.Key(dom.Clean(shown))
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
	case lexicon.LooksLikeSite(a.Title, key):
		f.headline = headlineSite
	case headsListed(lines[0]), lexicon.HeadsList(key):
		f.headline = headlineList
	}
	row := readRow(lines[1:])
	f.run, f.linkLines = row.longest, row.heads
	if row.isFront() {
		f.dated = false
		if f.headline == headlineOwn {
			f.headline = headlineLinked
		}
	}
	f.notice = lexicon.HeadsNotice(key)
	if f.prose < longestNotice {
		text := lexicon.Key(strings.Join(lines, " "))
		f.noticeText, f.asks = lexicon.NoticeIn(text), lexicon.AsksReader(text)
	}
	f.printed = f.dated
	f.service = lexicon.HeadsService(key) || lexicon.HeadsService(lexicon.Key(lines[0]))
	f.longHead = strings.Count(key, " ") >= wordsOfHead
	f.listen(a)
	f.forum = forumPoints(lines)
	f.findBetting()
	return f
}

// forumPoints adds up what the first lines of a text are of a forum, whether or not they are of an article.
func forumPoints(lines []string) int {
	const most, longest = 200, 300 // lines; bytes
	points := 0
	for _, line := range lines[:min(len(lines), most)] {
		if len(line) <= longest {
			points += lexicon.ForumPoints(line, lexicon.Key(line))
		}
	}
	return points
}

// headsListed reports whether the first line of a text heads a list rather than a menu.
func headsListed(line string) bool {
	key := lexicon.Key(line)
	return !lexicon.IsFrame(key) && (lexicon.HeadsMore(line) || lexicon.HeadsList(key))
}

// A textRow says how headlines and sentences take turns in a text. Lengths are in bytes.
type textRow struct {
	longest int  // run of sentences
	story   int  // the longest under a headline
	lead    int  // of sentences over the first headline
	heads   int  // headlines of other articles: over one sentence and the next headline, or over another
	teasers int  // those among them with a sentence
	first   bool // one of these comes before any headline with more sentences
}

// readRow reads the lines of a text behind its first.
func readRow(lines []string) textRow {
	const shortestHead = 20 // bytes
	var r textRow
	run, sentences, head, stories := 0, 0, false, 0
	end := func() {
		if !head {
			return
		}
		if sentences > 1 {
			stories++
			return
		}
		r.heads++
		if sentences == 1 {
			r.teasers++
			r.first = r.first || stories == 0
		}
	}
	for _, line := range lines {
		switch {
		case lexicon.IsDateLine(line), isLabelled(line):
		case lexicon.EndsSentence(line):
			run += len(line)
			sentences++
			if head {
				r.story = max(r.story, run)
			} else {
				r.lead += len(line)
			}
			r.longest = max(r.longest, run)
		case len(line) >= shortestHead:
			end()
			run, sentences, head = 0, 0, true
		}
	}
	end()
	return r
}

// isLabelled reports whether a line is a datum with its label: "Nguồn: TTXVN".
func isLabelled(line string) bool {
	const longestLabel, longest = 24, 70 // bytes
	label, _, ok := strings.Cut(line, ": ")
	return ok && len(label) <= longestLabel && len(line) <= longest && lexicon.AllCapitals(label)
}

// isFront reports whether a text is a row of teasers from its beginning: headlines, most with one sentence.
func (r textRow) isFront() bool {
	return r.first && r.teasers >= someCards && r.teasers*3 >= r.heads*2 && r.story < longRun &&
		r.lead < longestLead
}
