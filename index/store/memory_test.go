package store

import (
	"testing"

	"baotinh/pipeline/news"
)

func TestOfIndexesArticlesInMemory(t *testing.T) {
	articles := []*news.Article{
		{ID: "b", URL: "https://baolangson.vn/2.html", Title: "Lũ trên sông Kỳ Cùng"},
		{ID: "a", URL: "https://baolangson.vn/1.html", Title: "Hội nghị trực tuyến"},
	}
	s, err := Of(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for want, a := range articles {
		seg, doc, ok, err := s.Find(a.ID)
		if err != nil || !ok || int(doc) != want {
			t.Fatalf("Find(%s) = document %d, %v, %v; want document %d", a.ID, doc, ok, err, want)
		}
		if got, err := seg.Article(doc); err != nil || got.Title != a.Title {
			t.Errorf("Article(%d) = %v, %v; want the title %q", doc, got, err, a.Title)
		}
	}
	p, err := s.Segments[0].Postings(FieldTitle, "sông")
	if err != nil || p.Len() != 1 {
		t.Errorf("%d articles with sông in their title, %v; want 1", p.Len(), err)
	}
}

func TestOfNoArticlesIsEmpty(t *testing.T) {
	s, err := Of(t.Context(), nil)
	if err != nil || s.Docs != 0 || len(s.Segments) != 0 {
		t.Errorf("Of(nil) = %+v, %v; want an empty snapshot", s, err)
	}
	s.Close()
}
