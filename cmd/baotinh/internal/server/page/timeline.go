package page

import (
	"strings"

	"baotinh/index"
)

// intervalOf returns the interval of the histogram: days if the filters select a month, else months, of which
// a timeline makes years if they are many.
func intervalOf(filters []string) index.Interval {
	for _, f := range filters {
		if date, ok := strings.CutPrefix(f, "date:"); ok && strings.Count(date, "-") == 1 &&
			!strings.Contains(date, "..") {
			return index.ByDay
		}
	}
	return index.ByMonth
}

// mostColumns is how many columns a timeline of months has; of more it shows years.
const mostColumns = 48

// The size of the drawing of a timeline, in units of its viewBox.
const (
	timelineWidth  = 640
	timelineHeight = 64
)

// A timeline is a histogram as it is drawn.
type timeline struct {
	Width, Height int
	Name          string // Theo tháng
	Column        string // the heading of the table
	First, Last   string // under the drawing
	Bars          []bar
	Missing       string // hits without a date; empty: there are none
	Most          int
}

// A bar is a column of a timeline. The empty ones are not drawn.
type bar struct {
	Text                string // 07/2022
	Count               int
	Address             string // of the question with the column as a filter
	X, Y, Width, Height float64
}

// timeline draws a histogram, nil if it has fewer than two columns.
func (v *visit) timeline(q question, h *index.Histogram) *timeline {
	columns, field := h.Values, "month"
	switch {
	case intervalOf(q.filters) == index.ByDay:
		field = "day"
	case len(columns) > mostColumns:
		columns, field = years(columns), "year"
	}
	if len(columns) < 2 {
		return nil
	}
	t := &timeline{Width: timelineWidth, Height: timelineHeight,
		Name:   v.t("Theo {interval}", "interval", v.messages.Facet(field)),
		Column: capitalized(v.messages.Facet(field)),
		First:  dayWords(columns[0].Value), Last: dayWords(columns[len(columns)-1].Value),
	}
	for _, c := range columns {
		t.Most = max(t.Most, c.Count)
	}
	step := float64(timelineWidth) / float64(len(columns))
	gap := min(2, step/4)
	for i, c := range columns {
		if c.Count == 0 {
			continue
		}
		height := max(2, float64(timelineHeight)*float64(c.Count)/float64(t.Most))
		t.Bars = append(t.Bars, bar{
			Text: dayWords(c.Value), Count: c.Count,
			Address: q.with("date:" + c.Value).String(),
			X:       tenths(float64(i)*step + gap/2), Width: tenths(step - gap),
			Y: tenths(timelineHeight - height), Height: tenths(height),
		})
	}
	if h.Missing > 0 {
		t.Missing = v.messages.Number(h.Missing)
	}
	return t
}

// years adds up the columns of months.
func years(months []index.Count) []index.Count {
	var all []index.Count
	for _, m := range months {
		year, _, _ := strings.Cut(m.Value, "-")
		if len(all) == 0 || all[len(all)-1].Value != year {
			all = append(all, index.Count{Value: year})
		}
		all[len(all)-1].Count += m.Count
	}
	return all
}

// tenths rounds to a tenth: more is not seen, and makes the page long.
func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }
