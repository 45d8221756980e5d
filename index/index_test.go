package index

import (
	"fmt"
	"path/filepath"
	"testing"

	"baotinh/pipeline/news"
)

func article(n int, title, body string) *news.Article {
	return &news.Article{
		URL: fmt.Sprintf("https://baolangson.vn/%d.html", n), Title: title,
		Blocks: []news.Block{{Kind: news.Paragraph, Text: body}}, Newspaper: "Báo Lạng Sơn", Province: "Lạng Sơn",
	}
}

func testIndex(t testing.TB, articles ...*news.Article) *Index {
	t.Helper()
	ix, err := OpenOrCreate(filepath.Join(t.TempDir(), "index"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, a := range articles {
		if err := ix.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return ix
}

func TestSearchFindsEverySpelling(t *testing.T) {
	ix := testIndex(t,
		article(1, "Tỉnh uỷ họp về chuyển đổi số", "Hội nghị bàn việc hiện đại hoá nông thôn."),
		article(2, "Mưa lớn ở Tràng Định", "Nước sông Kỳ Cùng lên nhanh."),
	)
	for _, query := range []string{"tỉnh ủy", "TỈNH UỶ", "tinh uy", "hiện đại hóa", "tỉnh uy", `"hien dai hoa"`} {
		r, err := ix.Search(t.Context(), Request{Query: query})
		if err != nil {
			t.Errorf("Search(%q): %v", query, err)
			continue
		}
		if len(r.Hits) != 1 || r.Hits[0].Title != "Tỉnh uỷ họp về chuyển đổi số" {
			t.Errorf("Search(%q) = %+v, want article 1", query, r.Hits)
		}
	}
}
