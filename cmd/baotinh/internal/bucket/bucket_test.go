package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// A storage is an S3 server in memory that may answer in another way.
type storage struct {
	http.Handler
	before func(w http.ResponseWriter, r *http.Request) bool // whether it has answered; nil: never
}

func (s *storage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.before == nil || !s.before(w, r) {
		s.Handler.ServeHTTP(w, r)
	}
}

// testStorage returns a server with a bucket "press", and a connection to it.
func testStorage(t *testing.T) (*storage, *Store) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("press"); err != nil {
		t.Fatal(err)
	}
	s := &storage{Handler: gofakes3.New(backend).Server()}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	env := map[string]string{
		"AWS_ENDPOINT_URL_S3": server.URL, "AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "secret",
	}
	store, err := Open(func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	return s, store
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func put(t *testing.T, s *Store, name, text string) {
	t.Helper()
	written, err := s.Put(t.Context(), "s3://press/archive", name, write(t, text))
	if err != nil || !written {
		t.Fatalf("Put(%s) = %v, %v", name, written, err)
	}
}

func names(t *testing.T, s *Store, address string) ([]string, error) {
	t.Helper()
	var all []string
	for o, err := range s.List(t.Context(), address) {
		if err != nil {
			return all, err
		}
		all = append(all, o.Name)
	}
	return all, nil
}

func TestListYieldsWhatIsBelowAnAddress(t *testing.T) {
	_, s := testStorage(t)
	for _, name := range []string{"b/2.warc.gz", "a/1.warc.gz", "b/1.warc.gz"} {
		put(t, s, name, name)
	}
	if _, err := s.Put(t.Context(), "s3://press/archive-old", "x", write(t, "x")); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string][]string{
		"s3://press/archive":             {"a/1.warc.gz", "b/1.warc.gz", "b/2.warc.gz"},
		"s3://press/archive/":            {"a/1.warc.gz", "b/1.warc.gz", "b/2.warc.gz"},
		"s3://press/archive/b":           {"1.warc.gz", "2.warc.gz"},
		"s3://press/archive-old":         {"x"},
		"s3://press/archive/b/1.warc.gz": {"1.warc.gz"},
	} {
		if got, err := names(t, s, address); err != nil || !slices.Equal(got, want) {
			t.Errorf("List(%s) = %q, %v; want %q", address, got, err, want)
		}
	}
}

func TestNoObjectIsWrittenTwice(t *testing.T) {
	_, s := testStorage(t)
	put(t, s, "1.warc.gz", "one")
	written, err := s.Put(t.Context(), "s3://press/archive", "1.warc.gz", write(t, "one"))
	if written || err != nil {
		t.Errorf("the same again: written %v, %v", written, err)
	}
	for _, other := range []string{"two", "longer"} {
		_, err := s.Put(t.Context(), "s3://press/archive", "1.warc.gz", write(t, other))
		if !errors.Is(err, ErrOther) || !strings.Contains(fmt.Sprint(err), "s3://press/archive/1.warc.gz") {
			t.Errorf("with %q: %v, want ErrOther about the object", other, err)
		}
	}
	for o, err := range s.List(t.Context(), "s3://press/archive") {
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, s, o); got != "one" {
			t.Errorf("the object has %q", got)
		}
	}
}

// TestTwoWritersOfOneObject: the second one has looked before the first one wrote.
func TestTwoWritersOfOneObject(t *testing.T) {
	storage, s := testStorage(t)
	storage.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		if r.Header.Get("If-None-Match") != "*" {
			t.Error("the condition is missing")
		}
		storage.before = nil
		put(t, s, "1.warc.gz", "one")
		w.WriteHeader(http.StatusPreconditionFailed)
		return true
	}
	_, err := s.Put(t.Context(), "s3://press/archive", "1.warc.gz", write(t, "two"))
	if !errors.Is(err, ErrOther) {
		t.Errorf("Put: %v, want ErrOther", err)
	}
}

func read(t *testing.T, s *Store, o Object) string {
	t.Helper()
	f, err := s.Fetch(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// only returns the only object of the bucket.
func only(t *testing.T, s *Store) Object {
	t.Helper()
	for o, err := range s.List(t.Context(), "s3://press/") {
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	t.Fatal("no object")
	return Object{}
}

func TestAConnectionThatIsCutIsTakenUpAgain(t *testing.T) {
	storage, s := testStorage(t)
	text := strings.Repeat("Tin trong tỉnh. ", 10_000)
	put(t, s, "1.warc.gz", text)
	o := only(t, s)
	cuts := 0
	storage.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || cuts == 2 {
			return false
		}
		cuts++
		storage.Handler.ServeHTTP(&cutWriter{w, 30_000}, r)
		return true
	}
	if got := read(t, s, o); got != text || cuts != 2 {
		t.Errorf("%d of %d bytes after %d cuts", len(got), len(text), cuts)
	}
}

// A cutWriter breaks the connection off after so many bytes.
type cutWriter struct {
	http.ResponseWriter
	left int
}

func (w *cutWriter) Write(b []byte) (int, error) {
	if len(b) > w.left {
		_, _ = w.ResponseWriter.Write(b[:w.left])
		panic(http.ErrAbortHandler)
	}
	w.left -= len(b)
	return w.ResponseWriter.Write(b)
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	storage, s := testStorage(t)
	put(t, s, "1.warc.gz", "one")
	o := only(t, s)

	longer := o
	longer.Size = 100
	_, err := s.Fetch(t.Context(), longer)
	if err == nil || !strings.Contains(err.Error(), "3 of 100 bytes") {
		t.Errorf("an object shorter than its listing: %v", err)
	}
	for address, want := range map[string]string{
		"s3://nothere/archive": "NoSuchBucket", "s3://press/nothere": "no object",
		"s3://": "want s3://BUCKET",
	} {
		if _, err := names(t, s, address); err == nil || !strings.Contains(errorText(err), want) ||
			!strings.Contains(err.Error(), address) {
			t.Errorf("List(%s): %v, want %q", address, err, want)
		}
	}
	storage.before = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, `<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`)
		return true
	}
	if _, err := s.Fetch(t.Context(), o); err == nil || !strings.Contains(err.Error(), o.Address) {
		t.Errorf("access denied: %v", err)
	}
	if _, err := s.Put(t.Context(), "s3://press/archive", "2", write(t, "two")); err == nil {
		t.Error("access denied, but written")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Fetch(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("ended by the caller: %v", err)
	}
}

func errorText(err error) string {
	text := err.Error()
	if strings.Contains(text, "bucket does not exist") {
		text += " NoSuchBucket"
	}
	return text
}

func TestOpenRefusesWrongEndpoints(t *testing.T) {
	for _, endpoint := range []string{"localhost:9000", "ftp://a", "http://"} {
		if _, err := Open(func(name string) string {
			if name == "AWS_ENDPOINT_URL" {
				return endpoint
			}
			return ""
		}); err == nil || !strings.Contains(err.Error(), endpoint) {
			t.Errorf("Open with %q: %v", endpoint, err)
		}
	}
}
