package search

import (
	"context"
	"fmt"
	"time"

	"baotinh/index/highlight"
	"baotinh/index/store"
)

// Mark returns texts as HTML: escaped, the words that a query seeks in <mark>, as in the snippet of a hit.
// The error is a *query.SyntaxError if the query cannot be parsed.
func Mark(ctx context.Context, s *store.Snapshot, q string, texts []string, now time.Time) ([]string, error) {
	req, err := parse(Request{Query: q}, now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, defaultTimeout, ErrTimeout)
	defer cancel()
	r := newReader(ctx, s)
	defer r.release()
	m, err := r.match(req)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", asTimeout(ctx, err))
	}
	h := highlight.New(m.passageWeights())
	defer h.Release()
	marked := make([]string, len(texts))
	for i, text := range texts {
		marked[i] = h.Mark(text)
	}
	return marked, nil
}
