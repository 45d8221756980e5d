package page

import (
	"bytes"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/viet"
)

// The parameters of /phan-tich, beside those of a search.
const (
	viewParameter    = "xem"   // one of analysisViews
	rowsParameter    = "hang"  // a facet
	columnsParameter = "cot"   // a facet
	shareParameter   = "ti-le" // 1: shares of all articles
	orderParameter   = "theo"  // one of contextOrders
	sizeParameter    = "n"     // of a sample
	seedParameter    = "hat"
)

// The views of an analysis.
const (
	tableView   = "bang"
	contextView = "ngu-canh"
	sampleView  = "mau"
)

// contextOrders are the orders of occurrences: as the index has them, or by what stands after or before the
// match, which shows its collocations.
var contextOrders = []string{"", "phai", "trai"}

// The bounds of an analysis.
const (
	mostContexts  = 200 // occurrences in a view
	contextLength = 90  // characters on each side
	tableLimit    = 40  // rows and columns that are listed
	usualSample   = 20
	mostSample    = 200
	mostSeeds     = 1_000_000 // seeds that are drawn are below, so that they can be typed
)

// An analysis is the model of the view of analysis.
type analysis struct {
	Question question
	View     string
	Views    []link
	Total    string // how many articles are found
	Found    string // their address
	Notes    []string

	Rows, Columns []option // of the form
	Share         bool
	Table         *tableModel

	Orders   []link
	Contexts []index.Occurrence
	More     bool // there are more occurrences than these

	Size   int
	Seed   string
	Sample string // what was drawn, in words
	Again  string // the address of another sample
	Hits   []listed
}

// An option is a choice of a form.
type option struct {
	Value, Text string
	Chosen      bool
}

// analysis counts hits by two fields, shows their words in context, or draws some of them.
func (s *Server) analysis(v *visit) (*screen, error) {
	if v.unavailable != nil {
		return nil, v.unavailable
	}
	q := questionOf(v.values)
	q.page, q.spread = 1, true
	m := &analysis{Question: q, View: v.values.Get(viewParameter), Found: q.String()}
	if m.View != contextView && m.View != sampleView {
		m.View = tableView
	}
	m.Views = v.analysisViews(q, m.View)
	r := q.request()
	r.Limit = index.NoHits
	var err error
	switch m.View {
	case contextView:
		err = v.contexts(m, &r)
	case sampleView:
		if v.values.Get(seedParameter) == "" {
			return &screen{to: sampleAddress(q, sizeOf(v.values), strconv.Itoa(rand.IntN(mostSeeds)))}, nil
		}
		r.Limit, r.Sample = mostSample, sizeOf(v.values)
		r.Seed, _ = strconv.ParseUint(v.values.Get(seedParameter), 10, 64) // 0 for what is no number
		m.Size, m.Seed = r.Sample, strconv.FormatUint(r.Seed, 10)
		m.Again = sampleAddress(q, r.Sample, "")
	default:
		r.Table = v.tableFields(m)
		r.Share, r.FacetLimit = v.values.Get(shareParameter) == "1", tableLimit
		m.Share = r.Share
	}
	if err != nil {
		return nil, err
	}
	found, err := v.index.Index.Search(v.Context(), r)
	if err != nil {
		return nil, err
	}
	m.Total = v.messages.Count(found.Total)
	for _, rewrite := range found.Rewrites {
		if !rewrite.Relaxes() {
			m.Notes = append(m.Notes, v.messages.Rewrite(rewrite))
		}
	}
	if found.Table != nil {
		m.Table = v.tableOf(q, found.Table)
	}
	if found.Sample != nil {
		m.Sample = v.t("Mẫu ngẫu nhiên: {n} trong {articles}, hạt giống {seed}",
			"n", v.messages.Number(found.Sample.Size), "articles", v.messages.Count(found.Sample.Of),
			"seed", m.Seed)
	}
	for _, h := range found.Hits {
		m.Hits = append(m.Hits, v.listed(h, q.query))
	}
	return &screen{view: "analysis", title: v.t("Phân tích"), query: q.query, model: m}, nil
}

// analysisAddress returns the address of an analysis with further parameters.
func analysisAddress(q question, view string, pairs ...string) string {
	values := q.values()
	values.Del(spreadParameter)
	values.Set(viewParameter, view)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return (&url.URL{Path: "/phan-tich", RawQuery: values.Encode()}).String()
}

func sampleAddress(q question, size int, seed string) string {
	return analysisAddress(q, sampleView, sizeParameter, strconv.Itoa(size), seedParameter, seed)
}

func sizeOf(values url.Values) int {
	n, err := strconv.Atoi(values.Get(sizeParameter))
	if err != nil || n < 1 {
		return usualSample
	}
	return min(n, mostSample)
}

func (v *visit) analysisViews(q question, shown string) []link {
	return []link{
		{v.t("Bảng hai chiều"), analysisAddress(q, tableView), shown == tableView},
		{v.t("Từ trong ngữ cảnh"), analysisAddress(q, contextView), shown == contextView},
		{v.t("Mẫu ngẫu nhiên"), analysisAddress(q, sampleView), shown == sampleView},
	}
}

// contexts collects the occurrences of what a question asks for.
func (v *visit) contexts(m *analysis, r *index.Request) error {
	order := v.values.Get(orderParameter)
	names := []string{v.t("thứ tự bài"), v.t("chữ bên phải"), v.t("chữ bên trái")}
	for i, o := range contextOrders {
		address := analysisAddress(m.Question, contextView, orderParameter, o)
		m.Orders = append(m.Orders, link{names[i], address, o == order})
	}
	if m.Question.query == "" {
		return nil
	}
	for o, err := range v.index.Index.Occurrences(v.Context(), *r, contextLength) {
		if err != nil {
			return err
		}
		if len(m.Contexts) == mostContexts {
			m.More = true
			break
		}
		m.Contexts = append(m.Contexts, o)
	}
	key := func(o index.Occurrence) []byte { return viet.AppendSortKey(nil, strings.TrimSpace(o.Right)) }
	switch order {
	case "phai":
	case "trai": // from the match on to the left, word by word
		key = func(o index.Occurrence) []byte {
			words := strings.Fields(o.Left)
			slices.Reverse(words)
			return viet.AppendSortKey(nil, strings.Join(words, " "))
		}
	default:
		return nil
	}
	slices.SortStableFunc(m.Contexts, func(a, b index.Occurrence) int {
		return bytes.Compare(key(a), key(b))
	})
	return nil
}

// tableFields returns the fields of the table that is asked for, province and year if none is.
func (v *visit) tableFields(m *analysis) index.TableFields {
	known := index.FacetFields()
	choose := func(parameter, usual string) (string, []option) {
		chosen := v.values.Get(parameter)
		if !slices.Contains(known, chosen) {
			chosen = usual
		}
		var all []option
		for _, field := range known {
			all = append(all, option{field, v.messages.Facet(field), field == chosen})
		}
		return chosen, all
	}
	var f index.TableFields
	f.Rows, m.Rows = choose(rowsParameter, "province")
	f.Columns, m.Columns = choose(columnsParameter, "year")
	return f
}

// A tableModel is a table as it is shown. Other values, and none, have a row and a column only if there are
// any.
type tableModel struct {
	Name   string
	Corner string
	Header []string
	Rows   []tableLine
	Total  tableLine
}

// A tableLine is a row of a table.
type tableLine struct {
	Name  string
	Cells []tableCell
}

// A tableCell is a number with its share in all articles, "" without, and the address of the hits, if there
// are any and they can be asked for.
type tableCell struct {
	Count          int
	Share, Address string
}

func (v *visit) tableOf(q question, t *index.Table) *tableModel {
	withOther, withMissing := t.OtherColumns > 0, t.Total.Missing > 0
	m := &tableModel{
		Name:   v.messages.Facet(t.RowField) + " × " + v.messages.Facet(t.ColumnField),
		Corner: capitalized(v.messages.Facet(t.RowField)),
	}
	for _, c := range t.Columns {
		m.Header = append(m.Header, v.tableWords(t.ColumnField, c))
	}
	if withOther {
		m.Header = append(m.Header, v.messages.OtherValues(t.OtherColumns, t.ColumnField))
	}
	if withMissing {
		m.Header = append(m.Header, v.messages.Missing)
	}
	m.Header = append(m.Header, v.messages.Total)
	line := func(name string, r index.TableRow, filter string) tableLine {
		l := tableLine{Name: name}
		add := func(n int, share *float64, filters ...string) {
			c := tableCell{Count: n}
			if share != nil {
				c.Share = v.messages.Percent(*share)
			}
			if n > 0 && filter != "" && !slices.Contains(filters, "") {
				of := q.with(filter)
				for _, f := range filters {
					of = of.with(f)
				}
				c.Address = of.String()
			}
			l.Cells = append(l.Cells, c)
		}
		shares := r.Share
		if shares == nil {
			shares = &index.Shares{Counts: make([]*float64, len(r.Counts))}
		}
		for i, n := range r.Counts {
			add(n, shares.Counts[i], facetFilter(t.ColumnField, t.Columns[i]))
		}
		if withOther {
			add(r.Other, shares.Other, "")
		}
		if withMissing {
			add(r.Missing, shares.Missing, "")
		}
		add(r.Total, shares.Total)
		return l
	}
	for _, r := range t.Rows {
		name, filter := v.tableWords(t.RowField, r.Value), facetFilter(t.RowField, r.Value)
		m.Rows = append(m.Rows, line(name, r, filter))
	}
	if t.OtherRows > 0 {
		m.Rows = append(m.Rows, line(v.messages.OtherValues(t.OtherRows, t.RowField), t.Other, ""))
	}
	if t.Missing.Total > 0 {
		m.Rows = append(m.Rows, line(v.messages.Missing, t.Missing, ""))
	}
	m.Total = line(v.messages.Total, t.Total, "")
	return m
}

// tableWords returns a value of a field as the head of a row or column.
func (v *visit) tableWords(field, value string) string {
	switch field {
	case "year", "month", "day":
		return dayWords(value)
	}
	return v.valueWords(field, value)
}
