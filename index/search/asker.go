package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"baotinh/index/query"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// RunOn answers a request as [Run] does, from the articles of an engine. It decides itself what a query
// means, how it is relaxed and what is shown; the engine counts and finds. The error may also be that of the
// engine.
func RunOn(ctx context.Context, e Engine, r Request, now time.Time) (*Result, error) {
	req, err := parse(r, now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, cmp.Or(r.Timeout, engineTimeout), ErrTimeout)
	defer cancel()
	result, err := runOn(ctx, e, req)
	if err != nil {
		return nil, fmt.Errorf("search: %w", asTimeout(ctx, err))
	}
	return result, nil
}

func runOn(ctx context.Context, e Engine, req *request) (*Result, error) {
	m, err := respond(ctx, e, req)
	if err != nil {
		return nil, err
	}
	return m.present(req)
}

// AllOn returns all hits of a request, as [All] does, from the articles of an engine.
func AllOn(ctx context.Context, e Engine, r Request, now time.Time) iter.Seq2[Hit, error] {
	return scanOn(ctx, e, r, now, func(m *response, req *request, top []rankedArticle) ([]Hit, error) {
		return m.hits(req, top)
	})
}

// ArticlesOn returns the articles that a request finds, as [Articles] does, of an engine. Unless r.Sort is
// set, the oldest come first.
func ArticlesOn(ctx context.Context, e Engine, r Request, now time.Time) iter.Seq2[*news.Article, error] {
	r.Sort = cmp.Or(r.Sort, Oldest)
	only := func(_ *response, _ *request, top []rankedArticle) ([]*news.Article, error) {
		return articlesOf(top), nil
	}
	return scanOn(ctx, e, r, now, only)
}

// enginePage is the number of articles that are asked of an engine at a time: a few megabytes.
const enginePage = 500

// scanOn returns the sequence of what f makes of the matches of a request, a page after the other.
func scanOn[T any](
	ctx context.Context, e Engine, r Request, now time.Time,
	f func(*response, *request, []rankedArticle) ([]T, error),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		r.From = 0
		err := func() error {
			req, err := parse(r, now)
			if err != nil {
				return err
			}
			m, err := respond(ctx, e, req)
			for after := req.after; err == nil; {
				var top []rankedArticle
				if top, _, err = m.rank(req, enginePage, after, nil); err != nil {
					break
				}
				listed := top
				if req.Collapse == ByStory {
					if listed, err = m.firstOfStories(req, top); err != nil {
						break
					}
				}
				var made []T
				if made, err = f(m, req, listed); err != nil {
					break
				}
				for _, v := range made {
					if err := ctx.Err(); err != nil {
						return err
					}
					if !yield(v, nil) {
						return nil
					}
				}
				if len(top) < enginePage {
					return nil
				}
				after = &top[len(top)-1].scoredDoc
			}
			return fmt.Errorf("search: %w", err)
		}()
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// A response are the articles that match a query, as matches are in a snapshot.
type response struct {
	*ledger
	attempt
	typed    *plan // of the query as it was typed
	ex       *expansion
	apart    Expr // those of docs in which syllables of one word are apart
	relaxed  Expr // those that the relaxed query finds, docs among them
	further  int  // of relaxed, those that are not in docs
	rewrites []Rewrite
	readings []Rewrite // rewrites, with what hits need
	offers   []Offer

	apartTotal int

	sample *Expr   // the hits that are listed; nil: all are
	drawn  *Sample // nil: nothing was drawn
}

// An attempt are the articles that match a plan as it is.
type attempt struct {
	sets     *clauseSets
	selected Expr // by the filters
	docs     Expr
	total    int // of docs
	relaxes  []Rewrite
}

// respond is [reader.match].
func respond(ctx context.Context, e Engine, req *request) (*response, error) {
	m := &response{ledger: newLedger(ctx, e)}
	var err error
	settled := m.settle(func() {
		m.apart, m.apartTotal = anyOf(), 0
		if m.ex, err = expand(m.ledger, req); err != nil {
			return
		}
		m.ex.addRuns(m.ledger, req.filter.Nodes)
		m.attempt = m.try(newPlan(req.query, exactPhrases, m.ex), req)
		m.rewrites, m.typed = m.ex.rewrites, m.sets.plan
		m.findApart()
	})
	if err := cmp.Or(err, settled); err != nil {
		return nil, err
	}
	m.relaxed = m.docs
	if err := m.loosen(req); err != nil {
		return nil, err
	}
	if err := m.settle(func() { m.addReadings(req.query) }); err != nil {
		return nil, err
	}
	if req.Sample > 0 {
		return m, m.draw(req.Sample, req.Seed)
	}
	return m, nil
}

// try is [reader.attempt].
func (m *response) try(p *plan, req *request) attempt {
	p.addGlued(m.ledger)
	nodes := slices.Concat(p.filters, req.filter.Nodes)
	m.ex.addRuns(m.ledger, nodes)
	a := attempt{sets: lower(p, m.ledger), selected: selector{m.ledger, m.ex}.all(nodes)}
	if req.Among != nil {
		a.selected = allOf(a.selected, Expr{Op: HasID, IDs: req.Among})
	}
	a.docs = allOf(a.selected, a.sets.required(a.sets.exact))
	a.total = m.count(a.docs)
	return a
}

// findApart is [matches.findApart].
func (m *response) findApart() {
	p := m.sets.plan
	if required := p.required(); m.total == 0 || required < 2 || required >= minRelaxed {
		return
	}
	var apart []Expr
	for i, b := range p.pairs {
		if b.run != nil || !p.isPlainPair(b) {
			continue
		}
		left, right := m.sets.exact[b.left], m.sets.exact[b.right]
		both := m.count(allOf(left, right, m.sets.pairs[i]))
		if !isOneWord(m.count(left), m.count(right), both) {
			continue
		}
		docs := without(m.docs, m.sets.pairs[i])
		apart = append(apart, docs)
		if m.count(docs) > 0 {
			from := p.terms[b.left].typed + " " + p.terms[b.right].typed
			m.rewrites = append(slices.Clip(m.rewrites), Rewrite{Kind: RewriteApart, From: from})
		}
	}
	m.apart = anyOf(apart...)
	m.apartTotal = m.count(m.apart)
}

// loosen is [matches.loosen].
func (m *response) loosen(req *request) error {
	if m.total > 0 {
		if req.Mode != Strict {
			return m.relax(m.attempt, req.bonus)
		}
		return nil
	}
	words, err := m.unquoted(phrasesAsWords, req)
	switch {
	case err != nil:
		return err
	case req.Mode == Loose && words != nil:
		return m.relax(*words, req.bonus)
	case req.Mode != Strict:
		if err := m.relax(m.attempt, req.bonus); err != nil {
			return err
		}
	}
	if words != nil && words.total > 0 {
		m.offers = append(m.offers, Offer{RelaxedQuotes, words.total})
	}
	if req.Mode == Strict || m.further > 0 {
		return nil
	}
	printed, err := m.unquoted(printedAsWords, req)
	if err != nil || printed == nil {
		return err
	}
	if err := m.relax(*printed, req.bonus); err != nil {
		return err
	}
	if m.further > 0 && !printed.sets.plan.hasPhrases(phrasesAsWords) {
		m.offers = nil
	}
	return nil
}

// unquoted is [matches.unquoted].
func (m *response) unquoted(mode phraseMode, req *request) (*attempt, error) {
	if !m.sets.plan.hasPhrases(mode) {
		return nil, nil
	}
	var words attempt
	err := m.settle(func() { words = m.try(newPlan(req.query, mode, m.ex), req) })
	words.relaxes = []Rewrite{{Kind: RelaxedQuotes}}
	return &words, err
}

// relax is [matches.relax].
func (m *response) relax(basis attempt, b bonus) error {
	required := basis.sets.plan.required()
	if required == 0 || m.total >= enoughHits && required < minRelaxed {
		return nil
	}
	sets := basis.sets
	var rewrites []Rewrite
	err := m.settle(func() {
		var plan *plan
		if plan, rewrites = decodeKeys(m.ledger, basis.sets.plan); len(rewrites) > 0 {
			sets = lower(plan, m.ledger)
		}
	})
	if err != nil {
		return err
	}
	w := widening{ledger: m.ledger, sets: sets, selected: basis.selected}
	if err := w.run(b); err != nil {
		return err
	}
	if len(w.rewrites) > 0 {
		var corrected *clauseSets
		var rewrite Rewrite
		err := m.settle(func() {
			corrected = nil
			plan, r, ok := correct(sets.plan, queryCorpus{m.ledger, sets})
			if ok {
				corrected, rewrite = lower(plan, m.ledger), r
			}
		})
		if err != nil {
			return err
		}
		if corrected != nil {
			rewrites = append(rewrites, rewrite)
			w = widening{ledger: m.ledger, sets: corrected, selected: basis.selected}
			if err := w.run(b); err != nil {
				return err
			}
		}
	}
	m.further = w.total
	if m.total > 0 {
		if err := m.settle(func() { m.further = m.count(without(w.docs, m.docs)) }); err != nil {
			return err
		}
		w.docs = anyOf(m.docs, w.docs)
	}
	if m.further > 0 {
		m.sets, m.relaxed = w.sets, w.docs
		m.rewrites = slices.Concat(m.rewrites, basis.relaxes, rewrites, w.rewrites)
	}
	return nil
}

// A widening is the work on one query, as a relaxation is in a snapshot.
type widening struct {
	*ledger
	sets     *clauseSets
	selected Expr
	best     float32 // the coverage of the best article; 0: it was not asked for
	docs     Expr    // found so far
	total    int
	rewrites []Rewrite
}

// A way is how a strategy matches articles.
type way struct {
	strategy
	match func(w *widening) (Expr, error)
}

var ways = []way{
	{strategies[0], func(w *widening) (Expr, error) { return w.required(w.sets.exact), nil }},
	{strategies[1], func(w *widening) (Expr, error) { return w.required(w.sets.fold), nil }},
	{strategies[2], func(w *widening) (Expr, error) { return w.atLeast(mostShare) }},
	{strategies[3], func(w *widening) (Expr, error) { return w.atLeast(someShare) }},
}

// run is [relaxation.run].
func (w *widening) run(b bonus) error {
	required := w.sets.plan.required()
	for i, s := range ways {
		if !s.applies(required) {
			continue
		}
		docs, err := s.match(w)
		if err != nil {
			return err
		}
		var total int
		if err := w.settle(func() { total = w.count(docs) }); err != nil {
			return err
		}
		if i > 0 && total <= w.total {
			continue
		}
		w.docs, w.total = docs, total
		if s.kind != "" {
			w.rewrites = append(w.rewrites, Rewrite{Kind: s.kind})
		}
		if total >= enoughHits {
			break
		}
	}
	if len(w.rewrites) == 0 && w.total >= enoughHits && required >= minRelaxed {
		return w.addNearMisses(b)
	}
	return nil
}

func (w *widening) required(sets []Expr) Expr { return allOf(w.selected, w.sets.required(sets)) }

// atLeast matches the articles that have a share of the coverage of the best one.
func (w *widening) atLeast(share float32) (Expr, error) {
	clauses := w.sets.coverage()
	if w.best == 0 {
		if err := w.findBest(clauses); err != nil {
			return Expr{}, err
		}
	}
	if w.best == 0 {
		return anyOf(), nil
	}
	least := share * w.best * (1 - roundingError)
	return allOf(w.selected, Expr{Op: AtLeast, Clauses: clauses, Least: least}), nil
}

// findBest finds the coverage of the best article. Most often it is more than half of all weights: so it is
// sought among few articles first.
func (w *widening) findBest(clauses []WeightedExpr) error {
	s := &Scoring{}
	var sum float32
	for _, c := range clauses {
		s.Clauses = append(s.Clauses, ScoreClause{Match: c.Expr, Weight: c.Weight})
		sum += c.Weight
	}
	for _, part := range []float32{0.7, 0.35, 0} {
		least := Expr{Op: AtLeast, Clauses: clauses, Least: max(part*sum, math.SmallestNonzeroFloat32)}
		best, err := w.bestScore(allOf(w.selected, least), s)
		if err != nil || best > 0 {
			w.best = best
			return err
		}
	}
	return nil
}

// bestScore returns the highest score of some articles, 0 if there are none.
func (w *widening) bestScore(docs Expr, s *Scoring) (float32, error) {
	found, err := w.engine.Find(w.ctx, []Find{{Match: docs, Scoring: s, Sort: Relevance, Limit: 1}})
	if err != nil || len(found[0].Articles) == 0 {
		return 0, err
	}
	return found[0].Articles[0].Rank.Score, nil
}

// addNearMisses is [relaxation.addNearMisses].
func (w *widening) addNearMisses(b bonus) error {
	scoring := w.sets.scoring(b)
	best, err := w.bestScore(w.docs, scoring)
	if err != nil {
		return err
	}
	covered, err := w.atLeast(mostShare)
	if err != nil {
		return err
	}
	misses := without(
		allOf(covered, Expr{Op: Scored, Scoring: scoring, Least: nearMissShare * best}), w.docs,
	)
	n := 0
	if err := w.settle(func() { n = w.count(misses) }); err != nil || n == 0 {
		return err
	}
	w.docs, w.total = anyOf(w.docs, misses), w.total+n
	w.rewrites = append(w.rewrites, Rewrite{Kind: RelaxedMost})
	return nil
}

// addReadings is [matches.addReadings].
func (m *response) addReadings(q *query.Node) {
	var all []Rewrite
	if m.total+m.further > 0 {
		all = append(gluedNumbers(q), m.sets.plan.asking()...)
	}
	p := m.sets.plan
	for n := range p.synonyms {
		if p.synonyms[n].reading != "" && m.count(m.sets.needed(n, m.relaxed)) > 0 {
			all = addReading(all, p, n)
		}
	}
	clear(m.ex.needed)
	for key, p := range m.ex.runs {
		sets := lower(p, m.ledger)
		for n := range p.synonyms {
			if p.synonyms[n].reading != "" && m.count(sets.needed(n, sets.required(sets.exact))) > 0 {
				m.ex.needed[key] = append(m.ex.needed[key], n)
			}
		}
	}
	all = m.ex.addNeeded(all)
	m.readings = slices.Concat(m.ex.rewrites, all, m.rewrites[len(m.ex.rewrites):])
}

// A rankedArticle is an article with its place in the order of hits.
type rankedArticle struct {
	scoredDoc
	article *news.Article
}

func articlesOf(top []rankedArticle) []*news.Article {
	var all []*news.Article
	for _, a := range top {
		all = append(all, a.article)
	}
	return all
}

// rank returns the first k matches in the order of a request behind a place, as [matches.rank], and what is
// found for other finds, which are asked at the same time.
func (m *response) rank(
	req *request, k int, after *scoredDoc, others []Find,
) ([]rankedArticle, []Found, error) {
	together := m.ranksTogether(req)
	finds := slices.Clone(others)
	var asked []tier
	for _, t := range m.listed(req) {
		if k == 0 || after != nil && after.tier > t.tier && !together {
			continue
		}
		f := Find{Match: t.docs, Sort: req.Sort, Scoring: m.scoring(req), Limit: k}
		if after != nil && (after.tier == t.tier || together) {
			f.After = &Rank{Score: after.score, Date: after.date, Tie: after.tieBreaker}
		}
		finds, asked = append(finds, f), append(asked, t.tier)
	}
	if len(finds) == 0 {
		return nil, nil, nil
	}
	found, err := m.engine.Find(m.ctx, finds)
	if err != nil {
		return nil, nil, err
	}
	var top []rankedArticle
	for i, t := range asked {
		for _, a := range found[len(others)+i].Articles {
			if len(top) == k {
				break
			}
			d := scoredDoc{
				seg: noSegment, tier: t, score: a.Rank.Score, date: a.Rank.Date, tieBreaker: a.Rank.Tie,
			}
			top = append(top, rankedArticle{d, a.Article})
		}
	}
	if together {
		err = m.findRelaxed(top)
	}
	return top, found[:len(others)], err
}

// scoring returns how articles are scored in the order of a request, nil if they are not.
func (m *response) scoring(req *request) *Scoring {
	if req.Sort != Relevance {
		return nil
	}
	return m.sets.scoring(req.bonus)
}

// ranksTogether reports whether tiers make no difference, as [matches.ranksTogether].
func (m *response) ranksTogether(req *request) bool {
	return m.further > 0 && req.Sort == Relevance && m.sets.plan.required() >= minRelaxed
}

// A tierSet are the articles of a tier.
type tierSet struct {
	tier tier
	docs Expr
}

// tiers returns the tiers that have articles, in their order. If all are ranked together, it is one.
func (m *response) tiers(req *request) []tierSet {
	if m.ranksTogether(req) {
		return []tierSet{{tierTyped, m.relaxed}}
	}
	var all []tierSet
	switch {
	case m.total == 0:
	case req.Sort == Relevance && m.apartTotal > 0:
		all = append(all, tierSet{tierTyped, without(m.docs, m.apart)}, tierSet{tierApart, m.apart})
	default:
		all = append(all, tierSet{tierTyped, m.docs})
	}
	if m.further > 0 {
		all = append(all, tierSet{tierRelaxed, m.onlyRelaxed()})
	}
	return all
}

// listed returns the tiers without what was not drawn.
func (m *response) listed(req *request) []tierSet {
	tiers := m.tiers(req)
	if m.sample != nil {
		for i := range tiers {
			tiers[i].docs = allOf(tiers[i].docs, *m.sample)
		}
	}
	return tiers
}

// onlyRelaxed matches the articles that only the relaxed query finds.
func (m *response) onlyRelaxed() Expr {
	if m.total == 0 {
		return m.relaxed
	}
	return without(m.relaxed, m.docs)
}

// findRelaxed notes of articles that are ranked together which of them only the relaxed query finds.
func (m *response) findRelaxed(top []rankedArticle) error {
	if m.total == 0 || len(top) == 0 {
		for i := range top {
			top[i].tier = tierRelaxed
		}
		return nil
	}
	var ids []news.ID
	for _, a := range top {
		ids = append(ids, a.article.ID)
	}
	match := without(Expr{Op: HasID, IDs: ids}, m.docs)
	found, err := m.engine.Find(m.ctx, []Find{{Match: match, Sort: Newest, Limit: len(ids)}})
	if err != nil {
		return err
	}
	relaxed := map[news.ID]bool{}
	for _, a := range found[0].Articles {
		relaxed[a.Article.ID] = true
	}
	for i := range top {
		if relaxed[top[i].article.ID] {
			top[i].tier = tierRelaxed
		}
	}
	return nil
}

// present is [matches.present].
func (m *response) present(req *request) (*Result, error) {
	result := &Result{
		Query: req.Query, Rewrites: m.readings, Offers: m.offers,
		Total: m.total, Apart: m.apartTotal, Further: m.further, Sample: m.drawn, Hits: []Hit{},
	}
	k := 0
	if req.Limit != NoHits {
		k = req.From + req.Limit + 1 // one more than is shown, to know whether any follow
	}
	tallies := talliesOf(&req.Request)
	var counts []Find
	if len(tallies) > 0 {
		counts = append(counts, Find{Match: m.docs, Tallies: tallies})
		if req.Share {
			counts = append(counts, Find{Tallies: tallies})
		}
	}
	ranked := k
	if req.Collapse == ByStory {
		ranked = 0
	}
	top, found, err := m.rank(req, ranked, req.after, counts)
	if err == nil && ranked < k {
		top, err = m.collapsed(req, k, req.after)
	}
	if err != nil {
		return nil, err
	}
	from := min(req.From, len(top))
	shown := top[from:min(from+max(0, req.Limit), len(top))]
	if len(shown) > 0 && from+len(shown) < len(top) {
		result.Next = encodeCursor(&req.Request, shown[len(shown)-1].scoredDoc)
	}
	hits, err := m.hits(req, shown)
	if err != nil {
		return nil, err
	}
	result.Hits = append(result.Hits, hits...)
	result.Suggestion = suggestFor(req, m.readings, articlesOf(shown))
	var all counted
	if req.Share {
		docs := m.counts[Expr{}.key()]
		result.Share = newShare(m.total, docs)
		if len(found) > 1 {
			all = newTalliedSet(tallies, found[1])
		}
	}
	if req.Collapse == ByStory {
		result.Stories = storiesIn(m.total, found[0].Tallies[slices.Index(tallies, storyTally)])
	}
	if len(found) == 0 {
		return result, nil
	}
	return result, result.addCounts(&req.Request, newTalliedSet(tallies, found[0]), all)
}

// hits makes hits of articles. Their words are marked in a snapshot of them alone, with the weights that
// words have in the whole collection.
func (m *response) hits(req *request, top []rankedArticle) ([]Hit, error) {
	s, err := store.Of(m.ctx, articlesOf(top))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	r := newReader(m.ctx, s)
	defer r.release()
	few := &matches{candidates: collect(r, m.sets.plan, r.live())}
	few.idf = m.sets.idf
	if m.further > 0 {
		few.relaxed = r.live()
	}
	k := newMarker(few.markWeights())
	defer k.release()
	var hits []Hit
	for i, a := range top {
		d := a.scoredDoc
		d.seg, d.doc = 0, uint32(i)
		hits = append(hits, few.hit(req, d, a.article, k))
	}
	if req.Collapse == ByStory {
		if err := m.addStories(hits, top); err != nil {
			return nil, err
		}
	}
	if req.Explain {
		parts, err := m.explain(top, req.bonus)
		if err != nil {
			return nil, err
		}
		for i := range hits {
			hits[i].Explain = parts[hits[i].ID]
		}
	}
	return hits, r.err()
}

// storyTally counts the articles of stories that have several.
var storyTally = Tally{Field: FieldStoryOf, Repeated: true}

// talliesOf returns the tallies that the counts of a request need.
func talliesOf(r *Request) []Tally {
	var all []Tally
	add := func(t Tally) {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for _, field := range r.Facets {
		add(Tally{Field: tallyField(field)})
	}
	if r.Histogram != "" {
		add(Tally{Field: FieldDay})
	}
	if r.Collapse == ByStory {
		add(storyTally)
	}
	if r.Table != (TableFields{}) {
		add(Tally{Field: tallyField(r.Table.Rows)})
		add(Tally{Field: tallyField(r.Table.Columns)})
		add(Tally{Field: r.Table.Rows, Across: r.Table.Columns})
	}
	return all
}

// tallyField returns the field that a facet is counted by.
func tallyField(facet string) string {
	if dateFacets[facet] != "" {
		return FieldDay
	}
	return facet
}
