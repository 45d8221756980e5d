package search

import "baotinh/pipeline/news"

// explain returns what each part of the scores of some articles added, by their IDs, as
// [candidates.explain]: the engine scores them by each clause alone, and then by one factor after the
// other.
func (m *response) explain(top []rankedArticle, b bonus) (map[news.ID][]Explanation, error) {
	if len(top) == 0 {
		return nil, nil
	}
	whole := m.sets.scoring(b)
	scorings := make([]*Scoring, 0, len(whole.Clauses)+len(factors)+1)
	for i := range whole.Clauses {
		scorings = append(scorings, &Scoring{Clauses: whole.Clauses[i : i+1]})
	}
	partial := &Scoring{Clauses: whole.Clauses}
	scorings = append(scorings, partial)
	for _, f := range factors {
		next := *partial
		f.add(&next, whole)
		partial = &next
		scorings = append(scorings, partial)
	}
	scores, err := m.scoresBy(scorings, top)
	if err != nil {
		return nil, err
	}
	all := map[news.ID][]Explanation{}
	for _, a := range top {
		id := a.article.ID
		add := func(kind ExplanationKind, text string, score float32) {
			if score != 0 {
				all[id] = append(all[id], Explanation{kind, text, float64(score)})
			}
		}
		for i, p := range m.sets.parts {
			kind, text := m.sets.plan.describe(p.kind, p.index)
			add(kind, text, scores[i][id])
		}
		for i, f := range factors {
			n := len(m.sets.parts) + i
			add(f.kind, "", scores[n+1][id]-scores[n][id])
		}
	}
	return all, nil
}

// A factor is what the sum of the clauses is multiplied by.
type factor struct {
	kind ExplanationKind
	add  func(to, from *Scoring) // adds it to a Scoring without it, from a whole one
}

var factors = [...]factor{
	{ExplainCoverage, func(to, from *Scoring) { to.LostUncovered = from.LostUncovered }},
	{ExplainTitle, func(to, from *Scoring) {
		halfLife := to.HalfLife
		lost := to.LostUncovered
		*to = *from
		to.HalfLife, to.LostUncovered = halfLife, lost
	}},
	{ExplainAge, func(to, from *Scoring) { to.HalfLife, to.Today = from.HalfLife, from.Today }},
}

// scoresBy returns the scores of some articles by each of some scorings.
func (m *response) scoresBy(scorings []*Scoring, top []rankedArticle) ([]map[news.ID]float32, error) {
	match := Expr{Op: HasID}
	for _, a := range top {
		match.IDs = append(match.IDs, a.article.ID)
	}
	var finds []Find
	for _, s := range scorings {
		finds = append(finds, Find{Match: match, Sort: Relevance, Scoring: s, Limit: len(top)})
	}
	found, err := m.engine.Find(m.ctx, finds)
	if err != nil {
		return nil, err
	}
	var all []map[news.ID]float32
	for _, f := range found {
		scores := map[news.ID]float32{}
		for _, a := range f.Articles {
			scores[a.Article.ID] = a.Rank.Score
		}
		all = append(all, scores)
	}
	return all, nil
}

// draw draws a random sample of the matches, as [matches.draw].
func (m *response) draw(n int, seed uint64) error {
	found, err := m.engine.Find(m.ctx, []Find{{Match: m.relaxed, Sort: Sampled, Seed: seed, Limit: n}})
	if err != nil {
		return err
	}
	m.sample = &Expr{Op: HasID}
	for _, a := range found[0].Articles {
		m.sample.IDs = append(m.sample.IDs, a.Article.ID)
	}
	m.drawn = &Sample{Size: len(m.sample.IDs), Of: found[0].Total, Seed: seed}
	return nil
}
