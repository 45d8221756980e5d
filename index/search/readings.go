package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
)

// What an answer has besides the words that were typed is told as a rewrite: abbreviations and other
// spellings that a document needs, and syllables of one word that stand apart.

// addReadings adds the rewrites of what the documents have, before those of how the query was relaxed.
func (m *matches) addReadings(q *query.Node, ex *expansion) {
	var all []Rewrite
	if m.total+m.further > 0 {
		all = append(gluedNumbers(q), m.plan.asking()...)
	}
	for n := range m.plan.synonyms {
		if m.needs(n) {
			all = addReading(all, m.plan, n)
		}
	}
	all = ex.addNeeded(all)
	m.rewrites = slices.Concat(ex.rewrites, all, m.rewrites[len(ex.rewrites):])
}

// addNeeded adds the rewrites of the synonyms of runs that documents need.
func (ex *expansion) addNeeded(all []Rewrite) []Rewrite {
	for _, key := range slices.Sorted(maps.Keys(ex.needed)) {
		for _, n := range slices.Sorted(slices.Values(ex.needed[key])) {
			all = addReading(all, ex.runs[key], n)
		}
	}
	return all
}

// addReading adds the rewrite of synonym n of a plan, or its text to the rewrite of the same words.
func addReading(all []Rewrite, p *plan, n int) []Rewrite {
	s := &p.synonyms[n]
	if s.reading == "" {
		return all
	}
	from := typedText(p.terms[s.from:s.to])
	for i, r := range all {
		if r.Kind != s.reading || r.From != from {
			continue
		}
		if !slices.Contains(r.To, s.text) {
			all[i].To = append(slices.Clip(r.To), s.text)
		}
		return all
	}
	return append(all, Rewrite{s.reading, from, []string{s.text}})
}

// typedText returns neighbouring words of a query as they were typed.
func typedText(terms []queryTerm) string {
	var text string
	for i, t := range terms {
		if i > 0 {
			text += t.sign
		}
		text += t.typed
	}
	return text
}

// asking returns the rewrites of the words that ask or say what is wanted: see askingWords.
func (p *plan) asking() []Rewrite {
	var all []Rewrite
	for i := 0; i < len(p.terms); i++ {
		from := i
		for i < len(p.terms) && p.terms[i].asks {
			i++
		}
		if i > from {
			all = append(all, Rewrite{Kind: RewriteAsking, From: typedText(p.terms[from:i])})
		}
	}
	return all
}

// needs reports whether a hit would be none without synonym n.
func (m *matches) needs(n int) bool {
	if m.plan.synonyms[n].reading == "" {
		return false
	}
	for i, s := range m.segments {
		if s.needs(m.plan, n, m.docs[i]) || m.relaxed != nil && s.needs(m.plan, n, m.relaxed[i]) {
			return true
		}
	}
	return false
}

// needs reports whether one of some documents has synonym n of a plan and not what was typed.
func (c *segmentCandidates) needs(p *plan, n int, docs segment.Bitset) bool {
	found := c.none()
	if !found.Intersect(c.synonyms[n], docs) {
		return false
	}
	s := p.synonyms[n]
	terms := p.terms[s.from:s.to]
	typed := c.clone(found)
	if terms[0].unit > 0 {
		var words []analysis.Word
		for _, t := range terms {
			words = append(words, t.word)
		}
		typed.And(c.sequence(words))
	} else {
		for i := range terms {
			typed.And(c.unionWith(terms[i].exact, nil))
		}
	}
	found.AndNot(typed)
	return !found.Empty()
}

// noteNeeded notes which synonyms of a run some documents need. It may be called concurrently.
func (ex *expansion) noteNeeded(key string, c *segmentCandidates, docs segment.Bitset) {
	ex.mu.Lock()
	defer ex.mu.Unlock()
	p := ex.runs[key]
	for n, s := range p.synonyms {
		if s.reading != "" && !slices.Contains(ex.needed[key], n) && c.needs(p, n, docs) {
			ex.needed[key] = append(ex.needed[key], n)
		}
	}
}

// minGlued is the number of letters from which on digits glued to them are told of: covid19, but not U23.
const minGlued = 3

// gluedNumbers returns the rewrites of the words with digits behind their letters, which are words of their
// own: covid19 is covid 19.
func gluedNumbers(q *query.Node) []Rewrite {
	var all []Rewrite
	for _, n := range q.Nodes {
		if n.Op != query.Word || n.Field != "" {
			continue
		}
		var parts []string
		glued := false
		for i, w := range n.Words {
			text := n.Text[w.Start:w.End]
			parts = append(parts, text)
			if i > 0 && isNumber(w) && n.Words[i-1].End == w.Start &&
				!isNumber(n.Words[i-1]) && utf8.RuneCountInString(parts[i-1]) >= minGlued {
				glued = true
			}
		}
		if glued {
			all = append(all, Rewrite{RewriteSpelling, n.Text, []string{strings.Join(parts, " ")}})
		}
	}
	return all
}

// minOneWord is the share of the documents with the rarer one of two neighbouring syllables that have them
// side by side, from which on the two are one word: sạt lở .9, mưa Huế .02.
const minOneWord = 0.5

// findApart finds the documents in which syllables of one word, side by side in the query, are apart. Of a
// query of minRelaxed words or more, the score tells.
func (m *matches) findApart() {
	if required := m.plan.required(); m.total == 0 || required < 2 || required >= minRelaxed {
		return
	}
	for i, b := range m.plan.pairs {
		if b.run != nil || !m.isOneWord(b, i) {
			continue
		}
		found := 0
		for seg, s := range m.segments {
			if len(m.apart) == seg {
				m.apart = append(m.apart, s.none())
			}
			docs := s.clone(m.docs[seg])
			docs.AndNot(s.pairs[i])
			found += docs.Count()
			m.apart[seg].Or(docs)
		}
		if found > 0 {
			from := m.plan.terms[b.left].typed + " " + m.plan.terms[b.right].typed
			m.rewrites = append(slices.Clip(m.rewrites), Rewrite{Kind: RewriteApart, From: from})
		}
	}
	for _, docs := range m.apart {
		m.apartTotal += docs.Count()
	}
	if m.apartTotal == 0 {
		m.apart = nil
	}
}

// isOneWord reports whether the syllables of pair i are one word, by how often documents have them side by
// side.
func (m *matches) isOneWord(b bigram, i int) bool {
	if !m.plan.isPlainPair(b) {
		return false
	}
	var left, right, both int
	for _, s := range m.segments {
		left += s.exact[b.left].Count()
		right += s.exact[b.right].Count()
		docs := s.clone(s.exact[b.left])
		docs.And(s.exact[b.right])
		both += docs.CountBoth(s.pairs[i])
	}
	return isOneWord(left, right, both)
}

// isPlainPair reports whether a pair is of two plain words.
func (p *plan) isPlainPair(b bigram) bool {
	for _, t := range []*queryTerm{&p.terms[b.left], &p.terms[b.right]} {
		if t.occur != must || t.unit > 0 || t.fuzzy || isNumber(t.word) {
			return false
		}
	}
	return true
}

// isOneWord reports whether two syllables are one word, by the numbers of documents that have the left one,
// the right one, and both side by side.
func isOneWord(left, right, both int) bool {
	return both > 0 && float64(both) >= minOneWord*float64(min(left, right))
}
