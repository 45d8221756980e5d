package extract

import (
	"cmp"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/extract/transcript"
	"baotinh/pipeline/news"
)

// plain reads a page that was saved as text, a block a line.
func (x *Extractor) plain(src *news.Page, content string) (*news.Article, error) {
	t := transcript.Read(content)
	t.Lines = flatLines(t)
	var lines []string
	for i := range t.Lines {
		if l := &t.Lines[i]; !l.Link {
			lines = append(lines, l.Text)
		}
	}
	if len(lines) == 0 {
		return nil, &NoArticleError{ReasonEmpty}
	}
	paper := x.paperOf(src, new(structured.Meta))
	p := &page{
		Page: new(scan.Page), source: src, jsonld: new(structured.JSONLD), own: cms.None, paper: paper,
		masthead: newMasthead(paper, ""),
	}
	flat := readFlat(t, p.masthead, src)
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
	if flat.author != "" {
		text.Byline = append([]string{flat.author}, text.Byline...)
	}
	a.Dateline, a.Blocks = text.Dateline, text.Blocks
	p.findCredits(l, &text, p.bylineCandidates(l, &text)).setOn(a)
	if reason := plainFacts(a, src, lines).refuseLate(p, a); reason != "" {
		return nil, &NoArticleError{reason}
	}
	a.Event = eventOf(a)
	if u, err := canonical.URL(cmp.Or(src.Location(), t.URL)); err == nil {
		a.URL, a.ID = u, news.NewID(u)
	}
	if paper != nil {
		a.Newspaper, a.Province = paper.Name, paper.Province
	}
	return a, nil
}
