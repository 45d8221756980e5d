package export

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// A column is a field of rows.
type column[T any] struct {
	name  string
	of    reflect.Type // the values
	value func(*T) any
}

// columnOf returns a column that is no field.
func columnOf[T, V any](name string, value func(*T) V) column[T] {
	return column[T]{name, reflect.TypeFor[V](), func(row *T) any { return value(row) }}
}

// columnsOf returns the fields of the JSON form of a struct, and others.
func columnsOf[T any](others ...column[T]) []column[T] {
	var all []column[T]
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		all = append(all, column[T]{name, f.Type, func(row *T) any {
			return reflect.ValueOf(row).Elem().FieldByIndex(f.Index).Interface()
		}})
	}
	return append(all, others...)
}

func namesOf[T any](columns []column[T]) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// isNone reports whether a field has no value.
func isNone(v any) bool {
	if z, ok := v.(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return !reflect.ValueOf(v).IsValid() || reflect.ValueOf(v).IsZero()
}

// cell returns a value as a cell of a table: a date is ISO 8601 as far as it is known, the values of a list
// are parted by semicolons, blocks are their texts, each in a line. Other values are JSON.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, "; ")
	case news.Date:
		return ISODate(v)
	case time.Time:
		return isoTime(v)
	case []news.Block:
		return BlockText(v)
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

// isoTime returns a time in the form of ISO 8601, or "" for none.
func isoTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// ISODate returns a date as finely as it is known: 2022, 2022-07, 2022-07-27, 2022-07-27T19:20:00+07:00.
func ISODate(d news.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Precision == news.Year:
		return d.Time.Format("2006")
	case d.Precision == news.Month:
		return d.Time.Format("2006-01")
	case d.Precision == news.Day:
		return d.Time.Format(time.DateOnly)
	}
	return d.Time.Format(time.RFC3339)
}

// BlockText returns the text of an article, each block and credit in a line of its own.
func BlockText(blocks []news.Block) string {
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
