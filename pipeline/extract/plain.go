package extract

import (
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
)

// plain reads a page that was saved as text, a block a line.
func (x *Extractor) plain(src *news.Page, content string) (*news.Article, error) {
	lines := plainLines(content)
	paper := x.paperOf(src, new(structured.Meta))
	p := &page{
		Page: new(scan.Page), source: src, jsonld: new(structured.JSONLD), own: cms.None, paper: paper,
		masthead: newMasthead(paper, ""),
	}
	flat := readFlat(lines, p.masthead, src)
	if flat.title == "" {
		return nil, &NoArticleError{ReasonEmpty}
	}
	a := &news.Article{
		Title: flat.title, Published: flat.dates.Published, Updated: flat.dates.Updated,
		Warnings: flat.dates.Warnings, Evidence: news.Evidence{Title: "text", Body: "text"},
	}
	l := &scan.Layout{Page: p.Page, Family: cms.None}
	text := blocks.ReadLines(flat.lines)
	text.Above = flat.bylines
	a.Dateline, a.Blocks = text.Dateline, text.Blocks
	p.findCredits(l, &text).setOn(a)
	if reason := plainFacts(a, src, lines).refuseLate(p, a); reason != "" {
		return nil, &NoArticleError{reason}
	}
	a.Event = eventOf(a)
	if u, err := canonical.URL(src.Location()); err == nil {
		a.URL, a.ID = u, news.NewID(u)
	}
	if paper != nil {
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
