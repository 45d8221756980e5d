package search

import (
	"fmt"
	"slices"
	"strings"

	"baotinh/pipeline/news"
)

// A Term is a term of a field of the store, as [store.FieldText] and the fields beside it.
type Term struct {
	Field  string
	Text   string
	Begins bool // it stands for all terms of the field that begin with Text
}

// An Op says what an Expr matches.
type Op uint8

// The operators, with the fields of Expr that they read.
const (
	Every   Op = iota // every article
	HasTerm           // articles with Term
	AllOf             // those that match all of Exprs; of none: every article
	AnyOf             // those that match one of Exprs; of none: no article
	NoneOf            // those that match none of Exprs
	Phrase            // those with a text, Within, that has Words side by side
	Near              // those with a text, Within, that has Words at places of their own among Window words
	Between           // those whose date Field is From or later, and before To; undated articles never match
	HasID             // those with one of IDs; of none: no article
	AtLeast           // those for which the weights of the clauses that they match add up to Least or more
	Scored            // those with a score of more than Least
)

// An Expr is a set of articles: those that match it. It is a value without reference to an index, so that
// an [Engine] can evaluate it wherever the articles are. The zero Expr is every article.
type Expr struct {
	Op    Op
	Term  Term
	Exprs []Expr

	// Each of Words is one of some terms, of a field with positions or folded: FieldText with
	// FieldTextFold, FieldTitle with FieldTitleFold, and so on.
	Words  [][]Term
	Window int
	Within string // store.SapoTerm or store.CaptionTerm; empty: any text of the field

	Field    string // FieldPublished or FieldSeen
	From, To int64  // Unix seconds

	IDs []news.ID

	Clauses []WeightedExpr // of AtLeast
	Scoring *Scoring       // of Scored
	Least   float32
}

// The dates of Between.
const (
	FieldPublished = "published"
	FieldSeen      = "seen"
)

// FieldDay is the field of a Tally by day.
const FieldDay = string(ByDay)

// A WeightedExpr is an expression whose articles have a weight.
type WeightedExpr struct {
	Expr
	Weight float32
}

func hasTerm(t term) Expr { return Expr{Op: HasTerm, Term: Term{Field: t.field, Text: t.text}} }

// hasAny matches the articles with one of some terms.
func hasAny(terms []term) Expr {
	var all []Expr
	for _, t := range terms {
		all = append(all, hasTerm(t))
	}
	return anyOf(all...)
}

func allOf(exprs ...Expr) Expr {
	exprs = flatten(AllOf, exprs)
	switch {
	case slices.ContainsFunc(exprs, Expr.isNothing):
		return anyOf()
	case len(exprs) == 0:
		return Expr{}
	case len(exprs) == 1:
		return exprs[0]
	}
	return Expr{Op: AllOf, Exprs: exprs}
}

func anyOf(exprs ...Expr) Expr {
	exprs = flatten(AnyOf, exprs)
	if len(exprs) == 1 {
		return exprs[0]
	}
	return Expr{Op: AnyOf, Exprs: exprs}
}

// flatten takes expressions of an operator apart, and leaves out those that are repeated or have no effect.
func flatten(op Op, exprs []Expr) []Expr {
	var all []Expr
	seen := map[string]bool{}
	var add func([]Expr)
	add = func(some []Expr) {
		for _, e := range some {
			if e.Op == op {
				add(e.Exprs)
				continue
			}
			if op == AllOf && e.Op == Every {
				continue
			}
			if key := e.key(); !seen[key] {
				seen[key] = true
				all = append(all, e)
			}
		}
	}
	add(exprs)
	return all
}

// without matches what e matches and none of others.
func without(e Expr, others ...Expr) Expr { return allOf(e, Expr{Op: NoneOf, Exprs: others}) }

func (e Expr) isNothing() bool { return e.Op == AnyOf && len(e.Exprs) == 0 }

// key tells expressions that match different articles apart.
func (e Expr) key() string {
	switch e.Op {
	case HasTerm:
		if e.Term.Begins {
			return e.Term.Field + ":" + e.Term.Text + "*"
		}
		return e.Term.Field + ":" + e.Term.Text
	case AllOf, AnyOf, NoneOf:
		keys := make([]string, len(e.Exprs))
		for i, sub := range e.Exprs {
			keys[i] = sub.key()
		}
		return fmt.Sprintf("%d(%s)", e.Op, strings.Join(keys, " "))
	case Scored:
		return fmt.Sprintf("scored(%v %+v)", e.Least, *e.Scoring)
	case AtLeast:
		var b strings.Builder
		fmt.Fprintf(&b, "atLeast(%v", e.Least)
		for _, c := range e.Clauses {
			fmt.Fprintf(&b, " %v·%s", c.Weight, c.Expr.key())
		}
		return b.String() + ")"
	}
	return fmt.Sprintf("%d %v %d %q %s %d %d %q",
		e.Op, e.Words, e.Window, e.Within, e.Field, e.From, e.To, e.IDs)
}
