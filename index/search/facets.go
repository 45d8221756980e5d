package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"baotinh/index/segment"
	"baotinh/index/store"
)

// dateFacets are the facets that are not keyword fields.
var dateFacets = map[string]Interval{"year": ByYear, "month": ByMonth}

func isFacet(field string) bool {
	return slices.Contains(store.KeywordFields[:], field) || dateFacets[field] != ""
}

// count returns the facets and the histogram that are asked for.
func (m *matches) count(r *Request) (facets map[string][]Count, histogram []Count) {
	days := sync.OnceValue(m.countDays)
	for _, field := range r.Facets {
		var values []Count
		if interval, ok := dateFacets[field]; ok {
			values = days().by(interval)
		} else {
			values = m.countValues(field)
		}
		slices.SortFunc(values, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		if facets == nil {
			facets = make(map[string][]Count, len(r.Facets))
		}
		facets[field] = values[:min(len(values), r.FacetLimit)]
	}
	if r.Histogram != "" {
		histogram = days().by(r.Histogram)
	}
	return facets, histogram
}

func (m *matches) countValues(field string) []Count {
	counts := map[string]int{}
	for seg, docs := range m.docs {
		countKeywords(m.segments[seg].Values.Keywords[field], docs, counts)
	}
	values := make([]Count, 0, len(counts))
	for v, n := range counts {
		values = append(values, Count{v, n})
	}
	return values
}

// countKeywords adds the number of docs with each value to counts.
func countKeywords(k *segment.Keywords, docs segment.Bitset, counts map[string]int) {
	byOrdinal := make([]int, len(k.Values))
	for doc := range docs.All() {
		byOrdinal[k.First[doc]]++
	}
	for _, extra := range k.More {
		if docs.Has(extra.Doc) {
			byOrdinal[extra.Ordinal]++
		}
	}
	for ordinal, n := range byOrdinal {
		if ordinal > 0 && n > 0 {
			counts[k.Values[ordinal]] += n
		}
	}
}

// dayCounts holds the numbers of documents published on each day from the first on. Days are added up to
// months and years by the calendar, once a day instead of once a document.
type dayCounts struct {
	first  int64 // see dayOf
	counts []int
}

func (m *matches) countDays() dayCounts {
	first, last := int64(math.MaxInt64), int64(-1)
	for _, s := range m.segments {
		if s.Values.Newest != 0 {
			first, last = min(first, dayOf(s.Values.Oldest)), max(last, dayOf(s.Values.Newest))
		}
	}
	if last < 0 {
		return dayCounts{}
	}
	d := dayCounts{first, make([]int, last-first+1)}
	for seg, docs := range m.docs {
		published := m.segments[seg].Values.Published
		for doc := range docs.All() {
			if t := published[doc]; t != 0 {
				d.counts[dayOf(t)-first]++
			}
		}
	}
	return d
}

// by returns the counts of days, months or years, the first one first, without zeros.
func (d dayCounts) by(interval Interval) []Count {
	values := []Count{}
	for i := 0; i < len(d.counts); {
		from := time.Unix((d.first+int64(i))*daySeconds, 0).UTC()
		year, month, date := from.Date()
		next, layout := time.Date(year, month, date+1, 0, 0, 0, 0, time.UTC), time.DateOnly
		switch interval {
		case ByMonth:
			next, layout = time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC), "2006-01"
		case ByYear:
			next, layout = time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC), "2006"
		}
		sum := 0
		for ; i < len(d.counts) && d.first+int64(i) < next.Unix()/daySeconds; i++ {
			sum += d.counts[i]
		}
		if sum > 0 {
			values = append(values, Count{from.Format(layout), sum})
		}
	}
	return values
}
