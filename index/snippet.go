package index

import (
	"html"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// A marker finds the words of a query in texts.
type marker struct {
	exact map[string]float32 // by term, what the word is worth
	fold  map[string]float32
	pairs map[[2]string]float32

	scanner analysis.Scanner // seeks them
	words   []analysis.Word  // of the text at hand
	seen    map[string]bool  // of the sentence at hand
}

func (x *search) marker() *marker {
	m := &marker{
		exact: map[string]float32{}, fold: map[string]float32{}, pairs: map[[2]string]float32{},
		seen: map[string]bool{},
	}
	m.scanner.Seek()
	for i, s := range x.plan.slots {
		m.exact[s.word.Exact] = x.worths.exact[i]
		m.fold[s.word.Fold] = x.worths.fold[i]
		m.scanner.Seek(s.word.Fold)
		for _, t := range s.exact {
			if t.field == store.FieldText {
				m.exact[t.text] = x.worths.exact[i]
			} else {
				m.fold[t.text] = x.worths.fold[i]
			}
			m.scanner.Seek(viet.Fold(t.text))
		}
		for _, n := range s.forms {
			f := x.plan.forms[n]
			for _, w := range f.words {
				m.exact[w.Exact] = x.worths.exact[i] / float32(len(f.words))
				m.scanner.Seek(w.Fold)
			}
		}
	}
	for i, p := range x.plan.pairs {
		m.pairs[[2]string{x.plan.slots[p.left].word.Fold, x.plan.slots[p.right].word.Fold}] = x.worths.pairs[i]
	}
	return m
}

// worth returns what a word of a text is worth: more if it is spelled as in the query.
func (m *marker) worth(w analysis.Word) float32 {
	if w.Exact == "" {
		return 0
	}
	if v, ok := m.exact[w.Exact]; ok {
		return v
	}
	return weightFold * m.fold[w.Fold]
}

// enough is the share of what an article has of the query that a sentence needs to be shown without a look at the rest.
const enough = 0.8

// snippet returns the sentences of an article that have most of the query, about length bytes, as HTML. All of the article
// has some worth of the query.
func (m *marker) snippet(a *news.Article, worth float32, length int) string {
	texts := make([]string, 0, len(a.Blocks)+1)
	if a.Sapo != "" {
		texts = append(texts, a.Sapo)
	}
	for _, b := range a.Blocks {
		texts = append(texts, b.Text)
	}

	var best, text string
	var most float32 = -1
	start := 0
	for _, t := range texts {
		if most >= enough*worth {
			break
		}
		for from, to := range viet.Sentences(t) {
			if v := m.value(t[from:to]); v > most {
				most, text, best, start = v, t, t[from:to], from
			}
		}
	}
	if best == "" {
		return ""
	}
	end := start + len(best)
	for from, to := range viet.Sentences(text[end:]) {
		if to > length-(end-start) || from > to {
			break
		}
		end += to
		break
	}
	return m.mark(m.cut(text[start:end], length))
}

// value returns what the words of a sentence are worth, each once.
func (m *marker) value(sentence string) float32 {
	m.words = m.scanner.Append(m.words[:0], sentence)
	var sum float32
	clear(m.seen)
	for i, w := range m.words {
		if w.Fold == "" {
			continue
		}
		if v := m.worth(w); v > 0 && !m.seen[w.Exact] {
			m.seen[w.Exact] = true
			sum += v
		}
		if i > 0 && sum > 0 && m.words[i-1].Fold != "" {
			sum += m.pairs[[2]string{m.words[i-1].Fold, w.Fold}]
		}
	}
	return sum
}

// cut shortens a sentence at words, around the first word of the query.
func (m *marker) cut(s string, length int) string {
	if len(s) <= length+length/4 {
		return s
	}
	m.words = m.scanner.Append(m.words[:0], s)
	first := 0
	for i, w := range m.words {
		if m.worth(w) > 0 {
			first = i
			break
		}
	}
	from := max(0, first-6)
	to := from
	for to+1 < len(m.words) && m.words[to+1].End-m.words[from].Start <= length {
		to++
	}
	if len(m.words) == 0 {
		return ""
	}
	start, end := m.words[from].Start, m.words[to].End
	before, after := "…", "…"
	if from == 0 {
		start, before = 0, ""
	}
	if to == len(m.words)-1 {
		end, after = len(s), ""
	}
	return before + s[start:end] + after
}

// mark escapes a text and puts the words of the query into <mark>; neighbours share one.
func (m *marker) mark(s string) string {
	m.words = m.scanner.Append(m.words[:0], s)
	var out strings.Builder
	done := 0
	for i := 0; i < len(m.words); i++ {
		if m.worth(m.words[i]) == 0 {
			continue
		}
		from := m.words[i].Start
		for i+1 < len(m.words) && m.worth(m.words[i+1]) > 0 &&
			strings.TrimSpace(s[m.words[i].End:m.words[i+1].Start]) == "" {
			i++
		}
		out.WriteString(html.EscapeString(s[done:from]))
		out.WriteString("<mark>" + html.EscapeString(s[from:m.words[i].End]) + "</mark>")
		done = m.words[i].End
	}
	out.WriteString(html.EscapeString(s[done:]))
	return out.String()
}
