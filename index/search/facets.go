package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"baotinh/index/segment"
	"baotinh/index/store"
)

// dateFacets are the facets that are not keyword fields.
var dateFacets = map[string]Interval{"year": ByYear, "month": ByMonth, "week": ByWeek, "day": ByDay}

// FacetFields returns the fields that hits may be counted by.
func FacetFields() []string {
	return slices.Concat(
		store.KeywordFields[:], store.PlaceFields[:], []string{"year", "month", "week", "day"},
	)
}

func isFacet(field string) bool { return slices.Contains(FacetFields(), field) }

func unknownFacet(field string) error {
	return fmt.Errorf("no facet %q: there are %s", field, strings.Join(FacetFields(), ", "))
}

// maxFacetValues bounds the values of a facet.
const maxFacetValues = 100_000

// count adds the facets, the histogram and the table that are asked for to a result. The error is ErrTooFine.
func (m *matches) count(r *Request, result *Result) error {
	var all counted // nil: no shares are asked for
	if r.Share {
		all = newCountedSet(m.reader, m.reader.live())
		result.Share = newShare(m.total, m.reader.docs)
	}
	if err := result.addCounts(r, newCountedSet(m.reader, m.docs), all); err != nil {
		return err
	}
	return m.reader.err()
}

// A counted counts some documents by the values of fields.
type counted interface {
	tally(field string) tally
	dayCounts() dayCounts
	// cells counts the documents by their places on two axes, a row after the other. The last row is the
	// total.
	cells(rows, columns *axis) []Cells
}

// addCounts adds the facets, the histogram and the table that are asked for, of hits and, unless all is nil,
// their shares in all articles. The error is ErrTooFine.
func (result *Result) addCounts(r *Request, hits, all counted) error {
	if len(r.Facets) > 0 {
		result.Facets = make(map[string]Facet, len(r.Facets))
	}
	for _, field := range r.Facets {
		if _, ok := result.Facets[field]; ok {
			continue
		}
		f, err := newFacet(hits, all, field, r.FacetLimit)
		if err != nil {
			return err
		}
		result.Facets[field] = f
	}
	var err error
	if r.Histogram != "" {
		if result.Histogram, err = newHistogram(hits, all, r.Histogram); err != nil {
			return err
		}
	}
	if r.Table != (TableFields{}) {
		if result.Table, err = newTable(hits, all, r.Table, r.FacetLimit); err != nil {
			return err
		}
	}
	return nil
}

// newFacet counts hits by the values of a field, with their shares in all articles unless all is nil. The
// error is ErrTooFine.
func newFacet(hits, all counted, field string, limit int) (Facet, error) {
	f := hits.tally(field).facet(limit)
	if len(f.Values) > maxFacetValues {
		return f, fmt.Errorf("%w: a facet lists %d values at most, and %s has %d: give a limit of values",
			ErrTooFine, maxFacetValues, field, len(f.Values))
	}
	if all != nil {
		f.compare(all.tally(field))
	}
	return f, nil
}

// compare adds the shares of hits in all articles.
func (f *Facet) compare(all tally) {
	rest := 0
	for _, n := range all.counts {
		rest += n
	}
	for i := range f.Values {
		c := &f.Values[i]
		c.Share = newShare(c.Count, all.counts[c.Value])
		rest -= all.counts[c.Value]
	}
	f.Other.Share = newShare(f.Other.Count, rest)
	f.MissingShare = newShare(f.Missing, all.missing)
}

// A countedSet is a set of documents that is counted by the values of fields.
type countedSet struct {
	*reader
	docs []segment.Bitset // by segment
	days func() dayCounts
}

func (c *countedSet) dayCounts() dayCounts { return c.days() }

func newCountedSet(r *reader, docs []segment.Bitset) *countedSet {
	return &countedSet{r, docs, sync.OnceValue(func() dayCounts { return countDays(r, docs) })}
}

// A tally holds the numbers of documents with each value of a field, and of those without one.
type tally struct {
	counts  map[string]int
	missing int
}

func (c *countedSet) tally(field string) tally {
	if interval, ok := dateFacets[field]; ok {
		return c.days().tally(interval)
	}
	t := tally{counts: map[string]int{}}
	for seg, docs := range c.docs {
		t.add(c.segments[seg].keywords(field), docs)
	}
	return t
}

// add counts documents of a segment.
func (t *tally) add(k *segment.Keywords, docs segment.Bitset) {
	byOrdinal := make([]int, len(k.Values))
	for doc := range docs.All() {
		byOrdinal[k.First[doc]]++
	}
	for _, extra := range k.More {
		if docs.Has(extra.Doc) {
			byOrdinal[extra.Ordinal]++
		}
	}
	t.missing += byOrdinal[0]
	for ordinal, n := range byOrdinal {
		if ordinal > 0 && n > 0 {
			t.counts[k.Values[ordinal]] += n
		}
	}
}

// facet returns the first values of a tally, and what is beside them. A negative limit is none.
func (t tally) facet(limit int) Facet {
	all := make([]Count, 0, len(t.counts))
	for v, n := range t.counts {
		all = append(all, Count{Value: v, Count: n})
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	f := Facet{Values: all, Missing: t.missing}
	if limit >= 0 && limit < len(all) {
		f.Values = slices.Clip(all[:limit])
		f.Other.Values = len(all) - limit
		for _, c := range all[limit:] {
			f.Other.Count += c.Count
		}
	}
	return f
}
