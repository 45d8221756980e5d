package main

import (
	"maps"
	"slices"
	"testing"

	"baotinh/index"
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	if vi, en := keys(vietnamese.rewrites), keys(english.rewrites); !slices.Equal(vi, en) {
		t.Errorf("rewrites in Vietnamese %q, in English %q", vi, en)
	}
	if vi, en := keys(vietnamese.explanations), keys(english.explanations); !slices.Equal(vi, en) {
		t.Errorf("explanations in Vietnamese %q, in English %q", vi, en)
	}
}

func keys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func TestRewritesInWords(t *testing.T) {
	for _, tt := range []struct {
		rewrite index.Rewrite
		vi, en  string
	}{
		{
			index.Rewrite{Kind: index.RewriteAlternatives, From: "lạng", To: []string{"làng", "lang"}},
			"lạng~ là lạng hoặc làng, lang", "lạng~ is lạng or làng, lang",
		},
		{
			index.Rewrite{Kind: index.RewriteCorrection, From: "tỉh", To: []string{"tỉnh"}},
			`sửa "tỉh" thành "tỉnh"`, `"tỉh" is corrected to "tỉnh"`,
		},
		{index.Rewrite{Kind: index.RelaxedMarks}, "bỏ qua dấu", "with any diacritics"},
	} {
		if got := vietnamese.rewrite(tt.rewrite); got != tt.vi {
			t.Errorf("%v in Vietnamese: %q, want %q", tt.rewrite, got, tt.vi)
		}
		if got := english.rewrite(tt.rewrite); got != tt.en {
			t.Errorf("%v in English: %q, want %q", tt.rewrite, got, tt.en)
		}
	}
}
