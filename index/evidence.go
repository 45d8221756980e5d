package index

import (
	"math"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
)

// Evidence is what the articles of one segment have of a plan.
type evidence struct {
	*reader
	exact, fold []set // by slot: with the word as typed; with any marks
	pairs       []set // by pair: with both words, probably side by side
	forms       []set // by form
	strict      set   // what the strict parts select
}

// A worth is how rare something is: the inverse document frequency.
type worths struct {
	exact, fold, pairs []float32
	known              []bool // slots that any article has
}

// worth returns what an article has of the query.
func (x *search) worth(c ranked) float32 {
	var sum float32
	e := x.segments[c.seg]
	for i := range x.plan.slots {
		switch {
		case e.exact[i].Has(c.n):
			sum += x.worths.exact[i]
		case e.fold[i].Has(c.n):
			sum += weightFold * x.worths.fold[i]
		}
	}
	for i, docs := range e.pairs {
		if docs.Has(c.n) {
			sum += x.worths.pairs[i]
		}
	}
	return sum
}

// idf returns ln(1 + (n-df+½)/(df+½)), which is never negative.
func idf(n, df float64) float32 { return float32(math.Log(1 + max(0, n-df+0.5)/(df+0.5))) }

// gather reads which articles have the words and pairs of the plan.
func (x *search) gather() {
	p, n := x.plan, float64(x.s.Docs)
	exact, fold := make([]float64, len(p.slots)), make([]float64, len(p.slots))
	pairs := make([]float64, len(p.pairs))
	for _, e := range x.segments {
		e.gather(p)
		for i := range p.slots {
			exact[i] += float64(e.exact[i].Count())
			fold[i] += float64(e.fold[i].Count())
		}
		for i, pr := range p.pairs {
			pairs[i] += e.beyondChance(pr.terms, e.fold[pr.left], e.fold[pr.right], e.pairs[i])
		}
	}

	w := worths{}
	for i := range p.slots {
		w.exact = append(w.exact, idf(n, exact[i]))
		w.fold = append(w.fold, idf(n, fold[i]))
		w.known = append(w.known, fold[i] > 0)
	}
	for i := range p.pairs {
		w.pairs = append(w.pairs, idf(n, math.Ceil(pairs[i])))
	}
	x.worths = w
}

func (e *evidence) gather(p *plan) {
	e.forms, e.exact, e.fold, e.pairs = e.forms[:0], e.exact[:0], e.fold[:0], e.pairs[:0]
	for _, f := range p.forms {
		e.forms = append(e.forms, e.sequence(f.words))
	}
	for i := range p.slots {
		s := &p.slots[i]
		exact := e.union(s.exact, s.forms)
		fold := exact
		if s.marked() {
			fold = e.copy(exact)
			for _, t := range s.fold {
				fold.Or(e.docs(t))
			}
		}
		e.exact = append(e.exact, exact)
		e.fold = append(e.fold, fold)
	}
	for _, pr := range p.pairs {
		found := e.copy(e.fold[pr.left])
		found.And(e.fold[pr.right])
		if !found.Empty() {
			found.And(e.union(pr.terms, nil))
		}
		for _, f := range pr.forms {
			found.Or(e.forms[f])
		}
		e.pairs = append(e.pairs, found)
	}
}

// beyondChance returns how many articles have two words side by side: those found, less those that must be expected
// because other pairs share the term of this one.
func (e *evidence) beyondChance(terms []term, left, right, found set) float64 {
	both := float64(left.CountBoth(right))
	if both == 0 {
		return float64(found.Count())
	}
	var all float64
	for _, t := range terms {
		all += float64(e.docs(t).Count())
	}
	return max(0, float64(found.Count())-both*all/max(1, float64(e.Live.Count())))
}

// union returns the articles that have one of the terms or forms. The caller must not change them.
func (e *evidence) union(terms []term, forms []int) set {
	first := e.docs(terms[0])
	if len(terms) == 1 && len(forms) == 0 {
		return first
	}
	all := e.copy(first)
	for _, t := range terms[1:] {
		all.Or(e.docs(t))
	}
	for _, f := range forms {
		all.Or(e.forms[f])
	}
	return all
}

// sequence returns the articles that have words side by side, as far as pairs tell. Words without marks stand for every
// marked one.
func (r *reader) sequence(words []analysis.Word) set {
	if len(words) == 0 {
		return r.none()
	}
	all := r.copy(r.Live)
	for i, w := range words {
		all.And(r.anyOf(wordTerms("", w)))
		if i > 0 {
			all.And(r.docs(pairTerm(words[i-1].Fold, w.Fold)))
		}
	}
	return all
}

// counted returns the terms that tell how often an article has words side by side: the rarest of their pairs, or the
// spellings of a word alone.
func (r *reader) counted(words []analysis.Word) []term {
	if len(words) == 1 {
		return wordTerms("", words[0])
	}
	var rarest term
	fewest := r.Len() + 1
	for i := 1; i < len(words); i++ {
		t := pairTerm(words[i-1].Fold, words[i].Fold)
		if n := r.docs(t).Count(); n < fewest {
			rarest, fewest = t, n
		}
	}
	return []term{rarest}
}

// wordTerms returns the terms that a word stands for in the text or the title: without marks, for every marked one too.
func wordTerms(field query.Field, w analysis.Word) []term {
	exact, fold := store.FieldText, store.FieldTextFold
	if field == query.Title {
		exact, fold = store.FieldTitle, store.FieldTitleFold
	}
	if w.Exact == w.Fold {
		return []term{{exact, w.Exact}, {fold, w.Fold}}
	}
	return []term{{exact, w.Exact}}
}
