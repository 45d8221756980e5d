package extract

import (
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
)

// plain reads a page that was saved as text, a block a line. Above the headline stands, if anything, the
// clock of the page; it is passed over. Under it may stand the date.
func (x *Extractor) plain(src *news.Page, content string) (*news.Article, error) {
	const reachOfDate = 2 // lines under the headline
	lines := plainLines(content)
	for len(lines) > 0 && (lexicon.IsDateLine(lines[0]) || lexicon.IsLabel(lines[0])) {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return nil, &NoArticleError{ReasonEmpty}
	}

	a := &news.Article{Title: lines[0]}
	a.Evidence = news.Evidence{Title: "text", Body: "text"}
	var rest []string
	for i, line := range lines[1:] {
		if i >= reachOfDate || !lexicon.IsDateLine(line) {
			rest = append(rest, line)
		} else if a.Published.IsZero() {
			a.Published = published.Stated(line, news.EvidenceVisible).Date
		}
	}
	p := &page{Page: new(scan.Page), source: src, jsonld: new(structured.JSONLD), own: cms.None}
	l := &scan.Layout{Page: p.Page, Family: cms.None}
	text := blocks.ReadLines(rest)
	a.Dateline, a.Blocks = text.Dateline, text.Blocks
	p.findCredits(l, &text).setOn(a)
	if reason := plainFacts(a, src, plainLines(content)).refuseLate(p, a); reason != "" {
		return nil, &NoArticleError{reason}
	}
	if a.Published.IsZero() && !src.FeedDate.IsZero() {
		a.Published = src.FeedDate
		a.Published.Evidence = news.EvidenceFeed
	}
	a.Event = eventOf(a)
	if u, err := canonical.URL(src.Location()); err == nil {
		a.URL, a.ID = u, news.NewID(u)
	}
	if paper := x.paperOf(src, new(structured.Meta)); paper != nil {
		a.Newspaper, a.Province = paper.Name, paper.Province
	}
	return a, nil
}

// plainLines returns the lines of a text, clean and without the empty ones.
func plainLines(content string) []string {
	var lines []string
	for line := range strings.Lines(content) {
		if line = dom.Clean(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
