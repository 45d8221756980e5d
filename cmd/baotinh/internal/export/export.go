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

	"baotinh/index"
	"baotinh/pipeline/news"
)

// A Format is a form of a list.
type Format string

// The formats.
const (
	JSONL Format = "jsonl" // a row is an object in a line, without the fields that have no value
	CSV   Format = "csv"   // RFC 4180, with a header; no cell is a formula
)

// Formats are all formats.
var Formats = []Format{JSONL, CSV}

// Options say how a list is written.
type Options struct {
	Format  Format
	Columns []string // in this order; nil: all fields in JSON Lines, those of [List.Usual] in a table
	BOM     bool     // begin CSV with a byte order mark, as Excel needs to see UTF-8
}

// ErrBOM says that a byte order mark was asked for in a format that has none.
var ErrBOM = errors.New("a byte order mark is for CSV")

// A FormatError says that there is no such format.
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

// A Writer writes rows in a format. Close writes what is left, and does not close what it writes to. A Writer
// whose Close is not called may have written nothing. It is not safe for concurrent use.
type Writer[T any] interface {
	Write(row T) error
	Close() error
}

// A List is a kind of lists: the columns that its rows may have.
type List[T any] struct {
	columns []column[T]
	usual   []string
}

// The kinds of lists.
var (
	// Hits are the answers of a search: [index.Index.All].
	Hits = List[index.Hit]{columnsOf[index.Hit](), usualColumns}
	// Articles are whole articles, see [Found]. Beside the fields of JSON they have their text as one, and
	// since when they are withdrawn.
	Articles = List[news.Article]{columnsOf(
		column[news.Article]{"text", func(a *news.Article) any { return BlockText(a.Blocks) }},
		column[news.Article]{"withdrawn", func(a *news.Article) any { return a.WithdrawnAt() }},
	), usualColumns}
	// Occurrences are words in their context: [index.Index.Occurrences].
	Occurrences = List[index.Occurrence]{
		columnsOf[index.Occurrence](),
		[]string{"id", "url", "title", "published", "newspaper", "place", "left", "match", "right"},
	}
)

var usualColumns = []string{
	"id", "url", "title", "published", "newspaper", "province", "section", "authors", "source", "first_seen",
}

// Names returns the names of all columns.
func (l List[T]) Names() []string { return namesOf(l.columns) }

// Usual returns the names of the columns of a table for which nobody has chosen others.
func (l List[T]) Usual() []string { return slices.Clone(l.usual) }

// NewWriter returns a Writer of rows of the list to w. The error is [ErrBOM], a [*FormatError] or a
// [*ColumnError].
func (l List[T]) NewWriter(w io.Writer, o Options) (Writer[T], error) {
	switch o.Format {
	case JSONL:
		if o.BOM {
			return nil, ErrBOM
		}
		if o.Columns == nil {
			return newObjects[T](w), nil
		}
		chosen, err := l.choose(o.Columns)
		if err != nil {
			return nil, err
		}
		return newFields(w, chosen), nil
	case CSV:
		chosen, err := l.chooseOrUsual(o.Columns)
		if err != nil {
			return nil, err
		}
		return newTable(w, chosen, o.BOM), nil
	}
	return nil, &FormatError{o.Format}
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

// chooseOrUsual is choose; nil are the usual names.
func (l List[T]) chooseOrUsual(names []string) ([]column[T], error) {
	if names == nil {
		names = l.usual
	}
	return l.choose(names)
}

// Write writes all rows to w, and returns how many: see [Copy].
func (l List[T]) Write(w io.Writer, rows iter.Seq2[T, error], o Options) (int, error) {
	out, err := l.NewWriter(w, o)
	if err != nil {
		return 0, err
	}
	return Copy(out, rows)
}

// Copy writes rows as they come, closes the writer, and returns how many rows there were. If the first row
// is an error, nothing is written, not even the header of a table; after a later one, all rows before it are.
func Copy[T any](w Writer[T], rows iter.Seq2[T, error]) (int, error) {
	n := 0
	for row, err := range rows {
		if err == nil {
			err = w.Write(row)
		}
		if err != nil && n == 0 {
			return 0, err
		}
		if err != nil {
			return n, errors.Join(err, w.Close())
		}
		n++
	}
	return n, w.Close()
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
