package search

import (
	"math"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/store"
)

// For an [Engine], a plan is lowered to expressions: they match what the bitsets of [candidates] hold.

// clauseSets are the expressions of the clauses of a plan, as segmentCandidates has bitsets.
type clauseSets struct {
	plan        *plan
	exact, fold []Expr // by query term
	pairs       []Expr // by bigram
	synonyms    []Expr
	idf         clauseIDF
	rarest      [][]term // by synonym, the terms whose frequencies stand for that of its words
	parts       []clausePart
}

// A clausePart is what a clause is of: a query term or bigram.
type clausePart struct {
	kind  clauseKind
	index int
}

// lower returns the expressions of a plan.
func lower(p *plan, l *ledger) *clauseSets {
	c := &clauseSets{plan: p}
	for _, s := range p.synonyms {
		c.synonyms = append(c.synonyms, p.matchSynonym(s))
		c.rarest = append(c.rarest, rarestTerms(s.words, l))
	}
	for i := range p.terms {
		t := &p.terms[i]
		exact := c.withSynonyms(hasAny(t.exact), t.synonyms)
		fold := exact
		if t.marked() {
			fold = anyOf(exact, hasAny(t.fold))
		}
		c.exact, c.fold = append(c.exact, exact), append(c.fold, fold)
	}
	for i := range p.pairs {
		b := &p.pairs[i]
		if b.run != nil {
			c.pairs = append(c.pairs, sequence(b.run))
			continue
		}
		pair := allOf(c.fold[b.left], c.fold[b.right], hasAny(b.terms))
		c.pairs = append(c.pairs, c.withSynonyms(pair, b.synonyms))
	}
	for _, u := range p.units {
		c.joinUnit(u)
	}
	c.weigh(l)
	for i := range p.terms {
		c.parts = append(c.parts, clausePart{exactClause, i})
		if t := &p.terms[i]; t.marked() || t.unit > 0 {
			c.parts = append(c.parts, clausePart{foldClause, i})
		}
	}
	for i := range p.pairs {
		c.parts = append(c.parts, clausePart{pairClause, i})
	}
	return c
}

func (c *clauseSets) withSynonyms(e Expr, synonyms []int) Expr {
	all := []Expr{e}
	for _, n := range synonyms {
		all = append(all, c.synonyms[n])
	}
	return anyOf(all...)
}

// joinUnit is [segmentCandidates.joinUnit].
func (c *clauseSets) joinUnit(u unit) {
	var ways []Expr
	for _, words := range c.plan.unitSpellings(u) {
		ways = append(ways, sideBySide(words))
	}
	for n, s := range c.plan.synonyms {
		if s.from <= u.from && u.to <= s.to {
			ways = append(ways, c.synonyms[n])
		}
	}
	for i := u.from; i < u.to; i++ {
		c.exact[i] = anyOf(ways...)
	}
}

// weigh finds the inverse document frequencies, as collect does.
func (c *clauseSets) weigh(l *ledger) {
	n := float64(l.count(Expr{}))
	for i := range c.plan.terms {
		fold := l.count(c.fold[i])
		c.idf.exact = append(c.idf.exact, idf(n, float64(l.count(c.exact[i]))))
		c.idf.fold = append(c.idf.fold, idf(n, float64(fold)))
		c.idf.known = append(c.idf.known, fold > 0)
	}
	for i, b := range c.plan.pairs {
		a := adjacency{matches: l.count(c.pairs[i])}
		if b.run == nil {
			a.both = l.count(allOf(c.fold[b.left], c.fold[b.right]))
			a.terms, a.docs = l.sumDocFreq(b.terms), int(n)
		}
		c.idf.pairs = append(c.idf.pairs, idf(n, math.Ceil(a.freq())))
	}
}

// sequence matches the articles that have words side by side, as far as the terms of pairs tell.
func sequence(words []analysis.Word) Expr {
	var all []Expr
	for i, w := range words {
		all = append(all, hasAny(wordTerms("", w)))
		if i > 0 {
			all = append(all, hasTerm(pairTerm(words[i-1], w)))
		}
	}
	return allOf(all...)
}

// sideBySide matches the articles that have words side by side.
func sideBySide(words []analysis.Word) Expr {
	if len(words) < 2 {
		return sequence(words)
	}
	e := Expr{Op: Phrase}
	for _, w := range words {
		e.Words = append(e.Words, exported(wordTerms("", w)))
	}
	return e
}

func exported(terms []term) []Term {
	var all []Term
	for _, t := range terms {
		all = append(all, Term{Field: t.field, Text: t.text})
	}
	return all
}

// matchSynonym is [segmentReader.withSynonym].
func (p *plan) matchSynonym(s synonym) Expr {
	phrase := sideBySide(s.words)
	if len(s.words) == 1 || slices.ContainsFunc(s.words, isNumber) {
		return phrase
	}
	typed := []Expr{sequence(s.words)}
	for _, t := range p.terms[s.from:s.to] {
		typed = append(typed, hasAny(t.exact))
	}
	return anyOf(phrase, allOf(typed...))
}

// rarestTerms is [segmentReader.sequenceTerms].
func rarestTerms(words []analysis.Word, l *ledger) []term {
	if len(words) == 1 {
		return wordTerms("", words[0])
	}
	var rarest term
	fewest := math.MaxInt
	for i := 1; i < len(words); i++ {
		t := pairTerm(words[i-1], words[i])
		if n := l.count(hasTerm(t)); n < fewest {
			rarest, fewest = t, n
		}
	}
	return []term{rarest}
}

// required matches the articles that match all query terms which must match.
func (c *clauseSets) required(sets []Expr) Expr {
	var all []Expr
	for i, e := range sets {
		if c.plan.terms[i].occur == must {
			all = append(all, e)
		}
	}
	return allOf(all...)
}

// clauses returns the clauses of the query, the query terms first, as [candidates.clauses].
func (c *clauseSets) clauses() []ScoreClause {
	var all []ScoreClause
	add := func(e Expr, idf, weight float32, terms []term, synonyms []int) {
		clause := ScoreClause{Match: e, Weight: weight}
		if idf >= minCountedIDF {
			clause.Sources = append(clause.Sources, TermSource{Terms: exported(terms)})
			for _, n := range synonyms {
				source := TermSource{Within: c.synonyms[n], Terms: exported(c.rarest[n])}
				clause.Sources = append(clause.Sources, source)
			}
		}
		all = append(all, clause)
	}
	for _, p := range c.parts {
		i := p.index
		switch p.kind {
		case exactClause:
			t, v := &c.plan.terms[i], c.idf.exact[i]
			terms := t.exact
			if t.unit > 0 {
				u := c.plan.units[t.unit-1]
				terms = c.plan.rarestPair(c.idf.pairs, u.from, u.to-1)
			}
			add(c.exact[i], v, boostExact*t.boost*v, terms, t.synonyms)
		case foldClause:
			t, v := &c.plan.terms[i], c.idf.fold[i]
			add(c.fold[i], v, boostFold*t.boost*v, t.fold, t.synonyms)
		case pairClause:
			b, v := &c.plan.pairs[i], c.idf.pairs[i]
			terms := b.terms
			if b.run != nil {
				terms = c.plan.rarestPair(c.idf.pairs, b.left, b.right)
			}
			add(c.pairs[i], v, boostPair*b.boost*v, terms, b.synonyms)
		}
	}
	return all
}

// scoring returns how articles are scored, as a scorer does it.
func (c *clauseSets) scoring(b bonus) *Scoring {
	s := &Scoring{
		Clauses: c.clauses(), TitleBoost: boostTitle, FullTitle: fullTitle, ShortTitle: shortTitle,
		PhraseTitle: phraseTitle, HalfLife: b.halfLife, Today: b.today,
	}
	if c.plan.required() >= minRelaxed {
		s.LostUncovered = lostUncovered
	}
	if c.plan.question {
		s.TitleBoost = 0
	}
	c.addTitles(s)
	s.Whole = Expr{Op: AtLeast, Clauses: s.Titles, Least: nearlyAll * s.TitleMax}
	var ways []Expr
	for _, way := range c.plan.titlePhrases() {
		e := Expr{Op: Phrase}
		for _, terms := range way {
			e.Words = append(e.Words, exported(terms))
		}
		ways = append(ways, e)
	}
	s.WholePhrase = anyOf(ways...)
	return s
}

// addTitles adds the clauses of titles, as [candidates.newTitleClauses].
func (c *clauseSets) addTitles(s *Scoring) {
	add := func(e Expr, weight float32) { s.Titles = append(s.Titles, WeightedExpr{e, weight}) }
	for i := range c.plan.terms {
		t := &c.plan.terms[i]
		if !c.idf.known[i] || c.plan.asksWho || t.asks {
			continue
		}
		weight := t.boost * c.idf.fold[i]
		s.TitleMax += weight
		s.TitleWords++
		folded := hasAny(t.foldedTitleTerms())
		if t.marked() {
			add(folded, (1-asTyped)*weight)
			add(hasAny(t.titleTerms()), asTyped*weight)
		} else {
			add(folded, weight)
		}
		for _, n := range t.synonyms {
			var all []Expr
			for _, w := range c.plan.synonyms[n].words {
				all = append(all, hasAny(wordTerms(query.Title, w)))
			}
			add(without(allOf(all...), folded), weight)
		}
	}
}

// coverage returns the weights of the clauses. The coverage of an article is the sum of those it matches.
func (c *clauseSets) coverage() []WeightedExpr {
	var all []WeightedExpr
	for _, clause := range c.clauses() {
		all = append(all, WeightedExpr{clause.Match, clause.Weight})
	}
	return all
}

// needed matches those of some articles that have synonym n and not what was typed, as
// [segmentCandidates.needs].
func (c *clauseSets) needed(n int, docs Expr) Expr {
	s := &c.plan.synonyms[n]
	var words []analysis.Word
	var typed []Expr
	for _, t := range c.plan.terms[s.from:s.to] {
		words = append(words, t.word)
		typed = append(typed, hasAny(t.exact))
	}
	if c.plan.terms[s.from].unit > 0 {
		typed = []Expr{sequence(words)}
	}
	return without(allOf(c.synonyms[n], docs), allOf(typed...))
}

// A selector lowers the filters of a query, as segmentReader evaluates them.
type selector struct {
	*ledger
	ex *expansion
}

// all matches the articles that all nodes select.
func (s selector) all(nodes []*query.Node) Expr {
	var all []Expr
	runs(nodes, func(run []*query.Node) {
		if isPlainWord(run[0]) {
			all = append(all, s.run(run))
			return
		}
		all = append(all, s.node(run[0]))
	})
	return allOf(all...)
}

// run matches the articles that have a run of plain words.
func (s selector) run(run []*query.Node) Expr {
	c := lower(s.ex.runs[runKey(run)], s.ledger)
	return c.required(c.exact)
}

func (s selector) node(n *query.Node) Expr {
	switch n.Op {
	case query.All:
		return s.all(n.Nodes)
	case query.Any:
		var some []Expr
		for i := range n.Nodes {
			some = append(some, s.all(n.Nodes[i:i+1]))
		}
		return anyOf(some...)
	case query.Not:
		return without(Expr{}, s.all(n.Nodes[:1]))
	case query.Dates:
		return between(n)
	}
	if positional(n) {
		return s.placed(n)
	}
	switch {
	case n.Field == query.URL:
		return s.address(n)
	case n.Field == query.Place:
		return inPlaces(s.ex.places[n.Text])
	case n.Field != "" && n.Field != query.Title && textFields[n.Field].exact == "":
		return s.keyword(n)
	case len(n.Words) == 0:
		return anyOf()
	case n.Op == query.Fuzzy:
		return hasAny(fuzzyTerms(n, s.ex))
	case n.Op == query.Prefix && len(n.Words) > 1:
		return s.placed(n)
	}
	var all []Expr
	for i := range n.Words {
		var some []Expr
		for _, t := range s.wordTerms(n, i) {
			some = append(some, Expr{Op: HasTerm, Term: t})
		}
		all = append(all, anyOf(some...))
	}
	return allOf(all...)
}

// wordTerms returns the terms that word i of a node stands for: see nodeTerms.
func (s selector) wordTerms(n *query.Node, i int) []Term {
	terms := exported(wordTerms(n.Field, n.Words[i]))
	if n.Op == query.Prefix && i == len(n.Words)-1 {
		for j := range terms {
			terms[j].Begins = true
		}
	}
	return terms
}

// placed matches the articles that have the words of a node side by side, or near each other.
func (s selector) placed(n *query.Node) Expr {
	e := Expr{Op: Phrase, Within: textFieldOf(n.Field).end}
	if n.Op == query.Near {
		e.Op, e.Window = Near, len(n.Words)+n.Distance
	}
	for i := range n.Words {
		e.Words = append(e.Words, s.wordTerms(n, i))
	}
	return e
}

func between(n *query.Node) Expr {
	e := Expr{Op: Between, Field: FieldPublished, From: math.MinInt64, To: math.MaxInt64}
	if n.Field == query.Seen {
		e.Field = FieldSeen
	}
	if !n.From.IsZero() {
		e.From = n.From.Unix()
	}
	if !n.To.IsZero() {
		e.To = n.To.Unix()
	}
	return e
}

func inPlaces(t placeTerms) Expr {
	since := Expr{Op: Between, Field: FieldPublished, From: merged, To: math.MaxInt64}
	return anyOf(hasAny(t.always), allOf(hasAny(t.since), since))
}

// keyword matches the articles with a value in a keyword field that matches a node.
func (s selector) keyword(n *query.Node) Expr {
	matches := valueMatcher(n)
	var terms []term
	for _, v := range s.valuesOf(string(n.Field)) {
		if matches(v, analysis.AppendWords(nil, v)) {
			terms = append(terms, term{string(n.Field), v})
		}
	}
	return hasAny(terms)
}

// address is [segmentReader.atAddress].
func (s selector) address(n *query.Node) Expr {
	address := strings.TrimSuffix(store.Address(n.Text), "*")
	if host, path, _ := strings.Cut(address, "/"); path == "" {
		return s.keyword(&query.Node{Op: query.Word, Field: query.Site, Text: host})
	}
	return Expr{Op: HasTerm, Term: Term{Field: store.FieldAddress, Text: address, Begins: true}}
}
