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
	reader := library.OpenReader(library.In(dir))
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

func TestPagesAreKeptForTheDayOrTheMinute(t *testing.T) {
	key := func(address string, at time.Time) string {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		return keyOf(&visit{Request: r, values: r.URL.Query(), index: &library.View{}}, at)
	}
	at := time.Date(2026, 11, 30, 23, 58, 59, 0, news.Vietnam)
	for _, tt := range []struct {
		address      string
		second, hour bool // whether the page is the same after a second, and one hour before
	}{
		{"/tim?q=a", true, true},
		{"/tim?q=seen:24h", false, false},
		{"/tim?q=a&loc=date:today", false, false},
		{"/tim?q=a&tu=24h&den=", false, false},
	} {
		now := key(tt.address, at)
		if now == "" || now == key(tt.address, at.AddDate(0, 0, 1)) {
			t.Errorf("%s: the page of another day is kept", tt.address)
		}
		if got := now == key(tt.address, at.Add(time.Second)); got != tt.second {
			t.Errorf("%s: the same after a second: %t", tt.address, got)
		}
		if got := now == key(tt.address, at.Add(-time.Hour)); got != tt.hour {
			t.Errorf("%s: the same one hour before: %t", tt.address, got)
		}
	}
}

func TestPagesWithoutADamagedShardAreNotKept(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/tim?q=a", nil)
	v := &visit{Request: r, index: &library.View{Damaged: make([]*index.ShardError, 1)}}
	if keyOf(v, time.Now()) != "" {
		t.Error("the page is kept")
	}
}
