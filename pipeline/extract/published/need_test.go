package published_test

import (
	"bytes"
	"encoding/json"
	"net/textproto"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

const goldenDir = "../../../testdata/pages"

// TestEveryRowIsNeeded shows that each row of the tables decides something: without it, the golden page
// that it names comes out otherwise.
func TestEveryRowIsNeeded(t *testing.T) {
	catalogue, err := newspaper.Load(filepath.Join(goldenDir, "newspapers.toml"))
	if err != nil {
		t.Fatal(err)
	}
	x := extract.New(catalogue)
	for _, row := range published.Rows() {
		t.Run(row.Name, func(t *testing.T) {
			page, want := golden(t, row.Golden)
			if got := outcome(t, x, page); !bytes.Equal(got, want) {
				t.Fatalf("%s is %s", row.Golden, got)
			}
			defer row.Disable()()
			if got := outcome(t, x, page); bytes.Equal(got, want) {
				t.Errorf("%s is the same without the row", row.Golden)
			}
		})
	}
}

// outcome returns the article on a page, or why there is none, as the golden pages have it.
func outcome(t *testing.T, x *extract.Extractor, page *news.Page) []byte {
	t.Helper()
	a, err := x.Extract(page)
	if err != nil {
		return []byte(err.Error() + "\n")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden reads a golden page in HTML and what must come of it.
func golden(t *testing.T, name string) (*news.Page, []byte) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(goldenDir, "*", name+".txtar"))
	if len(found) != 1 {
		t.Fatalf("golden pages named %q: %q", name, found)
	}
	archive, err := txtar.ParseFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	var f struct {
		URL         string    `json:"url"`
		Status      int       `json:"status"`
		ContentType string    `json:"content_type"`
		Fetched     time.Time `json:"fetched"`
		Listed      news.Date `json:"listed"`
		Charset     string    `json:"charset"`
		Newspaper   string    `json:"newspaper"`
	}
	if data := files["page.json"]; data != nil {
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
	}
	p := &news.Page{
		URL: f.URL, Status: f.Status, Fetched: f.Fetched, FeedDate: f.Listed, Newspaper: f.Newspaper,
		File: "page.html", Header: textproto.MIMEHeader{}, Body: files["page.html"],
	}
	if f.ContentType != "" {
		p.Header.Set("Content-Type", f.ContentType)
	}
	if e, _, ok := charset.Lookup(f.Charset); ok && f.Charset != "" {
		if p.Body, err = e.NewEncoder().Bytes(p.Body); err != nil {
			t.Fatal(err)
		}
	}
	if article := files["article.json"]; article != nil {
		return p, article
	}
	return p, files["error.txt"]
}
