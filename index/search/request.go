package search

import (
	"errors"
	"fmt"
	"time"

	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// A Sort is an order of hits.
type Sort string

// The orders. The zero Sort is Relevance.
const (
	Relevance Sort = "relevance"
	Newest    Sort = "newest"
	Oldest    Sort = "oldest"
	LastSeen  Sort = "seen" // what came in last first
)

// A Mode says what may be relaxed in a query, if it finds few documents. The documents that only the relaxed
// query finds are marked, see [Hit], and come after all others: but by relevance those of a query of four
// words or more, which is a headline or a question, have the place that their score gives them.
type Mode string

// The modes. The zero Mode is Strict.
const (
	Strict  Mode = ""        // nothing: every word as typed, no correction
	Relaxed Mode = "relaxed" // words outside of quotation marks, fields and negations; those of print
	Loose   Mode = "loose"   // all quotation marks
)

// An Interval is the width of a histogram's columns.
type Interval string

// The intervals.
const (
	ByDay   Interval = "day"
	ByWeek  Interval = "week" // of ISO 8601: from Monday on
	ByMonth Interval = "month"
	ByYear  Interval = "year"
)

// NoHits as the Limit of a Request asks for counts only, AllValues as the FacetLimit for every value.
const (
	NoHits    = -1
	AllValues = -1
)

// The defaults and limits of a Request.
const (
	defaultLimit         = 10
	defaultFacetLimit    = 20
	defaultSnippetLength = 240
	maxLimit             = 1000
	maxFrom              = 10_000
)

// A Request asks for articles. Only Query or Filter need be set; with neither, every article is a hit.
type Request struct {
	Query         string // in the language of package query
	Filter        string // the same; selects but does not score
	Sort          Sort
	Mode          Mode
	From, Limit   int           // the hits to return; Limit 0 is 10, and may be NoHits
	After         string        // the Next of a result, for the hits after those; not with From
	Facets        []string      // fields to count hits by: see FacetFields
	FacetLimit    int           // values of a facet, or of a side of a table; 0: 20. It may be AllValues
	Histogram     Interval      // empty: none
	Table         TableFields   // zero: none
	Share         bool          // compare all counts with those of all articles
	Explain       bool          // say how each hit got its score
	Recency       time.Duration // by relevance, the age at which the bonus of new articles is halved; 0: none
	Sample        int           // draw so many hits at random; 0: all are returned. Counts are of all
	Seed          uint64        // of the sample: the same one draws the same articles again
	Collapse      Collapse      // list of hits that are one only the first in their order. Counts are of all
	Timeout       time.Duration // what the search may take; 0: 2 s, on an Engine 10 s. All has no bound
	SnippetLength int           // in bytes, roughly; 0: 240
	Among         []news.ID     // only these may be hits; nil: all may
}

// A request is a Request that was checked and parsed.
type request struct {
	Request
	query  *query.Node
	filter *query.Node
	after  *scoredDoc // nil: none
	bonus  bonus
}

// parse checks and parses a Request. The error is a *query.SyntaxError if the query or filter cannot be
// parsed.
func parse(r Request, now time.Time) (*request, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	q, err := query.Parse(r.Query, now)
	if err != nil {
		return nil, err
	}
	filter, err := query.Parse(r.Filter, now)
	if err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	after, err := parseCursor(&r)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return &request{r, q, filter, after, bonus{r.Recency, dayOf(now.Unix())}}, nil
}

// check fills in the defaults and refuses values out of bounds.
func (r *Request) check() error {
	switch r.Sort {
	case "":
		r.Sort = Relevance
	case Relevance, Newest, Oldest, LastSeen:
	default:
		return fmt.Errorf("unknown order %q", r.Sort)
	}
	switch r.Mode {
	case Strict, Relaxed, Loose:
	default:
		return fmt.Errorf("unknown mode %q", r.Mode)
	}
	switch r.Histogram {
	case "", ByDay, ByWeek, ByMonth, ByYear:
	default:
		return fmt.Errorf("unknown histogram interval %q", r.Histogram)
	}
	switch r.Collapse {
	case "", ByStory:
	default:
		return fmt.Errorf("hits cannot be collapsed by %q", r.Collapse)
	}
	for _, f := range r.Facets {
		if !isFacet(f) {
			return unknownFacet(f)
		}
	}
	if err := r.Table.check(); err != nil {
		return err
	}
	if min(r.From, r.SnippetLength, r.Sample) < 0 || min(r.Timeout, r.Recency) < 0 ||
		r.Limit < NoHits || r.FacetLimit < AllValues {
		return errors.New("a number of the request is negative")
	}
	if r.From > maxFrom {
		return fmt.Errorf("%w %d: page by cursor", ErrTooFar, maxFrom)
	}
	if r.From > 0 && r.After != "" {
		return errors.New("hits cannot be asked for both from a number and after a cursor")
	}
	if r.Limit == 0 {
		r.Limit = defaultLimit
	}
	if r.FacetLimit == 0 {
		r.FacetLimit = defaultFacetLimit
	}
	if r.SnippetLength == 0 {
		r.SnippetLength = defaultSnippetLength
	}
	r.Limit = min(r.Limit, maxLimit)
	return nil
}

// isFirstPage reports whether the request asks for the first hits.
func (r *request) isFirstPage() bool { return r.From == 0 && r.after == nil }
