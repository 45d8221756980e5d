package extract

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/extract/transcript"
	"baotinh/pipeline/news"
)

// A flatText is a page that was saved as text, its lines told apart.
type flatText struct {
	title   string
	dates   published.Dates
	author  string        // in the lines for programs
	bylines []string      // in the line of the date, or under the headline
	lines   []blocks.Line // of the text, and what follows it
}

// A flatReader tells the lines of a text apart.
type flatReader struct {
	masthead masthead
	head     transcript.Page // what stands over the page for programs
	address  address
	lines    []transcript.Line
	text     []string // of the lines
	menu     []bool   // the line is of a menu
}

// Lengths of lines in bytes.
const (
	shortestProse    = 80 // of a sentence with which the text has begun
	shortestNext     = 40 // of one behind others
	shortestHeadline = 20
	shortestRepeated = 30 // of a headline that another line over the text repeats
)

// The points of a line over the text. The line with the most is the headline, of equal ones the last.
const (
	pointsStated     = 6  // the lines for programs have it as the title
	pointsOverDate   = 4  // the date stands right under it
	pointsNearDate   = 2  // the date stands in one of the next lines
	pointsUnderDate  = 2  // the date stands right over it, and none under it
	pointsOverText   = 3  // only a date, names and labels stand between it and the text
	pointsRepeated   = 3  // another line over the text is or begins with it
	pointsFirstRank  = 5  // it is marked as a heading of the first rank
	pointsLowerRank  = 2  // of another one
	pointsOfAddress  = 4  // the address has its words
	pointsLong       = 2  // it has four words at least
	pointsSentence   = -1 // it ends a sentence
	pointsFullStop   = -3 // it ends in a full stop, as headlines do not
	pointsShort      = -2
	pointsLinkedLine = -3 // it is a link
	pointsNames      = -6 // it is names in capitals, right over the date, or names with a label
	pointsFrameLine  = -6 // it is a line of the page's frame
)

// readFlat tells the lines of a text apart. Over the headline may stand what is left of the page's frame:
// skip links, the name of the newspaper, a clock, a menu, a breadcrumb; and after the text that of the
// frame's other end: related articles, comments, the menu again, the imprint.
func readFlat(t transcript.Page, m masthead, p *news.Page) flatText {
	t.Lines = cutIssue(t)
	r := flatReader{masthead: m, head: t, address: readAddress(cmp.Or(p.Location(), t.URL)), lines: t.Lines}
	r.text = make([]string, len(t.Lines))
	for i := range t.Lines {
		r.text[i] = t.Lines[i].Text
	}
	r.markMenus()
	from := r.firstProse(1)
	at := r.headline(from)
	f := flatText{}
	switch {
	case t.Title != "" && !slices.ContainsFunc(r.text, r.isStatedTitle):
		at, from = -1, r.firstProse(0)
		f.title = m.cutFrom(t.Title)
	case at < 0:
		return flatText{}
	default:
		f.title = m.cutFrom(r.text[at])
	}
	if from <= at { // a teaser over the headline
		from = r.firstProse(at + 1)
	}
	last, end := r.endOfText(from)
	var dated []int
	f.dates, dated = published.Lines(&published.LineInput{
		Lines: r.text[:end], Headline: at, Last: last, Stated: t.Date, URL: p.Location(),
		FeedDate: p.FeedDate, Fetched: r.fetched(p),
	})
	f.author = t.Author
	key := lexicon.Key(f.title)
	for i := at + 1; i < end; i++ {
		line, isDate := r.text[i], slices.Contains(dated, i)
		credit := ""
		if isDate || i < from {
			credit = lexicon.CreditIn(line, isDate || r.isOfWriters(i))
		}
		switch {
		case credit != "":
			f.bylines = append(f.bylines, credit)
		case isDate:
		case i < from && (r.isFrame(i) || lexicon.IsDateLine(line) || lexicon.Key(line) == key):
		case r.isElsewhere(i, last):
		default:
			f.lines = append(f.lines, r.block(i))
		}
	}
	return f
}

// cutIssue returns the lines of a page without those in its head that date the issue of the printed
// newspaper, unless the lines are wrapped: then this is a printed page.
func cutIssue(t transcript.Page) []transcript.Line {
	const mostLines = 8 // of a head
	if t.Wrapped {
		return t.Lines
	}
	head := min(len(t.Lines), mostLines)
	isIssue := func(l transcript.Line) bool { return lexicon.DatesIssue(l.Text) }
	if !slices.ContainsFunc(t.Lines[:head], isIssue) {
		return t.Lines
	}
	return append(slices.DeleteFunc(slices.Clone(t.Lines[:head]), isIssue), t.Lines[head:]...)
}

// fetched returns when the page was fetched, else when it was printed by its own words.
func (r *flatReader) fetched(p *news.Page) time.Time {
	fetched := p.Fetched
	for _, line := range r.text {
		if !fetched.IsZero() {
			break
		}
		fetched = published.MomentOfPrint(line)
	}
	return fetched
}

// flatLines returns the lines of a text with their words clean, and without those that have none.
func flatLines(t transcript.Page) []transcript.Line {
	kept := t.Lines[:0]
	gap := false
	for _, l := range t.Lines {
		l.Gap = l.Gap || gap
		if l.Text = dom.Clean(l.Text); l.Text == "" {
			gap = l.Gap
			continue
		}
		gap = false
		kept = append(kept, l)
	}
	return kept
}

// block returns line i as one of the text.
func (r *flatReader) block(i int) blocks.Line {
	l := &r.lines[i]
	isOver := i+1 < len(r.lines) && l.Gap && !r.lines[i+1].Gap && r.isProse(i+1, shortestNext)
	return blocks.Line{
		Text: l.Text, Heading: l.Heading > 0, Item: l.Item, Quote: l.Quote, Over: isOver,
		Apart:   i+1 < len(r.lines) && l.Gap && r.lines[i+1].Gap,
		Caption: l.Caption || l.Image && (l.Set || !l.Gap || !lexicon.EndsSentence(l.Text)),
	}
}

// markMenus marks the lines of menus: links, rows of short parts, and runs of short lines.
func (r *flatReader) markMenus() {
	const leastCells, leastRun, longestCell = 3, 4, 30 // lines; bytes
	r.menu = make([]bool, len(r.lines))
	run := 0
	for i := range r.lines {
		l := &r.lines[i]
		r.menu[i] = l.Link && !isDated(l.Text) || l.Cells >= leastCells &&
			len(l.Text) <= l.Cells*longestCell &&
			!lexicon.HasDigitsOfDate(l.Text) && !lexicon.EndsSentence(l.Text)
		if isMenuItem(l) {
			run++
			continue
		}
		r.markRun(i-run, i, leastRun)
		run = 0
	}
	r.markRun(len(r.lines)-run, len(r.lines), leastRun)
}

func (r *flatReader) markRun(from, to, least int) {
	if to-from < least {
		return
	}
	known := 0
	for _, s := range r.text[from:to] {
		if key := lexicon.Key(s); lexicon.IsSection(key) || lexicon.IsFrame(key) || lexicon.IsLabel(s) {
			known++
		}
	}
	if many := to-from >= 2*least; known*2 < to-from && !(many && known*4 >= to-from) { // a poem, a list
		return
	}
	for i := from; i < to; i++ {
		r.menu[i] = true
	}
}

// isMenuItem reports whether a line may be the name of a section.
func isMenuItem(l *transcript.Line) bool {
	const longest, mostWords = 40, 6 // bytes
	return len(l.Text) <= longest && l.Heading == 0 && !lexicon.EndsSentence(l.Text) &&
		!lexicon.HasDigitsOfDate(l.Text) && strings.Count(lexicon.Key(l.Text), " ") < mostWords
}

// isProse reports whether line i is a sentence of the text, of some length at least.
func (r *flatReader) isProse(i, shortest int) bool {
	line := r.text[i]
	return len(line) >= shortest && lexicon.EndsSentence(line) && !r.menu[i] && r.lines[i].Heading == 0 &&
		!lexicon.IsImprint(line) && !lexicon.HasImprint(line) && !lexicon.IsPointer(line)
}

// firstProse returns the index of the first line of the text from some line on; without one, that after the
// last line.
func (r *flatReader) firstProse(from int) int {
	for i := from; i < len(r.lines); i++ {
		if r.isProse(i, shortestProse) {
			return i
		}
	}
	return len(r.lines)
}

// headline returns the index of the headline, or -1: a line over the text, or one that is marked.
func (r *flatReader) headline(text int) int {
	best, most := -1, pointsFrameLine
	for i := range r.lines {
		if i >= text && r.lines[i].Heading != 1 {
			continue
		}
		if points := r.headlinePoints(i, text); points >= most && !isDated(r.text[i]) {
			best, most = i, points
		}
	}
	return best
}

func (r *flatReader) headlinePoints(i, text int) int {
	line := r.text[i]
	points := 0
	switch {
	case r.isFrame(i), r.lines[i].Caption:
		points += pointsFrameLine
	case len(line) >= shortestHeadline && strings.Count(lexicon.Key(line), " ") >= 3:
		points += pointsLong
	default:
		points += pointsShort
	}
	switch {
	case strings.HasSuffix(line, "."):
		points += pointsFullStop
	case lexicon.EndsSentence(line):
		points += pointsSentence
	}
	switch {
	case r.lines[i].Heading == 1:
		points += pointsFirstRank
	case r.lines[i].Heading > 1:
		points += pointsLowerRank
	case r.lines[i].Link:
		points += pointsLinkedLine
	}
	key := lexicon.Key(r.masthead.cutFrom(line))
	if r.head.Title != "" && r.isStatedTitle(line) {
		points += pointsStated
	}
	if r.address.agrees(line) >= 0.6 {
		points += pointsOfAddress
	}
	points += r.datePoints(i, text)
	if r.isOfWriters(i) || lexicon.IsLabelledByline(line) && lexicon.CreditIn(line, false) != "" {
		points += pointsNames
	}
	if i < text && r.isOver(i+1, text) {
		points += pointsOverText
	}
	for j, other := range r.text[:min(max(text, i+1), len(r.text))] {
		if j != i && len(key) >= shortestRepeated && isHeadAgain(lexicon.Key(other), key) {
			return points + pointsRepeated
		}
	}
	return points
}

// isStatedTitle reports whether a line is the title that the lines for programs have.
func (r *flatReader) isStatedTitle(line string) bool {
	key := lexicon.Key(r.masthead.cutFrom(line))
	return key != "" && key == lexicon.Key(r.masthead.cutFrom(r.head.Title))
}

// isHeadAgain reports whether a line, as a key, prints a headline again: alone, or before or behind the names
// of the newspaper and its sections.
func isHeadAgain(line, headline string) bool {
	return strings.HasPrefix(line, headline) || strings.HasSuffix(line, " "+headline)
}

// datePoints says what the dates around line i speak for its being the headline.
func (r *flatReader) datePoints(i, text int) int {
	const near = 3 // lines
	for j := i + 1; j < min(text, i+1+near); j++ {
		if !isDated(r.text[j]) {
			continue
		}
		if j == i+1 {
			return pointsOverDate
		}
		return pointsNearDate
	}
	if i > 0 && isDated(r.text[i-1]) {
		return pointsUnderDate
	}
	return 0
}

// isOfWriters reports whether line i is the names of the writers, over the date.
func (r *flatReader) isOfWriters(i int) bool {
	line := r.text[i]
	return i+1 < len(r.text) && lexicon.AllCapitals(line) && lexicon.AreNames(line) && isDated(r.text[i+1])
}

// isOver reports whether nothing but dates, bylines, captions and lines of the frame stand from a line on up
// to another.
func (r *flatReader) isOver(from, to int) bool {
	for j := from; j < to; j++ {
		if !isDated(r.text[j]) && !r.isFrame(j) && !r.lines[j].Caption &&
			lexicon.CreditIn(r.text[j], false) == "" {
			return false
		}
	}
	return true
}

// isDated reports whether a line is a date, perhaps with the writer beside it.
func isDated(line string) bool {
	return lexicon.IsDateLine(line) || lexicon.HasDigitsOfDate(line) && byline.CutContact(line) == line &&
		(lexicon.CreditIn(line, false) != "" || isNameBeforeDate(line))
}

// isNameBeforeDate reports whether nothing but a name stands before the first digit of a line.
func isNameBeforeDate(line string) bool {
	at := strings.IndexAny(line, "0123456789")
	return at > 0 && lexicon.IsName(strings.Trim(line[:at], " |-–—•·,"))
}

// isFrame reports whether line i, over the text, is of the frame of the page rather than of the article.
func (r *flatReader) isFrame(i int) bool {
	const longestCrumbs = 160 // bytes
	line := r.text[i]
	key := lexicon.Key(line)
	return key == "" || r.menu[i] && r.lines[i].Heading != 1 ||
		lexicon.IsFrame(key) || lexicon.IsSection(key) ||
		lexicon.IsLabel(line) || lexicon.IsPointer(line) || lexicon.IsImprint(line) ||
		r.masthead.looksLikeSite(line) || len(line) <= longestCrumbs && strings.ContainsAny(line, "»›>") ||
		strings.HasPrefix(key, lexicon.Home) || isTrail(line) ||
		len(line) < shortestHeadline && !lexicon.EndsSentence(line) && r.lines[i].Heading == 0
}

// isTrail reports whether a line is a breadcrumb with strokes: "Home / Thời sự / Hồ đủ nước".
func isTrail(line string) bool {
	first, _, ok := strings.Cut(line, " / ")
	return ok && lexicon.IsHome(lexicon.Key(first))
}

// isElsewhere reports whether line i, behind the first of the text, belongs to a box of other articles or to
// the frame; last is the last line of the text.
func (r *flatReader) isElsewhere(i, last int) bool {
	line := r.text[i]
	if r.menu[i] && r.lines[i].Heading == 0 && lexicon.CreditIn(line, false) == "" {
		return true
	}
	return i < last && r.isListed(i)
}

// isListed reports whether line i stands under the head of a box of other articles inside the text, with
// nothing but headlines between: up to an empty line where empty lines part the paragraphs, else up to the
// next sentence.
func (r *flatReader) isListed(i int) bool {
	const most = 8 // headlines
	if lexicon.EndsSentence(r.text[i]) {
		return false
	}
	for j := i - 1; j >= max(0, i-most); j-- {
		if r.lines[j+1].Gap && !lexicon.HeadsMore(r.text[j]) {
			return false
		}
		if lexicon.HeadsMore(r.text[j]) {
			return true
		}
		if lexicon.EndsSentence(r.text[j]) {
			return false
		}
	}
	return false
}

// endOfText returns the last line of the text, which begins at a line, and the line before which the article
// ends: between them may stand the byline, the date, the source.
func (r *flatReader) endOfText(from int) (last, end int) {
	last = min(from, len(r.lines)-1)
	sentences := 0
	for i := from; i < len(r.lines); i++ {
		line := r.text[i]
		switch {
		case r.isProse(i, shortestNext):
			last = i
			sentences++
		case sentences == 0:
		case r.lines[i].Ruled && i > from && lexicon.CreditIn(r.text[i-1], false) != "",
			sentences > 1 && lexicon.HeadsComments(line), lexicon.IsImprint(line), lexicon.HasImprint(line),
			r.headsMore(i):
			return last, i
		}
	}
	return last, len(r.lines)
}

// headsMore reports whether line i heads what follows the article: no text comes after the headlines under
// it.
func (r *flatReader) headsMore(i int) bool {
	line := r.text[i]
	if !lexicon.HeadsMore(line) && !lexicon.HeadsRelated(line) &&
		!(r.menu[i] && lexicon.IsHome(lexicon.Key(line))) {
		return false
	}
	heads := 0
	for j := i + 1; j < len(r.lines); j++ {
		line := r.text[j]
		switch {
		case r.isProse(j, shortestProse):
			// A sentence under one headline is the summary of another article.
			return heads > 0 && !r.lines[j].Gap && r.summarises(j)
		case lexicon.HeadsComments(line), lexicon.HeadsMore(line), lexicon.IsImprint(line),
			lexicon.IsHome(lexicon.Key(line)):
			return true
		case !lexicon.EndsSentence(line):
			heads++
		}
	}
	return true
}

// summarises reports whether line i is the one sentence between two headlines.
func (r *flatReader) summarises(i int) bool {
	return i+1 >= len(r.lines) || !lexicon.EndsSentence(r.text[i+1])
}
