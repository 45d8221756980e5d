package index

import (
	"fmt"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
)

// selects returns the articles of a segment that the strict parts of the query and the filter select.
func (x *search) selects(r *reader) set {
	docs := r.copy(r.Live)
	x.restrict(r, slices.Concat(x.plan.strict, x.filter.Nodes), docs)
	return docs
}

// restrict removes the articles from docs that some node does not select. Positions are read last.
func (x *search) restrict(r *reader, nodes []*query.Node, docs set) {
	for _, n := range nodes {
		switch {
		case positional(n):
			docs.And(x.positionMatch(r, n).possible)
		case !anyPositional(n):
			docs.And(x.eval(r, n, docs))
		}
	}
	for _, n := range nodes {
		if anyPositional(n) {
			docs.And(x.eval(r, n, docs))
		}
	}
}

// eval returns the articles that a node selects, of those within some. Others may be among them or not. The caller must not
// change the set.
func (x *search) eval(r *reader, n *query.Node, within set) set {
	if x.late(r) || within.Empty() {
		return r.nothing
	}
	switch n.Op {
	case query.All:
		docs := r.copy(within)
		x.restrict(r, n.Nodes, docs)
		return docs
	case query.Any:
		docs, rest := r.none(), r.copy(within)
		for _, m := range n.Nodes {
			found := x.eval(r, m, rest)
			docs.Or(found)
			rest.AndNot(found)
		}
		return docs
	case query.Not:
		docs := r.copy(within)
		docs.AndNot(x.eval(r, n.Nodes[0], within))
		return docs
	}
	if positional(n) {
		return x.confirm(r, n, within)
	}

	key := leafOf(r, n)
	docs, ok := x.evaluated[key]
	if !ok {
		docs = x.evalLeaf(r, n)
		x.evaluated[key] = docs
	}
	return docs
}

// A leaf is a node without others below it, in a segment.
type leaf struct {
	*reader
	op       query.Op
	field    query.Field
	text     string
	distance int
	from, to int64
}

func leafOf(r *reader, n *query.Node) leaf {
	return leaf{r, n.Op, n.Field, n.Text, n.Distance, n.From.Unix(), n.To.Unix()}
}

func (x *search) evalLeaf(r *reader, n *query.Node) set {
	switch {
	case n.Op == query.Dates:
		return r.dates(n)
	case n.Field != "" && n.Field != query.Title:
		return x.inKeyword(r, n)
	case n.Op == query.Prefix:
		return r.anyOf(x.prefixes[prefixKey{n.Field, n.Text}])
	case n.Op == query.Fuzzy:
		return x.inFuzzy(r, n)
	}
	if len(n.Words) == 0 {
		return r.none()
	}
	docs := r.copy(r.Live)
	for _, w := range n.Words {
		docs.And(r.anyOf(wordTerms(n.Field, w)))
	}
	return docs
}

func (r *reader) anyOf(terms []term) set {
	docs := r.none()
	for _, t := range terms {
		docs.Or(r.docs(t))
	}
	return docs
}

func (r *reader) dates(n *query.Node) set {
	from, to := int64(1), int64(1<<62)
	if !n.From.IsZero() {
		from = n.From.Unix()
	}
	if !n.To.IsZero() {
		to = n.To.Unix()
	}
	c := r.Values
	if c.Newest < from || to <= c.Oldest {
		return r.nothing
	}
	docs := r.none()
	for n, t := range c.Published {
		if t != 0 && from <= t && t < to {
			docs.Add(uint32(n))
		}
	}
	docs.And(r.Live)
	return docs
}

// inKeyword returns the articles with a value in a keyword field that a node means.
func (x *search) inKeyword(r *reader, n *query.Node) set {
	column := r.Values.Keywords[string(n.Field)]
	words, ok := x.values[column]
	if !ok {
		for _, v := range column.Values {
			words = append(words, analysis.AppendWords(nil, v))
		}
		x.values[column] = words
	}
	matches := x.matcher(n)
	docs := r.none()
	for i, v := range column.Values[1:] {
		if matches(v, words[i+1]) {
			docs.Or(r.docs(term{string(n.Field), v}))
		}
	}
	return docs
}

// matcher returns whether a value of the node's field, which has some words, is meant: it has those of the node side by
// side, with the marks that were typed.
func (x *search) matcher(n *query.Node) func(value string, words []analysis.Word) bool {
	contains := func(_ string, words []analysis.Word) bool {
		return indexWords(words, n.Words, n.Op == query.Prefix) >= 0
	}
	switch n.Field {
	case query.Site:
		host := strings.ToLower(strings.TrimPrefix(n.Text, "www."))
		return func(value string, _ []analysis.Word) bool { return value == host || strings.HasSuffix(value, "."+host) }
	case query.Province:
		now := query.Provinces(n.Text)
		if now == nil {
			return contains
		}
		if !indexed(now, n.Text) {
			x.say(fmt.Sprintf("tỉnh %q nay thuộc %s", n.Text, strings.Join(now, ", ")))
		}
		return func(value string, _ []analysis.Word) bool { return indexed(now, value) }
	}
	return contains
}

// indexed reports whether one of the names is that of value, with or without "tỉnh".
func indexed(names []string, value string) bool {
	return slices.ContainsFunc(query.Provinces(value), func(v string) bool { return slices.Contains(names, v) }) &&
		slices.ContainsFunc(names, func(name string) bool { return sameWords(name, value) })
}

func sameWords(a, b string) bool {
	words := analysis.AppendWords(nil, b)
	return indexWords(analysis.AppendWords(nil, a), words, false) >= 0 || indexWords(words, analysis.AppendWords(nil, a), false) >= 0
}

// indexWords returns where the words of sought stand side by side in text, or -1. A word without marks stands for every
// marked one. If prefix, the last word need only begin so.
func indexWords(text, sought []analysis.Word, prefix bool) int {
	for i := 0; len(sought) > 0 && i+len(sought) <= len(text); i++ {
		ok := true
		for j, w := range sought {
			t := text[i+j]
			same := t.Exact == w.Exact || w.Exact == w.Fold && t.Fold == w.Fold
			if prefix && j == len(sought)-1 {
				same = strings.HasPrefix(t.Exact, w.Exact) || w.Exact == w.Fold && strings.HasPrefix(t.Fold, w.Fold)
			}
			if !same {
				ok = false
				break
			}
		}
		if ok {
			return i
		}
	}
	return -1
}

// say adds something to what was understood, once.
func (x *search) say(s string) {
	if !slices.Contains(x.said, s) {
		x.said = append(x.said, s)
	}
}
