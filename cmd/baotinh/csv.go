package main

import (
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"
)

// A csvWriter writes CSV whose cells no spreadsheet takes for formulas: see guarded.
type csvWriter struct{ rows *csv.Writer }

func newCSV(w io.Writer) csvWriter { return csvWriter{csv.NewWriter(w)} }

// newCSVWithCRLF returns a csvWriter whose lines end as RFC 4180 §2 has them.
func newCSVWithCRLF(w io.Writer) csvWriter {
	c := newCSV(w)
	c.rows.UseCRLF = true
	return c
}

// write writes a row. The first error is kept: flush returns it, too.
func (w csvWriter) write(cells ...string) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = guarded(cell)
	}
	return w.rows.Write(row)
}

// flush writes the buffered rows.
func (w csvWriter) flush() error {
	w.rows.Flush()
	return w.rows.Error()
}

// guarded returns a cell with an apostrophe before it if a spreadsheet would take it for a formula, as the
// headline of a stranger may be one: it begins with = + - @, one of these in full width, a tab or the end of
// a line (OWASP, CSV Injection). A cell that begins so behind apostrophes has one more. So a program gets
// every cell back: of a cell that begins so behind apostrophes, the first one is not of the text.
func guarded(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, "'"))
	if strings.ContainsRune("=+-@＝＋－＠\t\r\n", first) {
		return "'" + cell
	}
	return cell
}
