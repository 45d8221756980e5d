package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
)

// A Question is what all searches are asked.
type Question struct {
	Conditional
	Q      string `query:"q" maxLength:"4096" doc:"The query. Without one, every article is found."`
	Filter string `query:"filter" maxLength:"4096" doc:"A query that articles must match too."`
	Strict bool   `query:"strict" default:"true" doc:"Relax and correct nothing."`
	Loose  bool   `query:"loose" doc:"Relax quotation marks, too, if nothing is found with them."`
}

// request returns the request of a question.
func (q *Question) request() index.Request {
	r := index.Request{Query: q.Q, Filter: q.Filter}
	switch {
	case q.Loose:
		r.Mode = index.Loose
	case !q.Strict:
		r.Mode = index.Relaxed
	}
	return r
}

// searchInput is what a search is asked.
type searchInput struct {
	Question
	Sort       string   `query:"sort" enum:"relevance,newest,oldest,seen" default:"relevance"`
	Limit      int      `query:"limit" minimum:"0" maximum:"200" default:"10" doc:"Hits; 0: counts only."`
	After      string   `query:"after" maxLength:"1024" doc:"The next of the answer before."`
	Facet      []string `query:"facet,explode" maxItems:"20" doc:"Fields to count by."`
	FacetLimit int      `query:"facet_limit" minimum:"0" maximum:"10000" default:"20" doc:"Values; 0: all."`
	Histogram  string   `query:"histogram" enum:"day,week,month,year" doc:"Count by the date of publication."`
	Share      bool     `query:"share" doc:"Compare counts with those of all articles."`
	Collapse   string   `query:"collapse" enum:"story" doc:"List of reprints only the first."`
}

// SearchAnswer is the result of a search.
type SearchAnswer struct {
	index.Result
	Index State `json:"index"`
}

func (s *service) registerSearch(api huma.API) {
	huma.Register(api, cached(route("search", "/search", "Search the articles",
		"Strict unless strict=false. Page by giving next as after.")), s.search)
	huma.Register(api, cached(route("table", "/table", "Count articles by two fields",
		"A table, complete with other values and with articles that have none.")), s.table)
	huma.Register(api, cached(route("sample", "/sample", "Draw articles at random",
		"The same seed draws the same articles of the same generation.")), s.sample)
	huma.Register(api, cached(route("kwic", "/kwic", "Show words in context",
		"Occurrences of what the query asks for, each with the text before and after it.")), s.kwic)
	huma.Register(api, cached(route("suggest", "/suggest", "Complete a query",
		"Phrases of titles that begin so, with or without marks.")), s.suggest)
}

// listFields writes into the description of /table which fields there are.
func listFields(d *huma.OpenAPI) {
	for _, p := range d.Paths[Path+"/table"].Get.Parameters {
		if p.Name != "rows" && p.Name != "cols" {
			continue
		}
		for _, field := range index.FacetFields() {
			p.Schema.Enum = append(p.Schema.Enum, field)
		}
		p.Schema.PrecomputeMessages()
	}
}

func (s *service) search(ctx context.Context, in *searchInput) (*answer[SearchAnswer], error) {
	r := in.request()
	r.Sort, r.After, r.Share = index.Sort(in.Sort), in.After, in.Share
	r.Histogram, r.Collapse = index.Interval(in.Histogram), index.Collapse(in.Collapse)
	if r.Limit = in.Limit; in.Limit == 0 {
		r.Limit = index.NoHits
	}
	r.FacetLimit = facetLimit(in.FacetLimit)
	for _, field := range in.Facet {
		for name := range strings.SplitSeq(field, ",") {
			if name = strings.TrimSpace(name); name != "" {
				r.Facets = append(r.Facets, name)
			}
		}
	}
	return s.result(ctx, in.Conditional, r)
}

// facetLimit returns the limit of a request, in which 0 is all.
func facetLimit(n int) int {
	if n == 0 {
		return index.AllValues
	}
	return n
}

// result answers with the result of a request.
func (s *service) result(
	ctx context.Context, c Conditional, r index.Request,
) (*answer[SearchAnswer], error) {
	for _, field := range append(slices.Clone(r.Facets), r.Table.Rows, r.Table.Columns) {
		if field != "" && !slices.Contains(index.FacetFields(), field) {
			return nil, problem(http.StatusBadRequest, fmt.Sprintf("articles are not counted by %q", field),
				"The fields are "+strings.Join(index.FacetFields(), ", ")+".")
		}
	}
	return withIndex(ctx, s, c, func(v *library.View, state State) (SearchAnswer, error) {
		result, err := v.Index.Search(ctx, r)
		if err != nil {
			return SearchAnswer{}, err
		}
		return SearchAnswer{*result, state}, nil
	})
}

// tableInput is what a table is asked.
type tableInput struct {
	Question
	Rows  string `query:"rows" default:"province" doc:"The field of the rows."`
	Cols  string `query:"cols" default:"month" doc:"The field of the columns."`
	Share bool   `query:"share" doc:"Compare counts with those of all articles."`
	Limit int    `query:"facet_limit" minimum:"0" maximum:"10000" default:"0" doc:"Values; 0: all."`
}

func (s *service) table(ctx context.Context, in *tableInput) (*answer[SearchAnswer], error) {
	r := in.request()
	r.Table = index.TableFields{Rows: in.Rows, Columns: in.Cols}
	r.Share, r.Limit, r.FacetLimit = in.Share, index.NoHits, facetLimit(in.Limit)
	return s.result(ctx, in.Conditional, r)
}

// sampleInput is what a sample is asked.
type sampleInput struct {
	Question
	N    int    `query:"n" minimum:"1" maximum:"200" default:"20" doc:"How many articles."`
	Seed uint64 `query:"seed" default:"1" maximum:"9007199254740991"`
}

func (s *service) sample(ctx context.Context, in *sampleInput) (*answer[SearchAnswer], error) {
	r := in.request()
	r.Sample, r.Seed, r.Limit = in.N, in.Seed, in.N
	return s.result(ctx, in.Conditional, r)
}

// kwicInput is what occurrences are asked.
type kwicInput struct {
	Question
	Width int    `query:"width" minimum:"10" maximum:"1000" default:"60" doc:"Characters on each side."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Sort  string `query:"sort" enum:"relevance,newest,oldest,seen" default:"relevance" doc:"Of the articles."`
}

// KWICAnswer is a list of occurrences.
type KWICAnswer struct {
	Query       string             `json:"query"`
	Occurrences []index.Occurrence `json:"occurrences"`
	More        bool               `json:"more" doc:"There are more than limit."`
	Index       State              `json:"index"`
}

func (s *service) kwic(ctx context.Context, in *kwicInput) (*answer[KWICAnswer], error) {
	r := in.request()
	r.Sort = index.Sort(in.Sort)
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (KWICAnswer, error) {
		a := KWICAnswer{Query: in.Q, Occurrences: []index.Occurrence{}, Index: state}
		limited, cancel := context.WithTimeoutCause(ctx, searchTime, index.ErrTimeout)
		defer cancel()
		for o, err := range v.Index.Occurrences(limited, r, in.Width) {
			if limited.Err() != nil {
				return a, context.Cause(limited)
			}
			if err != nil {
				return a, err
			}
			if a.More = len(a.Occurrences) == in.Limit; a.More {
				break
			}
			a.Occurrences = append(a.Occurrences, o)
		}
		return a, nil
	})
}

// suggestInput is what suggestions are asked.
type suggestInput struct {
	Conditional
	Q     string `query:"q" maxLength:"200" doc:"The beginning of a query."`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

// SuggestAnswer is a list of phrases.
type SuggestAnswer struct {
	Suggestions []index.Count `json:"suggestions" doc:"The most frequent first, with the titles they are in."`
	Index       State         `json:"index"`
}

func (s *service) suggest(ctx context.Context, in *suggestInput) (*answer[SuggestAnswer], error) {
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (SuggestAnswer, error) {
		counts, err := v.Index.Suggest(ctx, in.Q, in.Limit)
		return SuggestAnswer{append([]index.Count{}, counts...), state}, err
	})
}
