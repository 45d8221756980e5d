package search

import (
	"context"
	"errors"
	"time"
)

// What bounds the cost of a query: package query bounds its length, its parts, their nesting and the words
// with ~; maxTerms bounds the words that are scored, package spelling what a word with ~ stands for,
// maxPrefixTerms what prefixes stand for. A part that is repeated is evaluated once. The rest is bounded by
// Request.Timeout; no query is known that takes 0.1 s in 50,000 articles.

// ErrTimeout is returned for a search that took longer than Request.Timeout.
var ErrTimeout = errors.New("the search takes too long: ask for less, with fewer or rarer words")

const (
	defaultTimeout = 2 * time.Second
	engineTimeout  = 10 * time.Second // of an Engine: a long query makes a dozen round trips
)

// asTimeout returns ErrTimeout if err is the expiry of the context, and else err. If the deadline was the
// caller's, it returns the cause of that.
func asTimeout(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return context.Cause(ctx)
	}
	return err
}
