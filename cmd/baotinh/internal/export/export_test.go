package export

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

func at(year int, month time.Month, day, hour, minute int, p news.Precision) news.Date {
	return news.Date{Time: time.Date(year, month, day, hour, minute, 0, 0, news.Vietnam), Precision: p}
}

// hostile are articles with texts that break tables, or that a spreadsheet would take for something else.
var hostile = []news.Article{
	{
		ID: "01", URL: "https://baomau.example/lu.html", Title: "Lũ về trong đêm",
		Newspaper: "Báo Mẫu", Authors: []string{"Hà Vân", "Lê Tú"},
		Published: at(2022, 7, 27, 0, 0, news.Day), FirstSeen: time.Date(2022, 7, 27, 20, 5, 0, 0, time.UTC),
		Blocks: []news.Block{
			{Kind: news.Paragraph, Text: "Nước dâng."},
			{Kind: news.Caption, Text: "Cầu gãy.", Credit: "Đức Anh"},
		},
	},
	{
		ID: "02", URL: `https://baomau.example/"&WEBSERVICE("http://ke-xau.example")&".html`,
		Title: `=HYPERLINK("http://ke-xau.example","bấm")`, Published: at(2022, 7, 1, 0, 0, news.Month),
		Sapo: "hết\x00 \x1b[2J \ufffe _x0041_ ]]> <b>&amp;</b>\r\nxuống dòng\t\xff",
	},
	{
		ID: "03", URL: "javascript:alert(1)", Title: "+1", Sapo: strings.Repeat("dài 😀 ", 8000),
		Published: at(2024, 2, 29, 19, 20, news.Minute),
	},
	{
		ID: "04", URL: "https://baomau.example/" + strings.Repeat("dai", 200),
		Published: at(1999, 1, 1, 0, 0, news.Year),
	},
}

// all returns articles, and then an error if it is not nil.
func all(articles []news.Article, err error) iter.Seq2[news.Article, error] {
	return func(yield func(news.Article, error) bool) {
		for _, a := range articles {
			if !yield(a, nil) {
				return
			}
		}
		if err != nil {
			yield(news.Article{}, err)
		}
	}
}

// written returns articles in a format.
func written(t *testing.T, o Options, articles ...news.Article) []byte {
	t.Helper()
	var b bytes.Buffer
	if n, err := Articles.Write(&b, all(articles, nil), o); err != nil || n != len(articles) {
		t.Fatalf("%d rows are written: %v", n, err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	about := &About{
		Query: "=lũ", Made: time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC), Generation: "e7d1",
		Articles: 1204, Found: 4, Rewrites: []index.Rewrite{{Kind: index.RelaxedMarks}},
	}
	columns := []string{"published", "title", "authors", "url", "sapo", "first_seen"}
	o := Options{Format: XLSX, Columns: columns, About: about, Words: &messages.Vietnamese}
	f, err := excelize.OpenReader(bytes.NewReader(written(t, o, hostile...)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Danh sách")
	if err != nil {
		t.Fatal(err)
	}
	if cut := rows[3][4]; !strings.HasSuffix(cut, "…") || strings.Contains(cut, "\ufffd") {
		t.Errorf("a text that is too long ends with %+q", cut[len(cut)-20:])
	}
	rows[3][4] = "cut"
	want := [][]string{
		{"Ngày đăng", "Nhan đề", "Tác giả", "Địa chỉ", "Sapo", "Vào kho"},
		{"27/07/2022", hostile[0].Title, "Hà Vân; Lê Tú", hostile[0].URL, "", "28/07/2022 03:05"},
		{"07/2022", hostile[1].Title, "", hostile[1].URL,
			"hết [2J  _x0041_ ]]> <b>&amp;</b>\r\nxuống dòng\t\ufffd"},
		{"29/02/2024 19:20", "+1", "", "javascript:alert(1)", "cut"},
		{"1999", "", "", hostile[3].URL},
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	for cell, want := range map[string]string{
		"B3": "", "D2": `HYPERLINK("https://baomau.example/lu.html")`, "D4": "", "D5": "",
		"D3": `HYPERLINK("https://baomau.example/""&WEBSERVICE(""http://ke-xau.example"")&"".html")`,
	} {
		if got, err := f.GetCellFormula("Danh sách", cell); got != want || err != nil {
			t.Errorf("the formula of %s is %q (%v), want %q", cell, got, err, want)
		}
	}
	told, err := f.GetRows("Về danh sách này")
	if err != nil {
		t.Fatal(err)
	}
	want = [][]string{
		{"Truy vấn", "=lũ"}, {"Đã hiểu", "bỏ qua dấu"}, {"Lập lúc", "01/12/2026 06:30"},
		{"Đời chỉ mục", "e7d1"},
		{"Số bài trong kho", "1204"}, {"Số bài tìm được", "4"}, {"Số dòng của danh sách", "4"},
		{"Số ô quá dài, bị cắt", "1"},
	}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("the second sheet (-want +got):\n%s", d)
	}
}

// Rows that do not fit on one sheet are on a second one, with its own header.
func TestWorkbookOfManyRows(t *testing.T) {
	var b bytes.Buffer
	columns, err := Articles.choose([]string{"id"})
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorkbook(&b, columns, Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.limit = 3
	if _, err := Copy(w, all(hostile, nil)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, want := range map[string][][]string{
		"List": {{"ID"}, {"01"}, {"02"}}, "List 2": {{"ID"}, {"03"}, {"04"}},
	} {
		if got, err := f.GetRows(sheet); !cmp.Equal(want, got) || err != nil {
			t.Errorf("%s is %q (%v), want %q", sheet, got, err, want)
		}
	}
}

func TestParquet(t *testing.T) {
	o := Options{Format: Parquet, About: &About{Query: "lũ"}, Columns: []string{
		"id", "published", "first_seen", "authors", "blocks", "sapo", "id",
	}}
	file := written(t, o, hostile...)
	type row struct {
		ID        string        `parquet:"id,optional"`
		Published time.Time     `parquet:"published,optional,timestamp(microsecond:local)"`
		Precision string        `parquet:"published_precision,optional"`
		FirstSeen time.Time     `parquet:"first_seen,optional,timestamp(microsecond)"`
		Authors   []string      `parquet:"authors,list"`
		Blocks    []storedBlock `parquet:"blocks,list"`
		Sapo      string        `parquet:"sapo,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	want := row{
		ID: "01", Published: time.Date(2022, 7, 27, 0, 0, 0, 0, time.UTC), Precision: "day",
		FirstSeen: hostile[0].FirstSeen, Authors: []string{"Hà Vân", "Lê Tú"},
		Blocks: []storedBlock{{"paragraph", "Nước dâng.", ""}, {"caption", "Cầu gãy.", "Đức Anh"}},
	}
	if d := cmp.Diff(want, rows[0]); d != "" {
		t.Errorf("the first row (-want +got):\n%s", d)
	}
	if got := rows[1]; got.Precision != "month" || !got.FirstSeen.IsZero() ||
		!strings.HasSuffix(got.Sapo, "\ufffd") {
		t.Errorf("the second row is %+q", got)
	}
	if rows[2].Sapo != hostile[2].Sapo {
		t.Error("a long text is not whole")
	}
	opened, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if query, _ := opened.Lookup("baotinh.query"); query != "lũ" {
		t.Errorf("the query is %q", query)
	}
}

// A file that would look whole is not completed if a row cannot be read; lines are written as far as they go.
func TestBrokenLists(t *testing.T) {
	broken := errors.New("shard 2020 is damaged")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	long := news.Article{Sapo: strings.Repeat("dài ", 8000)}
	many := make([]news.Article, 600) // more than the 16 MB from which on there is a temporary file
	for i := range many {
		many[i] = long
	}
	for format, want := range map[Format]int{JSONL: 600, CSV: 601, XLSX: 0, CSL: 600} {
		var b bytes.Buffer
		n, err := Articles.Write(&b, all(many, broken), Options{Format: format})
		if !errors.Is(err, broken) || n != len(many) {
			t.Errorf("%s: %d rows, %v", format, n, err)
		}
		if got := strings.Count(b.String(), "\n"); format != CSL && got != want {
			t.Errorf("%s: %d lines, want %d", format, got, want)
		}
		b.Reset()
		n, err = Articles.Write(&b, all(nil, broken), Options{Format: format})
		if n+b.Len() > 0 || !errors.Is(err, broken) {
			t.Errorf("%s: of no rows %q (%v)", format, b.String(), err)
		}
	}
	var b bytes.Buffer
	if _, err := Articles.Write(&b, all(hostile, broken), Options{Format: Parquet}); !errors.Is(err, broken) {
		t.Errorf("parquet: %v", err)
	}
	if _, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len())); err == nil {
		t.Error("a broken Parquet file opens")
	}
	if left, err := os.ReadDir(temporary); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

// A full disk is an error of every format.
func TestFullDisk(t *testing.T) {
	for _, format := range Formats {
		r, w := io.Pipe()
		r.CloseWithError(io.ErrShortWrite)
		_, err := Articles.Write(w, all(hostile, nil), Options{Format: format})
		if !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, o := range []Options{
		{Format: "xml"}, {}, {Format: XLSX, BOM: true}, {Format: CSL, Columns: []string{"id"}},
		{Format: Parquet, Columns: []string{"colour"}},
	} {
		if err := Articles.Check(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	if err := Hits.Check(Options{Format: CSL}); err == nil {
		t.Error("hits are citations")
	}
}

// All columns of all lists have a name in Vietnamese.
func TestColumnsHaveNames(t *testing.T) {
	for _, name := range append(append(Hits.Names(), Articles.Names()...), Occurrences.Names()...) {
		vi, en := messages.Vietnamese.Column(name), messages.English.Column(name)
		if vi == en && name != "sapo" {
			t.Errorf("%s is %q in Vietnamese", name, vi)
		}
	}
}

// Memory does not grow with the rows: a workbook is on disk from 16 MB on, and a Parquet file is written in
// row groups.
func TestRowGroups(t *testing.T) {
	rows := func(yield func(news.Article, error) bool) {
		text := strings.Repeat("nước ", 20_000)
		for i := range 1000 {
			if !yield(news.Article{ID: news.ID(strconv.Itoa(i)), Sapo: text}, nil) {
				return
			}
		}
	}
	var b bytes.Buffer
	o := Options{Format: Parquet, Columns: []string{"id", "sapo"}}
	if _, err := Articles.Write(&b, rows, o); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(file.RowGroups()) < 4 || file.NumRows() != 1000 {
		t.Errorf("120 MB of text are in %d row groups (%v)", len(file.RowGroups()), err)
	}
}
