package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

// parseTable reads the value of --table, which has × or x between two fields.
func parseTable(s string) (index.TableFields, error) {
	if s == "" {
		return index.TableFields{}, nil
	}
	rows, columns, ok := strings.Cut(s, "×")
	if !ok {
		rows, columns, ok = strings.Cut(s, "x")
	}
	f := index.TableFields{Rows: strings.TrimSpace(rows), Columns: strings.TrimSpace(columns)}
	known := index.FacetFields()
	if !ok || !slices.Contains(known, f.Rows) || !slices.Contains(known, f.Columns) {
		hint := "--table takes two of " + strings.Join(known, ", ") + ": province×month"
		return f, &usageError{fmt.Errorf("no table %q", s), hint}
	}
	return f, nil
}

// printTable prints a table for a reader, its columns aligned. Rows and columns for other values and for none
// are left out if nothing is in them.
func (r *reader) printTable(b *strings.Builder, t *index.Table) {
	title := fmt.Sprintf("%s × %s:", r.Facet(t.RowField), r.Facet(t.ColumnField))
	b.WriteString(r.screen.Styled(title, terminal.Bold) + "\n")
	withOther, withMissing := t.OtherColumns > 0, t.Total.Missing > 0
	line := func(label string, row index.TableRow) []string {
		cells := []string{label}
		cell := func(n int, share *float64) {
			text := r.Number(n)
			if share != nil {
				text += " (" + r.Percent(*share) + ")"
			}
			cells = append(cells, text)
		}
		shares := sharesOf(row)
		for i, n := range row.Counts {
			cell(n, shares.Counts[i])
		}
		if withOther {
			cell(row.Other, shares.Other)
		}
		if withMissing {
			cell(row.Missing, shares.Missing)
		}
		cell(row.Total, shares.Total)
		return cells
	}

	header := append([]string{""}, t.Columns...)
	if withOther {
		header = append(header, r.OtherValues(t.OtherColumns, t.ColumnField))
	}
	if withMissing {
		header = append(header, r.Missing)
	}
	lines := [][]string{append(header, r.Total)}
	for _, row := range t.Rows {
		lines = append(lines, line(row.Value, row))
	}
	if t.OtherRows > 0 {
		lines = append(lines, line(r.OtherValues(t.OtherRows, t.RowField), t.Other))
	}
	if t.Missing.Total > 0 {
		lines = append(lines, line(r.Missing, t.Missing))
	}
	printAligned(b, r.tableColumns(), append(lines, line(r.Total, t.Total)))
}

// sharesOf returns the shares of a row, all nil if it has none.
func sharesOf(r index.TableRow) *index.Shares {
	if r.Share == nil {
		return &index.Shares{Counts: make([]*float64, len(r.Counts))}
	}
	return r.Share
}

// maxLineColumns is how long the lines of a table may be where there is no terminal.
const maxLineColumns = 120

// tableColumns returns how long the lines of a table may be.
func (r *reader) tableColumns() int {
	if r.screen.IsTerminal() {
		return r.screen.Width
	}
	return maxLineColumns
}

// printAligned prints lines of as many cells, the first aligned to the left, the others to the right. If they
// are longer than so many columns, the next cells follow below, again beside the first.
func printAligned(b *strings.Builder, columns int, lines [][]string) {
	widths := make([]int, len(lines[0]))
	for _, cells := range lines {
		for i, cell := range cells {
			widths[i] = max(widths[i], terminal.Width(cell))
		}
	}
	for from := 1; from < len(widths); {
		to, length := from, widths[0]
		for to < len(widths) && (to == from || length+2+widths[to] <= columns) {
			length += 2 + widths[to]
			to++
		}
		if from > 1 {
			b.WriteByte('\n')
		}
		for _, cells := range lines {
			b.WriteString(cells[0] + strings.Repeat(" ", widths[0]-terminal.Width(cells[0])))
			for i, cell := range cells[from:to] {
				b.WriteString(strings.Repeat(" ", 2+widths[from+i]-terminal.Width(cell)) + cell)
			}
			b.WriteByte('\n')
		}
		from = to
	}
}

// printTableCSV prints a table as CSV with a header. The rows and the columns other, missing and total are
// always there. Behind each column of counts there is one of shares, if the table has them; a share of no
// articles is empty.
func printTableCSV(w io.Writer, t *index.Table) error {
	out := export.NewCSVWithCRLF(w)
	withShares := t.Total.Share != nil
	header := []string{t.RowField}
	for _, column := range slices.Concat(t.Columns, []string{"other", "missing", "total"}) {
		if header = append(header, column); withShares {
			header = append(header, column+" share")
		}
	}
	_ = out.Write(header...) // Flush returns the first error
	line := func(label string, r index.TableRow) {
		shares := sharesOf(r)
		fractions := slices.Concat(shares.Counts, []*float64{shares.Other, shares.Missing, shares.Total})
		cells := []string{label}
		for i, n := range slices.Concat(r.Counts, []int{r.Other, r.Missing, r.Cells.Total}) {
			if cells = append(cells, strconv.Itoa(n)); withShares {
				cells = append(cells, fraction(fractions[i]))
			}
		}
		_ = out.Write(cells...)
	}
	for _, r := range t.Rows {
		line(r.Value, r)
	}
	line("other", t.Other)
	line("missing", t.Missing)
	line("total", t.Total)
	return out.Flush()
}

// fraction returns a share as a decimal fraction, "" if there is none.
func fraction(share *float64) string {
	if share == nil {
		return ""
	}
	return strconv.FormatFloat(*share, 'f', 6, 64)
}
