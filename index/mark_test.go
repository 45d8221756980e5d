package index

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"baotinh/pipeline/news"
)

// The words of a query are marked in any text, escaped, as in snippets.
func TestMarkEscapesAndMarks(t *testing.T) {
	ix, err := OpenOrCreate(filepath.Join(t.TempDir(), "index"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	a := &news.Article{ID: "a", URL: "https://baomau.example/a", Title: "Mưa lớn ở Tràng Định"}
	if err := errors.Join(ix.Put(t.Context(), a), ix.Flush(t.Context())); err != nil {
		t.Fatal(err)
	}
	got, err := ix.Mark(t.Context(), "mua lon", []string{"Mưa lớn <b>& gió</b>", "Nắng.", ""})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"<mark>Mưa lớn</mark> &lt;b&gt;&amp; gió&lt;/b&gt;", "Nắng.", ""}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	other, err := ix.Mark(t.Context(), "mứa lỡn", []string{"Mưa lớn."}) // no text has these marks
	if want := []string{"<mark>Mưa lớn</mark>."}; err != nil || !slices.Equal(other, want) {
		t.Errorf("Mark = %q, %v, want %q", other, err, want)
	}
	if _, err := ix.Mark(t.Context(), "date:x", nil); err == nil {
		t.Error("a query with a mistake was taken")
	}
}
