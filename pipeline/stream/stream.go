// Package stream maps a function over a sequence with several goroutines.
//
// [Map] keeps the order of its input, [MapUnordered] does not. This is the only package of the pipeline that
// starts goroutines; the mapped functions are sequential.
package stream

import (
	"context"
	"iter"
	"sync"
)

// Map yields f(v) for every v of in, in the order of in. At most workers calls of f run concurrently (at
// least one), and at most twice as many values are under way, so memory is bounded even if the consumer is
// slow. Map yields a pair of in with an error unchanged, in its place, without calling f. When ctx ends, it
// yields the cause last.
//
// Map iterates over in in a goroutine of its own. All goroutines have ended when the sequence ends or the
// consumer leaves the loop; f must return early when its context ends.
func Map[T, U any](
	ctx context.Context, workers int, in iter.Seq2[T, error], f func(context.Context, T) (U, error),
) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		slots := make(chan chan result[U], max(workers, 1))
		stop := feed(ctx, workers, in, func() { close(slots) },
			func(ctx context.Context, v T, err error) func() {
				slot := make(chan result[U], 1)
				select {
				case slots <- slot:
					return func() { slot <- call(ctx, f, v, err) }
				case <-ctx.Done():
					return nil
				}
			})
		defer stop()

		for slot := range slots {
			if r := <-slot; !yield(r.value, r.err) {
				return
			}
		}
		end(ctx, yield)
	}
}

// MapUnordered is [Map] without the order of in: it yields each result when its call returns, so that a slow
// call, such as a fetch from a slow server, delays no other result.
func MapUnordered[T, U any](
	ctx context.Context, workers int, in iter.Seq2[T, error], f func(context.Context, T) (U, error),
) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		results := make(chan result[U], max(workers, 1))
		stop := feed(ctx, workers, in, func() { close(results) },
			func(ctx context.Context, v T, err error) func() {
				if ctx.Err() != nil {
					return nil
				}
				return func() {
					r := call(ctx, f, v, err)
					select {
					case results <- r:
					case <-ctx.Done():
					}
				}
			})
		defer stop()

		for r := range results {
			if !yield(r.value, r.err) {
				return
			}
		}
		end(ctx, yield)
	}
}

type result[U any] struct {
	value U
	err   error
}

// feed calls start for each pair of in and runs the function that it returns, at most workers concurrently.
// Each goroutine runs one after another. Feed ends when start returns nil, and calls done at the end. The
// caller must call the function that feed returns, which stops feed and waits for its goroutines.
func feed[T any](
	ctx context.Context, workers int, in iter.Seq2[T, error], done func(),
	start func(context.Context, T, error) func(),
) func() {
	ctx, cancel := context.WithCancel(ctx)
	var feeding sync.WaitGroup
	feeding.Go(func() {
		defer done()
		var running sync.WaitGroup
		defer running.Wait()
		calls := make(chan func())
		defer close(calls)
		free := max(workers, 1) // goroutines that may still be started
		for v, err := range in {
			run := start(ctx, v, err)
			if run == nil {
				return
			}
			select {
			case calls <- run:
				continue
			default:
			}
			if free == 0 {
				calls <- run
				continue
			}
			free--
			running.Go(func() {
				run()
				for run := range calls {
					run()
				}
			})
		}
	})
	return func() { cancel(); feeding.Wait() }
}

func call[T, U any](ctx context.Context, f func(context.Context, T) (U, error), v T, err error) result[U] {
	if err != nil {
		return result[U]{err: err}
	}
	u, err := f(ctx, v)
	return result[U]{u, err}
}

func end[U any](ctx context.Context, yield func(U, error) bool) {
	if ctx.Err() != nil {
		var zero U
		yield(zero, context.Cause(ctx))
	}
}
