package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// FuzzDecodeKnown decodes what encoding/json does, to the same article.
func FuzzDecodeKnown(f *testing.F) {
	for _, s := range []string{
		`{"url": "https://a.vn/1", "title": "Lũ", "blocks": [{"kind": "paragraph", "text": "Nước"}]}`,
		`{"URL": "https://a.vn/1", "Title": "L\u0169", "authors": ["Mai Linh", ""], "sapo": null}`,
		`{"published": {"time": "2022-07-27T00:00:00+07:00", "precision": "day"}}`, `{"byline": "\ud83d"}`,
		`{"url": "a", "url": "b"}`, `{"url": "a"} {}`, `{"url": 1}`, "{\"url\": \"\xff\"}", "null", "",
		`{"warnings": [{"kind": "truncated", "detail": 3}], "first_seen": "2026-11-30T00:00:00Z"}`,
		`{"versions": [{}]}`, `{"firstseen": "2026-11-30T00:00:00Z"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		got, want := new(news.Article), new(news.Article)
		err := decodeKnown(value, got)
		d := json.NewDecoder(bytes.NewReader(value))
		d.DisallowUnknownFields()
		wantErr := d.Decode(want)
		if _, next := d.Token(); wantErr == nil && next != io.EOF {
			wantErr = errors.New("something follows")
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("error %v, that of encoding/json %v", err, wantErr)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-encoding/json +decodeKnown):\n%s", diff)
		}
	})
}
