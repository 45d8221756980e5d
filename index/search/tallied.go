package search

import (
	"math"
	"strconv"
)

// A talliedSet is a set of articles that an [Engine] has counted.
type talliedSet struct {
	total   int
	tallied map[Tally]Tallied
}

func newTalliedSet(asked []Tally, found Found) *talliedSet {
	s := &talliedSet{total: found.Total, tallied: map[Tally]Tallied{}}
	for i, t := range asked {
		s.tallied[t] = found.Tallies[i]
	}
	return s
}

// tally implements counted, as do the methods below.
func (s *talliedSet) tally(field string) tally {
	if interval, ok := dateFacets[field]; ok {
		return s.dayCounts().tally(interval)
	}
	found := s.tallied[Tally{Field: field}]
	t := tally{counts: make(map[string]int, len(found.Values)), missing: found.Missing.Count}
	for v, n := range found.Values {
		t.counts[v] = n.Count
	}
	return t
}

func (s *talliedSet) dayCounts() dayCounts {
	found := s.tallied[Tally{Field: FieldDay}]
	d := dayCounts{missing: found.Missing.Count}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for v := range found.Values {
		if day, ok := parseDay(v); ok {
			first, last = min(first, day), max(last, day)
		}
	}
	if first > last {
		return d
	}
	d.first, d.counts = first, make([]int, last-first+1)
	for v, n := range found.Values {
		if day, ok := parseDay(v); ok {
			d.counts[day-first] += n.Count
		}
	}
	d.trim()
	return d
}

func parseDay(v string) (int64, bool) {
	day, err := strconv.ParseInt(v, 10, 64)
	return day, err == nil
}

func (s *talliedSet) cells(rows, columns *axis) []Cells {
	counts := make([]int, (rows.size()+1)*columns.size())
	totals := make([]int, rows.size()+1)
	count := func(row int, v TalliedValue) {
		totals[row] += v.Count
		counts[row*columns.size()+columns.missing()] += v.Missing
		for value, n := range v.Across {
			counts[row*columns.size()+columns.placeOfTallied(value)] += n
		}
	}
	found := s.tallied[Tally{Field: rows.field, Across: columns.field}]
	for value, v := range found.Values {
		count(rows.placeOfTallied(value), v)
	}
	count(rows.missing(), found.Missing)

	all := TalliedValue{Count: s.total, Across: map[string]int{}}
	one := s.tallied[Tally{Field: tallyField(columns.field)}]
	all.Missing = one.Missing.Count
	for value, v := range one.Values {
		all.Across[value] = v.Count
	}
	count(rows.size(), all)
	return cellsOf(counts, totals, columns)
}

// placeOfTallied returns the place of a value of a Tally: a day, if the field is one of dates.
func (a *axis) placeOfTallied(value string) int {
	if dateFacets[a.field] == "" {
		return a.placeOf(value)
	}
	day, ok := parseDay(value)
	if !ok {
		return a.other()
	}
	return a.placeOfDay(day)
}
