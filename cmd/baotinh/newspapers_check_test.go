package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/report"
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

func TestALowFieldIsMarked(t *testing.T) {
	dir := t.TempDir()
	for i := range report.MinArticles {
		url := fmt.Sprintf("https://baolangson.vn/khoi-cong-cau-50716%02d.html", i)
		undated := strings.Replace(articlePageHTML, "Thứ tư, 27/07/2022 - 16:20", "", 1)
		writePage(t, dir, url, undated, i, "detail-date", `id="content-detail"`)
	}
	out, code := runIn(t, "newspapers", "check", "--from", dir)
	if code != exitPagesFailed || !bytes.Contains(out, []byte(" 0 (0 %) ! ")) {
		t.Errorf("exit code %d, want %d, and a mark in:\n%s", code, exitPagesFailed, out)
	}
	out, code = runIn(t, "newspapers", "check", "--from", dir, "--last", fmt.Sprint(report.MinArticles-1))
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
