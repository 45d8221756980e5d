package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// count fills in facets and histogram.
func (x *search) count(result *Result, matches []set) {
	var days dayCounts
	if x.r.Histogram != "" || slices.ContainsFunc(x.r.Facets, isDateFacet) {
		days = x.countDays(matches)
	}
	for _, field := range x.r.Facets {
		var values []Count
		if isDateFacet(field) {
			values = days.by(dateFacets[field])
		} else {
			values = x.countKeywords(matches, field)
		}
		slices.SortFunc(values, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		if result.Facets == nil {
			result.Facets = map[string][]Count{}
		}
		result.Facets[field] = values[:min(len(values), x.r.FacetLimit)]
	}
	if x.r.Histogram != "" {
		result.Histogram = days.by(x.r.Histogram)
	}
}

// dateFacets are the facets that are not keywords.
var dateFacets = map[string]Interval{"year": ByYear, "month": ByMonth}

func isDateFacet(field string) bool { return dateFacets[field] != "" }

func isFacet(field string) bool { return isKeyword(field) || isDateFacet(field) }

func (x *search) countKeywords(matches []set, field string) []Count {
	counts := map[string]int{}
	for seg, docs := range matches {
		countValues(x.segments[seg].Values.Keywords[field], docs, counts)
	}
	values := make([]Count, 0, len(counts))
	for v, n := range counts {
		values = append(values, Count{v, n})
	}
	return values
}

// countValues adds the number of articles with each value to counts.
func countValues(k *segment.Keywords, docs set, counts map[string]int) {
	byOrdinal := make([]int, len(k.Values))
	for n := range docs.All() {
		byOrdinal[k.First[n]]++
	}
	for _, f := range k.More {
		if docs.Has(f.Doc) {
			byOrdinal[f.Ordinal]++
		}
	}
	for o, n := range byOrdinal {
		if o > 0 && n > 0 {
			counts[k.Values[o]] += n
		}
	}
}

// day is a day in seconds.
const day = 24 * 60 * 60

// dayOf returns the day of a time in Unix seconds, in Vietnam, in days since 1970.
func dayOf(seconds int64) int64 { return (seconds + int64(vietnamOffset)) / day }

var _, vietnamOffset = time.Time{}.In(news.Vietnam).Zone()

// A dayCounts has the number of articles published on each day from the first on.
type dayCounts struct {
	first  int64 // in days since 1970
	counts []int
}

func (x *search) countDays(matches []set) dayCounts {
	first, last := int64(math.MaxInt64), int64(-1)
	for _, e := range x.segments {
		if c := e.Values; c.Newest != 0 {
			first, last = min(first, dayOf(c.Oldest)), max(last, dayOf(c.Newest))
		}
	}
	if last < 0 {
		return dayCounts{}
	}
	d := dayCounts{first, make([]int, last-first+1)}
	for seg, docs := range matches {
		published := x.segments[seg].Values.Published
		for n := range docs.All() {
			if t := published[n]; t != 0 {
				d.counts[dayOf(t)-first]++
			}
		}
	}
	return d
}

// by returns the counts of days, months or years, the first one first, without those that have none.
func (d dayCounts) by(interval Interval) []Count {
	values := []Count{}
	for i := 0; i < len(d.counts); {
		from := time.Unix((d.first+int64(i))*day, 0).UTC()
		year, month, date := from.Date()
		next, layout := time.Date(year, month, date+1, 0, 0, 0, 0, time.UTC), time.DateOnly
		switch interval {
		case ByMonth:
			next, layout = time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC), "2006-01"
		case ByYear:
			next, layout = time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC), "2006"
		}
		sum := 0
		for ; i < len(d.counts) && d.first+int64(i) < next.Unix()/day; i++ {
			sum += d.counts[i]
		}
		if sum > 0 {
			values = append(values, Count{from.Format(layout), sum})
		}
	}
	return values
}
