package server

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline/newspaper"
)

// folderWith returns a data folder with articles of 2012 and 2022.
func folderWith(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	l, err := library.Open(library.In(dir))
	if err != nil {
		t.Fatal(err)
	}
	j := l.Begin(library.Options{Catalogue: newspaper.Default()})
	var text strings.Builder
	for _, year := range []string{"2012", "2022"} {
		text.WriteString(`{"url":"https://baomau.example/` + year + `.html","title":"Lũ về năm ` + year +
			`","published":{"time":"` + year + `-07-27T00:00:00+07:00"},` +
			`"blocks":[{"kind":"paragraph","text":"Nội dung."}]}` + "\n")
	}
	err = j.Ingest(t.Context(), source.New(strings.NewReader(text.String()), "-").Pages())
	_, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestReadyIsAnIndexThatIsWholeAndNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kho")
	r := library.OpenReader(library.In(dir))
	defer r.Close()
	s := newServer(t, Options{Reader: r})
	check := func(name, path string, want int, text string) {
		t.Helper()
		_ = r.Refresh(t.Context()) // View returns its error
		response, body := get(t, s.URL+path, nil)
		if response.StatusCode != want || !strings.Contains(body, text) {
			t.Errorf("%s: %s %q, want %d %q", name, response.Status, body, want, text)
		}
	}
	check("no folder", "/readyz", http.StatusServiceUnavailable, "not a data folder")
	if err := os.Rename(folderWith(t), dir); err != nil {
		t.Fatal(err)
	}
	check("an index", "/readyz", http.StatusOK, "ready")
	check("that is new", "/readyz?stale=26h", http.StatusOK, "ready")
	check("that is old", "/readyz?stale=1ns", http.StatusServiceUnavailable, "nothing has come in since")
	check("no duration", "/readyz?stale=old", http.StatusBadRequest, "26h")

	root := filepath.Join(dir, "index-1", "shards", "2020", "store", "root.bolt")
	if err := os.WriteFile(root, []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("a damaged shard", "/readyz", http.StatusServiceUnavailable, "2020")
	check("the rest answers", "/api/v1/search?q=l%C5%A9", http.StatusOK, `"damaged":["2020"]`)
	if err := os.Rename(dir, dir+"-2"); err != nil {
		t.Fatal(err)
	}
	check("moved away", "/readyz", http.StatusServiceUnavailable, "not a data folder")
	check("moved away", "/api/v1/search", http.StatusServiceUnavailable, "no index")
	check("alive all the same", "/healthz", http.StatusOK, "ok")
}

func TestMetricsTellOfRequestsAndOfTheFolder(t *testing.T) {
	r := library.OpenReader(library.In(folderWith(t)))
	defer r.Close()
	s := newServer(t, Options{Reader: r, Version: "1.2.3"})
	get(t, s.URL+"/api/v1/search?q=l%C5%A9", nil)
	get(t, s.URL+"/api/v1/search?q=tagg%3Aa", nil)
	_, body := get(t, s.URL+"/metrics", nil)
	for _, line := range []string{
		`baotinh_http_requests_total{route="GET /api/v1/search",status="200"} 1`,
		`baotinh_http_requests_total{route="GET /api/v1/search",status="400"} 1`,
		`baotinh_http_request_duration_seconds_count{route="GET /api/v1/search"} 2`,
		"baotinh_articles_total 2",
		"baotinh_backlog_bytes 0",
		"baotinh_index_up 1",
		`baotinh_build_info{version="1.2.3"} 1`,
		"baotinh_archive_bytes ", "baotinh_index_bytes ", "go_goroutines ",
	} {
		if !strings.Contains(body, "\n"+line) {
			t.Errorf("no %q", line)
		}
	}
}

func TestAClientThatAsksTooOftenWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rates
		client := netip.MustParseAddr("192.0.2.1")
		for range int(burst) {
			if !r.take(client) {
				t.Fatal("refused within the burst")
			}
		}
		if r.take(client) {
			t.Error("allowed beyond the burst")
		}
		for _, other := range []string{"192.0.2.2", "2001:db8::1", "127.0.0.1", "::1"} {
			if !r.take(netip.MustParseAddr(other)) {
				t.Errorf("%s is refused", other)
			}
		}
		time.Sleep(time.Second / rate)
		if !r.take(client) || r.take(client) {
			t.Error("want one more after the time of one")
		}
		for range 2 * int(burst) {
			r.take(netip.MustParseAddr("2001:db8::1"))
		}
		if r.take(netip.MustParseAddr("2001:db8::ffff:1")) {
			t.Error("another address of the same household is allowed")
		}
		for n := range 2 * mostBuckets {
			r.take(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}))
		}
		if len(r.buckets) > mostBuckets {
			t.Errorf("%d buckets", len(r.buckets))
		}
	})
}

func TestAPanicIsLoggedAndAnswered(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /a", func(http.ResponseWriter, *http.Request) { panic("a mistake of ours") })
	s := serveHandler(t, recoverPanics(mux, slog.New(slog.NewTextHandler(&log, nil))))
	response, body := get(t, s.URL+"/a", nil)
	if response.StatusCode != http.StatusInternalServerError || strings.Contains(body, "ours") {
		t.Errorf("%s %q", response.Status, body)
	}
	if !strings.Contains(log.String(), "a mistake of ours") {
		t.Errorf("log %q", log.String())
	}
}

func TestRequestsAreLogged(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, Options{Log: slog.New(slog.NewJSONHandler(&log, nil)), AccessLog: true})
	get(t, s.URL+"/healthz?a=b", nil)
	for _, part := range []string{`"path":"/healthz"`, `"query":"a=b"`, `"status":200`, `"bytes":3`,
		`"client":"127.0.0.1"`} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("no %s in %s", part, log.String())
		}
	}
}
