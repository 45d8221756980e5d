package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// NewEncoder returns an encoder of JSON Lines, which leaves <, > and & as they are.
func NewEncoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// An objects writes whole rows as JSON Lines.
type objects[T any] struct {
	buffered *bufio.Writer
	out      *json.Encoder
}

func newObjects[T any](w io.Writer) *objects[T] {
	buffered := bufio.NewWriter(w)
	return &objects[T]{buffered, NewEncoder(buffered)}
}

func (o *objects[T]) Write(row T) error { return o.out.Encode(row) }
func (o *objects[T]) Close() error      { return o.buffered.Flush() }

// A fields writes some fields of rows as JSON Lines. As in the whole form, a field without a value is left
// out.
type fields[T any] struct {
	columns  []column[T]
	buffered *bufio.Writer
	line     bytes.Buffer
	values   *json.Encoder // to line
}

func newFields[T any](w io.Writer, columns []column[T]) *fields[T] {
	f := &fields[T]{columns: columns, buffered: bufio.NewWriter(w)}
	f.values = NewEncoder(&f.line)
	return f
}

func (f *fields[T]) Write(row T) error {
	f.line.Reset()
	f.line.WriteByte('{')
	for _, c := range f.columns {
		v := c.value(&row)
		if isNone(v) {
			continue
		}
		if f.line.Len() > 1 {
			f.line.WriteByte(',')
		}
		f.line.WriteString(strconv.Quote(c.name) + ":")
		if err := f.values.Encode(v); err != nil {
			return err
		}
		f.line.Truncate(f.line.Len() - 1) // the end of the line
	}
	f.line.WriteString("}\n")
	_, err := f.buffered.Write(f.line.Bytes())
	return err
}

func (f *fields[T]) Close() error { return f.buffered.Flush() }
