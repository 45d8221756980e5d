package stream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func numbers(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
	}
}

func double(_ context.Context, n int) (int, error) { return 2 * n, nil }

var maps = map[string]func(
	context.Context, int, iter.Seq2[int, error], func(context.Context, int) (int, error)) iter.Seq2[int,
	error]{
	"Map":          Map[int, int],
	"MapUnordered": MapUnordered[int, int],
}

func TestMapKeepsOrderThoughLaterCallsEndFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slowFirst := func(_ context.Context, n int) (int, error) {
			<-time.After(time.Duration(10-n%10) * time.Second)
			return n, nil
		}
		want := 0
		for got, err := range Map(t.Context(), 4, numbers(100), slowFirst) {
			if got != want || err != nil {
				t.Fatalf("got %d, %v, want %d", got, err, want)
			}
			want++
		}
		if want != 100 {
			t.Errorf("%d results, want 100", want)
		}
	})
}

func TestMapUnorderedIsNotHeldUpByASlowCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		firstIsSlow := func(_ context.Context, n int) (int, error) {
			if n == 0 {
				<-time.After(time.Hour)
			}
			return n, nil
		}
		var got []int
		for n := range MapUnordered(t.Context(), 2, numbers(50), firstIsSlow) {
			got = append(got, n)
		}
		if last := got[len(got)-1]; last != 0 {
			t.Errorf("the slow call came before %d", last)
		}
		slices.Sort(got)
		if len(got) != 50 || got[49] != 49 {
			t.Errorf("got %v, want 0 to 49", got)
		}
	})
}

func TestErrorsOfTheInputPassThroughInPlace(t *testing.T) {
	broken := errors.New("broken record")
	in := func(yield func(int, error) bool) {
		_ = yield(1, nil) && yield(0, broken) && yield(3, nil)
	}
	var got []string
	for n, err := range Map(t.Context(), 3, in, double) {
		got = append(got, fmt.Sprint(n, err))
	}
	if want := []string{"2 <nil>", "0 broken record", "6 <nil>"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNoMoreThanWorkersRunAtOnce(t *testing.T) {
	for name, m := range maps {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var running, most atomic.Int32
				f := func(context.Context, int) (int, error) {
					most.Store(max(most.Load(), running.Add(1)))
					<-time.After(time.Second)
					running.Add(-1)
					return 0, nil
				}
				for range m(t.Context(), 3, numbers(30), f) {
				}
				if got := most.Load(); got != 3 {
					t.Errorf("%d calls at once, want 3", got)
				}
			})
		})
	}
}

// Leaving the loop must end every goroutine: synctest fails the test if one is left blocked.
func TestLeavingTheLoopEndsAllGoroutines(t *testing.T) {
	for name, m := range maps {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := 0
				for range m(t.Context(), 4, numbers(1_000_000), double) {
					if n++; n == 10 {
						break
					}
				}
			})
		})
	}
}

func TestCancellationEndsTheSequenceWithItsCause(t *testing.T) {
	stopped := errors.New("stopped by hand")
	for name, m := range maps {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				wait := func(ctx context.Context, n int) (int, error) {
					select {
					case <-time.After(time.Second):
						return n, nil
					case <-ctx.Done():
						return 0, context.Cause(ctx)
					}
				}
				var last error
				n := 0
				for _, err := range m(ctx, 2, numbers(1_000_000), wait) {
					if n++; n == 5 {
						cancel(stopped)
					}
					last = err
				}
				if !errors.Is(last, stopped) {
					t.Errorf("last error %v, want %v", last, stopped)
				}
			})
		})
	}
}

func TestAtMostTwiceWorkersAreUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var taken atomic.Int32
		in := func(yield func(int, error) bool) {
			for i := range 1000 {
				taken.Add(1)
				if !yield(i, nil) {
					return
				}
			}
		}
		for range Map(t.Context(), 4, in, double) {
			synctest.Wait()
			if got := taken.Load(); got > 10 { // 4 slots, 4 calls, one in hand on either side
				t.Errorf("%d values taken before the first was consumed", got)
			}
			break
		}
	})
}

func ExampleMap() {
	square := func(_ context.Context, n int) (int, error) { return n * n, nil }
	for n, err := range Map(context.Background(), 4, numbers(5), square) {
		fmt.Println(n, err)
	}
	// Output:
	// 0 <nil>
	// 1 <nil>
	// 4 <nil>
	// 9 <nil>
	// 16 <nil>
}

func BenchmarkMap(b *testing.B) {
	b.ReportAllocs()
	for range Map(b.Context(), 2, numbers(b.N), double) {
	}
}
