package blocks

import (
	"slices"
	"strconv"
	"strings"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// longestHeading is the length of the longest heading inside a text, in bytes.
const longestHeading = 160

// dropForeign removes lines that point elsewhere, labels, and all lines after the end of the article.
func dropForeign(blocks []block) []block {
	blocks = dropNumbers(dropCounters(dropNext(dropComments(blocks))))
	blocks = dropRepeated(dropFields(dropPullQuotes(blocks)))
	kept := blocks[:0]
	end := afterProse(blocks)
	for i := range blocks {
		b := blocks[i]
		switch {
		case i > 0 && i < end && lexicon.HeadsMore(b.text) &&
			(headsTeasers(blocks[i+1:]) || leadOn(blocks[i+1:])):
			return append(kept, signatures(blocks[i+1:])...)
		case lexicon.IsDebris(b.text), isLinkRow(&b), isCrumb(&b, len(kept) == 0):
			continue
		case (i >= end && end > 0 || b.links*2 > len(b.text)) && lexicon.IsTopics(b.text, b.links):
			continue
		case lexicon.IsPointer(b.text), isPureLink(&b):
			kept = dropLabel(kept)
			continue
		case i >= end && lexicon.HeadsMore(b.text),
			i > 0 && b.has(styleHeading|styleBold) && lexicon.HeadsComments(b.text),
			i > 0 && lexicon.CountsComments(b.text) && hasParagraph(blocks[:i]):
			return append(kept, signatures(blocks[i+1:])...)
		case lexicon.IsLabel(b.text), lexicon.IsStamp(b.text), lexicon.IsImprint(b.text),
			lexicon.IsAddress(b.text):
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// headsTeasers reports whether nothing but linked headlines of other articles stands under a label, half of
// them at least with a sentence each.
func headsTeasers(blocks []block) bool {
	const least = 2 // sentences
	heads, sentences, isHead := 0, 0, false
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.kind() == news.Caption, lexicon.IsDateLine(b.text):
		case isMostly(b.links, len(b.text)):
			heads++
			isHead = true
		case !isHead || !lexicon.EndsSentence(b.text):
			return false
		default:
			sentences++
			isHead = false
		}
	}
	return sentences >= least && 2*sentences >= heads
}

// leadOn reports whether nothing but teasers stands under a label whose headlines are no links: each of a few
// blocks, the last of which ends in a link to read on.
func leadOn(blocks []block) bool {
	const least, most = 2, 4 // teasers; blocks of one
	teasers, n := 0, 0
	for i := range blocks {
		b := &blocks[i]
		if n++; n > most {
			return false
		}
		const date = " 0123456789/-.:" // which may stand behind
		if b.links > 0 && endsReadOn(strings.TrimRight(b.text, date)) {
			teasers, n = teasers+1, 0
		}
	}
	return teasers >= least
}

// endsReadOn reports whether a line ends in the name of a button to read on.
func endsReadOn(s string) bool {
	const mostWords = 3
	at := len(s)
	for range mostWords {
		if at = strings.LastIndexByte(s[:at], ' '); at < 0 {
			break
		}
		if lexicon.IsReadOn(s[at+1:]) {
			return true
		}
	}
	return lexicon.IsReadOn(s)
}

// dropComments removes what readers wrote from the end of blocks, where no heading says so: two names or more
// that each stand over a time, with a text behind each, or before each.
func dropComments(blocks []block) []block {
	var signed []int // the indexes of the names
	for i := 1; i+1 < len(blocks); i++ {
		if lexicon.IsDateLine(blocks[i+1].text) && lexicon.IsName(blocks[i].text) {
			signed = append(signed, i)
		}
	}
	if len(signed) < 2 {
		return blocks
	}
	first, last := signed[0], signed[len(signed)-1]
	if last+2 >= len(blocks) { // the names stand under the texts
		first--
	}
	return blocks[:first]
}

// hasParagraph reports whether one of blocks is a paragraph of the text rather than a lede.
func hasParagraph(blocks []block) bool {
	const paragraphs = 2
	n := 0
	for i := range blocks {
		if b := &blocks[i]; b.kind() == news.Paragraph && isLede(b.text) && b.links*2 < len(b.text) {
			n++
		}
	}
	return n >= paragraphs
}

// dropNext removes the announcement of the next part of a series from the end of blocks: "Kỳ cuối: Đường về".
func dropNext(blocks []block) []block {
	const reach = 5 // blocks: a signature and the address of the page may stand below it
	for i := max(1, len(blocks)-reach); i < len(blocks); i++ {
		label, _, ok := strings.Cut(blocks[i].text, ":")
		if ok && len(blocks[i].text) <= longestHeading && lexicon.IsPart(label) && hasParagraph(blocks[:i]) &&
			!hasParagraph(blocks[i:]) && afterProse(blocks) <= i {
			return append(blocks[:i], blocks[i+1:]...)
		}
	}
	return blocks
}

// dropCounters removes the numbers of the pictures of a photo story, "1/6" to "6/6".
func dropCounters(blocks []block) []block {
	const most = 3 // digits
	n, of := 0, ""
	isNext := func(s string) bool {
		a, b, ok := strings.Cut(s, "/")
		return ok && len(b) <= most && (of == "" || b == of) && strings.TrimSpace(a) == strconv.Itoa(n+1) &&
			lexicon.IsNumber(b)
	}
	for i := range blocks {
		if len(blocks[i].text) <= 2*most+1 && isNext(blocks[i].text) {
			n++
			_, of, _ = strings.Cut(blocks[i].text, "/")
		}
	}
	if n < 2 || strconv.Itoa(n) != of {
		return blocks
	}
	return slices.DeleteFunc(blocks, func(b block) bool {
		a, all, ok := strings.Cut(b.text, "/")
		return ok && all == of && lexicon.IsNumber(a)
	})
}

// dropNumbers removes the numbers of the chapters of a long read, "01" to "04", each over its heading.
func dropNumbers(blocks []block) []block {
	const most = 2 // digits
	n := 0
	isNext := func(i int) bool {
		number, err := strconv.Atoi(blocks[i].text)
		return err == nil && number == n+1 && blocks[i+1].has(styleHeading|styleBold)
	}
	for i := range max(0, len(blocks)-1) {
		if len(blocks[i].text) <= most && isNext(i) {
			n++
		}
	}
	if n < 2 {
		return blocks
	}
	n = 0
	kept := blocks[:0]
	for i := range blocks {
		if i+1 < len(blocks) && len(blocks[i].text) <= most && isNext(i) {
			n++
			continue
		}
		kept = append(kept, blocks[i])
	}
	return kept
}

// dropFields removes the list of what a system knows of an article from the beginning of blocks: its section,
// who entered it, the number of readers.
func dropFields(blocks []block) []block {
	fields, n := 0, 0
	for n < len(blocks) && blocks[n].kind() == news.List {
		label, _, _ := strings.Cut(blocks[n].text, ":")
		key := lexicon.Key(label)
		_, isBy := lexicon.CutBy(blocks[n].text)
		if isBy || lexicon.NamesField(key) || lexicon.IsTemplateTitle(key) {
			fields++
		}
		n++
	}
	if fields == 0 || fields*2 < n {
		return blocks
	}
	return blocks[n:]
}

// dropRepeated removes the last block if it repeats a paragraph in an element of another kind, a box that
// sets it apart.
func dropRepeated(blocks []block) []block {
	const shortest = 80 // bytes
	n := len(blocks) - 1
	if n < 0 || len(blocks[n].text) < shortest {
		return blocks
	}
	isSame := func(b block) bool {
		return b.text == blocks[n].text && b.shape != blocks[n].shape && b.kind() == news.Paragraph
	}
	if slices.ContainsFunc(blocks[:n], isSame) {
		return blocks[:n]
	}
	return blocks
}

// dropPullQuotes removes quotations that set apart what a paragraph says, too.
func dropPullQuotes(blocks []block) []block {
	const shortest, longest = 16, 300 // bytes of a key
	if !slices.ContainsFunc(blocks, func(b block) bool { return b.kind() == news.Quote }) {
		return blocks
	}
	keys := make([]string, 0, len(blocks))
	for i := range blocks {
		if blocks[i].kind() == news.Paragraph {
			keys = append(keys, lexicon.Key(blocks[i].text))
		}
	}
	return slices.DeleteFunc(blocks, func(b block) bool {
		if b.kind() != news.Quote || len(b.text) > longest {
			return false
		}
		key := lexicon.Key(b.text)
		return len(key) >= shortest && slices.ContainsFunc(keys, func(k string) bool {
			return len(k) > len(key) && strings.Contains(k, key)
		})
	})
}

// signatures returns the bylines at the right margin among the first blocks after the text: some pages put
// a box of related articles before the writer.
func signatures(blocks []block) []block {
	const reach = 6 // blocks
	var found []block
	for i := range blocks[:min(len(blocks), reach)] {
		if b := &blocks[i]; b.has(styleRight) && b.links == 0 && lexicon.IsByline(b.text, true, true) {
			found = append(found, *b)
		}
	}
	return found
}

// afterProse returns the index after the last block that reads like prose: from there on a label heads other
// articles.
func afterProse(blocks []block) int {
	const shortest = 60 // bytes of a sentence; labels and signatures are shorter
	for i := len(blocks) - 1; i >= 0; i-- {
		b := &blocks[i]
		if len(b.text) > shortest && b.links*3 < len(b.text) && lexicon.EndsSentence(b.text) &&
			!b.has(styleList) {
			return i + 1
		}
	}
	return 0
}

// dropLabel removes a heading like "Tin liên quan:" from the end of blocks.
func dropLabel(blocks []block) []block {
	n := len(blocks)
	if n == 0 {
		return blocks
	}
	last := &blocks[n-1]
	if len(last.text) < longestHeading && strings.HasSuffix(last.text, ":") &&
		last.has(styleBold|styleHeading) {
		return blocks[:n-1]
	}
	return blocks
}

// isLinkRow reports whether a block is a row of links, as a menu.
func isLinkRow(b *block) bool {
	return b.many && b.links*10 >= len(b.text)*8 && !lexicon.EndsSentence(b.text) && !b.has(styleAuthor)
}

// isCrumb reports whether a block names the section: a link of a few words over the text, or a few words
// behind the sign of a breadcrumb: "| Kinh doanh".
func isCrumb(b *block, isFirst bool) bool {
	const longest = 60 // bytes
	if len(b.text) > longest || lexicon.EndsSentence(b.text) || b.has(styleAuthor|styleRight|styleList) {
		return false
	}
	return isFirst && isMostly(b.links, len(b.text)) || strings.IndexByte("|/", b.text[0]) >= 0 ||
		strings.HasPrefix(b.text, "› ")
}

// isPureLink reports whether a block is nothing but a link to another article: 19 parts in 20 are, or all
// but the number of the part before it or the date after it; in a list, six parts in ten.
func isPureLink(b *block) bool {
	const fewestWords = 4 // of a headline
	const longestDate = len("(04/12/2023 10:15)")
	if b.has(styleAuthor|styleCaption) || b.links*2 < len(b.text) ||
		lexicon.Words(b.text) < fewestWords {
		return false
	}
	if strings.HasPrefix(b.text, "Trang chủ ") || lexicon.BeginsMore(b.text, len(b.text)-b.links) {
		return true
	}
	if b.plain && lexicon.Sentences(b.text) >= 2 {
		return false // a headline has no full stops
	}
	label, _, ok := strings.Cut(b.text, ": ")
	if ok && len(b.text)-b.links <= len(label)+len(": ") && lexicon.IsPart(label) {
		return true
	}
	size := len(strings.TrimLeft(b.text, "•▪■*+-–— "))
	return b.links*20 >= size*19 || size-b.links <= longestDate && lexicon.EndsInDate(b.text) ||
		b.has(styleList) && b.links*10 >= len(b.text)*6
}
