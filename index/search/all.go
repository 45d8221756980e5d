package search

import (
	"context"
	"fmt"
	"iter"
	"time"

	"baotinh/index/highlight"
	"baotinh/index/store"
)

// scanPage is the number of hits that [All] ranks at a time, 3 MiB of them. A million hits are ranked 16
// times.
const scanPage = 1 << 16

// All returns all hits of a request, in their order. Limit, From, Timeout and all counts are ignored.
// Memory does not grow with the number of hits. After an error the sequence ends.
func All(ctx context.Context, s *store.Snapshot, r Request, now time.Time) iter.Seq2[Hit, error] {
	return all(ctx, s, r, now, scanPage)
}

func all(ctx context.Context, s *store.Snapshot, r Request, now time.Time, page int) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		r.From = 0
		req, err := parse(r, now)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		rd := newReader(ctx, s)
		defer rd.release()
		if err := rd.scan(req, page, func(h Hit) bool { return yield(h, nil) }); err != nil {
			yield(Hit{}, fmt.Errorf("search: %w", err))
		}
	}
}

// scan calls f with every hit until it returns false.
func (r *reader) scan(req *request, page int, f func(Hit) bool) error {
	m, err := r.match(req)
	if err != nil {
		return err
	}
	h := highlight.New(m.passageWeights())
	defer h.Release()
	after := req.after
	for {
		top, err := m.rank(req.Sort, page, after, req.bonus)
		if err != nil {
			return err
		}
		for _, d := range top {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			a, err := m.article(d)
			if err != nil {
				return err
			}
			hit := m.hit(req, d, a, h)
			if req.Explain {
				hit.Explain = m.explain(d, req.bonus)
			}
			if !f(hit) {
				return nil
			}
		}
		if len(top) < page {
			return nil
		}
		after = &top[len(top)-1]
	}
}
