package index

import (
	"context"
	"errors"
	"time"
)

// What a query may cost. Package query bounds its length, its parts, their nesting and the words with ~; maxSlots bounds
// the words that count, maxAlternatives what one with ~ stands for, maxExpansion what prefixes stand for. What is said
// twice is evaluated once. What is left is the time: no query is known that takes 0.1 s in 50,000 articles.

// ErrTimeout is returned for a search that took longer than Request.Timeout.
var ErrTimeout = errors.New("the search takes too long: ask for less, with fewer or rarer words")

const defaultTimeout = 2 * time.Second

// late reports whether a search must end. If so, the reader has an error.
func (x *search) late(r *reader) bool {
	if err := x.ctx.Err(); err != nil && r.err == nil {
		r.err = err
	}
	return r.err != nil
}

// timely returns the error of a search, or ErrTimeout if it is one because the search has run out of time.
func timely(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return context.Cause(ctx) // of the caller's deadline, that deadline
	}
	return err
}
