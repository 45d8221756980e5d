package search

import (
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
	"baotinh/pipeline/viet"
)

// A plan is what a query asks of the index. Words outside of phrases, alternatives and fields are query
// terms that must match; they may be relaxed if too little is found. All other parts of the query are
// filters: they select exactly. The words in them are query terms that should match: they are scored.
type plan struct {
	terms    []queryTerm
	pairs    []bigram
	synonyms []synonym
	filters  []*query.Node
}

// An occur says whether a document must match a query term to be found, or is only scored higher.
type occur uint8

const (
	must occur = iota
	should
)

// A queryTerm is a word of the query with the index terms that stand for it.
type queryTerm struct {
	typed    string
	word     analysis.Word
	exact    []term // as typed; a word without marks stands for every marked one
	fold     []term // with any marks, or none
	synonyms []int
	group    int // neighbours of the same group stand side by side in the query
	occur    occur
	fuzzy    bool // typed with ~
}

func (t *queryTerm) marked() bool { return t.word.Exact != t.word.Fold }

// A bigram is two query terms side by side, with the pair terms of them and of their synonyms.
type bigram struct {
	left, right int // query terms
	terms       []term
	synonyms    []int // that contain both query terms
}

// A synonym is another way to write the query terms from to to-1: UBND for ủy ban nhân dân, or the other
// way round.
type synonym struct {
	words    []analysis.Word
	from, to int
}

// maxTerms bounds the query terms. A pasted lede has about forty words.
const maxTerms = 64

// A phraseMode says how a plan takes words in quotation marks.
type phraseMode uint8

const (
	exactPhrases phraseMode = iota
	phrasesAsWords
)

// newPlan makes the plan of a query.
func newPlan(q *query.Node, mode phraseMode, ex *expansion) *plan {
	p := &plan{}
	var group []*query.Node
	for _, n := range q.Nodes {
		asWord := n.Op == query.Word || n.Op == query.Fuzzy || n.Op == query.Phrase && mode == phrasesAsWords
		if n.Field == "" && asWord {
			group = append(group, n)
			continue
		}
		p.addGroup(group, must)
		group = nil
		p.filters = append(p.filters, n)
		p.addScored(n)
	}
	p.addGroup(group, must)
	p.addAlternatives(ex)
	return p
}

// addScored adds the words of a filter that are scored.
func (p *plan) addScored(n *query.Node) {
	switch {
	case n.Op == query.Any:
		for _, m := range n.Nodes {
			p.addScored(m)
		}
	case n.Field != "" && n.Field != query.Title:
	case n.Op == query.Word || n.Op == query.Phrase || n.Op == query.Near || n.Op == query.Fuzzy:
		p.addGroup([]*query.Node{n}, should)
	}
}

// addGroup adds the words of nodes that stand side by side in the query.
func (p *plan) addGroup(nodes []*query.Node, o occur) {
	first := len(p.terms)
	var typed strings.Builder
	var words []analysis.Word // of all nodes, with offsets in typed
	for _, n := range nodes {
		start := typed.Len()
		typed.WriteString(n.Text + " ")
		for _, w := range n.Words {
			if len(p.terms) == maxTerms {
				break
			}
			t := newQueryTerm(n.Text[w.Start:w.End], w, o)
			t.fuzzy, t.group = n.Op == query.Fuzzy, first
			p.terms = append(p.terms, t)
			w.Start, w.End = w.Start+start, w.End+start
			words = append(words, w)
		}
	}
	for i := first; i+1 < len(p.terms); i++ {
		pair := pairTerm(p.terms[i].word, p.terms[i+1].word)
		p.pairs = append(p.pairs, bigram{left: i, right: i + 1, terms: []term{pair}})
	}
	if o == must {
		p.addAbbreviations(first, typed.String(), words)
	}
}

func newQueryTerm(typed string, w analysis.Word, o occur) queryTerm {
	t := queryTerm{typed: typed, word: w, occur: o}
	t.fold = []term{{store.FieldTextFold, w.Fold}, {store.FieldText, w.Fold}}
	if !t.marked() {
		t.exact = t.fold
		return t
	}
	t.exact = []term{{store.FieldText, w.Exact}}
	for _, v := range viet.Variants(w.Exact) {
		t.exact = append(t.exact, term{store.FieldText, v})
	}
	return t
}

// addAlternatives lets the words with ~ stand for their alternatives. What was typed is scored a second
// time, so that it comes first.
func (p *plan) addAlternatives(ex *expansion) {
	for i := range p.terms {
		t := &p.terms[i]
		if !t.fuzzy {
			continue
		}
		for _, other := range ex.fuzzy[t.typed] {
			t.exact = slices.Concat(t.exact, alternativeTerms(t.word, other))
			if other.Fold != t.word.Fold {
				p.addPairsWith(i, other)
			}
		}
		typed := newQueryTerm(t.typed, t.word, should)
		typed.group = len(p.terms)
		p.terms = append(p.terms, typed)
	}
}

// addPairsWith adds the pair terms of a word in place of query term i.
func (p *plan) addPairsWith(i int, w analysis.Word) {
	for j := range p.pairs {
		b := &p.pairs[j]
		switch i {
		case b.left:
			b.terms = append(b.terms, pairTerm(w, p.terms[b.right].word))
		case b.right:
			b.terms = append(b.terms, pairTerm(p.terms[b.left].word, w))
		}
	}
}

// The bounds of abbreviations that are looked up: "bảo hiểm xã hội" has four words, the longest seven;
// LĐ-TB&XH has three.
const (
	maxLongForm      = 7
	maxShortForm     = 4
	maxAbbreviations = 3 // readings of an ambiguous one
)

// addAbbreviations adds as synonyms the long forms of abbreviations among words, and the abbreviations of
// long forms. first is the query term of the first word.
func (p *plan) addAbbreviations(first int, typed string, words []analysis.Word) {
	expanded := 0 // the words before this one are parts of abbreviations
	for i := range words {
		for j := min(i+maxShortForm, len(words)); j > i && i >= expanded; j-- {
			long := longForms(typed[words[i].Start:words[j-1].End], j-i)
			for _, text := range long[:min(len(long), maxAbbreviations)] {
				p.addSynonym(first+i, first+j, text)
				expanded = j
			}
		}
		for j := i + 2; j <= min(i+maxLongForm, len(words)); j++ {
			for _, short := range viet.Abbreviate(typed[words[i].Start:words[j-1].End]) {
				p.addSynonym(first+i, first+j, short)
			}
		}
	}
}

// longForms returns the long forms of an abbreviation. An abbreviation of several words has signs between
// them, as GD-ĐT has, or is in capitals.
func longForms(typed string, words int) []string {
	if words > 1 && !strings.ContainsAny(typed, "&-–/.") && typed != strings.ToUpper(typed) {
		return nil
	}
	return viet.Expand(typed)
}

// addSynonym lets text stand for the query terms from to to-1.
func (p *plan) addSynonym(from, to int, text string) {
	words := analysis.AppendWords(nil, text)
	if len(words) == 0 {
		return
	}
	n := len(p.synonyms)
	p.synonyms = append(p.synonyms, synonym{words, from, to})
	for i := from; i < to; i++ {
		p.terms[i].synonyms = append(p.terms[i].synonyms, n)
	}
	for i := range p.pairs {
		b := &p.pairs[i]
		switch {
		case b.right == from:
			b.terms = append(b.terms, pairTerm(p.terms[b.left].word, words[0]))
		case b.left == to-1:
			b.terms = append(b.terms, pairTerm(words[len(words)-1], p.terms[b.right].word))
		case from <= b.left && b.right < to:
			b.synonyms = append(b.synonyms, n)
		}
	}
}

// withSynonym returns a plan in which text also stands for query term i. p does not change.
func (p *plan) withSynonym(i int, text string) *plan {
	c := &plan{
		terms: slices.Clone(p.terms), pairs: slices.Clone(p.pairs),
		synonyms: slices.Clip(p.synonyms), filters: p.filters,
	}
	for i := range c.terms {
		c.terms[i].synonyms = slices.Clip(c.terms[i].synonyms)
	}
	for i := range c.pairs {
		b := &c.pairs[i]
		b.terms, b.synonyms = slices.Clip(b.terms), slices.Clip(b.synonyms)
	}
	c.addSynonym(i, i+1, text)
	return c
}

// hasFewerFilters reports whether the phrases of other are words in p.
func (p *plan) hasFewerFilters(other *plan) bool { return len(p.filters) < len(other.filters) }

// required returns the number of query terms that must match.
func (p *plan) required() int {
	n := 0
	for i := range p.terms {
		if p.terms[i].occur == must {
			n++
		}
	}
	return n
}
