package opensearch

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"baotinh/index/search"
	"baotinh/index/store"
)

var _ search.Engine = (*Index)(nil)

// Count implements [search.Engine].
func (ix *Index) Count(ctx context.Context, exprs []search.Expr) ([]int, error) {
	var bodies []object
	for _, e := range exprs {
		bodies = append(bodies, object{"size": 0, "track_total_hits": true, "query": queryOf(e)})
	}
	answers, err := ix.search(ctx, bodies)
	if err != nil {
		return nil, err
	}
	var counts []int
	for _, a := range answers {
		counts = append(counts, a.Hits.Total.Value)
	}
	return counts, nil
}

// maxValues is the most that an aggregation returns, by the default of search.max_buckets.
const maxValues = 65_535

// Values implements [search.Engine].
func (ix *Index) Values(ctx context.Context, field string) ([]string, error) {
	found, err := ix.Find(ctx, []search.Find{{Tallies: []search.Tally{{Field: field}}}})
	if err != nil {
		return nil, err
	}
	var all []string
	for v := range found[0].Tallies[0].Values {
		all = append(all, v)
	}
	return all, nil
}

// Find implements [search.Engine].
func (ix *Index) Find(ctx context.Context, finds []search.Find) ([]search.Found, error) {
	var bodies []object
	for _, f := range finds {
		bodies = append(bodies, bodyOf(f))
	}
	answers, err := ix.search(ctx, bodies)
	if err != nil {
		return nil, err
	}
	var all []search.Found
	for i, a := range answers {
		found, err := a.found(finds[i])
		if err != nil {
			return nil, fmt.Errorf("index %s: %w", ix.alias, err)
		}
		all = append(all, found)
	}
	return all, nil
}

// bodyOf returns the body of a search.
func bodyOf(f search.Find) object {
	body := object{"size": f.Limit, "track_total_hits": true, "_source": []string{"article"}}
	if f.Scoring != nil {
		body["query"] = scoreOf(f.Scoring, f.Match)
	} else {
		body["query"] = object{"bool": object{"filter": []object{queryOf(f.Match)}}}
	}
	date, order := "published", "desc"
	switch f.Sort {
	case search.LastSeen:
		date = "seen"
	case search.Oldest:
		order = "asc"
	}
	sort := []object{{date: object{"order": order, "missing": "_last"}}, {"tie": "asc"}}
	if f.Sort == search.Relevance {
		sort = append([]object{{"_score": "desc"}}, sort...)
	}
	body["sort"] = sort
	if f.Sort == search.Sampled {
		body["sort"] = []object{{"_script": object{"type": "number", "order": "asc", "script": object{
			"source": splitMix, "params": object{"seed": int64(search.MixSeed(f.Seed))},
		}}}}
	}
	if f.After != nil {
		body["search_after"] = placeOf(*f.After, f.Sort)
	}
	aggs := object{}
	for i, t := range f.Tallies {
		addTally(aggs, strconv.Itoa(i), t)
	}
	if len(aggs) > 0 {
		body["aggs"] = aggs
	}
	return body
}

// splitMix is the number of an article in a sample, but for the bits that a double does not have: see
// search.Sampled.
const splitMix = "long x = doc['tie'].value ^ Long.MIN_VALUE ^ params.seed; " +
	"x += -7046029254386353131L; " +
	"x = (x ^ (x >>> 30)) * -4658895280553007687L; " +
	"x = (x ^ (x >>> 27)) * -7723592293110705685L; " +
	"x = x ^ (x >>> 31); return (double) (x >>> 11);"

// missing is what the cluster sorts an unknown date by.
func missing(by search.Sort) int64 {
	if by == search.Oldest {
		return math.MaxInt64
	}
	return math.MinInt64
}

// placeOf returns the values that a place is sorted by.
func placeOf(r search.Rank, by search.Sort) []any {
	date := r.Date
	if date == 0 {
		date = missing(by)
	}
	place := []any{date, signed(r.Tie)}
	if by == search.Relevance {
		return append([]any{r.Score}, place...)
	}
	return place
}

// addTally adds the aggregations of a field, and of a second one within it.
func addTally(aggs object, name string, t search.Tally) {
	terms := object{"field": t.Field, "size": maxValues}
	if t.Repeated {
		terms["min_doc_count"] = 2
	}
	values, none := object{"terms": terms}, object{"missing": object{"field": t.Field}}
	if t.Across != "" {
		sub := object{}
		addTally(sub, "across", search.Tally{Field: t.Across})
		values["aggs"], none["aggs"] = sub, sub
	}
	aggs[name], aggs[name+"-missing"] = values, none
}

// An answer is that of one search.
type answer struct {
	Hits struct {
		Total struct{ Value int }
		Hits  []struct {
			Source struct{ Article []byte } `json:"_source"`
			Fields map[string][]string
			Sort   []json.Number
		}
	}
	Aggregations map[string]aggregation
	Error        *errorBody
	Status       int
	TimedOut     bool `json:"timed_out"`
	Shards       struct {
		Total, Failed int
		Failures      []struct{ Reason errorBody }
	} `json:"_shards"`
}

// An aggregation has the buckets of a field, or is the one of what has no value.
type aggregation struct {
	DocCount int `json:"doc_count"`
	Others   int `json:"sum_other_doc_count"` // in buckets that are left out
	Buckets  []struct {
		Key         json.RawMessage
		KeyAsString string       `json:"key_as_string"`
		DocCount    int          `json:"doc_count"`
		Across      *aggregation `json:"across"`
		Missing     *aggregation `json:"across-missing"`
	}
	Across  *aggregation `json:"across"`
	Missing *aggregation `json:"across-missing"`
}

// found returns what a search has found.
func (a *answer) found(f search.Find) (search.Found, error) {
	found := search.Found{Total: a.Hits.Total.Value}
	for i := range f.Tallies {
		name := strconv.Itoa(i)
		t, err := a.Aggregations[name].tallied(a.Aggregations[name+"-missing"])
		if err != nil {
			return found, err
		}
		found.Tallies = append(found.Tallies, t)
	}
	for _, h := range a.Hits.Hits {
		article, err := store.DecodeArticle(h.Source.Article)
		if err != nil {
			return found, err
		}
		rank, err := rankOf(h.Sort, f.Sort)
		if err != nil {
			return found, err
		}
		found.Articles = append(found.Articles, search.FoundArticle{Article: article, Rank: rank})
	}
	return found, nil
}

// rankOf returns the place that an article is sorted by.
func rankOf(sort []json.Number, by search.Sort) (search.Rank, error) {
	var r search.Rank
	if by == search.Sampled {
		return r, nil
	}
	if by == search.Relevance {
		if len(sort) == 0 {
			return r, fmt.Errorf("an article without place")
		}
		score, err := strconv.ParseFloat(sort[0].String(), 32)
		if err != nil {
			return r, fmt.Errorf("place of an article: %w", err)
		}
		r.Score, sort = float32(score), sort[1:]
	}
	if len(sort) != 2 {
		return r, fmt.Errorf("the place of an article has %d parts", len(sort))
	}
	date, err := sort[0].Int64()
	if err != nil {
		return r, fmt.Errorf("place of an article: %w", err)
	}
	tie, err := sort[1].Int64()
	if err != nil {
		return r, fmt.Errorf("place of an article: %w", err)
	}
	if r.Tie = unsigned(tie); date != missing(by) {
		r.Date = date
	}
	return r, nil
}

// tallied returns the counts of an aggregation.
func (a aggregation) tallied(none aggregation) (search.Tallied, error) {
	t := search.Tallied{Values: map[string]search.TalliedValue{}}
	if err := a.tooFine(); err != nil {
		return t, err
	}
	var err error
	if t.Missing, err = talliedValue(none.DocCount, none.Across, none.Missing); err != nil {
		return t, err
	}
	for _, b := range a.Buckets {
		key, err := keyOf(b.Key)
		if err != nil {
			return t, err
		}
		if t.Values[key], err = talliedValue(b.DocCount, b.Across, b.Missing); err != nil {
			return t, err
		}
	}
	return t, nil
}

func talliedValue(n int, across, missing *aggregation) (search.TalliedValue, error) {
	v := search.TalliedValue{Count: n}
	if across == nil || missing == nil {
		return v, nil
	}
	if err := across.tooFine(); err != nil {
		return v, err
	}
	v.Missing, v.Across = missing.DocCount, map[string]int{}
	for _, b := range across.Buckets {
		key, err := keyOf(b.Key)
		if err != nil {
			return v, err
		}
		v.Across[key] = b.DocCount
	}
	return v, nil
}

// tooFine returns an error if there are more values than the cluster returns.
func (a aggregation) tooFine() error {
	if a.Others == 0 {
		return nil
	}
	return fmt.Errorf("%w: a field has more than %d values", search.ErrTooFine, maxValues)
}

// keyOf returns the key of a bucket: a string, or a whole number.
func keyOf(raw json.RawMessage) (string, error) {
	if len(raw) > 0 && raw[0] != '"' {
		return string(raw), nil
	}
	var key string
	err := json.Unmarshal(raw, &key)
	return key, err
}

// search sends searches of the alias in one request. Each of the answers is whole: none that lacks a shard,
// or that ran out of time, is taken for one.
func (ix *Index) search(ctx context.Context, bodies []object) ([]answer, error) {
	if ix.pit == "" {
		return ix.searchIn(ctx, ix.alias, bodies)
	}
	for _, body := range bodies {
		body["pit"] = object{"id": ix.pit, "keep_alive": keepAlive}
	}
	return ix.searchIn(ctx, "", bodies)
}

// searchIn sends searches of an index, or of no index if they name a point in time.
func (ix *Index) searchIn(ctx context.Context, index string, bodies []object) ([]answer, error) {
	if len(bodies) == 0 {
		return nil, nil
	}
	var lines []byte
	for _, body := range bodies {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		lines = append(append(append(lines, "{}\n"...), encoded...), '\n')
	}
	var found struct{ Responses []answer }
	path := "/_msearch"
	if index != "" {
		path = "/" + index + path
	}
	if err := ix.client.send(ctx, http.MethodPost, path, "application/x-ndjson", lines, &found); err != nil {
		return nil, ix.wrap(err)
	}
	if len(found.Responses) != len(bodies) {
		return nil, ix.wrap(fmt.Errorf("%d answers to %d searches", len(found.Responses), len(bodies)))
	}
	for i := range found.Responses {
		if err := found.Responses[i].err(); err != nil {
			return nil, ix.wrap(err)
		}
	}
	return found.Responses, nil
}

// err returns why an answer is none.
func (a *answer) err() error {
	switch {
	case a.Error != nil:
		return a.Error.status(a.Status)
	case a.Shards.Failed > 0:
		reason := ""
		if len(a.Shards.Failures) > 0 {
			reason = ": " + a.Shards.Failures[0].Reason.Reason
		}
		return fmt.Errorf("%w: %d of %d shards did not answer%s",
			ErrUnavailable, a.Shards.Failed, a.Shards.Total, reason)
	case a.TimedOut:
		return fmt.Errorf("%w: the search ran out of time", ErrUnavailable)
	}
	return nil
}
