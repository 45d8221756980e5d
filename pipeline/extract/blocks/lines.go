package blocks

import (
	"strings"

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
	blocks = dropTwins(takeSource(blocks))
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

// takeSource cuts the address off a line that says where the text is from: "Nguồn Báo Nhân Dân: http://…".
// A line with nothing else is dropped.
func takeSource(blocks []block) []block {
	const label = "Nguồn"
	kept := blocks[:0]
	for _, b := range blocks {
		rest, ok := strings.CutPrefix(b.text, label)
		at := max(strings.Index(rest, "http"), strings.Index(rest, "www."))
		if ok && at >= 0 && len(b.text) <= 2*lexicon.LongestByline {
			rest = strings.TrimPrefix(strings.Trim(rest[:at], " :(-–"), "tin")
			if rest = strings.Trim(rest, " :"); rest == "" {
				continue
			}
			b.text = label + ": " + rest
		}
		kept = append(kept, b)
	}
	return kept
}

// dropTwins drops a line that stands twice, as where an image has its caption for its replacement text, too;
// the second may have a credit. Behind the text both are dropped: they are a link with its image.
func dropTwins(blocks []block) []block {
	end := afterProse(blocks)
	kept := blocks[:0]
	for i := 0; i < len(blocks); i++ {
		if i+1 < len(blocks) && isTwin(blocks[i].text, blocks[i+1].text) {
			if i >= end {
				i++
			}
			continue
		}
		kept = append(kept, blocks[i])
	}
	return kept
}

// isTwin reports whether the second of two lines is the first again, perhaps with a credit.
func isTwin(a, b string) bool {
	if len(a) > longestCaption {
		return false
	}
	key := lexicon.Key(a)
	if key == lexicon.Key(b) {
		return true
	}
	text, credit := byline.CutCredit(b)
	return credit != "" && lexicon.Key(text) == key
}
