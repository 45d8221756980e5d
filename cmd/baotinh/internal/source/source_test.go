package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"

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

// indented are the articles as programs print them for people.
const indented = "{\n  \"url\": \"https://baomau.example/a-1.html\",\n  \"title\": \"Một\"\n}\n" +
	"{\n  \"url\": \"https://baomau.example/a-2.html\",\n  \"title\": \"Hai\"\n}\n"

const mhtml = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://baomau.example/a-1.html\r\n" +
	"Date: Tue, 12 Mar 2024 01:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n" +
	"\ttype=\"text/html\";\r\n\tboundary=\"----x\"\r\n\r\n\r\n------x\r\nContent-Type: text/html; " +
	"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: " +
	"https://baomau.example/a-1.html\r\n\r\n<title>Ch=C3=A1y r=E1=BB=ABng</title><p>N=E1=BB=99i dung.=\r\n" +
	"\r\n------x--\r\n"

const arcFile = "filedesc://a.arc 0.0.0.0 20080101000000 text/plain 8\n1 0 Thu\n\n" +
	"http://baomau.example/a-4.html 192.0.2.7 20080312010203 text/html 51\n" +
	"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Tin\n"

func utf16le(s string) string {
	b := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func zstandard(s string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

// zipped returns a ZIP file of files, each a name and its content.
func zipped(files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, _ := z.Create(files[i]) // into memory
		_, _ = w.Write([]byte(files[i+1]))
	}
	_ = z.Close()
	return b.String()
}

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
		{"JSON Lines behind a byte order mark", "i.jsonl", "\ufeff" + articles, []string{one, two}},
		{"JSON Lines in UTF-16", "i.jsonl", utf16le(articles), []string{one, two}},
		{"JSON over several lines", "o.json", indented, []string{one, two}},
		{"JSON array", "o.json", "[" + strings.Replace(indented, "}\n", "},\n", 1) + "]", []string{one, two}},
		{"JSON array without a title", "o.json", `[{"url":"a"}]`,
			[]string{"read o.json#0: an article needs url and title"}},
		{"JSON cut off", "o.json", indented[:len(indented)-20],
			[]string{one, "read o.json#66: unexpected EOF"}},
		{"HTML in UTF-16", "b", utf16le(htmlPage), []string{"file://b text/html"}},
		{"saved in one file by SingleFile", "e.html", "<!DOCTYPE html> <html lang=vi><!--\n Page saved " +
			"with SingleFile \n url: https://baomau.example/a-1.html \n saved date: Tue Mar 12 2024 " +
			"08:00:00 GMT+0700 (Indochina Time)\n--><title>x</title>",
			[]string{"https://baomau.example/a-1.html text/html"}},
		{"saved by HTTrack", "e.html", "<html>\n<!-- Mirrored from baomau.example/a-1.html by HTTrack " +
			"Website Copier/3.x [XR&CO'2014], Tue, 12 Mar 2024 08:00:00 GMT -->\n<title>x</title>",
			[]string{"http://baomau.example/a-1.html text/html"}},
		{"saved in one file by a browser", "e.mht", mhtml,
			[]string{"https://baomau.example/a-1.html text/html; charset=utf-8"}},
		{"MHTML without a page", "e.mhtml", strings.ReplaceAll(mhtml, "text/html", "image/png"),
			[]string{"read e.mhtml: an MHTML file without a page"}},
		{"ARC", "k.arc", arcFile, []string{"http://baomau.example/a-4.html text/html"}},
		{"gzipped ARC", "k.arc.gz", gzipped(arcFile), []string{"http://baomau.example/a-4.html text/html"}},
		{"Zstandard", "k.jsonl.zst", zstandard(articles), []string{one, two}},
		{"ZIP", "k.zip", zipped("a/x.html", htmlPage, "b.png", "\x89PNG\r\n\x1a\n", "c", htmlPage),
			[]string{"file://k.zip/a/x.html text/html", "file://k.zip/c text/html"}},
		{"ZIP without pages", "k.zip", zipped("b.png", "\x89PNG\r\n\x1a\n"),
			[]string{"read k.zip: a ZIP file without pages"}},
		{"WACZ", "k.wacz", zipped("datapackage.json", "{}", "archive/a.arc", arcFile, "pages/pages.jsonl",
			articles), []string{"http://baomau.example/a-4.html text/html"}},
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
	for _, sub := range []string{"a/b", ".git"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	files := []struct{ name, content string }{
		{"z.HTML", savedPage}, {"notes.md", plainPage}, {"a/b/x.jsonl", articles}, {"a/tin.aspx", htmlPage},
		{"a/tin-2", savedPage}, {"a/logo.png", "\x89PNG\r\n\x1a\n"}, {"a/style.css", "p { margin: 0 }"},
		{"a/feed.xml", `<?xml version="1.0"?><rss></rss>`}, {"a/settings.json", `{"url":"x"}`},
	}
	var size int64
	for _, f := range files {
		write(t, dir, filepath.FromSlash(f.name), f.content)
		size += int64(len(f.content))
	}
	write(t, dir, filepath.FromSlash(".git/page.html"), htmlPage)

	in := New(nil, dir)
	var skipped []string
	in.Skip = func(s warc.Skipped) {
		skipped = append(skipped, filepath.Base(s.Name)+" "+s.Reason)
	}
	want := []string{
		"https://baomau.example/a-1.html " + news.ArticleType,
		"https://baomau.example/a-2.html " + news.ArticleType,
		"https://baomau.example/a-1.html text/html",
		"file://a/tin.aspx text/html",
		"https://baomau.example/a-1.html text/html",
	}
	got := read(in, dir)
	for i := range got {
		got[i] = strings.Replace(got[i], "file:///", "file://", 1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantSkipped := []string{
		"feed.xml not a page: text/xml; charset=utf-8", "logo.png not a page: image/png",
		"settings.json not a page: text/plain; charset=utf-8",
		"style.css not a page: text/plain; charset=utf-8", "notes.md not a page: text/plain; charset=utf-8",
	}
	if !slices.Equal(skipped, wantSkipped) {
		t.Errorf("skipped %q, want %q", skipped, wantSkipped)
	}
	if in.Size() != size || in.BytesRead() != size {
		t.Errorf("size %d, read %d, want %d", in.Size(), in.BytesRead(), size)
	}
}

func TestArticlesOfOtherPrograms(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"trafilatura", `{"title":"Một","author":"Mai Linh; Hà An","date":"2024-03-11","source":` +
			`"https://baomau.example/a-1.html","text":"Câu một.\nCâu hai.","tags":"a;b","hostname":"x"}`,
			"Một [Mai Linh Hà An] 2024-03-11 day [Câu một. Câu hai.]"},
		{"newspaper4k", `{"url":"https://baomau.example/a-1.html","title":"Một","authors":["Mai Linh"],` +
			`"publish_date":"2024-03-11 00:00:00","text":"Câu một."}`,
			"Một [Mai Linh] 2024-03-11 day [Câu một.]"},
		{"news-please", `{"url":"https://baomau.example/a-1.html","title":"Một","authors":[],` +
			`"date_publish":"2024-03-11 08:30:00","maintext":"Câu một.\n\n","language":"vi"}`,
			"Một [] 2024-03-11 second [Câu một.]"},
	} {
		for p, err := range New(strings.NewReader(tt.in), "-").Pages() {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
				continue
			}
			a := p.Article
			var texts []string
			for _, b := range a.Blocks {
				texts = append(texts, b.Text)
			}
			got := fmt.Sprintf("%s %s %s %s %s", a.Title, a.Authors, a.Published.Time.Format("2006-01-02"),
				a.Published.Precision, texts)
			if got != tt.want {
				t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
			}
			again := new(news.Article)
			if err := json.Unmarshal(p.Body, again); err != nil || !reflect.DeepEqual(again, a) {
				t.Errorf("%s: what is archived reads %+v, error %v", tt.name, again, err)
			}
		}
	}
}

func TestAnArticleWithoutTextNamesItsFields(t *testing.T) {
	in := `{"url":"https://baomau.example/a-1.html","title":"Một","noidung":"Câu một."}`
	want := []string{"read -:1: an article needs a text: blocks, or text; it has noidung, title, url"}
	if got := read(New(strings.NewReader(in), "-"), ""); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
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

// FuzzFile reads any bytes under names of all kinds: a page or an error each time, and an end.
func FuzzFile(f *testing.F) {
	for _, s := range []string{
		htmlPage, savedPage, plainPage, articles, indented, "[" + indented + "]", mhtml, arcFile,
		utf16le(articles), gzipped(arcFile), zstandard(articles), "{", "[{", "\x1f\x8b", "{}\n{",
	} {
		f.Add([]byte(s), "a.html")
		f.Add([]byte(s), "b")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		n := 0
		for p, err := range (file{name: name, isFound: len(name) == 1}).read(bytes.NewReader(data)) {
			if (p == nil) == (err == nil) {
				t.Fatalf("page %v, error %v", p, err)
			}
			if n++; n > len(data)+1 && !bytes.HasPrefix(data, []byte("\x1f\x8b")) && !warc.IsZstd(data) {
				t.Fatal("more pages than bytes")
			}
		}
	})
}

// A file that Takes refuses is neither read nor counted; the folder's own name plays no role.
func TestOnlySomeFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.html", "sub/b.html", "sub/c.html"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(htmlPage), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var asked []string
	in := New(nil, dir, filepath.Join(dir, "a.html"))
	in.Takes = func(name string) bool {
		asked = append(asked, name)
		return name == "sub/b.html"
	}
	if size := in.Size(); size != int64(len(htmlPage)) {
		t.Errorf("Size() = %d, want that of one page, %d", size, len(htmlPage))
	}
	asked = nil
	pages := 0
	for p, err := range in.Pages() {
		if err != nil || !strings.HasSuffix(filepath.ToSlash(p.File), "sub/b.html") {
			t.Errorf("read %v, %v", p, err)
		}
		pages++
	}
	want := []string{"a.html", "sub/b.html", "sub/c.html", "a.html"}
	if pages != 1 || !slices.Equal(asked, want) {
		t.Errorf("%d pages, asked for %q, want 1, %q", pages, asked, want)
	}
}
