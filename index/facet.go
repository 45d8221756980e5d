package index

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// count fills in facets and histogram.
func (x *search) count(result *Result, matches []set) {
	for _, field := range x.r.Facets {
		counts := map[string]int{}
		if interval, ok := dateFacets[field]; ok {
			counts = x.countDates(matches, interval)
		} else {
			for seg, docs := range matches {
				x.segments[seg].columns.keywords[field].count(docs, counts)
			}
		}
		if result.Facets == nil {
			result.Facets = map[string][]Count{}
		}
		values := sortedCounts(counts, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		result.Facets[field] = values[:min(len(values), x.r.FacetLimit)]
	}
	if x.r.Histogram != "" {
		counts := x.countDates(matches, x.r.Histogram)
		result.Histogram = sortedCounts(counts, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
	}
}

// dateFacets are the facets that are not keywords.
var dateFacets = map[string]Interval{"year": ByYear, "month": ByMonth}

func isFacet(field string) bool { return isKeyword(field) || dateFacets[field] != "" }

// count adds the number of articles with each value to counts.
func (k *keywordColumn) count(docs set, counts map[string]int) {
	byOrdinal := make([]int, len(k.values))
	for n := range docs.all() {
		byOrdinal[k.first[n]]++
	}
	for _, f := range k.more {
		if docs.has(f.n) {
			byOrdinal[f.ordinal]++
		}
	}
	for o, n := range byOrdinal {
		if o > 0 && n > 0 {
			counts[k.values[o]] += n
		}
	}
}

// day is a day in seconds.
const day = 24 * 60 * 60

// countDates counts articles by the day, month or year of their publication in Vietnam.
func (x *search) countDates(matches []set, by Interval) map[string]int {
	days := map[int64]int{}
	for seg, docs := range matches {
		x.segments[seg].columns.countDays(docs, days)
	}

	layout := map[Interval]string{ByDay: time.DateOnly, ByMonth: "2006-01", ByYear: "2006"}[by]
	counts := map[string]int{}
	for d, n := range days {
		counts[time.Unix(d*day, 0).UTC().Format(layout)] += n
	}
	return counts
}

// countDays adds the number of articles published on each day, in Vietnam, to counts. A day is in days since 1970.
func (c *columns) countDays(docs set, counts map[int64]int) {
	if c.greatest == 0 {
		return
	}
	_, offset := time.Time{}.In(news.Vietnam).Zone()
	first := (c.least + int64(offset)) / day
	byDay := make([]int, (c.greatest+int64(offset))/day-first+1)
	for n := range docs.all() {
		if t := c.published[n]; t != 0 {
			byDay[(t+int64(offset))/day-first]++
		}
	}
	for i, n := range byDay {
		if n > 0 {
			counts[first+int64(i)] += n
		}
	}
}

func sortedCounts(counts map[string]int, compare func(a, b Count) int) []Count {
	values := make([]Count, 0, len(counts))
	for v, n := range counts {
		values = append(values, Count{v, n})
	}
	slices.SortFunc(values, compare)
	return values
}
