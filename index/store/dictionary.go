package store

import (
	"bytes"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
	"baotinh/pipeline/viet"
)

// A fieldDictionary has the terms of a field as the segment has them. Its methods implement
// [scorchsegment.TermDictionary].
type fieldDictionary struct {
	segment bleveSegment
	field   string
}

func (d fieldDictionary) PostingsList(
	term []byte, except *roaring.Bitmap, _ scorchsegment.PostingsList,
) (scorchsegment.PostingsList, error) {
	p, err := d.segment.Postings(d.field, string(term))
	if err != nil {
		return nil, err
	}
	l := d.segment.newPostings(d.field, except)
	switch d.field {
	case FieldText, FieldTitle, FieldTag, FieldPhotographer, FieldDateline:
		l.spellings = func() ([]segment.Postings, error) { return []segment.Postings{p}, nil }
	}
	return l, p.Each(func(doc uint32, frequency uint8) { l.add(doc, uint32(frequency)) })
}

func (d fieldDictionary) Contains(term []byte) (bool, error) {
	p, err := d.segment.Postings(d.field, string(term))
	return p.Len() > 0, err
}

func (d fieldDictionary) Cardinality() int { return d.segment.Cardinality(d.field) }

func (d fieldDictionary) AutomatonIterator(
	a scorchsegment.Automaton, start, end []byte,
) scorchsegment.DictionaryIterator {
	return newTermIterator(d.terms(start), a, end)
}

func (d fieldDictionary) terms(start []byte) *fieldTerms {
	return &fieldTerms{terms: d.segment.Seek(d.field, string(start))}
}

// A foldDictionary has all words of a text, folded. The segment has in the folded field only the words that
// have marks, as a word without marks is a term of the exact field already: so it is the union of both.
type foldDictionary struct {
	segment       bleveSegment
	exact, folded fieldDictionary
}

// isBare reports whether a term of an exact field is its own fold.
func isBare(term []byte) bool {
	return isASCII(term) || bytes.Equal(viet.AppendFoldLower(nil, string(term)), term)
}

func (d foldDictionary) PostingsList(
	term []byte, except *roaring.Bitmap, _ scorchsegment.PostingsList,
) (scorchsegment.PostingsList, error) {
	l := d.segment.newPostings(d.folded.field, except)
	l.spellings = func() ([]segment.Postings, error) { return d.spellings(string(term)) }
	from := []fieldDictionary{d.folded}
	if isBare(term) {
		from = append(from, d.exact)
	}
	for _, f := range from {
		p, err := f.segment.Postings(f.field, string(term))
		if err == nil {
			err = p.Each(func(doc uint32, frequency uint8) { l.add(doc, uint32(frequency)) })
		}
		if err != nil {
			return nil, err
		}
	}
	l.sort()
	return l, nil
}

// spellings returns the postings of all terms of the exact field that fold to a term. These have positions.
func (d foldDictionary) spellings(term string) ([]segment.Postings, error) {
	all, err := d.segment.spellings.of(term)
	if err != nil {
		return nil, err
	}
	var postings []segment.Postings
	for _, spelling := range append([]string{term}, all...) { // if term is not bare, no text has it
		p, err := d.segment.Postings(d.exact.field, spelling)
		if err != nil {
			return nil, err
		}
		postings = append(postings, p)
	}
	return postings, nil
}

func (d foldDictionary) Contains(term []byte) (bool, error) {
	ok, err := d.folded.Contains(term)
	if ok || err != nil || !isBare(term) {
		return ok, err
	}
	return d.exact.Contains(term)
}

// Cardinality returns an upper bound.
func (d foldDictionary) Cardinality() int { return d.exact.Cardinality() + d.folded.Cardinality() }

func (d foldDictionary) AutomatonIterator(
	a scorchsegment.Automaton, start, end []byte,
) scorchsegment.DictionaryIterator {
	return newTermIterator(&foldTerms{
		dictionary: d, exact: &bareTerms{d.exact.terms(start)}, folded: d.folded.terms(start),
	}, a, end)
}

// An idDictionary has the identifiers as terms.
type idDictionary struct{ segment bleveSegment }

func (d idDictionary) PostingsList(
	term []byte, except *roaring.Bitmap, _ scorchsegment.PostingsList,
) (scorchsegment.PostingsList, error) {
	l := d.segment.newPostings(fieldID, except)
	doc, ok, err := d.segment.Find(string(term))
	if ok {
		l.add(doc, 1)
	}
	return l, err
}

func (d idDictionary) Contains(term []byte) (bool, error) {
	_, ok, err := d.segment.Find(string(term))
	return ok, err
}

func (d idDictionary) Cardinality() int { return d.segment.Len() }

func (d idDictionary) AutomatonIterator(
	a scorchsegment.Automaton, start, end []byte,
) scorchsegment.DictionaryIterator {
	return newTermIterator(&idTerms{segment: d.segment.Segment, start: start}, a, end)
}

// terms are the terms of a dictionary in order.
type terms interface {
	Next() (bool, error)
	Term() []byte        // valid until Next
	Count() (int, error) // documents, deleted ones too
}

type fieldTerms struct {
	terms *segment.TermIterator
	done  bool
}

func (t *fieldTerms) Next() (bool, error) {
	t.done = !t.terms.Next()
	return !t.done, t.terms.Err()
}

func (t *fieldTerms) Term() []byte { return t.terms.Entry().Term }

func (t *fieldTerms) Count() (int, error) { return t.terms.Entry().Count, nil }

// bareTerms are the terms of an exact field that are their own folds.
type bareTerms struct{ *fieldTerms }

func (t *bareTerms) Next() (bool, error) {
	for {
		ok, err := t.fieldTerms.Next()
		if !ok || err != nil || isBare(t.Term()) {
			return ok, err
		}
	}
}

// foldTerms merges the bare terms of the exact field and the terms of the folded field.
type foldTerms struct {
	dictionary foldDictionary
	exact      *bareTerms
	folded     *fieldTerms
	term       []byte // the last; nil: none yet
}

func (t *foldTerms) Next() (bool, error) {
	if t.term == nil || !t.exact.done && bytes.Equal(t.exact.Term(), t.term) {
		if _, err := t.exact.Next(); err != nil {
			return false, err
		}
	}
	if t.term == nil || !t.folded.done && bytes.Equal(t.folded.Term(), t.term) {
		if _, err := t.folded.Next(); err != nil {
			return false, err
		}
	}
	switch {
	case t.exact.done && t.folded.done:
		return false, nil
	case t.folded.done || !t.exact.done && bytes.Compare(t.exact.Term(), t.folded.Term()) < 0:
		t.term = slices.Clone(t.exact.Term())
	default:
		t.term = slices.Clone(t.folded.Term())
	}
	return true, nil
}

func (t *foldTerms) Term() []byte { return t.term }

func (t *foldTerms) Count() (int, error) {
	l, err := t.dictionary.PostingsList(t.term, nil, nil)
	if err != nil {
		return 0, err
	}
	return int(l.Count()), nil
}

type idTerms struct {
	segment *segment.Segment
	start   []byte
	next    int
	term    []byte
}

func (t *idTerms) Next() (bool, error) {
	for t.next < t.segment.Len() {
		doc := t.segment.SortedDoc(t.next)
		t.next++
		id, err := t.segment.ID(doc)
		if err != nil {
			return false, err
		}
		if bytes.Compare(id, t.start) >= 0 {
			t.term = id
			return true, nil
		}
	}
	return false, nil
}

func (t *idTerms) Term() []byte { return t.term }

func (t *idTerms) Count() (int, error) { return 1, nil }

// A termIterator goes through the terms before end that an automaton accepts.
type termIterator struct {
	terms   terms
	matcher *matcher // nil: every term
	end     []byte   // nil: none
	entry   bleveindex.DictEntry
}

func newTermIterator(t terms, a scorchsegment.Automaton, end []byte) *termIterator {
	it := &termIterator{terms: t, end: end}
	if a != nil {
		it.matcher = &matcher{automaton: a, states: []int{a.Start()}}
	}
	return it
}

// Next returns the next term, valid until it is called again, or nil after the last.
func (it *termIterator) Next() (*bleveindex.DictEntry, error) {
	for {
		ok, err := it.terms.Next()
		if !ok || err != nil {
			return nil, err
		}
		term := it.terms.Term()
		if it.end != nil && bytes.Compare(term, it.end) >= 0 {
			return nil, nil
		}
		if it.matcher != nil && !it.matcher.accepts(term) {
			continue
		}
		n, err := it.terms.Count()
		if err != nil {
			return nil, err
		}
		it.entry = bleveindex.DictEntry{Term: string(term), Count: uint64(n)}
		return &it.entry, nil
	}
}

// A matcher runs an automaton over sorted terms. It keeps the states along a term, so that the next one,
// which shares a prefix with it, is not read from the beginning.
type matcher struct {
	automaton scorchsegment.Automaton
	term      []byte
	states    []int // states[i] is that after i bytes of term; shorter if no match is possible after them
}

func (m *matcher) accepts(term []byte) bool {
	shared := 0
	for shared < min(len(term), len(m.term)) && term[shared] == m.term[shared] {
		shared++
	}
	m.term = append(m.term[:shared], term[shared:]...)
	m.states = m.states[:min(len(m.states), shared+1)]
	for len(m.states) <= len(term) {
		last := m.states[len(m.states)-1]
		if !m.automaton.CanMatch(last) {
			return false
		}
		m.states = append(m.states, m.automaton.Accept(last, term[len(m.states)-1]))
	}
	return m.automaton.IsMatch(m.states[len(term)])
}
