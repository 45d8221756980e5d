package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A Sort is an order of hits.
type Sort string

// The orders. The zero Sort is Relevance.
const (
	Relevance Sort = "relevance"
	Newest    Sort = "newest"
	Oldest    Sort = "oldest"
)

// An Interval is the width of a histogram's columns.
type Interval string

// The intervals.
const (
	ByDay   Interval = "day"
	ByMonth Interval = "month"
	ByYear  Interval = "year"
)

// The limits of a Request.
const (
	defaultLimit = 10
	maxLimit     = 1000
	maxFrom      = 10_000
)

// A Request asks for articles. Only Query or Filter need be set; with neither, every article is a hit.
type Request struct {
	Query         string // in the language of package query
	Filter        string // the same; selects but does not score
	Sort          Sort
	From, Limit   int           // the hits to return; Limit 0 is 10
	After         string        // the Next of a result: the hits behind that one; not with From
	Facets        []string      // fields to count hits by: newspaper, province, section, author, source, site, year, month
	FacetLimit    int           // values of a facet; 0: 20
	Histogram     Interval      // empty: none
	Explain       bool          // say how each hit got its score
	Recency       time.Duration // by relevance, the age at which the bonus of new articles is halved; 0: none
	Timeout       time.Duration // what the search may take; 0: 2 s. Hits has no bound
	SnippetLength int           // in bytes, roughly; 0: 240
}

// A Hit is an article found.
type Hit struct {
	ID        news.ID   `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Published news.Date `json:"published,omitzero"`
	Newspaper string    `json:"newspaper,omitempty"`
	Province  string    `json:"province,omitempty"`
	Section   string    `json:"section,omitempty"`
	Authors   []string  `json:"authors,omitempty"`
	Source    string    `json:"source,omitempty"`
	Score     float64   `json:"score"`
	Snippet   string    `json:"snippet,omitempty"` // HTML: text escaped, words of the query in <mark>
	Explain   []string  `json:"explain,omitempty"`
}

// A Count is the number of hits with a value.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// A Result answers a Request.
type Result struct {
	Query      string             `json:"query"`
	Understood []string           `json:"understood,omitempty"` // what was read into the query, in Vietnamese
	Suggestion string             `json:"suggestion,omitempty"` // the query with keystrokes read, slips repaired or marks put
	Total      int                `json:"total"`
	Hits       []Hit              `json:"hits"`
	Next       string             `json:"next,omitempty"` // of a request for the hits behind these; empty: these are the last
	Facets     map[string][]Count `json:"facets,omitempty"`
	Histogram  []Count            `json:"histogram,omitempty"` // oldest first, without empty columns
	TookMS     float64            `json:"took_ms"`
}

// Search answers a request. The error is a *query.SyntaxError if the query or filter cannot be read.
func (ix *Index) Search(ctx context.Context, r Request) (*Result, error) {
	start := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, cmp.Or(r.Timeout, defaultTimeout), ErrTimeout)
	defer cancel()
	x, err := ix.begin(ctx, &r)
	if err != nil {
		return nil, timely(ctx, err)
	}
	defer x.end()
	result, err := x.run()
	if err != nil {
		return nil, fmt.Errorf("search: %w", timely(ctx, err))
	}
	result.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return result, nil
}

// begin reads a request. The search must be ended.
func (ix *Index) begin(ctx context.Context, r *Request) (*search, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	q, err := query.Parse(r.Query)
	if err != nil {
		return nil, err
	}
	filter, err := query.Parse(r.Filter)
	if err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	after, err := r.place()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	s, err := ix.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	x := newSearch(ctx, s, r, q, filter)
	x.after = after
	if r.From == 0 && after == nil {
		x.marks = newMarks(q)
	}
	return x, nil
}

func (x *search) end() {
	x.arena.Release()
	x.s.Close()
}

// A search is one request at work.
type search struct {
	ctx       context.Context // of Search, whose call it does not outlive
	s         *store.Snapshot
	r         *Request
	query     *query.Node
	filter    *query.Node
	plan      *plan
	arena     segment.BitsetPool // of all sets
	segments  []*evidence
	worths    worths
	said      []string
	meant     map[string]string                       // by word as typed
	fuzzy     map[string][]analysis.Word              // what words with ~ stand for
	prefixes  map[prefixKey][]term                    // what words with * stand for
	expanded  int                                     // the terms of all prefixes
	evaluated map[leaf]set                            // what leaves of the query select
	positions map[leaf]positionMatch                  // of positional leaves
	values    map[*segment.Keywords][][]analysis.Word // the words of each
	after     *ranked                                 // the place of the cursor
	marks     *marks                                  // that the query lacks; nil: none, or it is not the first page
}

func newSearch(ctx context.Context, s *store.Snapshot, r *Request, q, filter *query.Node) *search {
	x := &search{
		ctx: ctx, s: s, r: r, query: q, filter: filter,
		fuzzy: map[string][]analysis.Word{}, prefixes: map[prefixKey][]term{}, evaluated: map[leaf]set{},
		positions: map[leaf]positionMatch{},
		values:    map[*segment.Keywords][][]analysis.Word{},
	}
	for _, v := range s.Segments {
		x.segments = append(x.segments, &evidence{reader: newReader(v, &x.arena)})
	}
	return x
}

func (x *search) run() (*Result, error) {
	matches, total, err := x.findQuery()
	if err != nil {
		return nil, err
	}
	result := &Result{Query: x.r.Query, Total: total, Hits: []Hit{}}
	top, err := x.rank(matches, x.r.From+x.r.Limit+1) // one more, to know whether more follow
	if err != nil {
		return nil, err
	}
	if err := x.fill(result, top); err != nil {
		return nil, err
	}
	x.count(result, matches)
	result.Understood = x.said
	result.Suggestion = x.suggestion()
	return result, nil
}

// findQuery matches the query, if need be without its quotation marks.
func (x *search) findQuery() ([]set, int, error) {
	if err := x.expand([]*query.Node{x.query, x.filter}); err != nil {
		return nil, 0, err
	}
	matches, total, err := x.find(newPlan(x.query, true))
	if err != nil || total > 0 {
		return matches, total, err
	}
	words := newPlan(x.query, false)
	if len(words.strict) == len(x.plan.strict) {
		return matches, total, nil
	}
	x.say("bỏ dấu ngoặc kép")
	return x.find(words)
}

// find matches the plan.
func (x *search) find(p *plan) ([]set, int, error) {
	x.plan = p
	x.allowSlips(p)
	for _, e := range x.segments {
		if err := x.ctx.Err(); err != nil {
			return nil, 0, err
		}
		e.strict = x.selects(e.reader)
	}
	x.decodeKeys(p)
	x.gather()
	matches, total, loosened := x.match()
	if loosened != nil && x.repair() {
		x.gather()
		matches, total, loosened = x.match()
	}
	for _, step := range loosened {
		x.say(step)
	}
	if err := x.failed(); err != nil {
		return nil, 0, err
	}
	return matches, total, nil
}

// failed returns the first error of a segment.
func (x *search) failed() error {
	for _, e := range x.segments {
		if e.err != nil {
			return e.err
		}
	}
	return nil
}

// fill adds the articles from the first to the last that is asked for to the result.
func (x *search) fill(result *Result, top []ranked) error {
	m := x.marker()
	top = top[min(x.r.From, len(top)):]
	for i, c := range top {
		if len(result.Hits) == x.r.Limit {
			result.Next = x.cursor(top[i-1])
			break
		}
		a, err := x.segments[c.seg].Article(c.n)
		if err != nil {
			return err
		}
		x.marks.look(a)
		result.Hits = append(result.Hits, x.hit(m, c, a))
	}
	return nil
}

func (x *search) hit(m *marker, c ranked, a *news.Article) Hit {
	h := Hit{
		ID: a.ID, URL: a.URL, Title: a.Title, Published: a.Published, Newspaper: a.Newspaper, Province: a.Province,
		Section: a.Section, Authors: a.Authors, Source: a.Source, Score: float64(c.score),
		Snippet: m.snippet(a, x.worth(c), x.r.SnippetLength),
	}
	if x.r.Explain {
		h.Explain = x.explain(c)
	}
	return h
}

// check fills in what is left out and refuses what is out of bounds.
func (r *Request) check() error {
	switch r.Sort {
	case "":
		r.Sort = Relevance
	case Relevance, Newest, Oldest:
	default:
		return fmt.Errorf("unknown order %q", r.Sort)
	}
	switch r.Histogram {
	case "", ByDay, ByMonth, ByYear:
	default:
		return fmt.Errorf("unknown histogram interval %q", r.Histogram)
	}
	for _, f := range r.Facets {
		if !isFacet(f) {
			return fmt.Errorf("no facet %q", f)
		}
	}
	if r.From < 0 || r.Limit < 0 || r.SnippetLength < 0 || r.FacetLimit < 0 || r.Timeout < 0 || r.Recency < 0 {
		return errors.New("a number of the request is negative")
	}
	if r.From > maxFrom {
		return fmt.Errorf("no hits behind the first %d are returned: page by cursor", maxFrom)
	}
	if r.From > 0 && r.After != "" {
		return errors.New("hits cannot be asked for both from a number and after a cursor")
	}
	if r.Limit == 0 {
		r.Limit = defaultLimit
	}
	if r.FacetLimit == 0 {
		r.FacetLimit = 20
	}
	if r.SnippetLength == 0 {
		r.SnippetLength = 240
	}
	r.Limit = min(r.Limit, maxLimit)
	return nil
}

func isKeyword(field string) bool { return slices.Contains(store.KeywordFields[:], field) }
