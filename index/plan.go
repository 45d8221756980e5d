package index

import (
	"strings"

	"baotinh/index/query"
	"baotinh/index/vi"
	"baotinh/pipeline/viet"
)

// A plan is what a query asks of the index. Words that are required stand in slots: they are scored, and may be loosened
// if too little is found. The rest is strict: it selects.
type plan struct {
	slots  []slot
	pairs  []pair
	strict []*query.Node
}

// A slot is a word that is asked for, with the terms that stand for it.
type slot struct {
	typed string
	word  vi.Word
	exact []term // as typed; a word without marks stands for every marked one
	fold  []term // with other marks, or none
	forms []*form
}

func (s *slot) marked() bool { return s.word.Exact != s.word.Fold }

// A pair is two slots side by side, or other words that stand for such a pair.
type pair struct {
	left, right int // slots
	terms       []term
}

// A form is another way to write what slots from to to-1 say: UBND for ủy ban nhân dân, or the other way round.
type form struct {
	words    []vi.Word
	from, to int
}

// maxSlots bounds the words of a query that count. A pasted lede has about forty.
const maxSlots = 64

func newPlan(q *query.Node) *plan {
	p := &plan{}
	var run []string
	for _, n := range q.Nodes {
		if n.Op == query.Word && n.Field == "" {
			run = append(run, n.Text)
			continue
		}
		p.addRun(strings.Join(run, " "))
		run = nil
		p.strict = append(p.strict, n)
	}
	p.addRun(strings.Join(run, " "))
	return p
}

// addRun adds words that stand side by side in the query.
func (p *plan) addRun(text string) {
	first := len(p.slots)
	for _, w := range vi.AppendWords(nil, text) {
		if len(p.slots) == maxSlots {
			break
		}
		p.slots = append(p.slots, newSlot(text[w.Start:w.End], w))
	}
	for i := first; i+1 < len(p.slots); i++ {
		a, b := p.slots[i].word, p.slots[i+1].word
		p.pairs = append(p.pairs, pair{i, i + 1, []term{pairTerm(a.Fold, b.Fold)}})
	}
	p.addForms(first)
}

func newSlot(typed string, w vi.Word) slot {
	s := slot{typed: typed, word: w}
	s.fold = []term{{fieldTextFold, w.Fold}, {fieldText, w.Fold}}
	s.exact = s.fold
	if s.marked() {
		s.exact = []term{{fieldText, w.Exact}}
	}
	return s
}

// addForms finds abbreviations and what is abbreviated in the slots from first on.
func (p *plan) addForms(first int) {
	for i := first; i < len(p.slots); i++ {
		if long := viet.Expand(p.slots[i].typed); len(long) > 0 {
			p.addForm(i, i+1, vi.AppendWords(nil, long[0]))
		}
	}
}

func (p *plan) addForm(from, to int, words []vi.Word) {
	if len(words) == 0 {
		return
	}
	f := &form{words, from, to}
	for i := from; i < to; i++ {
		p.slots[i].forms = append(p.slots[i].forms, f)
	}
	for i := range p.pairs {
		switch pr := &p.pairs[i]; {
		case pr.right == from:
			pr.terms = append(pr.terms, pairTerm(p.slots[pr.left].word.Fold, words[0].Fold))
		case pr.left == to-1:
			pr.terms = append(pr.terms, pairTerm(words[len(words)-1].Fold, p.slots[pr.right].word.Fold))
		}
	}
}
