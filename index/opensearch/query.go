package opensearch

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/viet"
)

// termOf returns the field of the mapping and the term in it that stand for a term.
func termOf(t search.Term) (field, text string) {
	switch t.Field {
	case store.FieldText:
		return "text", t.Text
	case store.FieldTextPair:
		return "text", pairSign + t.Text
	}
	if base, ok := strings.CutSuffix(t.Field, "_fold"); ok {
		return base, foldSign + t.Text
	}
	return t.Field, t.Text
}

// queryOf returns the query that matches what an expression does. It is for filters: scores mean nothing.
func queryOf(e search.Expr) object {
	switch e.Op {
	case search.HasTerm:
		field, text := termOf(e.Term)
		if e.Term.Begins {
			return object{"prefix": object{field: object{"value": text}}}
		}
		return object{"term": object{field: object{"value": text}}}
	case search.AllOf:
		var filters, without []object
		for _, sub := range e.Exprs {
			if sub.Op == search.NoneOf {
				without = append(without, queriesOf(sub.Exprs)...)
				continue
			}
			filters = append(filters, queryOf(sub))
		}
		return object{"bool": object{"filter": nonNil(filters), "must_not": nonNil(without)}}
	case search.AnyOf:
		return anyOf(e.Exprs)
	case search.NoneOf:
		return object{"bool": object{"must_not": queriesOf(e.Exprs)}}
	case search.Phrase, search.Near:
		return spans(e)
	case search.Between:
		bounds := object{}
		if e.From != math.MinInt64 {
			bounds["gte"] = e.From
		}
		if e.To != math.MaxInt64 {
			bounds["lt"] = e.To
		}
		if len(bounds) == 0 {
			return object{"exists": object{"field": e.Field}}
		}
		return object{"range": object{e.Field: bounds}}
	case search.HasID:
		if len(e.IDs) == 0 {
			return object{"match_none": object{}}
		}
		return object{"terms": object{search.FieldID: e.IDs}}
	case search.AtLeast:
		return atLeast(e.Clauses, e.Least)
	case search.Scored:
		scored := scoreOf(e.Scoring, search.Expr{})
		return object{"function_score": object{
			"query": scored, "min_score": math.Nextafter32(e.Least, math.MaxFloat32),
		}}
	}
	return object{"match_all": object{}}
}

func nonNil(queries []object) []object {
	if queries == nil {
		return []object{}
	}
	return queries
}

func queriesOf(exprs []search.Expr) []object {
	all := []object{}
	for _, e := range exprs {
		all = append(all, queryOf(e))
	}
	return all
}

// anyOf returns the query that matches what one of some expressions does: with one query for all terms of a
// field, as the number of clauses is limited.
func anyOf(exprs []search.Expr) object {
	var fields []string
	terms := map[string][]string{}
	should := []object{}
	for _, e := range exprs {
		if e.Op != search.HasTerm || e.Term.Begins {
			should = append(should, queryOf(e))
			continue
		}
		field, text := termOf(e.Term)
		if terms[field] == nil {
			fields = append(fields, field)
		}
		terms[field] = append(terms[field], text)
	}
	for _, field := range fields {
		should = append(should, object{"terms": object{field: terms[field]}})
	}
	switch len(should) {
	case 0:
		return object{"match_none": object{}}
	case 1:
		return should[0]
	}
	return object{"bool": object{"should": should, "minimum_should_match": 1}}
}

// spans returns the query of a Phrase or of near words. Between two texts there are more positions than any
// window has, so that no match reaches from one into the next.
func spans(e search.Expr) object {
	field := e.Within
	if field == "" {
		field = placedField(e.Words)
	}
	var words []object
	for _, terms := range e.Words {
		words = append(words, spanOf(field, terms))
	}
	if len(words) == 1 {
		return words[0]
	}
	if e.Op == search.Phrase {
		return spanNear(words, 0, true)
	}
	slop := e.Window - len(words)
	if !overlap(e.Words) || len(words) > maxOrdered {
		return spanNear(words, slop, false)
	}
	// Spans without order may stand at one place; in order, each has its own.
	var orders []object
	for order := range permutations(words) {
		orders = append(orders, spanNear(slices.Clone(order), slop, true))
	}
	return object{"bool": object{"should": orders, "minimum_should_match": 1}}
}

// maxOrdered is the number of near words up to which all their orders are sought, 120.
const maxOrdered = 5

// overlap reports whether two words may be the same, at least with other marks.
func overlap(words [][]search.Term) bool {
	seen := map[string]bool{}
	for _, terms := range words {
		fold := viet.Fold(terms[0].Text)
		if seen[fold] {
			return true
		}
		seen[fold] = true
	}
	return false
}

// permutations yields all orders of values, in one slice (Heap 1963).
func permutations[T any](values []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		values := slices.Clone(values)
		var permute func(n int) bool
		permute = func(n int) bool {
			if n <= 1 {
				return yield(values)
			}
			for i := range n {
				if !permute(n - 1) {
					return false
				}
				j := 0
				if n%2 == 0 {
					j = i
				}
				values[j], values[n-1] = values[n-1], values[j]
			}
			return true
		}
		permute(len(values))
	}
}

func spanNear(clauses []object, slop int, inOrder bool) object {
	return object{"span_near": object{"clauses": clauses, "slop": slop, "in_order": inOrder}}
}

// placedField returns the field that has the positions of words.
func placedField(words [][]search.Term) string {
	field, _ := termOf(words[0][0])
	if field == "text" {
		return "placed"
	}
	return field
}

// spanOf returns the spans of one of some terms.
func spanOf(field string, terms []search.Term) object {
	var some []object
	for _, t := range terms {
		_, text := termOf(t)
		if t.Begins {
			prefix := object{"value": text, "rewrite": "scoring_boolean"} // fails if there are too many
			match := object{"prefix": object{field: prefix}}
			some = append(some, object{"span_multi": object{"match": match}})
			continue
		}
		some = append(some, object{"span_term": object{field: object{"value": text}}})
	}
	if len(some) == 1 {
		return some[0]
	}
	return object{"span_or": object{"clauses": some}}
}

// weights returns the functions of a function_score which adds the weights of what matches.
func weights(clauses []search.WeightedExpr, scale float64) []object {
	var all []object
	for _, c := range clauses {
		if c.Weight > 0 {
			all = append(all, object{"filter": queryOf(c.Expr), "weight": float64(c.Weight) * scale})
		}
	}
	return all
}

// exprs returns the expressions of clauses.
func exprs(clauses []search.WeightedExpr) []search.Expr {
	var all []search.Expr
	for _, c := range clauses {
		all = append(all, c.Expr)
	}
	return all
}

// atLeast returns the query of what has clauses of some weight.
func atLeast(clauses []search.WeightedExpr, least float32) object {
	functions := weights(clauses, 1)
	if len(functions) == 0 || least <= 0 {
		return object{"match_all": object{}}
	}
	return object{"function_score": object{
		"query":     object{"constant_score": object{"filter": anyOf(essential(clauses, least))}},
		"functions": functions, "score_mode": "sum", "boost_mode": "replace", "min_score": least,
	}}
}

// essential returns the clauses of which an article has at least one if the weights of its clauses add up
// to least: the others weigh less together (MaxScore, Turtle and Flood 1995).
func essential(clauses []search.WeightedExpr, least float32) []search.Expr {
	sorted := slices.Clone(clauses)
	slices.SortStableFunc(sorted, func(a, b search.WeightedExpr) int {
		return cmp.Compare(b.Weight, a.Weight)
	})
	var rest float32
	for _, c := range sorted {
		rest += c.Weight
	}
	n := 0
	for ; n < len(sorted) && rest >= least; n++ {
		rest -= sorted[n].Weight
	}
	return exprs(sorted[:n])
}

// scoreOf returns the query of what matches, with the scores of a Scoring.
func scoreOf(s *search.Scoring, match search.Expr) object {
	if s == nil {
		return object{"constant_score": object{"filter": queryOf(match), "boost": 0}}
	}
	should := []object{}
	for _, c := range s.Clauses {
		should = append(should, clauseOf(c))
	}
	q := object{"bool": object{"filter": []object{queryOf(match)}, "should": should}}
	if lost := float64(s.LostUncovered); lost > 0 {
		q = multiply(q, coverage(s, lost))
	}
	if s.TitleMax > 0 {
		share := weights(s.Titles, float64(s.TitleBoost)/float64(s.TitleMax))
		if s.TitleBoost > 0 {
			sum := multiply(q, append(share, object{"weight": 1}))
			sum["function_score"].(object)["max_boost"] = 1 + s.TitleBoost
			q = sum
		}
		q = product(q, wholeTitle(s))
	}
	if s.HalfLife > 0 {
		q = product(q, []object{{"script_score": object{"script": object{
			"source": "doc['day'].size() == 0 ? 0.5 : " +
				"0.5 + 0.5 * Math.pow(2, -Math.max(0, params.today - doc['day'].value) * params.perDay)",
			"params": object{"today": s.Today, "perDay": 24 / s.HalfLife.Hours()},
		}}}})
	}
	return q
}

// multiply returns a query whose scores are multiplied by the sum of functions.
func multiply(q object, functions []object) object {
	return object{"function_score": object{
		"query": q, "functions": functions, "score_mode": "sum", "boost_mode": "multiply",
	}}
}

// product returns a query whose scores are multiplied by all functions that match.
func product(q object, functions []object) object {
	return object{"function_score": object{
		"query": q, "functions": functions, "score_mode": "multiply", "boost_mode": "multiply",
	}}
}

// coverage returns the functions that add up to 1 - lost·(1 - share of the weights of all clauses that
// match).
func coverage(s *search.Scoring, lost float64) []object {
	var clauses []search.WeightedExpr
	var sum float64
	for _, c := range s.Clauses {
		clauses = append(clauses, search.WeightedExpr{Expr: c.Match, Weight: c.Weight})
		sum += float64(c.Weight)
	}
	return append(weights(clauses, lost/sum), object{"weight": 1 - lost})
}

// wholeTitle returns the functions for titles that have every word.
func wholeTitle(s *search.Scoring) []object {
	whole := queryOf(s.Whole)
	all := []object{{"filter": whole, "script_score": object{"script": object{
		"source": "params.full * (1 + params.short * " +
			"Math.min(1.0, params.words / Math.max(1, doc['title_words'].value)))",
		"params": object{"full": 1 + s.FullTitle, "short": s.ShortTitle, "words": s.TitleWords},
	}}}}
	if phrase := queryOf(s.WholePhrase); phrase["match_none"] == nil {
		both := object{"bool": object{"filter": []object{phrase, whole}}}
		all = append(all, object{"filter": both, "weight": 1 + s.PhraseTitle})
	}
	return all
}

// clauseOf returns the query of a clause with its score. The frequencies of all its sources are summed,
// also where an article does not match Within of one: that of a rare article is a little too high.
func clauseOf(c search.ScoreClause) object {
	if c.Weight <= 0 {
		return object{"match_none": object{}}
	}
	var terms []string
	for _, s := range c.Sources {
		for _, t := range s.Terms {
			_, text := termOf(t)
			terms = append(terms, text)
		}
	}
	if len(terms) == 0 {
		return object{"constant_score": object{"filter": queryOf(c.Match), "boost": c.Weight}}
	}
	scored := object{"match": object{"text": object{"query": strings.Join(terms, "|"), "boost": c.Weight}}}
	if isAnyOf(c.Match, terms) {
		return scored
	}
	return object{"bool": object{"must": []object{scored}, "filter": []object{queryOf(c.Match)}}}
}

// isAnyOf reports whether an expression is that of having one of some terms, which are all of the field
// text.
func isAnyOf(e search.Expr, terms []string) bool {
	exprs := e.Exprs
	if e.Op == search.HasTerm {
		exprs = []search.Expr{e}
	} else if e.Op != search.AnyOf {
		return false
	}
	has := map[string]bool{}
	for _, t := range terms {
		has[t] = true
	}
	for _, sub := range exprs {
		field, text := termOf(sub.Term)
		if sub.Op != search.HasTerm || field != "text" || sub.Term.Begins || !has[text] {
			return false
		}
		delete(has, text)
	}
	return len(has) == 0
}
