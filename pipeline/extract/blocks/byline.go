package blocks

import (
	"slices"
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// takeByline takes the lines that name the writers out of blocks and returns both. They stand last, or are
// marked by their class, their place at the right margin or a label.
func takeByline(blocks []block) ([]block, []string) {
	const reach, mostLines = 6, 16 // blocks between two lines of one byline
	var lines []string
	last, passed, post := true, 0, -1
	for i := len(blocks) - 1; i >= 0 && len(lines) < mostLines; i-- {
		b := &blocks[i]
		marked := b.has(styleAuthor|styleRight) && !b.has(styleQuote)
		if b.kind() == news.Caption && !marked {
			continue
		}
		isLast := last && len(lines) == 0
		if head, _, _ := strings.Cut(b.text, "\n"); last && (lexicon.SignsOnBehalf(head) ||
			(len(lines) > 0 || head != b.text) && lexicon.SignsForOffice(head)) {
			blocks, lines = dropOfficial(blocks[:i+1]), nil // who signs is no writer
			break
		}
		switch {
		case marked && i > 0 && blocks[i-1].kind() == news.Caption && lexicon.IsPhotoCredit(b.text):
			b.style |= styleCaption
			continue
		case b.row && !lexicon.IsLabelledByline(b.text), marked && isOfQuestion(blocks, i):
		case marked && isLast && i > 0 && post < 0 && isOutletUnder(&blocks[i-1], b):
			post = i
			continue
		case lexicon.IsByline(b.text, marked, last), isLast && isSignature(b):
			lines = append(lines, b.text)
			b.text = ""
			if post == i+1 {
				blocks[post].text = "" // the writer's office, in a line of its own
			}
			continue // the line before may name the photographer
		case isLast && lexicon.IsDateLine(b.text):
			continue // among the credits
		case last && !b.image && lexicon.IsPhotoCredit(b.text) &&
			(i == 0 || blocks[i-1].kind() != news.Caption): // an archive
			b.text = ""
			continue
		case post < 0 && (marked || isLast) &&
			(byline.IsAffiliation(b.text) || byline.IsContact(b.text) || lexicon.NamesTeller(b.text) ||
				lexicon.IsPlaceAndDay(b.text)):
			post = i
			continue
		case isLast && lexicon.IsNote(b.text):
			continue
		case marked && isPlaceholder(b):
			b.text = ""
			continue
		case isLast:
			if rest, name := lexicon.CutName(b.text, dom.Clean(b.tail)); name != "" {
				b.text = rest
				lines = append(lines, name)
			} else if b.image && b.has(styleItalic|styleCenter) && len(b.text) < longestPlain {
				continue // a caption
			}
		}
		last = false
		if passed++; passed > reach && len(lines) > 0 {
			break
		}
	}
	slices.Reverse(lines)
	if len(blocks) > 2 && isNameAtHead(&blocks[0]) && !slices.ContainsFunc(lines, namesWriter) {
		lines, blocks = slices.Insert(lines, 0, blocks[0].text), blocks[1:]
	}
	return slices.DeleteFunc(blocks, func(b block) bool { return b.text == "" }), lines
}

// dropOfficial removes the signature of an office from the end of blocks, of which the last is a part.
func dropOfficial(blocks []block) []block {
	n := len(blocks) - 1
	for n > 0 && lexicon.SignsForOffice(blocks[n-1].text) {
		n--
	}
	return blocks[:n]
}

// isOutletUnder reports whether a line at the right margin names the newspaper from which the text was taken,
// under the line that names the writer.
func isOutletUnder(writer, b *block) bool {
	return writer.has(styleRight) && lexicon.IsOutlet(b.text) && lexicon.IsByline(writer.text, true, true)
}

// isOfQuestion reports whether the block at i is the signature of a reader under his question: a question
// goes before it, and the answer follows.
func isOfQuestion(blocks []block, i int) bool {
	return i > 0 && strings.Contains(blocks[i-1].text, "?") && afterProse(blocks) > i+1 ||
		i+1 < len(blocks) && lexicon.IsAnswer(blocks[i+1].text)
}

// isSignature reports whether the last block is a bare name that is set apart: bold, in capitals, or of three
// syllables and not under an image. Several names are parted by strokes. A given name alone must be in
// capitals.
func isSignature(b *block) bool {
	const leastSpaces = 2
	isSetApart := b.has(styleBold) || lexicon.AllCapitals(b.text)
	if lexicon.IsName(b.text) {
		return isSetApart || !b.image && strings.Count(b.text, " ") >= leastSpaces
	}
	return isSetApart && lexicon.AreNames(b.text) ||
		!b.image && lexicon.AllCapitals(b.text) && byline.IsGivenName(b.text)
}

// namesWriter reports whether a byline names a person, not only where the text is from.
func namesWriter(line string) bool {
	c, ok := lexicon.ParseByline(line, true)
	return ok && len(c.Authors) > 0
}

// isNameAtHead reports whether the first block is the name of the writer: three syllables at least, in
// italics or at the right margin.
func isNameAtHead(b *block) bool {
	const leastSpaces = 2
	return b.has(styleItalic|styleRight) && !b.image && strings.Count(b.text, " ") >= leastSpaces &&
		lexicon.IsName(b.text)
}

// isPlaceholder reports whether a block in a place made for the author names nobody: "Bút danh".
func isPlaceholder(b *block) bool {
	const longest = 80 // bytes; a longer one is text
	return b.has(styleAuthor) && len(b.text) < longest && !lexicon.EndsSentence(b.text)
}
