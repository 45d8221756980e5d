package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"runtime"
	"time"

	"baotinh/index/store"
	"baotinh/pipeline/news"
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
	return scan(ctx, s, r, now, func(m *matches, req *request, yield func(Hit) bool) error {
		weights := m.markWeights()
		makeHits := func(docs []scoredDoc, add func(Hit)) error {
			h := newMarker(weights)
			defer h.release()
			return m.eachArticle(docs, func(d scoredDoc, a *news.Article) { add(m.hit(req, d, a, h)) })
		}
		return m.pages(req, page, func(top []scoredDoc) (bool, error) {
			i := 0
			return inOrder(ctx, top, makeHits, func(h Hit) bool {
				if req.Explain {
					h.Explain = m.explain(top[i], req.bonus)
				}
				i++
				return yield(h)
			})
		})
	})
}

// Articles returns the articles that a request finds, as All does, but in the order of the index, unless
// r.Sort is set. Query and Filter may be empty: then it is every article.
func Articles(
	ctx context.Context, s *store.Snapshot, r Request, now time.Time,
) iter.Seq2[*news.Article, error] {
	unsorted := r.Sort == ""
	return scan(ctx, s, r, now, func(m *matches, req *request, yield func(*news.Article) bool) error {
		read := func(docs []scoredDoc, add func(*news.Article)) error {
			return m.eachArticle(docs, func(_ scoredDoc, a *news.Article) { add(a) })
		}
		visit := func(docs []scoredDoc) (bool, error) { return inOrder(ctx, docs, read, yield) }
		if unsorted {
			return m.unsorted(scanPage, visit)
		}
		return m.pages(req, scanPage, visit)
	})
}

// scan returns the sequence that f yields of the matches of a request.
func scan[T any](
	ctx context.Context, s *store.Snapshot, r Request, now time.Time,
	f func(m *matches, req *request, yield func(T) bool) error,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		r.From = 0
		req, err := parse(r, now)
		if err != nil {
			yield(none, err)
			return
		}
		rd := newReader(ctx, s)
		defer rd.release()
		ended := false
		m, err := rd.match(req)
		if err == nil {
			err = f(m, req, func(v T) bool {
				ended = !yield(v, nil)
				return !ended
			})
		}
		if err != nil && !ended {
			yield(none, fmt.Errorf("search: %w", err))
		}
	}
}

// pages calls f with all matches in the order of a request, so many at a time, until f returns false.
func (m *matches) pages(req *request, page int, f func([]scoredDoc) (bool, error)) error {
	after := req.after
	for {
		top, err := m.rank(req.Sort, page, after, req.bonus)
		if err != nil {
			return err
		}
		if more, err := f(top); err != nil || !more || len(top) < page {
			return cmp.Or(err, m.reader.err())
		}
		after = &top[len(top)-1]
	}
}

// unsorted calls f with all matches in the order of the index, so many at a time, until f returns false.
func (m *matches) unsorted(page int, f func([]scoredDoc) (bool, error)) error {
	var docs []scoredDoc
	for seg, s := range m.segments {
		all := s.clone(m.docs[seg])
		if m.relaxed != nil {
			all.Or(m.relaxed[seg])
		}
		if m.sample != nil {
			all.And(m.sample[seg])
		}
		for doc := range all.All() {
			if docs = append(docs, scoredDoc{seg: seg, doc: doc}); len(docs) < page {
				continue
			}
			if more, err := f(docs); err != nil || !more {
				return err
			}
			docs = docs[:0]
		}
	}
	_, err := f(docs)
	return err
}

// eachArticle calls f with documents and their articles. It may be called concurrently.
func (m *matches) eachArticle(docs []scoredDoc, f func(scoredDoc, *news.Article)) error {
	for _, d := range docs {
		if err := m.reader.ctx.Err(); err != nil {
			return err
		}
		a, err := m.article(d)
		if err != nil {
			return err
		}
		f(d, a)
	}
	if read := m.read.Add(int64(len(docs))); read/forgetEvery > (read-int64(len(docs)))/forgetEvery {
		for _, s := range m.segments {
			s.Forget()
		}
	}
	return nil
}

// forgetEvery is the number of articles after which the pages of the files that were read leave the memory of
// the process: in the order of the index they are 2 MiB, in another one 16 times as much, as the system maps
// neighbouring pages, too.
const forgetEvery = 1024

// batch is how many documents a goroutine reads at a time.
const batch = 64

// inOrder calls yield with what work adds for documents, in their order, until yield returns false. It
// returns whether yield has not. The error is that of work or of ctx. work is called concurrently, for some
// documents at a time, and ahead of yield by as many: so memory is bounded.
func inOrder[T any](
	ctx context.Context, docs []scoredDoc, work func(docs []scoredDoc, add func(T)) error,
	yield func(T) bool,
) (bool, error) {
	workers := runtime.GOMAXPROCS(0)
	type results struct {
		values []T
		err    error
	}
	begin := func() <-chan []results {
		parts := make([][]scoredDoc, 0, workers)
		for len(docs) > 0 && len(parts) < workers {
			n := min(batch, len(docs))
			parts = append(parts, docs[:n])
			docs = docs[n:]
		}
		made := make(chan []results, 1)
		all := make([]results, len(parts))
		go func() {
			concurrently(len(parts), func(i int) {
				r := &all[i]
				r.err = work(parts[i], func(v T) { r.values = append(r.values, v) })
			})
			made <- all
		}()
		return made
	}
	next := begin()
	defer func() { <-next }() // nothing of the index is read after the return
	for {
		current := <-next
		next = begin()
		if len(current) == 0 {
			return true, nil
		}
		for _, r := range current {
			for _, v := range r.values {
				if err := ctx.Err(); err != nil {
					return false, err
				}
				if !yield(v) {
					return false, nil
				}
			}
			if r.err != nil {
				return false, r.err
			}
		}
	}
}
