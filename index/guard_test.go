package index

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
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

// What is nasty for a search engine is answered or refused within a second, on a slow machine too.
func TestNastyQueriesAreCheap(t *testing.T) {
	var text strings.Builder
	for n := range 3000 {
		fmt.Fprintf(&text, "ba%d bi%d ", n, n)
	}
	a := article(1, "Chữ", text.String())
	for n := range 500 {
		a.Authors = append(a.Authors, fmt.Sprintf("Tác Giả %d", n))
	}
	ix := testIndex(t, a)
	for name, q := range map[string]string{
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
	} {
		start := time.Now()
		_, err := ix.Search(t.Context(), Request{Query: q})
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s took %v (%v)", name, took, err)
		}
	}
}
