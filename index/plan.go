package index

import (
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
	"baotinh/pipeline/viet"
)

// A plan is what a query asks of the index. Words that are asked for side by side or alone stand in slots: they are
// scored, and may be loosened if too little is found. The rest is strict: it selects.
type plan struct {
	slots  []slot
	pairs  []pair
	forms  []*form
	strict []*query.Node
}

// A slot is a word that is asked for, with the terms that stand for it.
type slot struct {
	typed    string
	word     analysis.Word
	exact    []term // as typed; a word without marks stands for every marked one
	fold     []term // with other marks, or none
	forms    []int
	optional bool // scored only: it is part of something strict
	fuzzy    bool // typed with ~
}

func (s *slot) marked() bool { return s.word.Exact != s.word.Fold }

// A pair is two slots side by side, with the terms of it and of what may be written in its stead.
type pair struct {
	left, right int // slots
	terms       []term
	forms       []int // forms that have both slots in them
}

// A form is another way to write what the slots from to to-1 say: UBND for ủy ban nhân dân, or the other way round.
type form struct {
	words    []analysis.Word
	from, to int
}

// maxSlots bounds the words of a query that count. A pasted lede has about forty.
const maxSlots = 64

// newPlan makes the plan of a query. With phrases false, quotation marks are overlooked.
func newPlan(q *query.Node, phrases bool) *plan {
	p := &plan{}
	var run []*query.Node
	for _, n := range q.Nodes {
		if n.Field == "" && (n.Op == query.Word || n.Op == query.Fuzzy || n.Op == query.Phrase && !phrases) {
			run = append(run, n)
			continue
		}
		p.addRun(run, false)
		run = nil
		p.strict = append(p.strict, n)
		p.addScored(n)
	}
	p.addRun(run, false)
	return p
}

// addScored adds what is worth something in a strict part.
func (p *plan) addScored(n *query.Node) {
	switch {
	case n.Op == query.Any:
		for _, m := range n.Nodes {
			p.addScored(m)
		}
	case n.Field != "" && n.Field != query.Title:
	case n.Op == query.Word || n.Op == query.Phrase || n.Op == query.Near || n.Op == query.Fuzzy:
		p.addRun([]*query.Node{n}, true)
	}
}

// addRun adds words that stand side by side in the query.
func (p *plan) addRun(run []*query.Node, optional bool) {
	first := len(p.slots)
	var typed strings.Builder
	var words []analysis.Word // of what is typed
	for _, n := range run {
		start := typed.Len()
		typed.WriteString(n.Text + " ")
		for _, w := range n.Words {
			if len(p.slots) == maxSlots {
				break
			}
			s := newSlot(n.Text[w.Start:w.End], w, optional)
			s.fuzzy = n.Op == query.Fuzzy
			p.slots = append(p.slots, s)
			w.Start, w.End = w.Start+start, w.End+start
			words = append(words, w)
		}
	}
	for i := first; i+1 < len(p.slots); i++ {
		a, b := p.slots[i].word, p.slots[i+1].word
		p.pairs = append(p.pairs, pair{left: i, right: i + 1, terms: []term{pairTerm(a.Fold, b.Fold)}})
	}
	if !optional {
		p.addAbbreviations(first, typed.String(), words)
	}
}

func newSlot(typed string, w analysis.Word, optional bool) slot {
	s := slot{typed: typed, word: w, optional: optional}
	s.fold = []term{{store.FieldTextFold, w.Fold}, {store.FieldText, w.Fold}}
	if !s.marked() {
		s.exact = s.fold
		return s
	}
	s.exact = []term{{store.FieldText, w.Exact}}
	for _, v := range viet.Variants(w.Exact) {
		s.exact = append(s.exact, term{store.FieldText, v})
	}
	return s
}

// The bounds of what is looked up among abbreviations: "bảo hiểm xã hội" has four words, the longest seven; LĐ-TB&XH has
// three.
const (
	maxLongForm      = 7
	maxShortForm     = 4
	maxAbbreviations = 3 // readings of one that is ambiguous
)

// addAbbreviations finds abbreviations and what is abbreviated in words, whose slots begin at first.
func (p *plan) addAbbreviations(first int, typed string, words []analysis.Word) {
	expanded := 0 // the words before it are parts of abbreviations
	for i := range words {
		for j := min(i+maxShortForm, len(words)); j > i && i >= expanded; j-- {
			long := expand(typed[words[i].Start:words[j-1].End], j-i)
			for _, l := range long[:min(len(long), maxAbbreviations)] {
				p.addForm(first+i, first+j, l)
				expanded = j
			}
		}
		for j := i + 2; j <= min(i+maxLongForm, len(words)); j++ {
			for _, short := range viet.Abbreviate(typed[words[i].Start:words[j-1].End]) {
				p.addForm(first+i, first+j, short)
			}
		}
	}
}

// expand returns the long forms of an abbreviation. One of several words has signs between them, as GD-ĐT has, or is in
// capitals.
func expand(typed string, words int) []string {
	if words > 1 && !strings.ContainsAny(typed, "&-–/.") && typed != strings.ToUpper(typed) {
		return nil
	}
	return viet.Expand(typed)
}

// addForm lets text stand for the slots from to to-1.
func (p *plan) addForm(from, to int, text string) {
	words := analysis.AppendWords(nil, text)
	if len(words) == 0 {
		return
	}
	n := len(p.forms)
	p.forms = append(p.forms, &form{words, from, to})
	for i := from; i < to; i++ {
		p.slots[i].forms = append(p.slots[i].forms, n)
	}
	for i := range p.pairs {
		pr := &p.pairs[i]
		switch {
		case pr.right == from:
			pr.terms = append(pr.terms, pairTerm(p.slots[pr.left].word.Fold, words[0].Fold))
		case pr.left == to-1:
			pr.terms = append(pr.terms, pairTerm(words[len(words)-1].Fold, p.slots[pr.right].word.Fold))
		case from <= pr.left && pr.right < to:
			pr.forms = append(pr.forms, n)
		}
	}
}
