package store

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
)

// A datedDoc is a document with its date of publication in Unix nanoseconds.
type datedDoc struct {
	nanos int64
	doc   uint32
}

// newDates returns the documents of a segment that have a date, the oldest first.
func newDates(s *segment.Segment) []datedDoc {
	var all []datedDoc
	for doc := range uint32(s.Len()) {
		if nanos, ok := published(s.DocInfo(doc)); ok {
			all = append(all, datedDoc{nanos, doc})
		}
	}
	slices.SortFunc(all, func(a, b datedDoc) int {
		return cmp.Or(cmp.Compare(a.nanos, b.nanos), cmp.Compare(a.doc, b.doc))
	})
	return all
}

// published returns the date of publication in Unix nanoseconds, and whether it is known and Bleve can
// represent it.
func published(i segment.DocInfo) (int64, bool) {
	if i.Published == 0 {
		return 0, false
	}
	return nanoseconds(i.Published)
}

// nanoseconds converts Unix seconds, and reports whether the result fits: from the year 1678 to 2262.
func nanoseconds(seconds int64) (int64, bool) {
	const limit = math.MaxInt64 / int64(time.Second)
	return seconds * int64(time.Second), -limit < seconds && seconds < limit
}

// precisionStep is how many bits Bleve leaves out from one term of a date to the next.
const precisionStep = 4

// A dateDictionary has the terms that Bleve's date fields have: each date, prefix coded, without its lowest
// 0, 4, 8 … 60 bits. They are not in the file, because they follow from the dates: a term is a range of
// [bleveSegment.dates].
type dateDictionary struct{ segment bleveSegment }

// between returns the documents of a term, in the order of their dates.
func (d dateDictionary) between(term []byte) []datedDoc {
	valid, shift := numeric.ValidPrefixCodedTermBytes(term)
	if !valid || shift%precisionStep != 0 {
		return nil
	}
	first, err := numeric.PrefixCoded(term).Int64()
	if err != nil {
		return nil
	}
	last := first | (1<<shift - 1)
	all := d.segment.dates()
	from := sort.Search(len(all), func(i int) bool { return all[i].nanos >= first })
	n := sort.Search(len(all)-from, func(i int) bool { return all[from+i].nanos > last })
	return all[from : from+n]
}

// PostingsList implements [scorchsegment.TermDictionary], as do the methods below.
func (d dateDictionary) PostingsList(
	term []byte, except *roaring.Bitmap, _ scorchsegment.PostingsList,
) (scorchsegment.PostingsList, error) {
	l := d.segment.newPostings(FieldPublished, except)
	for _, p := range d.between(term) {
		l.add(p.doc, 1)
	}
	l.sort()
	return l, nil
}

func (d dateDictionary) Contains(term []byte) (bool, error) { return len(d.between(term)) > 0, nil }

// Cardinality returns an upper bound.
func (d dateDictionary) Cardinality() int {
	return len(d.segment.dates()) * (64 / precisionStep)
}

func (d dateDictionary) AutomatonIterator(
	a scorchsegment.Automaton, start, end []byte,
) scorchsegment.DictionaryIterator {
	return newTermIterator(&dateTerms{dictionary: d, start: start}, a, end)
}

// dateTerms goes through the terms of a dateDictionary in order: their first byte is the shift.
type dateTerms struct {
	dictionary dateDictionary
	start      []byte
	shift      uint
	next       int // into dates
	term       []byte
}

func (t *dateTerms) Next() (bool, error) {
	for all := t.dictionary.segment.dates(); t.shift < 64; {
		if t.next == len(all) {
			t.next = 0
			t.shift += precisionStep
			continue
		}
		t.term = numeric.MustNewPrefixCodedInt64(all[t.next].nanos, t.shift)
		t.next += len(t.dictionary.between(t.term))
		if bytes.Compare(t.term, t.start) >= 0 {
			return true, nil
		}
	}
	return false, nil
}

func (t *dateTerms) Term() []byte { return t.term }

func (t *dateTerms) Count() (int, error) { return len(t.dictionary.between(t.term)), nil }
