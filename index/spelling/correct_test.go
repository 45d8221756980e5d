package spelling

import (
	"strings"
	"testing"

	"baotinh/index/analysis"
)

// A corpus has words side by side.
type corpus struct {
	freq     int            // of each word of the query
	adjacent map[string]int // by two words
	words    []Word
}

func (c corpus) DocFreq(int) int { return c.freq }

func (c corpus) TypedFreq(int) int { return c.freq }

func (c corpus) AdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	left, right := w.Exact, c.words[neighbour].Exact
	if neighbour < i {
		left, right = right, left
	}
	return float64(c.adjacent[left+" "+right])
}

func (c corpus) MaxAdjacentFreq(w analysis.Word, i, neighbour int) float64 {
	return 2 * c.AdjacentFreq(w, i, neighbour)
}

func TestWordsOfTheLanguageAreCorrectedOnlyIfMuchLikelier(t *testing.T) {
	for _, tt := range []struct {
		name, query, want string
		freq, adjacent    int
	}{
		{"a rare word", "bàn vi", "voi", 3, 5},
		{"a word of the language", "bàn vi", "", 500, 5},
		{"a word of the language, far from likely", "bàn vi", "voi", 500, 300},
	} {
		var words []Word
		for _, typed := range strings.Fields(tt.query) {
			words = append(words, Word{Word: analysis.AppendWords(nil, typed)[0], Typed: typed})
		}
		got, _ := Correct(words, corpus{tt.freq, map[string]int{"bàn voi": tt.adjacent}, words})
		if got.Text != tt.want {
			t.Errorf("%s: %q is corrected to %q, want %q", tt.name, tt.query, got.Text, tt.want)
		}
	}
}
