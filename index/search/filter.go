package search

import (
	"fmt"
	"math"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// filter returns, by segment, the documents that all nodes select.
func filter(r *reader, ex *expansion, nodes []*query.Node) ([]segment.Bitset, error) {
	ex.addRuns(r, nodes)
	all := make([]segment.Bitset, len(r.segments))
	r.each(func(i int, s *segmentReader) {
		all[i] = s.clone(s.Live)
		if !s.expired() {
			s.restrict(all[i], nodes, ex)
		}
	})
	return all, r.ctx.Err()
}

// restrictTo removes the documents of other articles than those with ids, unless ids is nil.
func (r *reader) restrictTo(ids []news.ID, docs []segment.Bitset) error {
	if ids == nil {
		return nil
	}
	for i, s := range r.segments {
		found := s.none()
		for _, id := range ids {
			doc, ok, err := s.Find(string(id))
			if err != nil {
				return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
			}
			if ok {
				found.Add(doc)
			}
		}
		docs[i].And(found)
	}
	return nil
}

// restrict removes the documents from docs that some node does not select. Positions are read last.
func (s *segmentReader) restrict(docs segment.Bitset, nodes []*query.Node, ex *expansion) {
	runs(nodes, func(run []*query.Node) {
		switch n := run[0]; {
		case isPlainWord(n):
			docs.And(s.withRun(run, ex))
		case positional(n):
			docs.And(s.positionMatch(n, ex).possible)
		case !anyPositional(n):
			docs.And(s.eval(n, docs, ex))
		}
	})
	for _, n := range nodes {
		if anyPositional(n) {
			docs.And(s.eval(n, docs, ex))
		}
	}
}

// eval returns the documents that a node selects, of those within a set; others may be among them or not.
// The caller must not change the result. A node that is repeated in a query is evaluated once.
func (s *segmentReader) eval(n *query.Node, within segment.Bitset, ex *expansion) segment.Bitset {
	if s.expired() || within.Empty() {
		return s.empty
	}
	switch n.Op {
	case query.All:
		docs := s.clone(within)
		s.restrict(docs, n.Nodes, ex)
		return docs
	case query.Any:
		docs, rest := s.none(), s.clone(within)
		for _, m := range n.Nodes {
			found := s.eval(m, rest, ex)
			docs.Or(found)
			rest.AndNot(found)
		}
		return docs
	case query.Not:
		docs := s.clone(within)
		docs.AndNot(s.eval(n.Nodes[0], within, ex))
		return docs
	}
	switch {
	case isPlainWord(n):
		return s.withRun([]*query.Node{n}, ex)
	case positional(n):
		return s.confirm(n, within, ex)
	}

	key := leafOf(n)
	docs, ok := s.leaves[key]
	if !ok {
		docs = s.evalLeaf(n, ex)
		s.leaves[key] = docs
	}
	return docs
}

// A leafKey is all that decides which documents a node without others below it selects.
type leafKey struct {
	op       query.Op
	field    query.Field
	text     string
	distance int
	from, to int64
}

func leafOf(n *query.Node) leafKey {
	return leafKey{n.Op, n.Field, n.Text, n.Distance, n.From.Unix(), n.To.Unix()}
}

func (s *segmentReader) evalLeaf(n *query.Node, ex *expansion) segment.Bitset {
	switch {
	case n.Op == query.Dates:
		return s.inDates(n)
	case n.Field == query.URL:
		return s.atAddress(n)
	case n.Field == query.Place:
		return s.inPlaces(ex.places[n.Text])
	case n.Field != "" && n.Field != query.Title && textFields[n.Field].exact == "":
		return s.inKeyword(n)
	case n.Op == query.Prefix:
		return s.withPrefix(n, ex.prefixes[prefix{n.Field, n.Text}])
	case n.Op == query.Fuzzy:
		return s.union(fuzzyTerms(n, ex))
	}
	if len(n.Words) == 0 {
		return s.empty
	}
	docs := s.clone(s.Live)
	for _, w := range n.Words {
		docs.And(s.union(wordTerms(n.Field, w)))
	}
	return docs
}

// withPrefix returns the documents that have one of the terms that a prefix stands for, after its words but
// the last, if it has several.
func (s *segmentReader) withPrefix(n *query.Node, terms []term) segment.Bitset {
	before := n.Words[:max(0, len(n.Words)-1)]
	if len(before) == 0 {
		return s.union(terms)
	}
	docs := s.none()
	for _, t := range terms {
		found := s.clone(s.docsOf(t))
		last := analysis.Word{Fold: viet.Fold(t.text)}
		found.And(s.docsOf(pairTerm(before[len(before)-1], last)))
		docs.Or(found)
	}
	for i, w := range before {
		docs.And(s.union(wordTerms(n.Field, w)))
		if i > 0 {
			docs.And(s.docsOf(pairTerm(before[i-1], w)))
		}
	}
	return docs
}

// titleFields are the fields of titles, by the fields of the whole text.
var titleFields = map[string]string{
	store.FieldText: store.FieldTitle, store.FieldTextFold: store.FieldTitleFold,
}

// fuzzyTerms returns the terms of a word with ~ and of its alternatives.
func fuzzyTerms(n *query.Node, ex *expansion) []term {
	var terms []term
	for _, w := range n.Words {
		typed := n.Text[w.Start:w.End]
		terms = append(terms, newQueryTerm(typed, w, should).exact...)
		for _, other := range ex.fuzzy[typed] {
			terms = append(terms, alternativeTerms(w, other)...)
		}
	}
	if n.Field == query.Title {
		for i, t := range terms {
			terms[i].field = titleFields[t.field]
		}
	}
	return terms
}

func (s *segmentReader) inDates(n *query.Node) segment.Bitset {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if !n.From.IsZero() {
		from = n.From.Unix()
	}
	if !n.To.IsZero() {
		to = n.To.Unix()
	}
	docs := s.none()
	if n.Field == query.Seen {
		for doc, t := range s.Values.Seen {
			if t != 0 && from <= int64(t) && int64(t) < to {
				docs.Add(uint32(doc))
			}
		}
		docs.And(s.Live)
		return docs
	}
	if s.Values.Newest < from || to <= s.Values.Oldest {
		return s.empty
	}
	for doc, t := range s.Values.Published {
		if t != 0 && from <= t && t < to {
			docs.Add(uint32(doc))
		}
	}
	docs.And(s.Live)
	return docs
}

// inKeyword returns the documents with a value in a keyword field that matches a node.
func (s *segmentReader) inKeyword(n *query.Node) segment.Bitset {
	words := s.valueWords(string(n.Field))
	matches := valueMatcher(n)
	docs := s.none()
	for i, v := range s.keywords(string(n.Field)).Values[1:] {
		if matches(v, words[i+1]) {
			docs.Or(s.docsOf(term{string(n.Field), v}))
		}
	}
	return docs
}

// valueWords returns the words of each value of a keyword field, by ordinal.
func (s *segmentReader) valueWords(field string) [][]analysis.Word {
	words, ok := s.values[field]
	if !ok {
		for _, v := range s.keywords(field).Values {
			words = append(words, analysis.AppendWords(nil, v))
		}
		if s.values == nil {
			s.values = map[string][][]analysis.Word{}
		}
		s.values[field] = words
	}
	return words
}

// valueMatcher returns a function that reports whether a value of the node's field, which has some words,
// matches: whether it has the words of the node side by side, with the marks that were typed. A site
// matches by its host, a province also by its former names, a type by its names in Vietnamese.
func valueMatcher(n *query.Node) func(value string, words []analysis.Word) bool {
	switch n.Field {
	case query.Site:
		host := strings.ToLower(strings.TrimPrefix(n.Text, "www."))
		return func(value string, _ []analysis.Word) bool {
			return value == host || strings.HasSuffix(value, "."+host)
		}
	case query.Type:
		if named := query.TypeNamed(n.Text); named != "" && n.Op != query.Prefix {
			return func(value string, _ []analysis.Word) bool { return value == string(named) }
		}
	case query.Province:
		if now := query.Provinces(n.Text); now != nil {
			return func(value string, _ []analysis.Word) bool { return isProvince(now, value) }
		}
	}
	index := indexWords
	if n.Op == query.Prefix {
		index = indexPrefix
	}
	return func(_ string, words []analysis.Word) bool { return index(words, n.Words) >= 0 }
}
