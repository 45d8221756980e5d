package main

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"baotinh/cmd/baotinh/internal/export"
)

// rowFlags are the flags of the commands that print lists.
type rowFlags struct {
	format string
	fields []string // nil: all in JSON, the usual ones in CSV
	bom    bool
}

// addRows adds the flags of lists but --format.
func addRows(flags *pflag.FlagSet, f *rowFlags) {
	const usage = "print these `names` of fields only, in this order: those of the JSON form"
	flags.StringSliceVar(&f.fields, "fields", nil, usage)
	flags.StringSliceVar(&f.fields, "columns", nil, "the same as --fields, `names` of columns")
	flags.BoolVar(&f.bom, "bom", false, "begin CSV with a byte order mark, as Excel needs to see UTF-8")
}

// newRows returns a writer of a list that flags describe.
func newRows[T any](w io.Writer, l export.List[T], f rowFlags) (export.Writer[T], error) {
	o := export.Options{Format: export.Format(f.format), Columns: f.fields, BOM: f.bom}
	rows, err := l.NewWriter(w, o)
	if column, ok := errors.AsType[*export.ColumnError](err); ok {
		return nil, &usageError{err, "there are " + strings.Join(column.Known, ", ")}
	}
	if _, ok := errors.AsType[*export.FormatError](err); ok {
		return nil, &usageError{err, "--format takes jsonl or csv"}
	}
	if errors.Is(err, export.ErrBOM) {
		return nil, &usageError{errors.New("--bom is for CSV"), "give --format csv, too"}
	}
	return rows, err
}
