package index

import (
	"fmt"
	"math"
)

// The constants of the score.
const (
	k1          = 1.2  // saturation of repeated words, Robertson's usual value
	b           = 0.75 // how much length counts, the same
	weightFold  = 0.1  // of a word found with other marks than were typed
	weightPair  = 0.6  // of two words found side by side
	weightWhole = 0.3  // of a title that has all the words: the score is raised by it
)

// A word that more than one article in tooCommon has is worth the same however often an article repeats it: its worth is
// small, and there are many articles to read how often.
const tooCommon = 2

// A ranked is an article with its place in the order.
type ranked struct {
	seg       int
	n         uint32
	score     float32
	published int64
	number    uint64 // see search.number; 0 if not asked for yet
}

// rank returns the hits from the first to the last that is asked for, in their order.
func (x *search) rank(matches []set, want int) ([]ranked, error) {
	top := newTop(want, x.r.Sort, x.number)
	top.after = x.after
	for seg, e := range x.segments {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
		docs := matches[seg]
		if docs.empty() {
			continue
		}
		var scores []float32
		if x.r.Sort == Relevance {
			scores = x.score(e, docs, nil)
		}
		if e.err != nil {
			return nil, e.err
		}
		for n := range docs.all() {
			c := ranked{seg: seg, n: n, published: e.columns.published[n]}
			if scores != nil {
				c.score = scores[n]
			}
			top.offer(c)
		}
		if scores != nil {
			putZeros(scores, docs)
		}
	}
	return top.sorted(), x.failed()
}

// explain says what each word and pair added to the score of a hit.
func (x *search) explain(c ranked) []string {
	var lines []string
	var before float32
	e := x.segments[c.seg]
	docs := e.none()
	docs.add(c.n)
	putZeros(x.score(e, docs, func(what string, scores []float32) {
		if added := scores[c.n] - before; added != 0 {
			lines = append(lines, fmt.Sprintf("%s: %.2f", what, added))
		}
		before = scores[c.n]
	}), docs)
	return lines
}

// A scorer adds up the evidence for articles of a segment.
type scorer struct {
	*evidence
	plan    *plan
	docs    set // that are scored
	scores  []float32
	tf      []float32 // of the word at hand
	average float32
	common  float32 // what a word that is too common is worth at most
}

// score returns the scores of articles of a segment. If not nil, explain is called after each step.
func (x *search) score(e *evidence, docs set, explain func(what string, scores []float32)) []float32 {
	if explain == nil {
		explain = func(string, []float32) {}
	}

	n := e.view.count
	s := &scorer{
		evidence: e, plan: x.plan, docs: docs, scores: zeros(n), tf: zeros(n),
		average: float32(x.s.average), common: float32(math.Log(tooCommon)),
	}
	defer putZeros(s.tf, nil) // add leaves zeros

	for i := range x.plan.slots {
		if x.late(e.reader) {
			break
		}
		slot := &x.plan.slots[i]
		s.add(e.exact[i], slot.exact, slot.forms, 1, x.worths.exact[i])
		explain(slot.typed, s.scores)
		if slot.marked() {
			s.add(e.fold[i], slot.fold, slot.forms, weightFold, x.worths.fold[i])
			explain(slot.typed+" (mọi dấu)", s.scores)
		}
	}
	for i, p := range x.plan.pairs {
		s.add(e.pairs[i], p.terms, p.forms, weightPair, x.worths.pairs[i])
		explain(x.plan.slots[p.left].typed+" + "+x.plan.slots[p.right].typed, s.scores)
	}
	s.addTitles(x, docs)
	explain("tít", s.scores)
	if x.r.Recency > 0 {
		s.addAges(x.r.Recency, docs)
		explain("tuổi bài", s.scores)
	}
	return s.scores
}

// add adds what a word is worth to the articles that have it, more to those that repeat it.
func (s *scorer) add(docs set, terms []term, forms []int, weight, worth float32) {
	docs = s.copy(docs)
	docs.and(s.docs)
	if worth < s.common {
		addWorth(s.scores, docs, weight*worth)
		return
	}
	count := func(n uint32, f float32) { s.tf[n] += f }
	for _, t := range terms {
		s.each(t, docs, count)
	}
	for _, f := range forms {
		form := s.copy(s.evidence.forms[f])
		form.and(docs)
		for _, t := range s.counted(s.plan.forms[f].words) {
			s.each(t, form, count)
		}
	}
	for n := range docs.all() {
		f := s.tf[n]
		s.tf[n] = 0
		length := float32(s.columns.words[n]) / s.average
		s.scores[n] += weight * worth * f * (k1 + 1) / (f + k1*(1-b+b*length))
	}
}

// addTitles raises the scores of articles by the share of the query that their titles have.
func (s *scorer) addTitles(x *search, docs set) {
	var whole float32
	share := zeros(s.view.count)
	defer putZeros(share, docs)
	for i := range x.plan.slots {
		if !x.worths.known[i] {
			continue
		}
		whole += x.worths.fold[i]
		if !overlap(s.docs, s.fold[i]) {
			continue
		}
		fold := x.plan.slots[i].word.Fold
		addWorthAmong(share, s.evidence.docs(term{fieldTitle, fold}), docs, x.worths.fold[i])
		addWorthAmong(share, s.evidence.docs(term{fieldTitleFold, fold}), docs, x.worths.fold[i])
	}
	if whole == 0 {
		return
	}
	for n := range docs.all() {
		s.scores[n] *= 1 + weightWhole*min(1, share[n]/whole)
	}
}
