package search

import (
	"errors"
	"fmt"
)

// maxCells bounds the cells of a table, of which each takes 8 bytes.
const maxCells = 100_000

// TableFields are the fields of a table, each one of those that Request.Facets may be. The zero TableFields
// is no table.
type TableFields struct{ Rows, Columns string }

// check refuses unknown fields.
func (f TableFields) check() error {
	if f == (TableFields{}) {
		return nil
	}
	for _, field := range []string{f.Rows, f.Columns} {
		if field == "" {
			return errors.New("a table needs a field for its rows and one for its columns")
		}
		if !isFacet(field) {
			return unknownFacet(field)
		}
	}
	return nil
}

// A Table counts hits by the values of two fields. Rows and columns of dates go from the first with a hit to
// the last, the empty ones too; of another field they are the values with the most hits, up to
// Request.FacetLimit. The cells of each row, with those for other values and for none, add up to its total,
// and so do those of each column: but along authors and places, of which a hit may have several, they add up
// to more.
type Table struct {
	RowField     string     `json:"row_field"`
	ColumnField  string     `json:"column_field"`
	Columns      []string   `json:"columns"`
	OtherColumns int        `json:"other_columns"` // how many more values hits have; see Cells.Other
	Rows         []TableRow `json:"rows"`
	OtherRows    int        `json:"other_rows"` // how many more values hits have
	Other        TableRow   `json:"other"`      // the sum of the rows that are not listed
	Missing      TableRow   `json:"missing"`    // of hits without a value for the row
	Total        TableRow   `json:"total"`      // of all hits
}

// A TableRow is a row with the value that it is for.
type TableRow struct {
	Value string `json:"value,omitempty"`
	Cells
	All   *Cells  `json:"all,omitempty"`   // the same of all articles, if Request.Share is set
	Share *Shares `json:"share,omitempty"` // Cells ÷ All
}

// Cells are the cells of a row.
type Cells struct {
	Counts  []int `json:"counts"`  // by column
	Other   int   `json:"other"`   // the sum of the columns that are not listed
	Missing int   `json:"missing"` // hits without a value for the column
	Total   int   `json:"total"`   // hits in the row
}

// Shares are the shares of Cells in those of all articles, nil where these have none.
type Shares struct {
	Counts  []*float64 `json:"counts"`
	Other   *float64   `json:"other"`
	Missing *float64   `json:"missing"`
	Total   *float64   `json:"total"`
}

func newShares(hits, all Cells) *Shares {
	share := func(n, of int) *float64 {
		if s := newShare(n, of); s != nil {
			return &s.Share
		}
		return nil
	}
	s := &Shares{
		Counts: make([]*float64, len(hits.Counts)), Other: share(hits.Other, all.Other),
		Missing: share(hits.Missing, all.Missing), Total: share(hits.Total, all.Total),
	}
	for i, n := range hits.Counts {
		s.Counts[i] = share(n, all.Counts[i])
	}
	return s
}

// newTable counts hits by two fields, with their shares in all articles unless all is nil. The error is
// ErrTooFine.
func newTable(hits, all counted, fields TableFields, limit int) (*Table, error) {
	rows, err := newAxis(hits, fields.Rows, limit)
	if err != nil {
		return nil, err
	}
	columns, err := newAxis(hits, fields.Columns, limit)
	if err != nil {
		return nil, err
	}
	if rows.size()*columns.size() > maxCells {
		return nil, fmt.Errorf("%w: a table has %d cells at most, and here are %d rows and %d columns: "+
			"take wider intervals, or a limit of values", ErrTooFine, maxCells, rows.size(), columns.size())
	}
	t := &Table{
		RowField: fields.Rows, ColumnField: fields.Columns, Columns: columns.labels,
		OtherColumns: columns.others, OtherRows: rows.others, Rows: make([]TableRow, len(rows.labels)),
	}
	for i, label := range rows.labels {
		t.Rows[i].Value = label
	}
	for i, cells := range hits.cells(rows, columns) {
		t.row(i).Cells = cells
	}
	if all == nil {
		return t, nil
	}
	for i, cells := range all.cells(rows, columns) {
		row := t.row(i)
		row.All, row.Share = &cells, newShares(row.Cells, cells)
	}
	return t, nil
}

// row returns the row at a place on the axis of rows or, beyond it, the total.
func (t *Table) row(i int) *TableRow {
	switch i - len(t.Rows) {
	case 0:
		return &t.Other
	case 1:
		return &t.Missing
	case 2:
		return &t.Total
	}
	return &t.Rows[i]
}

// An axis holds the labels of the rows or of the columns of a table. Their places are numbered from 0 on; two
// more are for other values and for documents without a value.
type axis struct {
	field  string
	labels []string
	places map[string]int // by label
	first  int64          // of a field of dates: the first day
	days   []int          // the places of this and the next days
	others int            // values of hits without a label
}

// newAxis returns the axis of a field for some hits. The error is ErrTooFine.
func newAxis(hits counted, field string, limit int) (*axis, error) {
	a := &axis{field: field, labels: []string{}, places: map[string]int{}}
	interval, ok := dateFacets[field]
	if !ok {
		f, err := newFacet(hits, nil, field, limit)
		for _, c := range f.Values {
			a.add(c.Value)
		}
		a.others = f.Other.Values
		return a, err
	}
	h, err := newHistogram(hits, nil, interval)
	if err != nil {
		return nil, err
	}
	for _, c := range h.Values {
		a.add(c.Value)
	}
	for c := range hits.dayCounts().columns(interval) {
		if len(a.days) == 0 {
			a.first = c.from
		}
		for range c.to - c.from {
			a.days = append(a.days, a.places[c.label()])
		}
	}
	return a, nil
}

func (a *axis) add(label string) {
	a.places[label] = len(a.labels)
	a.labels = append(a.labels, label)
}

func (a *axis) other() int { return len(a.labels) }

func (a *axis) missing() int { return len(a.labels) + 1 }

func (a *axis) size() int { return len(a.labels) + 2 }

// placeOf returns the place of a value.
func (a *axis) placeOf(value string) int {
	if place, ok := a.places[value]; ok {
		return place
	}
	return a.other()
}

// placeOfDate returns the place of a date of publication.
func (a *axis) placeOfDate(published int64) int {
	if published == 0 {
		return a.missing()
	}
	return a.placeOfDay(dayOf(published))
}

// placeOfDay returns the place of a day: see dayOf.
func (a *axis) placeOfDay(day int64) int {
	if day -= a.first; 0 <= day && day < int64(len(a.days)) {
		return a.days[day]
	}
	return a.other()
}

// placesIn returns a function that appends the places of a document of a segment.
func (a *axis) placesIn(s *segmentReader) func(places []int, doc uint32) []int {
	if dateFacets[a.field] != "" {
		return func(places []int, doc uint32) []int {
			return append(places, a.placeOfDate(s.Values.Published[doc]))
		}
	}
	k := s.keywords(a.field)
	byOrdinal := make([]int, len(k.Values))
	byOrdinal[0] = a.missing()
	for i, v := range k.Values[1:] {
		byOrdinal[i+1] = a.placeOf(v)
	}
	more := map[uint32][]int{}
	for _, extra := range k.More {
		more[extra.Doc] = append(more[extra.Doc], byOrdinal[extra.Ordinal])
	}
	return func(places []int, doc uint32) []int {
		return append(append(places, byOrdinal[k.First[doc]]), more[doc]...)
	}
}

// cells implements counted.
func (c *countedSet) cells(rows, columns *axis) []Cells {
	counts := make([]int, (rows.size()+1)*columns.size())
	totals := make([]int, rows.size()+1)
	count := func(row int, across []int) {
		totals[row]++
		for _, column := range across {
			counts[row*columns.size()+column]++
		}
	}
	var down, across []int
	for seg, docs := range c.docs {
		rowsOf, columnsOf := rows.placesIn(c.segments[seg]), columns.placesIn(c.segments[seg])
		for doc := range docs.All() {
			down, across = rowsOf(down[:0], doc), columnsOf(across[:0], doc)
			for _, row := range down {
				count(row, across)
			}
			count(rows.size(), across)
		}
	}
	return cellsOf(counts, totals, columns)
}

// cellsOf returns the cells of rows with some totals.
func cellsOf(counts, totals []int, columns *axis) []Cells {
	all := make([]Cells, len(totals))
	for i, total := range totals {
		row := counts[i*columns.size():][:columns.size()]
		all[i] = Cells{
			Counts: row[:columns.other():columns.other()],
			Other:  row[columns.other()], Missing: row[columns.missing()], Total: total,
		}
	}
	return all
}
