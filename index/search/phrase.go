package search

import (
	"errors"
	"slices"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
)

// Phrases and near words are found by two-phase iteration, as in Lucene. The terms, and for a phrase the
// pairs of neighbours, give an approximation; the positions of the terms confirm it. Positions are read
// only of documents that all other parts of the query select.

// positional reports whether a node needs positions: it is a phrase or near words; in a sapo or caption, it
// is anything.
func positional(n *query.Node) bool {
	if f, ok := textFields[n.Field]; ok {
		return len(n.Words) > 1 || len(n.Words) == 1 && f.end != ""
	}
	if len(n.Words) < 2 || n.Field != "" && n.Field != query.Title {
		return false
	}
	return n.Op == query.Phrase || n.Op == query.Near
}

// anyPositional reports whether n or a node below it is.
func anyPositional(n *query.Node) bool {
	return positional(n) || slices.ContainsFunc(n.Nodes, anyPositional)
}

// A positionMatch holds the state of a positional node in one segment.
type positionMatch struct {
	possible  segment.Bitset // the approximation, without those that were refused
	open      segment.Bitset // those of possible that are neither confirmed nor refused
	confirmed segment.Bitset
}

// positionMatch returns the state of a node in a segment.
func (s *segmentReader) positionMatch(n *query.Node, ex *expansion) positionMatch {
	key := leafOf(n)
	m, ok := s.positional[key]
	if !ok {
		possible := s.approximation(n, ex)
		m = positionMatch{possible, s.clone(possible), s.none()}
		s.addKnown(m, n)
		s.positional[key] = m
	}
	return m
}

// addKnown confirms the documents that have a phrase of two words as typed, if the segment has prepared it:
// see [segment.PhraseFields].
func (s *segmentReader) addKnown(m positionMatch, n *query.Node) {
	if n.Op != query.Phrase || n.Field != "" || len(n.Words) != 2 {
		return
	}
	left, right := n.Words[0], n.Words[1]
	apart, ok, err := s.LookUp(store.FieldTextApart, segment.ApartTerm(left.Exact, right.Exact))
	s.fail(err)
	if !ok {
		return
	}
	refused := s.none()
	s.fail(apart.AddTo(refused))
	m.confirmed.Or(m.possible)
	m.confirmed.AndNot(refused)
	pair := store.PhrasePair(left.Exact, right.Exact)
	for _, t := range []term{
		{store.FieldText, left.Exact}, {store.FieldText, right.Exact}, {store.FieldTextPair, pair},
	} {
		m.confirmed.And(s.docsOf(t))
	}
	m.open.AndNot(m.confirmed)
}

// approximation returns the documents that have all words of a node and, if it is a phrase, the pairs of
// neighbours; and a text of the node's field.
func (s *segmentReader) approximation(n *query.Node, ex *expansion) segment.Bitset {
	f := textFieldOf(n.Field)
	docs := s.clone(s.Live)
	if f.end != "" {
		docs.And(s.docsOf(term{store.FieldTextEnd, f.end}))
	}
	for i, w := range n.Words {
		docs.And(s.union(nodeTerms(n, i, ex)))
		begins := n.Op == query.Prefix && i == len(n.Words)-1
		if i > 0 && n.Op != query.Near && f.hasPairs() && !begins {
			docs.And(s.docsOf(pairTerm(n.Words[i-1], w)))
		}
	}
	return docs
}

// checkEvery is the number of documents after which the deadline is checked.
const checkEvery = 1024

// If fewer than one in fewUnconfirmed documents are unconfirmed, one goroutine confirms them: starting others
// would take longer.
const fewUnconfirmed = 1 << 8

// confirm returns the documents within a set that match a positional node.
func (s *segmentReader) confirm(n *query.Node, within segment.Bitset, ex *expansion) segment.Bitset {
	m := s.positionMatch(n, ex)
	unconfirmed := s.none()
	if !unconfirmed.Intersect(m.open, within) {
		return m.confirmed
	}
	m.open.AndNot(unconfirmed)
	parts := s.parts
	if len(parts) > 1 && unconfirmed.Count() < s.Len()/fewUnconfirmed {
		parts = []part{{from: 0, to: len(unconfirmed)}}
	}
	readers := make([]*positions, len(parts))
	for i := range readers {
		var err error
		readers[i], err = s.newPositions(n, ex)
		s.fail(err)
	}
	if s.failure() == nil {
		concurrently(len(parts), func(i int) { s.confirmPart(m, readers[i], unconfirmed, parts[i]) })
	}
	return m.confirmed
}

// confirmPart confirms or refuses the documents of a part that are unconfirmed. It may be called concurrently
// with other parts.
func (s *segmentReader) confirmPart(m positionMatch, r *positions, unconfirmed segment.Bitset, p part) {
	checked := 0
	first := uint32(64 * p.from)
	for i := range unconfirmed[p.from:p.to].All() {
		if checked++; checked%checkEvery == 0 && s.expired() {
			return
		}
		doc := first + i
		ok, err := r.match(doc)
		if s.fail(err); err != nil {
			return
		}
		if ok {
			m.confirmed.Add(doc)
		} else {
			m.possible.Remove(doc)
		}
	}
}

// positions decides whether the words of a node stand side by side, or near each other, in a document. It is
// asked for documents in ascending order.
type positions struct {
	words  []wordPositions
	window int // near words: the positions that all of them must be in; 0: a phrase
	ends   wordPositions
	only   wordPositions // the ends of the texts of the field; without spellings: all are
}

// wordPositions reads the positions of a word.
type wordPositions struct {
	spellings []*segment.PositionIterator
	required  int      // near words: how many positions there must be
	found     []uint32 // in the current document
	next      int      // index of the first one that was not passed
}

func (s *segmentReader) newPositions(n *query.Node, ex *expansion) (*positions, error) {
	p := &positions{}
	f := textFieldOf(n.Field)
	var err error
	if n.Op == query.Near || f.end != "" {
		if p.ends, err = s.wordPositions([]term{{store.FieldTextEnd, store.EndTerm}}); err != nil {
			return nil, err
		}
	}
	if f.end != "" {
		if p.only, err = s.wordPositions([]term{{store.FieldTextEnd, f.end}}); err != nil {
			return nil, err
		}
	}
	if n.Op == query.Near {
		p.window = len(n.Words) + n.Distance
		for _, w := range distinct(n.Words) {
			word, err := s.wordPositions(s.placedTerms(f, wordTerms(n.Field, w)))
			if err != nil {
				return nil, err
			}
			word.required = required(n.Words, w)
			p.words = append(p.words, word)
		}
		return p, nil
	}
	for i := range n.Words {
		word, err := s.wordPositions(s.placedTerms(f, nodeTerms(n, i, ex)))
		if err != nil {
			return nil, err
		}
		p.words = append(p.words, word)
	}
	return p, nil
}

// distinct returns words, each once.
func distinct(words []analysis.Word) []analysis.Word {
	var all []analysis.Word
	for _, w := range words {
		if !slices.ContainsFunc(all, func(v analysis.Word) bool { return v.Exact == w.Exact }) {
			all = append(all, w)
		}
	}
	return all
}

// required returns how many words of a node a word stands for, so that each has a position of its own:
// without marks, for those with marks too.
func required(words []analysis.Word, w analysis.Word) int {
	n := 0
	for _, v := range words {
		if sameWord(v, w) {
			n++
		}
	}
	return n
}

func (s *segmentReader) wordPositions(terms []term) (wordPositions, error) {
	var w wordPositions
	for _, t := range terms {
		d := s.lookUp(t)
		if d.postings.Len() == 0 {
			continue
		}
		it, err := d.postings.Positions(d.all)
		if err != nil {
			return w, err
		}
		w.spellings = append(w.spellings, it)
	}
	return w, s.failure()
}

// match reports whether document n has the words side by side, or near each other.
func (p *positions) match(n uint32) (bool, error) {
	if ok, err := p.matchFirst(n); ok || err != nil {
		return ok, err
	}
	for i := range p.words {
		w := &p.words[i]
		if err := w.read(n, w.others()); err != nil || len(w.found) == 0 {
			return false, err
		}
	}
	if p.window > 0 || p.only.spellings != nil {
		if err := errors.Join(p.ends.readAll(n), p.only.readAll(n)); err != nil {
			return false, err
		}
	}
	if p.window == 0 {
		return p.sideBySide(), nil
	}
	return p.near(), nil
}

// matchFirst reads the first spelling of each word, which is the one typed, and reports whether these stand
// side by side: Nam stands for năm, too, but most documents with Việt Nam have it as it is.
func (p *positions) matchFirst(n uint32) (bool, error) {
	try := p.window == 0 && p.only.spellings == nil
	for i := range p.words {
		w := &p.words[i]
		w.found = w.found[:0]
		if err := w.read(n, w.spellings[:min(1, len(w.spellings))]); err != nil {
			return false, err
		}
		try = try && len(w.found) > 0
	}
	return try && p.sideBySide(), nil
}

// others returns the spellings but the first.
func (w *wordPositions) others() []*segment.PositionIterator {
	return w.spellings[min(1, len(w.spellings)):]
}

// readAll reads the positions in document n of all spellings.
func (w *wordPositions) readAll(n uint32) error {
	w.found = w.found[:0]
	return w.read(n, w.spellings)
}

// read adds the positions in document n of some spellings.
func (w *wordPositions) read(n uint32, spellings []*segment.PositionIterator) error {
	w.next = 0
	var err error
	sorted := true
	for _, s := range spellings {
		if s.Next() > n {
			continue // as are most of many spellings
		}
		before := len(w.found)
		if w.found, err = s.Append(w.found, n); err != nil {
			return err
		}
		sorted = sorted && (before == 0 || before == len(w.found))
	}
	if !sorted {
		slices.Sort(w.found)
	}
	return nil
}

// seek passes the positions before p.
func (w *wordPositions) seek(p int) {
	for w.next < len(w.found) && int(w.found[w.next]) < p {
		w.next++
	}
}

// sideBySide reports whether word i stands at position start+i for some start.
func (p *positions) sideBySide() bool {
	for start := 0; ; {
		moved := false
		for i := range p.words {
			w := &p.words[i]
			w.seek(start + i)
			if w.next == len(w.found) {
				return false
			}
			if at := int(w.found[w.next]); at != start+i {
				start, moved = at-i, true
			}
		}
		switch {
		case moved:
		case p.inField(start):
			return true
		default:
			start++
		}
	}
}

// inField reports whether the text at position start is of the field.
func (p *positions) inField(start int) bool {
	if p.only.spellings == nil {
		return true
	}
	p.ends.seek(start)
	p.only.seek(start)
	return p.only.next < len(p.only.found) && p.only.found[p.only.next] == p.ends.found[p.ends.next]
}

// near reports whether the words stand within the window, in one text.
func (p *positions) near() bool {
	for start := 0; ; {
		p.ends.seek(start)
		if p.ends.next == len(p.ends.found) {
			return false
		}
		end := int(p.ends.found[p.ends.next])
		next := start
		for i := range p.words {
			w := &p.words[i]
			w.seek(start)
			if w.next+w.required > len(w.found) {
				return false
			}
			at := int(w.found[w.next+w.required-1])
			if at > end {
				next = max(next, end+1)
			}
			next = max(next, at-p.window+1)
		}
		if next == start {
			return true
		}
		start = next
	}
}
