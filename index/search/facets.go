package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"baotinh/index/segment"
	"baotinh/index/store"
)

// dateFacets are the facets that are not keyword fields.
var dateFacets = map[string]Interval{"year": ByYear, "month": ByMonth, "week": ByWeek, "day": ByDay}

func isFacet(field string) bool {
	return slices.Contains(store.KeywordFields[:], field) || dateFacets[field] != ""
}

// count adds the facets and the histogram that are asked for to a result. The error is ErrTooFine.
func (m *matches) count(r *Request, result *Result) error {
	hits := newCountedSet(m.reader, m.docs)
	if len(r.Facets) > 0 {
		result.Facets = make(map[string]Facet, len(r.Facets))
	}
	for _, field := range r.Facets {
		if _, ok := result.Facets[field]; !ok {
			result.Facets[field] = hits.tally(field).facet(r.FacetLimit)
		}
	}
	if r.Histogram == "" {
		return nil
	}
	var err error
	result.Histogram, err = hits.histogram(r.Histogram)
	return err
}

// A countedSet is a set of documents that is counted by the values of fields.
type countedSet struct {
	*reader
	docs []segment.Bitset // by segment
	days func() dayCounts
}

func newCountedSet(r *reader, docs []segment.Bitset) *countedSet {
	return &countedSet{r, docs, sync.OnceValue(func() dayCounts { return countDays(r, docs) })}
}

// A tally holds the numbers of documents with each value of a field, and of those without one.
type tally struct {
	counts  map[string]int
	missing int
}

func (c *countedSet) tally(field string) tally {
	t := tally{counts: map[string]int{}}
	if interval, ok := dateFacets[field]; ok {
		days := c.days()
		for column := range days.columns(interval) {
			if n := days.sum(column); n > 0 {
				t.counts[column.label()] = n
			}
		}
		t.missing = days.missing
		return t
	}
	for seg, docs := range c.docs {
		t.add(c.segments[seg].Values.Keywords[field], docs)
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
		all = append(all, Count{v, n})
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
