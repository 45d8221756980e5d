package export

import (
	"archive/zip"
	"errors"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/pipeline/news"
)

// The limits of a sheet, of Excel's specification.
const (
	mostSheetRows     = 1 << 20
	mostCellUnits     = 32767 // of UTF-16
	mostFormulaString = 255   // in UTF-16 units
)

// A workbook writes rows as a workbook of Excel: ECMA-376, SpreadsheetML. Its first sheet has the rows, its
// last one tells what they are; there are more if the rows do not fit on one. What is written is kept in a
// temporary file from 16 MB on, and zipped by Close.
//
// Texts are inline strings, which no program takes for formulas. The only formulas are the links of
// addresses: HYPERLINK, since a sheet can have 65,530 links of the other kind, all in memory.
type workbook[T any] struct {
	w       io.Writer
	columns []column[T]
	about   *About
	words   *messages.Messages

	file   *excelize.File
	sheet  *excelize.StreamWriter
	sheets int
	limit  int // lines of a sheet
	line   int // the last one of the sheet
	rows   int
	cut    int // cells

	header, day, minute, link int // styles
}

func newWorkbook[T any](w io.Writer, columns []column[T], o Options) (*workbook[T], error) {
	b := &workbook[T]{
		w: w, columns: columns, about: o.About, words: o.Words,
		file: excelize.NewFile(), limit: mostSheetRows,
	}
	if b.words == nil {
		b.words = &messages.English
	}
	dayFormat, minuteFormat := "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
	for style, s := range map[*int]*excelize.Style{
		&b.header: {Font: &excelize.Font{Bold: true}},
		&b.day:    {CustomNumFmt: &dayFormat},
		&b.minute: {CustomNumFmt: &minuteFormat},
		&b.link:   {Font: &excelize.Font{Color: "0563C1", Underline: "single"}},
	} {
		var err error
		if *style, err = b.file.NewStyle(s); err != nil {
			return nil, errors.Join(err, b.file.Close())
		}
	}
	if err := b.newSheet(); err != nil {
		return nil, errors.Join(err, b.file.Close())
	}
	return b, nil
}

// newSheet begins a sheet of rows.
func (b *workbook[T]) newSheet() error {
	b.sheets++
	name := b.words.Lists.Sheet
	if b.sheets > 1 {
		name += " " + strconv.Itoa(b.sheets)
	}
	var err error
	if b.sheet, err = b.add(name); err != nil {
		return err
	}
	for i, c := range b.columns {
		width, ok := columnWidths[c.name]
		if !ok {
			width = 16
		}
		if err := b.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := b.sheet.SetPanes(frozen); err != nil {
		return err
	}
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		cells[i] = excelize.Cell{StyleID: b.header, Value: b.words.Column(c.name)}
	}
	b.line = 1
	return b.sheet.SetRow("A1", cells)
}

// columnWidths are the widths of columns in characters, if they are not 16.
var columnWidths = map[string]float64{
	"title": 60, "sapo": 60, "snippet": 60, "text": 80, "blocks": 80, "url": 40, "left": 50, "right": 50,
	"newspaper": 22, "authors": 22, "id": 34, "story": 34,
}

// add adds a sheet. A new workbook has one already, which is renamed.
func (b *workbook[T]) add(name string) (*excelize.StreamWriter, error) {
	if first := b.file.GetSheetName(0); b.sheet == nil {
		if err := b.file.SetSheetName(first, name); err != nil {
			return nil, err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	return b.file.NewStreamWriter(name)
}

func (b *workbook[T]) Write(row T) error {
	if b.line == b.limit {
		if err := b.endSheet(); err != nil {
			return err
		}
		if err := b.newSheet(); err != nil {
			return err
		}
	}
	b.line++
	b.rows++
	cells := make([]any, len(b.columns))
	for i, c := range b.columns {
		if v := c.value(&row); !isNone(v) {
			cells[i] = b.cell(c.name, v)
		}
	}
	return b.sheet.SetRow("A"+strconv.Itoa(b.line), cells)
}

// endSheet ends a sheet of rows: its header gets filters.
func (b *workbook[T]) endSheet() error {
	last, err := excelize.CoordinatesToCellName(len(b.columns), b.line)
	if err == nil {
		err = b.file.AutoFilter(b.sheet.Sheet, "A1:"+last, nil)
	}
	return errors.Join(err, b.sheet.Flush())
}

// cell returns a value for a sheet. Times are those of Vietnam: a sheet has no time zones. A date of which
// only the year or the month is known is a text.
func (b *workbook[T]) cell(name string, v any) any {
	switch v := v.(type) {
	case int, float64, bool:
		return v
	case time.Time:
		return excelize.Cell{StyleID: b.minute, Value: v.In(news.Vietnam)}
	case news.Date:
		switch v.Precision {
		case news.Year, news.Month:
			return messages.Date(v)
		case news.Day:
			return excelize.Cell{StyleID: b.day, Value: v.Time.In(news.Vietnam)}
		}
		return excelize.Cell{StyleID: b.minute, Value: v.Time.In(news.Vietnam)}
	}
	text := cell(v)
	switch name {
	case "snippet", "title_marked":
		text = html.UnescapeString(unmark.Replace(text))
	case "url":
		if link, ok := b.linked(text); ok {
			return link
		}
	}
	return b.text(text)
}

var unmark = strings.NewReplacer("<mark>", "", "</mark>", "")

// linked returns an address as a link, if it is one of the web that fits into a formula.
func (b *workbook[T]) linked(url string) (excelize.Cell, bool) {
	isWeb := strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
	if !isWeb || len(utf16.Encode([]rune(url))) > mostFormulaString || url != printable(url) {
		return excelize.Cell{}, false
	}
	formula := fmt.Sprintf(`HYPERLINK("%s")`, strings.ReplaceAll(url, `"`, `""`))
	return excelize.Cell{StyleID: b.link, Formula: formula, Value: url}, true
}

// text returns a text as far as it fits in a cell.
func (b *workbook[T]) text(s string) string {
	s = printable(s)
	if len(s) <= mostCellUnits { // a byte is one unit at most
		return s
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= mostCellUnits {
		return s
	}
	b.cut++
	units = units[:mostCellUnits-1]
	if utf16.IsSurrogate(rune(units[len(units)-1])) && units[len(units)-1] < 0xdc00 {
		units = units[:len(units)-1] // the first half of a pair
	}
	return string(utf16.Decode(units)) + "…"
}

// printable returns a text without the characters that XML 1.0 §2.2 cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

func (b *workbook[T]) Close() error {
	err := b.endSheet()
	if err == nil && b.about != nil {
		err = b.tell()
	}
	if err == nil {
		// WriteToBuffer writes to what the ZipWriter is made with: here not to a buffer.
		b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(b.w) })
		_, err = b.file.WriteToBuffer()
	}
	return errors.Join(err, b.file.Close())
}

func (b *workbook[T]) abort() { _ = b.file.Close() } // it only removes temporary files

// tell writes the sheet about the list.
func (b *workbook[T]) tell() error {
	sheet, err := b.add(b.words.Lists.About)
	if err != nil {
		return err
	}
	for column, width := range []float64{28, 80} {
		if err := sheet.SetColWidth(column+1, column+1, width); err != nil {
			return err
		}
	}
	facts := b.about.facts(b.words)
	facts = append(facts, fact{"rows", b.rows}, fact{"cut", b.cut})
	line := 0
	for _, f := range facts {
		if isNone(f.value) {
			continue
		}
		value := f.value
		switch v := value.(type) {
		case time.Time:
			value = excelize.Cell{StyleID: b.minute, Value: v.In(news.Vietnam)}
		case string:
			value = b.text(v)
		}
		line++
		label := excelize.Cell{StyleID: b.header, Value: b.words.Lists.Facts[f.name]}
		if err := sheet.SetRow("A"+strconv.Itoa(line), []any{label, value}); err != nil {
			return err
		}
	}
	return sheet.Flush()
}
