package store

import (
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/registry"

	vietnamese "baotinh/index/analysis"
)

// The names under which the analyzers of the text fields are registered with Bleve. They give terms at the
// same positions, with byte offsets into the text as printed.
const (
	analyzerExact = "vi"      // words in canonical spelling: Hòa, HOÀ and hoà are one term, hoa is another
	analyzerFold  = "vi_fold" // the same without marks
)

func init() {
	register(analyzerExact, func(w vietnamese.Word) string { return w.Exact })
	register(analyzerFold, func(w vietnamese.Word) string { return w.Fold })
}

// An analyzer returns the term of a word.
type analyzer func(vietnamese.Word) string

// Analyze implements [analysis.Analyzer].
func (a analyzer) Analyze(text []byte) analysis.TokenStream {
	words := vietnamese.AppendWords(nil, string(text))
	slab := make([]analysis.Token, len(words))
	stream := make(analysis.TokenStream, len(words))
	for i, w := range words {
		slab[i] = analysis.Token{Start: w.Start, End: w.End, Term: []byte(a(w)), Position: i + 1}
		stream[i] = &slab[i]
	}
	return stream
}

func register(name string, a analyzer) {
	err := registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
		return a, nil
	})
	if err != nil {
		panic(err) // the name is taken
	}
}
