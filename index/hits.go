package index

import (
	"context"
	"fmt"
	"iter"
)

// hitsAtOnce is how many hits [Index.Hits] ranks at once: 3 MiB of them. A million hits are ranked 16 times.
const hitsAtOnce = 1 << 16

// Hits returns all hits of a request, in their order, as the index was when the sequence began; of Limit, From, Facets and
// Histogram nothing is heeded. Memory does not grow with the number of hits. After an error the sequence ends.
func (ix *Index) Hits(ctx context.Context, r Request) iter.Seq2[Hit, error] {
	return ix.hits(ctx, r, hitsAtOnce)
}

func (ix *Index) hits(ctx context.Context, r Request, atOnce int) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		r.From = 0
		x, err := ix.begin(ctx, &r)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		defer x.end()
		if err := x.each(atOnce, func(h Hit) bool { return yield(h, nil) }); err != nil {
			yield(Hit{}, fmt.Errorf("search: %w", err))
		}
	}
}

// each calls f with every hit until it returns false.
func (x *search) each(atOnce int, f func(Hit) bool) error {
	matches, _, err := x.findQuery()
	if err != nil {
		return err
	}
	m := x.marker()
	for {
		top, err := x.rank(matches, atOnce)
		if err != nil {
			return err
		}
		for _, c := range top {
			if err := x.ctx.Err(); err != nil {
				return err
			}
			a, err := x.segments[c.seg].Article(c.n)
			if err != nil {
				return err
			}
			if !f(x.hit(m, c, a)) {
				return nil
			}
		}
		if len(top) < atOnce {
			return nil
		}
		x.after = &top[len(top)-1]
	}
}
