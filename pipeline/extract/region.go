package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/news"
)

// The least text that a family's container must hold to be taken for the article.
const leastBody = 60

// findBody chooses the element that holds the article: by the families' selectors, that of the catalogue
// before others, else by the density of prose.
func (r *reader) findBody() {
	best, most := -1, 0
	for i := range r.table {
		if i >= len(families) && i != r.own {
			continue // another newspaper's
		}
		h, ok := r.familyBody(i)
		if !ok {
			continue
		}
		score := r.familyScore(i)
		if score < 1 && !r.prosaic(h) {
			continue
		}
		if score++; score > most {
			best, most = i, score
			r.body = box{node: h.node, from: h.from, to: h.to, text: h.text}
		}
	}
	r.family = best
	if r.own >= 0 && best != r.own {
		r.warn(news.WarningSelectors, r.paper.Key)
	} else if r.own < 0 && r.paper != nil && r.paper.Family != "" &&
		(best < 0 || r.table[best].name != r.paper.Family) {
		if known(r.paper.Family) {
			r.warn(news.WarningFamily, r.paper.Family)
		}
	}
	if best >= 0 {
		for _, h := range r.hits {
			if h.rule.family == best && h.rule.field == fieldDrop {
				r.roles[h.node] |= roleDrop
			}
			if h.rule.family == best && h.rule.field == fieldCaption {
				r.roles[h.node] |= roleCaption
			}
		}
		r.article.Evidence.Body = r.table[best].name
		return
	}
	r.densest()
	r.article.Evidence.Body = "density"
}

func known(name string) bool {
	for i := range families {
		if families[i].name == name {
			return true
		}
	}
	return false
}

// familyScore counts the different marks of a family on the page. The one that the catalogue names has a
// start.
func (r *reader) familyScore(family int) int {
	var seen [fieldTags + 1]uint64
	score := 0
	for _, h := range r.hits {
		if h.rule.family != family || seen[h.rule.field]&(1<<h.rule.rank) != 0 {
			continue
		}
		first := seen[h.rule.field] == 0
		seen[h.rule.field] |= 1 << h.rule.rank
		switch {
		case h.rule.field == fieldSignature:
			score += 3
		case first && h.rule.field <= fieldBody:
			score += 2
		}
	}
	switch {
	case family == r.own:
		score += 1000
	case r.paper != nil && r.paper.Family == r.table[family].name:
		score += 100
	}
	return score
}

// familyBody returns the container of the article by the family's selectors. Of several that one selector
// matches, as on pages that stack articles, the first with a fair share of the text is the article's.
func (r *reader) familyBody(family int) (hit, bool) {
	var best hit
	for rank := 0; ; rank++ {
		most, any := 0, false
		for _, h := range r.hits {
			if h.rule.family == family && h.rule.field == fieldBody && h.rule.rank >= rank {
				any = true
				if h.rule.rank == rank {
					most = max(most, h.text)
				}
			}
		}
		if !any {
			return best, false
		}
		if most < leastBody {
			continue
		}
		for _, h := range r.hits {
			if h.rule.family == family && h.rule.field == fieldBody && h.rule.rank == rank &&
				h.text*4 >= most &&
				h.text >= leastBody {
				return h, true
			}
		}
	}
}

// unstack cuts off the articles that a page without a family stacks below the first: they have a headline and
// under it a date, as the first has.
func (r *reader) unstack() {
	const paragraph = 80 // bytes of prose that the first has at least
	from := max(r.title.at, r.body.from)
	if r.family >= 0 || r.title.node == nil || !r.heads(r.title) {
		return
	}
	at := slices.IndexFunc(r.boxes, func(b box) bool { return b.from > from && b.good > paragraph })
	if at < 0 {
		return
	}
	from = r.boxes[at].to
	for _, h := range r.headings {
		if h.at <= from || h.at > r.body.to || h.node.DataAtom != atom.H1 && h.node.DataAtom != atom.H2 ||
			!contains(r.body.node, h.node) || contains(h.node, r.title.node) || hasLink(h.node) || !r.heads(h) {
			continue
		}
		r.body.to = h.at - 1
		for n := h.node; n != r.body.node; {
			up := n.Parent
			for n.NextSibling != nil {
				up.RemoveChild(n.NextSibling)
			}
			if n == h.node {
				up.RemoveChild(n)
			}
			n = up
		}
		return
	}
}

// heads reports whether a date stands right under a heading.
func (r *reader) heads(h spot) bool {
	const near = 6 // elements
	for _, s := range r.dates {
		if s.at > h.at && s.at <= h.at+near && !contains(h.node, s.node) &&
			isDateLine(clean(innerText(s.node, longestDateLine))) {
			return true
		}
	}
	return false
}

// So little prose, in bytes, is next to nothing.
const nearlyNothing = 150

// prosaic reports whether a box holds a good part of the page's prose.
func (r *reader) prosaic(h hit) bool {
	good := 0
	for _, b := range r.boxes {
		if b.node == h.node {
			good = b.good
		}
	}
	return good*2 > r.all.good
}

// densest finds the article on a page of no known family: the innermost element that holds most of the prose.
// What stands in menus, lists of related articles and the like counts only if next to nothing stands
// elsewhere.
func (r *reader) densest() {
	total, from, to := r.all.good, int32(0), r.at
	for _, s := range r.suspects {
		if total < nearlyNothing && s.good > 3*total && s.good > 400 {
			total, from, to = s.good, s.from, s.to
		}
	}
	if total == 0 {
		return
	}

	// Two thirds of it can only be in one chain of elements, so the first that has them, inner before outer,
	// is the innermost.
	for _, b := range r.boxes {
		if b.from >= from && b.to <= to && b.good*3 >= total*2 {
			r.body = b
			break
		}
	}
	if r.body.node == nil {
		r.scattered(from, to)
	}
	// An article of one long paragraph: its short neighbours belong to it.
	for isLeaf(r.body.node) && r.body.node.Parent != nil && r.body.node.Parent.DataAtom != atom.Body {
		r.widen(r.body.node.Parent)
	}
}

// scattered chooses among several boxes of prose none of which has most: the one that has the most for
// itself.
func (r *reader) scattered(from, to int32) {
	best := 0
	for _, b := range r.boxes {
		if b.from < from || b.to > to || b.node.DataAtom == atom.Body {
			continue
		}
		// Prose in proportion to all text, so that a page as a whole does not win by size.
		if score := b.good * b.good / max(b.text, 1); score > best && !isLeaf(b.node) {
			best = score
			r.body = b
		}
	}
}

func (r *reader) widen(n *html.Node) {
	for _, b := range r.boxes {
		if b.node == n {
			r.body = b
			return
		}
	}
	r.body.node = n
}

// isLeaf reports whether n is a block that holds text rather than blocks.
func isLeaf(n *html.Node) bool {
	if n == nil {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.Ul, atom.Ol, atom.Tr,
		atom.Tbody,
		atom.Figcaption, atom.Figure, atom.Dd, atom.Dt:
		return true
	}
	return false
}
