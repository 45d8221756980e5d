// Package highlight shows where an article answers a query: a [Highlighter] chooses the best passage and
// marks the words of the query in it.
package highlight

import (
	"html"
	"strings"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// Weights tell what the words of a query are worth in a passage, by the terms of the words.
type Weights struct {
	Exact map[string]float32    // of words spelled so
	Fold  map[string]float32    // of words that fold to this, if Exact does not have them
	Pairs map[[2]string]float32 // of two folded words side by side, besides their own weights
}

// A Highlighter finds the words of a query in texts. It is not safe for concurrent use.
type Highlighter struct {
	weights Weights
	scanner *analysis.Scanner // seeks the words
	words   []analysis.Word   // of the current text
	seen    map[string]bool   // terms of the current sentence
}

// New returns a Highlighter, which keeps w. It may be given back by Release.
func New(w Weights) *Highlighter {
	h := &Highlighter{weights: w, scanner: analysis.NewSeeker(), seen: map[string]bool{}}
	for term := range w.Exact {
		h.scanner.Seek(viet.Fold(term))
	}
	for term := range w.Fold {
		h.scanner.Seek(term)
	}
	return h
}

// Release lets the next Highlighter be faster. h must not be used afterwards.
func (h *Highlighter) Release() { h.scanner.Release() }

// weight returns the weight of a word, 0 if the query does not have it.
func (h *Highlighter) weight(w analysis.Word) float32 {
	if w.Exact == "" {
		return 0
	}
	if v, ok := h.weights.Exact[w.Exact]; ok {
		return v
	}
	return h.weights.Fold[w.Fold]
}

// goodShare is the share of maxScore from which a sentence is shown without reading on: in most articles
// the first or second one has it.
const goodShare = 0.8

// Passage returns the sentence of the texts with the highest score, and the next one if it fits, as HTML:
// escaped, the words of the query in <mark>, about length bytes long. The score of a sentence is the sum of
// the weights of its different words and of its pairs. maxScore is the score of all texts together; only
// speed depends on it.
func (h *Highlighter) Passage(texts []string, maxScore float32, length int) string {
	var best, text string
	var bestScore float32 = -1
	start := 0
	for _, t := range texts {
		if bestScore >= goodShare*maxScore {
			break
		}
		h.words = h.scanner.AppendSought(h.words[:0], t)
		rest := h.words
		for from, to := range viet.Sentences(t) {
			n := 0
			for n < len(rest) && rest[n].Start < to {
				n++
			}
			if score := h.score(t, rest[:n]); score > bestScore {
				bestScore, text, best, start = score, t, t[from:to], from
			}
			if rest = rest[n:]; len(rest) == 0 {
				break // the score of the others is 0
			}
		}
	}
	if best == "" {
		return ""
	}
	end := start + len(best)
	for from, to := range viet.Sentences(text[end:]) { // only the next one
		if to <= length-(end-start) && from <= to {
			end += to
		}
		break
	}
	return h.Mark(h.shorten(text[start:end], length))
}

// score returns Σ weight over the different words of a sentence, and over its pairs of words. words are those
// of the sentence, which is part of text, that are sought.
func (h *Highlighter) score(text string, words []analysis.Word) float32 {
	var sum float32
	clear(h.seen)
	for i, w := range words {
		if v := h.weight(w); v > 0 && !h.seen[w.Exact] {
			h.seen[w.Exact] = true
			sum += v
		}
		if i > 0 && sum > 0 && analysis.Consecutive(text, words[i-1], w) {
			sum += h.weights.Pairs[[2]string{words[i-1].Fold, w.Fold}]
		}
	}
	return sum
}

// wordsBefore is how many words are shown before the first word of the query in a sentence that is cut.
const wordsBefore = 6

// shorten cuts a sentence that is over a quarter longer than length, at words, around the first word of the
// query.
func (h *Highlighter) shorten(s string, length int) string {
	if len(s) <= length+length/4 {
		return s
	}
	h.words = h.scanner.Append(h.words[:0], s)
	if len(h.words) == 0 {
		return ""
	}
	first := 0
	for i, w := range h.words {
		if h.weight(w) > 0 {
			first = i
			break
		}
	}
	from := max(0, first-wordsBefore)
	to := from
	for to+1 < len(h.words) && h.words[to+1].End-h.words[from].Start <= length {
		to++
	}
	start, end := h.words[from].Start, h.words[to].End
	before, after := "…", "…"
	if from == 0 {
		start, before = 0, ""
	}
	if to == len(h.words)-1 {
		end, after = len(s), ""
	}
	return before + s[start:end] + after
}

// continues reports whether word i of a text is one of the query, and no sign stands before it.
func (h *Highlighter) continues(text string, i int) bool {
	return h.weight(h.words[i]) > 0 && analysis.Adjacent(text, h.words[i-1], h.words[i])
}

// Mark returns a text as HTML: escaped, the words of the query in <mark>. Neighbours share one.
func (h *Highlighter) Mark(s string) string {
	h.words = h.scanner.AppendSought(h.words[:0], s)
	var out strings.Builder
	done := 0
	for i := 0; i < len(h.words); i++ {
		if h.weight(h.words[i]) == 0 {
			continue
		}
		from := h.words[i].Start
		for i+1 < len(h.words) && h.continues(s, i+1) {
			i++
		}
		out.WriteString(html.EscapeString(s[done:from]))
		out.WriteString("<mark>" + html.EscapeString(s[from:h.words[i].End]) + "</mark>")
		done = h.words[i].End
	}
	out.WriteString(html.EscapeString(s[done:]))
	return out.String()
}
