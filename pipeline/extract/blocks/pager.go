package blocks

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
)

// A Pager is a row of page numbers by an article, "1 2 3". The zero Pager is none.
type Pager struct {
	Here int // the number that is no link: that of this page; 0: all are links, or several are none
	Last int // the highest number
}

// takePager notes the pager that n is, and reports whether it is one: a row of page numbers with links, and
// nothing else.
func (w *walk) takePager(n *html.Node) bool {
	if !dom.IsBlock(n) || dom.HoldsOneText(n) || !dom.HasLinks(n, 1) || !dom.IsShort(n, longestPager) {
		return false
	}
	linked := linkedNumbers(n)
	if len(linked) == 0 {
		return false
	}
	text := dom.Text(n, longestPager)
	if !lexicon.IsPager(text) || IsOfComments(n) || FollowsComments(n) {
		return false
	}
	w.pager = readPager(text, linked)
	return true
}

// linkedNumbers returns the page numbers under n that are links.
func linkedNumbers(n *html.Node) map[int]bool {
	var linked map[int]bool
	for c := range n.Descendants() {
		if c.DataAtom != atom.A {
			continue
		}
		s := dom.Text(c, longestPageLink)
		if number := pageNumber(s); number > 0 {
			if linked == nil {
				linked = map[int]bool{}
			}
			linked[number] = true
		}
	}
	return linked
}

// pageNumber returns the number of one or two digits that a text is, else 0.
func pageNumber(s string) int {
	const mostDigits = 2
	if s == "" || len(s) > mostDigits || !lexicon.IsNumber(s) {
		return 0
	}
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// readPager reads the text of a pager of which some numbers are links.
func readPager(text string, linked map[int]bool) Pager {
	var p Pager
	plain := 0
	for word := range strings.FieldsSeq(lexicon.Key(text)) {
		n := pageNumber(word)
		if p.Last = max(p.Last, n); n > 0 && !linked[n] {
			p.Here = n
			plain++
		}
	}
	if plain != 1 {
		p.Here = 0
	}
	return p
}

// IsOfComments reports whether n is called the comments of readers.
func IsOfComments(n *html.Node) bool {
	for i := range n.Attr {
		if a := &n.Attr[i]; a.Key == "class" || a.Key == "id" {
			name := strings.ToLower(a.Val)
			if strings.Contains(name, "comment") || strings.Contains(name, "binhluan") ||
				strings.Contains(name, "binh-luan") || strings.Contains(name, "binh_luan") ||
				strings.Contains(name, "ykien") || strings.Contains(name, "y-kien") {
				return true
			}
		}
	}
	return false
}

// FollowsComments reports whether a line that heads readers' comments goes before a pager: before its row or
// before the element in which the row ends.
func FollowsComments(n *html.Node) bool {
	const levels, reach, longest = 3, 12, 80 // elements; bytes
	for range levels {
		seen := 0
		for s := n.PrevSibling; s != nil && seen < reach; s = s.PrevSibling {
			seen++
			if IsOfComments(s) || dom.IsShort(s, longest) &&
				lexicon.HeadsComments(dom.Clean(dom.Text(s, longest))) {
				return true
			}
		}
		if n = n.Parent; n == nil {
			return false
		}
	}
	return false
}
