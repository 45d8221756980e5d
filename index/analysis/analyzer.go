// Package analysis turns Vietnamese text into terms. [AppendWords] cuts a text into words, each with its byte offsets in the
// text as it is printed and two terms; two neighbouring words make a third:
//
//   - [Exact]: the syllable in canonical spelling. Hòa, HOÀ and hoà are one term, hoa is another.
//   - [Fold]: the same without marks, for queries typed without.
//   - [Pairs]: two neighbours, folded and hashed ([HashPair]). Most Vietnamese words have two syllables, so a pair tells more
//     than its halves together.
//
// No word is dropped as a stop word, and none is stemmed: "an" and "no" are words.
package analysis

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"
)

// The names under which the analyzers are registered with Bleve.
const (
	Exact = "vi"
	Fold  = "vi_fold"
	Pairs = "vi_pair"
)

func init() {
	register(Exact, func(words []Word, i int) (string, int) { return words[i].Exact, words[i].End })
	register(Fold, func(words []Word, i int) (string, int) { return words[i].Fold, words[i].End })
	register(Pairs, func(words []Word, i int) (string, int) {
		if i+1 == len(words) {
			return "", 0
		}
		return PairTerm(HashPair(words[i].Fold, words[i+1].Fold)), words[i+1].End
	})
}

// An analyzer gives the term that begins with each word, and where it ends; an empty term is left out.
type analyzer func(words []Word, i int) (term string, end int)

// Analyze implements [analysis.Analyzer].
func (a analyzer) Analyze(text []byte) analysis.TokenStream {
	words := AppendWords(nil, string(text))
	slab := make([]analysis.Token, len(words))
	stream := make(analysis.TokenStream, 0, len(words))
	for i := range words {
		term, end := a(words, i)
		if term == "" {
			continue
		}
		slab[i] = analysis.Token{Start: words[i].Start, End: end, Term: []byte(term), Position: i + 1}
		stream = append(stream, &slab[i])
	}
	return stream
}

func register(name string, a analyzer) {
	err := registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
		return a, nil
	})
	if err != nil {
		panic(err)
	}
}
