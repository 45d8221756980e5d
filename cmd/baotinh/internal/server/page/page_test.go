package page

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// folderWith returns a data folder whose index has some articles.
func folderWith(t *testing.T, articles ...*news.Article) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("format", "baotinh data 1\n")
	write("index", "index-1\n")
	if err := os.Mkdir(filepath.Join(dir, "archive"), 0o777); err != nil {
		t.Fatal(err)
	}
	ix, err := index.OpenOrCreate(filepath.Join(dir, "index-1"), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if err := ix.Put(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// serve serves the pages of a data folder on loopback and returns their address.
func serve(t *testing.T, dir string) string {
	t.Helper()
	reader := library.OpenReader(library.In(dir))
	t.Cleanup(reader.Close)
	mux := http.NewServeMux()
	New(Options{Reader: reader, Version: "0.0.0"}).Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// An answered is what a server answered.
type answered struct {
	Status int
	Header http.Header
	Body   string
}

// get gets an address in a language.
func get(t *testing.T, address, languages string) answered {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Language", languages)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{response.StatusCode, response.Header, string(body)}
}

// anArticle returns an article of the invented press of the tests.
func anArticle(number int, title, text string) *news.Article {
	url := "https://bao-" + string(rune('a'+number%3)) + ".example/" + strings.Repeat("x", number+1)
	day := time.Date(2024, time.Month(1+number%12), 1+number%28, 8, 30, 0, 0, news.Vietnam)
	return &news.Article{
		ID: news.NewID(url), URL: url, Title: title,
		Published: news.Date{Time: day, Precision: news.Minute, Evidence: "json-ld"},
		FirstSeen: day.Add(time.Hour), Newspaper: "Báo Đồi Sim", Province: "Lạng Sơn", Section: "Xã hội",
		Authors: []string{"Lê Hữu Tâm"},
		Blocks:  []news.Block{{Kind: news.Paragraph, Text: text}},
	}
}

func TestEveryTextOfTheTemplatesIsInEnglish(t *testing.T) {
	call := regexp.MustCompile("\\bt (\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)")
	code := regexp.MustCompile(`\bv\.t\((?:"((?:[^"\\]|\\.)*)")`)
	used := map[string]bool{}
	files, err := filepath.Glob("view/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			used[m[1][1:len(m[1])-1]] = true
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			used[m[1]] = true
		}
	}
	for _, section := range helpSections {
		used[section.Heading], used[section.Text] = true, true
		for _, row := range section.Rows {
			used[row.Meaning] = true
		}
	}
	for _, k := range helpKeys {
		used[k.Meaning] = true
	}
	for text := range inEnglish {
		if !used[text] {
			t.Errorf("%q is translated, but in no view", text)
		}
	}
	for text := range used {
		if _, ok := inEnglish[text]; !ok {
			t.Errorf("%q has no translation", text)
		}
	}
	for vi, en := range inEnglish {
		for _, name := range regexp.MustCompile(`\{\w+\}`).FindAllString(vi, -1) {
			if !strings.Contains(en, name) {
				t.Errorf("%q lacks %s", en, name)
			}
		}
	}
}

func TestResults(t *testing.T) {
	address := serve(t, folderWith(t,
		anArticle(1, "Sạt lở nuốt 80 mét đường", "Đường ven sông bị sạt lở."),
		anArticle(2, "Hội nghị sơ kết", "Hội nghị bàn về sạt lở đất."),
		anArticle(3, "Lễ hội", "Người dân đi hội."),
	))
	got := get(t, address+"/tim?q=s%E1%BA%A1t+l%E1%BB%9F", "vi")
	if got.Status != http.StatusOK {
		t.Fatalf("status %d: %s", got.Status, got.Body)
	}
	for _, want := range []string{
		`<html lang="vi">`, "2 bài", `<mark>Sạt lở</mark> nuốt`, "vào kho 02/02/2024 09:30", "Báo Đồi Sim",
	} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("no %q", want)
		}
	}
}
