package extract

import (
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// plain reads a page that was saved as text: blocks parted by blank lines, or one a line. Above the headline
// stands, if anything, the clock of the page; it is passed over. What has no full stop between paragraphs is
// a caption; the last line may be the byline.
func (x *Extractor) plain(p *news.Page, content string) (*news.Article, error) {
	lines := plainBlocks(content)
	for len(lines) > 0 && (isDateLine(lines[0]) || isLabel(lines[0])) {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return nil, &NoArticleError{ReasonEmpty}
	}

	a := &news.Article{Title: lines[0]}
	a.Evidence = news.Evidence{Title: "text", Body: "text"}
	r := &reader{scan: new(scan), page: p, family: -1, article: a}
	var blocks []block
	for i, line := range lines[1:] {
		if i < 2 && isDateLine(line) {
			r.plainDate(line)
			continue
		}
		blocks = append(blocks, block{text: line})
	}

	t := text{title: key(a.Title)}
	blocks = t.takeByline(t.dropForeign(blocks))
	for i, b := range blocks {
		kind := news.Paragraph
		switch {
		case endsSentence(b.text) || len(b.text) > longestCaption:
		case i == 0 || i == len(blocks)-1 && i < 2:
		case allCapitals(b.text):
			kind = news.Heading
		default:
			kind = news.Caption
		}
		text, credit := b.text, ""
		if kind == news.Caption {
			if s, c := byline.CutCredit(text); s != "" {
				text, credit = s, c
			}
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: kind, Text: text, Credit: credit})
	}
	r.setByline(t.byline, frame{})
	r.creditPhotos()
	for i := range a.Blocks {
		if b := &a.Blocks[i]; b.Kind == news.Paragraph {
			b.Text, a.Dateline = cutDateline(b.Text)
			break
		}
	}
	if reason := r.refuseLate(); reason != "" {
		return nil, &NoArticleError{reason}
	}

	if a.Published.IsZero() && !p.FeedDate.IsZero() {
		a.Published = p.FeedDate
		a.Published.Evidence = news.EvidenceFeed
	}
	a.Event = eventOf(a)
	if u, err := canonical.URL(p.Location()); err == nil {
		a.URL, a.ID = u, news.NewID(u)
	}
	if paper := x.paperOf(p, new(pageMeta)); paper != nil {
		a.Newspaper, a.Province = paper.Name, paper.Province
	}
	return a, nil
}

// plainDate takes the date printed under the headline.
func (r *reader) plainDate(line string) {
	d := readMachineDate(line, news.EvidenceVisible)
	if r.article.Published.IsZero() {
		r.article.Published = d.date
	}
}

// plainBlocks returns the blocks of a text, cleaned. If blank lines part it, lines between them belong
// together unless they end sentences.
func plainBlocks(content string) []string {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	var blocks []string
	for chunk := range strings.SplitSeq(content, "\n\n") {
		for line := range strings.Lines(chunk) {
			if line = clean(line); line != "" {
				blocks = append(blocks, line)
			}
		}
	}
	return blocks
}
