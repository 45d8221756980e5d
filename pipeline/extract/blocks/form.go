package blocks

import (
	"slices"
	"strings"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// unquote makes no quotations of the blocks of a text that hardly has others: old pages indent a text by
// <blockquote>.
func unquote(blocks []block) {
	if !slices.ContainsFunc(blocks, func(b block) bool { return b.has(styleQuote) }) {
		return
	}
	quoted, all := 0, 0
	for i := range blocks {
		b := &blocks[i]
		if b.has(styleCaption) || isPureLink(b) {
			continue
		}
		all += len(b.text)
		if b.has(styleQuote) {
			quoted += len(b.text)
		}
	}
	if quoted*4 < all*3 {
		return
	}
	for i := range blocks {
		blocks[i].style &^= styleQuote
	}
}

// joinVerses joins lines of a poem to stanzas: three lines at least that line breaks part, or four paragraphs
// in a row.
func joinVerses(blocks []block) []block {
	const leastLines, leastParagraphs = 3, 4
	inGroup := func(a, b *block) bool { return a.group == b.group }
	inRow := func(a, b *block) bool { return a.group != b.group && a.shape == b.shape }
	kept := blocks[:0]
	for i := 0; i < len(blocks); {
		n := verseLines(blocks[i:], inGroup)
		if n < leastLines {
			n = verseLines(blocks[i:], inRow)
			if n < leastParagraphs {
				kept = append(kept, blocks[i])
				i++
				continue
			}
		}
		stanza := blocks[i]
		lines := make([]string, n)
		for j := range lines {
			lines[j] = blocks[i+j].text
		}
		stanza.text, stanza.verse = strings.Join(lines, "\n"), true
		stanza.style &^= styleBold | styleItalic
		kept = append(kept, stanza)
		i += n
	}
	return kept
}

// verseLines returns how many of the first blocks are lines of one stanza, each bound to the one before.
func verseLines(blocks []block, bound func(a, b *block) bool) int {
	n, names := 0, 0
	for n < len(blocks) && isVerseLine(&blocks[n]) && (n == 0 || bound(&blocks[n-1], &blocks[n])) {
		if lexicon.IsName(blocks[n].text) {
			names++
		}
		n++
	}
	if 2*names > n {
		return 0 // a list of people
	}
	return n
}

// isVerseLine reports whether a block is as long as a line of a poem, and neither a sentence with figures nor
// an item of a list.
func isVerseLine(b *block) bool {
	const fewest, most = 3, 10 // words
	const longest = 70         // bytes
	if b.kind() != news.Paragraph || b.has(styleRight|styleAuthor|styleSapo|styleLink) || b.image || b.big ||
		len(b.text) > longest || strings.ContainsAny(b.text, "0123456789:/()|@") ||
		strings.IndexByte("-+*", b.text[0]) >= 0 || strings.HasPrefix(b.text, "•") {
		return false
	}
	words := len(strings.Fields(b.text))
	return fewest <= words && words <= most
}

// markQuestions marks the questions of an interview: two paragraphs at least that ask and are set apart, in
// bold or by a label, each with an answer below it; or one under the label of a reader's question.
func markQuestions(blocks []block) {
	const least = 2
	var found []int
	for i := range blocks[:max(0, len(blocks)-1)] {
		b, next := &blocks[i], &blocks[i+1]
		if b.kind() != news.Paragraph || next.kind() == news.Heading {
			continue
		}
		labelled := lexicon.IsQuestion(b.text)
		switch {
		case labelled && lexicon.IsAnswer(next.text):
			b.asks = true
		case strings.Contains(b.text, "?") && (labelled || b.has(styleBold)) && !isSetApart(next):
			found = append(found, i)
		}
	}
	if len(found) < least && !slices.ContainsFunc(blocks, func(b block) bool { return b.asks }) {
		return
	}
	for _, i := range found {
		blocks[i].asks = true
	}
}

// isSetApart reports whether a block has the form of a question, too.
func isSetApart(b *block) bool {
	return lexicon.IsQuestion(b.text) || b.has(styleBold) && strings.HasSuffix(b.text, "?")
}
