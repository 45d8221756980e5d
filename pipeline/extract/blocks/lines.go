package blocks

import (
	"slices"
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// A Line is a line of an article that was saved as text, and what its form says of it.
type Line struct {
	Text    string
	Heading bool // it is marked as a heading
	Item    bool // it is an item of a list
	Quote   bool
	Caption bool // it stands under an image
	Over    bool // it stands right over a paragraph and apart from the one before
	Apart   bool // empty lines part it from the paragraphs before and behind it
}

func (l *Line) style() style {
	var s style
	for _, mark := range [...]struct {
		is bool
		style
	}{{l.Heading, styleHeading}, {l.Item, styleList}, {l.Quote, styleQuote}, {l.Caption, styleCaption}} {
		if mark.is {
			s |= mark.style
		}
	}
	return s
}

// ReadLines returns the text of an article that was saved as text, a block a line, each clean. A line that
// is not marked and lacks the end of a sentence is a heading if it is in capitals, or short and over a
// paragraph, and else a caption; the first may be a cut sentence, and the last ones the byline.
func ReadLines(lines []Line) Text {
	blocks := make([]block, len(lines))
	for i := range lines {
		l := &lines[i]
		blocks[i] = block{text: l.Text, style: l.style(), over: l.Over, apart: l.Apart}
	}
	var t Text
	blocks = dropTwins(takeSource(blocks))
	blocks, t.Byline = takeByline(dropForeign(blocks))
	credited := slices.ContainsFunc(blocks, func(b block) bool {
		return b.style == 0 && lexicon.HasPhotoCredit(b.text)
	})
	for i := range blocks { // where captions have a credit, a short line without one is a heading
		b := &blocks[i]
		b.over = b.over || credited && b.apart && isBetweenSentences(blocks, i)
	}
	for i := range blocks {
		b := &blocks[i]
		kind, text, credit := kindOfLine(blocks, i), b.text, ""
		if kind == news.Caption {
			if s, c := byline.CutCredit(text); s != "" {
				text, credit = s, c
			}
		}
		t.Blocks = append(t.Blocks, news.Block{Kind: kind, Text: text, Credit: credit})
	}
	for n := len(t.Blocks); n > 0 && t.Blocks[n-1].Kind == news.Heading; n-- {
		t.Blocks = t.Blocks[:n-1] // it headed what was left out
	}
	t.cutDateline()
	return t
}

// kindOfLine returns the kind of a line.
func kindOfLine(blocks []block, i int) news.BlockKind {
	b := &blocks[i]
	switch {
	case b.style != 0:
		return b.kind()
	case lexicon.EndsSentence(b.text) || len(b.text) > longestCaption:
	case i == 0 || i == len(blocks)-1 && i < 2:
	case lexicon.AllCapitals(b.text), b.over && isShortHeading(b):
		return news.Heading
	default:
		return news.Caption
	}
	return news.Paragraph
}

// isBetweenSentences reports whether a line has fewer words than headlines have, and the lines before and
// behind it end sentences.
func isBetweenSentences(blocks []block, i int) bool {
	const mostWords = 8
	return i > 0 && i+1 < len(blocks) && lexicon.Words(blocks[i].text) <= mostWords &&
		lexicon.EndsSentence(blocks[i-1].text) && lexicon.EndsSentence(blocks[i+1].text)
}

// isShortHeading reports whether a line is as short as headings in a text, and has no credit of a photo.
func isShortHeading(b *block) bool {
	const mostWords = 12
	_, credit := byline.CutCredit(b.text)
	return credit == "" && lexicon.Words(b.text) <= mostWords
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
