package blocks

import (
	"golang.org/x/net/html"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// A Box says which blocks of a text stand in elements of one kind, inside elements of one kind, if some of
// them read like those in a box of other articles: headlines and dates. One page alone cannot tell them from
// short lines of the text.
type Box struct {
	Node  *html.Node // one of the elements
	Plain bool       // there is other text in such elements, too
	Lines []int      // the headlines and dates among Text.Blocks
}

// boxesOf returns the boxes of a text; from says which of blocks each block of the text is.
func boxesOf(blocks []block, from []int) []Box {
	var boxes []Box
	index := map[[2]uint32]int{} // by the shapes of an element and its parent
	for i, at := range from {
		if b := &blocks[at]; b.node != nil && mayBeListed(b) {
			key := b.key()
			n, ok := index[key]
			if !ok {
				n = len(boxes)
				index[key] = n
				boxes = append(boxes, Box{Node: b.node})
			}
			boxes[n].Lines = append(boxes[n].Lines, i)
		}
	}
	if len(boxes) == 0 {
		return nil
	}
	for _, at := range from {
		b := &blocks[at]
		if b.node == nil || mayBeListed(b) {
			continue
		}
		if n, ok := index[b.key()]; ok {
			boxes[n].Plain = true
		}
	}
	return boxes
}

func (b *block) key() [2]uint32 {
	key := [2]uint32{b.shape}
	if b.node.Parent != nil {
		key[1] = shapeOf(b.node.Parent)
	}
	return key
}

// mayBeListed reports whether a block reads like a line in a box of other articles: a date, or a headline.
func mayBeListed(b *block) bool {
	const fewestWords = 4 // of a headline
	switch b.kind() {
	case news.Caption, news.Quote:
		return false
	}
	if lexicon.IsDateLine(b.text) {
		return true
	}
	return !b.row && len(b.text) <= longestHeading && !lexicon.EndsSentence(b.text) &&
		lexicon.Words(b.text) >= fewestWords && !b.has(styleBold|styleHeading|styleAuthor)
}
