package export

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/pipeline/news"
)

// Citation returns a citation of an article in a bibliography:
//
//	Mai Linh. "Hội nghị sơ kết". Báo Lạng Sơn, 27/07/2022. https://… (lưu ngày 02/10/2022).
//
// It leaves out unknown fields; that of an article without a date says so.
func Citation(a *news.Article, r *messages.Reading) string {
	var parts []string
	if names := strings.Join(a.Authors, ", "); names != "" {
		parts = append(parts, endSentence(names))
	}
	parts = append(parts, r.Quoted(a.Title))
	where := a.Newspaper
	if a.Source != "" && a.Source != a.Newspaper {
		if where == "" {
			where = a.Source
		} else {
			where += " (" + r.After + a.Source + ")"
		}
	}
	date := cmp.Or(messages.Date(a.Published), r.Undated)
	if where == "" {
		parts = append(parts, capitalized(date)+".")
	} else {
		parts = append(parts, where+", "+date+".")
	}
	address := a.URL
	if seen := messages.Day(a.FirstSeen); seen != "" {
		address += " (" + r.Archived + seen + ")"
	}
	return strings.Join(append(parts, address+"."), " ")
}

// capitalized returns a text with its first letter in capitals.
func capitalized(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// endSentence returns a text with a full stop, unless it ends with one.
func endSentence(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// A CSLItem is a citation as data, in the form of CSL-JSON (Citation Style Language 1.0.2, csl-data.json),
// which citation programs read.
type CSLItem struct {
	ID             string    `json:"id"`
	Type           string    `json:"type"`
	Title          string    `json:"title"`
	Author         []CSLName `json:"author,omitempty"`
	ContainerTitle string    `json:"container-title,omitempty"`
	Section        string    `json:"section,omitempty"`
	Issued         *CSLDate  `json:"issued,omitempty"`
	Accessed       *CSLDate  `json:"accessed,omitempty"`
	Abstract       string    `json:"abstract,omitempty"`
	Keyword        string    `json:"keyword,omitempty"`
	Place          string    `json:"publisher-place,omitempty"`
	URL            string    `json:"URL"`
	Language       string    `json:"language"`
	Source         string    `json:"source,omitempty"`
}

// A CSLName is a name as one text: a Vietnamese name is not cut into family and given name.
type CSLName struct {
	Literal string `json:"literal"`
}

// A CSLDate has a year, a year and a month, or a day.
type CSLDate struct {
	Parts [][]int `json:"date-parts"`
}

// NewCSLItem returns the citation of an article as data.
func NewCSLItem(a *news.Article) CSLItem {
	c := CSLItem{
		ID: string(a.ID), Type: "article-newspaper", Title: a.Title, ContainerTitle: a.Newspaper,
		Section: a.Section, Abstract: a.Sapo, Keyword: strings.Join(a.Tags, ", "), Place: a.Province,
		URL: a.URL, Language: "vi", Source: a.Source,
		Issued: cslDate(a.Published.Time, a.Published.Precision),
	}
	if !a.FirstSeen.IsZero() {
		c.Accessed = cslDate(a.FirstSeen, news.Day)
	}
	for _, name := range a.Authors {
		c.Author = append(c.Author, CSLName{name})
	}
	return c
}

// cslDate returns a date as finely as it is known, nil if it is not.
func cslDate(t time.Time, precision news.Precision) *CSLDate {
	if t.IsZero() {
		return nil
	}
	year, month, day := t.In(news.Vietnam).Date()
	parts := []int{year, int(month), day}
	switch precision {
	case news.Year:
		parts = parts[:1]
	case news.Month:
		parts = parts[:2]
	}
	return &CSLDate{[][]int{parts}}
}

// A citations writes rows as one array of CSL-JSON, each item in a line.
type citations[T any] struct {
	buffered *bufio.Writer
	out      *json.Encoder
	item     func(T) any
	n        int
}

func newCitations[T any](w io.Writer, item func(T) any) *citations[T] {
	buffered := bufio.NewWriter(w)
	return &citations[T]{buffered: buffered, out: NewEncoder(buffered), item: item}
}

func (c *citations[T]) Write(row T) error {
	separator := ","
	if c.n == 0 {
		separator = "[\n"
	}
	c.n++
	_, _ = c.buffered.WriteString(separator) // Encode returns the error, too
	return c.out.Encode(c.item(row))
}

func (c *citations[T]) Close() error {
	end := "]\n"
	if c.n == 0 {
		end = "[]\n"
	}
	_, _ = c.buffered.WriteString(end) // Flush returns the error, too
	return c.buffered.Flush()
}

func (c *citations[T]) abort() {}
