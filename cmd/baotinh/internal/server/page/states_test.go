package page

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
)

func TestStates(t *testing.T) {
	address := serve(t, folderWith(t, append(thePress(), hostile()...)...))
	for _, tt := range []struct {
		name, address, languages string
		status                   int
		want                     []string // in this order
	}{
		{"nothing is found", `/tim?q="kết+nghị"`, "vi", 200,
			[]string{"0 bài", "Không có bài nào đúng như đã tìm.", `<ul class="offers"`, "Bỏ dấu ngoặc kép"}},
		{"in English", `/tim?q="kết+nghị"`, "en-GB,en", 200,
			[]string{`<html lang="en">`, "0 articles", "No article matches", "Without the quotation marks"}},
		{"Vietnamese is taken, too", "/tro-giup", "en-US,en;q=0.9,vi;q=0.1", 200,
			[]string{`<html lang="vi">`}},
		{"a former province", `/tim?q=hội+tỉnh:"Bắc+Giang"`, "vi", 200,
			[]string{"Tỉnh &#34;Bắc Giang&#34; nay thuộc Bắc Ninh"}},
		{"a mistake has its place", "/tim?q=lũ+autor:mai", "vi", 400,
			[]string{`<pre class="caret"`, `>lũ <mark>autor</mark>:mai</pre>`, "Không có trường",
				`Gần nhất: <a href="/tim?q=l%C5%A9%20author%3Amai">`, "tác giả:"}},
		{"one of several places", `/tim?q=lũ+place:"Bình+Minh"`, "vi", 400,
			[]string{`<mark>&#34;Bình Minh&#34;</mark>`, "Có nhiều nơi", "Ý bạn là nơi nào?",
				`<li><a href="/tim?q=l%C5%A9%20place%3A%22`}},
		{"a filter is wrong", "/tim?q=hội&loc=date:x", "vi", 400, []string{`<mark>x</mark>`}},
		{"an address that leads nowhere", "/khong", "vi", 404, []string{"Không có trang này"}},
		{"an unknown article", "/bai/00000000000000000000000000000000?q=hội", "vi", 404,
			[]string{"Không có bài này", "Tìm lại: hội"}},
		{"a page behind the last", "/tim?q=hội&trang=400", "vi", 200, []string{"Không có trang này."}},
		{"nothing is asked", "/tim?q=+", "vi", 200, []string{`<h1 class="brand">`}},
		{"a range of days", "/tim?q=hội&tu=1/1/2023&den=", "vi", 200, []string{"ngày: 1/1/2023 – "}},
		{"a number too long for a page", "/tim?q=hội&trang=99999999999999999999", "vi", 200,
			[]string{"36 bài"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := get(t, address+strings.ReplaceAll(tt.address, `"`, "%22"), tt.languages)
			if got.Status != tt.status {
				t.Errorf("status %d, want %d", got.Status, tt.status)
			}
			rest := got.Body
			for _, want := range tt.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("no %q in\n%s", want, rest)
				}
				rest = after
			}
		})
	}
}

func TestFailuresHaveTheirWordsAndStatus(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		vi, en string
	}{
		{fmt.Errorf("search: %w", index.ErrTimeout), 503, "Tìm quá lâu", "The search took too long"},
		{index.ErrTooFar, 400, "Không làm được", "This cannot be done"},
		{fmt.Errorf("x: %w", library.ErrNoIndex), 503, "Kho trống", "The archive is empty"},
		{errors.New("disk"), 503, "Chưa trả lời được", "No answer at the moment"},
	} {
		for l, heading := range map[language]string{vietnamese: tt.vi, english: tt.en} {
			v := &visit{Request: &http.Request{}, language: l, messages: l.messages()}
			shown := v.failed(tt.err, "/kho")
			if shown.status != tt.status || shown.title != heading {
				t.Errorf("%v in %s: %d %q", tt.err, l, shown.status, shown.title)
			}
		}
	}
}

func TestAnEmptyArchiveSaysHowToFillIt(t *testing.T) {
	for name, dir := range map[string]string{"no folder": filepath.Join(t.TempDir(), "none"),
		"no articles": folderWith(t)} {
		got := get(t, serve(t, dir)+"/", "vi")
		if !strings.Contains(got.Body, "Chưa có bài nào") ||
			!strings.Contains(got.Body, "baotinh ingest --all") {
			t.Errorf("%s: %d\n%s", name, got.Status, got.Body)
		}
	}
}

func TestADamagedShardIsNamedAndTheRestAnswers(t *testing.T) {
	dir := folderWith(t, thePress()...)
	shards, err := filepath.Glob(filepath.Join(dir, "index-1", "shards", "*"))
	if err != nil || len(shards) < 2 {
		t.Fatal(shards, err)
	}
	files, err := filepath.Glob(filepath.Join(shards[0], "store", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if err := os.WriteFile(f, []byte("damaged"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got := get(t, serve(t, dir)+"/tim?q=h%E1%BB%99i", "vi")
	if got.Status != http.StatusOK || !strings.Contains(got.Body, `<p class="state" role="status">`) ||
		!strings.Contains(got.Body, "Các bài đăng năm 2020–2024 đang hỏng") ||
		!strings.Contains(got.Body, "baotinh reindex --damaged") || !strings.Contains(got.Body, "5 bài") {
		t.Errorf("%d\n%s", got.Status, got.Body)
	}
}

func TestAResultPageIsSmall(t *testing.T) {
	address := serve(t, folderWith(t, thePress()...))
	body := get(t, address+"/tim?q=%C4%91o%E1%BA%A1n", "vi").Body
	size := len(body)
	for _, name := range []string{"style.css", "script.js"} {
		stem := assetPath + strings.TrimSuffix(name, filepath.Ext(name))
		_, rest, _ := strings.Cut(body, stem)
		file, _, _ := strings.Cut(rest, `"`)
		asset := get(t, address+stem+file, "vi")
		isKept := strings.Contains(asset.Header.Get("Cache-Control"), "immutable")
		if asset.Status != http.StatusOK || !isKept {
			t.Errorf("%s: %d %v", name, asset.Status, asset.Header)
		}
		size += len(asset.Body)
	}
	if size > 60_000 {
		t.Errorf("%d bytes with style sheet and script, at most 60,000", size)
	}
	t.Log(size, "bytes")
}

func TestAReloadCostsNothing(t *testing.T) {
	address := serve(t, folderWith(t, thePress()...)) + "/tim?q=h%E1%BB%99i"
	first := get(t, address, "vi")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", first.Header.Get("ETag"))
	r.Header.Set("Accept-Language", "vi")
	again, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Body.Close()
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", again.StatusCode)
	}
}
