package search

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baotinh/index/highlight"
	"baotinh/index/store"
)

// Mark returns texts as escaped HTML, with the words of a query in <mark>, as in the snippet of a hit. If the
// texts have none of them, it marks the words that differ from them only in their Vietnamese marks. The
// error is a *query.SyntaxError if the query cannot be parsed.
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
	marked, found := m.mark(texts, false)
	if !found { // a hit of the relaxed query
		marked, _ = m.mark(texts, true)
	}
	return marked, nil
}

// mark marks the words of the query in texts, and reports whether there are any. If folded is set, they may
// have other marks.
func (m *matches) mark(texts []string, folded bool) ([]string, bool) {
	h := highlight.New(m.passageWeights(folded))
	defer h.Release()
	marked, found := make([]string, len(texts)), false
	for i, text := range texts {
		marked[i] = h.Mark(text)
		found = found || strings.Contains(marked[i], "<mark>")
	}
	return marked, found
}
