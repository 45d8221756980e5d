package source

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

const (
	htmlPage  = `<!DOCTYPE html><title>Cháy rừng</title><p>Nội dung.`
	savedPage = "<!-- saved from url=(0031)https://baomau.example/a-1.html -->\n" + htmlPage
	plainPage = "Cháy rừng\n\nNội dung.\n"
	articles  = `{"url":"https://baomau.example/a-1.html","title":"Một"}` + "\n\n" +
		`{"url":"https://baomau.example/a-2.html","title":"Hai"}` + "\n"
)

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // into memory
	_ = w.Close()
	return b.String()
}

// archive returns a WARC file of one page, as this program writes it.
func archive(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	a, err := warc.OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Append(&news.Page{
		URL: "https://baomau.example/a-3.html", Status: 200, Body: []byte(htmlPage), Fetched: time.Now(),
	})
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "000001.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// read returns the URLs and content types of pages and the texts of errors, in order, with the path of dir
// cut off.
func read(in *Input, dir string) []string {
	short := strings.NewReplacer(filepath.ToSlash(dir)+"/", "", dir+string(filepath.Separator), "")
	var got []string
	for p, err := range in.Pages() {
		if err != nil {
			got = append(got, short.Replace(err.Error()))
			continue
		}
		got = append(got, short.Replace(p.URL+" "+p.ContentType()))
	}
	return got
}

func TestFilesAreToldByTheirFirstBytes(t *testing.T) {
	const (
		one   = "https://baomau.example/a-1.html " + news.ArticleType
		two   = "https://baomau.example/a-2.html " + news.ArticleType
		three = "https://baomau.example/a-3.html "
	)
	for _, tt := range []struct {
		name, file, content string
		want                []string
	}{
		{"HTML", "a.html", htmlPage, []string{"file://a.html text/html"}},
		{"HTML behind a byte order mark", "b", "\ufeff \n" + htmlPage, []string{"file://b text/html"}},
		{"HTML under another name", "c.txt", htmlPage, []string{"file://c.txt text/html"}},
		{"gzipped HTML", "d.html.gz", gzipped(htmlPage), []string{"file://d.html.gz text/html"}},
		{"saved by a browser", "e.html", savedPage, []string{"https://baomau.example/a-1.html text/html"}},
		{"plain text", "f.txt", plainPage, []string{"file://f.txt text/plain"}},
		{"text that its name calls HTML", "g.htm", plainPage, []string{"file://g.htm text/html"}},
		{"TCVN3 is no UTF-8, but text", "h.txt", "Ch\xb8y r\xf5ng", []string{"file://h.txt text/plain"}},
		{"JSON Lines", "i.jsonl", articles, []string{one, two}},
		{"gzipped JSON Lines under another name", "j", gzipped(articles), []string{one, two}},
		{"WARC", "k.warc.gz", "", []string{three}},
		{"WARC under another name", "l", "", []string{three}},
		{"empty", "m.html", " \n", []string{"read m.html: empty"}},
		{"image", "n.html", "\x89PNG\r\n\x1a\n", []string{"read n.html: image/png is no page"}},
		{
			"JSON array", "o.json", `[{"url":"a"}]`,
			[]string{"read o.json: a JSON array; articles are read one object a line"},
		},
		{"gzip cut off at once", "p", gzipped(htmlPage)[:12],
			[]string{"read p: the gzip file ends too early"}},
		{"gzip cut off later", "q", gzipped(htmlPage)[:60], []string{"read q: the gzip file ends too early"}},
		{
			"an article without title", "r.jsonl", `{"url":"https://baomau.example/a-1"}` + "\n" + articles,
			[]string{"read r.jsonl:1: an article needs url and title", one, two},
		},
		{"too large", "s.html", strings.Repeat("<p>", 3<<20), []string{"read s.html: larger than 8 MiB"}},
	} {
		dir := t.TempDir()
		if strings.Contains(tt.name, "WARC") {
			tt.content = archive(t)
		}
		got := read(New(nil, write(t, dir, tt.file, tt.content)), dir)
		for i := range got {
			got[i] = strings.Replace(got[i], "file:///", "file://", 1)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAFolderIsReadWithAllBelowIt(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "z.HTML", savedPage)
	write(t, dir, "notes.md", plainPage)
	write(t, filepath.Join(dir, "a", "b"), "x.jsonl", articles)
	in := New(nil, dir)
	want := []string{
		"https://baomau.example/a-1.html " + news.ArticleType,
		"https://baomau.example/a-2.html " + news.ArticleType,
		"https://baomau.example/a-1.html text/html",
	}
	if got := read(in, dir); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if size := int64(len(savedPage) + len(articles)); in.Size() != size || in.BytesRead() != size {
		t.Errorf("size %d, read %d, want %d", in.Size(), in.BytesRead(), size)
	}
}

func TestTheStreamHasNoSizeAndGetsAnAddress(t *testing.T) {
	dir := t.TempDir()
	in := New(strings.NewReader(htmlPage), "-", filepath.Join(dir, "none.html"))
	if in.Size() != 0 {
		t.Errorf("size %d, want 0", in.Size())
	}
	digest := (&news.Page{Body: []byte(htmlPage)}).Digest()
	want := []string{
		"file:///dev/stdin/" + digest + " text/html",
		"read none.html: no such file or directory",
	}
	if got := read(in, dir); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestArticlesAreDecodedOnce(t *testing.T) {
	for p, err := range New(strings.NewReader(articles), "-").Pages() {
		if err != nil {
			t.Fatal(err)
		}
		if p.Article == nil || p.Article.URL != p.URL || p.Article.Title == "" {
			t.Errorf("%s: article %+v", p.File, p.Article)
		}
	}
}

func TestErrorsAreOfThePipeline(t *testing.T) {
	for _, err := range New(nil, filepath.Join(t.TempDir(), "none")).Pages() {
		if failed, ok := errors.AsType[*pipeline.StageError](err); !ok || failed.Stage != pipeline.StageRead {
			t.Errorf("error %v, want a *pipeline.StageError", err)
		}
	}
}
