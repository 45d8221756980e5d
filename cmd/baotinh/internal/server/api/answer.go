package api

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// A Conditional is the part of a request that asks for an answer only if it has changed.
type Conditional struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag of an answer before."`
	uri         string
}

// Resolve takes the address of the request.
func (c *Conditional) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	c.uri = u.RequestURI()
	return nil
}

// An answer is a response with a body of JSON.
type answer[T any] struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         T
}

// State is what an answer is from.
type State struct {
	Generation string    `json:"generation" doc:"Two answers of one generation are from the same articles."`
	Articles   int       `json:"articles" doc:"How many the index has."`
	Until      time.Time `json:"until,omitzero" doc:"When the last of them came in."`
	Damaged    []string  `json:"damaged,omitempty" doc:"Parts of the index that are left out."`
}

// withIndex answers a request from the index, if the answer has changed.
func withIndex[T any](
	ctx context.Context, s *service, c Conditional, f func(*library.View, State) (T, error),
) (*answer[T], error) {
	v, err := s.Reader.View(ctx)
	if err != nil {
		return nil, s.problemOf(err)
	}
	defer v.Release()
	tag := etag(v.Generation, c.uri, time.Now())
	a := &answer[T]{ETag: tag, CacheControl: "no-cache"}
	if matches(c.IfNoneMatch, tag) {
		return nil, huma.ErrorWithHeaders(huma.Status304NotModified(),
			http.Header{"Etag": {tag}, "Cache-Control": {a.CacheControl}})
	}
	state, err := s.stateOf(ctx, v)
	if err == nil {
		a.Body, err = f(v, state)
	}
	if err != nil {
		return nil, s.problemOf(err)
	}
	return a, nil
}

// etag returns the tag of an answer. Words as "today" and "24h" make an answer that of an hour.
func etag(generation, uri string, now time.Time) string {
	h := fnv.New64a()
	fmt.Fprint(h, uri, now.In(news.Vietnam).Format("2006010215"))
	return fmt.Sprintf(`W/"%s-%x"`, generation, h.Sum64())
}

// matches reports whether a tag is in If-None-Match (RFC 9110 §13.1.2).
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// stateOf returns the state of a view.
func (s *service) stateOf(ctx context.Context, v *library.View) (State, error) {
	s.mu.Lock()
	state := s.state
	s.mu.Unlock()
	if state.Generation == v.Generation && len(state.Damaged) == len(v.Damaged) {
		return state, nil
	}
	n, err := v.Index.Count()
	if err != nil {
		return State{}, err
	}
	state = State{Generation: v.Generation, Articles: n}
	last, err := v.Index.Search(ctx, index.Request{Sort: index.LastSeen, Limit: 1})
	if err != nil {
		return State{}, err
	}
	if len(last.Hits) > 0 {
		state.Until = last.Hits[0].FirstSeen
	}
	for _, damaged := range v.Damaged {
		state.Damaged = append(state.Damaged, damaged.Shard)
	}
	s.mu.Lock()
	s.state = state
	s.mu.Unlock()
	return state, nil
}
