package opensearch

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A fake is a node that answers as it is told.
type fake struct {
	mu       sync.Mutex
	answers  map[string]func(body string) (int, any) // by method and beginning of the path
	received []string                                // methods and paths
}

// newFake returns a node of a healthy cluster with an empty index "press".
func newFake(t *testing.T) (*fake, Options) {
	t.Helper()
	f := &fake{}
	version := object{"distribution": "opensearch", "number": "2.19.6"}
	f.answers = map[string]func(string) (int, any){
		"GET / ":            always(200, object{"version": version}),
		"GET /_alias/press": always(200, object{"press-v1": object{}}),
		"GET /press-v1/_mapping": always(200, object{"press-v1": object{"mappings": object{
			"_meta": object{"format": Format, "article": store.FormatVersion},
		}}}),
		"PUT /press-state":            always(200, object{}),
		"PUT /press-state/_doc/":      always(200, object{}),
		"GET /press-state/_doc/":      always(404, object{"found": false}),
		"GET /_cluster/health/":       always(200, object{"status": "green", "timed_out": false}),
		"POST /press-v1/_refresh":     always(200, object{}),
		"GET /press-v1/_count":        always(200, object{"count": 0}),
		"POST /press-v1-write/_bulk":  func(body string) (int, any) { return 200, stored(body) },
		"POST /press/_msearch":        always(200, object{"responses": []object{{"hits": object{}}}}),
		"POST /press-state/_refresh":  always(200, object{}),
		"GET /press-v1/_doc/":         always(404, object{"found": false}),
		"HEAD / ":                     always(200, nil),
		"GET /_cluster/health?local=": always(200, object{"status": "green"}),
	}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f, Options{Addresses: []string{server.URL}, Prefix: "press", pause: time.Nanosecond}
}

func always(status int, answer any) func(string) (int, any) {
	return func(string) (int, any) { return status, answer }
}

// failure is the answer to a request that fails.
func failure(status int, kind, reason string) func(string) (int, any) {
	return always(status, object{"status": status, "error": object{"type": kind, "reason": reason}})
}

// stored is the answer to a bulk that is stored whole.
func stored(body string) any {
	var items []object
	for range idsIn(body) {
		items = append(items, object{"index": object{"status": 201}})
	}
	return object{"items": items}
}

// idsIn returns the identifiers in a bulk.
func idsIn(body string) []string {
	var ids []string
	for line := range strings.Lines(body) {
		var action struct {
			Index *struct {
				ID string `json:"_id"`
			}
		}
		if json.Unmarshal([]byte(line), &action) == nil && action.Index != nil {
			ids = append(ids, action.Index.ID)
		}
	}
	return ids
}

// ServeHTTP gives the answer of the longest beginning that fits.
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := readBody(r)
	request := r.Method + " " + r.URL.RequestURI() + " "
	f.mu.Lock()
	f.received = append(f.received, strings.TrimSpace(request))
	best := ""
	for beginning := range f.answers {
		if strings.HasPrefix(request, beginning) && len(beginning) > len(best) {
			best = beginning
		}
	}
	answer := f.answers[best]
	f.mu.Unlock()
	if answer == nil {
		answer = failure(500, "unexpected", request)
	}
	status, content := answer(body)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(content)
}

func (f *fake) answer(beginning string, answer func(string) (int, any)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[beginning] = answer
}

// has returns how many requests began so.
func (f *fake) has(beginning string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, r := range f.received {
		if strings.HasPrefix(r, beginning) {
			n++
		}
	}
	return n
}

func testArticle(n int) *news.Article {
	url := fmt.Sprintf("https://baomau.example/%d.html", n)
	return &news.Article{ID: news.NewID(url), URL: url, Title: fmt.Sprint("Tin số ", n)}
}

func TestAClusterThatCannotBeUsedIsNamed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		at     string
		answer func(string) (int, any)
		want   error
	}{
		{"wrong password", "GET / ", failure(401, "security_exception", "unauthorized"), ErrRefused},
		{"no rights", "GET /_alias/press", failure(403, "security_exception", "no permissions"), ErrRefused},
		{"Elasticsearch", "GET / ", always(200, object{"version": object{"number": "8.15.0"}}), ErrVersion},
		{"an old OpenSearch", "GET / ", always(200, object{
			"version": object{"distribution": "opensearch", "number": "1.3.20"},
		}), ErrVersion},
		{"another format", "GET /press-v1/_mapping", always(200, object{"press-v1": object{
			"mappings": object{"_meta": object{"format": Format + 1, "article": store.FormatVersion}},
		}}), ErrFormat},
		{"no index", "GET /_alias/press", failure(404, "aliases_not_found_exception", "missing"), ErrNoIndex},
		{"no cluster manager", "GET /_alias/press", failure(503, "cluster_manager_not_discovered_exception",
			"no cluster manager"), ErrUnavailable},
		{"a proxy's page", "GET / ", func(string) (int, any) { return 503, "<html>down" }, ErrUnavailable},
	} {
		f, o := newFake(t)
		f.answer(tt.at, tt.answer)
		_, err := Open(t.Context(), o)
		if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), "index press") {
			t.Errorf("%s: Open: %v, want %v of the index press", tt.name, err, tt.want)
		}
	}
}

func TestANodeThatIsGoneIsNamed(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, err := Open(t.Context(), Options{Addresses: []string{gone.URL}, Prefix: "press"})
	if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), gone.URL) {
		t.Errorf("Open: %v, want ErrUnavailable with %s", err, gone.URL)
	}
}

func TestAnotherNodeAnswersForOneThatIsGone(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, o := newFake(t)
	o.Addresses = append([]string{gone.URL}, o.Addresses...)
	for range 4 { // whichever node is asked first
		if _, err := Open(t.Context(), o); err != nil {
			t.Errorf("Open: %v, though a node answers", err)
		}
	}
}

func TestNothingIsWrittenToARedIndex(t *testing.T) {
	f, o := newFake(t)
	f.answer("GET /_cluster/health/", always(408, object{"status": "red", "timed_out": true}))
	if _, err := OpenOrCreate(t.Context(), o); !errors.Is(err, ErrUnavailable) {
		t.Errorf("OpenOrCreate: %v, want ErrUnavailable", err)
	}
}

// TestAShardThatWasJustMadeIsWaitedFor: several workers make an index at the same time.
func TestAShardThatWasJustMadeIsWaitedFor(t *testing.T) {
	f, o := newFake(t)
	tries := 0
	f.answer("GET /press-state/_doc/", func(string) (int, any) {
		if tries++; tries < 3 {
			return failure(503, "illegal_index_shard_state_exception", "CurrentState[RECOVERING]")("")
		}
		return 404, object{"found": false}
	})
	if _, err := OpenOrCreate(t.Context(), o); err != nil || tries != 3 {
		t.Errorf("OpenOrCreate: %v after %d tries, want to succeed after 3", err, tries)
	}
}

// TestANewIndexHasItsCopiesBeforeItIsWrittenTo: but a cluster of one node never has them.
func TestANewIndexHasItsCopiesBeforeItIsWrittenTo(t *testing.T) {
	for _, tt := range []struct {
		status int
		answer object
	}{{200, object{"status": "green"}}, {408, object{"status": "yellow", "timed_out": true}}} {
		f, o := newFake(t)
		made := false
		f.answer("GET /_alias/press", func(string) (int, any) {
			return 404, object{"error": object{"type": "aliases_not_found_exception"}}
		})
		f.answer("PUT /press-v1 ", func(string) (int, any) { made = true; return 200, object{} })
		f.answer("POST /_aliases", always(200, object{}))
		f.answer("GET /_cluster/health/press-v1?wait_for_status=green", func(string) (int, any) {
			if !made {
				t.Error("copies are waited for before there is an index")
			}
			return tt.status, tt.answer
		})
		if _, err := OpenOrCreate(t.Context(), o); err != nil {
			t.Errorf("%d: OpenOrCreate: %v", tt.status, err)
		}
		if f.has("GET /_cluster/health/press-v1?wait_for_status=green") != 1 {
			t.Errorf("%d: the copies were not waited for", tt.status)
		}
	}
}

// TestCredentialsGoOverTLS: to a server with a certificate of the authority that is named, and to no other.
func TestCredentialsGoOverTLS(t *testing.T) {
	f, _ := newFake(t)
	var sent []string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = append(sent, r.Header.Get("Authorization"))
		f.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	o := Options{Addresses: []string{server.URL}, Prefix: "press", Username: "bao", Password: "tin"}
	if _, err := Open(t.Context(), o); !errors.Is(err, ErrUnavailable) || len(sent) > 0 {
		t.Errorf("a server of an unknown authority: %v, sent %q", err, sent)
	}
	o.CACert = ca
	if _, err := Open(t.Context(), o); err != nil || sent[0] != "Basic YmFvOnRpbg==" {
		t.Errorf("with a password: %v, sent %q", err, sent)
	}
	sent = nil
	o.Username, o.Password, o.APIKey = "", "", "abc=="
	if _, err := Open(t.Context(), o); err != nil || sent[0] != "ApiKey abc==" {
		t.Errorf("with a key: %v, sent %q", err, sent)
	}
}

// open opens the index of a fake for writing.
func open(t *testing.T, o Options) *Index {
	t.Helper()
	ix, err := OpenOrCreate(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// putThree puts three articles and a checkpoint behind them.
func putThree(t *testing.T, ix *Index) {
	t.Helper()
	for n := range 3 {
		if err := ix.Put(t.Context(), testArticle(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Checkpoint(t.Context(), news.Position{Segment: 1, Offset: 500}); err != nil {
		t.Fatal(err)
	}
}

func TestRefusedArticlesAreSentAgain(t *testing.T) {
	f, o := newFake(t)
	var sent [][]string
	f.answer("POST /press-v1-write/_bulk", func(body string) (int, any) {
		ids := idsIn(body)
		sent = append(sent, ids)
		var items []object
		for i := range ids {
			status := 201
			if i > 0 && len(sent) == 1 {
				status = 429
			}
			items = append(items, object{"index": object{"status": status}})
		}
		return 200, object{"items": items}
	})
	ix := open(t, o)
	putThree(t, ix)
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(sent) != 2 || len(sent[0]) != 3 || !slices.Equal(sent[1], sent[0][1:]) {
		t.Errorf("sent %v, want the two that were refused again", sent)
	}
	if got := ix.Position(); got != (news.Position{Segment: 1, Offset: 500}) {
		t.Errorf("position %v", got)
	}
}

// TestWhatIsNotStoredIsNotAcknowledged: the position stays before articles that the cluster does not take.
func TestWhatIsNotStoredIsNotAcknowledged(t *testing.T) {
	second := string(testArticle(1).ID)
	item := func(status int, kind, reason string) func(string) (int, any) {
		return func(body string) (int, any) {
			answer := stored(body).(object)
			for i, id := range idsIn(body) {
				if id == second {
					answer["items"].([]object)[i]["index"] = object{
						"status": status, "error": object{"type": kind, "reason": reason},
					}
				}
			}
			return 200, answer
		}
	}
	for _, tt := range []struct {
		name   string
		answer func(string) (int, any)
		want   error
		text   string
	}{
		{"a block on all", failure(403, "cluster_block_exception", "index [press-v1] blocked"),
			ErrReadOnly, ""},
		{"a full disk", item(429, "cluster_block_exception", "disk usage exceeded flood-stage watermark"),
			ErrReadOnly, second},
		{"a document that is refused", item(400, "mapper_parsing_exception", "failed to parse"), nil, second},
		{"a shard that is gone for long", item(503, "unavailable_shards_exception", "primary is not active"),
			ErrUnavailable, second},
		{"an answer cut short", always(200, object{"items": []object{}}), nil, "0 answers to 3"},
	} {
		f, o := newFake(t)
		ix := open(t, o)
		f.answer("POST /press-v1-write/_bulk", tt.answer)
		putThree(t, ix)
		err := ix.Flush(t.Context())
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) ||
			!strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: Flush: %v, want %v about %q", tt.name, err, tt.want, tt.text)
		}
		if f.has("PUT /press-state/_doc/") > 0 || ix.Position() != (news.Position{}) {
			t.Errorf("%s: the position was stored", tt.name)
		}
		if again := ix.Put(t.Context(), testArticle(7)); again == nil {
			t.Errorf("%s: articles are taken behind those that were lost", tt.name)
		}
	}
}

func TestAnAnswerThatLacksAShardIsNone(t *testing.T) {
	for name, answer := range map[string]object{
		"a failed shard": {"hits": object{"total": object{"value": 3}}, "_shards": object{
			"total": 3, "failed": 1, "failures": []object{{"reason": object{"reason": "node left"}}},
		}},
		"out of time": {"timed_out": true, "hits": object{"total": object{"value": 3}}},
		"an error":    {"status": 503, "error": object{"type": "x", "reason": "all shards failed"}},
	} {
		f, o := newFake(t)
		f.answer("POST /press/_msearch", always(200, object{"responses": []object{answer}}))
		ix, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := ix.Count(t.Context(), []search.Expr{{}}); !errors.Is(err, ErrUnavailable) || n != nil {
			t.Errorf("%s: Count = %v, %v; want ErrUnavailable", name, n, err)
		}
	}
}

func TestTooManyCountsAreToldApart(t *testing.T) {
	for name, answer := range map[string]object{
		"more buckets than the cluster makes": {"status": 503, "error": object{
			"type": "search_phase_execution_exception", "reason": "", "root_cause": []object{},
			"caused_by": object{"type": "too_many_buckets_exception", "reason": "must be 65535 at most"},
		}},
		"more values than it returns": {"aggregations": object{"0": object{
			"sum_other_doc_count": 3, "buckets": []object{},
		}}},
	} {
		f, o := newFake(t)
		f.answer("POST /press/_msearch", always(200, object{"responses": []object{answer}}))
		ix, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		tallies := []search.Tally{{Field: "author", Across: "day"}}
		_, err = ix.Find(t.Context(), []search.Find{{Tallies: tallies}})
		if !errors.Is(err, search.ErrTooFine) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: Find: %v, want ErrTooFine", name, err)
		}
	}
}

func TestASlowClusterEndsWithTheDeadline(t *testing.T) {
	f, o := newFake(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	f.answer("POST /press/_msearch", func(string) (int, any) { <-release; return 200, object{} })
	ix, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	request := search.Request{Query: "mưa", Timeout: 20 * time.Millisecond}
	_, err = search.RunOn(t.Context(), ix, request, time.Now())
	if !errors.Is(err, search.ErrTimeout) {
		t.Errorf("RunOn: %v, want ErrTimeout", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Count(ctx, []search.Expr{{}}); !errors.Is(err, context.Canceled) {
		t.Errorf("Count: %v, want that the caller has ended it", err)
	}
}

func readBody(r *http.Request) string {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			return err.Error()
		}
		body = unzipped
	}
	text, _ := io.ReadAll(body)
	return string(text)
}
