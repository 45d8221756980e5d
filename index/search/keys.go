package search

import (
	"math"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/spelling"
	"baotinh/index/store"
	"baotinh/pipeline/viet"
)

// decodeKeys returns the plan with the words typed on Telex or VNI keys as what they mean.
func decodeKeys(c corpus, p *plan) (*plan, []Rewrite) {
	var words []string
	parts := map[string][]analysis.Word{}
	for _, n := range p.source.query.Nodes {
		if n.Op == query.Word && n.Field == "" {
			words = append(words, n.Text)
			parts[n.Text] = n.Words
		}
	}
	docFreq := func(word string) int {
		if parts[word] == nil {
			parts[word] = analysis.AppendWords(nil, word)
		}
		return c.sequenceFreq(parts[word])
	}
	decoded := spelling.DecodeKeys(words, docFreq)
	if len(decoded) == 0 {
		return p, nil
	}

	var rewrites []Rewrite
	source := p.source
	source.keys = map[string]decodedWord{}
	for i, typed := range words {
		k, ok := decoded[typed]
		if _, seen := source.keys[typed]; !ok || seen {
			continue
		}
		d := decodedWord{known: docFreq(typed) > 0}
		d.word = k.Word(func(w analysis.Word) float64 {
			var sum float64
			if i > 0 {
				sum += math.Log1p(float64(besideFreq(c, w, words[i-1], decoded, true)))
			}
			if i+1 < len(words) {
				sum += math.Log1p(float64(besideFreq(c, w, words[i+1], decoded, false)))
			}
			return sum + math.Log1p(float64(docFreq(w.Exact)))/8 // among equals
		})
		for _, text := range k.Readings {
			d.readings = append(d.readings, analysis.Word{Exact: text, Fold: viet.Fold(text)})
		}
		source.keys[typed] = d
		rewrites = append(rewrites, Rewrite{RewriteKeys, typed, []string{d.word.Exact}})
	}
	plan := source.plan()
	plan.addGlued(c)
	return plan, rewrites
}

// sequenceFreq returns the number of documents that have words side by side.
func (r *reader) sequenceFreq(words []analysis.Word) int {
	n := 0
	for _, s := range r.segments {
		n += s.sequence(words).Count()
	}
	return n
}

// besideFreq returns the number of documents that have w beside a word as typed, with any marks.
func besideFreq(
	c corpus, w analysis.Word, typed string, keys map[string]spelling.Keys, after bool,
) int {
	other := analysis.Word{Fold: viet.Fold(viet.Lower(typed))}
	if k, ok := keys[typed]; ok {
		other.Fold = viet.Fold(k.Readings[0])
	}
	pair := pairTerm(w, other)
	if after {
		pair = pairTerm(other, w)
	}
	return c.besideFreq(term{store.FieldText, w.Exact}, foldTerms(other), pair)
}

// besideFreq returns the number of documents that have a word, one of the terms of another and their pair.
func (r *reader) besideFreq(word term, other []term, pair term) int {
	n := 0
	for _, s := range r.segments {
		docs := s.clone(s.docsOf(pair))
		docs.And(s.docsOf(word))
		docs.And(s.union(other))
		n += docs.Count()
	}
	return n
}
