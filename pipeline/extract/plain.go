package extract

import (
	"slices"
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

// plain reads a page that was saved as text, a block a line. Above the headline may stand labels and dates.
func (x *Extractor) plain(src *news.Page, content string) (*news.Article, error) {
	lines := plainLines(content)
	headline := 0
	for headline < len(lines) && (lexicon.IsDateLine(lines[headline]) || lexicon.IsLabel(lines[headline])) {
		headline++
	}
	if headline == len(lines) {
		return nil, &NoArticleError{ReasonEmpty}
	}

	a := &news.Article{Title: lines[headline]}
	a.Evidence = news.Evidence{Title: "text", Body: "text"}
	dates, dated := published.Lines(&published.LineInput{
		Lines: lines, Headline: headline, URL: src.Location(), FeedDate: src.FeedDate, Fetched: src.Fetched,
	})
	a.Published, a.Updated, a.Warnings = dates.Published, dates.Updated, dates.Warnings
	p := &page{Page: new(scan.Page), source: src, jsonld: new(structured.JSONLD), own: cms.None}
	l := &scan.Layout{Page: p.Page, Family: cms.None}
	text := blocks.ReadLines(without(lines[headline+1:], headline+1, dated))
	for _, i := range dated {
		if s := lexicon.CreditIn(lines[i], true); s != "" {
			text.Above = append(text.Above, s)
		}
	}
	a.Dateline, a.Blocks = text.Dateline, text.Blocks
	p.findCredits(l, &text).setOn(a)
	if reason := plainFacts(a, src, lines).refuseLate(p, a); reason != "" {
		return nil, &NoArticleError{reason}
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

// without returns lines, the first of which has the number first, less those with the numbers given.
func without(lines []string, first int, numbers []int) []string {
	var kept []string
	for i, line := range lines {
		if !slices.Contains(numbers, first+i) {
			kept = append(kept, line)
		}
	}
	return kept
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
