package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"baotinh/pipeline/news"
)

// Lists of any length are printed row by row: hits, articles and occurrences, as JSON Lines or CSV, with all
// fields of their JSON form or with some.

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

// A rowPrinter prints rows; flush comes last.
type rowPrinter[T any] struct {
	print func(T) error
	flush func() error
}

// printRows prints rows as they come, and returns how many. If the first row is an error, nothing is printed,
// not even the header of a table; after a later one, all rows before it are.
func printRows[T any](rows iter.Seq2[T, error], p rowPrinter[T]) (int, error) {
	n := 0
	for row, err := range rows {
		if err == nil {
			err = p.print(row)
		}
		if err != nil && n == 0 {
			return 0, err
		}
		if err != nil {
			return n, errors.Join(err, p.flush())
		}
		n++
	}
	return n, p.flush()
}

// A column is a field of rows.
type column[T any] struct {
	name  string
	value func(*T) any
}

// columnsOf returns the fields of the JSON form of a struct, and others.
func columnsOf[T any](others ...column[T]) []column[T] {
	var all []column[T]
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		all = append(all, column[T]{name, func(row *T) any {
			return reflect.ValueOf(row).Elem().FieldByIndex(f.Index).Interface()
		}})
	}
	return append(all, others...)
}

// choose returns the columns with some names.
func choose[T any](columns []column[T], names []string) ([]column[T], error) {
	var chosen []column[T]
	for _, name := range names {
		i := slices.IndexFunc(columns, func(c column[T]) bool { return c.name == name })
		if i < 0 {
			var known []string
			for _, c := range columns {
				known = append(known, c.name)
			}
			return nil, &usageError{fmt.Errorf("no field %q", name), "there are " + strings.Join(known, ", ")}
		}
		chosen = append(chosen, columns[i])
	}
	return chosen, nil
}

// newRowPrinter returns a printer of rows with some columns. usual are those of CSV that nobody has chosen.
func newRowPrinter[T any](
	w io.Writer, f rowFlags, columns []column[T], usual string,
) (rowPrinter[T], error) {
	switch f.format {
	case "jsonl":
		if f.bom {
			return rowPrinter[T]{}, &usageError{errors.New("--bom is for CSV"), "give --format csv, too"}
		}
		if f.fields == nil {
			return jsonRows[T](w), nil
		}
		chosen, err := choose(columns, f.fields)
		return jsonFields(w, chosen), err
	case "csv":
		names := f.fields
		if names == nil {
			names = strings.Split(usual, ",")
		}
		chosen, err := choose(columns, names)
		return csvRows(w, chosen, names, f.bom), err
	}
	err := fmt.Errorf("unknown form %q", f.format)
	return rowPrinter[T]{}, &usageError{err, "--format takes jsonl or csv"}
}

// jsonRows prints rows as JSON Lines.
func jsonRows[T any](w io.Writer) rowPrinter[T] {
	buffered := bufio.NewWriter(w)
	out := jsonLines(buffered)
	return rowPrinter[T]{func(row T) error { return out.Encode(row) }, buffered.Flush}
}

// jsonFields prints some fields of rows as JSON Lines. As in the whole form, a field without a value is left
// out.
func jsonFields[T any](w io.Writer, columns []column[T]) rowPrinter[T] {
	buffered := bufio.NewWriter(w)
	var line bytes.Buffer
	values := jsonLines(&line)
	return rowPrinter[T]{func(row T) error {
		line.Reset()
		line.WriteByte('{')
		for _, c := range columns {
			v := c.value(&row)
			if isNone(v) {
				continue
			}
			if line.Len() > 1 {
				line.WriteByte(',')
			}
			line.WriteString(strconv.Quote(c.name) + ":")
			if err := values.Encode(v); err != nil {
				return err
			}
			line.Truncate(line.Len() - 1) // the end of the line
		}
		line.WriteString("}\n")
		_, err := buffered.Write(line.Bytes())
		return err
	}, buffered.Flush}
}

// isNone reports whether a field has no value.
func isNone(v any) bool {
	if z, ok := v.(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return !reflect.ValueOf(v).IsValid() || reflect.ValueOf(v).IsZero()
}

// byteOrderMark is U+FEFF.
const byteOrderMark = "\ufeff"

// csvRows prints rows as CSV with a header.
func csvRows[T any](w io.Writer, columns []column[T], names []string, bom bool) rowPrinter[T] {
	buffered := bufio.NewWriter(w)
	if bom {
		_, _ = buffered.WriteString(byteOrderMark) // flush returns the first error
	}
	out := newCSVWithCRLF(buffered)
	_ = out.write(names...)
	flush := func() error { return errors.Join(out.flush(), buffered.Flush()) }
	return rowPrinter[T]{func(row T) error {
		cells := make([]string, len(columns))
		for i, c := range columns {
			if v := c.value(&row); !isNone(v) {
				cells[i] = cell(v)
			}
		}
		return out.write(cells...)
	}, flush}
}

// cell returns a value as a cell of a table: a date is ISO 8601 as far as it is known, the values of a list
// are parted by semicolons, blocks are their texts, each in a line. What is none of these is JSON.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, "; ")
	case news.Date:
		return isoDate(v)
	case time.Time:
		return isoTime(v)
	case []news.Block:
		return blockText(v)
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		return r.String()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return "" // no value of ours
	}
	return string(text)
}

// blockText returns the text of an article, each block and credit in a line of its own.
func blockText(blocks []news.Block) string {
	var lines []string
	for _, b := range blocks {
		for _, text := range [...]string{b.Text, b.Credit} {
			if text != "" {
				lines = append(lines, text)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// articleColumns are the fields of articles: those of JSON, the text as one, and since when it is withdrawn.
var articleColumns = columnsOf(
	column[news.Article]{"text", func(a *news.Article) any { return blockText(a.Blocks) }},
	column[news.Article]{"withdrawn", func(a *news.Article) any { return a.WithdrawnAt() }},
)

// usualColumns are the columns of hits and articles in CSV.
const usualColumns = "id,url,title,published,newspaper,province,section,authors,source,first_seen"
