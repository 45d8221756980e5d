package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// runIn runs baotinh in this process and returns what it printed to stdout, and its exit code.
func runIn(t *testing.T, args ...string) ([]byte, int) {
	t.Helper()
	var out, talk bytes.Buffer
	code := run(t.Context(), stdio{strings.NewReader(""), &out, &talk}, args)
	t.Logf("baotinh %q: %d\n%s", args, code, talk.Bytes())
	return out.Bytes(), code
}

func writePage(t *testing.T, dir, url, format string, args ...any) {
	t.Helper()
	name := strings.NewReplacer("https://", "", "/", "_").Replace(url)
	page := fmt.Sprintf("<!-- saved from url=(%04d)%s -->\n", len(url), url) + fmt.Sprintf(format, args...)
	if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(page), 0o666); err != nil {
		t.Fatal(err)
	}
}

const articlePageHTML = `<title>Khởi công cầu số %d - Báo Lạng Sơn</title>
<h1 class="title-detail">Khởi công cầu số %[1]d</h1>
<div class="%s">Thứ tư, 27/07/2022 - 16:20</div><div %s>
<p>Chiều 27/7, tại xã Hữu Liên, Sở Giao thông vận tải tổ chức lễ khởi công xây dựng cầu mới.</p>
<p>Cầu dài hơn một trăm mét, nối hai thôn bị chia cắt mỗi mùa mưa lũ, dự kiến hoàn thành vào cuối năm sau.</p>
<p class="author">Mai Linh</p></div>`

func TestARedesignShows(t *testing.T) {
	dir := t.TempDir()
	for i := range 24 {
		url := fmt.Sprintf("https://baolangson.vn/khoi-cong-cau-50716%02d.html", i)
		switch {
		case i < 16:
			writePage(t, dir, url, articlePageHTML, i, "detail-date", `id="content-detail"`)
		case i < 22: // the new design
			writePage(t, dir, url, articlePageHTML, i, "detail-date", `class="x1"`)
		default:
			writePage(t, dir, url, `<title>Khởi công</title><h1>Khởi công</h1><div id="app"></div>`)
		}
	}
	writePage(t, dir, "https://baolangson.vn/404.html", `<title>404 Not Found</title><h1>404</h1>`)

	out, code := runIn(t, "newspapers", "check", "--from", dir, "--json")
	if code != exitPagesFailed {
		t.Errorf("exit code %d, want %d", code, exitPagesFailed)
	}
	var got newspaperReport
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got.Newspaper != "baolangson" || got.Pages != 25 || got.Articles != 24 {
		t.Errorf("got %+v", got)
	}
	if got.Lost["too short"] != 2 || got.NoArticle["error page"] != 1 {
		t.Errorf("lost %v, without %v; want 2 too short, 1 error page", got.Lost, got.NoArticle)
	}
	for field, want := range map[string]foundCount{
		"family": {16, 22, 72.7}, "title": {22, 24, 91.7}, "date": {22, 24, 91.7}, "byline": {22, 24, 91.7},
		"body": {22, 24, 91.7},
	} {
		if got.Found[field] != want {
			t.Errorf("%s found %+v, want %+v", field, got.Found[field], want)
		}
	}
	if want := []string{"family"}; !slices.Equal(got.Low, want) {
		t.Errorf("low %q, want %q", got.Low, want)
	}
}

func TestTooFewArticlesAreNotJudged(t *testing.T) {
	dir := t.TempDir()
	for i := range leastToTell {
		url := fmt.Sprintf("https://baolangson.vn/khoi-cong-cau-50716%02d.html", i)
		undated := strings.Replace(articlePageHTML, "Thứ tư, 27/07/2022 - 16:20", "", 1)
		writePage(t, dir, url, undated, i, "detail-date", `id="content-detail"`)
	}
	out, code := runIn(t, "newspapers", "check", "--from", dir)
	if code != exitPagesFailed || !bytes.Contains(out, []byte(" 0 (0 %) ! ")) {
		t.Errorf("exit code %d, want %d, and a mark in:\n%s", code, exitPagesFailed, out)
	}
	out, code = runIn(t, "newspapers", "check", "--from", dir, "--last", fmt.Sprint(leastToTell-1))
	if code != exitDone || bytes.Contains(out, []byte("!")) {
		t.Errorf("exit code %d, want 0, and no mark in:\n%s", code, out)
	}
}

func TestNewspapersCheckReadsADataFolder(t *testing.T) {
	pages, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	writePage(t, pages, "https://baolangson.vn/khoi-cong-cau-5071654.html",
		articlePageHTML, 1, "detail-date", `id="content-detail"`)
	if _, code := runIn(t, "ingest", "--data", data, pages); code != exitDone {
		t.Fatalf("ingest: exit code %d", code)
	}
	ofPages, _ := runIn(t, "newspapers", "check", "--from", pages)
	archive := filepath.Join(data, "archive")
	for _, args := range [][]string{{"--data", data}, {"--from", data}, {"--from", archive}} {
		ofData, code := runIn(t, append([]string{"newspapers", "check"}, args...)...)
		if code != exitDone || !bytes.Equal(ofData, ofPages) {
			t.Errorf("%q: exit code %d, printed\n%s, want\n%s", args, code, ofData, ofPages)
		}
	}
	for _, args := range [][]string{{"--data", pages}, {"--from", filepath.Join(pages, "none")}} {
		if _, code := runIn(t, append([]string{"newspapers", "check"}, args...)...); code != exitFailed {
			t.Errorf("%q: exit code %d, want %d", args, code, exitFailed)
		}
	}
}

func TestReportIsInTheOrderOfTheNewspapers(t *testing.T) {
	dir := t.TempDir()
	for i, host := range []string{"baonghean.vn", "baola.example", "baolangson.vn"} {
		writePage(t, dir, fmt.Sprintf("https://%s/khoi-cong-%d.html", host, 5071654+i),
			articlePageHTML, i, "detail-date", `id="content-detail"`)
	}
	out, _ := runIn(t, "newspapers", "check", "--from", dir, "--json")
	var got []string
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var r newspaperReport
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Newspaper)
	}
	if want := []string{"baola.example", "baolangson", "baonghean"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
