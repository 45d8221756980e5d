package page

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// serveWatches serves the pages of a data folder, where a form with the token may write.
func serveWatches(t *testing.T, dir, token string) string {
	t.Helper()
	reader := library.OpenReader(library.In(dir))
	t.Cleanup(reader.Close)
	mux := http.NewServeMux()
	o := Options{Reader: reader}
	if token != "" {
		o.MayWrite = func(r *http.Request) bool { return r.PostFormValue("token") == token }
	}
	New(o).Register(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// post sends a form.
func post(t *testing.T, address string, form url.Values) answered {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	response, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return answered{Status: response.StatusCode, Header: response.Header}
}

func TestAWatchIsMadeChangedAndRemoved(t *testing.T) {
	dir := folderWith(t, anArticle(1, "Lũ về", "Lũ cuốn cầu."))
	base := serveWatches(t, dir, "mã quyền của phòng")
	form := url.Values{
		"ten": {"Mưa <lũ>"}, "q": {"lũ"}, "gop": {"story"}, "thu": {"a@example.vn; b@example.vn"},
		"luc": {"06:30"}, "ngay": {"T2-T7"}, "token": {"đoán"},
	}
	if got := post(t, base+"/theo-doi", form); got.Status != http.StatusForbidden {
		t.Errorf("with a wrong token: %d", got.Status)
	}
	form.Set("token", "mã quyền của phòng")
	got := post(t, base+"/theo-doi", form)
	if got.Status != http.StatusSeeOther || got.Header.Get("Location") != "/theo-doi/mua-lu" {
		t.Fatalf("made: %d to %q", got.Status, got.Header.Get("Location"))
	}
	page := get(t, base+"/theo-doi", "vi")
	for _, part := range []string{"Mưa &lt;lũ&gt;", "thư: T2-T7 06:30", `href="/theo-doi/mua-lu.atom"`} {
		if !strings.Contains(page.Body, part) {
			t.Errorf("the list lacks %q:\n%s", part, page.Body)
		}
	}
	got = get(t, base+"/theo-doi/mua-lu", "en")
	if !strings.Contains(got.Body, "There is nothing new on this day.") {
		t.Errorf("digest: %d\n%s", got.Status, got.Body)
	}
	form.Set("ma", "mua-lu")
	form.Set("q", "ngày:hôm")
	if got := post(t, base+"/theo-doi", form); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong query: %d", got.Status)
	}
	form.Set("q", "mưa")
	form.Del("thu")
	post(t, base+"/theo-doi", form)
	set, err := watch.Load(dir)
	if err != nil || len(set.Watches) != 1 || set.Watches[0].Query != "mưa" || set.Watches[0].Mail != nil {
		t.Errorf("changed: %+v, %v", set, err)
	}
	if got := post(t, base+"/theo-doi/mua-lu/xoa", form); got.Status != http.StatusSeeOther {
		t.Errorf("removed: %d", got.Status)
	}
	if got := get(t, base+"/theo-doi/mua-lu", "vi"); got.Status != http.StatusNotFound {
		t.Errorf("after that: %d", got.Status)
	}
}

func TestNobodyWritesWithoutToken(t *testing.T) {
	dir := folderWith(t)
	base := serveWatches(t, dir, "")
	if got := post(t, base+"/theo-doi", url.Values{"q": {"lũ"}}); got.Status != http.StatusForbidden {
		t.Errorf("status %d", got.Status)
	}
	got := get(t, base+"/theo-doi/moi?q="+url.QueryEscape("lũ' nhà"), "vi")
	if !strings.Contains(got.Body, "baotinh watch new ten &#39;lũ&#39;\\&#39;&#39; nhà&#39;") {
		t.Errorf("the form:\n%s", got.Body)
	}
	if _, err := os.Stat(watch.Path(dir)); err == nil {
		t.Error("there is a file of watches")
	}
}

func TestADigestShowsADay(t *testing.T) {
	dir := folderWith(t)
	if err := watch.Save(dir, &watch.Watch{Name: "lu", Query: "lũ", Collapse: "story"}); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 29, 6, 0, 0, 0, news.Vietnam)
	item := func(n int, kind watch.Kind, told time.Time) watch.Item {
		added := []string{"<i>câu"}
		a := anArticle(n, "Bài <b>"+string(rune('0'+n)), "")
		return watch.Item{
			Number: n, Kind: kind, Told: told, Sapo: "<script>alert(1)</script>",
			Article: index.Hit{ID: a.ID, URL: "javascript:alert(1)", Title: a.Title},
			Story:   watch.Story{ID: "s"}, Changes: []watch.Correction{{Field: "text", Added: added}},
		}
	}
	items := []watch.Item{
		item(1, watch.New, day), item(2, watch.Updated, day.Add(time.Hour)),
		item(3, watch.New, day.AddDate(0, 0, 1)),
	}
	path := filepath.Join(dir, "watches", "lu", "items.jsonl")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	var text []byte
	for _, i := range items {
		line, err := json.Marshal(i)
		if err != nil {
			t.Fatal(err)
		}
		text = append(append(text, line...), '\n')
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		t.Fatal(err)
	}
	base := serveWatches(t, dir, "")
	if front := get(t, base+"/", "vi"); front.Status != http.StatusOK {
		t.Errorf("front: %d", front.Status)
	}
	last := get(t, base+"/theo-doi/lu", "vi")
	first := get(t, base+"/theo-doi/lu?ngay=2026-11-29", "vi")
	for body, parts := range map[string][]string{
		last.Body: {"Điểm tin lu 30/11: 1 tin, 1 bài", "Bài &lt;b&gt;3",
			`href="/theo-doi/lu?ngay=2026-11-29"`},
		first.Body: {"Điểm tin lu 29/11: 1 tin, 2 bài", "đã sửa", "<ins>&lt;i&gt;câu</ins>"},
	} {
		for _, part := range parts {
			if !strings.Contains(body, part) {
				t.Errorf("lacks %q:\n%s", part, body)
			}
		}
		for _, not := range []string{"<script>alert", "javascript:", "<b>", "<i>"} {
			if strings.Contains(body, not) {
				t.Errorf("has %q:\n%s", not, body)
			}
		}
	}
}
