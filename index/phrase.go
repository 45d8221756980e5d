package index

import (
	"slices"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// The index knows pairs of words, and those by their hashes: it finds every article that has a phrase, and now and then
// one that has not. So articles are read again: all that match, if they are few, else those that are shown.

// The bounds of reading, which takes 0.04 ms an article.
const (
	maxRead      = 50  // that match, for totals and counts to be exact
	maxFalse     = 100 // that turn out not to match, and are replaced by the next ones
	maxFromTruly = 500 // that are passed over, but must be known to match
)

// A reading checks phrases in the texts of articles.
type reading struct {
	nodes   []*query.Node // that every hit must fulfil, and the index may be wrong about
	wanting bool          // phrases that hits must not have: where the index is wrong, an article is not found
	phrases []phrase
	at      map[*query.Node]int // the place of each phrase
	scanner analysis.Scanner    // seeks the words of all
	words   []analysis.Word     // of the text at hand
	found   []bool              // by phrase, in the article at hand
}

// A phrase must be in the text of an article, or in its title, word by word.
type phrase struct {
	words   []analysis.Word
	inTitle bool
}

func newReading(nodes []*query.Node) *reading {
	r := &reading{at: map[*query.Node]int{}}
	r.scanner.Seek()
	for _, n := range nodes {
		before := len(r.phrases)
		r.collect(n, true)
		if len(r.phrases) > before {
			r.nodes = append(r.nodes, n)
		}
	}
	r.found = make([]bool, len(r.phrases))
	return r
}

// collect collects the phrases below a node, if it is not negated.
func (r *reading) collect(n *query.Node, positive bool) {
	if n.Op == query.Not {
		positive = !positive
	}
	for _, m := range n.Nodes {
		r.collect(m, positive)
	}
	if n.Field != "" && n.Field != query.Title || n.Op != query.Phrase && n.Op != query.Word {
		return
	}
	words := analysis.AppendWords(nil, n.Text)
	switch {
	case len(words) < 2 || n.Op == query.Word && n.Field == query.Title:
	case !positive:
		r.wanting = true
	default:
		r.at[n] = len(r.phrases)
		r.phrases = append(r.phrases, phrase{words, n.Field == query.Title})
		for _, w := range words {
			r.scanner.Seek(w.Fold)
		}
	}
}

// read finds the phrases that an article has.
func (r *reading) read(a *news.Article) {
	clear(r.found)
	r.readText(a.Title, true)
	r.readText(a.Sapo, false)
	for _, b := range a.Blocks {
		r.readText(b.Text, false)
	}
	for _, name := range a.Authors {
		r.readText(name, false)
	}
}

func (r *reading) readText(text string, title bool) {
	r.words = r.scanner.Append(r.words[:0], text)
	for i, p := range r.phrases {
		if !r.found[i] && (title || !p.inTitle) {
			r.found[i] = indexWords(r.words, p.words, false) >= 0
		}
	}
}

// has reports whether the article that was read last, number n of a segment, fulfils the nodes.
func (x *search) has(r *reader, n uint32) bool {
	return !slices.ContainsFunc(x.reading.nodes, func(node *query.Node) bool { return !x.fulfils(r, n, node) })
}

func (x *search) fulfils(r *reader, n uint32, node *query.Node) bool {
	fulfilled := func(m *query.Node) bool { return x.fulfils(r, n, m) }
	switch node.Op {
	case query.All:
		return !slices.ContainsFunc(node.Nodes, func(m *query.Node) bool { return !fulfilled(m) })
	case query.Any:
		return slices.ContainsFunc(node.Nodes, fulfilled)
	case query.Not:
		return !fulfilled(node.Nodes[0])
	}
	if i, ok := x.reading.at[node]; ok {
		return x.reading.found[i]
	}
	return x.eval(r, node).Has(n)
}

// verify takes the articles out of matches that do not match after all, if so many can be read. If not, it notes that the
// matches are approximate.
func (x *search) verify(matches []set, total int) (int, error) {
	x.reading = newReading(slices.Concat(x.plan.strict, x.filter.Nodes))
	x.unread = len(x.reading.nodes) > 0
	x.approximate = x.unread || x.reading.wanting
	if !x.unread || total > maxRead {
		return total, nil
	}
	for seg, docs := range matches {
		e := x.segments[seg]
		for n := range docs.All() {
			if x.late(e.reader) {
				return 0, e.err
			}
			a, err := e.Article(n)
			if err != nil {
				return 0, err
			}
			if !x.check(e, n, a) {
				docs.Remove(n)
				total--
			}
		}
	}
	x.unread, x.approximate = false, x.reading.wanting
	return total, nil
}

// check reports whether an article of a segment matches, as reading it shows.
func (x *search) check(e *evidence, n uint32, a *news.Article) bool {
	if !x.unread {
		return true
	}
	x.reading.read(a)
	return x.has(e.reader, n)
}
