package source

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// FuzzDecodeKnown decodes an article as encoding/json does, or not at all.
func FuzzDecodeKnown(f *testing.F) {
	for _, s := range []string{
		`{"url": "https://a.vn/1", "title": "Lũ", "blocks": [{"kind": "paragraph", "text": "Nước"}]}`,
		`{"URL": "https://a.vn/1", "Title": "L\u0169", "authors": ["Mai Linh", ""], "sapo": null}`,
		`{"published": {"time": "2022-07-27T00:00:00+07:00", "precision": "day"}}`, `{"byline": "\ud83d"}`,
		`{"url": "a", "url": "b"}`, `{"url": "a"} {}`, `{"url": 1}`, "{\"url\": \"\xff\"}", "null", "",
		`{"warnings": [{"kind": "truncated", "detail": 3}], "first_seen": "2026-11-30T00:00:00Z"}`,
		`{"versions": [{}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		got, want := new(news.Article), new(news.Article)
		if decodeKnown(value, got) != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(value))
		d.DisallowUnknownFields()
		if err := d.Decode(want); err != nil {
			t.Fatalf("decoded what encoding/json refuses: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-encoding/json +decodeKnown):\n%s", diff)
		}
	})
}
