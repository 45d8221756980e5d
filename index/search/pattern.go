package search

import (
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
)

// A pattern is a part of a query as it is sought in the words of a text. It is one of
//
//	words side by side  one wordSet for each
//	near words          the same, with a window
//	neighbours          query terms typed side by side, with their synonyms: see eachChain
type pattern struct {
	place  Place // where it is sought; empty: in all texts but the labels
	words  []wordSet
	window int   // of near words
	needed []int // of near words, how many words of the text each must have

	terms  int    // of neighbours, how many query terms
	pieces []link // of neighbours
}

// A wordSet are the words that one of a query stands for, by their terms.
type wordSet struct{ exact, fold map[string]bool }

// has reports whether w is one of the words.
func (s wordSet) has(w analysis.Word) bool {
	return w.Exact != "" && (s.exact[w.Exact] || w.Exact != w.Fold && s.fold[w.Fold])
}

// newWordSet returns the words that have one of some terms.
func newWordSet(terms []term) wordSet {
	s := wordSet{map[string]bool{}, map[string]bool{}}
	for _, t := range terms {
		if strings.HasSuffix(t.field, "_fold") {
			s.fold[t.text] = true
		} else {
			s.exact[t.text] = true
		}
	}
	return s
}

// A link is the query terms from to to-1, as words of a text side by side.
type link struct {
	from, to int
	words    []wordSet
}

// A chain are query terms from to to-1 that a text has side by side.
type chain struct {
	pattern  int
	from, to int
}

// fieldPlaces are where the fields of a query are sought.
var fieldPlaces = map[query.Field]Place{
	"": "", query.Title: InTitle, query.Sapo: InSapo, query.Caption: InCaption, query.Tag: InTag,
	query.Photographer: InPhotographer, query.Dateline: InDateline,
}

func (p *pattern) isSoughtIn(place Place) bool {
	return p.place == place || p.place == "" && !place.isLabel()
}

// eachWord calls f with all words of the pattern.
func (p *pattern) eachWord(f func(wordSet)) {
	for _, w := range p.words {
		f(w)
	}
	for _, l := range p.pieces {
		for _, w := range l.words {
			f(w)
		}
	}
}

// patterns returns the patterns of the query that the plan is made of, as it was typed.
func (p *plan) patterns() []pattern {
	return append(p.neighbours(asTypedTerms), p.source.ex.patterns(p.filters)...)
}

func asTypedTerms(t *queryTerm) []term { return t.exact }

// relaxedPatterns returns the patterns of documents that only the relaxed query finds: its words with any
// marks.
func (p *plan) relaxedPatterns() []pattern {
	anyMarks := func(t *queryTerm) []term { return slices.Concat(t.exact, t.fold) }
	return append(p.neighbours(anyMarks), p.source.ex.patterns(p.filters)...)
}

// patterns returns the patterns of nodes that are required together.
func (ex *expansion) patterns(nodes []*query.Node) []pattern {
	var all []pattern
	runs(nodes, func(run []*query.Node) {
		n := run[0]
		switch {
		case n.Op == query.Not:
		case isPlainWord(n):
			if p := ex.runs[runKey(run)]; p != nil {
				all = append(all, p.neighbours(asTypedTerms)...)
			}
		case n.Op == query.All:
			all = append(all, ex.patterns(n.Nodes)...)
		case n.Op == query.Any:
			for _, m := range n.Nodes {
				all = append(all, ex.patterns([]*query.Node{m})...)
			}
		default:
			if p, ok := ex.leafPattern(n); ok {
				all = append(all, p)
			}
		}
	})
	return all
}

// leafPattern returns the pattern of a node without others below it, and false if it has none.
func (ex *expansion) leafPattern(n *query.Node) (pattern, bool) {
	place, ok := fieldPlaces[n.Field]
	if !ok || n.Op == query.Dates || len(n.Words) == 0 && n.Op != query.Prefix {
		return pattern{}, false
	}
	p := pattern{place: place}
	switch n.Op {
	case query.Near:
		p.window = len(n.Words) + n.Distance
		for _, w := range distinct(n.Words) {
			p.words = append(p.words, newWordSet(wordTerms(n.Field, w)))
			p.needed = append(p.needed, required(n.Words, w))
		}
	case query.Fuzzy:
		p.words = []wordSet{newWordSet(fuzzyTerms(n, ex))}
	case query.Prefix:
		for i := range max(1, len(n.Words)) {
			p.words = append(p.words, newWordSet(nodeTerms(n, i, ex)))
		}
	default:
		for i := range n.Words {
			p.words = append(p.words, newWordSet(nodeTerms(n, i, ex)))
		}
		if n.Op == query.Word && !positional(n) { // its words need not stand side by side
			p.terms = len(p.words)
			for i := range p.words {
				p.pieces = append(p.pieces, link{i, i + 1, p.words[i : i+1]})
			}
		}
	}
	return p, true
}

// neighbours returns the patterns of the query terms that must match: one for each group. terms are those
// that stand for a query term.
func (p *plan) neighbours(terms func(*queryTerm) []term) []pattern {
	var all []pattern
	for from := 0; from < len(p.terms); {
		to := from
		for to < len(p.terms) && p.terms[to].group == p.terms[from].group {
			to++
		}
		if g := p.group(from, to, terms); len(g.pieces) > 0 {
			all = append(all, g)
		}
		from = max(to, from+1)
	}
	return all
}

// group returns the pattern of the query terms from to to-1.
func (p *plan) group(from, to int, terms func(*queryTerm) []term) pattern {
	g := pattern{terms: to - from}
	add := func(first, last int, words []wordSet) {
		g.pieces = append(g.pieces, link{first - from, last - from, words})
	}
	sequence := func(words []analysis.Word) []wordSet {
		var sets []wordSet
		for _, w := range words {
			sets = append(sets, newWordSet(wordTerms("", w)))
		}
		return sets
	}
	for i := from; i < to; i++ {
		if t := &p.terms[i]; t.occur == must && t.unit == 0 {
			add(i, i+1, []wordSet{newWordSet(terms(t))})
		}
	}
	for _, u := range p.units {
		if from <= u.from && u.to <= to {
			for _, words := range p.unitSpellings(u) {
				add(u.from, u.to, sequence(words))
			}
		}
	}
	for _, s := range p.synonyms {
		if from <= s.from && s.to <= to && p.terms[s.from].occur == must {
			add(s.from, s.to, sequence(s.words))
		}
	}
	return g
}

// sideBySide calls f with the bounds of the words of a text that match, from the first on; none is part of
// two.
func (p *pattern) sideBySide(words []analysis.Word, f func(from, to int)) {
	for i := 0; i+len(p.words) <= len(words); i++ {
		if matchesAll(p.words, words[i:]) {
			f(i, i+len(p.words))
			i += len(p.words) - 1
		}
	}
}

// matchesAll reports whether words begin with one of each set.
func matchesAll(sets []wordSet, words []analysis.Word) bool {
	if len(sets) == 0 || len(sets) > len(words) {
		return false
	}
	for i, s := range sets {
		if !s.has(words[i]) {
			return false
		}
	}
	return true
}

// near calls f with the bounds of the shortest stretches of a text that have all near words, from the first
// on; none is part of two.
func (p *pattern) near(words []analysis.Word, f func(from, to int)) {
	counts := make([]int, len(p.words))
	from := 0
	for i, w := range words {
		if !p.count(counts, w, 1) {
			continue
		}
		first := max(from, i+1-p.window)
		for ; from < first; from++ {
			p.count(counts, words[from], -1)
		}
		if !p.enough(counts) {
			continue
		}
		for ; p.enough(counts); from++ {
			p.count(counts, words[from], -1)
		}
		f(from-1, i+1)
		clear(counts)
		from = i + 1
	}
}

// count adds n to the counts of the near words that w is one of, and reports whether there are any.
func (p *pattern) count(counts []int, w analysis.Word, n int) bool {
	any := false
	for i, s := range p.words {
		if s.has(w) {
			counts[i] += n
			any = true
		}
	}
	return any
}

func (p *pattern) enough(counts []int) bool {
	for i, n := range counts {
		if n < p.needed[i] {
			return false
		}
	}
	return true
}

// eachChain calls f with the bounds of the longest chains in the words of a text, from the first on; none is
// part of two. A chain are pieces side by side of which each goes on in the query where the one before ends.
func (p *pattern) eachChain(words []analysis.Word, f func(from, to int, c chain)) {
	for i := 0; i < len(words); i++ {
		if words[i].Exact == "" {
			continue
		}
		var best chain
		end := i
		for _, l := range p.pieces {
			if !matchesAll(l.words, words[i:]) {
				continue
			}
			at, to := p.extend(words, i+len(l.words), l.to)
			if at > end || at == end && to-l.from > best.to-best.from {
				end, best = at, chain{from: l.from, to: to}
			}
		}
		if end > i {
			f(i, end, best)
			i = end - 1
		}
	}
}

// extend returns how far, in words and in query terms, a chain goes on that ends before word i and query term
// t.
func (p *pattern) extend(words []analysis.Word, i, t int) (end, to int) {
	end, to = i, t
	if i >= len(words) || words[i].Exact == "" {
		return end, to
	}
	for _, l := range p.pieces {
		if l.from != t || !matchesAll(l.words, words[i:]) {
			continue
		}
		if e, last := p.extend(words, i+len(l.words), l.to); e > end {
			end, to = e, last
		}
	}
	return end, to
}
