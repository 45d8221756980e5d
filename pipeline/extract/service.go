package extract

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// A voice says how a text speaks: whether it tells something, addresses its reader, or lists data. Lengths
// are in bytes.
type voice struct {
	told     int // of sentences that report, poems and captions among them
	size     int // of the text that was listened to
	lines    int
	contacts int  // lines that tell how to reach an office or who runs it
	figures  int  // lines of which half of the words or more are numbers
	alike    int  // the most lines that are alike but for their numbers
	votes    int  // lines that say how many voted for something
	shares   int  // lines with a number of votes or a share of them
	polled   bool // a line says how many votes there are
	forum    int  // points of lines that a forum prints around what its members write
	units    int  // the most that have the same word behind a number
	reader   int  // how often it speaks to its reader
	paper    int  // how often somebody speaks for the newspaper
	comments bool // one of the first lines heads comments
	betting  bool
	said     []string // the keys of the lines
}

// Bounds of a voice.
const (
	shortestCaption = 32   // that says something
	shortestTold    = 50   // of a line that reports
	longLine        = 160  // that is a paragraph
	longestLine     = 300  // of a table or list
	longestVote     = 100  // of a line with the votes for something
	longestVoice    = 6000 // of a text that is listened to
	fewTold         = 300
	beside          = 25 // elements behind the text in which a form belongs to it
)

// voiceOf listens to the text of an article.
func voiceOf(a *news.Article) voice {
	var h hearing
	h.add(news.Paragraph, a.Sapo)
	for i := range a.Blocks {
		if h.size > longestVoice {
			break
		}
		b := &a.Blocks[i]
		h.add(b.Kind, b.Text)
	}
	return h.voice
}

// A hearing adds up the lines of a text.
type hearing struct {
	voice
	seen map[string]int // lines without their numbers
}

func (h *hearing) add(kind news.BlockKind, text string) {
	if text == "" {
		return
	}
	h.size += len(text)
	key := lexicon.Key(text)
	h.said = append(h.said, key)
	reader, paper := lexicon.Address(key)
	h.reader += reader
	h.paper += paper
	h.lines++
	h.comments = h.comments || h.lines <= 3 && lexicon.HeadsAllComments(key)
	if lexicon.IsContact(text) {
		h.contacts++
	} else if isTold(kind, text) && !(len(text) < fewTold && lexicon.AsksReader(key)) {
		h.told += len(text)
	}
	if kind == news.List && len(text) <= longestVote && strings.Contains(text, "%") &&
		strings.Contains(key, " phiếu") {
		h.votes++
	}
	h.addPoll(kind, text, key)
	h.forum += lexicon.ForumPoints(text, key)
	h.addFigures(key, len(text))
}

// addPoll counts the shares of the votes.
func (h *hearing) addPoll(kind news.BlockKind, text, key string) {
	if len(text) > longestVote || kind == news.Caption || !lexicon.HasDigit(key) ||
		lexicon.EndsSentence(text) {
		return
	}
	if lexicon.CountsVotes(key) {
		h.polled = true
	} else if strings.Contains(text, "%") || strings.Contains(key, " phiếu") {
		h.shares++
	}
}

// isTold reports whether a block reports something: a sentence, a stanza, a caption.
func isTold(kind news.BlockKind, text string) bool {
	switch kind {
	case news.Verse, news.Question:
		return true
	case news.Caption:
		return len(text) >= shortestCaption
	case news.Heading, news.Table:
		return false
	}
	return len(text) >= shortestTold && lexicon.EndsSentence(text) ||
		len(text) >= longLine && strings.Contains(text, ". ")
}

// addFigures counts the numbers of a line, and the lines that are alike without them.
func (h *hearing) addFigures(key string, size int) {
	if !lexicon.HasDigit(key) {
		return
	}
	words, numbers := 0, 0
	var buf [longestLine + len(" ")]byte
	rest, unit := buf[:0], "" // the words that are no numbers; the last of them behind a number
	wasNumber := false
	for word := range strings.SplitSeq(key, " ") {
		words++
		isNumber := lexicon.HasDigit(word)
		switch {
		case isNumber:
			numbers++
		case size <= longestLine:
			rest = append(append(rest, word...), ' ')
			if wasNumber {
				unit = word
			}
		}
		wasNumber = isNumber
	}
	if numbers > 0 && numbers*2 >= words {
		h.figures++
	}
	if len(rest) > 0 {
		h.alike = max(h.alike, h.count(string(rest)))
	}
	if unit != "" {
		h.units = max(h.units, h.count("# "+unit))
	}
}

// count returns how many lines, with this one, are alike.
func (h *hearing) count(line string) int {
	if h.seen == nil {
		h.seen = map[string]int{}
	}
	h.seen[line]++
	return h.seen[line]
}

// listen notes how the text of a page speaks, where that may decide: unless a date and a name say that it is
// an article, and no heading that it is none.
func (f *facts) listen(a *news.Article) {
	if f.service || !f.dated || !f.signed {
		f.voice = voiceOf(a)
		f.heard = true
	}
}

// findBetting asks whether the text advertises gambling, if that may decide.
func (f *facts) findBetting() {
	best := *f
	best.betting = true
	if _, _, service := best.points(); service >= enoughService {
		f.betting = lexicon.IsBetting(strings.Join(f.said, " "))
	}
}

// headsService reports whether the title, or a heading of the text under a title that is not printed, is that
// of a service page.
func (p *page) headsService(f *facts, a *news.Article, l *scan.Layout) bool {
	is := func(s string) bool { return lexicon.HeadsService(lexicon.Key(s)) }
	stated := firstPart(p.titles.own)
	isTemplate := lexicon.IsTemplateTitle(lexicon.Key(stated))
	if is(a.Title) || is(stated) && (f.headline != headlineOwn || !isTemplate) && !p.isRubric(f, a) {
		return true
	}
	isOfPage := func(s string) bool { // the print version of an article has a running text
		return is(s) && !(f.hasProse() && lexicon.IsTemplateTitle(lexicon.Key(s)))
	}
	if (!f.confirms || f.headline == headlineStated) &&
		slices.ContainsFunc(titleParts(p.titles.head.text), isOfPage) {
		return true
	}
	if l.Body.Node == nil || f.headline == headlineOwn && f.confirms {
		return false
	}
	const before = 6 // elements
	for _, h := range p.Headings {
		if h.At >= l.Body.From-before && h.At <= l.Body.To && dom.Contains(l.Body.Node.Parent, h.Node) &&
			lexicon.HeadsService(p.headKey(h.Node)) {
			return true
		}
	}
	return false
}

// isRubric reports whether the first part of the <title> is a rubric before the headline, which is printed
// over a running text: "[eMagazine] - Người giữ đèn trên đảo", "Việc làm | Nhà máy tuyển 500 công nhân".
func (p *page) isRubric(f *facts, a *news.Article) bool {
	const leastSpaces = 3
	key := lexicon.Key(a.Title)
	rest := strings.TrimPrefix(p.titles.own, firstPart(p.titles.own))
	return f.headline == headlineOwn && f.hasProse() && strings.Count(key, " ") >= leastSpaces &&
		beginsWithWords(lexicon.Key(rest)+" ", key)
}

// titleParts returns the parts of a <title> between the signs that part the headline from the names.
func titleParts(title string) []string {
	for _, sep := range siteSeparators {
		title = strings.ReplaceAll(title, sep, "\n")
	}
	return strings.Split(title, "\n")
}

// isDatedRow reports whether the text is a row of parts with a date each. It is not if the article has a date
// of its own, or if a heading over them says that they are other articles.
func (p *page) isDatedRow(a *news.Article, l *scan.Layout) bool {
	const least, longest = 4, 60 // dates; bytes of a line with one
	isVisible := a.Published.Evidence == news.EvidenceVisible
	var first *html.Node
	n, isTheirs := 0, false
	for _, s := range p.Dates {
		if s.At < l.Body.From || s.At > l.Body.To || !dom.IsShort(s.Node, longest) ||
			l.Title.Node != nil && dom.Contains(l.Title.Node, s.Node) {
			continue
		}
		text := dom.Text(s.Node, longest)
		if !lexicon.HasDigitsOfDate(text) {
			continue
		}
		isOf := hasDay(text, a.Published.Time)
		if (isOf || !isVisible) && p.isOverText(s.At, l) {
			return false // it is of the article
		}
		isTheirs = isTheirs || isOf
		if n++; n == 1 {
			first = s.Node
		}
	}
	return n >= least && (!isVisible || isTheirs) && !hasHeadBefore(l.Body.Node, first)
}

// isOverText reports whether a place in the body lies between the headline and the text, with no other
// heading, paragraph or linked headline around it.
func (p *page) isOverText(at int32, l *scan.Layout) bool {
	const longest = 120 // bytes of a heading; a longer one is a lede
	from, next := max(l.Title.At, l.Body.From), l.Body.To
	if at <= from || p.LinkLinesBetween(from+1, at) > 0 {
		return false
	}
	for _, b := range p.Boxes {
		switch {
		case b.From > from && b.To < at && b.Prose >= shortestProse:
			return false
		case b.From > at && b.From < next:
			next = b.From
		}
	}
	for _, h := range p.Headings {
		if h.At > from && h.At < at && dom.IsHeading(h.Node) && dom.IsShort(h.Node, longest) {
			return false
		}
	}
	return next < l.Body.To && p.LinkLinesBetween(at+1, next) == 0
}

// hasDay reports whether a text has a day in digits.
func hasDay(text string, day time.Time) bool {
	layouts := [...]string{"2/1/2006", "02/01/2006", "2-1-2006", "02-01-2006", "2.1.2006", "02.01.2006"}
	for _, layout := range layouts {
		if strings.Contains(text, day.Format(layout)) {
			return true
		}
	}
	return false
}

// hasHeadBefore reports whether the head of related articles stands in an element before some node in it.
func hasHeadBefore(n, end *html.Node) bool {
	const longest = 60 // bytes
	for c := range n.Descendants() {
		switch {
		case c == end:
			return false
		case c.Type != html.ElementNode, c.DataAtom == atom.A, !dom.IsShort(c, longest), dom.HasLink(c):
		case lexicon.HeadsRelated(dom.Clean(dom.Text(c, longest))):
			return true
		}
	}
	return false
}

// firstParagraph returns the first paragraph of the text behind a place.
func (p *page) firstParagraph(l *scan.Layout, from int32) (scan.Box, bool) {
	for _, b := range p.Boxes { // the innermost at the beginning of the text comes before those around it
		if b.From >= from && b.To <= l.Body.To && b.Prose >= shortestProse {
			return b, true
		}
	}
	return scan.Box{}, false
}

// beginsWithTeaser reports whether a linked heading stands between the headline and the text: with a date, or
// as the first of several like it, close to the text or alone with it.
func (p *page) beginsWithTeaser(l *scan.Layout) bool {
	from := max(l.Title.At+1, l.Body.From)
	paragraph, ok := p.firstParagraph(l, from)
	if !ok {
		return false
	}
	first := paragraph.From
	const before = 3 // elements
	var heads []scan.Spot
	for _, h := range p.Headings {
		if h.At <= l.Title.At || h.At > first || h.Node == l.Title.Node || !dom.IsHeading(h.Node) ||
			linkOf(h.Node) == nil || dom.IsShort(h.Node, shortestHeadline) {
			continue
		}
		for _, s := range p.Dates {
			if h.At >= from && s.At > h.At && s.At < first {
				return true
			}
		}
		heads = append(heads, h)
	}
	if len(heads) != 1 || p.kinOf(heads[0].Node) < someCards {
		return false
	}
	return heads[0].At >= l.Body.From-before || p.isAloneWith(heads[0].Node, paragraph.Node)
}

// isAloneWith reports whether the smallest element that has a linked heading and a paragraph has no other
// heading of the page.
func (p *page) isAloneWith(heading, paragraph *html.Node) bool {
	item := dom.CommonAncestor(heading, paragraph)
	return item != nil && !slices.ContainsFunc(p.Headings, func(h scan.Spot) bool {
		return h.Node != heading && dom.IsHeading(h.Node) && dom.Contains(item, h.Node)
	})
}

// isFirstToReadOn reports whether several links of the page lead to the rest of an article, and the first of
// them stands behind a few sentences from the beginning of the text, with no other headline between. The
// headline of a list may be any of its parts if nothing confirms it.
func (p *page) isFirstToReadOn(l *scan.Layout, confirms bool) bool {
	const least = 3 // links
	from := l.Body.From
	if confirms {
		from = max(l.Title.At+1, from)
	}
	first, ok := p.firstParagraph(l, from)
	return ok && p.linksToReadOn(first.Node) >= least
}

// linksToReadOn returns how many links to the rest of an article stand behind its first paragraph. It returns
// 0 if one stands before it, or if there is a heading, another link as long as a headline or more than a lead
// before the first of them.
func (p *page) linksToReadOn(paragraph *html.Node) int {
	const longest = 32 // bytes
	links, prose, isBehind := 0, 0, false
	for n := range p.Root.Descendants() {
		if n == paragraph {
			isBehind = true
		}
		switch n.DataAtom {
		case 0:
			if n.Type == html.TextNode && isBehind && links == 0 {
				prose += dom.TrimmedSize(n.Data)
			}
		case atom.A:
			switch {
			case isToReadOn(n, longest):
				if !isBehind || links == 0 && prose > longestLead {
					return 0
				}
				links++
			case isBehind && links == 0 && !dom.IsShort(n, shortestHeadline):
				return 0
			}
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Summary:
			if isBehind && links == 0 {
				return 0
			}
		}
	}
	return links
}

// isToReadOn reports whether a link leads to the rest of an article. A script that shows it on the same page
// has no address.
func isToReadOn(a *html.Node, longest int) bool {
	if dom.LinksNowhere(a) && dom.Attr(a, "href") != "#" || !dom.IsShort(a, longest) {
		return false
	}
	return lexicon.IsReadOn(dom.Clean(dom.Text(a, longest)))
}

// isInMenu reports whether a short headline is the text of a link among others in a menu: the name of a
// section.
func (p *page) isInMenu(headline string) bool {
	const mostWords, leastLinks, longestName = 4, 6, 30 // bytes
	key := lexicon.Key(headline)
	if strings.Count(key, " ") >= mostWords {
		return false
	}
	for n := range p.Root.Descendants() {
		if n.DataAtom != atom.A || !lexicon.HasKey(dom.Text(n, longestName), key) {
			continue
		}
		menu := n.Parent
		for levels := 0; levels < 3 && menu != nil && menu.DataAtom != atom.Body; levels++ {
			links, size := 0, 0
			for c := range menu.Descendants() {
				if c.DataAtom == atom.A {
					links++
					size += len(dom.Text(c, 2*longestName))
				}
			}
			if links >= leastLinks {
				if size < links*longestName {
					return true
				}
				break
			}
			menu = menu.Parent
		}
	}
	return false
}

// statesList reports whether the head of the page says behind the headline that it is that of a list: "Lò Văn
// Mẫu - Tác giả".
func (p *page) statesList(headline string) bool {
	rest, ok := strings.CutPrefix(p.titles.head.text, headline)
	if !ok {
		return false
	}
	for _, sep := range siteSeparators {
		if part, found := strings.CutPrefix(rest, sep); found {
			for _, next := range siteSeparators {
				part, _, _ = strings.Cut(part, next)
			}
			return lexicon.IsListKind(lexicon.Key(part))
		}
	}
	return false
}

// blockLines returns the lines of an article's text, a heading or a paragraph each.
func blockLines(a *news.Article) []string {
	lines := make([]string, 0, len(a.Blocks)+1)
	if a.Sapo != "" {
		lines = append(lines, a.Sapo)
	}
	for i := range a.Blocks {
		switch b := &a.Blocks[i]; b.Kind {
		case news.Caption, news.Table, news.Verse:
		case news.Heading:
			lines = append(lines, strings.TrimRight(b.Text, ".:;!?"))
		default:
			lines = append(lines, b.Text)
		}
	}
	return lines
}
