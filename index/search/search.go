// Package search executes queries on a snapshot of the store. [Run] answers a [Request]; [All] returns
// every hit.
//
// A query becomes a plan: query terms, their pairs and synonyms, and filters. Each step makes a value of
// the one before and changes nothing in it:
//
//	plan        what the query asks of the index
//	candidates  the documents that match each clause of the plan, with the weights of the clauses
//	matches     the documents that match the query, relaxed if they are few
//	scoredDocs  the first of them, by BM25F or date
//	Result      hits with snippets, facets, suggestion
//
// Documents are scored a block at a time, on bitsets.
package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"baotinh/index/spelling"
	"baotinh/index/store"
)

// Run answers a request. now is the time that ages of articles are counted from. The error is a
// *query.SyntaxError if the query or filter cannot be parsed; it may also be ErrTooFine, ErrCursor or
// ErrTimeout.
func Run(ctx context.Context, s *store.Snapshot, r Request, now time.Time) (*Result, error) {
	req, err := parse(r, now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, cmp.Or(r.Timeout, defaultTimeout), ErrTimeout)
	defer cancel()
	rd := newReader(ctx, s)
	defer rd.release()
	result, err := rd.run(req)
	if err != nil {
		return nil, fmt.Errorf("search: %w", asTimeout(ctx, err))
	}
	return result, nil
}

func (r *reader) run(req *request) (*Result, error) {
	m, err := r.match(req)
	if err != nil {
		return nil, err
	}
	if req.Limit == NoHits {
		return m.present(req, nil)
	}
	k := req.From + req.Limit + 1 // one more than is shown, to know whether any follow
	top, err := m.rank(req.Sort, k, req.after, req.bonus)
	if err != nil {
		return nil, err
	}
	return m.present(req, top)
}

// match returns the matches of a query: the documents that it finds as typed and, if these are few and the
// mode of the request allows it, those that the relaxed query finds.
func (r *reader) match(req *request) (*matches, error) {
	ex, err := expand(r, req)
	if err != nil {
		return nil, err
	}
	typed, err := r.attempt(newPlan(req.query, exactPhrases, ex), req, ex)
	if err != nil {
		return nil, err
	}
	typed.rewrites = ex.rewrites
	typed.typed = typed.plan
	typed.findApart()
	if err := typed.loosen(req, ex); err != nil {
		return nil, err
	}
	typed.addReadings(req.query, ex)
	if req.Sample > 0 {
		if err := typed.draw(req.Sample, req.Seed); err != nil {
			return nil, err
		}
	}
	if req.Collapse == ByStory {
		if err := typed.collapse(req); err != nil {
			return nil, err
		}
	}
	return typed, r.err()
}

// loosen adds the documents that the query finds if it is relaxed as far as the mode of the request allows
// it. Quotation marks are taken off if nothing is found with them: those of print at last.
func (m *matches) loosen(req *request, ex *expansion) error {
	if m.total > 0 {
		if req.Mode != Strict {
			m.relax(m, req.bonus)
		}
		return nil
	}
	words, err := m.unquoted(phrasesAsWords, req, ex)
	if err != nil {
		return err
	}
	switch {
	case req.Mode == Loose && words != nil:
		m.relax(words, req.bonus)
		return nil
	case req.Mode != Strict:
		m.relax(m, req.bonus)
	}
	if words != nil && words.total > 0 {
		m.offers = append(m.offers, Offer{RelaxedQuotes, words.total})
	}
	if req.Mode == Strict || m.further > 0 {
		return nil
	}
	printed, err := m.unquoted(printedAsWords, req, ex)
	if err != nil || printed == nil {
		return err
	}
	m.relax(printed, req.bonus)
	if m.further > 0 && !printed.plan.hasPhrases(phrasesAsWords) {
		m.offers = nil
	}
	return nil
}

// unquoted returns the matches of the same query with some phrases as words, nil if it has none of these.
func (m *matches) unquoted(mode phraseMode, req *request, ex *expansion) (*matches, error) {
	if !m.plan.hasPhrases(mode) {
		return nil, nil
	}
	words, err := m.reader.attempt(newPlan(req.query, mode, ex), req, ex)
	if err == nil {
		words.rewrites = []Rewrite{{Kind: RelaxedQuotes}}
	}
	return words, err
}

// attempt returns the documents that match a plan as it is.
func (r *reader) attempt(p *plan, req *request, ex *expansion) (*matches, error) {
	selected, err := filter(r, ex, slices.Concat(p.filters, req.filter.Nodes))
	if err != nil {
		return nil, err
	}
	if err := r.restrictTo(req.Among, selected); err != nil {
		return nil, err
	}
	p.addGlued(r)
	c := collect(r, p, selected)
	docs, total := c.allExact()
	return &matches{candidates: c, docs: docs, total: total}, nil
}

// correct corrects the likeliest typing error in a query, if there is one.
func correct(p *plan, c spelling.Corpus) (*plan, Rewrite, bool) {
	words := spellingWords(p)
	for i := range words {
		words[i].Known = words[i].Known || p.terms[i].fuzzy // its alternatives are sought already
	}
	found, ok := spelling.Correct(words, c)
	if !ok {
		return nil, Rewrite{}, false
	}
	rewrite := Rewrite{RewriteCorrection, p.terms[found.Word].typed, []string{found.Text}}
	return p.withSynonym(found.Word, found.Text), rewrite, true
}

func spellingWords(p *plan) []spelling.Word {
	words := make([]spelling.Word, len(p.terms))
	for i, t := range p.terms {
		words[i] = spelling.Word{
			Word: t.word, Typed: t.typed, Group: t.group,
			Known: t.occur == should || t.decoded || len(t.synonyms) > 0,
		}
	}
	return words
}

// NewestTitles returns the titles of the newest articles, at most n, the newest first.
func NewestTitles(ctx context.Context, s *store.Snapshot, n int) ([]string, error) {
	r := newReader(ctx, s)
	defer r.release()
	top := newTopK(n, Newest, nil, r.tieBreaker)
	for seg, s := range r.segments {
		for doc := range s.Live.All() {
			top.collect(scoredDoc{seg: seg, doc: doc, date: s.Values.Published[doc]})
		}
	}
	var titles []string
	for _, d := range top.sorted() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a, err := r.segments[d.seg].Article(d.doc)
		if err != nil {
			return nil, err
		}
		titles = append(titles, a.Title)
	}
	return titles, nil
}
