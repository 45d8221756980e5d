package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/index/query"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// An apiServer is a server of the API over a small archive.
type apiServer struct {
	*httptest.Server
	dir    string
	reader *library.Reader
}

// serve ingests articles, which are JSON Lines, and serves them.
func serve(t *testing.T, articles string) *apiServer {
	t.Helper()
	s := &apiServer{dir: t.TempDir()}
	s.ingest(t, articles)
	s.reader = library.OpenReader(library.In(s.dir))
	mux := http.NewServeMux()
	Register(mux, Options{Reader: s.reader, Catalogue: newspaper.Default(), Version: "test"})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		s.Close()
		s.reader.Close()
	})
	return s
}

func (s *apiServer) ingest(t *testing.T, articles string) {
	t.Helper()
	s.ingestPages(t, source.New(strings.NewReader(articles), "-").Pages())
}

func (s *apiServer) ingestPages(t *testing.T, pages iter.Seq2[*news.Page, error]) {
	t.Helper()
	l, err := library.Open(library.In(s.dir))
	if err != nil {
		t.Fatal(err)
	}
	j := l.Begin(library.Options{Catalogue: newspaper.Default()})
	err = j.Ingest(t.Context(), pages)
	summary, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil || summary.Failures() > 0 {
		t.Fatal(err, summary.Failed)
	}
}

// get asks for a path below Path, and returns the response with its body.
func (s *apiServer) get(t *testing.T, path string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+Path+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// into asks for a path, which must be answered with a status, and decodes the body.
func (s *apiServer) into(t *testing.T, path string, status int, v any) {
	t.Helper()
	response, body := s.get(t, path)
	if response.StatusCode != status {
		t.Fatalf("%s: %s, want %d: %s", path, response.Status, status, body)
	}
	if err := json.Unmarshal([]byte(body), v); err != nil {
		t.Fatalf("%s: %v: %s", path, err, body)
	}
}

// line returns an article as a line of JSON.
func line(url, title, published, text string) string {
	l, err := json.Marshal(map[string]any{
		"url": url, "title": title,
		"published": map[string]string{"time": published}, "newspaper": "Báo Mẫu",
		"blocks": []news.Block{{Kind: news.Paragraph, Text: text}},
	})
	if err != nil {
		panic(err)
	}
	return string(l) + "\n"
}

// floods are n articles about floods.
func floods(n int) string {
	var b strings.Builder
	for i := range n {
		url, title := fmt.Sprintf("https://baomau.example/lu-%d.html", i), fmt.Sprintf("Lũ về lần %d", i)
		b.WriteString(line(url, title,
			fmt.Sprintf("2022-07-%02dT08:00:00+07:00", i%28+1), "Nước lũ lên nhanh."))
	}
	return b.String()
}

func TestPagesOfASearchHoldEveryHitOnce(t *testing.T) {
	s := serve(t, floods(23))
	seen := map[news.ID]bool{}
	after, generation := "", ""
	for n := 0; ; n++ {
		var a SearchAnswer
		s.into(t, "/search?q=l%C5%A9&limit=5&sort=newest&after="+after, http.StatusOK, &a)
		for _, h := range a.Hits {
			seen[h.ID] = true
		}
		if a.Total != 23 || a.Index.Articles != 23 || a.Index.Generation == "" {
			t.Errorf("total %d, state %+v", a.Total, a.Index)
		}
		if generation != "" && a.Index.Generation != generation {
			t.Errorf("generation %q, then %q", generation, a.Index.Generation)
		}
		generation = a.Index.Generation
		if after = a.Next; after == "" || n > 9 {
			break
		}
	}
	if len(seen) != 23 {
		t.Errorf("%d articles on all pages, want 23", len(seen))
	}
}

func TestAnAnswerIsSentAgainOnlyIfItHasChanged(t *testing.T) {
	s := serve(t, floods(2))
	first, _ := s.get(t, "/search?q=l%C5%A9")
	tag := first.Header.Get("ETag")
	again, body := s.get(t, "/search?q=l%C5%A9", "If-None-Match", tag)
	if again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("asked again: %s %q", again.Status, body)
	}
	if other, _ := s.get(t, "/search?q=l%C5%A9&limit=1", "If-None-Match", tag); other.StatusCode != 200 {
		t.Errorf("another question: %s", other.Status)
	}
	s.ingest(t, floods(3))
	if err := s.reader.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	changed, _ := s.get(t, "/search?q=l%C5%A9", "If-None-Match", tag)
	if changed.StatusCode != 200 || changed.Header.Get("ETag") == tag {
		t.Errorf("after a job: %s, ETag %s", changed.Status, changed.Header.Get("ETag"))
	}
}

func TestASearchIsStrictUnlessItSaysOtherwise(t *testing.T) {
	s := serve(t, floods(3))
	for path, want := range map[string]int{
		"/search?q=%22l%C5%A9+nhanh%22":                         0,
		"/search?q=%22l%C5%A9+nhanh%22&strict=false&loose=true": 3,
	} {
		var a SearchAnswer
		s.into(t, path, http.StatusOK, &a)
		if len(a.Hits) != want {
			t.Errorf("%s: %d hits, want %d; rewrites %v, offers %v",
				path, len(a.Hits), want, a.Rewrites, a.Offers)
		}
	}
}

func TestAMistakeInAQueryHasItsPlace(t *testing.T) {
	s := serve(t, floods(1))
	var p Problem
	s.into(t, "/search?q=l%C5%A9+tagg%3Aabc", http.StatusBadRequest, &p)
	if p.Query == nil || p.Hint == "" {
		t.Fatalf("problem %+v", p)
	}
	if q := *p.Query; q.Parameter != "q" || q.Offset != 4 || q.Character != 3 || q.Nearest != "tag" ||
		q.Caret != "lũ tagg:abc\n   ^" || len(q.Fields) != len(query.FieldNames(false)) {
		t.Errorf("%+v", q)
	}
	s.into(t, "/search?q=l%C5%A9&filter=date%3Aabc", http.StatusBadRequest, &p)
	if p.Query.Parameter != "filter" {
		t.Errorf("filter: %+v", p.Query)
	}
}

func TestMistakesAreProblems(t *testing.T) {
	s := serve(t, floods(1))
	for path, want := range map[string]int{
		"/search?limit=500":                    http.StatusUnprocessableEntity,
		"/search?limits=5":                     http.StatusUnprocessableEntity,
		"/search?q=l%C5%A9&after=xyz":          http.StatusBadRequest,
		"/search?facet=colour":                 http.StatusBadRequest,
		"/table?rows=colour":                   http.StatusUnprocessableEntity,
		"/kwic?q=tinh%3A%22Ngh%E1%BB%87+An%22": http.StatusBadRequest,
		"/articles/0000":                       http.StatusNotFound,
		"/articles/0000/related":               http.StatusNotFound,
		"/articles/0000/page":                  http.StatusNotFound,
		"/articles/0000/versions":              http.StatusNotFound,
		"/articles?url=%00":                    http.StatusBadRequest,
		"/newspapers/khong-co":                 http.StatusNotFound,
		"/newspapers/khong-co/status":          http.StatusNotFound,
		"/export?columns=colour":               http.StatusBadRequest,
		"/export?q=tagg%3Aabc":                 http.StatusBadRequest,
		"/nothing":                             http.StatusNotFound,
	} {
		response, body := s.get(t, path)
		var p Problem
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Errorf("%s: %v: %s", path, err, body)
		}
		isWhole := p.Title != "" && p.Detail != "" && p.Hint != ""
		if response.StatusCode != want || p.Status != want || !isWhole {
			t.Errorf("%s: %s, want %d: %s", path, response.Status, want, body)
		}
		if got := response.Header.Get("Content-Type"); got != problemType {
			t.Errorf("%s: Content-Type %q", path, got)
		}
	}
}

func TestWithoutAnIndexTheAPISaysSo(t *testing.T) {
	mux := http.NewServeMux()
	r := library.OpenReader(library.In(t.TempDir()))
	defer r.Close()
	Register(mux, Options{Reader: r, Catalogue: newspaper.Default()})
	s := &apiServer{Server: httptest.NewServer(mux)}
	defer s.Close()
	for _, path := range []string{
		"/search", "/articles/1", "/export", "/suggest", "/kwic?q=a", "/articles/1/page",
	} {
		var p Problem
		s.into(t, path, http.StatusServiceUnavailable, &p)
		if !strings.Contains(p.Hint, "baotinh ingest") {
			t.Errorf("%s: %+v", path, p)
		}
	}
}

func TestTheSameSeedDrawsTheSameArticles(t *testing.T) {
	s := serve(t, floods(40))
	draw := func(seed string) string {
		var a SearchAnswer
		s.into(t, "/sample?q=l%C5%A9&n=5&seed="+seed, http.StatusOK, &a)
		var ids []string
		for _, h := range a.Hits {
			ids = append(ids, string(h.ID))
		}
		if len(ids) != 5 || a.Sample == nil || a.Sample.Of != 40 {
			t.Errorf("seed %s: %v, %+v", seed, ids, a.Sample)
		}
		return strings.Join(ids, " ")
	}
	if first, again := draw("7"), draw("7"); first != again || first == draw("8") {
		t.Error("the seed does not decide what is drawn")
	}
}

func TestAnArticleIsFoundByIDAndByAddress(t *testing.T) {
	s := serve(t, floods(2))
	id := news.NewID("https://baomau.example/lu-1.html")
	var a ArticleAnswer
	s.into(t, "/articles/"+string(id), http.StatusOK, &a)
	if a.Title != "Lũ về lần 1" || a.Index.Generation == "" {
		t.Errorf("by ID: %+v", a)
	}
	var b ArticleAnswer
	s.into(t, "/articles?url=http%3A%2F%2FBAOMAU.example%2Flu-1.html%23top", http.StatusOK, &b)
	if b.ID != id {
		t.Errorf("by address: %q, want %q", b.ID, id)
	}
}

func TestAnExportHasEveryArticle(t *testing.T) {
	s := serve(t, floods(30))
	response, body := s.get(t, "/export?q=l%C5%A9+v%E1%BB%81")
	if n := strings.Count(body, "\n"); n != 30 {
		t.Errorf("%d lines, want 30", n)
	}
	got := response.Header.Get("Content-Disposition")
	if !strings.Contains(got, "baotinh-l%C5%A9-v%E1%BB%81-") {
		t.Errorf("Content-Disposition %q", got)
	}
	_, body = s.get(t, "/export?q=kh%C3%B4ngc%C3%B3&format=csv&columns=title,url")
	if body != "title,url\r\n" {
		t.Errorf("nothing found: %q", body)
	}
}

func TestAnArchivedPageRunsNothing(t *testing.T) {
	const url = "https://baomau.example/hai.html"
	s := serve(t, floods(1))
	hostile := &news.Page{
		URL: url, Status: http.StatusOK, Fetched: time.Now(),
		Header: textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte("<!DOCTYPE html><title>Lũ về trong đêm</title><script>alert(1)</script>" +
			"<h1>Lũ về trong đêm</h1>" +
			strings.Repeat("<p>Nước lũ lên nhanh trong đêm, nhiều hộ phải rời nhà đi nơi khác.</p>", 9) +
			"<form action=https://evil.example><img src=https://evil.example/x onerror=alert(2)></form>"),
	}
	s.ingestPages(t, func(yield func(*news.Page, error) bool) { yield(hostile, nil) })
	if err := s.reader.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	response, body := s.get(t, "/articles/"+string(news.NewID(url))+"/page")
	got := response.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(got, "sandbox; default-src 'none'") || response.StatusCode != http.StatusOK {
		t.Errorf("%s: policy %q", response.Status, got)
	}
	if strings.Contains(body, "<script") || !strings.Contains(body, "Nước lũ lên nhanh") {
		t.Errorf("body %.300q", body)
	}
}

func TestTheDescriptionIsComplete(t *testing.T) {
	s := serve(t, floods(1))
	response, err := http.Get(s.URL + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var d struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Responses map[string]any
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&d); err != nil {
		t.Fatal(err)
	}
	if d.OpenAPI != "3.1.0" || len(d.Paths) < 14 {
		t.Errorf("OpenAPI %s, %d paths", d.OpenAPI, len(d.Paths))
	}
	for path, methods := range d.Paths {
		for method, o := range methods {
			for _, status := range []string{"400", "404", "422", "503"} {
				if o.Responses[status] == nil {
					t.Errorf("%s %s: no %s", method, path, status)
				}
			}
		}
	}
}
