package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// The parameters of /tim, and of every address that takes a search.
const (
	queryParameter  = "q"
	filterParameter = "loc"     // in the query language, as often as there are filters
	sortParameter   = "xep"     // one of sortNames
	pageParameter   = "trang"   // from 1 on
	modeParameter   = "noi"     // one of modeNames
	spreadParameter = "moi-bai" // 1: articles of one story are hits of their own
	openParameter   = "mo"      // a facet of which more values are shown
	fromParameter   = "tu"      // of the form of days; they become a filter
	toParameter     = "den"
)

// sortNames are the orders as addresses have them.
var sortNames = map[string]index.Sort{
	"moi": index.Newest, "cu": index.Oldest, "vao-kho": index.LastSeen,
}

// modeNames are the modes as addresses have them: what a reader has chosen to relax.
var modeNames = map[string]index.Mode{"tu": index.Relaxed, "ngoac": index.Loose}

// A question is a search as an address has it. Its methods that change something return a copy.
type question struct {
	query   string
	filters []string
	sort    index.Sort
	mode    index.Mode
	page    int // from 1 on
	spread  bool
	open    string
}

// questionOf reads the parameters of an address. Unknown values are those that are left out.
func questionOf(values url.Values) question {
	q := question{
		query:   strings.TrimSpace(values.Get(queryParameter)),
		sort:    cmp.Or(sortNames[values.Get(sortParameter)], index.Relevance),
		mode:    modeNames[values.Get(modeParameter)],
		page:    1,
		spread:  values.Get(spreadParameter) == "1",
		open:    values.Get(openParameter),
		filters: []string{},
	}
	if n, err := strconv.Atoi(values.Get(pageParameter)); err == nil && n > 1 {
		q.page = min(n, lastPage)
	}
	days := strings.TrimSpace(values.Get(fromParameter)) + ".." + strings.TrimSpace(values.Get(toParameter))
	if days != ".." {
		values[filterParameter] = append(values[filterParameter], "date:"+days)
	}
	for _, f := range values[filterParameter] {
		f = strings.TrimSpace(f)
		if f != "" && !slices.Contains(q.filters, f) && len(q.filters) < maxFilters {
			q.filters = append(q.filters, f)
		}
	}
	return q
}

const (
	pageHits   = 20
	lastPage   = 10_000/pageHits + 1 // behind it a search takes no From
	maxFilters = 32
)

// isEmpty reports whether nothing is asked for.
func (q question) isEmpty() bool { return q.query == "" && len(q.filters) == 0 }

// filter returns the filters as one query.
func (q question) filter() string { return strings.Join(q.filters, " ") }

// values returns the parameters of the question.
func (q question) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set(queryParameter, q.query)
	for _, f := range q.filters {
		v.Add(filterParameter, f)
	}
	set(sortParameter, nameOf(sortNames, q.sort))
	set(modeParameter, nameOf(modeNames, q.mode))
	set(openParameter, q.open)
	if q.page > 1 {
		v.Set(pageParameter, strconv.Itoa(q.page))
	}
	if q.spread {
		v.Set(spreadParameter, "1")
	}
	return v
}

// apiValues returns the parameters of the question as the API takes them.
func (q question) apiValues() url.Values {
	v := url.Values{queryParameter: {q.query}}
	if len(q.filters) > 0 {
		v.Set("filter", q.filter())
	}
	if q.sort != index.Relevance {
		v.Set("sort", string(q.sort))
	}
	return v
}

// nameOf returns the name of a value, "" if it has none.
func nameOf[V comparable](names map[string]V, value V) string {
	for name, v := range names {
		if v == value {
			return name
		}
	}
	return ""
}

// address returns the address of the question under a path.
func (q question) address(path string) string {
	return withParameters(path, q.values())
}

// Query, Filters and Order are what the form of days hands on.
func (q question) Query() string     { return q.query }
func (q question) Filters() []string { return q.filters }
func (q question) Order() string     { return nameOf(sortNames, q.sort) }

// withParameters returns a path with parameters. A space is %20: html/template would write a plus sign as
// "&#43;".
func withParameters(path string, values url.Values) string {
	return (&url.URL{Path: path, RawQuery: strings.ReplaceAll(values.Encode(), "+", "%20")}).String()
}

// String returns the address of the hits.
func (q question) String() string { return q.address("/tim") }

// first returns the question for its first hits.
func (q question) first() question {
	q.page, q.open = 1, ""
	return q
}

// with returns the question with a further filter.
func (q question) with(filter string) question {
	q = q.first()
	q.filters = append(slices.Clone(q.filters), filter)
	return q
}

// without returns the question without the filter i.
func (q question) without(i int) question {
	q = q.first()
	q.filters = slices.Delete(slices.Clone(q.filters), i, i+1)
	return q
}

// sorted returns the question in another order.
func (q question) sorted(by index.Sort) question {
	q = q.first()
	q.sort = by
	return q
}

// relaxed returns the question in another mode.
func (q question) relaxed(mode index.Mode) question {
	q = q.first()
	q.mode = mode
	return q
}

// request returns what the index is asked for.
func (q question) request() index.Request {
	r := index.Request{
		Query: q.query, Filter: q.filter(), Sort: q.sort, Mode: q.mode,
		From: (q.page - 1) * pageHits, Limit: pageHits, Collapse: index.ByStory,
	}
	if q.spread {
		r.Collapse = ""
	}
	return r
}

// searchAddress returns the address of the hits of a query.
func searchAddress(query string) string { return question{query: query}.String() }

// articleAddress returns the address of an article. The words of query are marked in it.
func articleAddress(id news.ID, query string) string {
	values := url.Values{}
	if query != "" {
		values.Set(queryParameter, query)
	}
	return withParameters("/bai/"+string(id), values)
}

// quoted returns a value of a field in quotation marks. The query language has no escape for these in it.
func quoted(value string) string { return `"` + strings.ReplaceAll(value, `"`, " ") + `"` }
