package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/spelling"
	"baotinh/index/store"
	"baotinh/pipeline/place"
)

// maxPrefixTerms bounds the terms that all prefixes of a query together stand for: th* and ng* stand for
// 1,500 in 50,000 articles.
const maxPrefixTerms = 4096

// An expansion is what the words with ~ and * of a query and its filter stand for in the index.
type expansion struct {
	prefixes map[prefix][]term
	fuzzy    map[string][]analysis.Word // by word as typed, besides itself
	runs     map[string]*plan           // see runKey
	mu       sync.Mutex                 // of needed
	needed   map[string][]int           // by run, the synonyms that documents need
	places   map[string]placeTerms      // by what was typed
	terms    int                        // of all prefixes
	rewrites []Rewrite
}

// A prefix is the beginning of words of the text, or of titles.
type prefix struct {
	field query.Field
	text  string
}

// expand expands the words with ~ and * of a query and its filter. The error may be a *query.SyntaxError.
func expand(c corpus, req *request) (*expansion, error) {
	ex := &expansion{
		prefixes: map[prefix][]term{}, fuzzy: map[string][]analysis.Word{}, runs: map[string]*plan{},
		needed: map[string][]int{},
	}
	if err := ex.add(c, req.Query, req.query.Nodes); err != nil {
		return nil, err
	}
	if err := ex.add(c, req.Filter, req.filter.Nodes); err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	return ex, c.err()
}

// add adds the words below nodes, which were read from text.
func (ex *expansion) add(c corpus, text string, nodes []*query.Node) error {
	for _, n := range nodes {
		if err := ex.add(c, text, n.Nodes); err != nil {
			return err
		}
		inText := n.Field == "" || n.Field == query.Title || textFields[n.Field].exact != ""
		switch {
		case n.Op == query.Fuzzy:
			ex.addFuzzy(c, n)
		case n.Op == query.Prefix && inText:
			if !ex.addPrefix(c, n) {
				return &query.SyntaxError{
					Query: text, Offset: n.Offset, Kind: query.TooBroad, Detail: n.Text + "*",
				}
			}
		case n.Field == query.Province:
			ex.addProvince(n)
		case n.Field == query.Place:
			ex.addPlace(n.Text)
		}
	}
	return nil
}

func (ex *expansion) addFuzzy(c corpus, n *query.Node) {
	for _, w := range n.Words {
		typed := n.Text[w.Start:w.End]
		if _, ok := ex.fuzzy[typed]; ok {
			continue
		}
		found := spelling.Alternatives(w, func(candidate analysis.Word) int {
			return c.sumDocFreq(alternativeTerms(w, candidate))
		})
		ex.fuzzy[typed] = found
		if len(found) > 0 {
			rewrite := Rewrite{Kind: RewriteAlternatives, From: typed}
			for _, other := range found {
				rewrite.To = append(rewrite.To, other.Exact)
			}
			ex.rewrites = append(ex.rewrites, rewrite)
		}
	}
}

// sumDocFreq returns the sum of the numbers of documents that have each of the terms.
func (r *reader) sumDocFreq(terms []term) int {
	n := 0
	for _, s := range r.segments {
		for _, t := range terms {
			n += s.count(t)
		}
	}
	return n
}

// alternativeTerms returns the terms of another word that stands for the one typed. Only if that has no
// marks does the other stand for every marked word too.
func alternativeTerms(typed, other analysis.Word) []term {
	terms := []term{{store.FieldText, other.Exact}}
	if typed.Exact == typed.Fold {
		terms = append(terms, term{store.FieldTextFold, other.Fold})
	}
	return terms
}

// addPrefix reports whether there are not too many words that begin so.
func (ex *expansion) addPrefix(c corpus, n *query.Node) bool {
	key := prefix{n.Field, n.Text}
	if _, ok := ex.prefixes[key]; ok {
		return true
	}
	terms := c.prefixTerms(n)
	ex.prefixes[key] = terms
	ex.terms += len(terms)
	return ex.terms <= maxPrefixTerms
}

// prefixTerms returns the terms that begin with a prefix: in the spelling typed or, if it has no marks, in
// any. Of a prefix of several words, as QL1* is, they begin with the last one. If there are too many, it
// returns only one more than is allowed.
func (r *reader) prefixTerms(n *query.Node) []term {
	if len(n.Words) == 0 {
		return nil
	}
	f := textFieldOf(n.Field)
	fields := []string{f.exact, f.fold}
	begin := n.Words[len(n.Words)-1]
	if begin.Exact != begin.Fold {
		fields = fields[:1]
	}
	var all []term
	seen := map[term]bool{}
	for _, s := range r.segments {
		for _, field := range fields {
			s.eachTerm(field, begin.Exact, func(text string) bool {
				if t := (term{field, text}); !seen[t] {
					seen[t] = true
					all = append(all, t)
				}
				return len(all) <= maxPrefixTerms
			})
		}
	}
	return all
}

// addProvince notes that a province has been merged into another one.
func (ex *expansion) addProvince(n *query.Node) {
	now := query.Provinces(n.Text)
	if now == nil || isProvince(now, n.Text) {
		return
	}
	ex.say(Rewrite{RewriteProvince, n.Text, now})
}

// say adds a rewrite, if it is not there.
func (ex *expansion) say(r Rewrite) {
	if !slices.ContainsFunc(ex.rewrites, r.equal) {
		ex.rewrites = append(ex.rewrites, r)
	}
}

// isProvince reports whether value is the name of one of the provinces, with or without "tỉnh", or another
// spelling of it.
func isProvince(provinces []string, value string) bool {
	among := func(name string) bool { return slices.Contains(provinces, name) }
	spelled := func(name string) bool { return containsWords(name, value) }
	named := func(name string) bool { return slices.ContainsFunc(place.Spellings(name), spelled) }
	return slices.ContainsFunc(query.Provinces(value), among) && slices.ContainsFunc(provinces, named)
}

// containsWords reports whether the words of one name stand side by side in the other.
func containsWords(a, b string) bool {
	words, others := analysis.AppendWords(nil, a), analysis.AppendWords(nil, b)
	return indexWords(words, others) >= 0 || indexWords(others, words) >= 0
}

// indexWords returns where the words of sought stand side by side in text, or -1. A word without marks
// stands for every marked one.
func indexWords(text, sought []analysis.Word) int {
	for i := 0; len(sought) > 0 && i+len(sought) <= len(text); i++ {
		if slices.EqualFunc(text[i:i+len(sought)], sought, sameWord) {
			return i
		}
	}
	return -1
}

// indexPrefix is indexWords, but the last word of sought may be the beginning of a word.
func indexPrefix(text, sought []analysis.Word) int {
	last := len(sought) - 1
	for i := 0; len(sought) > 0 && i+last < len(text); i++ {
		whole := slices.EqualFunc(text[i:i+last], sought[:last], sameWord)
		if whole && beginsWith(text[i+last], sought[last]) {
			return i
		}
	}
	return -1
}

// sameWord reports whether w stands for t: without marks, it stands for every marked word too.
func sameWord(t, w analysis.Word) bool {
	return t.Exact == w.Exact || w.Exact == w.Fold && t.Fold == w.Fold
}

func beginsWith(t, w analysis.Word) bool {
	return strings.HasPrefix(t.Exact, w.Exact) || w.Exact == w.Fold && strings.HasPrefix(t.Fold, w.Fold)
}
