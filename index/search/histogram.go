package search

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"baotinh/index/segment"
)

// ErrTooFine is returned for a facet, histogram or table that would be too large.
var ErrTooFine = errors.New("too many counts")

// maxColumns bounds the columns of a histogram. It is a century of days.
const maxColumns = 36_600

// dayCounts holds the numbers of documents published on each day, from the first day with a document to the
// last. Days are added up to weeks, months and years by the calendar, once a day instead of once a document.
type dayCounts struct {
	first   int64 // see dayOf
	counts  []int
	missing int // documents without a date
}

func countDays(r *reader, docs []segment.Bitset) dayCounts {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, s := range r.segments {
		if s.Values.Newest != 0 {
			first, last = min(first, dayOf(s.Values.Oldest)), max(last, dayOf(s.Values.Newest))
		}
	}
	var d dayCounts
	if first <= last {
		d = dayCounts{first: first, counts: make([]int, last-first+1)}
	}
	for seg, docs := range docs {
		published := r.segments[seg].Values.Published
		for doc := range docs.All() {
			if t := published[doc]; t != 0 {
				d.counts[dayOf(t)-first]++
			} else {
				d.missing++
			}
		}
	}
	d.trim()
	return d
}

// trim removes the days before the first document and after the last.
func (d *dayCounts) trim() {
	for len(d.counts) > 0 && d.counts[0] == 0 {
		d.first++
		d.counts = d.counts[1:]
	}
	for len(d.counts) > 0 && d.counts[len(d.counts)-1] == 0 {
		d.counts = d.counts[:len(d.counts)-1]
	}
}

// sum returns the number of documents published in a column.
func (d dayCounts) sum(c column) int {
	sum := 0
	for day := max(c.from, d.first); day < min(c.to, d.first+int64(len(d.counts))); day++ {
		sum += d.counts[day-d.first]
	}
	return sum
}

// tally counts the documents by columns.
func (d dayCounts) tally(interval Interval) tally {
	t := tally{counts: map[string]int{}, missing: d.missing}
	for column := range d.columns(interval) {
		if n := d.sum(column); n > 0 {
			t.counts[column.label()] = n
		}
	}
	return t
}

// A column is a span of days, to not included.
type column struct {
	interval Interval
	from, to int64 // see dayOf
}

// columns returns the columns from that of the first document to that of the last.
func (d dayCounts) columns(interval Interval) iter.Seq[column] {
	return func(yield func(column) bool) {
		if len(d.counts) == 0 {
			return
		}
		end := d.first + int64(len(d.counts))
		for c := columnAt(interval, d.first); c.from < end; c = columnAt(interval, c.to) {
			if !yield(c) {
				return
			}
		}
	}
}

// FirstDay returns the first day of the column of a histogram that a day is in, as Day numbers days.
func FirstDay(interval Interval, day int64) int64 { return columnAt(interval, day).from }

// columnAt returns the column that a day is in.
func columnAt(interval Interval, day int64) column {
	year, month, _ := dateOf(day).Date()
	switch interval {
	case ByWeek:
		monday := day - remainder(day+3, 7) // day 0, 1 January 1970, was a Thursday
		return column{interval, monday, monday + 7}
	case ByMonth:
		return column{interval, firstDay(year, month), firstDay(year, month+1)}
	case ByYear:
		return column{interval, firstDay(year, time.January), firstDay(year+1, time.January)}
	}
	return column{interval, day, day + 1}
}

func dateOf(day int64) time.Time { return time.Unix(day*daySeconds, 0).UTC() }

func firstDay(year int, month time.Month) int64 {
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Unix() / daySeconds
}

// label returns the name of a column as ISO 8601 has it: 2022-07-27, 2022-W30, 2022-07, 2022.
func (c column) label() string {
	from := dateOf(c.from)
	switch c.interval {
	case ByWeek:
		year, week := from.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case ByMonth:
		return from.Format("2006-01")
	case ByYear:
		return from.Format("2006")
	}
	return from.Format(time.DateOnly)
}

// newHistogram counts hits by their dates, with their shares in all articles unless all is nil. The error is
// ErrTooFine.
func newHistogram(hits, all counted, interval Interval) (*Histogram, error) {
	days := hits.dayCounts()
	h := &Histogram{Values: []Count{}, Missing: days.missing}
	for column := range days.columns(interval) {
		if len(h.Values) == maxColumns {
			return nil, fmt.Errorf("%w: by %s there are more than %d: take a wider interval, or dates that "+
				"are closer together", ErrTooFine, interval, maxColumns)
		}
		c := Count{Value: column.label(), Count: days.sum(column)}
		if all != nil {
			c.Share = newShare(c.Count, all.dayCounts().sum(column))
		}
		h.Values = append(h.Values, c)
	}
	if all != nil {
		h.MissingShare = newShare(h.Missing, all.dayCounts().missing)
	}
	return h, nil
}
