package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"baotinh/pipeline/news"
)

func TestSuggest(t *testing.T) {
	var articles []*news.Article
	add := func(times int, title string) {
		for range times {
			n := len(articles)
			articles = append(articles, article(n, fmt.Sprintf("%s: bài %d", title, n)))
		}
	}
	add(5, "Thời tiết Lạng Sơn")
	add(4, "Giá cả Lạng Sơn")
	add(4, "Nông thôn mới")
	add(3, "LẠNG GIANG")
	add(6, "Làng nghề")
	add(2, "Lạng lách") // too few
	ix := testIndex(t, articles...)

	for _, tt := range []struct {
		name, typed string
		want        []string
	}{
		{"without marks", "lang", []string{"Lạng Sơn", "Làng nghề", "LẠNG GIANG"}},
		{"with marks", "lạng", []string{"Lạng Sơn", "LẠNG GIANG"}},
		{"with other marks", "làng", []string{"Làng nghề"}},
		{"in the middle of a word", "lạng s", []string{"Lạng Sơn"}},
		{"capitals", "LẠNG S", []string{"Lạng Sơn"}},
		{"marks on the first word only", "lạng so", []string{"Lạng Sơn"}},
		{"a whole word", "lan ", nil},
		{"the whole phrase, not its parts", "thon", nil},
		{"a phrase of three words", "nong", []string{"Nông thôn mới"}},
		{"nothing", "", nil},
		{"signs only", " – ", nil},
		{"what no title has", "xyz", nil},
	} {
		got, err := ix.Suggest(t.Context(), tt.typed, 0)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, c := range got {
			texts = append(texts, c.Value)
		}
		if !slices.Equal(texts, tt.want) {
			t.Errorf("%s: Suggest(%q) = %q, want %q", tt.name, tt.typed, texts, tt.want)
		}
	}
	got, err := ix.Suggest(t.Context(), "lang", 1)
	if err != nil || len(got) != 1 || got[0] != (Count{Value: "Lạng Sơn", Count: 9}) {
		t.Errorf("the first one: %v, %v, want Lạng Sơn of 9 titles", got, err)
	}
}

func TestSuggestAfterAnInterruption(t *testing.T) {
	ix := testIndex(t, article(1, "Lạng Sơn"), article(2, "Lạng Sơn"), article(3, "Lạng Sơn"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Suggest(ctx, "lang", 0); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want context.Canceled", err)
	}
	if got, err := ix.Suggest(t.Context(), "lang", 0); err != nil || len(got) != 1 {
		t.Errorf("then: %v, %v, want Lạng Sơn", got, err)
	}
}
