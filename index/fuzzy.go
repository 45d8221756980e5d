package index

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
	"baotinh/pipeline/viet"
)

// maxAlternatives bounds the words that one with ~ stands for, besides itself.
const maxAlternatives = 12

// alternatives returns the words of the index that a word with ~ stands for besides itself: those a slip away, the
// likeliest slips first, and of these the most frequent words. Only a word that is no syllable may have any letter wrong.
func (x *search) alternatives(typed string) []analysis.Word {
	if found, ok := x.fuzzy[typed]; ok {
		return found
	}
	type candidate struct {
		word analysis.Word
		kind slipKind
		docs int
	}
	var all []candidate
	var found []analysis.Word
	for _, w := range analysis.AppendWords(nil, typed) {
		syllable := viet.IsBareSyllable(w.Exact) || viet.IsSyllable(w.Exact)
		for _, s := range slips(w.Exact) {
			if s.kind == slipLetter && syllable {
				break
			}
			c := candidate{analysis.Word{Exact: s.text, Fold: viet.Fold(s.text)}, s.kind, 0}
			for _, e := range x.segments {
				for _, t := range spellings(w, c.word) {
					c.docs += e.docs(t).Count()
				}
			}
			if c.docs > 0 {
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(b.docs, a.docs))
	})
	var names []string
	for _, c := range all[:min(len(all), maxAlternatives)] {
		found = append(found, c.word)
		names = append(names, c.word.Exact)
	}
	if len(names) > 0 {
		x.say(fmt.Sprintf("%s~ là %s hoặc %s", typed, typed, strings.Join(names, ", ")))
	}
	x.fuzzy[typed] = found
	return found
}

// spellings returns the terms of another word that stands for one typed: only if that has no marks does the other stand
// for every marked one too.
func spellings(typed, other analysis.Word) []term {
	terms := []term{{store.FieldText, other.Exact}}
	if typed.Exact == typed.Fold {
		terms = append(terms, term{store.FieldTextFold, other.Fold})
	}
	return terms
}

// allowSlips lets the words with ~ of a plan stand for all that they may be. What was typed counts once more.
func (x *search) allowSlips(p *plan) {
	for i := range p.slots {
		s := &p.slots[i]
		if !s.fuzzy {
			continue
		}
		others := x.alternatives(s.typed)
		for _, o := range others {
			s.exact = slices.Concat(s.exact, spellings(s.word, o))
		}
		for j := range p.pairs {
			pr := &p.pairs[j]
			for _, o := range others {
				switch {
				case o.Fold == s.word.Fold: // the pair is the same
				case pr.left == i:
					pr.terms = append(pr.terms, pairTerm(o.Fold, p.slots[pr.right].word.Fold))
				case pr.right == i:
					pr.terms = append(pr.terms, pairTerm(p.slots[pr.left].word.Fold, o.Fold))
				}
			}
		}
		p.slots = append(p.slots, newSlot(s.typed, s.word, true))
	}
}

// inFuzzy returns the articles that have a word with ~ in their text, or title.
func (x *search) inFuzzy(r *reader, n *query.Node) set {
	var terms []term
	for _, w := range n.Words {
		terms = append(terms, newSlot(n.Text, w, true).exact...)
		for _, o := range x.alternatives(n.Text) {
			terms = append(terms, spellings(w, o)...)
		}
	}
	if n.Field == query.Title {
		for i, t := range terms {
			terms[i].field = map[string]string{store.FieldText: store.FieldTitle, store.FieldTextFold: store.FieldTitleFold}[t.field]
		}
	}
	return r.anyOf(terms)
}
