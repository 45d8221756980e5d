package search

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestSearchEndsInTime(t *testing.T) {
	ix := testIndex(t, sameDay(20)...)
	for _, q := range []string{"mưa", "mưa (lớn OR nhỏ)", "title:mưa", "mư*", "-nắng"} {
		_, err := ix.Search(t.Context(), Request{Query: q, Timeout: time.Nanosecond})
		if !errors.Is(err, ErrTimeout) {
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

const tooBroad = "* stands for too many words: write more letters"

// hostile are queries that could cost a search engine more than they are worth. The error that refuses one
// is named, if it is refused.
var hostile = map[string]struct{ query, refused string }{
	"a prefix of very many words": {"ba*", tooBroad},
	"prefixes of many words each": {each(20, "b# bil* bal* bim* bam* bin*"), tooBroad},
	"one prefix many times":       {each(200, "ba1*"), ""},
	"prefixes as alternatives":    {each(60, "(ba#* OR bi2*)"), ""},
	"prefixes of names":           {each(200, "author:@@*"), ""},
	"prefixes in titles":          {each(200, "title:ch@*"), ""},
	"words in any order":          {each(250, "bi#"), ""},
	"alternatives":                {strings.Join(strings.Fields(each(250, "bi#")), "|"), ""},
	"without":                     {each(250, "-bi#"), ""},
	"one word many times":         {each(256, "ba1000"), ""},
	"words too many":              {each(257, "ba1"), "1024: the query has more than 256 words"},
	"words too long":              {strings.Repeat("a", 5000), "4096: the query is longer than 4096 bytes"},
	"unknown words":               {each(250, "zxc@q"), ""},
	"typing errors":               {each(120, "ngừi thfnh"), ""},
	"fuzzy words":                 {each(16, "bi@~"), ""},
	"fuzzy words too many":        {each(20, "ba~"), "64: more than 16 words with ~"},
	"a very long fuzzy word":      {strings.Repeat("a", 4000) + "~", ""},
	"phrases":                     {each(200, `"ba# bi#"`), ""},
	"phrases as alternatives":     {strings.ReplaceAll(each(200, `"ba# bi#"`), `" "`, `"|"`), ""},
	"phrases without":             {each(150, `-"ba# bi#"`), ""},
	"a very long phrase":          {`"` + each(250, "ba# bi#") + `"`, ""},
	"names":                       {each(250, "author:@&"), ""},
	"sites":                       {each(250, "site:@&"), ""},
	"provinces":                   {each(200, "province:@&"), ""},
	"dates":                       {each(200, "after:#"), ""},
	"dashes":                      {strings.Repeat("a-", 2000), ""},
	"nested too deep":             {strings.Repeat("-(", 2000), "17: more than 16 parentheses"},
	"groups side by side":         {each(80, "-(ba# OR -(bi# ba1000))"), ""},
	"parentheses":                 {strings.Repeat(")(", 2000), "has no word"},
	"quotation marks":             {strings.Repeat(`"`, 4000), "512: the query has more than 256 words"},
	"colons":                      {strings.Repeat("a:", 2000), ""},
	"stars":                       {strings.Repeat("* ", 2000), "512: the query has more than 256 words"},
	"broken bytes":                {"\x00\xff\" a", ""},
	"document numbers":            {each(150, "#/2022/NĐ-CP"), ""},
	"abbreviations":               {each(85, "TT UBND CT"), ""},
}

// each writes text n times, with # for its number, from 1000 on, and @ and & for letters that go with it.
func each(n int, text string) string {
	var b strings.Builder
	for i := range n {
		first, second := string(rune('a'+i%26)), string(rune('a'+i/26))
		letters := strings.NewReplacer("#", strconv.Itoa(1000+i), "@", first, "&", second)
		b.WriteString(letters.Replace(text) + " ")
	}
	return b.String()
}

// hostileIndex has an article with very many words for the hostile queries to work on, and many authors.
func hostileIndex(t testing.TB) *testStore {
	var text strings.Builder
	for n := range 5000 {
		fmt.Fprintf(&text, "ba%d bi%d ba%s bi%[3]s bo%[3]s ", 1000+n, 1000+n, letters(1000+n))
	}
	a := article(1, "Chữ", text.String())
	for n := range 5000 {
		a.Authors = append(a.Authors, fmt.Sprintf("Tác Giả %d", n))
	}
	return testIndex(t, a)
}

// letters writes a number in letters.
func letters(n int) string {
	return strings.Map(func(digit rune) rune { return digit - '0' + 'k' }, strconv.Itoa(n))
}

func TestHostileQueriesAreAnsweredOrRefused(t *testing.T) {
	ix := hostileIndex(t)
	for name, h := range hostile {
		_, err := ix.Search(t.Context(), Request{Query: h.query, Timeout: time.Minute})
		if (err != nil) != (h.refused != "") || !strings.Contains(fmt.Sprint(err), h.refused) {
			t.Errorf("%s: %v, want %q", name, err, h.refused)
		}
	}
}

func BenchmarkHostileQuery(b *testing.B) {
	ix := hostileIndex(b)
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = ix.Search(b.Context(), Request{Query: hostile[name].query}) // some are refused
			}
		})
	}
}
