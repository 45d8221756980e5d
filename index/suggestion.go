package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// mean notes that another word was meant than the one typed.
func (x *search) mean(typed, meant string) {
	if x.meant == nil {
		x.meant = map[string]string{}
	}
	x.meant[typed] = meant
}

// suggestion returns the query with the words that were meant, or with the marks that it lacks, or nothing if that is what
// was typed.
func (x *search) suggestion() string {
	q := &query.Node{Op: query.All, Nodes: slices.Clone(x.query.Nodes)}
	if len(x.meant) == 0 {
		return x.marks.restore(q)
	}
	for i, n := range q.Nodes {
		if meant, ok := x.meant[n.Text]; ok && n.Op == query.Word && n.Field == "" {
			q.Nodes[i] = &query.Node{Op: query.Word, Text: meant}
		}
	}
	if q.Equal(x.query) {
		return ""
	}
	return q.String()
}

// What makes the marks of a word clear.
const (
	maxMarked = 20   // articles that are looked at, the first
	minMarked = 3    // that spell the word so, beside its neighbour in the query
	minClear  = 0.95 // of all times that they have it there
)

// marks are those that a query lacks, found in the articles found: how they spell its words where two of them stand
// side by side.
type marks struct {
	words   map[int]*unmarked // by the node of the query
	scanner analysis.Scanner  // seeks them
	text    []analysis.Word   // at hand
	read    int               // articles
}

// An unmarked is a word typed without marks.
type unmarked struct {
	fold      string
	foreign   bool // it is no syllable, and may be what it is
	times     int
	spellings map[string]*printed // by term
}

// A printed is how articles print a term.
type printed struct {
	times, articles int
	last            int            // of the articles
	as              map[string]int // times by text
}

// newMarks returns nil if a query has marks, or no words side by side.
func newMarks(q *query.Node) *marks {
	m := &marks{words: map[int]*unmarked{}}
	m.scanner.Seek()
	pairs := false
	for i, n := range q.Nodes {
		if n.Op != query.Word || n.Field != "" {
			continue
		}
		if slices.ContainsFunc(n.Words, func(w analysis.Word) bool { return w.Exact != w.Fold }) {
			return nil
		}
		if len(n.Words) == 1 {
			fold := n.Words[0].Fold
			m.words[i] = &unmarked{fold, !viet.IsBareSyllable(fold), 0, map[string]*printed{}}
			m.scanner.Seek(fold)
			pairs = pairs || m.words[i-1] != nil
		}
	}
	if !pairs {
		return nil
	}
	return m
}

// look looks at an article.
func (m *marks) look(a *news.Article) {
	if m == nil || m.read == maxMarked {
		return
	}
	m.read++
	m.lookAt(a.Title)
	m.lookAt(a.Sapo)
	for _, b := range a.Blocks {
		m.lookAt(b.Text)
	}
}

func (m *marks) lookAt(text string) {
	m.text = m.scanner.Append(m.text[:0], text)
	for k := 1; k < len(m.text); k++ {
		left, right := m.text[k-1], m.text[k]
		if left.Fold == "" || right.Fold == "" || strings.TrimSpace(text[left.End:right.Start]) != "" {
			continue
		}
		for i, u := range m.words {
			if next := m.words[i+1]; next != nil && u.fold == left.Fold && next.fold == right.Fold {
				u.add(left, text, m.read)
				next.add(right, text, m.read)
			}
		}
	}
}

func (u *unmarked) add(w analysis.Word, text string, article int) {
	p := u.spellings[w.Exact]
	if p == nil {
		p = &printed{as: map[string]int{}}
		u.spellings[w.Exact] = p
	}
	if p.last != article {
		p.last = article
		p.articles++
	}
	u.times++
	p.times++
	p.as[text[w.Start:w.End]]++
}

// likeliest returns the key with the highest number, of several the first.
func likeliest[V any](m map[string]V, number func(V) int) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(m)), func(a, b string) int {
		return cmp.Compare(number(m[b]), number(m[a]))
	})
}

// restore puts marks on the words of a query and returns it, or nothing if one is not clear or all have none.
func (m *marks) restore(q *query.Node) string {
	if m == nil {
		return ""
	}
	marked := false
	for i, u := range m.words {
		if u.foreign && u.times == 0 {
			continue
		}
		if u.times == 0 {
			return ""
		}
		term := likeliest(u.spellings, func(p *printed) int { return p.times })
		p := u.spellings[term]
		if p.articles < minMarked || float64(p.times) < minClear*float64(u.times) {
			return ""
		}
		marked = marked || term != u.fold
		text := likeliest(p.as, func(times int) int { return times })
		q.Nodes[i] = &query.Node{Op: query.Word, Text: text}
	}
	if !marked {
		return ""
	}
	return q.String()
}
