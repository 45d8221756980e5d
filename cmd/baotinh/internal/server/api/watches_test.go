package api

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/pipeline/newspaper"
)

// writable serves the same data folder to requests with the token "t".
func (s *apiServer) writable(t *testing.T) func(method, path, body string) (int, string) {
	t.Helper()
	mux := http.NewServeMux()
	Register(mux, Options{
		Reader: s.reader, Catalogue: newspaper.Default(),
		MayWrite: func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer t" },
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return func(method, path, body string) (int, string) {
		t.Helper()
		address := server.URL + Path + path
		r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer t")
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(text)
	}
}

func TestWatchesAreMadeAndTell(t *testing.T) {
	s := serve(t, `{"url":"https://a.example/1.html","title":"Lũ cũ","text":"Lũ về."}`)
	do := s.writable(t)
	for _, step := range []struct {
		method, path, body string
		status             int
		part               string
	}{
		{"GET", "/watches", "", 200, `{"watches":[]}`},
		{"POST", "/watches", `{"name":"lu","query":"lũ"}`, 201, `"name":"lu","query":"lũ"`},
		{"POST", "/watches", `{"name":"lu","query":"lũ"}`, 409, "there is a watch of this name"},
		{"POST", "/watches", `{"name":"../lu","query":"lũ"}`, 422, "small letters"},
		{"POST", "/watches", `{"name":"hai","query":"date:abc"}`, 400, `"caret"`},
		{"POST", "/watches", `{"name":"hai","query":"lũ","webhook":{"url":"file:///a"}}`, 422, "no URL"},
		{"POST", "/watches", `{"name":3}`, 422, ""},
		{"POST", "/watches", `{"name":"hai","query":""}`, 422, "query"},
		{"PUT", "/watches/mua", `{"query":"mưa","mail":{"to":["a@example.vn"],"at":"06:30"}}`, 200,
			`"06:30"`},
		{"PUT", "/watches/mua", `{"query":"mưa"}`, 200, `"query":"mưa"`},
		{"GET", "/watches/lu/items", "", 200, `{"watch":"lu","items":[],"next":0}`},
		{"GET", "/watches/khong-co/items", "", 404, "no watch"},
		{"DELETE", "/watches/mua", "", 204, ""},
		{"DELETE", "/watches/mua", "", 404, "no watch"},
	} {
		status, body := do(step.method, step.path, step.body)
		if status != step.status || !strings.Contains(body, step.part) {
			t.Errorf("%s %s %s: %d %s, want %d with %q", step.method, step.path, step.body, status, body,
				step.status, step.part)
		}
	}
	s.ingest(t, `{"url":"https://a.example/2.html","title":"Lũ mới","text":"Lũ lại về."}`)
	set, err := watch.Load(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := watch.Open(library.In(s.dir))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Collect(t.Context(), set, newspaper.Default(), watch.Options{})
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	_, body := do("GET", "/watches/lu/items", "")
	if !strings.Contains(body, `"kind":"new"`) || !strings.Contains(body, "Lũ mới") ||
		strings.Contains(body, "Lũ cũ") || !strings.Contains(body, `"next":1}`) {
		t.Errorf("items: %s", body)
	}
	_, body = do("GET", "/watches/lu/items?after=1", "")
	if !strings.Contains(body, `"items":[],"next":1}`) {
		t.Errorf("items after the first: %s", body)
	}
}

func TestNobodyWritesWithoutToken(t *testing.T) {
	s := serve(t, `{"url":"https://a.example/1.html","title":"Lũ","text":"Lũ về."}`)
	body := strings.NewReader(`{"query":"lũ"}`)
	response, err := http.Post(s.URL+Path+"/watches", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden || response.Header.Get("Content-Type") != problemType {
		t.Errorf("status %d of type %s", response.StatusCode, response.Header.Get("Content-Type"))
	}
}
