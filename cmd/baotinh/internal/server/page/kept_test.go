package page

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/news"
)

func flood(n int) *news.Article {
	url := "https://baovinhcam.example/lu-" + strconv.Itoa(n) + ".html"
	return &news.Article{
		ID: news.NewID(url), URL: url, Title: "Lũ về sông Hắc lần thứ " + strconv.Itoa(n),
		Blocks: []news.Block{{Kind: news.Paragraph, Text: "Nước lên nhanh trong đêm."}},
	}
}

func TestAKeptPageIsOfOneLanguageAndOneStateOfTheIndex(t *testing.T) {
	dir := folderWith(t, flood(1))
	reader := library.OpenReader(dir)
	t.Cleanup(reader.Close)
	mux := http.NewServeMux()
	s := New(Options{Reader: reader})
	s.Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	ask := func(language string) string { return get(t, server.URL+"/tim?q=l%C5%A9", language).Body }

	first := ask("vi")
	if !strings.Contains(first, "1 bài") || ask("vi") != first {
		t.Fatalf("the page that is asked for again is another, or not of one article:\n%s", first)
	}
	if len(s.kept.recent) == 0 {
		t.Error("nothing is kept")
	}
	if english := ask("en"); !strings.Contains(english, "1 article") {
		t.Errorf("the page in English:\n%s", english)
	}

	ix, err := index.OpenOrCreate(filepath.Join(dir, "index-1"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Put(t.Context(), flood(2)); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reader.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if page := ask("vi"); !strings.Contains(page, "2 bài") {
		t.Errorf("after another article came in:\n%s", page)
	}
}

func TestFewPagesAreKept(t *testing.T) {
	var k keeper
	for i := range 3 * mostKept {
		k.keep(strconv.Itoa(i), []byte{1})
	}
	if n := len(k.recent) + len(k.older); n > 2*mostKept {
		t.Errorf("%d pages are kept", n)
	}
	if k.page("0") != nil || k.page(strconv.Itoa(3*mostKept-1)) == nil || k.page("") != nil {
		t.Error("not the last pages are kept")
	}
}

func TestPagesAreKeptAMinute(t *testing.T) {
	v := &visit{Request: httptest.NewRequest(http.MethodGet, "/tim?q=a", nil), index: &library.View{}}
	at := time.Date(2026, 11, 30, 23, 59, 59, 0, news.Vietnam)
	if keyOf(v, at) == "" || keyOf(v, at) == keyOf(v, at.Add(time.Second)) {
		t.Error("a page of the day before is kept")
	}
	v.index.Damaged = append(v.index.Damaged, nil)
	if keyOf(v, at) != "" {
		t.Error("a page without the articles of a damaged shard is kept")
	}
}
