package extract

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"net/textproto"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

var update = flag.Bool("update", false, "rewrite the golden pages")

// A pageFile is the file page.json of a golden: what a page has beside its body.
type pageFile struct {
	URL         string    `json:"url"`
	Status      int       `json:"status"`
	ContentType string    `json:"content_type"`
	Fetched     time.Time `json:"fetched"`
	Listed      news.Date `json:"listed"`
	Charset     string    `json:"charset"` // the body is encoded to it first
	Newspaper   string    `json:"newspaper"`
}

// catalogue is that of the golden pages' newspapers, which do not exist.
func catalogue(t testing.TB) *newspaper.Catalogue {
	t.Helper()
	c, err := newspaper.Load(filepath.Join(goldenDir, "newspapers.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const goldenDir = "../../testdata/pages"

// TestGoldenPages runs the pages of testdata/pages/HOST/*.txtar, each written for one phenomenon, which its
// comment tells. They hold page.html or page.txt, page.json if need be, and article.json or error.txt.
func TestGoldenPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(goldenDir, "*", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("golden pages: %d files, error %v", len(files), err)
	}
	x := New(catalogue(t))
	for _, file := range files {
		name, _ := filepath.Rel(goldenDir, file)
		t.Run(name, func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := goldenPage(t, archive)
			name, got := extractGolden(t, x, page)
			if *update {
				setFile(archive, name, got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(fileOf(archive, name)), string(got)); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", name, file, diff)
			}
		})
	}
}

func goldenPage(t testing.TB, archive *txtar.Archive) *news.Page {
	t.Helper()
	var f pageFile
	if data := fileOf(archive, "page.json"); data != nil {
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
	}
	p := &news.Page{
		URL: f.URL, Status: f.Status, Fetched: f.Fetched, FeedDate: f.Listed, Newspaper: f.Newspaper,
		File:   "page.html",
		Header: textproto.MIMEHeader{},
	}
	p.Body = fileOf(archive, "page.html")
	if p.Body == nil {
		p.File, p.Body = "page.txt", fileOf(archive, "page.txt")
	}
	if f.ContentType != "" {
		p.Header.Set("Content-Type", f.ContentType)
	}
	if f.Charset != "" {
		e, _, ok := charset.Lookup(f.Charset)
		if !ok {
			t.Fatalf("charset %q", f.Charset)
		}
		body, err := e.NewEncoder().Bytes(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		p.Body = body
	}
	return p
}

// extractGolden returns the name and the contents of the file that says what came of a page.
func extractGolden(t testing.TB, x *Extractor, p *news.Page) (string, []byte) {
	t.Helper()
	a, err := x.Extract(p)
	if err != nil {
		if _, ok := errors.AsType[*NoArticleError](err); !ok || !errors.Is(err, ErrNoArticle) {
			t.Fatalf("error of the wrong type: %v", err)
		}
		return "error.txt", []byte(err.Error() + "\n")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		t.Fatal(err)
	}
	return "article.json", b.Bytes()
}

func fileOf(archive *txtar.Archive, name string) []byte {
	for _, f := range archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// setFile replaces the outcome of a golden page.
func setFile(archive *txtar.Archive, name string, data []byte) {
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		if f.Name != "article.json" && f.Name != "error.txt" {
			kept = append(kept, f)
		}
	}
	archive.Files = append(kept, txtar.File{Name: name, Data: data})
}
