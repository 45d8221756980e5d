package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/index/query"
)

func TestSearchEndsInTime(t *testing.T) {
	ix := testIndex(t, sameDay(20)...)
	for _, q := range []string{"mưa", "mưa (lớn OR nhỏ)", "title:mưa", "mư*", "-nắng"} {
		if _, err := ix.Search(t.Context(), Request{Query: q, Timeout: time.Nanosecond}); !errors.Is(err, ErrTimeout) {
			t.Errorf("Search(%q) in a nanosecond: %v, want ErrTimeout", q, err)
		}
	}
	if _, err := ix.Search(t.Context(), Request{Query: "mưa", Timeout: -1}); err == nil {
		t.Error("a negative time limit is no error")
	}

	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if _, err := ix.Search(ctx, Request{Query: "mưa"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past the caller's deadline: %v, want context.DeadlineExceeded", err)
	}
}

// nasty are queries that could cost a search engine more than they are worth.
var nasty = map[string]string{
	"prefixes":        strings.Repeat("ba* ", 120),
	"alternatives":    strings.Repeat("(ba* OR bi*) ", 60),
	"authors":         strings.Repeat("author:a ", 120),
	"phrases without": strings.Repeat(`-"ba1 bi1" `, 120),
	"dates":           strings.Repeat("after:2001 ", 120),
	"repeated words":  strings.Repeat("ba1 ", 250),
	"unknown words":   strings.Repeat("zxcvq ", 250),
	"slips":           strings.Repeat("ngừi thfnh ", 120),
	"dashes":          strings.Repeat("a-", 2000),
	"nested":          strings.Repeat("-(", 2000),
	"quotation marks": strings.Repeat(`"`, 4000),
	"colons":          strings.Repeat("a:", 2000),
}

// nastyIndex has an article for the nasty queries to work on.
func nastyIndex(t testing.TB) *Index {
	var text strings.Builder
	for n := range 3000 {
		fmt.Fprintf(&text, "ba%d bi%d ", n, n)
	}
	a := article(1, "Chữ", text.String())
	for n := range 500 {
		a.Authors = append(a.Authors, fmt.Sprintf("Tác Giả %d", n))
	}
	return testIndex(t, a)
}

func TestNastyQueriesAreAnsweredOrRefusedAndDoNotRunIntoTheTimeLimit(t *testing.T) {
	ix := nastyIndex(t)
	for name, q := range nasty {
		_, err := ix.Search(t.Context(), Request{Query: q, Timeout: time.Minute})
		if _, refused := errors.AsType[*query.SyntaxError](err); err != nil && !refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkNastyQueries(b *testing.B) {
	ix := nastyIndex(b)
	for _, name := range slices.Sorted(maps.Keys(nasty)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = ix.Search(b.Context(), Request{Query: nasty[name]}) // some are refused
			}
		})
	}
}
