package search

import (
	"slices"
	"strings"
	"unicode"

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
	units    []unit
	asksWho  bool // who somebody is
	question bool // a long one: see weakenQuestion
	source   planSource
}

// A planSource is what a plan is made of.
type planSource struct {
	query *query.Node
	mode  phraseMode
	ex    *expansion
	keys  map[string]decodedWord // by word as typed
}

// A decodedWord is a word typed on Telex or VNI keys.
type decodedWord struct {
	word     analysis.Word   // the likeliest reading
	readings []analysis.Word // all
	known    bool            // documents have it as it was typed, too
}

// A unit are the query terms from to to-1, which were typed without a space and must stand side by side:
// QL6, 15/2022/NĐ-CP.
type unit struct{ from, to int }

// An occur says whether a document must match a query term to be found, or is only scored higher.
type occur uint8

const (
	must occur = iota
	should
)

// A queryTerm is a word of the query with the index terms that stand for it.
type queryTerm struct {
	typed    string
	sign     string // typed between the word before and this one
	word     analysis.Word
	exact    []term // as typed; a word without marks stands for every marked one
	fold     []term // with any marks, or none
	synonyms []int
	group    int // neighbours of the same group stand side by side in the query
	occur    occur
	fuzzy    bool    // typed with ~
	decoded  bool    // typed on keys, and understood
	keys     string  // the keys, if documents have them as a word; empty: none
	asks     bool    // a question word
	unit     int     // that it is a part of, from 1 on; 0: none
	boost    float32 // of its clauses; 1 by default
}

func (t *queryTerm) marked() bool { return t.word.Exact != t.word.Fold }

// A bigram is two query terms side by side, with the pair terms of them and of their synonyms. That of more
// than two query terms is a run of words that stand side by side.
type bigram struct {
	left, right int // query terms
	terms       []term
	synonyms    []int           // that contain both query terms
	boost       float32         // 1 by default
	run         []analysis.Word // nil: it is of two query terms
}

// A synonym is another way to write the query terms from to to-1: UBND for ủy ban nhân dân, or the other
// way round.
type synonym struct {
	words    []analysis.Word
	from, to int
	reading  RewriteKind // what it is told as if an answer needs it; empty: it is told otherwise
	text     string      // as it is told
}

// maxTerms bounds the query terms. A pasted lede has about forty words.
const maxTerms = 64

// A phraseMode says how a plan takes words in quotation marks.
type phraseMode uint8

const (
	exactPhrases   phraseMode = iota
	printedAsWords            // those in quotation marks of print: the plan is of a pasted headline
	phrasesAsWords
)

// asWords reports whether the words of a phrase need not stand side by side.
func (m phraseMode) asWords(n *query.Node) bool {
	return m == phrasesAsWords || m == printedAsWords && n.Printed
}

// newPlan makes the plan of a query.
func newPlan(q *query.Node, mode phraseMode, ex *expansion) *plan {
	return planSource{query: q, mode: mode, ex: ex}.plan()
}

// plan makes the plan.
func (s planSource) plan() *plan {
	p := &plan{source: s}
	var group []*query.Node
	for _, n := range s.query.Nodes {
		asWord := n.Op == query.Word || n.Op == query.Fuzzy ||
			n.Op == query.Phrase && s.mode.asWords(n)
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
	p.addAlternatives(s.ex)
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
		text, parts := n.Text, n.Words
		key, decoded := p.source.keys[text]
		if decoded = decoded && n.Op == query.Word; decoded {
			text, parts = key.word.Exact, []analysis.Word{key.word}
		}
		start, from := typed.Len(), len(p.terms)
		typed.WriteString(text + " ")
		for i, w := range parts {
			if len(p.terms) == maxTerms {
				break
			}
			t := newQueryTerm(text[w.Start:w.End], w, o)
			if t.sign = " "; i > 0 {
				t.sign = text[parts[i-1].End:w.Start]
			}
			t.fuzzy, t.group, t.decoded = n.Op == query.Fuzzy, first, decoded
			if key.known && decoded {
				t.keys = n.Text
			}
			for _, other := range key.readings {
				if v := (term{store.FieldText, other.Exact}); !slices.Contains(t.exact, v) {
					t.exact = append(t.exact, v)
				}
			}
			p.terms = append(p.terms, t)
			w.Start, w.End = w.Start+start, w.End+start
			words = append(words, w)
		}
		if n.Op == query.Word && o == must {
			p.addUnit(from, len(p.terms))
		}
	}
	if o == must {
		p.addDocNumbers(first)
	}
	for i := first; i+1 < len(p.terms); i++ {
		pair := pairTerm(p.terms[i].word, p.terms[i+1].word)
		p.pairs = append(p.pairs, bigram{left: i, right: i + 1, terms: []term{pair}, boost: 1})
	}
	if o == must {
		p.addAbbreviations(first, typed.String(), words)
		p.addSpellings(first, typed.String(), words)
		p.weakenQuestion(first, words)
		p.weakenAsking(first, words)
		for i, t := range p.terms[first:] {
			if t.keys != "" {
				p.addSynonym(first+i, first+i+1, t.keys, "")
			}
		}
	}
}

// addUnit notes that query terms were typed without a space, if one of them is a number.
func (p *plan) addUnit(from, to int) {
	numeric := slices.ContainsFunc(p.terms[from:to], func(t queryTerm) bool { return isNumber(t.word) })
	if to-from < 2 || !numeric {
		return
	}
	p.units = append(p.units, unit{from, to})
	for i := from; i < to; i++ {
		p.terms[i].unit, p.terms[i].boost = len(p.units), 1/float32(to-from)
	}
}

// docTypes are the types, folded, at the beginning of the numbers of documents.
var docTypes = strings.Fields("bc ct ctr cv gp hd hdts kh kl nc nd nq qc qd tb tt ttlt ttr")

// addDocNumbers notes as units the numbers of documents that were typed with spaces: 15 2022 NĐ CP. first is
// the query term of the first word.
func (p *plan) addDocNumbers(first int) {
	for to := first + 1; to < len(p.terms); to++ {
		from := to
		for from > max(first, to-2) && isNumber(p.terms[from-1].word) && p.terms[from-1].unit == 0 {
			from--
		}
		if from == to || p.terms[to].unit > 0 || !slices.Contains(docTypes, p.terms[to].word.Fold) {
			continue
		}
		for to++; to < len(p.terms) && isAcronym(p.terms[to].typed); to++ {
		}
		p.addUnit(from, to)
	}
}

// isAcronym reports whether a word as typed is in capitals and no syllable.
func isAcronym(typed string) bool {
	return typed == strings.ToUpper(typed) && typed != strings.ToLower(typed) &&
		!viet.IsSyllable(typed) && !viet.IsBareSyllable(typed)
}

// unitSpellings returns the words of a unit and those with a synonym of a part in its place.
func (p *plan) unitSpellings(u unit) [][]analysis.Word {
	var words []analysis.Word
	for _, t := range p.terms[u.from:u.to] {
		words = append(words, t.word)
	}
	all := [][]analysis.Word{words}
	for i, w := range words {
		for _, v := range viet.Variants(w.Exact) {
			all = append(all, slices.Concat(words[:i], []analysis.Word{newWord(v)}, words[i+1:]))
		}
	}
	for _, s := range p.synonyms {
		if u.from <= s.from && s.to <= u.to && s.to-s.from < u.to-u.from {
			all = append(all, slices.Concat(words[:s.from-u.from], s.words, words[s.to-u.from:]))
		}
	}
	return all
}

// foldTerms returns the terms of a word with any marks, or none.
func foldTerms(w analysis.Word) []term {
	return []term{{store.FieldTextFold, w.Fold}, {store.FieldText, w.Fold}}
}

func newQueryTerm(typed string, w analysis.Word, o occur) queryTerm {
	t := queryTerm{typed: typed, word: w, occur: o, boost: 1}
	t.fold = foldTerms(w)
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
				p.addSynonym(first+i, first+j, text, RewriteAbbreviation)
				expanded = j
			}
		}
		if !viet.BeginsLongForm(typed[words[i].Start:words[i].End]) {
			continue
		}
		for j := i + 2; j <= min(i+maxLongForm, len(words)); j++ {
			for _, short := range viet.Abbreviate(typed[words[i].Start:words[j-1].End]) {
				p.addSynonym(first+i, first+j, short, RewriteAbbreviation)
			}
		}
	}
}

// longForms returns the long forms of an abbreviation. An abbreviation of several words has signs between
// them, as GD-ĐT has, or is in capitals.
func longForms(typed string, words int) []string {
	isSmall := func(r rune) bool { return unicode.ToUpper(r) != r }
	if words > 1 && !strings.ContainsAny(typed, "&-–/.") && strings.ContainsFunc(typed, isSmall) {
		return nil
	}
	return viet.Expand(typed)
}

// addSynonym lets text stand for the query terms from to to-1, unless it does already.
func (p *plan) addSynonym(from, to int, text string, reading RewriteKind) {
	words := analysis.AppendWords(nil, text)
	if len(words) == 0 {
		return
	}
	p.addSynonymWords(from, to, words, reading, text)
}

// addSpelling lets words stand for the query terms from to to-1, unless they do already.
func (p *plan) addSpelling(from, to int, words []analysis.Word) {
	p.addSynonymWords(from, to, words, RewriteSpelling, newPhrase(words).Text)
}

func (p *plan) addSynonymWords(from, to int, words []analysis.Word, reading RewriteKind, text string) {
	if slices.ContainsFunc(p.synonyms, func(s synonym) bool {
		return s.from == from && s.to == to && slices.EqualFunc(s.words, words, equalTerms)
	}) {
		return
	}
	n := len(p.synonyms)
	p.synonyms = append(p.synonyms, synonym{words, from, to, reading, text})
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
		synonyms: slices.Clip(p.synonyms), filters: p.filters, units: p.units, source: p.source,
		asksWho: p.asksWho, question: p.question,
	}
	for i := range c.terms {
		c.terms[i].synonyms = slices.Clip(c.terms[i].synonyms)
	}
	for i := range c.pairs {
		b := &c.pairs[i]
		b.terms, b.synonyms = slices.Clip(b.terms), slices.Clip(b.synonyms)
	}
	c.addSynonym(i, i+1, text, "")
	return c
}

// hasPhrases reports whether the plan has filters that are words in a mode.
func (p *plan) hasPhrases(as phraseMode) bool {
	return slices.ContainsFunc(p.filters, func(n *query.Node) bool {
		return n.Op == query.Phrase && n.Field == "" && as.asWords(n)
	})
}

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
