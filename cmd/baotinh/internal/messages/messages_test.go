package messages

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/index"
	"baotinh/index/query"
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	if vi, en := keys(Vietnamese.Rewrites), keys(English.Rewrites); !slices.Equal(vi, en) {
		t.Errorf("rewrites in Vietnamese %q, in English %q", vi, en)
	}
	if vi, en := keys(Vietnamese.Explanations), keys(English.Explanations); !slices.Equal(vi, en) {
		t.Errorf("explanations in Vietnamese %q, in English %q", vi, en)
	}
}

// Every mistake in a query is told of in both languages, with the place and with what to write instead.
func TestMistakesInWords(t *testing.T) {
	told := map[query.SyntaxErrorKind]bool{}
	for _, q := range []string{
		strings.Repeat("a ", 3000), strings.Repeat("a ", 300), strings.Repeat("(", 40) + "a",
		strings.Repeat("a~ ", 20), `"mưa lũ"~x`, "lũ ~", "lũ2~", "author:hà~", "date:2022~", "date:x",
		"after:1..2",
		"date:2009..2004", "autor:hà", "status:cũ", "author:'hà'", "mưa NOT lũ", "mưa *lũ", "đ*",
		`place:"Không Đâu"`, `place:"Châu Thành"`, "???",
	} {
		_, err := query.Parse(q, time.Now())
		e, ok := errors.AsType[*query.SyntaxError](err)
		if !ok {
			t.Errorf("%.20q: %v, want a *SyntaxError", q, err)
			continue
		}
		told[e.Kind] = true
		for _, m := range []*Messages{&Vietnamese, &English} {
			text := m.placed(err, 0).Error()
			if !strings.Contains(text, "^") || strings.Contains(text, "{detail}") ||
				m.InVietnamese && strings.Contains(text, string(e.Kind)) {
				t.Errorf("%.20q: %s", q, text)
			}
		}
	}
	delete(told, query.TooBroad)
	if len(told)+1 != len(Vietnamese.Mistakes) {
		t.Errorf("%d mistakes were made, %d are told of", len(told)+1, len(Vietnamese.Mistakes))
	}
}

func keys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func TestRewritesInWords(t *testing.T) {
	for _, tt := range []struct {
		rewrite index.Rewrite
		vi, en  string
	}{
		{
			index.Rewrite{Kind: index.RewriteAlternatives, From: "lạng", To: []string{"làng", "lang"}},
			"lạng~ là lạng hoặc làng, lang", "lạng~ is lạng or làng, lang",
		},
		{
			index.Rewrite{Kind: index.RewriteCorrection, From: "tỉh", To: []string{"tỉnh"}},
			`sửa "tỉh" thành "tỉnh"`, `"tỉh" is corrected to "tỉnh"`,
		},
		{index.Rewrite{Kind: index.RelaxedMarks}, "bỏ qua dấu", "with any diacritics"},
	} {
		if got := Vietnamese.Rewrite(tt.rewrite); got != tt.vi {
			t.Errorf("%v in Vietnamese: %q, want %q", tt.rewrite, got, tt.vi)
		}
		if got := English.Rewrite(tt.rewrite); got != tt.en {
			t.Errorf("%v in English: %q, want %q", tt.rewrite, got, tt.en)
		}
	}
}
