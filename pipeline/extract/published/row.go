package published

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/viet"
)

// readRow notes that a date stands in a row right under the text, as weblogs have it, and reads the label at
// the beginning of that row: "Đăng trong <a>Tản văn</a> ngày <a>8/2/2015</a>".
func (f *finder) readRow(c *Candidate) {
	if lexicon.IsStampSentence(c.Raw) && c.Place == scan.Below {
		c.isInRow = true
		return
	}
	if c.spot.At <= f.Body.To || !f.isRightBelow(c.spot) {
		return
	}
	row := f.rowOf(c.line)
	text := dom.Clean(dom.Text(row, longestRow))
	switch {
	case lexicon.OpensStamp(viet.Lower(text)):
		c.Label = lexicon.LabelPublished
	case hasHeadline(row, c.line) || c.Label < lexicon.LabelUpdated && !holdsControl(row, c.line):
		return
	}
	c.isInRow = true
	if c.Place == scan.Elsewhere {
		c.Place = scan.Below
	}
}

// longestRow is the length in bytes of a row under the text that says when it was published.
const longestRow = 300

// rowOf returns the largest element around a date line that is as short as a row and holds no part of the
// article.
func (f *finder) rowOf(line *html.Node) *html.Node {
	row := line
	for p := row.Parent; p != nil && p.DataAtom != atom.Body; p = p.Parent {
		if !dom.IsShort(p, longestRow) || f.HoldsTitle(p) || dom.Contains(p, f.Body.Node) {
			break
		}
		row = p
	}
	return row
}

// hasHeadline reports whether a row has a link as long as the headline of another article beside the date.
func hasHeadline(row, line *html.Node) bool {
	const shortest = 24 // bytes
	for c := range row.Descendants() {
		if c.DataAtom == atom.A && !dom.Contains(c, line) && !dom.IsShort(c, shortest) {
			return true
		}
	}
	return false
}

// holdsControl reports whether a row has a button for the article, as to print it, beside the date.
func holdsControl(row, line *html.Node) bool {
	const longest = 40 // bytes
	for c := range row.Descendants() {
		if c.DataAtom == atom.A && !dom.Contains(c, line) &&
			lexicon.IsLabel(strings.Trim(dom.Clean(dom.Text(c, longest)), "[]()|")) {
			return true
		}
	}
	return false
}
