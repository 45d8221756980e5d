package search

import "baotinh/index/highlight"

// markWeights are the weights of the words of a query in the texts of hits.
type markWeights struct {
	typed  highlight.Weights
	folded highlight.Weights // with words that have other marks than those of the query
}

func (m *matches) markWeights() markWeights {
	w := markWeights{typed: m.passageWeights(false)}
	if m.relaxed != nil {
		w.folded = m.passageWeights(true)
	}
	return w
}

// A marker marks the words of a query in the texts of hits. It is not safe for concurrent use.
type marker struct {
	typed  *highlight.Highlighter
	folded *highlight.Highlighter // for hits that have a word of the query with other marks alone
}

func newMarker(w markWeights) *marker {
	return &marker{highlight.New(w.typed), highlight.New(w.folded)}
}

// release lets the next marker be faster. k must not be used afterwards.
func (k *marker) release() {
	k.typed.Release()
	k.folded.Release()
}

// isFolded reports whether a document has a word of the query with other marks alone.
func (c *candidates) isFolded(d scoredDoc) bool {
	s := c.segments[d.seg]
	for i := range c.plan.terms {
		if s.fold[i].Has(d.doc) && !s.exact[i].Has(d.doc) {
			return true
		}
	}
	return false
}
