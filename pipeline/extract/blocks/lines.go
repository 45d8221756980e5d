package blocks

import (
	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// ReadLines returns the text of an article that was saved as text, a block a line, each clean. A line
// without the end of a sentence is a heading if it is in capitals, and else a caption; the first may be a
// cut sentence, and the last ones the byline.
func ReadLines(lines []string) Text {
	blocks := make([]block, len(lines))
	for i, line := range lines {
		blocks[i].text = line
	}
	var t Text
	blocks, t.Byline = takeByline(dropForeign(blocks))
	for i, b := range blocks {
		kind := news.Paragraph
		switch {
		case lexicon.EndsSentence(b.text) || len(b.text) > longestCaption:
		case i == 0 || i == len(blocks)-1 && i < 2:
		case lexicon.AllCapitals(b.text):
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
		t.Blocks = append(t.Blocks, news.Block{Kind: kind, Text: text, Credit: credit})
	}
	t.cutDateline()
	return t
}
