package blocks

import (
	"slices"
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// Lengths of captions in bytes.
const (
	longestCaption   = 600 // of any
	longestPlain     = 400 // of one that only one thing marks as a caption
	longestByShape   = 300 // of one that only another shape than that of the prose marks
	hardlyAParagraph = 90  // of a text under an image that is a caption because of its length
)

// markCaptions gives blocks the style of a caption by their place, their dress and their credit.
func markCaptions(blocks []block) {
	freeDescriptions(blocks)
	usual := usualShape(blocks)
	hasImage := slices.ContainsFunc(blocks, func(b block) bool { return b.image })
	for i := range blocks {
		if hasImage || !isOfStanza(blocks, i) {
			markCaption(&blocks[i], usual)
		}
	}
}

// isOfStanza reports whether a line stands with others in one element.
func isOfStanza(blocks []block, i int) bool {
	return i > 0 && blocks[i-1].group == blocks[i].group ||
		i+1 < len(blocks) && blocks[i+1].group == blocks[i].group
}

// freeDescriptions takes the style of a lede from the texts under images, if there are several: they are
// called descriptions, as some call the lede.
func freeDescriptions(blocks []block) {
	const several = 2
	n := 0
	for i := range blocks {
		if blocks[i].image && blocks[i].has(styleSapo) {
			n++
		}
	}
	for i := range blocks {
		if n >= several && blocks[i].image {
			blocks[i].style &^= styleSapo
		}
	}
}

// markCaption gives b the style of a caption if it is one. usual is the shape of the paragraphs.
func markCaption(b *block, usual uint32) {
	const other = styleHeading | styleQuote | styleSapo | styleAuthor
	if b.has(styleCaption|other) || b.row || len(b.text) > longestCaption {
		return
	}
	credit := ""
	if (b.image || len(b.text) < longestPlain) && mayHaveCredit(b.text) {
		_, credit = byline.CutCredit(b.text)
	}
	if isDressedAsCaption(b, usual, credit) && !isNoCaption(b, credit) {
		b.style |= styleCaption
	}
}

// mayHaveCredit reports whether a text has one of the signs beside credits.
func mayHaveCredit(s string) bool {
	return strings.IndexByte(s, ':') >= 0 || strings.IndexByte(s, '(') >= 0 || strings.IndexByte(s, '/') >= 0
}

// isDressedAsCaption reports whether a block looks like a caption: by an image beside it, its alignment and
// type, its credit, the frame around it.
func isDressedAsCaption(b *block, usual uint32, credit string) bool {
	size, bold := len(b.text), b.has(styleBold)
	centred, italic := b.has(styleCenter), b.has(styleItalic)
	return b.image && (centred || italic || credit != "" || !bold && size <= hardlyAParagraph) ||
		b.image && !lexicon.EndsSentence(b.text) && !b.has(styleBold|styleList) && size < longestPlain ||
		centred && italic && size < longestPlain ||
		credit != "" && size < longestPlain && (centred || italic || strings.HasSuffix(b.text, credit)) ||
		b.big && !bold ||
		b.image && b.shape != usual && (!bold || b.minor) && size < longestByShape
}

// isNoCaption reports whether a block is something else by its words: the day beside the logo, an answer
// beside its sign, the writer beside the signs for printing.
func isNoCaption(b *block, credit string) bool {
	if b.image {
		return lexicon.IsDateLine(b.text) || lexicon.OpensAnswer(b.text) || lexicon.TellsWriter(b.text)
	}
	return credit == "" && len(b.text) <= lexicon.LongestByline && lexicon.CreditIn(b.text, false) != ""
}

// usualShape returns the shape of the elements that hold most of the text.
func usualShape(blocks []block) uint32 {
	sizes := map[uint32]int{}
	var usual uint32
	for i := range blocks {
		b := &blocks[i]
		if sizes[b.shape] += len(b.text); sizes[b.shape] > sizes[usual] {
			usual = b.shape
		}
	}
	return usual
}

// tellPhotoStory turns captions into paragraphs where they are the story: most are long, three at least, and
// they have twice the text of all else. Shorter ones say what is to be seen.
func tellPhotoStory(blocks []block) {
	const long, leastLong = 160, 3 // bytes; captions
	captions, longOnes, other, n := 0, 0, 0, 0
	for i := range blocks {
		b := &blocks[i]
		if b.kind() != news.Caption {
			other += len(b.text)
			continue
		}
		n++
		captions += len(b.text)
		if len(b.text) > long {
			longOnes++
		}
	}
	if longOnes < leastLong || 2*longOnes < n || captions < 2*other {
		return
	}
	for i := range blocks {
		blocks[i].style &^= styleCaption
	}
}

// appendCaption appends a caption with its credit. A line that is only a credit is that of the caption
// before.
func appendCaption(out []news.Block, line string) []news.Block {
	text, credit := byline.CutCredit(line)
	if n := len(out) - 1; text == "" && n >= 0 && out[n].Kind == news.Caption && out[n].Credit == "" {
		out[n].Credit = credit
		return out
	}
	if text == "" {
		text, credit = line, ""
	}
	return append(out, news.Block{Kind: news.Caption, Text: text, Credit: credit})
}

// captionsIn counts the captions among blocks.
func captionsIn(blocks []block) int {
	n := 0
	for i := range blocks {
		if blocks[i].kind() == news.Caption {
			n++
		}
	}
	return n
}
