package store

import (
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/registry"
)

func TestAnalyzersAreRegistered(t *testing.T) {
	const text = "Ủy ban họp"
	for name, want := range map[string][]string{
		analyzerExact: {"uỷ", "ban", "họp"},
		analyzerFold:  {"uy", "ban", "hop"},
	} {
		a, err := registry.NewCache().AnalyzerNamed(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for i, token := range a.Analyze([]byte(text)) {
			got = append(got, string(token.Term))
			if token.Position != i+1 || token.Start >= token.End || token.End > len(text) {
				t.Errorf("%s: token %v is out of place", name, token)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: terms of %q = %q, want %q", name, text, got, want)
		}
	}
}
