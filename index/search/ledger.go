package search

import (
	"context"
	"errors"
	"slices"

	"baotinh/index/analysis"
	"baotinh/index/query"
)

// A ledger is the corpus of an [Engine]. It notes what it is asked, so that many questions make one round
// trip: see settle. It is not safe for concurrent use.
type ledger struct {
	ctx    context.Context // of the search, which the ledger does not outlive
	engine Engine
	counts map[string]int // by key of the expression
	values map[string][]string
	open   map[string]Expr // asked for, and not known
	fields map[string]bool // whose values are asked for, and not known
	failed error
}

func newLedger(ctx context.Context, e Engine) *ledger {
	return &ledger{
		ctx: ctx, engine: e, counts: map[string]int{}, values: map[string][]string{},
		open: map[string]Expr{}, fields: map[string]bool{},
	}
}

// maxRounds bounds the round trips of one step. A word glued of four syllables needs three.
const maxRounds = 32

var errUnsettled = errors.New("the counts of a query do not settle")

// settle calls f until every number that it asks for is known. The first time, unknown numbers are 0; so f
// must change nothing but what it sets anew each time.
func (l *ledger) settle(f func()) error {
	for range maxRounds {
		f()
		if l.failed != nil || len(l.open)+len(l.fields) == 0 {
			return l.failed
		}
		l.failed = l.ask()
	}
	return errUnsettled
}

// ask asks the engine for what is open.
func (l *ledger) ask() error {
	for field := range l.fields {
		values, err := l.engine.Values(l.ctx, field)
		if err != nil {
			return err
		}
		slices.Sort(values)
		l.values[field] = values
	}
	clear(l.fields)
	if len(l.open) == 0 {
		return nil
	}
	keys, exprs := make([]string, 0, len(l.open)), make([]Expr, 0, len(l.open))
	for key, e := range l.open {
		keys, exprs = append(keys, key), append(exprs, e)
	}
	counts, err := l.engine.Count(l.ctx, exprs)
	if err != nil {
		return err
	}
	for i, n := range counts {
		l.counts[keys[i]] = n
	}
	clear(l.open)
	return nil
}

// count returns the number of articles that match an expression.
func (l *ledger) count(e Expr) int {
	if e.isNothing() || l.failed != nil {
		return 0
	}
	key := e.key()
	n, ok := l.counts[key]
	if !ok {
		l.open[key] = e
	}
	return n
}

// valuesOf returns the values of a keyword field, sorted.
func (l *ledger) valuesOf(field string) []string {
	values, ok := l.values[field]
	if !ok {
		l.fields[field] = true
	}
	return values
}

func (l *ledger) err() error { return l.failed }

func (l *ledger) docFreq(terms []term) int { return l.count(hasAny(terms)) }

func (l *ledger) sumDocFreq(terms []term) int {
	n := 0
	for _, t := range terms {
		n += l.count(hasTerm(t))
	}
	return n
}

func (l *ledger) sequenceFreq(words []analysis.Word) int {
	if len(words) == 0 {
		return 0
	}
	return l.count(sequence(words))
}

func (l *ledger) besideFreq(word term, other []term, pair term) int {
	return l.count(allOf(hasTerm(pair), hasTerm(word), hasAny(other)))
}

func (l *ledger) has(w analysis.Word) bool { return l.docFreq(wordTerms("", w)) > 0 }

func (l *ledger) association(left, right analysis.Word) (share, docs float64) {
	a, b := wordTerms("", left), wordTerms("", right)
	n := l.adjacency(hasAny(a), hasAny(b), []term{pairTerm(left, right)})
	return n.share(float64(min(l.docFreq(a), l.docFreq(b))))
}

// adjacency counts the articles with two words, and with one of the terms of their pair besides.
func (l *ledger) adjacency(left, right Expr, pair []term) adjacency {
	both := allOf(left, right)
	return adjacency{
		matches: l.count(allOf(both, hasAny(pair))), both: l.count(both), terms: l.sumDocFreq(pair),
		docs: l.count(Expr{}),
	}
}

// prefixTerms returns none: an engine looks up prefixes itself, see Term.Begins.
func (l *ledger) prefixTerms(*query.Node) []term { return nil }

// A queryCorpus implements [spelling.Corpus] for the query terms of a plan.
type queryCorpus struct {
	*ledger
	sets *clauseSets
}

// DocFreq implements [spelling.Corpus], as do the methods below.
func (c queryCorpus) DocFreq(i int) int { return c.docFreq(c.sets.plan.terms[i].fold) }

// TypedFreq returns the number of documents that have query term i as it was typed.
func (c queryCorpus) TypedFreq(i int) int { return c.docFreq(c.sets.plan.terms[i].exact) }

// AdjacentFreq estimates in how many documents w stands beside the query term neighbour in place of term i.
func (c queryCorpus) AdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	if c.MaxAdjacentFreq(w, i, neighbour) == 0 {
		return 0
	}
	pair := []term{c.sets.plan.pairAt(w, i, neighbour)}
	return c.adjacency(hasAny(wordTerms("", w)), c.sets.exact[neighbour], pair).freq()
}

// MaxAdjacentFreq returns a number that AdjacentFreq does not exceed.
func (c queryCorpus) MaxAdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	docs := c.sumDocFreq(wordTerms("", w))
	if docs == 0 {
		return 0 // as of most that are no words: their pairs are not asked for
	}
	return float64(min(docs, c.count(hasTerm(c.sets.plan.pairAt(w, i, neighbour)))))
}
