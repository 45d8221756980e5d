package export

import (
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/pipeline/news"
)

// rowGroupBytes is how much text a row group has: what of it is not compressed yet is in memory.
const rowGroupBytes = 32 << 20

// A parquetWriter writes rows as an Apache Parquet file, compressed by zstd. Its columns are
//
//   - of a text: a string;
//   - of a list of texts: a list of strings;
//   - of a date: a timestamp without a zone, as the clocks of Vietnam show it, so that a day is the day that
//     was printed, and NAME_precision: year, month, day, minute or second;
//   - of a time: a timestamp in UTC;
//   - of blocks: a list of structs of kind, text and credit;
//   - of other values: JSON.
//
// A field without a value is null. The metadata of the file tell what the list is of, under the names
// baotinh.query, baotinh.generation and so on.
type parquetWriter[T any] struct {
	columns []column[T]
	about   *About
	out     *parquet.GenericWriter[any]
	schema  *parquet.Schema
	row     reflect.Type // a struct; a date has two fields
	pending int          // bytes of text in the row group
	rows    int
}

func newParquet[T any](w io.Writer, columns []column[T], about *About) *parquetWriter[T] {
	p := &parquetWriter[T]{about: about}
	var fields []reflect.StructField
	seen := map[string]bool{}
	add := func(t reflect.Type, tag string) {
		name := "F" + strconv.Itoa(len(fields))
		tag = "parquet:" + strconv.Quote(tag)
		fields = append(fields, reflect.StructField{Name: name, Type: t, Tag: reflect.StructTag(tag)})
	}
	for _, c := range columns {
		if seen[c.name] {
			continue // a name can stand once in a schema
		}
		seen[c.name] = true
		p.columns = append(p.columns, c)
		of, options := stored(c)
		add(of, c.name+options)
		if c.of == reflect.TypeFor[news.Date]() {
			add(reflect.TypeFor[string](), c.name+"_precision,optional,dict")
		}
	}
	p.row = reflect.StructOf(fields)
	p.schema = parquet.SchemaOf(reflect.New(p.row).Interface())
	p.out = parquet.NewGenericWriter[any](w, p.schema, parquet.Compression(&zstd.Codec{}))
	return p
}

// A storedBlock is a block of text in a Parquet file.
type storedBlock struct {
	Kind   string `parquet:"kind,dict"`
	Text   string `parquet:"text"`
	Credit string `parquet:"credit,optional"`
}

// repetitive are columns of few different values, which are stored in a dictionary.
var repetitive = map[string]bool{
	"newspaper": true, "province": true, "section": true, "type": true, "source": true, "dateline": true,
	"place": true,
}

// stored returns how the values of a column are stored: as which type, with which options.
func stored[T any](c column[T]) (of reflect.Type, options string) {
	switch c.of {
	case reflect.TypeFor[news.Date]():
		return reflect.TypeFor[time.Time](), ",optional,timestamp(microsecond:local)"
	case reflect.TypeFor[time.Time]():
		return reflect.TypeFor[time.Time](), ",optional,timestamp(microsecond)"
	case reflect.TypeFor[[]news.Block]():
		return reflect.TypeFor[[]storedBlock](), ",list"
	}
	switch c.of.Kind() {
	case reflect.Int, reflect.Float64, reflect.Bool:
		return c.of, ""
	case reflect.String:
		if repetitive[c.name] {
			return reflect.TypeFor[string](), ",optional,dict"
		}
		return reflect.TypeFor[string](), ",optional"
	case reflect.Slice:
		if c.of.Elem().Kind() == reflect.String {
			return reflect.TypeFor[[]string](), ",list"
		}
	}
	return reflect.TypeFor[string](), ",optional,json"
}

func (p *parquetWriter[T]) Write(row T) error {
	stored := reflect.New(p.row).Elem()
	field := 0
	for _, c := range p.columns {
		v := c.value(&row)
		if !isNone(v) {
			p.set(stored.Field(field), v)
		}
		field++
		if d, ok := v.(news.Date); ok {
			if !d.IsZero() {
				p.set(stored.Field(field), d.Precision.String())
			}
			field++
		}
	}
	p.rows++
	if _, err := p.out.WriteRows([]parquet.Row{p.schema.Deconstruct(nil, stored.Interface())}); err != nil {
		return err
	}
	if p.pending < rowGroupBytes {
		return nil
	}
	p.pending = 0
	return p.out.Flush()
}

// set sets a field to a value of a column.
func (p *parquetWriter[T]) set(field reflect.Value, v any) {
	text := func(s string) string {
		p.pending += len(s)
		return strings.ToValidUTF8(s, "\ufffd") // as the format asks for
	}
	switch v := v.(type) {
	case news.Date:
		t := v.Time.In(news.Vietnam)
		_, offset := t.Zone()
		field.Set(reflect.ValueOf(t.Add(time.Duration(offset) * time.Second).UTC()))
	case time.Time:
		field.Set(reflect.ValueOf(v.UTC()))
	case []news.Block:
		blocks := make([]storedBlock, len(v))
		for i, b := range v {
			blocks[i] = storedBlock{string(b.Kind), text(b.Text), text(b.Credit)}
		}
		field.Set(reflect.ValueOf(blocks))
	case int, float64, bool:
		field.Set(reflect.ValueOf(v))
	default:
		if values := reflect.ValueOf(v); field.Kind() == reflect.Slice {
			texts := make([]string, values.Len())
			for i := range texts {
				texts[i] = text(values.Index(i).String())
			}
			field.Set(reflect.ValueOf(texts))
			return
		}
		field.SetString(text(cell(v)))
	}
}

func (p *parquetWriter[T]) Close() error {
	if p.about != nil {
		facts := append(p.about.facts(&messages.English), fact{"rows", p.rows})
		for _, f := range facts {
			if !isNone(f.value) {
				p.out.SetKeyValueMetadata("baotinh."+f.name, cell(f.value))
			}
		}
	}
	return p.out.Close()
}

func (p *parquetWriter[T]) abort() {}
