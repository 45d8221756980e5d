package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/pipeline/newspaper"
)

// What comes in: an article, and one that wants to be markup.
const (
	first = `{"url":"https://baomau.example/lu-1.html","title":"Lũ cuốn cầu","sapo":"Đêm qua.",` +
		`"blocks":[{"kind":"paragraph","text":"Lũ cuốn cầu treo."}],"authors":["Lê Mẫu"],` +
		`"published":{"time":"2026-11-29T06:00:00+07:00","precision":"minute"},"newspaper":"Báo Mẫu"}`
	hostile = `{"url":"javascript:alert(1)//lũ","title":"<script>lũ</script>\u0000\u202e ]]>",` +
		`"sapo":"<img src=x onerror=alert(1)>",` +
		`"blocks":[{"kind":"paragraph","text":"\"><script>alert(1)</script> lũ & </content>"}]}`
)

// ingest puts articles into a data folder.
func ingest(t *testing.T, dir string, lines ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := library.Open(library.In(dir))
	if err != nil {
		t.Fatal(err)
	}
	j := l.Begin(library.Options{Catalogue: newspaper.Default()})
	err = j.Ingest(t.Context(), source.New(nil, file).Pages())
	_, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		t.Fatal(err)
	}
}

// serve returns what a server of a data folder answers to GET.
func serve(t *testing.T, dir string) func(path, etag string) *httptest.ResponseRecorder {
	r := library.OpenReader(library.In(dir))
	t.Cleanup(r.Close)
	s := New(Options{Reader: r, Origin: func(*http.Request) string { return "https://kho.example" }})
	mux := http.NewServeMux()
	s.Register(mux)
	mux.HandleFunc("GET /theo-doi/{name}", func(w http.ResponseWriter, r *http.Request) {
		if !s.Watch(w, r, r.PathValue("name")) {
			http.NotFound(w, r)
		}
	})
	return func(path, etag string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		mux.ServeHTTP(w, r)
		return w
	}
}

func TestFeedsOfASearch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	ingest(t, dir, first, hostile)
	get := serve(t, dir)
	w := get("/tim.atom?q="+url.QueryEscape("lũ"), "")
	if got := w.Header().Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		t.Errorf("type %q, body %s", got, w.Body)
	}
	var f atomFeed
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		t.Fatalf("%v in\n%s", err, w.Body)
	}
	if len(f.Entries) != 2 || f.Title != "Báo Tỉnh: lũ" ||
		f.Links[0].Href != "https://kho.example/tim.atom?q=l%C5%A9" {
		t.Errorf("feed %+v", f)
	}
	for _, e := range f.Entries {
		for _, l := range e.Links {
			if !strings.HasPrefix(l.Href, "https://") {
				t.Errorf("%q links to %q", e.Title, l.Href)
			}
		}
		if strings.Contains(e.Content.Text, "<script") || strings.Contains(e.Content.Text, "<img") {
			t.Errorf("content of %q: %s", e.Title, e.Content.Text)
		}
		if strings.HasPrefix(e.Title, "Lũ") && (e.Published != "2026-11-28T23:00:00Z" ||
			e.Authors[0].Name != "Lê Mẫu" ||
			!strings.Contains(e.Content.Text, "<mark>Lũ</mark> cuốn cầu treo")) {
			t.Errorf("entry %+v", e)
		}
	}
	again := get("/tim.atom?q="+url.QueryEscape("lũ"), w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", again.Code)
	}

	w = get("/tim.json?q="+url.QueryEscape("lũ"), "")
	var j jsonFeed
	if err := json.Unmarshal(w.Body.Bytes(), &j); err != nil || len(j.Items) != 2 ||
		j.Version != "https://jsonfeed.org/version/1.1" {
		t.Errorf("JSON Feed, error %v: %s", err, w.Body)
	}
	for path, want := range map[string]int{
		"/tim.atom?q=date:abc": http.StatusBadRequest, "/tim.atom": http.StatusOK,
		"/theo-doi/khong-co.atom":         http.StatusNotFound,
		"/theo-doi/..%2f..%2fformat.atom": http.StatusNotFound,
	} {
		if w := get(path, ""); w.Code != want {
			t.Errorf("%s: %d, want %d: %s", path, w.Code, want, w.Body)
		}
	}
	if w := serve(t, t.TempDir())("/tim.atom?q=a", ""); w.Code != http.StatusServiceUnavailable {
		t.Errorf("without an archive: %d", w.Code)
	}
}

func TestFeedOfAWatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	ingest(t, dir)
	if err := watch.Save(dir, &watch.Watch{Name: "lu", Title: "Mưa lũ", Query: "lũ"}); err != nil {
		t.Fatal(err)
	}
	collect := func() {
		t.Helper()
		set, err := watch.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		f, err := watch.Open(library.In(dir))
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Collect(t.Context(), set, newspaper.Default(), watch.Options{})
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	collect()
	ingest(t, dir, first, hostile)
	collect()
	ingest(t, dir, strings.Replace(first, "cầu treo", "cầu gỗ", 1))
	collect()
	var f atomFeed
	w := serve(t, dir)("/theo-doi/lu.atom", "")
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil {
		t.Fatalf("%v in\n%s", err, w.Body)
	}
	if len(f.Entries) != 2 || f.Entries[0].Title != "[đã sửa] Lũ cuốn cầu" || f.Title != "Báo Tỉnh: Mưa lũ" ||
		!strings.Contains(f.Entries[0].Content.Text, "Bỏ: <del>Lũ cuốn cầu treo.</del>") {
		t.Errorf("feed:\n%s", w.Body)
	}
	ids := map[string]bool{f.Entries[0].ID: true, f.Entries[1].ID: true}
	if len(ids) != 2 || !strings.HasPrefix(f.Entries[0].ID, "urn:baotinh:bai:") {
		t.Errorf("IDs %v", ids)
	}
}
