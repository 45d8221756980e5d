package extract

import (
	"slices"
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/news"
)

// A flatText is a page that was saved as text, its lines told apart.
type flatText struct {
	title   string
	dates   published.Dates
	bylines []string // in the line of the date, or under the headline
	lines   []string // of the text, and what follows it
}

// Lengths of lines in bytes.
const (
	shortestProse    = 80 // of a sentence with which the text has begun
	shortestHeadline = 20
)

// The points of a line over the text. The line with the most is the headline, of equal ones the last.
const (
	pointsOverDate  = 4  // the date stands right under it
	pointsNearDate  = 2  // the date stands in one of the next lines
	pointsOverText  = 3  // only a date, names and labels stand between it and the text
	pointsRepeated  = 3  // another line over the text is or begins with it
	pointsLong      = 2  // it has four words at least
	pointsSentence  = -1 // it ends a sentence
	pointsShort     = -2
	pointsFrameLine = -6 // it is a line of the page's frame
)

// readFlat tells the lines of a text apart. Over the headline may stand what is left of the page's frame:
// skip links, the name of the newspaper, a clock, a menu, a breadcrumb.
func readFlat(lines []string, m masthead, p *news.Page) flatText {
	text := firstProse(lines)
	at := headlineOf(lines[:text], m)
	if at < 0 {
		return flatText{}
	}
	f := flatText{title: m.cutFrom(lines[at])}
	var dated []int
	f.dates, dated = published.Lines(&published.LineInput{
		Lines: lines, Headline: at, URL: p.Location(), FeedDate: p.FeedDate, Fetched: p.Fetched,
	})
	key := lexicon.Key(f.title)
	for i := at + 1; i < len(lines); i++ {
		line, isDate := lines[i], slices.Contains(dated, i)
		credit := ""
		if isDate || i < text {
			credit = lexicon.CreditIn(line, isDate)
		}
		switch {
		case credit != "":
			f.bylines = append(f.bylines, credit)
		case isDate:
		case i < text && (isFrameLine(line, m) || lexicon.IsDateLine(line) || lexicon.Key(line) == key):
		default:
			f.lines = append(f.lines, line)
		}
	}
	return f
}

// firstProse returns the index of the first line of the text; without one, that after the first line which is
// not of the frame.
func firstProse(lines []string) int {
	for i, line := range lines {
		if i > 0 && len(line) >= shortestProse && lexicon.EndsSentence(line) && !lexicon.IsImprint(line) &&
			!lexicon.IsPointer(line) {
			return i
		}
	}
	return len(lines)
}

// headlineOf returns the index of the headline among the lines over the text, or -1.
func headlineOf(lines []string, m masthead) int {
	best, most := -1, pointsFrameLine
	for i, line := range lines {
		if points := headlinePoints(lines, i, m); points >= most && !lexicon.IsDateLine(line) {
			best, most = i, points
		}
	}
	return best
}

func headlinePoints(lines []string, i int, m masthead) int {
	const near = 3 // lines
	line := lines[i]
	points := 0
	switch {
	case isFrameLine(line, m):
		points += pointsFrameLine
	case len(line) >= shortestHeadline && strings.Count(line, " ") >= 3:
		points += pointsLong
	default:
		points += pointsShort
	}
	if lexicon.EndsSentence(line) {
		points += pointsSentence
	}
	for j := i + 1; j < min(len(lines), i+1+near); j++ {
		if !isDated(lines[j]) {
			continue
		}
		if j == i+1 {
			points += pointsOverDate
		} else {
			points += pointsNearDate
		}
		break
	}
	over := true
	for _, next := range lines[i+1:] {
		over = over && (isDated(next) || isFrameLine(next, m) || lexicon.CreditIn(next, false) != "")
	}
	if over {
		points += pointsOverText
	}
	key := lexicon.Key(m.cutFrom(line))
	for j, other := range lines {
		if j != i && strings.HasPrefix(lexicon.Key(other), key) && len(key) >= shortestHeadline {
			return points + pointsRepeated
		}
	}
	return points
}

// isDated reports whether a line is a date, perhaps with the writer beside it.
func isDated(line string) bool {
	return lexicon.IsDateLine(line) || lexicon.HasDigitsOfDate(line) && lexicon.CreditIn(line, false) != "" &&
		byline.CutContact(line) == line
}

// isFrameLine reports whether a line over the text is of the frame of the page rather than of the article.
func isFrameLine(line string, m masthead) bool {
	const longestCrumbs = 160 // bytes
	key := lexicon.Key(line)
	return key == "" || lexicon.IsFrame(key) || lexicon.IsSection(key) || lexicon.IsLabel(line) ||
		lexicon.IsPointer(line) || lexicon.IsImprint(line) || m.looksLikeSite(line) ||
		len(line) <= longestCrumbs && strings.ContainsAny(line, "»›>") ||
		strings.HasPrefix(key, lexicon.Home) || len(line) < shortestHeadline && !lexicon.EndsSentence(line)
}
