package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

// rowFlags are the flags of the commands that print lists.
type rowFlags struct {
	format string
	fields []string // nil: those that are usual for the format
	bom    bool
}

// addRows adds the flags of lists but --format.
func addRows(flags *pflag.FlagSet, f *rowFlags) {
	const usage = "print these `names` of fields only, in this order: those of the JSON form"
	flags.StringSliceVar(&f.fields, "fields", nil, usage)
	flags.StringSliceVar(&f.fields, "columns", nil, "the same as --fields, `names` of columns")
	flags.BoolVar(&f.bom, "bom", false, "begin CSV with a byte order mark, as Excel needs to see UTF-8")
}

// options returns the options that the flags are.
func (f rowFlags) options() export.Options {
	return export.Options{Format: export.Format(f.format), Columns: f.fields, BOM: f.bom}
}

// checkRows refuses flags that a list has no use for.
func checkRows[T any](l export.List[T], f rowFlags, out terminal.Output) error {
	err := l.Check(f.options())
	if column, ok := errors.AsType[*export.ColumnError](err); ok {
		return &usageError{err, "there are " + strings.Join(column.Known, ", ")}
	}
	if _, ok := errors.AsType[*export.FormatError](err); ok {
		return &usageError{err, "--format takes " + formats(l)}
	}
	switch {
	case errors.Is(err, export.ErrBOM):
		return &usageError{errors.New("--bom is for CSV"), "give --format csv, too"}
	case errors.Is(err, export.ErrColumns):
		return &usageError{errors.New("citations have no fields to choose"), "leave --fields out"}
	case err == nil && f.isFile() && out.IsTerminal():
		err := fmt.Errorf("--format %s is not for a terminal", f.format)
		return &usageError{err, "baotinh … > list." + f.format}
	}
	return err
}

// formats lists the formats of a list, for hints.
func formats[T any](l export.List[T]) string {
	var names []string
	for _, format := range export.Formats {
		if l.Check(export.Options{Format: format}) == nil {
			names = append(names, string(format))
		}
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// isFile reports whether the rows are a file that is not text.
func (f rowFlags) isFile() bool {
	return f.format == string(export.XLSX) || f.format == string(export.Parquet)
}

// newRows returns a writer of a list of all that a request finds. The flags have been checked.
func newRows[T any](
	ctx context.Context, w io.Writer, l export.List[T], f rowFlags, ix *index.Index, r index.Request,
	m *commandMessages,
) (export.Writer[T], error) {
	o := f.options()
	if f.isFile() {
		about, err := export.NewAbout(ctx, ix, r)
		if err != nil {
			return nil, err
		}
		o.About, o.Words = about, &m.Messages
	}
	return l.NewWriter(w, o)
}
