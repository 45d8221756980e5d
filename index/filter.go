package index

import (
	"fmt"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
)

// selects returns the articles of a segment that the strict parts of the query and the filter select.
func (x *search) selects(r *reader) set {
	docs := r.copy(r.Live)
	for _, n := range x.plan.strict {
		docs.And(x.eval(r, n))
	}
	for _, n := range x.filter.Nodes {
		docs.And(x.eval(r, n))
	}
	return docs
}

// eval returns the articles of a segment that a node selects. The caller must not change them.
func (x *search) eval(r *reader, n *query.Node) set {
	if x.late(r) {
		return r.none()
	}
	switch n.Op {
	case query.All:
		docs := r.copy(r.Live)
		for _, m := range n.Nodes {
			docs.And(x.eval(r, m))
		}
		return docs
	case query.Any:
		docs := r.none()
		for _, m := range n.Nodes {
			docs.Or(x.eval(r, m))
		}
		return docs
	case query.Not:
		docs := r.copy(r.Live)
		docs.AndNot(x.eval(r, n.Nodes[0]))
		return docs
	}

	key := leaf{r, n.Op, n.Field, n.Text, n.From.Unix(), n.To.Unix()}
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
	from, to int64
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
	case n.Field == query.Title:
		return r.inTitle(n)
	}
	return r.sequence(n.Words)
}

func (r *reader) inTitle(n *query.Node) set {
	docs := r.copy(r.Live)
	if n.Op == query.Phrase {
		docs = r.sequence(n.Words)
	}
	for _, w := range n.Words {
		terms := []term{{store.FieldTitle, w.Exact}}
		if w.Exact == w.Fold {
			terms = append(terms, term{store.FieldTitleFold, w.Fold})
		}
		docs.And(r.anyOf(terms))
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
