package index

import (
	"slices"

	"baotinh/index/query"
)

// mean notes that another word was meant than the one typed.
func (x *search) mean(typed, meant string) {
	if x.meant == nil {
		x.meant = map[string]string{}
	}
	x.meant[typed] = meant
}

// suggestion returns the query with the words that were meant, or nothing if those are the words typed.
func (x *search) suggestion() string {
	if len(x.meant) == 0 {
		return ""
	}
	q := &query.Node{Op: query.All, Nodes: slices.Clone(x.query.Nodes)}
	for i, n := range q.Nodes {
		if meant, ok := x.meant[n.Text]; ok && n.Op == query.Word && n.Field == "" {
			q.Nodes[i] = &query.Node{Op: query.Word, Text: meant}
		}
	}
	if q.Equal(x.query) {
		return ""
	}
	return q.String()
}
