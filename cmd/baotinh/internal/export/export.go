// Package export writes lists of any length as files: the hits of a search, whole articles, or the
// occurrences of words. Rows are written as they come, so memory does not grow with their number.
//
//	n, err := export.Hits.Write(w, ix.All(ctx, request), export.Options{Format: export.CSV})
//
// [Hits], [Articles] and [Occurrences] have the fields of their JSON forms as columns, and some more.
package export

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// A Format is a form of a list.
type Format string

// The formats.
const (
	JSONL   Format = "jsonl"   // a row is an object in a line, without the fields that have no value
	CSV     Format = "csv"     // RFC 4180, with a header; no cell is a formula
	XLSX    Format = "xlsx"    // for people: dates are dates, addresses are links, the header has words
	Parquet Format = "parquet" // for programs: blocks are a list, dates are timestamps with precision
	CSL     Format = "csl"     // citations, of articles only: see [CSLItem]
)

// MediaType returns the media type of a format.
func (f Format) MediaType() string {
	switch f {
	case CSV:
		return "text/csv; charset=utf-8"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case Parquet:
		return "application/vnd.apache.parquet"
	case CSL:
		return "application/vnd.citationstyles.csl+json"
	}
	return "application/jsonl"
}

// Extension returns what the names of files of a format end with, without a dot.
func (f Format) Extension() string {
	if f == CSL {
		return "json" // as citation programs expect it
	}
	return string(f)
}

// Formats are all formats.
var Formats = []Format{JSONL, CSV, XLSX, Parquet, CSL}

// Options say how a list is written.
type Options struct {
	Format  Format
	Columns []string // in this order; nil: those of [List.Usual]
	BOM     bool     // begin CSV with a byte order mark, as Excel needs to see UTF-8

	About *About             // is told in XLSX and Parquet; nil: nothing is
	Words *messages.Messages // the language of XLSX; nil: English
}

var (
	// ErrBOM says that a byte order mark was asked for in a format that has none.
	ErrBOM = errors.New("a byte order mark is for CSV")
	// ErrColumns says that columns were chosen for citations.
	ErrColumns = errors.New("citations have no columns")
)

// A FormatError says that there is no such format, or a list does not have it.
type FormatError struct{ Format Format }

// Error names the format.
func (e *FormatError) Error() string { return fmt.Sprintf("unknown form %q", e.Format) }

// A ColumnError says that a list has no column of a name, and which it has.
type ColumnError struct {
	Column string
	Known  []string
}

// Error names the column.
func (e *ColumnError) Error() string { return fmt.Sprintf("no field %q", e.Column) }

// A Writer writes rows in a format. Close writes the end of the list, and leaves the destination open. A
// Writer whose Close is not called may have written nothing. It is not safe for concurrent use.
type Writer[T any] interface {
	Write(row T) error
	Close() error
}

// A List is a kind of lists: the columns that its rows may have.
type List[T any] struct {
	columns []column[T]
	usual   []string    // columns of CSV
	sheet   []string    // columns of XLSX
	cite    func(T) any // a row in CSL; nil: it has none
}

// The kinds of lists.
var (
	// Hits are the answers of a search: [index.Index.All].
	Hits = List[index.Hit]{columnsOf[index.Hit](), usualColumns, sheetColumns("snippet"), nil}
	// Articles are whole articles, see [Found]. Beside the fields of JSON they have their text as one, and
	// since when they are withdrawn.
	Articles = List[news.Article]{columnsOf(
		columnOf("text", func(a *news.Article) string { return BlockText(a.Blocks) }),
		columnOf("withdrawn", (*news.Article).WithdrawnAt),
	), usualColumns, sheetColumns("sapo"), func(a news.Article) any { return NewCSLItem(&a) }}
	// Occurrences are words in their context: [index.Index.Occurrences].
	Occurrences = List[index.Occurrence]{
		columnsOf[index.Occurrence](),
		[]string{"id", "url", "title", "published", "newspaper", "place", "left", "match", "right"},
		[]string{"published", "newspaper", "left", "match", "right", "title", "place", "url", "id"},
		nil,
	}
)

var usualColumns = []string{
	"id", "url", "title", "published", "newspaper", "province", "section", "authors", "source", "first_seen",
}

// sheetColumns are the columns of hits and articles in XLSX, in the order in which people read. The text that
// a column has comes after the title.
func sheetColumns(text string) []string {
	return []string{
		"published", "newspaper", "province", "title", text, "section", "authors", "source", "first_seen",
		"url", "id",
	}
}

// Names returns the names of all columns.
func (l List[T]) Names() []string { return namesOf(l.columns) }

// Usual returns the names of the columns of a format for which nobody has chosen others.
func (l List[T]) Usual(f Format) []string {
	switch f {
	case CSV:
		return slices.Clone(l.usual)
	case XLSX:
		return slices.Clone(l.sheet)
	}
	return slices.DeleteFunc(l.Names(), func(name string) bool { return name == "text" }) // it is in blocks
}

// Check returns what is wrong with options: [ErrBOM], [ErrColumns], a [*FormatError] or a [*ColumnError].
func (l List[T]) Check(o Options) error {
	switch {
	case !slices.Contains(Formats, o.Format), o.Format == CSL && l.cite == nil:
		return &FormatError{o.Format}
	case o.BOM && o.Format != CSV:
		return ErrBOM
	case o.Format == CSL && o.Columns != nil:
		return ErrColumns
	}
	_, err := l.choose(o.Columns)
	return err
}

// NewWriter returns a Writer of rows of the list to w. The error may be that of Check.
func (l List[T]) NewWriter(w io.Writer, o Options) (Writer[T], error) {
	if err := l.Check(o); err != nil {
		return nil, err
	}
	names := o.Columns
	if names == nil {
		names = l.Usual(o.Format)
	}
	columns, err := l.choose(names)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Format == JSONL && o.Columns == nil:
		return newObjects[T](w), nil
	case o.Format == JSONL:
		return newFields(w, columns), nil
	case o.Format == CSV:
		return newTable(w, columns, o.BOM), nil
	case o.Format == XLSX:
		return newWorkbook(w, columns, o)
	case o.Format == Parquet:
		return newParquet(w, columns, o.About), nil
	}
	return newCitations(w, l.cite), nil
}

// choose returns the columns with some names.
func (l List[T]) choose(names []string) ([]column[T], error) {
	var chosen []column[T]
	for _, name := range names {
		i := slices.IndexFunc(l.columns, func(c column[T]) bool { return c.name == name })
		if i < 0 {
			return nil, &ColumnError{name, l.Names()}
		}
		chosen = append(chosen, l.columns[i])
	}
	return chosen, nil
}

// Write writes all rows to w, and returns how many: see [Copy].
func (l List[T]) Write(w io.Writer, rows iter.Seq2[T, error], o Options) (int, error) {
	out, err := l.NewWriter(w, o)
	if err != nil {
		return 0, err
	}
	return Copy(out, rows)
}

// An aborter is a Writer of a file that would look whole if it were closed early.
type aborter interface {
	// abort frees what the Writer holds, without completing the file.
	abort()
}

// Copy writes rows as they come, closes the writer, and returns how many rows there were. If the first row
// is an error, nothing is written, not even the header of a table; after a later one, all rows before it are
// if the format is one of lines, otherwise the file is not completed, and cannot be read.
func Copy[T any](w Writer[T], rows iter.Seq2[T, error]) (int, error) {
	n := 0
	for row, err := range rows {
		if err == nil {
			err = w.Write(row)
		}
		if err != nil {
			return n, errors.Join(err, end(w, n))
		}
		n++
	}
	return n, w.Close()
}

// end ends a list that has n rows before an error.
func end[T any](w Writer[T], n int) error {
	if a, ok := w.(aborter); ok {
		a.abort()
		return nil
	}
	if n == 0 {
		return nil
	}
	return w.Close()
}

// Found returns the articles of a sequence of pointers, such as that of [index.Index.Found], as rows.
func Found(articles iter.Seq2[*news.Article, error]) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for a, err := range articles {
			if a == nil {
				a = new(news.Article)
			}
			if !yield(*a, err) {
				return
			}
		}
	}
}
