package export

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// A CSVWriter writes CSV whose cells no spreadsheet takes for formulas: before a cell that begins like one
// stands an apostrophe.
type CSVWriter struct{ rows *csv.Writer }

// NewCSV returns a CSVWriter whose lines end with LF.
func NewCSV(w io.Writer) CSVWriter { return CSVWriter{csv.NewWriter(w)} }

// NewCSVWithCRLF returns a CSVWriter whose lines end as RFC 4180 §2 has them.
func NewCSVWithCRLF(w io.Writer) CSVWriter {
	c := NewCSV(w)
	c.rows.UseCRLF = true
	return c
}

// Write writes a row. The first error is kept: Flush returns it, too.
func (w CSVWriter) Write(cells ...string) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = guarded(cell)
	}
	return w.rows.Write(row)
}

// Flush writes the buffered rows.
func (w CSVWriter) Flush() error {
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

// byteOrderMark is U+FEFF.
const byteOrderMark = "\ufeff"

// A table writes rows as CSV with a header.
type table[T any] struct {
	columns  []column[T]
	buffered *bufio.Writer
	out      CSVWriter
}

func newTable[T any](w io.Writer, columns []column[T], bom bool) *table[T] {
	buffered := bufio.NewWriter(w)
	if bom {
		_, _ = buffered.WriteString(byteOrderMark) // Close returns the first error
	}
	t := &table[T]{columns, buffered, NewCSVWithCRLF(buffered)}
	_ = t.out.Write(namesOf(columns)...)
	return t
}

func (t *table[T]) Write(row T) error {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		if v := c.value(&row); !isNone(v) {
			cells[i] = cell(v)
		}
	}
	return t.out.Write(cells...)
}

func (t *table[T]) Close() error { return errors.Join(t.out.Flush(), t.buffered.Flush()) }
