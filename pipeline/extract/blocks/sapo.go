package blocks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// Lengths of ledes in bytes.
const (
	longestSapo      = 1800 // that stands apart from the body
	longestSapoInRow = 1500 // that is the first paragraph
	shortestSapo     = 20   // in a place made for it
	shortestLede     = 100  // of a line that is a lede rather than a heading
	shortestSentence = 50   // the same, of one that ends a sentence
	shortestCut      = 60   // that two printings of one lede have in common, one of them cut short
)

// familySapo returns the lede by the family's selectors and its element, or the empty string. An element
// that is too long for one, or has more than half of the body, lacks its end tag and holds a part of the
// text.
func familySapo(l *scan.Layout, title string) (string, *html.Node) {
	sapo, node := "", (*html.Node)(nil)
	for _, h := range l.Hits(l.Family, cms.FieldSapo) {
		isBody := dom.Contains(h.Node, l.Body.Node) ||
			h.Text*2 > l.Body.Text && dom.Contains(l.Body.Node, h.Node)
		if h.From > l.Body.To || isBody || !dom.IsShort(h.Node, longestSapo) {
			continue
		}
		if dom.Contains(h.Node, l.Title.Node) || dom.HasImage(h.Node) {
			continue // its blocks tell lede from caption
		}
		s := textOfSapo(h.Node)
		if len(s) < shortestSapo || lexicon.HasKey(s, lexicon.Key(title)) {
			continue
		}
		if sapo == "" || lexicon.IsCut(sapo) && !lexicon.IsCut(s) &&
			isSameStart(lexicon.Key(sapo), lexicon.Key(s), true) {
			sapo, node = s, h.Node
		}
	}
	return sapo, node
}

// textOfSapo returns the text of a lede. A place or the name of the newspaper that opens it as a stamp, in an
// element of its own and without a blank behind it, becomes a dateline: "(Sìn Hồ) – Sáng 6/3, …".
func textOfSapo(n *html.Node) string {
	const longest = 40 // bytes of a stamp
	s := dom.Clean(dom.Text(n, longestSapo))
	first := n.FirstChild
	for first != nil && first.Type == html.TextNode && strings.TrimSpace(first.Data) == "" {
		first = first.NextSibling
	}
	if first == nil || first.Type != html.ElementNode || first.DataAtom == atom.A || dom.IsBlock(first) ||
		first.NextSibling == nil || first.NextSibling.Type != html.TextNode || !dom.IsShort(first, longest) {
		return s
	}
	stamp := dom.Text(first, longest)
	isApart := strings.HasSuffix(stamp, " ")
	stamp = dom.Clean(stamp)
	next, _ := utf8.DecodeRuneInString(first.NextSibling.Data)
	last, _ := utf8.DecodeLastRuneInString(stamp)
	rest, ok := strings.CutPrefix(s, stamp)
	if !ok || isApart || !unicode.IsLetter(last) || !unicode.IsUpper(next) {
		return s
	}
	for word := range strings.FieldsSeq(stamp) {
		if c, size := utf8.DecodeRuneInString(word); !unicode.IsUpper(c) || size == len(word) {
			return s // the initial of a word
		}
	}
	return "(" + stamp + ") – " + rest
}

// isLede reports whether a line that is set apart can be a lede rather than a heading.
func isLede(s string) bool {
	return len(s) >= shortestLede || len(s) >= shortestSentence && lexicon.EndsSentence(s)
}

// isSapo reports whether the first block of a text is the lede: in its place, a heading, or in bold.
func isSapo(b *block) bool {
	if !isLede(b.text) || len(b.text) > longestSapoInRow ||
		b.kind() == news.Caption || b.kind() == news.List {
		return false
	}
	return b.has(styleSapo|styleHeading) || b.has(styleBold) && lexicon.EndsSentence(b.text)
}

// isSameStart reports whether the keys a and b are of one text, one of them perhaps cut short. A version
// that a program cut may run on into the next paragraph; then half of it must be the same.
func isSameStart(a, b string, byProgram bool) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n >= shortestCut && (n == len(a) || byProgram && n*2 >= len(a))
}

// leastOf returns what a key must begin with to be of the same start as another.
func leastOf(key string) string {
	n := min(len(key), shortestCut)
	for n > 0 && n < len(key) && !utf8.RuneStart(key[n]) {
		n--
	}
	return key[:n]
}

// A head holds the parts that stand above a body, and may stand at its top again.
type head struct {
	title  string // a key
	sapo   string
	byline []string
	timed  bool // a live report: the time at the top is that of the first event
}

// drop removes from the top of the body the parts that stand above it, too: headline, date line, lede,
// whole or cut short. A first paragraph in bold, or a heading as long as a paragraph, becomes the lede if
// there is no other.
func (h *head) drop(blocks []block) []block {
	const reach = 8        // blocks that are looked at
	const reachLines = 4   // among them those that may be a date line or byline
	const longestLine = 90 // bytes, of a date line or byline
	sapo := lexicon.Key(h.sapo)
	kept := blocks[:0]
	seen, credit := 0, -1 // the last block that is a byline
	for i := range blocks {
		b := blocks[i]
		if seen >= reach || b.kind() == news.Caption {
			kept = append(kept, b)
			continue
		}
		seen++
		isLine := len(b.text) < longestLine && seen <= reachLines
		isFirst := h.sapo == "" && len(kept) == captionsIn(kept)
		switch {
		case lexicon.HasKey(b.text, h.title):
			continue
		case isLine && credit >= 0 && i == credit+1 && byline.IsAffiliation(b.text):
			credit = i
			continue
		case isLine && h.takeByline(&b, isFirst, credit >= 0 && i == credit+1):
			credit = i
			continue
		case isLine && !h.timed && isDateLine(&b) && !(b.has(styleHeading) && opensDiary(blocks[i+1:])):
			continue
		case sapo != "" && lexicon.BeginsKey(b.text, leastOf(sapo)) &&
			isSameStart(lexicon.Key(b.text), sapo, b.has(styleSapo)):
			if lexicon.IsCut(h.sapo) && !lexicon.IsCut(b.text) {
				h.sapo, sapo = b.line(), lexicon.Key(b.text)
			}
			continue
		case isFirst && i+1 < len(blocks) && isSapo(&b):
			h.sapo, sapo = b.line(), lexicon.Key(b.text)
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// opensDiary reports whether the blocks under a heading that is a day are those of a diary: another such
// heading follows behind a text.
func opensDiary(blocks []block) bool {
	for i := 1; i < len(blocks); i++ {
		if b := &blocks[i]; b.has(styleHeading) && lexicon.IsDateLine(b.text) {
			return true
		}
	}
	return false
}

// takeByline reports whether a line at the top of a body is a byline, beside a date, first of all or next to
// another, and keeps it if there is no other before.
func (h *head) takeByline(b *block, isFirst, isNext bool) bool {
	if !isFirst && !isNext && !lexicon.HasDigitsOfDate(b.text) {
		return false
	}
	s := lexicon.CreditIn(b.text, false)
	if s != "" && (len(h.byline) == 0 || isNext) {
		h.byline = append(h.byline, s)
	}
	return s != ""
}

// firstWords returns the beginning of a line up to where a date line may end.
func firstWords(s string) string {
	const most = 9 // words: "21:34 | Thứ Năm, 19 tháng 11, 2020"
	words := strings.Fields(s)
	return strings.Join(words[:min(most, len(words))], " ")
}

// isDateLine reports whether a line at the top of a body is a date line, perhaps with a link to the section.
func isDateLine(b *block) bool {
	const mostWords = 6 // beside the date: the writer, the number of readers
	return lexicon.IsDateLine(b.text) || lexicon.HasDigitsOfDate(b.text) && !lexicon.EndsSentence(b.text) &&
		lexicon.OtherWords(b.text, mostWords) <= mostWords && lexicon.IsDateLine(firstWords(b.text)) ||
		b.links > 0 && lexicon.HasDigitsOfDate(b.text) && !lexicon.EndsSentence(b.text)
}
